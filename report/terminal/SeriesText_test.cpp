#include "report/terminal/SeriesText.h"

#include <gtest/gtest.h>

namespace kverdict {
namespace {

Series seriesOf(const std::vector<std::string> &Subjects) {
  Series S;
  for (const std::string &Each : Subjects)
    S.Patches.emplace_back().Header.Subject = Each;
  return S;
}

FileReport changed(const std::map<std::string, Change> &Functions) {
  FileReport R;
  R.File = "a.c";
  for (const auto &[Name, What] : Functions) {
    Comparison C;
    C.Function = Name;
    C.What = What;
    R.Changes.push_back(C);
  }
  return R;
}

Finding introduced(const std::string &Function) {
  Statement S;
  S.Function = Function;
  Finding F(S, Status::Confirmed);
  F.From = Origin::Introduced;
  return F;
}

} // namespace

TEST(SeriesText, NamesAPatchByItsNumber) {
  Series S = seriesOf({"[PATCH v2 3/12] mm: x\x1b[1m", "fs: y"});
  S.Patches[0].Tag = {2, 3, 12};
  EXPECT_EQ(patchHeading(S, 0), "patch 3/12: mm: x\\x1b[1m\n");
  EXPECT_EQ(patchHeading(S, 1), "patch 2 of 2: fs: y\n");
}

TEST(SeriesText, CountsAFunctionOnceByTheWorst) {
  SeriesSum Sum;
  Sum.add({changed({{"same", Change::Equivalent}, {"open", Change::Undecided}, {"bad", Change::Stricter}})});
  FileReport Second = changed({{"same", Change::Equivalent}, {"open", Change::Laxer}, {"other", Change::Undecided}});
  Second.Findings = {introduced("bad")};
  Second.Gaps = {{{}, "same2", "why"}, {{}, "", "of no function"}};
  Sum.add({Second});
  EXPECT_EQ(Sum.line(), "2 patches, 5 functions: 1 defect, 1 changed, 1 proved equal, 2 undecided\n");
}

/// What the report above calls a warning is no defect in its last line.
TEST(SeriesText, AWarningIsNoDefect) {
  SeriesSum Sum;
  FileReport Of = changed({{"bad", Change::Stricter}, {"doubtful", Change::Laxer}, {"minor", Change::Different}});
  Of.Findings = {introduced("bad"), introduced("doubtful"), introduced("minor"), introduced("doubtful")};
  Of.Findings[1].Level = Severity::Warning;
  Of.Findings[2].Level = Severity::Note;
  Of.Findings[3].Level = Severity::Note;
  Sum.add({Of});
  EXPECT_EQ(Sum.line(), "1 patch, 3 functions: 1 defect, 1 warning, 1 note\n");
}

TEST(SeriesText, AFunctionIsOneOfItsFile) {
  SeriesSum Sum;
  FileReport A = changed({{"f", Change::Equivalent}}), B = A;
  B.File = "b.c";
  Sum.add({A, B});
  Sum.add({});
  EXPECT_EQ(Sum.line(), "2 patches, 2 functions: 2 proved equal\n");
}

} // namespace kverdict
