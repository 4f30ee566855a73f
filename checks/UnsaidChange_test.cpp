// What unsaid-change says of two versions of a function, and what it passes over.
#include "testing/Suspected.h"

namespace kverdict {
namespace {

class UnsaidChange : public testing::TestWithParam<Case> {};

TEST_P(UnsaidChange, IsSaid) { expectSaid("unsaid-change", GetParam()); }

const Case Unsaid[] = {
    {"GuardNarrowed", "\tif (d->index < 0 || d->order)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -22;\n\treturn 0;\n",
     "The message says \"rework\", and f() returns 0 where it returned -22. Is that meant?"},
    {"OtherErrno", "\tif (d->index < 0)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -5;\n\treturn 0;\n", "returns -5 where it returned -22"},
    {"OtherWords", "\tif (d->index < 0)\n\t\treturn -22;\n\treturn 0;\n", "\treturn d->index < 0 ? -22 : 0;\n",
     nullptr},
    {"OtherCalls", "\ttell(d);\n\treturn 0;\n", "\treturn 0;\n", nullptr}, // its verdict is the same
};

INSTANTIATE_TEST_SUITE_P(Kinds, UnsaidChange, testing::ValuesIn(Unsaid),
                         [](const auto &Info) { return Info.param.Name; });

} // namespace
} // namespace kverdict
