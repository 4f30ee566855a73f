// Mails for which there is no tree: patches and replies, in their own terms.
#include "testing/Running.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

/// What somebody says of a patch that adds one function and moves a check into two others.
const char *const Reply = R"(Re: [PATCH 1/2] ring: share slots

From: A Reviewer <a@reviewer.example>
Date: Fri, 3 May 2024 10:00:00 +0000

Hi,

[...]

> -static int check_slot(struct slot *slot)
> +static bool ring_may_share(struct ring_area *area)
> +{
> + RING_WARN_ON(area->flags & RA_RAW);
> + /* Whoever forbids it has looked at all slots. */
> + if (ring_forbids_sharing(area->ring))
> + return false;
> + if (is_private_area(area->flags))
> + return true;
> + /* Nobody can write. */
> + if (!(area->flags & (RA_WRITE | RA_MAYWRITE)))
> + return false;

Shouldn't we return true here?

> + return area->ops && area->ops->unshare &&
> + (area_is_direct(area) || area->flags & RA_IO);
> +}
> +

[...]

> @@ -2043,7 +2085,7 @@ static int put_slot_locked(struct ring_area *area, unsigned long *where,
>
> if (!slot_count(slot))
> return -EINVAL;

This keeps the shared slot out.

> - err = check_slot(slot);
> + err = check_slot(area, slot);
> if (err)
> return err;
> return put_slot_into(area, where, slot);
> @@ -2149,7 +2191,8 @@ EXPORT_SYMBOL(put_slots);
> * @slot: the slot
> *
> - * Puts it.
> + * Puts it, see
> + * ring_may_share().
> *
)";

const char *const RingRules = R"yaml(version: 1
contracts:
  - id: shared-if-nobody-writes
    function: ring_may_share
    requires: "!ring_forbids_sharing(area->ring) && !(area->flags & (RA_WRITE | RA_MAYWRITE))"
    ensures: result
    prefer: [area->flags & RA_READ]
    severity: error
    why: It is so.
    message: Shouldn't this return true? Nobody can write to it.
  - id: put-agrees-with-check
    function: put_slot_locked
    requires: check_slot(area, slot) == 0
    ensures: result != -EINVAL
    needs: [ring_may_share, is_shared_slot]
    remarks: [{when: is_shared_slot(slot), say: it is the shared slot}]
    severity: error
    why: It is so.
    message: Doesn't this keep the shared slot out? check_slot() accepts it.
  - id: names-that-the-mail-lacks
    function: ring_may_share
    requires: area->other
    ensures: result
    severity: error
    why: It is so.
    message: Never said.
)yaml";

const char *const Patch = R"(From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001
From: A B <a@b.example>
Date: Mon, 1 Jan 2024 00:00:00 +0000
Subject: [PATCH] ring: no need to look at the ops

---
 drivers/ring.c | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/drivers/ring.c b/drivers/ring.c
--- a/drivers/ring.c
+++ b/drivers/ring.c
@@ -40,8 +40,8 @@ int before(void)
 static int ring_write(struct ring *r, int n)
 {
-	if (!r->ops || n > r->limit)
+	if (n > r->limit)
 		return -EINVAL;
 	return r->ops->write(r, n);
 }
 
 int after(void)
-- 
2.45.0
)";

struct Mailed : testing::Test {
  const Scratch S;
  const std::string RulesFile = S.write("ring.yaml", RingRules);
  Ran review(const std::string &Text, std::vector<std::string> More = {}) const {
    std::vector<std::string> Words = {"review", S.write("mail.txt", Text), "--rules", RulesFile};
    Words.insert(Words.end(), More.begin(), More.end());
    return kverdictIn(S.path(), Words);
  }
};

} // namespace

TEST_F(Mailed, AReplyIsReadAsThePatchThatItQuotes) {
  const Ran R = review(Reply);
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, HasSubstr("mail.txt:" + std::to_string(lineWith(Reply, "> + return false;", 20)) +
                               ":2: error: Shouldn't this return true? Nobody can write to it. [inverted-return]"));
  EXPECT_THAT(R.Out, HasSubstr("mail.txt:" + std::to_string(lineWith(Reply, "> if (!slot_count(slot))")) +
                               ":2: error: Doesn't this keep the shared slot out? check_slot() accepts it. "
                               "[blocking-guard]"));
  EXPECT_THAT(R.Out, HasSubstr("confirmed in the mail's own terms alone: it holds if what the mail does not define is "
                               "as it is used there (RA_IO, RA_MAYWRITE, RA_RAW and RA_WRITE are different bits"));
  EXPECT_THAT(R.Out, HasSubstr("what the mail does not show of put_slot_locked() decides nothing"));
  EXPECT_THAT(R.Out, HasSubstr("the tree has is_shared_slot()"));
  EXPECT_THAT(R.Out, AllOf(Not(HasSubstr("Never said")), Not(HasSubstr("to replay"))));
  EXPECT_THAT(R.Err, HasSubstr("looked at in the mail's own terms alone"));
}

TEST_F(Mailed, WhatIsRightIsNotSaidToBeWrong) {
  std::string Right = Reply;
  Right.replace(Right.find("> + return false;\n\nShouldn't"), 17, "> + return true;");
  Right.replace(Right.find("> if (!slot_count(slot))\n> return -EINVAL;"), 42, ">");
  const Ran R = review(Right);
  EXPECT_EQ(R.Code, 3) << R.Out;
  EXPECT_THAT(R.Out, Not(HasSubstr("error:")));
}

TEST_F(Mailed, APatchWithoutATreeIsLookedAtInItsOwnTerms) {
  const Ran R = review(Patch);
  EXPECT_EQ(R.Code, 1) << R.Err;
  EXPECT_THAT(R.Out, AllOf(HasSubstr("drivers/ring.c:44:"), HasSubstr("[new-crash]")));
  EXPECT_THAT(R.Out, HasSubstr("confirmed in the mail's own terms alone"));
  EXPECT_THAT(R.Err, AllOf(HasSubstr("base: none"), Not(HasSubstr("does not apply"))));
}

TEST_F(Mailed, EveryFormatSaysInWhoseTerms) {
  for (const char *Format : {"lkml", "jsonl", "sarif", "html", "text"})
    EXPECT_THAT(review(Patch, {"-f", Format}).Out, HasSubstr("onfirmed in the mail's own terms")) << Format;
  EXPECT_THAT(review(Patch, {"-f", "jsonl"}).Out, HasSubstr(R"("status":"confirmed in the mail's own terms")"));
}

TEST_F(Mailed, WhereATreeDoesNotFitItIsSaid) {
  S.write("tree/drivers/ring.c", "int other;\n");
  const Ran R = review(Patch, {"--tree", S.path("tree"), "--fail-on", "none"});
  EXPECT_EQ(R.Code, 3) << R.Err;
  EXPECT_THAT(R.Err, AllOf(HasSubstr("does not apply"), HasSubstr("in the mail's own terms alone")));
  EXPECT_THAT(R.Out, HasSubstr("[new-crash]"));
}

TEST_F(Mailed, AClaimIsNotHeldToIt) {
  std::string Claims = Patch;
  Claims.replace(Claims.find("---\n"), 0, "No functional change intended.\n\n");
  const Ran R = review(Claims);
  EXPECT_THAT(R.Err, AllOf(HasSubstr("without a tree it is not held to it"), Not(HasSubstr("verified"))));
}

TEST_F(Mailed, AMailThatQuotesNothingIsNoPatch) {
  const Ran R =
      review("Subject: Re: x\nFrom: a@b.c\nDate: Fri, 3 May 2024 10:00:00 +0000\n\n> I think so.\n\nMe too.\n");
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Err, HasSubstr("no patch in the mail"));
}

} // namespace kverdict
