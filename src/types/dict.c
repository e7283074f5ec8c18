#include "types/dict.h"

#include "types/class_table.h"
#include "types/dict_table.h"
#include "types/items.h"
#include "types/list.h"
#include "types/set.h"
#include "types/tuple.h"

struct dict_cache {
    uint32_t version_next;
};

/* ---- making ---------------------------------------------------------------------------------- */

ouro_object *ouro_dict_new(ouro_runtime *rt)
{
    ouro_object *self = ouro_free_list_alloc(&rt->heap, rt->free_lists[FREE_LIST_DICT], TYPE_DICT,
                                             sizeof(struct ouro_dict), OURO_BLOCK_CONTAINER);
    if (ouro_unlikely(!self))
        return ouro_raise_memory(rt);
    self->gc_flags |= OURO_GC_UNTRACKED;
    dict_of(self)->table = NULL;
    dict_of(self)->used = 0;
    dict_of(self)->keys_version = 0;
    return self;
}

ouro_object *ouro_dict_new_sized(ouro_runtime *rt, size_t count)
{
    ouro_object *self = ouro_dict_new(rt);
    if (!self || count == 0)
        return self;
    dict_of(self)->table = ouro_dict_table_new(rt, count, TABLE_STR);
    if (!dict_of(self)->table) {
        decref(rt, self);
        return NULL;
    }
    return self;
}

ouro_object *ouro_dict_copy(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *copy = ouro_dict_new(rt);
    if (!copy || dict_of(self)->used == 0)
        return copy;
    dict_of(copy)->table = ouro_dict_table_copy(rt, dict_of(self));
    if (!dict_of(copy)->table) {
        decref(rt, copy);
        return NULL;
    }
    dict_of(copy)->used = dict_of(self)->used;
    if (!(self->gc_flags & OURO_GC_UNTRACKED))
        copy->gc_flags &= (uint8_t)~OURO_GC_UNTRACKED;
    return copy;
}

/* ---- tracking -------------------------------------------------------------------------------- */

bool ouro_dict_untrack(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_dict_table *table = dict_of(self)->table;
    if (!is_exact(self, TYPE_DICT) || (self->gc_flags & OURO_GC_UNTRACKED))
        return false;
    for (size_t i = 0; table && i < table->count; i++) {
        ouro_object **entry = ouro_dict_table_entry(table, i);
        if (entry[0] && (may_be_tracked(rt, entry[0]) || may_be_tracked(rt, entry[1])))
            return false;
    }
    self->gc_flags |= OURO_GC_UNTRACKED;
    return true;
}

/* Dicts are tracked again at the first container they get, so only full collections look. */
static bool dict_may_untrack(struct ouro_heap *heap, const ouro_object *self, int generation)
{
    return generation >= 2 && ouro_dict_untrack(runtime_of(heap), (ouro_object *)(uintptr_t)self);
}

/* ---- reading --------------------------------------------------------------------------------- */

OURO_INLINE ouro_object *value_at(struct ouro_dict *dict, ptrdiff_t position)
{
    return position >= 0 ? ouro_dict_table_entry(dict->table, (size_t)position)[1] : NULL;
}

ouro_object *ouro_dict_peek(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    return value_at(dict_of(self), ouro_dict_find(rt, dict_of(self), key));
}

ouro_object *ouro_dict_peek_str(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    return value_at(dict_of(self), ouro_dict_find_str(rt, dict_of(self), key));
}

ouro_object *ouro_dict_peek_hashed(ouro_runtime *rt, ouro_object *self, ouro_object *key, int64_t hash)
{
    return value_at(dict_of(self), ouro_dict_find_hashed(rt, dict_of(self), key, hash));
}

ouro_object *ouro_dict_peek_text(ouro_runtime *rt, ouro_object *self, const char *key)
{
    /* Who looks only may do so when memory is out: no str is made for the key. */
    ouro_object *name = ouro_str_intern_peek(rt, key), *value;
    if (name)
        return ouro_dict_peek_str(rt, self, name);
    size_t position = 0;
    while (ouro_dict_next(self, &position, &name, &value))
        if (is_str(rt, name) && ouro_str_equal_text(name, key))
            return value;
    return NULL;
}

int ouro_dict_contains(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    ptrdiff_t position = ouro_dict_find(rt, dict_of(self), key);
    return position == POSITION_ERROR ? -1 : position >= 0;
}

bool ouro_dict_next(ouro_object *self, size_t *position, ouro_object **key, ouro_object **value)
{
    struct ouro_dict_table *table = dict_of(self)->table;
    if (!table)
        return false;
    size_t i = *position, stride = ouro_dict_table_stride(table);
    ouro_object **entry = ouro_dict_table_entries(table) + i * stride;
    while (i < table->count && !*entry) {
        i++;
        entry += stride;
    }
    if (i >= table->count)
        return false;
    *position = i + 1;
    if (key)
        *key = entry[0];
    if (value)
        *value = entry[1];
    return true;
}

uint32_t ouro_dict_keys_version(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_dict *dict = dict_of(self);
    struct dict_cache *cache = rt->caches[CACHE_DICT];
    if (dict->keys_version == 0 && cache && cache->version_next != 0)
        dict->keys_version = cache->version_next++;
    return dict->keys_version;
}

ptrdiff_t ouro_dict_position(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    struct ouro_dict_table *table = dict_of(self)->table;
    if (!table || table->kind != TABLE_STR)
        return -1;
    return ouro_dict_find_str(rt, dict_of(self), key);
}

ouro_object **ouro_dict_value_slot(ouro_object *self, size_t position)
{
    return ouro_dict_table_entry(dict_of(self)->table, position) + 1;
}

ouro_object *ouro_dict_keys_list(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *list = ouro_list_new(rt, dict_of(self)->used), *key;
    size_t position = 0, length = 0;
    if (!list)
        return NULL;
    while (ouro_dict_next(self, &position, &key, NULL))
        list_at(list, length++) = newref(key);
    list_of(list)->length = (uint32_t)length;
    return list;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* self[key] = value for a key that was looked up: position is where it is, or says it is missing. */
OURO_INLINE bool store_at(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value,
                          int64_t hash, ptrdiff_t position)
{
    struct ouro_dict *dict = dict_of(self);
    ouro_dict_touch_tracking(rt, self, key, value);
    if (position >= 0) {
        setref_take(rt, &ouro_dict_table_entry(dict->table, (size_t)position)[1], newref(value));
        return true;
    }
    return position == POSITION_MISSING && ouro_dict_insert_new(rt, dict, key, value, hash);
}

static bool store_hashed(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value,
                         int64_t hash)
{
    return store_at(rt, self, key, value, hash,
                    ouro_dict_find_hashed(rt, dict_of(self), key, hash));
}

bool ouro_dict_set(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    int64_t hash;
    if (ouro_likely(is_exact(key, TYPE_STR))) {
        hash = ouro_str_hash_spread(ouro_str_hash(rt, key));
        return store_at(rt, self, key, value, hash, ouro_dict_find_str(rt, dict_of(self), key));
    }
    return ouro_key_hash(rt, key, &hash) && store_hashed(rt, self, key, value, hash);
}

bool ouro_dict_set_text(ouro_runtime *rt, ouro_object *self, const char *key, ouro_object *value)
{
    ouro_object *name = ouro_str_intern_text(rt, key);
    if (!name)
        return false;
    bool result = ouro_dict_set(rt, self, name, value);
    decref(rt, name);
    return result;
}

bool ouro_dict_set_take(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    bool result = ouro_dict_set(rt, self, key, value);
    decref(rt, key);
    decref(rt, value);
    return result;
}

ouro_object *ouro_dict_set_default(ouro_runtime *rt, ouro_object *self, ouro_object *key,
                                   ouro_object *otherwise)
{
    int64_t hash;
    if (!ouro_key_hash(rt, key, &hash))
        return NULL;
    ptrdiff_t position = ouro_dict_find_hashed(rt, dict_of(self), key, hash);
    if (position != POSITION_MISSING)
        return value_at(dict_of(self), position);
    if (!otherwise)
        otherwise = rt->none;
    return store_at(rt, self, key, otherwise, hash, position) ? otherwise : NULL;
}

int ouro_dict_remove(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object **value)
{
    ptrdiff_t position = ouro_dict_find(rt, dict_of(self), key);
    ouro_object *old_key, *old_value;
    if (position < 0)
        return position == POSITION_MISSING ? 0 : -1;
    ouro_dict_remove_at(rt, dict_of(self), (size_t)position, &old_key, &old_value);
    if (value)
        *value = old_value;
    decref(rt, old_key);
    if (!value)
        decref(rt, old_value);
    return 1;
}

int ouro_dict_pop_last(ouro_runtime *rt, ouro_object *self, ouro_object **key, ouro_object **value)
{
    struct ouro_dict *dict = dict_of(self);
    if (dict->used == 0)
        return 0;
    size_t i = dict->table->count;
    do
        i--;
    while (!ouro_dict_table_entry(dict->table, i)[0]);
    ouro_dict_remove_at(rt, dict, i, key, value);
    ouro_slots_shift(&rt->heap, 2 * (size_t)dict->table->count);
    dict->table->count = (uint32_t)i;
    return 1;
}

static void drop_table(ouro_runtime *rt, struct ouro_dict_table *table)
{
    size_t stride = ouro_dict_table_stride(table);
    ouro_object **entry = ouro_dict_table_entries(table);
    for (size_t i = table->count; i > 0; i--, entry += stride) {
        if (entry[0]) {
            decref(rt, entry[0]);
            decref(rt, entry[1]);
        }
    }
    ouro_dict_table_free(rt, table);
}

void ouro_dict_clear(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_dict *dict = dict_of(self);
    struct ouro_dict_table *table = dict->table;
    dict->table = NULL;
    dict->used = 0;
    dict->keys_version = 0;
    self->user_flags = 0;
    if (table)
        drop_table(rt, table);
}

/* ---- merging --------------------------------------------------------------------------------- */

bool ouro_dict_is_plain(const ouro_runtime *rt, const ouro_object *object)
{
    return is_exact(object, TYPE_DICT) ||
           (is_dict(rt, object) && class_of(rt, object)->iter == builtin_class(rt, TYPE_DICT)->iter);
}

/* Enters one pair under the rules of mode (see ouro_dict_merge). */
static bool merge_pair(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value,
                       int64_t hash, int mode)
{
    ptrdiff_t position = ouro_dict_find_hashed(rt, dict_of(self), key, hash);
    if (position >= 0 && mode == 0)
        return true;
    if (position >= 0 && mode == 2)
        return ouro_raise_object(rt, EXC_KeyError, key);
    return store_at(rt, self, key, value, hash, position);
}

static bool merge_dict(ouro_runtime *rt, ouro_object *self, ouro_object *other, int mode)
{
    struct ouro_dict *target = dict_of(self), *source = dict_of(other);
    if (self == other || source->used == 0)
        return true;
    if (target->used == 0 && (!target->table || target->table->capacity < source->used)) {
        struct ouro_dict_table *table = ouro_dict_table_copy(rt, source);
        if (!table)
            return false;
        ouro_dict_table_free(rt, target->table); /* nothing lives in it */
        target->table = table;
        target->used = source->used;
        target->keys_version = 0;
        self->user_flags = 0;
        if (!(other->gc_flags & OURO_GC_UNTRACKED))
            self->gc_flags &= (uint8_t)~OURO_GC_UNTRACKED;
        return true;
    }
    for (size_t i = 0; source->table && i < source->table->count; i++) {
        ouro_object **entry = ouro_dict_table_entry(source->table, i);
        ouro_object *key = entry[0], *value = entry[1];
        uint32_t used = source->used;
        if (!key)
            continue;
        int64_t hash = ouro_dict_hash_at(rt, source->table, i);
        incref(key);
        incref(value);
        bool is_good = merge_pair(rt, self, key, value, hash, mode);
        decref(rt, key);
        decref(rt, value);
        if (!is_good)
            return false;
        if (source->used != used)
            return ouro_raise(rt, EXC_RuntimeError, "dict mutated during update");
    }
    return true;
}

static bool merge_mapping(ouro_runtime *rt, ouro_object *self, ouro_object *other, int mode)
{
    ouro_object *keys = ouro_call_method(rt, other, rt->name_keys, NULL, 0);
    if (!keys)
        return false;
    ouro_object *iterator = ouro_iter(rt, keys), *key;
    decref(rt, keys);
    if (!iterator)
        return false;
    while ((key = ouro_next(rt, iterator)) != NULL) {
        int64_t hash;
        ouro_object *value = NULL;
        bool is_good = ouro_key_hash(rt, key, &hash);
        if (is_good && mode == 0) {
            int there = ouro_dict_contains(rt, self, key);
            is_good = there >= 0;
            if (there > 0) {
                decref(rt, key);
                continue;
            }
        }
        is_good = is_good && (value = ouro_getitem(rt, other, key)) != NULL &&
                  merge_pair(rt, self, key, value, hash, mode);
        decref(rt, key);
        xdecref(rt, value);
        if (!is_good)
            break;
    }
    decref(rt, iterator);
    return !rt->error;
}

bool ouro_dict_merge(ouro_runtime *rt, ouro_object *self, ouro_object *other, int mode)
{
    return ouro_dict_is_plain(rt, other) ? merge_dict(rt, self, other, mode)
                                         : merge_mapping(rt, self, other, mode);
}

/* The two items of one element of a sequence of pairs, owned. */
static bool pair_split(ouro_runtime *rt, ouro_object *element, size_t index, ouro_object **key,
                       ouro_object **value)
{
    ouro_object *pair = ouro_to_sequence(rt, element, NULL);
    if (!pair) {
        if (ouro_error_is(rt, EXC_TypeError))
            ouro_raise(rt, EXC_TypeError,
                       "cannot convert dictionary update sequence element #%zu to a sequence", index);
        return false;
    }
    bool is_list_object = is_list(rt, pair);
    size_t length = is_list_object ? list_length(pair) : tuple_length(pair);
    if (length == 2) {
        ouro_object **items = is_list_object ? list_items(pair) : tuple_items(pair);
        *key = newref(items[0]);
        *value = newref(items[1]);
    } else {
        ouro_raise(rt, EXC_ValueError,
                   "dictionary update sequence element #%zu has length %zu; 2 is required", index,
                   length);
    }
    decref(rt, pair);
    return length == 2;
}

bool ouro_dict_merge_pairs(ouro_runtime *rt, ouro_object *self, ouro_object *pairs, int mode)
{
    ouro_object *iterator = ouro_iter(rt, pairs), *element;
    if (!iterator)
        return false;
    for (size_t i = 0; (element = ouro_next(rt, iterator)) != NULL; i++) {
        ouro_object *key, *value;
        int64_t hash;
        bool is_good = pair_split(rt, element, i, &key, &value);
        decref(rt, element);
        if (!is_good)
            break;
        is_good = ouro_key_hash(rt, key, &hash) && merge_pair(rt, self, key, value, hash, mode);
        decref(rt, key);
        decref(rt, value);
        if (!is_good)
            break;
    }
    decref(rt, iterator);
    return !rt->error;
}

bool ouro_dict_update(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    ouro_object *keys;
    if (is_exact(other, TYPE_DICT))
        return merge_dict(rt, self, other, 1);
    int has_keys = ouro_getattr_optional(rt, other, rt->name_keys, &keys);
    if (has_keys < 0)
        return false;
    if (has_keys == 0)
        return ouro_dict_merge_pairs(rt, self, other, 1);
    decref(rt, keys);
    return ouro_dict_merge(rt, self, other, 1);
}

/* ---- core type ------------------------------------------------------------------------------- */

static void dict_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    if (dict_of(self)->table)
        drop_table(rt, dict_of(self)->table);
    if (ouro_likely(is_exact(self, TYPE_DICT)))
        ouro_free_list_free(heap, rt->free_lists[FREE_LIST_DICT], self, sizeof(struct ouro_dict),
                            OURO_BLOCK_CONTAINER);
    else
        ouro_class_free(rt, self);
}

static void dict_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    struct ouro_dict_table *table = dict_of(self)->table;
    if (table && table->kind != TABLE_GENERAL) {
        ouro_visit_range(visitor, ouro_dict_table_entries(table), (size_t)table->count * 2);
    } else if (table) {
        ouro_visit_strided(visitor, ouro_dict_table_entries(table), table->count, 3);
        ouro_visit_strided(visitor, ouro_dict_table_entries(table) + 1, table->count, 3);
    }
    if (!is_exact(self, TYPE_DICT))
        ouro_class_traverse_instance(self, visitor);
}

static bool dict_clear_some(struct ouro_heap *heap, ouro_object *self, uint32_t *budget)
{
    struct ouro_dict *dict = dict_of(self);
    while (dict->table && dict->table->count > 0 && *budget > 0) {
        ouro_object **entry = ouro_dict_table_entry(dict->table, --dict->table->count);
        ouro_object *key = entry[0], *value = entry[1];
        --*budget;
        if (!key)
            continue;
        dict->used--;
        ouro_object_decref(heap, key);
        ouro_object_decref(heap, value);
    }
    return dict->table && dict->table->count > 0;
}

static void dict_clear_slot(struct ouro_heap *heap, ouro_object *self)
{
    ouro_dict_clear(runtime_of(heap), self);
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ouro_object *dict_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    return cls == builtin_class(rt, TYPE_DICT) ? ouro_dict_new(rt) : ouro_class_alloc(rt, cls, 0);
}

static bool dict_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                      ouro_object *names)
{
    if (!ouro_args_count(rt, "dict", count, 0, 1) ||
        (count == 1 && !ouro_dict_update(rt, self, args[0])))
        return false;
    for (size_t i = 0; names && i < tuple_length(names); i++) {
        if (!ouro_dict_set(rt, self, tuple_at(names, i), args[count + i]))
            return false;
    }
    return true;
}

ouro_object *ouro_dict_repr(ouro_runtime *rt, ouro_object *self)
{
    if (dict_of(self)->used == 0)
        return ouro_str_from(rt, "{}");
    int active = ouro_repr_enter(rt, self);
    if (active != 0)
        return active > 0 ? ouro_str_from(rt, "{...}") : NULL;
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    bool is_good = ouro_str_builder_literal(&builder, "{"), is_first = true;
    size_t position = 0;
    ouro_object *key, *value;
    while (is_good && ouro_dict_next(self, &position, &key, &value)) {
        incref(key);
        incref(value);
        is_good = (is_first || ouro_str_builder_literal(&builder, ", ")) &&
                  ouro_str_builder_repr(&builder, key) &&
                  ouro_str_builder_literal(&builder, ": ") && ouro_str_builder_repr(&builder, value);
        is_first = false;
        decref(rt, key);
        decref(rt, value);
    }
    is_good = is_good && ouro_str_builder_literal(&builder, "}");
    ouro_repr_leave(rt, self);
    if (is_good)
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

static int dict_equal(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (dict_of(a)->used != dict_of(b)->used)
        return 0;
    for (size_t i = 0; dict_of(a)->table && i < dict_of(a)->table->count; i++) {
        ouro_object **entry = ouro_dict_table_entry(dict_of(a)->table, i);
        ouro_object *key = entry[0], *value = entry[1];
        if (!key)
            continue;
        int64_t hash = ouro_dict_hash_at(rt, dict_of(a)->table, i);
        incref(key);
        incref(value);
        ouro_object *other = ouro_dict_peek_hashed(rt, b, key, hash);
        xincref(other);
        int equal = other ? item_equal(rt, value, other) : rt->error ? -1 : 0;
        xdecref(rt, other);
        decref(rt, key);
        decref(rt, value);
        if (equal <= 0)
            return equal;
    }
    return 1;
}

static ouro_object *dict_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                 enum ouro_compare_op op)
{
    if (!is_dict(rt, a) || !is_dict(rt, b) || (op != COMPARE_EQ && op != COMPARE_NE))
        return rt->not_implemented;
    int equal = dict_equal(rt, a, b);
    return equal < 0 ? NULL : bool_object(rt, equal == (op == COMPARE_EQ));
}

static ouro_object *dict_iter(ouro_runtime *rt, ouro_object *self)
{
    return ouro_dict_iterator_new(rt, TYPE_DICT_KEY_ITERATOR, self);
}

static ptrdiff_t dict_length_slot(ouro_runtime *rt, ouro_object *self)
{
    return dict_length(self);
}

static ouro_object *dict_missing(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    if (!is_exact(self, TYPE_DICT)) {
        ouro_object *method = ouro_lookup_special(rt, self, rt->name___missing__);
        if (method) {
            ouro_object *value = ouro_call1(rt, method, key);
            decref(rt, method);
            return value;
        }
        if (rt->error)
            return NULL;
    }
    return ouro_raise_object(rt, EXC_KeyError, key);
}

static ouro_object *dict_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    ouro_object *value = ouro_dict_peek(rt, self, key);
    if (ouro_likely(value != NULL))
        return newref(value);
    return rt->error ? NULL : dict_missing(rt, self, key);
}

static bool dict_setitem(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    if (value)
        return ouro_dict_set(rt, self, key, value);
    int removed = ouro_dict_remove(rt, self, key, NULL);
    if (removed == 0)
        return ouro_raise_object(rt, EXC_KeyError, key);
    return removed > 0;
}

static ouro_object *dict_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_dict(rt, a) || !is_dict(rt, b))
        return rt->not_implemented;
    ouro_object *result = ouro_dict_copy(rt, a);
    if (result && !ouro_dict_update(rt, result, b)) {
        decref(rt, result);
        return NULL;
    }
    return result;
}

static ouro_object *dict_inplace_or(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    return ouro_dict_update(rt, self, other) ? newref(self) : NULL;
}

bool ouro_dict_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_DICT);
    if (!rt->caches[CACHE_DICT]) {
        struct dict_cache *cache = ouro_buffer_alloc(rt, sizeof *cache);
        if (!cache)
            return false;
        cache->version_next = 1;
        rt->caches[CACHE_DICT] = cache;
    }
    cls->core.dealloc = dict_dealloc;
    cls->core.traverse = dict_traverse;
    cls->core.clear = dict_clear_slot;
    cls->core.clear_some = dict_clear_some;
    cls->core.may_untrack = dict_may_untrack;
    cls->create = dict_create;
    cls->init = dict_init;
    cls->getattr = ouro_generic_getattr;
    cls->repr = ouro_dict_repr;
    cls->compare = dict_compare;
    cls->iter = dict_iter;
    cls->length = dict_length_slot;
    cls->getitem = dict_getitem;
    cls->setitem = dict_setitem;
    cls->contains = ouro_dict_contains;
    cls->or_ = dict_or;
    cls->inplace_or = dict_inplace_or;
    return ouro_class_ready(rt, cls, ouro_dict_methods, NULL, NULL) &&
           ouro_dict_iterator_class_init(rt) && ouro_dict_view_class_init(rt) &&
           ouro_mapping_proxy_class_init(rt);
}
