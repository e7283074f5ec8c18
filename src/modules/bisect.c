/* bisect: where an item belongs in a sorted sequence. */
#include "types/function.h"
#include "types/items.h"
#include "types/list.h"
#include "types/tuple.h"

/* What the functions are called with: a, x, lo, hi, key. */
struct search {
    ouro_object *sequence, *item;
    int64_t low, high;
    ouro_object *key; /* or NULL */
};

static bool search_bind(ouro_runtime *rt, const char *function, ouro_object *const *args, size_t count,
                        ouro_object *names, struct search *search)
{
    static const char *const parameters[] = {"a", "x", "lo", "hi", "key", NULL};
    const struct ouro_signature signature = {function, parameters, 2, 4};
    ouro_object *given[5] = {NULL, NULL, NULL, NULL, NULL};
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return false;
    search->sequence = given[0];
    search->item = given[1];
    search->low = 0;
    search->high = -1;
    search->key = given[4] == rt->none ? NULL : given[4];
    if ((given[2] && !ouro_size_argument(rt, given[2], &search->low)) ||
        (given[3] && given[3] != rt->none && !ouro_size_argument(rt, given[3], &search->high)))
        return false;
    if (search->low < 0)
        return ouro_raise(rt, EXC_ValueError, "lo must be non-negative");
    if (search->high == -1) {
        search->high = ouro_length(rt, search->sequence);
        if (search->high < 0)
            return false;
    }
    return true;
}

/* The item at a position as it is compared, owned. */
static ouro_object *probe_get(ouro_runtime *rt, const struct search *search, int64_t at)
{
    ouro_object *item;
    if (is_exact(search->sequence, TYPE_LIST) && at < (int64_t)list_length(search->sequence)) {
        item = newref(list_at(search->sequence, at));
    } else {
        ouro_object *index = ouro_int_new(rt, at);
        item = index ? ouro_getitem(rt, search->sequence, index) : NULL;
        xdecref(rt, index);
    }
    if (!item || !search->key)
        return item;
    ouro_object *keyed = ouro_call1(rt, search->key, item);
    decref(rt, item);
    return keyed;
}

/* The position for x (already keyed); -1: an error is set. */
static int64_t position_find(ouro_runtime *rt, const struct search *search, ouro_object *x, bool is_right)
{
    int64_t low = search->low, high = search->high;
    while (low < high) {
        int64_t middle = (int64_t)(((uint64_t)low + (uint64_t)high) / 2);
        ouro_object *item = probe_get(rt, search, middle);
        if (!item)
            return -1;
        int is_less = is_right ? ouro_compare_truth(rt, x, item, COMPARE_LT)
                               : ouro_compare_truth(rt, item, x, COMPARE_LT);
        decref(rt, item);
        if (is_less < 0)
            return -1;
        if ((is_less != 0) == is_right)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static ouro_object *bisect(ouro_runtime *rt, const char *function, ouro_object *const *args,
                           size_t count, ouro_object *names, bool is_right)
{
    struct search search;
    if (!search_bind(rt, function, args, count, names, &search))
        return NULL;
    int64_t at = position_find(rt, &search, search.item, is_right);
    return at < 0 ? NULL : ouro_int_new(rt, at);
}

static ouro_object *insort(ouro_runtime *rt, const char *function, ouro_object *const *args,
                           size_t count, ouro_object *names, bool is_right)
{
    struct search search;
    if (!search_bind(rt, function, args, count, names, &search))
        return NULL;
    ouro_object *x = search.key ? ouro_call1(rt, search.key, search.item) : newref(search.item);
    if (!x)
        return NULL;
    int64_t at = position_find(rt, &search, x, is_right);
    decref(rt, x);
    if (at < 0)
        return NULL;
    if (is_exact(search.sequence, TYPE_LIST))
        return ouro_list_insert(rt, search.sequence, at, search.item) ? rt->none : NULL;
    ouro_object *method = ouro_getattr_text(rt, search.sequence, "insert"), *answer = NULL;
    ouro_object *index = method ? ouro_int_new(rt, at) : NULL;
    if (index)
        answer = ouro_call2(rt, method, index, search.item);
    xdecref(rt, method);
    xdecref(rt, index);
    xdecref(rt, answer);
    return answer ? rt->none : NULL;
}

#define FUNCTION(name, kind, is_right)                                                            \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)                                    \
    {                                                                                             \
        return kind(rt, #name, args, count, names, is_right);                                     \
    }
FUNCTION(bisect_left, bisect, false)
FUNCTION(bisect_right, bisect, true)
FUNCTION(insort_left, insort, false)
FUNCTION(insort_right, insort, true)

bool ouro_module_bisect_init(ouro_runtime *rt, ouro_object *module);
bool ouro_module_bisect_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"bisect_left", bisect_left, 0, -1, METHOD_KEYWORDS,
         "Return the index where to insert item x in list a, before equal items."},
        {"bisect_right", bisect_right, 0, -1, METHOD_KEYWORDS,
         "Return the index where to insert item x in list a, after equal items."},
        {"insort_left", insort_left, 0, -1, METHOD_KEYWORDS,
         "Insert item x in list a, and keep it sorted; before equal items."},
        {"insort_right", insort_right, 0, -1, METHOD_KEYWORDS,
         "Insert item x in list a, and keep it sorted; after equal items."},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    if (!ouro_module_add_functions(rt, module, functions))
        return false;
    ouro_object *right = ouro_getattr_text(rt, module, "bisect_right");
    ouro_object *insert = right ? ouro_getattr_text(rt, module, "insort_right") : NULL;
    bool is_good = insert && ouro_module_add(rt, module, "bisect", right) &&
                   ouro_module_add(rt, module, "insort", insert);
    xdecref(rt, right);
    xdecref(rt, insert);
    return is_good;
}
