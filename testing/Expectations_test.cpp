#include "testing/Expectations.h"

#include "core/Error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace kverdict {
namespace {

std::string failure(const std::string &Text) {
  try {
    parseExpectations(Text, "a.c");
  } catch (const Error &E) {
    return E.what();
  }
  return "nothing was thrown";
}

Finding finding(unsigned Line, const std::string &Rule, const std::string &Message) {
  Statement F;
  F.Rule = Rule;
  F.At = {"a.c", Line, 1};
  F.Message = Message;
  return {std::move(F), Status::Confirmed};
}

FileReport report(std::vector<Finding> Findings) {
  FileReport R;
  R.File = "a.c";
  R.Findings = std::move(Findings);
  return R;
}

TEST(Expectations, AreReadFromComments) {
  Expectations E = parseExpectations("// use-rules {{rules-x.yaml}}\n"
                                     "return 0; // expect-error {{contract: a text: here}} expect-note {{Other: b}}\n"
                                     "// expect-warning@+2 {{c}}\n"
                                     "x // expect-undecided@-1 {{the {loop}}}\n",
                                     "a.c");
  EXPECT_EQ(E.RulesFile, "rules-x.yaml");
  ASSERT_THAT(E.Wanted, SizeIs(4));
  EXPECT_EQ(E.Wanted[0].What, ExpectedReport::Kind::Error);
  EXPECT_EQ(E.Wanted[0].Line, 2u);
  EXPECT_EQ(E.Wanted[0].Rule, "contract");
  EXPECT_EQ(E.Wanted[0].Text, "a text: here");
  EXPECT_EQ(E.Wanted[1].What, ExpectedReport::Kind::Note);
  EXPECT_EQ(E.Wanted[1].Rule, "");
  EXPECT_EQ(E.Wanted[1].Text, "Other: b");
  EXPECT_EQ(E.Wanted[2].What, ExpectedReport::Kind::Warning);
  EXPECT_EQ(E.Wanted[2].Line, 5u);
  EXPECT_EQ(E.Wanted[3].What, ExpectedReport::Kind::Undecided);
  EXPECT_EQ(E.Wanted[3].Line, 3u);
}

TEST(Expectations, OfACleanFileAreNone) {
  EXPECT_THAT(parseExpectations("// expect-clean\n", "a.c").Wanted, IsEmpty());
}

TEST(Expectations, MustBeWellFormed) {
  EXPECT_EQ(failure("int x;\n// expect-error {contract: a}\n"), "a.c:2: after 'expect-error' there must be {{a text}}");
  EXPECT_THAT(failure("// expect-error"), HasSubstr("there must be {{a text}}"));
  EXPECT_THAT(failure("// expect-eror {{a}}"), HasSubstr("'expect-eror' is not known"));
  EXPECT_THAT(failure("// use-error {{a}}"), HasSubstr("'use-error' is not known"));
  EXPECT_THAT(failure("// expect-error@-1 {{a}}"), HasSubstr("before the first line"));
  EXPECT_THAT(failure("int x;\n"), HasSubstr("it would test nothing"));
  EXPECT_THAT(failure("// expect-clean\n// expect-error {{a}}\n"), HasSubstr("and expects something"));
}

TEST(Expectations, AreMetByTheFindingOnTheirLine) {
  Expectations E = parseExpectations("// expect-error {{contract: abc}}\n", "a.c");
  EXPECT_THAT(differences(E, report({finding(1, "contract", "xabcx")})), IsEmpty());
  EXPECT_THAT(differences(E, report({})), ElementsAre("missing: line 1: error {{contract: abc}}"));
  for (const Finding &Other : {finding(2, "contract", "abc"), finding(1, "other", "abc"), finding(1, "contract", "ab")})
    EXPECT_THAT(differences(E, report({Other})), SizeIs(2));
  EXPECT_THAT(differences(E, report({finding(1, "contract", "abc"), finding(1, "contract", "abc")})),
              ElementsAre("unexpected: line 1: error {{contract: abc}}"));
}

TEST(Expectations, AreMetByAFindingEach) {
  Expectations E = parseExpectations("// expect-error {{m}} expect-error {{m}}\n", "a.c");
  EXPECT_THAT(differences(E, report({finding(1, "contract", "m")})), ElementsAre("missing: line 1: error {{m}}"));
}

TEST(Expectations, TellSeveritiesAndTheUndecidedApart) {
  Expectations E = parseExpectations("// expect-undecided {{loop}}\n// expect-warning {{m}}\n", "a.c");
  Finding Open(finding(1, "contract", "m"), Status::Undecided);
  Open.Reason = "a loop without a bound";
  Finding Warning = finding(2, "contract", "m");
  EXPECT_THAT(differences(E, report({Open, Warning})), SizeIs(2)); // it is an error
  Warning.Level = Severity::Warning;
  EXPECT_THAT(differences(E, report({Open, Warning})), IsEmpty());
  FileReport Gap = report({Warning});
  Gap.Gaps.push_back({{"a.c", 1, 1}, "f", "a loop"});
  EXPECT_THAT(differences(E, Gap), IsEmpty());
}

TEST(Expectations, NeverCoverOtherFilesOrRefutedCandidates) {
  Expectations Clean = parseExpectations("// expect-clean\n", "a.c");
  Expectations One = parseExpectations("// expect-error {{m}}\n", "a.c");
  Finding Elsewhere = finding(1, "contract", "m");
  Elsewhere.At.File = "b.h";
  EXPECT_THAT(differences(One, report({Elsewhere})), ElementsAre("in another file: b.h:1: m"));
  FileReport Refuted = report({});
  Refuted.Refuted = 2;
  EXPECT_THAT(differences(Clean, Refuted), ElementsAre(HasSubstr("refuted: 2")));
}

TEST(Fixtures, AllSayWhatTheyExpect) {
  unsigned Count = 0;
  std::filesystem::path Root = KVERDICT_SOURCE_DIR "/testdata";
  for (const auto &Entry : std::filesystem::recursive_directory_iterator(Root)) {
    if (Entry.path().extension() != ".c")
      continue;
    ++Count;
    std::ostringstream Text;
    Text << std::ifstream(Entry.path()).rdbuf();
    Expectations E = parseExpectations(Text.str(), Entry.path().string());
    EXPECT_TRUE(E.RulesFile.empty() || std::filesystem::exists(Root / E.RulesFile)) << Entry.path();
  }
  EXPECT_GT(Count, 30u);
}

} // namespace
} // namespace kverdict
