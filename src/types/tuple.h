/* tuple. Policy: () is immortal; free lists by length up to 20; the hash is not cached. */
#ifndef OURO_TYPES_TUPLE_H
#define OURO_TYPES_TUPLE_H

#include "types/class.h"

struct ouro_tuple {
    ouro_object base;
    size_t length;
    ouro_object *items[];
};

OURO_INLINE struct ouro_tuple *tuple_of(const ouro_object *object)
{
    return (struct ouro_tuple *)(void *)(uintptr_t)object;
}
#define tuple_length(o)  (tuple_of(o)->length)
#define tuple_items(o)   (tuple_of(o)->items)
#define tuple_at(o, i)   (tuple_of(o)->items[i]) /* borrowed */

enum { TUPLE_BASES = 1 }; /* in user_flags of an exact tuple: the bases of a class */

ouro_object *ouro_tuple_new(ouro_runtime *rt, size_t length); /* items NULL; () for 0 */
ouro_object *ouro_tuple_from(ouro_runtime *rt, ouro_object *const *items, size_t length); /* counts items */
/* Takes the items. One of them NULL, because it could not be made: the others are released, NULL. */
ouro_object *ouro_tuple_from_take(ouro_runtime *rt, ouro_object *const *items, size_t length);
ouro_object *ouro_tuple_pack(ouro_runtime *rt, size_t length, ...); /* of borrowed objects */
ouro_object *ouro_tuple_slice(ouro_runtime *rt, ouro_object *self, size_t start, size_t end);

/* The iterator; a NULL tuple means exhausted. */
struct ouro_tuple_iterator {
    ouro_object base;
    ouro_object *tuple;
    size_t index;
};
ouro_object *ouro_tuple_iterator_new(ouro_runtime *rt, ouro_object *self);
/* Stops tracking an exact tuple whose items the collector need not look at; true if it did. */
bool ouro_tuple_untrack(ouro_runtime *rt, ouro_object *self);
bool ouro_tuple_class_init(ouro_runtime *rt);
void ouro_tuple_singletons_init(ouro_runtime *rt);

#endif
