/* pwd and grp: the databases of users and groups. */
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "modules/foreign.h"
#include "modules/posix_internal.h"
#include "types/list.h"
#include "types/struct_sequence.h"

enum { SCRATCH_FIRST = 1024, SCRATCH_MAX = 1 << 24 };

/* Memory for the texts of an entry, doubled as long as the C library says that it is too small. */
struct scratch {
    char *text;
    size_t size;
};

static bool scratch_grow(ouro_runtime *rt, struct scratch *scratch)
{
    size_t size = scratch->size ? scratch->size * 2 : SCRATCH_FIRST;
    char *text = size <= SCRATCH_MAX ? ouro_buffer_realloc(rt, scratch->text, scratch->size, size) : NULL;
    if (!text)
        return rt->error ? false : ouro_raise_memory(rt);
    *scratch = (struct scratch){text, size};
    return true;
}

/* An id; false without an error: no such id can be. what is uid or gid. */
static bool read_id(ouro_runtime *rt, ouro_object *object, const char *what, unsigned *id)
{
    int64_t number;
    if (!class_of(rt, object)->to_index)
        return ouro_raise(rt, EXC_TypeError, "%s should be integer, not %T", what, object);
    ouro_object *index = ouro_index(rt, object);
    bool fits = index && ouro_int_fits_i64(index, &number);
    int sign = index ? ouro_int_sign(index) : 0;
    xdecref(rt, index);
    if (!index)
        return false;
    if (!fits || number < -1 || number > UINT_MAX)
        return ouro_raise(rt, EXC_OverflowError, "%s is %s", what,
                          fits || sign < 0 ? "less than minimum" : "greater than maximum");
    *id = (unsigned)number;
    return true;
}

/* A name as the C library takes it; owner keeps it. */
static const char *read_name(ouro_runtime *rt, ouro_object *object, const char *function,
                             ouro_object **owner)
{
    if (!is_str(rt, object))
        return ouro_raise(rt, EXC_TypeError, "%s argument must be str, not %W", function, object);
    *owner = ouro_str_encode(rt, object, "utf-8", "surrogateescape");
    if (!*owner)
        return NULL;
    const char *text = (const char *)bytes_of(*owner)->data;
    if (strlen(text) == bytes_of(*owner)->length)
        return text;
    clearref(rt, owner);
    return ouro_raise(rt, EXC_ValueError, "embedded null byte");
}

static ouro_object *make(ouro_runtime *rt, const char *state, ouro_object *const *items, size_t count)
{
    ouro_object *cls = ouro_vm_state_peek(rt, state);
    return ouro_struct_sequence_new_take(rt, cls, items, count);
}

/* ---- pwd ------------------------------------------------------------------------------------- */

static ouro_object *text_of(ouro_runtime *rt, const char *text)
{
    return text ? ouro_posix_decode(rt, text) : rt->none;
}

static ouro_object *user_make(ouro_runtime *rt, const struct passwd *user)
{
    ouro_object *items[] = {
        text_of(rt, user->pw_name), text_of(rt, user->pw_passwd), ouro_int_new(rt, (int64_t)user->pw_uid),
        ouro_int_new(rt, (int64_t)user->pw_gid), text_of(rt, user->pw_gecos), text_of(rt, user->pw_dir),
        text_of(rt, user->pw_shell)};
    return make(rt, "pwd.struct_passwd", items, sizeof items / sizeof *items);
}

/* By name, or by id when that is NULL. None: there is none. */
static ouro_object *user_find(ouro_runtime *rt, const char *name, uid_t id)
{
    struct scratch scratch = {0};
    struct passwd user, *found = NULL;
    int status = ERANGE;
    while (status == ERANGE && scratch_grow(rt, &scratch))
        status = name ? getpwnam_r(name, &user, scratch.text, scratch.size, &found)
                      : getpwuid_r(id, &user, scratch.text, scratch.size, &found);
    ouro_object *made = rt->error ? NULL : found ? user_make(rt, found) : rt->none;
    ouro_buffer_free(rt, scratch.text, scratch.size);
    return made;
}

NATIVE(pwd_getpwuid)
{
    unsigned id;
    if (!read_id(rt, args[0], "uid", &id)) {
        if (!ouro_error_is(rt, EXC_OverflowError))
            return NULL;
        return ouro_raise(rt, EXC_KeyError, "getpwuid(): uid not found");
    }
    ouro_object *made = user_find(rt, NULL, id);
    return made == rt->none ? ouro_raise(rt, EXC_KeyError, "getpwuid(): uid not found: %S", args[0]) : made;
}

NATIVE(pwd_getpwnam)
{
    ouro_object *owner;
    const char *name = read_name(rt, args[0], "getpwnam()", &owner);
    ouro_object *made = name ? user_find(rt, name, 0) : NULL;
    if (name)
        decref(rt, owner);
    return made == rt->none ? ouro_raise(rt, EXC_KeyError, "getpwnam(): name not found: %R", args[0]) : made;
}

NATIVE(pwd_getpwall)
{
    ouro_object *list = ouro_list_new(rt, 32);
    const struct passwd *user;
    setpwent();
    while (list && (user = getpwent())) {
        ouro_object *item = user_make(rt, user);
        if (!item || !ouro_list_append_take(rt, list, item))
            clearref(rt, &list);
    }
    endpwent();
    return list;
}

/* ---- grp ------------------------------------------------------------------------------------- */

static ouro_object *group_make(ouro_runtime *rt, const struct group *group)
{
    ouro_object *members = ouro_list_new(rt, 4);
    for (char **member = group->gr_mem; members && *member; member++) {
        ouro_object *name = text_of(rt, *member);
        if (!name || !ouro_list_append_take(rt, members, name))
            clearref(rt, &members);
    }
    ouro_object *items[] = {text_of(rt, group->gr_name), text_of(rt, group->gr_passwd),
                            ouro_int_new(rt, (int64_t)group->gr_gid), members};
    return make(rt, "grp.struct_group", items, sizeof items / sizeof *items);
}

static ouro_object *group_find(ouro_runtime *rt, const char *name, gid_t id)
{
    struct scratch scratch = {0};
    struct group group, *found = NULL;
    int status = ERANGE;
    while (status == ERANGE && scratch_grow(rt, &scratch))
        status = name ? getgrnam_r(name, &group, scratch.text, scratch.size, &found)
                      : getgrgid_r(id, &group, scratch.text, scratch.size, &found);
    ouro_object *made = rt->error ? NULL : found ? group_make(rt, found) : rt->none;
    ouro_buffer_free(rt, scratch.text, scratch.size);
    return made;
}

NATIVE(grp_getgrgid)
{
    ouro_object *out[1];
    unsigned id;
    BIND("getgrgid", 1, 1, out, "id");
    if (!read_id(rt, out[0], "gid", &id))
        return NULL;
    ouro_object *made = group_find(rt, NULL, id);
    return made == rt->none ? ouro_raise(rt, EXC_KeyError, "getgrgid(): gid not found: %S", out[0]) : made;
}

NATIVE(grp_getgrnam)
{
    ouro_object *out[1], *owner;
    BIND("getgrnam", 1, 1, out, "name");
    const char *name = read_name(rt, out[0], "getgrnam() argument 'name'", &owner);
    ouro_object *made = name ? group_find(rt, name, 0) : NULL;
    if (name)
        decref(rt, owner);
    return made == rt->none ? ouro_raise(rt, EXC_KeyError, "getgrnam(): name not found: %R", out[0]) : made;
}

NATIVE(grp_getgrall)
{
    ouro_object *list = ouro_list_new(rt, 64);
    const struct group *group;
    setgrent();
    while (list && (group = getgrent())) {
        ouro_object *item = group_make(rt, group);
        if (!item || !ouro_list_append_take(rt, list, item))
            clearref(rt, &list);
    }
    endgrent();
    return list;
}

/* ---- registration ---------------------------------------------------------------------------- */

static bool add_sequence(ouro_runtime *rt, ouro_object *module, const char *name, const char *qualified,
                         const char *const *fields, size_t count)
{
    ouro_object *cls = ouro_struct_sequence_class_new(rt, qualified, fields, count);
    bool is_good = cls && ouro_module_add(rt, module, name, cls) &&
                   ouro_vm_state_set(rt, qualified, cls);
    xdecref(rt, cls);
    return is_good;
}

bool ouro_module_pwd_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"getpwuid", pwd_getpwuid, 1, 1, 0,
         "Return the password database entry for the given numeric user ID."},
        {"getpwnam", pwd_getpwnam, 1, 1, 0, "Return the password database entry for the given user name."},
        {"getpwall", pwd_getpwall, 0, 0, 0,
         "Return a list of all available password database entries, in arbitrary order."},
        {0},
    };
    static const char *const fields[] = {"pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir",
                                         "pw_shell", NULL};
    return add_sequence(rt, module, "struct_passwd", "pwd.struct_passwd", fields, 7) &&
           ouro_module_add_functions(rt, module, functions);
}

bool ouro_module_grp_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"getgrgid", grp_getgrgid, 0, -1, METHOD_KEYWORDS,
         "Return the group database entry for the given numeric group ID."},
        {"getgrnam", grp_getgrnam, 0, -1, METHOD_KEYWORDS,
         "Return the group database entry for the given group name."},
        {"getgrall", grp_getgrall, 0, 0, 0,
         "Return a list of all available group entries, in arbitrary order."},
        {0},
    };
    static const char *const fields[] = {"gr_name", "gr_passwd", "gr_gid", "gr_mem", NULL};
    return add_sequence(rt, module, "struct_group", "grp.struct_group", fields, 4) &&
           ouro_module_add_functions(rt, module, functions);
}
