/* Classes made at run time: bases, mro, layout, and what a class statement sets in motion. */
#include <string.h>

#include "base/bits.h"
#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/function.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/slots.h"
#include "types/str.h"
#include "types/tuple.h"

static struct ouro_class *as_class(ouro_object *object)
{
    return (struct ouro_class *)(void *)object;
}

/* ---- method resolution order: C3 (Barrett et al. 1996) --------------------------------------- */

static bool in_tail(ouro_object *sequence, size_t start, ouro_object *candidate)
{
    for (size_t i = start + 1; i < list_length(sequence); i++)
        if (list_at(sequence, i) == candidate)
            return true;
    return false;
}

static void *raise_no_order(ouro_runtime *rt, ouro_object *sequences, const size_t *heads)
{
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    ouro_object *seen = ouro_list_new(rt, 4);
    for (size_t i = 0; seen && i < list_length(sequences); i++) {
        ouro_object *sequence = list_at(sequences, i);
        if (heads[i] >= list_length(sequence))
            continue;
        ouro_object *head = list_at(sequence, heads[i]);
        bool is_known = false;
        for (size_t k = 0; k < list_length(seen); k++)
            is_known |= list_at(seen, k) == head;
        if (is_known || !ouro_list_append(rt, seen, head))
            continue;
        if (list_length(seen) > 1)
            ouro_str_builder_literal(&builder, ", ");
        ouro_str_builder_str(&builder, as_class(head)->name);
    }
    xdecref(rt, seen);
    ouro_object *text = ouro_str_builder_finish(&builder);
    if (text)
        ouro_raise(rt, EXC_TypeError,
                   "Cannot create a consistent method resolution\norder (MRO) for bases %U", text);
    xdecref(rt, text);
    return NULL;
}

/* Merges the lists in sequences: a head that is in no tail goes next. */
static bool merge(ouro_runtime *rt, ouro_object *result, ouro_object *sequences)
{
    size_t count = list_length(sequences);
    size_t *heads = ouro_buffer_alloc(rt, count * sizeof *heads);
    if (!heads)
        return false;
    memset(heads, 0, count * sizeof *heads);
    bool is_done = false;
    while (true) {
        ouro_object *next = NULL;
        bool is_empty = true;
        for (size_t i = 0; i < count && !next; i++) {
            ouro_object *sequence = list_at(sequences, i);
            if (heads[i] >= list_length(sequence))
                continue;
            is_empty = false;
            next = list_at(sequence, heads[i]);
            for (size_t k = 0; k < count && next; k++)
                if (in_tail(list_at(sequences, k), heads[k], next))
                    next = NULL;
        }
        if (is_empty) {
            is_done = true;
            break;
        }
        if (!next) {
            raise_no_order(rt, sequences, heads);
            break;
        }
        if (!ouro_list_append(rt, result, next))
            break;
        for (size_t i = 0; i < count; i++) {
            ouro_object *sequence = list_at(sequences, i);
            if (heads[i] < list_length(sequence) && list_at(sequence, heads[i]) == next)
                heads[i]++;
        }
    }
    ouro_buffer_free(rt, heads, count * sizeof *heads);
    return is_done;
}

static bool check_duplicates(ouro_runtime *rt, ouro_object *bases)
{
    for (size_t i = 0; i < tuple_length(bases); i++)
        for (size_t k = i + 1; k < tuple_length(bases); k++)
            if (tuple_at(bases, i) == tuple_at(bases, k))
                return ouro_raise(rt, EXC_TypeError, "duplicate base class %N",
                                  tuple_at(bases, i)) != NULL;
    return true;
}

/* The default mro() as a list. */
ouro_object *ouro_class_mro_list(ouro_runtime *rt, struct ouro_class *cls)
{
    if (!check_duplicates(rt, cls->bases))
        return NULL;
    ouro_object *sequences = ouro_list_new(rt, tuple_length(cls->bases) + 1);
    ouro_object *result = sequences ? ouro_list_new(rt, 4) : NULL;
    bool is_done = result && ouro_list_append(rt, result, &cls->core.base);
    for (size_t i = 0; is_done && i < tuple_length(cls->bases); i++) {
        ouro_object *list = ouro_to_list(rt, as_class(tuple_at(cls->bases, i))->mro);
        is_done = list && ouro_list_append_take(rt, sequences, list);
    }
    if (is_done) {
        ouro_object *list = ouro_to_list(rt, cls->bases);
        is_done = list && ouro_list_append_take(rt, sequences, list);
    }
    is_done = is_done && merge(rt, result, sequences);
    xdecref(rt, sequences);
    if (is_done)
        return result;
    xdecref(rt, result);
    return NULL;
}

/* ---- bases ----------------------------------------------------------------------------------- */

/* Ours all look alike, but CPython's have fields of their own: two such bases do not go together. */
static bool is_solid_exception(const struct ouro_class *cls)
{
    switch (cls->core.index) {
    case EXC_BaseException:
    case EXC_SystemExit:
    case EXC_StopIteration:
    case EXC_ImportError:
    case EXC_OSError:
    case EXC_NameError:
    case EXC_AttributeError:
    case EXC_SyntaxError:
    case EXC_UnicodeEncodeError:
    case EXC_UnicodeDecodeError:
    case EXC_UnicodeTranslateError:
    case EXC_BaseExceptionGroup:
        return true;
    default:
        return false;
    }
}

/* The class whose C struct decides how instances look: a built-in, or one that adds __slots__. */
static struct ouro_class *solid_base(struct ouro_class *cls)
{
    for (; cls->base; cls = cls->base) {
        if (!(cls->core.flags & OURO_TYPE_HEAP)) {
            /* Built-ins that only rename their base (the exceptions, bool) are not solid. */
            if (cls->core.instance_size != cls->base->core.instance_size ||
                cls->core.dealloc != cls->base->core.dealloc || is_solid_exception(cls))
                return cls;
            continue;
        }
        if (cls->slot_count != cls->base->slot_count)
            return cls;
    }
    return cls;
}

/* What a mro method of a metaclass gave: classes that can share an instance with cls. */
static bool check_mro(ouro_runtime *rt, struct ouro_class *cls, ouro_object *list)
{
    const struct ouro_class *solid = solid_base(cls);
    for (size_t i = 0; i < list_length(list); i++) {
        ouro_object *item = list_at(list, i);
        if (!is_class(rt, item))
            return ouro_raise(rt, EXC_TypeError, "mro() returned a non-class ('%T')", item) != NULL;
        if (!ouro_class_is_subclass(solid, solid_base(as_class(item))))
            return ouro_raise(rt, EXC_TypeError, "mro() returned base with unsuitable layout ('%N')",
                              as_class(item)) != NULL;
    }
    return true;
}

bool ouro_class_set_mro(ouro_runtime *rt, struct ouro_class *cls)
{
    ouro_object *list;
    ouro_object *method = NULL;
    if (!is_exact(&cls->core.base, TYPE_TYPE)) {
        ouro_object *name = ouro_str_intern_text(rt, "mro");
        ouro_object *found = name ? ouro_class_lookup(rt, class_of(rt, &cls->core.base), name) : NULL;
        if (found && !is_exact(found, TYPE_METHOD_DESCRIPTOR))
            method = ouro_lookup_special(rt, &cls->core.base, name);
        xdecref(rt, name);
        if (rt->error)
            return false;
    }
    if (method) {
        ouro_object *order = ouro_call0(rt, method);
        decref(rt, method);
        list = order ? ouro_to_list(rt, order) : NULL;
        xdecref(rt, order);
        if (list && !check_mro(rt, cls, list))
            clearref(rt, &list);
    } else {
        list = ouro_class_mro_list(rt, cls);
    }
    ouro_object *mro = list ? ouro_list_to_tuple(rt, list) : NULL;
    xdecref(rt, list);
    if (!mro)
        return false;
    setref_take(rt, &cls->mro, mro);
    return true;
}

static struct ouro_class *best_base(ouro_runtime *rt, ouro_object *bases)
{
    struct ouro_class *best = NULL, *winner = NULL;
    for (size_t i = 0; i < tuple_length(bases); i++) {
        ouro_object *object = tuple_at(bases, i);
        if (!is_class(rt, object))
            return ouro_raise(rt, EXC_TypeError, "bases must be types");
        struct ouro_class *base = as_class(object);
        if (!base->mro)
            return ouro_raise(rt, EXC_TypeError, "Cannot extend an incomplete type '%N'", base);
        if (!(base->core.flags & OURO_TYPE_BASE))
            return ouro_raise(rt, EXC_TypeError, "type '%s' is not an acceptable base type", base->core.name);
        struct ouro_class *candidate = solid_base(base);
        if (!winner || (candidate != winner && ouro_class_is_subclass(candidate, winner))) {
            winner = candidate;
            best = base;
        } else if (!ouro_class_is_subclass(winner, candidate)) {
            return ouro_raise(rt, EXC_TypeError, "multiple bases have instance lay-out conflict");
        }
    }
    return best;
}

struct ouro_class *ouro_class_most_derived_metaclass(ouro_runtime *rt, struct ouro_class *metaclass,
                                                     ouro_object *bases)
{
    for (size_t i = 0; i < tuple_length(bases); i++) {
        struct ouro_class *other = class_of(rt, tuple_at(bases, i));
        if (ouro_class_is_subclass(metaclass, other))
            continue;
        if (!ouro_class_is_subclass(other, metaclass))
            return ouro_raise(rt, EXC_TypeError,
                              "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                              "subclass of the metaclasses of all its bases");
        metaclass = other;
    }
    return metaclass;
}

/* ---- __slots__ ------------------------------------------------------------------------------- */

struct layout {
    ouro_object *slots; /* list of mangled names, or NULL: no __slots__ given */
    bool adds_dict, adds_weakref;
};

static ouro_object *mangle(ouro_runtime *rt, ouro_object *class_name, ouro_object *name)
{
    size_t length = ouro_str_length(name);
    bool is_private = length > 2 && ouro_str_at(name, 0) == '_' && ouro_str_at(name, 1) == '_' &&
                      !(ouro_str_at(name, length - 1) == '_' && ouro_str_at(name, length - 2) == '_');
    size_t start = 0, class_length = ouro_str_length(class_name);
    while (start < class_length && ouro_str_at(class_name, start) == '_')
        start++;
    if (!is_private || start == class_length)
        return newref(name);
    ouro_object *stem = ouro_str_substring(rt, class_name, start, class_length);
    ouro_object *mangled = stem ? ouro_str_format(rt, "_%U%U", stem, name) : NULL;
    xdecref(rt, stem);
    return mangled;
}

/* Whether CPython keeps items behind the fixed part of the instances: no room for slots there. */
static bool has_items(const struct ouro_class *base)
{
    return (base->core.flags & (CLASS_INT_SUBCLASS | CLASS_BYTES_SUBCLASS | CLASS_TUPLE_SUBCLASS |
                                CLASS_TYPE_SUBCLASS)) != 0;
}

static bool refuse_slots(ouro_runtime *rt, const struct ouro_class *base)
{
    return ouro_raise(rt, EXC_TypeError, "nonempty __slots__ not supported for subtype of '%N'",
                      base) != NULL;
}

static bool add_slot_name(ouro_runtime *rt, struct layout *layout, struct ouro_class *base,
                          ouro_object *class_name, ouro_object *namespace_dict, ouro_object *name)
{
    if (!is_str(rt, name))
        return ouro_raise(rt, EXC_TypeError, "__slots__ items must be strings, not '%T'", name) != NULL;
    if (!ouro_str_is_identifier(name))
        return ouro_raise(rt, EXC_TypeError, "__slots__ must be identifiers") != NULL;
    if (ouro_str_equal(name, rt->name___dict__)) {
        if (base->dict_offset || layout->adds_dict)
            return ouro_raise(rt, EXC_TypeError,
                              "__dict__ slot disallowed: we already got one") != NULL;
        layout->adds_dict = true;
        return true;
    }
    if (ouro_str_equal(name, rt->name___weakref__)) {
        if (base->core.flags & OURO_TYPE_WEAKREFABLE)
            return ouro_raise(rt, EXC_TypeError,
                              "__weakref__ slot disallowed: either we already got one, or "
                              "__itemsize__ != 0") != NULL;
        layout->adds_weakref = true;
        return true;
    }
    if (ouro_dict_peek(rt, namespace_dict, name) && !ouro_str_equal(name, rt->name___qualname__) &&
        !ouro_str_equal_text(name, "__classcell__"))
        return ouro_raise(rt, EXC_ValueError, "%R in __slots__ conflicts with class variable", name) != NULL;
    ouro_object *mangled = mangle(rt, class_name, name);
    if (!mangled)
        return false;
    ouro_str_intern(rt, &mangled);
    return ouro_list_append_take(rt, layout->slots, mangled);
}

static bool read_slots(ouro_runtime *rt, struct layout *layout, struct ouro_class *base,
                       ouro_object *class_name, ouro_object *namespace_dict)
{
    ouro_object *given = ouro_dict_peek_str(rt, namespace_dict, rt->name___slots__);
    if (!given) {
        /* A metaclass adds none: the attributes of its classes are in their own dicts. */
        layout->adds_dict = !base->dict_offset && !(base->core.flags & CLASS_TYPE_SUBCLASS);
        layout->adds_weakref = !has_items(base);
        return true;
    }
    layout->slots = ouro_list_new(rt, 4);
    if (!layout->slots)
        return false;
    if (is_str(rt, given)) {
        if (has_items(base))
            return refuse_slots(rt, base);
        if (!add_slot_name(rt, layout, base, class_name, namespace_dict, given))
            return false;
    } else {
        ouro_object *items = ouro_to_list(rt, given);
        bool is_done = items != NULL;
        if (items && list_length(items) && has_items(base))
            is_done = refuse_slots(rt, base);
        for (size_t i = 0; is_done && i < list_length(items); i++)
            is_done = add_slot_name(rt, layout, base, class_name, namespace_dict, list_at(items, i));
        xdecref(rt, items);
        if (!is_done)
            return false;
    }
    if (list_length(layout->slots) && base->core.flags & CLASS_VARIABLE_SIZE)
        return refuse_slots(rt, base);
    return ouro_list_sort(rt, layout->slots, NULL, false);
}

/* With __slots__, what the other bases give their instances comes along: a dict, weak references. */
static void add_from_bases(struct layout *layout, const struct ouro_class *base, ouro_object *bases)
{
    for (size_t i = 0; layout->slots && i < tuple_length(bases); i++) {
        const struct ouro_class *other = as_class(tuple_at(bases, i));
        if (other == base)
            continue;
        if (other->dict_offset && !base->dict_offset)
            layout->adds_dict = true;
        if ((other->core.flags & OURO_TYPE_WEAKREFABLE) && !has_items(base))
            layout->adds_weakref = true;
    }
}

/* Decides where instances keep their dict and slots. A dict beside slots is an ordinary pointer; an
 * instance with nothing but attributes gets the inline form. */
static void set_layout(struct ouro_class *cls, const struct layout *layout)
{
    const struct ouro_class *base = cls->base;
    uint32_t own = layout->slots ? list_length(layout->slots) : 0;
    uint32_t size = base->core.instance_size;
    bool is_plain_base = base->core.index == TYPE_OBJECT || base->dict_offset == DICT_INLINE;
    cls->slot_count = base->slot_count + own;
    cls->core.flags |= base->core.flags & (CLASS_VARIABLE_SIZE | OURO_TYPE_WEAKREFABLE);
    if (layout->adds_weakref)
        cls->core.flags |= OURO_TYPE_WEAKREFABLE;
    cls->dict_offset = base->dict_offset;
    if (base->core.index == TYPE_OBJECT)
        size = sizeof(ouro_object);
    if (layout->adds_dict || (own && base->dict_offset == DICT_INLINE)) {
        if (cls->core.flags & CLASS_VARIABLE_SIZE) {
            cls->dict_offset = DICT_TRAILING;
        } else if (is_plain_base && base->slot_count == 0 && own == 0) {
            cls->dict_offset = DICT_INLINE;
            size = sizeof(struct ouro_instance);
        } else if (base->dict_offset == DICT_INLINE) {
            cls->dict_offset = sizeof(ouro_object);
            size = 2 * sizeof(ouro_object);
        } else {
            size = (uint32_t)ouro_round_up(size, 8);
            cls->dict_offset = (int32_t)size;
            size += sizeof(ouro_object *);
        }
    }
    cls->slots_offset = (uint32_t)ouro_round_up(size, 8);
    if (own)
        size = cls->slots_offset + own * (uint32_t)sizeof(ouro_object *);
    cls->core.instance_size = size < 16 ? 16 : size;
    cls->core.kind = OURO_BLOCK_CONTAINER;
    cls->inline_count = base->inline_count;
}

static bool add_slot_members(ouro_runtime *rt, struct ouro_class *cls, ouro_object *slots)
{
    for (size_t i = 0; slots && i < list_length(slots); i++) {
        ouro_object *member = ouro_member_slot_new(rt, cls, list_at(slots, i),
                                                   cls->slots_offset + (uint32_t)(i * sizeof(void *)));
        bool is_done = member && ouro_dict_set(rt, cls->dict, list_at(slots, i), member);
        xdecref(rt, member);
        if (!is_done)
            return false;
    }
    return true;
}

/* ---- the __dict__ and __weakref__ attributes of instances ------------------------------------ */

/* A metaclass found this one before type's own: what a class has is told by that. */
static ouro_object *get_class_dict(ouro_runtime *rt, ouro_object *cls)
{
    struct ouro_class *type = builtin_class(rt, TYPE_TYPE);
    ouro_object *own = ouro_class_lookup(rt, type, rt->name___dict__);
    return own ? class_of(rt, own)->descr_get(rt, own, cls, &type->core.base) : NULL;
}

static ouro_object *get_instance_dict(ouro_runtime *rt, ouro_object *self)
{
    if (is_class(rt, self))
        return get_class_dict(rt, self);
    ouro_object *dict = ouro_instance_dict(rt, self);
    return dict ? newref(dict) : NULL;
}

static bool put_instance_dict(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (value && !is_dict(rt, value))
        return ouro_raise(rt, EXC_TypeError, "__dict__ must be set to a dictionary, not a '%T'", value) !=
               NULL;
    if (class_of(rt, self)->dict_offset == DICT_INLINE) {
        ouro_object *fresh = value ? newref(value) : ouro_dict_new(rt);
        bool is_done = fresh && ouro_instance_replace_dict(rt, self, fresh);
        xdecref(rt, fresh);
        return is_done;
    }
    ouro_object **slot = ouro_instance_dict_word(rt, self);
    if (!slot)
        return ouro_raise_attribute(rt, self, rt->name___dict__) != NULL;
    setref_take(rt, slot, xnewref(value));
    return true;
}

static ouro_object *get_weakref(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *first = (ouro_object *)(void *)ouro_class_first_weakref(rt, self);
    return first ? newref(first) : rt->none;
}

static const struct ouro_getset dict_getset = {"__dict__", get_instance_dict, put_instance_dict,
                                               "dictionary for instance variables (if defined)"};
static const struct ouro_getset weakref_getset = {
    "__weakref__", get_weakref, NULL, "list of weak references to the object (if defined)"};

static bool add_getset(ouro_runtime *rt, struct ouro_class *cls, const struct ouro_getset *getset,
                       ouro_object *name)
{
    ouro_object *descriptor = ouro_getset_new(rt, cls, getset);
    bool is_done = descriptor && ouro_dict_set(rt, cls->dict, name, descriptor);
    xdecref(rt, descriptor);
    return is_done;
}

static bool add_standard_entries(ouro_runtime *rt, struct ouro_class *cls, const struct layout *layout)
{
    if (!ouro_dict_peek_str(rt, cls->dict, rt->name___module__)) {
        ouro_object *globals = rt->vm_hooks.globals_peek ? rt->vm_hooks.globals_peek(rt) : NULL;
        ouro_object *module = globals ? ouro_dict_peek_str(rt, globals, rt->name___name__) : NULL;
        if (module && !ouro_dict_set(rt, cls->dict, rt->name___module__, module))
            return false;
    }
    if (layout->adds_dict && !ouro_dict_peek_str(rt, cls->dict, rt->name___dict__) &&
        !add_getset(rt, cls, &dict_getset, rt->name___dict__))
        return false;
    if (layout->adds_weakref && !(cls->base->core.flags & OURO_TYPE_WEAKREFABLE) &&
        !ouro_dict_peek_str(rt, cls->dict, rt->name___weakref__) &&
        !add_getset(rt, cls, &weakref_getset, rt->name___weakref__))
        return false;
    if (!ouro_dict_peek_str(rt, cls->dict, rt->name___doc__) &&
        !ouro_dict_set(rt, cls->dict, rt->name___doc__, rt->none))
        return false;
    return true;
}

/* __new__ is a static method; __init_subclass__ and __class_getitem__ are class methods, said or not. */
static bool wrap_special_functions(ouro_runtime *rt, struct ouro_class *cls)
{
    struct {
        ouro_object *name;
        ouro_object *(*wrap)(ouro_runtime *, ouro_object *);
    } specials[] = {
        {rt->name___new__, ouro_static_method_new},
        {rt->name___init_subclass__, ouro_class_method_new},
        {rt->name___class_getitem__, ouro_class_method_new},
    };
    for (size_t i = 0; i < 3; i++) {
        ouro_object *found = ouro_dict_peek_str(rt, cls->dict, specials[i].name);
        if (!found || !is_exact(found, TYPE_FUNCTION))
            continue;
        ouro_object *wrapped = specials[i].wrap(rt, found);
        bool is_done = wrapped && ouro_dict_set(rt, cls->dict, specials[i].name, wrapped);
        xdecref(rt, wrapped);
        if (!is_done)
            return false;
    }
    ouro_object *eq = ouro_dict_peek_str(rt, cls->dict, rt->name___eq__);
    if (eq && !ouro_dict_peek_str(rt, cls->dict, rt->name___hash__))
        return ouro_dict_set(rt, cls->dict, rt->name___hash__, rt->none);
    return true;
}

static bool fill_class_cell(ouro_runtime *rt, struct ouro_class *cls)
{
    ouro_object *cell = ouro_dict_peek_str(rt, cls->dict, rt->name___classcell__);
    if (!cell)
        return true;
    if (!is_exact(cell, TYPE_CELL))
        return ouro_raise(rt, EXC_TypeError, "__classcell__ must be a nonlocal cell, not <class '%T'>",
                          cell) != NULL;
    setref_take(rt, &((struct ouro_cell *)(void *)cell)->value, newref(&cls->core.base));
    return ouro_dict_remove(rt, cls->dict, rt->name___classcell__, NULL) >= 0;
}

static bool call_set_names(ouro_runtime *rt, struct ouro_class *cls)
{
    ouro_object *copy = ouro_dict_copy(rt, cls->dict);
    if (!copy)
        return false;
    size_t position = 0;
    ouro_object *key, *value;
    bool is_done = true;
    while (is_done && ouro_dict_next(copy, &position, &key, &value)) {
        if (!ouro_class_lookup(rt, class_of(rt, value), rt->name___set_name__))
            continue;
        ouro_object *args[] = {&cls->core.base, key};
        ouro_object *result = ouro_special_call(rt, value, rt->name___set_name__, args, 2, NULL);
        is_done = result != NULL;
        xdecref(rt, result);
        if (!is_done) { /* as CPython 3.11: the cause is wrapped */
            ouro_object *cause = ouro_error_take(rt);
            ouro_raise(rt, EXC_RuntimeError, "Error calling __set_name__ on '%T' instance %R in '%N'", value,
                       key, cls);
            if (rt->error && cause) {
                struct ouro_exception *error = (struct ouro_exception *)(void *)rt->error;
                setref_take(rt, &error->context, newref(cause));
                setref_take(rt, &error->cause, newref(cause));
                error->suppress_context = true;
            }
            xdecref(rt, cause);
        }
    }
    decref(rt, copy);
    return is_done;
}

static bool call_init_subclass(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *values,
                               ouro_object *names)
{
    ouro_object *super = ouro_call2(rt, &builtin_class(rt, TYPE_SUPER)->core.base, &cls->core.base,
                                    &cls->core.base);
    ouro_object *method = super ? ouro_getattr(rt, super, rt->name___init_subclass__) : NULL;
    ouro_object *result = method ? ouro_call(rt, method, values, 0, names) : NULL;
    xdecref(rt, super);
    xdecref(rt, method);
    xdecref(rt, result);
    return result != NULL;
}

/* ---- subclasses ------------------------------------------------------------------------------ */

static ouro_object *address_object(ouro_runtime *rt, const void *address)
{
    return ouro_int_new(rt, (int64_t)(uintptr_t)address);
}

bool ouro_class_add_subclass(ouro_runtime *rt, struct ouro_class *base, struct ouro_class *cls)
{
    if (!base->subclasses && !(base->subclasses = ouro_dict_new(rt)))
        return false;
    ouro_object *address = address_object(rt, cls);
    bool is_done = address && ouro_dict_set(rt, base->subclasses, address, address);
    xdecref(rt, address);
    return is_done;
}

void ouro_class_remove_subclass(ouro_runtime *rt, struct ouro_class *base, struct ouro_class *cls)
{
    if (!base->subclasses)
        return;
    ouro_object *saved = ouro_error_take(rt);
    ouro_object *address = address_object(rt, cls);
    if (address)
        ouro_dict_remove(rt, base->subclasses, address, NULL);
    xdecref(rt, address);
    ouro_error_clear(rt);
    ouro_error_restore(rt, saved);
}

/* ---- type(name, bases, namespace) ------------------------------------------------------------ */

static struct ouro_class *class_allocate(ouro_runtime *rt, struct ouro_class *metaclass)
{
    ouro_object *object = ouro_class_alloc(rt, metaclass, 0);
    if (!object)
        return NULL;
    struct ouro_class *cls = as_class(object);
    cls->core.flags = OURO_TYPE_HEAP | OURO_TYPE_BASE;
    if (!ouro_type_register(&rt->heap, &cls->core, 0)) {
        ouro_raise(rt, EXC_MemoryError, "too many classes: at most %d can exist at a time",
                   OURO_TYPES_MAX - 1);
        cls->core.index = 0;
        decref(rt, object);
        return NULL;
    }
    return cls;
}

static bool take_qualname(ouro_runtime *rt, struct ouro_class *cls)
{
    ouro_object *qualname = ouro_dict_peek_str(rt, cls->dict, rt->name___qualname__);
    if (!qualname) {
        cls->qualname = newref(cls->name);
        return true;
    }
    if (!is_str(rt, qualname))
        return ouro_raise(rt, EXC_TypeError, "type __qualname__ must be a str, not %T", qualname) != NULL;
    cls->qualname = newref(qualname);
    return ouro_dict_remove(rt, cls->dict, rt->name___qualname__, NULL) >= 0;
}

static void set_core(struct ouro_class *cls)
{
    const struct ouro_class *base = cls->base;
    cls->core.dealloc = base->core.dealloc;
    cls->core.traverse =
        base->core.traverse ? base->core.traverse : ouro_class_traverse_instance;
    cls->core.clear = ouro_class_clear_instance;
    cls->core.finalize = base->core.finalize;
    cls->core.size_of = ouro_class_instance_size;
    cls->core.flags |= base->core.flags &
                       (CLASS_SUBCLASS_MASK | CLASS_MATCH_SELF);
    for (size_t i = 0; i < tuple_length(cls->mro); i++)
        cls->core.flags |=
            as_class(tuple_at(cls->mro, i))->core.flags & (CLASS_SEQUENCE | CLASS_MAPPING);
}

static bool set_core_name(ouro_runtime *rt, struct ouro_class *cls)
{
    size_t size;
    ouro_object *owner;
    const char *text = ouro_str_utf8(rt, cls->name, &size, &owner);
    if (!text)
        return false;
    if (strlen(text) != size) {
        xdecref(rt, owner);
        return ouro_raise(rt, EXC_ValueError, "type name must not contain null characters") != NULL;
    }
    if (cls->core.name)
        ouro_mem_free(&rt->heap.mem, OURO_DOMAIN_MEM, (void *)(uintptr_t)cls->core.name);
    char *copy = ouro_mem_alloc(&rt->heap.mem, OURO_DOMAIN_MEM, size + 1);
    if (copy)
        memcpy(copy, text, size + 1);
    cls->core.name = copy;
    xdecref(rt, owner);
    return copy || ouro_raise_memory(rt);
}

bool ouro_class_rename(ouro_runtime *rt, struct ouro_class *cls, ouro_object *name)
{
    ouro_object *previous = cls->name;
    cls->name = newref(name);
    bool is_renamed = set_core_name(rt, cls);
    if (!is_renamed) {
        cls->name = previous;
        previous = name;
    }
    decref(rt, previous);
    return is_renamed;
}

static bool build(ouro_runtime *rt, struct ouro_class *cls, struct layout *layout)
{
    if (!take_qualname(rt, cls) || !add_standard_entries(rt, cls, layout) ||
        !wrap_special_functions(rt, cls) || !fill_class_cell(rt, cls) || !ouro_class_set_mro(rt, cls))
        return false;
    if (cls->dict_offset == DICT_INLINE) {
        if (!(cls->shape = ouro_shape_new_empty(rt)))
            return false;
    }
    if (!add_slot_members(rt, cls, layout->slots))
        return false;
    set_core(cls);
    ouro_slots_update(rt, cls, NULL);
    cls->core.flags |= CLASS_READY;
    for (size_t i = 0; i < tuple_length(cls->bases); i++)
        if (!ouro_class_add_subclass(rt, as_class(tuple_at(cls->bases, i)), cls))
            return false;
    return true;
}

ouro_object *ouro_class_new(ouro_runtime *rt, struct ouro_class *metaclass, ouro_object *name,
                            ouro_object *bases, ouro_object *namespace_dict,
                            ouro_object *const *kwarg_values, ouro_object *kwarg_names)
{
    ouro_object *own_bases = NULL;
    if (tuple_length(bases) == 0)
        own_bases = ouro_tuple_pack(rt, 1, builtin_class(rt, TYPE_OBJECT));
    else
        own_bases = is_exact(bases, TYPE_TUPLE)
                        ? newref(bases)
                        : ouro_tuple_from(rt, tuple_items(bases), tuple_length(bases));
    struct layout layout = {0};
    struct ouro_class *cls = NULL;
    struct ouro_class *base = own_bases ? best_base(rt, own_bases) : NULL;
    if (!base || !read_slots(rt, &layout, base, name, namespace_dict))
        goto fail;
    add_from_bases(&layout, base, own_bases);
    cls = class_allocate(rt, metaclass);
    if (!cls)
        goto fail;
    cls->name = newref(name);
    cls->base = as_class(newref(&base->core.base));
    cls->bases = newref(own_bases);
    cls->bases->user_flags |= TUPLE_BASES;
    cls->dict = ouro_dict_copy(rt, namespace_dict);
    set_layout(cls, &layout);
    cls->core.dealloc = base->core.dealloc;
    if (!cls->dict || !set_core_name(rt, cls) || !build(rt, cls, &layout) || !call_set_names(rt, cls) ||
        !call_init_subclass(rt, cls, kwarg_values, kwarg_names))
        goto fail;
    xdecref(rt, layout.slots);
    decref(rt, own_bases);
    return &cls->core.base;
fail:
    xdecref(rt, layout.slots);
    xdecref(rt, own_bases);
    if (cls)
        decref(rt, &cls->core.base);
    return NULL;
}
