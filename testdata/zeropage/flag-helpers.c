// After the conversion to flag helpers: other words, the same decisions. vm_mixed_ok() takes a plain number.
// expect-clean
#include <linux/vma_flags.h>

static bool vm_mixed_zeropage_allowed(struct vm_area_struct *vma)
{
	VM_WARN_ON_ONCE(vma_test(vma, VMA_PFNMAP_BIT));
	if (mm_forbids_zeropage(vma->vm_mm))
		return false;
	if (vma_is_cow(vma))
		return true;
	if (!vma_test_any(vma, VMA_WRITE_BIT, VMA_MAYWRITE_BIT))
		return true;
	return vma->vm_ops && vma->vm_ops->pfn_mkwrite && (vma_is_fsdax(vma) || vma_test(vma, VMA_IO_BIT));
}

int validate_page_before_insert(struct vm_area_struct *vma, struct page *page)
{
	struct folio *folio = page_folio(page);

	if (!folio_ref_count(folio))
		return -EINVAL;
	if (unlikely(is_zero_folio(folio)))
		return vm_mixed_zeropage_allowed(vma) ? 0 : -EINVAL;
	if (folio_test_anon(folio) || folio_test_slab(folio) || page_has_type(page))
		return -EINVAL;
	flush_dcache_folio(folio);
	return 0;
}

bool vm_mixed_ok(struct vm_area_struct *vma, unsigned long pfn, bool mkwrite)
{
	if (unlikely(is_zero_pfn(pfn)) && (mkwrite || !vm_mixed_zeropage_allowed(vma)))
		return false;
	return vma_test(vma, VMA_MIXEDMAP_BIT) || is_zero_pfn(pfn);
}
