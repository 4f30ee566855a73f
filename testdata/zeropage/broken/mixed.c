// vm_mixed_ok() turned around, and a caller that does not heed it.
#include <linux/pfn_t.h>
#include <linux/zeropage.h>

bool vm_mixed_ok(struct vm_area_struct *vma, pfn_t pfn, bool mkwrite)
{
	if (is_zero_pfn(pfn_t_to_pfn(pfn)) && (mkwrite || !vm_mixed_zeropage_allowed(vma)))
		return true; // expect-error {{contract: Shouldn't this return false? The zeropage must not}}
	if ((vma->vm_flags & VM_MIXEDMAP) || pfn_t_devmap(pfn) || pfn_t_special(pfn) || is_zero_pfn(pfn_t_to_pfn(pfn)))
		return false; // expect-error {{contract: Shouldn't this return true? vm_normal_page() understands}}
	return true; // expect-error {{contract: Shouldn't this return false? vm_normal_page() would take}}
}

vm_fault_t __vm_insert_mixed(struct vm_area_struct *vma, unsigned long addr, pfn_t pfn, bool mkwrite)
{
	if (!vm_mixed_ok(vma, pfn, mkwrite))
		return VM_FAULT_NOPAGE; // expect-error {{contract: Shouldn't this end in VM_FAULT_SIGBUS?}} expect-error {{contract: Shouldn't this end in VM_FAULT_SIGBUS? The address is none of this mapping.}}
	if (addr < vma->vm_start || addr >= vma->vm_end)
		return VM_FAULT_SIGBUS;
	return insert_pfn(vma, addr, pfn, mkwrite);
}
