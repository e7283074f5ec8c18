/* UNPACK_SEQUENCE and UNPACK_EX. */
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/eval.h"

static ouro_object *iterator_for(ouro_runtime *rt, ouro_object *sequence)
{
    struct ouro_class *cls = class_of(rt, sequence);
    if (!cls->iter && !cls->getitem)
        return ouro_raise(rt, EXC_TypeError, "cannot unpack non-iterable %T object", sequence);
    return ouro_iter(rt, sequence);
}

static bool raise_too_few(ouro_runtime *rt, uint32_t wanted, uint32_t got, bool has_star)
{
    return ouro_raise(rt, EXC_ValueError, "not enough values to unpack (expected %s%u, got %u)",
                      has_star ? "at least " : "", wanted, got) != NULL;
}

/* The items so far lie from top[-1] downwards. */
static bool drop(ouro_runtime *rt, ouro_object **top, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        decref(rt, top[-1 - (ptrdiff_t)i]);
    return false;
}

/* Fetches count items; the error is set when there are fewer. */
static bool fetch(ouro_runtime *rt, ouro_object *iterator, uint32_t count, uint32_t wanted,
                  bool has_star, ouro_object **top)
{
    for (uint32_t i = 0; i < count; i++) {
        ouro_object *item = ouro_next(rt, iterator);
        if (!item) {
            if (!rt->error)
                raise_too_few(rt, wanted, i, has_star);
            return drop(rt, top, i);
        }
        top[-1 - (ptrdiff_t)i] = item;
    }
    return true;
}

bool ouro_unpack_sequence(ouro_runtime *rt, ouro_object *sequence, uint32_t count, ouro_object **top)
{
    size_t length;
    ouro_object *const *items = NULL;
    if (is_exact(sequence, TYPE_TUPLE)) {
        length = tuple_length(sequence);
        items = tuple_items(sequence);
    } else if (is_exact(sequence, TYPE_LIST)) {
        length = list_length(sequence);
        items = list_items(sequence);
    } else {
        ouro_object *iterator = iterator_for(rt, sequence);
        if (!iterator)
            return false;
        bool is_done = fetch(rt, iterator, count, count, false, top);
        if (is_done) {
            ouro_object *extra = ouro_next(rt, iterator);
            if (extra) {
                decref(rt, extra);
                ouro_raise(rt, EXC_ValueError, "too many values to unpack (expected %u)", count);
            }
            if (rt->error)
                is_done = drop(rt, top, count);
        }
        decref(rt, iterator);
        return is_done;
    }
    if (length < count)
        return raise_too_few(rt, count, (uint32_t)length, false);
    if (length > count)
        return ouro_raise(rt, EXC_ValueError, "too many values to unpack (expected %u)", count) !=
               NULL;
    for (uint32_t i = 0; i < count; i++)
        top[-1 - (ptrdiff_t)i] = newref(items[i]);
    return true;
}

/* The same from an array, without an iterator. */
static bool unpack_star_items(ouro_runtime *rt, ouro_object *const *items, size_t length,
                              uint32_t before, uint32_t after, ouro_object **top)
{
    if (length < (size_t)before + after) {
        raise_too_few(rt, before + after, (uint32_t)length, true);
        return false;
    }
    size_t middle = length - before - after;
    ouro_object *rest = ouro_list_from(rt, items + before, middle);
    if (!rest)
        return false;
    for (uint32_t i = 0; i < before; i++)
        top[-1 - (ptrdiff_t)i] = newref(items[i]);
    top[-1 - (ptrdiff_t)before] = rest;
    for (uint32_t i = 0; i < after; i++)
        top[-2 - (ptrdiff_t)(before + i)] = newref(items[before + middle + i]);
    return true;
}

bool ouro_unpack_star(ouro_runtime *rt, ouro_object *sequence, uint32_t before, uint32_t after,
                      ouro_object **top)
{
    if (is_exact(sequence, TYPE_TUPLE))
        return unpack_star_items(rt, tuple_items(sequence), tuple_length(sequence), before, after, top);
    if (is_exact(sequence, TYPE_LIST))
        return unpack_star_items(rt, list_items(sequence), list_length(sequence), before, after, top);
    ouro_object *iterator = iterator_for(rt, sequence);
    if (!iterator)
        return false;
    if (!fetch(rt, iterator, before, before + after, true, top)) {
        decref(rt, iterator);
        return false;
    }
    ouro_object *rest = ouro_to_list(rt, iterator);
    decref(rt, iterator);
    if (!rest)
        return drop(rt, top, before);
    uint32_t length = list_length(rest);
    if (length < after) {
        raise_too_few(rt, before + after, before + length, true);
        decref(rt, rest);
        return drop(rt, top, before);
    }
    top[-1 - (ptrdiff_t)before] = rest;
    for (uint32_t i = 0; i < after; i++)
        top[-2 - (ptrdiff_t)(before + i)] = newref(list_at(rest, length - after + i));
    if (after && !ouro_list_set_slice(rt, rest, length - after, length, NULL)) {
        drop(rt, top, before + 1 + after);
        return false;
    }
    return true;
}
