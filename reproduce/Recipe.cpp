#include "reproduce/Recipe.h"

#include "parse/Callees.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Basic/TargetInfo.h>

#include <algorithm>
#include <map>
#include <set>

using namespace clang;

namespace kverdict {
namespace {

/// Where the type says nothing of the size of an object.
constexpr const char *UnknownSize = "4096";

/// The expression that an extra returns, or whose address it returns.
const Expr *returned(const FunctionDecl *Extra) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Extra ? Extra->getBody() : nullptr);
  const auto *Return = Body && !Body->body_empty() ? dyn_cast<ReturnStmt>(Body->body_back()) : nullptr;
  const Expr *E = Return ? Return->getRetValue() : nullptr;
  return E ? E->IgnoreParenCasts() : nullptr;
}

const Expr *placeOf(const FunctionDecl *Extra) {
  const Expr *E = returned(Extra);
  const auto *Address = dyn_cast_or_null<UnaryOperator>(E);
  return Address && Address->getOpcode() == UO_AddrOf ? Address->getSubExpr()->IgnoreParens() : E;
}

/// What a structure of one value is made of: `atomic_t` of an int.
QualType soleValue(QualType T) {
  for (const auto *R = T->getAsRecordDecl(); R && !R->field_empty() && std::next(R->field_begin()) == R->field_end();
       R = T->getAsRecordDecl())
    T = R->field_begin()->getType();
  return T;
}

class Cook {
public:
  Cook(const Unit &U, const std::string &Function)
      : U(U), F(U.definition(Function)), Policy(U.context().getLangOpts()) {
    Out.Function = Function;
  }

  Recipe run(const std::vector<ByHand> &Texts) {
    head();
    const std::vector<Simulator::Setting> Settings = givenIn(U, Out.Function, Texts);
    for (const Simulator::Setting &S : Settings)
      if (!S.Callee.empty())
        answers(S);
    for (Number = 0; Number < Settings.size(); ++Number)
      one(Settings[Number], Texts[Number]);
    Number = Settings.size();
    for (const ParmVarDecl *P : F->parameters())
      if (P->getType()->isPointerType() && !Set.count(P->getNameAsString()))
        object(P->getNameAsString(), sizeOf(P->getNameAsString(), P->getType()));
    return std::move(Out);
  }

private:
  void fail(const std::string &Why) {
    if (Out.Unmade.empty())
      Out.Unmade = Why;
  }

  std::string declarator(QualType T, const std::string &Name) {
    std::string Text = Name;
    T.getAsStringInternal(Text, Policy);
    return Text;
  }

  void head() {
    const QualType T = F->getReturnType();
    Out.Result = declarator(T.getUnqualifiedType(), "result");
    Out.PointerResult = T->isPointerType();
    Out.TruthResult = T->isBooleanType();
    if (!T->isIntegralOrEnumerationType() && !Out.PointerResult)
      fail("what it returns is no number and no pointer");
    if (F->isVariadic())
      fail("it takes any number of arguments");
    for (const ParmVarDecl *P : F->parameters()) {
      const std::string Name = P->getNameAsString();
      if (Name.empty())
        fail("one of its parameters has no name");
      Out.Parameters.push_back(Name);
      const bool Record = P->getType()->isRecordType();
      Out.Declarations.push_back(declarator(P->getType().getUnqualifiedType(), Name) + (Record ? " = {}"
                                                                                        : P->getType()->isPointerType()
                                                                                            ? " = NULL"
                                                                                            : " = 0"));
    }
  }

  void answers(const Simulator::Setting &S) {
    for (StandIn &Each : Out.StandIns)
      if (Each.Callee == S.Callee) {
        ++Each.Answers;
        return;
      }
    const FunctionDecl *Callee = declared(U, S.Callee);
    if (!Callee)
      return fail("the state says what a call through the pointer " + S.Callee + " returns");
    if (U.definition(Callee) || U.skipped(Callee))
      return fail("the state says what " + S.Callee + "() returns, whose body is in the tree");
    StandIn Made{S.Callee, "", "", 1};
    std::string Parameters;
    for (const ParmVarDecl *P : Callee->parameters())
      Parameters +=
          (Parameters.empty() ? "" : ", ") + declarator(P->getType(), "a" + std::to_string(P->getFunctionScopeIndex()));
    if (Callee->isVariadic())
      Parameters += ", ...";
    Made.Head =
        declarator(Callee->getReturnType(), "kv_" + S.Callee + "(" + (Parameters.empty() ? "void" : Parameters) + ")");
    Made.Type = declarator(Callee->getReturnType().getUnqualifiedType(), "kv_" + S.Callee + "_returns[]");
    Out.StandIns.push_back(std::move(Made));
  }

  void one(const Simulator::Setting &S, const ByHand &Text) {
    MakeStep Step;
    Step.Setting = Number;
    Step.Place = Text.Place;
    Step.Value = Text.Value;
    Value = returned(U.definition(S.ValueExtra));
    if (!Value)
      return fail("'" + S.Text + "' is not C of this file");
    if (!S.Callee.empty())
      answer(S, Step);
    else if (!S.Parameter.empty())
      parameter(S, Step);
    else
      place(S, Step);
  }

  void answer(const Simulator::Setting &S, MakeStep Step) {
    Step.What = MakeStep::Kind::Answer;
    Step.Place = S.Callee;
    if (const FunctionDecl *Callee = declared(U, S.Callee); Callee && Callee->getReturnType()->isPointerType())
      Step.Value = pointerValue(Step.Value);
    Out.Steps.push_back(std::move(Step));
  }

  void parameter(const Simulator::Setting &S, MakeStep Step) {
    Step.Place = S.Parameter;
    for (const ParmVarDecl *P : F->parameters())
      if (P->getName() == S.Parameter)
        stored(Step, P->getType(), false);
    Set.insert(S.Parameter);
    Out.Steps.push_back(std::move(Step));
  }

  void place(const Simulator::Setting &S, MakeStep Step) {
    const Expr *E = placeOf(U.definition(S.PlaceExtra));
    if (!E)
      return fail("'" + S.Text + "' names no place");
    Global = Running = false;
    objectsOf(E);
    Step.Place = standing(E, Step.Place);
    Step.Global = Global;
    Step.Running = Running;
    stored(Step, E->getType(), E->refersToBitField());
    Set.insert(Step.Place);
    Out.Steps.push_back(std::move(Step));
  }

  /// How a value is written to a place of this type.
  void stored(MakeStep &Step, QualType T, bool BitField) {
    const QualType Plain = soleValue(T).getUnqualifiedType();
    const bool Cast = T.isConstQualified() || T->isRecordType();
    if (BitField && Cast)
      return fail(Step.Place + " is a bit-field that is const");
    if (Cast)
      Step.Type = declarator(Plain, "*");
    if (Plain->isPointerType())
      Step.Value = pointerValue(Step.Value);
    else if (!fits(Value, Plain))
      Step.Value = "(" + declarator(Plain, "") + ")(" + Step.Value + ")";
  }

  static std::string pointerValue(const std::string &Text) {
    return Text == "NULL" || Text.starts_with("(void *)0x") ? Text : "(void *)(" + Text + ")";
  }

  /// Whether the compiler has nothing to say of a value in a place of this type.
  bool fits(const Expr *Value, QualType T) const {
    Expr::EvalResult Known;
    if (T->isBooleanType() || !T->isIntegralOrEnumerationType() || !Value->EvaluateAsInt(Known, U.context()))
      return true;
    const unsigned Width = static_cast<unsigned>(U.context().getTypeSize(T));
    const llvm::APSInt &Is = Known.Val.getInt();
    return T->isSignedIntegerOrEnumerationType() ? Is.isRepresentableByInt64() && llvm::isIntN(Width, Is.getExtValue())
                                                 : Is.isNonNegative() && Is.getActiveBits() <= Width;
  }

  /// The objects that lie on the way to a place.
  void objectsOf(const Expr *Place) {
    Place = Place->IgnoreParens();
    if (const auto *Member = dyn_cast<MemberExpr>(Place))
      return Member->isArrow() ? pointer(Member->getBase()) : objectsOf(Member->getBase());
    if (const auto *Star = dyn_cast<UnaryOperator>(Place); Star && Star->getOpcode() == UO_Deref)
      return pointer(Star->getSubExpr());
    if (const auto *Element = dyn_cast<ArraySubscriptExpr>(Place))
      return pointer(Element->getBase());
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Place))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()); V && V->hasGlobalStorage())
        Global = true;
  }

  void pointer(const Expr *P) {
    const Expr *Inner = P->IgnoreParenCasts();
    const std::string Text = standing(Inner, U.text(Inner->getSourceRange()));
    const std::string Size = sizeOf(standing(Inner, U.text(P->getSourceRange())), P->getType());
    if (Inner->isLValue() && Inner->getType()->isArrayType())
      return objectsOf(Inner);
    if (Inner->isLValue()) {
      objectsOf(Inner);
      return object(Text, Size);
    }
    if (const auto *Address = dyn_cast<UnaryOperator>(Inner); Address && Address->getOpcode() == UO_AddrOf)
      return objectsOf(Address->getSubExpr());
    const auto *Call = dyn_cast<CallExpr>(Inner);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (Callee && Text.starts_with("kv_"))
      return object(Text, Size);
    if (Callee && Callee->getNameAsString() == "get_current") {
      Running = true;
      return object("current", Size);
    }
    inside(Inner);
    step(MakeStep::Kind::Address, Text, Size);
  }

  /// The places that an address is computed from.
  void inside(const Expr *E) {
    for (const Stmt *Child : E->children())
      if (const auto *Part = dyn_cast_or_null<Expr>(Child)) {
        if (Part->IgnoreParenCasts()->isLValue())
          objectsOf(Part->IgnoreParenCasts());
        else
          inside(Part);
      }
  }

  /// A text, with the calls of what something stands in for as what that returns.
  std::string standing(const Expr *E, std::string Text) {
    for (const CallExpr *Call : callsIn(E)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      const auto Known = std::find_if(Out.StandIns.begin(), Out.StandIns.end(), [&](const StandIn &Each) {
        return Callee && Each.Callee == Callee->getNameAsString();
      });
      if (Known == Out.StandIns.end())
        continue;
      if (Known->Answers > 1)
        fail("it reads what lies behind one of several results of " + Known->Callee + "()");
      const std::string Of = U.text(Call->getSourceRange());
      if (const size_t At = Text.find(Of); At != std::string::npos)
        Text.replace(At, Of.size(), "kv_" + Known->Callee + "_returns[0]");
    }
    return Text;
  }

  static std::vector<const CallExpr *> callsIn(const Stmt *S) {
    std::vector<const CallExpr *> Found;
    if (const auto *Call = dyn_cast_or_null<CallExpr>(S))
      Found.push_back(Call);
    if (S)
      for (const Stmt *Child : S->children())
        for (const CallExpr *Each : callsIn(Child))
          Found.push_back(Each);
    return Found;
  }

  /// C that has the size of what a pointer of this type leads to.
  std::string sizeOf(const std::string &Pointer, QualType T) {
    const QualType To = T->getPointeeType();
    if (To.isNull() || To->isIncompleteType() || To->isCharType() || To->isFunctionType())
      return UnknownSize;
    const std::string Size = "sizeof(*" + Pointer + ")";
    Sizes[Size] = U.context().getTypeSizeInChars(To).getQuantity();
    return Size;
  }

  void object(const std::string &Place, const std::string &Size) { step(MakeStep::Kind::Object, Place, Size); }

  void step(MakeStep::Kind What, const std::string &Place, const std::string &Size) {
    auto [It, New] = Objects.try_emplace(Place, Out.Steps.size());
    if (!New) { // seen as another type: the object must hold the larger one
      std::string &Known = Out.Steps[It->second].Size;
      if (Sizes[Size] > Sizes[Known])
        Known = Size;
      return;
    }
    MakeStep Made;
    Made.What = What;
    Made.Place = Place;
    Made.Size = Size;
    Made.Setting = Number;
    Made.Global = Global;
    Made.Running = Running;
    Out.Steps.push_back(std::move(Made));
  }

  const Unit &U;
  const FunctionDecl *F;
  PrintingPolicy Policy;
  Recipe Out;
  size_t Number = 0;
  const Expr *Value = nullptr; ///< of the setting
  bool Global = false, Running = false;
  std::set<std::string> Set;
  std::map<std::string, size_t> Objects;
  std::map<std::string, std::int64_t> Sizes = {{UnknownSize, 4096}};
};

/// What a function reaches, by its bodies and by what variables are initialised with.
class Reach : public RecursiveASTVisitor<Reach> {
public:
  explicit Reach(const Unit &U) : U(U) {}

  std::map<std::string, Lacking::Name> Found;

  void follow(const FunctionDecl *F) {
    Open.push_back(F->getBody());
    while (!Open.empty()) {
      Stmt *Next = Open.back();
      Open.pop_back();
      TraverseStmt(Next);
    }
  }

  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (auto *F = dyn_cast<FunctionDecl>(E->getDecl()))
      reached(F);
    if (auto *V = dyn_cast<VarDecl>(E->getDecl()); V && V->hasGlobalStorage())
      reached(V);
    return true;
  }

private:
  void reached(const FunctionDecl *F) {
    if (F->getBuiltinID() && !F->getName().starts_with("mem") && !F->getName().starts_with("str"))
      return;
    if (!Seen.insert(F->getCanonicalDecl()).second)
      return;
    if (const FunctionDecl *Body = U.definition(F))
      Open.push_back(Body->getBody());
    else if (U.skipped(F))
      U.missed().insert(F->getNameAsString());
    else
      Found[F->getNameAsString()] = {F->getNameAsString(), 0, true, !F->isNoReturn()};
  }

  void reached(const VarDecl *V) {
    if (!Seen.insert(V->getCanonicalDecl()).second)
      return;
    const VarDecl *Defined = V->getDefinition() ? V->getDefinition() : V->getActingDefinition();
    if (!Defined && !V->isStaticLocal()) {
      const QualType T = V->getType();
      const auto Size = T->isIncompleteType() ? 64 : U.context().getTypeSizeInChars(T).getQuantity();
      Found[V->getNameAsString()] = {V->getNameAsString(), static_cast<std::uint64_t>(Size), false, true};
    } else if (Defined && Defined->getInit()) {
      Open.push_back(const_cast<Expr *>(Defined->getInit()));
    }
  }

  const Unit &U;
  std::set<const Decl *> Seen;
  std::vector<Stmt *> Open;
};

} // namespace

Recipe recipe(const Unit &U, const std::string &Function, const std::vector<ByHand> &Settings) {
  return Cook(U, Function).run(Settings);
}

Lacking lacking(const Unit &U, const std::string &Function) {
  Lacking Out;
  const FunctionDecl *F = U.definition(Function);
  if (!F)
    return Out;
  Reach All(U);
  All.follow(F);
  for (const auto &[Name, What] : All.Found)
    Out.Names.push_back(What);
  return Out;
}

bool runsHere(const Unit &U) {
  const llvm::Triple &T = U.context().getTargetInfo().getTriple();
  return T.getArch() == llvm::Triple::x86_64 && U.target().PointerBits == 64;
}

} // namespace kverdict
