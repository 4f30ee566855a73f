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

/* What was found to be an error is one. */
int take(struct range *range);
bool enabled(struct range *range);
int range_is_free(struct range *range);

bool may_take(struct range *range)
{
	int err = take(range);

	if (err)
		return err; // expect-warning {{verdict-type: Shouldn't this return false? err is an error here, and true}}
	err = take(range);
	if (err < 0) {
		range->locked = 0;
		return err; // expect-warning {{verdict-type: err is an error here}}
	}
	return true;
}

/* A number that is passed on is somebody's intention, and so is a truth value. */
bool may_enable(struct range *range, int unit)
{
	bool on = enabled(range);
	int yes = range->locked;

	if (on)
		return on;
	if (yes)
		return yes;
	if (unit < 0)
		return unit;
	yes = range_is_free(range);
	if (yes)
		return yes;
	return true;
}

/* An error that has lost its sign, or its name. */
int move_range(struct range *range, unsigned long by)
{
	if (range->locked)
		return EBUSY; // expect-warning {{verdict-type: Should this be -EBUSY?}}
	if (by > range->start)
		return -EINVAL;
	if (!range->parent)
		return -1; // expect-warning {{verdict-type: Which error is this? Among the others, -1 is -EPERM.}}
	return range->parent->locked ? EPERM : 0; // expect-warning {{verdict-type: Should this be -EPERM?}}
}

int split_range(struct range *range, unsigned long at)
{
	if (at <= range->start || at >= range->end)
		return -EINVAL;
	if (at + 1 == range->end)
		return 0;
	return true; // expect-warning {{verdict-type: Should this be 0? The function returns 0 and errors elsewhere}}
}

int reserve(struct range *range);

int commit_range(struct range *range)
{
	unsigned int got = reserve(range);
	unsigned long left;

	if (got < 0) // expect-warning {{verdict-type: Should got be signed? It holds what a callee returned, and this is always false.}}
		return -ENOMEM;
	left = reserve(range);
	if (left <= 0) // expect-warning {{verdict-type: Should left be signed? It holds what a callee returned, and an error is more}}
		return -ENOMEM;
	return 0;
}

bool may_commit(struct range *range)
{
	return range->locked ? -EBUSY : true; // expect-warning {{verdict-type: -EBUSY is true}}
}

/* Yes, no, or an error: three answers. */
int range_busy(const struct range *range)
{
	if (!range->parent)
		return -EINVAL;
	if (range->locked)
		return true;
	return false;
}

/* Numbers beside errors, and comparisons that have a sign or no error. */
int find_range(const struct range *range, unsigned long at, unsigned int limit)
{
	int got = reserve((struct range *)range);

	if (got < 0)
		return -EINVAL;
	if (limit <= 0)
		return -EINVAL;
	if (range->start > at)
		return -EPERM;
	return 1;
}

/* -1 is a number where nothing else is an error. */
int order_of(unsigned long size)
{
	if (!size)
		return -1;
	return size > 4096;
}

/* An error in a type that has no sign. */
unsigned int range_order(const struct range *range)
{
	if (!range->parent)
		return -EINVAL; // expect-warning {{verdict-type: Is this an error to the caller? The function's type has no sign.}}
	return 3;
}

int check_range(const struct range *range)
{
	if (range->locked)
		return -EBUSY;
	return 0;
}

int range_number(const struct range *range)
{
	return range->locked ? -EBUSY : 4;
}

int grow_range(struct range *range)
{
	if (!check_range(range))
		return -EINVAL; // expect-warning {{verdict-type: Is the condition the wrong way round? check_range() returns 0}}
	if (!range_number(range))
		return -EINVAL;
	if (!range->parent)
		return -EINVAL;
	return 0;
}

/**
 * last_range - the end of a list
 *
 * Return 0 when it was found, -1 if there is none.
 */
int last_range(const struct range *range)
{
	if (!range)
		return -EINVAL;
	if (!range->parent)
		return -1;
	return 0;
}

/* Somebody gets what move_range() returned; of swap_range() most ask whether it is below 0. */
int shift_range(struct range *range)
{
	int err = move_range(range, 1);

	if (err)
		return err;
	return 0;
}

int swap_range(struct range *range)
{
	if (range->locked)
		return -EBUSY;
	if (!range->parent)
		return -1;
	return 0;
}

int use_range(struct range *range)
{
	if (swap_range(range) < 0)
		return -EINVAL;
	return 0;
}

/* A variable that is returned. */
int reserve_range(struct range *range, unsigned long end)
{
	int err = 0;

	if (end < range->start) {
		err = ENOMEM;
		goto out;
	}
	range->end = end;
out:
	range->locked = 0;
	return err; // expect-warning {{verdict-type: Should this be -ENOMEM? A positive errno is no error}}
}

bool range_fits(struct range *range, unsigned long end)
{
	bool fits = true;

	if (end < range->start)
		fits = -EINVAL;
	range->locked = 0;
	return fits; // expect-warning {{verdict-type: Shouldn't this be false? -EINVAL is true}}
}

const struct range *range_above(const struct range *range)
{
	if (range->locked)
		return ERR_PTR(EBUSY); // expect-warning {{verdict-type: Should this be -EBUSY? A positive errno is no error pointer.}}
	return range->parent;
}

/* 0 is yes. */
static int probe_range(const struct range *range)
{
	if (range->start > range->end)
		return -EINVAL;
	return 0;
}

bool range_ok(const struct range *range)
{
	return probe_range(range); // expect-warning {{verdict-type: Is the condition the wrong way round? probe_range() returns 0 where nothing is wrong, and this is false.}}
}

int take_range(const struct range *range)
{
	if (probe_range(range))
		return 0;
	return -EBUSY; // expect-warning {{verdict-type: probe_range() returns 0 where nothing is wrong, and this is an error.}}
}

int lend_range(const struct range *range)
{
	return probe_range(range) ? 0 : -EBUSY; // expect-warning {{verdict-type: Is the condition the wrong way round?}}
}

int give_range(struct range *range)
{
	int err = probe_range(range);

	if (!err)
		goto bad;
	range->locked = 0;
	return 0;
bad:
	return -EBUSY; // expect-warning {{verdict-type: Is the condition the wrong way round?}}
}

int keep_range(const struct range *kept)
{
	if (probe_range(kept))
		return -EBUSY;
	return 0;
}

/* No sign, elsewhere than in a variable. */
struct counted {
	unsigned int slots;
};
int count_slots(const struct range *range);
unsigned int free_slots(const struct range *range);

int count_all(struct counted *c, const struct range *range)
{
	c->slots = count_slots(range);
	if (c->slots < 0) // expect-warning {{verdict-type: Should c->slots be signed?}}
		return -EINVAL;
	if (free_slots(range) < 0) // expect-warning {{verdict-type: Can free_slots(range) be below 0? Its type has no sign}}
		return -EINVAL;
	return 0;
}

unsigned long block_of(const struct range *range)
{
	if (range->locked)
		return -EBUSY; // expect-warning {{verdict-type: Is this an error to the caller?}}
	return range->start;
}

int use_block(const struct range *range)
{
	unsigned long block = block_of(range);

	return block > range->end ? -EINVAL : 0;
}

unsigned long address_of(const struct range *range)
{
	if (range->locked)
		return -EBUSY;
	return range->start;
}

int use_address(const struct range *range)
{
	unsigned long addr = address_of(range);

	return (long)addr < 0 ? -EINVAL : 0;
}
