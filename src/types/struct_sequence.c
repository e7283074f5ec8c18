#include "types/struct_sequence.h"

#include <stddef.h>
#include <string.h>

#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static ouro_object *fields_of(ouro_runtime *rt, ouro_object *cls)
{
    return ouro_getattr_text(rt, cls, "_fields_all");
}

static ouro_object *sequence_repr(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    struct ouro_class *cls = class_of(rt, self);
    ouro_object *fields = fields_of(rt, &cls->core.base);
    ouro_object *module = fields ? ouro_class_module(rt, cls) : NULL;
    if (!fields)
        return NULL;
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    bool is_builtin = module && ouro_str_equal_text(module, "builtins");
    bool is_done = (!module || is_builtin || (ouro_str_builder_str(&builder, module) &&
                                ouro_str_builder_literal(&builder, "."))) &&
                   ouro_str_builder_str(&builder, cls->qualname) &&
                   ouro_str_builder_literal(&builder, "(");
    for (size_t i = 0; is_done && i < tuple_length(self); i++)
        is_done = (i == 0 || ouro_str_builder_literal(&builder, ", ")) &&
                  ouro_str_builder_str(&builder, tuple_at(fields, i)) &&
                  ouro_str_builder_literal(&builder, "=") &&
                  ouro_str_builder_repr(&builder, tuple_at(self, i));
    is_done = is_done && ouro_str_builder_literal(&builder, ")");
    decref(rt, fields);
    xdecref(rt, module);
    if (is_done)
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

/* cls(sequence): of the visible length, or with values for hidden fields behind. */
static ouro_object *sequence_new(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    if (count < 2)
        return ouro_raise(rt, EXC_TypeError, "structseq() missing required argument 'sequence' (pos 1)");
    ouro_object *cls = args[0];
    ouro_object *fields = fields_of(rt, cls);
    ouro_object *visible = fields ? ouro_getattr_text(rt, cls, "n_sequence_fields") : NULL;
    ouro_object *given = visible ? ouro_to_tuple(rt, args[1]) : NULL;
    ouro_object *result = NULL;
    if (!given) {
        if (ouro_error_is(rt, EXC_TypeError))
            ouro_raise(rt, EXC_TypeError, "constructor requires a sequence");
        goto done;
    }
    size_t least = (size_t)ouro_int_value(visible), most = tuple_length(fields);
    size_t length = tuple_length(given);
    if (length < least || length > most) {
        const char *bound = least == most ? "a" : length < least ? "an at least" : "an at most";
        ouro_raise(rt, EXC_TypeError, "%s() takes %s %zu-sequence (%zu-sequence given)",
                   ((struct ouro_class *)(void *)cls)->core.name, bound, length < least ? least : most,
                   length);
        goto done;
    }
    ouro_object *items[32];
    for (size_t i = 0; i < most; i++)
        items[i] = i < length ? newref(tuple_at(given, i)) : rt->none;
    result = ouro_struct_sequence_new_take(rt, cls, items, most);
done:
    xdecref(rt, fields);
    xdecref(rt, visible);
    xdecref(rt, given);
    return result;
}

/* The attributes beyond the items live in the instance's dict, into which a program puts nothing. */
static bool sequence_setattr(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *value)
{
    ouro_object *found = NULL;
    int status = ouro_getattr_optional(rt, self, name, &found);
    if (status < 0)
        return false;
    if (status == 0) {
        ouro_object *module = ouro_class_module(rt, class_of(rt, self));
        if (module)
            ouro_raise(rt, EXC_AttributeError, "'%S.%T' object has no attribute %R", module, self, name);
        xdecref(rt, module);
        return false;
    }
    decref(rt, found);
    return ouro_raise(rt, EXC_AttributeError, "readonly attribute");
}

static const struct ouro_method repr_method = {"__repr__", sequence_repr, 0, 0, 0, NULL};
static const struct ouro_method new_method = {"__new__", sequence_new, 0, -1,
                                              METHOD_STATIC | METHOD_KEYWORDS, NULL};

static bool put(ouro_runtime *rt, ouro_object *dict, const char *key, ouro_object *value)
{
    bool is_done = value && ouro_dict_set_text(rt, dict, key, value);
    xdecref(rt, value);
    return is_done;
}

static ouro_object *names_tuple(ouro_runtime *rt, const char *const *fields, size_t count)
{
    ouro_object *tuple = ouro_tuple_new(rt, count);
    for (size_t i = 0; tuple && i < count; i++) {
        tuple_at(tuple, i) = ouro_str_intern_text(rt, fields[i]);
        if (!tuple_at(tuple, i))
            clearref(rt, &tuple);
    }
    return tuple;
}

/* A visible field whose name belongs to a hidden one as well is reached only by its position. */
static bool is_repeated(ouro_object *fields, size_t index)
{
    for (size_t i = index + 1; i < tuple_length(fields); i++)
        if (tuple_at(fields, i) == tuple_at(fields, index))
            return true;
    return false;
}

static bool add_members(ouro_runtime *rt, struct ouro_class *cls, ouro_object *fields, size_t visible_count)
{
    for (size_t i = 0; i < visible_count; i++) {
        if (is_repeated(fields, i))
            continue;
        struct ouro_member member = {
            .offset = (uint32_t)(offsetof(struct ouro_tuple, items) + i * sizeof(ouro_object *)),
            .kind = MEMBER_OBJECT,
            .is_readonly = true,
        };
        size_t size;
        ouro_object *owner;
        member.name = ouro_str_utf8(rt, tuple_at(fields, i), &size, &owner);
        ouro_object *descriptor = member.name ? ouro_member_new(rt, cls, &member) : NULL;
        xdecref(rt, owner);
        bool is_done = descriptor && ouro_dict_set(rt, cls->dict, tuple_at(fields, i), descriptor);
        xdecref(rt, descriptor);
        if (!is_done)
            return false;
    }
    return true;
}

ouro_object *ouro_struct_sequence_class_new(ouro_runtime *rt, const char *name,
                                            const char *const *fields, size_t visible_count)
{
    size_t count = 0;
    while (fields[count])
        count++;
    const char *dot = strrchr(name, '.');
    ouro_object *dict = ouro_dict_new(rt), *result = NULL;
    ouro_object *short_name = ouro_str_from(rt, dot + 1);
    ouro_object *names = names_tuple(rt, fields, count);
    size_t unnamed = 0;
    while (names && unnamed < visible_count && is_repeated(names, visible_count - 1 - unnamed))
        unnamed++;
    ouro_object *visible = names ? ouro_tuple_slice(rt, names, 0, visible_count - unnamed) : NULL;
    ouro_object *bases = ouro_tuple_pack(rt, 1, builtin_class(rt, TYPE_TUPLE));
    if (!dict || !short_name || !visible || !bases)
        goto done;
    if (!put(rt, dict, "__module__", ouro_str_new(rt, name, (size_t)(dot - name))) ||
        !put(rt, dict, "n_fields", ouro_int_new(rt, (int64_t)count)) ||
        !put(rt, dict, "n_sequence_fields", ouro_int_new(rt, (int64_t)visible_count)) ||
        !put(rt, dict, "n_unnamed_fields", ouro_int_new(rt, (int64_t)unnamed)) ||
        !ouro_dict_set_text(rt, dict, "__match_args__", visible) ||
        !ouro_dict_set_text(rt, dict, "_fields_all", names))
        goto done;
    result = ouro_class_new(rt, builtin_class(rt, TYPE_TYPE), short_name, bases, dict, NULL, NULL);
    if (!result)
        goto done;
    struct ouro_class *cls = (struct ouro_class *)(void *)result;
    if (!put(rt, cls->dict, "__repr__", ouro_method_descriptor_new(rt, cls, &repr_method)) ||
        !put(rt, cls->dict, "__new__", ouro_method_descriptor_new(rt, cls, &new_method)) ||
        !add_members(rt, cls, names, visible_count))
        clearref(rt, &result);
    else {
        ouro_class_modified(rt, cls, rt->name___repr__);
        ouro_class_modified(rt, cls, rt->name___new__);
        cls->setattr = sequence_setattr;
    }
done:
    xdecref(rt, dict);
    xdecref(rt, short_name);
    xdecref(rt, names);
    xdecref(rt, visible);
    xdecref(rt, bases);
    return result;
}

/* The names of all fields, without a request for memory: as many items are to be released when there is none.
 * Borrowed. */
static ouro_object *fields_peek(ouro_runtime *rt, const struct ouro_class *cls)
{
    size_t position = 0;
    ouro_object *key, *value;
    while (ouro_dict_next(cls->dict, &position, &key, &value))
        if (is_exact(key, TYPE_STR) && ouro_str_equal_text(key, "_fields_all"))
            return value;
    return NULL;
}

ouro_object *ouro_struct_sequence_new_take(ouro_runtime *rt, ouro_object *cls_object,
                                           ouro_object *const *items, size_t count)
{
    /* No class: who looked it up had no memory for that. */
    struct ouro_class *cls = (struct ouro_class *)(void *)cls_object;
    ouro_object *fields = cls ? xnewref(fields_peek(rt, cls)) : NULL;
    ouro_object *visible = fields ? ouro_getattr_text(rt, cls_object, "n_sequence_fields") : NULL;
    size_t visible_count = visible ? (size_t)ouro_int_value(visible) : 0;
    bool is_done = visible != NULL && count == tuple_length(fields);
    for (size_t i = 0; i < count; i++)
        is_done = is_done && items[i];
    ouro_object *self =
        is_done ? ouro_class_alloc(rt, cls, visible_count * sizeof(ouro_object *)) : NULL;
    if (self) {
        tuple_of(self)->length = visible_count;
        for (size_t i = 0; i < visible_count; i++)
            tuple_at(self, i) = items[i];
        for (size_t i = visible_count; i < count; i++) {
            ouro_object *dict = ouro_instance_dict(rt, self);
            is_done = is_done && dict && ouro_dict_set(rt, dict, tuple_at(fields, i), items[i]);
            decref(rt, items[i]);
        }
        if (!is_done)
            clearref(rt, &self);
    } else {
        for (size_t i = 0; i < count; i++)
            xdecref(rt, items[i]);
    }
    xdecref(rt, fields);
    xdecref(rt, visible);
    return self;
}
