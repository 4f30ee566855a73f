/* What every generated function finds: types, globals and functions that are not looked into. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long s64;
#define NULL ((void *)0)
#define bool _Bool
#define true 1
#define false 0
#define READ_ONCE(x) (*(const volatile typeof(x) *)&(x))
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define EPERM 1
#define EACCES 13
#define EINVAL 22
#define VM_READ 1ul
#define VM_WRITE 2ul
#define VM_SHARED 8ul
#define VM_IO 0x4000ul
#define VM_HIGH (1ul << 40)

enum mode { M_NONE, M_READ = 1, M_WRITE = 2, M_BOTH = 3, M_ODD = 7, M_NEGATIVE = -5 };
enum level { L_LOW = 1, L_MIDDLE = 4, L_HIGH = 9 };

struct ops {
	u64 mask;
	s32 kind;
	bool ready;
};

struct inner {
	s16 small;
	u32 word;
	struct ops *ops;
};

struct pte {
	u64 value;
};

union both {
	u32 word;
	u16 half[2];
	u8 byte[4];
};

struct obj {
	u64 flags;
	s32 count;
	u32 low : 3;
	u32 middle : 7;
	s32 sign : 4;
	bool bit : 1;
	u8 byte;
	enum mode mode;
	enum level level;
	bool ok;
	struct inner in;
	struct obj *next;
	struct ops *ops;
	s64 big;
	u16 half;
	union both both;
	struct pte pte;
	union {
		u64 whole;
		struct {
			u32 first, second;
		};
	};
	s32 array[3];
};

static u64 g_flags;
static s32 g_limit;
static bool g_on;
static struct obj g_obj;
static struct obj *g_ptr;
static const u32 g_mask = 0xf0f0;
static s32 g_cleaned;

/* Of variables whose scope ends. */
static inline void clean(s32 *due)
{
	g_cleaned = g_cleaned * 3 + *due % 8;
}

s32 ext_int(s32);
u64 ext_flags(const struct obj *);
bool ext_ok(const struct obj *, u64);
struct obj *ext_find(s32);
s32 ext_change(struct obj *);
s32 ext_fill(s32 *);
