// The batch helper's test of the page count, on top of a validator that makes it too: redundant, but it blocks nothing.
// expect-clean
#include <linux/insert.h>

static bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	return is_cow_mapping(vma->vm_flags) || !(vma->vm_flags & VM_MAYWRITE) ||
	       (vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma->vm_flags & VM_IO));
}

static int validate_page_before_insert(struct vm_area_struct *vma, struct page *page)
{
	struct folio *folio = page_folio(page);

	if (!folio_ref_count(folio))
		return -EINVAL;
	if (is_zero_folio(folio))
		return vm_mixed_zeropage_allowed(vma) ? 0 : -EINVAL;
	return folio_test_anon(folio) || page_has_type(page) || folio_test_slab(folio) ? -EINVAL : 0;
}

int insert_page_in_batch_locked(struct vm_area_struct *vma, pte_t *pte, unsigned long addr, struct page *page,
				pgprot_t prot)
{
	int err;

	if (!page_count(page))
		return -EINVAL;
	err = validate_page_before_insert(vma, page);
	return err ? err : insert_page_into_pte_locked(vma, pte, addr, page, prot);
}
