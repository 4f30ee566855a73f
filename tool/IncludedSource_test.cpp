// A source that the build does not compile by itself: another one includes it.
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

const std::string Types = "struct rq { int count; };\n#define EBUSY 16\n";
const std::string Before =
    "static int may_run(struct rq *q)\n{\n\tif (q->count > 3)\n\t\treturn -EBUSY;\n\treturn 0;\n}\n";
const std::string Whole =
    "#include \"types.h\"\n#include \"part.c\"\n\nint run(struct rq *q)\n{\n\treturn may_run(q);\n}\n";

class IncludedSource : public testing::Test {
protected:
  IncludedSource() {
    S.write("tree/sched/types.h", Types);
    S.write("tree/sched/part.c", Before);
    S.write("tree/sched/all.c", Whole);
    std::string After = Before;
    After.replace(After.find("> 3"), 3, "> 4");
    S.write("new/sched/part.c", After);
    const Ran Diff = runProgram(
        "/usr/bin/diff",
        {"-u", "--label", "a/sched/part.c", "--label", "b/sched/part.c", "tree/sched/part.c", "new/sched/part.c"},
        S.path());
    S.write("mail",
            "From: A <a@example.org>\nSubject: [PATCH] sched: one more\n\nText.\n---\n" + Diff.Out + "-- \n2.40\n");
  }
  void database(const std::string &File) const {
    S.write("tree/compile_commands.json", "[{\"directory\": \"" + S.path("tree") + "\", \"file\": \"" + File +
                                              "\", \"command\": \"clang -std=gnu11 -c " + File + "\"}]");
  }
  Ran review(const std::string &Format = "text") const {
    return kverdict({"review", S.path("mail"), "--tree", S.path("tree"), "-f", Format});
  }
  const Scratch S;
};

TEST_F(IncludedSource, IsLookedAtThroughTheFileThatIncludesIt) {
  database("sched/all.c");
  const Ran R = review();
  EXPECT_THAT(R.Out, HasSubstr("change: may_run(): laxer: 0 where q->count == 4 (before: -EBUSY)"));
  EXPECT_THAT(R.Err,
              AllOf(HasSubstr("note: sched/part.c: not compiled by itself; looked at as a part of sched/all.c, which"),
                    Not(HasSubstr("no compile command"))));
  EXPECT_THAT(review("jsonl").Out, HasSubstr("\"file\":\"sched/part.c\""));
}

TEST_F(IncludedSource, AsKbuildNotesIt) {
  S.write("tree/sched/.all.o.cmd", "savedcmd_sched/all.o := clang -std=gnu11 -c -o sched/all.o sched/all.c\n\n"
                                   "deps_sched/all.o := \\\n  sched/types.h \\\n  sched/part.c \\\n");
  const Ran R = review();
  EXPECT_THAT(R.Out, HasSubstr("change: may_run(): laxer")) << R.Err;
}

TEST_F(IncludedSource, ThatNobodyIncludesIsNotLookedAt) {
  S.write("tree/sched/all.c", "int run;\n");
  database("sched/all.c");
  const Ran R = review();
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Err, HasSubstr("sched/part.c: no compile command"));
}

TEST_F(IncludedSource, WithACommandOfItsOwnIsTakenByItself) {
  S.write("tree/sched/part.c", "#include \"types.h\"\n" + Before);
  S.write("tree/sched/types.h", "#pragma once\n" + Types);
  database("sched/part.c");
  EXPECT_THAT(review().Err, Not(HasSubstr("looked at as a part")));
}

} // namespace
} // namespace kverdict
