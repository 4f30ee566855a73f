// Tables of small functions, as a person would write them.
#include "explore/table/Decisions.h"
#include "testing/Explored.h"

using testing::ElementsAre;

namespace kverdict {
namespace {

std::string text(const GuardAnswer &G) {
  std::string Text = G.Text + (G.What == GuardAnswer::Kind::Null ? " == NULL" : "");
  return (G.Holds ? Text : "!(" + Text + ")") + (G.Where.empty() ? "" : " (" + G.Where + ")");
}

/// Each row as "guard; guard -> verdict"; in their order.
std::vector<std::string> decided(const std::string &Text, const std::string &Function = "f") {
  Explored E(Text);
  const Rules NoRules;
  std::vector<std::string> Out;
  for (const Decision &Each : decisionsOf(E.unit(), NoRules, Function).Rows) {
    Row Only = Each.Is;
    Only.Conditions.clear();
    for (const GuardAnswer &G : Each.Guards)
      Only.Conditions.push_back(text(G));
    Only.State.reset();
    Out.push_back((Each.Proved ? "" : "unproved: ") + Explored::line(Only) +
                  (Each.Returns.empty() ? "" : " (" + Each.Returns + ")"));
  }
  return Out;
}

TEST(Decisions, GuardsThatEndTheFunctionAreARowEach) {
  EXPECT_THAT(
      decided("int f(u32 flags, int a, int b)\n{\n\tif (flags & 3)\n\t\treturn -14;\n\tif (a && !b)\n\t\treturn -22;\n"
              "\tif ((flags & 8) && a > 7)\n\t\treturn -1;\n\treturn 0;\n}\n"),
      ElementsAre("flags & 3 -> -14", "a; !(b) -> -22", "flags & 8; a > 7 -> -1", "-> 0"));
}

TEST(Decisions, BranchesThatMeetAgain) {
  EXPECT_THAT(
      decided(
          "int f(u32 flags, int a, int b)\n{\n\tif (flags & 1) {\n\t\tif (a)\n\t\t\treturn -1;\n\t\tif (flags & 2)\n"
          "\t\t\treturn -2;\n\t} else if (b) {\n\t\treturn -3;\n\t}\n\tif (flags & 4)\n\t\treturn -4;\n\treturn "
          "0;\n}\n"),
      ElementsAre("flags & 1; a -> -1", "flags & 1; flags & 2 -> -2", "!(flags & 1); b -> -3", "flags & 4 -> -4",
                  "-> 0"));
}

/// What callees ask is no guard of the function, but where they come to more than it tells.
TEST(Decisions, APredicateIsOneGuard) {
  const std::string Odd = "static _Bool odd(u32 n)\n{\n\tif (n > 100)\n\t\treturn 0;\n\tif (n == 7)\n\t\treturn 1;\n"
                          "\treturn n == 9 || n == 3;\n}\n";
  EXPECT_THAT(
      decided(Odd + "int f(u32 n, int a) { if (!odd(n)) return -1; if (a && odd(n + 2)) return -2; return 0; }"),
      ElementsAre("!(odd(n)) -> -1", "a; odd(n + 2) -> -2", "-> 0"));
  EXPECT_THAT(decided(Odd + "_Bool f(u32 n, int a) { return a && odd(n); }"),
              ElementsAre("a; odd(n) -> true", "-> false"));
  EXPECT_THAT(
      decided(
          "static int may(u32 n)\n{\n\tif (n > 100)\n\t\treturn -7;\n\tif (n == 7)\n\t\treturn -1;\n\treturn 0;\n}\n"
          "int f(u32 n, int a)\n{\n\tint error = may(n);\n\tif (error)\n\t\treturn error;\n\tif (a)\n\t\treturn "
          "-2;\n\treturn 0;\n}\n"),
      ElementsAre("n > 100 -> -7", "error -> -1", "a -> -2", "-> 0"));
}

/// What a macro asks of one thing and another has one name.
TEST(Decisions, AMacroIsOneGuard) {
  const std::string Macros = "struct n { u32 sb, fl, mode; };\n#define SYNC(i) (((i)->sb & 16) || ((i)->fl & 1))\n"
                             "#define OKAY(i) (!((i)->sb & 4) && (i)->fl != 7)\n"
                             "#define NOT(i) (!(((i)->sb & 4) && (i)->fl == 7))\n"
                             "#define MIXED(i) ((((i)->sb & 4) || (i)->fl == 7) && !((i)->mode & 2))\n";
  const auto rows = [&](const std::string &Body) { return decided(Macros + "int f(struct n *i) { " + Body + " }\n"); };
  EXPECT_THAT(rows("if (SYNC(i)) return 1; if ((i->mode & 4) && OKAY(i)) return 2; return 0;"),
              ElementsAre("SYNC(i) -> 1", "i->mode & 4; OKAY(i) -> 2", "-> 0"));
  EXPECT_THAT(rows("if (!OKAY(i)) return -1; return 0;"), ElementsAre("OKAY(i) -> 0", "-> -1"));
  EXPECT_THAT(rows("if (NOT(i)) return -1; return 0;"), ElementsAre("!(NOT(i)) -> 0", "-> -1"));
  EXPECT_THAT(rows("if (MIXED(i)) return -1; return 0;"), ElementsAre("!(MIXED(i)) -> 0", "-> -1"));
  EXPECT_THAT(rows("if (!MIXED(i)) return -1; if (NOT(i) || !SYNC(i)) return -2; return 0;"),
              ElementsAre("!(MIXED(i)) -> -1", "NOT(i) -> -2", "-> 0"));
  EXPECT_THAT(rows("return SYNC(i);"), ElementsAre("!(SYNC(i)) -> 0", "-> 1"));
  EXPECT_THAT(rows("return SYNC(i) && i->mode;"), ElementsAre("SYNC(i); i->mode -> 1", "-> 0"));
  EXPECT_THAT(rows("for (int k = 0; k < 2; k++) { if (SYNC(i)) return k; i->fl = i->mode; } return 5;"),
              ElementsAre("SYNC(i) (time 1) -> 0", "SYNC(i) (time 2) -> 1", "-> 5"));
}

/// What is returned is asked on a path that knows the answer, too.
TEST(Decisions, AnAnswerThatAPathKnows) {
  EXPECT_THAT(decided("_Bool f(u32 a, u32 b, u32 c) {\n\tif (a & 1) {\n\t\tif (b)\n\t\t\treturn 0;\n\t}\n\treturn c && "
                      "a & 5;\n}\n"),
              ElementsAre("a & 1; b -> false", "c; a & 5 -> true", "-> false"));
}

/// A local of the function's own making is not what decides.
TEST(Decisions, ALocalThatHoldsWhatWasAskedIsNoGuard) {
  EXPECT_THAT(decided("int f(int a, int b)\n{\n\t_Bool may = 0;\n\tif (a > b)\n\t\tmay = 1;\n\tif (may)\n\t\treturn "
                      "0;\n\treturn -1;\n}\n"),
              ElementsAre("a > b -> 0", "-> -1"));
}

/// A function that only hands on what another one says has the other's guards.
TEST(Decisions, AWrapperHasTheGuardsOfWhatItWraps) {
  EXPECT_THAT(
      decided("static _Bool odd(u32 n) { if (n > 100) return 0; return n == 7; }\n_Bool f(u32 n) { return odd(n); }"),
      ElementsAre("!(n > 100); odd(n) -> true", "-> false"));
}

TEST(Decisions, CasesOfASwitch) {
  EXPECT_THAT(
      decided("int f(int a)\n{\n\tswitch (a) {\n\tcase 1:\n\tcase 4:\n\t\treturn -1;\n\tcase 2 ... 3:\n\t\treturn -2;\n"
              "\tdefault:\n\t\treturn 0;\n\t}\n}\n"),
      ElementsAre("a == 1 || a == 4 -> -1", "a >= 2 && a <= 3 -> -2", "-> 0"));
}

/// The default of one is not the default of the other.
TEST(Decisions, TwoSwitchesOverOneValue) {
  EXPECT_THAT(decided("int f(int a, int b)\n{\n\tif (b)\n\t\tswitch (a) {\n\t\tcase 1:\n\t\t\treturn -1;\n\t\t}\n"
                      "\tswitch (a) {\n\tcase 1:\n\tcase 2:\n\t\treturn -2;\n\t}\n\treturn 0;\n}\n"),
              ElementsAre("b; a == 1 (line 5) -> -1", "a == 2 || a == 1 (line 9) -> -2", "-> 0"));
}

/// One text that asks two things says which is meant.
TEST(Decisions, OneTextOfTwoQuestions) {
  const std::vector<std::string> Rows = decided("int g(int); int h(int);\nint f(int a)\n{\n\tint error = g(a);\n\tif "
                                                "(error)\n\t\treturn -1;\n\terror = h(a);\n\tif (error)\n"
                                                "\t\treturn -2;\n\treturn 0;\n}\n");
  EXPECT_THAT(Rows, ElementsAre("error (line 6) -> -1", "error (line 9) -> -2", "-> 0"));
}

TEST(Decisions, WhatIsUndefinedSaysWhere) {
  EXPECT_THAT(decided("struct s { int n; struct s *next; };\nint f(struct s *p)\n{\n\tif (p->n)\n\t\treturn -1;\n\tif "
                      "(p->next)\n\t\treturn 0;\n"
                      "\treturn p->next->n;\n}\n"),
              ElementsAre("p->n -> -1", "p->next -> 0", "-> undefined: null dereference of p->next"));
  EXPECT_THAT(
      decided(
          "int f(int a, int b)\n{\n\tif (b > 3)\n\t\treturn -1;\n\tif (b + a > 7)\n\t\treturn -2;\n\treturn 0;\n}\n")
          .size(),
      4u);
}

/// Of what is returned as it came, the rows say so.
TEST(Decisions, AValueThatIsHandedOn) {
  EXPECT_THAT(decided("int g(void);\nint f(int a)\n{\n\tint error = g();\n\tif (error)\n\t\treturn error;\n\tif (a == "
                      "5)\n\t\treturn a;\n\treturn 0;\n}\n"),
              ElementsAre("error -> 1 (error)", "a == 5 -> 5", "-> 0"));
}

TEST(Decisions, OneRowForAllStates) {
  EXPECT_THAT(decided("int f(int a)\n{\n\tif (a)\n\t\treturn 0;\n\treturn 0;\n}\n"), ElementsAre("a -> 0", "-> 0"))
      << "two returns";
  EXPECT_THAT(decided("int f(int a)\n{\n\tint r = 0;\n\tif (a)\n\t\tr = 0;\n\treturn r;\n}\n"), ElementsAre("-> 0"));
}

/// A state in which two names are of one object is looked for where there is no other, and marked.
TEST(Decisions, ARowThatOnlyOneObjectLeadsTo) {
  Explored E("struct s { struct s *parent; int n; };\nint f(struct s *p)\n{\n\tif (p->n || p->parent->n)\n\t\treturn "
             "-1;\n\tif (p == "
             "p->parent)\n"
             "\t\treturn -16;\n\treturn 0;\n}\n");
  const Rules NoRules;
  const Decisions D = decisionsOf(E.unit(), NoRules, "f");
  ASSERT_EQ(D.Rows.size(), 3u);
  for (const Decision &Each : D.Rows) {
    EXPECT_TRUE(Each.Is.State) << Each.Is.Unfound;
    EXPECT_EQ(Each.Tried, Each.Is.Verdict != "-16");
  }
}

/// The state of each row is in it, and leads where it says.
TEST(Decisions, TheExamplesAreOfTheirRows) {
  Explored E(
      "int f(u8 a, u8 b)\n{\n\tif (a > 3 && b)\n\t\treturn -1;\n\tif (a == 2)\n\t\treturn -2;\n\treturn 0;\n}\n");
  const Rules NoRules;
  for (const Decision &Each : decisionsOf(E.unit(), NoRules, "f").Rows) {
    ASSERT_TRUE(Each.Is.State);
    const std::vector<Match> Found = E.explorer().matching("f", Each.Is.State->Concrete);
    ASSERT_EQ(Found.size(), 1u);
    EXPECT_EQ(Found[0].Result, Each.Is.Result);
  }
}

} // namespace
} // namespace kverdict
