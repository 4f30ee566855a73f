// Where rules come from: the program's, a tree's own, and those that the command line names.
#include "testing/Repository.h"

#include <gmock/gmock.h>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

std::string contract(const std::string &Id, const std::string &Function, const std::string &Ensures,
                     const std::string &More = "") {
  return "version: 1\ncontracts:\n  - id: " + Id + "\n    function: " + Function + "\n    ensures: " + Ensures +
         "\n    severity: error\n    message: Shouldn't this refuse?\n    why: it must\n" + More;
}

const std::string Right = "#define WRITE 2\nint may(int a)\n{\n\tif (a & WRITE)\n\t\treturn -22;\n\treturn 0;\n}\n";
const std::string Wrong = "#define WRITE 2\nint may(int a)\n{\n\tif (a & WRITE)\n\t\treturn 0;\n\treturn 0;\n}\n";
const std::string Refuses = contract("writers-are-refused", "may", "\"!(a & WRITE) || result\"");

class TreeRules : public testing::Test, protected Repository {
protected:
  TreeRules() {
    S.write("t/.kverdict/rules.yaml", "version: 1\ninclude: [more/a.yaml]\n");
    S.write("t/.kverdict/more/a.yaml", Refuses);
    commit("a.c", Right, "base");
  }
};

TEST_F(TreeRules, AreThoseOfTheBase) {
  S.write("t/.kverdict/more/a.yaml", "version: 1\ncontracts: []\n");
  commit("a.c", Wrong, "a.c: let writers in");
  const Ran R = run("kverdict review HEAD --tree . -f terse");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("Shouldn't this refuse?"));
  EXPECT_THAT(R.Err, AllOf(HasSubstr("note: rules: also those of .kverdict/rules.yaml, as the base has it"),
                           HasSubstr("patch 1 of 1: changes .kverdict/more/a.yaml, and is not held to what it makes "
                                     "of it, but to the rules of the base")));
  // What lies about in the work tree does not count either.
  S.write("t/.kverdict/rules.yaml", "no rules at all: [");
  EXPECT_EQ(run("kverdict review HEAD --tree . -f terse").Code, 1);
  EXPECT_NE(run("kverdict review HEAD --tree . -f terse --rules /dev/stdin <<< $'version: 1\\ncontracts: []'").Code, 1);
}

TEST_F(TreeRules, AreReadForAFileAsItStands) {
  S.write("t/sub/a.c", Wrong);
  const Ran R = run("kverdict check sub/a.c -f terse");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(run("kverdict rules check --tree .").Out, HasSubstr("writers-are-refused: applies to may() in "));
}

TEST_F(TreeRules, WhatIsNoRegularFileIsAnError) {
  run("mv .kverdict/rules.yaml .kverdict/other.yaml; ln -s other.yaml .kverdict/rules.yaml");
  commit("a.c", Wrong, "a.c: let writers in");
  const Ran Link = run("kverdict review HEAD --base HEAD --tree . -f terse");
  EXPECT_EQ(Link.Code, 2) << Link.Out;
  EXPECT_THAT(Link.Err, HasSubstr(".kverdict/rules.yaml: cannot be read: it is no regular file in the tree"));
  run("git format-patch -q --stdout HEAD~ >../p; git checkout -q HEAD~ -- a.c; rm -rf .git .kverdict/rules.yaml; "
      "mkfifo .kverdict/rules.yaml");
  const Ran Pipe = run("kverdict review ../p --tree . -f terse");
  EXPECT_EQ(Pipe.Code, 2) << Pipe.Out;
  EXPECT_THAT(Pipe.Err, HasSubstr(".kverdict/rules.yaml: cannot be read: it is no regular file in the tree"));
}

TEST_F(TreeRules, CommandLineAddsAndReplaces) {
  S.write("b.yaml", contract("readers-pass", "may", "\"(a & WRITE) || !result\""));
  const Ran Added = run("kverdict rules list --rules +../b.yaml --tree .");
  EXPECT_THAT(Added.Out, AllOf(HasSubstr("contract readers-pass"), HasSubstr("contract writers-are-refused"),
                               HasSubstr("contract zeropage-forbidden-by-mm")));
  const Ran Replaced = run("kverdict rules list --rules ../b.yaml --tree .");
  EXPECT_THAT(Replaced.Out, AllOf(HasSubstr("contract readers-pass"), Not(HasSubstr("contract writers")),
                                  Not(HasSubstr("contract zeropage"))));
  const Ran Both = run("kverdict rules list --rules ../b.yaml --rules ../b.yaml");
  EXPECT_EQ(Both.Code, 2);
  EXPECT_THAT(Both.Err, HasSubstr("write +../b.yaml to add to them"));
  EXPECT_THAT(run("kverdict rules list --rules +../b.yaml --rules +../b.yaml").Err,
              HasSubstr("the id 'readers-pass' is already taken by a contract above"));
}

TEST_F(TreeRules, CopyOfTheProgramsRulesFindsWhatItIncludes) {
  S.write("copy/rules.yaml", textOf(KVERDICT_SOURCE_DIR "/rules.yaml"));
  EXPECT_THAT(run("kverdict rules list --rules ../copy/rules.yaml").Out,
              HasSubstr("contract mlock-by-limit-or-privilege"));
  S.write("copy/rules.yaml", "version: 1\ninclude: [rules/nothing.yaml]\n");
  const Ran R = run("kverdict rules list --rules ../copy/rules.yaml");
  EXPECT_EQ(R.Code, 2);
  EXPECT_THAT(R.Err, HasSubstr("copy/rules.yaml:2:11: 'rules/nothing.yaml' cannot be read"));
}

TEST_F(TreeRules, MisspeltNamesAreErrors) {
  S.write("b.yaml", contract("macro", "may", "\"!(a & WRIET) || result\""));
  const Ran Macro = run("kverdict check a.c --rules ../b.yaml");
  EXPECT_EQ(Macro.Code, 2) << Macro.Out;
  EXPECT_THAT(Macro.Err, AllOf(HasSubstr("b.yaml:5:"), HasSubstr("did you mean 'WRITE'?")));

  S.write("t/long.c", "int may_write(int a)\n{\n\treturn a ? -22 : 0;\n}\n");
  S.write("b.yaml", contract("function", "may_wirte", "result", "    file: long.c\n"));
  for (const char *Command : {"kverdict check long.c", "kverdict rules check --tree ."}) {
    const Ran Function = run(std::string(Command) + " --rules ../b.yaml");
    EXPECT_EQ(Function.Code, 2) << Command << Function.Out << Function.Err;
    EXPECT_THAT(Function.Err,
                AllOf(HasSubstr("b.yaml:3: contract 'function'"), HasSubstr("long.c has no may_wirte(); did "
                                                                            "you mean may_write()?")));
  }
}

} // namespace
} // namespace kverdict
