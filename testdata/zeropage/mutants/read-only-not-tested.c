// Mappings that can never be written to are treated like writable ones.
#include <linux/mm.h>

bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	if (mm_forbids_zeropage(vma->vm_mm))
		return false;
	if (is_cow_mapping(vma->vm_flags))
		return true;
	return vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma->vm_flags & VM_IO); // expect-error {{contract: Shouldn't this return true? A mapping that can never}} expect-warning {{non-monotone: the same state is}}
}
