// Contracts that fail only where two pointers lead to one object.
// use-rules {{rules-aliases.yaml}}
struct slot {
	int owner;
	int users;
};

struct slot *find_slot(int number);

int set_both(struct slot *first, struct slot *second)
{
	first->owner = 1;
	second->owner = 0;
	return first->owner ? 0 : -22; // expect-error {{Shouldn't the first still be set?}}
}

int take(struct slot *slot, struct slot *other)
{
	slot->owner = 1;
	if (other->owner) // expect-error {{Shouldn't the other one be free?}}
		return -16;
	return 0;
}

/* Where it is read first, nobody has stored anything. */
int take_first(struct slot *slot, struct slot *other)
{
	int taken = other->owner;

	slot->owner = 1;
	return taken ? -16 : 0;
}

/* No state at entry says which object the callee finds. */
int take_found(int number, struct slot *other) // expect-undecided {{it holds if}}
{
	struct slot *slot = find_slot(number);

	if (!slot)
		return 0;
	slot->owner = 1;
	return other->owner ? -16 : 0;
}

int take_apart(struct slot *slot, struct slot *other)
{
	if (slot == other)
		return 0;
	slot->owner = 1;
	return other->owner ? -16 : 0;
}

int find_number(int number);

struct slot_ops {
	int (*open)(int number);
};

/* Which function it calls, the state says, and not the paths. */
int open_slot(struct slot_ops *ops, int number)
{
	return ops->open(number); // expect-undecided {{which function ops->open leads to was left open}}
}
