#include "compare/Pair.h"

#include "compare/Inlined.h"
#include "isolate/AtWork.h"

#include <llvm/Support/SaveAndRestore.h>

#include <algorithm>

namespace kverdict {

VersionPair::VersionPair(UnitRequest Old, UnitRequest New, const Rules &R, Versions *Shared)
    : Old(std::move(Old), Shared), New(std::move(New), Shared), R(R) {}

Comparison VersionPair::compare(const std::string &Function, const CompareLimits &Limits) {
  if (Depth == 0)
    Spent = 0;
  const llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  try {
    const AtWork Mark(New.file(), Function);
    return follow(Function, Limits);
  } catch (const Failed &Why) {
    Comparison Open;
    Open.Function = Function;
    Open.Reason = Why.what();
    return Open;
  }
}

/// A callee that changed and is too large to be looked into is compared by itself: where that proves it the same, its
/// calls are.
Comparison VersionPair::follow(const std::string &Function, const CompareLimits &Limits) {
  for (;;) {
    ChangedCallees Callees;
    for (const auto &[Name, Proved] : Same)
      if (Proved)
        Callees.Proved.insert(Name);
    CompareLimits WithCallees = Limits;
    WithCallees.Callees = &Callees;
    Comparison Result = complete(Function, WithCallees);
    if (Result.What != Change::Undecided || !provesMore(Callees.Met))
      return Result;
  }
}

/// Compares those that were not compared yet. One that leads back to itself is not proved that way.
bool VersionPair::provesMore(const std::set<std::string> &Callees) {
  bool More = false;
  for (const std::string &Name : Callees) {
    if (!Same.try_emplace(Name, false).second)
      continue;
    CompareLimits Limits;
    Limits.TellOfBoth = false; // such states are none of the caller's: it has undefined behaviour there, too
    Limits.Search = false;     // that they differ is no news
    const Comparison C = compare(Name, Limits);
    Same[Name] = C.What == Change::Equivalent && C.Assumed.empty() && C.Assumptions.empty();
    More |= Same[Name];
  }
  return More;
}

/// All comparisons that one function needs, also those of its callees, may take twice what one may.
Comparison VersionPair::counted(const Unit &Before, const Unit &After, const std::string &Function,
                                const CompareLimits &Limits) {
  Effort Account(0);
  CompareLimits Left = Limits;
  Left.Budget = &Account;
  Left.MostEffort = std::min(Limits.MostEffort, 2 * Limits.MostEffort - std::min(Spent, 2 * Limits.MostEffort));
  Comparison C = compareVersions(Before, After, R, Function, Left);
  Spent += Account.spent();
  return C;
}

Comparison VersionPair::complete(const std::string &Function, const CompareLimits &Limits) {
  CompareLimits WithTexts = Limits;
  WithTexts.Texts = {&Old.request().Text, &New.request().Text};
  for (;;) {
    Comparison Result = counted(*Old, *New, Function, WithTexts);
    if (!Limits.Grow && (!Old->missed().empty() || !New->missed().empty()))
      return unread(Function);
    const bool OldGrew = Old.grow(), NewGrew = New.grow();
    if (OldGrew || NewGrew)
      continue;
    if (Limits.Upto.empty() && Result.What != Change::Equivalent && Result.Differences.empty())
      if (auto Proved = withLoopInPlace(Function, WithTexts))
        return std::move(*Proved);
    return Result;
  }
}

/// What was missed is forgotten: it is nothing that later comparisons need.
Comparison VersionPair::unread(const std::string &Function) {
  Comparison Open;
  Open.Function = Function;
  const auto &Missed = Old->missed().empty() ? New->missed() : Old->missed();
  Open.Reason = "the body of " + *Missed.begin() + "() was not read";
  Old->missed().clear();
  New->missed().clear();
  return Open;
}

/// If a loop moved into a helper or out of one, both versions are compared with it in the function itself. What is
/// proved of that text holds; what is not proved is asked of the text as it stands.
std::optional<Comparison> VersionPair::withLoopInPlace(const std::string &Function, const CompareLimits &Limits) {
  const unsigned Before = ownLoops(*Old, Function), After = ownLoops(*New, Function);
  if (Before == After)
    return std::nullopt;
  const CompleteUnit &Apart = After < Before ? New : Old;
  UnitRequest Request = Apart.request();
  const auto Text = withHelperInPlace(*Apart, Request.Text, Function);
  if (!Text)
    return std::nullopt;
  Request.Text = *Text;
  try {
    CompleteUnit Made(Request);
    std::optional<Comparison> C;
    do
      C = After < Before ? counted(*Old, *Made, Function, Limits) : counted(*Made, *New, Function, Limits);
    while (Made.grow());
    if (C->What == Change::Equivalent && Old->missed().empty() && New->missed().empty())
      return C;
  } catch (const ParseError &) { // it cannot stand there
  }
  return std::nullopt;
}

} // namespace kverdict
