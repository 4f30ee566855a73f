// What documented-return says, and of what it says nothing. No contract speaks of these functions.
#include <linux/compiler.h>

#define ERESTARTSYS 512

struct pool {
	int slots, closed;
	void *first;
};

/**
 * reserve_slot - set a slot aside
 * @pool: where
 *
 * Return: 0 on success, -EINVAL if the pool is closed.
 */
int reserve_slot(struct pool *pool)
{
	if (pool->closed)
		return -EINVAL;
	if (!pool->slots)
		return -ENOMEM; // expect-warning {{documented-return: Is -ENOMEM meant? The comment names no such error: "Return: 0 on success, -EINVAL}}
	pool->slots--;
	return 0;
}

/**
 * slot_is_free - whether a slot is there
 * @pool: where
 *
 * Returns true if there is one, false if not.
 */
int slot_is_free(const struct pool *pool)
{
	if (pool->closed)
		return -EINVAL; // expect-warning {{documented-return: Is -EINVAL meant?}}
	return pool->slots > 0;
}

/**
 * close_pool - close a pool
 * @pool: which
 *
 * Return: 0 on success, a negative errno otherwise.
 */
int close_pool(struct pool *pool)
{
	if (pool->closed)
		return 1; // expect-warning {{documented-return: Is 1 meant? The comment names nothing above 0}}
	if (pool->slots < 0)
		return -EFAULT;
	pool->closed = 1;
	return 0;
}

/**
 * first_slot - the first slot of a pool
 * @pool: where
 *
 * Return: the slot, or an ERR_PTR() of -EINVAL if the pool is closed.
 */
void *first_slot(const struct pool *pool)
{
	if (pool->closed)
		return ERR_PTR(-EINVAL);
	if (!pool->slots)
		return NULL; // expect-warning {{documented-return: Is NULL meant? The comment names no null}}
	return pool->first;
}

/**
 * any_slot - some slot of a pool
 * @pool: where
 *
 * Return: the slot, NULL if there is none.
 */
void *any_slot(const struct pool *pool)
{
	if (pool->closed)
		return ERR_PTR(-EINVAL); // expect-warning {{documented-return: Is -EINVAL meant? The comment names no such error}}
	if (!pool->slots)
		return NULL;
	return pool->first;
}

/**
 * count_slots - how many are there
 * @pool: where
 *
 * Fails with -EPERM where nobody may know.
 *
 * Return: the number of slots, or -EINVAL.
 */
int count_slots(const struct pool *pool)
{
	if (pool->closed == 2)
		return -EPERM;
	if (pool->closed)
		return -EINVAL;
	return pool->slots > 4 ? 4 : 2;
}

/**
 * open_pool - open a pool
 * @pool: which
 *
 * Return: 0, or an error code such as -EINVAL.
 */
int open_pool(struct pool *pool)
{
	if (!pool->closed)
		return -EBUSY;
	pool->closed = 0;
	return 0;
}

/**
 * empty_pool - give back all
 * @pool: which
 *
 * Return: 0, or -EINVAL.
 */

/* What stands in between is not the comment of this one. */
int empty_pool(struct pool *pool)
{
	if (pool->closed)
		return -EBUSY;
	pool->slots = 0;
	return 0;
}

/**
 * drop_pool - let go of a pool
 * @pool: which
 *
 * Return: 0 on success, -EPERM if that is not allowed, other -ve on error.
 */
int drop_pool(struct pool *pool)
{
	if (pool->closed)
		return -EBUSY;
	if (pool->slots)
		return -EPERM;
	return 0;
}

/**
 * match_pool - compare two pools
 * @pool: one
 * @other: the other
 *
 * Returns: 0 on success else ERROR
 */
int match_pool(struct pool *pool, struct pool *other)
{
	if (pool->slots != other->slots)
		return -EACCES;
	return 0;
}

/**
 * wait_pool - wait for a slot
 * @pool: where
 *
 * Return: 0 on success, -EWOULDBLOCK if there is none, -ERESTARTSYS if a signal came.
 */
int wait_pool(struct pool *pool)
{
	if (pool->closed)
		return -ERESTARTSYS;
	return pool->slots ? 0 : -EAGAIN;
}

/**
 * slot_of - a slot of a pool
 * @pool: where
 *
 * Returns: the slot. This is useful for add-else operations.
 */
void *slot_of(const struct pool *pool)
{
	return pool->closed ? NULL : pool->first;
}
