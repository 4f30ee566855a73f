// Fixes of what a comparison finds: the edit is tried, and shown first.
#include "testing/Reviewed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

const std::string Head =
    "#define EINVAL 22\n#define EACCES 13\n#define EPERM 1\n#define A 1\n#define B 2\n#define C 4\n"
    "struct ops { int state; };\nstruct p { unsigned long flags; int owner; struct ops *ops; };\n"
    "int ask(struct p *p);\n\n";

/// A review of functions behind that head.
struct Behind : Reviewed {
  Behind(const std::string &Old, const std::string &New, const std::string &Message = "No functional change.")
      : Reviewed(Head + Old, Head + New, Message) {}
};

const std::string Flags =
    "int may(struct p *p)\n{\n\tif (p->flags & (A | B | C))\n\t\treturn -EINVAL;\n\treturn 0;\n}\n";

TEST(Fixes, AFlagIsPutBack) {
  std::string New = Flags;
  New.replace(New.find(" | B"), 4, "");
  const Behind R(Flags, New);
  EXPECT_THAT(R.in("text"), HasSubstr("note: fix: put `B |` back (tried: it decides as before the patch then)\n"
                                      "        -\tif (p->flags & (A | C))\n        +\tif (p->flags & (A | B | C))\n"));
  EXPECT_THAT(R.in("lkml"),
              HasSubstr("A suggestion: put `B |` back. I tried it: may() decides as before the patch\nthen."));
  EXPECT_THAT(R.in("jsonl"), HasSubstr("\"tried\":\"it decides as before the patch then\""));
}

// One operator of a line that was written anew is wrong: the new line stays.
TEST(Fixes, ARewriteIsKept) {
  const Behind R(
      "_Bool may(struct p *p)\n{\n\tif (!(p->flags & A))\n\t\treturn 0;\n\tif (p->owner == 3)\n\t\treturn 0;\n"
      "\tif (p->owner == 4)\n\t\treturn 0;\n\treturn 1;\n}\n",
      "_Bool may(struct p *p)\n{\n\treturn (p->flags & A) && p->owner != 3 || p->owner != 4;\n}\n");
  EXPECT_THAT(R.in("text"), HasSubstr("note: fix: `&&` instead of `||` (tried: it decides as before the patch then)"));
}

TEST(Fixes, AGuardMovesBack) {
  const Behind R("int may(struct p *p)\n{\n\tif (!p->ops)\n\t\treturn -EINVAL;\n\tif (p->ops->state)\n\t\treturn "
                 "-EPERM;\n\treturn 0;\n}\n",
                 "int may(struct p *p)\n{\n\tif (p->ops->state)\n\t\treturn -EPERM;\n\tif (!p->ops)\n\t\treturn "
                 "-EINVAL;\n\treturn 0;\n}\n",
                 "Simplify.");
  EXPECT_THAT(R.in("text"),
              AllOf(HasSubstr("[new-crash]"), HasSubstr("note: fix: move `if ("), HasSubstr("` back (tried:")));
}

// What the patch is meant to change stays as it has it.
TEST(Fixes, TheRestOfThePatchIsKept) {
  const Behind R(
      "int may(struct p *p)\n{\n\tif (p->owner)\n\t\treturn -EINVAL;\n\tif (!p->ops)\n\t\treturn -EPERM;\n"
      "\tif (p->ops->state)\n\t\treturn -EINVAL;\n\treturn 0;\n}\n",
      "int may(struct p *p)\n{\n\tif (p->owner)\n\t\treturn -EACCES;\n\tif (p->ops->state)\n\t\treturn -EINVAL;\n"
      "\treturn 0;\n}\n",
      "Another error for owners.");
  EXPECT_THAT(R.in("text"),
              AllOf(HasSubstr("[new-crash]"), HasSubstr("note: fix: put `if (!p->ops) return -EPERM;` back "
                                                        "(tried: it does not crash then, and nothing else changes)")));
}

// An error is lost, and something else is meant: what the edit changes is counted.
TEST(Fixes, WhatChangesIsCounted) {
  auto may = [](const std::string &First, const std::string &Test) {
    return "int may(struct p *p)\n{\n\tint e;\n\n\tif (p->owner > 9)\n\t\treturn -" + First +
           ";\n\te = ask(p);\n\tif (" + Test + ")\n\t\treturn -EPERM;\n\treturn 0;\n}\n";
  };
  auto said = [&](const std::string &Old, const std::string &New) {
    return Behind(may("EINVAL", Old), may("EACCES", New), "Another error for owners.").in("text");
  };
  EXPECT_THAT(said("e < 0 || p->flags", "e < 0 && p->flags"),
              AllOf(HasSubstr("[lost-error]"),
                    HasSubstr("fix: `||` instead of `&&` (tried: 2 conditions change, none other)")));
  EXPECT_THAT(said("e < 0 || e == 3", "e < 0 && e == 3"),
              AllOf(HasSubstr("[lost-error]"),
                    HasSubstr("fix: `||` instead of `&&` (tried: 2 conditions change, none other)")));
  EXPECT_THAT(
      said("e < 0", "e > 0"),
      AllOf(HasSubstr("[lost-error]"), HasSubstr("fix: `<` instead of `>` (tried: 2 conditions change, none other)")));
}

// A contract that fails gets an edit as any finding does, where those that are tried for it alone do not help.
TEST(Fixes, AGuardThatAContractAsksForIsPutBack) {
  Behind R("int may(struct p *p)\n{\n\tif (p->flags & A)\n\t\treturn -EINVAL;\n\tif (p->owner == 3)\n\t\treturn "
           "-EPERM;\n\treturn 0;\n}\n",
           "int may(struct p *p)\n{\n\tif (p->flags & A)\n\t\treturn -EINVAL;\n\treturn 0;\n}\n", "Simplify.");
  R.Words.insert(
      R.Words.end(),
      {"--rules",
       R.S.write("r.yaml", "version: 1\ncontracts:\n  - id: not-three\n    function: may\n    requires: "
                           "p->owner == 3\n    ensures: |\n      result\n      != 0\n    severity: error\n    message: "
                           "Shouldn't 3 be refused?\n    why: It is 3.\n")});
  EXPECT_THAT(R.in("text"), AllOf(HasSubstr("[contract]"), HasSubstr("its contract asks for `result != 0`"),
                                  HasSubstr("note: fix: put `if (p->owner == 3) return -EPERM;` back "
                                            "(tried: it decides as before the patch then)")));
}

// What a check says of one version is mended by what was there before, and not by what takes a part of that back.
TEST(Fixes, OfACheckOfOneVersionIsTheOldFunction) {
  const std::string Old = "_Bool may(struct p *p)\n{\n\tif (p->flags & A)\n\t\treturn 0;\n\treturn 1;\n}\n";
  Behind R(Old, "_Bool may(struct p *p)\n{\n\tif (p->flags & A)\n\t\treturn -EINVAL;\n\treturn 1;\n}\n", "Say why.");
  R.Words.insert(R.Words.end(), {"--check", "verdict-type"});
  EXPECT_THAT(R.in("text"), AllOf(HasSubstr("[verdict-type]"), HasSubstr("note: fix: return 0 instead of -EINVAL")));
}

TEST(Fixes, OfAWrapTakeNoBoundAway) {
  const std::string Head = "int may(struct p *p, unsigned long off, unsigned long len)\n{\n", Tail = "\treturn 0;\n}\n";
  Behind R(Head + "\tif (p->owner)\n\t\treturn -EPERM;\n\tif (off > p->flags)\n\t\treturn -EINVAL;\n" + Tail,
           Head + "\tif (p->owner)\n\t\treturn -EACCES;\n\tif (off + len > p->flags)\n\t\treturn -EINVAL;\n" + Tail,
           "Say why.");
  R.Words.insert(R.Words.end(), {"--check", "wrapping-guard"});
  EXPECT_THAT(R.in("text"), AllOf(HasSubstr("[wrapping-guard]"), Not(HasSubstr("fix:"))));
}

// It decides nothing, and what is found in it is a finding all the same.
TEST(Fixes, AFindingInAFunctionThatDecidesNothingIsOne) {
  const std::string Locks = "void mutex_lock(int *); void mutex_unlock(int *);\n\n";
  const std::string Body = "void f(struct p *p)\n{\n\tmutex_lock(&p->owner);\n\tif (p->flags & A)\n\t\tp->ops = 0;\n";
  const Ran R = Behind(Locks + Body + "\tmutex_unlock(&p->owner);\n}\n", Locks + Body + "}\n", "Shorter.").run("text");
  EXPECT_THAT(R.Out, HasSubstr("[lock-balance]"));
  EXPECT_EQ(R.Code, 1);
  EXPECT_THAT(R.Err, Not(HasSubstr("decides something")));
}

// The verdict is the same, and a lock is left held: what was there before mends it, if the patch does nothing else.
TEST(Fixes, OfAnEffectAloneIsTheOldFunction) {
  const std::string Locks = "void mutex_lock(int *); void mutex_unlock(int *);\n\n";
  const std::string Body = "int may(struct p *p)\n{\n\tmutex_lock(&p->owner);\n\tif (p->flags & A)";
  const std::string Tail = "\tp->ops = 0;\n\tmutex_unlock(&p->owner);\n\treturn 0;\n}\n";
  const std::string Old = Locks + Body + " {\n\t\tmutex_unlock(&p->owner);\n\t\treturn -EINVAL;\n\t}\n" + Tail;
  const std::string Leaves = Locks + Body + "\n\t\treturn -EINVAL;\n";
  EXPECT_THAT(Behind(Old, Leaves + Tail, "Say why.").in("text"),
              AllOf(HasSubstr("[lock-balance]"), HasSubstr("note: fix: "), HasSubstr("mutex_unlock(&p->owner);"),
                    HasSubstr("(tried: it decides as before the patch then)")));
  EXPECT_THAT(Behind(Old, Leaves + "\tif (p->flags & B)\n\t\treturn -EPERM;\n" + Tail, "Say why.").in("text"),
              AllOf(HasSubstr("[lock-balance]"), Not(HasSubstr("note: fix: put"))))
      << "it does something else, too";
}

TEST(Fixes, NothingIsSuggestedThatWasNotProved) {
  const Behind R("int may(struct p *p)\n{\n\treturn p->owner * 3 + 1;\n}\n",
                 "int may(struct p *p)\n{\n\tint n = p->owner;\n\n\tn += n;\n\tn += n;\n\tn += n;\n\tn += n;\n\tn += "
                 "n;\n\tn += n;\n"
                 "\treturn n;\n}\n");
  EXPECT_THAT(R.in("text"), AllOf(HasSubstr("[no-functional-change]"), Not(HasSubstr("fix:"))));
}

} // namespace
} // namespace kverdict
