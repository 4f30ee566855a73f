// Both defects, the flags tested one by one and the count compared with 0.
#include <linux/insert.h>

static bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	if (mm_forbids_zeropage(vma->vm_mm))
		return false;
	if (is_cow_mapping(vma->vm_flags))
		return true;
	if (!(vma->vm_flags & VM_WRITE) && !(vma->vm_flags & VM_MAYWRITE))
		return false; // expect-error {{inverted-return: Shouldn't this return true?}} expect-warning {{non-monotone: the same state is}}
	return vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma->vm_flags & VM_IO);
}

static int validate_page_before_insert(struct vm_area_struct *vma, struct page *page)
{
	struct folio *folio = page_folio(page);

	if (is_zero_folio(folio))
		return vm_mixed_zeropage_allowed(vma) ? 0 : -EINVAL;
	if (folio_test_anon(folio) || page_has_type(page))
		return -EINVAL;
	return 0; // expect-error {{contract: Shouldn't this refuse a page whose count is 0}}
}

int insert_page_in_batch_locked(struct vm_area_struct *vma, pte_t *pte, unsigned long addr, struct page *page,
				pgprot_t prot)
{
	int err;

	if (page_count(page) == 0) // expect-error {{blocking-guard: Doesn't this keep the zeropage out?}}
		return -EINVAL;
	err = validate_page_before_insert(vma, page);
	if (err)
		return err;
	return insert_page_into_pte_locked(vma, pte, addr, page, prot);
}
