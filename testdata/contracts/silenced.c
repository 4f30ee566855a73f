// The mistakes of access-broken.c, which somebody has looked at; and comments that silence nothing.
// use-rules {{rules-access-silenced.yaml}}
#include "access.h"

bool may_write(const struct account *account, unsigned int caller)
{
	switch (account->state) {
	case OPEN:
		/* kverdict: ignore[owner-may-write]: two lines above */ // expect-warning {{ignore: this comment silences nothing}}
		if (account->owner == caller) /* kverdict: ignore[no-such-check]: a name that nothing has */ // expect-warning {{ignore: there is no rule and no contract 'no-such-check'}}
			return false; // kverdict: ignore[owner-may-write, contract]: accounts have no owner here
		return account->shared && (account->modes & MODE_WRITE);
	case FROZEN:
		return account->trusted;
	default:
		/*
		 * kverdict: ignore[closed-is-closed]: what is closed is
		 * archived, and the archive checks again
		 */
		return account->trusted;
	}
}

int take_slot(struct table *table, unsigned int index, const struct account *account)
{
	struct slot *slot;

	if (index > table->size)
		return -EINVAL;
	if (index == table->size)
		/* kverdict: ignore[slot-out-of-range] */ // expect-warning {{ignore: gives no reason}}
		return 0; // expect-note {{contract: Shouldn't an index behind the end}}
	slot = &table->slots[index];
	if (slot->owner && slot->owner != account)
		return -EBUSY;
	slot->owner = account;
	return 0;
}

struct slot *find_slot(struct table *table, const struct account *account)
{
	const char *text = "/* kverdict: ignore[contract]: this is no comment */";

	if (table->size > 0 && table->slots[0].owner == account)
		return &table->slots[0];
	(void)text;
	/* kverdict: ignore[closed-is-closed]: another contract */ // expect-warning {{ignore: this comment silences nothing}}
	return NULL; // expect-error {{contract: Shouldn't this be ERR_PTR(-ENOENT)?}}
}
