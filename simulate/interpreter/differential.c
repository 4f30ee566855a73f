/*
 * Functions that the simulator and the host's compiler must agree on: InterpreterDifferential_test.cpp runs each on
 * many arguments, natively and simulated. A function begins at the start of a line with "long f_". Where the
 * behaviour is undefined for some arguments, the simulator must say so, and the compiler's sanitizer too.
 */
/* clang-format off: one function, one line */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long s64;

enum colour { RED, GREEN = 5, BLUE, LAST = -3 };

struct bits {
	unsigned int a : 3;
	int b : 5;
	unsigned int c : 1;
	unsigned int : 4;
	_Bool d : 1;
	unsigned long e : 40;
	signed char f : 2;
};

struct packed_bits {
	u8 head;
	u32 wide : 27;
	u16 tail;
} __attribute__((packed));

struct pair {
	s32 first;
	u8 second;
};

struct nested {
	struct pair pairs[3];
	union {
		u64 whole;
		struct {
			u32 low, high;
		};
		u8 bytes[8];
	};
	const char *name;
};

static const s32 primes[] = { 2, 3, 5, 7, 11, 13, 17, 19 };
static const struct nested table[2] = {
	{ .pairs = { [1] = { 4, 5 }, [2].second = 9 }, .whole = 0x1122334455667788, .name = "first" },
	{ { { 1 }, { 2, 3 } }, { .low = 7, .high = 8 }, "second" },
};
static const char *const words[4] = { "zero", "one", [3] = "three" };
static s32 scratch[8];
static struct pair shared_pair;

static s32 twice(s32 x) { return (s32)((u32)x * 2); }
static u32 factorial(u32 n) { return n < 2 ? 1 : n * factorial(n - 1); }
static struct pair make_pair(s32 a, u8 b) { return (struct pair){ .second = b, .first = a }; }
static void bump(s32 *p) { *p = (s32)((u32)*p + 1); }
static struct nested copy_nested(struct nested n) { n.pairs[0].first = 77; return n; }
static inline int is_odd(u64 x) { return x & 1; }
static u64 length(const char *s) { const char *p = s; while (*p) p++; return p - s; }

/* Widths and conversions. */
long f_narrow(s64 a) { return (s8)a + (u8)a + (s16)a + (u16)a; }
long f_widen(s8 a, u8 b) { return ((s64)a << 8 >> 3) ^ ((u64)b << 50); }
long f_mixed_compare(s32 a, u32 b) { return (a < b) | (a > (s64)b) << 1 | ((s64)a == b) << 2; }
long f_char_arith(char a, char b) { char c = a + b; return c * 2; }
long f_bool(s64 a, s32 b) { _Bool x = a, y = b > 3; x += y; return x + (y ? 10 : 20) - !x; }
long f_bool_dec(s32 a) { _Bool x = a; x--; _Bool y = a; y++; return x * 2 + y; }
long f_unsigned_wrap(u32 a, u32 b) { return a * b - (a + b) + (a - b); }
long f_short_increment(s16 a) { s16 x = a; x++; ++x; x--; return x; }
long f_u16_product(u16 a, u16 b) { return (u32)a * b; }
long f_enum(s32 a) { enum colour c = a; return c == BLUE ? 1 : c == LAST ? 2 : c > GREEN; }
long f_int128(s64 a, s64 b) { __int128 x = (__int128)a * b; return (long)(x >> 64) ^ (long)x; }
long f_uint128(u64 a, u64 b, u32 c) { unsigned __int128 x = ((unsigned __int128)a << 64 | b) >> (c & 127); return (u64)x ^ (u64)(x >> 64); }
long f_hex_promotion(u8 a) { return ~a >> 4 == -1 - (a >> 4); }
long f_chars(u8 a) { return 'a' + '\xff' + L'\x1234' + a; }

/* Arithmetic that may be undefined. */
long f_signed_add(s32 a, s32 b) { return a + b; }
long f_signed_mul(s64 a, s64 b) { return a * b; }
long f_negate(s32 a) { return -a; }
long f_divide(s32 a, s32 b) { return a / b; }
long f_remainder(s64 a, s64 b) { return a % b; }
long f_unsigned_divide(u64 a, u32 b) { return a / b + a % b; }
long f_shift_left(u32 a, s32 b) { return a << b; }
long f_shift_right(s64 a, u8 b) { return a >> b; }
long f_compound(s32 a, s32 b) { s32 x = a; x += b; x -= 3; x *= 2; return x; }
long f_int_min(s32 a, s32 b) { s32 x = a; x /= b; x %= 1000; return x; }
long f_increment_limit(s32 a) { a++; return a; }

/* Shifts and bits. */
long f_rotate(u32 a, u32 b) { b &= 31; return a << b | a >> (-b & 31); }
long f_masks(u64 a, u8 b) { u64 m = 1ul << (b % 64); return (a & ~m) ^ (a | m) ^ (m - 1); }
long f_compound_shift(u8 a, u8 b) { u8 x = a; x <<= b & 7; u8 y = a; y >>= b & 7; s8 z = a; z >>= 2; return x + y * 1000 + z * 1000000; }
long f_builtins(u32 a, u64 b) { return __builtin_popcount(a) + __builtin_popcountl(b) * 100 + __builtin_ffs(a) * 10000 + (b ? __builtin_clzl(b) + __builtin_ctzll(b) * 64 : 5); }
long f_swap(u64 a) { return __builtin_bswap64(a) ^ __builtin_bswap32(a) ^ __builtin_bswap16(a); }
long f_add_overflow(s32 a, s64 b) { s32 r; u8 t; int o = __builtin_add_overflow(a, b, &r); o += 2 * __builtin_sub_overflow(a, b, &t); return r + t + o * 7ll; }
long f_mul_overflow(u64 a, s64 b) { s64 r; return __builtin_mul_overflow(a, b, &r) ? r ^ 1 : r; }
long f_expect(s64 a) { if (__builtin_expect(!!(a > 5), 0)) return 1; return __builtin_constant_p(3) ? 2 : 3; }

/* Bit-fields. */
long f_bitfields(s32 a, s64 b, u8 c) { struct bits x = { 0 }; x.a = a; x.b = a; x.c = c; x.d = b; x.e = b; x.f = c; return x.a + x.b * 8 + x.c * 100 + x.d * 1000 + (long)(x.e * 3) + x.f; }
long f_bitfield_value(s32 a) { struct bits x; long y = (x.b = a); y += x.a = a; return y + x.b++ + --x.b; }
long f_bitfield_compound(s32 a, s32 b) { struct bits x = { .a = a, .e = b }; x.a += b; x.e <<= 4; x.e |= 1; return (long)x.e + x.a; }
long f_packed(u32 a, u16 b) { struct packed_bits p = { 1, a, b }; u8 *raw = (u8 *)&p; return raw[1] + raw[2] * 3 + raw[3] * 5 + p.wide + p.tail + (long)sizeof(p); }

/* Control flow. */
long f_switch(s32 a) { long r = 0; switch (a) { case 0: r = 1; case 1: r += 2; break; case 2 ... 31: r = 5; break; case -1: return 9; default: r = 100; case 64: r += 3; } return r; }
long f_switch_unsigned(u8 a) { switch (a & 0xf0) { case 0xf0: return 1; default: return 3; case 0x80: break; } return 2; }
long f_switch_empty(s64 a) { switch (a) { case 1: case 2:; } switch (a) { } switch (a) default: return 4; return 5; }
long f_switch_enum(s32 a) { switch ((enum colour)(a % 8)) { case RED: return 1; case GREEN: return 2; case BLUE: return 3; case LAST: return 4; } return 0; }
long f_duff(u32 a) { u32 n = (a & 31) + 1, i = (n + 3) / 4; long r = 0; switch (n % 4) { case 0: do { r += 1; case 3: r += 10; case 2: r += 100; case 1: r += 1000; } while (--i > 0); } return r; }
long f_case_in_block(s32 a) { long r = 0; switch (a) { case 0: if (a) { case 1: r = 7; } else { r = 8; } break; case 2: for (r = 0; r < 5; r++) { case 3: r += 2; } } return r; }
long f_loops(u8 a, u8 b) { long s = 0; for (int i = 0; i < (a & 15); i++) { if (i == 3) continue; int j = i; while (1) { if (j++ > (b & 7)) break; s += j * i; } do s++; while (0); } return s; }
long f_goto_loop(u8 a) { long s = 0; u8 i = 0; again: if (i >= (a & 31)) goto out; s += i++; if (i & 4) goto skip; s *= 3; skip: goto again; out: return s; }
long f_goto_into(s32 a) { long r = 1; if (a == 1) goto inside; if (a > 1) { r = 5; inside: r += 10; { goto deep; } } else { r = 2; while (r < 4) { r++; deep: r += 100; } } return r; }
long f_goto_out(s32 a) { long err = -12; int x = a; if (x < 0) goto fail; for (;;) { for (;;) { if (x++ > 3 + (a & 7)) goto done; if (x > 1000) goto fail; } } done: err = 0; fail: return err + (x == a); }
long f_logic(s32 a, s32 b, s32 c) { int n = 0; int r = (a && ++n) || (b > 3 && ++n && c); return r * 10 + n + (!a || !b) * 100; }
long f_conditional(s32 a, s64 b) { return (a ? b : -7) + (a ?: 5) + (b > a ? a < 0 ? 1 : 2 : 3); }
long f_comma(s32 a) { s32 x = (a & 15, 4); for (int i = 0, j = 9; i < j; i++, j--) x += j; return x; }
long f_recursion(u8 a) { return factorial(a % 13); }
long f_statement_expression(s32 a, s32 b) { return ({ s32 x = a, y = b; x > y ? x : y; }) + ({ long t = a; if (t < 0) return -99; t / 2; }); }
long f_statement_jump(s32 a) { long r = 0; for (int i = 0; i < 8; i++) { r += ({ if (i == (a & 7)) break; if (i & 1) continue; i; }); } return r; }

/* Memory. */
long f_array(u8 a, s32 b) { s32 x[8] = { 1, 2, [5] = 6, 7 }; x[a & 7] = b; long s = 0; for (s32 *p = x; p < x + 8; ++p) s = s * 3 + *p; return s; }
long f_pointers(u8 a) { const s32 *p = primes, *q = &primes[a & 7]; return *q + (q - p) * 100 + (p <= q) + *(q - (a & 7)) + 1[p]; }
long f_matrix(u8 a, u8 b) { u16 m[3][4]; for (int i = 0; i < 3; i++) for (int j = 0; j < 4; j++) m[i][j] = i * 10 + j; u16 (*row)[4] = &m[a % 3]; return (*row)[b % 4] + sizeof(m) + sizeof m[0]; }
long f_union(u64 a) { union { u64 w; u32 h[2]; u8 b[8]; s16 s; } u = { .w = a }; u.b[3] ^= 0xff; return u.h[0] + u.h[1] * 3ul + u.s; }
long f_to_union(s32 a) { union u { s32 i; u8 b[4]; }; union u x = (union u)a; return x.b[0] + x.b[3]; }
long f_struct_copy(s32 a, u8 b) { struct pair p = make_pair(a, b), q; q = p; p.first ^= 1; struct pair *r = &q; return p.first ^ r->second ^ (long)q.first << 8; }
long f_struct_member(s32 a, u8 b) { return make_pair(a, b).second + make_pair(b, 3).first; }
long f_struct_choice(s32 a) { struct pair p = a > 2 ? make_pair(a, 1) : (struct pair){ 5, 6 }; return p.first + p.second; }
long f_struct_argument(u8 a) { struct nested n = table[a & 1]; struct nested m = copy_nested(n); return n.pairs[0].first + m.pairs[0].first * 2 + (long)m.low + m.pairs[1].second; }
long f_table(u8 a, u8 b) { const struct nested *n = &table[a & 1]; return n->pairs[b % 3].first + n->pairs[b % 3].second * 10 + n->bytes[b & 7] + n->name[b % 6]; }
long f_words(u8 a) { const char *w = words[a & 3]; return w ? length(w) + w[0] : -1; }
long f_string(u8 a) { char s[] = "hello", t[3] = "abc", w[10] = { "xy" }; s[a % 5] = 'X'; return s[0] + s[a % 6] + t[a % 3] * 256 + w[a % 10] + (long)sizeof(s) + length(__func__); }
long f_globals(u8 a, s32 b) { scratch[a & 7] = b; bump(&scratch[a & 7]); shared_pair.first = b; return scratch[a & 7] + shared_pair.first / 2; }
long f_out_parameter(s32 a) { s32 x = a; bump(&x); bump(&x); s32 *p = &x, **q = &p; **q = twice(*p); return x; }
long f_bytes_of(u64 a) { u64 x = a; u8 *p = (u8 *)&x; u16 *h = (u16 *)(p + 2); *h = 0xbeef; return x ^ p[7]; }
long f_container(u8 a) { struct nested n = { .pairs[1].second = a }; u8 *m = &n.pairs[1].second; struct pair *p = (struct pair *)((char *)m - __builtin_offsetof(struct pair, second)); p->first = 3; return n.pairs[1].first + p->second + __builtin_offsetof(struct nested, whole); }
long f_pointer_integer(u32 a) { s32 x = a; u64 n = (u64)&x; s32 *p = (s32 *)(n | 0); return *p + ((void *)0 == (void *)p) + (p != 0) + !p; }
long f_fresh_locals(u8 a) { long s = 0; for (int i = 0; i < (a & 7); i++) { int k = 0; static const int step = 3; k += i * step; s += k; } return s; }
long f_compound_literals(s32 a) { s32 *p = (s32[]){ a, 2, 3 }; struct pair *q = &(struct pair){ a & 15, 4 }; p[1] += q->first; return p[0] + (long)p[1] * q->second + p[2]; }
long f_empty_aggregates(u8 a) { struct {} e; struct { u8 n; u8 flexible[]; } *v; struct { u8 n; u8 room[4]; } room = { 1, { 2, a, 4, 5 } }; v = (void *)&room; (void)e; return v->flexible[1] + sizeof(e) + sizeof(*v); }
long f_anonymous(u64 a) { struct nested n = { .whole = a }; n.high++; return n.low ^ n.high ^ n.bytes[7]; }
long f_self_assignment(u8 a) { s32 x[4] = { 1, 2, 3, 4 }; int i = a & 1; x[i++] += 10; x[++i] = x[0] + i; return x[0] + x[1] * 10 + x[2] * 100 + x[3] * 1000 + i; }
long f_loop_pointer(u8 a) { u8 buffer[16]; u8 *p = buffer, *end = buffer + sizeof buffer; while (p != end) *p++ = a++; u64 s = 0; while (p-- > buffer) s = s * 7 + *p; return s; }

/* Selected and evaluated by the compiler. */
#define KIND(x) _Generic((x), int: 1, unsigned long: 2, char *: 3, default: 4)
#define SAME(a, b) __builtin_types_compatible_p(__typeof__(a), b)
long f_generic(s32 a, u64 b) { char *p = 0; return KIND(a) + KIND(b) * 10 + KIND(p) * 100 + KIND((s16)a) * 1000 + a % 7; }
long f_choose(s32 a) { return __builtin_choose_expr(SAME(a, int), a / 3, (void)0) + SAME(a, long) + SAME(a, const int); }
long f_sizes(u8 a) { return sizeof(struct nested) + _Alignof(u64) * 100 + sizeof a + sizeof(a + a) + __alignof__(struct pair); }
long f_volatile(s32 a) { volatile s32 x = a; const volatile s32 *p = &x; x = x / 2; return *p + __extension__ 3; }
static void note_end(s32 *p) { scratch[0] = scratch[0] % 1000 * 10 + *p; }
long f_cleanup(u8 a) { scratch[0] = 0; { s32 x __attribute__((cleanup(note_end))) = 1; s32 y __attribute__((cleanup(note_end))) = 2; if (a & 1) goto out; y = 3; } scratch[0] += 1; out: return scratch[0]; }

/* Initialisers. */
struct flexible { int n; short values[]; };
static const struct flexible flexible = { 3, { 10, 20, 30 } };
static const struct pair *const literal_pair = &(const struct pair){ 11, 12 };
static const struct bits const_bits[] = { { .a = 5, .b = -3, .e = 1ul << 39 }, { 1, 2, 1, 1, 77, -1 } };
static const union { u32 word; u8 bytes[4]; } const_union = { .bytes = { 1, 2, 3, 4 } };
static const u8 ranges[16] = { [0 ... 3] = 1, [4 ... 9] = 2, [8] = 7 };
static const char strings[2][4] = { "ab", "wxyz" };
static s32 (*const table_of_functions[])(s32) = { twice, 0 };
long f_flexible(u8 a) { return flexible.n > (a & 3) ? flexible.values[a & 3] : -1; }
long f_file_literal(s32 a) { return literal_pair->first + literal_pair->second * (a % 10); }
long f_const_bits(u8 a) { const struct bits *b = &const_bits[a & 1]; return b->a + b->b * 10 + b->c * 100 + b->d * 1000 + (long)b->e + b->f; }
long f_const_union(u8 a) { return const_union.word + const_union.bytes[a & 3]; }
long f_ranges(u8 a) { return ranges[a & 15] + strings[a & 1][a & 3]; }
long f_function_table(u8 a) { return (table_of_functions[a & 1] ? 1 : 0) + (table_of_functions[0] == twice) * 2; }
long f_update(s32 a, u8 b) { struct pair p = { a, b }; struct { struct pair p; int z; } x = { .p = p, .p.second = 9, .z = 1 }; return x.p.first + x.p.second * 3 + x.z; }
long f_override(s32 a) { struct nested n = { .low = 1, .whole = a, .pairs[0].first = 2, .pairs[0] = { 3 } }; int x[3] = { [2] = a, [1] = 4, 5 }; return n.whole + n.pairs[0].first + x[0] + x[1] * 10 + x[2] * 100; }
long f_braces(s32 a) { s32 x = { a }; s32 *p = { &x }; struct { s32 v[2]; s32 w; } y = { 1, 2, a }, z[2] = { [1].w = 8, [0] = y }; return *p + y.v[1] + y.w + z[0].w * 2 + z[1].w; }
long f_zeroed(u8 a) { struct nested n = { 0 }; struct bits b = {}; u8 *p = (u8 *)&n; long s = 0; for (u32 i = 0; i < 24; i++) s += p[i]; return s + b.e + n.bytes[a & 7] + (n.name == 0); }

/* More of C's corners. */
struct node { struct node *next; s32 value; };
enum flags { F_LOW = 1u << 0, F_HIGH = 1u << 31 };
static int ping(u32 n);
static int pong(u32 n) { return n == 0 ? 2 : ping(n - 1); }
static int ping(u32 n) { return n == 0 ? 1 : pong(n - 1); }
static void set(s32 *to, s32 value) { if (!to) return; *to = value; }
static u32 fold(const u8 *bytes, u64 count) { u32 h = 5381; while (count--) h = h * 33 ^ *bytes++; return h; }
long f_list(u8 a, u8 b) { struct node n[4]; for (int i = 0; i < 4; i++) { n[i].value = a + i; n[i].next = i < (b & 3) ? &n[i + 1] : 0; } long s = 0; for (struct node *p = n; p; p = p->next) s = s * 10 + p->value; return s; }
long f_mutual(u8 a) { return ping(a & 7); }
long f_void_calls(s32 a) { s32 x = 1; set(a & 1 ? &x : 0, a); a > 3 ? set(&x, x / 2) : (void)0; return x; }
long f_hash(u64 a, u32 b) { u64 x[2] = { a, b }; return fold((const u8 *)x, sizeof x); }
long f_chain(s64 a) { u8 x; s16 y; s64 z; z = y = x = a; return x + y * 3 + z * 5; }
long f_struct_chain(s32 a) { struct pair p, q, r = { a, 4 }; p = q = r; q.first = 0; return p.first + q.second; }
long f_switch_wide(u64 a) { switch (a) { case 0x8000000000000000: return 1; case 0xffffffffffffffff: return 2; case 0x100000000 ... 0x1000000ff: return 3; } return 4; }
long f_switch_signed_range(s32 a) { switch (a) { case -200 ... -1: return 1; case 0 ... 99: return 2; } return 3; }
long f_switch_char(char a) { switch (a) { case '\x80': return 1; case -1: return 2; case 'd': return 3; default: return 4; } }
long f_loop_switch(u8 a) { long r = 0; for (int i = 0; i < 6; i++) { switch ((a >> i) & 3) { case 0: continue; case 1: r += 1; break; case 2: goto twos; default: r += 100; } r += 1000; continue; twos: r += 10; } return r; }
long f_enum_bits(u32 a) { enum flags f = a; return (f & F_HIGH) ? (long)(f & F_HIGH) : f & F_LOW; }
long f_not_evaluated(s32 a) { s32 x = a; long s = sizeof(x++) + sizeof(struct pair[3]) + __alignof__(x); return s + x; }
long f_bool_bits(s32 a, s32 b) { struct bits x = { .d = a }; x.d |= b; x.c = a > b; x.d ^= 1; return x.d * 2 + x.c - (x.a - 1 < 0); }
long f_bits_promote(u8 a) { struct bits x = { .a = a, .e = a }; return (x.a - 8 < 0) + (x.e - 300 < 0) * 2 + (~x.a < 0) * 4 + (long)(x.e << 30); }
long f_bits_increment(u8 a) { struct bits x = { .a = a, .b = a, .d = a }; long r = x.a++ + x.b--; x.d--; return r * 100 + x.a * 10 + x.b + x.d * 1000; }
long f_null_compare(s32 a) { s32 *p = a ? &a : (void *)0; return (p == 0) + (!p) * 2 + (p ? *p : -1) + (p != (s32 *)0) * 4; }
long f_pointer_short(s32 a) { s32 x = 3, *p = a > 1 ? &a : 0; return *(p ?: &x); }
long f_rows(u8 a) { s32 m[2][3] = { { 1, 2, 3 }, { 4, 5, 6 } }, (*row)[3] = m, *p = m[0]; row++; p += a % 3; return (*row)[0] + p[0] + (&m[1][2] - p) + *(*(m + 1) + 1) + (row == &m[1]); }
long f_negative_index(u8 a) { u16 x[4] = { 1, 2, 3, 4 }, *p = x + 3; return p[-(a & 3)] + (p - (s8)(a & 3))[0]; }
long f_shift_counts(u64 a, u64 b) { return (a << (b & 63)) + ((s8)a >> (b & 7)) + ((u8)a << (b & 15)) + (1 ? (u32)a >> (b & 31) : 0); }
long f_literals(u8 a) { return 0x80000000 + 2147483648 + -1u + 077 + 0b101 + 'ab' + sizeof("a" "b") + a * 1ull; }
long f_volatile_bits(u8 a) { volatile struct bits x = { 0 }; x.a = a; x.b += x.a; return x.b; }
long f_do_once(s32 a) { long r = 1; do { if (a < 0) break; r = 2; if (a > 100) continue; r = 3; } while (0); return r; }
long f_goto_statement(s32 a) { long r = 5; r += ({ if (a < 0) goto negative; a & 3; }); return r; negative: return -r; }
long f_nested_loops(u8 a, u8 b) { int n = 0; for (u8 i = a; i; i >>= 1) { for (u8 j = b;; j >>= 1) { if (!j) break; if (j == i) goto found; n++; } n += 100; } return n; found: return -n - 1; }
long f_union_bits(u16 a) { union { struct { u16 low : 4, mid : 8, high : 4; }; u16 whole; } u; u.whole = a; u.mid ^= 0xff; return u.whole + u.high; }
long f_casts(s64 a) { return (s64)(s32)a + (u32)(s16)a + (_Bool)(a & 2) + (s8)(u64)a + (s64)(u8 *)(a & 0xff) + (enum colour)a; }
long f_unary(s8 a) { return +a + -a * 2 + ~a * 3 + !a * 4 + !!a * 5 - -a; }
long f_signed_mix(s32 a, u64 b, u16 c) { return (a > b) + (a + b > c) * 2 + (c - 70000 < 0) * 4 + (a / (s64)(c + 1)) + (s64)(b % (c + 1u)); }
long f_array_in_struct(u8 a) { struct { u8 x[4]; } p = { { 1, 2, 3, a } }, q = p; q.x[a & 3]++; return p.x[3] + q.x[0] + q.x[3] * 256 + (a & 1 ? p : q).x[a & 3]; }
long f_static_tables(u8 a) { static const struct { const char *name; s32 v; } t[] = { { "x", 1 }, { "yy", 2 }, { 0 } }; for (u32 i = 0; t[i].name; i++) if (length(t[i].name) == (a & 3)) return t[i].v; return -1; }
long f_address_in_code(u8 a) { u64 at[2]; for (u32 i = 0; i < 2; i++) at[i] = ({ __label__ here; here: (u64)&&here; }); return (at[0] != 0) + 2 * (at[0] == at[1]) + a; }
long f_distance_of_pointers(u64 a, u64 b) { return (s32 *)a - (s32 *)b; }
