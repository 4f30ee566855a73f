// What mask-misuse says, and of what it says nothing. No contract speaks of these functions.
#include <linux/compiler.h>

/* The numbers of bits. */
enum pin_bit { PIN_READY, PIN_BUSY, PIN_GONE, PIN_LATE, PIN_LOST, PIN_OLD, PIN_SHARED };

/* Masks, though nobody says how they are made. */
enum access { ACCESS_READ = 1, ACCESS_WRITE, ACCESS_BOTH };

#define PIN_LATE_MASK (1UL << PIN_LATE)
#define PIN_ACCESS 0x30

#define SLOT_FREE 0
#define SLOT_TAKEN 1
#define SLOT_STALE 2
#define slot_is(s, bit) ((s)->flags & (1UL << (bit)))
#define SLOT_STALE_MASK (1UL << SLOT_STALE)

#define NO_SUCH_FLAG 0

struct pin {
	unsigned long flags;
	unsigned int access;
	const struct pin *next;
};

int use_pin(const struct pin *p)
{
	if (p->flags & PIN_LATE) // expect-warning {{mask-misuse: Is PIN_LATE a mask? It is the number 3 of an enumeration}}
		return -EBUSY;
	if (!p->flags & PIN_LATE_MASK) // expect-warning {{mask-misuse: Should this be !(p->flags & PIN_LATE_MASK)?}}
		return -EINVAL;
	return 0;
}

bool slot_stale(const struct pin *s)
{
	return s->flags & SLOT_STALE; // expect-warning {{mask-misuse: Is SLOT_STALE a mask?}}
}

int close_pin(const struct pin *p, unsigned long keep)
{
	if (p->flags & !keep) // expect-warning {{mask-misuse: Should this be ~ instead of !? !keep is 0 or 1.}}
		return -EINVAL;
	if (p->access | ACCESS_WRITE) // expect-warning {{mask-misuse: Should this be `&`? With `| ACCESS_WRITE`}}
		return -EACCES;
	return 0;
}

const struct pin *next_pin(const struct pin *p)
{
	if ((p->flags & PIN_ACCESS) == 0x40) // expect-warning {{mask-misuse: Can this ever be true?}}
		return p->next;
	return p;
}

bool pin_lost(const struct pin *p)
{
	return p->flags & PIN_LATE_MASK == PIN_LATE_MASK; // expect-warning {{mask-misuse: Are there parentheses missing?}}
}

bool pin_dirty(const struct pin *p)
{
	if (p->access && !(p->flags & NO_SUCH_FLAG)) // expect-warning {{mask-misuse: Is this meant where there is no NO_SUCH_FLAG?}}
		return true;
	return p->flags & PIN_LATE_MASK;
}

/* What is a mask, or a truth value, is fine. */
int good_pin(const struct pin *p, bool strict, int count)
{
	if (p->flags & PIN_LATE_MASK)
		return -EBUSY;
	if (slot_is(p, SLOT_STALE) || p->flags & SLOT_STALE_MASK)
		return -EBUSY;
	if (!count & strict)
		return -EINVAL;
	if (strict & !count)
		return -EINVAL;
	if ((p->flags & PIN_ACCESS) == 0x10)
		return -EACCES;
	if ((p->access & ACCESS_WRITE) && !(p->access & ACCESS_READ))
		return -EACCES;
	if (p->access & ACCESS_BOTH)
		return -EPERM;
	if (p->flags & NO_SUCH_FLAG)
		return -EPERM;
	if (p->access == 9 && !(p->flags & NO_SUCH_FLAG))
		return -EINVAL;
	return (p->flags | p->access) ? -EINVAL : 0;
}

/* What decides nothing is nobody's verdict. */
void mark_pin(struct pin *p)
{
	p->access = p->flags & PIN_LATE;
}

/* A mask where the number of a bit is asked. */
#define PORT_UP (1UL << 2)
#define PORT_BUSY 0x10
#define PORT_NUMBER 3

static bool test_bit(long nr, const volatile unsigned long *addr)
{
	return 1UL & (*addr >> (nr & 63));
}

int open_port(const struct pin *p)
{
	if (test_bit(PORT_UP, &p->flags)) // expect-warning {{mask-misuse: Is PORT_UP the number of a bit? It is a mask.}}
		return -EBUSY;
	if (p->flags & (1UL << PORT_BUSY)) // expect-warning {{mask-misuse: Is PORT_BUSY the number of a bit?}}
		return -EBUSY;
	if (test_bit(PORT_NUMBER, &p->flags))
		return -EBUSY;
	return 0;
}

int close_port(const struct pin *p)
{
	if (p->flags && PORT_UP) // expect-warning {{mask-misuse: Should this be `&`? PORT_UP is a mask, and always true.}}
		return -EBUSY;
	if (p->access & (PORT_UP || PORT_BUSY)) // expect-warning {{mask-misuse: Should this be `|`?}}
		return -EINVAL;
	return 0;
}
