// Conditions: one step of the trace for each part that was evaluated and that decides.
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict::simulation {

/// How deeply an expression is nested: Clang's constant evaluator is recursive, this is not.
static bool shallow(const Expr *E) {
  constexpr unsigned MaxHeight = 1000;
  std::vector<std::pair<const Stmt *, unsigned>> Open{{E, 0}};
  while (!Open.empty()) {
    auto [S, Height] = Open.back();
    Open.pop_back();
    if (Height > MaxHeight)
      return false;
    for (const Stmt *Child : S->children())
      if (Child)
        Open.push_back({Child, Height + 1});
  }
  return true;
}

std::optional<llvm::APSInt> Interpreter::constant(const Expr *E) const {
  Expr::EvalResult Result;
  if (!E->getType()->isIntegralOrEnumerationType() || !shallow(E) || !E->EvaluateAsInt(Result, Context))
    return std::nullopt;
  return Result.Val.getInt();
}

std::optional<bool> Interpreter::constantTruth(const Expr *E) {
  auto [Found, New] = Truths.try_emplace(E);
  if (New)
    if (auto Known = constant(E))
      Found->second = !Known->isZero();
  return Found->second;
}

static const Expr *bare(const Expr *E) {
  while (true) {
    if (const auto *P = dyn_cast<ParenExpr>(E))
      E = P->getSubExpr();
    else if (const auto *C = dyn_cast<ImplicitCastExpr>(E))
      E = C->getSubExpr();
    else if (const auto *Full = dyn_cast<FullExpr>(E))
      E = Full->getSubExpr();
    else
      return E;
  }
}

static const Expr *negated(const Expr *E) {
  const auto *Not = dyn_cast<UnaryOperator>(E);
  return Not && Not->getOpcode() == UO_LNot ? Not->getSubExpr() : nullptr;
}

/// The x of likely(x) and unlikely(x).
static const Expr *expected(const Expr *E) {
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee || !Callee->getBuiltinID() || Call->getNumArgs() == 0)
    return nullptr;
  StringRef Name = Callee->getName();
  bool Known = Name == "__builtin_expect" || Name == "__builtin_expect_with_probability";
  return Known ? Call->getArg(0) : nullptr;
}

bool Interpreter::condition(const Expr *E) {
  if (auto Known = constantTruth(E))
    return *Known;
  Nesting Level(*this, E);
  const Expr *Part = bare(E);
  const auto *Logical = dyn_cast<BinaryOperator>(Part);
  if (Logical && Logical->getOpcode() == BO_LAnd)
    return condition(Logical->getLHS()) && condition(Logical->getRHS());
  if (Logical && Logical->getOpcode() == BO_LOr)
    return condition(Logical->getLHS()) || condition(Logical->getRHS());
  if (const Expr *Inside = expected(Part))
    return condition(Inside);
  const Expr *Sub = negated(Part);
  if (!Sub)
    return atom(E);
  const Expr *Inner = bare(Sub);
  if (const Expr *Twice = negated(Inner))
    return condition(Twice);
  const auto *Nested = dyn_cast<BinaryOperator>(Inner);
  bool HasParts = expected(Inner) || (Nested && Nested->isLogicalOp());
  return HasParts ? !condition(Sub) : atom(E);
}

bool Interpreter::atom(const Expr *E) {
  Recorder::Readings Read(Record);
  bool Holds = word(E) != 0;
  note(TraceStep::Kind::Branch, bare(E)->getSourceRange(), Holds ? "true" : "false", "", Read.text());
  return Holds;
}

} // namespace kverdict::simulation
