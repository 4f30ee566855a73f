// Formats that make one document of a series: it has all that is there at the end, and what one patch alone is told.
#include "report/record/Jsonl.h"
#include "testing/Repository.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using nlohmann::json;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;

namespace kverdict {
namespace {

class WholeSeries : public testing::Test, protected Repository {
protected:
  WholeSeries() {
    commit("mm/memory.c", fixture("merged.c"), "base");
    commit("mm/memory.c", fixture("v1.c"), "mm: v1");
  }

  /// Reviews the last commits in all of these formats; each is in a file of its name.
  Ran review(unsigned Patches) const {
    std::string Command = "kverdict review -" + std::to_string(Patches) + " --tree . -f terse";
    for (const char *Format : {"jsonl", "sarif", "rdjsonl", "github", "gitlab", "fixes"})
      Command += std::string(" --out ") + Format + "=../" + Format;
    return run(Command);
  }

  std::string document(const std::string &Format) const { return textOf(S.path(Format)); }
  std::vector<Finding> findings() const { return readJsonl(document("jsonl"), "jsonl").Findings; }

  /// How many findings each document has.
  std::vector<size_t> counts() const {
    return {findings().size(), json::parse(document("sarif"))["runs"][0]["results"].size(),
            linesOf(document("rdjsonl")).size(), json::parse(document("gitlab")).size()};
  }
};

TEST_F(WholeSeries, HasTheFindingsOfAllPatches) {
  review(1);
  const std::vector<Finding> Single = findings();
  ASSERT_EQ(Single.size(), 4u);
  commit("mm/memory.c", fixture("v1.c") + "/* The end. */\n", "mm: a comment");
  commit("mm/other.c", "int other;\n", "mm: another file");
  const Ran R = review(3);
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(counts(), Each(4u));
  for (size_t I = 0; I < 4; ++I) {
    EXPECT_EQ(findings()[I].At, Single[I].At);
    EXPECT_EQ(findings()[I].From, Origin::Introduced);
    EXPECT_EQ(findings()[I].Patch, "");
  }
  EXPECT_THAT(document("fixes"), HasSubstr("Replacements:"));
}

/// The lines are those of the last version, whatever the patches between did.
TEST_F(WholeSeries, HasThePlacesOfTheEnd) {
  review(1);
  const unsigned Line = findings()[0].At.Line;
  commit("mm/memory.c", "/* The beginning. */\n" + fixture("v1.c"), "mm: a comment");
  review(2);
  EXPECT_THAT(counts(), Each(4u));
  EXPECT_EQ(findings()[0].At.Line, Line + 1);
}

TEST_F(WholeSeries, SaysWhichPatchDoesWhatIsMended) {
  commit("mm/memory.c", "/* Mended. */\n" + fixture("merged.c"), "mm: mend it");
  const Ran R = review(2);
  EXPECT_EQ(R.Code, 1) << R.Err; // a bisection may stop at the first
  EXPECT_THAT(counts(), Each(4u));
  EXPECT_EQ(findings()[0].Patch, "patch 1/2");
  EXPECT_EQ(findings()[0].MendedBy, "patch 2/2");
  for (const char *Format : {"sarif", "rdjsonl", "github", "gitlab"})
    EXPECT_THAT(document(Format), HasSubstr("(In patch 1/2; patch 2/2 of the series mends it.)"));
  EXPECT_THAT(document("github"), HasSubstr("\n::error file=mm/memory.c,title="));
  const std::string Schema = KVERDICT_SOURCE_DIR "/testdata/schemas/";
  EXPECT_EQ(runProgram(Schema + "validate.py", {Schema + "sarif-2.1.0-rtm.5.json", S.path("sarif")}).Code, 0);
}

/// What was wrong before the series is not the series' doing.
TEST_F(WholeSeries, KnowsWhatWasThereBefore) {
  commit("mm/memory.c", "/* One. */\n" + fixture("v1.c"), "mm: one");
  commit("mm/memory.c", "/* One. */\n" + fixture("v1.c") + "/* Two. */\n", "mm: two");
  EXPECT_EQ(review(2).Code, 0);
  for (const Finding &F : findings())
    EXPECT_EQ(F.From, Origin::PreExisting);
}

/// What the base has, one patch mends and the next brings back, is that patch's doing.
TEST_F(WholeSeries, TellsWhatCameBack) {
  commit("mm/memory.c", fixture("merged.c"), "mm: mend it");
  std::string Again = fixture("v1.c"); // and not quite the same, so that the whole has something to look at
  Again.insert(Again.find("{\n", Again.find("vm_mixed_zeropage_allowed(")) + 2, "\t;\n");
  commit("mm/memory.c", Again, "mm: bring it back");
  EXPECT_EQ(review(2).Code, 1);
  EXPECT_THAT(document("github"), HasSubstr("(In patch 2/2.)"));
}

/// The build knows the new name alone, and what came before the file moved is told once.
TEST_F(WholeSeries, TellsEachFindingOnceIfTheFileMovesLater) {
  sh("git mv mm/memory.c mm/moved.c && git commit -qm 'mm: move it'");
  commit("mm/moved.c", "/* One. */\n" + fixture("v1.c"), "mm: a comment");
  EXPECT_EQ(review(3).Code, 1);
  EXPECT_THAT(counts(), Each(4u));
  for (const Finding &F : findings()) {
    EXPECT_EQ(F.At.File, "mm/moved.c");
    EXPECT_EQ(F.Patch, "");
  }
}

/// A file that moves on the way is held against what it was.
TEST_F(WholeSeries, FollowsARename) {
  sh("git mv mm/memory.c mm/moved.c && git commit -qm 'mm: move it'");
  commit("mm/moved.c", fixture("v1.c") + "/* Moved. */\n", "mm: a comment");
  EXPECT_EQ(review(2).Code, 0);
  for (const Finding &F : findings())
    EXPECT_EQ(F.From, Origin::PreExisting);
}

} // namespace
} // namespace kverdict
