// Nested, with the tests the other way round.
// expect-clean
#include <linux/mm.h>

bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	if (mm_forbids_zeropage(vma->vm_mm))
		return false;
	if (vma->vm_flags & (VM_WRITE | VM_MAYWRITE)) {
		if (!is_cow_mapping(vma->vm_flags)) {
			if (!vma->vm_ops || !vma->vm_ops->pfn_mkwrite)
				return false;
			if (!vma_is_fsdax(vma))
				return !!(vma->vm_flags & VM_IO);
		}
	}
	return true;
}
