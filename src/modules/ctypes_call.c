/* _ctypes_core: calls of C functions, callbacks, libraries. */
#include <dlfcn.h>
#include <errno.h>
#include <string.h>

#include "modules/ctypes_internal.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/thread.h"

enum { FFI_UNIX64 = 2, CLOSURE_SIZE = 128, ARGUMENTS_MAX = 1024 };
enum { FLAG_ERRNO = 8 };
enum { FFI_VOID, FFI_INT, FFI_FLOAT, FFI_DOUBLE, FFI_LONGDOUBLE, FFI_UINT8, FFI_SINT8, FFI_UINT16,
       FFI_SINT16, FFI_UINT32, FFI_SINT32, FFI_UINT64, FFI_SINT64, FFI_STRUCT, FFI_POINTER };

/* ---- types of libffi ------------------------------------------------------------------------- */

/* The library only reads them, but its prototypes do not say so. */
static struct ffi_type *simple_type(char code)
{
    static const struct ffi_type none = {1, 1, FFI_VOID, NULL}, real = {4, 4, FFI_FLOAT, NULL},
                                 twice = {8, 8, FFI_DOUBLE, NULL}, wide = {16, 16, FFI_LONGDOUBLE, NULL},
                                 u8 = {1, 1, FFI_UINT8, NULL}, s8 = {1, 1, FFI_SINT8, NULL},
                                 u16 = {2, 2, FFI_UINT16, NULL}, s16 = {2, 2, FFI_SINT16, NULL},
                                 u32 = {4, 4, FFI_UINT32, NULL}, s32 = {4, 4, FFI_SINT32, NULL},
                                 u64 = {8, 8, FFI_UINT64, NULL}, s64 = {8, 8, FFI_SINT64, NULL},
                                 pointer = {8, 8, FFI_POINTER, NULL};
    const struct ffi_type *found;
    switch (code) {
    case 0:
        found = &none;
        break;
    case 'f':
        found = &real;
        break;
    case 'd':
        found = &twice;
        break;
    case 'g':
        found = &wide;
        break;
    case 'B': case '?':
        found = &u8;
        break;
    case 'b': case 'c':
        found = &s8;
        break;
    case 'H':
        found = &u16;
        break;
    case 'h':
        found = &s16;
        break;
    case 'I':
        found = &u32;
        break;
    case 'i': case 'u':
        found = &s32;
        break;
    case 'L': case 'Q':
        found = &u64;
        break;
    case 'l': case 'q':
        found = &s64;
        break;
    default:
        found = &pointer;
    }
    return (struct ffi_type *)(uintptr_t)found;
}

/* A structure as calls take it by value. */
struct struct_type {
    ouro_object base;
    struct ffi_type type;
    struct ffi_type **elements; /* NULL at the end */
    size_t room;                /* of elements */
    ouro_object *parts;         /* keeps those of the elements that are structures */
};

static struct struct_type *struct_type_of(ouro_object *object)
{
    return (struct struct_type *)(void *)object;
}

static void struct_type_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct struct_type *s = struct_type_of(self);
    if (s->elements)
        ouro_buffer_free(rt, s->elements, s->room * sizeof *s->elements);
    clearref(rt, &s->parts);
    ouro_class_free(rt, self);
}

static void struct_type_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &((const struct struct_type *)(const void *)self)->parts);
}

static struct ffi_type *element_type(ouro_runtime *rt, const struct ctypes_state *state, ouro_object *part)
{
    if (is_str(rt, part) && ouro_str_length(part) == 1)
        return simple_type((char)ouro_str_at(part, 0));
    if (ctypes_is(rt, state, part, CT_STRUCT_TYPE))
        return &struct_type_of(part)->type;
    return ouro_raise(rt, EXC_TypeError, "no type of an element: %R", part);
}

/* struct_type(size, align, parts): a tuple of codes and struct types. A large one always goes through
 * memory, whatever it is made of: it may come without parts. */
NATIVE(core_struct_type)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    int64_t size, align;
    if (!state || !ouro_index_i64(rt, args[0], &size, EXC_OverflowError) ||
        !ouro_index_i64(rt, args[1], &align, EXC_OverflowError))
        return NULL;
    if (!is_exact(args[2], TYPE_TUPLE))
        return ouro_raise(rt, EXC_TypeError, "parts must be a tuple");
    size_t parts = tuple_length(args[2]);
    ouro_object *made = ouro_class_alloc(rt, (struct ouro_class *)(void *)state->classes[CT_STRUCT_TYPE], 0);
    if (!made)
        return NULL;
    struct struct_type *s = struct_type_of(made);
    s->room = parts + 1;
    s->elements = ouro_buffer_alloc(rt, s->room * sizeof *s->elements);
    for (size_t i = 0; s->elements && i < parts; i++)
        s->elements[i] = rt->error ? NULL : element_type(rt, state, tuple_at(args[2], i));
    if (!s->elements || rt->error) {
        decref(rt, made);
        return NULL;
    }
    s->elements[parts] = NULL;
    s->parts = newref(args[2]);
    s->type = (struct ffi_type){(size_t)size, (unsigned short)align, FFI_STRUCT, s->elements};
    return made;
}

/* ---- arguments ------------------------------------------------------------------------------- */

static struct ctypes_argument *argument_of(ouro_object *object)
{
    return (struct ctypes_argument *)(void *)object;
}

static ouro_object *argument_new(ouro_runtime *rt, const struct ctypes_state *state, char code)
{
    ouro_object *self = ouro_class_alloc(rt, (struct ouro_class *)(void *)state->classes[CT_ARGUMENT], 0);
    if (self)
        argument_of(self)->code = code;
    return self;
}

static void argument_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &argument_of(self)->object);
    ouro_class_free(runtime_of(heap), self);
}

static void argument_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &((const struct ctypes_argument *)(const void *)self)->object);
}

static ouro_object *argument_repr(ouro_runtime *rt, ouro_object *self)
{
    const struct ctypes_argument *a = argument_of(self);
    uint8_t byte = a->value.bytes[0];
    ouro_object *number, *text;
    switch (a->code) {
    case 'c':
        if (byte >= 0x20 && byte < 0x7f)
            return ouro_str_format(rt, "<cparam '%c' ('%c')>", a->code, byte);
        return ouro_str_format(rt, "<cparam '%c' ('\\x%02x')>", a->code, byte);
    case 'b': case 'B': case 'h': case 'H': case 'i': case 'I': case 'l': case 'L': case 'q': case 'Q':
    case 'd': case 'f':
        number = ouro_ctypes_load(rt, a->code, false, a->value.bytes);
        text = number ? ouro_str_format(rt, "<cparam '%c' (%R)>", a->code, number) : NULL;
        xdecref(rt, number);
        return text;
    case 'z': case 'Z': case 'P':
        return ouro_str_format(rt, "<cparam '%c' (0x%llx)>", a->code, (unsigned long long)a->value.bits);
    default:
        return ouro_str_format(rt, "<cparam '%c' at 0x%llx>", a->code, (unsigned long long)(uintptr_t)self);
    }
}

/* argument(code, value): as from_param makes it; the value is converted. */
NATIVE(core_argument)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    if (!state)
        return NULL;
    char code = is_str(rt, args[0]) && ouro_str_length(args[0]) == 1 ? (char)ouro_str_at(args[0], 0) : 0;
    if (!ouro_ctypes_size(code))
        return ouro_raise(rt, EXC_ValueError, "no code of a simple type");
    ouro_object *made = argument_new(rt, state, code);
    if (made && !ouro_ctypes_store(rt, code, false, argument_of(made)->value.bytes, args[1],
                                   &argument_of(made)->object))
        clearref(rt, &made);
    return made;
}

/* What an argument carries, as an object; an address as an int. */
NATIVE(core_argument_value)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    if (!state)
        return NULL;
    if (!ctypes_is(rt, state, args[0], CT_ARGUMENT))
        return ouro_raise(rt, EXC_TypeError, "expected CArgObject, not %T", args[0]);
    const struct ctypes_argument *a = argument_of(args[0]);
    return ouro_ctypes_load(rt, a->code && strchr("zZPO", a->code) ? 'Q' : a->code, false, a->value.bytes);
}

/* reference(address, object): byref and its like; object is kept. */
NATIVE(core_reference)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    ouro_object *keep, *made = state ? argument_new(rt, state, 'P') : NULL;
    if (!made)
        return NULL;
    if (!ouro_ctypes_store(rt, 'Q', false, argument_of(made)->value.bytes, args[0], &keep)) {
        decref(rt, made);
        return NULL;
    }
    argument_of(made)->object = newref(args[1]);
    return made;
}

/* One argument of a call, ready. */
struct slot {
    union {
        uint8_t bytes[16];
        void *address;
        uint64_t bits;
    } value;
    struct ffi_type *type;
    void *at;          /* where its value lies */
    ouro_object *keep; /* owned or NULL */
};

static void slot_pointer(struct slot *slot, const void *address)
{
    slot->type = simple_type('P');
    slot->value.bits = (uint64_t)(uintptr_t)address;
}

static bool memory_convert(ouro_runtime *rt, const struct ctypes_state *state, struct slot *slot,
                           ouro_object *object)
{
    struct ctypes_memory *m = ctypes_memory_of(object);
    struct ctypes_layout *layout = ouro_ctypes_layout(rt, state, class_of(rt, object));
    if (!layout)
        return false;
    slot->keep = newref(object);
    if (layout->code == CODE_ARRAY) {
        slot_pointer(slot, m->data);
    } else if (layout->code == CODE_STRUCT) {
        if (!layout->ffi)
            return ouro_raise(rt, EXC_TypeError,
                              "a union, or a structure with bit fields, cannot be passed by "
                                                 "value");
        slot->type = &struct_type_of(layout->ffi)->type;
        slot->at = m->data;
    } else {
        slot->type = simple_type(layout->code);
        memcpy(slot->value.bytes, m->data, ouro_ctypes_size(layout->code));
    }
    return true;
}

static bool convert(ouro_runtime *rt, const struct ctypes_state *state, struct slot *slot,
                    ouro_object *object,
                    size_t position);

static bool as_parameter(ouro_runtime *rt, const struct ctypes_state *state, struct slot *slot,
                         ouro_object *object, size_t position)
{
    ouro_object *name = ouro_str_intern_text(rt, "_as_parameter_"), *inner = NULL;
    int found = name ? ouro_getattr_optional(rt, object, name, &inner) : -1;
    xdecref(rt, name);
    if (found < 0)
        return false;
    if (!found)
        return ouro_raise(rt, EXC_TypeError, "Don't know how to convert parameter %zu", position);
    bool is_good = ouro_enter(rt, "") && convert(rt, state, slot, inner, position);
    ouro_leave(rt);
    decref(rt, inner);
    return is_good;
}

static bool int_convert(ouro_runtime *rt, struct slot *slot, ouro_object *object)
{
    int64_t number;
    if (!ouro_int_fits_i64(object, &number) || number < INT32_MIN || number > UINT32_MAX) {
        uint64_t wide;
        if (!ouro_int_fits_i64(object, &number) && !ouro_int_as_u64(rt, object, &wide)) {
            ouro_error_clear(rt);
            return ouro_raise(rt, EXC_OverflowError, "int too long to convert");
        }
    }
    ouro_object *keep;
    slot->type = simple_type('i');
    return ouro_ctypes_store(rt, 'i', false, slot->value.bytes, object, &keep);
}

static bool convert(ouro_runtime *rt, const struct ctypes_state *state, struct slot *slot,
                    ouro_object *object,
                    size_t position)
{
    slot->at = &slot->value;
    if (ctypes_is(rt, state, object, CT_ARGUMENT)) {
        const struct ctypes_argument *a = argument_of(object);
        memcpy(slot->value.bytes, a->value.bytes, sizeof slot->value.bytes);
        slot->type = simple_type(a->code);
        slot->keep = newref(object);
        return true;
    }
    if (ctypes_is(rt, state, object, CT_MEMORY))
        return memory_convert(rt, state, slot, object);
    if (object == rt->none) {
        slot_pointer(slot, NULL);
        return true;
    }
    if (is_int(rt, object))
        return int_convert(rt, slot, object);
    if (is_bytes(rt, object) || is_str(rt, object)) {
        char code = is_bytes(rt, object) ? 'z' : 'Z';
        slot->type = simple_type('P');
        return ouro_ctypes_store(rt, code, false, slot->value.bytes, object, &slot->keep);
    }
    return as_parameter(rt, state, slot, object, position);
}

/* "argument 2: TypeError: ..." as an ArgumentError in the place of the pending error. */
static void error_number(ouro_runtime *rt, size_t position)
{
    ouro_object *error = ouro_error_take(rt);
    if (!error)
        return;
    ouro_foreign_raise(rt, "ctypes.ArgumentError", "argument %zu: %T: %S", position, error, error);
    decref(rt, error);
}

/* ---- calls ----------------------------------------------------------------------------------- */

/* What a call gives back: nothing, a simple value, or an instance of a class. */
struct result {
    char code;                 /* 0: nothing, or an instance */
    struct ouro_class *cls;    /* or NULL */
    struct ctypes_layout *layout;
    struct ffi_type *type;
};

static bool result_read(ouro_runtime *rt, const struct ctypes_state *state, ouro_object *what,
                        struct result *r)
{
    *r = (struct result){0, NULL, NULL, simple_type(0)};
    if (what == rt->none)
        return true;
    if (is_str(rt, what) && ouro_str_length(what) == 1) {
        r->code = (char)ouro_str_at(what, 0);
        r->type = simple_type(r->code);
        return true;
    }
    if (!is_class(rt, what))
        return ouro_raise(rt, EXC_TypeError, "no type of a result");
    r->cls = (struct ouro_class *)(void *)what;
    if (!(r->layout = ouro_ctypes_layout(rt, state, r->cls)))
        return false;
    if (r->layout->code == CODE_STRUCT && r->layout->ffi)
        r->type = &struct_type_of(r->layout->ffi)->type;
    else if (ouro_ctypes_size(r->layout->code))
        r->type = simple_type(r->layout->code);
    else if (r->layout->code == CODE_ARRAY)
        r->type = simple_type('P'); /* an argument of a callback: its address is passed */
    else
        return ouro_raise(rt, EXC_TypeError, "a function cannot return this type");
    return true;
}

static ouro_object *result_make(ouro_runtime *rt, const struct result *r, const uint8_t *bytes)
{
    if (r->code)
        return ouro_ctypes_load(rt, r->code, false, bytes);
    if (!r->cls)
        return rt->none;
    ouro_object *self = ouro_ctypes_instance(rt, r->cls, (size_t)r->layout->size);
    const void *from = bytes;
    if (r->layout->code == CODE_ARRAY)
        memcpy(&from, bytes, sizeof from);
    if (self && from)
        memcpy(ctypes_memory_of(self)->data, from, (size_t)r->layout->size);
    return self;
}

/* errno of the program's C code is kept apart from what the interpreter does to errno, for each thread. */
static bool errno_exchange(ouro_runtime *rt, struct ctypes_state *state, int *number)
{
    int64_t old = 0;
    if (!ouro_threads_get(rt) || (!state->errnos && !(state->errnos = ouro_dict_new(rt))))
        return false;
    ouro_object *thread = ouro_int_new(rt, (int64_t)ouro_thread_current(rt)->ident);
    ouro_object *known = thread ? ouro_dict_peek(rt, state->errnos, thread) : NULL;
    ouro_object *fresh = thread ? ouro_int_new(rt, *number) : NULL;
    if (known)
        ouro_int_fits_i64(known, &old);
    bool is_good = fresh && ouro_dict_set(rt, state->errnos, thread, fresh);
    xdecref(rt, thread);
    xdecref(rt, fresh);
    *number = (int)old;
    return is_good;
}

static bool errno_swap(ouro_runtime *rt, struct ctypes_state *state, int64_t flags)
{
    if (!(flags & FLAG_ERRNO))
        return true;
    int number = errno;
    bool is_good = errno_exchange(rt, state, &number);
    errno = number;
    return is_good;
}

static ouro_object *call_slots(ouro_runtime *rt, struct ctypes_state *state, uint64_t address, int64_t flags,
                               const struct result *r, struct slot *slots, size_t count)
{
    struct ffi_type **types = ouro_buffer_alloc(rt, (count + 1) * sizeof *types);
    void **values = types ? ouro_buffer_alloc(rt, (count + 1) * sizeof *values) : NULL;
    size_t room = r->type->size < 16 ? 16 : r->type->size;
    uint8_t *bytes = values ? ouro_buffer_alloc(rt, room) : NULL;
    ouro_object *made = NULL;
    struct ffi_call call;
    if (!bytes)
        goto done;
    memset(bytes, 0, room);
    for (size_t i = 0; i < count; i++) {
        types[i] = slots[i].type;
        values[i] = slots[i].at;
    }
    if (state->lib->prep_cif(&call, FFI_UNIX64, (unsigned)count, r->type, types)) {
        ouro_raise(rt, EXC_RuntimeError, "ffi_prep_cif failed");
        goto done;
    }
    if (!errno_swap(rt, state, flags))
        goto done;
    state->lib->call(&call, (void (*)(void))(uintptr_t)address, bytes, values);
    if (!errno_swap(rt, state, flags))
        goto done;
    if (!rt->error)
        made = result_make(rt, r, bytes);
    if (made && r->code == 'O')
        decref(rt, made); /* the function's own reference is handed on */
done:
    if (bytes)
        ouro_buffer_free(rt, bytes, room);
    if (values)
        ouro_buffer_free(rt, values, (count + 1) * sizeof *values);
    if (types)
        ouro_buffer_free(rt, types, (count + 1) * sizeof *types);
    return made;
}

/* call(address, flags, result, arguments): a tuple of what may be passed */
NATIVE(core_call)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    uint64_t address;
    int64_t flags;
    struct result r;
    ouro_object *keep, *made = NULL;
    if (!state || !ouro_ctypes_store(rt, 'Q', false, (uint8_t *)&address, args[0], &keep) ||
        !ouro_index_i64(rt, args[1], &flags, EXC_OverflowError) || !result_read(rt, state, args[2], &r))
        return NULL;
    size_t given = tuple_length(args[3]), done = 0;
    if (given > ARGUMENTS_MAX)
        return ouro_foreign_raise(rt, "ctypes.ArgumentError", "too many arguments (%zu), maximum is %d",
                                  given,
                                  ARGUMENTS_MAX);
    if (!address)
        return ouro_raise(rt, EXC_ValueError, "attempt to call a NULL function pointer");
    struct slot *slots = ouro_buffer_alloc(rt, (given + 1) * sizeof *slots);
    if (!slots)
        return NULL;
    memset(slots, 0, (given + 1) * sizeof *slots);
    for (; done < given && !rt->error; done++)
        if (!convert(rt, state, &slots[done], tuple_at(args[3], done), done + 1))
            error_number(rt, done + 1);
    if (!rt->error)
        made = call_slots(rt, state, address, flags, &r, slots, given);
    for (size_t i = 0; i < done; i++)
        xdecref(rt, slots[i].keep);
    ouro_buffer_free(rt, slots, (given + 1) * sizeof *slots);
    return made;
}

/* ---- callbacks ------------------------------------------------------------------------------- */

struct closure {
    ouro_object base;
    ouro_runtime *rt;
    struct ctypes_state *state; /* counted */
    void *block, *code;         /* of the library */
    struct ffi_call call;
    struct ffi_type **types;
    size_t count;
    int64_t flags;
    ouro_object *function, *arguments /* tuple of codes and classes */;
    char result;                /* 0: none */
};

static struct closure *closure_of(ouro_object *object)
{
    return (struct closure *)(void *)object;
}

static void closure_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &closure_of(self)->function);
}

static void closure_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct closure *c = closure_of(self);
    if (c->block)
        c->state->lib->closure_free(c->block);
    if (c->types)
        ouro_buffer_free(rt, c->types, (c->count + 1) * sizeof *c->types);
    clearref(rt, &c->function);
    clearref(rt, &c->arguments);
    if (c->state)
        decref(rt, &c->state->base);
    ouro_class_free(rt, self);
}

static void closure_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct closure *c = (const void *)self;
    ouro_visit(visitor, &c->function);
    ouro_visit(visitor, &c->arguments);
}

/* C code has no place for an exception: it is reported, and the result is 0. */
static void closure_result(ouro_runtime *rt, struct closure *c, ouro_object *value, uint8_t *result)
{
    uint8_t bytes[16] = {0};
    ouro_object *keep = NULL;
    if (!c->result || !value)
        return;
    if (!ouro_ctypes_store(rt, c->result, false, bytes, value, &keep)) {
        ouro_vm_unraisable(rt, "on converting result of ctypes callback function", c->function);
        return;
    }
    if (c->result == 'b' && (int8_t)bytes[0] < 0)
        memset(bytes + 1, 0xff, 7);
    else if (c->result == 'h' && (int8_t)bytes[1] < 0)
        memset(bytes + 2, 0xff, 6);
    else if (c->result == 'i' && (int8_t)bytes[3] < 0)
        memset(bytes + 4, 0xff, 4);
    memcpy(result, bytes, c->result == 'g' ? 16 : 8);
    if (c->result == 'O')
        return; /* the reference goes to whoever called */
    if (keep && keep != value) {
        if (!ouro_warn(rt, EXC_RuntimeWarning, 1, "memory leak in callback function."))
            ouro_vm_unraisable(rt, "on converting result of ctypes callback function", c->function);
        return; /* nobody can tell when it may go */
    }
    xdecref(rt, keep);
}

static ouro_object *closure_arguments(ouro_runtime *rt, struct closure *c, void **values)
{
    ouro_object *all = ouro_tuple_new(rt, c->count);
    for (size_t i = 0; all && i < c->count; i++) {
        struct result r;
        ouro_object *value = NULL;
        if (result_read(rt, c->state, tuple_at(c->arguments, i), &r))
            value = result_make(rt, &r, values[i]);
        if (value)
            tuple_items(all)[i] = value;
        else
            clearref(rt, &all);
    }
    return all;
}

static void closure_call(struct ffi_call *call, void *result, void **values, void *context)
{
    struct closure *c = context;
    ouro_runtime *rt = c->rt;
    if (c->result)
        memset(result, 0, c->result == 'g' ? 16 : 8);
    if (!c->function)
        return;
    incref(&c->base);
    ouro_object *saved = ouro_error_take(rt);
    if (!errno_swap(rt, c->state, c->flags))
        ouro_error_clear(rt); /* benign: it starts with another errno */
    ouro_object *args = closure_arguments(rt, c, values);
    ouro_object *value = args ? ouro_call_tuple(rt, c->function, args, NULL) : NULL;
    if (rt->error)
        ouro_vm_unraisable(rt, "on calling ctypes callback function", c->function);
    closure_result(rt, c, value, result);
    xdecref(rt, args);
    xdecref(rt, value);
    if (!errno_swap(rt, c->state, c->flags))
        ouro_error_clear(rt);
    ouro_error_restore(rt, saved);
    decref(rt, &c->base);
}

/* closure(function, flags, result code or None, arguments): its address is what C code calls. */
NATIVE(core_closure)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    struct result r;
    if (!state || !result_read(rt, state, args[2], &r))
        return NULL;
    if (tuple_length(args[3]) > ARGUMENTS_MAX)
        return ouro_foreign_raise(rt, "ctypes.ArgumentError", "too many arguments (%zu), maximum is %d",
                                  tuple_length(args[3]), ARGUMENTS_MAX);
    ouro_object *made = ouro_class_alloc(rt, (struct ouro_class *)(void *)state->classes[CT_CLOSURE], 0);
    if (!made)
        return NULL;
    struct closure *c = closure_of(made);
    c->rt = rt;
    c->state = (struct ctypes_state *)(void *)newref(&state->base);
    c->function = newref(args[0]);
    c->arguments = newref(args[3]);
    c->count = tuple_length(args[3]);
    c->result = r.code;
    c->types = ouro_buffer_alloc(rt, (c->count + 1) * sizeof *c->types);
    if (!c->types || !ouro_index_i64(rt, args[1], &c->flags, EXC_OverflowError))
        goto fail;
    for (size_t i = 0; i < c->count; i++) {
        struct result argument;
        if (!result_read(rt, state, tuple_at(args[3], i), &argument))
            goto fail;
        c->types[i] = argument.type;
    }
    c->block = state->lib->closure_alloc(CLOSURE_SIZE, &c->code);
    if (!c->block) {
        ouro_raise_memory(rt);
        goto fail;
    }
    if (state->lib->prep_cif(&c->call, FFI_UNIX64, (unsigned)c->count, r.type, c->types) ||
        state->lib->prep_closure_loc(c->block, &c->call, closure_call, c, c->code)) {
        ouro_raise(rt, EXC_RuntimeError, "libffi cannot make this callback");
        goto fail;
    }
    return made;
fail:
    decref(rt, made);
    return NULL;
}

static ouro_object *closure_address(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new_u64(rt, (uint64_t)(uintptr_t)closure_of(self)->code);
}

/* ---- libraries and errno --------------------------------------------------------------------- */

/* dlopen(bytes or None, mode): a handle. Libraries stay. */
NATIVE(core_dlopen)
{
    int64_t mode;
    const char *file = args[0] == rt->none ? NULL : (const char *)bytes_of(args[0])->data;
    if (!ouro_index_i64(rt, args[1], &mode, EXC_OverflowError))
        return NULL;
    void *handle = dlopen(file, (int)mode | RTLD_NOW);
    const char *message = handle ? NULL : dlerror();
    return handle ? ouro_int_new_u64(rt, (uint64_t)(uintptr_t)handle)
                  : ouro_raise(rt, EXC_OSError, "%s", message ? message : "dlopen() error");
}

/* dlsym(handle, text): an address, or what is wrong as text */
NATIVE(core_dlsym)
{
    uint64_t handle;
    ouro_object *keep, *owner;
    size_t size;
    if (!ouro_ctypes_store(rt, 'Q', false, (uint8_t *)&handle, args[0], &keep))
        return NULL;
    if (!is_str(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "argument 2 must be str, not %T", args[1]);
    const char *name = ouro_str_utf8(rt, args[1], &size, &owner);
    if (!name)
        return NULL;
    dlerror();
    void *address = dlsym((void *)(uintptr_t)handle, name);
    const char *message = address ? NULL : dlerror();
    xdecref(rt, owner);
    return message || !address ? ouro_str_from(rt, message ? message : "symbol not found")
                               : ouro_int_new_u64(rt, (uint64_t)(uintptr_t)address);
}

NATIVE(core_dlclose)
{
    uint64_t handle;
    ouro_object *keep;
    if (!ouro_ctypes_store(rt, 'Q', false, (uint8_t *)&handle, args[0], &keep))
        return NULL;
    if (dlclose((void *)(uintptr_t)handle))
        return ouro_raise(rt, EXC_OSError, "%s", dlerror());
    return rt->none;
}

NATIVE(core_get_errno)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    int number = 0;
    if (!state || !errno_exchange(rt, state, &number))
        return NULL;
    int now = number;
    return errno_exchange(rt, state, &now) ? ouro_int_new(rt, number) : NULL;
}

NATIVE(core_set_errno)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    int64_t wide;
    if (!state || !ouro_index_i64(rt, args[0], &wide, EXC_OverflowError))
        return NULL;
    int number = (int)wide;
    return errno_exchange(rt, state, &number) ? ouro_int_new(rt, number) : NULL;
}

/* The object at an address, as id() tells it. */
NATIVE(core_object_at)
{
    uint64_t address;
    ouro_object *keep;
    if (!ouro_ctypes_store(rt, 'Q', false, (uint8_t *)&address, args[0], &keep))
        return NULL;
    return newref((ouro_object *)(uintptr_t)address);
}

NATIVE(core_incref)
{
    incref(args[0]);
    return newref(args[0]);
}

NATIVE(core_decref)
{
    incref(args[0]);
    decref(rt, args[0]);
    decref(rt, args[0]);
    return newref(args[0]);
}

/* addresses(): of memmove and memset, and two that stand for functions of the interpreter */
NATIVE(core_addresses)
{
    static const char marks[3] = {0};
    const uintptr_t addresses[5] = {(uintptr_t)memmove, (uintptr_t)memset, (uintptr_t)&marks[0],
                                    (uintptr_t)&marks[1], (uintptr_t)&marks[2]};
    ouro_object *all[5];
    for (int i = 0; i < 5; i++)
        all[i] = ouro_int_new_u64(rt, addresses[i]);
    return ouro_tuple_from_take(rt, all, 5);
}

const struct ouro_method ouro_ctypes_call_functions[] = {
    {"struct_type", core_struct_type, 3, 3, 0, NULL},
    {"argument", core_argument, 2, 2, 0, NULL},
    {"argument_value", core_argument_value, 1, 1, 0, NULL},
    {"reference", core_reference, 2, 2, 0, NULL},
    {"call", core_call, 4, 4, 0, NULL},
    {"closure", core_closure, 4, 4, 0, NULL},
    {"dlopen", core_dlopen, 2, 2, 0, NULL},
    {"dlsym", core_dlsym, 2, 2, 0, NULL},
    {"dlclose", core_dlclose, 1, 1, 0, NULL},
    {"get_errno", core_get_errno, 0, 0, 0, NULL},
    {"set_errno", core_set_errno, 1, 1, 0, NULL},
    {"object_at", core_object_at, 1, 1, 0, NULL},
    {"incref", core_incref, 1, 1, 0, NULL},
    {"decref", core_decref, 1, 1, 0, NULL},
    {"addresses", core_addresses, 0, 0, 0, NULL},
    {0},
};

bool ouro_ctypes_call_classes(ouro_runtime *rt, ouro_object *module, struct ctypes_state *state)
{
    static const struct ouro_member argument_members[] = {
        {"_obj", offsetof(struct ctypes_argument, object), MEMBER_OBJECT, true},
        {0},
    };
    static const struct ouro_getset closure_getsets[] = {{"address", closure_address, NULL, NULL}, {0}};
    struct ouro_class *argument = ouro_class_native(rt, "CArgObject", NULL, sizeof(struct ctypes_argument),
                                                    OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    struct ouro_class *closure = ouro_class_native(rt, "_ctypes.CThunkObject", NULL, sizeof(struct closure),
                                                   OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    struct ouro_class *type = ouro_class_native(rt, "_ctypes_core.StructType", NULL,
                                                sizeof(struct struct_type),
                                                OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    if (!argument || !closure || !type)
        return ouro_raise_memory(rt);
    argument->core.dealloc = argument_dealloc;
    argument->core.traverse = argument_traverse;
    argument->getattr = ouro_generic_getattr;
    argument->repr = argument_repr;
    closure->core.dealloc = closure_dealloc;
    closure->core.traverse = closure_traverse;
    closure->core.clear = closure_clear;
    closure->getattr = ouro_generic_getattr;
    type->core.dealloc = struct_type_dealloc;
    type->core.traverse = struct_type_traverse;
    state->classes[CT_ARGUMENT] = newref((ouro_object *)argument);
    state->classes[CT_CLOSURE] = newref((ouro_object *)closure);
    state->classes[CT_STRUCT_TYPE] = newref((ouro_object *)type);
    return ouro_class_ready(rt, argument, NULL, NULL, argument_members) &&
           ouro_class_ready(rt, closure, NULL, closure_getsets, NULL) &&
           ouro_class_ready(rt, type, NULL, NULL, NULL) && ouro_foreign_class_add(rt, module, argument) &&
           ouro_foreign_error_add(rt, module, "ctypes", "ArgumentError",
                                  (ouro_object *)builtin_class(rt, EXC_Exception), NULL);
}
