// What sibling-divergence says, and of what it says nothing. No contract speaks of these functions.
// use-rules {{rules-orders.yaml}}
#include <linux/compiler.h>

struct page {
	int count, kind;
};
struct area {
	unsigned long flags;
	int special;
};

static int may_add(struct area *a, struct page *page)
{
	if (page->kind == 1)
		return a->special ? 0 : -EINVAL;
	if (!page->count)
		return -EINVAL;
	return 0;
}

int add_one(struct area *a, struct page *page)
{
	int err = may_add(a, page);

	if (err)
		return err;
	return a->flags & 1 ? -EBUSY : 0;
}

int add_in_batch(struct area *a, int *entry, struct page *page)
{
	int err;

	if (!page->count)
		return -EINVAL; // expect-warning {{sibling-divergence: Is this meant for add_in_batch() alone? In the same state add_one() asks may_add() as well, and returns 0.}}
	err = may_add(a, page);
	if (err)
		return err;
	*entry = 1;
	return 0;
}

/* What the other one has not cannot be compared. */
int add_at(struct area *a, int *slot, struct page *page)
{
	int err;

	if (!*slot)
		return -ENOENT;
	err = may_add(a, page);
	return err;
}

int add_locked(struct area *a)
{
	if (a->flags & 2)
		return -EPERM;
	return 0;
}

int add_unlocked(struct area *a)
{
	if (a->flags & 2)
		return -EPERM;
	if (!a->special)
		return -EINVAL; // expect-warning {{sibling-divergence: In the same state add_locked() returns 0.}}
	return 0;
}

/* Another callee, and nobody says that they are siblings. */
int add_other(struct area *a)
{
	if (!a->flags)
		return -EINVAL;
	return 0;
}

/* Their names say so. */
int copy_pte(struct area *a, unsigned long addr)
{
	if (a->flags & 2)
		return -EBUSY; // expect-warning {{sibling-divergence: Is this meant for copy_pte() alone? In the same state copy_pmd() returns 0.}}
	return addr > 100 ? -EINVAL : 0;
}

int copy_pmd(struct area *a, unsigned long addr)
{
	return addr > 100 ? -EINVAL : 0;
}

int copy_all(struct area *a, unsigned long addr)
{
	return addr > 200 ? -EINVAL : 0;
}
