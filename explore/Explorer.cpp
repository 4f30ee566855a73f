#include "explore/Explorer.h"

#include "explore/ExplorerParts.h"
#include "explore/witness/WitnessMaker.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {
Explorer::Explorer(const Unit &U, const Rules &R) : P(std::make_unique<Parts>(U, R)) {}
Explorer::~Explorer() = default;

static RunEnd runEnd(PathEnd End) {
  switch (End) {
  case PathEnd::Returned:
    return RunEnd::Returned;
  case PathEnd::Undefined:
    return RunEnd::Undefined;
  case PathEnd::NoReturn:
    return RunEnd::NoReturn;
  case PathEnd::Undecided:
  case PathEnd::Covered:
  case PathEnd::AtHead: // only in comparisons
    break;
  }
  return RunEnd::Unsupported;
}

std::optional<std::pair<z3::expr, z3::expr>> truths(const FunctionDecl *F, const Path &Way) {
  if (Way.End != PathEnd::Returned || !Way.Result || Way.Result->is_numeral())
    return std::nullopt;
  const z3::expr &Result = *Way.Result;
  z3::context &Ctx = Result.ctx();
  const z3::expr No = Ctx.bv_val(0, Result.get_sort().bv_size()), Yes = Ctx.bv_val(1, Result.get_sort().bv_size());
  auto one = [&](const z3::expr &E) { return z3::eq(E, No) || z3::eq(E, Yes); };
  const bool Truth = Result.is_ite() && one(Result.arg(1)) && one(Result.arg(2));
  if (!Truth && !F->getReturnType()->isBooleanType())
    return std::nullopt;
  return std::pair(Result == No, Result == Yes);
}

const Expr *deciding(const Expr *E, const Path &Way) {
  const Expr *Inner = E->IgnoreParenImpCasts();
  if (const auto *B = dyn_cast<BinaryOperator>(Inner); B && B->isLogicalOp())
    return deciding(B->getRHS(), Way);
  const auto *Choice = dyn_cast<ConditionalOperator>(Inner);
  for (auto It = Way.Steps.rbegin(); Choice && It != Way.Steps.rend(); ++It)
    if (It->What == Step::Kind::Branch && It->Depth == 0 && It->Code == Choice->getCond())
      return deciding(It->Taken ? Choice->getTrueExpr() : Choice->getFalseExpr(), Way);
  return E;
}

std::vector<Row> Explorer::Parts::rows(const FunctionDecl *F, const Path &Way) {
  const auto Open = truths(F, Way);
  const auto *Last = dyn_cast_or_null<ReturnStmt>(lastReturned(Way));
  if (!Open || !Last || !Last->getRetValue())
    return {row(F, Way, Way.Conditions)};
  const std::string Text = U.text(deciding(Last->getRetValue(), Way)->getSourceRange());
  std::vector<Row> Out;
  for (const bool True : {false, true}) {
    std::vector<z3::expr> Conditions = Way.Conditions;
    Conditions.push_back(S.tidy(True ? Open->second : Open->first));
    if (Z.satisfiable(S.axioms(), Conditions) == Answer::No)
      continue;
    Out.push_back(row(F, Way, Conditions));
    Out.back().Conditions.push_back(True ? Text : "!(" + Text + ")");
  }
  if (Out.size() == 1) // not open after all
    Out[0].Conditions.pop_back();
  return Out;
}

/// The state of a row, which tells of what calls on the way leave.
static Situation withCalls(WitnessMaker &Maker, const FunctionDecl *F, const Path &Way) {
  Situation Out = Maker.situation(F, Way, {&Way});
  for (std::string &Each : Maker.leftByCalls(Way, Out.Shown))
    Out.Calls.push_back(std::move(Each));
  return Out;
}

Row Explorer::Parts::row(const FunctionDecl *F, const Path &Way, const std::vector<z3::expr> &Conditions) {
  Row Out = described(F, Way);
  if (Way.End == PathEnd::Undecided || Way.End == PathEnd::Covered)
    return Out;
  Names.of(F);
  WitnessMaker Maker(S, Z, U, Names);
  if (Maker.solve(Conditions, {&Way}, {}))
    Out.State = withCalls(Maker, F, Way);
  else
    Out.Unfound = Maker.reason();
  if (!Out.State || !Way.Result)
    return Out;
  Out.Result = returned(F, *Way.Result, Maker);
  Out.Verdict = Names.verdict(F->getReturnType(), Maker.value(*Way.Result), Way.Result->get_sort().bv_size());
  return Out;
}

Value Explorer::Parts::returned(const FunctionDecl *F, const z3::expr &Result, WitnessMaker &Maker) const {
  const unsigned Width = Result.get_sort().bv_size();
  const QualType Type = F->getReturnType();
  if (Width > 64)
    return {};
  const std::uint64_t Bits = Maker.value(Result);
  if (const auto Own = S.owner(Bits); Own && Result.is_numeral())
    if (const auto What = S.region(Own->first).What; What == Region::Kind::Local || What == Region::Kind::Literal)
      return {};
  return {Bits, Width, Type->isSignedIntegerOrEnumerationType(), Type->isPointerType()};
}

/// What is known of all rows of a path before they have states: a truth value that is open comes out both ways.
Row Explorer::Parts::asked(const FunctionDecl *F, const Path &Way, Row Of) {
  const auto *Last = dyn_cast_or_null<ReturnStmt>(lastReturned(Way));
  if (Last && Last->getRetValue() && truths(F, Way)) {
    const std::string Text = U.text(deciding(Last->getRetValue(), Way)->getSourceRange());
    Of.Conditions.push_back(Text);
    Of.Conditions.push_back("!(" + Text + ")");
  }
  return Of;
}

/// What can be said of a path when no more examples can be looked for.
Row Explorer::Parts::rowWithoutState(const FunctionDecl *F, const Path &Way) {
  Row Out = described(F, Way);
  if (Way.End != PathEnd::Undecided && Way.End != PathEnd::Covered && !Way.Premise) {
    Out.End = RunEnd::Unsupported;
    Out.Reason = "too much effort for the solver on all examples";
  }
  return Out;
}

/// A condition as the function itself would put it; one of a callee that it has no words for as the callee does.
const std::string &Explorer::Parts::conditionText(const FunctionDecl *F, const Step &Asked) {
  auto [It, First] = Words.try_emplace(F, InWords{CallersWords(U, F), {}, {}});
  InWords &Of = It->second;
  if (First)
    for (const Path &Each : paths(F->getName().str()))
      Of.Through.merge(functionsOn({&Each}));
  const auto [Text, New] = Of.Known.try_emplace({Asked.Code, Asked.Depth});
  if (!New)
    return Text->second;
  Text->second = U.text(Asked.Code->getSourceRange());
  if (const auto *Condition = dyn_cast<Expr>(Asked.Code); Condition && Asked.Depth) {
    if (const auto Said = Of.Own.say(Condition->IgnoreParens(), Asked.Function, Asked.Depth, Of.Through))
      Text->second = *Said;
    else if (namesLocals(Condition))
      Of.Callees.insert({Asked.Code, Asked.Depth});
  }
  return Text->second;
}

bool Explorer::Parts::inCalleesWords(const FunctionDecl *F, const Step &Asked) {
  conditionText(F, Asked);
  return Words.at(F).Callees.count({Asked.Code, Asked.Depth});
}

Row Explorer::Parts::described(const FunctionDecl *F, const Path &Way) {
  Row Out;
  Out.End = runEnd(Way.End);
  Out.Reason = Way.Reason;
  Out.Covered = Way.End == PathEnd::Covered;
  Out.Premise = Way.Premise;
  Out.At = Way.End == PathEnd::Returned ? lastReturn(U, Way) : U.place(Way.StoppedAt);
  for (const Step &S : Way.Steps) {
    if (S.Constant)
      continue;
    if (S.What == Step::Kind::Branch)
      Out.Conditions.push_back(S.Taken ? conditionText(F, S) : "!(" + conditionText(F, S) + ")");
    if (S.What == Step::Kind::Switch)
      Out.Conditions.push_back(conditionText(F, S) + ": " + S.Text);
  }
  for (const auto &[At, What] : placed(U, Way.Approximations))
    Out.Approximations.push_back(At.File + ":" + std::to_string(At.Line) + ": " + What);
  return Out;
}

unsigned Explorer::rowCount(const std::string &Function) { return P->paths(Function).size(); }

Table Explorer::table(const std::string &Function) {
  return table(
      Function, [](const Row &) { return true; }, [](const Row &) { return false; });
}

Table Explorer::table(const std::string &Function, const RowTest &Wanted, const RowTest &WillDo) {
  Table Out{Function, {}};
  const std::vector<Path> &Paths = P->paths(Function);
  bool Done = false;
  for (unsigned I = 0; I < Paths.size(); ++I) {
    Row Without = P->described(P->function(Function), Paths[I]);
    Without.Path = I;
    const bool Made = !Done && Wanted(P->asked(P->function(Function), Paths[I], Without));
    for (const Row &Each : Made ? rows(Function, I) : std::vector{std::move(Without)}) {
      Done |= Made && WillDo(Each);
      Out.Rows.push_back(Each);
    }
  }
  return Out;
}

const std::vector<Row> &Explorer::rows(const std::string &Function, unsigned Path) {
  auto [It, New] = P->Made.try_emplace({Function, Path});
  if (!New)
    return It->second;
  const kverdict::Path &Way = P->paths(Function)[Path];
  std::uint64_t &Spent = P->SpentOnRows[Function];
  const std::uint64_t Before = P->Z.worked();
  It->second = Spent < P->Limits.TotalEffort ? P->rows(P->function(Function), Way)
                                             : std::vector{P->rowWithoutState(P->function(Function), Way)};
  Spent += P->Z.worked() - Before;
  for (Row &Each : It->second)
    Each.Path = Path;
  return It->second;
}

void Explorer::spendAtMost(std::optional<std::uint64_t> Effort) {
  P->Limits.TotalEffort = Effort.value_or(ExploreLimits().TotalEffort);
}

std::vector<Edit> Explorer::edits(const std::string &Function) { return editsOf(P->U, P->function(Function)); }

void Explorer::explore(const Question &Q) {
  P->paths(Q.Function);
  P->ensures(Q.Ensures, P->result(Q.Function));
  if (!Q.Requires.empty())
    P->condition(Q.Requires);
}

std::vector<Match> Explorer::matching(const std::string &Function, const Witness &W) {
  const FunctionDecl *F = P->function(Function);
  const QualType Type = F->getReturnType();
  const std::vector<Path> &Paths = P->paths(Function);
  auto &Wanted = P->SymbolsOfPaths[Function];
  for (size_t I = Wanted.size(); I < Paths.size(); ++I)
    Wanted.push_back(symbolsOf(P->S, Paths[I]));
  std::vector<Match> Out;
  ConcreteState State(P->S, P->Z.evaluator(), P->Same, F, W);
  for (unsigned I = 0; I < Paths.size(); ++I) {
    if (!State.meets(Paths[I], Wanted[I]))
      continue;
    Match M{I, runEnd(Paths[I].End), {}};
    if (Paths[I].Result && Paths[I].Result->get_sort().bv_size() <= 64)
      M.Result = {State.value(*Paths[I].Result), Paths[I].Result->get_sort().bv_size(),
                  Type->isSignedIntegerOrEnumerationType(), Type->isPointerType()};
    Out.push_back(M);
  }
  return Out;
}

bool Explorer::mayReturn(const std::string &Function, const Witness &W, const Value &V) {
  const std::vector<Path> &Paths = P->paths(Function);
  std::set<unsigned> Otherwise;
  for (const Path &Way : Paths)
    Otherwise.insert(Way.Otherwise.begin(), Way.Otherwise.end());
  return std::any_of(Paths.begin(), Paths.end(), [&](const Path &Way) {
    return kverdict::mayReturn(P->S, P->Z, P->function(Function), W, Way, V, Otherwise);
  });
}

bool Explorer::coversAll(const std::string &Function) {
  z3::expr_vector Ways(P->Ctx);
  for (const Path &Way : P->paths(Function))
    Ways.push_back(all(P->Ctx, Way.Conditions));
  return P->Z.satisfiable(P->S.axioms(), {!z3::mk_or(Ways)}) == Answer::No;
}

bool Explorer::canFail(const Question &Q) {
  z3::expr Result = P->result(Q.Function);
  for (const Path &E : P->ensures(Q.Ensures, Result)) {
    if (E.End != PathEnd::Returned)
      return true; // not known to be otherwise
    std::vector<z3::expr> Conditions = E.Conditions;
    Conditions.push_back(*E.Result == P->Ctx.bv_val(0, 8));
    if (P->Z.satisfiable(P->S.axioms(), Conditions) != Answer::No)
      return true;
  }
  return false;
}

std::string showResult(const Unit &U, const std::string &Function, const Value &V) {
  const FunctionDecl *F = U.definition(Function);
  return V.Width == 0 || !F ? "nothing" : Shower(U).result(F->getReturnType(), V.Bits, V.Width);
}

} // namespace kverdict
