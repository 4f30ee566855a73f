/* A stand-in: the members that the policy functions read, and little else. */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/compiler.h>

typedef unsigned long vm_flags_t;
typedef struct { unsigned long pte; } pte_t;
typedef struct { unsigned long pgprot; } pgprot_t;
typedef struct { unsigned long long val; } pfn_t;
typedef struct { int locked; } spinlock_t;

enum vm_fault_reason {
	VM_FAULT_OOM = 0x1,
	VM_FAULT_SIGBUS = 0x2,
	VM_FAULT_NOPAGE = 0x100,
};
typedef unsigned int vm_fault_t;

struct page {
	unsigned long flags;
	unsigned long compound_head; /* the head's address plus 1 in a tail page */
	void *mapping;               /* lowest bit set: anonymous */
	int _refcount;
	unsigned int page_type;
};

struct folio {
	struct page page;
};

struct inode {
	unsigned int i_flags;
	unsigned short i_mode;
};

struct file {
	struct inode *f_inode;
};

struct mm_struct {
	spinlock_t page_table_lock;
	int mmap_lock;
	bool forbids_zeropage;
};

struct vm_fault;
struct vm_operations_struct {
	vm_fault_t (*fault)(struct vm_fault *vmf);
	vm_fault_t (*pfn_mkwrite)(struct vm_fault *vmf);
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	pgprot_t vm_page_prot;
#ifdef VMA_FLAGS_IN_A_STRUCT
	union {
		vm_flags_t vm_flags;
		struct { unsigned long word; } flags;
	};
#else
	vm_flags_t vm_flags;
#endif
	const struct vm_operations_struct *vm_ops;
	struct file *vm_file;
};

#endif
