/* The scheduler: see thread.h. A thread of the system that does nothing else (the ticker) marks the end of an
 * interval while more than one Python thread could run; everything else happens on one thread. */
#include "vm/thread.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "gc/gc.h"
#include "os/os.h"
#include "types/str.h"
#include "vm/tracing.h"

enum { IDLE_TICKS = 20, STACK_SIZE_DEFAULT = 8 << 20, STACK_SIZE_MIN = 64 << 10, FIRST_CHUNK = 16 << 10 };

struct ticker {
    pthread_t system_thread;
    pthread_mutex_t mutex;
    pthread_cond_t wanted;
    pid_t process;          /* where it runs: 0 before it is started */
    bool is_parked;         /* under the mutex */
    bool is_ending;
    volatile bool is_idle;  /* read without it: a stale value costs one interval */
};

struct ouro_threads {
    struct ouro_thread main;
    struct ouro_thread *current;
    struct ouro_thread *first;      /* takes the signals: main, or the one that has forked; NULL: it ended */
    struct ouro_thread *ready_first, *ready_last;
    struct ouro_thread *sleeper_first;
    struct ouro_thread *ended;      /* its stack can go once another runs; or NULL */
    size_t count;                   /* alive, without the first one */
    size_t stack_size;
    uint64_t interval_ns;
    volatile sig_atomic_t is_due;   /* the ticker says so */
    bool is_asleep;                 /* nobody can run */
    void (*end_hook)(ouro_runtime *rt, struct ouro_thread *thread);
    void *locals;
    struct ouro_thread_import *imports;
    struct ouro_wait_queue importers; /* those that wait for the end of one */
    struct ouro_vm *vm;
    struct ticker ticker;
};

/* ---- the ticker ---- */

/* Could another than the current one run, now or soon? */
static bool has_several(const struct ouro_threads *threads)
{
    if (__atomic_load_n(&threads->is_asleep, __ATOMIC_RELAXED))
        return false;
    return __atomic_load_n(&threads->ready_first, __ATOMIC_RELAXED) ||
           __atomic_load_n(&threads->sleeper_first, __ATOMIC_RELAXED);
}

static void *ticker_run(void *argument)
{
    struct ouro_threads *threads = argument;
    struct ticker *ticker = &threads->ticker;
    unsigned idle = 0;
    pthread_mutex_lock(&ticker->mutex);
    while (!ticker->is_ending) {
        if (idle >= IDLE_TICKS) {
            ticker->is_idle = true;
            pthread_cond_wait(&ticker->wanted, &ticker->mutex);
            ticker->is_idle = false;
            idle = 0;
            continue;
        }
        pthread_mutex_unlock(&ticker->mutex);
        uint64_t ns = __atomic_load_n(&threads->interval_ns, __ATOMIC_RELAXED);
        struct timespec pause = {.tv_sec = (time_t)(ns / 1000000000u), .tv_nsec = (long)(ns % 1000000000u)};
        nanosleep(&pause, NULL);
        if (has_several(threads)) {
            idle = 0;
            threads->is_due = 1;
            threads->vm->is_interrupted = 1;
        } else {
            idle++;
        }
        pthread_mutex_lock(&ticker->mutex);
    }
    pthread_mutex_unlock(&ticker->mutex);
    return NULL;
}

/* Signals are for the interpreter's thread: the ticker starts with all of them blocked. */
static bool ticker_start(struct ouro_threads *threads)
{
    struct ticker *ticker = &threads->ticker;
    sigset_t all, old;
    if (ticker->process == getpid())
        return true;
    pthread_mutex_init(&ticker->mutex, NULL);
    pthread_cond_init(&ticker->wanted, NULL);
    ticker->is_ending = ticker->is_idle = false;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int status = pthread_create(&ticker->system_thread, NULL, ticker_run, threads);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (status == 0)
        ticker->process = getpid();
    return status == 0;
}

static void ticker_wake(struct ticker *ticker, bool is_ending)
{
    pthread_mutex_lock(&ticker->mutex);
    ticker->is_ending = is_ending;
    pthread_cond_signal(&ticker->wanted);
    pthread_mutex_unlock(&ticker->mutex);
}

static void ticker_stop(struct ouro_threads *threads)
{
    if (threads->ticker.process != getpid())
        return;
    ticker_wake(&threads->ticker, true);
    pthread_join(threads->ticker.system_thread, NULL);
    threads->ticker.process = 0;
}

static void ticker_need(struct ouro_threads *threads)
{
    if (ouro_unlikely(threads->ticker.is_idle))
        ticker_wake(&threads->ticker, false);
}

/* ---- lists ---- */

static void ready_add(struct ouro_threads *threads, struct ouro_thread *thread, bool is_first)
{
    thread->status = THREAD_READY;
    if (is_first || !threads->ready_first) {
        thread->next_ready = threads->ready_first;
        if (!threads->ready_first)
            threads->ready_last = thread;
        __atomic_store_n(&threads->ready_first, thread, __ATOMIC_RELAXED);
    } else {
        thread->next_ready = NULL;
        threads->ready_last->next_ready = thread;
        threads->ready_last = thread;
    }
    ticker_need(threads);
}

static struct ouro_thread *ready_take(struct ouro_threads *threads)
{
    struct ouro_thread *thread = threads->ready_first;
    if (thread) {
        __atomic_store_n(&threads->ready_first, thread->next_ready, __ATOMIC_RELAXED);
        if (!thread->next_ready)
            threads->ready_last = NULL;
    }
    return thread;
}

static void queue_add(struct ouro_wait_queue *queue, struct ouro_thread *thread)
{
    thread->queue = queue;
    thread->next_waiting = NULL;
    thread->previous_waiting = queue->last;
    *(queue->last ? &queue->last->next_waiting : &queue->first) = thread;
    queue->last = thread;
}

static void queue_remove(struct ouro_thread *thread)
{
    struct ouro_wait_queue *queue = thread->queue;
    if (!queue)
        return;
    struct ouro_thread *next = thread->next_waiting, *previous = thread->previous_waiting;
    *(previous ? &previous->next_waiting : &queue->first) = next;
    *(next ? &next->previous_waiting : &queue->last) = previous;
    thread->queue = NULL;
}

static void sleeper_add(struct ouro_threads *threads, struct ouro_thread *thread, uint64_t deadline)
{
    struct ouro_thread *previous = NULL, *next = threads->sleeper_first;
    for (; next && next->deadline <= deadline; next = next->next_sleeper)
        previous = next;
    thread->deadline = deadline;
    thread->next_sleeper = next;
    thread->previous_sleeper = previous;
    if (previous)
        previous->next_sleeper = thread;
    else
        __atomic_store_n(&threads->sleeper_first, thread, __ATOMIC_RELAXED);
    ticker_need(threads);
    if (next)
        next->previous_sleeper = thread;
}

static void sleeper_remove(struct ouro_threads *threads, struct ouro_thread *thread)
{
    if (!thread->deadline)
        return;
    struct ouro_thread *next = thread->next_sleeper, *previous = thread->previous_sleeper;
    if (previous)
        previous->next_sleeper = next;
    else
        __atomic_store_n(&threads->sleeper_first, next, __ATOMIC_RELAXED);
    if (next)
        next->previous_sleeper = previous;
    thread->deadline = 0;
}

/* A waiting thread goes on. */
static void resume(struct ouro_threads *threads, struct ouro_thread *thread,
                   enum ouro_wait_result result, bool is_first)
{
    queue_remove(thread);
    sleeper_remove(threads, thread);
    thread->wait_result = (uint8_t)result;
    ready_add(threads, thread, is_first);
}

/* ---- switching ---- */

static void state_save(ouro_runtime *rt, struct ouro_thread_state *saved)
{
    struct ouro_vm *vm = rt->vm;
    *saved = (struct ouro_thread_state){
        .frame = vm->frame, .stack_position = vm->stack_position, .stack_limit = vm->stack_limit,
        .chunk = vm->chunk, .spare = vm->spare, .depth = vm->depth, .handled_link = vm->handled,
        .source_cache = vm->source_cache, .error = rt->error, .handled = rt->handled,
        .repr_active = rt->repr_active, .c_depth = rt->c_depth, .c_depth_max = rt->c_depth_max,
        .release_depth = rt->heap.release_depth, .tracing = vm->tracing,
    };
}

static void state_restore(ouro_runtime *rt, const struct ouro_thread_state *saved)
{
    struct ouro_vm *vm = rt->vm;
    vm->frame = saved->frame;
    vm->stack_position = saved->stack_position;
    vm->stack_limit = saved->stack_limit;
    vm->chunk = saved->chunk;
    vm->spare = saved->spare;
    vm->depth = saved->depth;
    vm->handled = saved->handled_link;
    vm->source_cache = saved->source_cache;
    rt->error = saved->error;
    rt->handled = saved->handled;
    rt->repr_active = saved->repr_active;
    rt->c_depth = saved->c_depth;
    rt->c_depth_max = saved->c_depth_max;
    rt->heap.release_depth = saved->release_depth;
    vm->tracing = saved->tracing;
    ouro_tracing_refresh(vm);
}

static bool has_signal(const struct ouro_vm *vm)
{
    for (size_t i = 1; i < sizeof vm->signals / sizeof *vm->signals; i++)
        if (vm->signals[i])
            return true;
    return false;
}

static void thread_free(ouro_runtime *rt, struct ouro_thread *thread)
{
    ouro_context_destroy(&thread->context);
    ouro_buffer_free(rt, thread, sizeof *thread);
}

/* The first thing a thread does when it goes on: the one that ended before it can go. */
static void arrive(ouro_runtime *rt)
{
    struct ouro_threads *threads = rt->vm->threads;
    if (threads->ended) {
        thread_free(rt, threads->ended);
        threads->ended = NULL;
    }
    if (threads->current == threads->first && has_signal(rt->vm))
        rt->vm->is_interrupted = 1;
}

static void switch_to(ouro_runtime *rt, struct ouro_thread *next)
{
    struct ouro_threads *threads = rt->vm->threads;
    struct ouro_thread *self = threads->current;
    bool is_last = self->status == THREAD_DONE;
    next->status = THREAD_CURRENT;
    threads->is_due = 0;
    if (next == self)
        return;
    if (is_last)
        threads->ended = self;
    else
        state_save(rt, &self->saved);
    threads->current = next;
    state_restore(rt, &next->saved);
    ouro_context_switch(&self->context, &next->context, is_last);
    arrive(rt);
}

/* Nobody can run: the process sleeps until the first deadline or a signal. Signals are let in only while it
 * sleeps, so that none slips through between the look and the sleep. */
static void sleep_all(ouro_runtime *rt, struct ouro_threads *threads)
{
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    if (!has_signal(rt->vm)) {
        struct timespec pause, *timeout = NULL;
        if (threads->sleeper_first) {
            uint64_t now = ouro_os_clock_ns(), until = threads->sleeper_first->deadline;
            uint64_t ns = until > now ? until - now : 0;
            pause = (struct timespec){.tv_sec = (time_t)(ns / 1000000000u),
                                      .tv_nsec = (long)(ns % 1000000000u)};
            timeout = &pause;
        }
        __atomic_store_n(&threads->is_asleep, true, __ATOMIC_RELAXED);
        pselect(0, NULL, NULL, NULL, timeout, &old);
        __atomic_store_n(&threads->is_asleep, false, __ATOMIC_RELAXED);
    }
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    ticker_need(threads);
}

static void wake_expired(struct ouro_threads *threads)
{
    if (!threads->sleeper_first)
        return;
    uint64_t now = ouro_os_clock_ns();
    while (threads->sleeper_first && threads->sleeper_first->deadline <= now)
        resume(threads, threads->sleeper_first, WAIT_TIMED_OUT, false);
}

/* The first thread stops waiting when a signal has arrived. */
static void resume_for_signal(ouro_runtime *rt, struct ouro_threads *threads)
{
    if (threads->first && threads->first->status == THREAD_WAITING && has_signal(rt->vm))
        resume(threads, threads->first, WAIT_INTERRUPTED, true);
}

/* Goes on in the next thread that can run. The current one is in a list, or done. */
static void schedule(ouro_runtime *rt)
{
    struct ouro_threads *threads = rt->vm->threads;
    for (;;) {
        wake_expired(threads);
        resume_for_signal(rt, threads);
        struct ouro_thread *next = ready_take(threads);
        if (next) {
            switch_to(rt, next);
            return;
        }
        sleep_all(rt, threads);
    }
}

void ouro_thread_yield(ouro_runtime *rt)
{
    struct ouro_threads *threads = rt->vm->threads;
    if (!threads)
        return;
    wake_expired(threads);
    if (!threads->ready_first)
        return;
    ready_add(threads, threads->current, false);
    schedule(rt);
}

enum ouro_wait_result ouro_thread_wait(ouro_runtime *rt, struct ouro_wait_queue *queue,
                                       uint64_t deadline)
{
    struct ouro_threads *threads = rt->vm->threads;
    struct ouro_thread *self = threads->current;
    self->status = THREAD_WAITING;
    if (queue)
        queue_add(queue, self);
    if (deadline)
        sleeper_add(threads, self, deadline);
    schedule(rt);
    return self->wait_result;
}

bool ouro_thread_wake(ouro_runtime *rt, struct ouro_wait_queue *queue)
{
    if (!queue->first)
        return false;
    resume(rt->vm->threads, queue->first, WAIT_WOKEN, false);
    return true;
}

bool ouro_thread_takes_signals(ouro_runtime *rt)
{
    struct ouro_threads *threads = rt->vm->threads;
    if (!threads || threads->current == threads->first)
        return true;
    resume_for_signal(rt, threads);
    return false;
}

/* Inside the collector and in finalizers the heap is between two states: other threads could only wait for
 * what the interrupted one has begun. */
static bool can_switch(const ouro_runtime *rt)
{
    return rt->heap.release_depth == 0 && !ouro_gc_is_collecting(&rt->heap);
}

bool ouro_thread_poll(ouro_runtime *rt)
{
    struct ouro_threads *threads = rt->vm->threads;
    if (threads && can_switch(rt)) {
        rt->vm->is_interrupted = 0;
        bool is_wanted = threads->current != threads->first && has_signal(rt->vm);
        if (is_wanted)
            ouro_thread_takes_signals(rt);
        if (is_wanted || threads->is_due)
            ouro_thread_yield(rt);
    }
    return ouro_vm_signals_poll(rt);
}

/* ---- life of a thread ---- */

static void chunks_free(ouro_runtime *rt, struct frame_chunk *chunk, struct frame_chunk *spare)
{
    while (chunk) {
        struct frame_chunk *previous = chunk->previous;
        ouro_buffer_free(rt, chunk, chunk->size);
        chunk = previous;
    }
    if (spare)
        ouro_buffer_free(rt, spare, spare->size);
}

static void report_failure(ouro_runtime *rt, ouro_object *function)
{
    if (ouro_error_is(rt, EXC_SystemExit))
        ouro_error_clear(rt);
    else
        ouro_vm_unraisable(rt, "in thread started by", function);
}

static void alive_remove(struct ouro_threads *threads, struct ouro_thread *self)
{
    self->previous_alive->next_alive = self->next_alive;
    self->next_alive->previous_alive = self->previous_alive;
    if (self == threads->first)
        threads->first = NULL;
    else
        threads->count--;
}

static void drop_references(ouro_runtime *rt, struct ouro_thread *self)
{
    clearref(rt, &self->function);
    clearref(rt, &self->args);
    clearref(rt, &self->kwargs);
}

/* The end of a process that a thread other than the main one has forked, once all its threads have ended: as
 * in C, without the interpreter's own end, but nothing that was printed is lost. */
static void leave_process(ouro_runtime *rt)
{
    static const char *const streams[] = {"stdout", "stderr"};
    for (int i = 0; i < 2; i++) {
        ouro_object *stream = ouro_vm_sys_peek_text(rt, streams[i]);
        ouro_object *flush = stream ? ouro_getattr_text(rt, stream, "flush") : NULL;
        ouro_object *result = flush ? ouro_call0(rt, flush) : NULL;
        xdecref(rt, result);
        xdecref(rt, flush);
        ouro_error_clear(rt);
    }
    _exit(0);
}

static void thread_main(void *argument)
{
    ouro_runtime *rt = argument;
    arrive(rt);
    struct ouro_threads *threads = rt->vm->threads;
    struct ouro_thread *self = threads->current;
    ouro_object *result = ouro_call_tuple(rt, self->function, self->args, self->kwargs);
    if (!result)
        report_failure(rt, self->function);
    xdecref(rt, result);
    drop_references(rt, self);
    alive_remove(threads, self);
    if (threads->end_hook)
        threads->end_hook(rt, self);
    ouro_tracing_end(rt);
    clearref(rt, &self->sentinel);
    clearref(rt, &self->variables);
    clearref(rt, &self->handled_base.value);
    clearref(rt, &rt->repr_active);
    clearref(rt, &rt->vm->source_cache);
    struct frame_chunk *chunk = rt->vm->chunk, *spare = rt->vm->spare;
    rt->vm->chunk = rt->vm->spare = NULL;
    chunks_free(rt, chunk, spare);
    self->status = THREAD_DONE;
    if (!threads->first && threads->count == 0)
        leave_process(rt);
    schedule(rt);
}

static size_t stack_size_default(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        limit.rlim_cur >= STACK_SIZE_MIN)
        return limit.rlim_cur;
    return STACK_SIZE_DEFAULT;
}

static bool thread_prepare(ouro_runtime *rt, struct ouro_threads *threads, struct ouro_thread *thread)
{
    struct frame_chunk *chunk = ouro_buffer_alloc(rt, FIRST_CHUNK);
    if (!chunk)
        return false;
    *chunk = (struct frame_chunk){.size = FIRST_CHUNK};
    size_t stack_size = threads->stack_size ? threads->stack_size : stack_size_default();
    if (!ouro_context_create(&thread->context, stack_size, thread_main, rt) || !ticker_start(threads)) {
        ouro_context_destroy(&thread->context);
        ouro_buffer_free(rt, chunk, FIRST_CHUNK);
        ouro_raise(rt, EXC_RuntimeError, "can't start new thread");
        return false;
    }
    size_t c_depth = stack_size / 4 * 3 / 4096;
    thread->saved = (struct ouro_thread_state){
        .stack_position = chunk->data, .stack_limit = (char *)chunk + FIRST_CHUNK, .chunk = chunk,
        .handled_link = &thread->handled_base,
        .c_depth_max = c_depth < rt->c_depth_max ? (uint32_t)c_depth : threads->main.saved.c_depth_max,
    };
    return true;
}

uint64_t ouro_thread_start(ouro_runtime *rt, ouro_object *function, ouro_object *args,
                           ouro_object *kwargs)
{
    struct ouro_threads *threads = ouro_threads_get(rt);
    struct ouro_thread *thread = threads ? ouro_buffer_alloc(rt, sizeof *thread) : NULL;
    if (!thread)
        return 0;
    memset(thread, 0, sizeof *thread);
    if (!thread_prepare(rt, threads, thread)) {
        ouro_buffer_free(rt, thread, sizeof *thread);
        return 0;
    }
    thread->ident = (uint64_t)(uintptr_t)thread->context.stack;
    thread->function = newref(function);
    thread->args = newref(args);
    thread->kwargs = xnewref(kwargs);
    thread->next_alive = &threads->main;
    thread->previous_alive = threads->main.previous_alive;
    thread->previous_alive->next_alive = thread;
    threads->main.previous_alive = thread;
    threads->count++;
    ready_add(threads, thread, false);
    return thread->ident;
}

size_t ouro_thread_stack_size(ouro_runtime *rt)
{
    return rt->vm->threads->stack_size;
}

void ouro_thread_stack_size_set(ouro_runtime *rt, size_t size)
{
    rt->vm->threads->stack_size = size;
}

ouro_object **ouro_thread_context(ouro_runtime *rt)
{
    struct ouro_threads *threads = rt->vm->threads;
    return threads && threads->current != &threads->main ? &threads->current->variables : NULL;
}

void **ouro_thread_locals(ouro_runtime *rt)
{
    return &rt->vm->threads->locals;
}

void ouro_thread_end_hook_set(ouro_runtime *rt,
                              void (*hook)(ouro_runtime *rt, struct ouro_thread *thread))
{
    rt->vm->threads->end_hook = hook;
}

struct ouro_thread *ouro_thread_current(ouro_runtime *rt)
{
    return rt->vm->threads->current;
}

size_t ouro_thread_count(ouro_runtime *rt)
{
    return rt->vm->threads->count;
}

void ouro_threads_visit(const ouro_runtime *rt, ouro_thread_visit_fn *visit, void *context)
{
    const struct ouro_threads *threads = rt->vm->threads;
    if (!threads) {
        visit(context, (uint64_t)pthread_self(), rt->vm->frame, true);
        return;
    }
    const struct ouro_thread *at = &threads->main;
    do {
        at = at->previous_alive;
        bool is_current = at == threads->current;
        if (at->status != THREAD_PARKED)
            visit(context, at->ident, is_current ? rt->vm->frame : at->saved.frame, is_current);
    } while (at != &threads->main);
}

bool ouro_thread_is_alone(ouro_runtime *rt)
{
    return !rt->vm->threads || rt->vm->threads->count == 0;
}

/* ---- imports ---- */

void ouro_thread_import_begin(ouro_runtime *rt, struct ouro_thread_import *import, ouro_object *name)
{
    struct ouro_threads *threads = rt->vm->threads;
    import->owner = NULL;
    if (!threads)
        return;
    *import = (struct ouro_thread_import){name, threads->current, threads->imports};
    threads->imports = import;
}

void ouro_thread_import_end(ouro_runtime *rt, struct ouro_thread_import *import)
{
    struct ouro_threads *threads = rt->vm->threads;
    if (!import->owner || !threads)
        return;
    struct ouro_thread_import **at = &threads->imports;
    while (*at && *at != import)
        at = &(*at)->next;
    if (*at)
        *at = import->next;
    while (ouro_thread_wake(rt, &threads->importers))
        continue;
}

/* Another thread that loads the module now, or NULL. */
static struct ouro_thread *importer_of(struct ouro_threads *threads, ouro_object *name)
{
    for (struct ouro_thread_import *at = threads->imports; at; at = at->next)
        if (at->owner != threads->current && ouro_str_equal(at->name, name))
            return at->owner;
    return NULL;
}

/* Does the thread wait, through others perhaps, for one that the current thread loads? */
static bool waits_for_current(struct ouro_threads *threads, struct ouro_thread *thread)
{
    for (size_t i = 0; thread && i <= threads->count; i++) {
        ouro_object *name = thread->import_name;
        struct ouro_thread_import *at = name ? threads->imports : NULL;
        while (at && !ouro_str_equal(at->name, name))
            at = at->next;
        thread = at ? at->owner : NULL;
        if (thread == threads->current)
            return true;
    }
    return false;
}

bool ouro_thread_import_wait(ouro_runtime *rt, ouro_object *name)
{
    struct ouro_threads *threads = rt->vm->threads;
    struct ouro_thread *owner;
    if (ouro_likely(!threads || !threads->imports || threads->count == 0) || !is_str(rt, name))
        return true;
    while ((owner = importer_of(threads, name)) && !waits_for_current(threads, owner)) {
        struct ouro_thread *self = threads->current;
        self->import_name = name;
        enum ouro_wait_result result = ouro_thread_wait(rt, &threads->importers, 0);
        self->import_name = NULL;
        if (result == WAIT_INTERRUPTED && !ouro_vm_signals_poll(rt))
            return false;
    }
    return true;
}

double ouro_thread_interval(ouro_runtime *rt)
{
    struct ouro_threads *threads = rt->vm->threads;
    return threads ? (double)threads->interval_ns / 1e9 : 0.005;
}

bool ouro_thread_interval_set(ouro_runtime *rt, double seconds)
{
    struct ouro_threads *threads = ouro_threads_get(rt);
    if (!threads)
        return false;
    __atomic_store_n(&threads->interval_ns, (uint64_t)(seconds * 1e9), __ATOMIC_RELAXED);
    return true;
}

/* ---- life of the whole ---- */

struct ouro_threads *ouro_threads_get(ouro_runtime *rt)
{
    struct ouro_threads *threads = rt->vm->threads;
    if (threads)
        return threads;
    threads = ouro_buffer_alloc(rt, sizeof *threads);
    if (!threads)
        return NULL;
    memset(threads, 0, sizeof *threads);
    threads->vm = rt->vm;
    threads->current = threads->first = &threads->main;
    threads->main.next_alive = threads->main.previous_alive = &threads->main;
    threads->main.ident = (uint64_t)(uintptr_t)pthread_self();
    threads->main.saved.c_depth_max = rt->c_depth_max;
    threads->interval_ns = 5000000;
    rt->vm->threads = threads;
    return threads;
}

/* The others never go on. What their frames hold goes with the heap; the frames stay, since frame objects may
 * still point to them. */
static void park_others(struct ouro_threads *threads)
{
    for (struct ouro_thread *at = threads->main.next_alive; at != &threads->main; at = at->next_alive) {
        queue_remove(at);
        at->deadline = 0;
        at->status = THREAD_PARKED;
    }
    threads->ready_first = threads->ready_last = threads->sleeper_first = NULL;
    threads->count = 0;
}

void ouro_threads_stop(ouro_runtime *rt)
{
    struct ouro_threads *threads = rt->vm->threads;
    if (!threads)
        return;
    ticker_stop(threads);
    park_others(threads);
    threads->is_due = 0;
    clearref(rt, &threads->main.sentinel); /* threading's shutdown has released what it watches */
}

void ouro_threads_after_fork(ouro_runtime *rt)
{
    struct ouro_threads *threads = rt->vm->threads;
    if (!threads)
        return;
    threads->ticker.process = 0;
    struct ouro_thread *current = threads->current;
    queue_remove(&threads->main);
    park_others(threads);
    if (current != &threads->main)
        threads->main.status = THREAD_PARKED;
    current->status = THREAD_CURRENT;
    threads->first = current;
    threads->is_due = 0;
}

void ouro_threads_destroy(ouro_runtime *rt)
{
    struct ouro_threads *threads = rt->vm->threads;
    if (!threads)
        return;
    struct ouro_thread *next;
    for (struct ouro_thread *at = threads->main.next_alive; at != &threads->main; at = next) {
        next = at->next_alive;
        chunks_free(rt, at->saved.chunk, at->saved.spare);
        thread_free(rt, at);
    }
    rt->vm->threads = NULL;
    ouro_buffer_free(rt, threads, sizeof *threads);
}
