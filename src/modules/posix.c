/* posix: what os asks of the system. Errors are OSError of the right class. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/limits.h>
#include <linux/memfd.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <sysexits.h>
#include <unistd.h>

#include "modules/posix_internal.h"
#include "types/dict.h"
#include "types/list.h"

/* ---- the environment ------------------------------------------------------------------------- */

NATIVE(posix_putenv)
{
    struct posix_path name, value;
    if (!ouro_posix_path(rt, args[0], "putenv", "name", 0, &name))
        return NULL;
    if (!ouro_posix_path(rt, args[1], "putenv", "value", 0, &value)) {
        ouro_posix_path_release(rt, &name);
        return NULL;
    }
    int result = strchr(name.bytes, '=') ? -2 : setenv(name.bytes, value.bytes, 1), error = errno;
    ouro_posix_path_release(rt, &name);
    ouro_posix_path_release(rt, &value);
    if (result == -2)
        return ouro_raise(rt, EXC_ValueError, "illegal environment variable name");
    return result < 0 ? ouro_raise_errno(rt, error, NULL) : rt->none;
}

NATIVE(posix_unsetenv)
{
    struct posix_path name;
    if (!ouro_posix_path(rt, args[0], "unsetenv", "name", 0, &name))
        return NULL;
    int result = unsetenv(name.bytes), error = errno;
    ouro_posix_path_release(rt, &name);
    return result < 0 ? ouro_raise_errno(rt, error, NULL) : rt->none;
}

extern char **environ;

static ouro_object *environment_dict(ouro_runtime *rt)
{
    ouro_object *dict = ouro_dict_new(rt);
    for (char **entry = environ; dict && entry && *entry; entry++) {
        const char *equals = strchr(*entry, '=');
        if (!equals)
            continue;
        ouro_object *key = ouro_bytes_new(rt, *entry, (size_t)(equals - *entry));
        ouro_object *value = key ? ouro_bytes_new(rt, equals + 1, strlen(equals + 1)) : NULL;
        if (!value || !ouro_dict_set_default(rt, dict, key, value))
            clearref(rt, &dict);
        xdecref(rt, key);
        xdecref(rt, value);
    }
    return dict;
}

NATIVE(posix_strerror)
{
    int number;
    return ouro_posix_int(rt, args[0], &number) ? ouro_posix_decode(rt, strerror(number)) : NULL;
}

NATIVE(posix_ctermid)
{
    char name[L_ctermid];
    return ouro_posix_decode(rt, ctermid(name));
}

static const struct ouro_method functions[] = {
    {"putenv", posix_putenv, 2, 2, 0, "Change or add an environment variable."},
    {"unsetenv", posix_unsetenv, 1, 1, 0, "Delete an environment variable."},
    {"strerror", posix_strerror, 1, 1, 0, "Translate an error code to a message string."},
    {"ctermid", posix_ctermid, 0, 0, 0, NULL},
    {0},
};

/* ---- constants ------------------------------------------------------------------------------- */

struct constant {
    const char *name;
    int64_t value;
};

static bool put_number(ouro_runtime *rt, ouro_object *dict, const struct constant *row)
{
    ouro_object *number = ouro_int_new(rt, row->value);
    bool is_put = number && ouro_dict_set_text(rt, dict, row->name, number);
    xdecref(rt, number);
    return is_put;
}

static bool add_numbers(ouro_runtime *rt, ouro_object *module)
{
    static const struct constant rows[] = {
#define X(name) {#name, name},
        X(F_OK) X(R_OK) X(W_OK) X(X_OK) X(NGROUPS_MAX) X(TMP_MAX) X(WCONTINUED) X(WNOHANG) X(WUNTRACED)
        X(WNOWAIT) X(WEXITED) X(WSTOPPED) X(O_RDONLY) X(O_WRONLY) X(O_RDWR) X(O_NDELAY) X(O_NONBLOCK)
        X(O_APPEND) X(O_DSYNC) X(O_RSYNC) X(O_SYNC) X(O_NOCTTY) X(O_CREAT) X(O_EXCL) X(O_TRUNC)
        X(O_LARGEFILE) X(O_DIRECT) X(O_DIRECTORY) X(O_NOFOLLOW) X(O_NOATIME) X(O_CLOEXEC) X(O_ACCMODE)
        X(O_PATH) X(O_TMPFILE) X(O_ASYNC) X(O_FSYNC) X(PRIO_PROCESS) X(PRIO_PGRP) X(PRIO_USER)
        X(SEEK_HOLE) X(SEEK_DATA) X(EX_OK) X(EX_USAGE) X(EX_DATAERR) X(EX_NOINPUT) X(EX_NOUSER)
        X(EX_NOHOST) X(EX_UNAVAILABLE) X(EX_SOFTWARE) X(EX_OSERR) X(EX_OSFILE) X(EX_CANTCREAT)
        X(EX_IOERR) X(EX_TEMPFAIL) X(EX_PROTOCOL) X(EX_NOPERM) X(EX_CONFIG) X(ST_RDONLY) X(ST_NOSUID)
        X(ST_NODEV) X(ST_NOEXEC) X(ST_SYNCHRONOUS) X(ST_MANDLOCK) X(ST_WRITE) X(ST_APPEND)
        X(ST_NOATIME) X(ST_NODIRATIME) X(ST_RELATIME) X(P_PID) X(P_PGID) X(P_ALL) X(F_LOCK) X(F_TLOCK)
        X(F_ULOCK) X(F_TEST) X(POSIX_FADV_NORMAL) X(POSIX_FADV_SEQUENTIAL) X(POSIX_FADV_RANDOM)
        X(POSIX_FADV_NOREUSE) X(POSIX_FADV_WILLNEED) X(POSIX_FADV_DONTNEED) X(SCHED_OTHER) X(SCHED_FIFO)
        X(SCHED_RR) X(SCHED_BATCH) X(SCHED_IDLE) X(RTLD_LAZY) X(RTLD_NOW) X(RTLD_GLOBAL) X(RTLD_LOCAL)
        X(RTLD_NODELETE) X(RTLD_NOLOAD) X(RTLD_DEEPBIND) X(GRND_RANDOM) X(GRND_NONBLOCK) X(MFD_CLOEXEC)
        X(MFD_ALLOW_SEALING) X(EFD_CLOEXEC) X(EFD_NONBLOCK) X(EFD_SEMAPHORE) X(CLD_EXITED) X(CLD_KILLED)
        X(CLD_DUMPED) X(CLD_TRAPPED) X(CLD_STOPPED) X(CLD_CONTINUED) X(MFD_HUGETLB) X(MFD_HUGE_SHIFT)
        X(MFD_HUGE_MASK) X(MFD_HUGE_64KB) X(MFD_HUGE_512KB) X(MFD_HUGE_1MB) X(MFD_HUGE_2MB)
        X(MFD_HUGE_8MB) X(MFD_HUGE_16MB) X(MFD_HUGE_32MB) X(MFD_HUGE_256MB) X(MFD_HUGE_512MB)
        X(MFD_HUGE_1GB) X(MFD_HUGE_2GB) X(MFD_HUGE_16GB) X(P_PIDFD) X(RWF_APPEND) X(RWF_DSYNC)
        X(RWF_HIPRI) X(RWF_NOWAIT) X(RWF_SYNC) X(SPLICE_F_MORE) X(SPLICE_F_MOVE) X(SPLICE_F_NONBLOCK)
        X(SCHED_RESET_ON_FORK) X(XATTR_CREATE) X(XATTR_REPLACE) X(XATTR_SIZE_MAX)
#undef X
        {"POSIX_SPAWN_OPEN", 0},
        {"POSIX_SPAWN_CLOSE", 1},
        {"POSIX_SPAWN_DUP2", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!put_number(rt, ouro_module_dict(module), &rows[i]))
            return false;
    return true;
}

static bool add_table(ouro_runtime *rt, ouro_object *module, const char *name, const struct constant *rows)
{
    ouro_object *dict = ouro_dict_new(rt);
    bool is_good = dict != NULL;
    for (; is_good && rows->name; rows++)
        is_good = put_number(rt, dict, rows);
    is_good = is_good && ouro_module_add(rt, module, name, dict);
    xdecref(rt, dict);
    return is_good;
}

static bool add_conf_names(ouro_runtime *rt, ouro_object *module)
{
    static const struct constant system_names[] = {
#define X(name) {"SC_" #name, _SC_##name},
        X(2_CHAR_TERM) X(2_C_BIND) X(2_C_DEV) X(2_C_VERSION) X(2_FORT_DEV) X(2_FORT_RUN)
        X(2_LOCALEDEF) X(2_SW_DEV) X(2_UPE) X(2_VERSION) X(AIO_LISTIO_MAX) X(AIO_MAX)
        X(AIO_PRIO_DELTA_MAX) X(ARG_MAX) X(ASYNCHRONOUS_IO) X(ATEXIT_MAX) X(AVPHYS_PAGES)
        X(BC_BASE_MAX) X(BC_DIM_MAX) X(BC_SCALE_MAX) X(BC_STRING_MAX) X(CHARCLASS_NAME_MAX)
        X(CHAR_BIT) X(CHAR_MAX) X(CHAR_MIN) X(CHILD_MAX) X(CLK_TCK) X(COLL_WEIGHTS_MAX)
        X(DELAYTIMER_MAX) X(EQUIV_CLASS_MAX) X(EXPR_NEST_MAX) X(FSYNC) X(GETGR_R_SIZE_MAX)
        X(GETPW_R_SIZE_MAX) X(INT_MAX) X(INT_MIN) X(IOV_MAX) X(JOB_CONTROL) X(LINE_MAX)
        X(LOGIN_NAME_MAX) X(LONG_BIT) X(MAPPED_FILES) X(MB_LEN_MAX) X(MEMLOCK) X(MEMLOCK_RANGE)
        X(MEMORY_PROTECTION) X(MESSAGE_PASSING) X(MINSIGSTKSZ) X(MQ_OPEN_MAX) X(MQ_PRIO_MAX)
        X(NGROUPS_MAX) X(NL_ARGMAX) X(NL_LANGMAX) X(NL_MSGMAX) X(NL_NMAX) X(NL_SETMAX) X(NL_TEXTMAX)
        X(NPROCESSORS_CONF) X(NPROCESSORS_ONLN) X(NZERO) X(OPEN_MAX) X(PAGESIZE) X(PAGE_SIZE)
        X(PASS_MAX) X(PHYS_PAGES) X(PII) X(PII_INTERNET) X(PII_INTERNET_DGRAM)
        X(PII_INTERNET_STREAM) X(PII_OSI) X(PII_OSI_CLTS) X(PII_OSI_COTS) X(PII_OSI_M) X(PII_SOCKET)
        X(PII_XTI) X(POLL) X(PRIORITIZED_IO) X(PRIORITY_SCHEDULING) X(REALTIME_SIGNALS)
        X(RE_DUP_MAX) X(RTSIG_MAX) X(SAVED_IDS) X(SCHAR_MAX) X(SCHAR_MIN) X(SELECT) X(SEMAPHORES)
        X(SEM_NSEMS_MAX) X(SEM_VALUE_MAX) X(SHARED_MEMORY_OBJECTS) X(SHRT_MAX) X(SHRT_MIN)
        X(SIGQUEUE_MAX) X(SSIZE_MAX) X(STREAM_MAX) X(SYNCHRONIZED_IO) X(THREADS)
        X(THREAD_ATTR_STACKADDR) X(THREAD_ATTR_STACKSIZE) X(THREAD_DESTRUCTOR_ITERATIONS)
        X(THREAD_KEYS_MAX) X(THREAD_PRIORITY_SCHEDULING) X(THREAD_PRIO_INHERIT)
        X(THREAD_PRIO_PROTECT) X(THREAD_PROCESS_SHARED) X(THREAD_SAFE_FUNCTIONS) X(THREAD_STACK_MIN)
        X(THREAD_THREADS_MAX) X(TIMERS) X(TIMER_MAX) X(TTY_NAME_MAX) X(TZNAME_MAX) X(T_IOV_MAX)
        X(UCHAR_MAX) X(UINT_MAX) X(UIO_MAXIOV) X(ULONG_MAX) X(USHRT_MAX) X(VERSION) X(WORD_BIT)
        X(XBS5_ILP32_OFF32) X(XBS5_ILP32_OFFBIG) X(XBS5_LP64_OFF64) X(XBS5_LPBIG_OFFBIG)
        X(XOPEN_CRYPT) X(XOPEN_ENH_I18N) X(XOPEN_LEGACY) X(XOPEN_REALTIME) X(XOPEN_REALTIME_THREADS)
        X(XOPEN_SHM) X(XOPEN_UNIX) X(XOPEN_VERSION) X(XOPEN_XCU_VERSION) X(XOPEN_XPG2) X(XOPEN_XPG3)
        X(XOPEN_XPG4)
#undef X
        {NULL, 0}};
    static const struct constant path_names[] = {
#define X(name) {"PC_" #name, _PC_##name},
        X(ALLOC_SIZE_MIN) X(ASYNC_IO) X(CHOWN_RESTRICTED) X(FILESIZEBITS) X(LINK_MAX) X(MAX_CANON)
        X(MAX_INPUT) X(NAME_MAX) X(NO_TRUNC) X(PATH_MAX) X(PIPE_BUF) X(PRIO_IO)
        X(REC_INCR_XFER_SIZE) X(REC_MAX_XFER_SIZE) X(REC_MIN_XFER_SIZE) X(REC_XFER_ALIGN)
        X(SOCK_MAXBUF) X(SYMLINK_MAX) X(SYNC_IO) X(VDISABLE)
#undef X
        {NULL, 0}};
    static const struct constant string_names[] = {
#define X(name) {"CS_" #name, _CS_##name},
        X(GNU_LIBC_VERSION) X(GNU_LIBPTHREAD_VERSION) X(LFS64_CFLAGS) X(LFS64_LDFLAGS) X(LFS64_LIBS)
        X(LFS64_LINTFLAGS) X(LFS_CFLAGS) X(LFS_LDFLAGS) X(LFS_LIBS) X(LFS_LINTFLAGS) X(PATH)
        X(XBS5_ILP32_OFF32_CFLAGS) X(XBS5_ILP32_OFF32_LDFLAGS) X(XBS5_ILP32_OFF32_LIBS)
        X(XBS5_ILP32_OFF32_LINTFLAGS) X(XBS5_ILP32_OFFBIG_CFLAGS) X(XBS5_ILP32_OFFBIG_LDFLAGS)
        X(XBS5_ILP32_OFFBIG_LIBS) X(XBS5_ILP32_OFFBIG_LINTFLAGS) X(XBS5_LP64_OFF64_CFLAGS)
        X(XBS5_LP64_OFF64_LDFLAGS) X(XBS5_LP64_OFF64_LIBS) X(XBS5_LP64_OFF64_LINTFLAGS)
        X(XBS5_LPBIG_OFFBIG_CFLAGS) X(XBS5_LPBIG_OFFBIG_LDFLAGS) X(XBS5_LPBIG_OFFBIG_LIBS)
        X(XBS5_LPBIG_OFFBIG_LINTFLAGS)
#undef X
        {NULL, 0}};
    return add_table(rt, module, "confstr_names", string_names) &&
           add_table(rt, module, "sysconf_names", system_names) &&
           add_table(rt, module, "pathconf_names", path_names);
}

static bool add_classes(ouro_runtime *rt, ouro_object *module)
{
    /* The names of the last three items are those of attributes with fractions of a second. */
    static const char *const stat_fields[] = {
        "st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime",
        "st_ctime", "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns",
        "st_blksize", "st_blocks", "st_rdev", NULL};
    static const char *const statvfs_fields[] = {"f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail",
                                                 "f_files", "f_ffree", "f_favail", "f_flag", "f_namemax",
                                                 "f_fsid", NULL};
    static const char *const size_fields[] = {"columns", "lines", NULL};
    static const char *const uname_fields[] = {"sysname", "nodename", "release", "version", "machine", NULL};
    static const char *const times_fields[] = {"user", "system", "children_user", "children_system",
                                               "elapsed", NULL};
    static const char *const child_fields[] = {"si_pid", "si_uid", "si_signo", "si_status", "si_code", NULL};
    return ouro_posix_class_add(rt, module, "waitid_result", "posix.waitid_result", child_fields, 5) &&
           ouro_posix_sched_init(rt, module) &&
           ouro_posix_class_add(rt, module, "stat_result", "os.stat_result", stat_fields, 10) &&
           ouro_posix_class_add(rt, module, "statvfs_result", "os.statvfs_result", statvfs_fields, 10) &&
           ouro_posix_class_add(rt, module, "terminal_size", "os.terminal_size", size_fields, 2) &&
           ouro_posix_class_add(rt, module, "uname_result", "posix.uname_result", uname_fields, 5) &&
           ouro_posix_class_add(rt, module, "times_result", "posix.times_result", times_fields, 5);
}

/* The names by which os learns what the system can do. */
static bool add_abilities(ouro_runtime *rt, ouro_object *module)
{
    static const char *const abilities[] = {
        "HAVE_FACCESSAT", "HAVE_FCHDIR", "HAVE_FCHMOD", "HAVE_FCHMODAT", "HAVE_FCHOWN", "HAVE_FCHOWNAT",
        "HAVE_FEXECVE", "HAVE_FDOPENDIR", "HAVE_FPATHCONF", "HAVE_FSTATAT", "HAVE_FSTATVFS",
        "HAVE_FTRUNCATE", "HAVE_FUTIMENS", "HAVE_FUTIMES", "HAVE_LINKAT", "HAVE_LCHOWN", "HAVE_LSTAT",
        "HAVE_LUTIMES", "HAVE_MKDIRAT", "HAVE_MKFIFOAT", "HAVE_MKNODAT", "HAVE_OPENAT",
        "HAVE_READLINKAT", "HAVE_RENAMEAT", "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT"};
    ouro_object *list = ouro_list_new(rt, 0);
    bool is_good = list != NULL;
    for (size_t i = 0; is_good && i < sizeof abilities / sizeof *abilities; i++) {
        ouro_object *text = ouro_str_from(rt, abilities[i]);
        is_good = text && ouro_list_append_take(rt, list, text);
    }
    is_good = is_good && ouro_module_add(rt, module, "_have_functions", list);
    xdecref(rt, list);
    return is_good;
}

bool ouro_module_posix_init(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *variables = environment_dict(rt);
    bool is_good = variables && ouro_module_add(rt, module, "environ", variables);
    xdecref(rt, variables);
    return is_good && ouro_module_add_functions(rt, module, functions) &&
           ouro_module_add_functions(rt, module, ouro_posix_path_functions) &&
           ouro_module_add_functions(rt, module, ouro_posix_stat_functions) &&
           ouro_module_add_functions(rt, module, ouro_posix_file_functions) &&
           ouro_module_add_functions(rt, module, ouro_posix_process_functions) &&
           ouro_module_add_functions(rt, module, ouro_posix_spawn_functions) &&
           ouro_module_add_functions(rt, module, ouro_posix_owner_functions) &&
           ouro_module_add_functions(rt, module, ouro_posix_sched_functions) &&
           ouro_module_add_functions(rt, module, ouro_posix_vector_functions) &&
           ouro_module_add_functions(rt, module, ouro_posix_attribute_functions) &&
           ouro_module_add_functions(rt, module, ouro_posix_scan_functions) &&
           add_numbers(rt, module) && add_conf_names(rt, module) && add_classes(rt, module) &&
           add_abilities(rt, module) && ouro_posix_scan_init(rt, module) &&
           ouro_module_add(rt, module, "error", (ouro_object *)builtin_class(rt, EXC_OSError));
}
