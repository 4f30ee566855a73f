// What a review says of the callers of a function that decides otherwise.
#include "testing/Repository.h"

#include <gmock/gmock.h>

using namespace kverdict;
using testing::HasSubstr;
using testing::Not;

namespace {

const std::string Check = "static int check(int x)\n{\n\tif (x > 9)\n\t\treturn -22;\n\treturn 0;\n}\n\n";

class CallersTest : public testing::Test {
protected:
  /// Reviews a patch that lets check() accept more.
  Ran laxer(const std::string &Callers, const std::string &More = "", const std::string &Message = "fix it") {
    return edit({{"a.c", Check + Callers}}, "a.c", More, Message);
  }

  Ran edit(const std::map<std::string, std::string> &Files, const std::string &Edited, const std::string &More,
           const std::string &Message = "fix it", bool Build = false) {
    const Repository R;
    for (const auto &[Name, Text] : Files)
      R.S.write("t/" + Name, Text);
    if (Build)
      R.S.write("t/compile_commands.json", commands(Files, R.S.path("t")));
    R.sh("git add -A . && git commit -qm base");
    std::string New = Files.at(Edited);
    New.replace(New.find("x > 9"), 5, "x > 19");
    R.S.write("t/" + Edited, New);
    R.S.write("message", Message);
    R.sh("git add -A . && git commit -qF ../message");
    return R.run("kverdict review HEAD --tree . " + More);
  }

  static std::string commands(const std::map<std::string, std::string> &Files, const std::string &In) {
    std::string Out;
    for (const auto &[Name, Text] : Files)
      if (Name.ends_with(".c"))
        Out += (Out.empty() ? "[" : ",") + std::string("{\"directory\": \"") + In + "\", \"file\": \"" + Name +
               "\", \"command\": \"clang -std=gnu11 -c " + Name + "\"}";
    return Out + "]\n";
  }

  static std::string all(const Ran &R) { return R.Out + R.Err + "rc=" + std::to_string(R.Code); }
};

const std::string Passes = "int f(int n)\n{\n\tif (n == 3)\n\t\treturn 1;\n\treturn check(n);\n}\n";
const std::string Guards = "int g(int n)\n{\n\tif (n > 9)\n\t\treturn -7;\n\treturn check(n);\n}\n";

} // namespace

TEST_F(CallersTest, OneThatLeadsThereIsNamedWithWhatItReturns) {
  const Ran R = laxer(Passes);
  EXPECT_THAT(R.Out, HasSubstr("\n  callers: f() leads there with n = 10, and returns 0 (before: -22)\n")) << all(R);
  EXPECT_THAT(laxer(Passes, "--callers none").Out, Not(HasSubstr("callers:")));
}

TEST_F(CallersTest, NoneIsSaidOnlyWhereAllAreKnown) {
  const Ran R = laxer(Guards);
  EXPECT_THAT(R.Out, HasSubstr("  callers: no state of its kind comes from g(); there are no other callers")) << all(R);
  const Ran Pointer = laxer(Guards + "int (*const table[])(int) = { check };\n");
  EXPECT_THAT(Pointer.Out, HasSubstr("comes from g(); it is named outside of the functions")) << all(Pointer);
  std::string Global = Check + Guards;
  const Ran Others = edit({{"a.c", Global.substr(7)}}, "a.c", "");
  EXPECT_THAT(Others.Out, HasSubstr("comes from g(); other files may call it")) << all(Others);
  const Ran Both = laxer(Guards + "\n" + Passes);
  EXPECT_THAT(Both.Out, HasSubstr("callers: f() leads there")) << all(Both);
  EXPECT_THAT(Both.Out, HasSubstr("; not g()")) << all(Both);
}

/// It is worth less then.
TEST_F(CallersTest, AFindingThatNoCallerLeadsToFalls) {
  const std::string Claim = "mm: tidy\n\nNo functional change.";
  EXPECT_THAT(laxer(Passes, "", Claim).Out, HasSubstr(": warning: "));
  const Ran R = laxer(Guards, "", Claim);
  EXPECT_THAT(R.Out, HasSubstr(": note: The commit message")) << all(R);
  EXPECT_THAT(R.Out, HasSubstr("what check() does? No caller leads to such a state. [")) << all(R);
}

TEST_F(CallersTest, AMacroMayHideTheCall) {
  const Ran R = laxer("#define CHECK(x) check((x) + 1)\n\nint f(int n)\n{\n\treturn CHECK(n);\n}\n");
  EXPECT_THAT(R.Out, HasSubstr("callers: f() leads there")) << all(R);
}

TEST_F(CallersTest, AnInlineFunctionOfAHeaderHasOtherCallers) {
  const std::string Inline = "static inline int check(int x)\n{\n\tif (x > 9)\n\t\treturn -22;\n\treturn 0;\n}\n";
  const Ran R = edit({{"a.h", Inline}, {"a.c", "#include \"a.h\"\n\n" + Guards}}, "a.h", "");
  EXPECT_THAT(R.Out, HasSubstr("change: check(): laxer")) << all(R);
  EXPECT_THAT(R.Out, HasSubstr("comes from g(); other files may call it")) << all(R);
}

TEST_F(CallersTest, WhatCallsItselfIsNoCaller) {
  const std::string Recursive = "static int check(int x)\n{\n\tif (x > 9)\n\t\treturn -22;\n\tif (x < 0)\n\t\treturn "
                                "check(x + 1);\n\treturn 0;\n}\n\n";
  const Ran R = edit({{"a.c", Recursive + Guards}}, "a.c", "");
  EXPECT_THAT(R.Out, Not(HasSubstr("check() leads"))) << all(R);
}

TEST_F(CallersTest, TheRecordHasThem) {
  const Ran R = laxer(Passes + "\n" + Guards, "-f jsonl");
  EXPECT_THAT(R.Out, HasSubstr(R"("called_by":{"callers":[{"function":"f","what":"reaches","there":{)")) << all(R);
  EXPECT_THAT(R.Out, HasSubstr(R"({"function":"g","what":"never"})")) << all(R);
}

TEST_F(CallersTest, AReplyNamesOne) {
  const Ran R = laxer(Passes, "-f lkml", "mm: tidy\n\nNo functional change.");
  EXPECT_THAT(R.Out, HasSubstr("Its caller f() gets into")) << all(R);
}

/// Behind an #if that this build leaves out.
TEST_F(CallersTest, WhatIsNotCompiledMayLeadThereInAnotherBuild) {
  const Ran R = laxer("#ifdef CONFIG_X\n" + Passes + "#endif\n\n" + Guards);
  EXPECT_THAT(R.Out, HasSubstr("comes from g(); f() is not compiled in this build")) << all(R);
}

TEST_F(CallersTest, NorIsWhatIsLeftOutInsideOfOne) {
  const Ran R = laxer("int g(int n)\n{\n#ifdef CONFIG_X\n\treturn check(n);\n#endif\n\tif (n > 9)\n\t\treturn "
                      "-7;\n\treturn check(n);\n}\n");
  EXPECT_THAT(R.Out, HasSubstr("comes from g(); a call in g() is not compiled in this build")) << all(R);
}

/// Each may be called in any state by what stands beside g(), which guards its call.
TEST_F(CallersTest, NoneIsNotSaidWhereOthersMayCall) {
  const struct {
    const char *Text, *Why;
  } Each[] = {
      {"#define DEFINE(name) int name(int n) { return check(n); }\nDEFINE(gg)\n", "DEFINE() names it"},
      {"extern int exported(int) __attribute__((alias(\"check\")));\n", "a string names it"},
      {"asm(\".globl h\\nh: jmp check\");\n", "a string names it"},
      {"#define CALL(name) che##name\nint k(int n)\n{\n\treturn CALL(ck)(n);\n}\n", "CALL() may make its name"},
      {"#define TWO(a, b) a##b\nint (*const p)(int) = TWO(che, ck);\n", "TWO() may make its name"},
      {"#include \"uses.h\"\nUSE(m)\n", "USE() names it"},
      {"#include \"deep.h\"\nOUTER(m)\n", "INNER() names it"},
      {"#include \"calls.h\"\n", "a file that is included behind it may name it"},
  };
  for (const auto &[Text, Why] : Each) {
    const Ran R =
        edit({{"a.c", Check + Text + "\n" + Guards},
              {"uses.h", "#define USE(name) int name(int n) { return check(n); }\n"},
              {"deep.h", "#define INNER(name) int name(int n) { return check(n); }\n#define OUTER(x) INNER(x)\n"},
              {"calls.h", "static inline int k(int n)\n{\n\treturn check(n);\n}\n"}},
             "a.c", "", "mm: tidy\n\nNo functional change.");
    EXPECT_THAT(R.Out, HasSubstr(Why)) << Text << all(R);
    EXPECT_THAT(R.Out, Not(HasSubstr("no other callers"))) << Text << all(R);
    EXPECT_THAT(R.Out, HasSubstr(": warning: ")) << Text << all(R);
  }
}

TEST_F(CallersTest, ItsAttributesMayLetOthersCall) {
  const Ran R = edit({{"a.c", "static int check(int) __attribute__((used));\n" + Check + Guards}}, "a.c", "");
  EXPECT_THAT(R.Out, HasSubstr("comes from g(); its attributes let others call it")) << all(R);
}

/// What only looks so.
TEST_F(CallersTest, NoneIsSaidWhereNobodyElseCalls) {
  for (const char *Text :
       {"static int check(int);\n", "#define UNUSED(name) int name(int n) { return check(n); }\n",
        "#define CALL(name) che##name\nint ck;\n", "#define TWO(a, b) a##b\nint ck;\n", "#include \"uses.h\"\n",
        "/* check() is \"check\" */\n", "#ifdef CONFIG_X\nstatic int check(int);\n#endif\n"}) {
    const Ran R =
        edit({{"a.c", Text + Check + Guards}, {"uses.h", "#define USE(name) int name(int n) { return check(n); }\n"}},
             "a.c", "");
    EXPECT_THAT(R.Out, HasSubstr("no other callers")) << Text << all(R);
  }
}

/// As SYSCALL_DEFINE0() does.
TEST_F(CallersTest, AMacroMayMakeTheHeadOfACaller) {
  const std::string Define = "#define CALL_DEFINE(name) static int do_##name(int n); int sys_##name(int n) { return "
                             "do_##name(n); } static int do_##name(int n)\n\nCALL_DEFINE(x)\n{\n";
  const Ran Passes = laxer(Define + "\treturn check(n);\n}\n");
  EXPECT_THAT(Passes.Out, HasSubstr("callers: do_x() leads there with n = 10")) << all(Passes);
  const Ran Never = laxer(Define + "\treturn n > 9 ? -7 : check(n);\n}\n");
  EXPECT_THAT(Never.Out, HasSubstr("comes from do_x(); there are no other callers")) << all(Never);
  const Ran Out = laxer("#define CALL_DEFINE(name) int do_##name(int n)\n#ifdef CONFIG_X\nCALL_DEFINE(x)\n{\n\treturn "
                        "check(n);\n}\n#endif\n\n" +
                        Guards);
  EXPECT_THAT(Out.Out, HasSubstr("CALL_DEFINE() is not compiled in this build")) << all(Out);
}

/// check() is global here, and a build has other files that call it.
class CallersInBuildTest : public CallersTest {
protected:
  Ran build(const std::map<std::string, std::string> &Others, const std::string &Global = Check.substr(7),
            const std::string &More = "--callers build") {
    std::map<std::string, std::string> Files = Others;
    Files["check.h"] = "int check(int x);\nstruct ops { int (*op)(int); };\n";
    Files["a.c"] = "#include \"check.h\"\n" + Global;
    for (auto &[Name, Text] : Files)
      if (Name != "a.c" && Name.ends_with(".c"))
        Text = "#include \"check.h\"\n" + Text;
    return edit(Files, "a.c", More, "mm: tidy\n\nNo functional change.", true);
  }
};

TEST_F(CallersInBuildTest, ACallerOfAnotherFileLeadsThere) {
  const Ran R = build({{"b.c", Passes}});
  EXPECT_THAT(R.Out, HasSubstr("\n  callers: f() of b.c leads there with n = 10, and returns 0 (before: -22)\n"))
      << all(R);
  const Ran File = build({{"b.c", Passes}}, Check.substr(7), "");
  EXPECT_THAT(File.Out, Not(HasSubstr("b.c"))) << all(File);
  const Ran Record = build({{"b.c", Passes}}, Check.substr(7), "--callers build -f jsonl");
  EXPECT_THAT(Record.Out, HasSubstr(R"({"function":"f","what":"reaches","file":"b.c")")) << all(Record);
  EXPECT_THAT(Record.Out, HasSubstr(R"("at":{"file":"b.c","line":6,)")) << all(Record);
  const Ran Sarif = build({{"b.c", Passes}}, Check.substr(7), "--callers build -f sarif");
  EXPECT_THAT(Sarif.Out, HasSubstr("relatedLocations")) << all(Sarif);
}

/// A file that is not of the build may call it, so findings weigh what they weigh.
TEST_F(CallersInBuildTest, NoneOfTheBuildIsNoneThatIsKnown) {
  const Ran R = build(
      {{"b.c", Guards}, {"c.c", "int five(void)\n{\n\treturn check(5);\n}\n"}, {"d.c", "/* check() */ int d;\n"}});
  EXPECT_THAT(R.Out,
              HasSubstr("callers: no state of its kind comes from g() of b.c, five() of c.c; no other caller was "
                        "found by its name in the 4 files of the build"))
      << all(R);
  EXPECT_THAT(R.Out, HasSubstr(": warning: ")) << all(R);
  const Ran Nobody = build({{"d.c", "int d;\n"}});
  EXPECT_THAT(Nobody.Out, HasSubstr("callers: no other caller was found by its name in the 2 files of the build"))
      << all(Nobody);
  const Ran Pointer = build({{"b.c", Guards + "const struct ops o = { .op = check };\n"}});
  EXPECT_THAT(Pointer.Out, HasSubstr("comes from g() of b.c; b.c: it is named outside of the functions"))
      << all(Pointer);
}

TEST_F(CallersInBuildTest, WhoeverTakesItsAddressMayCallIt) {
  const Ran Exported =
      build({{"b.c", Guards}}, Check.substr(7) + "#define EXPORT_SYMBOL(x) int x##_exported\nEXPORT_SYMBOL(check);\n");
  EXPECT_THAT(Exported.Out, HasSubstr("comes from g() of b.c; a.c: it is exported")) << all(Exported);
  const Ran Table = build({{"b.c", "const struct ops o = { .op = check };\n"}});
  EXPECT_THAT(Table.Out, HasSubstr("callers: b.c: it is named outside of the functions of the file")) << all(Table);
  const Ran Broken = build({{"b.c", "const struct opps o = { .op = check };\n"}});
  EXPECT_THAT(Broken.Out, HasSubstr("callers: b.c: it does not compile there: ")) << all(Broken);
}

/// What the function needs of its file goes along; what cannot, leaves it open.
TEST_F(CallersInBuildTest, TheFunctionIsWhatItIsInItsOwnFile) {
  const std::string Body = "int check(int x)\n{\n\tif (x > 9)\n\t\treturn -22;\n\treturn ";
  const Ran Helper = build({{"b.c", Passes}}, "static int zero(void)\n{\n\treturn 0;\n}\n\n" + Body + "zero();\n}\n");
  EXPECT_THAT(Helper.Out, HasSubstr("f() of b.c leads there with n = 10")) << all(Helper);
  const Ran Shared =
      build({{"b.c", "int zero(void)\n{\n\treturn 0;\n}\n\n" + Passes}}, "int zero(void);\n\n" + Body + "zero();\n}\n");
  EXPECT_THAT(Shared.Out, HasSubstr("f() of b.c leads there with n = 10")) << all(Shared);
  const std::pair<std::string, std::string> Open[] = {
      {"static int Limit;\n" + Body + "Limit;\n}\n", "it does not compile there: use of undeclared identifier 'Limit'"},
      {"#define ZERO 0\n" + Body + "ZERO;\n}\n", "check() uses ZERO, which a.c defines"},
      {"#include \"zero.h\"\n" + Body + "ZERO;\n}\n", "it has a macro of its own, ZERO, which check() mentions"},
      {"static int zero;\n" + Body + "zero;\n}\n", "it has its own zero, which check() mentions"},
  };
  std::string Long, Sum = "0";
  for (unsigned I = 0; I < 31; ++I) {
    const std::string Name = "part" + std::to_string(I);
    Long += "static int " + Name + "(void)\n{\n\treturn 0;\n}\n\n";
    Sum += " + " + Name + "()";
  }
  const Ran Many = build({{"b.c", Passes}}, Long + Body + Sum + ";\n}\n", "--callers build -v");
  EXPECT_THAT(Many.Out, HasSubstr("f() of b.c (check() needs more than 30 functions of a.c)")) << all(Many);
  for (const auto &[Global, Why] : Open) {
    const Ran R = build(
        {{"zero.h", "#define ZERO 0\n"},
         {"b.c", Global.find("zero") == Global.npos ? Passes : "#define ZERO 1\nstatic int zero = 3;\n" + Passes}},
        Global, "--callers build -v");
    EXPECT_THAT(R.Out, HasSubstr("undecided: f() of b.c (" + Why)) << all(R);
  }
}

TEST_F(CallersInBuildTest, AFunctionOfAHeaderIsThereAlready) {
  const std::string Inline = "static inline int check(int x)\n{\n\tif (x > 9)\n\t\treturn -22;\n\treturn 0;\n}\n";
  const Ran R = edit({{"a.h", Inline},
                      {"a.c", "#include \"a.h\"\n\n" + Guards},
                      {"b.c", "#include \"a.h\"\n\nint k(int n)\n{\n\treturn check(n + 1);\n}\n"},
                      {"c.c", "#include \"a.h\"\n\n" + Passes}},
                     "a.h", "--callers build", "fix it", true);
  EXPECT_THAT(R.Out,
              HasSubstr("k() of b.c leads there with n = 9, and returns 0 (before: -22); so does f() of c.c; not g()"))
      << all(R);
}

TEST_F(CallersInBuildTest, WithoutABuildTheFileIsAllThereIs) {
  const Ran R = edit({{"a.c", Check.substr(7) + Guards}, {"b.c", Passes}}, "a.c", "--callers build");
  EXPECT_THAT(R.Err, HasSubstr("no build names its files here")) << all(R);
  EXPECT_THAT(R.Out, HasSubstr("comes from g(); other files may call it")) << all(R);
}
