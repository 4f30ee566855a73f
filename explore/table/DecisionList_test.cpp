// The list of rows, held against the ways that it was made of.
#include "explore/table/DecisionList.h"
#include "explore/table/Proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>

namespace kverdict {
namespace {

using testing::ElementsAre;

/// As a reader does: the first row that holds. Fails if a test is come to that the course does not ask.
int rowOf(const std::vector<ListedRow> &Rows, const Course &Of) {
  const std::map<unsigned, unsigned> Values(Of.Asked.begin(), Of.Asked.end());
  for (size_t I = 0; I < Rows.size(); ++I) {
    const bool Holds = std::all_of(Rows[I].Tests.begin(), Rows[I].Tests.end(), [&](const GuardTest &Each) {
      const auto Found = Values.find(Each.Guard);
      EXPECT_NE(Found, Values.end()) << "row " << I << " reads guard " << Each.Guard << ", which the course never asks";
      return Found != Values.end() && std::count(Each.Values.begin(), Each.Values.end(), Found->second);
    });
    if (Holds)
      return static_cast<int>(I);
  }
  return -1;
}

/// "0=1 1=0 -> 3" for a row.
std::vector<std::string> lines(const std::vector<Course> &All, const DecisionList &List) {
  std::vector<std::string> Out;
  for (const ListedRow &Row : List.rows()) {
    std::string Line;
    for (const GuardTest &Each : Row.Tests) {
      Line += std::to_string(Each.Guard) + "=";
      for (unsigned Value : Each.Values)
        Line += std::to_string(Value);
      Line += " ";
    }
    Out.push_back(Line + (Row.Told ? "-> " : "?> ") + std::to_string(All[Row.Courses[0]].Outcome));
  }
  return Out;
}

std::vector<std::string> listed(const std::vector<Course> &All, std::vector<unsigned> Depths) {
  return lines(All, DecisionList(All, std::move(Depths)));
}

/// `if (0) return 0; if (1 && 2) return 1; return 2;`
TEST(DecisionList, AGuardThatWasLeftBehindIsNotSaidAgain) {
  const std::vector<Course> All = {
      {{{0, 1}}, 0}, {{{0, 0}, {1, 1}, {2, 1}}, 1}, {{{0, 0}, {1, 1}, {2, 0}}, 2}, {{{0, 0}, {1, 0}}, 2}};
  EXPECT_THAT(listed(All, {0, 0, 0}), ElementsAre("0=1 -> 0", "1=1 2=1 -> 1", "-> 2"));
}

/// `if (0) { if (1) return 0; } else if (2) return 1; return 2;`
TEST(DecisionList, AGuardIsNotReadWhereTheFunctionDoesNotAskIt) {
  const std::vector<Course> All = {
      {{{0, 1}, {1, 1}}, 0}, {{{0, 1}, {1, 0}}, 2}, {{{0, 0}, {2, 1}}, 1}, {{{0, 0}, {2, 0}}, 2}};
  EXPECT_THAT(listed(All, {0, 0, 0}), ElementsAre("0=1 1=1 -> 0", "0=0 2=1 -> 1", "-> 2"));
}

/// Guard 1 is a callee's: guard 0 is what it comes to, but where the outcomes are two.
TEST(DecisionList, DeepGuardsStandOnlyWhereTheyMatter) {
  const std::vector<Course> Plain = {
      {{{1, 1}, {0, 1}}, 0}, {{{1, 0}, {2, 1}, {0, 1}}, 0}, {{{1, 0}, {2, 0}, {0, 0}}, 1}};
  EXPECT_THAT(listed(Plain, {0, 1, 1}), ElementsAre("0=1 -> 0", "-> 1"));
  const std::vector<Course> Matters = {
      {{{1, 1}, {0, 1}}, 0}, {{{1, 0}, {2, 1}, {0, 1}}, 1}, {{{1, 0}, {2, 0}, {0, 0}}, 2}};
  EXPECT_THAT(listed(Matters, {0, 1, 1}), ElementsAre("1=1 -> 0", "0=1 -> 1", "-> 2"));
}

TEST(DecisionList, CasesThatComeToTheSameAreOneRow) {
  const std::vector<Course> All = {{{{0, 0}}, 7}, {{{0, 1}}, 8}, {{{0, 2}}, 7}, {{{0, 3}}, 9}};
  EXPECT_THAT(listed(All, {0}), ElementsAre("0=02 -> 7", "0=1 -> 8", "-> 9"));
}

TEST(DecisionList, WhatNoGuardTellsIsSaid) {
  const std::vector<Course> All = {{{{0, 1}}, 0}, {{{0, 1}}, 1}, {{{0, 0}}, 2}};
  const std::vector<std::string> Lines = listed(All, {0});
  EXPECT_THAT(Lines, ElementsAre("0=1 ?> 0", "0=1 -> 1", "-> 2"));
}

TEST(DecisionList, ACourseThatMustStandAloneDoes) {
  std::vector<Course> All = {{{{0, 1}}, 0}, {{{0, 0}, {1, 1}}, 0}, {{{0, 0}, {1, 0}}, 0}};
  EXPECT_THAT(listed(All, {0, 0}), ElementsAre("-> 0"));
  All[1].Alone = true;
  EXPECT_THAT(listed(All, {0, 0}), ElementsAre("0=0 1=1 ?> 0", "-> 0"));
}

/// A graph of questions, in which parts are shared, and all ways through it.
class Graph {
public:
  explicit Graph(unsigned Seed) : R(Seed) {
    Guards = 2 + below(7);
    Outcomes = 2 + below(3);
    for (unsigned I = 0; I < Guards; ++I) {
      Depths.push_back(below(4) == 0);
      Next.emplace_back();
      // Further down, or to an outcome: numbers from Guards on.
      for (unsigned Values = below(5) == 0 ? 3 : 2; Values--;)
        Next.back().push_back(I + 1 + below(below(2) ? 3 : Guards - I + Outcomes - 1));
    }
    walk(0, {});
  }

  std::vector<unsigned> Depths;
  std::vector<Course> Ways;

private:
  unsigned below(unsigned Most) { return R() % Most; }

  void walk(unsigned At, std::vector<std::pair<unsigned, unsigned>> Asked) {
    if (At >= Guards) {
      Ways.push_back({std::move(Asked), (At - Guards) % Outcomes});
      return;
    }
    for (unsigned Value = 0; Value < Next[At].size(); ++Value) {
      auto More = Asked;
      More.push_back({At, Value});
      walk(Next[At][Value], std::move(More));
    }
  }

  std::mt19937 R;
  unsigned Guards, Outcomes;
  std::vector<std::vector<unsigned>> Next;
};

TEST(DecisionList, HoldsEachWayOfManyGraphs) {
  size_t Rows = 0, Ways = 0;
  for (unsigned Seed = 0; Seed < 3000; ++Seed) {
    const Graph G(Seed);
    const DecisionList List(G.Ways, G.Depths);
    for (unsigned I = 0; I < G.Ways.size(); ++I) {
      const int Row = rowOf(List.rows(), G.Ways[I]);
      ASSERT_GE(Row, 0) << "seed " << Seed;
      const ListedRow &Its = List.rows()[Row];
      ASSERT_TRUE(Its.Told) << "seed " << Seed << ": the guards tell all ways of a graph apart";
      ASSERT_EQ(G.Ways[Its.Courses[0]].Outcome, G.Ways[I].Outcome) << "seed " << Seed;
      ASSERT_TRUE(std::count(Its.Courses.begin(), Its.Courses.end(), I)) << "seed " << Seed;
    }
    ASSERT_TRUE(holdAll(List.rows(), G.Ways)) << "seed " << Seed;
    ASSERT_LE(List.rows().size(), G.Ways.size());
    Rows += List.rows().size(), Ways += G.Ways.size();
  }
  EXPECT_LT(Rows * 2, Ways) << "rows that say no less";
}

/// Each thing that may be wrong with rows is seen.
TEST(DecisionList, RowsThatDoNotHoldAreSeen) {
  const std::vector<Course> All = {{{{0, 1}}, 0}, {{{0, 0}, {1, 1}}, 1}, {{{0, 0}, {1, 0}}, 0}};
  const GuardTest First{0, {1}}, Second{1, {1}}, Not{1, {0}};
  EXPECT_TRUE(holdAll({{{First}, {0}}, {{Second}, {1}}, {{}, {2}}}, All));
  EXPECT_FALSE(holdAll({{{Second}, {1}}, {{}, {0, 2}}}, All)) << "the first course never asks the second guard";
  EXPECT_FALSE(holdAll({{{First}, {0}}, {{}, {1, 2}}}, All)) << "two outcomes";
  EXPECT_FALSE(holdAll({{{First}, {0}}, {{Second}, {1}}}, All)) << "a course in no row";
  EXPECT_FALSE(holdAll({{{First}, {0}}, {{Second}, {1}}, {{First}, {2}}}, All))
      << "a course that its row does not hold";
  EXPECT_FALSE(holdAll({{{First}, {0}}, {{}, {2}}, {{Second}, {1}}}, All)) << "a course that a row above holds";
  EXPECT_TRUE(holdAll({{{{0, {0}}, Second}, {1}, false}, {{}, {0, 2}}}, All)) << "what is not told is in no row below";
}

} // namespace
} // namespace kverdict
