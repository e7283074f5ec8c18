/* posix: extended attributes of files. */
#define _GNU_SOURCE
#include <linux/limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

#include "modules/posix_internal.h"
#include "types/list.h"

/* The file, the name of the attribute (if there is one), and whether a link is followed. */
struct target {
    struct posix_path path, name;
    bool follows;
};

static void target_release(ouro_runtime *rt, struct target *target)
{
    ouro_posix_path_release(rt, &target->path);
    ouro_posix_path_release(rt, &target->name);
}

static bool target_from(ouro_runtime *rt, const char *function, ouro_object *path, ouro_object *name,
                        ouro_object *follows, struct target *target)
{
    *target = (struct target){.follows = true};
    int truth = follows ? ouro_truth(rt, follows) : 1;
    int allowed = PATH_ALLOWS_DESCRIPTOR | (name ? 0 : PATH_ALLOWS_NONE);
    if (truth < 0 || !ouro_posix_path(rt, path, function, "path", allowed, &target->path))
        return false;
    target->follows = truth;
    bool is_good = !name || ouro_posix_path(rt, name, function, "attribute", 0, &target->name);
    if (is_good && target->path.descriptor > 0 && !truth)
        is_good = ouro_raise(rt, EXC_ValueError, "%s: cannot use fd and follow_symlinks together", function);
    if (is_good && !target->path.bytes && target->path.descriptor < 0)
        target->path.bytes = "."; /* None */
    if (!is_good)
        target_release(rt, target);
    return is_good;
}

static ouro_object *finish(ouro_runtime *rt, ssize_t result, struct target *target)
{
    int error = errno;
    ouro_object *answer = result < 0 ? ouro_posix_error(rt, error, target->path.object, NULL) : rt->none;
    target_release(rt, target);
    return answer;
}

#define CHOOSE(target, by_descriptor, by_path, by_link, ...)                                      \
    ((target).path.descriptor >= 0 ? by_descriptor((target).path.descriptor, __VA_ARGS__)         \
     : (target).follows            ? by_path((target).path.bytes, __VA_ARGS__)                    \
                                   : by_link((target).path.bytes, __VA_ARGS__))

static ssize_t get_value(const struct target *target, void *data, size_t size)
{
    return CHOOSE(*target, fgetxattr, getxattr, lgetxattr, target->name.bytes, data, size);
}

static ssize_t get_names(const struct target *target, void *data, size_t size)
{
    return CHOOSE(*target, flistxattr, listxattr, llistxattr, data, size);
}

/* Asks with a buffer that usually suffices, then with the largest there is. Owned; *size may be -1. */
static char *fetch(ouro_runtime *rt, ssize_t (*get)(const struct target *, void *, size_t),
                   const struct target *target, ssize_t *size)
{
    static const size_t sizes[] = {256, XATTR_SIZE_MAX};
    for (int i = 0;; i++) {
        char *data = malloc(sizes[i]);
        if (!data) {
            ouro_raise_memory(rt);
            return NULL;
        }
        *size = get(target, data, sizes[i]);
        if (*size >= 0 || errno != ERANGE || i == 1)
            return data;
        free(data);
    }
}

NATIVE(posix_getxattr)
{
    ouro_object *out[3];
    struct target target;
    ssize_t size;
    BIND("getxattr", 2, 2, out, "path", "attribute", "follow_symlinks");
    if (!target_from(rt, "getxattr", out[0], out[1], out[2], &target))
        return NULL;
    char *data = fetch(rt, get_value, &target, &size);
    ouro_object *value = data ? finish(rt, size, &target) : NULL;
    if (!data)
        target_release(rt, &target);
    if (value)
        value = ouro_bytes_new(rt, data, (size_t)size);
    free(data);
    return value;
}

NATIVE(posix_setxattr)
{
    ouro_object *out[5];
    struct target target;
    const uint8_t *bytes;
    size_t size;
    int flags = 0;
    BIND("setxattr", 3, 4, out, "path", "attribute", "value", "flags", "follow_symlinks");
    if ((out[3] && !ouro_posix_int(rt, out[3], &flags)) || !ouro_buffer_get(rt, out[2], &bytes, &size) ||
        !target_from(rt, "setxattr", out[0], out[1], out[4], &target) ||
        !ouro_buffer_get(rt, out[2], &bytes, &size)) /* again: __fspath__ ran in between */
        return NULL;
    return finish(rt, CHOOSE(target, fsetxattr, setxattr, lsetxattr, target.name.bytes, bytes, size, flags),
                  &target);
}

NATIVE(posix_removexattr)
{
    ouro_object *out[3];
    struct target target;
    BIND("removexattr", 2, 2, out, "path", "attribute", "follow_symlinks");
    if (!target_from(rt, "removexattr", out[0], out[1], out[2], &target))
        return NULL;
    return finish(rt, CHOOSE(target, fremovexattr, removexattr, lremovexattr, target.name.bytes), &target);
}

NATIVE(posix_listxattr)
{
    ouro_object *out[2];
    struct target target;
    ssize_t size;
    BIND("listxattr", 0, 1, out, "path", "follow_symlinks");
    if (!target_from(rt, "listxattr", out[0], NULL, out[1], &target))
        return NULL;
    char *data = fetch(rt, get_names, &target, &size);
    ouro_object *list = data ? finish(rt, size, &target) : NULL;
    if (!data)
        target_release(rt, &target);
    if (list)
        list = ouro_list_new(rt, 0);
    for (ssize_t at = 0; list && at < size; at += (ssize_t)strlen(data + at) + 1) {
        ouro_object *name = ouro_posix_decode(rt, data + at);
        if (!name || !ouro_list_append_take(rt, list, name))
            clearref(rt, &list);
    }
    free(data);
    return list;
}

#define WITH_KEYWORDS 0, -1, METHOD_KEYWORDS
const struct ouro_method ouro_posix_attribute_functions[] = {
    {"getxattr", posix_getxattr, WITH_KEYWORDS, NULL},
    {"setxattr", posix_setxattr, WITH_KEYWORDS, NULL},
    {"removexattr", posix_removexattr, WITH_KEYWORDS, NULL},
    {"listxattr", posix_listxattr, WITH_KEYWORDS, NULL},
    {0},
};
