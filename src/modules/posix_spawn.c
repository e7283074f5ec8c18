/* posix: starting programs: fork, exec, posix_spawn, a pseudo-terminal for a child. */
#define _GNU_SOURCE
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utmp.h>

#include "gc/gc.h"
#include "modules/posix_internal.h"
#include "types/dict.h"
#include "types/list.h"
#include "vm/thread.h"

enum { SPAWN_OPEN, SPAWN_CLOSE, SPAWN_DUP2 };

/* ---- arguments and environments ---------------------------------------------------------------- */

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

/* wording: what is said of an empty list, and of an empty first argument. */
static bool arguments_of(ouro_runtime *rt, const char *function, const char *const *wording,
                         ouro_object *object, struct strings *strings)
{
    *strings = (struct strings){0};
    if (!is_list(rt, object) && !is_tuple(rt, object))
        return ouro_raise(rt, EXC_TypeError, "%s: argv must be a tuple or list", function) != NULL;
    ouro_object *list = ouro_to_list(rt, object);
    bool is_good = list != NULL;
    if (is_good && !list_length(list))
        is_good = ouro_raise(rt, EXC_ValueError, "%s%s must not be empty", function, wording[0]);
    is_good = is_good && strings_reserve(rt, strings, list_length(list));
    for (size_t i = 0; is_good && i < list_length(list); i++)
        is_good = strings_add(rt, strings, list_at(list, i));
    xdecref(rt, list);
    if (is_good && !strings->items[0][0])
        is_good = ouro_raise(rt, EXC_ValueError, "%s%s first element cannot be empty", function,
                             wording[1]);
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

static const char *const exec_wording[] = {"() arg 2", "() arg 2"};
static const char *const spawn_wording[] = {": argv", ": argv"};

static bool spawn_arguments(ouro_runtime *rt, const char *function, ouro_object *object,
                            struct strings *strings)
{
    return arguments_of(rt, function, spawn_wording, object, strings);
}

static bool spawn_environment(ouro_runtime *rt, const char *function, ouro_object *object,
                              struct strings *strings)
{
    *strings = (struct strings){0};
    if (!class_of(rt, object)->getitem)
        return ouro_raise(rt, EXC_TypeError, "%s: environment must be a mapping object", function);
    ouro_object *keys = ouro_getattr_text(rt, object, "keys"); /* lists have items, but no keys */
    xdecref(rt, keys);
    return keys && environment_of(rt, object, strings);
}

/* ---- exec and fork ----------------------------------------------------------------------------- */

static ouro_object *execute(ouro_runtime *rt, const char *function, ouro_object *program,
                            ouro_object *arguments, ouro_object *environment)
{
    struct posix_path path;
    struct strings argv, envp = {0};
    if (!ouro_posix_path(rt, program, function, "path", environment ? PATH_ALLOWS_DESCRIPTOR : 0, &path))
        return NULL;
    if (arguments_of(rt, function, exec_wording, arguments, &argv)) {
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

/* What the child of a fork does before Python code goes on in it, and what both do then. */
static void forked(ouro_runtime *rt, pid_t pid)
{
    if (pid == 0)
        ouro_threads_after_fork(rt);
    ouro_posix_fork_hooks_run(rt, pid ? "after_in_parent" : "after_in_child");
}

NATIVE(posix_fork)
{
    ouro_posix_fork_hooks_run(rt, "before");
    ouro_gc_before_fork(&rt->heap);
    pid_t pid = fork();
    int error = errno;
    forked(rt, pid);
    return pid < 0 ? ouro_raise_errno(rt, error, NULL) : ouro_int_new(rt, pid);
}

NATIVE(posix_forkpty)
{
    int terminal = -1;
    ouro_posix_fork_hooks_run(rt, "before");
    ouro_gc_before_fork(&rt->heap);
    pid_t pid = forkpty(&terminal, NULL, NULL, NULL);
    int error = errno;
    forked(rt, pid);
    if (pid < 0)
        return ouro_raise_errno(rt, error, NULL);
    ouro_object *both[2] = {ouro_int_new(rt, pid), ouro_int_new(rt, terminal)};
    return ouro_tuple_from_take(rt, both, 2);
}

NATIVE(posix_login_tty)
{
    int descriptor;
    return ouro_posix_descriptor(rt, args[0], &descriptor) ? none_or_error(rt, login_tty(descriptor)) : NULL;
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

/* ---- posix_spawn ------------------------------------------------------------------------------ */

/* file_actions as the C library wants them. The strings of "open" live in owners until the call is made. */
struct spawn_plan {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    ouro_object *owners;
    short flags;
};

static bool plan_int(ouro_runtime *rt, ouro_object *tuple, size_t at, int *value)
{
    return ouro_posix_int(rt, tuple_at(tuple, at), value);
}

static bool plan_open(ouro_runtime *rt, struct spawn_plan *plan, ouro_object *action)
{
    int descriptor, flags, mode;
    struct posix_path path;
    if (tuple_length(action) != 5)
        return ouro_raise(rt, EXC_TypeError, "A open file_action tuple must have 5 elements");
    if (!plan_int(rt, action, 1, &descriptor) ||
        !ouro_posix_path(rt, tuple_at(action, 2), "posix_spawn", "path", 0, &path))
        return false;
    int error = 0;
    bool is_good = plan_int(rt, action, 3, &flags) && plan_int(rt, action, 4, &mode) &&
                   ouro_list_append(rt, plan->owners, path.owner);
    if (is_good)
        error = posix_spawn_file_actions_addopen(&plan->actions, descriptor, path.bytes, flags,
                                                 (mode_t)mode);
    ouro_posix_path_release(rt, &path);
    return is_good && (!error || ouro_raise_errno(rt, error, NULL));
}

static bool plan_action(ouro_runtime *rt, struct spawn_plan *plan, ouro_object *action)
{
    int tag, from, to, error;
    if (!is_tuple(rt, action) || !tuple_length(action))
        return ouro_raise(rt, EXC_TypeError, "Each file_actions element must be a non-empty tuple");
    if (!plan_int(rt, action, 0, &tag))
        return false;
    switch (tag) {
    case SPAWN_OPEN:
        return plan_open(rt, plan, action);
    case SPAWN_CLOSE:
        if (tuple_length(action) != 2)
            return ouro_raise(rt, EXC_TypeError, "A close file_action tuple must have 2 elements");
        if (!plan_int(rt, action, 1, &from))
            return false;
        error = posix_spawn_file_actions_addclose(&plan->actions, from);
        break;
    case SPAWN_DUP2:
        if (tuple_length(action) != 3)
            return ouro_raise(rt, EXC_TypeError, "A dup2 file_action tuple must have 3 elements");
        if (!plan_int(rt, action, 1, &from) || !plan_int(rt, action, 2, &to))
            return false;
        error = posix_spawn_file_actions_adddup2(&plan->actions, from, to);
        break;
    default:
        return ouro_raise(rt, EXC_TypeError, "Unknown file_actions identifier");
    }
    return !error || ouro_raise_errno(rt, error, NULL);
}

static bool plan_actions(ouro_runtime *rt, struct spawn_plan *plan, ouro_object *actions)
{
    ouro_object *list = ouro_to_sequence(rt, actions, "file_actions must be a sequence or None");
    ouro_object *copy = list ? ouro_to_list(rt, list) : NULL;
    bool is_good = copy != NULL;
    for (size_t i = 0; is_good && i < list_length(copy); i++)
        is_good = plan_action(rt, plan, list_at(copy, i));
    xdecref(rt, copy);
    xdecref(rt, list);
    return is_good;
}

static bool plan_signals(ouro_runtime *rt, ouro_object *signals, sigset_t *set)
{
    sigemptyset(set);
    ouro_object *list = ouro_to_list(rt, signals);
    bool is_good = list != NULL;
    for (size_t i = 0; is_good && i < list_length(list); i++) {
        int64_t number;
        is_good = ouro_index_i64(rt, list_at(list, i), &number, EXC_OverflowError);
        if (is_good && (number < 1 || number >= NSIG))
            is_good = ouro_raise(rt, EXC_ValueError, "signal number %lld out of range [1; %i]",
                                 (long long)number, NSIG - 1);
        if (is_good)
            sigaddset(set, (int)number); /* those the C library keeps for itself are refused: benign */
    }
    xdecref(rt, list);
    return is_good;
}

/* (policy or None, sched_param) */
static bool plan_scheduler(ouro_runtime *rt, struct spawn_plan *plan, ouro_object *scheduler)
{
    struct sched_param parameters;
    int policy;
    if (!is_tuple(rt, scheduler) || tuple_length(scheduler) != 2)
        return ouro_raise(rt, EXC_TypeError, "A scheduler tuple must have two elements");
    if (!ouro_posix_sched_param(rt, tuple_at(scheduler, 1), &parameters))
        return false;
    if (tuple_at(scheduler, 0) != rt->none) {
        if (!plan_int(rt, scheduler, 0, &policy))
            return false;
        plan->flags |= POSIX_SPAWN_SETSCHEDULER;
        posix_spawnattr_setschedpolicy(&plan->attributes, policy);
    }
    plan->flags |= POSIX_SPAWN_SETSCHEDPARAM;
    posix_spawnattr_setschedparam(&plan->attributes, &parameters);
    return true;
}

/* out: setpgroup, resetids, setsid, setsigmask, setsigdef, scheduler; NULL where not given. */
static bool plan_attributes(ouro_runtime *rt, struct spawn_plan *plan, ouro_object *const *out)
{
    int64_t group;
    sigset_t set;
    if (out[0]) {
        if (!ouro_index_i64(rt, out[0], &group, EXC_OverflowError))
            return false;
        posix_spawnattr_setpgroup(&plan->attributes, (pid_t)group);
        plan->flags |= POSIX_SPAWN_SETPGROUP;
    }
    static const short flags[] = {POSIX_SPAWN_RESETIDS, POSIX_SPAWN_SETSID};
    for (int i = 0; i < 2; i++) {
        int is_set = 0;
        if (out[1 + i] && !ouro_posix_int(rt, out[1 + i], &is_set))
            return false;
        plan->flags |= is_set ? flags[i] : 0;
    }
    if (out[3]) {
        if (!plan_signals(rt, out[3], &set))
            return false;
        posix_spawnattr_setsigmask(&plan->attributes, &set);
        plan->flags |= POSIX_SPAWN_SETSIGMASK;
    }
    if (out[4]) {
        if (!plan_signals(rt, out[4], &set))
            return false;
        posix_spawnattr_setsigdefault(&plan->attributes, &set);
        plan->flags |= POSIX_SPAWN_SETSIGDEF;
    }
    return !out[5] || plan_scheduler(rt, plan, out[5]);
}

typedef int spawn_fn(pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *,
                     char *const[], char *const[]);

/* out: path, argv, env, file_actions, and the attributes. */
static ouro_object *spawn(ouro_runtime *rt, const char *function, spawn_fn *call, ouro_object *const *out)
{
    struct posix_path path;
    struct strings argv = {0}, envp = {0};
    struct spawn_plan plan = {0};
    pid_t pid = 0;
    ouro_object *result = NULL;
    if (!ouro_posix_path(rt, out[0], function, "path", 0, &path))
        return NULL;
    if (posix_spawn_file_actions_init(&plan.actions) || posix_spawnattr_init(&plan.attributes)) {
        ouro_posix_path_release(rt, &path);
        ouro_raise_memory(rt);
        return NULL;
    }
    plan.owners = ouro_list_new(rt, 0);
    if (plan.owners && spawn_arguments(rt, function, out[1], &argv) &&
        spawn_environment(rt, function, out[2], &envp) &&
        (!out[3] || out[3] == rt->none || plan_actions(rt, &plan, out[3])) &&
        plan_attributes(rt, &plan, out + 4)) {
        posix_spawnattr_setflags(&plan.attributes, plan.flags);
        int error = call(&pid, path.bytes, &plan.actions, &plan.attributes, argv.items,
                         envp.items);
        result = error ? ouro_posix_error(rt, error, path.object, NULL) : ouro_int_new(rt, pid);
    }
    strings_release(rt, &argv);
    strings_release(rt, &envp);
    posix_spawn_file_actions_destroy(&plan.actions);
    posix_spawnattr_destroy(&plan.attributes);
    xdecref(rt, plan.owners);
    ouro_posix_path_release(rt, &path);
    return result;
}

#define SPAWN(name, call)                                                                         \
    NATIVE(posix_##name)                                                                          \
    {                                                                                             \
        ouro_object *out[10];                                                                     \
        BIND(#name, 3, 3, out, "path", "argv", "env", "file_actions", "setpgroup", "resetids",    \
             "setsid", "setsigmask", "setsigdef", "scheduler");                                   \
        return spawn(rt, #name, call, out);                                                       \
    }
SPAWN(posix_spawn, posix_spawn)
SPAWN(posix_spawnp, posix_spawnp)

#define WITH_KEYWORDS 0, -1, METHOD_KEYWORDS
const struct ouro_method ouro_posix_spawn_functions[] = {
    {"fork", posix_fork, 0, 0, 0, "Fork a child process."},
    {"forkpty", posix_forkpty, 0, 0, 0, "Fork a new process with a new pseudo-terminal as controlling tty."},
    {"login_tty", posix_login_tty, 1, 1, 0, NULL},
    {"abort", posix_abort, 0, 0, 0, "Abort the interpreter immediately."},
    {"execv", posix_execv, 2, 2, 0, "Execute an executable path with arguments, replacing current process."},
    {"execve", posix_execve, WITH_KEYWORDS, NULL},
    {"posix_spawn", posix_posix_spawn, WITH_KEYWORDS,
     "Execute the program specified by path in a new process."},
    {"posix_spawnp", posix_posix_spawnp, WITH_KEYWORDS,
     "Execute the program specified by path in a new process."},
    {"register_at_fork", posix_register_at_fork, WITH_KEYWORDS, NULL},
    {"system", posix_system, WITH_KEYWORDS, "Execute the command in a subshell."},
    {"_exit", posix_exit, WITH_KEYWORDS, "Exit to the system with specified status."},
    {0},
};
