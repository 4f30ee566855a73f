// Through a local variable and a label.
// expect-clean
#include <linux/mm.h>

bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	bool allowed = false;

	if (mm_forbids_zeropage(vma->vm_mm))
		goto out;
	allowed = true;
	if (is_cow_mapping(vma->vm_flags))
		goto out;
	if (!(vma->vm_flags & VM_WRITE) && !(vma->vm_flags & VM_MAYWRITE))
		goto out;
	allowed = vma->vm_ops && vma->vm_ops->pfn_mkwrite;
	if (!vma_is_fsdax(vma))
		allowed &= !!(vma->vm_flags & VM_IO);
out:
	return allowed;
}
