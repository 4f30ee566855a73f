#include "alone/Understood.h"

#include "input/patch/DiffParser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using namespace kverdict::alone;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

Terms ofLines(const std::string &Text, const std::set<std::string> &Asked = {}) {
  std::string Hunk;
  unsigned Lines = 0;
  for (size_t At = 0, End; At < Text.size(); At = End + 1, ++Lines) {
    End = std::min(Text.find('\n', At), Text.size());
    Hunk += "+" + Text.substr(At, End - At) + "\n";
  }
  const std::string Head = "@@ -0,0 +1," + std::to_string(Lines) + " @@\n";
  const FileChange C = parseDiff({"--- /dev/null\n+++ b/x.c\n" + Head + Hunk, "p", 1, true})[0];
  return understood(shownSide(C, true), shownSide(C, false), "x.c", Asked);
}

std::string refused(const Terms &Of) {
  std::string Made;
  for (const auto &[Name, Why] : Of.Refused)
    Made += Name + ": " + Why + "\n";
  return Made;
}

} // namespace

/// Code as drivers, filesystems and mm have it, with names of its own.
TEST(Understood, UsualCodeCompiles) {
  const Terms Of = ofLines(
      R"(static int foo_check(struct foo_dev *fdev, struct foo_req __user *ureq, size_t len)
{
	struct foo_req req;
	unsigned long flags;
	int ret = 0;

	if (len < sizeof(req) || len > FOO_MAX_LEN)
		return -EINVAL;
	if (copy_from_user(&req, ureq, sizeof(req)))
		return -EFAULT;
	spin_lock_irqsave(&fdev->lock, flags);
	switch (fdev->state) {
	case FOO_STATE_IDLE:
		ret = foo_start(fdev, req.cmd);
		break;
	case FOO_STATE_DEAD:
		ret = -ENODEV;
		goto out;
	default:
		ret = -EBUSY;
	}
	fdev->count++;
out:
	spin_unlock_irqrestore(&fdev->lock, flags);
	return ret;
}

static struct foo *foo_lookup(struct foo_table *t, u32 id)
{
	struct foo *f;

	list_for_each_entry(f, &t->list, node) {
		if (f->id == id && refcount_inc_not_zero(&f->ref))
			return f;
	}
	return ERR_PTR(-ENOENT);
}

vm_fault_t foo_fault(struct vm_fault *vmf)
{
	struct foo *f = vmf->vma->vm_private_data;
	struct page *page;

	if (unlikely(vmf->pgoff >= f->nr_pages))
		return VM_FAULT_SIGBUS;
	page = f->pages[vmf->pgoff];
	if (IS_ERR_OR_NULL(page))
		return VM_FAULT_OOM;
	get_page(page);
	vmf->page = page;
	return 0;
}

static bool can_walk(struct mm_struct *mm, pte_t *ptep, spinlock_t **ptlp)
{
	pte_t pte = ptep_get(ptep);

	if (pte_none(pte) || !pte_present(pte))
		return false;
	*ptlp = pte_lockptr(mm, (pmd_t *)ptep);
	return spin_trylock(*ptlp) && pte_same(*ptep, pte);
}

static int foo_probe(struct platform_device *pdev)
{
	struct foo *f;
	int i, ret;

	f = devm_kzalloc(&pdev->dev, sizeof(*f), GFP_KERNEL);
	if (!f)
		return -ENOMEM;
	f->base = foo_map(pdev, 0);
	if (IS_ERR(f->base))
		return PTR_ERR(f->base);
	for (i = 0; i < min(f->nr, 4); i++) {
		ret = f->ops->init(f, &f->ones[i], BIT(i));
		if (ret < 0) {
			dev_err(&pdev->dev, "cannot init %d\n", i);
			goto err;
		}
	}
	return 0;
err:
	while (--i >= 0)
		foo_exit_one(&f->ones[i]);
	return ret;
}
)");
  EXPECT_EQ(refused(Of), "");
  EXPECT_EQ(Of.Whole.size(), 5u);
}

TEST(Understood, NamesMayBeginLikeAnnotations) {
  const Terms Of =
      ofLines("static __always_inline int __put_it(struct a *a, int n) __must_hold(&a->lock)\n{\n"
              "\tint __n = n, m __maybe_unused = 0;\n\n\treturn __n > a->__most ? -E2BIG : __do_put(a);\n}\n");
  EXPECT_EQ(refused(Of), "");
  EXPECT_EQ(Of.Whole, std::set<std::string>{"__put_it"});
}

TEST(Understood, WhatDoesNotCompileIsLeftOutAlone) {
  const Terms Of =
      ofLines("int f(struct a *a)\n{\n\treturn a->n;\n}\nint g(struct a *a)\n{\n\tint a;\n\n\tcontinue;\n\t"
              "return 0;\n}\n");
  EXPECT_EQ(Of.Whole, std::set<std::string>{"f"});
  EXPECT_THAT(Of.Refused.at("g"), HasSubstr("Clang says: "));
}

TEST(Understood, TheMachineIsNotAsked) {
  const Terms Of =
      ofLines("#include \"/etc/passwd\"\n#define return 1\n#define int long\nint f(int n)\n{\n\treturn n;\n}\n");
  EXPECT_EQ(refused(Of), "");
  EXPECT_EQ(Of.New.find("passwd"), std::string::npos);
  EXPECT_EQ(Of.New.find("define"), std::string::npos);
}

TEST(Understood, TheEndOfAFunctionIsTakenWhereARuleAsks) {
  const FileChange C = parseDiff({"--- a/x.c\n+++ b/x.c\n@@ -9,5 +9,5 @@ static int put_it(struct a *a, struct b *b,\n"
                                  " \n \tif (!count(thing))\n \t\treturn -EINVAL;\n+\terr = check(a, thing);\n"
                                  "-\terr = check(thing);\n \treturn do_put(b, thing, err);\n",
                                  "p", 1, true})[0];
  const Terms Of = understood(shownSide(C, true), shownSide(C, false), "x.c", {"put_it"});
  EXPECT_EQ(refused(Of), "");
  EXPECT_EQ(Of.Parts, std::set<std::string>{"put_it"});
  EXPECT_THAT(Of.New, HasSubstr("struct b * b, of_err_t err, of_thing_t thing) {"));
  EXPECT_THAT(Of.Assumed.at("put_it"), HasSubstr("what the mail does not show of put_it() decides nothing"));
  EXPECT_TRUE(understood(shownSide(C, true), shownSide(C, false), "x.c", {}).Whole.empty());
}
