/* array.array: how arrays are pickled, and made from pickles of other machines. */
#include <string.h>

#include "modules/array_internal.h"
#include "modules/collections.h"
#include "types/bytes.h"
#include "types/class_table.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

/* How the items lie in the bytes of a pickle, by its number; the typecode that lies so here, once
 * the bytes of an item are in order. */
static const struct {
    char code;
    bool is_big_endian;
} machine_formats[] = {
    {'B', false}, {'b', false}, {'H', false}, {'H', true}, {'h', false}, {'h', true}, {'I', false},
    {'I', true},  {'i', false}, {'i', true},  {'L', false}, {'L', true}, {'l', false}, {'l', true},
    {'f', false}, {'f', true},  {'d', false}, {'d', true},  {0, false},  {0, true},   {'u', false},
    {'u', true},
};
enum { MACHINE_FLOAT = 14, MACHINE_UTF16 = 18, MACHINE_FORMATS = 22 };

static bool is_same_kind(const struct item_type *a, const struct item_type *b)
{
    bool are_ints = !strchr("ufd", a->code) && !strchr("ufd", b->code);
    return are_ints && a->size == b->size && a->is_signed == b->is_signed;
}

/* The items as an array of the pickle's own type, or a str for UTF-16. */
static ouro_object *machine_items(ouro_runtime *rt, struct ouro_class *base, int64_t format,
                                  ouro_object *bytes)
{
    if (format == MACHINE_UTF16 || format == MACHINE_UTF16 + 1) {
        ouro_object *codec = ouro_str_from(rt, format == MACHINE_UTF16 ? "utf-16-le" : "utf-16-be");
        ouro_object *decode = codec ? ouro_getattr_text(rt, bytes, "decode") : NULL;
        ouro_object *text = decode ? ouro_call1(rt, decode, codec) : NULL;
        xdecref(rt, codec);
        xdecref(rt, decode);
        return text;
    }
    const struct item_type *type = ouro_array_type_find((uint32_t)machine_formats[format].code);
    ouro_object *items = ouro_array_new(rt, base, type);
    if (!items)
        return NULL;
    const uint8_t *data;
    size_t size;
    bool is_good = ouro_buffer_get(rt, bytes, &data, &size) &&
                   ouro_array_add_bytes(rt, array_of(items), data, size);
    if (is_good && machine_formats[format].is_big_endian) {
        ouro_object *done = ouro_array_byteswap(rt, items, NULL, 0, NULL);
        is_good = done != NULL;
        xdecref(rt, done);
    }
    if (is_good)
        return items;
    decref(rt, items);
    return NULL;
}

/* The number of the format, in the table of pickles, of what lies in memory here. */
static int64_t machine_format_of(const struct item_type *type)
{
    char code = type->code == 'q' ? 'l' : type->code == 'Q' ? 'L' : type->code;
    for (int64_t i = 0; i < MACHINE_FORMATS; i++)
        if (machine_formats[i].code == code && !machine_formats[i].is_big_endian)
            return i;
    return 0;
}

/* The bytes, since protocol 3; a list of the items before. */
ARRAY_NATIVE(reduce)
{
    int64_t protocol;
    if (!ouro_index_i64(rt, args[0], &protocol, EXC_OverflowError))
        return NULL;
    ouro_object *state = ouro_collections_state(rt, self), *result = NULL, *made = NULL, *function = NULL;
    ouro_object *name = ouro_str_new(rt, &array_of(self)->type->code, 1), *arguments = NULL;
    ouro_object *cls = (ouro_object *)class_of(rt, self), *number = NULL, *module = NULL;
    if (!state || !name)
        goto done;
    if (protocol < 3) {
        made = ouro_to_list(rt, self);
        function = newref(cls);
        arguments = made ? ouro_tuple_pack(rt, 2, name, made) : NULL;
    } else {
        made = ouro_array_tobytes(rt, self, NULL, 0, NULL);
        number = ouro_int_new(rt, machine_format_of(array_of(self)->type));
        module = ouro_vm_import(rt, "array");
        function = module ? ouro_getattr_text(rt, module, "_array_reconstructor") : NULL;
        if (made && number && function)
            arguments = ouro_tuple_pack(rt, 4, cls, name, number, made);
    }
    if (arguments)
        result = ouro_tuple_pack(rt, 3, function, arguments, state);
done:;
    ouro_object *used[] = {state, made, function, name, arguments, number, module};
    for (size_t i = 0; i < sizeof used / sizeof *used; i++)
        xdecref(rt, used[i]);
    return result;
}

/* _array_reconstructor(class, typecode, format, bytes): what pickles of arrays call. */
ARRAY_NATIVE(reconstruct)
{
    int64_t format;
    if (!is_class(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "first argument must be a type object, not %T", args[0]);
    struct ouro_class *cls = (struct ouro_class *)(void *)args[0], *base = ouro_array_class_above(cls);
    if (!base)
        return ouro_raise(rt, EXC_TypeError, "%s is not a subtype of array.array",
                          ouro_class_name(cls));
    if (!is_str(rt, args[1]) || ouro_str_length(args[1]) != 1)
        return ouro_raise(rt, EXC_TypeError,
                          "_array_reconstructor() argument 2 must be a unicode character, not %W",
                          args[1]);
    if (!ouro_array_type_find(ouro_str_at(args[1], 0)))
        return ouro_raise(rt, EXC_ValueError, "second argument must be a valid type code");
    if (!ouro_index_i64(rt, args[2], &format, EXC_OverflowError))
        return NULL;
    if (format < 0 || format >= MACHINE_FORMATS)
        return ouro_raise(rt, EXC_ValueError, "third argument must be a valid machine format code.");
    if (!is_bytes(rt, args[3]))
        return ouro_raise(rt, EXC_TypeError, "fourth argument should be bytes, not %T", args[3]);
    ouro_object *items = machine_items(rt, base, format, args[3]);
    const struct item_type *wanted = ouro_array_type_find(ouro_str_at(args[1], 0));
    ouro_object *code = args[1], *made = NULL;
    if (items && format < MACHINE_FLOAT && !is_same_kind(array_of(items)->type, wanted))
        /* ints of other sizes: a type that holds them */
        code = made = ouro_str_new(rt, &array_of(items)->type->code, 1);
    if (!code)
        clearref(rt, &items);
    if (items && !is_str(rt, items) &&
        (uint32_t)array_of(items)->type->code != ouro_str_at(code, 0)) {
        ouro_object *list = ouro_to_list(rt, items); /* of another type: one by one */
        decref(rt, items);
        items = list;
    }
    ouro_object *result = items ? ouro_call2(rt, args[0], code, items) : NULL;
    xdecref(rt, items);
    xdecref(rt, made);
    return result;
}
