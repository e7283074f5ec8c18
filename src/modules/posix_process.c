/* posix: processes: who runs, waiting for others, signals. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "modules/posix_internal.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/list.h"
#include "types/struct_sequence.h"
#include "vm/thread_pause.h"

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

NATIVE(posix_getloadavg)
{
    double loads[3];
    if (getloadavg(loads, 3) != 3)
        return ouro_raise(rt, EXC_OSError, "Load averages are unobtainable");
    ouro_object *items[3];
    for (int i = 0; i < 3; i++)
        items[i] = ouro_float_new(rt, loads[i]);
    return ouro_tuple_from_take(rt, items, 3);
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

bool ouro_posix_conf_name(ouro_runtime *rt, ouro_object *object, const char *table, int *number)
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
    if (!ouro_posix_conf_name(rt, args[0], "sysconf_names", &name))
        return NULL;
    errno = 0;
    long value = sysconf(name);
    return value == -1 && errno ? ouro_raise_errno(rt, errno, NULL) : ouro_int_new(rt, value);
}

NATIVE(posix_confstr)
{
    int name;
    char text[256];
    if (!ouro_posix_conf_name(rt, args[0], "confstr_names", &name))
        return NULL;
    errno = 0;
    size_t size = confstr(name, text, sizeof text);
    if (!size)
        return errno ? ouro_raise_errno(rt, errno, NULL) : rt->none;
    if (size <= sizeof text)
        return ouro_posix_decode(rt, text);
    char *longer = malloc(size);
    if (!longer)
        return ouro_raise_memory(rt);
    confstr(name, longer, size);
    ouro_object *value = ouro_posix_decode(rt, longer);
    free(longer);
    return value;
}

/* ---- waiting --------------------------------------------------------------------------------- */

static ouro_object *pid_and_status(ouro_runtime *rt, pid_t pid, int status)
{
    if (rt->error)
        return NULL;
    if (pid < 0)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *both[2] = {ouro_int_new(rt, pid), ouro_int_new(rt, status)};
    return ouro_tuple_from_take(rt, both, 2);
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

/* What wait3 and wait4 return: the pid, the status, and what the child has used. */
static ouro_object *pid_status_usage(ouro_runtime *rt, pid_t pid, int status, const struct rusage *usage)
{
    if (rt->error)
        return NULL;
    if (pid < 0)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *three[3] = {ouro_int_new(rt, pid), ouro_int_new(rt, status), usage_tuple(rt, usage)};
    return ouro_tuple_from_take(rt, three, 3);
}

NATIVE(posix_wait3)
{
    ouro_object *out[1];
    int options, status = 0;
    pid_t result;
    struct rusage usage;
    BIND("wait3", 1, 1, out, "options");
    if (!ouro_posix_int(rt, out[0], &options))
        return NULL;
    memset(&usage, 0, sizeof usage);
    if ((options = wait_options(rt, -1, options)) < 0 && rt->error)
        return NULL;
    RETRY(result, wait3(&status, options, &usage));
    return pid_status_usage(rt, result, status, &usage);
}

NATIVE(posix_waitid)
{
    int kind, options, result;
    int64_t id;
    siginfo_t info = {0};
    uint64_t pause = 0;
    if (!ouro_posix_int(rt, args[0], &kind) || !ouro_index_i64(rt, args[1], &id, EXC_OverflowError) ||
        !ouro_posix_int(rt, args[2], &options))
        return NULL;
    while (!(options & WNOHANG) && !ouro_thread_is_alone(rt)) {
        if (waitid((idtype_t)kind, (id_t)id, &info, options | WNOHANG | WNOWAIT) < 0 || info.si_pid)
            break;
        if (ouro_thread_pause(rt, &pause, 0) == PAUSE_ERROR)
            return NULL;
    }
    info.si_pid = 0;
    RETRY(result, waitid((idtype_t)kind, (id_t)id, &info, options));
    if (!none_or_error(rt, result))
        return NULL;
    if (!info.si_pid)
        return rt->none;
    ouro_object *items[5] = {ouro_int_new(rt, info.si_pid), ouro_int_new(rt, info.si_uid),
                             ouro_int_new(rt, info.si_signo), ouro_int_new(rt, info.si_status),
                             ouro_int_new(rt, info.si_code)};
    return ouro_struct_sequence_new_take(rt, ouro_posix_class_peek(rt, "waitid_result"), items, 5);
}

NATIVE(posix_pidfd_open)
{
    ouro_object *out[2];
    int pid, flags = 0;
    BIND("pidfd_open", 1, 2, out, "pid", "flags");
    if (!ouro_posix_int(rt, out[0], &pid) || (out[1] && !ouro_posix_int(rt, out[1], &flags)))
        return NULL;
    return number_or_error(rt, syscall(SYS_pidfd_open, pid, (unsigned)flags));
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
    return pid_status_usage(rt, result, status, &usage);
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
    PLAIN(getpgrp), PLAIN(setsid), PLAIN(setpgrp), PLAIN(cpu_count),
    PLAIN(getloadavg), PLAIN(uname), PLAIN(times), PLAIN(wait),
    {"getpgid", posix_getpgid, 1, 1, 0, NULL},
    {"getsid", posix_getsid, 1, 1, 0, NULL},
    {"setpgid", posix_setpgid, 2, 2, 0, NULL},
    {"kill", posix_kill, 2, 2, 0, "Kill a process with a signal."},
    {"killpg", posix_killpg, 2, 2, 0, NULL},
    {"tcgetpgrp", posix_tcgetpgrp, 1, 1, 0, NULL},
    {"tcsetpgrp", posix_tcsetpgrp, 2, 2, 0, NULL},
    {"nice", posix_nice, 1, 1, 0, NULL},
    {"sysconf", posix_sysconf, 1, 1, 0, NULL},
    {"confstr", posix_confstr, 1, 1, 0, NULL},
    {"waitpid", posix_waitpid, 2, 2, 0, "Wait for completion of a given child process."},
    {"WCOREDUMP", posix_WCOREDUMP, 1, 1, 0, NULL},
    {"getpriority", posix_getpriority, 0, -1, METHOD_KEYWORDS, NULL},
    {"setpriority", posix_setpriority, 0, -1, METHOD_KEYWORDS, NULL},
    {"wait3", posix_wait3, 0, -1, METHOD_KEYWORDS, NULL},
    {"waitid", posix_waitid, 3, 3, 0, NULL},
    {"pidfd_open", posix_pidfd_open, 0, -1, METHOD_KEYWORDS, NULL},
    {"wait4", posix_wait4, 0, -1, METHOD_KEYWORDS, NULL},
    {"waitstatus_to_exitcode", posix_waitstatus_to_exitcode, 0, -1, METHOD_KEYWORDS, NULL},
    STATUS(WIFEXITED), STATUS(WIFSIGNALED), STATUS(WIFSTOPPED), STATUS(WIFCONTINUED), STATUS(WEXITSTATUS),
    STATUS(WTERMSIG), STATUS(WSTOPSIG),
    {0},
};
