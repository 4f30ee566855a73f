#include "checks/Deciding.h"

#include "analysis/Differing.h"
#include "analysis/Reaching.h"
#include "parse/text/Premise.h"

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
  tellOfExcluded(*R.State, Of);
  Expectation Same{RunEnd::Returned, R.Result};
  Same.At = R.At;
  return Does{T.Function, *R.State, Same};
}

/// The WARN_ON() or the like that fires on a row; empty if none does.
static std::string premiseOf(const Row &R) {
  const auto Fires = std::find_if(R.Conditions.begin(), R.Conditions.end(), firesPremise);
  return Fires == R.Conditions.end() ? "" : *Fires;
}

static std::optional<Claim> openUnless(const std::string &Why) {
  return Why.empty() ? std::nullopt : std::optional<Claim>(Open{Why});
}

/// The claim of the first row that leads there and will do: one on which a WARN_ON() fires only if there is no other,
/// and then that is said.
static std::optional<Claim> first(FunctionView &F, const Explorer::RowTest &Leads, const Explorer::RowTest &WillDo,
                                  Statement &Of) {
  const auto Wanted = [&](const Row &R) { return R.End == RunEnd::Returned && Leads(R); };
  const auto Enough = [&](const Row &R) { return Wanted(R) && R.State && R.Result.Width && WillDo(R); };
  const auto Plain = [&](const Row &R) { return premiseOf(R).empty(); };
  const auto Serves = [&](const Row &R) { return Enough(R) && R.State->Excluded.empty(); };
  const Table T = F.table([&](const Row &R) { return Plain(R) && Wanted(R); }, Serves);
  for (const auto &Will : {Explorer::RowTest(Serves), Explorer::RowTest(Enough)})
    for (const Row &R : T.Rows)
      if (Plain(R) && Will(R))
        return as(T, R, Of);
  const Table Rest = F.table([&](const Row &R) { return !Plain(R) && Wanted(R); }, Enough);
  for (const Row &R : Rest.Rows)
    if (!Plain(R) && Enough(R)) {
      Of.Remarks.push_back("`" + premiseOf(R) + "` fires: " + F.name() + "() takes such a state for impossible");
      return as(Rest, R, Of);
    }
  return openUnless(openReason(T, [&](const Row &R) { return Wanted(R) && (!R.State || WillDo(R)); }));
}

std::optional<Claim> passing(FunctionView &F, const std::string &Condition, bool Settled, Statement &Of) {
  return first(
      F, [&](const Row &R) { return comesBy(R, Condition, Settled, Of.At); }, [](const Row &) { return true; }, Of);
}

std::optional<Claim> returning(FunctionView &F, const SourcePlace &At, std::optional<std::int64_t> Value,
                               Statement &Of) {
  return first(
      F, [&](const Row &R) { return R.At.File == At.File && R.At.Line == At.Line; },
      [&](const Row &R) { return !Value || R.Result.asSigned() == *Value; }, Of);
}

} // namespace kverdict
