// The main job, on real kernels: what review, check and simulate say of Debian's linux-source-6.12 and -6.1.
#include "report/record/Jsonl.h"
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

namespace kverdict {
namespace {

struct Place {
  std::string Rule, Function;
  unsigned Line;
  auto key() const { return std::tie(Rule, Function, Line); }
  bool operator==(const Place &Other) const { return key() == Other.key(); }
};

void PrintTo(const Place &P, std::ostream *Out) { *Out << P.Rule << " in " << P.Function << "() on line " << P.Line; }

std::vector<Place> places(const JsonlRecord &Record) {
  std::vector<Place> Found;
  for (const Finding &F : Record.Findings)
    Found.push_back({F.Rule, F.Function, F.At.Line});
  return Found;
}

const Finding &findingIn(const JsonlRecord &Record, const std::string &Function) {
  for (const Finding &F : Record.Findings)
    if (F.Function == Function)
      return F;
  throw std::runtime_error("no finding in " + Function + "()");
}

/// A directory with mm/memory.c as the patch makes it.
std::string patched(const Scratch &Into, const std::string &Mail) {
  Into.write("copy/mm/memory.c", textOf(kernel("6.12") + "/mm/memory.c"));
  const Ran Applied = runProgram("/usr/bin/git", {"apply", Mail}, Into.path("copy"));
  EXPECT_EQ(Applied.Code, 0) << Applied.Err;
  return Into.path("copy/mm/memory.c");
}

TEST(Kernel612, HasNoFindingAndNoGap) {
  const std::string File = kernel("6.12") + "/mm/memory.c";
  const Ran R = kverdict({"check", File});
  EXPECT_EQ(R.Code, 0) << R.Out;
  EXPECT_EQ(R.Err, "");
  EXPECT_THAT(R.Out, AllOf(HasSubstr("no findings; 7 functions explored"), Not(HasSubstr("not decided"))));
  const JsonlRecord Record = readJsonl(kverdict({"check", File, "-f", "jsonl"}).Out, "out");
  EXPECT_THAT(Record.Explored, UnorderedElementsAre("vm_mixed_zeropage_allowed", "validate_page_before_insert",
                                                    "insert_page", "insert_page_in_batch_locked", "vm_insert_page",
                                                    "vm_mixed_ok", "__vm_insert_mixed"));
  EXPECT_THAT(Record.Gaps, IsEmpty());
  EXPECT_EQ(Record.Refuted, 0u);
}

TEST(Kernel61, HasNoFindingAndSaysWhatDidNotApply) {
  const Ran R = kverdict({"check", kernel("6.1") + "/mm/memory.c"});
  EXPECT_EQ(R.Code, 0) << R.Out << R.Err;
  EXPECT_EQ(R.Err, "");
  EXPECT_THAT(R.Out, AllOf(HasSubstr("no findings"), HasSubstr("did not apply: "),
                           HasSubstr("zeropage-in-never-writable-mapping"), HasSubstr("batch-agrees-with-validator"),
                           HasSubstr("this file defines no vm_mixed_zeropage_allowed()")));
}

class FirstVersion : public testing::TestWithParam<std::string> {};

/// Both defects of the first version, and what its second version mended beside them.
TEST_P(FirstVersion, HasTheTwoDefectsInEverySpelling) {
  const Scratch S;
  const std::string Mail = v1Mail(S, {"--spelling", GetParam()});
  const std::string Text = textOf(patched(S, Mail));
  const Ran R = kverdict({"review", Mail, "--tree", kernel("6.12"), "-f", "jsonl"});
  EXPECT_EQ(R.Code, 1) << R.Err;
  const JsonlRecord Record = readJsonl(R.Out, "out");

  const unsigned Policy = lineWith(Text, "static bool vm_mixed_zeropage_allowed(");
  const unsigned Validator = lineWith(Text, "static int validate_page_before_insert(");
  const unsigned Batch = lineWith(Text, "static int insert_page_in_batch_locked(");
  const unsigned Insert = lineWith(Text, "int vm_insert_page(struct vm_area_struct *vma, unsigned long addr,");
  const std::string Wrong = GetParam() == "local" ? "bool allowed = false;" : "return false;";
  // The first `return false` refuses where the mm forbids the zeropage; the wrong one comes after the COW test.
  const unsigned Cow = lineWith(Text, "if (is_cow_mapping(vma->vm_flags))", Policy);
  const std::string Guard = GetParam() == "local"                              ? "if (ret)"
                            : GetParam() == "equals" || GetParam() == "nested" ? "if (page_count(page) == 0)"
                                                                               : "if (!page_count(page))";
  std::vector<Place> Found = places(Record);
  const unsigned WrongLine = findingIn(Record, "vm_mixed_zeropage_allowed").At.Line;
  EXPECT_THAT(Found,
              UnorderedElementsAre(Place{"inverted-return", "vm_mixed_zeropage_allowed", WrongLine},
                                   Place{"contract", "validate_page_before_insert",
                                         lineWith(Text, "struct folio *folio = page_folio(page);", Validator) + 2},
                                   Place{"blocking-guard", "insert_page_in_batch_locked", lineWith(Text, Guard, Batch)},
                                   Place{"blocking-guard", "vm_insert_page", lineWith(Text, Guard, Insert)}));
  if (GetParam() == "local")
    EXPECT_THAT(WrongLine, testing::AnyOf(lineWith(Text, Wrong, Cow), lineWith(Text, "return allowed;", Cow)));
  else
    EXPECT_EQ(WrongLine, lineWith(Text, Wrong, Cow));
  for (const Finding &F : Record.Findings) {
    EXPECT_EQ(F.status(), Status::Confirmed);
    EXPECT_EQ(F.From, Origin::Introduced);
  }
  EXPECT_THAT(Record.Gaps, IsEmpty());
  EXPECT_EQ(Record.Refuted, 0u);
  const Finding &Inverted = findingIn(Record, "vm_mixed_zeropage_allowed");
  ASSERT_TRUE(Inverted.Repair.has_value());
  EXPECT_EQ(Inverted.Repair->Text, "true");
  EXPECT_TRUE(Inverted.Repair->Verified);
  EXPECT_EQ(Inverted.Verdict, "returns false");
}

INSTANTIATE_TEST_SUITE_P(Spellings, FirstVersion, testing::Values("plain", "equals", "nested", "local", "goto"),
                         [](const auto &Info) { return Info.param; });

/// On top of the merged validator the guard refuses nothing that is accepted: it is redundant.
TEST(Review, DoesNotCallARedundantGuardBlocking) {
  const Scratch S;
  const Ran R = kverdict({"review", v1Mail(S, {"--guard-only"}), "--tree", kernel("6.12")});
  EXPECT_EQ(R.Code, 0) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("no findings; 2 functions explored"));
}

/// Each command that a finding gives to replay it ends in the verdict that the finding tells.
TEST(Review, GivesCommandsThatReplayItsFindings) {
  const Scratch S;
  const std::string Mail = v1Mail(S);
  patched(S, Mail);
  const std::string Tree = kernel("6.12");
  const JsonlRecord Record = readJsonl(kverdict({"review", Mail, "--tree", Tree, "-f", "jsonl"}).Out, "out");
  unsigned Replayed = 0;
  const std::string Begin = "note: to replay: kverdict ";
  for (const std::string &Line : linesOf(kverdict({"review", Mail, "--tree", Tree}).Out)) {
    if (!Line.starts_with(Begin))
      continue;
    std::vector<std::string> Words = shellWords(Line.substr(Begin.size()));
    Words.insert(Words.end(), {"-p", Tree});
    const Ran Again = kverdictIn(S.path("copy"), Words);
    EXPECT_EQ(Again.Code, 0) << Line << "\n" << Again.Err;
    const std::string Function = Words.at(3);
    EXPECT_THAT(Again.Out, HasSubstr("\n" + Function + "() " + findingIn(Record, Function).Verdict + "\n")) << Line;
    ++Replayed;
  }
  EXPECT_EQ(Replayed, 4u);
}

TEST(Review, WritesAReplyThatGitSendEmailTakes) {
  const Scratch S;
  const std::string Mail = v1Mail(S), Reply = S.path("reply.eml");
  const Ran R = kverdict({"review", Mail, "--tree", kernel("6.12"), "-f", "lkml", "--out", "lkml=" + Reply});
  EXPECT_EQ(R.Code, 1);
  EXPECT_EQ(textOf(Reply), R.Out);
  S.write(".gitconfig", "[user]\n\tname = A Reviewer\n\temail = reviewer@example.org\n");
  const Ran Sent = runProgram("/usr/bin/env",
                              {"HOME=" + S.path(), "GIT_CONFIG_NOSYSTEM=1", "git", "send-email", "--dry-run",
                               "--to=dev@example.org", "--confirm=never", Reply},
                              S.path());
  EXPECT_EQ(Sent.Code, 0) << Sent.Out << Sent.Err;
  EXPECT_THAT(Sent.Out, HasSubstr("In-Reply-To: <20240430204044.v1-plain@example.org>"));
  for (const std::string &Line : linesOf(R.Out))
    if (!Line.starts_with(">") && !Line.starts_with("    ") && Line.find(' ') != std::string::npos)
      EXPECT_LE(Line.size(), 78u) << Line;
}

/// The seed's two comments, each right under the line that it is about. The guard that moved is one cause: one comment
/// has the fix for it, and where it went there is a remark.
TEST(Review, PutsBothCommentsUnderTheirLines) {
  const Scratch S;
  const Ran R = kverdict({"review", v1Mail(S), "--tree", kernel("6.12"), "-f", "lkml"});
  EXPECT_THAT(R.Out, HasSubstr("> +\t\treturn false;\n\nWith this patch, vm_mixed_zeropage_allowed() returns"));
  const std::string Guard = "> +\tif (!page_count(page))\n> +\t\treturn -EINVAL;\n\n";
  EXPECT_THAT(R.Out,
              HasSubstr(Guard + "Doesn't this keep the zeropage out? This comes of the same change as what I\n"
                                "ask of validate_page_before_insert(), and the suggestion there mends both.\n\n"));
  EXPECT_THAT(R.Out, HasSubstr(Guard + "The same here.\n\n"));
  EXPECT_THAT(R.Out, HasSubstr("put `if (!folio_ref_count(folio)) return -EINVAL;` back, and\n"
                               "remove `if (!page_count(page))` from insert_page_in_batch_locked() and"));
  EXPECT_THAT(R.Out, HasSubstr("> -\tif (!folio_ref_count(folio))\n> -\t\treturn -EINVAL;\n\nWith this patch, "));
  const size_t Validator = R.Out.find("Shouldn't it refuse a page whose count is 0");
  EXPECT_GT(Validator, R.Out.find("Shouldn't this return true?"));
  EXPECT_NE(Validator, std::string::npos);
  EXPECT_LT(Validator, R.Out.find("Doesn't this keep the zeropage out?")) << "comments follow the order of the patch";
}

TEST(Review, LeavesTheTreeAlone) {
  const Scratch S;
  const std::string Tree = kernel("6.12"), Mail = v1Mail(S);
  const auto Sources = contentsOf(Tree + "/mm"), Headers = contentsOf(Tree + "/include");
  ASSERT_GT(Sources.size(), 100u);
  EXPECT_EQ(kverdict({"review", Mail, "--tree", Tree}).Code, 1);
  EXPECT_EQ(contentsOf(Tree + "/mm"), Sources);
  EXPECT_EQ(contentsOf(Tree + "/include"), Headers);
}

TEST(Simulate, HasTheTableOfARealFunction) {
  const Ran R = kverdict({"simulate", kernel("6.12") + "/mm/memory.c", "--function", "vm_mixed_zeropage_allowed"});
  EXPECT_EQ(R.Code, 0) << R.Err;
  EXPECT_EQ(R.Err, "");
  EXPECT_THAT(R.Out, AllOf(HasSubstr("vm_mixed_zeropage_allowed()"), HasSubstr("assumed: vma is not NULL"),
                           HasSubstr("is_cow_mapping(vma->vm_flags)"), HasSubstr(" paths, all explored exactly")));
}

/// As many rows as a person would write, in the function's own words.
TEST(Simulate, HasFewRowsOfFunctionsWithManyPaths) {
  auto table = [](const std::string &File, const std::string &Function) {
    return kverdict({"simulate", kernel("6.12") + "/mm/" + File, "--function", Function}).Out;
  };
  const std::string Gup = table("gup.c", "check_vma_flags");
  EXPECT_THAT(Gup, HasSubstr("\n4. -EFAULT    mm/gup.c:1290\n     vma_is_secretmem(vma)\n"));
  EXPECT_THAT(Gup, HasSubstr("\n7. -EFAULT    mm/gup.c:1302\n     write\n     !(vm_flags & VM_WRITE)\n"
                             "     is_vm_hugetlb_page(vma)\n"));
  EXPECT_THAT(Gup, HasSubstr("\n12 rows, each proved over 155 paths, all explored exactly\n"));
  const std::string Mprotect = table("mprotect.c", "can_change_pte_writable");
  EXPECT_THAT(Mprotect, HasSubstr("     PageAnonExclusive(page)\n"));
  EXPECT_THAT(Mprotect, HasSubstr("\n5 rows, each proved over 9 paths, all explored exactly\n"));
}

/// fs/ is not built there: it has the command of mm/memory.c.
TEST(Simulate, HasFewRowsOfMayDelete) {
  const std::string Tree = kernel("6.12");
  std::ifstream In(Tree + "/compile_commands.json");
  std::string Commands{std::istreambuf_iterator<char>(In), {}};
  for (const auto &[Old, New] : {std::pair("mm/memory", "fs/namei"), std::pair("\\\"memory\\\"", "\\\"namei\\\"")})
    for (size_t At = 0; (At = Commands.find(Old, At)) != std::string::npos; At += std::string(New).size())
      Commands.replace(At, std::string(Old).size(), New);
  const Scratch S;
  S.write("compile_commands.json", Commands);
  const Ran R = kverdict({"simulate", Tree + "/fs/namei.c", "--function", "may_delete", "-p", S.path()});
  EXPECT_EQ(R.Code, 0) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("     check_sticky(idmap, dir, inode)\n"));
  EXPECT_THAT(R.Out, HasSubstr("\n13. -EBUSY    fs/namei.c:3152\n     isdir\n     IS_ROOT(victim)\n   for example: "));
  EXPECT_THAT(R.Out, HasSubstr("\n17 rows, each proved over 272 paths, all explored exactly\n"));
}

TEST(Simulate, RunsARealFunctionInAState) {
  const std::string File = kernel("6.12") + "/mm/memory.c";
  auto run = [&](std::vector<std::string> Settings) {
    std::vector<std::string> Words = {"simulate", File, "--function", "vm_mixed_zeropage_allowed"};
    for (const std::string &Each : Settings)
      Words.insert(Words.end(), {"--set", Each});
    const Ran R = kverdict(Words);
    EXPECT_EQ(R.Code, 0) << R.Err;
    return linesOf(R.Out).back();
  };
  EXPECT_EQ(run({"vma->vm_flags=VM_READ"}), "vm_mixed_zeropage_allowed() returns true");
  EXPECT_EQ(run({"vma->vm_flags=VM_READ | VM_MAYWRITE"}), "vm_mixed_zeropage_allowed() returns true");
  EXPECT_EQ(run({"vma->vm_flags=VM_SHARED | VM_WRITE"}), "vm_mixed_zeropage_allowed() returns false");
  EXPECT_EQ(run({"vma->vm_flags=VM_SHARED | VM_WRITE | VM_IO", "vma->vm_ops->pfn_mkwrite=(void *)1"}),
            "vm_mixed_zeropage_allowed() returns true");
}

} // namespace
} // namespace kverdict
