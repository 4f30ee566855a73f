// What non-monotone says, and of what it says nothing. No contract speaks of these functions.
// use-rules {{rules-orders.yaml}}
#include <linux/compiler.h>

#define AREA_WRITE 1ul
#define AREA_MAYWRITE 2ul
#define AREA_SHARED 4ul
#define AREA_PINNED 8ul

struct area {
	unsigned long flags;
	int (*mkwrite)(struct area *a);
};

bool cache_allowed(const struct area *a)
{
	if ((a->flags & (AREA_SHARED | AREA_MAYWRITE)) == AREA_MAYWRITE)
		return true;
	if (!(a->flags & (AREA_WRITE | AREA_MAYWRITE)))
		return false; // expect-warning {{non-monotone: Shouldn't this be accepted? With more in a->flags (AREA_WRITE and AREA_MAYWRITE), the same state is}}
	return a->mkwrite != NULL;
}

bool cache_is_allowed(const struct area *a)
{
	if ((a->flags & (AREA_SHARED | AREA_MAYWRITE)) == AREA_MAYWRITE)
		return true;
	if (!(a->flags & (AREA_WRITE | AREA_MAYWRITE)))
		return true;
	return a->mkwrite != NULL && !(a->flags & AREA_PINNED);
}

int open_area(const struct area *a)
{
	if (a->flags & AREA_PINNED)
		return -EBUSY;
	if (!(a->flags & AREA_WRITE))
		return -EACCES; // expect-warning {{non-monotone: Shouldn't this be accepted?}}
	return 0;
}

/* Nobody says what is less here. */
int write_area(const struct area *a)
{
	if (!(a->flags & AREA_WRITE))
		return -EACCES;
	return 0;
}
