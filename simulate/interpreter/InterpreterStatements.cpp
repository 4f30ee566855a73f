// Statements: control flow as C has it. While Frame::Seek is set, execution is on its way to a label or a case: a
// statement that does not hold it is passed over, and one that does is entered without its conditions.
#include "parse/Initialiser.h"
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict::simulation {

void Interpreter::Scope::leave() {
  I.cleanUp(Cleanups);
  I.endBlocks(Owned);
}

bool Interpreter::soughtIn(const Stmt *S) { return S && Labels.contains(F->Body, S, F->Seek); }

Flow Interpreter::exec(const Stmt *S) {
  if (!S || (seeking() && !soughtIn(S)))
    return Flow::Normal;
  Nesting Level(*this, S);
  try {
    return execKind(S);
  } catch (const Jump &J) {
    return J.How;
  }
}

Flow Interpreter::execKind(const Stmt *S) {
  switch (S->getStmtClass()) {
  case Stmt::NullStmtClass:
    return Flow::Normal;
  case Stmt::CompoundStmtClass:
    return execCompound(cast<CompoundStmt>(S));
  case Stmt::DeclStmtClass:
    execDeclarations(cast<DeclStmt>(S));
    return Flow::Normal;
  case Stmt::IfStmtClass:
    return execIf(cast<IfStmt>(S));
  case Stmt::WhileStmtClass:
    return loop(cast<WhileStmt>(S)->getBody(), cast<WhileStmt>(S)->getCond(), nullptr, false);
  case Stmt::DoStmtClass:
    return loop(cast<DoStmt>(S)->getBody(), cast<DoStmt>(S)->getCond(), nullptr, true);
  case Stmt::ForStmtClass:
    return execFor(cast<ForStmt>(S));
  case Stmt::SwitchStmtClass:
    return execSwitch(cast<SwitchStmt>(S));
  case Stmt::CaseStmtClass:
  case Stmt::DefaultStmtClass:
    return execLabel(S, cast<SwitchCase>(S)->getSubStmt());
  case Stmt::LabelStmtClass:
    return execLabel(S, cast<LabelStmt>(S)->getSubStmt());
  case Stmt::AttributedStmtClass:
    return exec(cast<AttributedStmt>(S)->getSubStmt());
  case Stmt::GotoStmtClass:
    F->Target = cast<GotoStmt>(S)->getLabel()->getStmt();
    return Flow::Goto;
  case Stmt::BreakStmtClass:
    return Flow::Break;
  case Stmt::ContinueStmtClass:
    return Flow::Continue;
  case Stmt::ReturnStmtClass:
    return execReturn(cast<ReturnStmt>(S));
  case Stmt::GCCAsmStmtClass:
    return execAsm(cast<GCCAsmStmt>(S));
  case Stmt::IndirectGotoStmtClass:
    unsupported("a computed goto", S->getBeginLoc());
  default:
    if (const auto *E = dyn_cast<Expr>(S))
      return execExpression(E);
    unsupported(std::string("the statement ") + S->getStmtClassName(), S->getBeginLoc());
  }
}

Flow Interpreter::execExpression(const Expr *E) {
  if (E == F->Wanted)
    F->WantedValue = eval(E);
  else
    discard(E);
  return Flow::Normal;
}

Flow Interpreter::execLabel(const Stmt *Label, const Stmt *Sub) {
  if (F->Seek == Label)
    F->Seek = nullptr;
  return exec(Sub);
}

// All variables of a block live from its beginning, also when it is entered by a jump past their declaration.
static void declaredIn(const Stmt *S, std::vector<const VarDecl *> &Found) {
  while (true) {
    if (const auto *L = dyn_cast<LabelStmt>(S))
      S = L->getSubStmt();
    else if (const auto *C = dyn_cast<SwitchCase>(S))
      S = C->getSubStmt();
    else
      break;
  }
  if (const auto *D = dyn_cast<DeclStmt>(S))
    for (const Decl *Each : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(Each); V && V->hasLocalStorage())
        Found.push_back(V);
}

Flow Interpreter::execCompound(const CompoundStmt *S) {
  Scope Inner(*this);
  std::vector<const VarDecl *> Variables;
  for (const Stmt *Child : S->body())
    declaredIn(Child, Variables);
  for (const VarDecl *V : Variables)
    declare(V);
  Flow How = execSequence(S);
  while (How == Flow::Goto && Labels.contains(F->Body, S, F->Target)) {
    F->Seek = F->Target;
    How = execSequence(S);
  }
  Inner.leave();
  return How;
}

Flow Interpreter::execSequence(const CompoundStmt *S) {
  for (const Stmt *Child : S->body()) {
    Flow How = exec(Child);
    if (How != Flow::Normal)
      return How;
  }
  return Flow::Normal;
}

Flow Interpreter::execIf(const IfStmt *S) {
  if (S->hasInitStorage() || S->hasVarStorage())
    unsupported("a declaration in a condition", S->getBeginLoc());
  if (seeking())
    return exec(soughtIn(S->getThen()) ? S->getThen() : S->getElse());
  return exec(condition(S->getCond()) ? S->getThen() : S->getElse());
}

Flow Interpreter::execFor(const ForStmt *S) {
  Scope Inner(*this);
  std::vector<const VarDecl *> Variables;
  if (S->getInit())
    declaredIn(S->getInit(), Variables);
  for (const VarDecl *V : Variables)
    declare(V);
  Flow How = exec(S->getInit());
  if (How == Flow::Normal)
    How = loop(S->getBody(), S->getCond(), S->getInc(), false);
  Inner.leave();
  return How;
}

Flow Interpreter::loop(const Stmt *Body, const Expr *Condition, const Expr *Step, bool BodyFirst) {
  bool Enter = BodyFirst || seeking();
  while (Enter || !Condition || condition(Condition)) {
    Enter = false;
    Nesting Round(*this, Body);
    Flow How = exec(Body);
    if (How == Flow::Break)
      break;
    if (How == Flow::Return || How == Flow::Goto)
      return How;
    if (Step)
      discard(Step);
  }
  return Flow::Normal;
}

static bool caseHolds(const CaseStmt *C, Word V, Shape S, const ASTContext &Context) {
  auto Bound = [&](const Expr *E) { return truncate(bitsOf(E->EvaluateKnownConstInt(Context)), S.Width); };
  if (!C->getRHS())
    return Bound(C->getLHS()) == V;
  return compare(BO_LE, Bound(C->getLHS()), V, S) && compare(BO_LE, V, Bound(C->getRHS()), S);
}

const SwitchCase *Interpreter::chooseCase(const SwitchStmt *S, Word V) {
  Shape CondShape = shape(S->getCond()->getType(), S->getCond()->getBeginLoc());
  const SwitchCase *Default = nullptr;
  for (const SwitchCase *Each = S->getSwitchCaseList(); Each; Each = Each->getNextSwitchCase()) {
    const auto *C = dyn_cast<CaseStmt>(Each);
    if (!C)
      Default = Each;
    else if (caseHolds(C, V, CondShape, Context))
      return C;
  }
  return Default;
}

static std::string caseText(const SwitchCase *Chosen, const Unit &U) {
  if (!Chosen)
    return "no case";
  const auto *C = dyn_cast<CaseStmt>(Chosen);
  if (!C)
    return "default";
  std::string Text = "case " + U.text(C->getLHS()->getSourceRange());
  return C->getRHS() ? Text + " ... " + U.text(C->getRHS()->getSourceRange()) : Text;
}

Flow Interpreter::execSwitch(const SwitchStmt *S) {
  if (S->hasInitStorage() || S->hasVarStorage())
    unsupported("a declaration in a condition", S->getBeginLoc());
  if (!seeking()) {
    Recorder::Readings Read(Record);
    bool Constant = constant(S->getCond()).has_value();
    const SwitchCase *Chosen = chooseCase(S, word(S->getCond()));
    if (!Constant)
      note(TraceStep::Kind::Switch, S->getCond()->getSourceRange(), caseText(Chosen, U), "", Read.text());
    if (!Chosen)
      return Flow::Normal;
    F->Seek = Chosen;
  }
  Flow How = exec(S->getBody());
  return How == Flow::Break ? Flow::Normal : How;
}

Flow Interpreter::execReturn(const ReturnStmt *S) {
  const Expr *E = S->getRetValue();
  if (!E) {
    note(TraceStep::Kind::Return, S->getSourceRange(), "");
    return Flow::Return;
  }
  Recorder::Readings Read(Record);
  Rvalue V;
  if (E->getType()->isVoidType())
    discard(E);
  else
    V = eval(E);
  if (V.Missing)
    undefined(UndefinedKind::NoResult, text(E) + " ended without returning a value", E->getBeginLoc());
  note(TraceStep::Kind::Return, E->getSourceRange(), show(V, E->getType()), "", Read.text());
  F->Result = std::move(V);
  F->HasResult = true;
  return Flow::Return;
}

void Interpreter::declare(const VarDecl *V) {
  if (V->getType()->isVariablyModifiedType())
    unsupported("the variable-length array " + V->getNameAsString(), V->getLocation());
  Block B{0, sizeOf(V->getType(), V->getLocation()), V->getNameAsString(), false, false};
  std::uint64_t Address = allocate(B, Context.getDeclAlign(V).getQuantity(), V->getLocation());
  F->Owned.push_back(Address);
  F->Variables[V] = Address;
}

void Interpreter::execDeclarations(const DeclStmt *S) {
  for (const Decl *D : S->decls())
    if (const auto *V = dyn_cast<VarDecl>(D); V && V->hasLocalStorage())
      define(V);
}

void Interpreter::define(const VarDecl *V) {
  if (!F->Variables.count(V))
    unsupported("the declaration of " + V->getNameAsString() + " outside a block", V->getLocation());
  std::uint64_t Address = F->Variables[V];
  Mem.forget(Address, sizeOf(V->getType(), V->getLocation()));
  if (const Expr *Init = initialiser(V)) {
    initialize(Address, V->getType(), Init);
    if (auto S = shapeOf(V->getType(), Context))
      noteVariable(V, V->getSourceRange(), {Mem.read(Address, S->Storage / 8).bits(0, S->Storage, Layout)});
  }
  if (V->hasAttr<CleanupAttr>())
    F->Cleanups.push_back(V);
}

} // namespace kverdict::simulation
