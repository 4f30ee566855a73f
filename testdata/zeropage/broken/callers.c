// Ways of inserting a page that do not heed the validator: one refuses the zeropage by itself, one inserts all.
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
	spinlock_t *ptl;
	pte_t *pte;
	int err;

	if (is_zero_folio(page_folio(page))) // expect-error {{blocking-guard: Doesn't this keep the zeropage out?}}
		return -EINVAL; // expect-warning {{sibling-divergence: Is this meant for insert_page() alone?}}
	if (validate_page_before_insert(vma, page))
		return -EINVAL;
	pte = get_locked_pte(vma->vm_mm, addr, &ptl);
	if (!pte)
		return -ENOMEM;
	err = insert_page_into_pte_locked(vma, pte, addr, page, prot);
	spin_unlock(ptl);
	return err;
}

int insert_page_in_batch_locked(struct vm_area_struct *vma, pte_t *pte, unsigned long addr, struct page *page,
				pgprot_t prot)
{
	int err = validate_page_before_insert(vma, page);

	if (err == -EBUSY)
		return err;
	return insert_page_into_pte_locked(vma, pte, addr, page, prot); // expect-error {{contract: Shouldn't this refuse the page}}
}
