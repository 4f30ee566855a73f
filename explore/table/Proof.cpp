#include "explore/table/Proof.h"

#include <algorithm>
#include <map>
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

/// Whether a test holds of a course; nothing if the course does not ask it.
static std::optional<bool> holds(const GuardTest &Test, const std::map<unsigned, unsigned> &Answers) {
  const auto Its = Answers.find(Test.Guard);
  if (Its == Answers.end())
    return std::nullopt;
  return std::find(Test.Values.begin(), Test.Values.end(), Its->second) != Test.Values.end();
}

/// Whether all tests of a row hold, read as far as they do; nothing if one that is read is not asked.
static std::optional<bool> holds(const ListedRow &Row, const std::map<unsigned, unsigned> &Answers) {
  for (const GuardTest &Each : Row.Tests)
    if (const auto Is = holds(Each, Answers); !Is || !*Is)
      return Is;
  return true;
}

bool holdAll(const std::vector<ListedRow> &Rows, const std::vector<Course> &All) {
  std::vector<int> RowOf(All.size(), -1);
  for (size_t I = 0; I < Rows.size(); ++I)
    for (unsigned Each : Rows[I].Courses) {
      if (RowOf[Each] >= 0 || All[Each].Outcome != All[Rows[I].Courses[0]].Outcome ||
          (All[Each].Alone && Rows[I].Courses.size() > 1))
        return false;
      RowOf[Each] = static_cast<int>(I);
    }
  for (size_t C = 0; C < All.size(); ++C) {
    const std::map<unsigned, unsigned> Answers(All[C].Asked.begin(), All[C].Asked.end());
    if (RowOf[C] < 0)
      return false;
    for (int I = 0; I < RowOf[C]; ++I)
      if (Rows[I].Told && holds(Rows[I], Answers) != std::optional(false))
        return false;
    if (holds(Rows[RowOf[C]], Answers) != std::optional(true))
      return false;
  }
  return true;
}

} // namespace kverdict
