#include "explore/Survey.h"

#include "explore/engine/Machine.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// One go at a function.
struct Attempt {
  unsigned Depth;
  unsigned Paths;
  unsigned Steps;
  unsigned Questions;
  unsigned Inexact;
};

/// With all callees; then without, and with the reasons if that fails too.
/// Small enough for all functions of a subsystem; all count something, so that the outcome is the same anywhere.
constexpr Attempt Attempts[] = {
    {Callees::MaxDepth, 150, 6'000, 20, 1},
    {0, 600, 20'000, 40, 3},
};

ExploreLimits limitsOf(const Attempt &A) {
  ExploreLimits L;
  L.Paths = A.Paths;
  L.StepsPerPath = 3000;
  L.Steps = A.Steps;
  L.Questions = A.Questions;
  L.Inexact = A.Inexact;
  L.Depth = A.Depth;
  L.SolverEffort = 15'000;
  return L;
}

FunctionCoverage::Kind kindOf(const std::vector<Path> &Paths) {
  auto Kind = FunctionCoverage::Kind::Exact;
  for (const Path &Way : Paths) {
    if (Way.End == PathEnd::Undecided)
      return FunctionCoverage::Kind::Open;
    if (!Way.exact())
      Kind = FunctionCoverage::Kind::Approximate;
  }
  return Kind;
}

std::vector<CoverageReason> reasonsOf(const Unit &U, const std::vector<Path> &Paths, const SourcePlace &Function) {
  std::map<std::string, SourcePlace> First;
  for (const Path &Way : Paths) {
    if (Way.End == PathEnd::Undecided && Way.Reason != GivenUp)
      First.try_emplace(Way.Reason, Way.StoppedAt.isValid() ? U.place(Way.StoppedAt) : Function);
    for (const auto &[At, What] : placed(U, Way.Approximations))
      First.try_emplace(What, At);
  }
  std::vector<CoverageReason> Out;
  for (const auto &[What, At] : First)
    Out.push_back({What, At});
  return Out;
}

} // namespace

struct Surveyor::Parts {
  const Unit &U;
  Callees Calls;
  Graphs Cfgs;

  std::vector<Path> paths(z3::context &Ctx, const FunctionDecl *F, const ExploreLimits &Limits) {
    Symbols S(Ctx, U.target());
    Solver Z(Ctx, Limits.SolverEffort);
    Z.giveUpEarly();
    Workshop Shop{U, Calls, Cfgs, S, Z, Limits};
    return Machine(Shop, "f").paths(F);
  }

  void attempt(FunctionCoverage &Out, const FunctionDecl *F, const Attempt &A) {
    z3::context Ctx;
    const std::vector<Path> Paths = paths(Ctx, F, limitsOf(A));
    Out.What = kindOf(Paths);
    Out.Depth = A.Depth;
    Out.AllCallees = A.Depth == Callees::MaxDepth;
    Out.Paths = Paths.size();
    Out.Reasons = reasonsOf(U, Paths, Out.At);
  }
};

Surveyor::Surveyor(const Unit &U, const Rules &R) : P(new Parts{U, Callees(U, R.Models), {}}) {}
Surveyor::~Surveyor() = default;

FunctionCoverage Surveyor::survey(const std::string &Function) {
  const FunctionDecl *F = P->U.definition(Function);
  FunctionCoverage Out;
  Out.Function = Function;
  Out.At = P->U.functionPlace(Function);
  const SourceSpan Span = P->U.span(F->getSourceRange());
  Out.Lines = Span.End.Line - Span.Begin.Line + 1;
  for (const Attempt &A : Attempts) {
    P->attempt(Out, F, A);
    if (Out.What == FunctionCoverage::Kind::Exact)
      break;
  }
  return Out;
}

} // namespace kverdict
