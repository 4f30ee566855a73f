// Functions without arguments whose value depends on the target: its byte order, the widths of its types, the order of
// bit-fields, and what its compiler means by its builtins. The compiler folds each to a number.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef unsigned long size_t;
void *memset(void *, int, size_t);
void *memcpy(void *, const void *, size_t);
void *memmove(void *, const void *, size_t);
int memcmp(const void *, const void *, size_t);
void *memchr(const void *, int, size_t);
size_t strlen(const char *);
int strcmp(const char *, const char *);
int strncmp(const char *, const char *, size_t);
char *strchr(const char *, int);

union word {
	u32 all;
	u16 half[2];
	u8 bytes[4];
};

struct fields {
	u32 a : 3;
	u32 b : 7;
	int c : 5;
	u32 d : 17;
	u16 e : 4, f : 12;
	u8 g;
};

union seen {
	struct fields in;
	u8 bytes[sizeof(struct fields)];
};

struct mixed {
	u8 kind;
	u16 half;
	u32 word;
	u64 wide;
	void *pointer;
	long number;
	_Bool yes;
};

long long union_first_byte(void) { union word w = { .all = 0x01020304 }; return w.bytes[0]; }
long long union_last_byte(void) { union word w = { .all = 0x01020304 }; return w.bytes[3]; }
long long union_half(void) { union word w = { .all = 0x01020304 }; return w.half[1]; }
long long union_from_bytes(void) { union word w = { .bytes = { 1, 2, 3, 4 } }; return w.all; }
long long union_byte_changed(void) { union word w = { .all = 0x01020304 }; w.bytes[1] = 0xff; return w.all; }
long long union_half_changed(void) { union word w = { .all = 0x01020304 }; w.half[0] = 0xabcd; return w.all; }
long long pointer_to_byte(void) { u32 x = 0xa1b2c3d4; return *(u8 *)&x; }
long long pointer_into_long(void) { u64 x = 0x0102030405060708ull; return ((u16 *)&x)[1]; }
long long pointer_widens(void) { u8 b[8] = { 1, 2, 3, 4, 5, 6, 7, 8 }; u32 x; memcpy(&x, b + 2, 4); return x; }
long long pointer_signed(void) { u32 x = 0x80ff7f01; return *(signed char *)&x + ((short *)&x)[1]; }

long long fields_in_bytes(void)
{
	union seen s;
	long long sum = 0;

	memset(&s, 0, sizeof(s));
	s.in.a = 5;
	s.in.b = 100;
	s.in.c = -3;
	s.in.d = 0x1abcd;
	s.in.e = 9;
	s.in.f = 0x123;
	s.in.g = 77;
	for (unsigned i = 0; i < 8; i++)
		sum = sum * 7 + s.bytes[i];
	return sum;
}

long long fields_of_bytes(void)
{
	union seen s;

	for (unsigned i = 0; i < sizeof(s); i++)
		s.bytes[i] = 37 * i + 11;
	return s.in.a + 10 * s.in.b + 1000 * s.in.c + 100000ll * s.in.d + 7 * s.in.e + 3 * s.in.f + s.in.g;
}

long long fields_listed(void)
{
	union seen s = { .in = { .a = 6, .b = 3, .c = 9, .d = 70000, .e = 2, .f = 4000, .g = 1 } };

	return s.bytes[0] + 256 * s.bytes[1] + 65536 * s.bytes[2] + 3 * s.bytes[3] + 5 * s.bytes[5];
}

long long fields_copied(void)
{
	struct fields from = { .a = 6, .b = 3, .c = -9, .d = 70000, .e = 2, .f = 4000, .g = 1 }, to = from;

	to.b += 126;
	return to.a + 8 * to.b + 1000 * to.c + 3ll * to.d + to.e * to.f;
}

static struct mixed made(int n)
{
	return (struct mixed){ .kind = n, .half = 3 * n, .word = 1000 * n, .wide = 1ull << 40, .number = -n, .yes = n };
}

long long struct_returned(void) { struct mixed m = made(7); return m.kind + m.half + m.word + m.wide + m.number + m.yes; }
long long struct_member_of_call(void) { return made(9).word + made(2).half; }
long long struct_size(void) { return sizeof(struct mixed) * 100 + __builtin_offsetof(struct mixed, number); }
long long struct_bytes(void) { struct mixed m = made(1); return ((u8 *)&m.word)[3] + 10 * ((u8 *)&m.half)[0] + 100 * *(u8 *)&m.yes; }
long long long_size(void) { return sizeof(long) * 100 + sizeof(void *) * 10 + sizeof(long long); }
long long long_wraps(void) { unsigned long x = ~0ul; return x / 3 + (x >> 20); }
long long long_shift(void) { long x = -5; return x >> 1; }
long long char_sign(void) { char c = (char)200; return c; }
long long pointer_difference(void) { int a[9]; return &a[7] - &a[2]; }
long long pointer_as_number(void) { struct mixed *p = 0; return (unsigned long)&p[3].pointer; }
long long error_pointer(void) { void *p = (void *)-12L; return (unsigned long)p >= (unsigned long)-4095L; }
long long error_number(void) { void *p = (void *)-12L; return (long)p; }
long long large_number(void) { return (unsigned long)(u64)0x1234567890abcdefull; }

long long set_bytes(void) { u64 x; memset(&x, 0x5a, sizeof(x)); return x & 0xffffffffffull; }
long long set_part(void) { u32 x[2] = { 0x11223344, 0x55667788 }; memset((u8 *)x + 3, 0, 2); return x[0] + (u64)x[1] * 2; }
long long copy_part(void) { u32 a = 0x11223344, b = 0x55667788; memcpy((u8 *)&a + 1, &b, 2); return a; }
long long move_overlapping(void) { u8 a[6] = { 1, 2, 3, 4, 5, 6 }; memmove(a + 1, a, 4); return a[0] + 10 * a[1] + 100 * a[4] + 1000 * a[5]; }
long long copy_struct(void) { struct mixed a = made(3), b; memcpy(&b, &a, sizeof(a)); return b.word + b.half - b.number; }
long long compare_numbers(void) { u32 a = 0x01020304, b = 0x02010304; return memcmp(&a, &b, 4) < 0; }
long long compare_halves(void) { u32 a = 0x01020300, b = 0x02010309; return memcmp(&a, &b, 2) > 0; }
long long compare_same(void) { u32 a = 7, b = 7; return !memcmp(&a, &b, 4); }
long long text_length(void) { return strlen("policy"); }
long long text_order(void) { return (strcmp("abc", "abd") < 0) + 2 * (strcmp("b", "abd") > 0) + 4 * !strcmp("x", "x"); }
long long text_prefix(void) { return !strncmp("zeropage", "zero", 4) + 2 * !strncmp("zero", "zeropage", 5); }
long long text_found(void) { const char *s = "a,b"; return strchr(s, ',') - s; }
long long text_not_found(void) { return strchr("ab", 'c') == 0; }
long long byte_found(void) { u8 b[4] = { 9, 8, 7, 8 }; return (u8 *)memchr(b, 8, 4) - b; }

long long parity(void) { return __builtin_parity(0xf0f1) + 2 * __builtin_parityl(3) + 4 * __builtin_parityll(1ull << 40); }
long long population(void) { return __builtin_popcountl(~0ul) + 100 * __builtin_popcountll(0xff00ff00ff00ull); }
long long leading(void) { return __builtin_clz(1) + 100 * __builtin_clzl(5) + 10000 * __builtin_clzll(1); }
long long trailing(void) { return __builtin_ctz(8) + 100 * __builtin_ctzl(32) + 10000 * __builtin_ctzll(1ull << 50); }
long long first_set(void) { return __builtin_ffs(0) + 100 * __builtin_ffsl(64) + 10000 * __builtin_ffsll(1ull << 33); }
long long redundant_signs(void) { return __builtin_clrsb(-1) + 100 * __builtin_clrsb(5) + 10000 * __builtin_clrsbl(-256) + 1000000 * __builtin_clrsbll(0); }
long long swapped(void) { return __builtin_bswap16(0x1234) + __builtin_bswap32(0x12345678) + (__builtin_bswap64(0x0102030405060708ull) >> 8); }
long long reversed(void) { return __builtin_bitreverse8(0x13) + __builtin_bitreverse32(0x13579) + (__builtin_bitreverse64(5) >> 3); }
long long rotated(void) { return __builtin_rotateleft8(0x81, 1) + __builtin_rotateright32(0x80000001u, 33) + (__builtin_rotateleft64(3, 63) >> 4) + __builtin_rotateleft16(0x1234, 0); }
long long absolute(void) { return __builtin_abs(-3) + __builtin_labs(-40l) + __builtin_llabs(-(1ll << 40)); }
long long adds(void) { u8 r; int o = __builtin_add_overflow(200, 100, &r); return r * 10 + o; }
long long subtracts(void) { u32 r; int o = __builtin_sub_overflow(3u, 5ll, &r); return r * 10ll + o; }
long long multiplies(void) { long r; int o = __builtin_mul_overflow(1ull << 40, -3, &r); return r + o; }
long long multiplies_wide(void) { u64 r; int o = __builtin_mul_overflow(~0ull, 3, &r); return r * 2 + o; }
long long adds_named(void) { int r; unsigned q; int o = __builtin_sadd_overflow(0x7fffffff, 1, &r), p = __builtin_usub_overflow(1, 2, &q); return o + 2 * p + (r < 0) * 4 + (q > 5) * 8; }
long long expected(void) { return __builtin_expect(12, 0) + __builtin_expect_with_probability(3, 1, 0.9); }
long long chosen(void) { return __builtin_choose_expr(sizeof(long) == 8, 11, 22) + __builtin_types_compatible_p(long, long long); }
