/* posix: what the system knows about a file, and changing that: stat, chmod, chown, utime. */
#define _GNU_SOURCE
#include <math.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "modules/posix_internal.h"
#include "types/float.h"
#include "types/struct_sequence.h"

static ouro_object *nanoseconds(ouro_runtime *rt, const struct timespec *time)
{
    ouro_object *seconds = ouro_int_new(rt, time->tv_sec), *billion = ouro_int_new(rt, 1000000000);
    ouro_object *product = seconds && billion ? ouro_int_multiply(rt, seconds, billion) : NULL;
    ouro_object *rest = product ? ouro_int_new(rt, time->tv_nsec) : NULL;
    ouro_object *sum = rest ? ouro_int_add(rt, product, rest) : NULL;
    xdecref(rt, seconds);
    xdecref(rt, billion);
    xdecref(rt, product);
    xdecref(rt, rest);
    return sum;
}

ouro_object *ouro_posix_stat_result(ouro_runtime *rt, const struct stat *status)
{
    const struct timespec *times[] = {&status->st_atim, &status->st_mtim, &status->st_ctim};
    ouro_object *items[19] = {
        ouro_int_new(rt, status->st_mode), ouro_int_new_u64(rt, status->st_ino),
        ouro_int_new_u64(rt, status->st_dev), ouro_int_new_u64(rt, status->st_nlink),
        ouro_int_new(rt, status->st_uid), ouro_int_new(rt, status->st_gid),
        ouro_int_new(rt, status->st_size)};
    for (int i = 0; i < 3; i++) {
        items[7 + i] = ouro_int_new(rt, times[i]->tv_sec);
        items[10 + i] = ouro_float_new(rt, (double)times[i]->tv_sec + (double)times[i]->tv_nsec * 1e-9);
        items[13 + i] = nanoseconds(rt, times[i]);
    }
    items[16] = ouro_int_new(rt, status->st_blksize);
    items[17] = ouro_int_new(rt, status->st_blocks);
    items[18] = ouro_int_new_u64(rt, status->st_rdev);
    return ouro_struct_sequence_new_take(rt, ouro_posix_class_peek(rt, "stat_result"), items,
                                         sizeof items / sizeof *items);
}

static ouro_object *stat_path(ouro_runtime *rt, const char *function, ouro_object *object,
                              ouro_object *folder, int flags)
{
    struct posix_path path;
    struct stat status;
    int folder_descriptor;
    if (!ouro_posix_folder(rt, folder, &folder_descriptor) ||
        !ouro_posix_path(rt, object, function, "path", flags < 0 ? 0 : PATH_ALLOWS_DESCRIPTOR, &path))
        return NULL;
    if (!path.bytes && folder_descriptor != AT_FDCWD)
        return ouro_raise(rt, EXC_ValueError, "%s: can't specify dir_fd without matching path", function);
    if (!path.bytes && flags == AT_SYMLINK_NOFOLLOW)
        return ouro_raise(rt, EXC_ValueError, "%s: cannot use fd and follow_symlinks together", function);
    int result = path.bytes ? fstatat(folder_descriptor, path.bytes, &status,
                                      flags < 0 ? AT_SYMLINK_NOFOLLOW : flags)
                            : fstat(path.descriptor, &status);
    if (!ouro_posix_done(rt, result, &path))
        return NULL;
    return ouro_posix_stat_result(rt, &status);
}

NATIVE(posix_stat)
{
    ouro_object *out[3];
    BIND("stat", 1, 1, out, "path", "dir_fd", "follow_symlinks");
    int follows = out[2] ? ouro_truth(rt, out[2]) : 1;
    return follows < 0 ? NULL : stat_path(rt, "stat", out[0], out[1], follows ? 0 : AT_SYMLINK_NOFOLLOW);
}

NATIVE(posix_lstat)
{
    ouro_object *out[2];
    BIND("lstat", 1, 1, out, "path", "dir_fd");
    return stat_path(rt, "lstat", out[0], out[1], -1);
}

NATIVE(posix_fstat)
{
    ouro_object *out[1];
    int descriptor;
    struct stat status;
    BIND("fstat", 1, 1, out, "fd");
    if (!ouro_posix_int(rt, out[0], &descriptor))
        return NULL;
    return fstat(descriptor, &status) < 0 ? ouro_raise_errno(rt, errno, NULL)
                                          : ouro_posix_stat_result(rt, &status);
}

static ouro_object *statvfs_result(ouro_runtime *rt, const struct statvfs *s)
{
    const unsigned long long numbers[] = {s->f_bsize, s->f_frsize, s->f_blocks, s->f_bfree, s->f_bavail,
                                          s->f_files, s->f_ffree, s->f_favail, s->f_flag, s->f_namemax,
                                          s->f_fsid};
    ouro_object *items[11];
    for (int i = 0; i < 11; i++)
        items[i] = ouro_int_new_u64(rt, numbers[i]);
    return ouro_struct_sequence_new_take(rt, ouro_posix_class_peek(rt, "statvfs_result"), items,
                                         sizeof items / sizeof *items);
}

NATIVE(posix_statvfs)
{
    ouro_object *out[1];
    struct posix_path path;
    struct statvfs status;
    BIND("statvfs", 1, 1, out, "path");
    if (!ouro_posix_path(rt, out[0], "statvfs", "path", PATH_ALLOWS_DESCRIPTOR, &path))
        return NULL;
    int result = path.bytes ? statvfs(path.bytes, &status) : fstatvfs(path.descriptor, &status);
    return ouro_posix_done(rt, result, &path) ? statvfs_result(rt, &status) : NULL;
}

NATIVE(posix_chmod)
{
    ouro_object *out[4];
    struct posix_path path;
    int mode, folder;
    BIND("chmod", 2, 2, out, "path", "mode", "dir_fd", "follow_symlinks");
    int follows = out[3] ? ouro_truth(rt, out[3]) : 1;
    if (follows < 0 || !ouro_posix_int(rt, out[1], &mode) || !ouro_posix_folder(rt, out[2], &folder) ||
        !ouro_posix_path(rt, out[0], "chmod", "path", PATH_ALLOWS_DESCRIPTOR, &path))
        return NULL;
    if (!follows) {
        ouro_posix_path_release(rt, &path);
        return ouro_raise(rt, EXC_NotImplementedError, "chmod: follow_symlinks unavailable on this platform");
    }
    return ouro_posix_done(rt, path.bytes ? fchmodat(folder, path.bytes, (mode_t)mode, 0)
                                          : fchmod(path.descriptor, (mode_t)mode), &path);
}

NATIVE(posix_fchmod)
{
    int descriptor, mode;
    ouro_object *out[2];
    BIND("fchmod", 2, 2, out, "fd", "mode");
    if (!ouro_posix_int(rt, out[0], &descriptor) || !ouro_posix_int(rt, out[1], &mode))
        return NULL;
    return fchmod(descriptor, (mode_t)mode) < 0 ? ouro_raise_errno(rt, errno, NULL) : rt->none;
}

static ouro_object *change_owner(ouro_runtime *rt, const char *function, ouro_object *const *out, int flags)
{
    struct posix_path path;
    unsigned uid, gid;
    int folder;
    if (!ouro_posix_id(rt, out[1], &uid) || !ouro_posix_id(rt, out[2], &gid) ||
        !ouro_posix_folder(rt, out[3], &folder) ||
        !ouro_posix_path(rt, out[0], function, "path", PATH_ALLOWS_DESCRIPTOR, &path))
        return NULL;
    return ouro_posix_done(rt, path.bytes ? fchownat(folder, path.bytes, uid, gid, flags)
                                          : fchown(path.descriptor, uid, gid), &path);
}

NATIVE(posix_chown)
{
    ouro_object *out[5];
    BIND("chown", 3, 3, out, "path", "uid", "gid", "dir_fd", "follow_symlinks");
    int follows = out[4] ? ouro_truth(rt, out[4]) : 1;
    return follows < 0 ? NULL : change_owner(rt, "chown", out, follows ? 0 : AT_SYMLINK_NOFOLLOW);
}

NATIVE(posix_lchown)
{
    ouro_object *out[4] = {NULL};
    BIND("lchown", 3, 3, out, "path", "uid", "gid");
    out[3] = NULL;
    return change_owner(rt, "lchown", out, AT_SYMLINK_NOFOLLOW);
}

NATIVE(posix_fchown)
{
    ouro_object *out[4];
    BIND("fchown", 3, 3, out, "fd", "uid", "gid");
    out[3] = NULL;
    return change_owner(rt, "fchown", out, 0);
}

static bool time_of(ouro_runtime *rt, ouro_object *object, struct timespec *time)
{
    if (is_int(rt, object)) {
        int64_t seconds;
        if (!ouro_int_as_i64(rt, object, &seconds))
            return ouro_raise(rt, EXC_OverflowError, "timestamp out of range for platform time_t") != NULL;
        *time = (struct timespec){.tv_sec = seconds};
        return true;
    }
    double seconds;
    if (!ouro_as_double(rt, object, &seconds))
        return false;
    if (isnan(seconds))
        return ouro_raise(rt, EXC_ValueError, "Invalid value NaN (not a number)") != NULL;
    double whole = floor(seconds), rest = floor((seconds - whole) * 1e9);
    if (rest >= 1e9) {
        rest -= 1e9;
        whole += 1;
    }
    if (fabs(whole) >= 9.2e18)
        return ouro_raise(rt, EXC_OverflowError, "timestamp out of range for platform time_t") != NULL;
    *time = (struct timespec){.tv_sec = (time_t)whole, .tv_nsec = (long)rest};
    return true;
}

static bool ns_of(ouro_runtime *rt, ouro_object *object, struct timespec *time)
{
    int64_t value;
    if (!ouro_index_i64(rt, object, &value, EXC_OverflowError))
        return false;
    int64_t rest = value % 1000000000;
    rest += rest < 0 ? 1000000000 : 0;
    *time = (struct timespec){.tv_sec = (value - rest) / 1000000000, .tv_nsec = (long)rest};
    return true;
}

NATIVE(posix_utime)
{
    ouro_object *out[5];
    struct posix_path path;
    struct timespec times[2] = {{.tv_nsec = UTIME_NOW}, {.tv_nsec = UTIME_NOW}};
    int folder;
    BIND("utime", 1, 2, out, "path", "times", "ns", "dir_fd", "follow_symlinks");
    bool has_times = out[1] && out[1] != rt->none;
    if (has_times && out[2])
        return ouro_raise(rt, EXC_ValueError,
                          "utime: you may specify either 'times' or 'ns' but not both");
    if (has_times && (!is_tuple(rt, out[1]) || tuple_length(out[1]) != 2))
        return ouro_raise(rt, EXC_TypeError,
                          "utime: 'times' must be either a tuple of two ints or None");
    if (out[2] && (!is_tuple(rt, out[2]) || tuple_length(out[2]) != 2))
        return ouro_raise(rt, EXC_TypeError, "utime: 'ns' must be a tuple of two ints");
    for (size_t i = 0; i < 2; i++)
        if ((has_times && !time_of(rt, tuple_at(out[1], i), &times[i])) ||
            (out[2] && !ns_of(rt, tuple_at(out[2], i), &times[i])))
            return NULL;
    int follows = out[4] ? ouro_truth(rt, out[4]) : 1;
    if (follows < 0 || !ouro_posix_folder(rt, out[3], &folder) ||
        !ouro_posix_path(rt, out[0], "utime", "path", PATH_ALLOWS_DESCRIPTOR, &path))
        return NULL;
    int result = path.bytes ? utimensat(folder, path.bytes, times, follows ? 0 : AT_SYMLINK_NOFOLLOW)
                            : futimens(path.descriptor, times);
    int error = errno;
    ouro_posix_path_release(rt, &path);
    return result < 0 ? ouro_raise_errno(rt, error, NULL) : rt->none;
}

NATIVE(posix_umask)
{
    int mask;
    return ouro_posix_int(rt, args[0], &mask) ? ouro_int_new(rt, umask((mode_t)mask)) : NULL;
}

const struct ouro_method ouro_posix_stat_functions[] = {
    {"stat", posix_stat, 0, -1, METHOD_KEYWORDS, "Perform a stat system call on the given path."},
    {"lstat", posix_lstat, 0, -1, METHOD_KEYWORDS, "Like stat(), but do not follow symbolic links."},
    {"fstat", posix_fstat, 0, -1, METHOD_KEYWORDS, "Perform a stat system call on a file descriptor."},
    {"statvfs", posix_statvfs, 0, -1, METHOD_KEYWORDS, "Perform a statvfs system call."},
    {"fstatvfs", posix_statvfs, 1, 1, 0, "Perform an fstatvfs system call on a file descriptor."},
    {"chmod", posix_chmod, 0, -1, METHOD_KEYWORDS, "Change the access permissions of a file."},
    {"fchmod", posix_fchmod, 0, -1, METHOD_KEYWORDS, NULL},
    {"chown", posix_chown, 0, -1, METHOD_KEYWORDS, "Change the owner and group of a file."},
    {"lchown", posix_lchown, 0, -1, METHOD_KEYWORDS, NULL},
    {"fchown", posix_fchown, 0, -1, METHOD_KEYWORDS, NULL},
    {"utime", posix_utime, 0, -1, METHOD_KEYWORDS, "Set the access and modified time of a file."},
    {"umask", posix_umask, 1, 1, 0, "Set the numeric umask and return the previous one."},
    {0},
};
