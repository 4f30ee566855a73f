// VM_WRITE left out of the mask: VM_WRITE comes with VM_MAYWRITE in all mappings that there are.
// expect-clean
#include <linux/mm.h>

bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	if (mm_forbids_zeropage(vma->vm_mm))
		return false;
	if (is_cow_mapping(vma->vm_flags))
		return true;
	if (!(vma->vm_flags & VM_MAYWRITE))
		return true;
	return vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma->vm_flags & VM_IO);
}
