// The same functions, each with a mistake.
// use-rules {{rules-access.yaml}}
#include "access.h"

bool may_write(const struct account *account, unsigned int caller)
{
	switch (account->state) {
	case OPEN:
		if (account->owner == caller)
			return false; // expect-error {{Shouldn't the owner of an open account}}
		return account->shared && (account->modes & MODE_WRITE);
	case FROZEN:
		return account->trusted;
	default:
		return account->trusted; // expect-warning {{contract: Shouldn't nobody be allowed}}
	}
}

int take_slot(struct table *table, unsigned int index, const struct account *account)
{
	struct slot *slot;

	if (index > table->size)
		return -EINVAL;
	if (index == table->size)
		return 0; // expect-note {{contract: Shouldn't an index behind the end}}
	slot = &table->slots[index];
	if (slot->owner && slot->owner != account)
		return -EBUSY;
	slot->owner = account;
	return 0; // expect-error {{contract: Shouldn't this say -EBUSY?}}
}

struct slot *find_slot(struct table *table, const struct account *account)
{
	if (table->size > 0 && table->slots[0].owner == account)
		return &table->slots[0];
	return NULL; // expect-error {{contract: Shouldn't this be ERR_PTR(-ENOENT)?}}
}

int start(struct device *device)
{
	if (device_state(device) == 1)
		return -EBUSY;
	return 0; // expect-error {{contract: Shouldn't a busy device}}
}
