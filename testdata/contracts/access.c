// Functions that decide, each in another way, and all as they should.
// use-rules {{rules-access.yaml}}
// expect-clean
#include "access.h"

bool may_write(const struct account *account, unsigned int caller)
{
	switch (account->state) {
	case OPEN:
		if (account->owner == caller)
			return true;
		return account->shared && (account->modes & MODE_WRITE);
	case FROZEN:
		return account->trusted;
	default:
		return false;
	}
}

int take_slot(struct table *table, unsigned int index, const struct account *account)
{
	struct slot *slot;

	if (index >= table->size)
		return -EINVAL;
	slot = &table->slots[index];
	if (slot->owner)
		return -EBUSY;
	slot->owner = account;
	return 0;
}

struct slot *find_slot(struct table *table, const struct account *account)
{
	if (table->size > 0 && table->slots[0].owner == account)
		return &table->slots[0];
	if (table->size > 1 && table->slots[1].owner == account)
		return &table->slots[1];
	return ERR_PTR(-ENOENT);
}

int start(struct device *device)
{
	if (device_state(device) == 2)
		return -EBUSY;
	return wait_for(device->irq) ? 0 : -EPERM;
}

int stop(struct device *device)
{
	int error;

	if (!device->ops)
		return -EINVAL;
	error = wait_for(device->irq);
	if (error < 0)
		return error;
	return device->ops->state == 2 ? -EBUSY : 0;
}
