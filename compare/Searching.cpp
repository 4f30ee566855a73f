// A state in which two versions differ, where their ways are too many to be compared.
#include "compare/Comparable.h"
#include "compare/Comparing.h"

#include <algorithm>

namespace kverdict {
namespace {

/// So many ways of the old version are followed, and of the new one in the states of each.
constexpr unsigned MostOld = 48, MostNew = 24;
/// And so many more pairs if what was found is but another error: that no error is left would be the news.
constexpr unsigned MostFurther = 24;
/// So many states are tried in which others might see something else.
constexpr unsigned MostEffectsTried = 48;

/// Parts of what one question may take else: no single one is worth all of a search.
constexpr unsigned OfSearch = 10, OfPair = 3;

/// While it is there, one question may take such a part.
class Hurried {
public:
  Hurried(Solver &Z, unsigned Part) : Z(Z), Before(Z.effort()) { Z.bound(Before / Part); }
  ~Hurried() { Z.bound(Before); }
  Hurried(const Hurried &) = delete;

private:
  Solver &Z;
  const unsigned Before;
};

} // namespace

Comparison Comparing::search(Comparison Cut, bool Pinned) {
  if (!Match.Problem.empty())
    return Cut;
  Searching = true;
  Out = Cut; // its reason stays: what is found is not all
  Out.Differences.clear();
  prepare();
  seek(Old, {}, Pinned, MostOld);
  Accept = std::make_unique<Acceptance>(Old, New, Match.Results, Limits.Texts, false);
  Confirm.use(*Accept);
  Beside = std::make_unique<Effects>(S, Z, Old, New, true, Limits.Texts);
  for (const Way &A : Old.Ways)
    if ((A.returned() || A.Done.End == PathEnd::NoReturn) && !Z.exhausted() && !telling() && !missed())
      searchWithin(A, Pinned), runEffects();
  if (missed() || !whyNotComparable(Old, New, R, Limits).empty())
    return Cut;
  if (Z.exhausted())
    Limits.Budget->extend(Limits.MostEffort / 4);
  if (Out.Effects.empty())
    confirmEffects();
  tell();
  if (Out.What == Change::Undecided || (!Cut.Differences.empty() && onlyOtherErrors()))
    return Cut;
  Out.Differences.insert(Out.Differences.end(), Cut.Differences.begin(), Cut.Differences.end());
  return Out;
}

void Comparing::seek(Side &Version, const std::vector<z3::expr> &Given, bool Pinned, unsigned Ends) {
  const Hurried Now(Z, OfSearch);
  Version.seek(Given, Pinned, Ends, left() / 3);
}

/// What it takes to say it in few words leaves something to run it.
Cube Comparing::inFewWords(const Clash &C) {
  const Hurried Now(Z, Searching ? OfSearch : 1);
  Effort ForWords(Searching ? Limits.MostEffort / 8 : left() / 2);
  Z.chargeTo(&ForWords);
  Cube Few = Cubes(S, Z, Old, New).minimal(C, Searching);
  Z.chargeTo(Limits.Budget);
  Limits.Budget->spend(std::min(left(), ForWords.spent()));
  return Few;
}

void Comparing::searchWithin(const Way &A, bool Pinned) {
  const size_t First = New.Ways.size();
  seek(New, A.Done.Conditions, Pinned, MostNew);
  Accept = std::make_unique<Acceptance>(Old, New, Match.Results, Limits.Texts, false);
  Confirm.use(*Accept);
  for (size_t I = First; I < New.Ways.size(); ++I)
    if (const Way &B = New.Ways[I]; B.Done.End != PathEnd::Undecided && !contradictory(A, B) && !telling()) {
      Further += !Found.empty();
      const Hurried Now(Z, OfPair);
      pair(A, B);
    }
}

/// Where the verdict is the same: as soon as something else differs, it is run, while there is effort for that. What
/// differs in the fewest things comes first.
void Comparing::runEffects() {
  std::vector<std::pair<size_t, const EffectClash *>> All;
  for (const auto &[What, Clashes] : Beside->found())
    for (const EffectClash &Each : Clashes)
      All.push_back({What.size(), &Each});
  std::stable_sort(All.begin(), All.end(), [](const auto &A, const auto &B) { return A.first < B.first; });
  const Hurried Now(Z, OfSearch);
  for (const auto &[Length, Clash] : All) {
    if (!Out.Effects.empty() || verdictDiffers() || EffectsTried >= MostEffectsTried || Z.exhausted())
      return;
    ++EffectsTried;
    if (std::optional<EffectDifference> D = Confirm.confirm(*Clash))
      Out.Effects.push_back(std::move(*D));
  }
  Beside->forget();
}

bool Comparing::onlyOtherErrors() const {
  return !Found.empty() && std::all_of(Found.begin(), Found.end(),
                                       [](const Shown &Each) { return Each.Seen.Way == Direction::OtherError; });
}

/// Whether what was found will do: that it may crash where callers may never pass is not all that one wants to know,
/// nor what it does in a state that is hard to believe.
bool Comparing::telling() const {
  return std::any_of(Found.begin(), Found.end(), [&](const Shown &Each) {
    return Each.Seen.Way == Direction::OtherError || Each.Odd || !Each.Seen.NewState.Assumed.empty()
               ? Further > MostFurther
               : Each.Seen.Way != Direction::Crash || Each.Seen.NewEnd != RunEnd::Undefined || Each.Seen.Guarded;
  });
}

} // namespace kverdict
