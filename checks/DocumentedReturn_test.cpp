// What documented-return says of values that a function could not return before, and that are no constants of it.
#include "testing/Suspected.h"

namespace kverdict {
namespace {

const std::string Doc = "/**\n * f - use it\n * @d: which\n *\n * Return: 0 on success, -EINVAL if it is bad.\n */\n";
const std::string Either = "\tint e = 0;\n\n\tif (d->index)\n\t\te = %;\n\ttell(d);\n\treturn e;\n";

std::string with(const std::string &Value) {
  std::string Out = Either;
  return Out.replace(Out.find('%'), 1, Value);
}

TEST(DocumentedReturn, OfAVariable) {
  EXPECT_THAT(said("documented-return", with("-EINVAL"), with("-EBUSY"), "#define EINVAL 22\n#define EBUSY 16\n" + Doc),
              testing::ElementsAre(testing::HasSubstr("Is -EBUSY meant? The comment names no such error: \"Return:")));
}

TEST(DocumentedReturn, OfANumber) {
  EXPECT_THAT(said("documented-return", with("-EINVAL"), with("1"), "#define EINVAL 22\n" + Doc),
              testing::ElementsAre(testing::HasSubstr("Is 1 meant? The comment names nothing above 0")));
}

TEST(DocumentedReturn, WhatItCouldReturnBefore) {
  EXPECT_THAT(said("documented-return", with("d->order ? -EBUSY : -EINVAL"), with("-EBUSY"),
                   "#define EINVAL 22\n#define EBUSY 16\n" + Doc),
              testing::IsEmpty());
}

TEST(DocumentedReturn, AConstantIsToldWithoutAPatch) {
  EXPECT_THAT(said("documented-return", "\treturn d->index ? -EINVAL : 0;\n", "\treturn d->index ? -EBUSY : 0;\n",
                   "#define EINVAL 22\n#define EBUSY 16\n" + Doc),
              testing::IsEmpty());
}

TEST(DocumentedReturn, WithoutAComment) {
  EXPECT_THAT(said("documented-return", with("-EINVAL"), with("-EBUSY"), "#define EINVAL 22\n#define EBUSY 16\n"),
              testing::IsEmpty());
}

} // namespace
} // namespace kverdict
