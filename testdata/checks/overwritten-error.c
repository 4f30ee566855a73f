// What overwritten-error says, and of what it says nothing. No contract speaks of these functions.
#include <linux/compiler.h>

struct queue {
	int users, stopped;
	struct queue *next;
};

int stop_queue(struct queue *q);
int free_queue(struct queue *q);
struct queue *find_queue(int id);
void tell(int err);

int close_queue(struct queue *q)
{
	int err;

	if (q->users)
		return -EBUSY;
	err = stop_queue(q); // expect-warning {{overwritten-error: Is the error of stop_queue() meant to get lost? `err` is set anew before anybody reads it, and close_queue() returns 0}}
	err = free_queue(q);
	return err;
}

/* One way is enough, and another callee may stand between. */
int drop_queue(struct queue *q)
{
	int err = 0;

	if (q->stopped) {
		err = stop_queue(q); // expect-warning {{overwritten-error: Is the error of stop_queue()}}
		tell(q->users);
	}
	err = free_queue(q);
	if (err)
		return err;
	return 0;
}

int queue_users(int id)
{
	struct queue *q = find_queue(id);

	if (!q || IS_ERR(q))
		return PTR_ERR(q); // expect-warning {{overwritten-error: Is success meant here? `PTR_ERR(q)` of a null pointer is 0.}}
	return q->users;
}

/* Somebody reads it, by its name or by its address, or the function fails all the same. */
int check_queue(struct queue *q)
{
	int err;

	err = stop_queue(q);
	tell(err);
	err = free_queue(q);
	return err;
}

int read_queue(struct queue *q, int **last)
{
	int err;

	*last = &err;
	err = stop_queue(q);
	err = free_queue(q);
	return err;
}

int close_both(struct queue *q)
{
	int ret, err;

	ret = err = stop_queue(q);
	if ((err = free_queue(q)) < 0)
		return err;
	err = free_queue(q->next);
	return ret ? ret : err;
}

int fail_queue(struct queue *q)
{
	int err;

	err = stop_queue(q);
	err = -EBUSY;
	return err;
}

int queue_stopped(int id)
{
	struct queue *q = find_queue(id);

	if (IS_ERR(q))
		return PTR_ERR(q);
	return q ? q->stopped : -ENOENT;
}

/* What a callee of the file returns where it fails. */
static struct queue *first_queue(struct queue *of, int id)
{
	return id ? NULL : of;
}

static struct queue *only_queue(struct queue *of, int id)
{
	return id ? ERR_PTR(-ENOENT) : of;
}

struct pair {
	int id;
	struct queue second;
};

static struct queue *second_queue(struct pair *of, int id)
{
	return id ? ERR_PTR(-ENOENT) : &of->second;
}

int first_stopped(struct queue *of, int id)
{
	struct queue *q = first_queue(of, id);

	if (IS_ERR(q)) // expect-warning {{overwritten-error: Should this be !q? first_queue() returns NULL where it fails, and no error pointer}}
		return PTR_ERR(q);
	return q->stopped;
}

int second_stopped(struct pair *of, int id)
{
	struct queue *q = second_queue(of, id);

	if (!q) // expect-warning {{overwritten-error: Should this be IS_ERR(q)? second_queue() returns ERR_PTR(-ENOENT) where it fails, and never NULL}}
		return -ENOENT;
	return q->stopped;
}

int both_stopped(struct queue *of, int id)
{
	struct queue *q = first_queue(of, id), *p = only_queue(of, id);

	if (!q)
		return -ENOENT;
	if (IS_ERR(p))
		return PTR_ERR(p);
	return q->stopped + p->stopped;
}
