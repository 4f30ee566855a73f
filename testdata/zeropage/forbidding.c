// An architecture that can forbid the zeropage, in a kernel that checks its warnings.
// expect-clean
#define mm_forbids_zeropage(mm) ((mm)->forbids_zeropage)
#define VM_WARN_ON_ONCE(condition)                                                                                     \
	do {                                                                                                           \
		if (unlikely(condition))                                                                               \
			_printk("%s\n", #condition);                                                                   \
	} while (0)
#include <linux/mm.h>

bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	VM_WARN_ON_ONCE(vma->vm_flags & VM_PFNMAP);
	if (mm_forbids_zeropage(vma->vm_mm))
		return false;
	if (is_cow_mapping(vma->vm_flags))
		return true;
	if (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))
		return true;
	return vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma->vm_flags & VM_IO);
}
