// What a call that is not looked into answers: the same to the same question in the same memory, in a contract as in
// the function; and what rests on an answer that somebody else settles.
#include "testing/Explored.h"

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace kverdict {
namespace {

/// A function f() and a contract of it.
class Contracted {
public:
  Contracted(const std::string &Text, const std::string &Requires, const std::string &Ensures = "result == 0")
      : E(Text, {}, extras(Requires, Ensures)) {}
  Reply ask() { return E.explorer().ask({"f", "req", "ens", {}}); }

private:
  static std::vector<Extra> extras(const std::string &Requires, const std::string &Ensures) {
    return {{Extra::Kind::Condition, "req", "f", false, {Requires, {"rules.yaml", 1, 1}}, {}},
            {Extra::Kind::Condition, "ens", "f", true, {Ensures, {"rules.yaml", 2, 1}}, {}}};
  }
  Explored E;
};

Reply asked(const std::string &Text, const std::string &Requires) { return Contracted(Text, Requires).ask(); }

/// What the witness rests on, in words.
std::vector<std::string> guessed(const Reply &R) {
  std::vector<std::string> Out;
  for (const Assumption &A : R.Broken ? R.Broken->Guessed : std::vector<Assumption>())
    Out.push_back(A.Text);
  return Out;
}

/// Two names for one object: asked, too.
TEST(Names, AContractThatFailsForOneObjectFails) {
  struct Case {
    const char *Text, *Requires, *Same;
  };
  for (const Case &C : {
           Case{
               "struct s { int a, b; }; int f(struct s *p, struct s *q) { p->a = 1; q->a = 0; return p->a ? 0 : -22; }",
               "1", "q = p"},
           Case{"int f(int *p, int *q) { *p = 1; return *q ? -22 : 0; }", "*q == 0", "q = p"},
           Case{"int g; int f(int *q) { *q = 1; return g ? -22 : 0; }", "!g", "q = &g"},
       }) {
    const Reply R = asked(C.Text, C.Requires);
    ASSERT_EQ(R.What, Reply::Kind::Violated) << C.Text;
    ASSERT_FALSE(R.Broken->Shown.empty());
    EXPECT_EQ(R.Broken->Shown[0].Place + " = " + R.Broken->Shown[0].Value, C.Same);
  }
}

TEST(Names, AContractThatHoldsForOneObjectHolds) {
  for (const char *Text :
       {"int f(int *p, int *q) { *p = 0; return *q ? -22 : 0; }",
        "struct s { int a, b; }; int f(struct s *p, struct s *q) { p->a = 1; return q->b ? -22 : 0; }",
        "int f(int *p, int *q) { int x = *q; *p = 1; return x ? -22 : 0; }"}) {
    const Reply R = asked(Text, llvm::StringRef(Text).contains("struct") ? "!q->b" : "!*q");
    EXPECT_EQ(R.What, Reply::Kind::Holds) << Text;
    EXPECT_THAT(R.Assumptions, IsEmpty()) << Text;
  }
}

/// What cannot be asked, since no state says it, is named.
TEST(Names, WhatIsNotAskedIsNamed) {
  const Reply R =
      asked("int *get(int); int f(int *p, int *q) { int *r = get(1); *r = 1; return *q ? -22 : 0; }", "!*q");
  EXPECT_EQ(R.What, Reply::Kind::Holds);
  ASSERT_EQ(R.Assumptions.size(), 1u);
  EXPECT_EQ(R.Assumptions[0].What, Assumption::Kind::DistinctObjects);
  const Reply Broken = asked("int f(int *p, int *q) { *p = 1; return *q == 7 ? -22 : 0; }", "1");
  EXPECT_EQ(Broken.What, Reply::Kind::Violated);
  ASSERT_EQ(Broken.Assumptions.size(), 1u);
  EXPECT_EQ(Broken.Assumptions[0].Text, "`p` and `q` are different objects");
}

/// A state in which a contract fails has the names that the contract has for values, and the function has none for.
/// A path on which a store may have hit what is read proves nothing.
TEST(Questions, AContractIsNotProvedByWhatIsNotExact) {
  for (const char *Text :
       {"int f(int *a, unsigned i) { int o = a[i]; a[0] = o + 1; return a[i] != o; }",
        "int f(int *a, unsigned i, unsigned k) { if (a[i] != 3) return 0; a[k] = 4; return a[i] != 3; }"}) {
    const Reply R = asked(Text, "1");
    EXPECT_EQ(R.What, Reply::Kind::Undecided) << Text;
    EXPECT_THAT(R.Reason, HasSubstr("variable index")) << Text;
  }
}

TEST(Questions, TheContractsNamesAreNamesOfValues) {
  struct Case {
    const char *Function, *Requires, *Shown;
  };
  const std::string Head = "#define LOCKED 0x800000\n#define SHARED 0x100000\n#define NODE 7\n"
                           "enum { FIRST = 3 }; struct m { int flags, node; unsigned mode; char name[8]; };\n"
                           "int ask(struct m *);\n";
  for (const Case &C : {
           Case{"int f(struct m *m) { return -22; }", "m->flags & LOCKED", "m->flags = LOCKED"},
           Case{"int f(struct m *m) { return -22; }", "(m->flags & (LOCKED | SHARED)) == (LOCKED | SHARED)",
                "m->flags = SHARED | LOCKED"},
           Case{"int f(struct m *m) { return m->flags & SHARED ? -22 : 0; }", "m->flags & LOCKED",
                "m->flags = SHARED | LOCKED"},
           Case{"int f(struct m *m, int node) { return -22; }", "node == NODE", "node = NODE"},
           Case{"int f(struct m *m) { return -22; }", "m->mode == FIRST", "m->mode = FIRST"},
           Case{"int f(struct m *m) { return -22; }", "m->name[0] == '/'", "m->name[0] = '/'"},
           Case{"int f(struct m *m, const char *s) { return -22; }", "*s == '\\''", "*s = '\\''"},
           Case{"int f(struct m *m, int c) { return -22; }", "c == '/'", "c = '/'"},
           Case{"int f(struct m *m) { return -22; }", "m->flags == 12345678", "m->flags = 12345678"},
       }) {
    const Reply R = asked(Head + C.Function, C.Requires);
    ASSERT_EQ(R.What, Reply::Kind::Violated) << C.Requires;
    ASSERT_FALSE(R.Broken->Shown.empty()) << C.Requires;
    EXPECT_EQ(R.Broken->Shown[0].Place + " = " + R.Broken->Shown[0].Value, C.Shown) << C.Requires;
  }
}

/// A state has a value of an enumeration where one serves, and another one where none does.
TEST(Questions, WhatIsOfAnEnumerationIsOneOfItsValues) {
  const std::string Head = "enum mode { SLOW = 2, FAST = 4, OFF = 6 };\n";
  const auto shownFor = [&](const std::string &Body) {
    const Reply R = asked(Head + "int f(enum mode m) { " + Body + " return 0; }", "1");
    return R.Broken && !R.Broken->Shown.empty() ? R.Broken->Shown[0].Value : "";
  };
  EXPECT_EQ(shownFor("if (m > 2) return -22;"), "FAST");
  EXPECT_EQ(shownFor("if (m != SLOW && m != FAST) return -22;"), "OFF");
  EXPECT_EQ(shownFor("if (m > OFF) return -22;"), "7");
}

TEST(Questions, AContractAndTheFunctionGetOneAnswer) {
  EXPECT_EQ(asked("int peek(int *); int f(int *s) { if (peek(s)) return -16; return 0; }", "!peek(s)").What,
            Reply::Kind::Holds);
  EXPECT_EQ(
      asked("int peek(const int *); int f(int *s) { if (peek(s)) return -16; *s = 1; return 0; }", "!peek(s)").What,
      Reply::Kind::Holds);
  EXPECT_EQ(asked("int may(int); int f(int a, int b) { if (b == a && may(b)) return -16; return 0; }", "!may(a)").What,
            Reply::Kind::Violated)
      << "b may be another number than a, as far as the names go";
}

TEST(Questions, EqualArgumentsInOtherWordsAreNoWayOut) {
  const Reply R = asked("int may(int); int f(int a, int b) { if (b == a && may(b)) return -16; return 0; }", "!may(a)");
  EXPECT_THAT(guessed(R), ElementsAre("may() may give two answers in one state"));
}

TEST(Questions, AStoreMakesItAnotherQuestion) {
  const Reply R =
      asked("int peek(const int *); int f(int *s) { *s = 1; if (peek(s)) return -16; return 0; }", "!peek(s)");
  EXPECT_EQ(R.What, Reply::Kind::Violated);
  EXPECT_THAT(guessed(R), IsEmpty());
}

TEST(Questions, AnotherCallInBetweenProvesNothing) {
  const Reply R = asked("int peek(const int *); void lock(int *); int f(int *s, int *l)"
                        "{ lock(l); if (peek(s)) return -16; return 0; }",
                        "!peek(s)");
  EXPECT_THAT(guessed(R), ElementsAre("peek() may give two answers in one state"));
}

TEST(Questions, TheFunctionMayAskTwice) {
  const Reply R = asked("int may(int); int f(int a) { if (may(a)) return 0; if (may(a)) return -16; return 0; }", "1");
  EXPECT_THAT(guessed(R), ElementsAre("may() may give two answers in one state"));
  EXPECT_THAT(guessed(asked("int *kmalloc(int); int f(int a) { if (!kmalloc(a)) return 0; if (!kmalloc(a)) return -12;"
                            "return 0; }",
                            "1")),
              IsEmpty())
      << "an allocation answers anew";
  EXPECT_THAT(guessed(asked(
                  "int take(int *); int f(int *a) { if (take(a)) return 0; if (take(a)) return -16; return 0; }", "1")),
              IsEmpty())
      << "it may have written what it looks at";
}

TEST(Questions, AssemblyThatReadsOneCounterGivesOneNumber) {
  const std::string Read = "struct page { int count; };"
                           "static int count_of(const struct page *p) { int c;"
                           " asm volatile(\"movl %1, %0\" : \"=r\"(c) : \"m\"(p->count)); return c; }";
  EXPECT_EQ(asked(Read + "int f(struct page *p) { if (!count_of(p)) return -22; return 0; }", "count_of(p)").What,
            Reply::Kind::Holds);
  const Reply R = asked(Read + "int f(struct page *p) { if (count_of(p) == 7) return -22; return 0; }", "1");
  EXPECT_EQ(R.What, Reply::Kind::Violated);
  EXPECT_THAT(guessed(R), ElementsAre(HasSubstr("inline assembly at")));
}

TEST(Questions, WhatIsSoWhateverTheAssemblyGivesRestsOnNothing) {
  const Reply R = asked("int f(int a) { asm goto(\"\" : : : : yes); return -22; yes: return -5; }", "1");
  EXPECT_EQ(R.What, Reply::Kind::Violated);
  EXPECT_THAT(guessed(R), IsEmpty());
}

TEST(Questions, ABodyThatIsTooLargeIsAGuess) {
  std::string Large = "static int may(int a) { if (a < 0) return 0;";
  for (int I = 0; I < 400; ++I)
    Large += "if (a == " + std::to_string(100000 + I) + ") return 0;";
  Large += " return 1; }";
  const Reply R = asked(Large + "int f(int a) { return may(a) ? -1 : 0; }", "1");
  EXPECT_EQ(R.What, Reply::Kind::Violated);
  EXPECT_THAT(guessed(R), ElementsAre(HasSubstr("may() can return ")));
  EXPECT_THAT(guessed(asked(Large + "int f(int a) { return may(a) ? -1 : -2; }", "1")), IsEmpty());
}

TEST(Questions, WhatNobodyElseSettlesIsUpToTheState) {
  EXPECT_THAT(guessed(asked("int may(int); int f(int a) { return may(a) ? -1 : 0; }", "1")), IsEmpty());
}

} // namespace
} // namespace kverdict
