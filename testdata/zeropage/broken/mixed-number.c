// vm_mixed_ok() turned around, in newer trees, where a pfn is a plain number.
#include <linux/zeropage.h>

bool vm_mixed_ok(struct vm_area_struct *vma, unsigned long pfn, bool mkwrite)
{
	if (is_zero_pfn(pfn) && (mkwrite || !vm_mixed_zeropage_allowed(vma)))
		return true; // expect-error {{contract: Shouldn't this return false? The zeropage must not}}
	if ((vma->vm_flags & VM_MIXEDMAP) || is_zero_pfn(pfn))
		return false; // expect-error {{contract: Shouldn't this return true? vm_normal_page() understands}}
	return true; // expect-error {{contract: Shouldn't this return false? vm_normal_page() would take}}
}
