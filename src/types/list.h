/* list: a growing array. Policy: the object from a free list, the items in raw memory, exact for
 * literals, grown by an eighth, shrunk when under half full. */
#ifndef OURO_TYPES_LIST_H
#define OURO_TYPES_LIST_H

#include "types/class.h"

struct ouro_list {
    ouro_object base;
    ouro_object **items;
    uint32_t length;
    uint32_t capacity;
};

OURO_INLINE struct ouro_list *list_of(const ouro_object *object)
{
    return (struct ouro_list *)(void *)(uintptr_t)object;
}
#define list_length(o) (list_of(o)->length)
#define list_items(o)  (list_of(o)->items)
#define list_at(o, i)  (list_of(o)->items[i]) /* borrowed */

ouro_object *ouro_list_new(ouro_runtime *rt, size_t capacity); /* empty, room for capacity */
ouro_object *ouro_list_from(ouro_runtime *rt, ouro_object *const *items, size_t length); /* counts items */
ouro_object *ouro_list_from_take(ouro_runtime *rt, ouro_object *const *items, size_t length);
bool ouro_list_append(ouro_runtime *rt, ouro_object *self, ouro_object *item);
bool ouro_list_append_take(ouro_runtime *rt, ouro_object *self, ouro_object *item);
bool ouro_list_insert(ouro_runtime *rt, ouro_object *self, ptrdiff_t index, ouro_object *item);
bool ouro_list_extend(ouro_runtime *rt, ouro_object *self, ouro_object *iterable);
bool ouro_list_set_slice(ouro_runtime *rt, ouro_object *self, size_t start, size_t end,
                         ouro_object *iterable /* NULL: delete */);
ouro_object *ouro_list_slice(ouro_runtime *rt, ouro_object *self, size_t start, size_t end);
ouro_object *ouro_list_to_tuple(ouro_runtime *rt, ouro_object *self);
bool ouro_list_sort(ouro_runtime *rt, ouro_object *self, ouro_object *key /* or NULL */, bool is_reverse);
bool ouro_list_reverse(ouro_runtime *rt, ouro_object *self);

/* The iterators, forwards and backwards; a NULL list means exhausted. */
struct ouro_list_iterator {
    ouro_object base;
    ouro_object *list;
    int64_t index;
};
ouro_object *ouro_list_iterator_new(ouro_runtime *rt, ouro_object *self);
/* Removes the item at index and gives it to the caller. */
ouro_object *ouro_list_pop_take(ouro_runtime *rt, ouro_object *self, size_t index);
void ouro_list_clear(ouro_runtime *rt, ouro_object *self);
/* Used by list.c for its class: the method table of list_methods.c. */
extern const struct ouro_method ouro_list_methods[];
bool ouro_list_iterator_class_init(ouro_runtime *rt);
bool ouro_list_class_init(ouro_runtime *rt); /* list and its iterators */

#endif
