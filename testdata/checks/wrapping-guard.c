// What wrapping-guard says, and of what it says nothing. No contract speaks of these functions.
#include <linux/compiler.h>

struct span {
	unsigned long start, length;
	unsigned int count;
};

int read_span(const struct span *s, unsigned long off, unsigned long len)
{
	if (off + len > s->length) // expect-warning {{wrapping-guard: Can `off + len` wrap? It does in this state, which is accepted}}
		return -EINVAL;
	return 0;
}

bool may_skip(const struct span *s, unsigned long off, unsigned long min)
{
	if (!s || s->length - off < min) // expect-warning {{wrapping-guard: Can `s->length - off` wrap?}}
		return false;
	return true;
}

int add_one(const struct span *s, unsigned int max)
{
	if (max <= s->count + 1) // expect-warning {{wrapping-guard: Can `s->count + 1` wrap?}}
		return -ENOMEM;
	return 0;
}

int map_span(const struct span *s, unsigned long off, unsigned long len)
{
	unsigned long end = off + len;
	int err = 0;

	if (end > s->length) { // expect-warning {{wrapping-guard: with off = 0xfffffffffffffffe it does not, and map_span() returns -EINVAL.}}
		err = -EINVAL;
		goto out;
	}
	err = s->count ? 0 : -ENOENT;
out:
	return err;
}

/* A local that is two things, a parameter that was cut before, and a larger sum that passes too. */
int grow_span(const struct span *s, unsigned long off, unsigned long len)
{
	unsigned long end = off + len;

	if (end < off)
		end = s->length + 1;
	if (end > s->length)
		return -EINVAL;
	return 0;
}

int cut_span(const struct span *s, unsigned long off, unsigned long len)
{
	off &= 0xffff;
	len &= 0xffff;
	if (off + len > s->length)
		return -EINVAL;
	return 0;
}

int low_span(const struct span *s, unsigned long off)
{
	if (off + 1 > s->length && off < 100)
		return -EINVAL;
	return 0;
}

/* What was asked before, and what is wide enough, does not wrap. */
int write_span(const struct span *s, unsigned long off, unsigned long len)
{
	if (off > s->length || len > s->length - off)
		return -EINVAL;
	return 0;
}

int move_span(const struct span *s, unsigned long off, unsigned long len)
{
	if (off + len < off)
		return -EINVAL;
	if (off + len > s->length)
		return -EINVAL;
	return 0;
}

int count_spans(unsigned int a, unsigned int b, unsigned long max)
{
	if ((unsigned long)a + b > max)
		return -EINVAL;
	return 0;
}

/* It wraps, and that is refused. */
bool sane_span(const struct span *s, unsigned long max)
{
	if (s->start + s->length < s->start)
		return false;
	if (s->start + s->length > max)
		return false;
	return true;
}
