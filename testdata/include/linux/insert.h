/* For fixtures that hold a part of mm/memory.c only: what the part calls. */
#ifndef _LINUX_INSERT_H
#define _LINUX_INSERT_H

#include <linux/mm.h>

static inline int insert_page_into_pte_locked(struct vm_area_struct *vma, pte_t *pte, unsigned long addr,
					      struct page *page, pgprot_t prot)
{
	struct folio *folio = page_folio(page);
	pte_t entry = mk_pte(page, prot);

	if (!pte_none(ptep_get(pte)))
		return -EBUSY;
	if (is_zero_folio(folio))
		entry = pte_mkspecial(entry);
	else
		folio_get(folio);
	set_pte_at(vma->vm_mm, addr, pte, entry);
	return 0;
}

#endif
