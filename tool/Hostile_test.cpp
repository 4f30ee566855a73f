// Sources of strangers: what they include, command Clang to do, and call themselves; and functions that kverdict dies
// of.
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

const std::string Rules = "version: 1\n"
                          "contracts:\n"
                          "  - id: small\n"
                          "    function: f\n"
                          "    ensures: result != 12345\n"
                          "    severity: error\n"
                          "    message: Why?\n"
                          "    why: because\n";

/// f() is wrong: it can return what the rule forbids.
const std::string Wrong = "int f(int x)\n{\n\tif (x == 3)\n\t\treturn 12345;\n\treturn 0;\n}\n";

class Hostile : public testing::Test {
protected:
  Ran check(const std::string &Text, const std::string &Flags = "-std=gnu11\n") {
    T.write("rules.yaml", Rules);
    T.write("tree/compile_flags.txt", Flags);
    T.write("tree/a.c", Text);
    return kverdictIn(T.path("tree"), {"check", "a.c", "--rules", T.path("rules.yaml")});
  }

  const Scratch T;
};

TEST_F(Hostile, TheWrongFunctionIsFound) {
  const Ran R = check(Wrong);
  EXPECT_EQ(R.Code, 1) << R.Err;
}

/// What a source says that kverdict must not do.
struct Refused {
  const char *Name, *Text, *Said;
};

class RefusedTest : public Hostile, public testing::WithParamInterface<Refused> {};

TEST_P(RefusedTest, IsNotAnalysed) {
  T.write("secret.h", "secret_word_of_this_machine\n");
  std::filesystem::create_directories(T.path("tree"));
  std::filesystem::create_symlink("../secret.h", T.path("tree/link.h"));
  mkfifo(T.path("tree/pipe.h").c_str(), 0600);
  std::string Text = GetParam().Text;
  if (const size_t At = Text.find("SECRET"); At != Text.npos)
    Text.replace(At, 6, T.path("secret.h"));
  const Ran R = check(Text + "\n" + Wrong);
  EXPECT_EQ(R.Code, 3) << R.Out << R.Err;
  EXPECT_THAT(R.Err, HasSubstr(GetParam().Said));
  EXPECT_THAT(R.Out + R.Err, Not(HasSubstr("secret_word")));
}

constexpr const char *Outside = "a.c:1: wants a file that is none of the tree";

const Refused Texts[] = {
    {"AbsolutePath", "#include \"SECRET\"", Outside},
    {"WayUp", "#include \"../secret.h\"", Outside},
    {"WayUpInBrackets", "#include <../secret.h>\n#include \"../secret.h\"", "a.c"},
    {"Link", "#include \"link.h\"", Outside},
    {"Pipe", "#include \"pipe.h\"", Outside},
    {"Device", "#include \"/dev/zero\"", Outside},
    {"Proc", "#include \"/proc/self/environ\"", Outside},
    {"Next", "#include_next \"SECRET\"", Outside},
    {"Import", "#import \"SECRET\"", Outside},
    {"Embed", "const char e[] = {\n#embed \"SECRET\"\n};", "none of the tree"},
    {"ByMacro", "#define HERE \"SECRET\"\n#include HERE", "a.c:2: wants a file that is none of the tree"},
    {"AskedFor", "#if __has_include(\"SECRET\")\n#endif", Outside},
    {"AskedForToEmbed", "#if __has_embed(\"SECRET\")\n#endif", Outside},
    {"Crash", "#pragma clang __debug crash", "a.c:1: wants #pragma clang __debug"},
    {"CrashOfParser", "#pragma clang __debug parser_crash", "wants #pragma clang __debug"},
    {"Stack", "#pragma clang __debug overflow_stack", "wants #pragma clang __debug"},
    {"Fatal", "#pragma clang __debug llvm_fatal_error", "wants #pragma clang __debug"},
    {"ByOperator", "_Pragma(\"clang __debug llvm_unreachable\")", "wants #pragma clang __debug"},
    {"ByMacroAndOperator", "#define P(x) _Pragma(#x)\nP(clang __debug crash)", "wants #pragma clang __debug"},
    {"Module", "#pragma clang module import evil", "wants #pragma clang module"},
    {"ModuleBuild",
     "#pragma clang module build evil\nmodule evil {}\n#pragma clang module contents\n#pragma clang module begin "
     "evil\nint e;\n#pragma clang module end\n#pragma clang module endbuild",
     "wants #pragma clang module"},
    {"Attribute", "#pragma clang attribute push(__attribute__((annotate(\"x\"))), apply_to = function)",
     "#pragma clang attribute that nothing takes back"},
};

INSTANTIATE_TEST_SUITE_P(Texts, RefusedTest, testing::ValuesIn(Texts),
                         [](const auto &Info) { return Info.param.Name; });

TEST_F(Hostile, ACompileCommandIncludesWhatIsNoneOfTheTree) {
  T.write("secret.h", "secret_word_of_this_machine\n");
  for (const char *Flag : {"-include\n", "-imacros\n"}) {
    const Ran R = check(Wrong, std::string("-std=gnu11\n") + Flag + T.path("secret.h") + "\n");
    EXPECT_EQ(R.Code, 3) << R.Out;
    EXPECT_THAT(R.Err, AllOf(HasSubstr("a.c: wants a file that is none of the tree"), Not(HasSubstr("secret_word"))));
  }
}

/// What looks like a word of kverdict's own, and hides nothing.
class OwnWordTest : public Hostile, public testing::WithParamInterface<Refused> {};

TEST_P(OwnWordTest, HidesNothing) {
  const Ran R = check(std::string(GetParam().Text) + "\n" + Wrong);
  EXPECT_EQ(R.Code, 1) << R.Out << R.Err;
}

const Refused OwnWords[] = {
    {"Pragma", "#pragma kverdict_extras", ""},
    {"PragmaOperator", "_Pragma(\"kverdict_extras\")", ""},
    {"Contract", "static _Bool __kverdict_ensures_0(int x, int result) { return 1; }", ""},
    {"ContractPasted",
     "#define CAT(a, b) a##b\nstatic _Bool CAT(__kverdict_, ensures_0)(int x, int result) { return 1; }", ""},
    {"Body", "static int __kverdict_body_f(int x) { return 0; }", ""},
    {"Line", "#line 1 \"<kverdict>\"", ""},
    {"OtherFile", "#line 100 \"other.c\"", ""},
};

INSTANTIATE_TEST_SUITE_P(Words, OwnWordTest, testing::ValuesIn(OwnWords),
                         [](const auto &Info) { return Info.param.Name; });

TEST_F(Hostile, ALineDirectiveMovesNothing) {
  const Ran R = check("#line 100 \"other.c\"\n" + Wrong);
  EXPECT_THAT(R.Out, AllOf(HasSubstr("a.c:5:"), Not(HasSubstr("other.c"))));
  const Ran Inside = check("int f(int x)\n{\n#line 7 \"other.c\"\n\tif (x == 3)\n\t\treturn 12345;\n\treturn 0;\n}\n");
  EXPECT_THAT(Inside.Out, AllOf(HasSubstr("a.c:5:"), Not(HasSubstr("other.c"))));
  const Ran Broken = check("#line 100 \"other.c\"\nint g(void) { return nothing; }\n" + Wrong);
  EXPECT_THAT(Broken.Err, Not(HasSubstr("other.c")));
}

TEST_F(Hostile, AMacroOfTheFileIsNoMistakeOfTheRules) {
  for (const char *Macro : {"#define result 1\n", "#define result other\n", "#define return return 0 &&\n",
                            "#define x 1\n", "#define _Bool struct\n"}) {
    const Ran R = check(Wrong + Macro);
    EXPECT_EQ(R.Code, 3) << Macro << R.Out << R.Err;
    EXPECT_THAT(R.Err, HasSubstr("a macro that this needs means something else")) << Macro;
  }
  EXPECT_EQ(check(Wrong + "#define unrelated 1\n").Code, 1);
}

TEST_F(Hostile, TheNamesOfARunAreNeverShown) {
  const Ran First = check("#define result 1\n" + Wrong), Second = check("#define result 1\n" + Wrong);
  EXPECT_EQ(First.Code, 3);
  EXPECT_EQ(First.Err, Second.Err);
}

TEST_F(Hostile, AnInitialiserIsCounted) {
  for (const char *Table : {"int t[] = {[0 ... 500000000] = 1};\n", "int t[] = {[0 ... (1 << 29) - 1] = 1};\n",
                            "enum { N = 500000000 };\nint t[] = {[0 ... N] = 1};\n",
                            "int t[20000][20000] = {[0 ... 19999] = {[0 ... 19999] = 1}};\n",
                            "struct s { int a[1000000]; } t[] = {[0 ... 999] = {.a = {[0 ... 999999] = 7}}};\n"}) {
    const Ran R = check(Table + Wrong);
    EXPECT_EQ(R.Code, 3) << Table << R.Err;
    EXPECT_THAT(R.Err, HasSubstr("an initialiser of more than 4000000 elements")) << Table;
  }
  const Ran Local = check("int f(int x)\n{\n\tint t[] = {[0 ... 300000000] = 1};\n\treturn t[x & 3];\n}\n");
  EXPECT_EQ(Local.Code, 3) << Local.Err;
  const Ran Few = check("enum { N = 511 };\nint t[] = {[0 ... N] = 1, [N + 1 ... 1 << 14] = 2};\n"
                        "int s(int x) { switch (x) { case 0 ... 900000000: return 1; } return 0; }\n" +
                        Wrong);
  EXPECT_EQ(Few.Code, 1) << Few.Err;
}

/// Of thousands of statements. None of them ends by the time that it takes.
struct Many {
  const char *Name, *Statement; ///< `#` stands for its number
  const char *Command;
  int Number = 10'000;
};

class ManyTest : public Hostile, public testing::WithParamInterface<Many> {
protected:
  static std::string statements(const std::string &Statement, int Number) {
    std::string Text = "int c(int x);\nint f(int x)\n{\n";
    for (int I = 0; I < Number; ++I)
      for (const char C : Statement)
        Text += C == '#' ? std::to_string(I) : std::string(1, C);
    return Text;
  }
};

TEST_P(ManyTest, EndsByABoundThatIsCounted) {
  const std::string Text = statements(GetParam().Statement, GetParam().Number);
  T.write("tree/b.c", Text + "\treturn !!x;\n}\n");
  Ran R = check(Text + "\treturn x;\n}\n");
  if (GetParam().Command == std::string("diff"))
    R = kverdictIn(T.path("tree"), {"diff", "a.c", "b.c"});
  EXPECT_THAT(R.Code, testing::AnyOf(1, 3)) << R.Err;
  EXPECT_THAT(R.Out + R.Err, AllOf(Not(HasSubstr("gave up")), Not(HasSubstr("takes too long"))));
}

const Many ManyStatements[] = {
    {"Steps", "\tif (x == #)\n\t\tx++;\n", "check"},
    {"Assembly", "\tasm volatile(\"nop\");\n", "diff"},
    {"Loops", "\tfor (int i = 0; i < x; i++)\n\t\tc(i);\n", "diff", 1'000},
    {"LoopsThatCount", "\twhile (c(x))\n\t\tx--;\n", "diff", 1'000},
    {"Conditions", "\tx = x ? x + 1 : c(x);\n", "diff", 1'000},
    {"GotoBack", "l#:\n\tif (c(x))\n\t\tgoto l#;\n", "diff", 1'000},
};

INSTANTIATE_TEST_SUITE_P(Statements, ManyTest, testing::ValuesIn(ManyStatements),
                         [](const auto &Info) { return Info.param.Name; });

TEST_F(Hostile, LettersThatLookLikeOthersAreMarked) {
  const std::string Look = "p\xd0\xb0ge";
  const Ran R = check("int f(int x)\n{\n\tint " + Look + " = x;\n\n\tif (" + Look +
                      " == 3)\n\t\treturn 12345;\n\treturn 0;\n}\n");
  EXPECT_EQ(R.Code, 1) << R.Out << R.Err;
  EXPECT_THAT(R.Out, AllOf(HasSubstr("p<U+0430>ge == 3 is true"), Not(HasSubstr(Look))));
}

/// Also where programs read, in what is written for people.
TEST_F(Hostile, LettersThatLookLikeOthersAreMarkedInEachFormat) {
  const std::string Look = "p\xd0\xb0ge", Turned = "\xe2\x80\xae";
  const std::string Text = "int c(const char *);\n#line 100 \"" + Turned + Look + ".c\"\nint f(int " + Look +
                           ")\n{\n\tif (" + Look + " == 3 && !c(\"" + Turned + Look +
                           "\"))\n\t\treturn 12345;\n\treturn 0;\n}\n";
  ASSERT_EQ(check(Text).Code, 1);
  const Ran Record = kverdictIn(T.path("tree"), {"check", "a.c", "--rules", T.path("rules.yaml"), "-f", "jsonl"});
  EXPECT_THAT(Record.Out, HasSubstr("p\\u0430ge")) << "the record has each name as it is";
  for (const char *Format : {"text", "terse", "sarif", "rdjsonl", "github", "gitlab", "html"}) {
    const Ran R = kverdictIn(T.path("tree"), {"check", "a.c", "--rules", T.path("rules.yaml"), "-f", Format});
    EXPECT_EQ(R.Code, 1) << Format << R.Err;
    EXPECT_THAT(R.Out, AllOf(Not(HasSubstr(Look)), Not(HasSubstr("\\u0430")), Not(HasSubstr(Turned)),
                             Not(HasSubstr("\\u202e"))))
        << Format;
  }
  for (const char *Format : {"text", "dot"}) {
    const Ran R = kverdictIn(T.path("tree"), {"simulate", "a.c", "--function", "f", "-f", Format});
    EXPECT_EQ(R.Code, 0) << Format << R.Err;
    EXPECT_THAT(R.Out, AllOf(HasSubstr("p<U+0430>ge == 3"), Not(HasSubstr(Look)), Not(HasSubstr(Turned)))) << Format;
  }
}

TEST_F(Hostile, AnUnknownTargetIsNamed) {
  for (const char *Target : {"nonsense-unknown-none", "avr", "msp430"}) {
    const Ran R = check(Wrong, std::string("--target=") + Target + "\n");
    EXPECT_EQ(R.Code, 3) << Target << R.Out << R.Err;
    EXPECT_THAT(R.Err, HasSubstr(Target));
  }
}

TEST_F(Hostile, AFunctionThatItDiesOfIsAGap) {
  setenv("KVERDICT_TEST_CRASH", "g", 1);
  const std::string More = "int g(int x)\n{\n\treturn x == 4 ? 12345 : 1;\n}\n";
  T.write("more.yaml", Rules + "  - id: other\n    function: g\n    ensures: result != 12345\n    severity: error\n"
                               "    message: Why?\n    why: because\n");
  T.write("a.c", Wrong + More);
  T.write("b.c", "int f(int x)\n{\n\treturn x - x;\n}\n" + More);
  T.write("compile_flags.txt", "-std=gnu11\n");
  const std::string Said = "kverdict failed on g(): signal 6";
  const Ran Check = kverdictIn(T.path(), {"check", "a.c", "--rules", "more.yaml"});
  EXPECT_EQ(Check.Code, 1); // what was found in the other function
  EXPECT_THAT(Check.Out, AllOf(HasSubstr(Said), HasSubstr("a.c:4:"), HasSubstr("1 not decided")));
  const Ran Clean = kverdictIn(T.path(), {"check", "-j", "2", "b.c", "--rules", "more.yaml"});
  EXPECT_EQ(Clean.Code, 3);
  EXPECT_THAT(Clean.Out, HasSubstr(Said));
  const Ran Diff = kverdictIn(T.path(), {"diff", "a.c", "b.c", "--rules", "more.yaml"});
  EXPECT_THAT(Diff.Out, HasSubstr("f()")) << Diff.Err;
  const Ran One = kverdictIn(T.path(), {"diff", "a.c", "b.c", "--function", "g", "--rules", "more.yaml"});
  EXPECT_EQ(One.Code, 3);
  EXPECT_THAT(One.Out, HasSubstr(Said));
  const Ran Table = kverdictIn(T.path(), {"simulate", "a.c", "--function", "g", "--rules", "more.yaml"});
  EXPECT_EQ(Table.Code, 3);
  EXPECT_THAT(Table.Err, HasSubstr(Said));
  T.write("c.c", "_Bool g(int x)\n{\n\treturn x == 4;\n}\n");
  const Ran Coverage = kverdictIn(T.path(), {"coverage", "c.c", "--rules", "more.yaml"});
  EXPECT_EQ(Coverage.Code, 3);
  EXPECT_THAT(Coverage.Err, HasSubstr(Said));
  unsetenv("KVERDICT_TEST_CRASH");
}

/// A patch mail that puts one text in the place of another.
std::string mailOf(const std::string &Old, const std::string &New) {
  const auto Before = linesOf(Old), After = linesOf(New);
  std::string Mail = "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
                     "From: A <a@example.org>\nDate: Tue, 30 Apr 2024 22:40:43 +0200\nMessage-ID: <1@example.org>\n"
                     "Subject: [PATCH] mm: change\n\nText.\n---\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1," +
                     std::to_string(Before.size()) + " +1," + std::to_string(After.size()) + " @@\n";
  for (const std::string &Line : Before)
    Mail += "-" + Line + "\n";
  for (const std::string &Line : After)
    Mail += "+" + Line + "\n";
  return Mail + "-- \n2.39.5\n";
}

const std::string Right = "int f(int x)\n{\n\tif (x == 3)\n\t\treturn 1;\n\treturn 0;\n}\n";

class HostilePatch : public Hostile {
protected:
  Ran review(const std::string &Old, const std::string &New, const std::string &Compiler = "") {
    T.write("rules.yaml", Rules);
    T.write("tree/a.c", Old);
    if (Compiler.empty())
      T.write("tree/compile_flags.txt", "-std=gnu11\n");
    else
      T.write("tree/compile_commands.json",
              "[{\"directory\": \".\", \"file\": \"a.c\", \"command\": \"" + Compiler + " -std=gnu11 -c a.c\"}]");
    T.write("p.patch", mailOf(Old, New));
    return kverdictIn(T.path(), {"review", "p.patch", "--tree", "tree", "--rules", "rules.yaml"});
  }
};

TEST_F(HostilePatch, TakesTheGroundFromAContract) {
  const std::string Helper = "int g(int x)\n{\n\treturn x;\n}\n";
  for (const std::string New : {"#define f h\n" + Wrong, "#if 0\n" + Wrong + "#endif\n" + Helper,
                                "#define f(x) h(x)\n" + Wrong, "#ifdef NOT_SET\n" + Wrong + "#endif\n"}) {
    const Ran R = review(Right, New);
    EXPECT_EQ(R.Code, 3) << New << R.Out << R.Err;
    EXPECT_THAT(R.Out + R.Err, HasSubstr("small")) << New;
  }
}

TEST_F(HostilePatch, IncludesWhatIsNoneOfTheTree) {
  T.write("secret", "secret_word_of_this_machine\n");
  const Ran R = review(Right, "#include \"" + T.path("secret") + "\"\n" + Wrong);
  EXPECT_EQ(R.Code, 3) << R.Out;
  EXPECT_THAT(R.Out + R.Err, AllOf(HasSubstr("a.c:1: wants"), Not(HasSubstr("secret_word"))));
}

/// Nested functions are gcc's alone.
TEST_F(HostilePatch, ACompilerThatAcceptsMore) {
  const std::string Nested = "int f(int x)\n{\n\tint g(int y)\n\t{\n\t\treturn y;\n\t}\n\treturn g(x) == 3;\n}\n";
  for (const char *Compiler : {"gcc", "ccache x86_64-linux-gnu-gcc-12", "cc"}) {
    const Ran R = review(Right, Nested, Compiler);
    EXPECT_EQ(R.Code, 3) << R.Out << R.Err;
    EXPECT_THAT(R.Out, AllOf(HasSubstr("a.c:4: Clang does not read this"), Not(HasSubstr("error:"))));
  }
  const Ran R = review(Right, Nested, "clang");
  EXPECT_EQ(R.Code, 1);
  EXPECT_THAT(R.Out, HasSubstr("This does not compile"));
}

TEST_F(Hostile, ManyFilesThatNestDeeply) {
  const std::string Deep = "int f(int x)\n{\n\treturn " + std::string(9'900, '!') + "x;\n}\n";
  T.write("rules.yaml", Rules);
  T.write("a.c", Deep);
  T.write("b.c", Deep);
  T.write("compile_flags.txt", "-std=gnu11\n");
  const Ran One = kverdictIn(T.path(), {"check", "-j", "1", "a.c", "b.c", "--rules", "rules.yaml"});
  const Ran Two = kverdictIn(T.path(), {"check", "-j", "2", "a.c", "b.c", "--rules", "rules.yaml"});
  EXPECT_EQ(One.Code, Two.Code);
  EXPECT_EQ(One.Out, Two.Out);
}

} // namespace
} // namespace kverdict
