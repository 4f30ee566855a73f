// What the tree's own tests exclude is no witness where another state serves, also if the build leaves the tests out.
#include "testing/Comparisons.h"

namespace kverdict {
namespace {

const std::string Head = "#define VM_WARN_ON(c) ((void)sizeof((long)(c)))\n"
                         "#define VM_BUG_ON(c) do { (void)(c); } while (0)\n"
                         "struct dev { unsigned order; int index; };\nextern int valid(struct dev *);\n";

Difference differing(const std::string &Premise, const std::string &Old, const std::string &New) {
  const auto whole = [&](const std::string &Body) {
    return Head + "int f(struct dev *d)\n{\n\t" + Premise + ";\n" + Body + "}\n";
  };
  const Comparison C = compared(whole(Old), whole(New));
  return C.Differences.empty() ? Difference() : C.Differences[0];
}

std::string state(const Difference &D) {
  std::string Out;
  for (const Binding &B : D.NewState.Shown)
    Out += (Out.empty() ? "" : ", ") + B.Place + " = " + B.Value;
  return Out;
}

const std::string AnySmall = "\tif (d->order < 4)\n\t\treturn -22;\n\treturn 0;\n", NoneSmall = "\treturn 0;\n";

TEST(Untested, AnotherStateServes) {
  for (const char *Premise :
       {"VM_WARN_ON(!d->order)", "VM_BUG_ON(!d->order)", "VM_WARN_ON(d->order < 1 || d->index > 7)"}) {
    const Difference D = differing(Premise, AnySmall, NoneSmall);
    EXPECT_EQ(state(D).substr(0, 12), "d->order = 1") << Premise;
    EXPECT_THAT(D.NewState.Excluded, testing::IsEmpty()) << Premise;
  }
}

TEST(Untested, NoneServes) {
  const Difference D = differing("VM_WARN_ON(d->order < 10)", AnySmall, NoneSmall);
  EXPECT_EQ(state(D), "d->order = 0");
  EXPECT_THAT(D.NewState.Excluded, testing::ElementsAre("`VM_WARN_ON(d->order < 10)` of f()"));
}

TEST(Untested, AnotherWayServes) {
  const Difference Both = differing("VM_WARN_ON(d->order < 10)", "\treturn 0;\n",
                                    "\tif (d->order < 4)\n\t\treturn -22;\n\treturn d->index == 5 ? -22 : 0;\n");
  EXPECT_THAT(Both.NewState.Excluded, testing::IsEmpty()) << state(Both);
}

TEST(Untested, OfSomethingElse) {
  EXPECT_EQ(state(differing("VM_WARN_ON(d->index > 3)", AnySmall, NoneSmall)), "d->order = 0");
}

TEST(Untested, WhatItCallsNobodyAsks) {
  const Difference D = differing("VM_WARN_ON(valid(d) && !d->order)", AnySmall, NoneSmall);
  EXPECT_EQ(state(D), "d->order = 0");
  EXPECT_THAT(D.NewState.Excluded, testing::IsEmpty());
}

} // namespace
} // namespace kverdict
