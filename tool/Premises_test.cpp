// What a function takes for granted, where this build leaves the test out: VM_WARN_ON() without CONFIG_DEBUG_VM,
// lockdep_assert_held() without CONFIG_LOCKDEP.
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

/// A review of a patch to a function that takes a lock around a call, in a tree with headers like the kernel's.
std::string reviewLocked(const std::string &New) {
  const std::string Head =
      "#include <linux/lockdep.h>\n#include <linux/rwsem.h>\nstruct p { int n; struct rw_semaphore "
      "sem; };\nvoid down_read(struct rw_semaphore *);\nvoid up_read(struct rw_semaphore *);\n\n"
      "static int counted(struct p *p)\n{\n\tlockdep_assert_held(&p->sem);\n\treturn p->n;\n}\n\n"
      "static int asked(struct p *p)\n{\n\trwsem_assert_held(&p->sem);\n\treturn p->n;\n}\n\n"
      "int may(struct p *p)\n{\n\tint n;\n\n";
  const std::string Old = "\tdown_read(&p->sem);\n\tn = counted(p);\n\tn += asked(p);\n\tup_read(&p->sem);\n";
  const std::string Rest = "\treturn n;\n}\n";
  Reviewed R(Head + Old + Rest, Head + New + Rest, "It is shorter.");
  R.S.write("tree/include/linux/lockdep.h", "#define lockdep_assert_held(l)\t\t\tdo { (void)(l); } while (0)\n");
  R.S.write(
      "tree/include/linux/rwsem.h",
      "struct rw_semaphore { long count; };\nvoid noted(void);\nstatic inline void rwsem_assert_held(const struct "
      "rw_semaphore *sem)\n{\n\tif (!sem->count)\n\t\tnoted();\n}\n");
  R.Words.insert(R.Words.end(), {"--check", "broken-premise"});
  return R.in("text");
}

TEST(Premises, AreOfLocksToo) {
  EXPECT_THAT(reviewLocked("\tn = counted(p);\n\tdown_read(&p->sem);\n\tn += asked(p);\n\tup_read(&p->sem);\n"),
              AllOf(HasSubstr("With this, `lockdep_assert_held(&p->sem)` (a.c:9) fails: the lock is not held there; "
                              "before, it did not. This build leaves such tests out: CONFIG_LOCKDEP has them."),
                    HasSubstr("[broken-premise]")));
  EXPECT_THAT(reviewLocked("\tdown_read(&p->sem);\n\tn = counted(p);\n\tup_read(&p->sem);\n\tn += asked(p);\n"),
              HasSubstr("With this, `rwsem_assert_held(&p->sem)` (a.c:15) fails: the lock is not held there"));
  EXPECT_THAT(reviewLocked("\tdown_read(&p->sem);\n\tn = asked(p);\n\tn += counted(p);\n\tup_read(&p->sem);\n"),
              Not(HasSubstr("broken-premise")));
}

TEST(Premises, AreNotAskedForElse) { EXPECT_THAT(review("dead-guard"), Not(HasSubstr("VM_WARN_ON"))); }

} // namespace
} // namespace kverdict
