// Both defects, through local variables.
#include <linux/insert.h>

static bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	bool allowed;

	if (mm_forbids_zeropage(vma->vm_mm))
		return false;
	if (is_cow_mapping(vma->vm_flags))
		return true;
	if (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))
		allowed = false; // expect-error {{inverted-return: Shouldn't this return true?}}
	else
		allowed = vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma->vm_flags & VM_IO);
	return allowed; // expect-warning {{non-monotone: the same state is}}
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
	int err, ret;

	ret = page_count(page) ? 0 : -EINVAL;
	if (ret) // expect-error {{blocking-guard: Doesn't this keep the zeropage out?}}
		return ret;
	err = validate_page_before_insert(vma, page);
	if (err)
		return err;
	return insert_page_into_pte_locked(vma, pte, addr, page, prot);
}
