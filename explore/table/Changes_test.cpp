// Words of rows that could be taken for another value than the one that is asked for, and what rows rest on.
#include "explore/table/Decisions.h"
#include "testing/Explored.h"

using testing::ElementsAre;
using testing::IsEmpty;

namespace kverdict {
namespace {

const std::string Head = "struct t { int n; };\nstruct s { int x, y; struct s *next; struct t in; int arr[3]; };\n"
                         "struct r { int x; };\n#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))\n"
                         "void opaque(void); void use(struct s *); void look(const struct s *); int get(int);\n"
                         "static void put(struct s *p) { p->x = 3; }\nextern int count;\n";

Decisions decided(const std::string &Text) {
  Explored E(Head + Text);
  const Rules NoRules;
  return decisionsOf(E.unit(), NoRules, "f");
}

/// "line 3" of a function, which stands behind Head and a line of Explored's.
std::string counted(const std::string &Where) {
  unsigned Line = 0;
  int End = 0;
  if (std::sscanf(Where.c_str(), "line %u%n", &Line, &End) != 1)
    return Where;
  return "line " + std::to_string(Line - 1 - std::count(Head.begin(), Head.end(), '\n')) + Where.substr(End);
}

/// The guards of all rows that say where they are asked, each once.
std::vector<std::string> placed(const std::string &Parameters, const std::string &Body) {
  std::set<std::string> Out;
  for (const Decision &Each : decided("int f(" + Parameters + ") {\n" + Body + "\nreturn 0; }\n").Rows)
    for (const GuardAnswer &G : Each.Guards)
      if (!G.Where.empty())
        Out.insert(G.Text + " (" + counted(G.Where) + ")");
  return {Out.begin(), Out.end()};
}

std::vector<std::string> assumed(const std::string &Parameters, const std::string &Body) {
  return decided("int f(" + Parameters + ") {\n" + Body + "\nreturn 0; }\n").Assumed;
}

TEST(Changes, AParameterThatIsSetAgain) {
  EXPECT_THAT(placed("u32 a, u32 b", "if (a > 5) return -1;\na = b;\nif (a > 7) return -2;"),
              ElementsAre("a > 7 (line 4)"));
  EXPECT_THAT(
      placed("u32 a, u32 b, int c", "if (c) {\nif (a > 3) return -1;\nreturn 0; }\na = b;\nif (a > 3) return -1;"),
      ElementsAre("a > 3 (line 3)", "a > 3 (line 6)"));
  EXPECT_THAT(placed("u32 a, u32 b, int c", "if (c)\na = b;\nif (a > 3) return -1;"), ElementsAre("a > 3 (line 4)"));
  EXPECT_THAT(placed("u32 a", "a &= 7;\nif (a > 3) return -1;"), ElementsAre("a > 3 (line 3)"));
  EXPECT_THAT(placed("u32 a", "if (a++ > 3) return -1;\nif (a > 2) return -2;"), ElementsAre("a > 2 (line 3)"));
  EXPECT_THAT(placed("struct s *p", "p = p->next;\nif (!p) return -1;\nif (p->x) return -2;"),
              ElementsAre("p (line 3)", "p->x (line 4)"));
  EXPECT_THAT(placed("u32 a, u32 b", "b = a;\nif (a > 3) return -1;\na = 4;"), IsEmpty());
  EXPECT_THAT(placed("u32 a, u32 b, int c", "if (c) { a = b; return a; }\nif (a > 3) return -1;"), IsEmpty());
}

TEST(Changes, MemoryThatIsWritten) {
  EXPECT_THAT(placed("struct s *p", "p->x = p->y;\nif (p->x > 3) return -1;\nif (p->y == 2) return -2;"),
              ElementsAre("p->x > 3 (line 3)"));
  EXPECT_THAT(placed("struct s *p, struct r *q", "q->x = 3;\nif (p->x > 3) return -1;"), IsEmpty()) << "another x";
  EXPECT_THAT(placed("struct s *p, struct t t", "p->in = t;\nif (p->in.n > 3) return -1;\nif (t.n > 5) return -2;"),
              ElementsAre("p->in.n > 3 (line 3)"));
  EXPECT_THAT(placed("struct s *p, struct s *q", "*p = *q;\nif (p->x) return -1;"), ElementsAre("p->x (line 3)"));
  EXPECT_THAT(placed("u32 *p, u32 a", "*p = a;\nif (*p > 3) return -1;"), ElementsAre("*p > 3 (line 3)"));
  EXPECT_THAT(placed("struct s *p, u32 a", "p->arr[1] = a;\nif (p->arr[1] > 3) return -1;"),
              ElementsAre("p->arr[1] > 3 (line 3)"));
  EXPECT_THAT(placed("int a", "count = a;\nif (count > 3) return -1;"), ElementsAre("count > 3 (line 3)"));
  EXPECT_THAT(placed("struct s *p, struct s *q", "put(q);\nif (p->x > 4) return -1;"),
              ElementsAre("p->x > 4 (line 3)"));
  EXPECT_THAT(placed("struct s *p", "if (p->x > 5) return -1;\nuse(p);\nif (p->x > 7) return -2;"),
              ElementsAre("p->x > 5 (line 2)", "p->x > 7 (line 4)"));
}

TEST(Changes, ALocalThatIsSetTwice) {
  EXPECT_THAT(placed("u32 a, u32 b", "u32 t = a;\nif (t > 3) return -1;\nt = b;\nif (t > 5) return -2;"),
              ElementsAre("t > 3 (line 3)", "t > 5 (line 5)"));
  EXPECT_THAT(placed("u32 a, u32 b, int c", "u32 t = a;\nif (c) t = b;\nif (t > 3) return -1;\nif (t > 5) return -2;"),
              IsEmpty())
      << "at both it is one";
  EXPECT_THAT(placed("u32 a", "u32 t = a;\nif (t > 3) return -1;\nif (t == 2) return -2;"), IsEmpty());
}

/// What stands in one line says where in it, also if it means something else at each place.
TEST(Changes, TwoPlacesInALine) {
  EXPECT_THAT(placed("struct s *p", "if (p->x) return -1; p->x = p->y; if (p->x) return -2;"),
              ElementsAre("p->x (line 2, column 39)", "p->x (line 2, column 5)"));
}

/// A name that the function does not have.
TEST(Changes, ACalleesWords) {
  EXPECT_THAT(decided("static int odd(u32 m) { m += 3; if (m > 7) return -3; if (m == 5) return -4; return 0; }\n"
                      "int f(u32 a) { return odd(a); }\n")
                  .Rows[0]
                  .Guards[0]
                  .Where,
              testing::StartsWith("in odd()"));
}

TEST(Changes, TwoNamesOfOneObject) {
  const std::string P = "struct s *p, struct s *q";
  EXPECT_THAT(assumed(P, "if (p->x == 3) return -1; q->x = 3; if (p->x == 3) return -2;"),
              ElementsAre("`p` and `q` are different objects"));
  EXPECT_THAT(assumed(P, "p->x = 3; q->x = 4; if (p->x == 3) return -1;"),
              ElementsAre("`p` and `q` are different objects"));
  EXPECT_THAT(assumed(P, "if (p->x == 3) return -1; q->y = 3; if (p->x == 4) return -2;"), IsEmpty());
  EXPECT_THAT(assumed(P, "q->x = 3; if (p->y) return -1; if (p->x == 3 && p->y) return -2;"), IsEmpty())
      << "the rows are the same where they are one";
}

/// Without a body, a callee that gets no pointer is taken not to write, and nobody else to write meanwhile.
TEST(Changes, WhatIsTakenToStayAsItIs) {
  const std::string P = "struct s *p";
  EXPECT_THAT(assumed(P, "if (p->x) return -1; opaque(); if (p->x) return -2;"),
              ElementsAre("`p->x` is not written between two reads of it, by opaque(), or others"));
  EXPECT_THAT(assumed(P, "if (p->x > 7) return -1; if (get(3)) return -3; if (p->x > 3) return -2;"),
              ElementsAre("`p->x` is not written between two reads of it, by get(), or others"));
  EXPECT_THAT(assumed(P, "int x = p->x; if (x > 7) return -1; opaque(); if (x > 3) return -2;"), IsEmpty());
  EXPECT_THAT(assumed(P, "if (p->x) return -1; opaque(); if (p->y) return -2;"), IsEmpty());
  EXPECT_THAT(assumed(P, "if (p->x) return -1; use(p); if (p->x) return -2;"), IsEmpty()) << "two rows";
  EXPECT_THAT(assumed(P, "if (p->x) return -1; __asm__ volatile(\"\" : : : \"memory\"); if (p->x) return -2;"),
              ElementsAre("`p->x` is not written between two reads of it, by others"));
  EXPECT_THAT(assumed(P, "if (READ_ONCE(p->x) > 7) return -1;\nif (READ_ONCE(p->x) > 3) return -2;"),
              ElementsAre("`READ_ONCE(p->x)` finds the same each time"));
  EXPECT_THAT(assumed(P + ", int a", "if (a) { if (READ_ONCE(p->x)) return -1; } else if (READ_ONCE(p->x)) return -2;"),
              IsEmpty());
  EXPECT_THAT(assumed(P, "if (READ_ONCE(p->x) > 7) return -1; if (READ_ONCE(p->y) > 3) return -2;"), IsEmpty());
}

/// An example says what a call must have left for it.
TEST(Changes, WhatACallLeavesIsInTheExample) {
  const Decisions D = decided("int f(struct s *p) { if (p->x) return -1; use(p); if (p->x) return -2; return 0; }\n");
  ASSERT_EQ(D.Rows.size(), 3u);
  for (const Decision &Each : D.Rows) {
    ASSERT_TRUE(Each.Is.State);
    EXPECT_EQ(Each.Is.State->Calls.size(), Each.Is.Verdict == "-2") << Each.Is.Verdict;
    if (Each.Is.Verdict == "-2")
      EXPECT_EQ(Each.Is.State->Calls[0], "p->x = 1 (after use())");
  }
}

/// A register has no address, whatever it is called; what is set once, when the kernel starts, stays.
TEST(Changes, WhatNobodyCanWrite) {
  EXPECT_THAT(decided("register unsigned long sp __asm__(\"rsp\");\nint f(unsigned long *p) { if (*p == 3) return -1; "
                      "__asm__ volatile(\"\" : \"+r\"(sp)); if (*p == 3) return -2; return 0; }\n")
                  .Assumed,
              IsEmpty());
  EXPECT_THAT(
      decided("int base __attribute__((section(\".data..ro_after_init\")));\nint f(void) { if (base > 7) return -1; "
              "opaque(); if (base > 3) return -2; return 0; }\n")
          .Assumed,
      IsEmpty());
}

/// A member has the name of a parameter.
TEST(Changes, AMemberIsNoParameter) {
  EXPECT_THAT(placed("struct s *p, int x", "p->x = 3;\nif (x > 3) return -1;"), IsEmpty());
  EXPECT_THAT(placed("struct s *p, struct s *x", "p->x = 3; if (!x->y) return -1; return x->next->y;"), IsEmpty());
}

} // namespace
} // namespace kverdict
