/* Binding arguments to parameters, and calls of Python functions from C. */
#include <string.h>

#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/eval.h"

/* ---- the TypeErrors of a call ---- */

static bool name_list_add(struct ouro_str_builder *builder, ouro_object *name, size_t position,
                          size_t total)
{
    if (position > 0) {
        const char *joint = position + 1 < total ? ", " : total == 2 ? " and " : ", and ";
        if (!ouro_str_builder_literal(builder, joint))
            return false;
    }
    return ouro_str_builder_repr(builder, name);
}

/* Parameters first..end whose slot is empty and that have no default. */
static void raise_missing(ouro_runtime *rt, struct ouro_function *function, const char *kind,
                          ouro_object *const *slots, size_t first, size_t end)
{
    if (!ouro_code_thaw(rt, code_of(function->code)))
        return;
    ouro_object *all = code_of(function->code)->local_names;
    size_t total = 0, position = 0;
    for (size_t i = first; i < end; i++)
        total += !slots[i];
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    for (size_t i = first; i < end; i++)
        if (!slots[i])
            name_list_add(&builder, tuple_at(all, i), position++, total);
    ouro_object *list = ouro_str_builder_finish(&builder);
    if (!list)
        return;
    ouro_raise(rt, EXC_TypeError, "%U() missing %zu required %s argument%s: %U",
               ouro_function_qualname(function), total, kind, total == 1 ? "" : "s", list);
    decref(rt, list);
}

static void raise_too_many(ouro_runtime *rt, struct ouro_function *function,
                           ouro_object *const *slots, size_t given)
{
    struct ouro_code *code = code_of(function->code);
    size_t maximum = code->argument_count, keywords_given = 0;
    size_t default_count = function->defaults ? tuple_length(function->defaults) : 0;
    for (size_t i = maximum; i < maximum + code->keyword_only_count; i++)
        keywords_given += slots[i] != NULL;
    char takes[64], extra[96] = "";
    if (default_count)
        snprintf(takes, sizeof takes, "from %zu to %zu", maximum - default_count, maximum);
    else
        snprintf(takes, sizeof takes, "%zu", maximum);
    if (keywords_given)
        snprintf(extra, sizeof extra, " positional argument%s (and %zu keyword-only argument%s)",
                 given != 1 ? "s" : "", keywords_given, keywords_given != 1 ? "s" : "");
    ouro_raise(rt, EXC_TypeError, "%U() takes %s positional argument%s but %zu%s %s given",
               ouro_function_qualname(function), takes,
               default_count || maximum != 1 ? "s" : "", given, extra,
               given == 1 && !keywords_given ? "was" : "were");
}

/* Were positional-only parameters named? Then the TypeError is set. */
static bool raise_positional_only(ouro_runtime *rt, struct ouro_function *function,
                                  ouro_object *names)
{
    struct ouro_code *code = code_of(function->code);
    struct ouro_str_builder builder;
    size_t found = 0;
    ouro_str_builder_init(&builder, rt);
    for (size_t k = 0; k < code->positional_only_count; k++)
        for (size_t i = 0; i < tuple_length(names); i++) {
            ouro_object *parameter = tuple_at(code->local_names, k);
            ouro_object *name = tuple_at(names, i);
            if (name != parameter && !ouro_str_equal(name, parameter))
                continue;
            if (found++)
                ouro_str_builder_literal(&builder, ", ");
            ouro_str_builder_str(&builder, parameter);
        }
    ouro_object *list = ouro_str_builder_finish(&builder);
    if (found && list)
        ouro_raise(rt, EXC_TypeError,
                   "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                   ouro_function_qualname(function), list);
    xdecref(rt, list);
    return found != 0 || !list;
}

/* ---- binding ---- */

/* The parameter with this name that may be given by keyword; -1: none. */
static ptrdiff_t find_parameter(const struct ouro_code *code, ouro_object *name)
{
    ouro_object *const *names = tuple_items(code->local_names);
    size_t end = code->argument_count + code->keyword_only_count;
    for (size_t i = code->positional_only_count; i < end; i++)
        if (names[i] == name)
            return (ptrdiff_t)i;
    for (size_t i = code->positional_only_count; i < end; i++)
        if (ouro_str_equal(names[i], name))
            return (ptrdiff_t)i;
    return -1;
}

static bool bind_keyword(ouro_runtime *rt, struct ouro_function *function, ouro_object **slots,
                         ouro_object *extra, ouro_object *names, ouro_object *name,
                         ouro_object **value)
{
    struct ouro_code *code = code_of(function->code);
    if (!is_str(rt, name))
        return ouro_raise(rt, EXC_TypeError, "%U() keywords must be strings",
                          ouro_function_qualname(function)) != NULL;
    if (!ouro_code_thaw(rt, code))
        return false;
    ptrdiff_t index = find_parameter(code, name);
    if (index < 0) {
        if (extra)
            return ouro_dict_set(rt, extra, name, *value);
        if (code->positional_only_count && raise_positional_only(rt, function, names))
            return false;
        return ouro_raise(rt, EXC_TypeError, "%U() got an unexpected keyword argument '%S'",
                          ouro_function_qualname(function), name) != NULL;
    }
    if (slots[index])
        return ouro_raise(rt, EXC_TypeError, "%U() got multiple values for argument '%S'",
                          ouro_function_qualname(function), name) != NULL;
    slots[index] = *value;
    *value = NULL;
    return true;
}

static bool fill_defaults(ouro_runtime *rt, struct ouro_function *function, ouro_object **slots,
                          size_t given)
{
    struct ouro_code *code = code_of(function->code);
    size_t total = code->argument_count;
    size_t default_count = function->defaults ? tuple_length(function->defaults) : 0;
    size_t required = total > default_count ? total - default_count : 0;
    for (size_t i = given; i < required; i++)
        if (!slots[i]) {
            raise_missing(rt, function, "positional", slots, given, required);
            return false;
        }
    size_t skipped = default_count > total ? default_count - total : 0;
    for (size_t i = required > given ? required : given; i < total; i++)
        if (!slots[i])
            slots[i] = newref(tuple_at(function->defaults, i - required + skipped));
    return true;
}

static bool fill_keyword_defaults(ouro_runtime *rt, struct ouro_function *function,
                                  ouro_object **slots)
{
    struct ouro_code *code = code_of(function->code);
    size_t end = code->argument_count + code->keyword_only_count;
    bool is_missing = false;
    for (size_t i = code->argument_count; i < end; i++) {
        if (slots[i])
            continue;
        if (function->rare && function->rare->keyword_defaults) {
            if (!ouro_code_thaw(rt, code))
                return false;
            slots[i] = xnewref(ouro_dict_peek(rt, function->rare->keyword_defaults,
                                              tuple_at(code->local_names, i)));
            if (!slots[i] && rt->error)
                return false;
        }
        is_missing |= !slots[i];
    }
    if (is_missing)
        raise_missing(rt, function, "keyword-only", slots, code->argument_count, end);
    return !is_missing;
}

/* Moves the arguments into slots, which are all NULL. Those that were moved are NULL in values. */
static bool bind(ouro_runtime *rt, struct ouro_function *function, ouro_object **slots,
                 ouro_object **values, size_t count, ouro_object *names)
{
    struct ouro_code *code = code_of(function->code);
    size_t total = code->argument_count;
    size_t rest_index = total + code->keyword_only_count;
    ouro_object *extra = NULL;
    if (code->flags & CODE_VARKEYWORDS) {
        extra = ouro_dict_new(rt);
        if (!extra)
            return false;
        slots[rest_index + ((code->flags & CODE_VARARGS) != 0)] = extra;
    }
    size_t moved = count < total ? count : total;
    for (size_t i = 0; i < moved; i++) {
        slots[i] = values[i];
        values[i] = NULL;
    }
    if (code->flags & CODE_VARARGS) {
        slots[rest_index] = ouro_tuple_from(rt, values + moved, count - moved);
        if (!slots[rest_index])
            return false;
    }
    if (names)
        for (size_t i = 0; i < tuple_length(names); i++)
            if (!bind_keyword(rt, function, slots, extra, names, tuple_at(names, i),
                              &values[count + i]))
                return false;
    if (count > total && !(code->flags & CODE_VARARGS)) {
        raise_too_many(rt, function, slots, count);
        return false;
    }
    if (moved < total && !fill_defaults(rt, function, slots, moved))
        return false;
    return !code->keyword_only_count || fill_keyword_defaults(rt, function, slots);
}

static void drop_values(ouro_runtime *rt, ouro_object *const *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        xdecref(rt, values[i]);
}

struct ouro_frame *ouro_call_push(ouro_runtime *rt, struct ouro_function *function,
                                  ouro_object *const *args, size_t count, ouro_object *names)
{
    struct ouro_code *code = code_of(function->code);
    size_t total = count + (names ? tuple_length(names) : 0);
    struct ouro_frame *frame = frame_alloc(rt, code);
    if (!frame) {
        drop_values(rt, args, total);
        return NULL;
    }
    frame_init(frame, function, code);
    incref((ouro_object *)function);
    bool is_simple = !names && count == code->argument_count && !code->keyword_only_count &&
                     !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS));
    if (is_simple) {
        for (size_t i = 0; i < count; i++)
            frame->slots[i] = args[i];
        memset(frame->slots + count, 0, (code->local_count - count) * sizeof *args);
    } else {
        memset(frame->slots, 0, code->local_count * sizeof *args);
        ouro_object **values = (ouro_object **)(uintptr_t)args;
        bool is_bound = bind(rt, function, frame->slots, values, count, names);
        drop_values(rt, values, total);
        if (!is_bound) {
            ouro_frame_clear(rt, frame);
            frame_free(rt, frame);
            return NULL;
        }
    }
    if (code->flags & (CODE_OPTIMIZED | CODE_NEWLOCALS))
        return frame;
    frame->locals = newref(function->globals);
    return frame;
}

ouro_object *ouro_call_function(ouro_runtime *rt, ouro_object *function, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    enum { FEW = 8 };
    ouro_object *few[FEW] = {NULL};
    size_t total = count + (names ? tuple_length(names) : 0);
    ouro_object **values = few;
    if (total > FEW) {
        values = ouro_buffer_alloc(rt, total * sizeof *values);
        if (!values)
            return NULL;
    }
    for (size_t i = 0; i < total; i++)
        values[i] = newref(args[i]);
    struct ouro_frame *frame = ouro_call_push(rt, function_of(function), values, count, names);
    if (values != few)
        ouro_buffer_free(rt, values, total * sizeof *values);
    if (!frame)
        return NULL;
    frame->on_return = RETURN_TO_C;
    frame->previous = rt->vm->frame;
    return ouro_eval(rt, frame, false);
}

/* ---- f(*args, **kwargs) ---- */

static ouro_object *describe(ouro_runtime *rt, ouro_object *callable)
{
    ouro_object *qualname = NULL, *module = NULL, *text;
    if (ouro_getattr_optional(rt, callable, rt->name___qualname__, &qualname) <= 0 ||
        !is_str(rt, qualname)) {
        ouro_error_clear(rt);
        xdecref(rt, qualname);
        return ouro_str(rt, callable);
    }
    if (ouro_getattr_optional(rt, callable, rt->name___module__, &module) < 0)
        ouro_error_clear(rt);
    if (module && is_str(rt, module) && !ouro_str_equal_text(module, "builtins"))
        text = ouro_str_format(rt, "%U.%U()", module, qualname);
    else
        text = ouro_str_format(rt, "%U()", qualname);
    xdecref(rt, module);
    decref(rt, qualname);
    return text;
}

ouro_object *ouro_call_star_tuple(ouro_runtime *rt, ouro_object *callable, ouro_object *iterable)
{
    if (is_exact(iterable, TYPE_TUPLE))
        return newref(iterable);
    if (is_exact(iterable, TYPE_LIST))
        return ouro_list_to_tuple(rt, iterable);
    struct ouro_class *cls = class_of(rt, iterable);
    if (!cls->iter && !cls->getitem) {
        ouro_object *text = describe(rt, callable);
        if (text)
            ouro_raise(rt, EXC_TypeError, "%U argument after * must be an iterable, not %T", text,
                       iterable);
        xdecref(rt, text);
        return NULL;
    }
    return ouro_to_tuple(rt, iterable);
}

bool ouro_call_merge(ouro_runtime *rt, ouro_object *callable, ouro_object *dict,
                     ouro_object *mapping)
{
    if (ouro_dict_merge(rt, dict, mapping, 2))
        return true;
    if (ouro_error_is(rt, EXC_AttributeError)) {
        ouro_error_clear(rt);
        ouro_object *text = describe(rt, callable);
        if (text)
            ouro_raise(rt, EXC_TypeError, "%U argument after ** must be a mapping, not %T", text,
                       mapping);
        xdecref(rt, text);
    } else if (ouro_error_is(rt, EXC_KeyError)) {
        ouro_object *error = ouro_error_take(rt);
        ouro_object *args = ((struct ouro_exception *)(void *)error)->args;
        if (args && is_tuple(rt, args) && tuple_length(args) == 1) {
            ouro_object *text = describe(rt, callable), *key = tuple_at(args, 0);
            if (text && is_str(rt, key))
                ouro_raise(rt, EXC_TypeError, "%U got multiple values for keyword argument '%S'",
                           text, key);
            else if (text)
                ouro_raise(rt, EXC_TypeError, "%U keywords must be strings", text);
            xdecref(rt, text);
            decref(rt, error);
        } else {
            ouro_error_restore(rt, error);
        }
    }
    return false;
}

bool ouro_call_flatten(ouro_runtime *rt, ouro_object *args, ouro_object *kwargs,
                       ouro_object ***values, size_t *count, ouro_object **names, size_t *size)
{
    size_t positional = tuple_length(args);
    size_t keyword = kwargs ? dict_length(kwargs) : 0;
    *count = positional;
    *names = NULL;
    *size = (positional + keyword + 1) * sizeof **values;
    *values = ouro_buffer_alloc(rt, *size);
    if (!*values)
        return false;
    if (keyword) {
        *names = ouro_tuple_new(rt, keyword);
        if (!*names) {
            ouro_buffer_free(rt, *values, *size);
            return false;
        }
    }
    for (size_t i = 0; i < positional; i++)
        (*values)[i] = newref(tuple_at(args, i));
    size_t position = 0, i = 0;
    ouro_object *key, *value;
    bool is_good = true;
    while (keyword && ouro_dict_next(kwargs, &position, &key, &value)) {
        is_good = is_good && is_str(rt, key);
        tuple_items(*names)[i] = newref(key);
        (*values)[positional + i++] = newref(value);
    }
    if (is_good)
        return true;
    drop_values(rt, *values, positional + keyword);
    ouro_buffer_free(rt, *values, *size);
    clearref(rt, names);
    return ouro_raise(rt, EXC_TypeError, "keywords must be strings") != NULL;
}

ouro_object *ouro_call_extended(ouro_runtime *rt, ouro_object *callable, ouro_object *args,
                                ouro_object *kwargs)
{
    if (kwargs && dict_length(kwargs))
        return ouro_call_tuple(rt, callable, args, kwargs);
    return ouro_call(rt, callable, tuple_items(args), tuple_length(args), NULL);
}
