/* set and frozenset: open addressing, order as CPython's for small ints.
 *
 * A table has mask + 1 slots. When all members are exact str, or all exact small ints, a slot is the
 * member alone; otherwise it is {member, hash}. user_flags says which: the SET_ kinds. A slot is NULL,
 * SET_DELETED or a counted member. An empty set has no table. Policy: set objects from a free list. */
#ifndef OURO_TYPES_SET_H
#define OURO_TYPES_SET_H

#include "types/class.h"

enum { SET_STR = 0, SET_INT = 1, SET_GENERAL = 2 };
#define SET_DELETED ((ouro_object *)(uintptr_t)8)

struct ouro_set {
    ouro_object base;
    ouro_object **slots; /* NULL: nothing was ever added */
    uint32_t used;
    uint32_t fill;   /* members and deleted slots */
    uint32_t mask;   /* number of slots - 1; 7 without a table */
    uint32_t finger; /* where pop() looks next */
};

struct ouro_frozenset {
    struct ouro_set set;
    int64_t hash; /* -1: not computed yet */
};

OURO_INLINE struct ouro_set *set_of(const ouro_object *object)
{
    return (struct ouro_set *)(void *)(uintptr_t)object;
}

bool ouro_is_set(const ouro_runtime *rt, const ouro_object *object);     /* set or derived from it */
bool ouro_is_any_set(const ouro_runtime *rt, const ouro_object *object); /* or frozenset */

ouro_object *ouro_set_new(ouro_runtime *rt, ouro_object *iterable /* or NULL */);
ouro_object *ouro_frozenset_new(ouro_runtime *rt, ouro_object *iterable /* or NULL */);
bool ouro_set_add(ouro_runtime *rt, ouro_object *self, ouro_object *item);
int ouro_set_discard(ouro_runtime *rt, ouro_object *self, ouro_object *item); /* 1 removed, 0, -1 */
int ouro_set_contains(ouro_runtime *rt, ouro_object *self, ouro_object *item);
/* The same for `in`: a set is looked for as the frozenset of its members. */
int ouro_set_contains_any(ouro_runtime *rt, ouro_object *self, ouro_object *item);
bool ouro_set_update(ouro_runtime *rt, ouro_object *self, ouro_object *iterable);
bool ouro_set_difference_update(ouro_runtime *rt, ouro_object *self, ouro_object *iterable);
bool ouro_set_symmetric_difference_update(ouro_runtime *rt, ouro_object *self, ouro_object *iterable);
ouro_object *ouro_set_intersection(ouro_runtime *rt, ouro_object *self, ouro_object *iterable);
void ouro_set_clear(ouro_runtime *rt, ouro_object *self);
size_t ouro_set_length(const ouro_object *self);
bool ouro_set_next(ouro_object *self, size_t *position, ouro_object **item); /* borrowed */

/* With the hash known: of the member that ouro_set_next gave last, for the next three. */
int64_t ouro_set_hash_at(ouro_runtime *rt, ouro_object *self, size_t position_after);
bool ouro_set_add_hashed(ouro_runtime *rt, ouro_object *self, ouro_object *item, int64_t hash);
int ouro_set_contains_hashed(ouro_runtime *rt, ouro_object *self, ouro_object *item, int64_t hash);
int ouro_set_discard_hashed(ouro_runtime *rt, ouro_object *self, ouro_object *item, int64_t hash);
/* Moves the table to one with more than `wanted` slots; deleted slots vanish. */
bool ouro_set_resize(ouro_runtime *rt, ouro_object *self, size_t wanted);
/* Any member, owned; NULL when empty (no error). The set's own order, from where the last one was. */
ouro_object *ouro_set_pop_take(ouro_runtime *rt, ouro_object *self);
/* Exchanges the members of two sets. */
void ouro_set_swap(ouro_object *a, ouro_object *b);
size_t ouro_set_table_size(const ouro_object *self);
const char *ouro_set_find_fault(ouro_runtime *rt, ouro_object *self);

extern const struct ouro_method ouro_set_methods[];
extern const struct ouro_method ouro_frozenset_methods[];
ouro_object *ouro_set_iterator_new(ouro_runtime *rt, ouro_object *self);
bool ouro_set_iterator_class_init(ouro_runtime *rt);
/* A set of the class set, or frozenset if like is one. */
ouro_object *ouro_set_new_like(ouro_runtime *rt, ouro_object *like, ouro_object *iterable);
int ouro_set_is_subset(ouro_runtime *rt, ouro_object *self, ouro_object *other);
ouro_object *ouro_set_difference(ouro_runtime *rt, ouro_object *self, ouro_object *other);
bool ouro_set_class_init(ouro_runtime *rt);

#endif
