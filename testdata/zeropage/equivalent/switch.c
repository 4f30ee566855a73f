// A switch over the two flags that matter.
// expect-clean
#include <linux/mm.h>

bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	if (mm_forbids_zeropage(vma->vm_mm))
		return false;
	switch (vma->vm_flags & (VM_WRITE | VM_MAYWRITE)) {
	case 0:
		return true;
	case VM_MAYWRITE:
	case VM_MAYWRITE | VM_WRITE:
		if (!(vma->vm_flags & VM_SHARED))
			return true;
		__attribute__((__fallthrough__));
	default:
		break;
	}
	return vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma->vm_flags & VM_IO);
}
