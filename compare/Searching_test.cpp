// Where all ways are too many, or cannot be followed exactly, a few are looked at: a state in which the versions differ
// is told, and what is not known stays open.
#include "testing/Bases.h"
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Comparison both(const std::string &Old, const std::string &New, bool Search) {
  CompareLimits Limits;
  Limits.Search = Search;
  Limits.MostEffort /= 8;
  const Rules None;
  return VersionPair(requestFor(Prelude + Old), requestFor(Prelude + New), None).compare("f", Limits);
}

struct CutShort {
  const char *Name, *Head, *Old, *New;
  const char *Told; ///< among what is shown
};

const CutShort Kinds[] = {
    // The ways through the products are not followed to their end.
    {"DroppedGuardBeforeProducts",
     "int f(unsigned long a, unsigned long b, unsigned long c, unsigned long d) {"
     "  unsigned long x, i;",
     "  if (d > 63) return -EINVAL;", "", "if [d > 63]"},
    // An element that was written may be the one that is read.
    {"ArrayAtTwoIndices", "int f(int *a, int i, int j) { a[i] = 1; a[j] = 2;", "return a[i]; }", "return 1; }",
     "other value: 2 -> 1 if"},
    // Which bytes they are is not known.
    {"BytesThatAreLookedFor",
     "void *memchr(const void *, int, unsigned long); struct name { char text[70]; };"
     "int f(const struct name *n, int a) { if (a < 0) return -EPERM;",
     "if (memchr(n->text, 0, sizeof(n->text)) == 0) return -EINVAL; return 0; }", "return 0; }",
     "laxer: -EINVAL -> 0 if [memchr(n->text, 0, sizeof(n->text)) == NULL]"},
};

const char *const Products = "  for (i = 0; i < 6; i++) {"
                             "    x = a * b % (c + i);"
                             "    if (x * a % b == 3 * i + 2) a = b * c / (x + 1) + b * d % (a + c + 1);"
                             "    if (x * b % a == 7 * i + 5) c += b * x * a / (d + 3) % (b + a * c);"
                             "  }"
                             "  return 0; }";

class SearchTest : public testing::TestWithParam<CutShort> {};

TEST_P(SearchTest, TellsAState) {
  const CutShort &Kind = GetParam();
  const std::string Tail = std::string(Kind.Head).find("c,") != std::string::npos ? Products : "";
  const std::string Old = std::string(Kind.Head) + Kind.Old + Tail, New = std::string(Kind.Head) + Kind.New + Tail;
  EXPECT_EQ(changeWord(both(Old, New, false).What), "undecided") << "nothing is shown here";
  const Comparison C = both(Old, New, true);
  EXPECT_EQ(changeWord(C.What), "different") << shown(C);
  EXPECT_THAT(shown(C), HasSubstr(Kind.Told));
  EXPECT_THAT(C.Reason, Not(IsEmpty())) << "what it was not compared for";
  EXPECT_EQ(C.Refuted, 0u);
}

INSTANTIATE_TEST_SUITE_P(Kinds, SearchTest, testing::ValuesIn(Kinds), [](const auto &Info) { return Info.param.Name; });

/// They are one object in the state that is run; which of five names are, is too much to ask for one after the other.
TEST(Search, TwoNamesMayLeadToOneObject) {
  const std::string Head = "int f(struct area *p, struct area *a, struct area *b, struct area *c) {"
                           "  struct area *q = find(1);"
                           "  if (!q || p != q || !a || !b || !c) return 0;"
                           "  if ((a->count ^ b->count ^ c->count) == 7 && q->count > 3";
  const Comparison C =
      both(Head + " && p->ro) return -EINVAL; return 0; }", Head + ") return -EINVAL; return 0; }", false);
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
  EXPECT_EQ(C.Refuted, 0u);
}

} // namespace
} // namespace kverdict
