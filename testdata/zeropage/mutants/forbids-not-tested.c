// The mm is not asked.
#define mm_forbids_zeropage(mm) ((mm)->forbids_zeropage)
#include <linux/mm.h>

bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	if (is_cow_mapping(vma->vm_flags))
		return true;
	if (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))
		return true; // expect-error {{contract: Shouldn't this return false? The mm forbids}}
	return vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma->vm_flags & VM_IO);
}
