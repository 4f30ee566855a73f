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

/// While it is there, one question may take but a part of what it may take else: no single one is worth all of a
/// search.
class Hurried {
public:
  explicit Hurried(Solver &Z) : Z(Z), Before(Z.effort()) { Z.bound(Before / 10); }
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
  prepare();
  seek(Old, {}, Pinned, MostOld);
  Accept = std::make_unique<Acceptance>(Old, New, Match.Results, Limits.Texts, false);
  Confirm.use(*Accept);
  Beside = std::make_unique<Effects>(S, Z, Old, New, true, Limits.Texts);
  for (const Way &A : Old.Ways)
    if ((A.returned() || A.Done.End == PathEnd::NoReturn) && !Z.exhausted() && !telling() && !missed())
      searchWithin(A, Pinned);
  if (missed() || !whyNotComparable(Old, New, R, Limits).empty())
    return Cut;
  if (Z.exhausted())
    Limits.Budget->extend(Limits.MostEffort / 4);
  confirmEffects();
  tell();
  return Out.What == Change::Undecided ? Cut : Out;
}

void Comparing::seek(Side &Version, const std::vector<z3::expr> &Given, bool Pinned, unsigned Ends) {
  const Hurried Now(Z);
  Version.seek(Given, Pinned, Ends, left() / 3);
}

/// What it takes to say it in few words leaves something to run it.
Cube Comparing::inFewWords(const Clash &C) {
  const Hurried Now(Z);
  Effort ForWords(Limits.MostEffort / 8);
  Z.chargeTo(&ForWords);
  Cube Few = Cubes(S, Z, Old, New).minimal(C, true);
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
      pair(A, B);
    }
}

/// Whether what was found will do: that it may crash where callers may never pass is not all that one wants to know.
bool Comparing::telling() const {
  return std::any_of(Found.begin(), Found.end(), [&](const Shown &Each) {
    return Each.Seen.Way == Direction::OtherError
               ? Further > MostFurther
               : Each.Seen.Way != Direction::Crash || Each.Seen.NewEnd != RunEnd::Undefined || Each.Seen.Guarded;
  });
}

} // namespace kverdict
