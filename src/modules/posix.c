/* posix: what os asks of the system. Errors are OSError of the right class. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "types/bytes.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

/* A path for a system call; *owner keeps its bytes. */
static const char *path_of(ouro_runtime *rt, ouro_object *object, ouro_object **owner)
{
    *owner = NULL;
    if (is_str(rt, object)) {
        *owner = ouro_str_encode(rt, object, "utf-8", "surrogateescape");
    } else if (is_exact(object, TYPE_BYTES)) {
        *owner = newref(object);
    } else {
        ouro_object *path = ouro_getattr_text(rt, object, "__fspath__");
        if (!path) {
            ouro_error_clear(rt);
            return ouro_raise(rt, EXC_TypeError,
                              "expected str, bytes or os.PathLike object, not %T", object);
        }
        ouro_object *text = ouro_call0(rt, path);
        decref(rt, path);
        if (text && is_str(rt, text))
            *owner = ouro_str_encode(rt, text, "utf-8", "surrogateescape");
        xdecref(rt, text);
    }
    if (!*owner)
        return NULL;
    const char *bytes = (const char *)bytes_of(*owner)->data;
    if (strlen(bytes) != bytes_of(*owner)->length) {
        clearref(rt, owner);
        return ouro_raise(rt, EXC_ValueError, "embedded null byte");
    }
    return bytes;
}

static ouro_object *decode(ouro_runtime *rt, const char *bytes)
{
    return ouro_str_decode(rt, (const uint8_t *)bytes, strlen(bytes), "utf-8", "surrogateescape");
}

static ouro_object *path_call(ouro_runtime *rt, ouro_object *path, int (*call)(const char *))
{
    ouro_object *owner;
    const char *bytes = path_of(rt, path, &owner);
    if (!bytes)
        return NULL;
    int result = call(bytes), error = errno;
    decref(rt, owner);
    return result < 0 ? ouro_raise_errno(rt, error, path) : rt->none;
}

NATIVE(posix_getcwd)
{
    char buffer[4096];
    if (!getcwd(buffer, sizeof buffer))
        return ouro_raise_errno(rt, errno, NULL);
    return decode(rt, buffer);
}

NATIVE(posix_chdir)
{
    return path_call(rt, args[0], chdir);
}

NATIVE(posix_unlink)
{
    return path_call(rt, args[0], unlink);
}

NATIVE(posix_rmdir)
{
    return path_call(rt, args[0], rmdir);
}

NATIVE(posix_mkdir)
{
    ouro_object *owner;
    int64_t mode = 0777;
    if (count > 1 && !ouro_index_i64(rt, args[1], &mode, EXC_OverflowError))
        return NULL;
    const char *bytes = path_of(rt, args[0], &owner);
    if (!bytes)
        return NULL;
    int result = mkdir(bytes, (mode_t)mode), error = errno;
    decref(rt, owner);
    return result < 0 ? ouro_raise_errno(rt, error, args[0]) : rt->none;
}

NATIVE(posix_rename)
{
    ouro_object *from_owner, *to_owner = NULL;
    const char *from = path_of(rt, args[0], &from_owner);
    const char *to = from ? path_of(rt, args[1], &to_owner) : NULL;
    int result = to ? rename(from, to) : 0, error = errno;
    xdecref(rt, from_owner);
    xdecref(rt, to_owner);
    if (!to)
        return NULL;
    return result < 0 ? ouro_raise_errno(rt, error, args[0]) : rt->none;
}

NATIVE(posix_listdir)
{
    ouro_object *owner, *list = ouro_list_new(rt, 0);
    const char *bytes = list ? path_of(rt, args[0], &owner) : NULL;
    if (!bytes) {
        xdecref(rt, list);
        return NULL;
    }
    DIR *directory = opendir(bytes);
    int error = errno;
    decref(rt, owner);
    if (!directory) {
        decref(rt, list);
        return ouro_raise_errno(rt, error, args[0]);
    }
    struct dirent *entry;
    while (list && (entry = readdir(directory))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        ouro_object *name = decode(rt, entry->d_name);
        if (!name || !ouro_list_append_take(rt, list, name))
            clearref(rt, &list);
    }
    closedir(directory);
    return list;
}

/* stat(path, follow): (mode, inode, device, links, uid, gid, size, atime, mtime, ctime) */
NATIVE(posix_stat)
{
    ouro_object *owner = NULL;
    struct stat status;
    int result;
    if (is_int(rt, args[0])) {
        result = fstat((int)ouro_int_value(args[0]), &status);
    } else {
        const char *bytes = path_of(rt, args[0], &owner);
        if (!bytes)
            return NULL;
        result = args[1] == rt->true_ ? stat(bytes, &status) : lstat(bytes, &status);
    }
    int error = errno;
    xdecref(rt, owner);
    if (result < 0)
        return ouro_raise_errno(rt, error, args[0]);
    int64_t numbers[] = {status.st_mode, (int64_t)status.st_ino, (int64_t)status.st_dev,
                         (int64_t)status.st_nlink, status.st_uid, status.st_gid, status.st_size};
    const struct timespec *times[] = {&status.st_atim, &status.st_mtim, &status.st_ctim};
    ouro_object *tuple = ouro_tuple_new(rt, 10);
    for (size_t i = 0; tuple && i < 10; i++) {
        ouro_object *item =
            i < 7 ? ouro_int_new(rt, numbers[i])
                  : ouro_float_new(rt, (double)times[i - 7]->tv_sec + (double)times[i - 7]->tv_nsec * 1e-9);
        if (!item)
            clearref(rt, &tuple);
        else
            tuple_items(tuple)[i] = item;
    }
    return tuple;
}

NATIVE(posix_access)
{
    ouro_object *owner;
    int64_t mode;
    if (!ouro_index_i64(rt, args[1], &mode, EXC_OverflowError))
        return NULL;
    const char *bytes = path_of(rt, args[0], &owner);
    if (!bytes)
        return NULL;
    int result = access(bytes, (int)mode);
    decref(rt, owner);
    return bool_object(rt, result == 0);
}

NATIVE(posix_realpath)
{
    ouro_object *owner;
    const char *bytes = path_of(rt, args[0], &owner);
    if (!bytes)
        return NULL;
    char *found = realpath(bytes, NULL);
    decref(rt, owner);
    if (!found)
        return rt->none;
    ouro_object *text = decode(rt, found);
    free(found);
    return text;
}

NATIVE(posix_getpid)
{
    return ouro_int_new(rt, getpid());
}

NATIVE(posix_getppid)
{
    return ouro_int_new(rt, getppid());
}

NATIVE(posix_getuid)
{
    return ouro_int_new(rt, getuid());
}

NATIVE(posix_cpu_count)
{
    long number = sysconf(_SC_NPROCESSORS_ONLN);
    return number > 0 ? ouro_int_new(rt, number) : rt->none;
}

NATIVE(posix_urandom)
{
    int64_t size;
    if (!ouro_index_i64(rt, args[0], &size, EXC_OverflowError))
        return NULL;
    if (size < 0)
        return ouro_raise(rt, EXC_ValueError, "negative argument not allowed");
    ouro_object *bytes = ouro_bytes_new(rt, NULL, (size_t)size);
    for (int64_t done = 0; bytes && done < size;) {
        ssize_t got = getrandom(bytes_of(bytes)->data + done, (size_t)(size - done), 0);
        if (got < 0 && errno != EINTR) {
            decref(rt, bytes);
            return ouro_raise_errno(rt, errno, NULL);
        }
        done += got > 0 ? got : 0;
    }
    return bytes;
}

NATIVE(posix_strerror)
{
    int64_t number;
    if (!ouro_index_i64(rt, args[0], &number, EXC_OverflowError))
        return NULL;
    return decode(rt, strerror((int)number));
}

NATIVE(posix_putenv)
{
    ouro_object *key_owner, *value_owner = NULL;
    const char *key = path_of(rt, args[0], &key_owner);
    if (!key)
        return NULL;
    int result;
    if (args[1] == rt->none) {
        result = unsetenv(key);
    } else {
        const char *value = path_of(rt, args[1], &value_owner);
        result = value ? setenv(key, value, 1) : 0;
    }
    int error = errno;
    decref(rt, key_owner);
    xdecref(rt, value_owner);
    if (rt->error)
        return NULL;
    return result < 0 ? ouro_raise_errno(rt, error, NULL) : rt->none;
}

extern char **environ;
NATIVE(posix_environ)
{
    ouro_object *dict = ouro_dict_new(rt);
    for (char **entry = environ; dict && entry && *entry; entry++) {
        const char *equals = strchr(*entry, '=');
        if (!equals)
            continue;
        ouro_object *key = ouro_str_decode(rt, (const uint8_t *)*entry, (size_t)(equals - *entry), "utf-8",
                                           "surrogateescape");
        ouro_object *value = key ? decode(rt, equals + 1) : NULL;
        if (!value || !ouro_dict_set(rt, dict, key, value))
            clearref(rt, &dict);
        xdecref(rt, key);
        xdecref(rt, value);
    }
    return dict;
}

NATIVE(posix_isatty)
{
    int64_t descriptor;
    if (!ouro_index_i64(rt, args[0], &descriptor, EXC_OverflowError))
        return NULL;
    return bool_object(rt, isatty((int)descriptor));
}

NATIVE(posix_exit)
{
    int64_t status;
    if (!ouro_index_i64(rt, args[0], &status, EXC_OverflowError))
        return NULL;
    _exit((int)status);
}

NATIVE(posix_system)
{
    ouro_object *owner;
    const char *command = path_of(rt, args[0], &owner);
    if (!command)
        return NULL;
    int result = system(command);
    decref(rt, owner);
    return ouro_int_new(rt, result);
}

static const struct ouro_method functions[] = {
    {"getcwd", posix_getcwd, 0, 0, 0, NULL},
    {"chdir", posix_chdir, 1, 1, 0, NULL},
    {"unlink", posix_unlink, 1, 1, 0, NULL},
    {"rmdir", posix_rmdir, 1, 1, 0, NULL},
    {"mkdir", posix_mkdir, 1, 2, 0, NULL},
    {"rename", posix_rename, 2, 2, 0, NULL},
    {"listdir", posix_listdir, 1, 1, 0, NULL},
    {"stat", posix_stat, 2, 2, 0, NULL},
    {"access", posix_access, 2, 2, 0, NULL},
    {"realpath", posix_realpath, 1, 1, 0, NULL},
    {"getpid", posix_getpid, 0, 0, 0, NULL},
    {"getppid", posix_getppid, 0, 0, 0, NULL},
    {"getuid", posix_getuid, 0, 0, 0, NULL},
    {"cpu_count", posix_cpu_count, 0, 0, 0, NULL},
    {"urandom", posix_urandom, 1, 1, 0, NULL},
    {"strerror", posix_strerror, 1, 1, 0, NULL},
    {"putenv", posix_putenv, 2, 2, 0, NULL},
    {"environ", posix_environ, 0, 0, 0, NULL},
    {"isatty", posix_isatty, 1, 1, 0, NULL},
    {"_exit", posix_exit, 1, 1, 0, NULL},
    {"system", posix_system, 1, 1, 0, NULL},
    {0},
};

bool ouro_module_posix_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions);
}
