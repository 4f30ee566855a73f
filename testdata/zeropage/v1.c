// The first version of the series, with both defects that its review found. The validator does not look at the page
// count either; the second version moved the test there.
#include <linux/insert.h>
#include <linux/pfn_t.h>
static bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	VM_WARN_ON_ONCE(vma->vm_flags & VM_PFNMAP);
	if (mm_forbids_zeropage(vma->vm_mm))
		return false;
	if (is_cow_mapping(vma->vm_flags))
		return true;
	// Nothing can ever be written.
	if (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))
		return false; // expect-error {{inverted-return: Shouldn't this return true?}} expect-warning {{non-monotone: the same state is}}
	return vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma->vm_flags & VM_IO);
}

static int validate_page_before_insert(struct vm_area_struct *vma, struct page *page)
{
	struct folio *folio = page_folio(page);

	if (unlikely(is_zero_folio(folio)))
		return vm_mixed_zeropage_allowed(vma) ? 0 : -EINVAL;
	if (folio_test_anon(folio) || folio_test_slab(folio) || page_has_type(page))
		return -EINVAL;
	flush_dcache_folio(folio);
	return 0; // expect-error {{contract: Shouldn't this refuse a page whose count is 0}}
}

static int insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page, pgprot_t prot)
{
	spinlock_t *ptl;
	pte_t *pte;
	int err;

	err = validate_page_before_insert(vma, page);
	if (err)
		goto out;
	err = -ENOMEM;
	pte = get_locked_pte(vma->vm_mm, addr, &ptl);
	if (!pte)
		goto out;
	err = insert_page_into_pte_locked(vma, pte, addr, page, prot);
	spin_unlock(ptl);
out:
	return err;
}

int insert_page_in_batch_locked(struct vm_area_struct *vma, pte_t *pte, unsigned long addr, struct page *page,
				pgprot_t prot)
{
	int err;

	if (!page_count(page)) // expect-error {{blocking-guard: Doesn't this keep the zeropage out?}}
		return -EINVAL;
	err = validate_page_before_insert(vma, page);
	if (err)
		return err;
	return insert_page_into_pte_locked(vma, pte, addr, page, prot);
}

int vm_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page)
{
	if (addr < vma->vm_start || addr >= vma->vm_end)
		return -EFAULT;
	if (!page_count(page)) // expect-error {{blocking-guard: Doesn't this keep the zeropage out?}}
		return -EINVAL;
	if (!(vma->vm_flags & VM_MIXEDMAP)) {
		BUG_ON(mmap_read_trylock(vma->vm_mm));
		BUG_ON(vma->vm_flags & VM_PFNMAP);
		vm_flags_set(vma, VM_MIXEDMAP);
	}
	return insert_page(vma, addr, page, vma->vm_page_prot);
}

static bool vm_mixed_ok(struct vm_area_struct *vma, pfn_t pfn, bool mkwrite)
{
	bool zeropage = is_zero_pfn(pfn_t_to_pfn(pfn));

	if (unlikely(zeropage) && (mkwrite || !vm_mixed_zeropage_allowed(vma)))
		return false;
	return (vma->vm_flags & VM_MIXEDMAP) || pfn_t_devmap(pfn) || pfn_t_special(pfn) || zeropage;
}

vm_fault_t __vm_insert_mixed(struct vm_area_struct *vma, unsigned long addr, pfn_t pfn, bool mkwrite)
{
	if (!vm_mixed_ok(vma, pfn, mkwrite))
		return VM_FAULT_SIGBUS;
	if (addr < vma->vm_start || addr >= vma->vm_end)
		return VM_FAULT_SIGBUS;
	return insert_pfn(vma, addr, pfn, mkwrite);
}
