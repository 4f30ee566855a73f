// What comment-polarity says, and of what it says nothing. No contract speaks of these functions.
#include <linux/compiler.h>

struct area {
	unsigned long flags;
	int pins;
	void *owner;
};

bool area_allowed(const struct area *a)
{
	/* Areas that nobody owns are unproblematic. */
	if (!a->owner)
		return false; // expect-warning {{comment-polarity: Shouldn't this return true?}}
	/* Pinned areas are not allowed. */
	if (a->pins)
		return false;
	/* Anything else is only fine where somebody locked it. */
	if (a->flags & 1)
		return false;
	return true;
}

int map_area(const struct area *a)
{
	/*
	 * Somebody may look at the pins. Pinned areas are not safe.
	 */
	if (a->pins)
		return 0; // expect-warning {{comment-polarity: Shouldn't this be an error?}}
	/* The owner must have locked it. */
	if (!(a->flags & 1))
		return -EINVAL;
	if (a->flags & 2) {
		/* Shared areas are fine. */
		return -EACCES; // expect-warning {{comment-polarity: Shouldn't this succeed?}}
	}
	/* Reject what nobody owns. */
	if (!a->owner)
		return -EPERM;
	return 0;
}

/* The name does not say what true means. */
bool area_needs_lock(const struct area *a)
{
	/* Areas without an owner are fine. */
	if (!a->owner)
		return false;
	return a->flags & 1;
}

/* Of what follows an answer in between, the comment says nothing. */
bool may_map(const struct area *a)
{
	/* Owned areas are fine. */
	if (a->owner)
		return true;
	if (a->pins)
		return false;
	return a->flags & 1;
}

/* What could be is not this case, and what is allowed may be why one term is there. */
bool may_share(const struct area *a)
{
	/* This could be an area of another owner, which is OK. */
	if (!a->owner)
		return false;
	/* Pinned areas are allowed. */
	if (a->flags && !a->pins)
		return false;
	/* Shared areas that are pinned are not allowed. */
	if (a->flags & 2 && a->pins)
		return true; // expect-warning {{comment-polarity: Shouldn't this return false?}}
	return a->flags & 1;
}

/* What may be done, where the function answers whether it may. */
bool may_unmap_area(const struct area *a)
{
	/* Pinned areas must not be unmapped. */
	if (a->pins)
		return true; // expect-warning {{comment-polarity: Shouldn't this return false?}}
	/* It is safe to unmap what nobody owns. */
	if (!a->owner)
		return false; // expect-warning {{comment-polarity: Shouldn't this return true?}}
	return a->flags & 1;
}

bool area_is_safe(const struct area *a)
{
	/* Owned areas can not be freed */
	if (a->owner)
		return true;
	return a->flags & 1;
}

int unmap_area(const struct area *a)
{
	/* Pinned areas must not be unmapped. */
	if (a->pins)
		return 0;
	/* It is safe to look at the flags. */
	if (a->flags & 1)
		return -EBUSY;
	return 0;
}
