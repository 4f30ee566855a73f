/* A stand-in: page frame numbers with flags, which newer kernels no longer have. */
#ifndef _LINUX_PFN_T_H
#define _LINUX_PFN_T_H

#include <linux/mm_types.h>

#define PFN_DEV (1ull << 61)
#define PFN_MAP (1ull << 60)
#define PFN_SPECIAL (1ull << 59)
#define PFN_FLAGS_MASK (0xfffull << 52)

static inline unsigned long pfn_t_to_pfn(pfn_t pfn)
{
	return pfn.val & ~PFN_FLAGS_MASK;
}

static inline bool pfn_t_devmap(pfn_t pfn)
{
	const unsigned long long flags = PFN_DEV | PFN_MAP;

	return (pfn.val & flags) == flags;
}

static inline bool pfn_t_special(pfn_t pfn)
{
	return pfn.val & PFN_SPECIAL;
}

vm_fault_t insert_pfn(struct vm_area_struct *vma, unsigned long addr, pfn_t pfn, bool mkwrite);

#endif
