/* A stand-in for the kernel's: what contracts and policy functions call. */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/mm_types.h>

#define VM_READ 0x1ul
#define VM_WRITE 0x2ul
#define VM_EXEC 0x4ul
#define VM_SHARED 0x8ul
#define VM_MAYREAD 0x10ul
#define VM_MAYWRITE 0x20ul
#define VM_MAYSHARE 0x80ul
#define VM_PFNMAP 0x400ul
#define VM_IO 0x4000ul
#define VM_MIXEDMAP (1ul << 28)

/* Mappings. */

#ifndef mm_forbids_zeropage
#define mm_forbids_zeropage(mm) (0)
#endif

static inline bool is_cow_mapping(vm_flags_t flags)
{
	return (flags & VM_MAYWRITE) && !(flags & VM_SHARED);
}

#define S_DAX 0x2000
#define S_CHARDEV 0020000
static inline bool vma_is_fsdax(const struct vm_area_struct *vma)
{
	const struct inode *inode;

	if (!vma->vm_file)
		return false;
	inode = vma->vm_file->f_inode;
	return (inode->i_flags & S_DAX) && inode->i_mode != S_CHARDEV;
}

static inline void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags |= flags;
}

int mmap_read_trylock(struct mm_struct *mm);

/* Pages. */

extern struct page *vmemmap;
extern unsigned long zero_pfn;

#define page_to_pfn(page) ((unsigned long)((page) - vmemmap))
#define pfn_to_page(pfn) (vmemmap + (pfn))

static inline bool is_zero_pfn(unsigned long pfn)
{
	return pfn == zero_pfn;
}

static inline struct page *compound_head(const struct page *page)
{
	unsigned long head = READ_ONCE(page->compound_head);

	return (struct page *)(head & 1 ? head - 1 : (unsigned long)page);
}

#define page_folio(p) ((struct folio *)compound_head(p))

static inline bool is_zero_folio(const struct folio *folio)
{
	return is_zero_pfn(page_to_pfn(&folio->page));
}

static inline int folio_ref_count(const struct folio *folio)
{
	return READ_ONCE(folio->page._refcount);
}

static inline int page_count(const struct page *page)
{
	return folio_ref_count(page_folio(page));
}

static inline bool folio_test_anon(const struct folio *folio)
{
	return (unsigned long)folio->page.mapping & 1;
}

#define PAGE_TYPE_SLAB 0x80000000u
static inline bool page_has_type(const struct page *page)
{
	return page->page_type & 0xff000000u;
}

static inline bool folio_test_slab(const struct folio *folio)
{
	return folio->page.page_type & PAGE_TYPE_SLAB;
}

static inline bool PageSlab(const struct page *page)
{
	return folio_test_slab(page_folio(page));
}

void folio_get(struct folio *folio);
void flush_dcache_folio(struct folio *folio);

/* Page-table entries. */

#define PTE_SPECIAL 0x200ul

pte_t *__get_locked_pte(struct mm_struct *mm, unsigned long addr, spinlock_t **ptl);
static inline pte_t *get_locked_pte(struct mm_struct *mm, unsigned long addr, spinlock_t **ptl)
{
	return __get_locked_pte(mm, addr, ptl);
}
void spin_unlock(spinlock_t *lock);
void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *pte, pte_t value);
void inc_mm_counter(struct mm_struct *mm, int member);

static inline pte_t ptep_get(pte_t *pte)
{
	return READ_ONCE(*pte);
}

static inline bool pte_none(pte_t pte)
{
	return !pte.pte;
}

static inline pte_t mk_pte(struct page *page, pgprot_t prot)
{
	return (pte_t){ page_to_pfn(page) << 12 | prot.pgprot };
}

static inline pte_t pte_mkspecial(pte_t pte)
{
	return (pte_t){ pte.pte | PTE_SPECIAL };
}

#endif
