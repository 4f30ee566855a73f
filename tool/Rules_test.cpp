// The rules as their users meet them: named by one list, with a fixture for each that only a patch can have, and
// silenced by their names.
#include "report/record/Jsonl.h"
#include "testing/Repository.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <regex>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

const std::string Testdata = KVERDICT_SOURCE_DIR "/testdata/";
const std::string AccessRules = " --rules " + Testdata + "rules-access.yaml";

class RulesOfPatches : public testing::Test, protected Repository {
protected:
  RulesOfPatches() {
    S.write("t/contracts/access.h", textOf(Testdata + "contracts/access.h"));
    S.write("t/contracts/gate.c", textOf(Testdata + "contracts/gate.c"));
    commit("contracts/access.c", textOf(Testdata + "contracts/access.c"), "base");
  }

  Ran review(const std::string &Patch, const std::string &Format = "terse", const std::string &More = "") const {
    return run("kverdict review '" + S.write("p.patch", Patch) + "' --tree . -f " + Format + AccessRules + More);
  }

  static std::string patch(const std::string &Rule) { return textOf(Testdata + "checks/" + Rule + ".patch"); }
};

/// What a fixture expects, in its head: "expect-warning contracts/access.c:45 {{rule: text}}".
struct Expected {
  std::string Line; ///< as it begins in the terse form: "contracts/access.c:45: WARNING:RULE: "
  std::string Text;
};

Expected expected(const std::string &Patch) {
  static const std::regex Form(R"(expect-(error|warning) (\S+) \{\{(\S+): (.*)\}\})");
  std::smatch M;
  if (!std::regex_search(Patch, M, Form))
    return {"the fixture expects nothing", ""};
  std::string Kind = M[1].str() + ":" + M[3].str();
  std::transform(Kind.begin(), Kind.end(), Kind.begin(), [](char C) { return C == '-' ? '_' : std::toupper(C); });
  return {M[2].str() + ": " + Kind + ": ", M[4].str()};
}

/// RULE.patch, and RULE.clean.patch of which the rule says nothing.
TEST_F(RulesOfPatches, AreSaidOfTheirFixtures) {
  for (const auto &Entry : std::filesystem::directory_iterator(Testdata + "checks")) {
    if (Entry.path().extension() != ".patch")
      continue;
    const std::string Name = Entry.path().filename(), Text = textOf(Entry.path());
    const Ran R = review(Text, "terse", " --check " + Name.substr(0, Name.find('.')));
    if (Text.find("\nexpect-clean\n") != std::string::npos) {
      EXPECT_EQ(R.Code, 0) << Name << R.Out << R.Err;
      EXPECT_THAT(R.Out, Not(HasSubstr("WARNING"))) << Name;
      continue;
    }
    const Expected Wanted = expected(Text);
    EXPECT_EQ(R.Code, 1) << Name << R.Out << R.Err;
    EXPECT_THAT(R.Out, AllOf(HasSubstr(Wanted.Line), HasSubstr(Wanted.Text))) << R.Err;
  }
}

TEST_F(RulesOfPatches, AreInTheRecordWithWhatTheyRestOn) {
  const Ran Refused = review(patch("does-not-compile"), "jsonl");
  EXPECT_THAT(Refused.Out, AllOf(HasSubstr("\"rule\":\"does-not-compile\""), HasSubstr("\"evidence\":\"compiler\"")));
  const Ran Claim = review(patch("no-functional-change"), "jsonl");
  EXPECT_THAT(Claim.Out, AllOf(HasSubstr("\"rule\":\"no-functional-change\""), HasSubstr("\"evidence\":\"run\"")));
  const std::string List = run("kverdict rules list" + AccessRules).Out;
  for (const Ran *Each : {&Refused, &Claim})
    for (const Finding &F : readJsonl(Each->Out, "r.jsonl").Findings)
      EXPECT_THAT(List, HasSubstr("rule " + F.Rule + " ("));
}

/// What a line of a patch begins with before Line, as one more added line.
std::string withComment(std::string Patch, const std::string &Comment) {
  const std::string Line = "+\tif (device_state(device) >= 2)\n";
  Patch.insert(Patch.find(Line) + Line.size(), "+\t\t" + Comment + "\n");
  Patch.replace(Patch.find("+41,7 @@"), 8, "+41,8 @@");
  return Patch;
}

TEST_F(RulesOfPatches, AreSilencedByTheirNames) {
  const std::string Patch = patch("no-functional-change");
  const Ran Silent = review(withComment(Patch, "/* kverdict: ignore[no-functional-change]: 3 is never seen */"));
  EXPECT_THAT(Silent.Out, Not(HasSubstr("NO_FUNCTIONAL_CHANGE"))) << Silent.Err;
  EXPECT_NE(Silent.Code, 1);
  EXPECT_THAT(Silent.Err, HasSubstr("1 finding silenced"));
  const Ran Wrong = review(withComment(Patch, "/* kverdict: ignore[no-functional-chance]: 3 is never seen */"));
  EXPECT_EQ(Wrong.Code, 1);
  EXPECT_THAT(Wrong.Out, AllOf(HasSubstr("NO_FUNCTIONAL_CHANGE"), HasSubstr("did you mean 'no-functional-change'?")));
}

/// A check of a whole file does not take such a comment for one that silences nothing: it never looks for that.
TEST_F(RulesOfPatches, AreNotStaleInAFile) {
  const std::string Text = textOf(Testdata + "contracts/access.c");
  const std::string Comment = "/* kverdict: ignore[no-functional-change]: it was looked at */\n";
  S.write("t/contracts/access.c", Text + Comment + "int more;\n");
  const Ran R = run("kverdict check contracts/access.c" + AccessRules);
  EXPECT_EQ(R.Code, 0) << R.Out << R.Err;
  EXPECT_THAT(R.Out, Not(HasSubstr("silences nothing")));
}

TEST_F(RulesOfPatches, SomeAreOnlyAskedFor) {
  S.write("t/checks/verdict-type.c", textOf(Testdata + "checks/verdict-type.c"));
  const std::string Check = "kverdict check checks/verdict-type.c -f terse" + AccessRules;
  EXPECT_NE(run(Check).Code, 1);
  const Ran R = run(Check + " --check verdict-type");
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("WARNING:VERDICT_TYPE: Shouldn't this return false? -EINVAL is true"));
  const Ran Unknown = run(Check + " --check no-such");
  EXPECT_EQ(Unknown.Code, 2);
  EXPECT_THAT(Unknown.Err, HasSubstr("there is no such rule"));
  sh("git add -A && git commit -qm 'checks: as it is'");
  const Ran Patch = run("kverdict review HEAD --tree . -f terse --check verdict-type" + AccessRules);
  EXPECT_THAT(Patch.Out, HasSubstr("WARNING:VERDICT_TYPE")) << Patch.Err;
}

/// What a contract asks of texts that are not known is open, and no disagreement of the engines.
TEST(Contracts, OfATextThatIsNotKnown) {
  const Scratch S;
  const std::string File =
      S.write("a.c", "int strcmp(const char *, const char *);\nstruct v { const char *a, *b; int n; };\n"
                     "int f(struct v *v)\n{\n\treturn v->n > 3;\n}\n");
  S.write("compile_flags.txt", "-std=gnu11\n");
  const std::string Rules =
      S.write("r.yaml", "version: 1\ncontracts:\n  - id: alike\n    function: f\n    ensures: "
                        "\"!result || !strcmp(v->a, v->b)\"\n    severity: error\n    message: m\n"
                        "    why: w\n");
  const Ran R = kverdict({"check", File, "--rules", Rules});
  EXPECT_THAT(R.Out, AllOf(HasSubstr("strcmp() of a length or a text that is not known"), Not(HasSubstr("disagree"))));
}

} // namespace
} // namespace kverdict
