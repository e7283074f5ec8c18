/* sqlite3.Row: a tuple of values that can be asked by the names of its columns. */
#include <string.h>

#include "modules/sqlite_internal.h"
#include "types/list.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"

static struct sqlite_row *row_of(const ouro_object *object)
{
    return (struct sqlite_row *)(void *)(uintptr_t)object;
}

static ouro_object *row_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    struct sqlite_state *state = sqlite_state_of(rt);
    if (!state || !ouro_args_no_keywords(rt, "Row", names) || !ouro_args_count(rt, "Row", count, 2, 2))
        return NULL;
    if (!sqlite_is(rt, state, args[0], SQ_CURSOR))
        return ouro_raise(rt, EXC_TypeError, "Row() argument 1 must be sqlite3.Cursor, not %T", args[0]);
    if (!is_tuple(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "Row() argument 2 must be tuple, not %T", args[1]);
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    ouro_object *description = sqlite_cursor_of(args[0])->description;
    row_of(self)->data = newref(args[1]);
    row_of(self)->description = description ? newref(description) : rt->none;
    return self;
}

static void row_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    clearref(rt, &row_of(self)->data);
    clearref(rt, &row_of(self)->description);
    ouro_class_free(rt, self);
}

static void row_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &row_of(self)->data, 2);
    ouro_class_traverse_instance(self, visitor);
}

static uint32_t lower(uint32_t character)
{
    return character >= 'A' && character <= 'Z' ? character + 32 : character;
}

static bool is_same_name(const ouro_object *a, const ouro_object *b)
{
    if (ouro_str_length(a) != ouro_str_length(b))
        return false;
    for (size_t i = 0; i < ouro_str_length(a); i++) {
        uint32_t x = ouro_str_at(a, i), y = ouro_str_at(b, i);
        if (x != y && (x > 127 || y > 127 || lower(x) != lower(y)))
            return false;
    }
    return true;
}

static ouro_object *row_item(ouro_runtime *rt, const struct sqlite_row *row, int64_t index)
{
    int64_t length = (int64_t)tuple_length(row->data);
    if (index < 0)
        index += length;
    if (index < 0 || index >= length)
        return ouro_raise(rt, EXC_IndexError, "tuple index out of range");
    return newref(tuple_at(row->data, index));
}

static ouro_object *row_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    struct sqlite_row *row = row_of(self);
    int64_t index;
    if (is_int(rt, key))
        return ouro_index_i64(rt, key, &index, EXC_IndexError) ? row_item(rt, row, index) : NULL;
    if (is_str(rt, key)) {
        size_t columns = row->description == rt->none ? 0 : tuple_length(row->description);
        for (size_t i = 0; i < columns; i++)
            if (is_same_name(key, tuple_at(tuple_at(row->description, i), 0)))
                return row_item(rt, row, (int64_t)i);
        return ouro_raise(rt, EXC_IndexError, "No item with that key");
    }
    if (is_exact(key, TYPE_SLICE))
        return ouro_getitem(rt, row->data, key);
    return ouro_raise(rt, EXC_IndexError, "Index must be int or string");
}

static ptrdiff_t row_length(ouro_runtime *rt, ouro_object *self)
{
    return ouro_length(rt, row_of(self)->data);
}

static ouro_object *row_iter(ouro_runtime *rt, ouro_object *self)
{
    return ouro_iter(rt, row_of(self)->data);
}

static bool row_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    int64_t names, values;
    if (!ouro_hash(rt, row_of(self)->description, &names) || !ouro_hash(rt, row_of(self)->data, &values))
        return false;
    *hash = (names ^ values) == -1 ? -2 : names ^ values;
    return true;
}

static ouro_object *row_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    struct sqlite_state *state = sqlite_state_of(rt);
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !state || !sqlite_is(rt, state, a, SQ_ROW) ||
        !sqlite_is(rt, state, b, SQ_ROW))
        return rt->error ? NULL : rt->not_implemented;
    int same = ouro_equal(rt, row_of(a)->description, row_of(b)->description);
    if (same < 0)
        return NULL;
    return same ? ouro_compare(rt, row_of(a)->data, row_of(b)->data, op) : bool_object(rt, op == COMPARE_NE);
}

NATIVE(row_keys)
{
    ouro_object *list = ouro_to_list(rt, rt->empty_tuple), *description = row_of(self)->description;
    size_t columns = description == rt->none ? 0 : tuple_length(description);
    for (size_t i = 0; list && i < columns; i++)
        if (!ouro_list_append(rt, list, tuple_at(tuple_at(description, i), 0)))
            clearref(rt, &list);
    return list;
}

bool ouro_sqlite_row_class(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"keys", row_keys, 0, 0, 0, "Returns the keys of the row."},
        {0},
    };
    struct ouro_class *cls = ouro_class_native(rt, "sqlite3.Row", NULL, sizeof(struct sqlite_row),
                                               OURO_BLOCK_CONTAINER, OURO_TYPE_BASE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = row_dealloc;
    cls->core.traverse = row_traverse;
    cls->create = row_create;
    cls->getattr = ouro_generic_getattr;
    cls->getitem = row_getitem;
    cls->length = row_length;
    cls->iter = row_iter;
    cls->hash = row_hash;
    cls->compare = row_compare;
    return ouro_class_ready(rt, cls, methods, NULL, NULL) && ouro_foreign_class_add(rt, module, cls);
}
