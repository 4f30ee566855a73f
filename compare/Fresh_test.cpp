// What was just allocated is nobody else's, until they can find it: calls leave it alone, and so does the rest of the
// kernel.
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

const std::string Head = R"(
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))
struct list { struct list *next, *prev; };
struct s { int a, b; struct s *next; struct list l; };
extern struct s *everyone; extern struct list head;
void *kmalloc(unsigned long, int); void *kzalloc(unsigned long, int); void *table_alloc(int);
void opaque(void); void use(struct s *); void look(const void *); void other(struct s **);
static inline void list_add(struct list *n) { head.next->prev = n; n->next = head.next; n->prev = &head; head.next = n; }
static inline int put_last(int *v) { char c; __asm__ __volatile__(
	".pushsection .smp_locks,\"a\"\n.balign 4\n.long 671f - .\n.popsection\n671:\n\tlock; decl %0\n\t/* output condition code e*/\n"
	: "+m"(*v), "=@cce"(c) : : "memory"); return c; }
)";

/// What became of a function that says 1 where a condition holds behind these statements, and 0 before, -22 now where
/// it does not.
std::string changed(const std::string &Before, const std::string &Condition, const std::string &More = "") {
  const std::string F = More + "int f(struct s *q) { struct s *p = kmalloc(sizeof *p, 1); if (!p) return -12; " +
                        Before + " if (" + Condition + ") return 1; return ";
  const Comparison C = compared(Head + F + "0; }", Head + F + "-22; }", "f");
  const bool Guessed = !C.Differences.empty() && !C.Differences[0].Guessed.empty();
  return changeWord(C.What) + (Guessed ? ", by a guess" : "");
}

TEST(Fresh, WhatNobodyElseCanFindStaysAsItIs) {
  for (const std::string Before :
       {"p->a = 1; opaque();", "p->a = 1; use(q);", "p->b = 7; p->a = 1; opaque(); opaque();",
        "WRITE_ONCE(p->a, 1); opaque();", "p->a = 1; p->l.next = &p->l; opaque();",
        "p->a = 1; __asm__ volatile(\"mfence\" : : : \"memory\");"})
    EXPECT_EQ(changed(Before, "p->a == 1"), "equivalent") << Before;
}

TEST(Fresh, WhatOthersMayFindMayChange) {
  for (const std::string Before :
       {"p->a = 1; use(p);", "p->a = 1; everyone = p; opaque();", "p->a = 1; list_add(&p->l); opaque();",
        "p->a = 1; q->next = p; opaque();", "p->a = 1; WRITE_ONCE(everyone, p); opaque();",
        "p->a = 1; other(&p); opaque();", "p->a = 1; struct s *own = p; other(&own); opaque();",
        "p->a = 1; struct s *own = p; look(&own); own = 0; opaque();",
        "p->a = 1; __asm__ volatile(\"xchgq %0, %1\" : \"+r\"(p), \"+m\"(everyone) : : \"memory\"); opaque();",
        "p->a = 1; __asm__ volatile(\"movq %1, %0\" : \"=m\"(everyone) : \"r\"(p) : \"memory\"); opaque();",
        "use(p); p->a = 1; opaque();",
        "struct s *r = kmalloc(sizeof *r, 1); if (!r) return 5; r->next = p; use(r); "
        "p->a = 1; opaque();"})
    EXPECT_EQ(changed(Before, "p->a == 1").substr(0, 8), "stricter") << Before;
  EXPECT_EQ(changed("p = table_alloc(3); if (!p) return -5; p->a = 1; opaque();", "p->a == 1"), "stricter")
      << "who knows where that puts it";
}

/// The count of an object that nobody else knows is what the path has made of it.
TEST(Fresh, AnUpdateOfItIsNoSurprise) {
  EXPECT_EQ(changed("p->a = 1; opaque();", "put_last(&p->a)"), "stricter, by a guess");
  EXPECT_EQ(changed("", "put_last(&p->a)"), "stricter, by a guess");
  EXPECT_EQ(changed("p = table_alloc(3); if (!p) return -5;", "put_last(&p->a)"), "stricter, by a guess");
  EXPECT_EQ(changed("p = kzalloc(sizeof *p, 1); if (!p) return -5;", "put_last(&p->b)"), "stricter, by a guess")
      << "it is zero, by a store of the whole";
  EXPECT_EQ(changed("*q = (struct s){ 0 };", "put_last(&q->b)"), "stricter, by a guess");
  EXPECT_EQ(changed("p->a = 1; everyone = p; opaque();", "put_last(&p->a)"), "stricter");
  EXPECT_EQ(changed("p->a = 1; use(p);", "put_last(&p->a)"), "stricter");
  EXPECT_EQ(changed("", "put_last(&q->a)"), "stricter");
}

/// What comes out of two instructions, or is a flag behind a mask, may be of few values.
TEST(Fresh, WhatIsMadeOfAnUpdateIsNotAnything) {
  const auto given = [](const std::string &Text, const std::string &Out) {
    return changed("", "get(&q->a)",
                   "static inline int get(int *v) { int c = 6; __asm__ __volatile__(\"" + Text + "\" : " + Out +
                       ", \"+m\"(*v) : : \"memory\"); return c; }\n");
  };
  EXPECT_EQ(given("lock xaddl %0, %1", "\"+r\"(c)"), "stricter");
  EXPECT_EQ(given("lock; xaddl %0, %1", "\"+r\"(c)"), "stricter");
  EXPECT_EQ(given("xchgl %0, %1", "\"+r\"(c)"), "stricter");
  EXPECT_EQ(given("lock xaddl %0, %1\\n\\tandl $0, %0", "\"+r\"(c)"), "stricter, by a guess");
  EXPECT_EQ(given("lock xaddl %0, %1; andl $0, %0", "\"+r\"(c)"), "stricter, by a guess");
  EXPECT_EQ(given("movl $0, %0\\n\\tlock decl %1", "\"+r\"(c)"), "stricter, by a guess");
  EXPECT_EQ(given("lock orl $6, %1", "\"=@cce\"(c)"), "stricter, by a guess");
  EXPECT_EQ(given("lock andl $127, %1", "\"=@ccs\"(c)"), "stricter, by a guess");
  EXPECT_EQ(given("lock xorl $6, %1", "\"=@ccs\"(c)"), "stricter");
}

} // namespace
} // namespace kverdict
