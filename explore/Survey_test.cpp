#include "explore/Survey.h"
#include "explore/Verdicts.h"
#include "testing/Explored.h"

using namespace kverdict;
using testing::ElementsAre;
using testing::IsEmpty;
using Kind = FunctionCoverage::Kind;

static FunctionCoverage surveyed(const std::string &Text) {
  Explored E(Text);
  Rules None;
  return Surveyor(E.unit(), None).survey("f");
}

static std::vector<std::string> whys(const FunctionCoverage &F) {
  std::vector<std::string> Out;
  for (const CoverageReason &R : F.Reasons)
    Out.push_back(R.What);
  return Out;
}

TEST(Verdicts, AreToldByTheirType) {
  Explored E("typedef u32 vm_fault_t; typedef u32 other_t;\n"
             "_Bool a(int x) { return x; } vm_fault_t b(void) { return 2; } void *c(void) { return 0; }\n"
             "other_t d(void) { return 2; } void e(void) {} u64 g(void) { return 0; }");
  EXPECT_THAT(verdictFunctions(E.unit()), ElementsAre("a", "b", "c"));
}

TEST(Verdicts, AreToldByWhatAnIntFunctionReturns) {
  Explored E("int other(void);\n"
             "int a(int x) { if (x) return -22; return 0; }\n"
             "int b(int x) { return x > 3; }\n"
             "int c(int x) { int ret = -12; if (x) ret = other(); return ret; }\n"
             "int d(int x) { return x ? 0 : other(); }\n"
             "int e(int x) { int n = 0; while (x--) n++; return n; }\n"
             "int g(int x) { if (!x) return 0; return x + 1; }\n"
             "int h(int x) { return x ? 7 : 0; }\n"
             "int i(void) { return other(); }\n");
  EXPECT_THAT(verdictFunctions(E.unit()), ElementsAre("a", "b", "c", "d"));
}

TEST(Survey, CountsPathsAndLinesOfWhatIsExplored) {
  const FunctionCoverage F = surveyed("static int g(int x) { return x > 2; }\n"
                                      "int f(int x)\n{\n  if (g(x))\n    return -22;\n  return 0;\n}\n");
  EXPECT_EQ(F.What, Kind::Exact);
  EXPECT_TRUE(F.AllCallees);
  EXPECT_EQ(F.Paths, 2u);
  EXPECT_EQ(F.Lines, 6u);
  EXPECT_THAT(F.Reasons, IsEmpty());
}

TEST(Survey, LeavesACalleeOpaqueThatIsOutOfReach) {
  const FunctionCoverage F = surveyed("static int g(int n) { int i = 0; while (i < n) i += 2; return i; }\n"
                                      "int f(int n) { return g(n) > 2; }\n");
  EXPECT_EQ(F.What, Kind::Exact);
  EXPECT_FALSE(F.AllCallees);
  EXPECT_EQ(F.Depth, 0u);
}

TEST(Survey, SaysWhatKeepsAFunctionFromBeingExplored) {
  const FunctionCoverage F = surveyed("int f(int n) { int i = 0; while (i < n) i += 2; return i > 3; }\n");
  EXPECT_EQ(F.What, Kind::Open);
  EXPECT_THAT(whys(F), ElementsAre("a loop that may run more than 3 times"));
}

TEST(Survey, IsBounded) {
  std::string Text = "int f(u64 a) { u32 n = 0;\n";
  for (int I = 0; I < 40; ++I)
    Text += "if (a & " + std::to_string(1ull << I) + "ul) n ^= " + std::to_string(I) + ";\n";
  const FunctionCoverage F = surveyed(Text + "return n > 5; }\n");
  EXPECT_EQ(F.What, Kind::Open);
  EXPECT_THAT(whys(F), testing::Contains(testing::StartsWith("more than ")));
}
