#include "parse/text/TextScan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::Contains;
using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::Key;
using testing::Not;
using testing::UnorderedElementsAre;

namespace kverdict {
namespace {

TEST(TextScan, FunctionsMentionTheNamesInTheirBodies) {
  Mentions M = scanText("int helper(int x);\nstatic int f(struct a *p)\n{\n\treturn helper(p->count) + LIMIT;\n}\n"
                        "int g(void) { return 0; }\n");
  EXPECT_THAT(M["f"], UnorderedElementsAre("return", "helper", "p", "count", "LIMIT"));
  EXPECT_THAT(M["g"], Contains("return"));
  EXPECT_THAT(M, Not(Contains(Key("helper")))) << "only declared";
}

TEST(TextScan, MacrosMentionTheNamesInTheirText) {
  Mentions M = scanText("#define CHECK(x) \\\n\tdo { test(x); } while (0)\n#define LIMIT other_limit\nint after(void)\n"
                        "{\n\treturn CHECK(1);\n}\n");
  EXPECT_THAT(M["CHECK"], IsSupersetOf({"x", "test"}));
  EXPECT_THAT(M["LIMIT"], ElementsAre("other_limit"));
  EXPECT_THAT(M["after"], Contains("CHECK"));
}

TEST(TextScan, CommentsAndStringsMentionNothing) {
  Mentions M = scanText("int f(void) { /* hidden */ return g(\"text\"); } // tail { {\nint h(void) { return 1; }\n");
  EXPECT_THAT(M["f"], UnorderedElementsAre("return", "g"));
  EXPECT_THAT(M, Contains(Key("h")));
}

TEST(TextScan, AttributesAndWrappersBeforeTheBraceAreKept) {
  Mentions M = scanText("__must_check static int f(void) __acquires(lock)\n{\n\treturn deep();\n}\n"
                        "SYSCALL_DEFINE1(madvise, int, x)\n{\n\treturn work(x);\n}\n");
  EXPECT_THAT(M["f"], Contains("deep"));
  EXPECT_THAT(M["SYSCALL_DEFINE1"], Contains("work"));
}

TEST(TextScan, BracesThatConditionalCompilationUnbalancesAreOverInTheFirstColumn) {
  Mentions M = scanText("int f(int x)\n{\n#ifdef A\n\tif (x) {\n#else\n\tif (!x) {\n#endif\n\t\tone();\n\t}\n}\n"
                        "int g(void)\n{\n\treturn two();\n}\n");
  EXPECT_THAT(M["f"], Contains("one"));
  EXPECT_THAT(M["g"], ElementsAre("return", "two"));
}

TEST(TextScan, ReachableFollowsMentions) {
  Mentions M = {{"a", {"b", "x"}}, {"b", {"c", "a"}}, {"d", {"e"}}};
  EXPECT_THAT(reachable(M, {"a"}), UnorderedElementsAre("a", "b", "c", "x"));
  EXPECT_THAT(reachable(M, {"none"}), ElementsAre("none"));
}

TEST(TextScan, MentionsNameAsksForWholeIdentifiers) {
  EXPECT_TRUE(mentionsName("x = page_count(page);", "page_count"));
  EXPECT_FALSE(mentionsName("x = folio_page_count(page);", "page_count"));
  EXPECT_FALSE(mentionsName("page_counts", "page_count"));
  EXPECT_TRUE(mentionsName("page_counts page_count", "page_count"));
  EXPECT_FALSE(mentionsName("", "page_count"));
}

TEST(TextScan, AnyTextIsSurvived) {
  for (const char *Text : {"", "{", "}}}}", "#", "#define", "#define X", "\"", "/*", "int f(", "(((((", "\\\n\\", "'"})
    scanText(Text);
}

TEST(MayDefine, LeavesOutCallsAndDeclarations) {
  const std::string Text =
      "int declared(int a);\n"
      "static inline bool\ndefined(struct x *p, int (*f)(int))\n{\n\treturn called(p) && named;\n}\n"
      "int annotated(void) __acquires(x)\n{\n}\n"
      "int commented(int a) /* why */\n{\n}\n"
      "#define made(x) other(x)\n"
      "DEFINE(hidden)\n";
  EXPECT_THAT(mayDefine(Text, {"declared", "defined", "called", "annotated", "commented", "made", "hidden", "absent"}),
              UnorderedElementsAre("defined", "annotated", "commented", "made", "hidden"));
}

} // namespace
} // namespace kverdict
