/* posix: processes: who runs, starting others, waiting for them, signals. */
#define _GNU_SOURCE
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gc/gc.h"
#include "modules/io.h"
#include "modules/posix_internal.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/list.h"
#include "types/struct_sequence.h"
#include "vm/thread_pause.h"

#define RETRY(result, call)                                                                       \
    do                                                                                            \
        result = call;                                                                            \
    while (result < 0 && errno == EINTR && ouro_posix_goes_on(rt))

/* ---- numbers of processes, users and groups -------------------------------------------------- */

#define NUMBER(name, call)                                                                        \
    NATIVE(posix_##name)                                                                          \
    {                                                                                             \
        return ouro_int_new(rt, (int64_t)(call));                                                 \
    }
NUMBER(getpid, getpid())
NUMBER(getppid, getppid())
NUMBER(getuid, getuid())
NUMBER(geteuid, geteuid())
NUMBER(getgid, getgid())
NUMBER(getegid, getegid())
NUMBER(getpgrp, getpgrp())

static ouro_object *number_or_error(ouro_runtime *rt, int64_t result)
{
    if (rt->error)
        return NULL;
    return result < 0 ? ouro_raise_errno(rt, errno, NULL) : ouro_int_new(rt, result);
}

static ouro_object *none_or_error(ouro_runtime *rt, int result)
{
    return result < 0 ? ouro_raise_errno(rt, errno, NULL) : rt->none;
}

#define ASK(name, call)                                                                           \
    NATIVE(posix_##name)                                                                          \
    {                                                                                             \
        int a;                                                                                    \
        return ouro_posix_int(rt, args[0], &a) ? number_or_error(rt, call) : NULL;                \
    }
ASK(getpgid, getpgid(a))
ASK(getsid, getsid(a))

NATIVE(posix_setsid)
{
    return none_or_error(rt, setsid());
}

NATIVE(posix_setpgrp)
{
    return none_or_error(rt, setpgid(0, 0));
}

#define SET_ID(name, type)                                                                        \
    NATIVE(posix_##name)                                                                          \
    {                                                                                             \
        unsigned id;                                                                              \
        return ouro_posix_id(rt, args[0], &id) ? none_or_error(rt, name((type)id)) : NULL;        \
    }
SET_ID(setuid, uid_t)
SET_ID(setgid, gid_t)
SET_ID(seteuid, uid_t)
SET_ID(setegid, gid_t)

#define SET_TWO(name)                                                                             \
    NATIVE(posix_##name)                                                                          \
    {                                                                                             \
        int a, b;                                                                                 \
        if (!ouro_posix_int(rt, args[0], &a) || !ouro_posix_int(rt, args[1], &b))                 \
            return NULL;                                                                          \
        return none_or_error(rt, name(a, b));                                                     \
    }
SET_TWO(setpgid)
SET_TWO(kill)
SET_TWO(killpg)
SET_TWO(tcsetpgrp)

NATIVE(posix_tcgetpgrp)
{
    int descriptor;
    return ouro_posix_int(rt, args[0], &descriptor) ? number_or_error(rt, tcgetpgrp(descriptor)) : NULL;
}

NATIVE(posix_getgroups)
{
    gid_t groups[1024];
    int number = getgroups(1024, groups);
    if (number < 0)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *list = ouro_list_new(rt, (size_t)number);
    for (int i = 0; list && i < number; i++) {
        ouro_object *group = ouro_int_new(rt, groups[i]);
        if (!group || !ouro_list_append_take(rt, list, group))
            clearref(rt, &list);
    }
    return list;
}

NATIVE(posix_getlogin)
{
    char name[256];
    int error = getlogin_r(name, sizeof name);
    return error ? ouro_raise_errno(rt, error, NULL) : ouro_posix_decode(rt, name);
}

NATIVE(posix_nice)
{
    int step;
    if (!ouro_posix_int(rt, args[0], &step))
        return NULL;
    errno = 0;
    int value = nice(step);
    return value == -1 && errno ? ouro_raise_errno(rt, errno, NULL) : ouro_int_new(rt, value);
}

NATIVE(posix_getpriority)
{
    ouro_object *out[2];
    int which, who;
    BIND("getpriority", 2, 2, out, "which", "who");
    if (!ouro_posix_int(rt, out[0], &which) || !ouro_posix_int(rt, out[1], &who))
        return NULL;
    errno = 0;
    int value = getpriority((__priority_which_t)which, (id_t)who);
    return value == -1 && errno ? ouro_raise_errno(rt, errno, NULL) : ouro_int_new(rt, value);
}

NATIVE(posix_setpriority)
{
    ouro_object *out[3];
    int which, who, value;
    BIND("setpriority", 3, 3, out, "which", "who", "priority");
    if (!ouro_posix_int(rt, out[0], &which) || !ouro_posix_int(rt, out[1], &who) ||
        !ouro_posix_int(rt, out[2], &value))
        return NULL;
    return none_or_error(rt, setpriority((__priority_which_t)which, (id_t)who, value));
}

/* ---- the machine ----------------------------------------------------------------------------- */

NATIVE(posix_cpu_count)
{
    long number = sysconf(_SC_NPROCESSORS_ONLN);
    return number > 0 ? ouro_int_new(rt, number) : rt->none;
}

NATIVE(posix_sched_getaffinity)
{
    int pid;
    cpu_set_t cpus;
    if (!ouro_posix_int(rt, args[0], &pid))
        return NULL;
    if (sched_getaffinity(pid, sizeof cpus, &cpus) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *list = ouro_list_new(rt, 8), *set_class = NULL, *set = NULL;
    for (int i = 0; list && i < CPU_SETSIZE; i++) {
        if (!CPU_ISSET(i, &cpus))
            continue;
        ouro_object *number = ouro_int_new(rt, i);
        if (!number || !ouro_list_append_take(rt, list, number))
            clearref(rt, &list);
    }
    set_class = (ouro_object *)builtin_class(rt, TYPE_SET);
    set = list ? ouro_call1(rt, set_class, list) : NULL;
    xdecref(rt, list);
    return set;
}

NATIVE(posix_sched_yield)
{
    return none_or_error(rt, sched_yield());
}

NATIVE(posix_getloadavg)
{
    double loads[3];
    if (getloadavg(loads, 3) != 3)
        return ouro_raise(rt, EXC_OSError, "Load averages are unobtainable");
    ouro_object *items[3];
    for (int i = 0; i < 3; i++)
        items[i] = ouro_float_new(rt, loads[i]);
    return items[0] && items[1] && items[2] ? ouro_tuple_from_take(rt, items, 3) : NULL;
}

NATIVE(posix_uname)
{
    struct utsname names_;
    if (uname(&names_) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *items[5] = {ouro_posix_decode(rt, names_.sysname), ouro_posix_decode(rt, names_.nodename),
                             ouro_posix_decode(rt, names_.release), ouro_posix_decode(rt, names_.version),
                             ouro_posix_decode(rt, names_.machine)};
    return ouro_struct_sequence_new_take(rt, ouro_posix_class_peek(rt, "uname_result"), items,
                                         sizeof items / sizeof *items);
}

NATIVE(posix_times)
{
    struct tms times_;
    clock_t elapsed = times(&times_);
    double ticks = (double)sysconf(_SC_CLK_TCK);
    ouro_object *items[5] = {
        ouro_float_new(rt, (double)times_.tms_utime / ticks), ouro_float_new(rt,
                (double)times_.tms_stime / ticks),
        ouro_float_new(rt, (double)times_.tms_cutime / ticks), ouro_float_new(rt,
                (double)times_.tms_cstime / ticks),
        ouro_float_new(rt, (double)elapsed / ticks)};
    return ouro_struct_sequence_new_take(rt, ouro_posix_class_peek(rt, "times_result"), items,
                                         sizeof items / sizeof *items);
}

/* A name of sysconf and its kin: a number, or text looked up in the table of the module. */
static bool conf_name(ouro_runtime *rt, ouro_object *object, const char *table, int *number)
{
    if (is_int(rt, object))
        return ouro_posix_int(rt, object, number);
    if (!is_str(rt, object))
        return ouro_raise(rt, EXC_TypeError, "configuration names must be strings or integers") != NULL;
    ouro_object *module = ouro_vm_import(rt, "posix");
    ouro_object *names = module ? ouro_getattr_text(rt, module, table) : NULL;
    ouro_object *value = names ? ouro_dict_peek(rt, names, object) : NULL;
    bool is_found = value && ouro_posix_int(rt, value, number);
    if (!value && !rt->error)
        ouro_raise(rt, EXC_ValueError, "unrecognized configuration name");
    xdecref(rt, names);
    xdecref(rt, module);
    return is_found;
}

NATIVE(posix_sysconf)
{
    int name;
    if (!conf_name(rt, args[0], "sysconf_names", &name))
        return NULL;
    errno = 0;
    long value = sysconf(name);
    return value == -1 && errno ? ouro_raise_errno(rt, errno, NULL) : ouro_int_new(rt, value);
}

/* ---- starting programs ----------------------------------------------------------------------- */

/* The strings of a sequence, NULL at the end: one block with one owner for each. */
struct strings {
    char **items;
    ouro_object **owners;
    size_t count;
};

static void strings_release(ouro_runtime *rt, struct strings *strings)
{
    for (size_t i = 0; i < strings->count; i++)
        xdecref(rt, strings->owners[i]);
    free(strings->items);
    free(strings->owners);
    *strings = (struct strings){0};
}

static bool strings_reserve(ouro_runtime *rt, struct strings *strings, size_t count)
{
    *strings = (struct strings){.items = calloc(count + 1, sizeof(char *)),
                                .owners = calloc(count + 1, sizeof(ouro_object *))};
    if (strings->items && strings->owners)
        return true;
    strings_release(rt, strings);
    return ouro_raise_memory(rt);
}

static bool strings_add(ouro_runtime *rt, struct strings *strings, ouro_object *object)
{
    struct posix_path path;
    if (!ouro_posix_path(rt, object, NULL, "expected str, bytes or os.PathLike object; it", 0, &path)) {
        if (ouro_error_is(rt, EXC_TypeError))
            ouro_raise(rt, EXC_TypeError, "expected str, bytes or os.PathLike object, not %T", object);
        return false;
    }
    strings->owners[strings->count] = newref(path.owner);
    strings->items[strings->count++] = (char *)bytes_of(path.owner)->data;
    ouro_posix_path_release(rt, &path);
    return true;
}

static bool arguments_of(ouro_runtime *rt, const char *function, ouro_object *object, struct strings *strings)
{
    *strings = (struct strings){0};
    if (!is_list(rt, object) && !is_tuple(rt, object))
        return ouro_raise(rt, EXC_TypeError, "%s: argv must be a tuple or list", function) != NULL;
    ouro_object *list = ouro_to_list(rt, object);
    bool is_good = list != NULL;
    if (is_good && !list_length(list))
        is_good = ouro_raise(rt, EXC_ValueError, "%s() arg 2 must not be empty", function) != NULL;
    is_good = is_good && strings_reserve(rt, strings, list_length(list));
    for (size_t i = 0; is_good && i < list_length(list); i++)
        is_good = strings_add(rt, strings, list_at(list, i));
    xdecref(rt, list);
    if (is_good && !strings->items[0][0])
        is_good = ouro_raise(rt, EXC_ValueError, "%s() arg 2 first element cannot be empty",
                             function) != NULL;
    if (!is_good)
        strings_release(rt, strings);
    return is_good;
}

/* "KEY=value" for each pair of a mapping. */
static bool environment_of(ouro_runtime *rt, ouro_object *mapping, struct strings *strings)
{
    *strings = (struct strings){0};
    ouro_object *dict = ouro_dict_new(rt);
    bool is_good = dict && ouro_dict_update(rt, dict, mapping);
    ouro_object *key, *value;
    size_t at = 0;
    is_good = is_good && strings_reserve(rt, strings, dict_length(dict));
    while (is_good && ouro_dict_next(dict, &at, &key, &value)) {
        struct posix_path left, right;
        is_good = ouro_posix_path(rt, key, NULL, "key", 0, &left);
        if (!is_good)
            break;
        is_good = ouro_posix_path(rt, value, NULL, "value", 0, &right);
        if (is_good && (!*left.bytes || strchr(left.bytes + 1, '=')))
            is_good = ouro_raise(rt, EXC_ValueError, "illegal environment variable name") != NULL;
        ouro_object *text = NULL;
        if (is_good) {
            size_t a = strlen(left.bytes), b = strlen(right.bytes);
            text = ouro_bytes_new(rt, NULL, a + 1 + b);
            if (text) {
                memcpy(bytes_of(text)->data, left.bytes, a);
                bytes_of(text)->data[a] = '=';
                memcpy(bytes_of(text)->data + a + 1, right.bytes, b);
            }
            ouro_posix_path_release(rt, &right);
        }
        ouro_posix_path_release(rt, &left);
        is_good = text && strings_add(rt, strings, text);
        xdecref(rt, text);
    }
    xdecref(rt, dict);
    if (!is_good)
        strings_release(rt, strings);
    return is_good;
}

static ouro_object *execute(ouro_runtime *rt, const char *function, ouro_object *program,
                            ouro_object *arguments, ouro_object *environment)
{
    struct posix_path path;
    struct strings argv, envp = {0};
    if (!ouro_posix_path(rt, program, function, "path", environment ? PATH_ALLOWS_DESCRIPTOR : 0, &path))
        return NULL;
    if (arguments_of(rt, function, arguments, &argv)) {
        if (!environment)
            execv(path.bytes, argv.items);
        else if (environment_of(rt, environment, &envp))
            path.bytes ? execve(path.bytes, argv.items, envp.items)
                       : fexecve(path.descriptor, argv.items, envp.items);
        if (!rt->error)
            ouro_posix_error(rt, errno, environment ? path.object : NULL, NULL);
        strings_release(rt, &argv);
        strings_release(rt, &envp);
    }
    ouro_posix_path_release(rt, &path);
    return NULL;
}

NATIVE(posix_execv)
{
    return execute(rt, "execv", args[0], args[1], NULL);
}

NATIVE(posix_execve)
{
    ouro_object *out[3];
    BIND("execve", 3, 3, out, "path", "argv", "env");
    return execute(rt, "execve", out[0], out[1], out[2]);
}

NATIVE(posix_register_at_fork)
{
    static const char *const keys[] = {"before", "after_in_child", "after_in_parent"};
    ouro_object *out[3], *states = ouro_vm_states_peek(rt);
    BIND("register_at_fork", 0, 0, out, "before", "after_in_child", "after_in_parent");
    if (!out[0] && !out[1] && !out[2])
        return ouro_raise(rt, EXC_TypeError, "At least one argument is required.");
    for (int i = 0; i < 3; i++)
        if (out[i] && !ouro_is_callable(rt, out[i]))
            return ouro_raise(rt, EXC_TypeError, "'%s' must be callable, not %T", keys[i], out[i]);
    for (int i = 0; states && i < 3; i++) {
        ouro_object *list = out[i] ? ouro_dict_peek_text(rt, states, keys[i]) : NULL;
        if (!out[i])
            continue;
        if (!list) {
            list = ouro_list_new(rt, 1);
            bool is_set = list && ouro_dict_set_text(rt, states, keys[i], list);
            xdecref(rt, list);
            if (!is_set)
                return NULL;
        }
        if (!ouro_list_insert(rt, list, i ? (ptrdiff_t)list_length(list) : 0, out[i]))
            return NULL;
    }
    return states ? rt->none : NULL;
}

void ouro_posix_fork_hooks_run(ouro_runtime *rt, const char *when)
{
    ouro_object *states = ouro_vm_states_peek(rt);
    ouro_object *list = states ? ouro_dict_peek_text(rt, states, when) : NULL;
    for (size_t i = 0; list && i < list_length(list); i++) {
        ouro_object *function = newref(list_at(list, i)), *result = ouro_call0(rt, function);
        if (!result)
            ouro_vm_unraisable(rt, NULL, function);
        xdecref(rt, result);
        decref(rt, function);
    }
}

NATIVE(posix_fork)
{
    ouro_posix_fork_hooks_run(rt, "before");
    ouro_gc_before_fork(&rt->heap);
    pid_t pid = fork();
    int error = errno;
    if (pid == 0)
        ouro_threads_after_fork(rt);
    ouro_posix_fork_hooks_run(rt, pid ? "after_in_parent" : "after_in_child");
    return pid < 0 ? ouro_raise_errno(rt, error, NULL) : ouro_int_new(rt, pid);
}

NATIVE(posix_system)
{
    ouro_object *out[1];
    struct posix_path path;
    BIND("system", 1, 1, out, "command");
    if (!ouro_posix_path(rt, out[0], NULL, "command", 0, &path))
        return NULL;
    int result = system(path.bytes);
    ouro_posix_path_release(rt, &path);
    return ouro_int_new(rt, result);
}

NATIVE(posix_exit)
{
    ouro_object *out[1];
    int status;
    BIND("_exit", 1, 1, out, "status");
    if (!ouro_posix_int(rt, out[0], &status))
        return NULL;
    _exit(status);
}

NATIVE(posix_abort)
{
    abort();
}

/* ---- waiting --------------------------------------------------------------------------------- */

static ouro_object *pid_and_status(ouro_runtime *rt, pid_t pid, int status)
{
    if (rt->error)
        return NULL;
    if (pid < 0)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *both[2] = {ouro_int_new(rt, pid), ouro_int_new(rt, status)};
    return both[0] && both[1] ? ouro_tuple_from_take(rt, both, 2) : NULL;
}

/* Waits for a child, when there are others to keep waiting: the options with which to call, or -1. */
static int wait_options(ouro_runtime *rt, int pid, int options)
{
    uint64_t pause = 0;
    siginfo_t info = {0};
    idtype_t kind = pid > 0 ? P_PID : pid < -1 || pid == 0 ? P_PGID : P_ALL;
    id_t id = (id_t)(pid > 0 ? pid : pid < -1 ? -pid : pid == 0 ? getpgrp() : 0);
    while (!(options & WNOHANG) && !ouro_thread_is_alone(rt)) {
        int flags = WEXITED | WNOHANG | WNOWAIT | (options & WUNTRACED ? WSTOPPED : 0) |
                    (options & WCONTINUED ? WCONTINUED : 0);
        if (waitid(kind, id, &info, flags) < 0 || info.si_pid)
            break;
        if (ouro_thread_pause(rt, &pause, 0) == PAUSE_ERROR)
            return -1;
    }
    return options;
}

NATIVE(posix_waitpid)
{
    int pid, options, status = 0;
    pid_t result;
    if (!ouro_posix_int(rt, args[0], &pid) || !ouro_posix_int(rt, args[1], &options))
        return NULL;
    if ((options = wait_options(rt, pid, options)) < 0 && rt->error)
        return NULL;
    RETRY(result, waitpid(pid, &status, options));
    return pid_and_status(rt, result, status);
}

NATIVE(posix_wait)
{
    int status = 0;
    pid_t result;
    if (wait_options(rt, -1, 0) < 0)
        return NULL;
    RETRY(result, wait(&status));
    return pid_and_status(rt, result, status);
}

static ouro_object *usage_tuple(ouro_runtime *rt, const struct rusage *u)
{
    const long numbers[] = {u->ru_maxrss, u->ru_ixrss, u->ru_idrss, u->ru_isrss, u->ru_minflt, u->ru_majflt,
                            u->ru_nswap, u->ru_inblock, u->ru_oublock, u->ru_msgsnd, u->ru_msgrcv,
                            u->ru_nsignals, u->ru_nvcsw, u->ru_nivcsw};
    ouro_object *items[16] = {
        ouro_float_new(rt, (double)u->ru_utime.tv_sec + (double)u->ru_utime.tv_usec * 1e-6),
        ouro_float_new(rt, (double)u->ru_stime.tv_sec + (double)u->ru_stime.tv_usec * 1e-6)};
    for (int i = 0; i < 14; i++)
        items[2 + i] = ouro_int_new(rt, numbers[i]);
    ouro_object *module = ouro_vm_import(rt, "resource"), *result = NULL;
    ouro_object *cls = module ? ouro_getattr_text(rt, module, "struct_rusage") : NULL;
    if (cls)
        result = ouro_struct_sequence_new_take(rt, cls, items, sizeof items / sizeof *items);
    else
        for (int i = 0; i < 16; i++)
            xdecref(rt, items[i]);
    xdecref(rt, module);
    xdecref(rt, cls);
    return result;
}

NATIVE(posix_wait4)
{
    ouro_object *out[2];
    int pid, options, status = 0;
    pid_t result;
    struct rusage usage;
    BIND("wait4", 2, 2, out, "pid", "options");
    if (!ouro_posix_int(rt, out[0], &pid) || !ouro_posix_int(rt, out[1], &options))
        return NULL;
    memset(&usage, 0, sizeof usage);
    if ((options = wait_options(rt, pid, options)) < 0 && rt->error)
        return NULL;
    RETRY(result, wait4(pid, &status, options, &usage));
    if (rt->error)
        return NULL;
    if (result < 0)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *three[3] = {ouro_int_new(rt, result), ouro_int_new(rt, status), usage_tuple(rt, &usage)};
    if (three[2])
        return ouro_tuple_from_take(rt, three, 3);
    xdecref(rt, three[0]);
    xdecref(rt, three[1]);
    return NULL;
}

NATIVE(posix_waitstatus_to_exitcode)
{
    ouro_object *out[1];
    int status;
    BIND("waitstatus_to_exitcode", 1, 1, out, "status");
    if (!ouro_posix_int(rt, out[0], &status))
        return NULL;
    if (WIFEXITED(status))
        return ouro_int_new(rt, WEXITSTATUS(status));
    if (WIFSIGNALED(status))
        return ouro_int_new(rt, -WTERMSIG(status));
    if (WIFSTOPPED(status))
        return ouro_raise(rt, EXC_ValueError, "process stopped by delivery of signal %i", WSTOPSIG(status));
    return ouro_raise(rt, EXC_ValueError, "invalid wait status: %i", status);
}

#define STATUS_TEST(name)                                                                         \
    NATIVE(posix_##name)                                                                          \
    {                                                                                             \
        ouro_object *out[1];                                                                      \
        int status;                                                                               \
        BIND(#name, 1, 1, out, "status");                                                         \
        return ouro_posix_int(rt, out[0], &status) ? bool_object(rt, name(status)) : NULL;        \
    }
#define STATUS_PART(name)                                                                         \
    NATIVE(posix_##name)                                                                          \
    {                                                                                             \
        ouro_object *out[1];                                                                      \
        int status;                                                                               \
        BIND(#name, 1, 1, out, "status");                                                         \
        return ouro_posix_int(rt, out[0], &status) ? ouro_int_new(rt, name(status)) : NULL;       \
    }
STATUS_TEST(WIFEXITED)
STATUS_TEST(WIFSIGNALED)
STATUS_TEST(WIFSTOPPED)
STATUS_TEST(WIFCONTINUED)
STATUS_PART(WEXITSTATUS)
STATUS_PART(WTERMSIG)
STATUS_PART(WSTOPSIG)

NATIVE(posix_WCOREDUMP)
{
    int status;
    return ouro_posix_int(rt, args[0], &status) ? bool_object(rt, WCOREDUMP(status)) : NULL;
}

#define PLAIN(name) {#name, posix_##name, 0, 0, 0, NULL}
#define STATUS(name) {#name, posix_##name, 0, -1, METHOD_KEYWORDS, NULL}
const struct ouro_method ouro_posix_process_functions[] = {
    PLAIN(getpid), PLAIN(getppid), PLAIN(getuid), PLAIN(geteuid), PLAIN(getgid), PLAIN(getegid),
    PLAIN(getpgrp), PLAIN(setsid), PLAIN(setpgrp), PLAIN(getgroups), PLAIN(getlogin), PLAIN(cpu_count),
    PLAIN(sched_yield), PLAIN(getloadavg), PLAIN(uname), PLAIN(times), PLAIN(fork), PLAIN(abort), PLAIN(wait),
    {"getpgid", posix_getpgid, 1, 1, 0, NULL},
    {"getsid", posix_getsid, 1, 1, 0, NULL},
    {"setuid", posix_setuid, 1, 1, 0, NULL},
    {"setgid", posix_setgid, 1, 1, 0, NULL},
    {"seteuid", posix_seteuid, 1, 1, 0, NULL},
    {"setegid", posix_setegid, 1, 1, 0, NULL},
    {"setpgid", posix_setpgid, 2, 2, 0, NULL},
    {"kill", posix_kill, 2, 2, 0, "Kill a process with a signal."},
    {"killpg", posix_killpg, 2, 2, 0, NULL},
    {"tcgetpgrp", posix_tcgetpgrp, 1, 1, 0, NULL},
    {"tcsetpgrp", posix_tcsetpgrp, 2, 2, 0, NULL},
    {"nice", posix_nice, 1, 1, 0, NULL},
    {"sched_getaffinity", posix_sched_getaffinity, 1, 1, 0, NULL},
    {"sysconf", posix_sysconf, 1, 1, 0, NULL},
    {"execv", posix_execv, 2, 2, 0, "Execute an executable path with arguments, replacing current process."},
    {"waitpid", posix_waitpid, 2, 2, 0, "Wait for completion of a given child process."},
    {"WCOREDUMP", posix_WCOREDUMP, 1, 1, 0, NULL},
    {"execve", posix_execve, 0, -1, METHOD_KEYWORDS, NULL},
    {"getpriority", posix_getpriority, 0, -1, METHOD_KEYWORDS, NULL},
    {"setpriority", posix_setpriority, 0, -1, METHOD_KEYWORDS, NULL},
    {"register_at_fork", posix_register_at_fork, 0, -1, METHOD_KEYWORDS, NULL},
    {"system", posix_system, 0, -1, METHOD_KEYWORDS, "Execute the command in a subshell."},
    {"_exit", posix_exit, 0, -1, METHOD_KEYWORDS, "Exit to the system with specified status."},
    {"wait4", posix_wait4, 0, -1, METHOD_KEYWORDS, NULL},
    {"waitstatus_to_exitcode", posix_waitstatus_to_exitcode, 0, -1, METHOD_KEYWORDS, NULL},
    STATUS(WIFEXITED), STATUS(WIFSIGNALED), STATUS(WIFSTOPPED), STATUS(WIFCONTINUED), STATUS(WEXITSTATUS),
    STATUS(WTERMSIG), STATUS(WSTOPSIG),
    {0},
};
