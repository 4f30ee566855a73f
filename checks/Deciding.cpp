#include "checks/Deciding.h"

#include "analysis/Reaching.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Basic/SourceManager.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

bool comesBy(const Row &R, const std::string &Condition, bool Settled, const SourcePlace &At) {
  if (Settled)
    return R.At.File == At.File && R.At.Line >= At.Line;
  return std::any_of(R.Conditions.begin(), R.Conditions.end(),
                     [&](const std::string &Each) { return Each.find(Condition) != std::string::npos; });
}

} // namespace

bool canDecide(const FunctionDecl *F) {
  const QualType Type = F->getReturnType();
  return Type->isIntegralOrEnumerationType() || Type->isPointerType();
}

bool writtenHere(const ASTContext &Context, SourceLocation At) {
  const SourceManager &Sources = Context.getSourceManager();
  while (At.isMacroID()) {
    if (!Sources.isMacroArgExpansion(At))
      return false;
    At = Sources.getImmediateSpellingLoc(At);
  }
  return At.isValid();
}

static Does as(const Table &T, const Row &R, Statement &Of) {
  Of.Witness = R.State->Shown;
  Of.Calls = R.State->Calls;
  Of.Verdict = "returns " + R.Verdict;
  Expectation Same{RunEnd::Returned, R.Result};
  Same.At = R.At;
  return Does{T.Function, *R.State, Same};
}

static std::optional<Claim> openUnless(const std::string &Why) {
  return Why.empty() ? std::nullopt : std::optional<Claim>(Open{Why});
}

std::optional<Claim> passing(const Table &T, const std::string &Condition, bool Settled, Statement &Of) {
  for (const Row &R : T.Rows)
    if (R.End == RunEnd::Returned && R.State && R.Result.Width && comesBy(R, Condition, Settled, Of.At))
      return as(T, R, Of);
  return openUnless(
      openReason(T, [&](const Row &R) { return R.End == RunEnd::Returned && comesBy(R, Condition, Settled, Of.At); }));
}

std::optional<Claim> returning(const Table &T, const SourcePlace &At, std::optional<std::int64_t> Value,
                               Statement &Of) {
  const auto Does = [&](const Row &R) {
    return R.At.File == At.File && R.At.Line == At.Line && (!R.State || !Value || R.Result.asSigned() == *Value);
  };
  for (const Row &R : T.Rows)
    if (R.End == RunEnd::Returned && R.State && R.Result.Width && Does(R))
      return as(T, R, Of);
  return openUnless(openReason(T, [&](const Row &R) { return R.End == RunEnd::Returned && Does(R); }));
}

} // namespace kverdict
