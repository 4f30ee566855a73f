// Functions in the kernel's manner that the identity tests rewrite and mutate.
#pragma once

#include <map>
#include <stdexcept>
#include <string>

namespace kverdict {

inline const std::string Prelude = R"(
#define NULL ((void *)0)
#define true 1
#define false 0
#define EPERM 1
#define EIO 5
#define ENOMEM 12
#define EACCES 13
#define EFAULT 14
#define EBUSY 16
#define EINVAL 22
#define VM_READ 1ul
#define VM_WRITE 2ul
#define VM_EXEC 4ul
#define VM_SHARED 8ul
#define VM_MAYWRITE 32ul
#define VM_IO 0x4000ul
typedef _Bool bool;
typedef unsigned int vm_fault_t;
enum vm_fault_reason { VM_FAULT_OOM = 1, VM_FAULT_SIGBUS = 2, VM_FAULT_NOPAGE = 0x100 };
struct ops { int (*open)(int); int (*mkwrite)(int); };
struct area { unsigned long flags; const struct ops *ops; struct file *file; int count; unsigned ro : 1; unsigned level : 3; };
struct file { unsigned mode; struct area *area; int owner; };
enum state { IDLE, BUSY, DEAD };
int opaque(int);
int poke(struct area *);
struct area *find(unsigned long);
void lock(int *);
extern int limit;
#define MAX_ERRNO 4095
static inline void *ERR_PTR(long error) { return (void *)error; }
static inline bool IS_ERR(const void *ptr) { return (unsigned long)ptr >= (unsigned long)-MAX_ERRNO; }
)";

/// By name; each defines f().
inline const std::map<std::string, std::string> &bases() {
  static const std::map<std::string, std::string> Texts = {
      {"policy", R"(
bool f(struct area *vma)
{
	if (vma->ro)
		return false;
	if ((vma->flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE)
		return true;
	if (!(vma->flags & (VM_WRITE | VM_MAYWRITE)))
		return true;
	return vma->ops && vma->ops->mkwrite && (vma->file || vma->flags & VM_IO);
}
)"},
      {"validate", R"(
int f(struct file *file, int owner, unsigned mode)
{
	if (!file)
		return -EINVAL;
	if (owner < 0 || owner > 100)
		return -EINVAL;
	if (file->owner != owner)
		return -EPERM;
	if (mode & ~file->mode)
		return -EACCES;
	return 0;
}
)"},
      {"errors", R"(
int f(struct area *a, int what)
{
	int err;

	err = opaque(what);
	if (err)
		return err;
	if (a->count >= limit)
		return -EBUSY;
	return 0;
}
)"},
      {"fault", R"(
vm_fault_t f(struct area *a, unsigned long addr)
{
	if (addr < 4096)
		return VM_FAULT_SIGBUS;
	if (!(a->flags & VM_READ))
		return VM_FAULT_SIGBUS;
	if (a->count > 8)
		return VM_FAULT_OOM;
	return VM_FAULT_NOPAGE;
}
)"},
      {"pointer", R"(
struct area *f(struct file *file, unsigned long key)
{
	if (!file)
		return ERR_PTR(-EINVAL);
	if (key == 0)
		return ERR_PTR(-EFAULT);
	return file->area;
}
)"},
      {"finder", R"(
struct area *f(struct file *file, int n)
{
	if (!file->area)
		return NULL;
	if (file->area->count < n)
		return NULL;
	return file->area;
}
)"},
      {"number", R"(
int f(int x, int low, int high)
{
	if (x < low)
		return low;
	if (x > high)
		return high;
	return x;
}
)"},
      {"machine", R"(
int f(enum state s, unsigned flags)
{
	switch (s) {
	case IDLE:
		return flags & 1 ? -EBUSY : 0;
	case BUSY:
		if (flags & 2)
			return -EIO;
		/* fall through */
	case DEAD:
		return -EPERM;
	}
	return -EINVAL;
}
)"},
      {"loop", R"(
int f(unsigned bits)
{
	int n = 0, i;

	for (i = 0; i < 8; i++)
		if (bits & (1u << i))
			n += i;
	return n > 9 ? -EINVAL : 0;
}
)"},
      {"rounds", R"(
int f(struct area *a, int n)
{
	int i, err;

	for (i = 0; i < n; i++) {
		if (a->flags & VM_IO)
			return -EIO;
		err = poke(a);
		if (err)
			return err;
		a->count ^= i;
	}
	return 0;
}
)"},
      {"walk", R"(
struct area *f(struct area *p, int n)
{
	while (p) {
		if (p->count > n)
			return p;
		if (!p->file)
			break;
		p = p->file->area;
	}
	return NULL;
}
)"},
      {"writer", R"(
int f(struct area *a, unsigned long flags)
{
	if (a->ro)
		return -EACCES;
	a->flags |= flags;
	a->count++;
	return 0;
}
)"},
      {"probe", R"(
int f(struct area *a)
{
	int token = a->count;

	lock(&token);
	if (token < 0)
		return -EBUSY;
	if (poke(a))
		return -EIO;
	return a->count ? 0 : -EINVAL;
}
)"},
  };
  return Texts;
}

/// A base with one of its texts replaced; fails loudly if that is not there exactly once.
inline std::string changed(const std::string &Base, const std::string &From, const std::string &To) {
  std::string Text = bases().at(Base);
  const size_t At = Text.find(From);
  if (At == std::string::npos || (!From.empty() && Text.find(From, At + 1) != std::string::npos))
    throw std::runtime_error(Base + " does not have, exactly once: " + From);
  return Prelude + Text.replace(At, From.size(), To);
}

inline std::string unchanged(const std::string &Base) { return Prelude + bases().at(Base); }

} // namespace kverdict
