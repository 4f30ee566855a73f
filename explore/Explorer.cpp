#include "explore/Explorer.h"

#include "explore/ExplorerParts.h"
#include "explore/WitnessMaker.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {
Explorer::Explorer(const Unit &U, const Rules &R) : P(std::make_unique<Parts>(U, R)) {}
Explorer::~Explorer() = default;

static std::string shownAt(const Approximation &A) {
  return A.At.File + ":" + std::to_string(A.At.Line) + ": " + A.What;
}

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

Row Explorer::Parts::row(const FunctionDecl *F, const Path &Way) {
  Row Out = described(Way);
  WitnessMaker Maker(S, Z, U, Names);
  if (Way.End != PathEnd::Undecided && Way.End != PathEnd::Covered && Maker.solve(Way.Conditions, {&Way}, {}))
    Out.State = Maker.situation(F, Way, {&Way});
  if (Out.State && Way.Result)
    Out.Verdict = Names.result(F->getReturnType(), Maker.value(*Way.Result), Way.Result->get_sort().bv_size());
  return Out;
}

/// What can be said of a path when no more examples can be looked for.
Row Explorer::Parts::rowWithoutState(const Path &Way) {
  Row Out = described(Way);
  if (Way.End != PathEnd::Undecided && Way.End != PathEnd::Covered && !Way.Premise) {
    Out.End = RunEnd::Unsupported;
    Out.Reason = "too much effort for the solver on all examples";
  }
  return Out;
}

Row Explorer::Parts::described(const Path &Way) {
  Row Out;
  Out.End = runEnd(Way.End);
  Out.Reason = Way.Reason;
  Out.Covered = Way.End == PathEnd::Covered;
  Out.Premise = Way.Premise;
  Out.At = Way.End == PathEnd::Returned ? lastReturn(U, Way) : Way.StoppedAt;
  for (const Step &S : Way.Steps) {
    if (S.Constant)
      continue;
    std::string Text = U.text(S.Code->getSourceRange());
    if (S.What == Step::Kind::Branch)
      Out.Conditions.push_back(S.Taken ? Text : "!(" + Text + ")");
    if (S.What == Step::Kind::Switch)
      Out.Conditions.push_back(Text + ": " + S.Text);
  }
  for (const Approximation &A : Way.Approximations)
    Out.Approximations.push_back(shownAt(A));
  return Out;
}

unsigned Explorer::rowCount(const std::string &Function) { return P->paths(Function).size(); }

Table Explorer::table(const std::string &Function) {
  Table Out;
  Out.Function = Function;
  const FunctionDecl *F = P->function(Function);
  const std::vector<Path> &Paths = P->paths(Function);
  const std::uint64_t First = P->Z.spent();
  for (const Path &Way : Paths)
    Out.Rows.push_back(P->Z.spent() - First < P->Limits.TotalEffort ? P->row(F, Way) : P->rowWithoutState(Way));
  return Out;
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
  ConcreteState State(P->S, P->Same, F, W);
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
