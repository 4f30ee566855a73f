#include "explore/table/Proof.h"

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

/// Two ways that begin alike, and part at a branch: the usual case.
bool part(const std::vector<long> &A, const std::vector<long> &B) {
  const auto [InA, InB] = std::mismatch(A.begin(), A.end(), B.begin(), B.end());
  return InA != A.end() && InB != B.end() && *InA == -*InB;
}

} // namespace

std::vector<unsigned> notApart(const Courses &Of, Symbols &S, Solver &Z) {
  const std::vector<Course> &All = Of.courses();
  std::vector<std::vector<long>> InOrder, Sorted;
  for (const CourseWay &Each : Of.ways()) {
    Sorted.push_back(literals(Each.Conditions));
    InOrder.emplace_back();
    for (const z3::expr &E : Each.Conditions)
      InOrder.back().push_back(literals({E})[0]);
  }
  std::set<unsigned> Out;
  for (unsigned A = 0; A < All.size(); ++A)
    for (unsigned B = 0; B < A; ++B) {
      if (All[A].Outcome == All[B].Outcome || part(InOrder[A], InOrder[B]) || contradict(Sorted[A], Sorted[B]))
        continue;
      std::vector<z3::expr> Both = Of.ways()[A].Conditions;
      Both.insert(Both.end(), Of.ways()[B].Conditions.begin(), Of.ways()[B].Conditions.end());
      if (Z.satisfiable(S.axioms(), Both) != Answer::No)
        Out.insert({A, B});
    }
  return {Out.begin(), Out.end()};
}

} // namespace kverdict
