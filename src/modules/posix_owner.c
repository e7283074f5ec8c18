/* posix: users and groups of the process. */
#define _GNU_SOURCE
#include <grp.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "modules/posix_internal.h"
#include "types/list.h"

#define SET_ID(name, type)                                                                        \
    NATIVE(posix_##name)                                                                          \
    {                                                                                             \
        unsigned id;                                                                              \
        return ouro_posix_id(rt, args[0], &id) ? none_or_error(rt, name((type)id)) : NULL;        \
    }
SET_ID(setuid, uid_t)
SET_ID(setgid, gid_t)
SET_ID(seteuid, uid_t)
SET_ID(setegid, gid_t)

static ouro_object *group_list(ouro_runtime *rt, const gid_t *groups, int number)
{
    ouro_object *list = ouro_list_new(rt, (size_t)number);
    for (int i = 0; list && i < number; i++) {
        ouro_object *group = ouro_int_new(rt, groups[i]);
        if (!group || !ouro_list_append_take(rt, list, group))
            clearref(rt, &list);
    }
    return list;
}

NATIVE(posix_getgroups)
{
    gid_t groups[1024];
    int number = getgroups(1024, groups);
    if (number < 0)
        return ouro_raise_errno(rt, errno, NULL);
    return group_list(rt, groups, number);
}

NATIVE(posix_getlogin)
{
    char name[256];
    int error = getlogin_r(name, sizeof name);
    return error ? ouro_raise_errno(rt, error, NULL) : ouro_posix_decode(rt, name);
}


#define SET_IDS(name, ...)                                                                        \
    NATIVE(posix_##name)                                                                          \
    {                                                                                             \
        unsigned id[3];                                                                           \
        for (size_t i = 0; i < count; i++)                                                        \
            if (!ouro_posix_id(rt, args[i], &id[i]))                                              \
                return NULL;                                                                      \
        return none_or_error(rt, name(__VA_ARGS__));                                              \
    }
SET_IDS(setreuid, id[0], id[1])
SET_IDS(setregid, id[0], id[1])
SET_IDS(setresuid, id[0], id[1], id[2])
SET_IDS(setresgid, id[0], id[1], id[2])

static ouro_object *three_ids(ouro_runtime *rt, int result, const unsigned *ids)
{
    if (result < 0)
        return ouro_raise_errno(rt, errno, NULL);
    ouro_object *items[3];
    for (int i = 0; i < 3; i++)
        items[i] = ouro_int_new(rt, ids[i]);
    return ouro_tuple_from_take(rt, items, 3);
}

NATIVE(posix_getresuid)
{
    unsigned ids[3];
    return three_ids(rt, getresuid(&ids[0], &ids[1], &ids[2]), ids);
}

NATIVE(posix_getresgid)
{
    unsigned ids[3];
    return three_ids(rt, getresgid(&ids[0], &ids[1], &ids[2]), ids);
}

NATIVE(posix_getgrouplist)
{
    struct posix_path user;
    unsigned group;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "getgrouplist() argument 1 must be str, not %T", args[0]);
    if (!ouro_posix_id(rt, args[1], &group) || !ouro_posix_path(rt, args[0], NULL, "user", 0, &user))
        return NULL;
    int room = 64, number;
    gid_t *groups = NULL;
    do { /* the call says how many there are when they do not fit */
        number = room *= 2;
        gid_t *larger = realloc(groups, (size_t)room * sizeof *groups);
        if (!larger) {
            free(groups);
            ouro_posix_path_release(rt, &user);
            return ouro_raise_memory(rt);
        }
        groups = larger;
    } while (getgrouplist(user.bytes, group, groups, &number) < 0 && room < 1 << 20);
    ouro_object *list = group_list(rt, groups, number);
    free(groups);
    ouro_posix_path_release(rt, &user);
    return list;
}

NATIVE(posix_initgroups)
{
    struct posix_path user;
    unsigned group;
    if (!ouro_posix_id(rt, args[1], &group) ||
        !ouro_posix_path(rt, args[0], "initgroups", "username", 0, &user))
        return NULL;
    int result = initgroups(user.bytes, group), error = errno;
    ouro_posix_path_release(rt, &user);
    return result < 0 ? ouro_raise_errno(rt, error, NULL) : rt->none;
}

NATIVE(posix_setgroups)
{
    enum { GROUPS_MAX = 65536 };
    if (!class_of(rt, args[0])->getitem)
        return ouro_raise(rt, EXC_TypeError, "setgroups argument must be a sequence");
    ouro_object *list = ouro_to_list(rt, args[0]);
    if (!list)
        return NULL;
    size_t number = list_length(list);
    gid_t *groups = number <= GROUPS_MAX ? malloc((number + 1) * sizeof *groups) : NULL;
    bool is_good = groups != NULL;
    if (number > GROUPS_MAX)
        ouro_raise(rt, EXC_ValueError, "too many groups");
    else if (!groups)
        ouro_raise_memory(rt);
    for (size_t i = 0; is_good && i < number; i++) {
        ouro_object *item = list_at(list, i);
        is_good = is_int(rt, item) ? ouro_posix_id(rt, item, &groups[i])
                                   : ouro_raise(rt, EXC_TypeError, "groups must be integers") != NULL;
    }
    ouro_object *result = is_good ? none_or_error(rt, setgroups(number, groups)) : NULL;
    free(groups);
    decref(rt, list);
    return result;
}

const struct ouro_method ouro_posix_owner_functions[] = {
    {"setuid", posix_setuid, 1, 1, 0, NULL},
    {"setgid", posix_setgid, 1, 1, 0, NULL},
    {"seteuid", posix_seteuid, 1, 1, 0, NULL},
    {"setegid", posix_setegid, 1, 1, 0, NULL},
    {"setreuid", posix_setreuid, 2, 2, 0, NULL},
    {"setregid", posix_setregid, 2, 2, 0, NULL},
    {"setresuid", posix_setresuid, 3, 3, 0, NULL},
    {"setresgid", posix_setresgid, 3, 3, 0, NULL},
    {"getresuid", posix_getresuid, 0, 0, 0, NULL},
    {"getresgid", posix_getresgid, 0, 0, 0, NULL},
    {"getgroups", posix_getgroups, 0, 0, 0, NULL},
    {"setgroups", posix_setgroups, 1, 1, 0, NULL},
    {"getgrouplist", posix_getgrouplist, 2, 2, 0, NULL},
    {"initgroups", posix_initgroups, 2, 2, 0, NULL},
    {"getlogin", posix_getlogin, 0, 0, 0, NULL},
    {0},
};
