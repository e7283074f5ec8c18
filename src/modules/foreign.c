#include "modules/foreign.h"

#include <dlfcn.h>
#include <string.h>

#include "base/checked.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

enum { OUTPUT_FIRST = 32 * 1024, MEMORY_HEADER = 16 };

ouro_object *ouro_foreign_instance_new(ouro_runtime *rt, const char *class_name)
{
    ouro_object *cls = ouro_vm_state_peek(rt, class_name);
    return cls ? ouro_class_alloc(rt, (struct ouro_class *)(void *)cls, 0) : NULL;
}

/* ---- the library ----------------------------------------------------------------------------- */

static void library_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_class_free(runtime_of(heap), self);
}

/* The file stays mapped for good: another runtime of the process may use it as well. */
static bool symbols_find(ouro_object *self, const char *file, const struct ouro_foreign_symbol *symbols)
{
    void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return false;
    for (; symbols->name; symbols++) {
        void *address = dlsym(handle, symbols->name);
        memcpy((char *)self + symbols->offset, &address, sizeof address);
        if (!address && !symbols->is_optional)
            return false;
    }
    return true;
}

ouro_object *ouro_foreign_open(ouro_runtime *rt, const char *file, const char *package, size_t size,
                               const struct ouro_foreign_symbol *symbols)
{
    ouro_object *there = ouro_vm_state_peek(rt, file);
    if (there || rt->error)
        return there;
    struct ouro_class *cls = ouro_class_native(rt, "library", NULL, (uint32_t)size, OURO_BLOCK_ATOM,
                                               CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = library_dealloc;
    ouro_object *self = ouro_class_ready(rt, cls, NULL, NULL, NULL) ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!self)
        return NULL;
    bool is_good = symbols_find(self, file, symbols);
    if (!is_good)
        ouro_raise(rt, EXC_ImportError, "%s cannot be opened: its package is %s", file, package);
    is_good = is_good && ouro_vm_state_set(rt, file, self);
    decref(rt, self); /* the states hold it */
    return is_good ? self : NULL;
}

/* ---- filling a module ------------------------------------------------------------------------ */

bool ouro_foreign_numbers_add(ouro_runtime *rt, ouro_object *module,
                              const struct ouro_foreign_number *numbers, size_t count)
{
    bool is_good = true;
    for (size_t i = 0; is_good && i < count; i++) {
        ouro_object *number = ouro_int_new(rt, numbers[i].value);
        is_good = number && ouro_module_add(rt, module, numbers[i].name, number);
        xdecref(rt, number);
    }
    return is_good;
}

bool ouro_foreign_text_add(ouro_runtime *rt, ouro_object *module, const char *name, const char *text)
{
    ouro_object *object = ouro_str_from(rt, text);
    bool is_good = object && ouro_module_add(rt, module, name, object);
    xdecref(rt, object);
    return is_good;
}

bool ouro_foreign_class_add(ouro_runtime *rt, ouro_object *module, struct ouro_class *cls)
{
    return ouro_module_add_class(rt, module, cls) &&
           ouro_vm_state_set(rt, cls->core.name, (ouro_object *)cls);
}

ouro_object *ouro_foreign_error_add(ouro_runtime *rt, ouro_object *module, const char *where,
                                    const char *name, ouro_object *base, const char *doc)
{
    ouro_object *text = ouro_str_from(rt, name), *dict = ouro_dict_new(rt), *cls = NULL;
    ouro_object *module_name = ouro_str_from(rt, where), *bases = ouro_tuple_from(rt, &base, 1);
    ouro_object *doc_text = doc ? ouro_str_from(rt, doc) : newref(rt->none);
    ouro_object *state = ouro_str_format(rt, "%s.%s", where, name);
    if (text && dict && module_name && bases && doc_text && state &&
        ouro_dict_set_text(rt, dict, "__module__", module_name) &&
        (!doc || ouro_dict_set_text(rt, dict, "__doc__", doc_text)))
        cls = ouro_class_new(rt, builtin_class(rt, TYPE_TYPE), text, bases, dict, NULL, NULL);
    bool is_good = cls && ouro_module_add(rt, module, name, cls) &&
                   ouro_vm_state_set(rt, (const char *)str_of(state)->data, cls);
    xdecref(rt, text);
    xdecref(rt, dict);
    xdecref(rt, module_name);
    xdecref(rt, bases);
    xdecref(rt, doc_text);
    xdecref(rt, state);
    xdecref(rt, cls);
    return is_good ? cls : NULL;
}

void *ouro_foreign_raise(ouro_runtime *rt, const char *state, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ouro_object *text = ouro_str_format_va(rt, format, arguments);
    va_end(arguments);
    ouro_object *cls = text ? ouro_vm_state_peek(rt, state) : NULL;
    ouro_object *error = cls ? ouro_call1(rt, cls, text) : NULL;
    xdecref(rt, text);
    return error ? ouro_raise_take(rt, error) : NULL;
}

/* ---- memory ---------------------------------------------------------------------------------- */

void *ouro_foreign_alloc(ouro_runtime *rt, size_t size)
{
    char *memory = size <= OURO_SIZE_MAX - MEMORY_HEADER ? ouro_buffer_alloc(rt, size + MEMORY_HEADER) : NULL;
    if (!memory)
        return NULL;
    memcpy(memory, &size, sizeof size);
    return memory + MEMORY_HEADER;
}

void ouro_foreign_free(ouro_runtime *rt, void *memory)
{
    size_t size;
    if (!memory)
        return;
    char *start = (char *)memory - MEMORY_HEADER;
    memcpy(&size, start, sizeof size);
    ouro_buffer_free(rt, start, size + MEMORY_HEADER);
}

bool ouro_output_room(ouro_runtime *rt, struct ouro_output *out, size_t most)
{
    if (out->size < out->capacity)
        return true;
    size_t capacity = out->capacity ? out->capacity * 2 : OUTPUT_FIRST;
    capacity = capacity > most ? most : capacity;
    void *data = ouro_buffer_realloc(rt, out->data, out->capacity, capacity);
    if (!data)
        return false;
    out->data = data;
    out->capacity = capacity;
    return true;
}

ouro_object *ouro_output_finish(ouro_runtime *rt, struct ouro_output *out, bool is_good)
{
    ouro_object *bytes = is_good ? ouro_bytes_new(rt, out->data ? out->data : (const uint8_t *)"", out->size)
                                 : NULL;
    if (out->data)
        ouro_buffer_free(rt, out->data, out->capacity);
    *out = (struct ouro_output){0};
    return bytes;
}

/* ---- input ----------------------------------------------------------------------------------- */

bool ouro_input_add(ouro_runtime *rt, struct ouro_input *input, ouro_object *object, const uint8_t *data,
                    size_t size)
{
    size_t left = input->bytes ? bytes_of(input->bytes)->length - input->start : 0;
    if (left && !size)
        return true;
    ouro_object *all;
    if (!left && is_exact(object, TYPE_BYTES)) {
        all = newref(object);
    } else {
        if (!(all = ouro_bytes_new(rt, NULL, left + size)))
            return false;
        if (left)
            memcpy(bytes_of(all)->data, bytes_of(input->bytes)->data + input->start, left);
        if (size)
            memcpy(bytes_of(all)->data + left, data, size);
    }
    setref_take(rt, &input->bytes, all);
    input->start = 0;
    return true;
}

bool ouro_input_keep(ouro_runtime *rt, struct ouro_input *input, size_t left, ouro_object **unused)
{
    if (left) {
        input->start = bytes_of(input->bytes)->length - left;
        if (!unused)
            return true;
        ouro_object *rest = ouro_bytes_new(rt, bytes_of(input->bytes)->data + input->start, left);
        if (!rest)
            return false;
        setref_take(rt, unused, rest);
    }
    clearref(rt, &input->bytes);
    return true;
}
