/* Heaps in lists: the part of heapq that is called often. A heap keeps list[i] <= list[2i+1], list[2i+2];
 * the functions ending in _max keep >=. */
#include "types/function.h"
#include "types/items.h"
#include "types/list.h"
#include "types/tuple.h"

/* a before b? In a max heap the larger one comes first. The list may change while user code runs. */
static int before(ouro_runtime *rt, ouro_object *a, ouro_object *b, bool is_max)
{
    ouro_object *x = is_max ? b : a, *y = is_max ? a : b;
    if (ouro_int_is_small_exact(x) && ouro_int_is_small_exact(y))
        return ouro_int_value(x) < ouro_int_value(y);
    incref(x);
    incref(y);
    int result = ouro_compare_truth(rt, x, y, COMPARE_LT);
    decref(rt, x);
    decref(rt, y);
    return result;
}

static bool size_kept(ouro_runtime *rt, ouro_object *heap, size_t length)
{
    if (ouro_likely(list_length(heap) == length))
        return true;
    return ouro_raise(rt, EXC_RuntimeError, "list changed size during iteration");
}

static void items_swap(ouro_runtime *rt, ouro_object *heap, size_t i, size_t j)
{
    ouro_object *item = list_at(heap, i);
    ouro_slots_shift(&rt->heap, list_length(heap));
    list_at(heap, i) = list_at(heap, j);
    list_at(heap, j) = item;
}

/* Moves the item at position towards the root (start) until its parent comes before it. */
static bool move_up(ouro_runtime *rt, ouro_object *heap, size_t start, size_t position, bool is_max)
{
    size_t length = list_length(heap);
    if (position >= length)
        return ouro_raise(rt, EXC_IndexError, "index out of range");
    while (position > start) {
        size_t parent = (position - 1) >> 1;
        int is_before = before(rt, list_at(heap, position), list_at(heap, parent), is_max);
        if (is_before < 0 || !size_kept(rt, heap, length))
            return false;
        if (!is_before)
            break;
        items_swap(rt, heap, position, parent);
        position = parent;
    }
    return true;
}

/* The item at position is out of place: children move up along the path of the first ones down to a
 * leaf, then the item goes up again from there. Fewer comparisons than stopping on the way. */
static bool move_down(ouro_runtime *rt, ouro_object *heap, size_t position, bool is_max)
{
    size_t length = list_length(heap), start = position;
    if (position >= length)
        return ouro_raise(rt, EXC_IndexError, "index out of range");
    while (position < length >> 1) {
        size_t child = 2 * position + 1;
        if (child + 1 < length) {
            int is_left = before(rt, list_at(heap, child), list_at(heap, child + 1), is_max);
            if (is_left < 0 || !size_kept(rt, heap, length))
                return false;
            child += !is_left;
        }
        items_swap(rt, heap, position, child);
        position = child;
    }
    return move_up(rt, heap, start, position, is_max);
}

static bool heap_check(ouro_runtime *rt, ouro_object *heap, const char *function, bool is_only)
{
    if (ouro_likely(is_list(rt, heap)))
        return true;
    return ouro_raise(rt, EXC_TypeError, "%s() argument%s must be list, not %W", function,
                      is_only ? "" : " 1", heap);
}

static ouro_object *pop(ouro_runtime *rt, ouro_object *heap, bool is_max)
{
    size_t length = list_length(heap);
    if (length == 0)
        return ouro_raise(rt, EXC_IndexError, "index out of range");
    ouro_object *last = ouro_list_pop_take(rt, heap, length - 1);
    if (length == 1)
        return last;
    ouro_object *first = list_at(heap, 0);
    ouro_object_touch(first); /* moves out uncounted */
    list_at(heap, 0) = last;
    if (move_down(rt, heap, 0, is_max))
        return first;
    decref(rt, first);
    return NULL;
}

static ouro_object *replace(ouro_runtime *rt, ouro_object *heap, ouro_object *item, bool is_max)
{
    if (list_length(heap) == 0)
        return ouro_raise(rt, EXC_IndexError, "index out of range");
    ouro_object *first = list_at(heap, 0);
    ouro_object_touch(first);
    list_at(heap, 0) = newref(item);
    if (move_down(rt, heap, 0, is_max))
        return first;
    decref(rt, first);
    return NULL;
}

static ouro_object *heapify(ouro_runtime *rt, ouro_object *heap, bool is_max)
{
    for (size_t i = list_length(heap) >> 1; i-- > 0;) {
        if (!move_down(rt, heap, i, is_max))
            return NULL;
    }
    return rt->none;
}

#define FUNCTION(name)                                                                            \
    static ouro_object *function_##name(ouro_runtime *rt, ouro_object *self,                      \
                                        ouro_object *const *args, size_t count, ouro_object *names)

FUNCTION(heappush)
{
    if (!heap_check(rt, args[0], "heappush", false) || !ouro_list_append(rt, args[0], args[1]) ||
        !move_up(rt, args[0], 0, list_length(args[0]) - 1, false))
        return NULL;
    return rt->none;
}

FUNCTION(heappop)
{
    return heap_check(rt, args[0], "heappop", true) ? pop(rt, args[0], false) : NULL;
}

FUNCTION(heappop_max)
{
    return heap_check(rt, args[0], "_heappop_max", true) ? pop(rt, args[0], true) : NULL;
}

FUNCTION(heapreplace)
{
    return heap_check(rt, args[0], "heapreplace", false) ? replace(rt, args[0], args[1], false) : NULL;
}

FUNCTION(heapreplace_max)
{
    return heap_check(rt, args[0], "_heapreplace_max", false) ? replace(rt, args[0], args[1], true)
                                                              : NULL;
}

FUNCTION(heapify)
{
    return heap_check(rt, args[0], "heapify", true) ? heapify(rt, args[0], false) : NULL;
}

FUNCTION(heapify_max)
{
    return heap_check(rt, args[0], "_heapify_max", true) ? heapify(rt, args[0], true) : NULL;
}

FUNCTION(heappushpop)
{
    if (!heap_check(rt, args[0], "heappushpop", false))
        return NULL;
    if (list_length(args[0]) == 0)
        return newref(args[1]);
    int is_before = before(rt, list_at(args[0], 0), args[1], false);
    if (is_before < 0)
        return NULL;
    return is_before ? replace(rt, args[0], args[1], false) : newref(args[1]);
}

bool ouro_module__heapq_init(ouro_runtime *rt, ouro_object *module);
bool ouro_module__heapq_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"heappush", function_heappush, 2, 2, 0, "Push item onto heap."},
        {"heappop", function_heappop, 1, 1, 0, "Pop the smallest item off the heap."},
        {"heapreplace", function_heapreplace, 2, 2, 0,
         "Pop and return the current smallest value, and add the new item."},
        {"heappushpop", function_heappushpop, 2, 2, 0,
         "Push item on the heap, then pop and return the smallest item."},
        {"heapify", function_heapify, 1, 1, 0, "Transform list into a heap, in-place, in linear time."},
        {"_heappop_max", function_heappop_max, 1, 1, 0, "Maxheap variant of heappop."},
        {"_heapreplace_max", function_heapreplace_max, 2, 2, 0, "Maxheap variant of heapreplace."},
        {"_heapify_max", function_heapify_max, 1, 1, 0, "Maxheap variant of heapify."},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    return ouro_module_add_functions(rt, module, functions);
}
