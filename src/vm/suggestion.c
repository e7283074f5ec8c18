/* "Did you mean": the closest name to one that was not found, by weighted edit distance. */
#include <string.h>

#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/traceback_print.h"

enum { CANDIDATES_MAX = 750, LENGTH_MAX = 40, COST_MOVE = 2, COST_CASE = 1 };

static int lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static int substitution_cost(char a, char b)
{
    if (a == b)
        return 0;
    return lower((unsigned char)a) == lower((unsigned char)b) ? COST_CASE : COST_MOVE;
}

static int min_of(int a, int b)
{
    return a < b ? a : b;
}

/* The edit distance, or something above max_cost. */
static int distance(const char *a, size_t a_size, const char *b, size_t b_size, int max_cost)
{
    while (a_size && b_size && *a == *b) {
        a++, b++;
        a_size--, b_size--;
    }
    while (a_size && b_size && a[a_size - 1] == b[b_size - 1]) {
        a_size--;
        b_size--;
    }
    if (!a_size || !b_size)
        return (int)(a_size + b_size) * COST_MOVE;
    if (a_size > LENGTH_MAX || b_size > LENGTH_MAX)
        return max_cost + 1;
    size_t difference = a_size > b_size ? a_size - b_size : b_size - a_size;
    if ((int)difference * COST_MOVE > max_cost)
        return max_cost + 1;
    int row[LENGTH_MAX + 1];
    for (size_t j = 0; j <= a_size; j++)
        row[j] = (int)j * COST_MOVE;
    for (size_t i = 1; i <= b_size; i++) {
        int diagonal = row[0];
        row[0] = (int)i * COST_MOVE;
        for (size_t j = 1; j <= a_size; j++) {
            int substituted = diagonal + substitution_cost(b[i - 1], a[j - 1]);
            diagonal = row[j];
            row[j] = min_of(substituted, min_of(row[j - 1], row[j]) + COST_MOVE);
        }
    }
    return row[a_size];
}

/* Keeps the best of a list of names: borrowed from the list, or NULL. */
static ouro_object *closest(ouro_runtime *rt, ouro_object *list, ouro_object *name)
{
    size_t size, item_size, count = list_length(list);
    ouro_object *owner, *item_owner, *best = NULL;
    const char *text = ouro_str_utf8(rt, name, &size, &owner);
    if (!text || count >= CANDIDATES_MAX)
        count = 0;
    int best_distance = INT32_MAX;
    for (size_t i = 0; i < count; i++) {
        ouro_object *item = list_at(list, i);
        if (!is_str(rt, item) || ouro_str_equal(item, name))
            continue;
        const char *item_text = ouro_str_utf8(rt, item, &item_size, &item_owner);
        if (!item_text) {
            ouro_error_clear(rt);
            continue;
        }
        int max_cost = (int)((size + item_size + 3) * COST_MOVE / 6);
        max_cost = min_of(max_cost, best_distance - 1);
        int found = distance(text, size, item_text, item_size, max_cost);
        xdecref(rt, item_owner);
        if (found <= max_cost) {
            best = item;
            best_distance = found;
        }
    }
    xdecref(rt, owner);
    return best;
}

/* list is taken. */
static ouro_object *closest_take(ouro_runtime *rt, ouro_object *list, ouro_object *name)
{
    ouro_object *best = list ? xnewref(closest(rt, list, name)) : NULL;
    xdecref(rt, list);
    ouro_error_clear(rt);
    return best;
}

static ouro_object *for_name_error(ouro_runtime *rt, struct ouro_exception *error, ouro_object *name)
{
    if (!error->traceback || !is_exact(error->traceback, TYPE_TRACEBACK))
        return NULL;
    struct ouro_traceback *last = traceback_of(error->traceback);
    while (last->next)
        last = traceback_of(last->next);
    struct ouro_frame *frame = frame_object_of(last->frame)->frame;
    if (!ouro_code_thaw(rt, frame->code))
        return NULL;
    ouro_object *best = closest_take(rt, ouro_to_list(rt, frame->code->local_names), name);
    if (!best)
        best = closest_take(rt, ouro_dict_keys_list(rt, frame_globals(frame)), name);
    if (!best && is_exact(frame_builtins(rt, frame), TYPE_DICT))
        best = closest_take(rt, ouro_dict_keys_list(rt, frame_builtins(rt, frame)), name);
    return best;
}

ouro_object *ouro_suggestion(ouro_runtime *rt, ouro_object *exception)
{
    struct ouro_exception *error = (struct ouro_exception *)(void *)exception;
    ouro_object *name = error->fields[0];
    if (!name || !is_str(rt, name))
        return NULL;
    ouro_object *best = NULL;
    if (exception->type_index == EXC_NameError)
        best = for_name_error(rt, error, name);
    else if (exception->type_index == EXC_AttributeError && error->fields[1])
        best = closest_take(rt, ouro_dir(rt, error->fields[1]), name);
    ouro_error_clear(rt);
    return best;
}
