#include "diag/leaks.h"

#include <stdlib.h>
#include <string.h>

#include "diag/births.h"
#include "diag/edges.h"
#include "gc/gc.h"
#include "types/class.h"

struct garbage {
    ouro_runtime *rt;
    ouro_object **items; /* in address order */
    size_t count, capacity;
    bool has_failed;
};

static bool add(void *context, ouro_object *object)
{
    struct garbage *garbage = context;
    if (garbage->count == garbage->capacity) {
        size_t capacity = garbage->capacity ? garbage->capacity * 2 : 1024;
        ouro_object **items = ouro_mem_realloc(&garbage->rt->heap.mem, OURO_DOMAIN_RAW, garbage->items,
                                               capacity * sizeof *items);
        if (!items) {
            garbage->has_failed = true;
            return false;
        }
        garbage->items = items;
        garbage->capacity = capacity;
    }
    garbage->items[garbage->count++] = object;
    return true;
}

static ptrdiff_t index_of(const struct garbage *garbage, const ouro_object *object)
{
    size_t low = 0, high = garbage->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (garbage->items[middle] < object)
            low = middle + 1;
        else
            high = middle;
    }
    return low < garbage->count && garbage->items[low] == object ? (ptrdiff_t)low : -1;
}

/* ---- the shortest cycle through one object: breadth first, at most VISITED_MAX objects ------- */

enum { VISITED_MAX = 4096 };

struct search {
    const struct garbage *garbage;
    uint32_t *parent; /* by position in queue */
    uint32_t *queue;  /* indices into garbage->items */
    uint8_t *seen;    /* by index */
    size_t count, at;
    size_t start;
    bool is_found;
};

static bool reach(void *context, ouro_object *object)
{
    struct search *search = context;
    ptrdiff_t index = index_of(search->garbage, object);
    if (index < 0)
        return true;
    if ((size_t)index == search->start) {
        search->is_found = true;
        return false;
    }
    if (search->seen[index] || search->count == VISITED_MAX)
        return true;
    search->seen[index] = 1;
    search->queue[search->count] = (uint32_t)index;
    search->parent[search->count++] = (uint32_t)search->at;
    return true;
}

static void write_cycle(struct search *search, struct ouro_leak_group *group)
{
    const struct garbage *garbage = search->garbage;
    const ouro_object *path[LEAK_CYCLE_MAX];
    size_t length = 0, position = search->at;
    while (position != 0 && length < LEAK_CYCLE_MAX - 1) {
        path[length++] = garbage->items[search->queue[position]];
        position = search->parent[position];
    }
    if (position != 0)
        return; /* longer than we show */
    path[length++] = garbage->items[search->start];
    group->cycle_length = (uint32_t)length;
    for (size_t i = 0; i < length; i++) { /* path runs backwards from the last object to the first */
        const ouro_object *from = path[length - 1 - i];
        const ouro_object *to = i + 1 < length ? path[length - 2 - i] : path[length - 1];
        char *text = group->cycle[i];
        size_t used = ouro_object_describe(garbage->rt, from, text, LEAK_TEXT_MAX);
        ouro_edge_describe(garbage->rt, from, to, text + used, LEAK_TEXT_MAX);
    }
}

static void find_cycle(const struct garbage *garbage, size_t start, struct ouro_leak_group *group)
{
    struct ouro_mem *mem = &garbage->rt->heap.mem;
    struct search search = {.garbage = garbage, .start = start};
    search.queue = ouro_mem_alloc(mem, OURO_DOMAIN_RAW, VISITED_MAX * sizeof *search.queue);
    search.parent = ouro_mem_alloc(mem, OURO_DOMAIN_RAW, VISITED_MAX * sizeof *search.parent);
    search.seen = ouro_mem_calloc(mem, OURO_DOMAIN_RAW, garbage->count, 1);
    if (search.queue && search.parent && search.seen) { /* benign otherwise: the cycle is not named */
        search.queue[0] = (uint32_t)start;
        search.parent[0] = 0;
        search.seen[start] = 1;
        search.count = 1;
        for (search.at = 0; search.at < search.count && !search.is_found; search.at++)
            ouro_gc_referents(&garbage->rt->heap, garbage->items[search.queue[search.at]], reach, &search);
        if (search.is_found) {
            search.at--;
            write_cycle(&search, group);
        }
    }
    ouro_mem_free(mem, OURO_DOMAIN_RAW, search.queue);
    ouro_mem_free(mem, OURO_DOMAIN_RAW, search.parent);
    ouro_mem_free(mem, OURO_DOMAIN_RAW, search.seen);
}

/* ---- grouping -------------------------------------------------------------------------------- */

struct row {
    uint64_t place;
    uint16_t type_index;
    uint32_t index;
    uint32_t size;
};

static int compare_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->type_index != y->type_index)
        return x->type_index < y->type_index ? -1 : 1;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static bool is_same_group(const struct row *a, const struct row *b)
{
    return a->type_index == b->type_index && a->place == b->place;
}

static void add_group(struct ouro_leaks *leaks, const struct garbage *garbage, const struct row *rows,
                      size_t count)
{
    uint64_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += rows[i].size;
    uint32_t at = leaks->group_count;
    if (at == LEAK_GROUPS_MAX) {
        leaks->is_truncated = true;
        if (leaks->groups[at - 1].size >= size)
            return;
        at--;
    } else {
        leaks->group_count++;
    }
    while (at > 0 && leaks->groups[at - 1].size < size) {
        leaks->groups[at] = leaks->groups[at - 1];
        at--;
    }
    struct ouro_leak_group *group = &leaks->groups[at];
    memset(group, 0, sizeof *group);
    ouro_runtime *rt = garbage->rt;
    const ouro_object *first = garbage->items[rows->index];
    snprintf(group->type, sizeof group->type, "%s", ouro_class_name(class_of(rt, first)));
    ouro_births_describe(rt, first, group->site, sizeof group->site);
    group->count = count;
    group->size = size;
    find_cycle(garbage, rows->index, group);
}

bool ouro_leaks_find(ouro_runtime *rt, struct ouro_leaks *leaks)
{
    memset(leaks, 0, sizeof *leaks);
    struct garbage garbage = {.rt = rt};
    bool is_done = ouro_gc_find_garbage(&rt->heap, add, &garbage) && !garbage.has_failed;
    struct row *rows = NULL;
    if (is_done && garbage.count) {
        rows = ouro_mem_calloc(&rt->heap.mem, OURO_DOMAIN_RAW, garbage.count, sizeof *rows);
        is_done = rows != NULL;
    }
    for (size_t i = 0; is_done && i < garbage.count; i++) {
        ouro_object *object = garbage.items[i];
        rows[i].type_index = object->type_index;
        rows[i].place = ouro_births_place(rt, object);
        rows[i].index = (uint32_t)i;
        rows[i].size = (uint32_t)ouro_object_size(&rt->heap, object);
        leaks->count++;
        leaks->size += rows[i].size;
    }
    if (is_done && garbage.count) {
        qsort(rows, garbage.count, sizeof *rows, compare_rows);
        for (size_t i = 0, next; i < garbage.count; i = next) {
            for (next = i + 1; next < garbage.count && is_same_group(&rows[next], &rows[i]); next++)
                ;
            add_group(leaks, &garbage, rows + i, next - i);
        }
    }
    ouro_mem_free(&rt->heap.mem, OURO_DOMAIN_RAW, rows);
    ouro_mem_free(&rt->heap.mem, OURO_DOMAIN_RAW, garbage.items);
    return is_done;
}
