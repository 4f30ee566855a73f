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

/* Products. */
struct cell {
	unsigned long words[3];
};

int read_cells(const struct span *s, unsigned long first, unsigned long count)
{
	if (count * sizeof(struct cell) > s->length) // expect-warning {{wrapping-guard: Can `count * sizeof(struct cell)` wrap? It does in this state, which is accepted; with count = 0xaaaaaaaaaaaaaaa it does not, and read_cells() returns -EINVAL.}}
		return -EINVAL;
	return first ? 0 : 1;
}

int map_cells(const struct span *s, unsigned int rows, unsigned int columns)
{
	if (s->length < rows * columns) // expect-warning {{wrapping-guard: Can `rows * columns` wrap?}}
		return -ENOMEM;
	return 0;
}

int map_wide_cells(const struct span *s, unsigned int rows, unsigned int columns)
{
	if (s->length < (unsigned long)rows * columns)
		return -ENOMEM;
	return 0;
}

/* A product that is handed over. */
static bool in_span(const struct span *s, unsigned long start, unsigned long size)
{
	return start <= s->length && size <= s->length - start;
}

int check_cells(const struct span *s, unsigned long start, unsigned long count)
{
	if (!in_span(s, start, count * sizeof(struct cell))) // expect-warning {{wrapping-guard: Can `count * sizeof(struct cell)` wrap?}}
		return -EFAULT;
	return 0;
}

int check_some_cells(const struct span *s, unsigned long start, unsigned long count)
{
	if (s->count && !in_span(s, start, 24 * count)) // expect-warning {{wrapping-guard: Can `24 * count` wrap?}}
		return -EFAULT;
	return 0;
}

int check_few_cells(const struct span *s, unsigned long start, unsigned long count)
{
	if (count > 1000)
		return -EINVAL;
	if (!in_span(s, start, count * sizeof(struct cell)))
		return -EFAULT;
	return 0;
}

/* Conversions. */
int cut_length(const struct span *s, unsigned long len)
{
	unsigned int n = len;

	if (n > s->count) // expect-warning {{wrapping-guard: Is `len` always the same as an unsigned int? Not in this state, which is accepted; with len = 0xffffffff it is, and cut_length() returns -EINVAL.}}
		return -EINVAL;
	return 0;
}

int cast_length(const struct span *s, unsigned long len)
{
	if ((unsigned int)len > s->count) // expect-warning {{wrapping-guard: Is `len` always the same as an unsigned int?}}
		return -EINVAL;
	return 0;
}

int sign_length(unsigned int len)
{
	int n = len;

	if (n > 4096) // expect-warning {{wrapping-guard: Is `len` always the same as an int? Not in this state, which is accepted; with len = 0x7fffffff it is, and sign_length() returns -EINVAL.}}
		return -EINVAL;
	return 0;
}

int least_length(int len)
{
	if (len < sizeof(struct cell)) // expect-warning {{wrapping-guard: Is `len` always the same as an unsigned long? Not in this state, which is accepted; with len = 0x0 it is, and least_length() returns -EINVAL.}}
		return -EINVAL;
	return 0;
}

int least_length_asked(int len)
{
	if (len < 0 || len < sizeof(struct cell))
		return -EINVAL;
	return 0;
}

int sign_asked(unsigned int len)
{
	int n = len;

	if (n < 0 || n > 4096)
		return -EINVAL;
	return 0;
}

int widened(const struct span *s, unsigned int len)
{
	unsigned long n = len;

	if (n > s->length)
		return -EINVAL;
	return 0;
}

int whole_length(unsigned long len)
{
	unsigned int n = len;

	if (n != len || n > 4096)
		return -EINVAL;
	return 0;
}

/* A limit that is less than nothing. */
int limited_length(const struct span *s, unsigned int len, int limit)
{
	if (len > limit)
		return -EINVAL;
	return 0;
}

/* What accepts where there is room. */
int room_first(const struct span *s, unsigned long off, unsigned long len)
{
	if (off + len <= s->length && s->count) // expect-warning {{wrapping-guard: Can `off + len` wrap?}}
		return 0;
	return -EINVAL;
}

bool room_only(const struct span *s, unsigned long off, unsigned long len)
{
	return s->count && off + len <= s->length; // expect-warning {{wrapping-guard: Can `off + len` wrap?}}
}

bool room_asked(const struct span *s, unsigned long off, unsigned long len)
{
	return off <= s->length && len <= s->length - off;
}

int no_room(const struct span *s, unsigned long off, unsigned long len)
{
	if (off + len <= s->length)
		return -EINVAL;
	return 0;
}

void *entry_of(struct span *s, int index)
{
	if (index < sizeof(struct span))
		return &s[1];
	return s;
}

/* A sum of three, a product that is a shift, and a difference from a constant. */
int read_tail(const struct span *s, unsigned long off, unsigned long len)
{
	if (off + len + sizeof(struct cell) > s->length) // expect-warning {{wrapping-guard: Can `off + len + sizeof(struct cell)` wrap?}}
		return -EINVAL;
	return 0;
}

int read_pages(const struct span *s, unsigned long count)
{
	if (count << 12 > s->length) // expect-warning {{wrapping-guard: Can `count << 12` wrap?}}
		return -EINVAL;
	return 0;
}

int read_behind_head(const struct span *s, unsigned long off)
{
	if (s->length - 16 < off) // expect-warning {{wrapping-guard: Can `s->length - 16` wrap?}}
		return -EINVAL;
	return 0;
}

bool is_large(int order)
{
	return order >= sizeof(struct cell);
}
