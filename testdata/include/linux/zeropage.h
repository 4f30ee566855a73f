/* For fixtures about the callers of the rule: the rule itself, as it was merged. */
#ifndef _LINUX_ZEROPAGE_H
#define _LINUX_ZEROPAGE_H

#include <linux/mm.h>

static inline bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	if (is_cow_mapping(vma->vm_flags) || !(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))
		return true;
	return vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma->vm_flags & VM_IO);
}

#endif
