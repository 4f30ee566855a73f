/* A stand-in for the flag helpers of 2025: flags by bit number, in a struct that shares its word with vm_flags. */
#ifndef _LINUX_VMA_FLAGS_H
#define _LINUX_VMA_FLAGS_H

#define VMA_FLAGS_IN_A_STRUCT
#include <linux/mm.h>

enum vma_flag {
	VMA_WRITE_BIT = 1,
	VMA_SHARED_BIT = 3,
	VMA_MAYWRITE_BIT = 5,
	VMA_PFNMAP_BIT = 10,
	VMA_IO_BIT = 14,
	VMA_MIXEDMAP_BIT = 28,
};

static inline bool vma_test(const struct vm_area_struct *vma, enum vma_flag bit)
{
	return vma->flags.word >> bit & 1;
}

static inline bool vma_test_any(const struct vm_area_struct *vma, enum vma_flag a, enum vma_flag b)
{
	return vma->flags.word & (1ul << a | 1ul << b);
}

static inline bool vma_is_cow(const struct vm_area_struct *vma)
{
	return vma_test(vma, VMA_MAYWRITE_BIT) && !vma_test(vma, VMA_SHARED_BIT);
}

#endif
