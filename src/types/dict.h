/* dict: insertion-ordered hash table. The object is small; its table holds an index and the entries.
 *
 * Entries of a table whose keys are all exact str are {key, value}; otherwise {key, value, hash}. A
 * table of up to 8 entries has no index: it is searched in order. Deleted entries have a NULL key until
 * the table is rebuilt. Policy: object from a free list; an empty dict has no table. */
#ifndef OURO_TYPES_DICT_H
#define OURO_TYPES_DICT_H

#include "types/class.h"

struct ouro_dict_table;

struct ouro_dict {
    ouro_object base;
    struct ouro_dict_table *table; /* NULL: empty and never filled */
    uint32_t used;                 /* live entries */
    uint32_t keys_version;         /* tag for caches of entry positions: see ouro_dict_keys_version */
};

OURO_INLINE struct ouro_dict *dict_of(const ouro_object *object)
{
    return (struct ouro_dict *)(void *)(uintptr_t)object;
}
#define dict_length(o) (dict_of(o)->used)

ouro_object *ouro_dict_new(ouro_runtime *rt);
ouro_object *ouro_dict_new_sized(ouro_runtime *rt, size_t count);
/* Room for further keys goes, where the entries need not move for it: what was read is seldom added to. */
void ouro_dict_trim(ouro_runtime *rt, ouro_object *self);
/* Borrowed; NULL with or without rt->error set (hash or comparison failed / not there). */
ouro_object *ouro_dict_peek(ouro_runtime *rt, ouro_object *self, ouro_object *key);
/* The same for an exact str key: never runs user code when all keys are str, never fails on them. */
ouro_object *ouro_dict_peek_str(ouro_runtime *rt, ouro_object *self, ouro_object *key);
ouro_object *ouro_dict_peek_hashed(ouro_runtime *rt, ouro_object *self, ouro_object *key, int64_t hash);
/* The same for an ASCII text; takes no memory. */
ouro_object *ouro_dict_peek_text(ouro_runtime *rt, ouro_object *self, const char *key);
bool ouro_dict_set(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value);
bool ouro_dict_set_text(ouro_runtime *rt, ouro_object *self, const char *key, ouro_object *value);
bool ouro_dict_set_take(ouro_runtime *rt, ouro_object *self, ouro_object *key,
                        ouro_object *value); /* takes both */
/* 1 removed (value to *value if not NULL, owned), 0 not there, -1 error. */
int ouro_dict_remove(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object **value);
/* Borrowed; inserts otherwise (NULL: None) when missing. */
ouro_object *ouro_dict_set_default(ouro_runtime *rt, ouro_object *self, ouro_object *key,
                                   ouro_object *otherwise);
int ouro_dict_contains(ouro_runtime *rt, ouro_object *self, ouro_object *key);
/* Walks entries: *position starts at 0; key and value borrowed. The dict must not change size meanwhile. */
bool ouro_dict_next(ouro_object *self, size_t *position, ouro_object **key, ouro_object **value);
ouro_object *ouro_dict_copy(ouro_runtime *rt, ouro_object *self);
void ouro_dict_clear(ouro_runtime *rt, ouro_object *self);
/* Like dict.update with one positional argument. mode 0: keep existing; 1: override; 2: a key that is
 * there already raises KeyError(key) (for ** calls). */
bool ouro_dict_merge(ouro_runtime *rt, ouro_object *self, ouro_object *other, int mode);
ouro_object *ouro_dict_keys_list(ouro_runtime *rt, ouro_object *self);
/* For inline caches: a version that changes when a key is added or removed or entries move (0: none to be
 * had), and the entry position of an interned str key (-1 if absent). */
uint32_t ouro_dict_keys_version(ouro_runtime *rt, ouro_object *self);
ptrdiff_t ouro_dict_position(ouro_runtime *rt, ouro_object *self, ouro_object *key);
ouro_object **ouro_dict_value_slot(ouro_object *self, size_t position); /* of a valid position */
/* Is it a dict, or of a class derived from dict, whose iteration is dict's own? Then its entries may be
 * read directly. */
bool ouro_dict_is_plain(const ouro_runtime *rt, const ouro_object *object);
/* dict(pairs): enters the pairs that an iterable yields. */
bool ouro_dict_merge_pairs(ouro_runtime *rt, ouro_object *self, ouro_object *pairs, int mode);
/* self.update(other): with a keys method it is a mapping, else pairs. */
bool ouro_dict_update(ouro_runtime *rt, ouro_object *self, ouro_object *other);
/* The last pair (owned): 1, or 0 when the dict is empty. */
int ouro_dict_pop_last(ouro_runtime *rt, ouro_object *self, ouro_object **key, ouro_object **value);
ouro_object *ouro_dict_repr(ouro_runtime *rt, ouro_object *self); /* {key: value, ...} */
/* Stops tracking a dict that holds nothing to look at. */
bool ouro_dict_untrack(ouro_runtime *rt, ouro_object *self);

/* Views (TYPE_DICT_KEYS, ..._VALUES, ..._ITEMS) and iterators over a dict. An iterator answers
 * RuntimeError when the size of the dict changes. */
struct ouro_dict_view {
    ouro_object base;
    ouro_object *dict;
};
struct ouro_dict_iterator {
    ouro_object base;
    ouro_object *dict; /* NULL: exhausted */
    size_t position;   /* of the next entry; backwards: one more than that */
    uint32_t used;     /* of the dict at the start; UINT32_MAX once it was found changed */
    uint32_t remaining;
    ouro_object *pair; /* items: the pair yielded last, or NULL */
};
ouro_object *ouro_dict_view_new(ouro_runtime *rt, unsigned type_index, ouro_object *dict);
ouro_object *ouro_dict_iterator_new(ouro_runtime *rt, unsigned type_index, ouro_object *dict);
bool ouro_dict_view_class_init(ouro_runtime *rt);
bool ouro_dict_iterator_class_init(ouro_runtime *rt);
bool ouro_mapping_proxy_class_init(ouro_runtime *rt);
extern const struct ouro_method ouro_dict_methods[];
bool ouro_dict_class_init(ouro_runtime *rt); /* dict, views, iterators, mappingproxy */

#endif
