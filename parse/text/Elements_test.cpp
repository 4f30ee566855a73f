// Initialisers that are few words, and many elements.
#include "testing/Units.h"

#include "core/Error.h"

using testing::HasSubstr;

namespace kverdict {
namespace {

/// What the file is refused for; empty if it is read.
std::string refused(const std::string &Text) {
  try {
    parseUnit(request(Text + "\nint f(int x)\n{\n\treturn x;\n}\n", {}));
    return "";
  } catch (const Error &E) {
    return E.what();
  }
}

const char *const TooMany = "an initialiser of more than 4000000 elements";

std::string ranges(unsigned N, unsigned Wide) {
  std::string Text = "int t[] = {";
  for (unsigned I = 0; I < N; ++I)
    Text += "[" + std::to_string(I * Wide) + " ... " + std::to_string(I * Wide + Wide - 1) + "] = 1,\n";
  return Text + "};";
}

TEST(Elements, ARangeIsAsWideAsItIs) {
  EXPECT_EQ(refused(ranges(10'000, 2)), "");
  EXPECT_EQ(refused("int t[] = {[200000 ... 200001] = 1, [250000 ... 250001] = 2};"), "");
  EXPECT_EQ(refused("enum { A = 39999, B };\nint t[] = {[A ... B] = 1, [B + 1 ... (B << 1) - 1] = 2};"), "");
  EXPECT_THAT(refused(ranges(50, 100'000)), HasSubstr(TooMany));
}

TEST(Elements, WhatALowerIndexLeavesFreeCounts) {
  for (const char *Text :
       {"int t[] = {[500000000] = 1};", "int t[] = {[500000000 ... 500000001] = 1};",
        "struct { int n, a[500000001]; } t = {.a[500000000] = 1};", "int t[3][500000001] = {[1][500000000] = 1};"})
    EXPECT_THAT(refused(Text), HasSubstr(TooMany)) << Text;
  EXPECT_EQ(refused("int g(int *p, int q[])\n{\n\tp[500000000] = 1, q[600000000] = 2;\n\treturn p[700000000];\n}"), "");
  EXPECT_EQ(refused("struct s { int a[500000001], b[500000001]; } x, y[500000001];"), "");
}

TEST(Elements, RangesInRangesCountTimesEachOther) {
  for (const char *Text : {"int t[][10000] = {[0 ... 9999][0 ... 9999] = 1};",
                           "struct { int a[10000]; } t[] = {[0 ... 9999].a[5 ... 9999] = 1};",
                           "int t[][3000] = {[0 ... 2999] {[0 ... 2999] = 1}};",
                           "struct { int a, b, c, d; } t[] = {[0 ... 1999999] = {1, 2, 3, 4}};",
                           "struct { struct { int a; } b; } t[] = {[0 ... 3999998] = {{1}}};"})
    EXPECT_THAT(refused(Text), HasSubstr(TooMany)) << Text;
  EXPECT_EQ(refused("int t[][100] = {[0 ... 99][0 ... 99] = 1, [100 ... 199] = {[0 ... 99] = 2}};"), "");
}

TEST(Elements, WhatIsNotMadeAgainCountsOnce) {
  const std::string Head = "struct s { int a[2000]; };\n#define TEN(x) x, x, x, x, x, x, x, x, x, x\n"
                           "int m(int, ...);\n";
  EXPECT_EQ(refused(Head + "int *t[] = {[0 ... 2000] = (int[]){[0 ... 3000] = 1}};"), "");
  EXPECT_EQ(refused(Head + "int g(int x)\n{\n\tint t[] = {[0 ... 49999] = m(TEN(TEN(x)))};\n\treturn t[x];\n}"), "");
  EXPECT_EQ(refused(Head + "int t[] = {[0 ... 3000] = 1};\nstruct s u[] = {{{[0 ... 1999] = 1}}};"), "");
}

TEST(Elements, RangesThatOverlapAreMadeEach) {
  EXPECT_THAT(refused("int t[] = {[0 ... 1999999] = 1, [0 ... 1999999] = 2, [0 ... 1999999] = 3};"),
              HasSubstr(TooMany));
  EXPECT_EQ(refused("int t[] = {[0 ... 255] = 1, [3 ... 9] = 2, [7] = 3};"), "");
}

TEST(Elements, OfAFile) {
  std::string Text;
  for (unsigned I = 0; I < 7; ++I)
    Text += "int t" + std::to_string(I) + "[] = {[1000000] = 1};\n";
  EXPECT_THAT(refused(Text), HasSubstr("initialisers of more than 6000000 elements together"));
}

TEST(Elements, BoundsAreReadAsCReadsThem) {
  const std::string Head = "enum { N = 500000000, Few = 5 };\ntypedef char big[500000001];\nstruct b { big a; };\n"
                           "extern int table[500000001];\n#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))\n"
                           "#define MIN(a, b) ((a) < (b) ? (a) : (b))\n#define ALL 0 ... N\n";
  for (const char *Bound :
       {"N", "(int)500000000", "(int)(unsigned char)Few + N", "-(-500000000)", "Few > 3 ? N : Few", "MIN(N, 600000000)",
        "N | 1", "1 ? 500000000 : 0", "~(-500000001)", "sizeof(big) - 1", "sizeof(struct b) - 1",
        "sizeof(char[500000001]) - 1", "ARRAY_SIZE(table) - 1", "sizeof(unsigned long[100000000]) - 1",
        "sizeof(struct b *) * 100000000", "0x1dcd6500u", "__builtin_choose_expr(1, 500000000, 0)"})
    EXPECT_THAT(refused(Head + "int t[] = {[0 ... " + Bound + "] = 1};"), HasSubstr(TooMany)) << Bound;
  EXPECT_THAT(refused(Head + "int t[] = {[ALL] = 1};"), HasSubstr(TooMany));
  for (const char *Bound : {"Few",
                            "N - 499999990",
                            "N / 100000000",
                            "(unsigned char)'a'",
                            "N ? Few : N",
                            "MIN(N, Few)",
                            "N & 0xff",
                            "N % 100",
                            "N >> 20",
                            "sizeof(struct b) / 100000000",
                            "ARRAY_SIZE(table) / sizeof(big *) / 10000000",
                            "sizeof(struct { int a; })",
                            "!N",
                            "N == 500000000",
                            "sizeof table[0]",
                            "__builtin_constant_p(N)",
                            "sizeof(((struct b *)0)->a[0])",
                            "N && Few",
                            "N || Few",
                            "N ^ 499999999"})
    EXPECT_EQ(refused(Head + "int t[] = {[0 ... " + Bound + "] = 1};"), "") << Bound;
}

} // namespace
} // namespace kverdict
