/* What the fixtures about access share: a bit-field, an enum, flags, an array, a callee without a body. */
#ifndef CONTRACTS_ACCESS_H
#define CONTRACTS_ACCESS_H

#include <linux/compiler.h>

#define MODE_READ 0x1u
#define MODE_WRITE 0x2u

enum account_state { OPEN, FROZEN, CLOSED };

struct account {
	unsigned int owner;
	enum account_state state;
	unsigned int trusted : 1;
	unsigned int shared : 1;
	unsigned int modes;
};

struct slot {
	const struct account *owner;
};

struct table {
	unsigned int size;
	struct slot *slots;
};

struct device_ops {
	int state;
};

struct device {
	unsigned int registers;
	int irq;
	const struct device_ops *ops;
};

int device_state(const struct device *device);
int wait_for(int irq);

#endif
