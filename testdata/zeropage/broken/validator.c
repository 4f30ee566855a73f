// A validator that says the opposite of what it should, everywhere but where the page count is 0.
#include <linux/zeropage.h>

int validate_page_before_insert(struct vm_area_struct *vma, struct page *page)
{
	struct folio *folio = page_folio(page);

	if (!folio_ref_count(folio))
		return -EINVAL;
	if (is_zero_folio(folio)) {
		if (!vm_mixed_zeropage_allowed(vma))
			return 0; // expect-error {{contract: Shouldn't this refuse the zeropage with -EINVAL?}}
		return -EINVAL; // expect-error {{contract: Shouldn't this accept the zeropage?}}
	}
	if (folio_test_anon(folio) || page_has_type(page))
		return 0; // expect-error {{contract: Shouldn't this refuse the page with -EINVAL?}}
	return -EINVAL; // expect-error {{contract: Shouldn't this accept the page?}}
}
