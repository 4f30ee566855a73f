// What a function takes for granted, where this build leaves the test out: VM_WARN_ON() without CONFIG_DEBUG_VM.
#include "testing/Running.h"

#include <gmock/gmock.h>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

/// A review of a patch that drops the test for `p->flags & 4`, in a tree with a header like the kernel's.
class Premises : public testing::Test {
protected:
  std::string review(const std::string &Check, const std::string &Option = "") const {
    const std::string Head = "#include <linux/mmdebug.h>\n#define EINVAL 22\nstruct p { unsigned long flags; };\n\n"
                             "static int grow(struct p *p)\n{\n\tVM_WARN_ON(p->flags & 4);\n\treturn 0;\n}\n\n"
                             "int may(struct p *p)\n{\n";
    const std::string Guard = "\tif (p->flags & 4)\n\t\treturn -EINVAL;\n", Rest = "\treturn grow(p);\n}\n";
    S.write("tree/a.c", Head + Guard + Rest);
    S.write("new/a.c", Head + Rest);
    S.write("tree/include/linux/mmdebug.h",
            Option + "void noted(const char *);\n#define BUILD_BUG_ON_INVALID(e) ((void)(sizeof((long)(e))))\n"
                     "#define WARN_ON(c) ({ int w = !!(c); if (w) noted(#c); w; })\n"
                     "#ifdef CONFIG_DEBUG_VM\n#define VM_WARN_ON(cond) (void)WARN_ON(cond)\n#else\n"
                     "#define VM_WARN_ON(cond) BUILD_BUG_ON_INVALID(cond)\n#endif\n");
    S.write("tree/compile_flags.txt", "-std=gnu11\n-Iinclude\n");
    const Ran Diff =
        runProgram("/usr/bin/diff", {"-u", "--label", "a/a.c", "--label", "b/a.c", "tree/a.c", "new/a.c"}, S.path());
    const std::string Mail = S.write("mail", "From: A <a@example.org>\nSubject: [PATCH] a: shorter\n\nIt is.\n---\n" +
                                                 Diff.Out + "-- \n2.40\n");
    return kverdict({"review", Mail, "--tree", S.path("tree"), "--check", Check}).Out;
  }

  Scratch S;
};

TEST_F(Premises, AreSeenThatThisBuildLeavesOut) {
  const std::string Said = review("broken-premise");
  EXPECT_THAT(Said,
              HasSubstr("warning: With this, `VM_WARN_ON(p->flags & 4)` in grow() fires; before, it did not. This "
                        "build leaves such tests out: CONFIG_DEBUG_VM has them. [broken-premise]"));
  EXPECT_THAT(Said, HasSubstr("note: may() returns 0 in this state; before the patch it returned -EINVAL:\n"
                              "        p->flags = 4\n"));
}

TEST_F(Premises, AreThereOnceWhereTheBuildHasThem) {
  EXPECT_THAT(
      review("broken-premise", "#define CONFIG_DEBUG_VM 1\n"),
      AllOf(HasSubstr("in grow() fires; before, it did not. [broken-premise]"), HasSubstr("1 finding in 1 file")));
}

TEST_F(Premises, AreNotAskedForElse) { EXPECT_THAT(review("dead-guard"), Not(HasSubstr("VM_WARN_ON"))); }

} // namespace
} // namespace kverdict
