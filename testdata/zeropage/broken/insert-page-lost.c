// insert_page() inserts the page and says that it did not.
#include <linux/insert.h>
#include <linux/zeropage.h>

static int validate_page_before_insert(struct vm_area_struct *vma, struct page *page)
{
	struct folio *folio = page_folio(page);

	if (!folio_ref_count(folio))
		return -EINVAL;
	if (is_zero_folio(folio))
		return vm_mixed_zeropage_allowed(vma) ? 0 : -EINVAL;
	return folio_test_anon(folio) || folio_test_slab(folio) || page_has_type(page) ? -EINVAL : 0;
}

int insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page, pgprot_t prot)
{
	int err = validate_page_before_insert(vma, page);
	spinlock_t *ptl;
	pte_t *pte;

	if (err)
		return err;
	pte = get_locked_pte(vma->vm_mm, addr, &ptl);
	if (!pte)
		return -ENOMEM;
	err = insert_page_into_pte_locked(vma, pte, addr, page, prot);
	spin_unlock(ptl);
	return err ? err : -EFAULT; // expect-error {{contract: Shouldn't this insert the page?}}
}
