/* list.sort: a stable merge sort over runs that are there already.
 *
 * What is sorted is an array of {key, value}. When all keys are small ints, floats or exact str, the key
 * is taken out of its object beforehand and comparing it cannot run user code or fail; the same code is
 * then compiled for each kind of key.
 *
 *      [ run ][ run ][ run ] ...   runs are found, short ones filled up by binary insertion,
 *      merged neighbour with neighbour, longest last, the shorter side through a scratch buffer */
#include "types/list.h"

#include <string.h>

#include "base/bits.h"
#include "types/float.h"
#include "types/items.h"
#include "types/tuple.h"

enum key_kind { KEYS_INT, KEYS_FLOAT, KEYS_STR, KEYS_TUPLE, KEYS_ANY };

struct sort_item {
    union {
        int64_t integer;
        double number;
        ouro_object *object;
    };
    ouro_object *value;
};

enum { RUNS_MAX = 64, RUN_SHORT = 32 };

struct run {
    size_t start, length;
};

struct sort {
    ouro_runtime *rt;
    struct sort_item *items;
    struct sort_item *scratch; /* room for half of the items */
    enum key_kind kind;
    size_t run_count;
    struct run runs[RUNS_MAX];
};

static int tuple_less(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    size_t a_length = tuple_length(a), b_length = tuple_length(b);
    for (size_t i = 0; i < a_length && i < b_length; i++) {
        ouro_object *x = tuple_at(a, i), *y = tuple_at(b, i);
        int equal = item_equal(rt, x, y);
        if (equal < 0)
            return -1;
        if (equal)
            continue;
        if (ouro_int_is_small_exact(x) && ouro_int_is_small_exact(y))
            return ouro_int_value(x) < ouro_int_value(y);
        return ouro_compare_truth(rt, x, y, COMPARE_LT);
    }
    return a_length < b_length;
}

/* 1, 0 or -1 (error); kind is a constant wherever this is compiled in. */
OURO_INLINE int less(struct sort *sort, const struct sort_item *a, const struct sort_item *b,
                     enum key_kind kind)
{
    switch (kind) {
    case KEYS_INT:
        return a->integer < b->integer;
    case KEYS_FLOAT:
        return a->number < b->number;
    case KEYS_STR:
        return ouro_str_compare(a->object, b->object) < 0;
    case KEYS_TUPLE:
        return tuple_less(sort->rt, a->object, b->object);
    default:
        return ouro_compare_truth(sort->rt, a->object, b->object, COMPARE_LT);
    }
}

static void reverse_items(struct sort_item *items, size_t count)
{
    for (size_t i = 0, j = count; i + 1 < j; i++) {
        struct sort_item item = items[i];
        items[i] = items[--j];
        items[j] = item;
    }
}

/* The length of the run that items begin with, made ascending. 0: error. */
OURO_INLINE size_t run_find(struct sort *sort, struct sort_item *items, size_t count,
                            enum key_kind kind)
{
    if (count < 2)
        return count;
    int down = less(sort, items + 1, items, kind);
    size_t length = 2;
    for (; down >= 0 && length < count; length++) {
        int is_less = less(sort, items + length, items + length - 1, kind);
        if (is_less != down) {
            if (is_less < 0)
                return 0;
            break;
        }
    }
    if (down < 0)
        return 0;
    if (down)
        reverse_items(items, length);
    return length;
}

/* Extends the sorted first `sorted` items to all count items. */
OURO_INLINE bool binary_insert(struct sort *sort, struct sort_item *items, size_t sorted, size_t count,
                               enum key_kind kind)
{
    for (size_t i = sorted; i < count; i++) {
        struct sort_item item = items[i];
        size_t low = 0, high = i;
        while (low < high) {
            size_t middle = (low + high) / 2;
            int is_less = less(sort, &item, items + middle, kind);
            if (is_less < 0)
                return false;
            if (is_less)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(items + low + 1, items + low, (i - low) * sizeof *items);
        items[low] = item;
    }
    return true;
}

/* How many of the sorted items come before item (those equal to it: only with is_after), searched in
 * growing steps from the front. SIZE_MAX: error. */
OURO_INLINE size_t gallop(struct sort *sort, const struct sort_item *item,
                          const struct sort_item *items, size_t count, bool is_after,
                          enum key_kind kind)
{
    size_t low = 0, high = count, step = 1;
    while (low + step - 1 < count) {
        size_t at = low + step - 1;
        int is_less = is_after ? less(sort, item, items + at, kind) : less(sort, items + at, item, kind);
        if (is_less < 0)
            return SIZE_MAX;
        if (is_less == is_after) {
            high = at;
            break;
        }
        low = at + 1;
        step *= 2;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int is_less =
            is_after ? less(sort, item, items + middle, kind) : less(sort, items + middle, item, kind);
        if (is_less < 0)
            return SIZE_MAX;
        if (is_less == is_after)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Merges with the left run in scratch, forwards. On an error every item is still there once. */
OURO_INLINE bool merge_forwards(struct sort *sort, struct sort_item *left, size_t left_count,
                                size_t right_count, enum key_kind kind)
{
    struct sort_item *to = left, *right = left + left_count, *right_end = right + right_count;
    struct sort_item *held = sort->scratch, *held_end = held + left_count;
    bool is_good = true;
    memcpy(held, left, left_count * sizeof *left);
    while (held < held_end && right < right_end) {
        int is_less = less(sort, right, held, kind);
        if (is_less < 0) {
            is_good = false;
            break;
        }
        *to++ = is_less ? *right++ : *held++;
    }
    memcpy(to, held, (size_t)((char *)held_end - (char *)held));
    return is_good;
}

/* The same with the right run in scratch, backwards. */
OURO_INLINE bool merge_backwards(struct sort *sort, struct sort_item *left, size_t left_count,
                                 size_t right_count, enum key_kind kind)
{
    struct sort_item *left_end = left + left_count, *to = left_end + right_count;
    struct sort_item *held = sort->scratch, *held_end = held + right_count;
    bool is_good = true;
    memcpy(held, left_end, right_count * sizeof *left);
    while (held_end > held && left_end > left) {
        int is_less = less(sort, held_end - 1, left_end - 1, kind);
        if (is_less < 0) {
            is_good = false;
            break;
        }
        *--to = is_less ? *--left_end : *--held_end;
    }
    size_t rest = (size_t)(held_end - held);
    memcpy(to - rest, held, rest * sizeof *held);
    return is_good;
}

/* Merges runs i and i + 1 of the stack. What is in place already at both ends is left out. */
OURO_INLINE bool merge_at(struct sort *sort, size_t i, enum key_kind kind)
{
    struct sort_item *left = sort->items + sort->runs[i].start;
    size_t left_count = sort->runs[i].length, right_count = sort->runs[i + 1].length;
    struct sort_item *right = left + left_count;
    sort->runs[i].length += right_count;
    for (size_t j = i + 1; j + 1 < sort->run_count; j++)
        sort->runs[j] = sort->runs[j + 1];
    sort->run_count--;
    size_t skip = gallop(sort, right, left, left_count, true, kind);
    if (skip == SIZE_MAX)
        return false;
    left += skip;
    left_count -= skip;
    if (left_count == 0)
        return true;
    right_count = gallop(sort, right - 1, right, right_count, false, kind);
    if (right_count == SIZE_MAX)
        return false;
    return left_count <= right_count ? merge_forwards(sort, left, left_count, right_count, kind)
                                     : merge_backwards(sort, left, left_count, right_count, kind);
}

/* Keeps each run longer than the next, and than the next two together: then there are few of them
 * and merges are balanced. */
OURO_INLINE bool merge_pending(struct sort *sort, bool is_end, enum key_kind kind)
{
    while (sort->run_count > 1) {
        struct run *runs = sort->runs;
        size_t i = sort->run_count - 2;
        bool is_unbalanced =
            (i > 0 && runs[i - 1].length <= runs[i].length + runs[i + 1].length) ||
            (i > 1 && runs[i - 2].length <= runs[i - 1].length + runs[i].length);
        if (i > 0 && (is_unbalanced || is_end) && runs[i - 1].length < runs[i + 1].length)
            i--;
        else if (!is_unbalanced && !is_end && runs[i].length > runs[i + 1].length)
            break;
        if (!merge_at(sort, i, kind))
            return false;
    }
    return true;
}

OURO_INLINE bool sort_items(struct sort *sort, size_t count, enum key_kind kind)
{
    size_t run_min = count, odd = 0;
    while (run_min >= RUN_SHORT * 2) {
        odd |= run_min & 1;
        run_min >>= 1;
    }
    run_min += odd;
    for (size_t start = 0; start < count;) {
        struct sort_item *items = sort->items + start;
        size_t left = count - start, wanted = left < run_min ? left : run_min;
        size_t length = run_find(sort, items, left, kind);
        if (length == 0)
            return false;
        if (length < wanted) {
            if (!binary_insert(sort, items, length, wanted, kind))
                return false;
            length = wanted;
        }
        sort->runs[sort->run_count++] = (struct run){start, length};
        if (!merge_pending(sort, false, kind))
            return false;
        start += length;
    }
    return merge_pending(sort, true, kind);
}

static OURO_NOINLINE bool sort_ints(struct sort *sort, size_t count)
{
    return sort_items(sort, count, KEYS_INT);
}
static OURO_NOINLINE bool sort_floats(struct sort *sort, size_t count)
{
    return sort_items(sort, count, KEYS_FLOAT);
}
static OURO_NOINLINE bool sort_strings(struct sort *sort, size_t count)
{
    return sort_items(sort, count, KEYS_STR);
}
static OURO_NOINLINE bool sort_tuples(struct sort *sort, size_t count)
{
    return sort_items(sort, count, KEYS_TUPLE);
}
static OURO_NOINLINE bool sort_any(struct sort *sort, size_t count)
{
    return sort_items(sort, count, KEYS_ANY);
}

static bool sort_run(struct sort *sort, size_t count)
{
    switch (sort->kind) {
    case KEYS_INT:
        return sort_ints(sort, count);
    case KEYS_FLOAT:
        return sort_floats(sort, count);
    case KEYS_STR:
        return sort_strings(sort, count);
    case KEYS_TUPLE:
        return sort_tuples(sort, count);
    default:
        return sort_any(sort, count);
    }
}

/* ---- keys ------------------------------------------------------------------------------------ */

static enum key_kind kind_of_keys(ouro_object *const *keys, size_t count)
{
    uint16_t type_index = keys[0]->type_index;
    for (size_t i = 0; i < count; i++) {
        if (keys[i]->type_index != type_index ||
            (type_index == TYPE_INT && !ouro_int_is_small_exact(keys[i])))
            return KEYS_ANY;
    }
    switch (type_index) {
    case TYPE_INT:
        return KEYS_INT;
    case TYPE_FLOAT:
        return KEYS_FLOAT;
    case TYPE_STR:
        return KEYS_STR;
    case TYPE_TUPLE:
        return KEYS_TUPLE;
    default:
        return KEYS_ANY;
    }
}

static void items_fill(struct sort *sort, ouro_object *const *keys, ouro_object *const *values,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct sort_item *item = sort->items + i;
        item->value = values[i];
        if (sort->kind == KEYS_INT)
            item->integer = ouro_int_value(keys[i]);
        else if (sort->kind == KEYS_FLOAT)
            item->number = ouro_float_value(keys[i]);
        else
            item->object = keys[i];
    }
}

/* Calls key on each value. NULL: error; the keys made so far are dropped. */
static ouro_object **keys_make(ouro_runtime *rt, ouro_object *key, ouro_object *const *values,
                               size_t count)
{
    ouro_object **keys = ouro_buffer_alloc(rt, count * sizeof *keys);
    if (!keys)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        keys[i] = ouro_call1(rt, key, values[i]);
        if (keys[i])
            continue;
        while (i-- > 0)
            decref(rt, keys[i]);
        ouro_buffer_free(rt, keys, count * sizeof *keys);
        return NULL;
    }
    return keys;
}

/* Sorts count > 1 values in place by their keys. On an error they are in some order. */
static bool sort_values(ouro_runtime *rt, ouro_object **values, ouro_object *const *keys, size_t count)
{
    struct sort sort = {.rt = rt, .kind = kind_of_keys(keys, count)};
    size_t size = (count + count / 2 + 1) * sizeof *sort.items;
    sort.items = ouro_buffer_alloc(rt, size);
    if (!sort.items)
        return false;
    sort.scratch = sort.items + count;
    items_fill(&sort, keys, values, count);
    bool is_good = sort_run(&sort, count);
    for (size_t i = 0; i < count; i++)
        values[i] = sort.items[i].value;
    ouro_buffer_free(rt, sort.items, size);
    return is_good;
}

static void reverse_objects(ouro_object **items, size_t count)
{
    for (size_t i = 0, j = count; i + 1 < j; i++) {
        ouro_object *item = items[i];
        items[i] = items[--j];
        items[j] = item;
    }
}

static bool sort_with_key(ouro_runtime *rt, ouro_object **values, size_t count, ouro_object *key,
                          bool is_reverse)
{
    ouro_object **keys = key ? keys_make(rt, key, values, count) : NULL;
    if (key && !keys)
        return false;
    /* Reversing before and after keeps equal items in their order. */
    if (is_reverse) {
        reverse_objects(values, count);
        if (keys)
            reverse_objects(keys, count);
    }
    bool is_good = count < 2 || sort_values(rt, values, keys ? keys : values, count);
    if (is_reverse)
        reverse_objects(values, count);
    if (keys) {
        for (size_t i = 0; i < count; i++)
            decref(rt, keys[i]);
        ouro_buffer_free(rt, keys, count * sizeof *keys);
    }
    return is_good;
}

/* The list looks empty while it is sorted, so that user code can neither see nor spoil the order. */
bool ouro_list_sort(ouro_runtime *rt, ouro_object *self, ouro_object *key, bool is_reverse)
{
    struct ouro_list *list = list_of(self);
    struct ouro_list saved = *list;
    if (key == rt->none)
        key = NULL;
    if (saved.length == 0)
        return true;
    ouro_slots_touch(&rt->heap, saved.items, saved.length);
    list->items = NULL;
    list->length = list->capacity = 0;
    bool is_good = sort_with_key(rt, saved.items, saved.length, key, is_reverse);
    struct ouro_list intruder = *list;
    list->items = saved.items;
    list->length = saved.length;
    list->capacity = saved.capacity;
    if (intruder.items && is_good) {
        ouro_raise(rt, EXC_ValueError, "list modified during sort");
        is_good = false;
    }
    for (size_t i = 0; i < intruder.length; i++)
        decref(rt, intruder.items[i]);
    ouro_buffer_free(rt, intruder.items, intruder.capacity * sizeof(ouro_object *));
    return is_good;
}
