#include "compare/Merge.h"

#include <algorithm>
#include <map>

namespace kverdict {
namespace {

/// Whether each condition must hold, by its words.
using Words = std::map<std::string, bool>;

Words wordsOf(const Shown &D) {
  Words Out;
  for (const Literal &L : D.States.Literals)
    Out[L.asWritten()] = L.Holds;
  return Out;
}

bool sameVerdicts(const Difference &A, const Difference &B) {
  return A.Way == B.Way && A.Old == B.Old && A.New == B.New;
}

/// Whether all conditions of A are among B's.
bool covers(const Words &A, const Words &B) { return std::includes(B.begin(), B.end(), A.begin(), A.end()); }

/// The one condition in whose sign they differ; empty if there is more between them.
std::string onlyContrary(const Words &A, const Words &B) {
  std::string Found;
  if (A.size() != B.size())
    return "";
  for (auto I = A.begin(), J = B.begin(); I != A.end(); ++I, ++J) {
    if (I->first != J->first || (I->second != J->second && !Found.empty()))
      return "";
    if (I->second != J->second)
      Found = I->first;
  }
  return Found;
}

void leaveOut(Shown &D, const std::string &Condition) {
  for (const Literal &L : D.States.Literals)
    if (L.asWritten() == Condition)
      std::erase_if(D.Seen.Conditions, [&](const std::string &Said) { return Said == L.said(); });
  std::erase_if(D.States.Literals, [&](const Literal &L) { return L.asWritten() == Condition; });
}

/// How much there is to read in the state.
size_t length(const Shown &D) {
  size_t Sum = 0;
  for (const Binding &B : D.Seen.NewState.Shown)
    Sum += B.Place.size() + B.Value.size();
  return Sum;
}

/// Returns whether B became superfluous.
bool absorb(Shown &A, const Shown &B) {
  if (!sameVerdicts(A.Seen, B.Seen))
    return false;
  const Words Own = wordsOf(A), Other = wordsOf(B);
  if (covers(Own, Other))
    return true;
  const std::string Condition = onlyContrary(Own, Other);
  if (Condition.empty())
    return false;
  if (length(B) < length(A))
    A = B;
  leaveOut(A, Condition);
  return true;
}

/// What a row says of its last rounds, whichever they are.
Words ofLastRounds(const Shown &D) {
  Words Out;
  for (const Literal &L : D.States.Literals)
    Out[L.atAnyTime()] = L.Holds;
  return Out;
}

bool hasRounds(const Shown &D) {
  return std::any_of(D.States.Literals.begin(), D.States.Literals.end(), [](const Literal &L) { return L.Time != 0; });
}

/// The same thing in a later round of a loop is told by the first row. Returns whether B is superfluous.
bool laterRound(const Shown &A, const Shown &B) {
  return sameVerdicts(A.Seen, B.Seen) && hasRounds(B) && A.States.Literals.size() <= B.States.Literals.size() &&
         ofLastRounds(A) == ofLastRounds(B);
}

bool mergeOnce(std::vector<Shown> &All) {
  for (size_t I = 0; I < All.size(); ++I)
    for (size_t J = 0; J < All.size(); ++J)
      if (I != J && absorb(All[I], All[J])) {
        All.erase(All.begin() + J);
        return true;
      }
  return false;
}

} // namespace

bool merge(std::vector<Shown> &All) {
  while (mergeOnce(All)) {
  }
  const size_t Before = All.size();
  for (size_t I = 0; I < All.size(); ++I)
    for (size_t J = All.size(); J-- > 0;)
      if (I != J && laterRound(All[I], All[J])) {
        All.erase(All.begin() + J);
        I -= J < I;
      }
  return All.size() < Before;
}

} // namespace kverdict
