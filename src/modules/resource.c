/* resource: what the process may use, and what it has used. */
#define _GNU_SOURCE
#include <sys/resource.h>
#include <unistd.h>

#include "modules/foreign.h"
#include "modules/posix_internal.h"
#include "types/float.h"
#include "types/struct_sequence.h"

static bool check_resource(ouro_runtime *rt, int resource)
{
    return (resource >= 0 && resource < (int)RLIM_NLIMITS) ||
           ouro_raise(rt, EXC_ValueError, "invalid resource specified");
}

/* RLIM_INFINITY is -1 for programs. */
static ouro_object *limits_pair(ouro_runtime *rt, const struct rlimit *limit)
{
    ouro_object *items[] = {ouro_int_new(rt, (int64_t)limit->rlim_cur),
                            ouro_int_new(rt, (int64_t)limit->rlim_max)};
    return ouro_tuple_from_take(rt, items, 2);
}

static bool read_limit(ouro_runtime *rt, ouro_object *object, rlim_t *value)
{
    int64_t number;
    ouro_object *index = ouro_index(rt, object);
    bool is_good = index && (ouro_int_fits_i64(index, &number) ||
                             ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C long"));
    xdecref(rt, index);
    if (is_good)
        *value = (rlim_t)number;
    return is_good;
}

static bool read_limits(ouro_runtime *rt, ouro_object *object, struct rlimit *limit)
{
    ouro_object *pair = ouro_to_tuple(rt, object);
    if (!pair)
        return false;
    bool is_good = tuple_length(pair) == 2 ||
                   ouro_raise(rt, EXC_ValueError, "expected a tuple of 2 integers");
    is_good = is_good && read_limit(rt, tuple_at(pair, 0), &limit->rlim_cur) &&
              read_limit(rt, tuple_at(pair, 1), &limit->rlim_max);
    decref(rt, pair);
    return is_good;
}

NATIVE(resource_getrlimit)
{
    int resource;
    struct rlimit limit;
    if (!ouro_posix_int(rt, args[0], &resource) || !check_resource(rt, resource))
        return NULL;
    return getrlimit((__rlimit_resource_t)resource, &limit) < 0 ? ouro_raise_errno(rt, errno, NULL)
                                                                : limits_pair(rt, &limit);
}

static ouro_object *raise_refused(ouro_runtime *rt)
{
    if (errno == EINVAL)
        return ouro_raise(rt, EXC_ValueError, "current limit exceeds maximum limit");
    if (errno == EPERM)
        return ouro_raise(rt, EXC_ValueError, "not allowed to raise maximum limit");
    return ouro_raise_errno(rt, errno, NULL);
}

NATIVE(resource_setrlimit)
{
    int resource;
    struct rlimit limit;
    if (!ouro_posix_int(rt, args[0], &resource) || !check_resource(rt, resource) ||
        !read_limits(rt, args[1], &limit))
        return NULL;
    return setrlimit((__rlimit_resource_t)resource, &limit) < 0 ? raise_refused(rt) : rt->none;
}

NATIVE(resource_prlimit)
{
    int process, resource;
    struct rlimit wanted, old;
    if (count < 2 || count > 3)
        return ouro_raise(rt, EXC_TypeError, "resource.prlimit requires 2 to 3 arguments");
    if (!ouro_posix_int(rt, args[0], &process) || !ouro_posix_int(rt, args[1], &resource) ||
        !check_resource(rt, resource) || (count > 2 && !read_limits(rt, args[2], &wanted)))
        return NULL;
    int status = prlimit(process, (__rlimit_resource_t)resource, count > 2 ? &wanted : NULL, &old);
    if (status < 0)
        return errno == EINVAL ? ouro_raise(rt, EXC_ValueError, "current limit exceeds maximum limit")
                               : ouro_raise_errno(rt, errno, NULL);
    return limits_pair(rt, &old);
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

NATIVE(resource_getrusage)
{
    int who;
    struct rusage use;
    if (!ouro_posix_int(rt, args[0], &who))
        return NULL;
    if (getrusage(who, &use) < 0)
        return errno == EINVAL ? ouro_raise(rt, EXC_ValueError, "invalid who parameter")
                               : ouro_raise_errno(rt, errno, NULL);
    const long numbers[] = {use.ru_maxrss, use.ru_ixrss, use.ru_idrss, use.ru_isrss, use.ru_minflt,
                            use.ru_majflt, use.ru_nswap, use.ru_inblock, use.ru_oublock, use.ru_msgsnd,
                            use.ru_msgrcv, use.ru_nsignals, use.ru_nvcsw, use.ru_nivcsw};
    ouro_object *items[16] = {ouro_float_new(rt, seconds(use.ru_utime)),
                              ouro_float_new(rt, seconds(use.ru_stime))};
    for (int i = 0; i < 14; i++)
        items[2 + i] = ouro_int_new(rt, numbers[i]);
    return ouro_struct_sequence_new_take(rt, ouro_vm_state_peek(rt, "resource.struct_rusage"), items,
                                         sizeof items / sizeof *items);
}

NATIVE(resource_getpagesize)
{
    return ouro_int_new(rt, sysconf(_SC_PAGESIZE));
}

bool ouro_module_resource_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"getrusage", resource_getrusage, 1, 1, 0, NULL}, {"getrlimit", resource_getrlimit, 1, 1, 0, NULL},
        {"setrlimit", resource_setrlimit, 2, 2, 0, NULL}, {"prlimit", resource_prlimit, 0, -1, 0, NULL},
        {"getpagesize", resource_getpagesize, 0, 0, 0, NULL}, {0},
    };
    static const struct ouro_foreign_number numbers[] = {
        {"RLIM_INFINITY", -1},
#define X(name) {#name, name},
        X(RLIMIT_AS) X(RLIMIT_CORE) X(RLIMIT_CPU) X(RLIMIT_DATA) X(RLIMIT_FSIZE) X(RLIMIT_MEMLOCK)
        X(RLIMIT_MSGQUEUE) X(RLIMIT_NICE) X(RLIMIT_NOFILE) X(RLIMIT_NPROC) X(RLIMIT_OFILE) X(RLIMIT_RSS)
        X(RLIMIT_RTPRIO) X(RLIMIT_RTTIME) X(RLIMIT_SIGPENDING) X(RLIMIT_STACK) X(RUSAGE_CHILDREN)
        X(RUSAGE_SELF) X(RUSAGE_THREAD)
#undef X
    };
    static const char *const fields[] = {
        "ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt",
        "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw",
        "ru_nivcsw", NULL};
    ouro_object *cls = ouro_struct_sequence_class_new(rt, "resource.struct_rusage", fields, 16);
    bool is_good = cls && ouro_module_add(rt, module, "struct_rusage", cls) &&
                   ouro_vm_state_set(rt, "resource.struct_rusage", cls) &&
                   ouro_module_add(rt, module, "error", (ouro_object *)builtin_class(rt, EXC_OSError)) &&
                   ouro_module_add_functions(rt, module, functions) &&
                   ouro_foreign_numbers_add(rt, module, numbers, sizeof numbers / sizeof *numbers);
    xdecref(rt, cls);
    return is_good;
}
