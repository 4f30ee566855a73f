// Before the series: there is no rule for the zeropage, so the test of the page count breaks none.
// expect-clean
#include <linux/insert.h>
#include <linux/pfn_t.h>

static int validate_page_before_insert(struct page *page)
{
	struct folio *folio = page_folio(page);

	if (folio_test_anon(folio) || PageSlab(page) || page_has_type(page))
		return -EINVAL;
	flush_dcache_folio(folio);
	return 0;
}

int insert_page_in_batch_locked(struct vm_area_struct *vma, pte_t *pte, unsigned long addr, struct page *page,
				pgprot_t prot)
{
	int err;

	if (!page_count(page))
		return -EINVAL;
	err = validate_page_before_insert(page);
	if (err)
		return err;
	return insert_page_into_pte_locked(vma, pte, addr, page, prot);
}

static bool vm_mixed_ok(struct vm_area_struct *vma, pfn_t pfn)
{
	return (vma->vm_flags & VM_MIXEDMAP) || pfn_t_devmap(pfn) || pfn_t_special(pfn) ||
	       is_zero_pfn(pfn_t_to_pfn(pfn));
}

vm_fault_t __vm_insert_mixed(struct vm_area_struct *vma, unsigned long addr, pfn_t pfn, bool mkwrite)
{
	BUG_ON(!vm_mixed_ok(vma, pfn));
	if (addr < vma->vm_start || addr >= vma->vm_end)
		return VM_FAULT_SIGBUS;
	return insert_pfn(vma, addr, pfn, mkwrite);
}
