#include "rules/Loader.h"

#include "core/Error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

namespace kverdict {
namespace {

const char *const Whole = R"yaml(version: 1
contracts:
  - id: first
    function: may_hold
    requires: "!(vma->vm_flags & VM_WRITE)"
    ensures: result
    prefer:
      - 'vma->vm_ops'
      - |
        a ||
          b
    needs: [VM_WRITE, is_cow_mapping]
    severity: error
    message: Shouldn't this return true?
    why: >
      A reason
      in two lines.
    premise: a count of 0
    references: [https://lore.kernel.org/all/x/]
  - id: second
    function: may_hold
    ensures: |

      result ==
        (a ? 1
           : 0)
    severity: note
    message: m
    why: w
models:
  - {function: lock, kind: havoc, why: w}
  - {function: die, kind: noreturn, why: w}
  - {function: key, kind: pure, why: w}
  - function: get
    kind: body
    body: |
      if (a)
        return 1;
      return 0;
    why: w
names:
  - {member: vm_flags, prefix: VM_, first: [VM_READ]}
ignore:
  - {rule: first, function: may_hold, file: mm/a.c, reason: it is known}
  - {rule: contract, function: other, reason: so is this}
)yaml";

/// The message of the error, and that its code is Usage.
std::string failure(const std::string &Text) {
  try {
    parseRules(Text, "rules.yaml");
  } catch (const Error &E) {
    EXPECT_EQ(E.code(), ExitCode::Usage);
    return E.what();
  }
  return "nothing was thrown";
}

std::string replaced(std::string Text, const std::string &What, const std::string &By) {
  size_t At = Text.find(What);
  EXPECT_NE(At, std::string::npos) << What;
  return At == std::string::npos ? Text : Text.replace(At, What.size(), By);
}

/// The whole example with one thing changed.
std::string failureWith(const std::string &What, const std::string &By) { return failure(replaced(Whole, What, By)); }

/// Checks that a RuleText stands where it says, line by line: the first line at its column, the others at column 1.
void expectInPlace(const RuleText &Text, const std::string &File) {
  std::istringstream Lines(File), Wanted(Text.Text);
  std::string Line, Want;
  for (unsigned Number = 1; std::getline(Lines, Line);) {
    if (Number++ < Text.At.Line || !std::getline(Wanted, Want))
      continue;
    size_t Column = Number - 1 == Text.At.Line ? Text.At.Column - 1 : 0;
    ASSERT_LE(Column, Line.size());
    EXPECT_THAT(Line.substr(Column), StartsWith(Want)) << "line " << Number - 1;
  }
  EXPECT_FALSE(std::getline(Wanted, Want)) << "the file ends before the text";
}

TEST(Loader, OneModelForManyFunctions) {
  const Rules R = parseRules("version: 1\ncontracts: []\nmodels:\n"
                             "  - {functions: [lock, unlock], kind: sync, why: w}\n"
                             "  - {function: say, kind: event, why: w}\n"
                             "  - {function: try, kind: sync, if_zero: nothing, why: w}\n",
                             "rules.yaml");
  ASSERT_THAT(R.Models, SizeIs(4));
  EXPECT_TRUE(R.Models[3].ZeroIsNothing);
  EXPECT_FALSE(R.Models[0].ZeroIsNothing);
  EXPECT_EQ(R.Models[0].Function, "lock");
  EXPECT_EQ(R.Models[1].Function, "unlock");
  EXPECT_EQ(R.Models[1].What, Model::Kind::Sync);
  EXPECT_EQ(R.Models[2].What, Model::Kind::Event);
}

TEST(Loader, ReadsEverything) {
  Rules R = parseRules(Whole, "rules.yaml");
  EXPECT_THAT(R.Files, ElementsAre("rules.yaml"));
  ASSERT_THAT(R.Contracts, SizeIs(2));
  const Contract &C = R.Contracts[0];
  EXPECT_EQ(C.Id, "first");
  EXPECT_EQ(C.Function, "may_hold");
  EXPECT_EQ(C.Requires.Text, "!(vma->vm_flags & VM_WRITE)");
  EXPECT_EQ(C.Ensures.Text, "result");
  EXPECT_THAT(C.Needs, ElementsAre("VM_WRITE", "is_cow_mapping"));
  EXPECT_EQ(C.Level, Severity::Error);
  EXPECT_EQ(C.Message, "Shouldn't this return true?");
  EXPECT_EQ(C.Why, "A reason in two lines.");
  EXPECT_EQ(C.Premise, "a count of 0");
  EXPECT_THAT(C.References, ElementsAre("https://lore.kernel.org/all/x/"));
  EXPECT_EQ(C.At, (SourcePlace{"rules.yaml", 3, 5}));
  EXPECT_TRUE(R.Contracts[1].Requires.empty());
  EXPECT_EQ(R.Contracts[1].Level, Severity::Note);
  ASSERT_THAT(R.Models, SizeIs(4));
  EXPECT_EQ(R.Models[0].What, Model::Kind::Havoc);
  EXPECT_EQ(R.Models[1].What, Model::Kind::NoReturn);
  EXPECT_EQ(R.Models[2].What, Model::Kind::Pure);
  EXPECT_EQ(R.Models[3].What, Model::Kind::Body);
  EXPECT_EQ(R.Models[3].Function, "get");
  ASSERT_THAT(R.Names, SizeIs(1));
  EXPECT_EQ(R.Names[0].Member, "vm_flags");
  EXPECT_EQ(R.Names[0].Prefix, "VM_");
  EXPECT_THAT(R.Names[0].First, ElementsAre("VM_READ"));
}

TEST(Loader, ReadsWhatToIgnore) {
  Rules R = parseRules(Whole, "rules.yaml");
  ASSERT_THAT(R.Ignores, SizeIs(2));
  EXPECT_EQ(R.Ignores[0].Rule, "first");
  EXPECT_EQ(R.Ignores[0].Function, "may_hold");
  EXPECT_EQ(R.Ignores[0].File, "mm/a.c");
  EXPECT_EQ(R.Ignores[0].Reason, "it is known");
  EXPECT_GT(R.Ignores[0].At.Line, 40u);
  EXPECT_EQ(R.Ignores[1].File, "");
  EXPECT_THAT(failureWith(", reason: so is this", ""), HasSubstr("an entry of 'ignore' has no 'reason': add it"));
  EXPECT_THAT(failureWith("rule: contract, ", ""), HasSubstr("an entry of 'ignore' has no 'rule': add it"));
  EXPECT_THAT(failureWith("reason: it is known", "why: it"), HasSubstr("unknown key 'why'"));
  EXPECT_THAT(failureWith("function: other", "function: a b"), HasSubstr("is not a C identifier: 'a b'"));
}

TEST(Loader, KnowsWhereTheCStands) {
  Rules R = parseRules(Whole, "rules.yaml");
  EXPECT_EQ(R.Contracts[0].Requires.At, (SourcePlace{"rules.yaml", 5, 16})); // behind the quote
  EXPECT_EQ(R.Contracts[0].Ensures.At, (SourcePlace{"rules.yaml", 6, 14}));  // plain
  EXPECT_EQ(R.Contracts[0].Prefer[0].At, (SourcePlace{"rules.yaml", 8, 10}));
  EXPECT_EQ(R.Contracts[0].Prefer[1].At, (SourcePlace{"rules.yaml", 10, 9})); // a block
  EXPECT_EQ(R.Contracts[1].Ensures.At, (SourcePlace{"rules.yaml", 24, 7}));   // a block after an empty line
  EXPECT_EQ(R.Models[3].Body.Text, "if (a)\n        return 1;\n      return 0;");
  for (const RuleText *Text : {&R.Contracts[0].Requires, &R.Contracts[0].Ensures, &R.Contracts[0].Prefer[0],
                               &R.Contracts[0].Prefer[1], &R.Contracts[1].Ensures, &R.Models[3].Body})
    expectInPlace(*Text, Whole);
}

TEST(Loader, RefusesUnknownKeysAndSuggests) {
  EXPECT_EQ(failureWith("    ensures: result", "    ensure: result"),
            "rules.yaml:6:5: unknown key 'ensure' in contract 'first'; did you mean 'ensures'?");
  EXPECT_THAT(failureWith("    ensures: result", "    assumption: result"), HasSubstr("known keys are id, function"));
  EXPECT_EQ(failureWith("version: 1", "version: 1\nmodel: []"),
            "rules.yaml:2:1: unknown key 'model' in the rules file; did you mean 'models'?");
  EXPECT_THAT(failureWith("first: [VM", "fist: [VM"), HasSubstr("did you mean 'first'?"));
  EXPECT_THAT(failureWith("{function: lock, kind", "{function: lock, kin"), HasSubstr("in model 'lock'"));
}

TEST(Loader, RefusesMissingAndDoubledThings) {
  EXPECT_EQ(failureWith("    ensures: result\n", ""), "rules.yaml:3:5: contract 'first' has no 'ensures': add it");
  EXPECT_THAT(failureWith("  - id: first\n    function", "  - function"), HasSubstr("a contract has no 'id'"));
  EXPECT_THAT(failureWith("    message: m\n", ""), HasSubstr("contract 'second' has no 'message'"));
  EXPECT_THAT(failureWith("    message: m\n    why: w\n", "    message: m\n"), HasSubstr("has no 'why'"));
  EXPECT_THAT(failureWith("    severity: note\n", ""), HasSubstr("has no 'severity'"));
  EXPECT_THAT(failureWith("version: 1\n", ""), HasSubstr("the rules file has no 'version'"));
  EXPECT_EQ(failureWith("    ensures: result", "    ensures: result\n    ensures: true"),
            "rules.yaml:7:5: key 'ensures' stands twice in contract 'first': remove one");
  EXPECT_EQ(failureWith("id: second", "id: first"),
            "rules.yaml:20:9: the id 'first' is already taken by a contract above: choose another");
  EXPECT_THAT(failureWith("function: die", "function: lock"), HasSubstr("already a model of 'lock'"));
}

TEST(Loader, RefusesWrongTypesAndValues) {
  EXPECT_THAT(failure("[]"), HasSubstr("rules.yaml:1:1: the rules file is not a mapping"));
  EXPECT_THAT(failure("version: 1\ncontracts: 3"),
              HasSubstr("rules.yaml:2:12: 'contracts' in the rules file is not a list"));
  EXPECT_THAT(failure("version: 1\ncontracts: [3]"), HasSubstr("a contract is not a mapping"));
  EXPECT_THAT(failureWith("version: 1", "version: 2"), HasSubstr("rules.yaml:1:10: this kverdict reads 'version: 1'"));
  EXPECT_THAT(failureWith("message: m", "message: [m]"), HasSubstr("'message' in contract 'second' is not a text"));
  EXPECT_THAT(failureWith("message: m", "message:"), HasSubstr("'message' in contract 'second' is empty"));
  EXPECT_THAT(failureWith("message: m", "message: '  '"), HasSubstr("is empty"));
  EXPECT_THAT(failureWith("severity: error", "severity: fatal"),
              HasSubstr("'severity' is 'fatal' in contract 'first': it is one of note, warning, error"));
  EXPECT_THAT(failureWith("kind: pure", "kind: puer"),
              HasSubstr("it is one of pure, event, sync, noreturn, havoc, body"));
  EXPECT_THAT(failureWith("function: may_hold", "function: may_hold()"),
              HasSubstr("is not a C identifier: 'may_hold()'"));
  EXPECT_THAT(failureWith("needs: [VM_WRITE", "needs: [VM-WRITE"), HasSubstr("not a C identifier"));
  EXPECT_THAT(failureWith("needs: [VM_WRITE, is_cow_mapping]", "needs: VM_WRITE"), HasSubstr("is not a list"));
  EXPECT_THAT(failureWith("kind: havoc,", "kind: havoc, body: 'return;',"), HasSubstr("make it 'kind: body'"));
  EXPECT_THAT(failureWith("{function: lock, kind: havoc,", "{function: lock, kind: body,"), HasSubstr("has no 'body'"));
  EXPECT_THAT(failureWith("kind: havoc,", "kind: havoc, of_null: all,"), HasSubstr("it is one of nothing"));
  EXPECT_THAT(failureWith("kind: havoc,", "kind: havoc, zeroed: ['0'],"), HasSubstr("from 1 on"));
}

TEST(Loader, RefusesBadC) {
  EXPECT_EQ(failureWith("ensures: result", "ensures: (result"),
            "rules.yaml:6:14: the C text of 'ensures' in contract 'first' leaves '(' open");
  EXPECT_THAT(failureWith("(a ? 1\n           : 0)", "(a ? 1\n           : 0"), StartsWith("rules.yaml:25:9: "));
  EXPECT_THAT(failureWith("(a ? 1\n           : 0)", "(a ? 1\n           : 0));"), StartsWith("rules.yaml:26:16: "));
  EXPECT_THAT(failureWith("ensures: result", "ensures: result; x"), HasSubstr("rules.yaml:6:20: "));
  EXPECT_THAT(failureWith("ensures: result", "ensures: ''"), HasSubstr("'ensures' in contract 'first' is empty"));
  EXPECT_THAT(failureWith("'vma->vm_ops'", "'vma /* x */'"), HasSubstr("has a comment"));
  EXPECT_THAT(failureWith("return 0;\n    why", "return 0; }\n    why"), HasSubstr("closes '}' which is not open"));
}

TEST(Loader, RefusesCThatIsNotInTheFileAsItIs) {
  EXPECT_THAT(failureWith("ensures: result", "ensures: \"x == '\\x41'\""), HasSubstr("rules.yaml:6:15: the C text of "
                                                                                     "'ensures' does not stand here"));
  EXPECT_THAT(failureWith("ensures: result", "ensures: result\n      && x"), HasSubstr("write it as a block"));
  EXPECT_THAT(failureWith("ensures: result", "ensures: 'a == ''x'''"), HasSubstr("write it as a block"));
  EXPECT_THAT(failureWith("ensures: result", "ensures: >\n      result"), HasSubstr("folded by '>'"));
}

TEST(Loader, RefusesWhatIsNotOneYamlDocument) {
  EXPECT_THAT(failure("version: 1\ncontracts: [\n"), HasSubstr("is not valid YAML"));
  EXPECT_THAT(failure("a: b: c"), StartsWith("rules.yaml:1:5: is not valid YAML"));
  EXPECT_THAT(failure("version: 1\n---\nversion: 1\n"), HasSubstr("holds 2 YAML documents"));
  for (const char *Text : {",", ",,", "--- ,", "{a: }, b", "version: 1\n...\n,"})
    EXPECT_THAT(failure(Text), HasSubstr("is not valid YAML")) << Text;
}

TEST(Loader, RefusesWhatNobodySees) {
  const std::string Said = "has a character that nobody sees, or that steers a terminal";
  EXPECT_THAT(failureWith("id: first", "id: \"fi\\x1b[31mrst\""),
              AllOf(StartsWith("rules.yaml:3:9: 'fi\\x1b[31mrst' "), HasSubstr(Said)));
  EXPECT_THAT(failureWith("message: Shouldn't", "message: \"\\u202eShouldn't\"\n#"), HasSubstr("'<U+202E>Should"));
  EXPECT_THAT(failureWith("severity: error", "\"\\x07\": error"), HasSubstr(Said)); // a key
  EXPECT_THAT(failureWith("A reason", "A\xe2\x80\x8breason"), HasSubstr("A<U+200B>reason"));
  EXPECT_THAT(failureWith("A reason", "A\xffreason"), HasSubstr(Said));
  EXPECT_EQ(failureWith("A reason", "Ein Gr\xc3\xbc\xc3\x9f"
                                    "e\tA"),
            "nothing was thrown");
}

TEST(Loader, RefusesAMissingFile) {
  try {
    loadRules("/nonexistent/rules.yaml");
    FAIL();
  } catch (const Error &E) {
    EXPECT_EQ(E.code(), ExitCode::Usage);
    EXPECT_STREQ(E.what(),
                 "/nonexistent/rules.yaml: cannot be read: No such file or directory; name a rules file with --rules");
  }
}

//===- Files that include others ------------------------------------------------------------------------------===//

/// A folder of rules in memory.
using Folder = std::map<std::string, std::string>;

RulesText top(const Folder &Files) {
  return {"rules.yaml", Files.at("rules.yaml"),
          [Files](const std::string &Name, std::string &Text, std::string &Why) {
            const auto It = Files.find(Name);
            Why = "it is not there";
            Text = It == Files.end() ? "" : It->second;
            return It != Files.end();
          },
          false};
}

std::string failureOf(const Folder &Files) {
  try {
    readRules({top(Files)});
  } catch (const Error &E) {
    EXPECT_EQ(E.code(), ExitCode::Usage);
    return E.what();
  }
  return "nothing was thrown";
}

std::string contractNamed(const std::string &Id) {
  return "version: 1\ncontracts:\n  - {id: " + Id +
         ", function: f, ensures: result, severity: note, message: m, why: w}\n";
}

const char *const Including = "version: 1\ninclude: [rules/a.yaml, rules/b.yaml]\n";

TEST(Includes, AreReadBehindTheFile) {
  const Rules R = readRules({top({{"rules.yaml", Including},
                                  {"rules/a.yaml", contractNamed("a")},
                                  {"rules/b.yaml", "version: 1\ninclude: [c.yaml]\n"},
                                  {"rules/c.yaml", contractNamed("c")}})});
  EXPECT_THAT(R.Files, ElementsAre("rules.yaml", "rules/a.yaml", "rules/b.yaml", "rules/c.yaml"));
  ASSERT_THAT(R.Contracts, SizeIs(2));
  EXPECT_EQ(R.Contracts[1].At.File, "rules/c.yaml");
  EXPECT_EQ(R.Contracts[1].Ensures.At.File, "rules/c.yaml");
}

TEST(Includes, NameTheFileInErrors) {
  EXPECT_EQ(failureOf({{"rules.yaml", Including}, {"rules/a.yaml", contractNamed("a")}}),
            "rules.yaml:2:25: 'rules/b.yaml' cannot be read: it is not there");
  EXPECT_THAT(failureOf({{"rules.yaml", Including}, {"rules/a.yaml", "version: 1\ncontract: []\n"}}),
              StartsWith("rules/a.yaml:2:1: unknown key 'contract' in the rules file; did you mean 'contracts'?"));
  EXPECT_THAT(
      failureOf(
          {{"rules.yaml", Including}, {"rules/a.yaml", contractNamed("a")}, {"rules/b.yaml", contractNamed("a")}}),
      StartsWith("rules/b.yaml:3:10: the id 'a' is already taken by a contract at rules/a.yaml:3"));
}

TEST(Includes, AreReadOnceAndHaveAnEnd) {
  EXPECT_THAT(failureOf({{"rules.yaml", "version: 1\ninclude: [rules.yaml]\n"}}),
              HasSubstr("'rules.yaml' is included by what it includes, which has no end"));
  EXPECT_THAT(failureOf({{"rules.yaml", "version: 1\ninclude: [a.yaml]\n"},
                         {"a.yaml", "version: 1\ninclude: [b.yaml]\n"},
                         {"b.yaml", "version: 1\ninclude: [a.yaml]\n"}}),
              HasSubstr("b.yaml:2:11: 'a.yaml' is included at rules.yaml:2 already"));
}

TEST(Includes, StayBelowTheFile) {
  for (const char *Name : {"/etc/passwd", "../rules.yaml", "x/../../y"})
    EXPECT_THAT(failureOf({{"rules.yaml", "version: 1\ninclude: ['" + std::string(Name) + "']\n"}}),
                HasSubstr("name a file beside this one, or below"));
  EXPECT_THAT(failure("version: 1\ninclude: [a.yaml]\n"), HasSubstr("nothing is included here"));
}

//===- The rules that come with kverdict ----------------------------------------------------------------------===//

TEST(OwnRules, AreValidAndGiveReasons) {
  Rules R = loadRules(KVERDICT_SOURCE_DIR "/rules.yaml");
  EXPECT_THAT(R.Contracts, Not(SizeIs(0)));
  for (const Contract &C : R.Contracts) {
    EXPECT_THAT(C.References, Not(SizeIs(0))) << C.Id;
    EXPECT_THAT(C.Message, HasSubstr("?")) << C.Id << " asks";
  }
}

std::string textOf(const std::string &Path) {
  std::ostringstream Text;
  Text << std::ifstream(Path).rdbuf();
  return Text.str();
}

TEST(OwnRules, StandWhereTheySay) {
  for (const Contract &C : loadRules(KVERDICT_SOURCE_DIR "/rules.yaml").Contracts) {
    const std::string Text = textOf(C.At.File);
    expectInPlace(C.Ensures, Text);
    if (!C.Requires.empty())
      expectInPlace(C.Requires, Text);
    for (const RuleText &P : C.Prefer)
      expectInPlace(P, Text);
  }
}

/// What is said of a function is found again when the function is looked for in its file.
TEST(OwnRules, SayWhereTheirFunctionsAre) {
  std::set<std::string> Functions;
  for (const Contract &C : loadRules(KVERDICT_SOURCE_DIR "/rules.yaml").Contracts) {
    EXPECT_THAT(C.Files, Not(SizeIs(0))) << C.Id;
    Functions.insert(C.Function);
  }
  EXPECT_GE(Functions.size(), 47u);
}

/// What a file that is read can hold besides its bytes.
TEST(Loader, EntriesAreCounted) {
  const auto contract = [](const std::string &Function, unsigned I, const std::string &More = "") {
    return "  - id: c" + std::to_string(I) + "\n    function: " + Function +
           "\n    ensures: result\n    severity: error\n    message: Why?\n    why: because\n" + More;
  };
  const auto refused = [](const std::string &Text) {
    try {
      parseRules(Text, "rules.yaml");
      return std::string();
    } catch (const Error &E) {
      return std::string(E.what());
    }
  };
  const std::string Head = "version: 1\ncontracts:\n";
  std::string Same = Head, Others = Head, Prefer = "    prefer: [", Names = "version: 1\nnames:\n";
  for (unsigned I = 0; I < 201; ++I)
    Same += contract("f", I), Others += contract("f" + std::to_string(I), I);
  for (unsigned I = 0; I < 1'001; ++I)
    Prefer += "x == " + std::to_string(I) + ", ";
  for (unsigned I = 0; I < 20'001; ++I)
    Names += "  - 1\n";
  EXPECT_THAT(refused(Same), HasSubstr("more than 200 contracts on f()"));
  EXPECT_EQ(refused(Others), "");
  EXPECT_THAT(refused(Head + contract("f", 1, Prefer + "x]\n")),
              HasSubstr("'prefer' in contract 'c1' has more than 1000 entries"));
  EXPECT_THAT(refused(Names), HasSubstr("'names' in the rules file has more than 20000 entries"));
}

// Nothing is asked for: what needs no contract is looked for all the same.
TEST(Loader, AFileWithoutContracts) {
  for (const char *Text : {"", "# later\n", "version: 1\n", "version: 1\ncontracts: []\n"}) {
    const Rules R = parseRules(Text, "rules.yaml");
    EXPECT_TRUE(R.Contracts.empty() && R.Models.empty()) << Text;
  }
}

} // namespace
} // namespace kverdict
