// What cannot be decided must be said: nobody knows how often this loop runs.
// use-rules {{rules-access.yaml}}
#include "access.h"

int start(struct device *device)
{
	unsigned int left = device->registers;

	while (left) // expect-undecided {{loop}}
		left = left & 1 ? left / 2 : left - 2;
	return device_state(device) == 2 ? -EBUSY : 0;
}
