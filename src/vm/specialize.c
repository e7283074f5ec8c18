#include "vm/specialize.h"

#include "types/descriptor.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/list.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"

/* Nothing fits: ask again later. */
static void back_off(uint32_t *ip)
{
    ip[1] = (uint32_t)-SPECIALIZE_BACKOFF;
}

static void back_off_shortly(uint32_t *ip)
{
    ip[1] = (uint32_t)-8;
}

static void become(uint32_t *ip, unsigned opcode)
{
    specialize_opcode(ip, opcode);
    ip[1] = 0;
}

unsigned ouro_specialize_general(unsigned opcode)
{
    switch (opcode) {
#define OURO_SPECIAL(name, general)                                                               \
    case OP_##name:                                                                               \
        return OP_##general;
#include "vm/special.def"
#undef OURO_SPECIAL
    default:
        return opcode;
    }
}

uint32_t *ouro_specialize_previous(const struct ouro_code *code, uint32_t *ip)
{
    uint32_t *at = code->instructions, *previous = NULL;
    while (at < ip) {
        previous = at;
        at += 1 + ouro_opcode_cache_words[ouro_specialize_general(ouro_word_opcode(*at))];
    }
    return at == ip ? previous : NULL;
}

/* The opcode of a load right before ip that may be fused, 0 if there is none. Most words that look
 * like one are, so the walk through the code is rarely in vain. */
static unsigned load_before(const struct ouro_frame *frame, uint32_t *ip, uint32_t **load)
{
    if (ip == frame->code->instructions)
        return 0;
    unsigned opcode = ouro_word_opcode(ip[-1]);
    if (opcode != OP_LOAD_FAST && opcode != OP_LOAD_FAST__LOAD_FAST &&
        opcode != OP_LOAD_FAST__LOAD_CONST && opcode != OP_LOAD_CONST)
        return 0;
    *load = ouro_specialize_previous(frame->code, ip);
    return *load == ip - 1 ? opcode : 0;
}

static ouro_object *instruction_name(const struct ouro_frame *frame, uint32_t index)
{
    return tuple_at(frame->code->names, index);
}

/* The version of a dict's keys and the address of the value of name; 0 if that cannot be had. */
static uint32_t slot_of(ouro_runtime *rt, ouro_object *dict, ouro_object *name, ouro_object ***slot)
{
    if (!is_exact(dict, TYPE_DICT))
        return 0;
    ptrdiff_t position = ouro_dict_position(rt, dict, name);
    if (position < 0)
        return 0;
    uint32_t version = ouro_dict_keys_version(rt, dict);
    if (version)
        *slot = ouro_dict_value_slot(dict, (size_t)position);
    return version;
}

void ouro_specialize_load_global(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip)
{
    ouro_object *name = instruction_name(frame, ouro_word_argument(*ip) >> 1), **slot;
    back_off(ip);
    if (!is_exact(frame_globals(frame), TYPE_DICT) || !is_exact(frame_builtins(rt, frame), TYPE_DICT))
        return;
    uint32_t version = slot_of(rt, frame_globals(frame), name, &slot);
    if (version) {
        ip[2] = version;
        cache_pointer_set(ip + 3, slot);
        specialize_opcode(ip, OP_LOAD_GLOBAL_MODULE);
        return;
    }
    if (ouro_dict_peek_str(rt, frame_globals(frame), name))
        return;
    uint32_t builtins_version = slot_of(rt, frame_builtins(rt, frame), name, &slot);
    version = builtins_version ? ouro_dict_keys_version(rt, frame_globals(frame)) : 0;
    if (!version)
        return;
    ip[1] = builtins_version;
    ip[2] = version;
    cache_pointer_set(ip + 3, slot);
    specialize_opcode(ip, OP_LOAD_GLOBAL_BUILTIN);
}

/* ---- attributes ---- */

static bool fill_module(ouro_runtime *rt, uint32_t *ip, ouro_object *module, ouro_object *name)
{
    ouro_object **slot;
    struct ouro_class *cls = class_of(rt, module);
    if (!is_exact(module, TYPE_MODULE) || ouro_class_lookup(rt, cls, name))
        return false;
    uint32_t version = slot_of(rt, ouro_module_dict(module), name, &slot);
    if (!version)
        return false;
    ip[2] = version;
    cache_pointer_set(ip + 3, slot);
    return true;
}

/* An attribute of a class that reading gives as it stands in a dict of its mro. */
static bool fill_class(ouro_runtime *rt, uint32_t *ip, ouro_object *object, ouro_object *name)
{
    struct ouro_class *cls = (struct ouro_class *)(void *)object;
    if (!is_exact(object, TYPE_TYPE) || ouro_class_lookup(rt, builtin_class(rt, TYPE_TYPE), name))
        return false;
    ouro_object *found = ouro_class_lookup(rt, cls, name);
    if (!found || (!is_exact(found, TYPE_FUNCTION) && class_of(rt, found)->descr_get))
        return false;
    uint32_t version = ouro_class_version(rt, cls);
    if (!version)
        return false;
    ip[2] = version;
    cache_pointer_set(ip + 5, found);
    return true;
}

static bool is_plain_function(ouro_object *object, size_t arguments)
{
    if (!object || !is_exact(object, TYPE_FUNCTION))
        return false;
    const struct ouro_code *code = code_of(function_of(object)->code);
    return code->argument_count == arguments && !code->keyword_only_count &&
           (code->flags & (CODE_OPTIMIZED | CODE_NEWLOCALS | CODE_VARARGS | CODE_VARKEYWORDS)) ==
               (CODE_OPTIMIZED | CODE_NEWLOCALS);
}

static bool fill_slot(uint32_t *ip, struct ouro_class *cls, ouro_object *found)
{
    if (!is_exact(found, TYPE_MEMBER_DESCRIPTOR))
        return false;
    struct ouro_member_descriptor *member = (struct ouro_member_descriptor *)(void *)found;
    if (member->kind != MEMBER_OBJECT_STRICT || member->is_readonly ||
        !ouro_class_is_subclass(cls, member->owner))
        return false;
    ip[3] = member->offset;
    return true;
}

static bool fill_property(ouro_runtime *rt, uint32_t *ip, ouro_object *property)
{
    ouro_object *getter = ouro_getattr(rt, property, rt->name_fget);
    if (!getter)
        ouro_error_clear(rt);
    bool is_good = is_plain_function(getter, 1);
    if (is_good)
        cache_pointer_set(ip + 5, getter); /* the property holds it */
    xdecref(rt, getter);
    return is_good;
}

void ouro_specialize_load_attr(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                               ouro_object *object)
{
    ouro_object *name = instruction_name(frame, ouro_word_argument(*ip));
    struct ouro_class *cls = class_of(rt, object);
    back_off(ip);
    if (is_exact(object, TYPE_MODULE)) {
        if (fill_module(rt, ip, object, name))
            become(ip, OP_LOAD_ATTR_MODULE);
        return;
    }
    if (is_class(rt, object)) {
        if (fill_class(rt, ip, object, name))
            become(ip, OP_LOAD_ATTR_CLASS);
        return;
    }
    if (cls->getattr != ouro_generic_getattr)
        return;
    ouro_object *found = ouro_class_lookup(rt, cls, name);
    uint32_t version = ouro_class_version(rt, cls);
    if (!version)
        return;
    ip[2] = version;
    if (found && is_exact(found, TYPE_PROPERTY)) {
        if (fill_property(rt, ip, found))
            become(ip, OP_LOAD_ATTR_PROPERTY);
        return;
    }
    if (found && fill_slot(ip, cls, found)) {
        become(ip, OP_LOAD_ATTR_SLOT);
        return;
    }
    /* An object of a class that can still become a descriptor guards nothing. */
    if (found && (class_of(rt, found)->core.flags & OURO_TYPE_HEAP) && !is_class(rt, found))
        return;
    if (found && class_of(rt, found)->descr_set)
        return;
    struct ouro_shape *shape = NULL;
    if (cls->dict_offset == DICT_INLINE) {
        if (ouro_instance_has_dict(instance_of(object)))
            return;
        shape = ouro_instance_shape(instance_of(object));
        int32_t index = ouro_shape_find(shape, name);
        cache_pointer_set(ip + 3, shape);
        if (index >= 0) {
            uint32_t *load;
            unsigned before = load_before(frame, ip, &load);
            ip[5] = (uint32_t)index;
            become(ip, OP_LOAD_ATTR_INSTANCE);
            if (before == OP_LOAD_FAST)
                specialize_opcode(load, OP_FAST_ATTR);
            else if (before == OP_LOAD_FAST__LOAD_FAST)
                specialize_opcode(load, OP_FAST_FAST_ATTR);
            return;
        }
    } else if (cls->dict_offset != DICT_NONE) {
        return;
    }
    if (found && !class_of(rt, found)->descr_get) {
        cache_pointer_set(ip + 3, shape);
        cache_pointer_set(ip + 5, found);
        become(ip, OP_LOAD_ATTR_CONSTANT);
    }
}

void ouro_specialize_load_method(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                                 ouro_object *object)
{
    ouro_object *name = instruction_name(frame, ouro_word_argument(*ip));
    struct ouro_class *cls = class_of(rt, object);
    back_off(ip);
    if (is_exact(object, TYPE_MODULE)) {
        if (fill_module(rt, ip, object, name))
            become(ip, OP_LOAD_METHOD_MODULE);
        return;
    }
    if (is_class(rt, object)) {
        if (fill_class(rt, ip, object, name))
            become(ip, OP_LOAD_METHOD_CLASS);
        return;
    }
    if (cls->getattr != ouro_generic_getattr)
        return;
    ouro_object *found = ouro_class_lookup(rt, cls, name);
    uint32_t version = ouro_class_version(rt, cls);
    if (!version || !found || !(class_of(rt, found)->core.flags & CLASS_METHOD_DESCRIPTOR))
        return;
    ip[2] = version;
    cache_pointer_set(ip + 5, found);
    if (cls->dict_offset == DICT_NONE) {
        become(ip, OP_LOAD_METHOD_PLAIN);
    } else if (cls->dict_offset == DICT_INLINE && !ouro_instance_has_dict(instance_of(object))) {
        struct ouro_shape *shape = ouro_instance_shape(instance_of(object));
        if (ouro_shape_find(shape, name) >= 0)
            return;
        cache_pointer_set(ip + 3, shape);
        become(ip, OP_LOAD_METHOD_INSTANCE);
    }
}

void ouro_specialize_store_attr(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                                ouro_object *object)
{
    ouro_object *name = instruction_name(frame, ouro_word_argument(*ip));
    struct ouro_class *cls = class_of(rt, object);
    back_off(ip);
    if (cls->setattr != ouro_generic_setattr || is_class(rt, object))
        return;
    uint32_t version = ouro_class_version(rt, cls);
    if (!version)
        return;
    ouro_object *found = ouro_class_lookup(rt, cls, name);
    ip[2] = version;
    if (found && fill_slot(ip, cls, found)) {
        become(ip, OP_STORE_ATTR_SLOT);
        return;
    }
    if ((found && class_of(rt, found)->descr_set) || cls->dict_offset != DICT_INLINE ||
        ouro_instance_has_dict(instance_of(object)))
        return;
    struct ouro_shape *shape = ouro_instance_shape(instance_of(object));
    int32_t index = ouro_shape_find(shape, name);
    if (index >= 0) {
        cache_pointer_set(ip + 3, shape);
        specialize_opcode(ip, OP_STORE_ATTR_INSTANCE);
        ip[1] = (uint32_t)index;
        return;
    }
    struct ouro_shape *child = ouro_shape_add(rt, shape, name);
    if (child && child->count <= object->user_flags) {
        cache_pointer_set(ip + 3, child);
        become(ip, OP_STORE_ATTR_ADD);
    } else {
        back_off_shortly(ip); /* the next instances have more room */
    }
}

/* ---- items ---- */

void ouro_specialize_subscr(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                            ouro_object *object, ouro_object *key)
{
    bool has_small_int = ouro_int_is_small_exact(key);
    back_off(ip);
    if (is_exact(object, TYPE_LIST) && has_small_int) {
        uint32_t *load;
        become(ip, OP_BINARY_SUBSCR_LIST_INT);
        if (load_before(frame, ip, &load) == OP_LOAD_FAST__LOAD_FAST)
            specialize_opcode(load, OP_FAST_FAST_SUBSCR_LIST);
    } else if (is_exact(object, TYPE_TUPLE) && has_small_int) {
        become(ip, OP_BINARY_SUBSCR_TUPLE_INT);
    } else if (is_exact(object, TYPE_STR) && has_small_int) {
        become(ip, OP_BINARY_SUBSCR_STR_INT);
    } else if (is_exact(object, TYPE_DICT)) {
        become(ip, OP_BINARY_SUBSCR_DICT);
    } else {
        struct ouro_class *cls = class_of(rt, object);
        if (!(cls->core.flags & OURO_TYPE_HEAP) || is_class(rt, object))
            return;
        uint32_t version = ouro_class_version(rt, cls);
        if (version && is_plain_function(ouro_class_lookup(rt, cls, rt->name___getitem__), 2)) {
            ip[2] = version;
            become(ip, OP_BINARY_SUBSCR_PYTHON);
        }
    }
}

void ouro_specialize_store_subscr(ouro_runtime *rt, uint32_t *ip, ouro_object *object,
                                  ouro_object *key)
{
    back_off(ip);
    if (is_exact(object, TYPE_LIST) && ouro_int_is_small_exact(key))
        become(ip, OP_STORE_SUBSCR_LIST_INT);
    else if (is_exact(object, TYPE_DICT))
        become(ip, OP_STORE_SUBSCR_DICT);
}

/* ---- operators ---- */

static unsigned int_form(unsigned op)
{
    switch (op) {
    case BINARY_ADD: return OP_BINARY_OP_ADD_INT;
    case BINARY_SUBTRACT: return OP_BINARY_OP_SUBTRACT_INT;
    case BINARY_MULTIPLY: return OP_BINARY_OP_MULTIPLY_INT;
    case BINARY_FLOOR_DIVIDE: return OP_BINARY_OP_FLOOR_DIVIDE_INT;
    case BINARY_REMAINDER: return OP_BINARY_OP_REMAINDER_INT;
    case BINARY_AND:
    case BINARY_OR:
    case BINARY_XOR: return OP_BINARY_OP_BITS_INT;
    case BINARY_LSHIFT:
    case BINARY_RSHIFT: return OP_BINARY_OP_SHIFT_INT;
    default: return 0;
    }
}

static unsigned float_form(unsigned op)
{
    switch (op) {
    case BINARY_ADD: return OP_BINARY_OP_ADD_FLOAT;
    case BINARY_SUBTRACT: return OP_BINARY_OP_SUBTRACT_FLOAT;
    case BINARY_MULTIPLY: return OP_BINARY_OP_MULTIPLY_FLOAT;
    case BINARY_TRUE_DIVIDE: return OP_BINARY_OP_DIVIDE_FLOAT;
    default: return 0;
    }
}

/* The local that the instruction after this one stores to; -1: another instruction. */
static int64_t stored_local(const uint32_t *next)
{
    if (ouro_word_opcode(*next) == OP_STORE_FAST)
        return ouro_word_argument(*next);
    if (ouro_word_opcode(*next) == OP_STORE_FAST__LOAD_FAST)
        return ouro_word_argument(*next) & OURO_FUSED_MAX;
    return -1;
}

/* The form for a load and the binary operation behind it; 0: none. */
static unsigned fused_form(unsigned form, unsigned load)
{
    if (load == OP_LOAD_CONST)
        return form >= OP_BINARY_OP_ADD_INT && form <= OP_BINARY_OP_BITS_INT ? OP_CONST_BINARY_INT : 0;
    bool has_constant = load == OP_LOAD_FAST__LOAD_CONST;
    if (!has_constant && load != OP_LOAD_FAST__LOAD_FAST)
        return 0;
    switch (form) {
    case OP_BINARY_OP_ADD_INT: return has_constant ? OP_FAST_CONST_ADD_INT : OP_FAST_FAST_ADD_INT;
    case OP_BINARY_OP_SUBTRACT_INT:
        return has_constant ? OP_FAST_CONST_SUBTRACT_INT : OP_FAST_FAST_SUBTRACT_INT;
    case OP_BINARY_OP_MULTIPLY_INT: return has_constant ? 0 : OP_FAST_FAST_MULTIPLY_INT;
    case OP_BINARY_OP_ADD_FLOAT: return has_constant ? 0 : OP_FAST_FAST_ADD_FLOAT;
    case OP_BINARY_OP_SUBTRACT_FLOAT: return has_constant ? 0 : OP_FAST_FAST_SUBTRACT_FLOAT;
    case OP_BINARY_OP_MULTIPLY_FLOAT: return has_constant ? 0 : OP_FAST_FAST_MULTIPLY_FLOAT;
    default: return 0;
    }
}

void ouro_specialize_binary_op(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                               ouro_object *a, ouro_object *b)
{
    unsigned op = ouro_word_argument(*ip) & (OURO_BINARY_IN_PLACE - 1), form = 0;
    back_off(ip);
    if (ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b)) {
        form = int_form(op);
    } else if (is_exact(a, TYPE_FLOAT) && is_exact(b, TYPE_FLOAT)) {
        form = float_form(op);
    } else if (is_exact(a, TYPE_STR) && is_exact(b, TYPE_STR) && op == BINARY_ADD) {
        int64_t local = stored_local(ip + 1 + CACHE_WORDS_BINARY_OP);
        form = local >= 0 && frame->slots[local] == a ? OP_BINARY_OP_APPEND_STR
                                                      : OP_BINARY_OP_ADD_STR;
    }
    if (!form)
        return;
    become(ip, form);
    uint32_t *load;
    unsigned fused = fused_form(form, load_before(frame, ip, &load));
    if (fused)
        specialize_opcode(load, fused);
}

static bool is_truth_jump(uint32_t word)
{
    switch (ouro_word_opcode(word)) {
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_POP_JUMP_BACKWARD_IF_FALSE:
    case OP_POP_JUMP_BACKWARD_IF_TRUE: return true;
    default: return false;
    }
}

/* A load and the comparison with its jump behind it. */
static void fuse_compare(struct ouro_frame *frame, uint32_t *ip, bool is_float)
{
    uint32_t *load;
    unsigned before = load_before(frame, ip, &load), fused = 0;
    if (before == OP_LOAD_FAST__LOAD_FAST)
        fused = is_float ? OP_FAST_FAST_COMPARE_FLOAT : OP_FAST_FAST_COMPARE_INT;
    else if (before == OP_LOAD_FAST__LOAD_CONST && !is_float)
        fused = OP_FAST_CONST_COMPARE_INT;
    else if (before == OP_LOAD_CONST && !is_float)
        fused = OP_CONST_COMPARE_INT;
    if (fused)
        specialize_opcode(load, fused);
}

void ouro_specialize_compare(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                             ouro_object *a, ouro_object *b)
{
    unsigned op = ouro_word_argument(*ip);
    bool has_jump = is_truth_jump(ip[1 + CACHE_WORDS_COMPARE_OP]);
    back_off(ip);
    if (ouro_int_is_small_exact(a) && ouro_int_is_small_exact(b)) {
        become(ip, has_jump ? OP_COMPARE_OP_INT_JUMP : OP_COMPARE_OP_INT);
        if (has_jump)
            fuse_compare(frame, ip, false);
    } else if (has_jump && is_exact(a, TYPE_FLOAT) && is_exact(b, TYPE_FLOAT)) {
        become(ip, OP_COMPARE_OP_FLOAT_JUMP);
        fuse_compare(frame, ip, true);
    } else if (has_jump && is_exact(a, TYPE_STR) && is_exact(b, TYPE_STR) &&
             (op == COMPARE_EQ || op == COMPARE_NE))
        become(ip, OP_COMPARE_OP_STR_JUMP);
}

/* ---- iteration ---- */

void ouro_specialize_for_iter(ouro_runtime *rt, uint32_t *ip, ouro_object *iterator)
{
    back_off(ip);
    switch (iterator->type_index) {
    case TYPE_LIST_ITERATOR:
        become(ip, OP_FOR_ITER_LIST);
        break;
    case TYPE_TUPLE_ITERATOR:
        become(ip, OP_FOR_ITER_TUPLE);
        break;
    case TYPE_RANGE_ITERATOR:
        become(ip, OP_FOR_ITER_RANGE);
        break;
    case TYPE_GENERATOR:
        become(ip, OP_FOR_ITER_GENERATOR);
        break;
    default:
        break;
    }
}

void ouro_specialize_unpack(ouro_runtime *rt, uint32_t *ip, ouro_object *sequence)
{
    uint32_t count = ouro_word_argument(*ip);
    back_off(ip);
    if (is_exact(sequence, TYPE_TUPLE) && tuple_length(sequence) == count)
        become(ip, count == 2 ? OP_UNPACK_SEQUENCE_TWO : OP_UNPACK_SEQUENCE_TUPLE);
    else if (is_exact(sequence, TYPE_LIST) && list_length(sequence) == count)
        become(ip, OP_UNPACK_SEQUENCE_LIST);
}

/* ---- calls ---- */

static bool accepts_count(const struct ouro_method *method, int count)
{
    return (count >= method->min && (count <= method->max || method->max < 0)) ||
           (method->flags & METHOD_KEYWORDS);
}

static void specialize_call_class(ouro_runtime *rt, uint32_t *ip, ouro_object *callable,
                                  uint32_t count)
{
    struct ouro_class *cls = (struct ouro_class *)(void *)callable;
    if (callable == (ouro_object *)builtin_class(rt, TYPE_TYPE)) {
        if (count == 1)
            become(ip, OP_CALL_TYPE);
        return;
    }
    if (!is_exact(callable, TYPE_TYPE) || (cls->core.flags & (CLASS_NO_INSTANTIATION | CLASS_ABSTRACT)))
        return;
    uint32_t version = ouro_class_version(rt, cls);
    if (!version)
        return;
    ip[2] = version;
    if (!(cls->core.flags & OURO_TYPE_HEAP)) {
        if (cls->create)
            become(ip, OP_CALL_CLASS);
        return;
    }
    ouro_object *init = ouro_class_lookup(rt, cls, rt->name___init__);
    if (cls->create == ouro_object_create && is_plain_function(init, count + 1)) {
        cache_pointer_set(ip + 3, init);
        become(ip, OP_CALL_CLASS_PYTHON);
    }
}

void ouro_specialize_call(ouro_runtime *rt, uint32_t *ip, ouro_object *const *base, uint32_t count)
{
    ouro_object *callable = base[0] ? base[0] : base[1];
    back_off(ip);
    if (is_exact(callable, TYPE_FUNCTION)) {
        struct ouro_function *function = function_of(callable);
        size_t given = count + (base[0] != NULL);
        size_t total = code_of(function->code)->argument_count;
        if (is_plain_function(callable, given))
            become(ip, OP_CALL_PYTHON);
        else if (is_plain_function(callable, total) && given < total && function->defaults &&
                 total - given <= tuple_length(function->defaults))
            become(ip, OP_CALL_PYTHON_DEFAULTS);
        return;
    }
    if (is_exact(callable, TYPE_METHOD_DESCRIPTOR)) {
        struct ouro_native_function *native = (struct ouro_native_function *)(void *)callable;
        if (!base[0] || !accepts_count(native->method, (int)count))
            return;
        if (native->owner == builtin_class(rt, TYPE_LIST) && count == 1 &&
            strcmp(native->method->name, "append") == 0) {
            cache_pointer_set(ip + 3, callable);
            become(ip, OP_CALL_LIST_APPEND);
            return;
        }
        become(ip, OP_CALL_METHOD_DESCRIPTOR);
        return;
    }
    if (base[0])
        return;
    if (is_exact(callable, TYPE_NATIVE_FUNCTION)) {
        struct ouro_native_function *native = (struct ouro_native_function *)(void *)callable;
        if (callable == rt->vm->builtin_len && count == 1)
            become(ip, OP_CALL_LEN);
        else if (callable == rt->vm->builtin_isinstance && count == 2)
            become(ip, OP_CALL_ISINSTANCE);
        else if (accepts_count(native->method, (int)count))
            become(ip, OP_CALL_NATIVE);
        return;
    }
    if (is_class(rt, callable))
        specialize_call_class(rt, ip, callable, count);
}
