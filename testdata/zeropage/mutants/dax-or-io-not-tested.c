// GUP can pin the zeropage before pfn_mkwrite() replaces it.
#include <linux/mm.h>

bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	if (mm_forbids_zeropage(vma->vm_mm))
		return false;
	if (is_cow_mapping(vma->vm_flags))
		return true;
	if (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))
		return true;
	return vma->vm_ops && vma->vm_ops->pfn_mkwrite; // expect-error {{contract: Shouldn't this return false? The mapping is shared}}
}
