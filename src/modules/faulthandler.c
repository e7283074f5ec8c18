/* faulthandler: where the program stands, written at a fatal signal, at a signal of choice, at a deadline.
 *
 * What runs in a handler takes no memory and no lock: it reads frames as they are, and uses write(2). */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "modules/posix_internal.h"
#include "types/dict.h"
#include "types/str.h"
#include "vm/thread.h"

enum { DEPTH_MAX = 100, TEXT_MAX = 500, SIGNALS = 65, ALTERNATE_STACK = 64 * 1024 };

static const struct {
    int number;
    const char *text;
} fatal[] = {
    {SIGBUS, "Bus error"},
    {SIGILL, "Illegal instruction"},
    {SIGFPE, "Floating point exception"},
    {SIGABRT, "Aborted"},
    {SIGSEGV, "Segmentation fault"},
};
enum { FATAL = sizeof fatal / sizeof *fatal };

struct registration {
    bool is_on, all_threads, chain;
    int descriptor;
    struct sigaction previous;
};

/* The deadline of dump_traceback_later, watched by a thread of the system. */
struct later {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_running, is_cancelled, repeat, exits;
    int descriptor;
    uint64_t period_ns;
    char heading[64];
};

/* Signal handlers get no context, so this hangs off the process: the runtime that enabled it last. */
static struct {
    ouro_runtime *rt;
    bool is_enabled, all_threads;
    int descriptor;
    struct sigaction previous[FATAL];
    void *alternate_stack;
    struct registration signals[SIGNALS];
    struct later later;
} state;

/* ---- writing ---- */

static void put_text(int descriptor, const char *text)
{
    for (size_t left = strlen(text); left;) {
        ssize_t written = write(descriptor, text, left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return; /* benign: nobody reads */
        text += written;
        left -= (size_t)written;
    }
}

/* A number in some base, with leading zeros to the width. */
static void put_number(int descriptor, uint64_t value, unsigned base, int width)
{
    char text[32], *at = text + sizeof text - 1;
    *at = 0;
    do {
        *--at = "0123456789abcdef"[value % base];
        value /= base;
    } while (value || text + sizeof text - 1 - at < width);
    put_text(descriptor, at);
}

static void put_str(int descriptor, const ouro_object *str)
{
    size_t length = ouro_str_length(str), shown = length > TEXT_MAX ? TEXT_MAX : length;
    for (size_t i = 0; i < shown; i++) {
        uint32_t c = ouro_str_at(str, i);
        if (c >= ' ' && c < 127) {
            put_text(descriptor, (char[]){(char)c, 0});
            continue;
        }
        put_text(descriptor, c < 256 ? "\\x" : c < 65536 ? "\\u" : "\\U");
        put_number(descriptor, c, 16, c < 256 ? 2 : c < 65536 ? 4 : 8);
    }
    if (shown < length)
        put_text(descriptor, "...");
}

static void put_frames(int descriptor, const struct ouro_frame *frame)
{
    int depth = 0;
    for (; frame; frame = frame->previous) {
        if (frame->is_incomplete)
            continue;
        if (depth++ == DEPTH_MAX) {
            put_text(descriptor, "  ...\n");
            return;
        }
        int32_t line = ouro_frame_line(frame);
        put_text(descriptor, "  File \"");
        put_str(descriptor, frame->code->filename);
        put_text(descriptor, "\", line ");
        put_number(descriptor, line > 0 ? (uint64_t)line : 0, 10, 1);
        put_text(descriptor, " in ");
        put_str(descriptor, frame->code->name);
        put_text(descriptor, "\n");
    }
    if (!depth)
        put_text(descriptor, "  <no Python frame>\n");
}

struct dump {
    int descriptor;
    bool names_current, is_later;
};

static void put_thread(void *context, uint64_t ident, const struct ouro_frame *frame, bool is_current)
{
    struct dump *dump = context;
    if (dump->is_later)
        put_text(dump->descriptor, "\n");
    dump->is_later = true;
    put_text(dump->descriptor, is_current && dump->names_current ? "Current thread 0x" : "Thread 0x");
    put_number(dump->descriptor, ident, 16, 16);
    put_text(dump->descriptor, " (most recent call first):\n");
    put_frames(dump->descriptor, frame);
}

static void put_all(int descriptor, bool all_threads, bool names_current)
{
    struct dump dump = {.descriptor = descriptor, .names_current = names_current};
    if (all_threads) {
        ouro_threads_visit(state.rt, put_thread, &dump);
        return;
    }
    put_text(descriptor, "Stack (most recent call first):\n");
    put_frames(descriptor, state.rt->vm->frame);
}

/* ---- handlers ---- */

static void restore_fatal(void)
{
    if (!state.is_enabled)
        return;
    state.is_enabled = false;
    for (int i = 0; i < FATAL; i++)
        sigaction(fatal[i].number, &state.previous[i], NULL);
}

static void on_fatal(int number)
{
    int saved = errno, descriptor = state.descriptor;
    bool all_threads = state.all_threads, was_enabled = state.is_enabled;
    restore_fatal(); /* the same signal again ends the process */
    if (was_enabled) {
        put_text(descriptor, "Fatal Python error: ");
        for (int i = 0; i < FATAL; i++)
            if (fatal[i].number == number)
                put_text(descriptor, fatal[i].text);
        put_text(descriptor, "\n\n");
        put_all(descriptor, all_threads, true);
    }
    errno = saved;
    raise(number);
}

static void on_registered(int number)
{
    const struct registration *row = &state.signals[number];
    if (!row->is_on)
        return;
    int saved = errno;
    put_all(row->descriptor, row->all_threads, true);
    if (row->chain && row->previous.sa_handler != SIG_DFL && row->previous.sa_handler != SIG_IGN)
        row->previous.sa_handler(number);
    else if (row->chain && row->previous.sa_handler == SIG_DFL) {
        struct sigaction own;
        sigset_t one;
        sigemptyset(&one);
        sigaddset(&one, number);
        sigaction(number, &row->previous, &own);
        raise(number);
        pthread_sigmask(SIG_UNBLOCK, &one, NULL);
        sigaction(number, &own, NULL); /* still here: the signal's own effect was to do nothing */
    }
    errno = saved;
}

/* ---- arguments ---- */

/* A place to write: a file, a descriptor, or sys.stderr. The file stays referenced by the module under
 * `key`, since the descriptor is used as long as what asked for it is on. */
static bool get_descriptor(ouro_runtime *rt, ouro_object *file, const char *key, int *descriptor)
{
    ouro_object *self = ouro_dict_peek_text(rt, rt->modules, "faulthandler");
    if (!file || file == rt->none) {
        file = ouro_vm_sys_peek(rt, rt->name_stderr);
        if (!file)
            return ouro_raise(rt, EXC_RuntimeError, "unable to get sys.stderr") != NULL;
        if (file == rt->none)
            return ouro_raise(rt, EXC_RuntimeError, "sys.stderr is None") != NULL;
    }
    if (is_int(rt, file)) {
        if (!ouro_posix_int(rt, file, descriptor))
            return false;
        if (*descriptor < 0)
            return ouro_raise(rt, EXC_ValueError, "file is not a valid file descripter") != NULL;
        return true;
    }
    incref(file); /* what fileno() runs may rebind sys.stderr */
    ouro_object *fileno = ouro_getattr_text(rt, file, "fileno");
    bool is_good = fileno && ouro_posix_descriptor(rt, file, descriptor);
    xdecref(rt, fileno);
    ouro_object *flush = is_good ? ouro_getattr_text(rt, file, "flush") : NULL;
    ouro_object *flushed = flush ? ouro_call0(rt, flush) : NULL;
    if (is_good && !flushed)
        ouro_error_clear(rt); /* benign: what is buffered comes later */
    xdecref(rt, flush);
    xdecref(rt, flushed);
    if (is_good && key && self && is_exact(self, TYPE_MODULE))
        is_good = ouro_dict_set_text(rt, ouro_module_dict(self), key, file);
    decref(rt, file);
    return is_good;
}

static bool get_flag(ouro_runtime *rt, ouro_object *object, bool *flag)
{
    int truth = object ? ouro_truth(rt, object) : *flag;
    *flag = truth > 0;
    return truth >= 0;
}

/* ---- the module ---- */

NATIVE(faulthandler_dump_traceback)
{
    static const char *const parameters[] = {"file", "all_threads", NULL};
    static const struct ouro_signature signature = {"dump_traceback", parameters, 0, 2};
    ouro_object *out[2];
    int descriptor;
    bool all_threads = true;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !get_flag(rt, out[1], &all_threads) || !get_descriptor(rt, out[0], NULL, &descriptor))
        return NULL;
    state.rt = rt;
    put_all(descriptor, all_threads, true);
    return newref(rt->none);
}

static bool use_alternate_stack(ouro_runtime *rt)
{
    if (state.alternate_stack)
        return true;
    state.alternate_stack = malloc(ALTERNATE_STACK);
    stack_t stack = {.ss_sp = state.alternate_stack, .ss_size = ALTERNATE_STACK};
    if (!state.alternate_stack)
        return ouro_raise_memory(rt) != NULL;
    return sigaltstack(&stack, NULL) == 0 || ouro_raise_errno(rt, errno, NULL) != NULL;
}

NATIVE(faulthandler_enable)
{
    static const char *const parameters[] = {"file", "all_threads", NULL};
    static const struct ouro_signature signature = {"enable", parameters, 0, 2};
    ouro_object *out[2];
    int descriptor;
    bool all_threads = true;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !get_flag(rt, out[1], &all_threads) || !get_descriptor(rt, out[0], "_file", &descriptor) ||
        !use_alternate_stack(rt))
        return NULL;
    state.rt = rt;
    state.descriptor = descriptor;
    state.all_threads = all_threads;
    if (state.is_enabled)
        return newref(rt->none);
    struct sigaction action = {.sa_handler = on_fatal, .sa_flags = SA_NODEFER | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < FATAL; i++)
        if (sigaction(fatal[i].number, &action, &state.previous[i]) < 0)
            return ouro_raise_errno(rt, errno, NULL);
    state.is_enabled = true;
    return newref(rt->none);
}

NATIVE(faulthandler_disable)
{
    bool was_enabled = state.is_enabled;
    restore_fatal();
    return bool_object(rt, was_enabled);
}

NATIVE(faulthandler_is_enabled)
{
    return bool_object(rt, state.is_enabled);
}

/* ---- a deadline ---- */

static void *watch(void *context)
{
    struct later *later = context;
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL);
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    pthread_mutex_lock(&later->lock);
    do {
        uint64_t ns = (uint64_t)until.tv_nsec + later->period_ns;
        until.tv_sec += (time_t)(ns / 1000000000);
        until.tv_nsec = (long)(ns % 1000000000);
        int status = 0;
        while (!later->is_cancelled && status != ETIMEDOUT)
            status = pthread_cond_timedwait(&later->changed, &later->lock, &until);
        if (later->is_cancelled)
            break;
        put_text(later->descriptor, later->heading);
        put_all(later->descriptor, true, false);
        if (later->exits)
            _exit(1);
    } while (later->repeat);
    pthread_mutex_unlock(&later->lock);
    return NULL;
}

static void cancel_later(void)
{
    struct later *later = &state.later;
    if (!later->is_running)
        return;
    pthread_mutex_lock(&later->lock);
    later->is_cancelled = true;
    pthread_cond_signal(&later->changed);
    pthread_mutex_unlock(&later->lock);
    pthread_join(later->thread, NULL);
    pthread_cond_destroy(&later->changed);
    pthread_mutex_destroy(&later->lock);
    later->is_running = false;
}

NATIVE(faulthandler_dump_traceback_later)
{
    static const char *const parameters[] = {"timeout", "repeat", "file", "exit", NULL};
    static const struct ouro_signature signature = {"dump_traceback_later", parameters, 1, 4};
    ouro_object *out[4];
    double seconds;
    bool repeat = false, exits = false;
    int descriptor;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_as_double(rt, out[0], &seconds) || !get_flag(rt, out[1], &repeat) ||
        !get_flag(rt, out[3], &exits))
        return NULL;
    if (!(seconds > 0))
        return ouro_raise(rt, EXC_ValueError, "timeout must be greater than 0");
    if (seconds > 1e9)
        return ouro_raise(rt, EXC_OverflowError, "timeout value is too large");
    if (!get_descriptor(rt, out[2], "_later_file", &descriptor))
        return NULL;
    cancel_later();
    struct later *later = &state.later;
    *later = (struct later){.repeat = repeat, .exits = exits, .descriptor = descriptor,
                            .period_ns = (uint64_t)(seconds * 1e9)};
    uint64_t us = later->period_ns / 1000, whole = us / 1000000;
    int length = snprintf(later->heading, sizeof later->heading, "Timeout (%u:%02u:%02u",
                          (unsigned)(whole / 3600), (unsigned)(whole / 60 % 60), (unsigned)(whole % 60));
    if (us % 1000000)
        length += snprintf(later->heading + length, sizeof later->heading - (size_t)length, ".%06u",
                           (unsigned)(us % 1000000));
    snprintf(later->heading + length, sizeof later->heading - (size_t)length, ")!\n");
    state.rt = rt;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&later->lock, NULL);
    pthread_cond_init(&later->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&later->thread, NULL, watch, later) != 0) {
        pthread_cond_destroy(&later->changed);
        pthread_mutex_destroy(&later->lock);
        return ouro_raise(rt, EXC_RuntimeError, "unable to start watchdog thread");
    }
    later->is_running = true;
    return newref(rt->none);
}

NATIVE(faulthandler_cancel_dump_traceback_later)
{
    cancel_later();
    return newref(rt->none);
}

/* ---- signals of choice ---- */

static bool get_signal(ouro_runtime *rt, ouro_object *object, int *number)
{
    if (!ouro_posix_int(rt, object, number))
        return false;
    for (int i = 0; i < FATAL; i++)
        if (fatal[i].number == *number)
            return ouro_raise(rt, EXC_RuntimeError, "signal %i cannot be registered, use enable() instead",
                              *number) != NULL;
    if (*number < 1 || *number >= SIGNALS)
        return ouro_raise(rt, EXC_ValueError, "signal number out of range") != NULL;
    return true;
}

NATIVE(faulthandler_register)
{
    static const char *const parameters[] = {"signum", "file", "all_threads", "chain", NULL};
    static const struct ouro_signature signature = {"register", parameters, 1, 4};
    ouro_object *out[4];
    int number, descriptor;
    bool all_threads = true, chain = false;
    char key[32];
    if (!ouro_args_bind(rt, &signature, args, count, names, out) || !get_signal(rt, out[0], &number) ||
        !get_flag(rt, out[2], &all_threads) || !get_flag(rt, out[3], &chain))
        return NULL;
    snprintf(key, sizeof key, "_file_of_%d", number);
    if (!get_descriptor(rt, out[1], key, &descriptor))
        return NULL;
    struct registration *row = &state.signals[number];
    struct sigaction action = {.sa_handler = on_registered, .sa_flags = SA_RESTART}, previous;
    sigemptyset(&action.sa_mask);
    if (chain)
        action.sa_flags = SA_NODEFER;
    state.rt = rt;
    if (sigaction(number, &action, &previous) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    if (!row->is_on)
        row->previous = previous;
    row->descriptor = descriptor;
    row->all_threads = all_threads;
    row->chain = chain;
    row->is_on = true;
    return newref(rt->none);
}

NATIVE(faulthandler_unregister)
{
    int number;
    if (!get_signal(rt, args[0], &number))
        return NULL;
    struct registration *row = &state.signals[number];
    bool was_on = row->is_on;
    row->is_on = false;
    if (was_on)
        sigaction(number, &row->previous, NULL);
    return bool_object(rt, was_on);
}

bool ouro_module_faulthandler_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"enable", faulthandler_enable, 0, -1, METHOD_KEYWORDS,
         "Write the traceback when a fatal signal comes."},
        {"disable", faulthandler_disable, 0, 0, 0, "Leave fatal signals alone; whether it was enabled."},
        {"is_enabled", faulthandler_is_enabled, 0, 0, 0, "Whether enable() is in force."},
        {"dump_traceback", faulthandler_dump_traceback, 0, -1, METHOD_KEYWORDS,
         "Write where each thread stands."},
        {"dump_traceback_later", faulthandler_dump_traceback_later, 0, -1, METHOD_KEYWORDS,
         "The same once a time has passed, or each time."},
        {"cancel_dump_traceback_later", faulthandler_cancel_dump_traceback_later, 0, 0, 0,
         "Take the last dump_traceback_later() back."},
        {"register", faulthandler_register, 0, -1, METHOD_KEYWORDS,
         "Write the traceback when a signal comes."},
        {"unregister", faulthandler_unregister, 1, 1, 0, "Take register() back."},
        {0},
    };
    return ouro_module_add_functions(rt, module, functions);
}
