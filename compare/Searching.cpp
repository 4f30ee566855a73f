// A state in which two versions differ, where their ways are too many to be compared.
#include "compare/Comparable.h"
#include "compare/Comparing.h"

#include <algorithm>

namespace kverdict {
namespace {

/// So many ways of the old version are followed, and of the new one in the states of each.
constexpr unsigned MostOld = 48, MostNew = 24;

} // namespace

Comparison Comparing::search(Comparison Cut, bool Pinned) {
  if (!Match.Problem.empty())
    return Cut;
  Searching = true;
  Out = Cut; // its reason stays: what is found is not all
  prepare();
  Old.seek({}, Pinned, MostOld, left() / 3);
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

void Comparing::searchWithin(const Way &A, bool Pinned) {
  const size_t First = New.Ways.size();
  New.seek(A.Done.Conditions, Pinned, MostNew, left() / 3);
  Accept = std::make_unique<Acceptance>(Old, New, Match.Results, Limits.Texts, false);
  Confirm.use(*Accept);
  for (size_t I = First; I < New.Ways.size(); ++I)
    if (const Way &B = New.Ways[I]; B.Done.End != PathEnd::Undecided && !contradictory(A, B))
      pair(A, B);
}

/// Whether what was found will do: that it may crash where callers may never pass is not all that one wants to know.
bool Comparing::telling() const {
  return std::any_of(Found.begin(), Found.end(), [](const Shown &Each) {
    return Each.Seen.Way != Direction::Crash || Each.Seen.NewEnd != RunEnd::Undefined || Each.Seen.Guarded;
  });
}

} // namespace kverdict
