#include "compare/Compare.h"

#include "compare/Comparing.h"
#include "compare/WithAliases.h"
#include "explore/witness/Predicates.h"

#include <algorithm>

namespace kverdict {
namespace {

/// What bears the answer out, unless whoever gave it has said so: differences were run, and sameness was proved.
Evidence restsOn(const Comparison &C) {
  if (C.What == Change::Equivalent)
    return Evidence::Proof;
  return C.Differences.empty() ? Evidence::None : Evidence::Run;
}

/// Better than First: proved, or settled where that one was not.
bool betters(const Comparison &Second, const Comparison &First) {
  return Second.What == Change::Equivalent ||
         (!First.Reason.empty() && Second.Reason.empty() && Second.What != Change::Undecided);
}

/// The answer; where that is not all settled, the one under the assumption that what looks like a predicate only reads.
Comparison compared(const Unit &Old, const Unit &New, const Rules &R, const std::string &Function,
                    const CompareLimits &Limits) {
  WithAliases As(Old, New, R, Function, Limits);
  Comparison Found = As.run();
  if (Found.What == Change::Equivalent || !Old.missed().empty() || !New.missed().empty())
    return Found;
  Rules Reading = R;
  std::vector<Assumption> Taken;
  for (const std::string &Name : As.opaque())
    if (looksLikePredicate(New, Name) &&
        std::none_of(R.Models.begin(), R.Models.end(), [&](const Model &M) { return M.Function == Name; })) {
      Reading.Models.push_back({Name, Model::Kind::Pure, {}, "looks like a predicate"});
      Taken.push_back({Assumption::Kind::OnlyReads, Name + "() only reads", {}});
    }
  if (Taken.empty() || !Limits.Budget->mayBegin())
    return Found;
  CompareLimits Otherwise = Limits;
  Otherwise.Rounds = nullptr; // they are asked about under another assumption
  Comparison Second = WithAliases(Old, New, Reading, Function, Otherwise).run();
  if (!betters(Second, Found))
    return Found;
  Second.Assumptions.insert(Second.Assumptions.begin(), Taken.begin(), Taken.end());
  return Second;
}

/// Whether all that is known is that it gives another error in some states: in others, no error may be left.
bool isOtherError(const Comparison &C) {
  return !C.Reason.empty() && !C.Differences.empty() &&
         std::all_of(C.Differences.begin(), C.Differences.end(),
                     [](const Difference &D) { return D.Way == Direction::OtherError; });
}

/// Whether a few ways of it are worth a look: it is not known what became of it, and nothing else stands in the way.
bool mayBeTold(const Comparison &Cut, const Unit &Old, const Unit &New, const CompareLimits &Limits) {
  return (Cut.What == Change::Undecided || isOtherError(Cut)) && Limits.Search && Limits.Upto.empty() &&
         Old.missed().empty() && New.missed().empty();
}

Comparison searched(const Unit &Old, const Unit &New, const Rules &R, const std::string &Function,
                    const CompareLimits &Limits, Comparison Cut) {
  CompareLimits Few = Limits;
  for (const bool Pinned : {false, true}) {
    Few.MostEffort = Limits.MostEffort / (Pinned ? 2 : 4);
    if (!mayBeTold(Cut, Old, New, Limits) || (Pinned && Cut.What != Change::Undecided))
      break;
    Effort Budget(Few.MostEffort);
    Few.Budget = &Budget;
    Cut = Comparing(Old, New, R, Function, Few).search(std::move(Cut), Pinned);
    if (Limits.Budget)
      Limits.Budget->spend(Budget.spent());
  }
  return Cut;
}

/// All ways, with so much effort.
Comparison whole(const Unit &Old, const Unit &New, const Rules &R, const std::string &Function,
                 const CompareLimits &Limits, std::uint64_t Most) {
  Effort Budget(Most);
  CompareLimits Counted = Limits;
  Counted.MostEffort = Most;
  Counted.Budget = &Budget;
  Comparison Out = compared(Old, New, R, Function, Counted);
  if (Limits.Budget)
    Limits.Budget->spend(Budget.spent());
  return Out;
}

} // namespace

/// Where a third of the effort does not do, a few ways are looked at before all of it is spent: what they tell is
/// worth more than the wait for what all would. What the solver has answered by then it knows in the end, too.
Comparison compareVersions(const Unit &Old, const Unit &New, const Rules &R, const std::string &Function,
                           const CompareLimits &Limits) {
  const bool First = Limits.Search && Limits.Upto.empty();
  const std::uint64_t AtFirst = First ? Limits.MostEffort / 3 : Limits.MostEffort;
  RoundsAsked Rounds;
  CompareLimits Once = Limits;
  Once.Rounds = &Rounds;
  Comparison Out = whole(Old, New, R, Function, Once, AtFirst);
  const bool More = First && Out.Reason.starts_with(TooMuchEffort);
  Out = searched(Old, New, R, Function, Once, std::move(Out));
  if (More && Out.What == Change::Undecided && mayBeTold(Out, Old, New, Limits))
    Out = whole(Old, New, R, Function, Once, Limits.MostEffort - AtFirst);
  if (Out.By == Evidence::None)
    Out.By = restsOn(Out);
  return Out;
}

} // namespace kverdict
