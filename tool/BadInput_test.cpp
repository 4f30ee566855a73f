// What is wrong with what the user gives: each has its message, with the place and what to do, and its exit code.
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

const std::string Testdata = KVERDICT_SOURCE_DIR "/testdata";
const std::string Merged = Testdata + "/zeropage/merged.c";

/// The process ended with this code, printed nothing on stdout, and said all of this on stderr.
void refuses(const Ran &R, int Code, std::vector<std::string> Says) {
  EXPECT_EQ(R.Code, Code) << R.Out << R.Err;
  EXPECT_EQ(R.Out, "");
  for (const std::string &Each : Says)
    EXPECT_THAT(R.Err, HasSubstr(Each));
}

//===- Files --------------------------------------------------------------------------------------------------===//

TEST(BadInput, MissingFile) {
  refuses(kverdict({"check", "/no/such/file.c"}), 2, {"cannot read /no/such/file.c: No such file"});
  refuses(kverdict({"diff", Testdata, Merged}), 2, {Testdata + " is a directory; name a file"});
  refuses(kverdict({"review", "/no/such.patch", "--tree", Testdata}), 3, {"/no/such.patch", "No such file"});
}

TEST(BadInput, ADirectoryIsItsCompiledFiles) {
  const Scratch S;
  S.write("d/built/a.c", textOf(Testdata + "/zeropage/v1.c"));
  S.write("d/built/compile_flags.txt", "-std=gnu11\n-I" + Testdata + "/include\n");
  S.write("d/b.c", textOf(Testdata + "/zeropage/v1.c"));
  const Ran R = kverdict({"check", S.path("d")});
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, AllOf(HasSubstr("a.c:14:"), HasSubstr("in 1 file")));
  EXPECT_THAT(R.Err, HasSubstr("/d: 1 C file without a compile command left out"));
  const Ran Quiet = kverdict({"check", "-q", S.path("d")});
  EXPECT_EQ(Quiet.Out, R.Out);
  EXPECT_EQ(Quiet.Err, "");
}

TEST(BadInput, FileThatNoRuleSpeaksOf) {
  const Scratch S;
  refuses(kverdict({"check", S.write("a.c", "int a;\n")}), 4, {"nothing to check"});
}

TEST(BadInput, NoCompileCommand) {
  const Scratch S;
  const std::string File = S.write("mm/memory.c", textOf(Merged));
  refuses(kverdict({"check", File}), 3, {File + ": no compile command", "compile_commands.json", "-p"});
}

TEST(BadInput, TreeThatIsNotConfigured) {
  const Scratch S;
  const std::string Tree = kernel("6.12");
  for (const char *Name : {"Kbuild", "Kconfig", "Makefile", "scripts/Kbuild.include", "mm/memory.c"})
    S.write(std::string("linux/") + Name, textOf(Tree + "/" + Name));
  const std::string File = S.path("linux/mm/memory.c");
  refuses(kverdict({"check", File}), 3, {File, "not configured", "make defconfig && make prepare"});
  // With a compile command, but without the headers that `make prepare` makes.
  S.write("linux/compile_commands.json", "[{\"directory\": \"" + S.path("linux") +
                                             "\", \"file\": \"mm/memory.c\", \"command\": \"clang -nostdinc "
                                             "-Iinclude -c mm/memory.c\"}]");
  refuses(kverdict({"check", File}), 3, {"file not found", "make defconfig && make prepare"});
}

TEST(BadInput, FileThatDoesNotParse) {
  const Scratch S;
  S.write("compile_flags.txt", "-std=gnu11\n-I" + Testdata + "/include\n");
  std::string Text = textOf(Merged);
  const std::string Old = "if (is_cow_mapping(vma->vm_flags))";
  ASSERT_NE(Text.find(Old), std::string::npos);
  const unsigned Line = lineWith(Text, Old);
  Text.replace(Text.find(Old), Old.size(), "if (is_cow_mapping(vma->vm_flagz))");
  refuses(kverdict({"check", S.write("bad.c", Text)}), 3,
          {"bad.c:" + std::to_string(Line), "no member named 'vm_flagz'", "not analysed"});
}

//===- What is no regular file --------------------------------------------------------------------------------===//

/// A line of a shell in a directory with a small file to check, with kverdict as $K.
struct Shell {
  Shell() {
    S.write("compile_flags.txt", "-std=gnu11\n-I" + Testdata + "/include\n");
    S.write("a.c", textOf(Testdata + "/zeropage/v1.c"));
    S.write("b.c", textOf(Merged));
    S.write("tmp/.keep", "");
  }
  Ran run(const std::string &Line) const {
    return runProgram("/bin/bash", {"-c", "export TMPDIR=$PWD/tmp K=" KVERDICT_BINARY_DIR "/kverdict; " + Line},
                      S.path());
  }
  const Scratch S;
};

TEST(BadInput, OutputsThatAreNoRegularFile) {
  const Shell At;
  const Ran Linked = At.run("echo precious >target; ln -s target link; ln -s made dangling; "
                            "$K check a.c --out jsonl=link --out sarif=dangling >/dev/null; echo $?; "
                            "stat -c %F link dangling; head -c 1 target; head -c 1 made");
  EXPECT_EQ(Linked.Out, "1\nsymbolic link\nsymbolic link\n{{") << Linked.Err;
  const Ran Unread = At.run("mkfifo fifo; timeout 60 $K check a.c --out jsonl=fifo --out text=other; echo $?; "
                            "stat -c %F fifo; head -c 1 other | wc -c");
  EXPECT_EQ(Unread.Out, "3\nfifo\n1\n");
  EXPECT_THAT(Unread.Err, HasSubstr("cannot write fifo: it is a pipe that nobody reads"));
  const Ran Read = At.run("cat fifo >got & timeout 60 $K check a.c --out jsonl=fifo >/dev/null; wait; head -c 1 got");
  EXPECT_EQ(Read.Out, "{") << Read.Err;
  EXPECT_EQ(At.run("$K check a.c --out jsonl=/dev/stdout | head -c 1").Out.substr(0, 1), "{");
  const Ran Full = At.run("$K check a.c --out jsonl=/dev/full >/dev/null; echo $?; stat -c %F /dev/full");
  EXPECT_EQ(Full.Out, "3\ncharacter special file\n") << Full.Err;
  EXPECT_EQ(At.run("mkdir d; $K check a.c --out jsonl=d --out text=another; echo $?; ls another").Out, "2\n");
}

TEST(BadInput, AReportThatDoesNotArrive) {
  const Shell At;
  for (const char *Command : {"check a.c", "check a.c -f sarif", "rules list",
                              "simulate a.c --function "
                              "vm_mixed_zeropage_allowed",
                              "coverage a.c", "diff a.c b.c", "--help", "--version"}) {
    const Ran R = At.run("$K " + std::string(Command) + " >/dev/full; echo $?");
    EXPECT_EQ(R.Out, "3\n") << Command << R.Err;
    EXPECT_THAT(R.Err, HasSubstr("cannot write the report to the standard output: No space left")) << Command;
  }
  EXPECT_EQ(At.run("$K rules list >&-; echo $? >&2").Err.substr(0, 9), "kverdict:");
}

TEST(BadInput, InputsThatAreNoRegularFile) {
  const Shell At;
  const std::string K = "mkfifo fifo 2>/dev/null; timeout 60 $K ";
  for (const char *Command :
       {"check fifo", "check a.c --rules fifo", "review fifo --tree .", "check a.c --baseline fifo", "diff a.c fifo",
        "check /dev/zero", "review /dev/zero --tree .", "check a.c --rules /dev/zero"}) {
    const Ran R = At.run(K + Command + "; echo $?");
    EXPECT_THAT(R.Out, testing::AnyOf(EndsWith("2\n"), EndsWith("3\n"))) << Command << R.Err;
    EXPECT_THAT(R.Err, testing::AnyOf(HasSubstr("pipe to which nobody writes"), HasSubstr("is a device"))) << Command;
  }
  EXPECT_THAT(At.run("$K check a.c --rules <(cat " KVERDICT_SOURCE_DIR "/rules.yaml)").Out,
              HasSubstr("inverted-return"));
}

TEST(BadInput, RulesThatTheParserDoesNotGetPast) {
  const Shell At;
  for (const char *Text : {",", ",,", "--- ,", "{a: }, b", "version: 1\n...\n,"}) {
    At.S.write("r.yaml", Text);
    const Ran R = At.run("ulimit -v 3000000; timeout 60 $K rules list --rules r.yaml; echo $?");
    EXPECT_EQ(R.Out, "2\n") << Text << R.Err;
  }
}

TEST(BadInput, SignalsLeaveNothing) {
  const Shell At;
  const std::string Patch = "mkdir -p t && cp a.c compile_flags.txt t/ && sed 's/true/false/' t/a.c >c.c; "
                            "diff -u --label a/a.c --label b/a.c t/a.c c.c >p.diff; ";
  for (const char *Signal : {"TERM", "INT", "HUP", "PIPE"})
    for (const char *After : {"0.02", "0.05", "0.1", "0.2"}) {
      const Ran R = At.run(Patch + "trap - INT; $K review p.diff --tree t >/dev/null 2>&1 & sleep " + After +
                           "; kill -" + Signal + " $! 2>/dev/null; wait $!; ls tmp");
      EXPECT_EQ(R.Out, "") << Signal << " " << After;
    }
}

//===- Patches ------------------------------------------------------------------------------------------------===//

/// A plain tree of two files with a rule's functions, and patches to it.
struct SmallTree {
  SmallTree() {
    Tree.write("t/compile_flags.txt", "-std=gnu11\n-I" + Testdata + "/include\n");
    Tree.write("t/mm/memory.c", textOf(Merged));
    Tree.write("t/mm/other.c", "int other;\n");
  }
  static std::string mail(const std::string &Diff) {
    return "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\n"
           "Date: Tue, 30 Apr 2024 22:40:43 +0200\nMessage-ID: <1@example.org>\nSubject: [PATCH] mm: change\n\n"
           "Text.\n---\n" +
           Diff + "-- \n2.39.5\n";
  }
  std::string flip() const {
    const std::vector<std::string> Lines = linesOf(textOf(Merged));
    const unsigned At = lineWith(textOf(Merged), "if (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))");
    const std::string Old = Lines.at(At);
    std::string New = Old;
    New.replace(New.find("true"), 4, "false");
    return mail("diff --git a/mm/memory.c b/mm/memory.c\n--- a/mm/memory.c\n+++ b/mm/memory.c\n@@ -" +
                std::to_string(At) + ",3 +" + std::to_string(At) + ",3 @@\n " + Lines[At - 1] + "\n-" + Old + "\n+" +
                New + "\n " + Lines[At + 1] + "\n");
  }
  Ran review(const std::string &Mail, std::vector<std::string> More = {}) const {
    std::vector<std::string> Words = {"review", Tree.write("p.patch", Mail), "--tree", Tree.path("t")};
    Words.insert(Words.end(), More.begin(), More.end());
    return kverdict(Words);
  }
  Scratch Tree;
};

TEST(Review, OfASmallTreeFindsWhatThePatchIntroduces) {
  const SmallTree T;
  const Ran R = T.review(T.flip());
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, AllOf(HasSubstr("Shouldn't this return true?"), HasSubstr("1 finding in 1 file")));
}

TEST(Review, OfAGitTreeLeavesItAlone) {
  const SmallTree T;
  const std::string Dir = T.Tree.path("t");
  for (std::vector<std::string> Words :
       {std::vector<std::string>{"init", "-q"},
        {"add", "-A"},
        {"-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "base"}})
    ASSERT_EQ(runProgram("/usr/bin/git", Words, Dir).Code, 0);
  const auto Before = contentsOf(Dir);
  EXPECT_EQ(T.review(T.flip()).Code, 1);
  EXPECT_EQ(contentsOf(Dir), Before);
}

TEST(BadInput, PatchThatDoesNotApply) {
  const SmallTree T;
  std::string Mail = T.flip();
  const std::string Old = "(VM_WRITE | VM_MAYWRITE)";
  Mail.replace(Mail.find(Old), Old.size(), "(VM_WRITE)");
  refuses(T.review(Mail), 3, {"p.patch", "mm/memory.c", "@@ -", "(VM_WRITE | VM_MAYWRITE)"});
}

TEST(BadInput, PatchThatTouchesNothingOfOurs) {
  const SmallTree T;
  refuses(T.review(SmallTree::mail("diff --git a/mm/other.c b/mm/other.c\n--- a/mm/other.c\n+++ b/mm/other.c\n"
                                   "@@ -1 +1 @@\n-int other;\n+long other;\n")),
          4, {"nothing to check"});
}

TEST(BadInput, MailboxThatIsNone) {
  const SmallTree T;
  refuses(T.review(""), 3, {"p.patch", "empty"});
  refuses(T.review(std::string("\x7f"
                               "ELF\0\0\1\2\3",
                               9)),
          3, {"p.patch:1", "binary data"});
  const std::string Whole = T.flip();
  refuses(T.review(Whole.substr(0, Whole.find("\n+\t\treturn") + 4)), 3,
          {"p.patch:16", "the patch ends in the middle of the hunk"});
}

TEST(BadInput, NothingHalfWritten) {
  const SmallTree T;
  refuses(T.review(T.flip(), {"--out", "jsonl=" + T.Tree.path("no/such/dir/out.jsonl")}), 2,
          {"cannot write " + T.Tree.path("no/such/dir/out.jsonl")});
  EXPECT_FALSE(std::filesystem::exists(T.Tree.path("no")));
  // One that can be written beside one that cannot: neither is.
  refuses(T.review(T.flip(), {"--out", "jsonl=" + T.Tree.path("a.jsonl"), "--out", "text=" + T.Tree.path("no/b.txt")}),
          2, {"cannot write"});
  EXPECT_FALSE(std::filesystem::exists(T.Tree.path("a.jsonl")));
}

TEST(Review, WritesFilesWithOut) {
  const SmallTree T;
  const std::string Json = T.Tree.path("out.jsonl"), Mail = T.Tree.path("out.eml");
  const Ran R = T.review(T.flip(), {"--out", "jsonl=" + Json, "--out", "lkml=" + Mail});
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(textOf(Json), HasSubstr("\"type\":\"summary\""));
  EXPECT_THAT(textOf(Mail), HasSubstr("Subject: Re: [PATCH] mm: change"));
}

//===- Rules --------------------------------------------------------------------------------------------------===//

/// Checks the merged fixture with one contract of its own.
Ran withRules(const std::string &Entry) {
  const Scratch S;
  return kverdict({"check", Merged, "--rules", S.write("rules.yaml", "version: 1\ncontracts:\n" + Entry)});
}

std::string contract(const std::string &Ensures, const std::string &More = "") {
  return "  - id: one\n    function: is_cow_mapping\n    ensures: " + Ensures +
         "\n    severity: error\n    message: Is it?\n    why: It is.\n" + More;
}

TEST(BadInput, Rules) {
  refuses(withRules(contract("result", "    colour: blue\n")), 2, {"rules.yaml:9", "colour"});
  refuses(withRules(contract("[1, 2]")), 2, {"rules.yaml:5"});
  refuses(withRules(contract("result") + contract("result")), 2, {"rules.yaml:9", "one"});
  refuses(kverdict({"check", Merged, "--rules", "/no/such/rules.yaml"}), 2, {"/no/such/rules.yaml"});
}

std::string onPolicy(const std::string &Ensures) {
  return "  - id: one\n    function: vm_mixed_zeropage_allowed\n    ensures: " + Ensures +
         "\n    severity: error\n    message: Is it?\n    why: It is.\n";
}

TEST(BadInput, ContractWithAMistakeInItsC) {
  const Ran R = withRules(onPolicy("result && (vma->vm_flags &&& 1)"));
  refuses(R, 2, {"rules.yaml:5:", "contract 'one'", "error:", "^"});
  const std::vector<std::string> Lines = linesOf(R.Err);
  unsigned Column = 0;
  for (const std::string &Line : Lines)
    if (const size_t At = Line.find("rules.yaml:5:");
        At != std::string::npos && Line.find("error:") != std::string::npos)
      Column = atoi(Line.c_str() + At + 13);
  EXPECT_GE(Column, 14u) << "columns count in rules.yaml, behind `    ensures: `\n" << R.Err;
}

TEST(BadInput, ContractThatCanNeverFail) {
  refuses(withRules(onPolicy("result || !result")), 2, {"rules.yaml:3", "contract 'one' can never fail"});
}

//===- The command line ---------------------------------------------------------------------------------------===//

TEST(BadInput, CommandLine) {
  refuses(kverdict({}), 2, {"subcommand", "--help"});
  refuses(kverdict({"inspect"}), 2, {"inspect"});
  refuses(kverdict({"check", Merged, "--colour"}), 2, {"--colour"});
  refuses(kverdict({"check", Merged, "-f", "pdf"}), 2, {"pdf", "jsonl"});
  refuses(kverdict({"check", Merged, "--out", "x"}), 2, {"--out wants FORMAT=FILE", "'x'"});
  refuses(kverdict({"check", Merged, "-p", "/no/such/dir"}), 2, {"/no/such/dir", "-p"});
}

Ran simulated(std::vector<std::string> More) {
  std::vector<std::string> Words = {"simulate", Merged};
  Words.insert(Words.end(), More.begin(), More.end());
  return kverdict(Words);
}

TEST(BadInput, Simulate) {
  const std::string Policy = "vm_mixed_zeropage_allowed";
  refuses(simulated({"--function", "vm_mixed_zeropage_alowed"}), 2, {"did you mean " + Policy + "()?"});
  refuses(simulated({"--function", Policy, "--set", "vma->vm_flags"}), 2, {"--set wants PLACE=EXPRESSION"});
  refuses(simulated({"--function", Policy, "--set", "vma->no_such=1"}), 2, {"--set:1:", "no member named 'no_such'"});
  refuses(simulated({"--function", Policy, "--set", "vma->vm_flags=VM_NONSENSE"}), 2, {"--set:1:", "VM_NONSENSE"});
  refuses(simulated({"--function", Policy, "--set", "1 + 1=3"}), 2, {"1 + 1=3", "not a place in memory"});
  refuses(simulated({"--function", Policy, "--set", "*vma=0"}), 2, {"*vma=0", "only integers and pointers"});
}

/// A generated function. What cannot be followed is said, and soon.
std::string longFunction(unsigned Lines, const std::string &Before, const std::string &After) {
  std::string Text = "int f(unsigned long x)\n{\n\tunsigned n = 0;\n";
  for (unsigned I = 0; I < Lines; ++I)
    Text += Before + std::to_string(I) + After;
  return Text + "\treturn n;\n}\n";
}

const char OneRule[] = "version: 1\ncontracts:\n  - id: small\n    function: f\n    ensures: result != 12345\n"
                       "    severity: error\n    message: Why?\n    why: because\n";

TEST(BadInput, ManyAlternatives) {
  const Scratch S;
  S.write("compile_flags.txt", "-std=gnu11\n");
  const std::string Rules = S.write("rules.yaml", OneRule);
  const std::string File = S.write("a.c", longFunction(9000, "\tif (x == ", ")\n\t\treturn 1;\n"));
  const Ran R = kverdict({"check", File, "--rules", Rules});
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Out, HasSubstr("f(): small: more than 512 conditions on one path"));
  EXPECT_EQ(kverdict({"diff", File, S.write("b.c", textOf(File) + "\nint g(void);\n"), "--function", "f"}).Code, 0);
}

TEST(BadInput, MorePathsThanAnyoneCanWalk) {
  const Scratch S;
  S.write("compile_flags.txt", "-std=gnu11\n");
  const std::string Rules = S.write("rules.yaml", OneRule);
  const Ran R = kverdict({"check", S.write("a.c", longFunction(40, "\tif (x & (1ul << ", "))\n\t\tn ^= n << 1 ^ 3;\n")),
                          "--rules", Rules});
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Out, HasSubstr("f(): small: more than 3000 paths"));
}

//===- Texts that end too early ---------------------------------------------------------------------------------===//

/// Refused for this, and with no word of what kverdict itself reads behind the text.
void endsTooEarly(const std::string &Text, const std::string &Says) {
  const Scratch S;
  S.write("compile_flags.txt", "-std=gnu11\n");
  const Ran R = kverdict({"check", S.write("a.c", Text), "--rules", S.write("rules.yaml", OneRule)});
  refuses(R, 3, {"a.c:" + Says});
  EXPECT_THAT(R.Err, Not(AnyOf(HasSubstr("kverdict_extras"), HasSubstr("_Static_assert"))));
}

TEST(BadInput, TextsThatEndTooEarly) {
  const std::string Closed = "int f(unsigned x)\n{\n\treturn x > 3;\n}\n";
  const std::string Open = "int f(unsigned x)\n{\n\tif (x) {\n\t\treturn 1;\n\treturn 0;\n}\n";
  endsTooEarly(Open, "2:1: error: expected '}' to match this '{'");
  endsTooEarly(Open + "int g(void)\n{\n\treturn 1;\n}\n", "2:1: error: expected '}' to match this '{'");
  endsTooEarly(Closed + "\nint not_looked_at(void)\n{\n\treturn 1;\n", "6: not_looked_at() has no closing brace");
  endsTooEarly(Closed + "int k = (1 +", "5:12: error: expected expression at the end of the file");
  endsTooEarly(Closed + "int k\n\n", "5:6: error: expected ';' after top level declarator");
  endsTooEarly(Closed + "#if 1\n", "5:2: error: unterminated conditional directive");
  endsTooEarly(Closed + "#if 0\n", "5:2: error: unterminated conditional directive");
  endsTooEarly(Closed + "/* and", "5:1: error: unterminated /* comment");
}

//===- A few lines that are read without end ------------------------------------------------------------------===//

/// Ten of each other, so that B4(x) are 100,000 of x.
std::string bomb() {
  std::string Text = "#define B0(x) x x x x x x x x x x\n";
  for (unsigned I = 1; I < 20; ++I) {
    Text += "#define B" + std::to_string(I) + "(x)";
    for (unsigned J = 0; J < 10; ++J)
      Text += " B" + std::to_string(I - 1) + "(x)";
    Text += "\n";
  }
  return Text;
}

std::string times(unsigned N, const std::string &Text) {
  std::string Out;
  for (unsigned I = 0; I < N; ++I)
    Out += Text;
  return Out;
}

/// All commands that parse refuse it, and name this line.
void isTooMuch(const std::string &Text, unsigned Line, const std::string &What) {
  const Scratch S;
  S.write("compile_flags.txt", "-std=gnu11\n");
  const std::string Rules = S.write("rules.yaml", OneRule);
  const std::string File = S.write("a.c", Text), Other = S.write("b.c", Text + "\nint other;\n");
  const std::string Says = "a.c:" + std::to_string(Line) + ": " + What;
  refuses(kverdict({"check", File, "--rules", Rules}), 3, {Says, "leave this file out, or split it"});
  refuses(kverdict({"simulate", File, "--function", "f", "--rules", Rules}), 3, {Says});
  refuses(kverdict({"diff", File, Other, "--function", "f"}), 3, {What});
}

const std::string Body = "int f(unsigned x)\n{\n\treturn x > 3;\n}\n";

TEST(BadInput, MacrosThatExpandWithoutEnd) {
  const unsigned Line = 23; // twenty macros, the head and the brace come before
  isTooMuch(bomb() + "int f(unsigned x)\n{\n\treturn 0 B19(+ x);\n}\n", Line, "a statement of more than 10000 tokens");
  isTooMuch(bomb() + "int f(unsigned x)\n{\n\tB4({) B4(})\n\treturn 0;\n}\n", Line, "more than 256 brackets");
  isTooMuch("#define D(x) x x\nint f(unsigned x)\n{\n\treturn 0 " + times(60, "D(") + "+ x" + times(60, ")") + ";\n}\n",
            4, "a macro of more than 4000000 tokens");
  isTooMuch(bomb() + "#if 0 B19(+ 1)\n#endif\n" + Body, 21, "a macro of more than 4000000 tokens");
}

TEST(BadInput, MacrosThatDeclareWithoutEnd) {
  const Scratch S;
  S.write("compile_flags.txt", "-std=gnu11\n");
  const std::string File = S.write("a.c", bomb() + "B19(struct t;)\n" + Body);
  refuses(kverdict({"simulate", File, "--function", "f", "--rules", S.write("rules.yaml", OneRule)}), 3,
          {"a.c:21: with its headers and macros, more than 16000000 tokens"});
}

TEST(BadInput, MacrosThatQuoteAndJoinWithoutEnd) {
  const std::string What = "a word or string of more than 100000 letters";
  isTooMuch("#define S(x) #x\n#define X(x) S(x)\nconst char *s = " + times(60, "X(") + "\"\\\"\"" + times(60, ")") +
                ";\n" + Body,
            3, What);
  isTooMuch("#define J(x) x ## x\n#define X(x) J(x)\nint " + times(60, "X(") + "a" + times(60, ")") + ";\n" + Body, 3,
            What);
}

TEST(BadInput, FileThatIncludesItselfTwice) {
  isTooMuch("#if __INCLUDE_LEVEL__ < 150\n#include \"a.c\"\n#include \"a.c\"\n#endif\n#ifndef O\n#define O\n" + Body +
                "#endif\n",
            1, "more than 20000 included files");
}

TEST(BadInput, APragmaIsNoWord) {
  const Scratch S;
  S.write("compile_flags.txt", "-std=gnu11\n");
  const std::string File =
      S.write("a.c", times(200, "/*" + std::string(995, 'x') + "*/\n") +
                         "#pragma pack(push, 1)\nstruct s { char c; int i; };\n#pragma pack(pop)\n" + Body);
  const Ran R = kverdict({"simulate", File, "--function", "f"});
  EXPECT_EQ(R.Code, 0) << R.Err;
}

TEST(BadInput, FileThatIsTooLarge) {
  const Scratch S;
  S.write("compile_flags.txt", "-std=gnu11\n");
  const std::string File = S.write("a.c", Body + times(26'000, "/*" + std::string(995, 'x') + "*/\n"));
  refuses(kverdict({"check", File, "--rules", S.write("rules.yaml", OneRule)}), 3,
          {"a.c:1: a file of more than 25000000 bytes"});
}

} // namespace
} // namespace kverdict
