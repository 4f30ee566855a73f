#include "parse/text/Premise.h"

#include <gtest/gtest.h>

namespace kverdict {
namespace {

TEST(Premise, FiresWhereItsMacroIsTrue) {
  for (const char *Each : {"WARN_ON(!page)", "WARN(x, \"y\")", "VM_BUG_ON_PAGE(PageTail(page), page)", "BUG_ON(a)",
                           "unlikely(WARN_ON_ONCE(a > b))", "!!VM_WARN_ON(a)", "RCU_LOCKDEP_WARN(a, \"b\")"})
    EXPECT_TRUE(firesPremise(Each)) << Each;
}

TEST(Premise, IsNothingElse) {
  for (const char *Each :
       {"!WARN_ON(a)", "!(WARN_ON(a))", "a && WARN_ON(b)", "WARNED(a)", "warn_on(a)", "BUGS", "", "!"})
    EXPECT_FALSE(firesPremise(Each)) << Each;
}

} // namespace
} // namespace kverdict
