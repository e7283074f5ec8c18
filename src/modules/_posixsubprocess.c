/* _posixsubprocess: fork_exec, the one step of subprocess that must not run Python code in between. */
#define _GNU_SOURCE
#include <dirent.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "modules/posix_internal.h"
#include "types/list.h"

/* Everything the child needs, made before fork: afterwards nothing may be allocated. */
struct plan {
    char **argv, **envp, **programs;
    ouro_object *owner; /* a list that keeps the bytes */
    const char *folder;
    int *kept;
    size_t kept_count;
    int pipes[8]; /* p2cread p2cwrite c2pread c2pwrite errread errwrite errpipe_read errpipe_write */
    bool closes, restores, new_session;
    int group, umask;
    bool has_gid, has_uid, has_groups;
    gid_t gid, *groups;
    size_t group_count;
    uid_t uid;
};

/* The bytes of each item, NULL at the end. */
static char **texts_of(ouro_runtime *rt, struct plan *plan, ouro_object *sequence)
{
    ouro_object *list = ouro_to_list(rt, sequence);
    char **texts = list ? calloc((size_t)list_length(list) + 1, sizeof *texts) : NULL;
    if (list && !texts)
        ouro_raise_memory(rt);
    for (size_t i = 0; texts && i < list_length(list); i++) {
        struct posix_path path;
        if (!ouro_posix_path(rt, list_at(list, i), NULL, "argument", 0, &path)) {
            if (ouro_error_is(rt, EXC_TypeError))
                ouro_raise(rt, EXC_TypeError, "expected str, bytes or os.PathLike object, not %T",
                           list_at(list, i));
            free(texts);
            texts = NULL;
            break;
        }
        texts[i] = (char *)(uintptr_t)path.bytes;
        bool is_kept = ouro_list_append(rt, plan->owner, path.owner);
        ouro_posix_path_release(rt, &path);
        if (!is_kept) {
            free(texts);
            texts = NULL;
        }
    }
    xdecref(rt, list);
    return texts;
}

static bool numbers_of(ouro_runtime *rt, ouro_object *sequence, int **numbers, size_t *count)
{
    ouro_object *list = ouro_to_list(rt, sequence);
    *count = list ? list_length(list) : 0;
    *numbers = list ? calloc(*count + 1, sizeof **numbers) : NULL;
    bool is_good = *numbers != NULL;
    if (list && !is_good)
        ouro_raise_memory(rt);
    for (size_t i = 0; is_good && i < *count; i++)
        is_good = ouro_posix_int(rt, list_at(list, i), &(*numbers)[i]);
    xdecref(rt, list);
    return is_good;
}

static void plan_release(ouro_runtime *rt, struct plan *plan)
{
    free(plan->argv);
    free(plan->envp);
    free(plan->programs);
    free(plan->kept);
    free(plan->groups);
    xdecref(rt, plan->owner);
}

/* fork_exec(args, programs, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread,
 * errwrite, errpipe_read, errpipe_write, restore_signals, start_new_session, process_group, gid, groups,
 * uid, umask, preexec_fn, allow_vfork) */
static bool plan_read(ouro_runtime *rt, struct plan *plan, ouro_object *const *args)
{
    plan->owner = ouro_list_new(rt, 8);
    if (!plan->owner || !(plan->argv = texts_of(rt, plan, args[0])) ||
        !(plan->programs = texts_of(rt, plan, args[1])))
        return false;
    int closes = ouro_truth(rt, args[2]), restores = ouro_truth(rt, args[14]),
        session = ouro_truth(rt, args[15]);
    if (closes < 0 || restores < 0 || session < 0 ||
        !numbers_of(rt, args[3], &plan->kept, &plan->kept_count))
        return false;
    plan->closes = closes;
    plan->restores = restores;
    plan->new_session = session;
    if (args[4] != rt->none) {
        struct posix_path path;
        if (!ouro_posix_path(rt, args[4], NULL, "cwd", 0, &path))
            return false;
        plan->folder = path.bytes;
        bool is_kept = ouro_list_append(rt, plan->owner, path.owner);
        ouro_posix_path_release(rt, &path);
        if (!is_kept)
            return false;
    }
    if (args[5] != rt->none && !(plan->envp = texts_of(rt, plan, args[5])))
        return false;
    for (int i = 0; i < 8; i++)
        if (!ouro_posix_int(rt, args[6 + i], &plan->pipes[i]))
            return false;
    unsigned id;
    if (args[17] != rt->none) {
        if (!ouro_posix_id(rt, args[17], &id))
            return false;
        plan->gid = id;
        plan->has_gid = true;
    }
    if (args[18] != rt->none) {
        int *numbers;
        if (!numbers_of(rt, args[18], &numbers, &plan->group_count)) {
            free(numbers);
            return false;
        }
        plan->groups = (gid_t *)(void *)numbers; /* of the same size */
        plan->has_groups = true;
    }
    if (args[19] != rt->none) {
        if (!ouro_posix_id(rt, args[19], &id))
            return false;
        plan->uid = id;
        plan->has_uid = true;
    }
    return ouro_posix_int(rt, args[16], &plan->group) && ouro_posix_int(rt, args[20], &plan->umask);
}

/* ---- in the child ---------------------------------------------------------------------------- */

static bool is_kept(const struct plan *plan, int descriptor)
{
    for (size_t i = 0; i < plan->kept_count; i++)
        if (plan->kept[i] == descriptor)
            return true;
    return false;
}

static void close_others(const struct plan *plan)
{
    DIR *folder = opendir("/proc/self/fd");
    if (!folder) {
        long most = sysconf(_SC_OPEN_MAX);
        for (int i = 3; i < most; i++)
            if (!is_kept(plan, i))
                close(i);
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        int descriptor = atoi(entry->d_name);
        if (descriptor > 2 && descriptor != dirfd(folder) && !is_kept(plan, descriptor))
            close(descriptor);
    }
    closedir(folder);
}

/* The descriptor becomes number to, inheritable. */
static bool place(int *from, int to)
{
    if (*from == to) {
        int flags = fcntl(to, F_GETFD);
        return flags >= 0 && fcntl(to, F_SETFD, flags & ~FD_CLOEXEC) >= 0;
    }
    return *from < 0 || dup2(*from, to) >= 0;
}

/* Until exec; gives back only when something failed. *where names what did. */
static int child_prepare(struct plan *plan, const char **where)
{
    int *p = plan->pipes;
    *where = "";
    for (size_t i = 0; i < plan->kept_count; i++) { /* but for the pipe that tells of failures */
        int flags = plan->kept[i] == p[7] ? -1 : fcntl(plan->kept[i], F_GETFD);
        if (flags >= 0 && flags & FD_CLOEXEC && fcntl(plan->kept[i], F_SETFD, flags & ~FD_CLOEXEC) < 0)
            return errno;
    }
    for (int i = 1; i < 5; i += 3) /* the parent's ends: p2cwrite, errread */
        if (p[i] >= 0)
            close(p[i]);
    if (p[2] >= 0)
        close(p[2]);
    close(p[6]);
    if (p[3] == 0 && (p[3] = dup(p[3])) < 0)
        return errno;
    while (p[5] == 0 || p[5] == 1)
        if ((p[5] = dup(p[5])) < 0)
            return errno;
    if (!place(&p[0], 0) || !place(&p[3], 1) || !place(&p[5], 2))
        return errno;
    *where = "noexec";
    if (plan->folder && chdir(plan->folder) < 0)
        return errno;
    *where = "";
    if (plan->umask >= 0)
        umask((mode_t)plan->umask);
    if (plan->restores) {
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
    }
    if (plan->new_session)
        setsid();
    if (plan->group >= 0 && setpgid(0, plan->group) < 0)
        return errno;
    if (plan->has_groups && setgroups(plan->group_count, plan->groups) < 0)
        return errno;
    if (plan->has_gid && setregid(plan->gid, plan->gid) < 0)
        return errno;
    if (plan->has_uid && setreuid(plan->uid, plan->uid) < 0)
        return errno;
    return 0;
}

extern char **environ;

static void child_report(int pipe, const char *text)
{
    size_t done = 0, size = strlen(text);
    while (done < size) {
        ssize_t step = write(pipe, text + done, size - done);
        if (step < 0 && errno != EINTR)
            break;
        done += step > 0 ? (size_t)step : 0;
    }
}

static void child_run(ouro_runtime *rt, struct plan *plan, ouro_object *before_exec)
{
    const char *where;
    char text[96];
    int error = child_prepare(plan, &where);
    if (!error && before_exec != rt->none) {
        ouro_posix_fork_hooks_run(rt, "after_in_child");
        if (!ouro_call0(rt, before_exec)) {
            child_report(plan->pipes[7], "SubprocessError:0:Exception occurred in preexec_fn.");
            _exit(255);
        }
    }
    if (!error) {
        if (plan->closes)
            close_others(plan);
        for (size_t i = 0; plan->programs[i]; i++) {
            execve(plan->programs[i], plan->argv, plan->envp ? plan->envp : environ);
            if (!error || (errno != ENOENT && errno != ENOTDIR))
                error = errno;
        }
    }
    snprintf(text, sizeof text, "OSError:%x:%s", (unsigned)error, where);
    child_report(plan->pipes[7], text);
    _exit(255);
}

NATIVE(fork_exec)
{
    struct plan plan = {0};
    if (!plan_read(rt, &plan, args)) {
        plan_release(rt, &plan);
        return NULL;
    }
    ouro_object *before_exec = args[21];
    if (before_exec != rt->none)
        ouro_posix_fork_hooks_run(rt, "before");
    pid_t pid = fork();
    int error = errno;
    if (pid == 0)
        child_run(rt, &plan, before_exec);
    if (before_exec != rt->none)
        ouro_posix_fork_hooks_run(rt, "after_in_parent");
    plan_release(rt, &plan);
    return pid < 0 ? ouro_raise_errno(rt, error, NULL) : ouro_int_new(rt, pid);
}

bool ouro_module__posixsubprocess_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"fork_exec", fork_exec, 23, 23, 0, "Starts a program in a new process."}, {0}};
    return ouro_module_add_functions(rt, module, functions);
}
