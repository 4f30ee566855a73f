// Inputs of strangers, each of one run: none ends in a signal or passes as clean, none is executed, and nothing is
// printed raw or of this machine.
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <algorithm>
#include <filesystem>

using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

const std::string Rules = "version: 1\ncontracts:\n  - id: small\n    function: f\n    ensures: result != 12345\n"
                          "    severity: error\n    message: Why?\n    why: because\n";
const std::string Body = "int f(int x)\n{\n\tif (x == 3)\n\t\treturn 12345;\n\treturn 0;\n}\n";

std::string times(const std::string &Text, unsigned N) {
  std::string All;
  for (unsigned I = 0; I < N; ++I)
    All += Text;
  return All;
}

/// In a text, SECRET is a file beside the tree, and OWNED one that nobody is to make.
class Strangers : public testing::Test {
protected:
  void SetUp() override {
    S.write("secret.h", "secret_word_of_this_machine\n");
    S.write("rules.yaml", Rules);
    S.write("tree/compile_flags.txt", "-std=gnu11\n");
    S.write("tree/a.c", Body);
  }

  std::string placed(std::string Text) const {
    for (const auto &[Word, Path] : {std::pair("SECRET", S.path("secret.h")), std::pair("OWNED", S.path("owned"))})
      for (size_t At = Text.find(Word); At != std::string::npos; At = Text.find(Word, At + Path.size()))
        Text.replace(At, strlen(Word), Path);
    return Text;
  }

  void holds(const Ran &R, const std::string &Of) const {
    const std::string All = R.Out + R.Err;
    EXPECT_TRUE(R.Code >= 1 && R.Code <= 4) << Of << ": " << R.Code << All;
    EXPECT_TRUE(std::all_of(All.begin(), All.end(),
                            [](unsigned char C) { return C == '\n' || C == '\t' || (C >= 0x20 && C != 0x7f); }))
        << Of << All;
    for (const char *Word : {"secret_word", "root:x:", "\xe2\x80\xae", "bug of kverdict", "signal"})
      EXPECT_THAT(All, Not(HasSubstr(Word))) << Of;
    EXPECT_FALSE(std::filesystem::exists(S.path("owned"))) << Of;
  }

  void checks(const std::string &Of) const {
    holds(kverdictIn(S.path("tree"), {"check", "a.c", "--rules", S.path("rules.yaml")}), Of);
  }

  /// With what stands between the head of the mail and the end of its diff.
  void reviews(const std::string &Of, const std::string &Head, const std::string &Diff) const {
    S.write("p.mbox", "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
                      "From: A <a@example.org>\nDate: Tue, 30 Apr 2024 22:40:43 +0200\n" +
                          placed(Head) + "\nText.\n---\n" + placed(Diff) + "-- \n2.39.5\n");
    for (const char *Format : {"text", "lkml"})
      holds(kverdictIn(S.path(), {"review", "p.mbox", "--tree", "tree", "--rules", "rules.yaml", "-f", Format}), Of);
  }

  const Scratch S;
};

TEST_F(Strangers, Sources) {
  const std::string Texts[] = {
      "#line 4294967295 \"/etc/passwd\"\n" + Body,
      "#line 3 \"\x1b[31m\xe2\x80\xae.c\"\nint g(void) { return nothing; }\n" + Body,
      "int \\u202e\\u0430f(int x);\n" + Body,
      "#include \".\"\n" + Body,
      "#include \"/dev/fd/0\"\n" + Body,
      std::string("#include \"a\0b\"\n", 15) + Body,
      "#pragma GCC dependency \"/etc/passwd\"\n" + Body,
      "asm(\".incbin \\\"/etc/passwd\\\"\");\n" + Body,
      "asm(\".include \\\"SECRET\\\"\");\n" + Body,
      "const int t[] = {\n#embed \"/dev/urandom\" limit(4)\n};\n" + Body,
      "#error \x1b[31m\xe2\x80\xaeno\n" + Body,
      "_Static_assert(0, \"\x1b[31m\xe2\x80\xae\");\n" + Body,
      "#if __has_include(<kverdict>) || defined __clang_analyzer__\nint f(int x) { return 0; }\n#else\n" + Body +
          "#endif\n",
      "__attribute__((target_clones(\"avx2\", \"default\"))) " + Body,
      "struct s { char a[1ULL << 60]; };\nint f(struct s *s, int x)\n{\n\treturn x == 3 ? 12345 : 0;\n}\n",
      "int f(_BitInt(8388608) x)\n{\n\treturn x == 3 ? 12345 : 0;\n}\n",
      "typedef int v __attribute__((vector_size(1 << 20)));\nint f(v x)\n{\n\treturn x[0] == 3 ? 12345 : 0;\n}\n",
      "int f(int x)\n{\n\tvoid *b[5];\n\n\treturn __builtin_setjmp(b) ? 12345 : 0;\n}\n",
      "int f(int x)\n{\n\treturn *(int *)__builtin_frame_address(0) == 3 ? 12345 : 0;\n}\n",
      "int g(int);\nint h(int x) { return g(x); }\nint g(int x) { return h(x); }\nint f(int x)\n{\n\treturn g(x) == 3 "
      "? "
      "12345 : 0;\n}\n",
      "int f(int x)\n{\n\tswitch (x) { while (x) { case 3: return 12345; default: return 0; } }\n\treturn 0;\n}\n",
      "/* kverdict: ignore[*]: x */\n/* kverdict: ignore[small */\n" + Body};
  for (const std::string &Each : Texts) {
    S.write("tree/a.c", placed(Each));
    checks(Each);
  }
}

/// What has a function's name and no body in C here, or does nothing that C defines: not passed as clean.
TEST_F(Strangers, FunctionsThatAreNotLookedAt) {
  const std::string Other = "int g(int x) { return x == 3 ? 12345 : 0; }\n";
  const std::pair<std::string, const char *> Texts[] = {
      {Other + "int f(int x) __attribute__((alias(\"g\")));\n", "it is an alias of g()"},
      {Other + "int f(int x) __attribute__((weak, alias(\"g\")));\n", "it is an alias of g()"},
      {Other + "static int f(int x) __attribute__((weakref(\"g\")));\nint h(int x) { return f(x); }\n",
       "it is an alias of g()"},
      {"static int g(int x) { return 12345; }\nstatic void *r(void) { return g; }\n"
       "int f(int x) __attribute__((ifunc(\"r\")));\n",
       "r() chooses which function it is"},
      {"int f(int x) __asm__(\"g\");\n" + Other, "to the linker it is g"},
      {"#pragma redefine_extname f g\nint f(int);\n" + Other, "to the linker it is g"},
      {"int f(int x);\nasm(\".globl f\\nf: mov $12345, %eax\\nret\");\n", "assembly outside of all functions names it"},
      {"__attribute__((naked)) int f(int x) { asm(\"mov $12345, %eax\\nret\"); }\n", "f() is naked"},
      {"int f(int x) { int *p = 0; *p = 1; return 12345; }\n", "it is undefined what the function does: null deref"},
      {"int f(int x) { __builtin_unreachable(); }\n", "it is undefined what the function does"},
      {"int f(int x) { int y; return y; }\n", "it is undefined what the function does"},
      {"#ifdef CONFIG_X\n" + Body + "#endif\nint g(void) { return 0; }\n", "this configuration leaves f() out"},
      {"#ifdef CONFIG_X\n" + Body + "#else\nint f(int);\n#endif\n", "this configuration leaves f() out"},
      {"__attribute__((overloadable)) int f(int x) { return 0; }\n"
       "__attribute__((overloadable)) int f(long x) { return 12345; }\n",
       "another body of f()"}};
  for (const auto &[Text, Why] : Texts) {
    S.write("tree/a.c", Text);
    const Ran R = kverdictIn(S.path("tree"), {"check", "a.c", "--rules", S.path("rules.yaml")});
    EXPECT_EQ(R.Code, 3) << Text << R.Out << R.Err;
    EXPECT_THAT(R.Out + R.Err, HasSubstr(Why)) << Text;
    holds(R, Text);
  }
  S.write("tree/a.c", "_Noreturn void die(void);\nint f(int x)\n{\n\tdie();\n}\n");
  EXPECT_EQ(kverdictIn(S.path("tree"), {"check", "a.c", "--rules", S.path("rules.yaml")}).Code, 0);
  S.write("tree/a.c", Texts[0].first);
  for (const std::vector<std::string> &Asked : {std::vector<std::string>{"simulate", "a.c"}, {"diff", "a.c", "a.c"}}) {
    std::vector<std::string> Words = Asked;
    Words.insert(Words.end(), {"--function", "f"});
    const Ran R = kverdictIn(S.path("tree"), Words);
    EXPECT_EQ(R.Code, 3) << R.Err;
    EXPECT_THAT(R.Err, HasSubstr("a.c:2: f() is not looked at, since it is an alias of g()"));
  }
}

TEST_F(Strangers, Builds) {
  for (const char *Command :
       {"gcc -c a.c; touch OWNED", "gcc `touch OWNED` -c a.c", "gcc @SECRET -c a.c",
        "clang -fplugin=OWNED -Xclang -load -Xclang OWNED -c a.c", "clang -o OWNED -MD -MF OWNED -save-temps -c a.c",
        "clang -include SECRET -c a.c", "clang --target=\\u001b[31m\\u202e -c a.c", "clang --config=SECRET -c a.c",
        "clang -ivfsoverlay SECRET -fmodule-map-file=SECRET -c a.c", "clang '-Df=g\\n#include SECRET' -c a.c"}) {
    S.write("tree/compile_commands.json",
            "[{\"directory\": \".\", \"file\": \"a.c\", \"command\": \"" + placed(Command) + "\"}]");
    checks(Command);
  }
  for (const char *Entry : {"{\"directory\": null, \"file\": \"a.c\", \"command\": \"clang -c a.c\"}",
                            "{\"directory\": \".\", \"file\": \"a.c\", \"arguments\": [1, {}, null]}",
                            "{\"directory\": 1e9999, \"file\": \"a.c\", \"command\": \"clang -c a.c\"}",
                            "{\"directory\": \"/dev/fd\", \"file\": \"a.c\", \"command\": \"clang -c a.c\"}"}) {
    S.write("tree/compile_commands.json", std::string("[") + Entry + "]");
    checks(Entry);
  }
}

TEST_F(Strangers, RulesOfOthers) {
  auto with = [](const std::string &Ensures) {
    std::string Text = Rules;
    return Text.replace(Text.find("result != 12345"), 15, Ensures);
  };
  for (const std::string &Each :
       {std::string("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"),
        std::string("version: 1\ninclude: [rules.yaml]\n"), std::string("version: 1\ninclude: [SECRET]\n"),
        std::string("!!python/object/apply:os.system ['touch OWNED']\n"), times("[", 100'000),
        with("\"1\\n#include \\\"SECRET\\\"\\n\""), with("\"1 /*\""), with("\"1; } int g(void) { return 1\""),
        with("\"({ asm(\\\".incbin\\\"); 1; })\"")}) {
    S.write("rules.yaml", placed(Each));
    checks(Each.substr(0, 200));
  }
  S.write("rules.yaml", with("result != 12345" + times(" && 1", 6'000)));
  const Ran Long = kverdictIn(S.path("tree"), {"check", "a.c", "--rules", S.path("rules.yaml")});
  EXPECT_EQ(Long.Code, 3);
  EXPECT_THAT(Long.Err, HasSubstr("rules.yaml:5: a statement of more than 10000 tokens"));
}

TEST_F(Strangers, NamesOfPatches) {
  for (const std::string &Name :
       {std::string("../../etc/passwd"), std::string("/etc/passwd"), std::string(".git/config"),
        std::string("x/.GIT/hooks/pre-commit"), std::string("a:b.c"), std::string("-oX.c"), std::string("\"a\\nb.c\""),
        std::string("\"a\\033[31m.c\""), std::string("\"\""), std::string(" a.c"), std::string("a\\b.c"),
        std::string("a/../../x.c"), std::string("\"a\\000.c\""), times("x/", 2'000) + "a.c",
        std::string(300, 'x') + ".c", std::string("$(id).c"), std::string("\"\\777.c\""), std::string("\"a.c"),
        std::string(".gitattributes")})
    reviews(Name, "Subject: [PATCH] x\n",
            "diff --git a/" + Name + " b/" + Name + "\nnew file mode 100644\n--- /dev/null\n+++ b/" + Name +
                "\n@@ -0,0 +1 @@\n+int a;\n");
}

/// Each is looked for among what mentions it, and not among all others.
TEST_F(Strangers, ManyNewFunctions) {
  const auto spent = [] {
    rusage Of{};
    getrusage(RUSAGE_CHILDREN, &Of);
    return Of.ru_utime.tv_sec;
  };
  constexpr unsigned Count = 20'000;
  std::string Diff = "diff --git a/n.c b/n.c\nnew file mode 100644\n--- /dev/null\n+++ b/n.c\n@@ -0,0 +1," +
                     std::to_string(Count) + " @@\n";
  for (unsigned I = 0; I < Count; ++I)
    Diff += "+int n" + std::to_string(I) + "(int x) { return x == " + std::to_string(I) + "; }\n";
  const auto Before = spent();
  reviews("many", "Subject: x\n", Diff);
  EXPECT_LT(spent() - Before, 20); // of two runs; each took that by itself
}

TEST_F(Strangers, HeadsOfMails) {
  S.write("tree/a.c", "int f(int x)\n{\n\treturn x == 3;\n}\n");
  const std::string Diff = "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1,4 +1,4 @@\n int f(int x)\n {\n"
                           "-\treturn x == 3;\n+\treturn x == 3 ? 12345 : 0;\n }\n";
  for (const std::string &Head :
       {std::string("Subject: =?utf-8?q?mm=3A_x=0d=0aBcc=3A_evil=40x?=\n"),
        std::string("Subject: mm: \xe2\x80\xaex \x1b]0;x\x07\n"), std::string("Subject: x\nMessage-ID: <1@x\x1b[2J>\n"),
        std::string("Subject: x\nContent-Transfer-Encoding: base64\n"),
        std::string("Subject: x\nContent-Type: text/plain; charset=\"../../../etc/passwd\"\n"),
        "Subject: x\nContent-Type: text/plain; charset=" + std::string(7'000, 'x') + "\n",
        std::string("Subject: x\nContent-Type: multipart/mixed; boundary=\".*+?[(\"\n")})
    reviews(Head, Head, Diff);
  reviews("what it stands on", "Subject: x\n",
          Diff + "base-commit: --output=OWNED\nprerequisite-patch-id: --help\n"
                 "prerequisite-change-id: :v99999999999999999999\nprerequisite-change-id: x:v2:v3\n"
                 "prerequisite-message-id: <>\n");
}

} // namespace
} // namespace kverdict
