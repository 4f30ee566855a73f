#include "compare/proof/CodeWriter.h"

#include "parse/Assembly.h"
#include "parse/LineNumber.h"
#include "parse/Linkage.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Decl.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// Clang names the unnamed members on the way to a named one, too.
std::string textOf(const IdentifierInfo *Name) { return Name ? Name->getName().str() : ""; }

/// The operands of assembly.
struct AssemblyOperands : RecursiveASTVisitor<AssemblyOperands> {
  std::set<const Expr *> Found;
  unsigned Depth = 0;
  bool TraverseGCCAsmStmt(GCCAsmStmt *S) {
    ++Depth;
    RecursiveASTVisitor::TraverseGCCAsmStmt(S);
    --Depth;
    return true;
  }
  bool VisitExpr(Expr *E) {
    if (Depth)
      Found.insert(E);
    return true;
  }
};

struct CallsIn : RecursiveASTVisitor<CallsIn> {
  std::vector<const CallExpr *> Found;
  bool VisitCallExpr(CallExpr *E) {
    Found.push_back(E);
    return true;
  }
};

} // namespace

CodeWriter::CodeWriter(const Unit &U, const std::vector<Model> &Models)
    : U(U), Models(Models), Context(U.context()), Policy(Context.getLangOpts()), Out(Text) {
  Policy.AnonymousTagLocations = false;
}

std::string CodeWriter::write(const FunctionDecl *F) {
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

bool CodeWriter::VisitStmt(Stmt *S) {
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
bool CodeWriter::TraverseGCCAsmStmt(GCCAsmStmt *S) {
  const bool Outer = std::exchange(InAssembly, true);
  VisitStmt(S); // with its text, in which numbered labels are the same
  for (Stmt *Operand : S->children())
    TraverseStmt(Operand);
  InAssembly = Outer;
  return true;
}

/// No code; and the string in it has no type. What it asserts held, or the file would not have been parsed.
bool CodeWriter::TraverseStaticAssertDecl(StaticAssertDecl *) { return true; }

bool CodeWriter::VisitVarDecl(VarDecl *V) {
  Out << "[" << nameOf(V) << (V->isStaticLocal() ? " static " : " ") << V->getTLSKind() << ' ';
  type(V->getType());
  attributes(V);
  Out << "]";
  return true;
}

/// The types of the other associations are not in the tree, and they decide which one is taken.
bool CodeWriter::TraverseGenericSelectionExpr(GenericSelectionExpr *E) {
  return E->isResultDependent() || TraverseStmt(E->getResultExpr());
}

/// What a declaration says of itself: the function that cleans a variable up, its register, its alignment.
void CodeWriter::attributes(const Decl *D) {
  for (const Attr *A : D->attrs()) {
    if (A->isImplicit())
      continue;
    A->printPretty(Out, Policy);
    if (const auto *Cleanup = dyn_cast<CleanupAttr>(A))
      reach(Cleanup->getFunctionDecl());
  }
}

void CodeWriter::type(QualType T) {
  if (T.isNull())
    return; // a string that is never evaluated
  Out << T.getCanonicalType().getAsString(Policy);
  if (const RecordDecl *R = T->getAsRecordDecl(); R && R->getDefinition())
    Facts.use(Context, R->getDefinition());
}

/// A static variable whose name a macro has made from a counter of the file.
bool CodeWriter::isCountedStatic(const VarDecl *V) const {
  const SourceManager &Sources = Context.getSourceManager();
  return V->isStaticLocal() && Sources.isWrittenInScratchSpace(Sources.getSpellingLoc(V->getLocation()));
}

/// Locals are told apart by their order: macros make their names from a counter of the file.
std::string CodeWriter::nameOf(const ValueDecl *D) {
  const auto *V = dyn_cast<VarDecl>(D);
  if (InPieces && V && isa<ParmVarDecl>(V))
    return "#" + std::to_string(Locals.try_emplace(V, Locals.size()).first->second);
  if (!V || !V->isLocalVarDecl() || (V->isStaticLocal() && !isCountedStatic(V)) || V->hasExternalStorage())
    return D->getNameAsString();
  return "#" + std::to_string(Locals.try_emplace(V, Locals.size()).first->second);
}

bool CodeWriter::modelled(const FunctionDecl *F) const {
  const std::string Name = F->getNameAsString();
  return std::any_of(Models.begin(), Models.end(), [&](const Model &M) { return M.Function == Name; });
}

void CodeWriter::reach(const FunctionDecl *F) {
  const std::string Name = F->getNameAsString();
  const bool Modelled = modelled(F);
  const FunctionDecl *Body = Modelled ? U.modelBody(F) : U.definition(F);
  if (Body && Seen.insert(Body).second)
    Waiting.push_back(Body);
  if (!Body && !Modelled && !InConstant && U.skipped(F))
    U.missed().insert(Name);
}

void CodeWriter::statement(const Stmt *S) {
  if (const auto *Jump = dyn_cast<GotoStmt>(S))
    Out << Jump->getLabel()->getName();
  if (const auto *Label = dyn_cast<LabelStmt>(S))
    Out << Label->getName();
  if (const auto *Asm = dyn_cast<GCCAsmStmt>(S)) {
    Out << assemblyText(Asm) << Asm->isVolatile();
    for (const AddrLabelExpr *Label : Asm->labels()) // where it may go
      Out << ' ' << (Alone ? "" : Label->getLabel()->getName());
  }
}

void CodeWriter::expression(const Expr *E) {
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
void CodeWriter::pass(const CallExpr *Call) {
  const FunctionDecl *F = Call->getDirectCallee();
  const bool Opaque = F && modelled(F) && !U.modelBody(F);
  if (!F || (!Opaque && U.skipped(F)))
    return;
  const FunctionDecl *Body = Opaque ? nullptr : U.definition(F);
  for (unsigned I = 0; I < Call->getNumArgs(); ++I)
    if (!Body || (I < Body->getNumParams() && !Body->getParamDecl(I)->isReferenced()))
      Passed.insert(Call->getArg(I)->IgnoreParenCasts());
}

void CodeWriter::constant(const Expr *E) {
  const SourceManager &Sources = Context.getSourceManager();
  if ((InAssembly || Operands.count(E)) && isa<IntegerLiteral>(E) &&
      Sources.isWrittenInScratchSpace(Sources.getSpellingLoc(E->getBeginLoc())))
    return;
  if ((InConstant || Passed.count(E)) && isLineNumber(Context, E))
    return;
  Expr::EvalResult Value;
  if (E->EvaluateAsInt(Value, Context))
    Value.Val.getInt().print(Out, false);
}

void CodeWriter::member(const MemberExpr *E) {
  Out << (E->isArrow() ? "->" : ".") << E->getMemberDecl()->getNameAsString();
  if (const auto *Field = dyn_cast<FieldDecl>(E->getMemberDecl()))
    Facts.use(Context, Field->getParent());
}

/// An assertion at compile time has a number for its name, of how many there were before it in the file.
void CodeWriter::name(const ValueDecl *D) {
  if (const auto *Assertion = D->getAttr<ErrorAttr>()) {
    Out << Assertion->getUserDiagnostic();
    return;
  }
  Out << nameOf(D);
  if (const auto *F = dyn_cast<FunctionDecl>(D))
    Out << F->hasAttr<PureAttr>() << F->hasAttr<ConstAttr>() << linkedAs(F), reach(F);
  else if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(D))
    Enumerator->getInitVal().print(Out, false);
  else if (const auto *V = dyn_cast<VarDecl>(D); V && V->hasGlobalStorage() && !isCountedStatic(V)) {
    Facts.use(Context, V);
    content(V);
  }
}

/// What a constant holds is code too, and so are the functions in a table.
void CodeWriter::content(const VarDecl *V) {
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

void CodeWriter::designators(const DesignatedInitExpr *E) {
  for (const DesignatedInitExpr::Designator &D : E->designators())
    Out << (D.isFieldDesignator() ? "." + textOf(D.getFieldName()) : "[]");
}

std::string CodeWriter::begin(const FunctionDecl *F) {
  InPieces = true;
  AssemblyOperands Assembly;
  Assembly.TraverseStmt(F->getBody());
  Operands = std::move(Assembly.Found);
  CallsIn Calls;
  Calls.TraverseStmt(F->getBody());
  for (const CallExpr *Each : Calls.Found)
    pass(Each);
  type(F->getType());
  for (const ParmVarDecl *P : F->parameters())
    Out << nameOf(P);
  return taken();
}

std::string CodeWriter::one(Stmt *S) {
  Alone = true;
  VisitStmt(S);
  Alone = false;
  if (const auto *Declaration = dyn_cast<DeclStmt>(S))
    for (Decl *D : Declaration->decls())
      if (auto *V = dyn_cast<VarDecl>(D))
        V->isStaticLocal() ? TraverseDecl(V) : VisitVarDecl(V);
  return taken();
}

std::string CodeWriter::whole(Stmt *S) {
  TraverseStmt(S);
  return taken();
}

std::string CodeWriter::one(const VarDecl *Cleaned, const FunctionDecl *By) {
  Out << "cleanup " << nameOf(Cleaned) << ' ' << By->getName();
  reach(By);
  return taken();
}

std::string CodeWriter::taken() { return std::exchange(Text, {}); }

} // namespace kverdict
