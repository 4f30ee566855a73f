#include "report/terminal/CoverageText.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace kverdict;
using testing::HasSubstr;
using Kind = FunctionCoverage::Kind;

static std::vector<FileCoverage> sample() {
  FileCoverage File{"a.c", {}, ""};
  File.Functions.push_back({"good", {"a.c", 10, 1}, 8, Kind::Exact, 12, true, 3, {}});
  File.Functions.push_back({"shallow", {"a.c", 20, 1}, 61, Kind::Exact, 0, false, 2, {}});
  File.Functions.push_back({"near", {"a.c", 90, 1}, 9, Kind::Approximate, 0, false, 2, {{"an array", {"a.c", 91, 2}}}});
  File.Functions.push_back({"loops", {"a.c", 99, 1}, 60, Kind::Open, 0, false, 4, {{"a loop", {"a.c", 100, 3}}}});
  File.Functions.push_back({"spins", {"a.c", 190, 1}, 61, Kind::Open, 0, false, 4, {{"a loop", {"a.c", 200, 3}}}});
  return {File};
}

TEST(CoverageText, ShowsFiguresAndTheMostFrequentReasonFirst) {
  const std::string Text = renderCoverage(sample());
  EXPECT_THAT(Text, HasSubstr("verdict: 5\n  explored exactly:               2 (40.0 %)\n"
                              "    with all callees looked into: 1 (20.0 %)\n"));
  EXPECT_THAT(Text, HasSubstr("60 lines: 3\n  explored exactly:               1 (33.3 %)\n"));
  EXPECT_THAT(Text, HasSubstr("     2  a loop, as at a.c:100 loops()\n     1  an array, as at a.c:91 near()\n"));
}

TEST(CoverageText, WritesALineForEachFunctionAndOneWithTheFigures) {
  std::istringstream Lines(coverageRecords(sample()));
  std::vector<nlohmann::json> Records;
  for (std::string Line; std::getline(Lines, Line);)
    Records.push_back(nlohmann::json::parse(Line));
  ASSERT_EQ(Records.size(), 6u);
  EXPECT_EQ(Records[1]["outcome"], "exact");
  EXPECT_EQ(Records[1]["all_callees"], false);
  EXPECT_EQ(Records[3]["reasons"][0]["line"], 100);
  EXPECT_EQ(Records[5]["all"]["open"], 2);
  EXPECT_EQ(Records[5]["short"]["functions"], 3);
  EXPECT_EQ(Records[5]["reasons"][0]["count"], 2);
}
