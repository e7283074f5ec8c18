/* _tracemalloc: which lines of a program allocated the memory that is alive.
 *
 * While tracing is on, the heap tells about every block. Each is entered in a table of our own (from the
 * C library: the heap must not be used from inside its hooks) with its place: the lines that were running,
 * the innermost first. Each place exists once and stays until all traces are forgotten, so a free drops no
 * reference; file names are counted references to the code's own string. */
#include <stdlib.h>
#include <string.h>

#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

struct place_frame {
    ouro_object *filename; /* counted */
    int64_t line;
};

struct place {
    struct place *next; /* of the same bucket */
    uint64_t hash;
    ouro_object *tuple; /* the frames as Python sees them, while a list of traces is made */
    uint32_t count, total; /* frames kept; frames there were */
    struct place_frame frames[];
};

enum { BUCKETS = 4096, FRAMES_MAX = 65535 };

struct traced {
    uintptr_t block; /* 0: free, 1: was removed */
    size_t size;
    struct place *place; /* NULL: no frame was running */
};

struct tracer {
    ouro_runtime *rt;
    struct ouro_mem_trace hooks;
    struct traced *table;
    struct place **buckets;
    struct place_frame *scratch; /* limit frames */
    uint32_t limit;
    size_t place_bytes;
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
    entry->place = NULL;
}

/* ---- places ---------------------------------------------------------------------------------- */

static struct place *place_find(const struct tracer *tracer, uint64_t hash, uint32_t count, uint32_t total)
{
    struct place *place = tracer->buckets[hash % BUCKETS];
    for (; place; place = place->next)
        if (place->hash == hash && place->count == count && place->total == total &&
            memcmp(place->frames, tracer->scratch, count * sizeof *place->frames) == 0)
            return place;
    return NULL;
}

/* NULL: nothing runs, or the C library has no memory. */
static struct place *place_current(struct tracer *tracer)
{
    struct ouro_vm *vm = tracer->rt->vm;
    uint32_t count = 0, total = 0;
    uint64_t hash = 0;
    for (struct ouro_frame *frame = vm ? vm->frame : NULL; frame; frame = frame->previous) {
        if (frame->is_incomplete || total++ >= tracer->limit)
            continue;
        struct place_frame *to = &tracer->scratch[count++];
        *to = (struct place_frame){frame->code->filename, ouro_frame_line(frame)};
        hash = (hash ^ (uintptr_t)to->filename ^ (uint64_t)to->line << 40) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    if (count == 0)
        return NULL;
    struct place *place = place_find(tracer, hash, count, total);
    size_t size = sizeof *place + count * sizeof *place->frames;
    if (place || !(place = malloc(size)))
        return place;
    *place = (struct place){tracer->buckets[hash % BUCKETS], hash, NULL, count, total};
    memcpy(place->frames, tracer->scratch, count * sizeof *place->frames);
    for (uint32_t i = 0; i < count; i++)
        incref(place->frames[i].filename);
    tracer->buckets[hash % BUCKETS] = place;
    tracer->place_bytes += size;
    return place;
}

static void places_free(ouro_runtime *rt, struct place **buckets)
{
    for (size_t i = 0; buckets && i < BUCKETS; i++)
        while (buckets[i]) {
            struct place *place = buckets[i];
            buckets[i] = place->next;
            for (uint32_t j = 0; j < place->count; j++)
                decref(rt, place->frames[j].filename);
            free(place);
        }
}

/* ---- what the heap tells --------------------------------------------------------------------- */

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
    size_t at = hash_of((uintptr_t)block) & tracer->mask;
    while (tracer->table[at].block > 1)
        at = (at + 1) & tracer->mask;
    tracer->filled += tracer->table[at].block == 0;
    tracer->table[at] = (struct traced){(uintptr_t)block, size, place_current(tracer)};
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

/* The hooks are off. */
static void forget(struct tracer *tracer)
{
    free(tracer->table);
    tracer->table = NULL;
    tracer->mask = tracer->used = tracer->filled = tracer->current = tracer->peak = 0;
    places_free(tracer->rt, tracer->buckets);
    tracer->place_bytes = 0;
}

static void stop(struct tracer *tracer)
{
    if (!tracer->is_on)
        return;
    ouro_mem_trace_set(&tracer->rt->heap.mem, NULL);
    tracer->is_on = false;
    forget(tracer);
    free(tracer->buckets);
    free(tracer->scratch);
    tracer->buckets = NULL;
    tracer->scratch = NULL;
}

/* start(nframe=1) */
NATIVE(trace_start)
{
    struct tracer *tracer = tracer_of(rt);
    int64_t limit = 1;
    if (count > 0 && !ouro_int_as_i64(rt, args[0], &limit))
        return NULL;
    if (limit < 1 || limit > FRAMES_MAX)
        return ouro_raise(rt, EXC_ValueError, "the number of frames must be in range [1; %d]", FRAMES_MAX);
    if (tracer->is_on)
        return rt->none;
    tracer->buckets = calloc(BUCKETS, sizeof *tracer->buckets);
    tracer->scratch = calloc((size_t)limit, sizeof *tracer->scratch);
    if (!tracer->buckets || !tracer->scratch) {
        free(tracer->buckets);
        free(tracer->scratch);
        tracer->buckets = NULL;
        tracer->scratch = NULL;
        return ouro_raise_memory(rt);
    }
    tracer->limit = (uint32_t)limit;
    tracer->hooks =
        (struct ouro_mem_trace){.context = tracer, .alloc = on_alloc, .realloc = on_realloc, .free = on_free};
    tracer->is_on = true;
    ouro_mem_trace_set(&rt->heap.mem, &tracer->hooks);
    return rt->none;
}

NATIVE(trace_stop)
{
    stop(tracer_of(rt));
    return rt->none;
}

NATIVE(trace_limit)
{
    return ouro_int_new(rt, tracer_of(rt)->limit);
}

NATIVE(trace_is_tracing)
{
    return bool_object(rt, tracer_of(rt)->is_on);
}

static ouro_object *pair(ouro_runtime *rt, size_t a, size_t b)
{
    ouro_object *items[] = {ouro_int_new(rt, (int64_t)a), ouro_int_new(rt, (int64_t)b)};
    return ouro_tuple_from_take(rt, items, 2);
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
    size_t buckets_size = tracer->is_on ? BUCKETS * sizeof(struct place *) : 0;
    return ouro_int_new(rt, (int64_t)(tracer->place_bytes + buckets_size +
                                      (tracer->table ? (tracer->mask + 1) * sizeof *tracer->table : 0)));
}

/* ((filename, line), ...), the innermost first. */
static ouro_object *frames_of(ouro_runtime *rt, const struct place *place)
{
    ouro_object *list = ouro_list_new(rt, place ? place->count : 1);
    uint32_t count = place ? place->count : 1;
    for (uint32_t i = 0; list && i < count; i++) {
        ouro_object *filename = place ? newref(place->frames[i].filename) : ouro_str_from(rt, "<unknown>");
        ouro_object *line = ouro_int_new(rt, place ? place->frames[i].line : 0);
        ouro_object *frame = filename && line ? ouro_tuple_pack(rt, 2, filename, line) : NULL;
        xdecref(rt, filename);
        xdecref(rt, line);
        if (!frame || !ouro_list_append_take(rt, list, frame))
            clearref(rt, &list);
    }
    ouro_object *tuple = list ? ouro_tuple_from(rt, list_of(list)->items, count) : NULL;
    xdecref(rt, list);
    return tuple;
}

/* (domain, size, frames, number of frames) */
static ouro_object *trace_of(ouro_runtime *rt, const struct traced *entry)
{
    struct place *place = entry->place;
    ouro_object *frames = place ? xnewref(place->tuple) : NULL;
    if (!frames && !(frames = frames_of(rt, place)))
        return NULL;
    if (place && !place->tuple)
        place->tuple = newref(frames);
    ouro_object *domain = ouro_int_new(rt, 0), *size = ouro_int_new(rt, (int64_t)entry->size);
    ouro_object *total = ouro_int_new(rt, place ? place->total : 1), *trace = NULL;
    if (domain && size && total)
        trace = ouro_tuple_pack(rt, 4, domain, size, frames, total);
    xdecref(rt, total);
    xdecref(rt, size);
    xdecref(rt, domain);
    decref(rt, frames);
    return trace;
}

/* traces(): one for each block. They are copied first: making the list makes blocks. */
NATIVE(trace_traces)
{
    struct tracer *tracer = tracer_of(rt);
    size_t used = 0;
    struct traced *copy = malloc((tracer->used + 1) * sizeof *copy);
    if (!copy)
        return ouro_raise_memory(rt);
    for (size_t i = 0; tracer->table && i <= tracer->mask; i++)
        if (tracer->table[i].block > 1)
            copy[used++] = tracer->table[i];
    ouro_object *list = ouro_list_new(rt, 0);
    for (size_t i = 0; list && i < used; i++) {
        ouro_object *trace = trace_of(rt, &copy[i]);
        if (!trace || !ouro_list_append_take(rt, list, trace))
            clearref(rt, &list);
    }
    free(copy);
    for (size_t i = 0; tracer->buckets && i < BUCKETS; i++)
        for (struct place *place = tracer->buckets[i]; place; place = place->next)
            clearref(rt, &place->tuple);
    return list;
}

/* place(object): (frames, number of frames) or None */
NATIVE(trace_place)
{
    const struct traced *entry = find(tracer_of(rt), (uintptr_t)args[0]);
    if (!entry || !entry->place)
        return rt->none;
    uint32_t number = entry->place->total;
    ouro_object *frames = frames_of(rt, entry->place);
    ouro_object *total = frames ? ouro_int_new(rt, number) : NULL;
    ouro_object *result = total ? ouro_tuple_pack(rt, 2, frames, total) : NULL;
    xdecref(rt, total);
    xdecref(rt, frames);
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
    {"get_traceback_limit", trace_limit, 0, 0, 0, "How many frames a traceback keeps."},
    {"traces", trace_traces, 0, 0, 0, NULL},
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
        tracer->limit = 1;
        rt->caches[CACHE_MODULES] = tracer;
    }
    return ouro_module_add_functions(rt, module, functions);
}
