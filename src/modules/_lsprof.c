/* _lsprof: the profiler behind cProfile.
 *
 *      contexts (what runs now)          entries: hash table by (caller, key)
 *      main -> f -> len                  (NULL, f)  calls 2  total  own
 *                   ^ current            (f, len)   what f spent in len: kept with subcalls
 *
 * A key is a code object or the table entry of a native function. Times are 64-bit numbers, nanoseconds or
 * what the program's timer counts. */
#include <string.h>

#include "os/os.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "types/tuple.h"
#include "vm/tracing.h"

enum { FIRST_BUCKETS = 64 };
static const char module_name[] = "_lsprof";

struct entry {
    struct entry *next; /* in its bucket */
    const void *caller; /* key of the caller; NULL: all calls together */
    const void *key;
    ouro_object *shown; /* code object or text; owned */
    int64_t total, own;
    int64_t calls, recursive_calls, level;
};

struct context {
    struct context *previous;
    struct entry *entry;
    int64_t start, inner; /* inner: time spent in what it called */
};

struct profiler {
    ouro_object base;
    ouro_object *timer; /* owned or NULL */
    double timer_unit;  /* > 0: the timer counts ints of so many seconds */
    struct entry **buckets;
    size_t bucket_count, entry_count;
    struct context *current, *spare;
    bool is_enabled, with_subcalls, with_builtins, is_without_memory;
};

static struct profiler *profiler_of(ouro_object *object)
{
    return (struct profiler *)(void *)object;
}

/* ---- entries --------------------------------------------------------------------------------- */

static size_t hash_of(const void *caller, const void *key)
{
    return (size_t)(((uintptr_t)caller * 31 + (uintptr_t)key) * UINT64_C(0x9e3779b97f4a7c15) >> 20);
}

static struct entry *find(const struct profiler *self, const void *caller, const void *key)
{
    if (!self->buckets)
        return NULL;
    struct entry *entry = self->buckets[hash_of(caller, key) & (self->bucket_count - 1)];
    while (entry && (entry->key != key || entry->caller != caller))
        entry = entry->next;
    return entry;
}

static bool grow(ouro_runtime *rt, struct profiler *self)
{
    size_t count = self->bucket_count ? self->bucket_count * 2 : FIRST_BUCKETS;
    struct entry **buckets = ouro_buffer_alloc(rt, count * sizeof(*buckets));
    if (!buckets)
        return false;
    memset(buckets, 0, count * sizeof(*buckets));
    for (size_t i = 0; i < self->bucket_count; i++) {
        for (struct entry *entry = self->buckets[i], *next; entry; entry = next) {
            struct entry **place = &buckets[hash_of(entry->caller, entry->key) & (count - 1)];
            next = entry->next;
            entry->next = *place;
            *place = entry;
        }
    }
    ouro_buffer_free(rt, self->buckets, self->bucket_count * sizeof(*buckets));
    self->buckets = buckets;
    self->bucket_count = count;
    return true;
}

/* shown: borrowed. NULL: MemoryError is set. */
static struct entry *add(ouro_runtime *rt, struct profiler *self, const void *caller, const void *key,
                         ouro_object *shown)
{
    if (self->entry_count >= self->bucket_count && !grow(rt, self))
        return NULL;
    struct entry *entry = ouro_buffer_alloc(rt, sizeof(*entry));
    if (!entry)
        return NULL;
    struct entry **place = &self->buckets[hash_of(caller, key) & (self->bucket_count - 1)];
    *entry = (struct entry){.next = *place, .caller = caller, .key = key, .shown = newref(shown)};
    *place = entry;
    self->entry_count++;
    return entry;
}

static void entries_free(ouro_runtime *rt, struct profiler *self)
{
    struct entry **buckets = self->buckets;
    size_t count = self->bucket_count;
    self->buckets = NULL;
    self->bucket_count = self->entry_count = 0;
    for (size_t i = 0; i < count; i++) {
        for (struct entry *entry = buckets[i], *next; entry; entry = next) {
            next = entry->next;
            decref(rt, entry->shown);
            ouro_buffer_free(rt, entry, sizeof(*entry));
        }
    }
    ouro_buffer_free(rt, buckets, count * sizeof(*buckets));
}

static void contexts_free(ouro_runtime *rt, struct context **list)
{
    while (*list) {
        struct context *context = *list;
        *list = context->previous;
        ouro_buffer_free(rt, context, sizeof(*context));
    }
}

/* ---- time ------------------------------------------------------------------------------------ */

/* A timer that fails counts as zero: the profiled program goes on. */
static int64_t timer_value(ouro_runtime *rt, struct profiler *self)
{
    int64_t ticks = 0;
    double seconds;
    ouro_object *value = ouro_call0(rt, self->timer);
    bool is_good = value != NULL;
    if (is_good && self->timer_unit > 0 && !is_int(rt, value))
        is_good = ouro_raise(rt, EXC_TypeError, "'%T' object cannot be interpreted as an integer",
                             value) != NULL;
    else if (is_good && self->timer_unit > 0)
        is_good = ouro_int_as_i64(rt, value, &ticks);
    else if (is_good && (is_good = ouro_as_double(rt, value, &seconds)))
        ticks = (int64_t)(seconds * 1e9);
    if (!is_good)
        ouro_vm_unraisable(rt, NULL, self->timer);
    xdecref(rt, value);
    return ticks;
}

static int64_t now(ouro_runtime *rt, struct profiler *self)
{
    return self->timer ? timer_value(rt, self) : (int64_t)ouro_os_clock_ns();
}

/* ---- what is reported ------------------------------------------------------------------------ */

/* How a native function is named: by its module, or as its class shows it. Owned. */
static ouro_object *native_shown(ouro_runtime *rt, const struct ouro_native_function *native)
{
    const char *name = native->method->name;
    ouro_object *module = native->module ? native->module : NULL;
    if (native->self && !is_exact(native->self, TYPE_MODULE)) {
        ouro_object *key = ouro_str_intern_text(rt, name);
        ouro_object *found = key ? ouro_class_lookup(rt, class_of(rt, native->self), key) : NULL;
        xdecref(rt, key);
        if (found)
            return ouro_repr(rt, found);
        if (rt->error)
            return NULL;
    }
    return module && is_str(rt, module) ? ouro_str_format(rt, "<built-in method %U.%s>", module, name)
                                        : ouro_str_format(rt, "<built-in method %s>", name);
}

static struct context *context_new(ouro_runtime *rt, struct profiler *self)
{
    struct context *context = self->spare;
    if (!context)
        return ouro_buffer_alloc(rt, sizeof(*context));
    self->spare = context->previous;
    return context;
}

/* A call begins. false: MemoryError is set. */
static bool enter(ouro_runtime *rt, struct profiler *self, const void *key, struct entry *entry)
{
    struct context *context = context_new(rt, self);
    if (!context)
        return false;
    *context = (struct context){.previous = self->current, .entry = entry};
    self->current = context;
    entry->level++;
    if (self->with_subcalls && context->previous) {
        const void *caller = context->previous->entry->key;
        struct entry *sub = find(self, caller, key);
        if (!sub)
            sub = add(rt, self, caller, key, entry->shown);
        if (!sub)
            return false;
        sub->level++;
    }
    int64_t start = now(rt, self);
    if (self->current == context) /* the program's timer may have cleared everything */
        context->start = start;
    return true;
}

static void count_call(struct entry *entry, int64_t total, int64_t own)
{
    if (--entry->level == 0)
        entry->total += total;
    else
        entry->recursive_calls++;
    entry->own += own;
    entry->calls++;
}

static void leave(ouro_runtime *rt, struct profiler *self)
{
    int64_t end = now(rt, self);
    struct context *context = self->current;
    if (!context)
        return; /* the program's timer has cleared everything */
    int64_t total = end - context->start, own = total - context->inner;
    struct context *previous = context->previous;
    self->current = previous;
    count_call(context->entry, total, own);
    if (previous) {
        previous->inner += total;
        struct entry *sub = NULL;
        if (self->with_subcalls)
            sub = find(self, previous->entry->key, context->entry->key);
        if (sub)
            count_call(sub, total, own);
    }
    context->previous = self->spare;
    self->spare = context;
}

static bool enter_native(ouro_runtime *rt, struct profiler *self, ouro_object *function)
{
    const struct ouro_native_function *native = (const struct ouro_native_function *)(void *)function;
    struct entry *entry = find(self, NULL, native->method);
    if (!entry) {
        ouro_object *shown = native_shown(rt, native);
        entry = shown ? add(rt, self, NULL, native->method, shown) : NULL;
        xdecref(rt, shown);
    }
    return entry && enter(rt, self, native->method, entry);
}

static bool enter_code(ouro_runtime *rt, struct profiler *self, struct ouro_code *code)
{
    struct entry *entry = find(self, NULL, code);
    if (!entry)
        entry = add(rt, self, NULL, code, &code->base);
    return entry && enter(rt, self, code, entry);
}

static void leave_key(ouro_runtime *rt, struct profiler *self, const void *key)
{
    if (self->current && self->current->entry->key == key)
        leave(rt, self);
    else if (self->current && find(self, NULL, key))
        leave(rt, self); /* the program began inside of it: what is open ends here */
}

static bool on_event(ouro_runtime *rt, ouro_object *context, struct ouro_frame *frame,
                     enum ouro_trace_event event, ouro_object *argument)
{
    struct profiler *self = profiler_of(context);
    bool is_good = true;
    switch (event) {
    case TRACE_CALL:
        is_good = enter_code(rt, self, frame->code);
        break;
    case TRACE_RETURN:
        leave_key(rt, self, frame->code);
        break;
    case TRACE_C_CALL:
        is_good = !self->with_builtins || enter_native(rt, self, argument);
        break;
    case TRACE_C_RETURN:
    case TRACE_C_EXCEPTION:
        if (self->with_builtins)
            leave_key(rt, self, ((const struct ouro_native_function *)(void *)argument)->method);
        break;
    default:
        break;
    }
    if (!is_good) { /* told by disable() */
        ouro_error_clear(rt);
        self->is_without_memory = true;
    }
    return true;
}

/* ---- methods --------------------------------------------------------------------------------- */

static bool flag(ouro_runtime *rt, ouro_object *value, bool *flag)
{
    int truth = value ? ouro_truth(rt, value) : *flag;
    *flag = truth > 0;
    return truth >= 0;
}

static ouro_object *profiler_enable(ouro_runtime *rt, ouro_object *object, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"subcalls", "builtins", NULL};
    static const struct ouro_signature signature = {"enable", parameters, 0, 2};
    struct profiler *self = profiler_of(object);
    ouro_object *out[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !flag(rt, out[0], &self->with_subcalls) || !flag(rt, out[1], &self->with_builtins) ||
        !ouro_tracing_profiler_set(rt, on_event, object))
        return NULL;
    self->is_enabled = true;
    return rt->none;
}

/* What has not ended yet ends now. */
static void end_contexts(ouro_runtime *rt, struct profiler *self)
{
    while (self->current)
        leave(rt, self);
}

static ouro_object *profiler_disable(ouro_runtime *rt, ouro_object *object, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    struct profiler *self = profiler_of(object);
    if (!ouro_tracing_profiler_set(rt, NULL, NULL))
        return NULL;
    self->is_enabled = false;
    end_contexts(rt, self);
    if (!self->is_without_memory)
        return rt->none;
    self->is_without_memory = false;
    return ouro_raise(rt, EXC_MemoryError, "memory was exhausted while profiling");
}

static ouro_object *profiler_clear(ouro_runtime *rt, ouro_object *object, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    struct profiler *self = profiler_of(object);
    contexts_free(rt, &self->current);
    contexts_free(rt, &self->spare);
    entries_free(rt, self);
    return rt->none;
}

/* ---- statistics ------------------------------------------------------------------------------ */

/* The fields of an entry and, where last is not NULL, that one (taken). */
static ouro_object *entry_tuple(ouro_runtime *rt, const struct profiler *self, const struct entry *entry,
                                const char *class_name, ouro_object *last)
{
    double factor = self->timer && self->timer_unit > 0 ? self->timer_unit : 1e-9;
    ouro_object *items[6] = {newref(entry->shown), ouro_int_new(rt, entry->calls),
                             ouro_int_new(rt, entry->recursive_calls),
                             ouro_float_new(rt, factor * (double)entry->total),
                             ouro_float_new(rt, factor * (double)entry->own), last};
    return ouro_struct_sequence_new_take(rt, ouro_vm_state_peek(rt, class_name), items, last ? 6 : 5);
}

/* The list of what the function called, or None. Owned. */
static ouro_object *sub_entries(ouro_runtime *rt, const struct profiler *self, const void *caller)
{
    ouro_object *list = NULL;
    for (size_t i = 0; i < self->bucket_count; i++) {
        for (const struct entry *entry = self->buckets[i]; entry; entry = entry->next) {
            if (entry->caller != caller)
                continue;
            if (!list && !(list = ouro_list_new(rt, 0)))
                return NULL;
            ouro_object *item =
                entry->calls ? entry_tuple(rt, self, entry, "_lsprof.profiler_subentry", NULL) : NULL;
            if (entry->calls && (!item || !ouro_list_append_take(rt, list, item))) {
                decref(rt, list);
                return NULL;
            }
        }
    }
    return list ? list : rt->none;
}

static ouro_object *profiler_getstats(ouro_runtime *rt, ouro_object *object, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    struct profiler *self = profiler_of(object);
    ouro_object *list = ouro_list_new(rt, 0);
    for (size_t i = 0; list && i < self->bucket_count; i++) {
        for (const struct entry *entry = self->buckets[i]; entry && list; entry = entry->next) {
            if (entry->caller || !entry->calls)
                continue;
            ouro_object *calls = sub_entries(rt, self, entry->key);
            ouro_object *item =
                calls ? entry_tuple(rt, self, entry, "_lsprof.profiler_entry", calls) : NULL;
            if (!item || !ouro_list_append_take(rt, list, item))
                clearref(rt, &list);
        }
    }
    return list;
}

/* ---- the class ------------------------------------------------------------------------------- */

static bool profiler_init(ouro_runtime *rt, ouro_object *object, ouro_object *const *args, size_t count,
                          ouro_object *names)
{
    static const char *const parameters[] = {"timer", "timeunit", "subcalls", "builtins", NULL};
    static const struct ouro_signature signature = {"Profiler", parameters, 0, 4};
    struct profiler *self = profiler_of(object);
    ouro_object *out[4];
    double unit = 0;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[1] && !ouro_as_double(rt, out[1], &unit)))
        return false;
    self->with_subcalls = self->with_builtins = true;
    ouro_object *timer = out[0] && out[0] != rt->none ? newref(out[0]) : NULL;
    ouro_object *old = self->timer;
    self->timer = timer;
    xdecref(rt, old);
    self->timer_unit = unit;
    return flag(rt, out[2], &self->with_subcalls) && flag(rt, out[3], &self->with_builtins);
}

static ouro_object *profiler_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    return ouro_class_alloc(rt, cls, 0);
}

static void profiler_release(struct ouro_heap *heap, ouro_object *object)
{
    ouro_runtime *rt = runtime_of(heap);
    struct profiler *self = profiler_of(object);
    clearref(rt, &self->timer);
    contexts_free(rt, &self->current);
    contexts_free(rt, &self->spare);
    entries_free(rt, self);
}

static void profiler_dealloc(struct ouro_heap *heap, ouro_object *object)
{
    profiler_release(heap, object);
    ouro_class_free(runtime_of(heap), object);
}

static void profiler_traverse(const ouro_object *object, struct ouro_visitor *visitor)
{
    const struct profiler *self = (const struct profiler *)(const void *)object;
    ouro_visit(visitor, &self->timer);
    for (size_t i = 0; i < self->bucket_count; i++) {
        for (const struct entry *entry = self->buckets[i]; entry; entry = entry->next)
            ouro_visit(visitor, &entry->shown);
    }
    ouro_class_traverse_instance(object, visitor);
}

static bool add_profiler(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"enable", profiler_enable, 0, -1, METHOD_KEYWORDS, "Start to collect, in this thread."},
        {"disable", profiler_disable, 0, 0, 0, "Stop to collect."},
        {"clear", profiler_clear, 0, 0, 0, "Forget what was collected."},
        {"getstats", profiler_getstats, 0, 0, 0, "What was collected: a list of profiler_entry."},
        {0},
    };
    struct ouro_class *cls = ouro_class_native(rt, "_lsprof.Profiler", NULL, sizeof(struct profiler),
                                               OURO_BLOCK_CONTAINER, OURO_TYPE_BASE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = profiler_dealloc;
    cls->core.traverse = profiler_traverse;
    cls->core.clear = profiler_release;
    cls->create = profiler_create;
    cls->init = profiler_init;
    cls->getattr = ouro_generic_getattr;
    return ouro_class_ready(rt, cls, methods, NULL, NULL) && ouro_module_add_class(rt, module, cls);
}

static bool add_entry_class(ouro_runtime *rt, ouro_object *module, const char *qualified,
                            const char *const *fields, size_t count)
{
    ouro_object *cls = ouro_vm_state_peek(rt, qualified);
    if (cls || rt->error)
        return cls && ouro_module_add(rt, module, qualified + sizeof module_name, cls);
    cls = ouro_struct_sequence_class_new(rt, qualified, fields, count);
    bool is_good = cls && ouro_vm_state_set(rt, qualified, cls) &&
                   ouro_module_add(rt, module, qualified + sizeof module_name, cls);
    xdecref(rt, cls);
    return is_good;
}

bool ouro_module__lsprof_init(ouro_runtime *rt, ouro_object *module)
{
    static const char *const fields[] = {"code", "callcount", "reccallcount", "totaltime", "inlinetime",
                                         "calls", NULL};
    static const char *const sub_fields[] = {"code", "callcount", "reccallcount", "totaltime",
                                             "inlinetime", NULL};
    return add_profiler(rt, module) &&
           add_entry_class(rt, module, "_lsprof.profiler_entry", fields, 6) &&
           add_entry_class(rt, module, "_lsprof.profiler_subentry", sub_fields, 5);
}
