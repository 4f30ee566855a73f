// Whether callers of a function lead to a state in which it decides otherwise now.
#include "compare/Callers.h"
#include "testing/Comparisons.h"

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace kverdict {
namespace {

/// check() refuses x above 9, and since the patch above 19.
std::string text(const std::string &Limit, const std::string &Callers) {
  return "struct s { int x, mode; }; int get(void); void put(int); int opaque(struct s *);\n"
         "static int check(struct s *p, int x) { if (x > " +
         Limit + ") return -22; return 0; }\n" + Callers;
}

Caller asked(const std::string &Callers, const std::string &Name = "f") {
  const Rules None;
  VersionPair Pair(requestFor(text("9", Callers)), requestFor(text("19", Callers)), None);
  std::uint64_t Spent = 0;
  return askCaller(Pair, None, Name, "check", 4'000'000, Spent);
}

std::vector<std::string> state(const Difference &D) {
  std::vector<std::string> Out;
  for (const Binding &B : D.NewState.Shown)
    Out.push_back(B.Place + " = " + B.Value);
  return Out;
}

TEST(Callers, OneThatPassesWhatItGetsReachesTheState) {
  const Caller C = asked("int f(struct s *p, int n) { if (p->mode) return 1; return check(p, n); }");
  ASSERT_EQ(C.What, Caller::Kind::Reaches) << C.Reason;
  EXPECT_EQ(C.There->Old, "-22");
  EXPECT_EQ(C.There->New, "0");
  EXPECT_THAT(state(*C.There), ElementsAre("n = 10"));
  ASSERT_TRUE(C.Own);
  EXPECT_EQ(C.Own->Old, "-22");
  EXPECT_EQ(C.Own->New, "0");
}

TEST(Callers, OneThatGuardsItsCallDoesNot) {
  const Caller C = asked("int f(struct s *p, int n) { if (n > 9) return -7; return check(p, n); }");
  EXPECT_EQ(C.What, Caller::Kind::Never) << C.Reason;
  const Caller Half = asked("int f(struct s *p, int n) { if (n > 10) return -7; return check(p, n); }");
  ASSERT_EQ(Half.What, Caller::Kind::Reaches) << Half.Reason;
  EXPECT_THAT(state(*Half.There), ElementsAre("n = 10"));
}

TEST(Callers, WhatTheCallerMakesOfItIsItsOwn) {
  const Caller Ignores = asked("int f(struct s *p, int n) { check(p, n); return n; }");
  ASSERT_EQ(Ignores.What, Caller::Kind::Reaches) << Ignores.Reason;
  EXPECT_FALSE(Ignores.Own);
  EXPECT_TRUE(Ignores.Same);
  const Caller Void = asked("void f(struct s *p, int n) { if (!check(p, n)) put(n); }");
  EXPECT_EQ(Void.What, Caller::Kind::Reaches) << Void.Reason;
  EXPECT_FALSE(Void.Own);
  EXPECT_FALSE(Void.Same) << "it calls put()";
}

TEST(Callers, AConstantDecides) {
  EXPECT_EQ(asked("int f(struct s *p) { return check(p, 5); }").What, Caller::Kind::Never);
  EXPECT_EQ(asked("int f(struct s *p) { return check(p, 15); }").What, Caller::Kind::Reaches);
  EXPECT_EQ(asked("int f(struct s *p) { return 3; }").What, Caller::Kind::Undecided) << "it calls it nowhere";
}

TEST(Callers, WhatAnOpaqueCalleeReturnsMayBeAnything) {
  const Caller C = asked("int f(struct s *p) { return check(p, get()); }");
  EXPECT_EQ(C.What, Caller::Kind::Reaches) << C.Reason;
  const Caller Checked =
      asked("int f(struct s *p) { int n = get(); if (n < 0 || n > 9) return -1; return check(p, n); }");
  EXPECT_EQ(Checked.What, Caller::Kind::Never) << Checked.Reason;
}

TEST(Callers, WhatComesBehindTheCallIsNotFollowed) {
  const Caller C =
      asked("int f(struct s *p, int n) { int i, e = check(p, n); if (e) return e; for (i = 0; i < get(); i++) "
            "e += opaque(p); return e; }");
  EXPECT_EQ(C.What, Caller::Kind::Reaches) << C.Reason;
}

TEST(Callers, ACallThatMayComeAgainLeavesItOpen) {
  const Caller Loop =
      asked("int f(struct s *p, int n) { int e = check(p, 5); while (get()) e |= check(p, n); return e; }");
  EXPECT_EQ(Loop.What, Caller::Kind::Undecided);
  EXPECT_THAT(Loop.Reason, HasSubstr("more than once"));
  const Caller Inside = asked("int f(struct s *p, int n) { while (get()) if (check(p, n)) return -1; return 0; }");
  EXPECT_EQ(Inside.What, Caller::Kind::Reaches) << Inside.Reason;
  const Caller Twice = asked("int f(struct s *p, int n) { return check(p, 1) + check(p, n); }");
  EXPECT_EQ(Twice.What, Caller::Kind::Undecided);
}

TEST(Callers, ACallThroughAHelperIsOne) {
  const std::string Helper = "static int help(struct s *p, int x) { return check(p, x + 1); }\n";
  const Caller C = asked(Helper + "int f(struct s *p, int n) { if (n > 9) return 0; return help(p, n); }");
  EXPECT_EQ(C.What, Caller::Kind::Reaches) << C.Reason;
  EXPECT_THAT(state(*C.There), ElementsAre("n = 9"));
}

TEST(Callers, ARecursiveCalleeIsItsOutermostCall) {
  const std::string Recursive =
      "static int down(int n, int x) { if (n > 0) return down(n - 1, x); return x > LIMIT; }\n"
      "int f(int n, int x) { if (n > 2) return 0; return down(n, x); }\n";
  auto with = [&](const std::string &Limit) {
    std::string Text = Recursive;
    return Text.replace(Text.find("LIMIT"), 5, Limit);
  };
  const Rules None;
  VersionPair Pair(requestFor(with("9")), requestFor(with("19")), None);
  std::uint64_t Spent = 0;
  const Caller C = askCaller(Pair, None, "f", "down", 4'000'000, Spent);
  EXPECT_NE(C.What, Caller::Kind::Never) << C.Reason;
  if (C.There) {
    EXPECT_EQ(C.There->Old, "1");
    EXPECT_EQ(C.There->New, "0");
  }
}

TEST(Callers, WhatTheCalleeCrashesOnIsAState) {
  const std::string Callers = "int f(struct s *p, int n) { if (n != 1) return 0; return check(p, n); }";
  const std::string Old =
      "struct s { int x; };\nstatic int check(struct s *p, int x) { if (!p) return -22; return p->x > x; }\n";
  const std::string New = "struct s { int x; };\nstatic int check(struct s *p, int x) { return p->x > x; }\n";
  const Rules None;
  VersionPair Pair(requestFor(Old + Callers), requestFor(New + Callers), None);
  std::uint64_t Spent = 0;
  const Caller C = askCaller(Pair, None, "f", "check", 4'000'000, Spent);
  ASSERT_EQ(C.What, Caller::Kind::Reaches) << C.Reason;
  EXPECT_EQ(C.There->Way, Direction::Crash);
  EXPECT_EQ(C.There->Old, "-22");
}

/// Too large to be looked into: it may be called in any state, and answer anything.
TEST(Callers, ACalleeThatIsNotLookedIntoLeavesItOpen) {
  std::string Big = "int f(int);\nstatic int big(int n) { int x = n;";
  for (unsigned I = 0; I < 700; ++I)
    Big += " x ^= n + 1;";
  const std::string Call = " return x > 5; }\nint f(int n) { return big(n); }\n";
  const Rules None;
  VersionPair Pair(requestFor(Big + Call), requestFor(Big + " x = 3;" + Call), None);
  std::uint64_t Spent = 0;
  const Caller C = askCaller(Pair, None, "f", "big", 4'000'000, Spent);
  EXPECT_EQ(C.What, Caller::Kind::Undecided);
  EXPECT_THAT(C.Reason, HasSubstr("is not looked into"));
}

TEST(Callers, WithoutABodyNothingIsSaid) {
  const Caller C = asked("int g(int n) { return n; }", "nowhere");
  EXPECT_EQ(C.What, Caller::Kind::Undecided);
  EXPECT_THAT(C.Reason, HasSubstr("could not be read"));
}

/// check() refuses a null d->priv, and follows it since the patch.
Caller askedOfNull(const std::string &Callers) {
  auto text = [&](const std::string &Guard) {
    return "struct s { int x, mode; }; struct d { struct s *priv; int on; }; void init(struct d *); void lock(int *);\n"
           "struct s *make(int);\n"
           "static int check(struct d *d) { " +
           Guard + " return d->priv->x ? 0 : -5; }\n" + Callers;
  };
  const Rules None;
  VersionPair Pair(requestFor(text("if (!d->priv) return -22;")), requestFor(text("")), None);
  std::uint64_t Spent = 0;
  return askCaller(Pair, None, "f", "check", 4'000'000, Spent);
}

TEST(Callers, ANullPointerThatNobodyHasLookedAtIsReached) {
  for (const char *Caller :
       {"int f(struct d *d) { return check(d); }", "int f(struct d *d) { lock(&d->on); return check(d); }",
        "int f(struct d *d) { d->priv = make(3); return check(d); }"}) {
    const auto C = askedOfNull(Caller);
    EXPECT_EQ(C.What, Caller::Kind::Reaches) << Caller << ": " << C.Reason;
    ASSERT_TRUE(C.Own) << Caller;
    EXPECT_EQ(C.Own->NewEnd, RunEnd::Undefined) << Caller;
  }
}

/// That a call takes a pointer away that the caller has put there, or has followed, is a guess.
TEST(Callers, APointerThatTheCallerHasSetIsNotGuessedToBeNull) {
  const Caller Put = askedOfNull("int f(struct d *d) { d->priv = make(3); if (!d->priv) return -12; init(d); "
                                 "return check(d); }");
  EXPECT_EQ(Put.What, Caller::Kind::Undecided);
  EXPECT_THAT(Put.Reason, HasSubstr("only if init() takes d->priv away again"));
  const Caller Followed = askedOfNull("int f(struct d *d) { d->priv->mode = 1; init(d); return check(d); }");
  EXPECT_EQ(Followed.What, Caller::Kind::Undecided);
  EXPECT_THAT(Followed.Reason, HasSubstr("change d->priv"));
}

} // namespace
} // namespace kverdict
