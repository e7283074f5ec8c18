/* posix: folders and names: making, removing, renaming, linking. */
#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "modules/posix_internal.h"

NATIVE(posix_fspath)
{
    ouro_object *out[1];
    BIND("fspath", 1, 1, out, "path");
    if (is_str(rt, out[0]) || is_bytes(rt, out[0]))
        return newref(out[0]);
    struct posix_path path;
    ouro_object *name = ouro_str_intern_text(rt, "__fspath__");
    ouro_object *method = name ? ouro_lookup_special(rt, out[0], name) : NULL;
    xdecref(rt, name);
    if (!method)
        return rt->error ? NULL
                         : ouro_raise(rt, EXC_TypeError,
                                      "expected str, bytes or os.PathLike object, not %T", out[0]);
    decref(rt, method);
    if (!ouro_posix_path(rt, out[0], NULL, "path", 0, &path))
        return NULL;
    ouro_object *text = newref(path.object);
    ouro_posix_path_release(rt, &path);
    return text;
}

static ouro_object *current_folder(ouro_runtime *rt, bool is_bytes)
{
    char *folder = getcwd(NULL, 0);
    if (!folder)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *name = ouro_posix_name(rt, folder, strlen(folder), is_bytes);
    free(folder);
    return name;
}

NATIVE(posix_getcwd)
{
    return current_folder(rt, false);
}

NATIVE(posix_getcwdb)
{
    return current_folder(rt, true);
}

NATIVE(posix_chdir)
{
    ouro_object *out[1];
    struct posix_path path;
    BIND("chdir", 1, 1, out, "path");
    if (!ouro_posix_path(rt, out[0], "chdir", "path", PATH_ALLOWS_DESCRIPTOR, &path))
        return NULL;
    return ouro_posix_done(rt, path.bytes ? chdir(path.bytes) : fchdir(path.descriptor), &path);
}

NATIVE(posix_fchdir)
{
    ouro_object *out[1];
    int descriptor;
    BIND("fchdir", 1, 1, out, "fd");
    if (!ouro_posix_descriptor(rt, out[0], &descriptor))
        return NULL;
    return fchdir(descriptor) < 0 ? ouro_raise_errno(rt, errno, NULL) : rt->none;
}

NATIVE(posix_chroot)
{
    ouro_object *out[1];
    struct posix_path path;
    BIND("chroot", 1, 1, out, "path");
    if (!ouro_posix_path(rt, out[0], "chroot", "path", 0, &path))
        return NULL;
    return ouro_posix_done(rt, chroot(path.bytes), &path);
}

static ouro_object *remove_at(ouro_runtime *rt, const char *function, ouro_object *const *out, int flags)
{
    struct posix_path path;
    int folder;
    if (!ouro_posix_folder(rt, out[1], &folder) || !ouro_posix_path(rt, out[0], function, "path", 0, &path))
        return NULL;
    return ouro_posix_done(rt, unlinkat(folder, path.bytes, flags), &path);
}

NATIVE(posix_unlink)
{
    ouro_object *out[2];
    BIND("unlink", 1, 1, out, "path", "dir_fd");
    return remove_at(rt, "unlink", out, 0);
}

NATIVE(posix_remove)
{
    ouro_object *out[2];
    BIND("remove", 1, 1, out, "path", "dir_fd");
    return remove_at(rt, "remove", out, 0);
}

NATIVE(posix_rmdir)
{
    ouro_object *out[2];
    BIND("rmdir", 1, 1, out, "path", "dir_fd");
    return remove_at(rt, "rmdir", out, AT_REMOVEDIR);
}

NATIVE(posix_mkdir)
{
    ouro_object *out[3];
    struct posix_path path;
    int mode = 0777, folder;
    BIND("mkdir", 1, 2, out, "path", "mode", "dir_fd");
    if ((out[1] && !ouro_posix_int(rt, out[1], &mode)) || !ouro_posix_folder(rt, out[2], &folder) ||
        !ouro_posix_path(rt, out[0], "mkdir", "path", 0, &path))
        return NULL;
    return ouro_posix_done(rt, mkdirat(folder, path.bytes, (mode_t)mode), &path);
}

NATIVE(posix_mkfifo)
{
    ouro_object *out[3];
    struct posix_path path;
    int mode = 0666, folder;
    BIND("mkfifo", 1, 2, out, "path", "mode", "dir_fd");
    if ((out[1] && !ouro_posix_int(rt, out[1], &mode)) || !ouro_posix_folder(rt, out[2], &folder) ||
        !ouro_posix_path(rt, out[0], "mkfifo", "path", 0, &path))
        return NULL;
    return ouro_posix_done(rt, mkfifoat(folder, path.bytes, (mode_t)mode), &path);
}

NATIVE(posix_mknod)
{
    ouro_object *out[4];
    struct posix_path path;
    int mode = 0600, folder;
    int64_t device = 0;
    BIND("mknod", 1, 3, out, "path", "mode", "device", "dir_fd");
    if ((out[1] && !ouro_posix_int(rt, out[1], &mode)) ||
        (out[2] && !ouro_index_i64(rt, out[2], &device, EXC_OverflowError)) ||
        !ouro_posix_folder(rt, out[3], &folder) || !ouro_posix_path(rt, out[0], "mknod", "path", 0, &path))
        return NULL;
    return ouro_posix_done(rt, mknodat(folder, path.bytes, (mode_t)mode, (dev_t)device), &path);
}

static ouro_object *done_with_two(ouro_runtime *rt, int result, struct posix_path *from,
                                  struct posix_path *to)
{
    int error = errno;
    if (result < 0)
        ouro_posix_error(rt, error, from->object, to->object);
    ouro_posix_path_release(rt, from);
    ouro_posix_path_release(rt, to);
    return result < 0 ? NULL : rt->none;
}

static bool two_paths(ouro_runtime *rt, const char *function, ouro_object *const *out,
                      struct posix_path *from, struct posix_path *to)
{
    if (!ouro_posix_path(rt, out[0], function, "src", 0, from))
        return false;
    if (ouro_posix_path(rt, out[1], function, "dst", 0, to))
        return true;
    ouro_posix_path_release(rt, from);
    return false;
}

static ouro_object *rename_paths(ouro_runtime *rt, const char *function, ouro_object *const *out)
{
    struct posix_path from, to;
    int from_folder, to_folder;
    if (!ouro_posix_folder(rt, out[2], &from_folder) || !ouro_posix_folder(rt, out[3], &to_folder) ||
        !two_paths(rt, function, out, &from, &to))
        return NULL;
    return done_with_two(rt, renameat(from_folder, from.bytes, to_folder, to.bytes), &from, &to);
}

NATIVE(posix_rename)
{
    ouro_object *out[4];
    BIND("rename", 2, 2, out, "src", "dst", "src_dir_fd", "dst_dir_fd");
    return rename_paths(rt, "rename", out);
}

NATIVE(posix_replace)
{
    ouro_object *out[4];
    BIND("replace", 2, 2, out, "src", "dst", "src_dir_fd", "dst_dir_fd");
    return rename_paths(rt, "replace", out);
}

NATIVE(posix_link)
{
    ouro_object *out[5];
    struct posix_path from, to;
    int from_folder, to_folder;
    BIND("link", 2, 2, out, "src", "dst", "src_dir_fd", "dst_dir_fd", "follow_symlinks");
    int follows = out[4] ? ouro_truth(rt, out[4]) : 1;
    if (follows < 0 || !ouro_posix_folder(rt, out[2], &from_folder) ||
        !ouro_posix_folder(rt, out[3], &to_folder) || !two_paths(rt, "link", out, &from, &to))
        return NULL;
    int flags = follows && out[4] ? AT_SYMLINK_FOLLOW : 0;
    return done_with_two(rt, linkat(from_folder, from.bytes, to_folder, to.bytes, flags), &from, &to);
}

NATIVE(posix_symlink)
{
    ouro_object *out[4];
    struct posix_path from, to;
    int folder;
    BIND("symlink", 2, 3, out, "src", "dst", "target_is_directory", "dir_fd");
    if (!ouro_posix_folder(rt, out[3], &folder) || !two_paths(rt, "symlink", out, &from, &to))
        return NULL;
    return done_with_two(rt, symlinkat(from.bytes, folder, to.bytes), &from, &to);
}

NATIVE(posix_readlink)
{
    ouro_object *out[2];
    struct posix_path path;
    char buffer[PATH_MAX];
    int folder;
    BIND("readlink", 1, 1, out, "path", "dir_fd");
    if (!ouro_posix_folder(rt, out[1], &folder) || !ouro_posix_path(rt, out[0], "readlink", "path", 0, &path))
        return NULL;
    bool is_bytes = path.is_bytes;
    ssize_t size = readlinkat(folder, path.bytes, buffer, sizeof buffer);
    if (!ouro_posix_done(rt, size < 0 ? -1 : 0, &path))
        return NULL;
    return ouro_posix_name(rt, buffer, (size_t)size, is_bytes);
}

NATIVE(posix_access)
{
    ouro_object *out[5];
    struct posix_path path;
    int mode, folder;
    BIND("access", 2, 2, out, "path", "mode", "dir_fd", "effective_ids", "follow_symlinks");
    int effective = out[3] ? ouro_truth(rt, out[3]) : 0, follows = out[4] ? ouro_truth(rt, out[4]) : 1;
    if (effective < 0 || follows < 0 || !ouro_posix_int(rt, out[1], &mode) ||
        !ouro_posix_folder(rt, out[2], &folder) || !ouro_posix_path(rt, out[0], "access", "path", 0, &path))
        return NULL;
    int result = faccessat(folder, path.bytes, mode,
                           (effective ? AT_EACCESS : 0) | (follows ? 0 : AT_SYMLINK_NOFOLLOW));
    ouro_posix_path_release(rt, &path);
    return bool_object(rt, result == 0);
}

NATIVE(posix_truncate)
{
    ouro_object *out[2];
    struct posix_path path;
    int64_t length;
    BIND("truncate", 2, 2, out, "path", "length");
    if (!ouro_index_i64(rt, out[1], &length, EXC_OverflowError) ||
        !ouro_posix_path(rt, out[0], "truncate", "path", PATH_ALLOWS_DESCRIPTOR, &path))
        return NULL;
    return ouro_posix_done(rt, path.bytes ? truncate(path.bytes, length)
                                          : ftruncate(path.descriptor, length), &path);
}

/* The file that a name means, or None: what posixpath.realpath tries first. */
NATIVE(posix_realpath)
{
    struct posix_path path;
    if (!ouro_posix_path(rt, args[0], NULL, "path", 0, &path))
        return NULL;
    char *found = realpath(path.bytes, NULL);
    ouro_object *text = found ? ouro_posix_name(rt, found, strlen(found), path.is_bytes) : rt->none;
    ouro_posix_path_release(rt, &path);
    free(found);
    return text;
}

NATIVE(posix_major)
{
    uint64_t device;
    return ouro_posix_u64(rt, args[0], &device) ? ouro_int_new(rt, major((dev_t)device)) : NULL;
}

NATIVE(posix_minor)
{
    uint64_t device;
    return ouro_posix_u64(rt, args[0], &device) ? ouro_int_new(rt, minor((dev_t)device)) : NULL;
}

NATIVE(posix_makedev)
{
    int64_t first, second;
    if (!ouro_index_i64(rt, args[0], &first, EXC_OverflowError) ||
        !ouro_index_i64(rt, args[1], &second, EXC_OverflowError))
        return NULL;
    return ouro_int_new_u64(rt, makedev((unsigned)first, (unsigned)second));
}

NATIVE(posix_pathconf)
{
    struct posix_path path;
    int name;
    if (!ouro_posix_conf_name(rt, args[1], "pathconf_names", &name) ||
        !ouro_posix_path(rt, args[0], "pathconf", "path", PATH_ALLOWS_DESCRIPTOR, &path))
        return NULL;
    errno = 0;
    long value = path.bytes ? pathconf(path.bytes, name) : fpathconf(path.descriptor, name);
    return ouro_posix_done(rt, value < 0 && errno ? -1 : 0, &path) ? ouro_int_new(rt, value) : NULL;
}

#define WITH_KEYWORDS 0, -1, METHOD_KEYWORDS
const struct ouro_method ouro_posix_path_functions[] = {
    {"fspath", posix_fspath, WITH_KEYWORDS, "Return the file system path representation of the object."},
    {"getcwd", posix_getcwd, 0, 0, 0, "Return a unicode string representing the current working directory."},
    {"getcwdb", posix_getcwdb, 0, 0, 0, "Return a bytes string representing the current working directory."},
    {"chdir", posix_chdir, WITH_KEYWORDS, "Change the current working directory to the specified path."},
    {"fchdir", posix_fchdir, WITH_KEYWORDS, NULL},
    {"chroot", posix_chroot, WITH_KEYWORDS, NULL},
    {"unlink", posix_unlink, WITH_KEYWORDS, "Remove a file (same as remove())."},
    {"remove", posix_remove, WITH_KEYWORDS, "Remove a file (same as unlink())."},
    {"rmdir", posix_rmdir, WITH_KEYWORDS, "Remove a directory."},
    {"mkdir", posix_mkdir, WITH_KEYWORDS, "Create a directory."},
    {"mkfifo", posix_mkfifo, WITH_KEYWORDS, NULL},
    {"mknod", posix_mknod, WITH_KEYWORDS, NULL},
    {"rename", posix_rename, WITH_KEYWORDS, "Rename a file or directory."},
    {"replace", posix_replace, WITH_KEYWORDS, "Rename a file or directory, overwriting the destination."},
    {"link", posix_link, WITH_KEYWORDS, "Create a hard link to a file."},
    {"symlink", posix_symlink, WITH_KEYWORDS, "Create a symbolic link pointing to src named dst."},
    {"readlink", posix_readlink, WITH_KEYWORDS, "Return the path to which the symbolic link points."},
    {"access", posix_access, WITH_KEYWORDS, "Use the real uid/gid to test for access to a path."},
    {"truncate", posix_truncate, WITH_KEYWORDS, "Truncate a file to a length in bytes."},
    {"_realpath", posix_realpath, 1, 1, 0, NULL},
    {"major", posix_major, 1, 1, 0, NULL},
    {"minor", posix_minor, 1, 1, 0, NULL},
    {"makedev", posix_makedev, 2, 2, 0, NULL},
    {"pathconf", posix_pathconf, 2, 2, 0, NULL},
    {"fpathconf", posix_pathconf, 2, 2, 0, NULL},
    {0},
};
