/* __build_class__: what a class statement calls. */
#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/eval.h"

/* Bases with what is not a class replaced by what its __mro_entries__ gives: the same tuple when
 * nothing is. Owned. */
static ouro_object *resolve_bases(ouro_runtime *rt, ouro_object *bases)
{
    ouro_object *list = NULL;
    for (size_t i = 0; i < tuple_length(bases); i++) {
        ouro_object *base = tuple_at(bases, i), *method = NULL;
        int found = is_class(rt, base)
                        ? 0
                        : ouro_getattr_optional(rt, base, rt->name___mro_entries__, &method);
        if (found < 0)
            goto fail;
        if (!found) {
            if (list && !ouro_list_append(rt, list, base))
                goto fail;
            continue;
        }
        ouro_object *entries = ouro_call1(rt, method, bases);
        decref(rt, method);
        if (!entries)
            goto fail;
        if (!is_tuple(rt, entries)) {
            ouro_raise(rt, EXC_TypeError, "__mro_entries__ must return a tuple");
            decref(rt, entries);
            goto fail;
        }
        if (!list)
            list = ouro_list_from(rt, tuple_items(bases), i);
        bool is_added = list && ouro_list_extend(rt, list, entries);
        decref(rt, entries);
        if (!is_added)
            goto fail;
    }
    if (!list)
        return newref(bases);
    ouro_object *result = ouro_list_to_tuple(rt, list);
    decref(rt, list);
    return result;
fail:
    xdecref(rt, list);
    return NULL;
}

/* The most derived of metaclass and the classes of the bases: borrowed. */
static struct ouro_class *derive_metaclass(ouro_runtime *rt, struct ouro_class *metaclass,
                                           ouro_object *bases)
{
    for (size_t i = 0; i < tuple_length(bases); i++) {
        struct ouro_class *candidate = class_of(rt, tuple_at(bases, i));
        if (ouro_class_is_subclass(metaclass, candidate))
            continue;
        if (!ouro_class_is_subclass(candidate, metaclass))
            return ouro_raise(rt, EXC_TypeError,
                              "metaclass conflict: the metaclass of a derived class must be a "
                              "(non-strict) subclass of the metaclasses of all its bases");
        metaclass = candidate;
    }
    return metaclass;
}

/* The namespace the body runs in. Owned. */
static ouro_object *prepare(ouro_runtime *rt, ouro_object *metaclass, ouro_object *name,
                            ouro_object *bases, ouro_object *const *keyword_values,
                            ouro_object *keyword_names)
{
    if (metaclass == (ouro_object *)builtin_class(rt, TYPE_TYPE))
        return ouro_dict_new(rt);
    ouro_object *method;
    int found = ouro_getattr_optional(rt, metaclass, rt->name___prepare__, &method);
    if (found <= 0)
        return found < 0 ? NULL : ouro_dict_new(rt);
    size_t keywords = keyword_names ? tuple_length(keyword_names) : 0;
    ouro_object **all = ouro_buffer_alloc(rt, (2 + keywords) * sizeof *all), *result = NULL;
    if (all) {
        all[0] = name;
        all[1] = bases;
        for (size_t i = 0; i < keywords; i++)
            all[2 + i] = keyword_values[i];
        result = ouro_call(rt, method, all, 2, keyword_names);
        ouro_buffer_free(rt, all, (2 + keywords) * sizeof *all);
    }
    decref(rt, method);
    if (result && !class_of(rt, result)->getitem) {
        if (is_class(rt, metaclass))
            ouro_raise(rt, EXC_TypeError, "%N.__prepare__() must return a mapping, not %T",
                       (struct ouro_class *)(void *)metaclass, result);
        else
            ouro_raise(rt, EXC_TypeError,
                       "<metaclass>.__prepare__() must return a mapping, not %T", result);
        clearref(rt, &result);
    }
    return result;
}

/* Runs the body; its result is the __class__ cell, or None. */
static ouro_object *run_body(ouro_runtime *rt, ouro_object *function, ouro_object *namespace_)
{
    incref(function);
    struct ouro_frame *frame = ouro_call_push(rt, function_of(function), NULL, 0, NULL);
    decref(rt, function);
    if (!frame)
        return NULL;
    setref_take(rt, &frame->locals, newref(namespace_));
    frame->on_return = RETURN_TO_C;
    frame->previous = rt->vm->frame;
    return ouro_eval(rt, frame, false);
}

static bool check_cell(ouro_runtime *rt, ouro_object *cell, ouro_object *cls, ouro_object *name)
{
    if (!is_class(rt, cls) || !is_exact(cell, TYPE_CELL))
        return true;
    ouro_object *value = ((struct ouro_cell *)(void *)cell)->value;
    if (value == cls)
        return true;
    if (!value)
        return ouro_raise(rt, EXC_RuntimeError,
                          "__class__ not set defining %R as %R. Was __classcell__ propagated to "
                          "type.__new__?", name, cls) != NULL;
    return ouro_raise(rt, EXC_TypeError, "__class__ set to %R defining %R as %R", value, name, cls) !=
           NULL;
}

struct build {
    ouro_object *function, *name, *bases, *original_bases, *metaclass, *namespace_;
    ouro_object **values;      /* of the keywords without metaclass: borrowed */
    ouro_object *keyword_names; /* tuple or NULL: owned */
    size_t keyword_count;
};

/* Splits metaclass= from the other keywords. */
static bool split_keywords(ouro_runtime *rt, struct build *build, ouro_object *const *values,
                           ouro_object *names)
{
    size_t total = tuple_length(names), kept = 0;
    build->values = ouro_buffer_alloc(rt, (total + 1) * sizeof *build->values);
    if (!build->values)
        return false;
    build->keyword_count = total;
    for (size_t i = 0; i < total; i++) {
        if (ouro_str_equal(tuple_at(names, i), rt->name_metaclass))
            build->metaclass = newref(values[i]);
        else
            build->values[kept++] = values[i];
    }
    if (!kept)
        return true;
    build->keyword_names = ouro_tuple_new(rt, kept);
    if (!build->keyword_names)
        return false;
    kept = 0;
    for (size_t i = 0; i < total; i++)
        if (!ouro_str_equal(tuple_at(names, i), rt->name_metaclass))
            tuple_items(build->keyword_names)[kept++] = newref(tuple_at(names, i));
    return true;
}

static bool find_metaclass(ouro_runtime *rt, struct build *build)
{
    if (!build->metaclass) {
        struct ouro_class *first = builtin_class(rt, TYPE_TYPE);
        if (tuple_length(build->bases))
            first = class_of(rt, tuple_at(build->bases, 0));
        build->metaclass = newref((ouro_object *)first);
    } else if (!is_class(rt, build->metaclass)) {
        return true;
    }
    struct ouro_class *winner =
        derive_metaclass(rt, (struct ouro_class *)(void *)build->metaclass, build->bases);
    if (!winner)
        return false;
    setref_take(rt, &build->metaclass, newref((ouro_object *)winner));
    return true;
}

static ouro_object *call_metaclass(ouro_runtime *rt, struct build *build)
{
    size_t keywords = build->keyword_names ? tuple_length(build->keyword_names) : 0;
    ouro_object **all = ouro_buffer_alloc(rt, (3 + keywords) * sizeof *all);
    if (!all)
        return NULL;
    all[0] = build->name;
    all[1] = build->bases;
    all[2] = build->namespace_;
    for (size_t i = 0; i < keywords; i++)
        all[3 + i] = build->values[i];
    ouro_object *cls = ouro_call(rt, build->metaclass, all, 3, build->keyword_names);
    ouro_buffer_free(rt, all, (3 + keywords) * sizeof *all);
    return cls;
}

static bool set_original_bases(ouro_runtime *rt, struct build *build)
{
    ouro_object *key = ouro_str_intern_text(rt, "__orig_bases__");
    bool is_set = key && ouro_setitem(rt, build->namespace_, key, build->original_bases);
    xdecref(rt, key);
    return is_set;
}

static ouro_object *build_class(ouro_runtime *rt, struct build *build)
{
    if (!find_metaclass(rt, build))
        return NULL;
    build->namespace_ = prepare(rt, build->metaclass, build->name, build->bases, build->values,
                                build->keyword_names);
    if (!build->namespace_)
        return NULL;
    ouro_object *cell = run_body(rt, build->function, build->namespace_);
    if (!cell)
        return NULL;
    ouro_object *cls = NULL;
    if (build->bases == build->original_bases ||
        set_original_bases(rt, build))
        cls = call_metaclass(rt, build);
    if (cls && !check_cell(rt, cell, cls, build->name))
        clearref(rt, &cls);
    decref(rt, cell);
    return cls;
}

ouro_object *ouro_class_build(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    if (count < 2)
        return ouro_raise(rt, EXC_TypeError, "__build_class__: not enough arguments");
    if (!is_exact(args[0], TYPE_FUNCTION))
        return ouro_raise(rt, EXC_TypeError, "__build_class__: func must be a function");
    if (!is_str(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "__build_class__: name is not a string");
    struct build build = {.function = args[0], .name = args[1]};
    ouro_object *cls = NULL;
    build.original_bases = ouro_tuple_from(rt, args + 2, count - 2);
    if (build.original_bases)
        build.bases = resolve_bases(rt, build.original_bases);
    if (build.bases && (!names || split_keywords(rt, &build, args + count, names)))
        cls = build_class(rt, &build);
    xdecref(rt, build.original_bases);
    xdecref(rt, build.bases);
    xdecref(rt, build.metaclass);
    xdecref(rt, build.namespace_);
    xdecref(rt, build.keyword_names);
    if (build.values)
        ouro_buffer_free(rt, build.values, (build.keyword_count + 1) * sizeof *build.values);
    return cls;
}
