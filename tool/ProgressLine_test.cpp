#include "tool/ProgressLine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::HasSubstr;

namespace kverdict {
namespace {

const Progress Half{2, 4, "mm/gup.c", "check_vma_flags"};

TEST(ProgressLine, IsABarOnATerminal) {
  ProgressLine Line(80);
  EXPECT_EQ(Line.after(1, Half), "");
  EXPECT_EQ(Line.end(), "");
  EXPECT_EQ(Line.after(2, Half), "\r\x1b[K[##########          ] 2 of 4 files, at check_vma_flags() of mm/gup.c");
  EXPECT_EQ(Line.end(), "\r\x1b[K");
  EXPECT_EQ(Line.end(), "");
}

TEST(ProgressLine, IsNoLongerThanTheTerminal) {
  ProgressLine Line(30);
  EXPECT_EQ(Line.after(9, Half), "\r\x1b[K[##########          ] 2 of 4");
}

TEST(ProgressLine, IsALineAMinuteInALog) {
  ProgressLine Line(0);
  EXPECT_EQ(Line.after(59, Half), "");
  EXPECT_EQ(Line.after(60, Half), "kverdict: note: after 1 minute: 2 of 4 files, at check_vma_flags() of mm/gup.c\n");
  EXPECT_EQ(Line.after(61, Half), "");
  EXPECT_EQ(Line.after(121, {}), "kverdict: note: after 2 minutes: at work\n");
  EXPECT_EQ(Line.end(), "");
}

TEST(ProgressLine, ShowsNothingRaw) {
  ProgressLine Line(80);
  EXPECT_THAT(Line.after(5, {0, 1, "mm/\x1b]0;evil\x07.c", "f"}), HasSubstr("mm/\\x1b]0;evil\\x07.c"));
}

} // namespace
} // namespace kverdict
