// Functions that take a lock, and that take something for granted. No contract speaks of them.
// use-rules {{rules-access.yaml}}
// expect-clean
#include <linux/compiler.h>

struct gate {
	int lock;
	int ready;
	unsigned int width, limit;
};

void spin_lock(int *lock);
void spin_unlock(int *lock);
void noted(const char *what);

#define WARN_ON(condition) ({ int warns = !!(condition); if (warns) noted(#condition); warns; })

static int shares(const struct gate *gate, unsigned int count)
{
	if (WARN_ON(!gate->width))
		return -EINVAL;
	return count / gate->width > gate->limit ? -ERANGE : 0;
}

int open_gate(struct gate *gate)
{
	int error = -EAGAIN;

	spin_lock(&gate->lock);
	if (!gate->ready)
		goto unlock;
	gate->ready = 2;
	error = 0;
unlock:
	spin_unlock(&gate->lock);
	return error;
}

int pass_gate(struct gate *gate, unsigned int count)
{
	if (count > 100)
		return -ERANGE;
	if (count > gate->limit)
		return -EINVAL;
	if (!gate->width)
		return -EBUSY;
	return shares(gate, count);
}
