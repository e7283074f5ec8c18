/* The ouro module: what a program may ask of this memory manager beyond Python. Nothing of it is needed, and
 * the modules that Python has stay as they are there: gc.get_stats, gc.callbacks.
 *
 *   gc_stats()            for each generation what gc.get_stats says, candidates, duration, longest
 *   gc_totals()           cycles and slices of the old generation, all pauses, the phase it is in
 *   gc_recent()           the last 256 collections and slices, newest first
 *   gc_step(seconds)      works on the old generation for about so long; True: there is more to do
 *   gc_slice_callbacks    called around each slice as gc.callbacks are around a collection
 *
 * Times are seconds of the thread's CPU time. */
#include <string.h>

#include "gc/gc.h"
#include "modules/registry.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/items.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

/* Takes the value over, which may be NULL. */
static bool put(ouro_runtime *rt, ouro_object *dict, const char *key, ouro_object *value)
{
    bool is_done = value && ouro_dict_set_text(rt, dict, key, value);
    xdecref(rt, value);
    return is_done;
}

static bool put_count(ouro_runtime *rt, ouro_object *dict, const char *key, uint64_t value)
{
    return put(rt, dict, key, ouro_int_new(rt, (int64_t)value));
}

static bool put_seconds(ouro_runtime *rt, ouro_object *dict, const char *key, uint64_t nanoseconds)
{
    return put(rt, dict, key, ouro_float_new(rt, (double)nanoseconds / 1e9));
}

/* Appends the dict, which it takes over, if it is complete. */
static bool append(ouro_runtime *rt, ouro_object *list, ouro_object *dict, bool is_complete)
{
    bool is_done = is_complete && ouro_list_append(rt, list, dict);
    xdecref(rt, dict);
    return is_done;
}

static bool append_stats(ouro_runtime *rt, ouro_object *list, const struct ouro_gc_stats *stats)
{
    ouro_object *dict = ouro_dict_new(rt);
    bool is_complete = dict && put_count(rt, dict, "collections", stats->collections) &&
                       put_count(rt, dict, "collected", stats->collected) &&
                       put_count(rt, dict, "uncollectable", stats->uncollectable) &&
                       put_count(rt, dict, "candidates", stats->candidates) &&
                       put_seconds(rt, dict, "duration", stats->duration_ns) &&
                       put_seconds(rt, dict, "longest", stats->duration_max_ns);
    return append(rt, list, dict, is_complete);
}

NATIVE(module_gc_stats)
{
    ouro_object *list = ouro_list_new(rt, 0);
    for (int generation = 0; list && generation < OURO_GC_GENERATIONS; generation++) {
        struct ouro_gc_stats stats;
        ouro_gc_stats_get(&rt->heap, generation, &stats);
        if (!append_stats(rt, list, &stats))
            clearref(rt, &list);
    }
    return list;
}

NATIVE(module_gc_totals)
{
    struct ouro_gc_totals totals;
    const char *phase = ouro_gc_cycle_phase_name(ouro_gc_cycle_phase_get(&rt->heap));
    ouro_gc_totals_get(&rt->heap, &totals);
    ouro_object *dict = ouro_dict_new(rt);
    if (dict && put_count(rt, dict, "cycles", totals.cycles) &&
        put_count(rt, dict, "cycles_abandoned", totals.cycles_abandoned) &&
        put_count(rt, dict, "slices", totals.slices) &&
        put_seconds(rt, dict, "duration", totals.pause_ns) &&
        put_seconds(rt, dict, "longest", totals.pause_max_ns) &&
        put_count(rt, dict, "suspects", totals.suspects) &&
        put_count(rt, dict, "suspects_alive", totals.suspects_live) &&
        put_count(rt, dict, "traps_sprung", totals.traps_sprung) &&
        put(rt, dict, "phase", ouro_str_from(rt, phase)))
        return dict;
    xdecref(rt, dict);
    return NULL;
}

static bool append_event(ouro_runtime *rt, ouro_object *list, const struct ouro_gc_event *event)
{
    ouro_object *dict = ouro_dict_new(rt);
    const char *phase = ouro_gc_cycle_phase_name((enum ouro_gc_cycle_phase)event->cycle_phase);
    bool is_complete = dict && put_count(rt, dict, "generation", event->generation) &&
                       put(rt, dict, "is_slice", newref(bool_object(rt, event->is_slice))) &&
                       put(rt, dict, "is_automatic", newref(bool_object(rt, event->is_automatic))) &&
                       put_seconds(rt, dict, "start", event->start_ns) &&
                       put_seconds(rt, dict, "duration", event->duration_ns) &&
                       put_count(rt, dict, "candidates", event->candidates) &&
                       put_count(rt, dict, "collected", event->collected) &&
                       put(rt, dict, "phase", ouro_str_from(rt, phase));
    return append(rt, list, dict, is_complete);
}

NATIVE(module_gc_recent)
{
    struct ouro_gc_event events[OURO_GC_EVENTS_MAX];
    size_t event_count = ouro_gc_events_get(&rt->heap, events, OURO_GC_EVENTS_MAX);
    ouro_object *list = ouro_list_new(rt, 0);
    for (size_t i = 0; list && i < event_count; i++)
        if (!append_event(rt, list, &events[i]))
            clearref(rt, &list);
    return list;
}

NATIVE(module_gc_step)
{
    double seconds = 0.001;
    if (count > 0 && !ouro_as_double(rt, args[0], &seconds))
        return NULL;
    if (!(seconds >= 0 && seconds <= 1e6))
        return ouro_raise(rt, EXC_ValueError, "gc_step() needs a number of seconds");
    return bool_object(rt, ouro_gc_step(&rt->heap, (uint64_t)(seconds * 1e9)));
}

/* For modules in Python that stand for C code: there error messages name classes with their module. */
static ouro_object *module_name_class(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    size_t size;
    ouro_object *owner;
    if (!is_class(rt, args[0]) || !is_str(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "_name_class() takes a class and a str");
    struct ouro_class *cls = (struct ouro_class *)(void *)args[0];
    if (!(cls->core.flags & OURO_TYPE_HEAP))
        return ouro_raise(rt, EXC_TypeError, "'%N' is not a class made in Python", cls);
    const char *text = ouro_str_utf8(rt, args[1], &size, &owner);
    char *copy = text ? ouro_mem_alloc(&rt->heap.mem, OURO_DOMAIN_MEM, size + 1) : NULL;
    if (copy) {
        memcpy(copy, text, size + 1);
        ouro_mem_free(&rt->heap.mem, OURO_DOMAIN_MEM, (void *)(uintptr_t)cls->core.name);
        cls->core.name = copy;
    }
    xdecref(rt, owner);
    return copy ? rt->none : text ? ouro_raise_memory(rt) : NULL;
}

static const struct ouro_method functions[] = {
    {"_name_class", module_name_class, 2, 2, 0, "What error messages shall call a class."},
    {"gc_stats", module_gc_stats, 0, 0, 0,
     "A list with a dictionary for each generation: collections, collected, uncollectable, candidates "
     "(objects looked at), duration and longest (seconds)."},
    {"gc_totals", module_gc_totals, 0, 0, 0,
     "A dictionary about the collector since the start: cycles, slices, duration, longest, phase."},
    {"gc_recent", module_gc_recent, 0, 0, 0,
     "The last collections and slices, newest first, each a dictionary."},
    {"gc_step", module_gc_step, 0, 1, 0,
     "Work on the old generation for about so many seconds (0.001); True if there is more to do."},
    {0},
};

bool ouro_module_ouro_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions) &&
           ouro_module_add(rt, module, "gc_slice_callbacks",
                           ouro_module_gc_slice_callbacks(rt));
}
