// Which bodies are made blank: those that can go without what stands around them changing.
#include "parse/text/Blanking.h"

#include <gtest/gtest.h>

namespace kverdict {
namespace {

std::string function(const std::string &Body) { return "int f(void)\n{\n" + Body + "}\n\nint after;\n"; }

bool goes(const std::string &Body) {
  const std::string Text = function(Body), Out = blankBodies(Text, {});
  EXPECT_EQ(Out.size(), Text.size());
  EXPECT_NE(Out.find("int after;"), std::string::npos);
  return Out.find("return") == std::string::npos;
}

TEST(Blanking, ABodyGoesWithItsWholeConditionals) {
  EXPECT_TRUE(goes("\treturn 1;\n"));
  EXPECT_TRUE(goes("#ifdef A\n\treturn 1;\n#elif B\n\treturn 2;\n# else\n\treturn 3;\n#endif\n"));
}

TEST(Blanking, ABodyStaysThatChangesWhatIsAroundIt) {
  EXPECT_FALSE(goes("#ifdef A\n\treturn 1;\n")) << "the #endif comes behind the brace";
  EXPECT_FALSE(goes("\treturn 1;\n#endif\n")) << "the #if came before";
  EXPECT_FALSE(goes("#define A 1\n\treturn A;\n"));
}

TEST(Blanking, WhatIsKeptStays) { EXPECT_EQ(blankBodies(function("\treturn 1;\n"), {"f"}), function("\treturn 1;\n")); }

} // namespace
} // namespace kverdict
