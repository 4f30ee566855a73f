/* A stand-in for the kernel's: the idioms that the fixtures use, in the fewest words. */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value) (*(volatile __typeof__(x) *)&(x) = (value))
#define BUILD_BUG_ON_INVALID(e) ((void)(sizeof((long)(e))))

#define EPERM 1
#define ENOENT 2
#define ENOMEM 12
#define EACCES 13
#define EFAULT 14
#define EBUSY 16
#define EAGAIN 11
#define ENODEV 19
#define ERANGE 34
#define EINVAL 22
#define MAX_ERRNO 4095

static inline void *ERR_PTR(long error) { return (void *)error; }
static inline long PTR_ERR(const void *ptr) { return (long)ptr; }
static inline bool IS_ERR(const void *ptr) { return unlikely((unsigned long)ptr >= (unsigned long)-MAX_ERRNO); }

_Noreturn void panic(const char *fmt, ...);
int _printk(const char *fmt, ...);
#define BUG_ON(condition)                                                                                              \
	do {                                                                                                           \
		if (unlikely(condition))                                                                               \
			panic("BUG");                                                                                  \
	} while (0)

/* As in a kernel without CONFIG_DEBUG_VM, unless the fixture says otherwise. */
#ifndef VM_WARN_ON_ONCE
#define VM_WARN_ON_ONCE(condition) BUILD_BUG_ON_INVALID(condition)
#endif

#endif
