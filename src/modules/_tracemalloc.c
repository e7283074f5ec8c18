/* _tracemalloc: which lines of a program allocated the memory that is alive.
 *
 * While tracing is on, the heap tells about every block. Each is entered in a table of our own (from the
 * C library: the heap must not be used from inside its hooks) with the line that was running. File
 * names are counted references to the code's own string. */
#include <stdlib.h>
#include <string.h>

#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

struct traced {
    uintptr_t block; /* 0: free, 1: was removed */
    size_t size;
    ouro_object *filename; /* counted, or NULL */
    int32_t line;
};

struct tracer {
    ouro_runtime *rt;
    struct ouro_mem_trace hooks;
    struct traced *table;
    size_t mask, used, filled;
    size_t current, peak;
    bool is_on, is_incomplete;
};

static struct tracer *tracer_of(ouro_runtime *rt)
{
    return rt->caches[CACHE_MODULES];
}

static size_t hash_of(uintptr_t block)
{
    return (size_t)((uint64_t)(block >> 3) * 0x9e3779b97f4a7c15u >> 20);
}

static struct traced *find(const struct tracer *tracer, uintptr_t block)
{
    if (!tracer->table)
        return NULL;
    for (size_t i = hash_of(block) & tracer->mask;; i = (i + 1) & tracer->mask) {
        if (tracer->table[i].block == block)
            return &tracer->table[i];
        if (!tracer->table[i].block)
            return NULL;
    }
}

static bool resize(struct tracer *tracer)
{
    size_t size = 1024;
    while (size < tracer->used * 3)
        size *= 2;
    struct traced *table = calloc(size, sizeof *table);
    if (!table)
        return false;
    for (size_t i = 0; tracer->table && i <= tracer->mask; i++) {
        if (tracer->table[i].block <= 1)
            continue;
        size_t at = hash_of(tracer->table[i].block) & (size - 1);
        while (table[at].block)
            at = (at + 1) & (size - 1);
        table[at] = tracer->table[i];
    }
    free(tracer->table);
    tracer->table = table;
    tracer->mask = size - 1;
    tracer->filled = tracer->used;
    return true;
}

static void remove_block(struct tracer *tracer, uintptr_t block)
{
    struct traced *entry = find(tracer, block);
    if (!entry)
        return;
    tracer->current -= entry->size;
    tracer->used--;
    entry->block = 1;
    ouro_object *filename = entry->filename;
    entry->filename = NULL;
    /* The string is held by its code object, too, in all but rare cases; dropping the last reference in
     * here would free a block inside of a free. It is then kept: a bounded leak of one name. */
    if (filename && !ouro_object_is_immortal(filename) && ouro_object_refcount(filename) > 1)
        ouro_object_decref(&tracer->rt->heap, filename);
}

static void on_alloc(void *context, void *block, size_t size, int kind)
{
    struct tracer *tracer = context;
    if (!block)
        return;
    remove_block(tracer, (uintptr_t)block);
    if ((!tracer->table || tracer->filled * 4 >= (tracer->mask + 1) * 3) && !resize(tracer)) {
        tracer->is_incomplete = true;
        return;
    }
    ouro_object *filename = NULL;
    int32_t line = 0;
    if (ouro_vm_position(tracer->rt, &filename, &line) && filename)
        incref(filename);
    size_t at = hash_of((uintptr_t)block) & tracer->mask;
    while (tracer->table[at].block > 1)
        at = (at + 1) & tracer->mask;
    tracer->filled += tracer->table[at].block == 0;
    tracer->table[at] = (struct traced){(uintptr_t)block, size, filename, line};
    tracer->used++;
    tracer->current += size;
    if (tracer->current > tracer->peak)
        tracer->peak = tracer->current;
}

static void on_free(void *context, void *block)
{
    remove_block(context, (uintptr_t)block);
}

static void on_realloc(void *context, void *old_block, void *block, size_t size, int kind)
{
    if (old_block)
        on_free(context, old_block);
    on_alloc(context, block, size, kind);
}

static void forget(struct tracer *tracer)
{
    struct traced *table = tracer->table;
    size_t mask = tracer->mask;
    tracer->table = NULL;
    tracer->mask = tracer->used = tracer->filled = tracer->current = tracer->peak = 0;
    for (size_t i = 0; table && i <= mask; i++)
        if (table[i].block > 1)
            xdecref(tracer->rt, table[i].filename);
    free(table);
}

NATIVE(trace_start)
{
    struct tracer *tracer = tracer_of(rt);
    if (tracer->is_on)
        return rt->none;
    tracer->hooks =
        (struct ouro_mem_trace){.context = tracer, .alloc = on_alloc, .realloc = on_realloc, .free = on_free};
    tracer->is_on = true;
    ouro_mem_trace_set(&rt->heap.mem, &tracer->hooks);
    return rt->none;
}

NATIVE(trace_stop)
{
    struct tracer *tracer = tracer_of(rt);
    if (tracer->is_on) {
        ouro_mem_trace_set(&rt->heap.mem, NULL);
        tracer->is_on = false;
        forget(tracer);
    }
    return rt->none;
}

NATIVE(trace_is_tracing)
{
    return bool_object(rt, tracer_of(rt)->is_on);
}

static ouro_object *pair(ouro_runtime *rt, size_t a, size_t b)
{
    ouro_object *items[] = {ouro_int_new(rt, (int64_t)a), ouro_int_new(rt, (int64_t)b)};
    if (items[0] && items[1])
        return ouro_tuple_from_take(rt, items, 2);
    xdecref(rt, items[0]);
    xdecref(rt, items[1]);
    return NULL;
}

NATIVE(trace_memory)
{
    return pair(rt, tracer_of(rt)->current, tracer_of(rt)->peak);
}

NATIVE(trace_reset_peak)
{
    tracer_of(rt)->peak = tracer_of(rt)->current;
    return rt->none;
}

NATIVE(trace_clear)
{
    struct tracer *tracer = tracer_of(rt);
    if (!tracer->is_on)
        return rt->none;
    ouro_mem_trace_set(&rt->heap.mem, NULL);
    forget(tracer);
    ouro_mem_trace_set(&rt->heap.mem, &tracer->hooks);
    return rt->none;
}

NATIVE(trace_own_memory)
{
    struct tracer *tracer = tracer_of(rt);
    return ouro_int_new(rt, (int64_t)(tracer->table ? (tracer->mask + 1) * sizeof *tracer->table : 0));
}

static ouro_object *row_of(ouro_runtime *rt, const struct traced *entry, size_t blocks)
{
    ouro_object *items[4] = {ouro_int_new(rt, (int64_t)entry->size), ouro_int_new(rt, (int64_t)blocks),
                             entry->filename ? newref(entry->filename) : ouro_str_from(rt, "<unknown>"),
                             ouro_int_new(rt, entry->line)};
    if (items[0] && items[1] && items[2] && items[3])
        return ouro_tuple_from_take(rt, items, 4);
    for (size_t i = 0; i < 4; i++)
        xdecref(rt, items[i]);
    return NULL;
}

static int by_place(const void *a, const void *b)
{
    const struct traced *x = a, *y = b;
    if (x->filename != y->filename)
        return (uintptr_t)x->filename < (uintptr_t)y->filename ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* rows(): [(size, count, filename, line)], one for each line. */
NATIVE(trace_rows)
{
    struct tracer *tracer = tracer_of(rt);
    size_t used = 0;
    struct traced *copy = malloc((tracer->used + 1) * sizeof *copy);
    if (!copy)
        return ouro_raise_memory(rt);
    for (size_t i = 0; tracer->table && i <= tracer->mask; i++) {
        if (tracer->table[i].block <= 1)
            continue;
        copy[used] = tracer->table[i];
        xincref(copy[used++].filename);
    }
    qsort(copy, used, sizeof *copy, by_place);
    ouro_object *list = ouro_list_new(rt, 0);
    for (size_t i = 0; list && i < used;) {
        struct traced total = copy[i];
        size_t blocks = 1;
        while (++i < used && by_place(&copy[i], &total) == 0) {
            total.size += copy[i].size;
            blocks++;
        }
        ouro_object *row = row_of(rt, &total, blocks);
        if (!row || !ouro_list_append_take(rt, list, row))
            clearref(rt, &list);
    }
    for (size_t i = 0; i < used; i++)
        xdecref(rt, copy[i].filename);
    free(copy);
    return list;
}

/* place(object): (filename, line) or None */
NATIVE(trace_place)
{
    const struct traced *entry = find(tracer_of(rt), (uintptr_t)args[0]);
    if (!entry || !entry->filename)
        return rt->none;
    ouro_object *line = ouro_int_new(rt, entry->line);
    ouro_object *result = line ? ouro_tuple_pack(rt, 2, entry->filename, line) : NULL;
    xdecref(rt, line);
    return result;
}

static const struct ouro_method functions[] = {
    {"start", trace_start, 0, 1, 0, NULL},
    {"stop", trace_stop, 0, 0, 0, "Stop tracing memory allocations."},
    {"is_tracing", trace_is_tracing, 0, 0, 0, "True while tracing is on."},
    {"get_traced_memory", trace_memory, 0, 0, 0, "(current, peak) size of traced memory."},
    {"reset_peak", trace_reset_peak, 0, 0, 0, "Set the peak to the current size."},
    {"clear_traces", trace_clear, 0, 0, 0, "Forget all traces."},
    {"get_tracemalloc_memory", trace_own_memory, 0, 0, 0, "Memory of the tables themselves."},
    {"rows", trace_rows, 0, 0, 0, NULL},
    {"place", trace_place, 1, 1, 0, NULL},
    {0},
};

bool ouro_module__tracemalloc_init(ouro_runtime *rt, ouro_object *module)
{
    struct tracer *tracer = tracer_of(rt);
    if (!tracer) {
        tracer = ouro_mem_calloc(&rt->heap.mem, OURO_DOMAIN_MEM, 1, sizeof *tracer);
        if (!tracer)
            return ouro_raise_memory(rt) != NULL;
        tracer->rt = rt;
        rt->caches[CACHE_MODULES] = tracer;
    }
    return ouro_module_add_functions(rt, module, functions);
}
