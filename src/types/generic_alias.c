/* list[int] and int | str: what subscripted and united classes are. */
#include <stddef.h>

#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

struct alias { /* of both classes */
    ouro_object base;
    ouro_object *origin;     /* NULL for a union */
    ouro_object *args;       /* tuple */
    ouro_object *parameters; /* tuple, or NULL until asked for */
    bool is_starred;         /* *tuple[int, ...], as iteration gives it */
};

static struct alias *alias_of(ouro_object *self)
{
    return (struct alias *)(void *)self;
}

static ouro_object *alias_alloc(ouro_runtime *rt, struct ouro_class *cls, ouro_object *origin,
                                ouro_object *args_tuple)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    alias_of(self)->origin = xnewref(origin);
    alias_of(self)->args = newref(args_tuple);
    return self;
}

ouro_object *ouro_generic_alias_new(ouro_runtime *rt, ouro_object *origin, ouro_object *args)
{
    ouro_object *tuple = is_tuple(rt, args) ? newref(args) : ouro_tuple_pack(rt, 1, args);
    ouro_object *self =
        tuple ? alias_alloc(rt, builtin_class(rt, TYPE_GENERIC_ALIAS), origin, tuple) : NULL;
    xdecref(rt, tuple);
    return self;
}

/* Whether item has the attribute; -1: error. */
static int has_attribute(ouro_runtime *rt, ouro_object *item, const char *name)
{
    ouro_object *key = ouro_str_intern_text(rt, name), *found;
    int outcome = key ? ouro_getattr_optional(rt, item, key, &found) : -1;
    xdecref(rt, key);
    if (outcome > 0)
        decref(rt, found);
    return outcome;
}

/* What has a __qualname__ and a __module__ by these, everything else by its repr. */
static bool write_item(struct ouro_str_builder *builder, ouro_object *item)
{
    ouro_runtime *rt = builder->rt;
    if (item == rt->ellipsis)
        return ouro_str_builder_literal(builder, "...");
    int is_alias = has_attribute(rt, item, "__origin__");
    if (is_alias > 0)
        is_alias = has_attribute(rt, item, "__args__");
    if (is_alias)
        return is_alias > 0 && ouro_str_builder_repr(builder, item);
    ouro_object *name = NULL, *module = NULL;
    int outcome = ouro_getattr_optional(rt, item, rt->name___qualname__, &name);
    if (outcome > 0)
        outcome = ouro_getattr_optional(rt, item, rt->name___module__, &module);
    bool is_done = outcome >= 0;
    if (is_done && (outcome == 0 || module == rt->none)) {
        is_done = ouro_str_builder_repr(builder, item);
    } else if (is_done) {
        bool is_builtin = is_str(rt, module) && ouro_str_equal_text(module, "builtins");
        ouro_object *text = is_builtin ? ouro_str_format(rt, "%S", name)
                                       : ouro_str_format(rt, "%S.%S", module, name);
        is_done = text && ouro_str_builder_str(builder, text);
        xdecref(rt, text);
    }
    xdecref(rt, name);
    xdecref(rt, module);
    return is_done;
}

static ouro_object *alias_repr(ouro_runtime *rt, ouro_object *self)
{
    struct alias *alias = alias_of(self);
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    bool is_done = (!alias->is_starred || ouro_str_builder_literal(&builder, "*")) &&
                   write_item(&builder, alias->origin) && ouro_str_builder_literal(&builder, "[");
    for (size_t i = 0; is_done && i < tuple_length(alias->args); i++)
        is_done = (i == 0 || ouro_str_builder_literal(&builder, ", ")) &&
                  write_item(&builder, tuple_at(alias->args, i));
    if (is_done && tuple_length(alias->args) == 0)
        is_done = ouro_str_builder_literal(&builder, "()");
    is_done = is_done && ouro_str_builder_literal(&builder, "]");
    if (is_done)
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

static bool write_member(struct ouro_str_builder *builder, ouro_object *item)
{
    if (item == &builtin_class(builder->rt, TYPE_NONE)->core.base)
        return ouro_str_builder_literal(builder, "None");
    return write_item(builder, item);
}

static ouro_object *union_repr(ouro_runtime *rt, ouro_object *self)
{
    struct alias *alias = alias_of(self);
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    bool is_done = true;
    for (size_t i = 0; is_done && i < tuple_length(alias->args); i++)
        is_done = (i == 0 || ouro_str_builder_literal(&builder, " | ")) &&
                  write_member(&builder, tuple_at(alias->args, i));
    if (is_done)
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

/* ---- parameters: the type variables among the arguments -------------------------------------- */

static bool add_unique(ouro_runtime *rt, ouro_object *list, ouro_object *item)
{
    for (size_t i = 0; i < list_length(list); i++)
        if (list_at(list, i) == item)
            return true;
    return ouro_list_append(rt, list, item);
}

/* A type variable stands for itself; of anything else its own parameters count. */
static bool add_parameters_of(ouro_runtime *rt, ouro_object *list, ouro_object *item)
{
    ouro_object *found;
    if (is_class(rt, item))
        return true;
    int outcome = ouro_getattr_optional(rt, item, rt->name___typing_subst__, &found);
    if (outcome > 0) {
        decref(rt, found);
        return add_unique(rt, list, item);
    }
    if (outcome == 0)
        outcome = ouro_getattr_optional(rt, item, rt->name___parameters__, &found);
    bool is_done = outcome >= 0;
    for (size_t i = 0; outcome > 0 && is_done && is_tuple(rt, found) && i < tuple_length(found); i++)
        is_done = add_unique(rt, list, tuple_at(found, i));
    if (outcome > 0)
        decref(rt, found);
    return is_done;
}

static ouro_object *make_parameters(ouro_runtime *rt, ouro_object *args)
{
    ouro_object *list = ouro_list_new(rt, 0);
    for (size_t i = 0; list && i < tuple_length(args); i++)
        if (!add_parameters_of(rt, list, tuple_at(args, i)))
            clearref(rt, &list);
    ouro_object *tuple = list ? ouro_list_to_tuple(rt, list) : NULL;
    xdecref(rt, list);
    return tuple;
}

static ouro_object *get_parameters(ouro_runtime *rt, ouro_object *self)
{
    struct alias *alias = alias_of(self);
    if (!alias->parameters)
        alias->parameters = make_parameters(rt, alias->args);
    return alias->parameters ? newref(alias->parameters) : NULL;
}

/* ---- X[...] on what has parameters ----------------------------------------------------------- */

static bool extend(ouro_runtime *rt, ouro_object *list, ouro_object *tuple)
{
    for (size_t i = 0; i < tuple_length(tuple); i++)
        if (!ouro_list_append(rt, list, tuple_at(tuple, i)))
            return false;
    return true;
}

/* The arguments of *tuple[...], owned; None when item is nothing of that kind; NULL with an error. */
static ouro_object *unpacked_args(ouro_runtime *rt, ouro_object *item)
{
    ouro_object *args;
    if (is_class(rt, item))
        return rt->none;
    if (is_exact(item, TYPE_GENERIC_ALIAS))
        return alias_of(item)->is_starred &&
                       alias_of(item)->origin == &builtin_class(rt, TYPE_TUPLE)->core.base
                   ? newref(alias_of(item)->args) : rt->none;
    int outcome = ouro_getattr_optional(rt, item, rt->name___typing_unpacked_tuple_args__, &args);
    return outcome > 0 ? args : outcome == 0 ? rt->none : NULL;
}

/* What was written between the brackets, as a tuple in which *tuple[int, str] has become two. */
static ouro_object *unpack_values(ouro_runtime *rt, ouro_object *key)
{
    ouro_object *list = ouro_list_new(rt, 0);
    size_t count = is_tuple(rt, key) ? tuple_length(key) : 1;
    for (size_t i = 0; list && i < count; i++) {
        ouro_object *item = is_tuple(rt, key) ? tuple_at(key, i) : key;
        ouro_object *args = unpacked_args(rt, item);
        bool is_spread = args && is_tuple(rt, args) &&
                         !(tuple_length(args) &&
                           tuple_at(args, tuple_length(args) - 1) == rt->ellipsis);
        bool is_done = args && (is_spread ? extend(rt, list, args) : ouro_list_append(rt, list, item));
        xdecref(rt, args);
        if (!is_done)
            clearref(rt, &list);
    }
    ouro_object *tuple = list ? ouro_list_to_tuple(rt, list) : NULL;
    xdecref(rt, list);
    return tuple;
}

/* The values as each parameter wants to see them: a variable for many types takes several. Owned;
 * takes values. */
static ouro_object *prepare_values_take(ouro_runtime *rt, ouro_object *self, ouro_object *parameters,
                                        ouro_object *values)
{
    for (size_t i = 0; values && i < tuple_length(parameters); i++) {
        ouro_object *prepare;
        int outcome = ouro_getattr_optional(rt, tuple_at(parameters, i),
                                            rt->name___typing_prepare_subst__, &prepare);
        ouro_object *prepared = NULL;
        if (outcome == 0)
            continue;
        if (outcome > 0) {
            prepared = prepare == rt->none ? newref(values) : ouro_call2(rt, prepare, self, values);
            decref(rt, prepare);
        }
        if (prepared && !is_tuple(rt, prepared))
            setref_take(rt, &prepared, ouro_tuple_pack(rt, 1, prepared));
        setref_take(rt, &values, prepared);
    }
    return values;
}

static ptrdiff_t index_of(ouro_object *parameters, ouro_object *item)
{
    for (size_t i = 0; i < tuple_length(parameters); i++)
        if (tuple_at(parameters, i) == item)
            return (ptrdiff_t)i;
    return -1;
}

/* item[...] with the values that its own parameters get: list[T] becomes list[int]. */
static ouro_object *substitute_inside(ouro_runtime *rt, ouro_object *item, ouro_object *parameters,
                                      ouro_object *values)
{
    ouro_object *inner;
    int outcome = ouro_getattr_optional(rt, item, rt->name___parameters__, &inner);
    if (outcome <= 0)
        return outcome < 0 ? NULL : newref(item);
    ouro_object *result = NULL, *list = NULL, *chosen = NULL;
    if (!is_tuple(rt, inner) || tuple_length(inner) == 0) {
        result = newref(item);
        goto done;
    }
    list = ouro_list_new(rt, 0);
    for (size_t i = 0; i < tuple_length(inner); i++) {
        ouro_object *variable = tuple_at(inner, i);
        ptrdiff_t at = index_of(parameters, variable);
        ouro_object *value = at < 0 ? variable : tuple_at(values, (size_t)at);
        bool is_many = at >= 0 && class_of(rt, variable)->iter && is_tuple(rt, value);
        if (!list || !(is_many ? extend(rt, list, value) : ouro_list_append(rt, list, value)))
            goto done;
    }
    chosen = list ? ouro_list_to_tuple(rt, list) : NULL;
    result = chosen ? ouro_getitem(rt, item, chosen) : NULL;
done:
    xdecref(rt, list);
    xdecref(rt, chosen);
    decref(rt, inner);
    return result;
}

static ouro_object *substitute(ouro_runtime *rt, ouro_object *item, ouro_object *parameters,
                               ouro_object *values)
{
    ouro_object *method;
    int outcome = ouro_getattr_optional(rt, item, rt->name___typing_subst__, &method);
    if (outcome < 0)
        return NULL;
    if (outcome == 0)
        return substitute_inside(rt, item, parameters, values);
    ptrdiff_t at = index_of(parameters, item);
    ouro_object *result = at < 0 ? newref(item) : ouro_call1(rt, method, tuple_at(values, (size_t)at));
    decref(rt, method);
    return result;
}

/* 1: *Ts, whose value is a tuple that takes its place. */
static int is_unpacked_variable(ouro_runtime *rt, ouro_object *item)
{
    ouro_object *answer;
    int outcome = ouro_getattr_optional(rt, item, rt->name___typing_is_unpacked_typevartuple__, &answer);
    if (outcome <= 0)
        return outcome;
    int is_it = ouro_truth(rt, answer);
    decref(rt, answer);
    return is_it;
}

static bool append_substituted(ouro_runtime *rt, ouro_object *list, ouro_object *item,
                               ouro_object *parameters, ouro_object *values)
{
    if (is_class(rt, item))
        return ouro_list_append(rt, list, item);
    int is_unpacked = is_unpacked_variable(rt, item);
    ouro_object *value = is_unpacked < 0 ? NULL : substitute(rt, item, parameters, values);
    if (!value)
        return false;
    bool is_done = is_unpacked && is_tuple(rt, value) ? extend(rt, list, value)
                                                       : ouro_list_append(rt, list, value);
    decref(rt, value);
    return is_done;
}

/* The arguments of self[key]: a tuple, owned. */
static ouro_object *substitute_args(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    ouro_object *parameters = get_parameters(rt, self), *list = NULL, *args = NULL;
    if (!parameters)
        return NULL;
    if (tuple_length(parameters) == 0) {
        decref(rt, parameters);
        return ouro_raise(rt, EXC_TypeError, "%R is not a generic class", self);
    }
    ouro_object *values = prepare_values_take(rt, self, parameters, unpack_values(rt, key));
    if (!values)
        goto done;
    size_t wanted = tuple_length(parameters), given = tuple_length(values);
    if (wanted != given) {
        ouro_raise(rt, EXC_TypeError, "Too %s arguments for %R; actual %zu, expected %zu",
                   given > wanted ? "many" : "few", self, given, wanted);
        goto done;
    }
    list = ouro_list_new(rt, 0);
    for (size_t i = 0; list && i < tuple_length(alias_of(self)->args); i++)
        if (!append_substituted(rt, list, tuple_at(alias_of(self)->args, i), parameters, values))
            goto done;
    args = list ? ouro_list_to_tuple(rt, list) : NULL;
done:
    xdecref(rt, list);
    xdecref(rt, values);
    decref(rt, parameters);
    return args;
}

static ouro_object *alias_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    ouro_object *args = substitute_args(rt, self, key);
    ouro_object *result = args ? alias_alloc(rt, builtin_class(rt, TYPE_GENERIC_ALIAS),
                                             alias_of(self)->origin, args) : NULL;
    if (result)
        alias_of(result)->is_starred = alias_of(self)->is_starred;
    xdecref(rt, args);
    return result;
}

/* The union of what has taken the place of the members. */
static ouro_object *union_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    ouro_object *args = substitute_args(rt, self, key);
    ouro_object *result = args ? newref(tuple_at(args, 0)) : NULL;
    for (size_t i = 1; result && i < tuple_length(args); i++)
        setref_take(rt, &result, ouro_binary_operation(rt, BINARY_OR, result,
                                                         tuple_at(args, i)));
    xdecref(rt, args);
    return result;
}

/* ---- an alias stands for its origin ---------------------------------------------------------- */

static const char *const own_attributes[] = {
    "__class__", "__origin__", "__args__", "__parameters__", "__mro_entries__", "__reduce_ex__",
    "__reduce__", "__copy__", "__deepcopy__", "__unpacked__", "__typing_unpacked_tuple_args__", NULL};

static ouro_object *alias_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    for (size_t i = 0; own_attributes[i]; i++)
        if (ouro_str_equal_text(name, own_attributes[i]))
            return ouro_generic_getattr(rt, self, name);
    return ouro_getattr(rt, alias_of(self)->origin, name);
}

static ouro_object *alias_dir(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                              ouro_object *names)
{
    ouro_object *list = ouro_dir(rt, alias_of(self)->origin);
    for (size_t i = 0; list && own_attributes[i]; i++) {
        ouro_object *name = ouro_str_intern_text(rt, own_attributes[i]);
        int is_there = name ? ouro_contains(rt, list, name) : -1;
        if (is_there < 0 || (is_there == 0 && !ouro_list_append(rt, list, name)))
            clearref(rt, &list);
        xdecref(rt, name);
    }
    return list;
}

static ouro_object *alias_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                               ouro_object *names)
{
    ouro_object *object = ouro_call(rt, alias_of(self)->origin, args, count, names);
    if (!object)
        return NULL;
    ouro_object *key = ouro_str_intern_text(rt, "__orig_class__");
    if (key && !ouro_setattr(rt, object, key, self) &&
        (ouro_error_is(rt, EXC_AttributeError) || ouro_error_is(rt, EXC_TypeError)))
        ouro_error_clear(rt);
    xdecref(rt, key);
    if (rt->error) {
        decref(rt, object);
        return NULL;
    }
    return object;
}

/* Iteration gives one item, the same alias with a star; the iterator's origin is the alias, until then. */
static ouro_object *alias_iter(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *iterator =
        ouro_class_alloc(rt, builtin_class(rt, TYPE_GENERIC_ALIAS_ITERATOR), 0);
    if (iterator)
        alias_of(iterator)->origin = newref(self);
    return iterator;
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *plain = alias_of(self)->origin;
    if (!plain)
        return NULL;
    ouro_object *starred = alias_alloc(rt, builtin_class(rt, TYPE_GENERIC_ALIAS),
                                       alias_of(plain)->origin, alias_of(plain)->args);
    if (!starred)
        return NULL;
    alias_of(starred)->is_starred = true;
    clearref(rt, &alias_of(self)->origin);
    return starred;
}

static ouro_object *iterator_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    ouro_object *iter = rt->builtins ? ouro_dict_peek_text(rt, rt->builtins, "iter") : NULL;
    ouro_object *what = alias_of(self)->origin ? newref(alias_of(self)->origin) : ouro_tuple_new(rt, 0);
    ouro_object *arguments = what ? ouro_tuple_pack(rt, 1, what) : NULL;
    ouro_object *result = arguments && iter ? ouro_tuple_pack(rt, 2, iter, arguments) : NULL;
    xdecref(rt, what);
    xdecref(rt, arguments);
    return result;
}

static const struct ouro_method iterator_methods[] = {
    {"__reduce__", iterator_reduce, 0, 0, 0, NULL},
    {0},
};

/* GenericAlias(origin, args); next(iter(that)) for one with a star. */
static ouro_object *alias_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    struct alias *alias = alias_of(self);
    ouro_object *function = &class_of(rt, self)->core.base;
    if (!alias->is_starred) {
        ouro_object *both = ouro_tuple_pack(rt, 2, alias->origin, alias->args);
        ouro_object *result = both ? ouro_tuple_pack(rt, 2, function, both) : NULL;
        xdecref(rt, both);
        return result;
    }
    ouro_object *plain = alias_alloc(rt, class_of(rt, self), alias->origin, alias->args);
    ouro_object *iterator = plain ? alias_iter(rt, plain) : NULL;
    ouro_object *arguments = iterator ? ouro_tuple_pack(rt, 1, iterator) : NULL;
    ouro_object *next = rt->builtins ? ouro_dict_peek_text(rt, rt->builtins, "next") : NULL;
    ouro_object *result = arguments && next ? ouro_tuple_pack(rt, 2, next, arguments) : NULL;
    xdecref(rt, plain);
    xdecref(rt, iterator);
    xdecref(rt, arguments);
    return result;
}

static ouro_object *alias_mro_entries(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    return ouro_tuple_pack(rt, 1, alias_of(self)->origin);
}

static ouro_object *alias_no_check(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    return ouro_raise(rt, EXC_TypeError, "isinstance() argument 2 cannot be a parameterized generic");
}

static ouro_object *alias_no_subclass_check(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                            size_t count, ouro_object *names)
{
    return ouro_raise(rt, EXC_TypeError, "issubclass() argument 2 cannot be a parameterized generic");
}

static const struct ouro_method alias_methods[] = {
    {"__mro_entries__", alias_mro_entries, 1, 1, 0, NULL},
    {"__instancecheck__", alias_no_check, 1, 1, 0, NULL},
    {"__subclasscheck__", alias_no_subclass_check, 1, 1, 0, NULL},
    {"__reduce__", alias_reduce, 0, 0, 0, NULL},
    {"__dir__", alias_dir, 0, 0, 0, NULL},
    {0},
};

static ouro_object *alias_get_unpacked(ouro_runtime *rt, ouro_object *self)
{
    struct alias *alias = alias_of(self);
    bool is_tuple = alias->origin == &builtin_class(rt, TYPE_TUPLE)->core.base;
    return alias->is_starred && is_tuple ? newref(alias->args) : rt->none;
}

static const struct ouro_getset alias_getsets[] = {
    {"__parameters__", get_parameters, NULL, NULL},
    {"__typing_unpacked_tuple_args__", alias_get_unpacked, NULL, NULL},
    {0},
};
static const struct ouro_getset union_getsets[] = {{"__parameters__", get_parameters, NULL, NULL}, {0}};
static const struct ouro_member alias_members[] = {
    {"__origin__", offsetof(struct alias, origin), MEMBER_OBJECT, true},
    {"__args__", offsetof(struct alias, args), MEMBER_OBJECT, true},
    {"__unpacked__", offsetof(struct alias, is_starred), MEMBER_BOOL8, true},
    {0},
};

static ouro_object *alias_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, "GenericAlias", names) ||
        !ouro_args_count(rt, "GenericAlias", count, 2, 2))
        return NULL;
    ouro_object *tuple = is_tuple(rt, args[1]) ? newref(args[1]) : ouro_tuple_pack(rt, 1, args[1]);
    ouro_object *self = tuple ? alias_alloc(rt, cls, args[0], tuple) : NULL;
    xdecref(rt, tuple);
    return self;
}

static bool alias_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    int64_t origin = 0, args;
    if (alias_of(self)->origin && !ouro_hash(rt, alias_of(self)->origin, &origin))
        return false;
    if (!ouro_hash(rt, alias_of(self)->args, &args))
        return false;
    *hash = origin ^ args;
    if (*hash == -1)
        *hash = -2;
    return true;
}

static bool is_alias(ouro_runtime *rt, ouro_object *object)
{
    return ouro_class_is_subclass(class_of(rt, object), builtin_class(rt, TYPE_GENERIC_ALIAS));
}

static ouro_object *alias_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    if (!is_alias(rt, a) || !is_alias(rt, b) || (op != COMPARE_EQ && op != COMPARE_NE))
        return rt->not_implemented;
    if (alias_of(a)->is_starred != alias_of(b)->is_starred)
        return bool_object(rt, op == COMPARE_NE);
    int is_equal = ouro_equal(rt, alias_of(a)->origin, alias_of(b)->origin);
    if (is_equal > 0)
        is_equal = ouro_equal(rt, alias_of(a)->args, alias_of(b)->args);
    return is_equal < 0 ? NULL : bool_object(rt, is_equal == (op == COMPARE_EQ));
}

/* ---- unions ---------------------------------------------------------------------------------- */

static bool may_be_in_union(ouro_runtime *rt, ouro_object *item)
{
    return item == rt->none || is_class(rt, item) || is_alias(rt, item) ||
           is_exact(item, TYPE_UNION_TYPE);
}

static bool add_member(ouro_runtime *rt, ouro_object *list, ouro_object *item)
{
    if (item == rt->none)
        item = &builtin_class(rt, TYPE_NONE)->core.base;
    if (is_exact(item, TYPE_UNION_TYPE)) {
        ouro_object *args = alias_of(item)->args;
        for (size_t i = 0; i < tuple_length(args); i++)
            if (!add_member(rt, list, tuple_at(args, i)))
                return false;
        return true;
    }
    for (size_t i = 0; i < list_length(list); i++) {
        ouro_object *member = list_at(list, i);
        int is_equal = member == item;
        if (!is_equal && is_alias(rt, member) && is_alias(rt, item))
            is_equal = ouro_equal(rt, member, item);
        if (is_equal)
            return is_equal > 0;
    }
    return ouro_list_append(rt, list, item);
}

ouro_object *ouro_union_new(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!may_be_in_union(rt, a) || !may_be_in_union(rt, b))
        return rt->not_implemented;
    ouro_object *list = ouro_list_new(rt, 2);
    ouro_object *result = NULL;
    if (list && add_member(rt, list, a) && add_member(rt, list, b)) {
        if (list_length(list) == 1) {
            result = newref(list_at(list, 0));
        } else {
            ouro_object *args = ouro_list_to_tuple(rt, list);
            result = args ? alias_alloc(rt, builtin_class(rt, TYPE_UNION_TYPE), NULL, args) : NULL;
            xdecref(rt, args);
        }
    }
    xdecref(rt, list);
    return result;
}

/* Members that are no classes, such as list[int], cannot be asked. */
static ouro_object *union_check(ouro_runtime *rt, ouro_object *self, ouro_object *item,
                                const char *function,
                                int (*test)(ouro_runtime *, ouro_object *, ouro_object *))
{
    ouro_object *args = alias_of(self)->args;
    for (size_t i = 0; i < tuple_length(args); i++) {
        if (is_alias(rt, tuple_at(args, i)))
            return ouro_raise(rt, EXC_TypeError,
                              "%s argument 2 cannot be a parameterized generic", function);
        int outcome = is_class(rt, tuple_at(args, i)) ? test(rt, item, tuple_at(args, i)) : 0;
        if (outcome)
            return outcome < 0 ? NULL : rt->true_;
    }
    return rt->false_;
}

static ouro_object *union_instancecheck(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    return union_check(rt, self, args[0], "isinstance()", ouro_is_instance);
}

static ouro_object *union_subclasscheck(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    if (!is_class(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "issubclass() arg 1 must be a class");
    return union_check(rt, self, args[0], "issubclass()", ouro_is_subclass);
}

static ouro_object *union_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    if (!is_exact(a, TYPE_UNION_TYPE) || !is_exact(b, TYPE_UNION_TYPE) ||
        (op != COMPARE_EQ && op != COMPARE_NE))
        return rt->not_implemented;
    ouro_object *x = ouro_set_new(rt, alias_of(a)->args);
    ouro_object *y = x ? ouro_set_new(rt, alias_of(b)->args) : NULL;
    int is_equal = y ? ouro_equal(rt, x, y) : -1;
    xdecref(rt, x);
    xdecref(rt, y);
    return is_equal < 0 ? NULL : bool_object(rt, is_equal == (op == COMPARE_EQ));
}

/* That of the frozenset of the members: their order does not matter. */
static bool union_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    ouro_object *set = ouro_frozenset_new(rt, alias_of(self)->args);
    bool is_done = set && ouro_hash(rt, set, hash);
    xdecref(rt, set);
    return is_done;
}

/* (int | str).__module__ is that of the class. */
static ouro_object *union_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    if (name == rt->name___module__)
        return ouro_getattr(rt, &class_of(rt, self)->core.base, name);
    return ouro_generic_getattr(rt, self, name);
}

static const struct ouro_method union_methods[] = {
    {"__instancecheck__", union_instancecheck, 1, 1, 0, NULL},
    {"__subclasscheck__", union_subclasscheck, 1, 1, 0, NULL},
    {0},
};

static const struct ouro_member union_members[] = {
    {"__args__", offsetof(struct alias, args), MEMBER_OBJECT, true}, {0}};

static void alias_clear(struct ouro_heap *heap, ouro_object *self)
{
    for (size_t i = 0; i < 3; i++)
        clearref(runtime_of(heap), &(&alias_of(self)->origin)[i]);
}

static void alias_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    alias_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void alias_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &((const struct alias *)(const void *)self)->origin, 3);
    ouro_class_traverse_instance(self, visitor);
}

bool ouro_generic_alias_class_init(ouro_runtime *rt)
{
    struct ouro_class *alias = builtin_class(rt, TYPE_GENERIC_ALIAS);
    struct ouro_class *united = builtin_class(rt, TYPE_UNION_TYPE);
    struct ouro_class *iterator = builtin_class(rt, TYPE_GENERIC_ALIAS_ITERATOR);
    struct ouro_class *all[] = {alias, united, iterator};
    for (size_t i = 0; i < 3; i++) {
        all[i]->core.instance_size = sizeof(struct alias);
        all[i]->core.dealloc = alias_dealloc;
        all[i]->core.traverse = alias_traverse;
    }
    alias->or_ = united->or_ = ouro_union_new;
    alias->getitem = alias_getitem;
    alias->create = alias_create;
    alias->repr = alias_repr;
    alias->hash = alias_hash;
    alias->compare = alias_compare;
    alias->getattr = alias_getattr;
    alias->call = alias_call;
    alias->iter = alias_iter;
    united->repr = union_repr;
    united->hash = union_hash;
    united->compare = union_compare;
    united->getattr = union_getattr;
    united->getitem = union_getitem;
    iterator->iter = ouro_generic_iter_self;
    iterator->next = iterator_next;
    return ouro_class_ready(rt, alias, alias_methods, alias_getsets, alias_members) &&
           ouro_class_ready(rt, united, union_methods, union_getsets, union_members) &&
           ouro_class_ready(rt, iterator, iterator_methods, NULL, NULL);
}
