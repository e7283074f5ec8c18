/* _ctypes_core: memory with a layout, simple values in it. See ctypes_internal.h. */
#include <string.h>

#include "base/checked.h"
#include "modules/ctypes_internal.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- layouts --------------------------------------------------------------------------------- */

static ouro_object *layout_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"size", "align", "code", "is_swapped", NULL};
    static const struct ouro_signature signature = {"Layout", parameters, 3, 4};
    ouro_object *out[4];
    int64_t size, align;
    int swapped = 0;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_index_i64(rt, out[0], &size, EXC_OverflowError) ||
        !ouro_index_i64(rt, out[1], &align, EXC_OverflowError) ||
        (out[3] && (swapped = ouro_truth(rt, out[3])) < 0))
        return NULL;
    if (!is_str(rt, out[2]) || ouro_str_length(out[2]) != 1 || size < -1)
        return ouro_raise(rt, EXC_ValueError, "no layout");
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    struct ctypes_layout *layout = ctypes_layout_of(self);
    layout->size = size;
    layout->align = align;
    layout->code = (char)ouro_str_at(out[2], 0);
    layout->is_swapped = swapped != 0;
    return self;
}

static void layout_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &ctypes_layout_of(self)->ffi);
    ouro_class_free(runtime_of(heap), self);
}

static void layout_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &((const struct ctypes_layout *)(const void *)self)->ffi);
    ouro_class_traverse_instance(self, visitor);
}

static ouro_object *layout_code_get(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_from_character(rt, (uint8_t)ctypes_layout_of(self)->code);
}

static ouro_object *layout_size_get(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, ctypes_layout_of(self)->size);
}

static ouro_object *layout_align_get(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, ctypes_layout_of(self)->align);
}

static bool number_set(ouro_runtime *rt, ouro_object *value, int64_t *number)
{
    int64_t given;
    if (!value || !ouro_index_i64(rt, value, &given, EXC_OverflowError))
        return rt->error ? false : ouro_raise(rt, EXC_AttributeError, "cannot delete attribute") != NULL;
    *number = given;
    return true;
}

static bool layout_size_set(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return number_set(rt, value, &ctypes_layout_of(self)->size);
}

static bool layout_align_set(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return number_set(rt, value, &ctypes_layout_of(self)->align);
}

/* What is passed by value; None: it cannot be. */
static ouro_object *layout_ffi_get(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *ffi = ctypes_layout_of(self)->ffi;
    return ffi ? newref(ffi) : rt->none;
}

static bool layout_ffi_set(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    if (!state)
        return false;
    bool is_type = value && ctypes_is(rt, state, value, CT_STRUCT_TYPE);
    if (value && value != rt->none && !is_type)
        return ouro_raise(rt, EXC_TypeError, "no type of a structure");
    setref_take(rt, &ctypes_layout_of(self)->ffi, is_type ? newref(value) : NULL);
    return true;
}

struct ctypes_layout *ouro_ctypes_layout(ouro_runtime *rt, const struct ctypes_state *state,
                                         const struct ouro_class *cls)
{
    ouro_object *found = ouro_class_lookup(rt, cls, state->layout_name);
    if (found && ctypes_is(rt, state, found, CT_LAYOUT) && ctypes_layout_of(found)->size >= 0)
        return ctypes_layout_of(found);
    return rt->error ? NULL : ouro_raise(rt, EXC_TypeError, "abstract class");
}

/* ---- memory ---------------------------------------------------------------------------------- */

ouro_object *ouro_ctypes_instance(ouro_runtime *rt, struct ouro_class *cls, size_t size)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    struct ctypes_memory *m = ctypes_memory_of(self);
    m->own_size = size ? size : 1;
    m->own = ouro_buffer_alloc(rt, m->own_size);
    if (!m->own) {
        m->own_size = 0;
        decref(rt, self);
        return NULL;
    }
    memset(m->own, 0, m->own_size);
    m->data = m->own;
    m->size = size;
    return self;
}

static ouro_object *memory_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    struct ctypes_layout *layout = state ? ouro_ctypes_layout(rt, state, cls) : NULL;
    return layout ? ouro_ctypes_instance(rt, cls, (size_t)layout->size) : NULL;
}

/* What the instance is given is for __init__ of the classes written in Python. */
static bool memory_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                        ouro_object *names)
{
    return true;
}

static void memory_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &ctypes_memory_of(self)->objects);
}

static void memory_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ctypes_memory *m = ctypes_memory_of(self);
    clearref(rt, &m->objects);
    clearref(rt, &m->owner);
    if (m->own)
        ouro_buffer_free(rt, m->own, m->own_size);
    ouro_class_free(rt, self);
}

static void memory_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct ctypes_memory *m = (const void *)self;
    ouro_visit(visitor, &m->owner);
    ouro_visit(visitor, &m->objects);
    ouro_class_traverse_instance(self, visitor);
}

static bool memory_buffer(ouro_runtime *rt, ouro_object *self, const uint8_t **bytes, size_t *size)
{
    *bytes = ctypes_memory_of(self)->data;
    *size = ctypes_memory_of(self)->size;
    return true;
}

/* It can be written, and stays where it is as long as nobody calls resize. */
static bool memory_export(ouro_runtime *rt, ouro_object *self, int change)
{
    return false;
}

static ouro_object *base_get(ouro_runtime *rt, ouro_object *self)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    ouro_object *owner = ctypes_memory_of(self)->owner;
    return owner && state && ctypes_is(rt, state, owner, CT_MEMORY) ? newref(owner) : rt->none;
}

static ouro_object *needs_free_get(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, ctypes_memory_of(self)->own != NULL);
}

/* ---- functions over memory -------------------------------------------------------------------- */

static struct ctypes_memory *memory_argument(ouro_runtime *rt, ouro_object *object)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    if (!state)
        return NULL;
    if (!ctypes_is(rt, state, object, CT_MEMORY))
        return ouro_raise(rt, EXC_TypeError, "expected a ctypes instance, not %T", object);
    return ctypes_memory_of(object);
}

/* The class that this is, if its instances are Memory. */
static struct ouro_class *class_argument(ouro_runtime *rt, ouro_object *object)
{
    struct ctypes_state *state = ctypes_state_of(rt);
    if (!state)
        return NULL;
    if (is_class(rt, object)) {
        struct ouro_class *cls = (struct ouro_class *)(void *)object;
        if (ouro_class_is_subclass(cls, (struct ouro_class *)(void *)state->classes[CT_MEMORY]))
            return cls;
    }
    return ouro_raise(rt, EXC_TypeError, "expected a ctypes type, not %T", object);
}

static bool code_argument(ouro_runtime *rt, ouro_object *object, char *code)
{
    if (!is_str(rt, object) || ouro_str_length(object) != 1 ||
        !ouro_ctypes_size((char)ouro_str_at(object, 0)))
        return ouro_raise(rt, EXC_ValueError, "no code of a simple type");
    *code = (char)ouro_str_at(object, 0);
    return true;
}

static bool range_check(ouro_runtime *rt, const struct ctypes_memory *m, int64_t offset, size_t size)
{
    return (offset >= 0 && size <= m->size && (uint64_t)offset <= m->size - size) ||
           ouro_raise(rt, EXC_ValueError, "outside of the object's memory");
}

/* load(memory, offset, code, is_swapped) */
NATIVE(core_load)
{
    struct ctypes_memory *m = memory_argument(rt, args[0]);
    int64_t offset;
    char code;
    if (!m || !ouro_index_i64(rt, args[1], &offset, EXC_OverflowError) ||
        !code_argument(rt, args[2], &code) ||
        !range_check(rt, m, offset, ouro_ctypes_size(code)))
        return NULL;
    return ouro_ctypes_load(rt, code, args[3] == rt->true_, m->data + offset);
}

/* store(memory, offset, code, is_swapped, value): what must be kept, or None */
NATIVE(core_store)
{
    struct ctypes_memory *m = memory_argument(rt, args[0]);
    int64_t offset;
    char code;
    if (!m || !ouro_index_i64(rt, args[1], &offset, EXC_OverflowError) ||
        !code_argument(rt, args[2], &code) ||
        !range_check(rt, m, offset, ouro_ctypes_size(code)))
        return NULL;
    uint8_t bytes[16];
    ouro_object *keep;
    if (!ouro_ctypes_store(rt, code, args[3] == rt->true_, bytes, args[4], &keep))
        return NULL;
    if (!range_check(rt, m, offset, ouro_ctypes_size(code))) { /* what was called may have resized it */
        xdecref(rt, keep);
        return NULL;
    }
    memcpy(m->data + offset, bytes, ouro_ctypes_size(code));
    return keep ? keep : rt->none;
}

static ouro_object *instance_over(ouro_runtime *rt, struct ouro_class *cls, uint8_t *data, ouro_object *owner)
{
    struct ctypes_layout *layout = ouro_ctypes_layout(rt, ctypes_state_of(rt), cls);
    ouro_object *self = layout ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!self)
        return NULL;
    ctypes_memory_of(self)->data = data;
    ctypes_memory_of(self)->size = (size_t)layout->size;
    ctypes_memory_of(self)->owner = xnewref(owner);
    return self;
}

/* view(cls, memory, offset, index): part of it; is_checked False: where a pointer leads */
NATIVE(core_view)
{
    struct ouro_class *cls = class_argument(rt, args[0]);
    struct ctypes_memory *m = cls ? memory_argument(rt, args[1]) : NULL;
    struct ctypes_layout *layout = m ? ouro_ctypes_layout(rt, ctypes_state_of(rt), cls) : NULL;
    int64_t offset, index;
    if (!layout || !ouro_index_i64(rt, args[2], &offset, EXC_OverflowError) ||
        !ouro_index_i64(rt, args[3], &index, EXC_OverflowError) ||
        !range_check(rt, m, offset, (size_t)layout->size))
        return NULL;
    ouro_object *made = instance_over(rt, cls, m->data + offset, args[1]);
    if (made)
        ctypes_memory_of(made)->index = index;
    return made;
}

/* at(cls, address[, owner, index]) */
NATIVE(core_at)
{
    struct ouro_class *cls = class_argument(rt, args[0]);
    uint64_t address;
    int64_t index = 0;
    if (!cls || (count > 3 && !ouro_index_i64(rt, args[3], &index, EXC_OverflowError)))
        return NULL;
    ouro_object *keep;
    if (!ouro_ctypes_store(rt, 'Q', false, (uint8_t *)&address, args[1], &keep))
        return NULL;
    ouro_object *made = instance_over(rt, cls, (uint8_t *)(uintptr_t)address,
                                      count > 2 && args[2] != rt->none ? args[2] : NULL);
    if (made)
        ctypes_memory_of(made)->index = index;
    return made;
}

static bool offset_check(ouro_runtime *rt, int64_t offset, size_t size, size_t needed)
{
    if (offset < 0)
        return ouro_raise(rt, EXC_ValueError, "offset cannot be negative");
    if ((uint64_t)offset > size || needed > size - (uint64_t)offset)
        return ouro_raise(rt, EXC_ValueError, "Buffer size too small (%zu instead of at least %llu bytes)",
                          size, (unsigned long long)needed + (unsigned long long)offset);
    return true;
}

/* over(cls, view, offset): the memory that a memoryview shows, which keeps it in place. */
NATIVE(core_over)
{
    struct ouro_class *cls = class_argument(rt, args[0]);
    struct ctypes_layout *layout = cls ? ouro_ctypes_layout(rt, ctypes_state_of(rt), cls) : NULL;
    int64_t offset;
    uint8_t *data;
    size_t size;
    if (!layout || !ouro_index_i64(rt, args[2], &offset, EXC_OverflowError) ||
        !ouro_buffer_get_writable(rt, args[1], &data, &size))
        return NULL;
    if (!data)
        return ouro_raise(rt, EXC_TypeError, "underlying buffer is not writable");
    return offset_check(rt, offset, size, (size_t)layout->size) ? instance_over(rt, cls, data + offset,
                                                                                args[1])
                                                                 : NULL;
}

/* of_bytes(cls, bytes-like, offset): a copy */
NATIVE(core_of_bytes)
{
    struct ouro_class *cls = class_argument(rt, args[0]);
    struct ctypes_layout *layout = cls ? ouro_ctypes_layout(rt, ctypes_state_of(rt), cls) : NULL;
    int64_t offset;
    const uint8_t *data;
    size_t size;
    if (!layout || !ouro_index_i64(rt, args[2], &offset, EXC_OverflowError) ||
        !ouro_buffer_get(rt, args[1], &data, &size) || !offset_check(rt, offset, size, (size_t)layout->size))
        return NULL;
    ouro_object *made = ouro_ctypes_instance(rt, cls, (size_t)layout->size);
    if (made)
        memcpy(ctypes_memory_of(made)->data, data + offset, (size_t)layout->size);
    return made;
}

/* copy(memory, offset, source, size): from another memory */
NATIVE(core_copy)
{
    struct ctypes_memory *to = memory_argument(rt, args[0]), *from = to ? memory_argument(rt, args[2]) : NULL;
    int64_t offset, size;
    if (!from || !ouro_index_i64(rt, args[1], &offset, EXC_OverflowError) ||
        !ouro_index_i64(rt, args[3], &size, EXC_OverflowError) || size < 0 ||
        !range_check(rt, to, offset, (size_t)size) || !range_check(rt, from, 0, (size_t)size))
        return NULL;
    memmove(to->data + offset, from->data, (size_t)size);
    return rt->none;
}

/* put(memory, offset, bytes-like) */
NATIVE(core_put)
{
    struct ctypes_memory *m = memory_argument(rt, args[0]);
    int64_t offset;
    const uint8_t *data;
    size_t size;
    if (!m || !ouro_index_i64(rt, args[1], &offset, EXC_OverflowError) ||
        !ouro_buffer_get(rt, args[2], &data, &size) || !range_check(rt, m, offset, size))
        return NULL;
    memmove(m->data + offset, data, size);
    return rt->none;
}

/* get(memory, offset, size): bytes */
NATIVE(core_get)
{
    struct ctypes_memory *m = memory_argument(rt, args[0]);
    int64_t offset, size;
    if (!m || !ouro_index_i64(rt, args[1], &offset, EXC_OverflowError) ||
        !ouro_index_i64(rt, args[2], &size, EXC_OverflowError) || size < 0 ||
        !range_check(rt, m, offset, (size_t)size))
        return NULL;
    return ouro_bytes_new(rt, m->data + offset, (size_t)size);
}

NATIVE(core_address)
{
    struct ctypes_memory *m = memory_argument(rt, args[0]);
    return m ? ouro_int_new_u64(rt, (uint64_t)(uintptr_t)m->data) : NULL;
}

NATIVE(core_length)
{
    struct ctypes_memory *m = memory_argument(rt, args[0]);
    return m ? ouro_int_new(rt, (int64_t)m->size) : NULL;
}

NATIVE(core_index)
{
    struct ctypes_memory *m = memory_argument(rt, args[0]);
    return m ? ouro_int_new(rt, m->index) : NULL;
}

/* resize(memory, size): false when the memory is not its own */
NATIVE(core_resize)
{
    struct ctypes_memory *m = memory_argument(rt, args[0]);
    int64_t size;
    if (!m || !ouro_index_i64(rt, args[1], &size, EXC_OverflowError))
        return NULL;
    if (!m->own || size < 0)
        return rt->false_;
    size_t block = size ? (size_t)size : 1;
    uint8_t *data = ouro_buffer_realloc(rt, m->own, m->own_size, block);
    if (!data)
        return NULL;
    if (block > m->own_size)
        memset(data + m->own_size, 0, block - m->own_size);
    m->own = m->data = data;
    m->own_size = block;
    m->size = (size_t)size;
    return rt->true_;
}

/* string_at(address, size), wstring_at(address, size): -1 up to a NUL */
static ouro_object *text_at(ouro_runtime *rt, ouro_object *const *args, bool is_wide)
{
    uint64_t address;
    int64_t size;
    ouro_object *keep;
    if (!ouro_ctypes_store(rt, 'Q', false, (uint8_t *)&address, args[0], &keep) ||
        !ouro_index_i64(rt, args[1], &size, EXC_OverflowError))
        return NULL;
    const char *text = (const char *)(uintptr_t)address;
    if (is_wide)
        return ouro_ctypes_wide_text(rt, text, size);
    return ouro_bytes_new(rt, text, size < 0 ? strlen(text) : (size_t)size);
}

NATIVE(core_string_at)
{
    return text_at(rt, args, false);
}

NATIVE(core_wstring_at)
{
    return text_at(rt, args, true);
}

/* ---- registration ---------------------------------------------------------------------------- */

static void state_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ctypes_state *state = (struct ctypes_state *)(void *)self;
    for (size_t i = 0; i < sizeof state->classes / sizeof *state->classes; i++)
        clearref(rt, &state->classes[i]);
    clearref(rt, &state->layout_name);
    clearref(rt, &state->errnos);
    if (state->lib)
        decref(rt, &state->lib->base);
    ouro_class_free(rt, self);
}

static struct ctypes_state *state_add(ouro_runtime *rt, ouro_object *library)
{
    struct ouro_class *cls = ouro_class_native(rt, CTYPES_STATE, NULL, sizeof(struct ctypes_state),
                                               OURO_BLOCK_ATOM, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = state_dealloc;
    ouro_object *self = ouro_class_ready(rt, cls, NULL, NULL, NULL) ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!self)
        return NULL;
    struct ctypes_state *state = (struct ctypes_state *)(void *)self;
    state->lib = (struct ffi_library *)(void *)newref(library);
    state->layout_name = ouro_str_intern_text(rt, "__ctypes_layout__");
    bool is_good = state->layout_name && ouro_vm_state_set(rt, CTYPES_STATE, self);
    decref(rt, self);
    return is_good ? state : NULL;
}

static bool layout_class(ouro_runtime *rt, ouro_object *module, struct ctypes_state *state)
{
    static const struct ouro_getset getsets[] = {
        {"code", layout_code_get, NULL, NULL},
        {"size", layout_size_get, layout_size_set, NULL},
        {"align", layout_align_get, layout_align_set, NULL},
        {"ffi", layout_ffi_get, layout_ffi_set, NULL},
        {0},
    };
    static const struct ouro_member members[] = {
        {"is_swapped", offsetof(struct ctypes_layout, is_swapped), MEMBER_BOOL8, true},
        {0},
    };
    struct ouro_class *cls = ouro_class_native(rt, "_ctypes_core.Layout", NULL, sizeof(struct ctypes_layout),
                                               OURO_BLOCK_CONTAINER, OURO_TYPE_BASE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = layout_dealloc;
    cls->core.traverse = layout_traverse;
    cls->create = layout_create;
    cls->getattr = ouro_generic_getattr;
    state->classes[CT_LAYOUT] = newref((ouro_object *)cls);
    return ouro_class_ready(rt, cls, NULL, getsets, members) && ouro_foreign_class_add(rt, module, cls);
}

static bool memory_class(ouro_runtime *rt, ouro_object *module, struct ctypes_state *state)
{
    static const struct ouro_getset getsets[] = {
        {"_b_base_", base_get, NULL, "the base object"},
        {"_b_needsfree_", needs_free_get, NULL, "whether the object owns the memory or not"},
        {0},
    };
    static const struct ouro_member members[] = {
        {"_objects", offsetof(struct ctypes_memory, objects), MEMBER_OBJECT, false},
        {0},
    };
    struct ouro_class *cls = ouro_class_native(rt, "_ctypes._Memory", NULL, sizeof(struct ctypes_memory),
                                               OURO_BLOCK_CONTAINER, OURO_TYPE_BASE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = memory_dealloc;
    cls->core.traverse = memory_traverse;
    cls->core.clear = memory_clear;
    cls->create = memory_create;
    cls->init = memory_init;
    cls->getattr = ouro_generic_getattr;
    cls->buffer = memory_buffer;
    cls->buffer_export = memory_export;
    state->classes[CT_MEMORY] = newref((ouro_object *)cls);
    return ouro_class_ready(rt, cls, NULL, getsets, members) && ouro_foreign_class_add(rt, module, cls);
}

bool ouro_module__ctypes_core_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_foreign_symbol symbols[] = {
        {"ffi_prep_cif", offsetof(struct ffi_library, prep_cif), false},
        {"ffi_call", offsetof(struct ffi_library, call), false},
        {"ffi_closure_alloc", offsetof(struct ffi_library, closure_alloc), false},
        {"ffi_closure_free", offsetof(struct ffi_library, closure_free), false},
        {"ffi_prep_closure_loc", offsetof(struct ffi_library, prep_closure_loc), false},
        {0},
    };
    static const struct ouro_method functions[] = {
        {"load", core_load, 4, 4, 0, NULL},
        {"store", core_store, 5, 5, 0, NULL},
        {"view", core_view, 4, 4, 0, NULL},
        {"at", core_at, 2, 4, 0, NULL},
        {"over", core_over, 3, 3, 0, NULL},
        {"of_bytes", core_of_bytes, 3, 3, 0, NULL},
        {"copy", core_copy, 4, 4, 0, NULL},
        {"put", core_put, 3, 3, 0, NULL},
        {"get", core_get, 3, 3, 0, NULL},
        {"address", core_address, 1, 1, 0, NULL},
        {"length", core_length, 1, 1, 0, NULL},
        {"index", core_index, 1, 1, 0, NULL},
        {"resize", core_resize, 2, 2, 0, NULL},
        {"string_at", core_string_at, 2, 2, 0, NULL},
        {"wstring_at", core_wstring_at, 2, 2, 0, NULL},
        {0},
    };
    ouro_object *library = ouro_foreign_open(rt, FFI_FILE, "libffi8", sizeof(struct ffi_library), symbols);
    struct ctypes_state *state = library ? state_add(rt, library) : NULL;
    return state && layout_class(rt, module, state) && memory_class(rt, module, state) &&
           ouro_ctypes_call_classes(rt, module, state) && ouro_module_add_functions(rt, module, functions) &&
           ouro_module_add_functions(rt, module, ouro_ctypes_call_functions);
}
