// The whole as one expression.
// expect-clean
#include <linux/mm.h>

bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	vm_flags_t flags = READ_ONCE(vma->vm_flags);

	return !mm_forbids_zeropage(vma->vm_mm) &&
	       (is_cow_mapping(flags) || !(flags & (VM_WRITE | VM_MAYWRITE)) ||
		(vma->vm_ops && vma->vm_ops->pfn_mkwrite && (flags & VM_IO || vma_is_fsdax(vma))));
}
