// What verdict-type says, and of what it says nothing. No contract speaks of these functions.
#include <linux/compiler.h>

struct range {
	unsigned long start, end;
	int locked;
	const struct range *parent;
};

#define OUT_OF_RANGE (-EPERM)

bool may_grow(const struct range *range, unsigned long end)
{
	if (end < range->end)
		return -EINVAL; // expect-warning {{verdict-type: Shouldn't this return false? -EINVAL is true}}
	return !range->locked;
}

/* The value of a macro is a constant as well. */
bool may_shrink(const struct range *range, unsigned long end)
{
	if (end > range->end)
		return OUT_OF_RANGE; // expect-warning {{verdict-type: Shouldn't this return false? OUT_OF_RANGE is true}}
	if (range->locked)
		return (-EBUSY); // expect-warning {{verdict-type: (-EBUSY) is true}}
	return true;
}

/* Here an error is an error. */
int resize(struct range *range, unsigned long end)
{
	if (!may_grow(range, end))
		return -EINVAL;
	range->end = end;
	return 0;
}

/* Numbers that are no error, and errors that are compared, are somebody's intention. */
bool has_flags(unsigned long flags)
{
	if (flags == (unsigned long)-EINVAL)
		return 2;
	return flags & 4;
}

/* No state leads there. */
bool never(const struct range *range)
{
	if (range->locked && !range->locked)
		return -EINVAL;
	return range->start < range->end;
}

/* What an error becomes on the way is not looked at. */
bool valid(struct range *range, unsigned long end)
{
	int err = resize(range, end);

	return err;
}
