/* What the files of the posix module share: arguments that are paths, descriptors and numbers, and the
 * errors of the system with the names of files.
 * Depends on types, vm. */
#ifndef OURO_MODULES_POSIX_INTERNAL_H
#define OURO_MODULES_POSIX_INTERNAL_H

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "types/bytes.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

/* Binds arguments to the parameters named by the string literals; out has room for all of them. */
#define BIND(function, required, positional, out, ...)                                            \
    static const char *const parameters_[] = {__VA_ARGS__, NULL};                                 \
    static const struct ouro_signature signature_ = {function, parameters_, required, positional}; \
    if (!ouro_args_bind(rt, &signature_, args, count, names, out))                                \
    return NULL

enum { PATH_ALLOWS_DESCRIPTOR = 1, PATH_ALLOWS_NONE = 2 };

/* A path for a system call. It is either bytes, or a descriptor (>= 0), or NULL and -1 for None. */
struct posix_path {
    const char *bytes;
    int descriptor;
    bool is_bytes;        /* the program gave bytes: what comes back is bytes as well */
    ouro_object *object;  /* as the program gave it (borrowed), for errors; a path-like's own text */
    ouro_object *owner;   /* keeps bytes */
    ouro_object *resolved; /* of __fspath__, owned, or NULL */
};

/* function may be NULL. false: the error is set and nothing need be released. */
bool ouro_posix_path(ouro_runtime *rt, ouro_object *object, const char *function, const char *argument,
                     int allowed, struct posix_path *path);
void ouro_posix_path_release(ouro_runtime *rt, struct posix_path *path);
/* A C int; OverflowError when it is none. */
bool ouro_posix_int(ouro_runtime *rt, ouro_object *object, int *value);
bool ouro_posix_u64(ouro_runtime *rt, ouro_object *object, uint64_t *value);
/* A descriptor: an int, or the fileno() of an object. */
bool ouro_posix_descriptor(ouro_runtime *rt, ouro_object *object, int *descriptor);
/* None or NULL: AT_FDCWD. */
bool ouro_posix_folder(ouro_runtime *rt, ouro_object *object, int *descriptor);
/* A user or group number; -1 passes. */
bool ouro_posix_id(ouro_runtime *rt, ouro_object *object, unsigned *id);
/* A name of sysconf and its kin: a number, or text looked up in the table of the module. */
bool ouro_posix_conf_name(ouro_runtime *rt, ouro_object *object, const char *table, int *number);
ouro_object *ouro_posix_decode(ouro_runtime *rt, const char *bytes);
/* Text, or bytes when the program asked with bytes. */
ouro_object *ouro_posix_name(ouro_runtime *rt, const char *bytes, size_t size, bool is_bytes);
/* OSError for errno about one path or two; NULL. */
void *ouro_posix_error(ouro_runtime *rt, int error, ouro_object *first, ouro_object *second);
/* None when result is not negative, else the error about the path, which is released. */
ouro_object *ouro_posix_done(ouro_runtime *rt, int result, struct posix_path *path);
/* After EINTR: does the call go on? false: a handler raised. */
bool ouro_posix_goes_on(ouro_runtime *rt);

/* Repeats a call that a signal has interrupted. */
#define RETRY(result, call)                                                                       \
    do                                                                                            \
        result = call;                                                                            \
    while (result < 0 && errno == EINTR && ouro_posix_goes_on(rt))

/* The result of a call as an int, or None; negative: OSError for errno, unless a handler has raised. */
OURO_INLINE ouro_object *number_or_error(ouro_runtime *rt, int64_t result)
{
    if (rt->error)
        return NULL;
    return result < 0 ? ouro_raise_errno(rt, errno, NULL) : ouro_int_new(rt, result);
}
OURO_INLINE ouro_object *none_or_error(ouro_runtime *rt, int64_t result)
{
    if (rt->error)
        return NULL;
    return result < 0 ? ouro_raise_errno(rt, errno, NULL) : rt->none;
}

/* os.stat_result of this status. */
ouro_object *ouro_posix_stat_result(ouro_runtime *rt, const struct stat *status);
/* A class from the states of the runtime ("stat_result", ...): borrowed. */
ouro_object *ouro_posix_class_peek(ouro_runtime *rt, const char *name);
bool ouro_posix_class_add(ouro_runtime *rt, ouro_object *module, const char *name, const char *qualified,
                          const char *const *fields, size_t visible);
/* The registered functions of os.register_at_fork: "before", "after_in_parent", "after_in_child". */
void ouro_posix_fork_hooks_run(ouro_runtime *rt, const char *when);

extern const struct ouro_method ouro_posix_path_functions[];
extern const struct ouro_method ouro_posix_stat_functions[];
extern const struct ouro_method ouro_posix_file_functions[];
extern const struct ouro_method ouro_posix_process_functions[];
extern const struct ouro_method ouro_posix_spawn_functions[];
extern const struct ouro_method ouro_posix_owner_functions[];
extern const struct ouro_method ouro_posix_sched_functions[];
extern const struct ouro_method ouro_posix_vector_functions[];
extern const struct ouro_method ouro_posix_attribute_functions[];
struct sched_param;
bool ouro_posix_sched_param(ouro_runtime *rt, ouro_object *object, struct sched_param *parameters);
bool ouro_posix_sched_init(ouro_runtime *rt, ouro_object *module);
extern const struct ouro_method ouro_posix_scan_functions[];
bool ouro_posix_scan_init(ouro_runtime *rt, ouro_object *module);

#endif
