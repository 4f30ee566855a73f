// What a function takes for granted, where this build leaves the test out: VM_WARN_ON() without CONFIG_DEBUG_VM.
#include "testing/Reviewed.h"

#include <gmock/gmock.h>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

/// A review of a patch that drops the test for `p->flags & 4`, in a tree with a header like the kernel's.
std::string review(const std::string &Check, const std::string &Option = "") {
  const std::string Head = "#include <linux/mmdebug.h>\n#define EINVAL 22\nstruct p { unsigned long flags; };\n\n"
                           "static int grow(struct p *p)\n{\n\tVM_WARN_ON(p->flags & 4);\n\treturn 0;\n}\n\n"
                           "int may(struct p *p)\n{\n";
  const std::string Guard = "\tif (p->flags & 4)\n\t\treturn -EINVAL;\n", Rest = "\treturn grow(p);\n}\n";
  Reviewed R(Head + Guard + Rest, Head + Rest, "It is shorter.");
  R.S.write("tree/include/linux/mmdebug.h",
            Option + "void noted(const char *);\n#define BUILD_BUG_ON_INVALID(e) ((void)(sizeof((long)(e))))\n"
                     "#define WARN_ON(c) ({ int w = !!(c); if (w) noted(#c); w; })\n"
                     "#ifdef CONFIG_DEBUG_VM\n#define VM_WARN_ON(cond) (void)WARN_ON(cond)\n#else\n"
                     "#define VM_WARN_ON(cond) BUILD_BUG_ON_INVALID(cond)\n#endif\n");
  R.Words.insert(R.Words.end(), {"--check", Check});
  return R.in("text");
}

TEST(Premises, AreSeenThatThisBuildLeavesOut) {
  const std::string Said = review("broken-premise");
  EXPECT_THAT(Said,
              HasSubstr("warning: With this, `VM_WARN_ON(p->flags & 4)` in grow() fires; before, it did not. This "
                        "build leaves such tests out: CONFIG_DEBUG_VM has them. [broken-premise]"));
  EXPECT_THAT(Said, HasSubstr("note: may() returns 0 in this state; before the patch it returned -EINVAL:\n"
                              "        p->flags = 4\n"));
}

TEST(Premises, AreThereOnceWhereTheBuildHasThem) {
  EXPECT_THAT(
      review("broken-premise", "#define CONFIG_DEBUG_VM 1\n"),
      AllOf(HasSubstr("in grow() fires; before, it did not. [broken-premise]"), HasSubstr("1 finding in 1 file")));
}

TEST(Premises, AreNotAskedForElse) { EXPECT_THAT(review("dead-guard"), Not(HasSubstr("VM_WARN_ON"))); }

} // namespace
} // namespace kverdict
