// The first defect in the words of the flag helpers.
#include <linux/vma_flags.h>

bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	if (mm_forbids_zeropage(vma->vm_mm))
		return false;
	if (vma_is_cow(vma))
		return true;
	if (!vma_test_any(vma, VMA_WRITE_BIT, VMA_MAYWRITE_BIT))
		return false; // expect-error {{inverted-return: Shouldn't this return true?}}
	return vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma_test(vma, VMA_IO_BIT));
}
