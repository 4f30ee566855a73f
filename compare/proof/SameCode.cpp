#include "compare/proof/SameCode.h"

#include "explore/state/Version.h"
#include "parse/Assembly.h"
#include "parse/LineNumber.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <algorithm>
#include <deque>
#include <map>

using namespace clang;

namespace kverdict {
namespace {

/// Writes statements in the order of the text, each with the number of its parts: no two trees give the same.
class Writer : public RecursiveASTVisitor<Writer> {
public:
  Writer(const Unit &U, const std::vector<Model> &Models)
      : U(U), Models(Models), Context(U.context()), Policy(Context.getLangOpts()), Out(Text) {
    Policy.AnonymousTagLocations = false;
  }

  std::string write(const FunctionDecl *F) {
    Seen.insert(F);
    Waiting.push_back(F); // itself, whatever stands in for it elsewhere
    while (!Waiting.empty()) {
      const FunctionDecl *Next = Waiting.front();
      Waiting.pop_front();
      Out << "\nfunction " << plainName(Next) << ' ';
      type(Next->getType());
      for (const ParmVarDecl *P : Next->parameters())
        Out << ' ' << P->getNameAsString();
      TraverseStmt(Next->getBody());
    }
    for (const auto &[Name, Shape] : Facts.Shapes)
      Out << '\n' << Name << Shape;
    return std::move(Text);
  }

  bool VisitStmt(Stmt *S) {
    Out << '(' << S->getStmtClassName() << std::distance(S->child_begin(), S->child_end()) << ' ';
    if (const auto *Call = dyn_cast<CallExpr>(S))
      pass(Call);
    if (const auto *E = dyn_cast<Expr>(S))
      expression(E);
    else
      statement(S);
    Out << ')';
    return true;
  }

  /// A number that the preprocessor makes, of a line or of what it has counted, is none of the code: WARN() names its
  /// line, and labels are numbered.
  bool TraverseGCCAsmStmt(GCCAsmStmt *S) {
    const bool Outer = std::exchange(InAssembly, true);
    VisitStmt(S); // with its text, in which numbered labels are the same
    for (Stmt *Operand : S->children())
      TraverseStmt(Operand);
    InAssembly = Outer;
    return true;
  }

  /// No code; and the string in it has no type. What it asserts held, or the file would not have been parsed.
  bool TraverseStaticAssertDecl(StaticAssertDecl *) { return true; }

  bool VisitVarDecl(VarDecl *V) {
    Out << "[" << nameOf(V) << (V->isStaticLocal() ? " static " : " ") << V->getTLSKind() << ' ';
    type(V->getType());
    attributes(V);
    Out << "]";
    return true;
  }

  /// The types of the other associations are not in the tree, and they decide which one is taken.
  bool TraverseGenericSelectionExpr(GenericSelectionExpr *E) {
    return E->isResultDependent() || TraverseStmt(E->getResultExpr());
  }

private:
  /// What a declaration says of itself: the function that cleans a variable up, its register, its alignment.
  void attributes(const Decl *D) {
    for (const Attr *A : D->attrs()) {
      if (A->isImplicit())
        continue;
      A->printPretty(Out, Policy);
      if (const auto *Cleanup = dyn_cast<CleanupAttr>(A))
        reach(Cleanup->getFunctionDecl());
    }
  }

  void type(QualType T) {
    if (T.isNull())
      return; // a string that is never evaluated
    Out << T.getCanonicalType().getAsString(Policy);
    if (const RecordDecl *R = T->getAsRecordDecl(); R && R->getDefinition())
      Facts.use(Context, R->getDefinition());
  }

  /// Locals are told apart by their order: macros make their names from a counter of the file.
  std::string nameOf(const ValueDecl *D) {
    const auto *V = dyn_cast<VarDecl>(D);
    if (!V || !V->isLocalVarDecl() || V->isStaticLocal() || V->hasExternalStorage())
      return D->getNameAsString();
    return "#" + std::to_string(Locals.try_emplace(V, Locals.size()).first->second);
  }

  bool modelled(const FunctionDecl *F) const {
    const std::string Name = F->getNameAsString();
    return std::any_of(Models.begin(), Models.end(), [&](const Model &M) { return M.Function == Name; });
  }

  void reach(const FunctionDecl *F) {
    const std::string Name = F->getNameAsString();
    const bool Modelled = modelled(F);
    const FunctionDecl *Body = Modelled ? U.modelBody(F) : U.definition(F);
    if (Body && Seen.insert(Body).second)
      Waiting.push_back(Body);
    if (!Body && !Modelled && !InConstant && U.skipped(F))
      U.missed().insert(Name);
  }

  void statement(const Stmt *S) {
    if (const auto *Jump = dyn_cast<GotoStmt>(S))
      Out << Jump->getLabel()->getName();
    if (const auto *Label = dyn_cast<LabelStmt>(S))
      Out << Label->getName();
    if (const auto *Asm = dyn_cast<GCCAsmStmt>(S))
      Out << assemblyText(Asm) << Asm->isVolatile();
  }

  void expression(const Expr *E) {
    type(E->getType());
    Out << ' ';
    if (const auto *Operator = dyn_cast<BinaryOperator>(E))
      Out << Operator->getOpcodeStr();
    else if (const auto *Operator = dyn_cast<UnaryOperator>(E))
      Out << UnaryOperator::getOpcodeStr(Operator->getOpcode()) << Operator->isPostfix();
    else if (const auto *Cast = dyn_cast<CastExpr>(E))
      Out << Cast->getCastKindName();
    else if (const auto *Member = dyn_cast<MemberExpr>(E))
      member(Member);
    else if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      name(Ref->getDecl());
    else if (const auto *Text = dyn_cast<StringLiteral>(E))
      Out << Text->getBytes().size() << ':' << Text->getBytes();
    else if (const auto *Atomic = dyn_cast<AtomicExpr>(E))
      Out << static_cast<int>(Atomic->getOp());
    else if (const auto *Label = dyn_cast<AddrLabelExpr>(E))
      Out << Label->getLabel()->getName();
    else if (const auto *Init = dyn_cast<DesignatedInitExpr>(E))
      designators(Init);
    else if (const auto *Number = dyn_cast<FloatingLiteral>(E))
      Number->getValue().bitcastToAPInt().print(Out, false);
    else if (isa<IntegerLiteral, CharacterLiteral, UnaryExprOrTypeTraitExpr, OffsetOfExpr, TypeTraitExpr>(E))
      constant(E);
  }

  /// The line that a callee is told which is not looked into, or does not look at it, is none of the code.
  void pass(const CallExpr *Call) {
    const FunctionDecl *F = Call->getDirectCallee();
    const bool Opaque = F && modelled(F) && !U.modelBody(F);
    if (!F || (!Opaque && U.skipped(F)))
      return;
    const FunctionDecl *Body = Opaque ? nullptr : U.definition(F);
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      if (!Body || (I < Body->getNumParams() && !Body->getParamDecl(I)->isReferenced()))
        Passed.insert(Call->getArg(I)->IgnoreParenCasts());
  }

  void constant(const Expr *E) {
    const SourceManager &Sources = Context.getSourceManager();
    if (InAssembly && isa<IntegerLiteral>(E) &&
        Sources.isWrittenInScratchSpace(Sources.getSpellingLoc(E->getBeginLoc())))
      return;
    if ((InConstant || Passed.count(E)) && isLineNumber(Context, E))
      return;
    Expr::EvalResult Value;
    if (E->EvaluateAsInt(Value, Context))
      Value.Val.getInt().print(Out, false);
  }

  void member(const MemberExpr *E) {
    Out << (E->isArrow() ? "->" : ".") << E->getMemberDecl()->getNameAsString();
    if (const auto *Field = dyn_cast<FieldDecl>(E->getMemberDecl()))
      Facts.use(Context, Field->getParent());
  }

  /// An assertion at compile time has a number for its name, of how many there were before it in the file.
  void name(const ValueDecl *D) {
    if (const auto *Assertion = D->getAttr<ErrorAttr>()) {
      Out << Assertion->getUserDiagnostic();
      return;
    }
    Out << nameOf(D);
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      Out << F->hasAttr<PureAttr>() << F->hasAttr<ConstAttr>(), reach(F);
    else if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(D))
      Enumerator->getInitVal().print(Out, false);
    else if (const auto *V = dyn_cast<VarDecl>(D); V && V->hasGlobalStorage()) {
      Facts.use(Context, V);
      content(V);
    }
  }

  /// What a constant holds is code too, and so are the functions in a table.
  void content(const VarDecl *V) {
    const VarDecl *Definition = nullptr;
    if (!V->getType().isConstant(Context) || !Constants.insert(V->getCanonicalDecl()).second)
      return;
    const Expr *Init = V->getAnyInitializer(Definition);
    if (!Init)
      return;
    const bool Outer = std::exchange(InConstant, true);
    Out << "{constant " << V->getNameAsString() << ' ';
    TraverseStmt(const_cast<Expr *>(Init));
    Out << '}';
    InConstant = Outer;
  }

  /// Clang names the unnamed members on the way to a named one, too.
  static std::string nameOf(const IdentifierInfo *Name) { return Name ? Name->getName().str() : ""; }

  void designators(const DesignatedInitExpr *E) {
    for (const DesignatedInitExpr::Designator &D : E->designators())
      Out << (D.isFieldDesignator() ? "." + nameOf(D.getFieldName()) : "[]");
  }

  const Unit &U;
  const std::vector<Model> &Models;
  ASTContext &Context;
  PrintingPolicy Policy;
  std::string Text;
  llvm::raw_string_ostream Out;
  Version Facts;
  std::deque<const FunctionDecl *> Waiting;
  std::set<const FunctionDecl *> Seen;
  std::set<const VarDecl *> Constants;
  std::map<const VarDecl *, size_t> Locals;
  std::set<const Expr *> Passed; ///< to callees that are not looked into
  bool InAssembly = false, InConstant = false;
};

} // namespace

std::string codeOf(const Unit &U, const FunctionDecl *F, const std::vector<Model> &Models) {
  return Writer(U, Models).write(F);
}

} // namespace kverdict
