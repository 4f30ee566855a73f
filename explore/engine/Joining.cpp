// What two paths that are joined have done, and in which states.
#include "explore/engine/Join.h"

#include <algorithm>

namespace kverdict {
namespace {

z3::expr conjunction(const std::vector<z3::expr> &All, size_t From, z3::context &Ctx) {
  z3::expr_vector Parts(Ctx);
  for (size_t I = From; I < All.size(); ++I)
    Parts.push_back(All[I]);
  return Parts.size() == 1 ? Parts[0] : z3::mk_and(Parts);
}

bool opposite(const z3::expr &A, const z3::expr &B) {
  return (A.is_not() && A.arg(0).id() == B.id()) || (B.is_not() && B.arg(0).id() == A.id());
}

/// Whether others see nothing of it, and it leaves memory as it is.
bool onlyReads(const OpaqueCall &C) { return C.Pure && !C.World && C.Written.empty() && C.Outputs.empty(); }

bool sameCall(const OpaqueCall &A, const OpaqueCall &B) {
  auto same = [](const z3::expr &X, const z3::expr &Y) { return X.id() == Y.id(); };
  return A.Callee == B.Callee && A.Key == B.Key && A.Asked == B.Asked && A.World == B.World &&
         A.Result.has_value() == B.Result.has_value() && (!A.Result || same(*A.Result, *B.Result)) &&
         std::equal(A.Outputs.begin(), A.Outputs.end(), B.Outputs.begin(), B.Outputs.end(), same) &&
         std::equal(A.Arguments.begin(), A.Arguments.end(), B.Arguments.begin(), B.Arguments.end(), same);
}

template <typename Set> void intersect(Set &A, const Set &B) {
  std::erase_if(A, [&](const auto &Each) { return !B.count(Each); });
}

} // namespace

size_t Join::common(const PathState &A, const PathState &B) {
  const auto &X = A.Done.Conditions, &Y = B.Done.Conditions;
  size_t Same = 0;
  while (Same < X.size() && Same < Y.size() && X[Same].id() == Y[Same].id())
    ++Same;
  return Same;
}

std::optional<PathState> Join::of(const PathState &A, const PathState &B) {
  if (!doneAlike(A, B) || !tell(A, B))
    return std::nullopt;
  PathState Out = A;
  findOwners(A, B);
  if (!joinCalls(Out.Done, B.Done) || !joinFrames(Out, B) || !joinMemory(Out, B))
    return std::nullopt;
  joinPath(Out.Done, B.Done);
  intersect(Out.NotNull, B.NotNull);
  intersect(Out.Given, B.Given);
  Out.Tested.insert(B.Tested.begin(), B.Tested.end());
  for (const BitRange &Each : B.Accessed)
    if (std::find(Out.Accessed.begin(), Out.Accessed.end(), Each) == Out.Accessed.end())
      Out.Accessed.push_back(Each);
  if (!Out.Visits.empty())
    Out.Readings.insert(Out.Readings.end(), B.Readings.begin(), B.Readings.end());
  Out.Sequence = std::max(A.Sequence, B.Sequence);
  Out.Steps = std::max(A.Steps, B.Steps);
  Out.Detours = std::min(A.Detours, B.Detours);
  return Out;
}

/// Whether others have seen the same of both.
bool Join::doneAlike(const PathState &A, const PathState &B) const {
  auto sameRead = [](const VolatileRead &X, const VolatileRead &Y) {
    return X.What == Y.What && X.World == Y.World && X.Number == Y.Number && X.Found.id() == Y.Found.id() &&
           X.Held.id() == Y.Held.id();
  };
  const Path &X = A.Done, &Y = B.Done;
  return A.History == B.History && A.World == B.World && X.Trail == Y.Trail && X.Events.size() == Y.Events.size() &&
         A.Escaped == B.Escaped && A.Lent == B.Lent && A.Visits == B.Visits &&
         std::equal(X.VolatileReads.begin(), X.VolatileReads.end(), Y.VolatileReads.begin(), Y.VolatileReads.end(),
                    sameRead);
}

/// Finds out what tells the two apart. A branch that parted them does so best.
bool Join::tell(const PathState &A, const PathState &B) {
  z3::context &Ctx = S.z3();
  const auto &X = A.Done.Conditions, &Y = B.Done.Conditions;
  Common = common(A, B);
  if (Common == X.size() || Common == Y.size())
    return false;
  const bool Parted = opposite(X[Common], Y[Common]), OneX = X.size() == Common + 1, OneY = Y.size() == Common + 1;
  OfBoth.reset();
  if (Parted) {
    OfFirst = X[Common];
    if (OneX && OneY)
      return true;
    // The one holds, or the other goes on behind it.
    z3::expr First = OneX ? X[Common] : conjunction(X, Common + (OneY ? 1 : 0), Ctx);
    z3::expr Second = OneY ? Y[Common] : conjunction(Y, Common + (OneX ? 1 : 0), Ctx);
    OfBoth = S.tidy(First || Second);
  } else {
    OfFirst = S.tidy(conjunction(X, Common, Ctx));
    OfBoth = S.tidy(*OfFirst || conjunction(Y, Common, Ctx));
    const std::vector<z3::expr> Before(X.begin(), X.begin() + Common);
    if (Z.satisfiable(S.axioms(), Before, S.tidy(!*OfBoth)) == Answer::No)
      OfBoth.reset();
  }
  if (OfBoth && OfBoth->is_true())
    OfBoth.reset();
  return true;
}

/// What only one of the two asked, and changed nothing by it, is taken down for both.
bool Join::joinCalls(Path &Out, const Path &B) const {
  size_t Same = 0;
  while (Same < Out.Calls.size() && Same < B.Calls.size() && sameCall(Out.Calls[Same], B.Calls[Same]))
    ++Same;
  if (!std::all_of(Out.Calls.begin() + Same, Out.Calls.end(), onlyReads) ||
      !std::all_of(B.Calls.begin() + Same, B.Calls.end(), onlyReads))
    return false;
  const size_t Own = Out.Calls.size();
  for (size_t I = Same; I < B.Calls.size(); ++I)
    if (std::none_of(Out.Calls.begin() + Same, Out.Calls.begin() + Own,
                     [&](const OpaqueCall &Each) { return sameCall(Each, B.Calls[I]); }))
      Out.Calls.push_back(B.Calls[I]);
  return true;
}

void Join::joinSteps(Path &Out, const Path &B) const {
  size_t Same = 0;
  for (; Same < Out.Steps.size() && Same < B.Steps.size(); ++Same) {
    const Step &X = Out.Steps[Same], &Y = B.Steps[Same];
    if (X.Code != Y.Code || X.What != Y.What || X.Taken != Y.Taken || X.Text != Y.Text || X.Depth != Y.Depth ||
        X.Condition != Y.Condition || X.Condition >= static_cast<int>(Common))
      break;
  }
  Out.Steps.resize(Same);
}

void Join::joinUntested(Path &Out, const Path &B) const {
  auto same = [](const UntestedPremise &X, const UntestedPremise &Y) { return X.Fires.id() == Y.Fires.id(); };
  size_t Same = 0;
  while (Same < Out.Untested.size() && Same < B.Untested.size() && same(Out.Untested[Same], B.Untested[Same]))
    ++Same;
  for (size_t I = Same; I < Out.Untested.size(); ++I)
    Out.Untested[I].Fires = S.tidy(*OfFirst && Out.Untested[I].Fires);
  for (size_t I = Same; I < B.Untested.size(); ++I)
    Out.Untested.push_back({S.tidy(!*OfFirst && B.Untested[I].Fires), B.Untested[I].Words});
}

void Join::joinPath(Path &Out, const Path &B) const {
  joinSteps(Out, B);
  joinUntested(Out, B);
  Out.Conditions.erase(Out.Conditions.begin() + Common, Out.Conditions.end());
  if (OfBoth)
    Out.Conditions.push_back(*OfBoth);
  Out.Approximations.insert(B.Approximations.begin(), B.Approximations.end());
  for (const auto &[Id, Bytes] : B.Touched) {
    auto [It, New] = Out.Touched.try_emplace(Id, Bytes);
    It->second = {std::min(It->second.first, Bytes.first), std::max(It->second.second, Bytes.second)};
  }
  Out.ReadsLent |= B.ReadsLent;
}

} // namespace kverdict
