// What mask-misuse says of a negation that a patch made larger or smaller.
#include "testing/Suspected.h"

namespace kverdict {
namespace {

class MaskMisuse : public testing::TestWithParam<Case> {};

TEST_P(MaskMisuse, IsSaid) { expectSaid("mask-misuse", GetParam()); }

const Case Negations[] = {
    {"Swallows", "\tif (!(d->order & 4) && d->index)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (!(d->order & 4 && d->index))\n\t\treturn -16;\n\treturn 0;\n",
     "Is the negation in `!(d->order & 4 && d->index)` meant to be of that much? Before, with the same words, it was "
     "`!(d->order & 4) && d->index`."},
    {"Loses", "\tif (!(d->order || d->index))\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (!d->order || d->index)\n\t\treturn -16;\n\treturn 0;\n", "meant to be of that much?"},
    {"InMoreParentheses", "\tif (!d->order || d->index)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif ((!d->order) || (d->index))\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"OtherWords", "\tif (!(d->order || d->index))\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (!d->order && d->index)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
};

INSTANTIATE_TEST_SUITE_P(Kinds, MaskMisuse, testing::ValuesIn(Negations),
                         [](const auto &Info) { return Info.param.Name; });

} // namespace
} // namespace kverdict
