// Whether two versions are the same, where their ways are too many to be compared each with each: they are walked so
// that those which meet again are one (explore/engine/Join.h), and what is left is few. That they differ is not told
// from these: no such way says how it came there.
#include "compare/Comparable.h"
#include "compare/Comparing.h"

#include <algorithm>
#include <utility>

namespace kverdict {
namespace {

/// By the text: more ways than this are hardly ever few because their conditions contradict each other.
constexpr std::uint64_t ManyWays = 20'000;

/// Part of what a comparison may take, which is spent beside that: what else is asked is asked as before.
constexpr unsigned OfEffort = 4;

} // namespace

bool Comparing::mayBeMany() {
  return Match.Problem.empty() && Limits.Upto.empty() && (Old.waysByText() > ManyWays || New.waysByText() > ManyWays);
}

Comparison Comparing::runMeeting() {
  if (Match.Problem.empty())
    sameMeeting();
  return Out;
}

/// What was walked before is still there if it is not.
bool Comparing::sameMeeting() {
  const Comparison Before = Out;
  auto OldWays = std::move(Old.Ways), NewWays = std::move(New.Ways);
  auto OldLeft = std::move(Old.LeftOut), NewLeft = std::move(New.LeftOut);
  const Version OldFacts = Old.Facts, NewFacts = New.Facts;
  Effort Own(Limits.MostEffort / OfEffort);
  Z.chargeTo(&Own);
  Meeting = true;
  const bool Same = provedMeeting();
  Meeting = false;
  Z.chargeTo(Limits.Budget);
  if (Same) {
    Out.What = Change::Equivalent;
    Out.By = Evidence::Proof;
    aboutResults();
    aboutCopies();
    return true;
  }
  Out = Before;
  Old.Ways = std::move(OldWays), New.Ways = std::move(NewWays);
  Old.LeftOut = std::move(OldLeft), New.LeftOut = std::move(NewLeft);
  if (!missed()) // what is reached is to be known
    Old.Facts = OldFacts, New.Facts = NewFacts;
  Beside.reset(), Noted.clear(), Fires.clear();
  Asked = 0, Unequal = false;
  return false;
}

bool Comparing::provedMeeting() {
  prepare();
  for (unsigned Round = 0; Round == 0 || (Round == 1 && Errors.takeLate()); ++Round)
    for (Side *Version : {&Old, &New})
      Version->exploreMeeting(Limits.MostEffort / OfEffort / 3);
  if (missed() || !whyNotComparable(Old, New, R, Limits).empty())
    return false;
  auto exact = [](const Way &W) { return W.Done.exact(); };
  auto undefined = [](const Way &W) { return W.Done.End == PathEnd::Undefined; };
  for (const Side *Version : {&Old, &New})
    if (!std::all_of(Version->Ways.begin(), Version->Ways.end(), exact))
      return false;
  if (Old.LeftOut.empty() && std::all_of(Old.Ways.begin(), Old.Ways.end(), undefined))
    return false;
  Beside = std::make_unique<Effects>(S, Z, Old, New, true, Limits.Texts);
  for (const Way &A : Old.Ways)
    for (const Way &B : New.Ways) {
      if (!contradictory(A, B))
        pair(A, B);
      if (Unequal || !Out.Reason.empty() || Z.exhausted())
        return false;
    }
  return Beside->found().empty() && Beside->open().empty() && Beside->pending().empty();
}

} // namespace kverdict
