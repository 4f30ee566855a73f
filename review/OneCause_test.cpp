// What one moved guard made in several functions is said once, with one fix.
#include "review/OneCause.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::ElementsAre;
using testing::HasSubstr;

namespace kverdict {
namespace {

/// Lines 5 to 16 are callers, which got a guard.
const char *const Patched = "static int check(struct page *p)\n" // 1
                            "{\n"
                            "\treturn 0;\n"
                            "}\n"
                            "static int one(struct page *p)\n" // 5
                            "{\n"
                            "\tif (!count(p))\n" // 7
                            "\t\treturn -EINVAL;\n"
                            "\treturn check(p);\n"
                            "}\n"
                            "int two(struct page *p)\n" // 11
                            "{\n"
                            "\tif (!count(p)) { /* new */\n" // 13
                            "\t\treturn -EINVAL;\n"
                            "\t}\n"
                            "\treturn one(p);\n" // 16
                            "}\n"
                            "int other(struct page *p)\n" // 18
                            "{\n"
                            "\tif (!count(p))\n" // 20
                            "\t\treturn -EINVAL;\n"
                            "\treturn 0;\n"
                            "}\n";

Finding finding(const std::string &Function, unsigned From, unsigned To, const std::string &Text) {
  Statement S;
  S.Rule = "contract";
  S.Function = S.Fingerprint = Function;
  S.From = Origin::Introduced;
  S.At = {"a.c", From, 1};
  S.Message = "Is it?";
  S.Repair = Fix{{{"a.c", From, 1}, {"a.c", To, 1}}, Text, "do", true};
  return {S, Status::Confirmed};
}

Finding back(const std::string &Text = "\tif (!count(p))\n\t\treturn -EINVAL;\n") {
  return finding("check", 3, 3, Text);
}

FileReport report(std::vector<Finding> All) {
  FileReport R;
  R.File = "a.c";
  R.Findings = std::move(All);
  return R;
}

struct Asked {
  std::vector<std::string> Functions;
  std::string Text;
};

FileReport joined(FileReport R, Asked *What = nullptr, bool Shown = true) {
  joinMoved(R, Patched, [&](const std::set<std::string> &Functions, const std::string &Text) {
    if (What)
      *What = {{Functions.begin(), Functions.end()}, Text};
    return Shown ? std::optional<std::string>("the rules hold then") : std::nullopt;
  });
  return R;
}

TEST(OneCause, AGuardThatIsMovedIsSaidOnce) {
  Asked What;
  const FileReport R = joined(report({finding("one", 7, 9, ""), back(), finding("two", 13, 16, "")}), &What);
  EXPECT_EQ(R.Findings[1].Repair->Description,
            "put `if (!count(p)) return -EINVAL;` back, and remove `if (!count(p))` from one() and two()");
  EXPECT_EQ(R.Findings[1].Tried, "the rules hold then");
  EXPECT_EQ(R.Findings[1].Repair->With.size(), 2u);
  for (const size_t I : {0, 2}) {
    EXPECT_EQ(R.Findings[I].SpokenFor, "check");
    EXPECT_FALSE(R.Findings[I].Repair);
  }
  EXPECT_THAT(What.Functions, ElementsAre("check", "one", "two"));
  EXPECT_THAT(What.Text, HasSubstr("check(struct page *p)\n{\n\tif (!count(p))\n\t\treturn -EINVAL;\n\treturn 0;\n}\n"
                                   "static int one(struct page *p)\n{\n\treturn check(p);\n}\n"
                                   "int two(struct page *p)\n{\n\treturn one(p);\n}\n"));
}

TEST(OneCause, SoIsOneThatComesFromSeveral) {
  const std::string Guard = "\tif (!count(p))\n\t\treturn -EINVAL;\n";
  const FileReport R =
      joined(report({finding("check", 16, 16, Guard), finding("one", 7, 9, ""), finding("two", 3, 3, Guard)}));
  EXPECT_EQ(R.Findings[1].Repair->Description,
            "remove `if (!count(p)) return -EINVAL;`, and put `if (!count(p))` back into check() and two()");
  EXPECT_EQ(R.Findings[0].SpokenFor, "one");
}

/// It may refuse by another value, or ask in other words.
TEST(OneCause, TheTestOrTheVerdictIsTheSame) {
  EXPECT_EQ(joined(report({back("\tif (!count(p))\n\t\treturn 0;\n"), finding("one", 7, 9, "")})).Findings[1].SpokenFor,
            "check");
  EXPECT_EQ(
      joined(report({back("\tif (none(p))\n\t\treturn -EINVAL;\n"), finding("one", 7, 9, "")})).Findings[1].SpokenFor,
      "check");
}

TEST(OneCause, WhatIsNotShownIsNotJoined) {
  const FileReport R = joined(report({back(), finding("one", 7, 9, "")}), nullptr, false);
  EXPECT_TRUE(R.Findings[0].Repair->With.empty());
  EXPECT_EQ(R.Findings[0].Repair->Description, "do");
  EXPECT_EQ(R.Findings[1].SpokenFor, "");
  EXPECT_TRUE(R.Findings[1].Repair);
}

TEST(OneCause, OthersAreLeftAlone) {
  auto apart = [](std::vector<Finding> All) {
    const FileReport R = joined(report(std::move(All)));
    for (const Finding &Each : R.Findings)
      EXPECT_TRUE(Each.SpokenFor.empty() && Each.Repair->With.empty()) << Each.Function;
  };
  apart({back(), finding("other", 20, 22, "")}); // neither calls the other
  apart({back("\tif (!other(p))\n\t\treturn -EPERM;\n"), finding("one", 7, 9, "")});
  apart({back("\tlock(p);\n"), finding("one", 7, 9, "")});
  apart({back(), finding("one", 7, 8, "")}); // half of it
  apart({back(), finding("one", 7, 9, "\tif (count(p))\n\t\treturn -EINVAL;\n")});
  apart({finding("one", 7, 9, ""), finding("two", 13, 16, "")});
}

} // namespace
} // namespace kverdict
