// One question in one state has one answer.
#include "simulate/Answers.h"
#include "testing/Program.h"

using testing::IsEmpty;
using testing::SizeIs;

namespace kverdict {
namespace {

std::vector<Assumption> answersOf(const std::string &Text, const std::vector<std::uint64_t> &Results,
                                  const std::string &Callee = "ask") {
  Program P(Text);
  Witness W = withArguments({scalar(0x5000, 64)});
  W.Start.Objects = {{0x5000, 4, "*p"}};
  W.Start.Memory = {{0x5000, 0, 32, 1, "*p", "1"}};
  for (const std::uint64_t Each : Results)
    W.Calls.push_back({Callee, scalar(Each), {}, {}});
  const kverdict::Run R = P.run("f", W);
  EXPECT_EQ(R.End, RunEnd::Returned) << R.Reason;
  return twoAnswers({&R});
}

TEST(Answers, TwoToOneQuestionAreTold) {
  const std::string Twice = "int ask(const int *); int f(int *p) { return ask(p) + ask(p); }";
  EXPECT_THAT(answersOf(Twice, {1, 1}), IsEmpty());
  const auto Two = answersOf(Twice, {1, 0});
  ASSERT_THAT(Two, SizeIs(1));
  EXPECT_EQ(Two[0].Text, "ask() may give two answers in one state");
  EXPECT_EQ(Two[0].What, Assumption::Kind::Guessed);
}

TEST(Answers, OtherArgumentsOrMemoryAreAnotherQuestion) {
  EXPECT_THAT(answersOf("int ask(int); int f(int *p) { return ask(1) + ask(2); }", {1, 0}), IsEmpty());
  EXPECT_THAT(answersOf("int ask(const int *); int f(int *p) { int a = ask(p); *p = 2; return a + ask(p); }", {1, 0}),
              IsEmpty());
  EXPECT_THAT(answersOf("int ask(int *); int f(int *p) { return ask(p) + ask(p); }", {1, 0}), IsEmpty())
      << "it may have written what it looks at";
  EXPECT_THAT(
      answersOf("int ask(const int *); int f(int *p) { int l = 1, a = ask(&l); l = 2; return a + ask(&l); }", {1, 0}),
      IsEmpty());
}

TEST(Answers, LocalsAreWhatTheyHold) {
  EXPECT_THAT(answersOf("int ask(const int *); int f(int *p) { int a = 1, b = 1; return ask(&a) + ask(&b); }", {1, 0}),
              SizeIs(1));
}

TEST(Answers, WhatAnswersAnewMayDoSo) {
  EXPECT_THAT(answersOf("int get_random_u32(void); int f(int *p) { return get_random_u32() + get_random_u32(); }",
                        {1, 0}, "get_random_u32"),
              IsEmpty());
}

TEST(Answers, OfSeveralRunsFromOneState) {
  Program P("int ask(const int *); int f(int *p) { return ask(p); } int g(const int *p) { return !ask(p); }");
  Witness W = withArguments({scalar(0x5000, 64)});
  W.Start.Objects = {{0x5000, 4, "*p"}};
  W.Calls = {{"ask", scalar(1), {}, {}}};
  const kverdict::Run One = P.run("f", W), Same = P.run("g", W);
  EXPECT_THAT(twoAnswers({&One, &Same}), IsEmpty());
  W.Calls = {{"ask", scalar(0), {}, {}}};
  const kverdict::Run Other = P.run("g", W);
  EXPECT_THAT(twoAnswers({&One, &Other}), SizeIs(1));
}

TEST(Answers, AssemblyIsAskedByItsText) {
  Program P("int f(int *p) { int a, b; asm(\"movl %1, %0\" : \"=r\"(a) : \"m\"(*p));"
            " asm(\"movl %1, %0\" : \"=r\"(b) : \"m\"(*p)); return a == b; }");
  Witness W = withArguments({scalar(0x5000, 64)});
  W.Start.Objects = {{0x5000, 4, "*p"}};
  CallOutcome First{"asm", {}, {}, {{0, scalar(1)}}}, Second{"asm", {}, {}, {{0, scalar(2)}}};
  W.Calls = {First, First};
  const kverdict::Run Same = P.run("f", W);
  EXPECT_THAT(twoAnswers({&Same}), IsEmpty());
  W.Calls = {First, Second};
  const kverdict::Run Two = P.run("f", W);
  EXPECT_THAT(twoAnswers({&Two}), SizeIs(1));
}

} // namespace
} // namespace kverdict
