/* list[int] and int | str: what subscripted and united classes are. */
#include <stddef.h>

#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

struct alias { /* of both classes */
    ouro_object base;
    ouro_object *origin;     /* NULL for a union */
    ouro_object *args;       /* tuple */
    ouro_object *parameters; /* tuple, or NULL until asked for */
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

/* A class by its qualified name, everything else by its repr. */
static bool write_item(struct ouro_str_builder *builder, ouro_object *item)
{
    ouro_runtime *rt = builder->rt;
    if (item == rt->ellipsis)
        return ouro_str_builder_literal(builder, "...");
    if (item == &builtin_class(rt, TYPE_NONE)->core.base)
        return ouro_str_builder_literal(builder, "None");
    if (!is_class(rt, item) || is_exact(item, TYPE_GENERIC_ALIAS))
        return ouro_str_builder_repr(builder, item);
    struct ouro_class *cls = (struct ouro_class *)(void *)item;
    ouro_object *module = ouro_class_module(rt, cls);
    bool is_builtin = !module || !is_str(rt, module) || ouro_str_equal_text(module, "builtins");
    bool is_done = is_builtin || (ouro_str_builder_str(builder, module) &&
                                  ouro_str_builder_literal(builder, "."));
    xdecref(rt, module);
    return is_done && ouro_str_builder_str(builder, cls->qualname);
}

static bool write_argument(struct ouro_str_builder *builder, ouro_object *item)
{
    if (!is_exact(item, TYPE_LIST))
        return write_item(builder, item);
    if (!ouro_str_builder_literal(builder, "["))
        return false;
    for (size_t i = 0; i < list_length(item); i++) {
        if (i && !ouro_str_builder_literal(builder, ", "))
            return false;
        if (!write_item(builder, list_at(item, i)))
            return false;
    }
    return ouro_str_builder_literal(builder, "]");
}

static ouro_object *alias_repr(ouro_runtime *rt, ouro_object *self)
{
    struct alias *alias = alias_of(self);
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    bool is_done = write_item(&builder, alias->origin) && ouro_str_builder_literal(&builder, "[");
    for (size_t i = 0; is_done && i < tuple_length(alias->args); i++)
        is_done = (i == 0 || ouro_str_builder_literal(&builder, ", ")) &&
                  write_argument(&builder, tuple_at(alias->args, i));
    if (is_done && tuple_length(alias->args) == 0)
        is_done = ouro_str_builder_literal(&builder, "()");
    is_done = is_done && ouro_str_builder_literal(&builder, "]");
    if (is_done)
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

static ouro_object *union_repr(ouro_runtime *rt, ouro_object *self)
{
    struct alias *alias = alias_of(self);
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    bool is_done = true;
    for (size_t i = 0; is_done && i < tuple_length(alias->args); i++)
        is_done = (i == 0 || ouro_str_builder_literal(&builder, " | ")) &&
                  write_item(&builder, tuple_at(alias->args, i));
    if (is_done)
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

/* ---- parameters: the type variables among the arguments -------------------------------------- */

static bool is_type_variable(ouro_runtime *rt, ouro_object *item)
{
    return !is_class(rt, item) &&
           ouro_class_lookup(rt, class_of(rt, item), rt->name___typing_subst__) != NULL;
}

static bool add_unique(ouro_runtime *rt, ouro_object *list, ouro_object *item)
{
    for (size_t i = 0; i < list_length(list); i++)
        if (list_at(list, i) == item)
            return true;
    return ouro_list_append(rt, list, item);
}

static ouro_object *make_parameters(ouro_runtime *rt, ouro_object *args)
{
    ouro_object *list = ouro_list_new(rt, 0);
    for (size_t i = 0; list && i < tuple_length(args); i++) {
        ouro_object *item = tuple_at(args, i), *inner = NULL;
        bool is_done = true;
        if (is_type_variable(rt, item)) {
            is_done = add_unique(rt, list, item);
        } else if (!is_class(rt, item)) {
            int outcome = ouro_getattr_optional(rt, item, rt->name___parameters__, &inner);
            is_done = outcome >= 0;
            for (size_t k = 0; outcome > 0 && is_done && is_tuple(rt, inner) && k < tuple_length(inner); k++)
                is_done = add_unique(rt, list, tuple_at(inner, k));
            if (outcome > 0)
                decref(rt, inner);
        }
        if (!is_done)
            clearref(rt, &list);
    }
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

static ouro_object *substitute(ouro_runtime *rt, ouro_object *item, ouro_object *parameters,
                               ouro_object *values)
{
    for (size_t i = 0; i < tuple_length(parameters); i++)
        if (tuple_at(parameters, i) == item)
            return newref(tuple_at(values, i));
    if (is_class(rt, item))
        return newref(item);
    ouro_object *inner;
    int outcome = ouro_getattr_optional(rt, item, rt->name___parameters__, &inner);
    if (outcome <= 0)
        return outcome < 0 ? NULL : newref(item);
    ouro_object *result = NULL;
    if (!is_tuple(rt, inner) || tuple_length(inner) == 0) {
        result = newref(item);
    } else {
        ouro_object *chosen = ouro_tuple_new(rt, tuple_length(inner));
        bool is_done = chosen != NULL;
        for (size_t i = 0; is_done && i < tuple_length(inner); i++) {
            ouro_object *value = substitute(rt, tuple_at(inner, i), parameters, values);
            if ((is_done = value != NULL))
                tuple_at(chosen, i) = value;
        }
        result = is_done ? ouro_getitem(rt, item, chosen) : NULL;
        xdecref(rt, chosen);
    }
    decref(rt, inner);
    return result;
}

static ouro_object *alias_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    struct alias *alias = alias_of(self);
    ouro_object *parameters = get_parameters(rt, self);
    if (!parameters)
        return NULL;
    ouro_object *values = is_tuple(rt, key) ? newref(key) : ouro_tuple_pack(rt, 1, key);
    ouro_object *args = NULL, *result = NULL;
    if (!values)
        goto done;
    size_t wanted = tuple_length(parameters), given = tuple_length(values);
    if (wanted == 0) {
        ouro_raise(rt, EXC_TypeError, "%R is not a generic class", self);
        goto done;
    }
    if (wanted != given) {
        ouro_raise(rt, EXC_TypeError, "Too %s arguments for %R; actual %zu, expected %zu",
                   given > wanted ? "many" : "few", self, given, wanted);
        goto done;
    }
    args = ouro_tuple_new(rt, tuple_length(alias->args));
    for (size_t i = 0; args && i < tuple_length(alias->args); i++) {
        ouro_object *item = substitute(rt, tuple_at(alias->args, i), parameters, values);
        if (!item)
            goto done;
        tuple_at(args, i) = item;
    }
    if (args)
        result = alias_alloc(rt, class_of(rt, self), alias->origin, args);
done:
    xdecref(rt, args);
    xdecref(rt, values);
    decref(rt, parameters);
    return result;
}

/* ---- an alias stands for its origin ---------------------------------------------------------- */

static bool is_own_attribute(ouro_object *name)
{
    static const char *const own[] = {"__origin__", "__args__", "__parameters__", "__mro_entries__",
                                      "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__",
                                      "__unpacked__", "__class__", "__instancecheck__",
                                      "__subclasscheck__", "__typing_unpacked_tuple_args__", NULL};
    for (size_t i = 0; own[i]; i++)
        if (ouro_str_equal_text(name, own[i]))
            return true;
    return false;
}

static ouro_object *alias_getattr(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    size_t length = ouro_str_length(name);
    bool is_special = length > 4 && ouro_str_at(name, 0) == '_' && ouro_str_at(name, 1) == '_';
    if (!is_own_attribute(name) && (!is_special || ouro_str_at(name, length - 1) != '_' ||
                                    !ouro_class_lookup(rt, class_of(rt, self), name)))
        return ouro_getattr(rt, alias_of(self)->origin, name);
    return ouro_generic_getattr(rt, self, name);
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
    {0},
};

static const struct ouro_getset alias_getsets[] = {{"__parameters__", get_parameters, NULL, NULL}, {0}};
static const struct ouro_member alias_members[] = {
    {"__origin__", offsetof(struct alias, origin), MEMBER_OBJECT, true},
    {"__args__", offsetof(struct alias, args), MEMBER_OBJECT, true},
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

static ouro_object *alias_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    if (!is_exact(a, TYPE_GENERIC_ALIAS) || !is_exact(b, TYPE_GENERIC_ALIAS) ||
        (op != COMPARE_EQ && op != COMPARE_NE))
        return rt->not_implemented;
    int is_equal = ouro_equal(rt, alias_of(a)->origin, alias_of(b)->origin);
    if (is_equal > 0)
        is_equal = ouro_equal(rt, alias_of(a)->args, alias_of(b)->args);
    return is_equal < 0 ? NULL : bool_object(rt, is_equal == (op == COMPARE_EQ));
}

/* ---- unions ---------------------------------------------------------------------------------- */

static bool may_be_in_union(ouro_runtime *rt, ouro_object *item)
{
    return item == rt->none || is_class(rt, item) || is_exact(item, TYPE_GENERIC_ALIAS) ||
           is_exact(item, TYPE_UNION_TYPE) || is_type_variable(rt, item);
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
        int is_equal = ouro_equal(rt, list_at(list, i), item);
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

static ouro_object *union_check(ouro_runtime *rt, ouro_object *self, ouro_object *item,
                                int (*test)(ouro_runtime *, ouro_object *, ouro_object *))
{
    ouro_object *args = alias_of(self)->args;
    for (size_t i = 0; i < tuple_length(args); i++) {
        int outcome = test(rt, item, tuple_at(args, i));
        if (outcome)
            return outcome < 0 ? NULL : rt->true_;
    }
    return rt->false_;
}

static ouro_object *union_instancecheck(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    return union_check(rt, self, args[0], ouro_is_instance);
}

static ouro_object *union_subclasscheck(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                        size_t count, ouro_object *names)
{
    return union_check(rt, self, args[0], ouro_is_subclass);
}

static ouro_object *union_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    if (!is_exact(a, TYPE_UNION_TYPE) || !is_exact(b, TYPE_UNION_TYPE) ||
        (op != COMPARE_EQ && op != COMPARE_NE))
        return rt->not_implemented;
    ouro_object *x = alias_of(a)->args, *y = alias_of(b)->args;
    int is_equal = tuple_length(x) == tuple_length(y);
    for (size_t i = 0; is_equal > 0 && i < tuple_length(x); i++)
        is_equal = ouro_contains(rt, y, tuple_at(x, i));
    return is_equal < 0 ? NULL : bool_object(rt, is_equal == (op == COMPARE_EQ));
}

static bool union_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    *hash = 0; /* order does not matter */
    for (size_t i = 0; i < tuple_length(alias_of(self)->args); i++) {
        int64_t item;
        if (!ouro_hash(rt, tuple_at(alias_of(self)->args, i), &item))
            return false;
        *hash ^= item * 31;
    }
    if (*hash == -1)
        *hash = -2;
    return true;
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

static ouro_object *alias_iter(ouro_runtime *rt, ouro_object *self)
{
    return ouro_raise(rt, EXC_TypeError, "'types.GenericAlias' object is not iterable");
}

bool ouro_generic_alias_class_init(ouro_runtime *rt)
{
    struct ouro_class *alias = builtin_class(rt, TYPE_GENERIC_ALIAS);
    struct ouro_class *united = builtin_class(rt, TYPE_UNION_TYPE);
    struct ouro_class *both[] = {alias, united};
    for (size_t i = 0; i < 2; i++) {
        both[i]->core.instance_size = sizeof(struct alias);
        both[i]->core.dealloc = alias_dealloc;
        both[i]->core.traverse = alias_traverse;
        both[i]->getitem = alias_getitem;
        both[i]->or_ = ouro_union_new;
    }
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
    return ouro_class_ready(rt, alias, alias_methods, alias_getsets, alias_members) &&
           ouro_class_ready(rt, united, union_methods, alias_getsets, union_members);
}
