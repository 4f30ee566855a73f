#include "explore/witness/Tested.h"

#include "parse/LateBodies.h"
#include "parse/OwnNames.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

constexpr unsigned DeepestCallee = 3, MostCallees = 60;

bool isName(llvm::StringRef Text) {
  return !Text.empty() && !llvm::isDigit(Text[0]) && Text != "true" && Text != "false" && Text != "NULL" &&
         std::all_of(Text.begin(), Text.end(), [](char C) { return llvm::isAlnum(C) || C == '_'; });
}

/// What stands in the middle of a read: `*&x`, `({ ...; x; })`, `x & MASK`, `(x = y)`; null if it is the last.
const Expr *within(const Expr *E, const ASTContext &Context) {
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
    return Element->getBase();
  if (const auto *Block = dyn_cast<StmtExpr>(E)) {
    const CompoundStmt *Body = Block->getSubStmt();
    return Body->body_empty() ? nullptr : dyn_cast<Expr>(Body->body_back());
  }
  if (const auto *Op = dyn_cast<UnaryOperator>(E); Op && Op->getOpcode() == UO_Deref) {
    const auto *Of = dyn_cast<UnaryOperator>(Op->getSubExpr()->IgnoreParenCasts());
    return Of && Of->getOpcode() == UO_AddrOf ? Of->getSubExpr() : nullptr;
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    if (Op->getOpcode() == BO_Assign)
      return Op->getLHS();
    if (Op->getOpcode() == BO_And)
      return Op->getRHS()->isEvaluatable(Context) ? Op->getLHS() : Op->getRHS();
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    if (const FunctionDecl *F = Call->getDirectCallee(); F && F->getName() == "__builtin_expect")
      return Call->getArg(0);
  return nullptr;
}

/// The place that a value was read from, or the function that returned it; null if it is another kind of value.
const ValueDecl *placeOf(const Expr *E, const ASTContext &Context) {
  E = E->IgnoreParenCasts();
  while (const Expr *Inner = within(E, Context))
    E = Inner->IgnoreParenCasts();
  const ValueDecl *D = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    D = Ref->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(E))
    D = Member->getMemberDecl();
  else if (const auto *Call = dyn_cast<CallExpr>(E))
    D = Call->getDirectCallee();
  return D && !isa<EnumConstantDecl>(D) ? cast<ValueDecl>(D->getCanonicalDecl()) : nullptr;
}

} // namespace

/// Whether a function is a condition that was compiled into the unit to ask about another one: it has that one's
/// parameters, and stands in no file.
static bool isCondition(const Unit &U, const FunctionDecl *C, const FunctionDecl *F) {
  const SourceManager &SM = U.context().getSourceManager();
  const FileID In = SM.getFileID(SM.getExpansionLoc(C->getLocation()));
  if (C == F || SM.getFileEntryRefForID(In) || C->getNumParams() < F->getNumParams())
    return false;
  for (unsigned I = 0; I < F->getNumParams(); ++I)
    if (C->getParamDecl(I)->getName() != F->getParamDecl(I)->getName())
      return false;
  return !llvm::StringRef(withOwnNames(C->getNameAsString())).starts_with(LateBodyPrefix);
}

class TestedNames::Collector : public RecursiveASTVisitor<TestedNames::Collector> {
public:
  Collector(const Unit &U, const std::set<const FunctionDecl *> &Callees, TestedNames &To)
      : U(U), Context(U.context()), Callees(Callees), To(To) {}

  void look(const FunctionDecl *F, unsigned Depth) {
    if (!Seen.insert(F).second || Seen.size() > MostCallees)
      return;
    Within = F->getCanonicalDecl();
    TraverseStmt(F->getBody());
    if (Depth == DeepestCallee)
      return;
    const std::vector<const FunctionDecl *> Next = std::move(Called);
    Called.clear();
    for (const FunctionDecl *Each : Next)
      look(Each, Depth + 1);
  }

  /// A condition about a function: its parameters are the function's, and a last one is what that returns.
  void ask(const FunctionDecl *Condition, const FunctionDecl *F) {
    for (const ParmVarDecl *Each : Condition->parameters()) {
      const auto *const To = cast<ValueDecl>(Each->getCanonicalDecl());
      const ValueDecl *From = Each->getName() == "result" ? cast<ValueDecl>(F->getCanonicalDecl()) : nullptr;
      for (const ParmVarDecl *Own : F->parameters())
        if (Own->getName() == Each->getName())
          From = cast<ValueDecl>(Own->getCanonicalDecl());
      flows(From, To);
    }
    look(Condition, 0);
  }

  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->isComparisonOp() || E->getOpcode() == BO_And)
      for (const auto &[Place, Constant] : {std::pair(E->getLHS(), E->getRHS()), std::pair(E->getRHS(), E->getLHS())})
        name(placeOf(Place, Context), Constant, E->getOpcode() == BO_And);
    if (E->getOpcode() == BO_Assign)
      passes(E->getRHS(), placeOf(E->getLHS(), Context));
    if (E->getOpcode() == BO_OrAssign || E->getOpcode() == BO_AndAssign || E->getOpcode() == BO_XorAssign)
      name(placeOf(E->getLHS(), Context), E->getRHS(), true);
    if (E->getOpcode() == BO_OrAssign)
      flow(E->getRHS(), placeOf(E->getLHS(), Context));
    return true;
  }

  bool VisitVarDecl(VarDecl *D) {
    if (D->hasInit() && D->isLocalVarDecl())
      passes(D->getInit(), D->getCanonicalDecl());
    return true;
  }

  bool VisitReturnStmt(ReturnStmt *S) {
    if (const Expr *Value = S->getRetValue()) {
      name(Within, Value, false);
      minusOne(Value);
      flows(Within, placeOf(Value, Context));
    }
    return true;
  }

  bool VisitSwitchStmt(SwitchStmt *S) {
    const ValueDecl *Of = placeOf(S->getCond(), Context);
    for (const SwitchCase *Each = S->getSwitchCaseList(); Each; Each = Each->getNextSwitchCase())
      if (const auto *Case = dyn_cast<CaseStmt>(Each); Case && !Case->getRHS())
        name(Of, Case->getLHS(), false);
    return true;
  }

  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *F = E->getDirectCallee(), *Body = F ? U.definition(F) : nullptr;
    if (!Callees.count(Body))
      return true;
    for (unsigned I = 0; I < E->getNumArgs() && I < Body->getNumParams(); ++I)
      passes(E->getArg(I), cast<ValueDecl>(Body->getParamDecl(I)->getCanonicalDecl()));
    Called.push_back(Body);
    return true;
  }

private:
  /// `return -1` is no -EPERM, unless that is returned, too.
  void minusOne(const Expr *Value) {
    const std::string Text = U.text(Value->getSourceRange());
    To.Eperm |= Text == "-EPERM";
    if (Text == "-1" || Text == "(-1)")
      add(Within, "-1", ~std::uint64_t(0), false);
  }

  void passes(const Expr *Value, const ValueDecl *Target) {
    name(Target, Value, false);
    flow(Value, Target);
  }

  /// Of `a | b`, both sides go there.
  void flow(const Expr *Value, const ValueDecl *Target) {
    const auto *Or = dyn_cast<BinaryOperator>(Value->IgnoreParenCasts());
    if (!Or || Or->getOpcode() != BO_Or)
      return flows(placeOf(Value, Context), Target);
    flow(Or->getLHS(), Target);
    flow(Or->getRHS(), Target);
  }

  void flows(const ValueDecl *From, const ValueDecl *Into) {
    if (From && Into && From != Into && To.Flows[From].empty() && !To.Names.count(From))
      To.Known.push_back(From);
    if (From && Into && From != Into)
      To.Flows[From].push_back(Into);
  }

  void add(const ValueDecl *Of, const std::string &Name, std::uint64_t Value, bool Bits) {
    std::vector<TestedName> &All = To.Names[Of];
    if (All.empty() && !To.Flows.count(Of))
      To.Known.push_back(Of);
    for (TestedName &Each : All)
      if (Each.Name == Name) {
        Each.Bits |= Bits;
        return;
      }
    All.push_back({Name, Value, Bits});
  }

  /// Notes the names that a constant is made of.
  void name(const ValueDecl *Of, const Expr *E, bool Bits) {
    E = E->IgnoreParenCasts();
    if (!Of || E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType() ||
        (isa<IntegerLiteral>(E) && !E->getBeginLoc().isMacroID()))
      return;
    if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
      name(Of, Choice->getTrueExpr(), Bits);
      name(Of, Choice->getFalseExpr(), Bits);
      return;
    }
    Expr::EvalResult Result;
    if (!E->EvaluateAsInt(Result, Context))
      return;
    const std::uint64_t Value = Result.Val.getInt().extOrTrunc(64).getZExtValue();
    if (isa<CharacterLiteral>(E) && !E->getBeginLoc().isMacroID())
      return add(Of, U.text(E->getSourceRange()), Value, false);
    if (const std::string Name = spelled(E, Value); !Name.empty())
      return add(Of, Name, Value, Bits);
    if (const auto *Op = dyn_cast<BinaryOperator>(E); Op && Op->getOpcode() == BO_Or) {
      name(Of, Op->getLHS(), true);
      name(Of, Op->getRHS(), true);
    } else if (const auto *Op = dyn_cast<UnaryOperator>(E); Op && Op->getOpcode() == UO_Not) {
      name(Of, Op->getSubExpr(), true);
    }
  }

  /// The macro or the enumerator that a constant is written as; empty if it is written otherwise.
  std::string spelled(const Expr *E, std::uint64_t Value) const {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return isa<EnumConstantDecl>(Ref->getDecl()) && isName(Ref->getDecl()->getName())
                 ? Ref->getDecl()->getNameAsString()
                 : "";
    const SourceLocation Begin = E->getBeginLoc(), End = E->getEndLoc();
    if (!Begin.isMacroID() || !End.isMacroID())
      return "";
    auto means = [&](const std::string &Name) {
      const auto Known = isName(Name) ? U.constant(Name) : std::nullopt;
      const unsigned Width = Context.getIntWidth(E->getType());
      const std::uint64_t Mask = Width >= 64 ? ~std::uint64_t(0) : (std::uint64_t(1) << Width) - 1;
      return Known && (*Known & Mask) == (Value & Mask);
    };
    if (const std::string Whole = U.text(E->getSourceRange()); means(Whole))
      return Whole;
    const SourceManager &SM = Context.getSourceManager();
    const std::string Inner = Lexer::getImmediateMacroName(Begin, SM, Context.getLangOpts()).str();
    return Lexer::getImmediateMacroName(End, SM, Context.getLangOpts()) == Inner && means(Inner) ? Inner : "";
  }

  const Unit &U;
  ASTContext &Context;
  const std::set<const FunctionDecl *> &Callees;
  TestedNames &To;
  const ValueDecl *Within = nullptr;
  std::vector<const FunctionDecl *> Called;
  std::set<const FunctionDecl *> Seen;
};

TestedNames::TestedNames(const Unit &U, const FunctionDecl *F, const std::set<const FunctionDecl *> &Callees)
    : Function(F->getCanonicalDecl()) {
  Collector Names(U, Callees, *this);
  if (F->hasBody())
    Names.look(F, 0);
  for (const FunctionDecl *Each : Callees)
    if (isCondition(U, Each, F))
      Names.ask(Each, F);
}

std::vector<TestedName> TestedNames::from(Key Start) const {
  std::vector<TestedName> Out;
  std::vector<Key> Waiting{Start};
  for (size_t I = 0; I < Waiting.size(); ++I) {
    if (auto It = Names.find(Waiting[I]); It != Names.end())
      for (const TestedName &Each : It->second)
        if (std::none_of(Out.begin(), Out.end(), [&](const TestedName &Other) { return Other.Name == Each.Name; }))
          Out.push_back(Each);
    if (auto It = Flows.find(Waiting[I]); It != Flows.end())
      for (const Key Next : It->second)
        if (std::find(Waiting.begin(), Waiting.end(), Next) == Waiting.end())
          Waiting.push_back(Next);
  }
  return Out;
}

std::vector<TestedName> TestedNames::of(llvm::StringRef Place, QualType Type) const {
  const size_t Last = Place.find_last_of(".>");
  const bool Member = Last != llvm::StringRef::npos;
  llvm::StringRef Name = Member ? Place.substr(Last + 1) : Place;
  Name = Name.take_front(Name.find('['));
  const ValueDecl *Found = nullptr;
  for (const Key Each : Known) {
    if (Each->getName() != Name || isa<FieldDecl>(Each) != Member || isa<FunctionDecl>(Each))
      continue;
    if (const auto *Parameter = dyn_cast<ParmVarDecl>(Each);
        Parameter && cast<Decl>(Parameter->getDeclContext())->getCanonicalDecl() != Function)
      continue;
    if (const auto *Variable = dyn_cast<VarDecl>(Each);
        Variable && !isa<ParmVarDecl>(Variable) && !Variable->hasGlobalStorage())
      continue;
    if (!Type.isNull() && Each->getType()->isIntegralOrEnumerationType() &&
        !Each->getASTContext().hasSameUnqualifiedType(Type, Each->getType()))
      continue;
    if (Found)
      return {}; // two members have this name
    Found = Each;
  }
  return Found ? from(Found) : std::vector<TestedName>();
}

std::vector<TestedName> TestedNames::ofAnswer(const std::string &Callee) const {
  for (const Key Each : Known)
    if (isa<FunctionDecl>(Each) && Each->getName() == Callee && Each != Function)
      return from(Each);
  return {};
}

std::vector<TestedName> TestedNames::ofResult() const {
  std::vector<TestedName> Out = from(Function);
  if (Eperm)
    std::erase_if(Out, [](const TestedName &Each) { return Each.Name == "-1"; });
  return Out;
}

} // namespace kverdict
