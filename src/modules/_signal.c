/* _signal: what the signal module is made of. Handlers run at safe points of the VM. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "types/tuple.h"
#include "vm/thread_pause.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

enum { SIGNAL_COUNT = 65 };

/* The list of handlers, by number: borrowed. */
static ouro_object *handlers_peek(ouro_runtime *rt)
{
    ouro_object *states = ouro_vm_states_peek(rt);
    return states ? ouro_dict_peek_text(rt, states, "signal handlers") : NULL;
}

static bool signal_of(ouro_runtime *rt, ouro_object *object, int *number)
{
    int64_t value;
    if (!ouro_index_i64(rt, object, &value, EXC_OverflowError))
        return false;
    if (value < 1 || value >= SIGNAL_COUNT)
        return ouro_raise(rt, EXC_ValueError, "signal number out of range") != NULL;
    *number = (int)value;
    return true;
}

static bool run_handler(ouro_runtime *rt, int number)
{
    ouro_object *handlers = handlers_peek(rt);
    if (!handlers || !is_exact(handlers, TYPE_LIST) || list_length(handlers) < SIGNAL_COUNT)
        return !rt->error;
    ouro_object *handler = list_at(handlers, number);
    if (handler == rt->none || is_int(rt, handler))
        return true; /* was taken away before the safe point came */
    incref(handler);
    ouro_object *frame = ouro_vm_frame_at(rt, 0), *value = ouro_int_new(rt, number);
    if (!frame) {
        ouro_error_clear(rt);
        frame = rt->none;
    }
    ouro_object *result = value ? ouro_call2(rt, handler, value, frame) : NULL;
    decref(rt, handler);
    xdecref(rt, value);
    decref(rt, frame);
    xdecref(rt, result);
    return result != NULL;
}

NATIVE(signal_default_int_handler)
{
    ouro_object *error = ouro_call0(rt, (ouro_object *)builtin_class(rt, EXC_KeyboardInterrupt));
    return ouro_raise_take(rt, error);
}

static bool set_disposition(ouro_runtime *rt, int number, ouro_object *handler, int64_t code)
{
    bool is_set;
    if (handler) {
        is_set = ouro_vm_signal_catch(rt, number);
    } else {
        struct sigaction action = {.sa_handler = code ? SIG_IGN : SIG_DFL};
        sigemptyset(&action.sa_mask);
        is_set = sigaction(number, &action, NULL) == 0;
    }
    return is_set || ouro_raise_errno(rt, errno, NULL);
}

NATIVE(signal_signal)
{
    int number = 0;
    int64_t code = 0;
    if (!signal_of(rt, args[0], &number))
        return NULL;
    ouro_object *handlers = handlers_peek(rt), *handler = NULL;
    if (!handlers)
        return NULL;
    bool is_code = is_int(rt, args[1]) && ouro_int_fits_i64(args[1], &code) && (code == 0 || code == 1);
    if (!is_code) {
        if (!ouro_is_callable(rt, args[1]))
            return ouro_raise(rt, EXC_TypeError, "signal handler must be signal.SIG_IGN, "
                                                 "signal.SIG_DFL, or a callable object");
        handler = args[1];
    }
    if (!ouro_vm_signals_poll(rt) || !set_disposition(rt, number, handler, code))
        return NULL;
    ouro_object *old = list_at(handlers, number);
    list_items(handlers)[number] = newref(args[1]);
    return old;
}

NATIVE(signal_getsignal)
{
    int number = 0;
    ouro_object *handlers = handlers_peek(rt);
    return handlers && signal_of(rt, args[0], &number) ? newref(list_at(handlers, number)) : NULL;
}

NATIVE(signal_alarm)
{
    int64_t seconds;
    if (!ouro_index_i64(rt, args[0], &seconds, EXC_OverflowError))
        return NULL;
    return ouro_int_new(rt, alarm((unsigned)seconds));
}

static bool timer_value(ouro_runtime *rt, ouro_object *object, struct timeval *time)
{
    double seconds;
    if (!ouro_as_double(rt, object, &seconds))
        return false;
    time->tv_sec = (time_t)floor(seconds);
    time->tv_usec = (suseconds_t)((seconds - floor(seconds)) * 1e6);
    if (seconds > 0 && !time->tv_sec && !time->tv_usec)
        time->tv_usec = 1;
    return true;
}

static ouro_object *timer_pair(ouro_runtime *rt, const struct itimerval *timer)
{
    ouro_object *both[2] = {
        ouro_float_new(rt, (double)timer->it_value.tv_sec + (double)timer->it_value.tv_usec * 1e-6),
        ouro_float_new(rt, (double)timer->it_interval.tv_sec + (double)timer->it_interval.tv_usec * 1e-6)};
    return ouro_tuple_from_take(rt, both, 2);
}

static ouro_object *raise_timer_error(ouro_runtime *rt, int error)
{
    ouro_object *module = ouro_vm_import(rt, "_signal");
    ouro_object *cls = module ? ouro_getattr_text(rt, module, "ItimerError") : NULL;
    ouro_object *number = cls ? ouro_int_new(rt, error) : NULL;
    ouro_object *text = number ? ouro_str_from(rt, strerror(error)) : NULL;
    if (text)
        ouro_raise_take(rt, ouro_call2(rt, cls, number, text));
    xdecref(rt, text);
    xdecref(rt, number);
    xdecref(rt, cls);
    xdecref(rt, module);
    return NULL;
}

NATIVE(signal_setitimer)
{
    int64_t which;
    struct itimerval timer = {0}, old;
    if (!ouro_index_i64(rt, args[0], &which, EXC_OverflowError) ||
        !timer_value(rt, args[1], &timer.it_value) ||
        (count > 2 && !timer_value(rt, args[2], &timer.it_interval)))
        return NULL;
    if (setitimer((__itimer_which_t)which, &timer, &old) != 0)
        return raise_timer_error(rt, errno);
    return timer_pair(rt, &old);
}

NATIVE(signal_getitimer)
{
    int64_t which;
    struct itimerval old;
    if (!ouro_index_i64(rt, args[0], &which, EXC_OverflowError))
        return NULL;
    if (getitimer((__itimer_which_t)which, &old) != 0)
        return raise_timer_error(rt, errno);
    return timer_pair(rt, &old);
}

NATIVE(signal_pause)
{
    pause();
    return ouro_vm_signals_poll(rt) ? rt->none : NULL;
}

NATIVE(signal_raise_signal)
{
    int64_t number;
    if (!ouro_index_i64(rt, args[0], &number, EXC_OverflowError))
        return NULL;
    if (raise((int)number) != 0)
        return ouro_raise_errno(rt, errno, NULL);
    return ouro_vm_signals_poll(rt) ? rt->none : NULL;
}

NATIVE(signal_pthread_kill)
{
    return signal_raise_signal(rt, self, args + 1, 1, NULL); /* there is one thread */
}

NATIVE(signal_strsignal)
{
    int number = 0;
    if (!signal_of(rt, args[0], &number))
        return NULL;
    const char *text = strsignal(number);
    return !text || !strncmp(text, "Unknown signal", 14) ? rt->none : ouro_str_from(rt, text);
}

NATIVE(signal_siginterrupt)
{
    int number = 0;
    if (!signal_of(rt, args[0], &number))
        return NULL;
    struct sigaction action;
    int flag = ouro_truth(rt, args[1]);
    if (flag < 0)
        return NULL;
    if (sigaction(number, NULL, &action) != 0)
        return ouro_raise_errno(rt, errno, NULL);
    if (flag)
        action.sa_flags &= ~SA_RESTART;
    else
        action.sa_flags |= SA_RESTART;
    return sigaction(number, &action, NULL) != 0 ? ouro_raise_errno(rt, errno, NULL) : rt->none;
}

NATIVE(signal_set_wakeup_fd)
{
    static const char *const parameters[] = {"", "warn_on_full_buffer", NULL};
    static const struct ouro_signature signature = {"set_wakeup_fd", parameters, 1, 1};
    ouro_object *out[2];
    int64_t descriptor;
    struct stat status;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_index_i64(rt, out[0], &descriptor, EXC_OverflowError))
        return NULL;
    if (!ouro_thread_takes_signals(rt))
        return ouro_raise(rt, EXC_ValueError,
                          "set_wakeup_fd only works in main thread of the main interpreter");
    if (descriptor != -1) {
        if (fstat((int)descriptor, &status) != 0)
            return ouro_raise_errno(rt, errno, NULL);
        int flags = fcntl((int)descriptor, F_GETFL);
        if (flags < 0)
            return ouro_raise_errno(rt, errno, NULL);
        if (!(flags & O_NONBLOCK))
            return ouro_raise(rt, EXC_ValueError, "the fd %d must be in non-blocking mode",
                              (int)descriptor);
    }
    int warns = out[1] ? ouro_truth(rt, out[1]) : 1;
    return warns < 0 ? NULL : ouro_int_new(rt, ouro_vm_signal_wakeup_set(rt, (int)descriptor, warns));
}

NATIVE(signal_pidfd_send_signal)
{
    int64_t descriptor, number, flags = 0;
    if (!ouro_index_i64(rt, args[0], &descriptor, EXC_OverflowError) ||
        !ouro_index_i64(rt, args[1], &number, EXC_OverflowError) ||
        (count > 3 && !ouro_index_i64(rt, args[3], &flags, EXC_OverflowError)))
        return NULL;
    if (count > 2 && args[2] != rt->none)
        return ouro_raise(rt, EXC_TypeError, "siginfo must be None");
    if (syscall(SYS_pidfd_send_signal, (int)descriptor, (int)number, NULL, (unsigned)flags) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    return ouro_vm_signals_poll(rt) ? rt->none : NULL;
}

/* ---- sets of signals ---- */

static ouro_object *set_object(ouro_runtime *rt, const sigset_t *signals)
{
    ouro_object *set = ouro_set_new(rt, NULL);
    for (int i = 1; set && i < SIGNAL_COUNT; i++) {
        if (sigismember(signals, i) != 1)
            continue;
        ouro_object *number = ouro_int_new(rt, i);
        if (!number || !ouro_set_add(rt, set, number))
            clearref(rt, &set);
        xdecref(rt, number);
    }
    return set;
}

static bool signals_of(ouro_runtime *rt, ouro_object *iterable, sigset_t *signals)
{
    sigemptyset(signals);
    ouro_object *list = ouro_to_list(rt, iterable);
    bool is_good = list != NULL;
    for (size_t i = 0; is_good && i < list_length(list); i++) {
        int64_t number;
        is_good = ouro_index_i64(rt, list_at(list, i), &number, 0);
        if (number == INT64_MAX || number == INT64_MIN)
            number = -1; /* as CPython says of what does not fit */
        if (is_good && (number < 1 || number >= SIGNAL_COUNT || sigaddset(signals, (int)number) != 0))
            is_good = ouro_raise(rt, EXC_ValueError, "signal number %lld out of range [1; 64]",
                                 (long long)number);
    }
    xdecref(rt, list);
    return is_good;
}

NATIVE(signal_valid_signals)
{
    sigset_t all;
    sigfillset(&all);
    return set_object(rt, &all);
}

NATIVE(signal_pthread_sigmask)
{
    int64_t how;
    sigset_t mask, old;
    if (!ouro_index_i64(rt, args[0], &how, EXC_OverflowError) || !signals_of(rt, args[1], &mask))
        return NULL;
    int error = pthread_sigmask((int)how, &mask, &old);
    if (error)
        return ouro_raise_errno(rt, error, NULL);
    return ouro_vm_signals_poll(rt) ? set_object(rt, &old) : NULL;
}

NATIVE(signal_sigpending)
{
    sigset_t pending;
    if (sigpending(&pending) != 0)
        return ouro_raise_errno(rt, errno, NULL);
    return set_object(rt, &pending);
}

/* Lets other threads run until one of the signals is pending: the call that follows returns at once. */
static enum ouro_pause wait_pending(ouro_runtime *rt, const sigset_t *mask, uint64_t deadline)
{
    uint64_t pause = 0;
    while (!ouro_thread_is_alone(rt)) {
        sigset_t pending;
        if (sigpending(&pending) != 0)
            break;
        for (int i = 1; i < SIGNAL_COUNT; i++)
            if (sigismember(&pending, i) == 1 && sigismember(mask, i) == 1)
                return PAUSE_GO_ON;
        enum ouro_pause outcome = ouro_thread_pause(rt, &pause, deadline);
        if (outcome != PAUSE_GO_ON)
            return outcome;
    }
    return PAUSE_GO_ON;
}

NATIVE(signal_sigwait)
{
    sigset_t mask;
    int number;
    if (!signals_of(rt, args[0], &mask) || wait_pending(rt, &mask, 0) == PAUSE_ERROR)
        return NULL;
    int error = sigwait(&mask, &number);
    return error ? ouro_raise_errno(rt, error, NULL) : ouro_int_new(rt, number);
}

#define INFO_STATE "signal.struct_siginfo"

static ouro_object *info_new(ouro_runtime *rt, const siginfo_t *info)
{
    const int64_t numbers[] = {info->si_signo, info->si_code, info->si_errno, info->si_pid,
                               info->si_uid, info->si_status, info->si_band};
    ouro_object *items[7];
    for (int i = 0; i < 7; i++)
        items[i] = ouro_int_new(rt, numbers[i]);
    return ouro_struct_sequence_new_take(rt, ouro_vm_state_peek(rt, INFO_STATE), items, 7);
}

/* timeout NULL: for ever. */
static ouro_object *wait_info(ouro_runtime *rt, const sigset_t *mask, const double *timeout)
{
    uint64_t deadline = timeout ? ouro_thread_deadline(*timeout) : 0;
    for (;;) {
        siginfo_t info = {0};
        enum ouro_pause outcome = wait_pending(rt, mask, deadline);
        if (outcome == PAUSE_ERROR)
            return NULL;
        uint64_t now = ouro_thread_deadline(0), left = deadline > now ? deadline - now : 0;
        struct timespec rest = {.tv_sec = (time_t)(left / 1000000000u),
                                .tv_nsec = (long)(left % 1000000000u)};
        int result = timeout ? sigtimedwait(mask, &info, &rest) : sigwaitinfo(mask, &info);
        if (result >= 0)
            return info_new(rt, &info);
        if (errno == EAGAIN)
            return rt->none;
        if (errno != EINTR)
            return ouro_raise_errno(rt, errno, NULL);
        if (!ouro_vm_signals_poll(rt))
            return NULL;
    }
}

NATIVE(signal_sigwaitinfo)
{
    sigset_t mask;
    return signals_of(rt, args[0], &mask) ? wait_info(rt, &mask, NULL) : NULL;
}

NATIVE(signal_sigtimedwait)
{
    sigset_t mask;
    double seconds;
    if (!signals_of(rt, args[0], &mask) || !ouro_as_double(rt, args[1], &seconds))
        return NULL;
    if (!(seconds >= 0))
        return ouro_raise(rt, EXC_ValueError, "timeout must be non-negative");
    return wait_info(rt, &mask, &seconds);
}

static bool add_info_class(ouro_runtime *rt, ouro_object *module)
{
    static const char *const fields[] = {"si_signo", "si_code", "si_errno", "si_pid", "si_uid",
                                         "si_status", "si_band", NULL};
    ouro_object *cls = ouro_struct_sequence_class_new(rt, INFO_STATE, fields, 7);
    bool is_good = cls && ouro_vm_state_set(rt, INFO_STATE, cls) &&
                   ouro_module_add(rt, module, "struct_siginfo", cls);
    xdecref(rt, cls);
    return is_good;
}

static const struct ouro_method functions[] = {
    {"default_int_handler", signal_default_int_handler, 0, -1, 0,
     "Raises KeyboardInterrupt: the handler of SIGINT unless the program sets its own."},
    {"signal", signal_signal, 2, 2, 0, "Set the action for a signal; return the previous one."},
    {"getsignal", signal_getsignal, 1, 1, 0, "Return the current action for a signal."},
    {"alarm", signal_alarm, 1, 1, 0, "Arrange for SIGALRM to arrive after so many seconds."},
    {"setitimer", signal_setitimer, 2, 3, 0, "Set a timer of the process; return the old one."},
    {"getitimer", signal_getitimer, 1, 1, 0, "Return the current value of a timer."},
    {"pause", signal_pause, 0, 0, 0, "Wait until a signal arrives."},
    {"raise_signal", signal_raise_signal, 1, 1, 0, "Send a signal to this process."},
    {"pthread_kill", signal_pthread_kill, 2, 2, 0, "Send a signal to a thread."},
    {"strsignal", signal_strsignal, 1, 1, 0, "Return the description of a signal."},
    {"siginterrupt", signal_siginterrupt, 2, 2, 0, "Do system calls end when this signal arrives?"},
    {"set_wakeup_fd", signal_set_wakeup_fd, 1, -1, METHOD_KEYWORDS,
     "Set the descriptor that gets a byte for each signal; return the old one."},
    {"valid_signals", signal_valid_signals, 0, 0, 0, "Return the set of valid signals."},
    {"pthread_sigmask", signal_pthread_sigmask, 2, 2, 0, "Fetch and change the signal mask."},
    {"sigpending", signal_sigpending, 0, 0, 0, "Return the signals that wait to be delivered."},
    {"sigwaitinfo", signal_sigwaitinfo, 1, 1, 0, "Wait for one of the signals; return what is known of it."},
    {"sigtimedwait", signal_sigtimedwait, 2, 2, 0, "The same for at most so many seconds; None then."},
    {"pidfd_send_signal", signal_pidfd_send_signal, 2, 4, 0, "Send a signal to a process by descriptor."},
    {"sigwait", signal_sigwait, 1, 1, 0, "Wait for one of the signals; return its number."},
    {0},
};

static bool add_numbers(ouro_runtime *rt, ouro_object *module)
{
    static const struct { const char *name; int value; } rows[] = {
#define X(name) {#name, name},
        X(SIGHUP) X(SIGINT) X(SIGQUIT) X(SIGILL) X(SIGTRAP) X(SIGABRT) X(SIGIOT) X(SIGBUS) X(SIGFPE)
        X(SIGKILL) X(SIGUSR1) X(SIGSEGV) X(SIGUSR2) X(SIGPIPE) X(SIGALRM) X(SIGTERM) X(SIGSTKFLT)
        X(SIGCHLD) X(SIGCLD) X(SIGCONT) X(SIGSTOP) X(SIGTSTP) X(SIGTTIN) X(SIGTTOU) X(SIGURG) X(SIGXCPU)
        X(SIGXFSZ) X(SIGVTALRM) X(SIGPROF) X(SIGWINCH) X(SIGIO) X(SIGPOLL) X(SIGPWR) X(SIGSYS)
        X(SIG_BLOCK) X(SIG_UNBLOCK) X(SIG_SETMASK) X(ITIMER_REAL) X(ITIMER_VIRTUAL) X(ITIMER_PROF)
#undef X
        {"SIG_DFL", 0}, {"SIG_IGN", 1}, {"NSIG", SIGNAL_COUNT}, {"SIGRTMIN", 34}, {"SIGRTMAX", 64},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ouro_object *number = ouro_int_new(rt, rows[i].value);
        bool is_added = number && ouro_module_add(rt, module, rows[i].name, number);
        xdecref(rt, number);
        if (!is_added)
            return false;
    }
    return true;
}

/* The handlers as the process has them now. */
static bool add_handlers(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *states = ouro_vm_states_peek(rt), *list = ouro_list_new(rt, SIGNAL_COUNT);
    bool is_good = states && list;
    for (int i = 0; is_good && i < SIGNAL_COUNT; i++) {
        struct sigaction action;
        ouro_object *handler = rt->none;
        if (i && sigaction(i, NULL, &action) == 0) {
            if (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN)
                handler = ouro_int_new(rt, action.sa_handler == SIG_IGN);
            else if (i == SIGINT)
                handler = ouro_dict_peek_text(rt, ouro_module_dict(module), "default_int_handler");
        }
        is_good = handler && ouro_list_append(rt, list, handler);
    }
    is_good = is_good && ouro_dict_set_text(rt, states, "signal handlers", list);
    xdecref(rt, list);
    if (is_good)
        ouro_vm_signal_hook_set(rt, run_handler);
    return is_good;
}

static bool add_error(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *name = ouro_str_from(rt, "itimer_error"), *dict = name ? ouro_dict_new(rt) : NULL;
    ouro_object *where = dict ? ouro_str_from(rt, "signal") : NULL;
    ouro_object *bases = where ? ouro_tuple_pack(rt, 1, builtin_class(rt, EXC_OSError)) : NULL, *cls = NULL;
    if (bases && ouro_dict_set_text(rt, dict, "__module__", where))
        cls = ouro_class_new(rt, builtin_class(rt, TYPE_TYPE), name, bases, dict, NULL, NULL);
    bool is_good = cls && ouro_module_add(rt, module, "ItimerError", cls);
    xdecref(rt, name);
    xdecref(rt, dict);
    xdecref(rt, where);
    xdecref(rt, bases);
    xdecref(rt, cls);
    return is_good;
}

bool ouro_module__signal_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions) && add_numbers(rt, module) &&
           add_handlers(rt, module) && add_error(rt, module) && add_info_class(rt, module);
}
