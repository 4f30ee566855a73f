#include "explore/table/Proof.h"

#include <set>

namespace kverdict {

std::vector<unsigned> notApart(const Courses &Of, Symbols &S, Solver &Z) {
  constexpr std::uint64_t PerPair = 2; // of Z3's units
  const std::vector<Course> &All = Of.courses();
  std::vector<std::vector<long>> Literals;
  for (const CourseWay &Each : Of.ways())
    Literals.push_back(literals(Each.Conditions));
  std::set<unsigned> Out;
  for (unsigned A = 0; A < All.size(); ++A) {
    Z.charge(PerPair * A);
    for (unsigned B = 0; B < A; ++B) {
      if (All[A].Outcome == All[B].Outcome || contradict(Literals[A], Literals[B]))
        continue;
      std::vector<z3::expr> Both = Of.ways()[A].Conditions;
      Both.insert(Both.end(), Of.ways()[B].Conditions.begin(), Of.ways()[B].Conditions.end());
      if (Z.satisfiable(S.axioms(), Both) != Answer::No)
        Out.insert({A, B});
    }
  }
  return {Out.begin(), Out.end()};
}

} // namespace kverdict
