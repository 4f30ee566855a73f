/*
 * Runs functions in states that come as lines on the standard input; NativeUnit.cpp writes the lines, and the tables
 * that the functions and globals are found in. Objects lie at just the addresses that the state gives them; pointers
 * to globals and functions are moved to where those lie here.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>

typedef unsigned long u64;

struct kv_global {
	void *address;
	u64 size;
	int constant;
};

extern void (*const kv_functions[])(unsigned char *arguments, unsigned char *result);
extern struct kv_global kv_globals[];
extern const unsigned kv_global_count;

#define SLOT 64
#define MAX_CELLS 4096
#define MAX_CALLS 512
#define ARENA 0x100000000000ul
#define ARENA_SIZE (256ul << 16)

struct cell {
	char kind; /* R: result, W: memory, T: through an argument */
	unsigned position;
	u64 address;
	unsigned bit, width;
	u64 value;
};

static struct call {
	char name[256];
	unsigned first, count;
} calls[MAX_CALLS];
static struct cell cells[MAX_CELLS];
static unsigned call_count, cell_count, next_call;
static u64 state_address[4096]; /* of each global, 0 if the state does not name it */
static sigjmp_buf back;
static volatile char why;

/*
 * The compiler drops a read whose value turns out not to matter, even at -O0: then nothing traps. With
 * -fsanitize=kernel-address it calls one of these before each access; so an access is made in any case.
 */
#pragma clang attribute push(__attribute__((no_sanitize("kernel-address"))), apply_to = function)

#define ACCESS(name) \
	void __asan_##name##_noabort(u64 address) { (void)*(volatile char *)address; }
#define ACCESS_N(name) \
	void __asan_##name##_noabort(u64 address, u64 size) \
	{ \
		if (size) \
			(void)*(volatile char *)address; \
	}
ACCESS(load1) ACCESS(load2) ACCESS(load4) ACCESS(load8) ACCESS(load16) ACCESS_N(loadN)
ACCESS(store1) ACCESS(store2) ACCESS(store4) ACCESS(store8) ACCESS(store16) ACCESS_N(storeN)
void __asan_handle_no_return(void) {}
void *__asan_memcpy(void *to, const void *from, u64 size) { return memcpy(to, from, size); }
void *__asan_memmove(void *to, const void *from, u64 size) { return memmove(to, from, size); }
void *__asan_memset(void *to, int value, u64 size) { return memset(to, value, size); }

static void stop(char reason)
{
	why = reason;
	siglongjmp(back, 1);
}

static void trapped(int signal)
{
	stop(signal == SIGALRM ? 'T' : 'U');
}

/*
 * From the state's address of a global to where it is, or back. One past the end of a global is its address too, but
 * only if no other one begins there.
 */
static u64 move(u64 value, int home)
{
	for (u64 past = 0; past < 2; past++)
		for (unsigned i = 0; i < kv_global_count; i++) {
			u64 from = state_address[i], to = (u64)kv_globals[i].address;
			if (!from)
				continue;
			if (home) {
				u64 t = from;
				from = to;
				to = t;
			}
			if (value == from || (value > from && value - from < kv_globals[i].size + past))
				return to + (value - from);
		}
	return value;
}

static void put(unsigned char *base, unsigned bit, unsigned width, u64 value)
{
	if (width == 64 && bit == 0)
		value = move(value, 0);
	for (unsigned i = 0; i < width; i++) {
		unsigned char *byte = base + (bit + i) / 8, mask = 1u << (bit + i) % 8;
		*byte = value >> i & 1 ? *byte | mask : *byte & ~mask;
	}
}

static int constant(u64 address)
{
	for (unsigned i = 0; i < kv_global_count; i++)
		if (kv_globals[i].constant && address - (u64)kv_globals[i].address < kv_globals[i].size)
			return 1;
	return 0;
}

static void put_memory(u64 address, unsigned bit, unsigned width, u64 value)
{
	u64 here = move(address, 0);
	unsigned char before[9], after[9];
	if (!constant(here)) {
		put((unsigned char *)here, bit, width, value);
		return;
	}
	/* A constant holds what it holds: a state that says otherwise does not exist. */
	memcpy(before, (void *)here, (bit + width + 7) / 8);
	memcpy(after, before, sizeof after);
	put(after, bit, width, value);
	if (memcmp(before, after, (bit + width + 7) / 8))
		stop('K');
}

/* What a function that is not looked into does. */
void kv_call(const char *name, const u64 *arguments, void *result, u64 size)
{
	if (next_call >= call_count || strcmp(calls[next_call].name, name))
		stop('M');
	struct call *c = &calls[next_call++];
	for (unsigned i = c->first; i < c->first + c->count; i++) {
		struct cell *at = &cells[i];
		if (at->kind == 'R' && (at->address * 8 + at->bit + at->width) <= size * 8)
			put((unsigned char *)result + at->address, at->bit, at->width, at->value);
		if (at->kind == 'W')
			put_memory(at->address, at->bit, at->width, at->value);
		if (at->kind == 'T' && arguments[at->position])
			put((unsigned char *)arguments[at->position] + at->address, at->bit, at->width, at->value);
	}
}

void kv_noreturn(void)
{
	stop('N');
}

static void object(u64 address, u64 size)
{
	if (address < ARENA || address + size > ARENA + ARENA_SIZE) {
		u64 from = address & ~4095ul, to = (address + size + 4095) & ~4095ul;
		for (u64 page = from; page < to; page += 4096)
			mmap((void *)page, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	}
	memset((void *)address, 0, size);
}

static unsigned char arguments[32 * SLOT], result[64];

/* Reads one state up to its X; what cannot be made of it here ends in a signal. */
static int read_state(unsigned *function)
{
	static char line[512];
	static u64 global;
	cell_count = call_count = next_call = 0;
	memset(state_address, 0, sizeof state_address);
	memset(arguments, 0, sizeof arguments);
	memset(result, 0, sizeof result);
	for (unsigned i = 0; i < kv_global_count; i++)
		if (!kv_globals[i].constant && kv_globals[i].size)
			memset(kv_globals[i].address, 0, kv_globals[i].size);
	while (fgets(line, sizeof line, stdin)) {
		u64 a, v;
		unsigned p, b, w;
		switch (line[0]) {
		case 'S':
			sscanf(line, "S %u", function);
			break;
		case 'X':
			return 1;
		case 'O':
			sscanf(line, "O %lx %lx", &a, &v);
			if (!why)
				object(a, v);
			break;
		case 'G':
			sscanf(line, "G %u %lx", &p, &global);
			state_address[p] = global;
			break;
		case 'A':
			sscanf(line, "A %u %lx %u %u %lx", &p, &a, &b, &w, &v);
			put(arguments + p * SLOT + a, b, w, v);
			break;
		case 'M':
			sscanf(line, "M %lx %u %u %lx", &a, &b, &w, &v);
			if (!why)
				put_memory(a, b, w, v);
			break;
		case 'C':
			sscanf(line, "C %255s", calls[call_count].name);
			calls[call_count].first = cell_count;
			calls[call_count++].count = 0;
			break;
		default:
			sscanf(line, "%c %u %lx %u %u %lx", &cells[cell_count].kind, &cells[cell_count].position,
			       &cells[cell_count].address, &cells[cell_count].bit, &cells[cell_count].width,
			       &cells[cell_count].value);
			cell_count++;
			calls[call_count - 1].count++;
		}
		if (call_count == MAX_CALLS || cell_count == MAX_CELLS)
			exit(3);
	}
	return 0;
}

static void run(unsigned function)
{
	struct itimerval soon = { .it_value.tv_sec = 2 }, never = { 0 };
	u64 value = 0;
	if (!why && !sigsetjmp(back, 1)) {
		setitimer(ITIMER_REAL, &soon, NULL);
		kv_functions[function](arguments, result);
		why = 'R';
	}
	setitimer(ITIMER_REAL, &never, NULL);
	memcpy(&value, result, 8);
	printf("%c %lx\n", why, move(value, 1));
}

int main(void)
{
	unsigned function = 0;
	int signals[] = { SIGILL, SIGTRAP, SIGFPE, SIGSEGV, SIGBUS, SIGALRM };
	for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++)
		signal(signals[i], trapped);
	if (mmap((void *)ARENA, ARENA_SIZE, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED)
		return 2;
	for (;;) {
		why = 0;
		/* A state that cannot be made: the rest of its lines is read without effect. */
		if (sigsetjmp(back, 1))
			why = 'K';
		if (!read_state(&function))
			return 0;
		run(function);
	}
}

#pragma clang attribute pop
