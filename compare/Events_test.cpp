// What others can see of a run is compared, in order, and each difference is shown in a state, by a run.
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string Head = R"(
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))
#define barrier() __asm__ __volatile__("" : : : "memory")
#define smp_wmb() __asm__ __volatile__("sfence" : : : "memory")
struct lock { int v; };
struct s { int a, b; struct lock l, m; struct s *next; };
void lock(struct lock *); void unlock(struct lock *); int printk(const char *, ...); int capable(int);
int opaque(int); void *get(struct s *); void put(struct s *); unsigned long look(const struct s *);
static inline void atomic_inc(int *v) { __asm__ __volatile__("lock incl %0" : "+m"(*v) : : "memory"); }
static inline int atomic_inc_return(int *v) {
	int i = 1; __asm__ __volatile__("lock xaddl %0, %1" : "+r"(i), "+m"(*v) : : "memory"); return i + 1; }
)";

Model model(const std::string &Function, Model::Kind Kind) { return {Function, Kind, {}, ""}; }

Rules models() {
  Rules R;
  R.Models = {model("lock", Model::Kind::Sync), model("unlock", Model::Kind::Sync), model("printk", Model::Kind::Event),
              model("capable", Model::Kind::Event), model("look", Model::Kind::Pure)};
  return R;
}

Comparison both(const std::string &Old, const std::string &New) {
  return compared(Head + Old, Head + New, "f", models());
}

struct Pair {
  const char *Name, *Old, *New;
  const char *Effect = ""; ///< one of them
};

std::string name(const testing::TestParamInfo<Pair> &Info) { return Info.param.Name; }

class OtherEvents : public testing::TestWithParam<Pair> {};

TEST_P(OtherEvents, AreDifferentInAState) {
  const Comparison C = both(GetParam().Old, GetParam().New);
  EXPECT_EQ(changeWord(C.What), "different") << shown(C);
  EXPECT_THAT(effects(C), Contains(HasSubstr(GetParam().Effect))) << shown(C);
  EXPECT_EQ(C.Refuted, 0u) << shown(C);
}

/// What a reference count was is up to others, and so is what an update of it gives: no word of it is a guess. That a
/// local was 3 and is 2 now is none of others' business.
TEST(Updates, OfWhatOthersWriteMayGiveAnything) {
  const std::string Put = "static inline int put_last(int *v) { char c; __asm__ __volatile__(\"lock decl %0\" "
                          ": \"+m\"(*v), \"=@cce\"(c) : : \"memory\"); return c; }\n";
  const auto changed = [&](const std::string &On, const std::string &Before = "") {
    const std::string F = "int f(struct s *p) { int own = 3; " + Before + "if (put_last(" + On + ")) return ";
    const Comparison C = both(Put + F + "-22; return own - own; }", Put + F + "0; return own - own; }");
    return changeWord(C.What) + (C.Differences.empty() ? "" : C.Differences[0].Guessed.empty() ? "" : ", by a guess");
  };
  EXPECT_EQ(changed("&p->a"), "laxer");
  EXPECT_EQ(changed("&own"), "laxer, by a guess");
  EXPECT_EQ(changed("&p->a", "p->a = 3; "), "laxer, by a guess") << "nobody may have seen it yet";
}

/// A warning says in its operands where it stands, and how it is to warn.
const std::string Warnings = R"(
#define WARN_FLAGS(flags) __asm__ volatile("1: ud2; .pushsection __bug_table; .long %c0, %c1, %c2" \
    : : "i"(__FILE__), "i"(__LINE__), "i"(flags))
#define WARN_ON(x) ({ int c = !!(x); if (c) WARN_FLAGS(1); c; })
#define WARN_ON_ONCE(x) ({ int c = !!(x); if (c) WARN_FLAGS(3); c; })
)";

TEST(Warnings, SayHowTheyWarn) {
  const std::string Old = Warnings + "int f(int x) { if (WARN_ON(x > 3)) return -22; return 0; }";
  const Comparison Once = both(Old, Warnings + "int f(int x) { if (WARN_ON_ONCE(x > 3)) return -22; return 0; }");
  EXPECT_EQ(changeWord(Once.What), "different") << shown(Once);
  EXPECT_THAT(effects(Once), Contains(HasSubstr("runs WARN_ON_ONCE(x > 3) instead of WARN_ON(x > 3)")));
  const Comparison Moved = both(Old, Warnings + "\n\nint f(int x) {\nreturn WARN_ON(x > 3) ? -22 : 0; }");
  EXPECT_EQ(changeWord(Moved.What), "equivalent") << shown(Moved);
}

/// What a model does is done where it is called.
TEST(Events, InAModelStandWhereItIsCalled) {
  Rules R;
  R.Models = {model("test", Model::Kind::Body)};
  const Extra Body{Extra::Kind::Body,
                   "__model",
                   "test",
                   false,
                   {"return (addr[nr / 64] >> (nr % 64)) & 1;", {"rules.yaml", 392, 1}},
                   {}};
  auto request = [&](const std::string &First, const std::string &Second) {
    UnitRequest Q =
        requestFor("int test(long nr, const volatile unsigned long *addr);\nint f(volatile unsigned long *p) {" +
                   First + Second + "return a || b; }");
    Q.Extras = {Body};
    return Q;
  };
  const std::string A = "int a = test(1, p);", B = "int b = test(2, p + 1);";
  const Comparison C = VersionPair(request(A, B), request(B, A), R).compare("f", {});
  EXPECT_THAT(effects(C), Contains(HasSubstr("reads test("))) << shown(C);
  for (const EffectDifference &E : C.Effects)
    for (const EventChange &Each : E.Changes)
      EXPECT_NE(Each.At.File, "rules.yaml");
}

/// Whether the compiler, or the machine, moves the store over it is theirs to say.
TEST(Events, AStoreThatMovesOverAVolatileOne) {
  const Comparison C = both("int f(struct s *s) { s->a = 1; WRITE_ONCE(s->b, 2); return 0; }",
                            "int f(struct s *s) { WRITE_ONCE(s->b, 2); s->a = 1; return 0; }");
  EXPECT_EQ(changeWord(C.What), "undecided") << shown(C);
  EXPECT_THAT(C.Reason, HasSubstr("up to the compiler"));
}

const Pair Different[] = {
    {"LockDropped", "int f(struct s *d) { int r; lock(&d->l); r = d->a; unlock(&d->l); return r ? -16 : 0; }",
     "int f(struct s *d) { return d->a ? -16 : 0; }", "no longer calls lock(&d->l)"},
    {"UnlockDroppedOnOnePath",
     "int f(struct s *d) { lock(&d->l); if (d->a) { unlock(&d->l); return -16; } unlock(&d->l); return 0; }",
     "int f(struct s *d) { lock(&d->l); if (d->a) { return -16; } unlock(&d->l); return 0; }",
     "no longer calls unlock(&d->l)"},
    {"LockTwice", "int f(struct s *d) { lock(&d->l); d->a = 1; unlock(&d->l); return 0; }",
     "int f(struct s *d) { lock(&d->l); lock(&d->l); d->a = 1; unlock(&d->l); return 0; }", "calls lock(&d->l) where"},
    {"OtherLock", "int f(struct s *d) { lock(&d->l); d->a = 1; unlock(&d->l); return 0; }",
     "int f(struct s *d) { lock(&d->m); d->a = 1; unlock(&d->m); return 0; }",
     "calls lock(&d->m) instead of lock(&d->l)"},
    {"StoreBehindUnlock", "int f(struct s *d) { lock(&d->l); d->a = 1; unlock(&d->l); return 0; }",
     "int f(struct s *d) { lock(&d->l); unlock(&d->l); d->a = 1; return 0; }", ""},
    // clang-format off
    {"ArgumentThatATestDoesNotSettle",
     "int f(struct s *d) { if (d->a >= 3) { opaque(d->a); put(d); return 1; } return 0; }",
     "int f(struct s *d) { if (d->a >= 3) { opaque(3); put(d); return 1; } return 0; }", "opaque(3)"},
    {"OneClobberLess",
     "int f(int n) { __asm__ volatile(\"cpuid\" : \"+a\"(n) : : \"ebx\", \"ecx\"); return n; }",
     "int f(int n) { __asm__ volatile(\"cpuid\" : \"+a\"(n) : : \"ebx\"); return n; }", "cpuid"},
    // clang-format on
    {"StoreBeforeACallThatGetsThePlace", "int f(struct s *d) { d->a = 1; put(d); return 0; }",
     "int f(struct s *d) { put(d); return 0; }", "no longer sets d->a when it calls put(d)"},
    {"StoreBesideThePlaceThatACallGets", "int f(struct s *d) { d->a = 1; lock(&d->l); return 0; }",
     "int f(struct s *d) { lock(&d->l); return 0; }", "no longer sets d->a when it calls lock(&d->l)"},
    {"ZeroesBeforeACallThatGetsThePlace",
     "void *memset(void *, int, unsigned long); int f(struct s *d) { memset(d, 0, sizeof(*d)); put(d); return 0; }",
     "int f(struct s *d) { put(d); return 0; }", "no longer sets *d"},
    {"UnlockDroppedBeforeTheEnd",
     "void stop(int) __attribute__((noreturn)); int f(struct s *d) { if (d->a) { lock(&d->l); unlock(&d->l); stop(1); "
     "} return 0; }",
     "void stop(int) __attribute__((noreturn)); int f(struct s *d) { if (d->a) { lock(&d->l); stop(1); } return 0; }",
     "no longer calls unlock(&d->l)"},
    {"OtherLastWords", "void stop(int) __attribute__((noreturn)); int f(struct s *d) { if (d->a) stop(1); return 0; }",
     "void stop(int) __attribute__((noreturn)); int f(struct s *d) { if (d->a) stop(2); return 0; }",
     "calls stop(2) instead of stop(1)"},
    {"StoreBeforeTheEnd",
     "void stop(int) __attribute__((noreturn)); int f(struct s *d) { if (d->a) { d->b = 1; stop(1); } return 0; }",
     "void stop(int) __attribute__((noreturn)); int f(struct s *d) { if (d->a) stop(1); return 0; }",
     "no longer sets d->b when it calls stop(1)"},
    {"LastWordsBehindALoop",
     "void stop(int) __attribute__((noreturn)); int f(struct s *d, int n) { while (n--) put(d); stop(1); }",
     "void stop(int) __attribute__((noreturn)); int f(struct s *d, int n) { while (n--) put(d); stop(2); }", "stop(2)"},
    {"BarrierDropped", "int f(struct s *d) { d->a = 1; smp_wmb(); d->b = 2; return 0; }",
     "int f(struct s *d) { d->a = 1; d->b = 2; return 0; }", "no longer runs smp_wmb()"},
    {"OtherBarrier", "int f(struct s *d) { d->a = 1; smp_wmb(); d->b = 2; return 0; }",
     "int f(struct s *d) { d->a = 1; barrier(); d->b = 2; return 0; }", "smp_wmb()"},
    {"StoreOverBarrier", "int f(struct s *d) { d->a = 1; smp_wmb(); d->b = 2; return 0; }",
     "int f(struct s *d) { smp_wmb(); d->a = 1; d->b = 2; return 0; }", "when it runs smp_wmb()"},
    {"AssemblyRemoved", "int f(int x) { if (x) __asm__ __volatile__(\"cli\"); return 0; }",
     "int f(int x) { return 0; }", "no longer runs"},
    {"AssemblyWithoutOutputIsVolatile", "int f(int x) { __asm__(\"cli\"); return 0; }", "int f(int x) { return 0; }",
     "no longer runs"},
    {"OtherClobbers", "int f(struct s *d) { d->a = 1; __asm__ __volatile__(\"nop\" : : : \"memory\"); return 0; }",
     "int f(struct s *d) { d->a = 1; __asm__ __volatile__(\"nop\"); return 0; }", ""},
    {"OtherOperand", "int f(int x) { __asm__ __volatile__(\"out %0\" : : \"r\"(x)); return 0; }",
     "int f(int x) { __asm__ __volatile__(\"out %0\" : : \"r\"(x + 1)); return 0; }", "instead of"},
    {"ReadsSwapped", "int f(struct s *d) { int x = READ_ONCE(d->a), y = READ_ONCE(d->b); return x > y; }",
     "int f(struct s *d) { int y = READ_ONCE(d->b), x = READ_ONCE(d->a); return x > y; }", "another order"},
    {"WriteOverRead", "int f(struct s *d) { int x = READ_ONCE(d->a); WRITE_ONCE(d->b, 1); return x; }",
     "int f(struct s *d) { WRITE_ONCE(d->b, 1); return READ_ONCE(d->a); }", "another order"},
    {"AtomicDropped", "int f(struct s *d) { atomic_inc(&d->a); return 0; }", "int f(struct s *d) { return 0; }",
     "no longer calls atomic_inc(&d->a)"},
    {"AtomicPlain", "int f(struct s *d) { atomic_inc(&d->a); return 0; }", "int f(struct s *d) { d->a++; return 0; }",
     "no longer calls atomic_inc(&d->a)"},
    {"AtomicOnAnother", "int f(struct s *d) { atomic_inc(&d->a); return 0; }",
     "int f(struct s *d) { atomic_inc(&d->b); return 0; }", ""},
    {"OtherAtomic", "int f(struct s *d) { atomic_inc(&d->a); return 0; }",
     "int f(struct s *d) { (void)atomic_inc_return(&d->a); return 0; }", ""},
    {"SyncBuiltinDropped", "int f(struct s *d) { __sync_synchronize(); d->a = 1; return 0; }",
     "int f(struct s *d) { d->a = 1; return 0; }", "no longer calls __sync_synchronize()"},
    {"OtherMessage", "int f(int x) { printk(\"a %d\", x); return 0; }",
     "int f(int x) { printk(\"b %d\", x); return 0; }", "instead of"},
    {"OtherArgument", "int f(int x, int y) { printk(\"a %d\", x); return 0; }",
     "int f(int x, int y) { printk(\"a %d\", y); return 0; }", "calls printk(\"a %d\", y) instead of"},
    {"PutBeforeGet", "int f(struct s *d) { get(d); put(d); return 0; }",
     "int f(struct s *d) { put(d); get(d); return 0; }", "another order"},
    {"InARound", "int f(struct s *d, int n) { int i; for (i = 0; i < n; i++) smp_wmb(); return 0; }",
     "int f(struct s *d, int n) { int i; for (i = 0; i < n; i++) ; return 0; }", "no longer runs smp_wmb()"},
    {"ReadHoisted",
     "int f(struct s *d, int n) { int i; for (i = 0; i < n; i++) if (READ_ONCE(d->a)) return 1; return 0; }",
     "int f(struct s *d, int n) { int i, x = READ_ONCE(d->a); for (i = 0; i < n; i++) if (x) return 1; return 0; }",
     "READ_ONCE(d->a)"},
    {"VolatileReadForNothing", "extern volatile int ticks; int f(int n) { (void)ticks; return n; }",
     "extern volatile int ticks; int f(int n) { return n; }", "no longer reads ticks"},
    {"NarrowerArgument", "int ext(int); int f(int x) { return ext(x); }",
     "int ext(signed char); int f(int x) { return ext(x); }", "calls ext(x) with"},
    {"OutParameterNotCleared", "int f(struct s *d) { d->a = 0; d->b = 0; return 0; }",
     "int f(struct s *d) { d->b = 0; return 0; }", "no longer sets d->a"},
};
INSTANTIATE_TEST_SUITE_P(Each, OtherEvents, testing::ValuesIn(Different), name);

class OpenEvents : public testing::TestWithParam<Pair> {};

TEST_P(OpenEvents, AreUndecidedWithTheReason) {
  const Comparison C = both(GetParam().Old, GetParam().New);
  EXPECT_EQ(changeWord(C.What), "undecided") << shown(C);
  EXPECT_THAT(C.Reason, HasSubstr(GetParam().Effect)) << shown(C);
  EXPECT_EQ(C.Refuted, 0u) << shown(C);
}

const Pair Open[] = {
    {"PlainRead", "int f(struct s *d) { return READ_ONCE(d->a) ? -16 : 0; }",
     "int f(struct s *d) { return d->a ? -16 : 0; }", "no longer reads READ_ONCE(d->a)"},
    {"PlainWrite", "int f(struct s *d) { WRITE_ONCE(d->a, 1); return 0; }",
     "int f(struct s *d) { d->a = 1; return 0; }", "no longer writes WRITE_ONCE(d->a, 1)"},
    {"CompilerBarrierDropped", "int f(struct s *d) { d->a = 1; barrier(); d->b = 2; return 0; }",
     "int f(struct s *d) { d->a = 1; d->b = 2; return 0; }", "no longer runs barrier()"},
    {"LocalThatACallHasKept",
     "int opaque(int); int f(struct lock *d) { struct lock l = {1}; lock(&l); l.v = 3; opaque(1); return 0; }",
     "int f(struct lock *d) { struct lock l = {1}; lock(&l); l.v = 4; opaque(1); return 0; }",
     "a local whose address a call got may hold another value when it calls opaque()"},
    {"LocalThatACallHasKeptInALoop",
     "int f(int n) { struct lock l; while (n--) { lock(&l); l.v = 3; opaque(1); } return 0; }",
     "int f(int n) { struct lock l; while (n--) { lock(&l); l.v = 4; opaque(1); } return 0; }", ""},
    {"StoreOverCompilerBarrier", "int f(struct s *d) { d->a = 1; barrier(); d->b = 2; return 0; }",
     "int f(struct s *d) { barrier(); d->a = 1; d->b = 2; return 0; }", "when it runs barrier()"},
};
INSTANTIATE_TEST_SUITE_P(Each, OpenEvents, testing::ValuesIn(Open), name);

class SameEvents : public testing::TestWithParam<Pair> {};

TEST_P(SameEvents, AreEquivalent) {
  const Comparison C = both(GetParam().Old, GetParam().New);
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
}

const Pair Equivalent[] = {
    {"PlainStoresInAnotherOrder", "int f(struct s *d) { d->a = 1; d->b = 2; return 0; }",
     "int f(struct s *d) { d->b = 2; d->a = 1; return 0; }"},
    {"DeadLocal", "int f(int x) { int y = 0; y = 3; return x; }", "int f(int x) { return x; }"},
    {"NumberOfAPlace", // as instrumentation_begin() has it
     "\n#define text(c) #c\n#define mark_(c) asm volatile(text(c) \": nop; .long \" text(c) \"b\" : : \"i\"(c))\n"
     "#define mark(c) mark_(c)\nint f(struct s *d) { mark(__COUNTER__); d->a = 1; return 0; }",
     "\n#define text(c) #c\n#define mark_(c) asm volatile(text(c) \": nop; .long \" text(c) \"b\" : : \"i\"(c))\n"
     "#define mark(c) mark_(c)\nint n = __COUNTER__;\nint f(struct s *d) { mark(__COUNTER__); d->a = 2; d->a = 1; "
     "return 0; }"},
    {"UnusedPureCall", "int f(struct s *d) { look(d); return 0; }", "int f(struct s *d) { return 0; }"},
    {"UnusedAssembly", "int f(int x) { int y; __asm__(\"movl %1, %0\" : \"=r\"(y) : \"r\"(x)); return x; }",
     "int f(int x) { return x; }"},
    {"LockedRewrite",
     "int f(struct s *d) { int r; lock(&d->l); if (d->a > 3) r = -16; else r = 0; unlock(&d->l); return r; }",
     "int f(struct s *d) { int r = 0; lock(&d->l); if (!(d->a <= 3)) r = -16; unlock(&d->l); return r; }"},
    {"PlainStoreOverVolatileRead", "int f(struct s *d) { d->b = 1; return READ_ONCE(d->a) ? -16 : 0; }",
     "int f(struct s *d) { int x = READ_ONCE(d->a); d->b = 1; return x ? -16 : 0; }"},
    // clang-format off
    {"ArgumentThatATestSettles",
     "int f(struct s *d) { if (d->a == 3) { opaque(d->a); put(d); return 1; } return 0; }",
     "int f(struct s *d) { if (d->a == 3) { opaque(3); put(d); return 1; } return 0; }"},
    {"PointerThatATestSettles",
     "int f(struct s *d, struct s *e) { if (d != e) return 0; put(d); return opaque(d->a); }",
     "int f(struct s *d, struct s *e) { if (d != e) return 0; put(e); return opaque(d->a); }"},
    {"StoreThatATestSettles",
     "int f(struct s *d, int n) { if (n != 3) return 0; opaque(3); d->a = n; opaque(d->a); d->b = 1; return opaque(n); }",
     "int f(struct s *d, int n) { if (n != 3) return 0; opaque(n); d->a = 3; opaque(3); d->b = 1; return opaque(3); }"},
    {"ClobbersInAnotherOrder",
     "int f(int n) { __asm__ volatile(\"cpuid\" : \"+a\"(n) : : \"ebx\", \"memory\", \"ecx\"); return n; }",
     "int f(int n) { __asm__ volatile(\"cpuid\" : \"+a\"(n) : : \"ecx\", \"ebx\", \"memory\"); return n; }"},
    // clang-format on
    {"MessageRewritten", "int f(int x) { if (x > 3) { printk(\"n\", x); return -22; } return 0; }",
     "int f(int x) { if (x <= 3) return 0; printk(\"n\", x); return -22; }"},
    {"EventsInALoop",
     "int f(struct s *d, int n) { int i; for (i = 0; i < n; i++) { lock(&d->l); d->a++; unlock(&d->l); } return 0; }",
     "int f(struct s *d, int n) { int i = 0; while (i < n) { lock(&d->l); d->a += 1; unlock(&d->l); i++; } return 0; "
     "}"},
};
INSTANTIATE_TEST_SUITE_P(Each, SameEvents, testing::ValuesIn(Equivalent), name);

TEST(Events, RepeatedCallBehindOneMoreIsItsOwnCounterpart) {
  const std::string Calls = "struct u; void *get1(struct u *u); void dec(struct u *u); int cap(void);";
  const Comparison C = both(Calls + "int f(struct u *u, int m) { if (!get1(u)) dec(u); return 0; }",
                            Calls + "int f(struct u *u, int m) { if (m) cap(); if (!get1(u)) dec(u); return 0; }");
  EXPECT_EQ(changeWord(C.What), "different") << shown(C);
  EXPECT_THAT(effects(C), ElementsAre("calls cap() where it did not before")) << shown(C);
}

TEST(Events, ReadBehindALockIsAnotherRead) {
  const Comparison C = both("int f(struct s *d) { int r = d->a; lock(&d->l); unlock(&d->l); return r; }",
                            "int f(struct s *d) { int r; lock(&d->l); r = d->a; unlock(&d->l); return r; }");
  EXPECT_NE(changeWord(C.What), "equivalent") << shown(C);
}

TEST(Events, CallMayHaveKeptALocal) {
  const std::string Keeps = "void keep(int *); ";
  const std::string Old = "int f(int n) { int x = n; keep(&x); opaque(1); return x; }",
                    New = "int f(int n) { int x = n, t; keep(&x); t = x; opaque(1); return t; }";
  const Comparison C = both(Keeps + Old, Keeps + New);
  ASSERT_EQ(C.Assumptions.size(), 1u) << shown(C);
  EXPECT_EQ(C.Assumptions[0].Text, "no call writes a local whose address was kept before");
  const Comparison Same =
      both(Keeps + Old, Keeps + "int f(int m) { int y = m; keep(&y); opaque(1); m = y; return m; }");
  EXPECT_EQ(changeWord(Same.What), "equivalent") << shown(Same);
  EXPECT_THAT(Same.Assumptions, IsEmpty());
}

/// What leads to a local leads to its counterpart.
TEST(Events, AListOfOnesOwn) {
  const std::string Own = "struct list { struct list *next; }; void fill(struct list *); ";
  const Comparison C = both(Own + "int f(int n) { struct list all; all.next = &all; fill(&all); return n; }",
                            Own + "int f(int n) { struct list l; l.next = &l; fill(&l); return n + 0; }");
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
  const std::string Kept = "int *kept; ";
  const Comparison Left = both(Kept + "int f(int n) { int x = n; kept = &x; opaque(1); return x; }",
                               Kept + "int f(int n) { int y = n; kept = &y; opaque(1); n = y; return n; }");
  EXPECT_EQ(changeWord(Left.What), "equivalent") << shown(Left);
  const Comparison Other = both(Own + "int f(int n) { struct list all; all.next = &all; fill(&all); return n; }",
                                Own + "int f(int n) { struct list l; l.next = 0; fill(&l); return n + 0; }");
  EXPECT_NE(changeWord(Other.What), "equivalent") << shown(Other);
  const Comparison Second =
      both(Own + "int f(int n) { struct list a, b; a.next = &a; b.next = &b; fill(&a); fill(&b); return n; }",
           Own + "int f(int n) { struct list a, b; a.next = &b; b.next = &a; fill(&a); fill(&b); return n; }");
  EXPECT_NE(changeWord(Second.What), "equivalent") << shown(Second);
}

TEST(Events, ReadBehindABarrierIsAnotherRead) {
  const Comparison C = both("int f(struct s *d) { int r = d->a; barrier(); d->b = 1; return r; }",
                            "int f(struct s *d) { int r; barrier(); r = d->a; d->b = 1; return r; }");
  EXPECT_NE(changeWord(C.What), "equivalent") << shown(C);
}

TEST(Events, WhatStandsBehindALockIsShown) {
  const Comparison C =
      both("int f(struct s *d) { int r; lock(&d->l); r = d->a > d->b ? -22 : 0; unlock(&d->l); return r; }",
           "int f(struct s *d) { int r; lock(&d->l); r = d->a >= d->b ? -22 : 0; unlock(&d->l); return r; }");
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
  ASSERT_EQ(C.Differences.size(), 1u) << shown(C);
  EXPECT_THAT(C.Differences[0].NewState.Calls, Contains("d->a = 0 (after lock())")) << shown(C);
}

TEST(Events, WhatACalleeWroteIsShown) {
  const std::string Callee = "void status(int h, unsigned long *s);";
  const Comparison C =
      both(Callee + "int f(int h) { unsigned long s = 0; status(h, &s); if (s & 8) return 0; return 0; }",
           Callee + "int f(int h) { unsigned long s = 0; status(h, &s); if (s & 8) return -22; return 0; }");
  ASSERT_EQ(C.Differences.size(), 1u) << shown(C);
  EXPECT_THAT(C.Differences[0].NewState.Calls, Contains("s = 8 (written by status())")) << shown(C);
}

TEST(Events, SecondTestBehindALockCounts) {
  const Comparison C =
      both("int f(struct s *d) { if (d->a) return 0; lock(&d->l); if (!d->a) d->a = 1; else d->b = 1; unlock(&d->l); "
           "return 0; }",
           "int f(struct s *d) { if (d->a) return 0; lock(&d->l); d->a = 1; unlock(&d->l); return 0; }");
  EXPECT_NE(changeWord(C.What), "equivalent") << shown(C);
}

TEST(Events, NewGuardThatAsksForACapabilityIsStricter) {
  const Comparison C = both("int f(struct s *o) { if (o->a > 5) return -22; return 0; }",
                            "int f(struct s *o) { if (!capable(21)) return -1; if (o->a > 5) return -22; return 0; }");
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
  EXPECT_THAT(C.Reason, IsEmpty()) << shown(C);
}

TEST(Events, StateAndLineAreShown) {
  const Comparison C = both("int f(struct s *d) { lock(&d->l); if (d->a > 2) unlock(&d->l); return 0; }",
                            "int f(struct s *d) { lock(&d->l); return 0; }");
  ASSERT_EQ(C.Effects.size(), 1u) << shown(C);
  ASSERT_EQ(C.Effects[0].Changes.size(), 1u) << shown(C);
  EXPECT_TRUE(C.Effects[0].Changes[0].InOld);
  EXPECT_TRUE(C.Effects[0].Changes[0].At.valid());
}

/// What is in a call that only one version makes is told by the call that people know.
TEST(Events, OfACallThatOneVersionMakesAreToldByIt) {
  const std::string Head =
      "void gone(int); static void put_it(struct s *d) { d->b = 0; if (d->a) gone(d->a); unlock(&d->l); }";
  const Comparison C = both(Head + "int f(struct s *d, int n) { if (n) put_it(d); return 0; }",
                            Head + "int f(struct s *d, int n) { if (n > 7) put_it(d); return 0; }");
  EXPECT_THAT(shown(C), testing::AllOf(testing::HasSubstr("no longer calls put_it(d)"),
                                       testing::Not(testing::HasSubstr("unlock(&d->l)"))));
}

TEST(Events, InACallThatBothMakeAreToldThemselves) {
  const std::string Head = "void gone(int); static void put_it(struct s *d) { if (d->a) gone(3); }";
  const Comparison C = both(Head + "int f(struct s *d) { put_it(d); d->b = 0; return 0; }",
                            Head + "int f(struct s *d) { d->a = 0; put_it(d); d->b = 0; return 0; }");
  EXPECT_THAT(shown(C), testing::HasSubstr("no longer calls gone(3)"));
}

} // namespace
} // namespace kverdict
