// What cannot be decided must be said: here the verdict comes out of inline assembly, or after a loop without a bound.
// use-rules {{rules-access.yaml}}
#include "access.h"

bool may_write(const struct account *account, unsigned int caller)
{
	unsigned int left = account->modes;

	while (left) // expect-undecided {{loop}}
		left = left & 1 ? left / 2 : left - 2;
	return account->owner == caller && account->state == OPEN;
}
