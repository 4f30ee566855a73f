// What a review says of every changed line, and what it holds to a claim of no functional change.
#include "testing/Repository.h"

#include <gmock/gmock.h>

using namespace kverdict;
using testing::HasSubstr;
using testing::Not;

namespace {

/// Files by name; one that only one version names is added or removed.
using Files = std::map<std::string, std::string>;

class AccountTest : public testing::Test {
protected:
  /// Commits both versions, and reviews the second.
  Ran review(const Files &Old, const Files &New, const std::string &Message = "mm: tidy\n\nNo functional change.",
             const std::string &More = "") {
    const Repository R;
    for (const auto &[Name, Text] : Old)
      R.S.write("t/" + Name, Text);
    R.sh("git add -A . && git commit -qm base");
    for (const auto &[Name, Text] : Old)
      if (!New.count(Name))
        R.sh("rm " + Name);
    for (const auto &[Name, Text] : New)
      R.S.write("t/" + Name, Text);
    R.S.write("message", Message);
    R.sh("git add -A . && git commit -qF ../message");
    return R.run("kverdict review HEAD --tree . " + More);
  }

  /// The same of one file, and two texts that differ in one place.
  Ran edit(std::string Text, const std::string &From, const std::string &To,
           const std::string &Message = "mm: tidy\n\nNo functional change.") {
    const size_t At = Text.find(From);
    EXPECT_NE(At, std::string::npos) << From;
    std::string New = Text;
    New.replace(At, From.size(), To);
    return review({{"a.c", Text}}, {{"a.c", New}}, Message);
  }

  static std::string all(const Ran &R) { return R.Out + R.Err + "rc=" + std::to_string(R.Code); }
};

const std::string Plain = "fix it"; ///< a message that claims nothing

} // namespace

TEST_F(AccountTest, HoldsAClaimInEveryLayoutOfAFunction) {
  for (const char *Text : {
           "int f(int x) /* says whether */\n{\n\treturn x > 3;\n}\n",
           "int f(int x)\r\n{\r\n\treturn x > 3;\r\n}\r\n",
           "static inline int f(int x) { return x > 3; }\nint g(int x) { return f(x); }\n",
           "#define DO(n) int n(int x)\nDO(f)\n{\n\treturn x > 3;\n}\nDO(g)\n{\n\treturn x > 5;\n}\n",
           "#define __must_hold(x)\nint f(int x)\n\t__must_hold(&l)\n{\n\treturn x > 3;\n}\n",
           "int f(x)\n\tint x;\n{\n\treturn x > 3;\n}\n",
           "int f(int x) {\n  return x > 3;\n}\n",
           "int\nf(int x) __attribute__((unused));\nint\nf(int x)\n{ return x > 3; }\n",
           "#ifdef CONFIG_A\nint f(int x)\n{\n\treturn 0;\n}\n#else\nint f(int x)\n{\n\treturn x > 3;\n}\n#endif\n",
           "#define SYSCALL_DEFINE1(name, t, a) \\\n\tstatic long __do_sys_##name(t a); \\\n\tlong "
           "__se_sys_##name(long a); \\\n\tlong __se_sys_##name(long a) { return __do_sys_##name((t)a); } \\\n\tstatic "
           "long __do_sys_##name(t a)\nSYSCALL_DEFINE1(foo, int, x)\n{\n\treturn x > 3 ? -22 : 0;\n}\n",
       }) {
    const Ran R = edit(Text, "x > 3", "x > 4");
    EXPECT_EQ(R.Code, 1) << Text << all(R);
    EXPECT_THAT(R.Out, HasSubstr("[no-functional-change]")) << Text;
    EXPECT_THAT(R.Out, HasSubstr("2 changed lines: 2 compared")) << Text;
    const Ran Same = edit(Text, "x > 3", "3 < x");
    EXPECT_EQ(Same.Code, 0) << Text << all(Same);
    EXPECT_THAT(Same.Err, HasSubstr("verified: no functional change in")) << Text;
  }
}

/// What a macro heads has lines, too, under which a mail tells what changed, and edits that take it back.
TEST_F(AccountTest, WhatAMacroHeadsIsToldInAMail) {
  const std::string Text =
      "#define EINVAL 22\n#define SYSCALL_DEFINE1(name, t, a) static long __do_sys_##name(t a); long "
      "sys_##name(long a) { return __do_sys_##name((t)a); } static long __do_sys_##name(t a)\n"
      "SYSCALL_DEFINE1(foo, int, x)\n{\n\tif (x > 3)\n\t\treturn -EINVAL;\n\treturn 0;\n}\n";
  std::string New = Text;
  New.replace(New.find("x > 3"), 5, "x > 4");
  EXPECT_THAT(
      review({{"a.c", Text}}, {{"a.c", New}}, Plain, "-f lkml").Out,
      HasSubstr("> +\tif (x > 4)\n\nWith this patch, __do_sys_foo() returns 0 instead of -EINVAL where x == 4."));
  EXPECT_THAT(edit(Text, "x > 3", "x > 4").Out, HasSubstr("a.c:5:6: warning: The commit message"));
  EXPECT_THAT(edit(Text, "x > 3", "x > 4").Out,
              HasSubstr("fix: 3 instead of 4 (tried: it decides as before the patch then)"));
}

/// What is not decided is in no reply, and not passed over in silence.
TEST_F(AccountTest, WhatIsNotDecidedIsSaidBesideAMail) {
  const std::string Text = "int f(int x)\n{\n\tint y;\n\n\t__asm__(\"mov %1, %0\" : \"=r\"(y) : \"r\"(x));\n"
                           "\treturn y > 3 ? -22 : 0;\n}\n";
  std::string New = Text;
  New.replace(New.find("y > 3"), 5, "y > 4");
  const Ran R = review({{"a.c", Text}}, {{"a.c", New}}, "mm: tidy\n\nNo functional change.", "-f lkml");
  EXPECT_EQ(R.Code, 3) << all(R);
  EXPECT_EQ(R.Out, "");
  EXPECT_THAT(R.Err, HasSubstr("kverdict: note: not decided: f() (it is so only if the inline assembly at a.c:5 "));
}

/// The old version crashed where the test that was added leaves, and a claim is held to what it did elsewhere.
TEST_F(AccountTest, WhatCrashedBeforeIsNotVerified) {
  const Ran R = edit("struct q { int n; };\nint f(struct q *q)\n{\n\treturn q->n ? -22 : 0;\n}\n", "return q",
                     "return !q ? -5 : q");
  EXPECT_EQ(R.Code, 0) << all(R);
  EXPECT_THAT(R.Err, HasSubstr("verified: no functional change in f() where the old version of f() does not crash\n"));
}

/// What decides nothing is not compared where nothing is claimed, and that leaves nothing open.
TEST_F(AccountTest, AnIncludeReachesWhatDecides) {
  const std::string Rest = "int f(int x) { return x ? -22 : 0; }\nvoid g(int *x) { *x = 1; }\n";
  const Ran R =
      review({{"a.c", "#include \"b.h\"\n" + Rest}, {"b.h", "int x;\n"}}, {{"a.c", Rest}, {"b.h", "int x;\n"}}, Plain);
  EXPECT_EQ(R.Code, 0) << all(R);
  EXPECT_THAT(R.Out, Not(HasSubstr("were compared"))) << all(R);
}

/// What an option leaves out is not compiled, whether the preprocessor does it or the compiler.
TEST_F(AccountTest, WhatAnOptionLeavesOutIsNotVerified) {
  for (const char *Text : {
           "int f(int x) { if (IS_ENABLED(CONFIG_A) && x > 3) return -22; return 0; }\n",
           "int f(int x)\n{\n\tif (IS_ENABLED(CONFIG_A)) {\n\t\tif (x > 3)\n\t\t\treturn -22;\n\t}\n\treturn 0;\n}\n",
           "int f(int x) { return !IS_ENABLED(CONFIG_A) ? 0 : x > 3; }\n",
       }) {
    const Ran R = edit(std::string("#define IS_ENABLED(x) 0\n") + Text, "x > 3", "x > 4");
    EXPECT_EQ(R.Code, 3) << all(R);
    EXPECT_THAT(R.Out, HasSubstr("2 changed lines: 2 not compiled here (CONFIG_A)")) << all(R);
    const Ran Built = edit(std::string("#define IS_ENABLED(x) 1\n") + Text, "x > 3", "3 < x");
    EXPECT_EQ(Built.Code, 0) << all(Built);
  }
}

/// What makes other code of the same text, or of its calls, is no tidying; what is for warnings and speed is.
TEST_F(AccountTest, WhatIsCalledOrCompiledOtherwiseIsNotVerified) {
  const std::string F = "int f(int x) { return x ? -22 : 0; }\n";
  for (const char *Head :
       {"__attribute__((ms_abi)) ", "__attribute__((pure)) ", "__attribute__((target(\"avx2\"))) "}) {
    const Ran R = review({{"a.c", Head + F}}, {{"a.c", F}});
    EXPECT_EQ(R.Code, 3) << all(R);
    EXPECT_THAT(R.Out, HasSubstr("tells the linker or its callers: no more ")) << all(R);
    EXPECT_THAT(R.Err, Not(HasSubstr("verified"))) << all(R);
  }
  EXPECT_EQ(review({{"a.c", "__attribute__((noinline, cold)) " + F}}, {{"a.c", F}}).Code, 0);
}

TEST_F(AccountTest, WhatTheLinkerIsToldIsNotVerified) {
  const std::string F = "int f(int x) { return x ? -22 : 0; }\n";
  for (const char *Line : {"int f(int x) __asm__(\"other\");\n", "int f(int x) __attribute__((weak));\n",
                           "__attribute__((constructor)) static void start(void) { }\n",
                           "static int start(void) __attribute__((used));\nstatic int start(void) { return 0; }\n"}) {
    const Ran R = review({{"a.c", F}}, {{"a.c", Line + F}});
    EXPECT_EQ(R.Code, 3) << all(R);
    EXPECT_THAT(R.Out, HasSubstr("tells the linker")) << all(R);
    EXPECT_THAT(R.Err, Not(HasSubstr("verified"))) << all(R);
  }
}

TEST_F(AccountTest, AFileThatWasNotReadIsNotVerified) {
  const std::string F = "int f(int x) { return x ? -22 : 0; }\n";
  const Ran R = review({{"a.c", F}}, {{"a.c", F + std::string("\0", 1)}});
  EXPECT_EQ(R.Code, 3) << all(R);
  EXPECT_THAT(R.Err, Not(HasSubstr("verified"))) << all(R);
  EXPECT_THAT(R.Out, HasSubstr("was not held to it: it was not read")) << all(R);
}

TEST_F(AccountTest, KnowsLinesInWhichNoTokenDiffers) {
  const std::string F = "/* old */\nint f(int x)\n{\n\treturn x > 3 && x < 9; // that\n}\n";
  for (const auto &[From, To] : std::vector<std::pair<std::string, std::string>>{{"/* old */", "/* new */"},
                                                                                 {"x > 3 &&", "x > 3 &&\n\t       "},
                                                                                 {"\treturn", "        return"},
                                                                                 {" // that", ""}}) {
    const Ran R = edit(F, From, To);
    EXPECT_EQ(R.Code, 0) << all(R);
    EXPECT_THAT(R.Err, HasSubstr("verified: no functional change")) << To;
    EXPECT_THAT(R.Out, HasSubstr("equal\n")) << To;
  }
  const Ran Macro = edit("#define M(x) 1\nint f(int x)\n{\n\treturn M(x);\n}\n", "M(x) 1", "M (x) 1");
  EXPECT_NE(Macro.Code, 0) << all(Macro);
}

/// A comment, and a line that goes on, take in lines behind them that nobody changed.
TEST_F(AccountTest, SeesWhatAChangedCommentTakesIn) {
  for (const auto &[Text, From, To] : std::vector<std::array<std::string, 3>>{
           {"int f(int x)\n{\n\t/* a */\n\tx++;\n\t/* b */\n\treturn x > 3;\n}\n", "a */", "a"},
           {"int f(int x)\n{\n\t// a\n\tx++;\n\treturn x > 3;\n}\n", "// a", "// a \\"},
           {"int f(int x)\n{\n\t/* a\n\tx++;\n\t/* b */\n\treturn x > 3;\n}\n", "/* a", "/* a */"},
           {"#define A 4\n#define L 4\nint f(int x)\n{\n\treturn x > A;\n}\n", "A 4", "A 4 \\"},
           {"/* a */\nint g(int x)\n{\n\treturn x;\n}\n/* b */\nint f(int x)\n{\n\treturn x;\n}\n", "a */", "a"},
       }) {
    const Ran R = edit(Text, From, To);
    EXPECT_THAT(R.Code, testing::AnyOf(1, 3)) << Text << all(R);
    EXPECT_THAT(R.Err, Not(HasSubstr("verified"))) << Text;
  }
}

TEST_F(AccountTest, SeesWhatAHeadTellsTheLinker) {
  const std::string Init = "#define __init __attribute__((section(\".init\")))\n",
                    F = "int f(int x)\n{\n\treturn x > 3;\n}\n";
  const Ran Gone = review({{"a.c", Init + "int __init f(int x)\n{\n\treturn x > 3;\n}\n"}}, {{"a.c", Init + F}});
  EXPECT_EQ(Gone.Code, 3) << all(Gone);
  EXPECT_THAT(
      Gone.Out,
      HasSubstr("what the head of f() tells the linker or its callers: no more __attribute__((section(\".init\")))"));
  const Ran Static = edit(F, "int f", "static int f");
  EXPECT_EQ(Static.Code, 3) << all(Static);
  EXPECT_THAT(Static.Out, HasSubstr("f() is static now"));
  const Ran Visible = edit("static " + F + "int g(int x)\n{\n\treturn f(x);\n}\n", "static ", "");
  EXPECT_EQ(Visible.Code, 0) << all(Visible);
}

/// Both patches share a parse; each has its own function.
TEST_F(AccountTest, ReadsWhatEachPatchOfASeriesTouches) {
  const std::string F = "int f(int x)\n{\n\treturn x > 3;\n}\n", G = "int g(int x)\n{\n\treturn x > 1;\n}\n";
  const Repository R;
  R.S.write("t/a.c", F + "\n" + G);
  R.sh("git add -A . && git commit -qm base");
  R.sh("sed -i 's/x > 3/3 < x/' a.c && git commit -qam 'a: tidy f()' -m 'No functional change.'");
  R.sh("sed -i 's/x > 1/1 < x/' a.c && git commit -qam 'a: tidy g()' -m 'No functional change.'");
  const Ran Both = R.run("kverdict review -2 --tree .");
  EXPECT_EQ(Both.Code, 0) << all(Both);
  EXPECT_THAT(Both.Err, HasSubstr("verified: no functional change in f()"));
  EXPECT_THAT(Both.Err, HasSubstr("verified: no functional change in g()"));
}

TEST_F(AccountTest, FollowsFunctionsInAnotherOrder) {
  const std::string A = "int a(int x)\n{\n\treturn x > 1;\n}\n", B = "int b(int x)\n{\n\treturn x > 2;\n}\n",
                    C = "int c(int x)\n{\n\treturn x > 3;\n}\n";
  const Ran R = review({{"a.c", A + B + C}}, {{"a.c", C + B + A}});
  EXPECT_EQ(R.Code, 0) << all(R);
  EXPECT_THAT(R.Err, HasSubstr("verified: no functional change"));
}

TEST_F(AccountTest, NamesTheOptionThatLeavesLinesOut) {
  const std::string Inside =
      "int f(int x)\n{\n#ifdef CONFIG_NOT_HERE\n\tif (x > 3)\n\t\treturn -22;\n#endif\n\treturn 0;\n}\n";
  const std::string Around =
      "#if defined(CONFIG_A) && !defined(CONFIG_B)\nint f(int x)\n{\n\treturn x > 3;\n}\n#endif\n";
  const std::string Else = "#ifndef CONFIG_A\nint g;\n#else\nint f(int x)\n{\n\treturn x > 3;\n}\n#endif\n";
  for (const auto &[Text, Option] : std::vector<std::pair<std::string, std::string>>{
           {Inside, "(CONFIG_NOT_HERE)"}, {Around, "(CONFIG_A, CONFIG_B)"}, {Else, "(CONFIG_A)"}}) {
    const Ran R = edit(Text, "x > 3", "x > 4");
    EXPECT_EQ(R.Code, 3) << all(R);
    EXPECT_THAT(R.Out, HasSubstr("2 changed lines: 2 not compiled here " + Option));
    EXPECT_THAT(R.Out, HasSubstr("not decided: a.c:"));
    EXPECT_THAT(R.Err, Not(HasSubstr("verified")));
    EXPECT_EQ(edit(Text, "x > 3", "x > 4", Plain).Code, 3) << all(R);
  }
}

TEST_F(AccountTest, ComparesWhatAConstantReaches) {
  for (const char *Text : {
           "static const unsigned char ok[4] = { 1, 0, 3, 0 };\nint f(unsigned int x)\n{\n\treturn x < 4 && "
           "ok[x] == 3;\n}\n",
           "static const int ok[] = {\n\t[1] = 3,\n};\nint f(void)\n{\n\treturn ok[1] > 4;\n}\n",
           "enum { A, B = 3, C };\nint f(int x)\n{\n\treturn x == C;\n}\n",
           "#define LIMIT 3\nint f(int x)\n{\n\treturn x > LIMIT;\n}\n",
           "#define INNER 3\n#define LIMIT (INNER + 1)\nint f(int x)\n{\n\treturn x > LIMIT;\n}\n",
           "struct s { char pad[3]; int x; };\nint f(struct s *s)\n{\n\treturn s->x > 1;\n}\n",
       }) {
    const Ran R = edit(Text, "3", "5");
    EXPECT_TRUE(R.Code == 1 || R.Code == 3) << Text << all(R);
    EXPECT_THAT(R.Out, HasSubstr("reaches f()")) << Text;
    EXPECT_THAT(R.Err, Not(HasSubstr("verified"))) << Text;
  }
  const Ran Unused = edit("#define UNUSED 3\nint f(int x)\n{\n\treturn x > 1;\n}\n", "3", "4");
  EXPECT_EQ(Unused.Code, 0) << all(Unused);
  const Ran Same = edit("#define LIMIT 4\nint f(int x)\n{\n\treturn x > LIMIT;\n}\n", "4", "(2 + 2)");
  EXPECT_EQ(Same.Code, 0) << all(Same);
  EXPECT_THAT(Same.Err, HasSubstr("verified"));
}

TEST_F(AccountTest, SaysWhatItDoesNotLookAt) {
  const Ran Start = edit("static int limit = 3;\nint f(int x)\n{\n\treturn x > limit++;\n}\n", "3", "4");
  EXPECT_EQ(Start.Code, 3) << all(Start);
  EXPECT_THAT(Start.Out, HasSubstr("the variable limit"));
  const Ran Condition = edit("#if 1\nint f(int x)\n{\n\treturn x > 3;\n}\n#endif\n", "#if 1", "#if 2");
  EXPECT_EQ(Condition.Code, 3) << all(Condition);
  const Ran Export =
      edit("#define EXPORT(n) __typeof__(n) *p_##n = &n\nint f(int x)\n{\n\treturn x > 3;\n}\nint g(int x)\n{\n"
           "\treturn x > 3;\n}\nEXPORT(f);\n",
           "EXPORT(f);", "EXPORT(g);");
  EXPECT_EQ(Export.Code, 3) << all(Export);
  EXPECT_THAT(Export.Out, HasSubstr("EXPORT"));
  const std::string F = "int f(int x)\n{\n\treturn x > 3;\n}\n";
  EXPECT_EQ(edit(F, "int f", "__attribute__((weak)) int f").Code, 3);
  const Ran Name =
      edit("#define g f\n" + F + "int k(int x) { return g(x); }\n", "#define g", "#define f ff\n#define g");
  EXPECT_EQ(Name.Code, 3) << all(Name);
  const Ran Table =
      edit("int a(void) { return 0; }\nint b(void) { return -1; }\nstruct o { int (*f)(void); };\nconst struct o "
           "ops = {\n\t.f = a,\n};\n",
           "= a", "= b");
  EXPECT_EQ(Table.Code, 3) << all(Table);
  const Ran Value = edit("#define S 3\nint v = S;\n" + F, "S 3", "S 4");
  EXPECT_EQ(Value.Code, 3) << all(Value);
  const Ran Kconfig = review({{"Kconfig", "config A\n"}}, {{"Kconfig", "config B\n"}});
  EXPECT_EQ(Kconfig.Code, 3) << all(Kconfig);
  EXPECT_THAT(Kconfig.Out, HasSubstr("not C"));
  const Ran Doc = review({{"Documentation/a.rst", "a\n"}}, {{"Documentation/a.rst", "b\n"}});
  EXPECT_EQ(Doc.Code, 0) << all(Doc);
  EXPECT_EQ(review({{"Documentation/a.rst", "a\n"}}, {{"Documentation/a.rst", "b\n"}}, Plain).Code, 4);
}

TEST_F(AccountTest, ReadsHeadersInTheFilesThatIncludeThem) {
  const std::string Use = "#include \"a.h\"\nint g(int x)\n{\n\treturn f(x);\n}\n";
  const std::string H = "static inline int f(int x)\n{\n\treturn x > 3;\n}\n";
  const std::string Other = "static inline int f(int x)\n{\n\treturn x > 4;\n}\n";
  const Ran R = review({{"a.c", Use}, {"a.h", H}}, {{"a.c", Use}, {"a.h", Other}});
  EXPECT_EQ(R.Code, 1) << all(R);
  EXPECT_THAT(R.Out, HasSubstr("2 changed lines: 2 compared"));
  const Ran Below = review({{"mm/a.c", Use}, {"mm/a.h", "#define f(x) ((x) > 3)\n"}},
                           {{"mm/a.c", Use}, {"mm/a.h", "#define f(x) ((x) > 4)\n"}});
  EXPECT_EQ(Below.Code, 1) << all(Below);
  const Ran Nobody = review({{"a.h", H}}, {{"a.h", Other}});
  EXPECT_EQ(Nobody.Code, 3) << all(Nobody);
  const Ran Same = review({{"a.c", Use}, {"a.h", H}},
                          {{"a.c", Use}, {"a.h", "static inline int f(int x)\n{\n\treturn 3 < x;\n}\n"}});
  EXPECT_EQ(Same.Code, 0) << all(Same);
}

TEST_F(AccountTest, FollowsWhatMoved) {
  const std::string F = "int f(int x)\n{\n\treturn x > 3;\n}\n", Changed = "int f(int x)\n{\n\treturn x > 4;\n}\n";
  const std::string G = "int g(int x)\n{\n\treturn x > 1;\n}\n";
  EXPECT_EQ(review({{"a.c", F + "\n" + G}}, {{"a.c", G + "\n" + F}}).Code, 0);
  EXPECT_EQ(review({{"a.c", F + "\n" + G}}, {{"a.c", G + "\n" + Changed}}).Code, 1);
  const Ran Same = review({{"a.c", F + "\n" + G}, {"b.c", "int b;\n"}}, {{"a.c", G}, {"b.c", "int b;\n\n" + F}});
  EXPECT_EQ(Same.Code, 0) << all(Same);
  const Ran R = review({{"a.c", F + "\n" + G}, {"b.c", "int b;\n"}}, {{"a.c", G}, {"b.c", "int b;\n\n" + Changed}});
  EXPECT_EQ(R.Code, 1) << all(R);
  const Ran Split = review({{"a.c", F + "\n" + G}}, {{"b.c", F}, {"c.c", G}});
  EXPECT_EQ(Split.Code, 0) << all(Split);
  const Ran Gone = review({{"a.c", F + "\n" + G}}, {{"a.c", G}});
  EXPECT_EQ(Gone.Code, 3) << all(Gone);
  EXPECT_THAT(Gone.Out, HasSubstr("f() is gone"));
}

TEST_F(AccountTest, TakesHelpersWithTheirCallers) {
  const std::string Old = "int f(int x)\n{\n\treturn x > 3 && x < 9;\n}\n";
  const std::string New =
      "static int low(int x)\n{\n\treturn x > 3;\n}\n\nint f(int x)\n{\n\treturn low(x) && x < 9;\n}\n";
  EXPECT_EQ(review({{"a.c", Old}}, {{"a.c", New}}).Code, 0);
  EXPECT_EQ(review({{"a.c", New}}, {{"a.c", Old}}).Code, 0);
  const std::string Wrong =
      "static int low(int x)\n{\n\treturn x > 4;\n}\n\nint f(int x)\n{\n\treturn low(x) && x < 9;\n}\n";
  EXPECT_EQ(review({{"a.c", Old}}, {{"a.c", Wrong}}).Code, 1);
  const Ran Added = edit(Old, "int f", "int n(int x)\n{\n\treturn x;\n}\n\nint f");
  EXPECT_EQ(Added.Code, 0) << all(Added);
}

TEST_F(AccountTest, ComparesWhatDecidesWithoutAClaim) {
  const Ran R = edit("_Bool f(int x)\n{\n\treturn x > 3;\n}\n", "x > 3", "x > 4", Plain);
  EXPECT_EQ(R.Code, 0) << all(R);
  EXPECT_THAT(R.Out, HasSubstr("change: f(): stricter"));
  const Ran Void = edit("unsigned v;\nvoid f(unsigned x)\n{\n\tv = x + 3;\n}\n", "x + 3", "x + 4", Plain);
  EXPECT_EQ(Void.Code, 4) << all(Void);
  EXPECT_THAT(Void.Out, HasSubstr("change: f(): different: it ")) << all(Void);
  EXPECT_THAT(Void.Err, Not(HasSubstr("nothing to check"))) << all(Void);
  EXPECT_EQ(edit("int f(int x)\n{\n\treturn x > 3; /* a */\n}\n", "/* a */", "/* b */", Plain).Code, 4);
}

/// An address or an error, a count or an error.
TEST_F(AccountTest, NumbersThatAreErrorsDecide) {
  const Ran Address = edit("#define ENOMEM 12\nunsigned long f(unsigned long a)\n{\n\tif (a > 4096)\n\t\treturn "
                           "-ENOMEM;\n\treturn a + 1;\n}\n",
                           "return -ENOMEM", "return 0", Plain);
  EXPECT_EQ(Address.Code, 0) << all(Address);
  EXPECT_THAT(Address.Out, HasSubstr("change: f(): laxer: 0 where a > 4096 (before: -ENOMEM)")) << all(Address);
  const Ran Count =
      edit("long f(long a)\n{\n\tif (a > 4096)\n\t\treturn -22;\n\treturn a + 1;\n}\n", "a > 4096", "a > 4095", Plain);
  EXPECT_EQ(Count.Code, 0) << all(Count);
  EXPECT_THAT(Count.Out, HasSubstr("change: f(): stricter: -22 where")) << all(Count);
  const Ran Largest =
      edit("unsigned long f(int a)\n{\n\tif (a > 4)\n\t\treturn -1UL;\n\treturn a + 1;\n}\n", "a > 4", "a > 5", Plain);
  EXPECT_EQ(Largest.Code, 4) << all(Largest);
  EXPECT_THAT(Largest.Out, HasSubstr("change: f(): different: other value: ")) << all(Largest);
}

TEST_F(AccountTest, IsInTheRecord) {
  const Ran R = review({{"a.c", "int f(int x)\n{\n\treturn x > 3;\n}\n"}},
                       {{"a.c", "int f(int x)\n{\n\treturn 3 < x;\n}\n"}}, Plain, "-f jsonl");
  EXPECT_THAT(R.Out, HasSubstr(R"({"type":"account")")) << all(R);
}

TEST_F(AccountTest, FollowsAFunctionThatIsCalledOtherwise) {
  const std::string Old =
      "static int check(int a, int b)\n{\n\tif (a > b)\n\t\treturn -22;\n\treturn a < 0 ? -1 : 0;\n}\n"
      "int top(int a) { return check(a, 7) ? -5 : 0; }\n";
  auto with = [&](const std::string &From, const std::string &To) {
    std::string New = Old;
    for (size_t At = New.find("check"); At != std::string::npos; At = New.find("check", At + 9))
      New.replace(At, 5, "check_pair");
    return From.empty() ? New : New.replace(New.find(From), From.size(), To);
  };
  const Ran Same = review({{"a.c", Old}}, {{"a.c", with("", "")}});
  EXPECT_EQ(Same.Code, 0) << all(Same);
  EXPECT_THAT(Same.Out, HasSubstr("renamed: check() is check_pair() now"));
  EXPECT_THAT(Same.Out, HasSubstr("change: check_pair(): equivalent"));
  EXPECT_THAT(Same.Err, HasSubstr("verified: no functional change in check_pair(), top()"));
  const Ran Other = review({{"a.c", Old}}, {{"a.c", with("a > b", "a >= b")}});
  EXPECT_EQ(Other.Code, 1) << all(Other);
  EXPECT_THAT(Other.Out, HasSubstr("Doesn't this change what check_pair() does?"));
  EXPECT_THAT(Other.Out, HasSubstr("check_pair(a, 7) is true"));
  // Parameters that changed places, here and where it is called.
  std::string Swapped = with("int a, int b", "int b, int a");
  Swapped.replace(Swapped.find("(a, 7)"), 6, "(7, a)");
  EXPECT_EQ(review({{"a.c", Old}}, {{"a.c", Swapped}}).Code, 0);
}

TEST_F(AccountTest, FollowsAFunctionThatMovedAndIsCalledOtherwise) {
  const std::string Function = "(int a)\n{\n\tif (a > 5)\n\t\treturn -22;\n\treturn a < 0 ? -1 : 0;\n}\n",
                    Rest = "int g(int x);\n";
  const Ran R = review({{"a.c", "int check" + Function + Rest}, {"b.c", Rest}},
                       {{"a.c", Rest}, {"b.c", Rest + "int check_sign" + Function}});
  EXPECT_EQ(R.Code, 0) << all(R);
  EXPECT_THAT(R.Out, HasSubstr("moved: check_sign() from a.c to b.c"));
  EXPECT_THAT(R.Out, HasSubstr("renamed: check() is check_sign() now"));
}

TEST_F(AccountTest, NamesWhatHasComeAndGone) {
  const std::string Top = "int top(int a)\n{\n\treturn a ? -5 : 0;\n}\n";
  const Ran R = review(
      {{"a.c", "static int gone(int a)\n{\n\treturn a ? -22 : 0;\n}\n" + Top}},
      {{"a.c", "static int fresh(int a, int b)\n{\n\tint r = a * b;\n\n\treturn r > 9 ? -34 : r;\n}\n" + Top}}, Plain);
  EXPECT_THAT(R.Out, HasSubstr("added: fresh()\nremoved: gone()\n")) << all(R);
  const Ran Out = review({{"a.c", "int f(int a)\n{\n\treturn a;\n}\n" + Top}},
                         {{"a.c", "#if 0\nint f(int a)\n{\n\treturn a;\n}\n#endif\n" + Top}}, Plain);
  EXPECT_EQ(Out.Code, 3) << all(Out);
  EXPECT_THAT(Out.Out, HasSubstr("f() is left out"));
}

TEST_F(AccountTest, TakesTheNumberOfALineForNoneOfTheCode) {
  const std::string Head = "void note(const char *, int);\n#define NOTE() note(__FILE__, __LINE__)\n",
                    Body = "int f(int a)\n{\n\tNOTE();\n\treturn a > 3;\n}\n";
  const Ran R = review({{"a.c", Head + "#define GONE 1\n" + Body}}, {{"a.c", Head + Body}});
  EXPECT_EQ(R.Code, 0) << all(R);
  EXPECT_EQ(edit(Head + Body, "\treturn a > 3;", "\n\treturn 3 < a;").Code, 0);
  EXPECT_EQ(edit(Head + Body, "__LINE__)", "__LINE__ + 1)").Code, 1);
  // An empty body, as where the kernel does not check who may wait; and one that looks at it.
  const std::string Unused = "static inline void note(const char *f, int l) { }\n" + Head.substr(Head.find("#define")),
                    Used = "extern int last;\nstatic inline void note(const char *f, int l) { last = l; }\n" +
                           Head.substr(Head.find("#define"));
  EXPECT_THAT(review({{"a.c", Unused + "#define GONE 1\n" + Body}}, {{"a.c", Unused + Body}}).Err,
              HasSubstr("what the changed lines reach is the same code"));
  EXPECT_EQ(edit(Used + Body, "\treturn a > 3;", "\treturn 3 < a;").Code, 0);
  EXPECT_EQ(edit(Used + Body, "\tNOTE();", "\n\tNOTE();").Code, 0) << "no token differs";
}

TEST_F(AccountTest, TellsWhatIsClaimedOfAPart) {
  const Ran R =
      edit("int f(int x)\n{\n\treturn x > 3;\n}\n", "x > 3", "3 < x", "mm: x\n\nNo functional change for x86.");
  EXPECT_THAT(R.Err, HasSubstr("the message says \"No functional change for x86\", not of all of the patch")) << all(R);
}
