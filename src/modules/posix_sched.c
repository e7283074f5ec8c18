/* posix: how the system schedules processes, and on which processors. */
#define _GNU_SOURCE
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>

#include "modules/posix_internal.h"
#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/list.h"
#include "types/struct_sequence.h"

/* ---- sched_param ------------------------------------------------------------------------------- */

NATIVE(sched_param_new)
{
    if (!count)
        return ouro_raise(rt, EXC_TypeError, "sched_param.__new__(): not enough arguments");
    ouro_object *out[1], *cls = args[0];
    args++;
    count--;
    BIND("sched_param", 1, 1, out, "sched_priority");
    ouro_object *item = newref(out[0]);
    return ouro_struct_sequence_new_take(rt, cls, &item, 1);
}

bool ouro_posix_sched_init(ouro_runtime *rt, ouro_object *module)
{
    static const char *const fields[] = {"sched_priority", NULL};
    static const struct ouro_method make = {"__new__", sched_param_new, 0, -1,
                                            METHOD_STATIC | METHOD_KEYWORDS, NULL};
    if (!ouro_posix_class_add(rt, module, "sched_param", "posix.sched_param", fields, 1))
        return false;
    struct ouro_class *cls = (struct ouro_class *)(void *)ouro_posix_class_peek(rt, "sched_param");
    ouro_object *method = ouro_method_descriptor_new(rt, cls, &make);
    bool is_good = method && ouro_dict_set_text(rt, cls->dict, "__new__", method);
    xdecref(rt, method);
    ouro_class_modified(rt, cls, rt->name___new__);
    return is_good;
}

bool ouro_posix_sched_param(ouro_runtime *rt, ouro_object *object, struct sched_param *parameters)
{
    if ((ouro_object *)(void *)class_of(rt, object) != ouro_posix_class_peek(rt, "sched_param"))
        return ouro_raise(rt, EXC_TypeError, "must have a sched_param object");
    *parameters = (struct sched_param){0};
    return ouro_posix_int(rt, tuple_at(object, 0), &parameters->sched_priority);
}

/* ---- policies ---------------------------------------------------------------------------------- */

NATIVE(posix_sched_get_priority_max)
{
    ouro_object *out[1];
    int policy;
    BIND("sched_get_priority_max", 1, 1, out, "policy");
    return ouro_posix_int(rt, out[0], &policy) ? number_or_error(rt, sched_get_priority_max(policy)) : NULL;
}

NATIVE(posix_sched_get_priority_min)
{
    ouro_object *out[1];
    int policy;
    BIND("sched_get_priority_min", 1, 1, out, "policy");
    return ouro_posix_int(rt, out[0], &policy) ? number_or_error(rt, sched_get_priority_min(policy)) : NULL;
}

NATIVE(posix_sched_getscheduler)
{
    int pid;
    return ouro_posix_int(rt, args[0], &pid) ? number_or_error(rt, sched_getscheduler(pid)) : NULL;
}

NATIVE(posix_sched_setscheduler)
{
    int pid, policy;
    struct sched_param parameters;
    if (!ouro_posix_int(rt, args[0], &pid) || !ouro_posix_int(rt, args[1], &policy) ||
        !ouro_posix_sched_param(rt, args[2], &parameters))
        return NULL;
    return none_or_error(rt, sched_setscheduler(pid, policy, &parameters));
}

NATIVE(posix_sched_getparam)
{
    int pid;
    struct sched_param parameters;
    if (!ouro_posix_int(rt, args[0], &pid))
        return NULL;
    if (sched_getparam(pid, &parameters) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *item = ouro_int_new(rt, parameters.sched_priority);
    return ouro_struct_sequence_new_take(rt, ouro_posix_class_peek(rt, "sched_param"), &item, 1);
}

NATIVE(posix_sched_setparam)
{
    int pid;
    struct sched_param parameters;
    if (!ouro_posix_int(rt, args[0], &pid) || !ouro_posix_sched_param(rt, args[1], &parameters))
        return NULL;
    return none_or_error(rt, sched_setparam(pid, &parameters));
}

NATIVE(posix_sched_rr_get_interval)
{
    int pid;
    struct timespec interval;
    if (!ouro_posix_int(rt, args[0], &pid))
        return NULL;
    if (sched_rr_get_interval(pid, &interval) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    return ouro_float_new(rt, (double)interval.tv_sec + 1e-9 * (double)interval.tv_nsec);
}

NATIVE(posix_sched_yield)
{
    return none_or_error(rt, sched_yield());
}

/* ---- processors -------------------------------------------------------------------------------- */

NATIVE(posix_sched_getaffinity)
{
    int pid;
    cpu_set_t cpus;
    if (!ouro_posix_int(rt, args[0], &pid))
        return NULL;
    if (sched_getaffinity(pid, sizeof cpus, &cpus) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *list = ouro_list_new(rt, 8);
    for (int i = 0; list && i < CPU_SETSIZE; i++) {
        if (!CPU_ISSET(i, &cpus))
            continue;
        ouro_object *number = ouro_int_new(rt, i);
        if (!number || !ouro_list_append_take(rt, list, number))
            clearref(rt, &list);
    }
    ouro_object *set = list ? ouro_call1(rt, (ouro_object *)builtin_class(rt, TYPE_SET), list) : NULL;
    xdecref(rt, list);
    return set;
}

/* Sets the bit of one processor in a mask that grows as needed; *size in bytes. */
static bool mask_add(ouro_runtime *rt, ouro_object *item, cpu_set_t **mask, size_t *size)
{
    int64_t cpu;
    if (!is_int(rt, item))
        return ouro_raise(rt, EXC_TypeError, "expected an iterator of ints, but iterator yielded %R",
                          (ouro_object *)(void *)class_of(rt, item));
    if (!ouro_index_i64(rt, item, &cpu, EXC_OverflowError))
        return false;
    if (cpu < 0)
        return ouro_raise(rt, EXC_ValueError, "negative CPU number");
    if (cpu > INT_MAX - 1)
        return ouro_raise(rt, EXC_OverflowError, "CPU number too large");
    size_t needed = CPU_ALLOC_SIZE((size_t)cpu + 1);
    if (needed > *size) {
        cpu_set_t *larger = calloc(1, needed);
        if (!larger)
            return ouro_raise_memory(rt);
        for (size_t i = 0; i < *size; i++)
            ((char *)larger)[i] = ((char *)*mask)[i];
        free(*mask);
        *mask = larger;
        *size = needed;
    }
    CPU_SET_S((size_t)cpu, *size, *mask);
    return true;
}

NATIVE(posix_sched_setaffinity)
{
    int pid;
    if (!ouro_posix_int(rt, args[0], &pid))
        return NULL;
    size_t size = CPU_ALLOC_SIZE(8 * sizeof(long));
    cpu_set_t *mask = calloc(1, size);
    ouro_object *list = ouro_to_list(rt, args[1]);
    bool is_good = list && (mask || ouro_raise_memory(rt));
    for (size_t i = 0; is_good && i < list_length(list); i++)
        is_good = mask_add(rt, list_at(list, i), &mask, &size);
    ouro_object *result = is_good ? none_or_error(rt, sched_setaffinity(pid, size, mask)) : NULL;
    free(mask);
    xdecref(rt, list);
    return result;
}

#define WITH_KEYWORDS 0, -1, METHOD_KEYWORDS
const struct ouro_method ouro_posix_sched_functions[] = {
    {"sched_get_priority_max", posix_sched_get_priority_max, WITH_KEYWORDS, NULL},
    {"sched_get_priority_min", posix_sched_get_priority_min, WITH_KEYWORDS, NULL},
    {"sched_getscheduler", posix_sched_getscheduler, 1, 1, 0, NULL},
    {"sched_setscheduler", posix_sched_setscheduler, 3, 3, 0, NULL},
    {"sched_getparam", posix_sched_getparam, 1, 1, 0, NULL},
    {"sched_setparam", posix_sched_setparam, 2, 2, 0, NULL},
    {"sched_rr_get_interval", posix_sched_rr_get_interval, 1, 1, 0, NULL},
    {"sched_yield", posix_sched_yield, 0, 0, 0, NULL},
    {"sched_getaffinity", posix_sched_getaffinity, 1, 1, 0, NULL},
    {"sched_setaffinity", posix_sched_setaffinity, 2, 2, 0, NULL},
    {0},
};
