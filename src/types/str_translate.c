/* str.maketrans and str.translate. */
#include "types/dict.h"
#include "types/int.h"
#include "types/str_methods.h"

static bool table_set(ouro_runtime *rt, ouro_object *table, uint32_t from, ouro_object *to)
{
    ouro_object *key = ouro_int_new(rt, from);
    bool is_done = key && to && ouro_dict_set(rt, table, key, to);
    xdecref(rt, key);
    return is_done;
}

static bool table_from_texts(ouro_runtime *rt, ouro_object *table, ouro_object *const *args,
                             size_t count)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "first maketrans argument must be a string if there is "
                                             "a second argument");
    for (size_t i = 1; i < count; i++)
        if (!is_str(rt, args[i]))
            return ouro_raise(rt, EXC_TypeError, "maketrans() argument %zu must be str, not %W",
                              i + 1, args[i]);
    size_t length = ouro_str_length(args[0]);
    if (ouro_str_length(args[1]) != length)
        return ouro_raise(rt, EXC_ValueError,
                          "the first two maketrans arguments must have equal length");
    for (size_t i = 0; i < length; i++) {
        ouro_object *to = ouro_int_new(rt, ouro_str_at(args[1], i));
        bool is_done = table_set(rt, table, ouro_str_at(args[0], i), to);
        xdecref(rt, to);
        if (!is_done)
            return false;
    }
    for (size_t i = 0; count > 2 && i < ouro_str_length(args[2]); i++)
        if (!table_set(rt, table, ouro_str_at(args[2], i), rt->none))
            return false;
    return true;
}

static bool table_from_dict(ouro_runtime *rt, ouro_object *table, ouro_object *source)
{
    if (!is_exact(source, TYPE_DICT))
        return ouro_raise(rt, EXC_TypeError,
                          "if you give only one argument to maketrans it must be a dict");
    size_t position = 0;
    ouro_object *key, *value;
    while (ouro_dict_next(source, &position, &key, &value)) {
        if (is_str(rt, key)) {
            if (ouro_str_length(key) != 1)
                return ouro_raise(rt, EXC_ValueError,
                                  "string keys in translate table must be of length 1");
            if (!table_set(rt, table, ouro_str_at(key, 0), value))
                return false;
        } else if (is_int(rt, key)) {
            if (!ouro_dict_set(rt, table, key, value))
                return false;
        } else {
            return ouro_raise(rt, EXC_TypeError,
                              "keys in translate table must be strings or integers");
        }
    }
    return true;
}

NATIVE(ouro_str_method_maketrans)
{
    ouro_object *table = ouro_dict_new(rt);
    if (!table)
        return NULL;
    if (count == 1 ? table_from_dict(rt, table, args[0]) : table_from_texts(rt, table, args, count))
        return table;
    decref(rt, table);
    return NULL;
}

/* What the table says about c: owned; NULL without an error when it says nothing. */
static ouro_object *table_lookup(ouro_runtime *rt, ouro_object *table, uint32_t c)
{
    ouro_object *key = ouro_int_new(rt, c), *value = NULL;
    if (!key)
        return NULL;
    if (is_exact(table, TYPE_DICT)) {
        value = xnewref(ouro_dict_peek(rt, table, key));
    } else {
        value = ouro_getitem(rt, table, key);
        if (!value && ouro_error_is(rt, EXC_LookupError))
            ouro_error_clear(rt);
    }
    decref(rt, key);
    return value;
}

static bool translate_add(ouro_runtime *rt, struct ouro_str_builder *builder, ouro_object *value)
{
    if (value == rt->none)
        return true;
    if (is_str(rt, value))
        return ouro_str_builder_str(builder, value);
    if (!is_int(rt, value))
        return ouro_raise(rt, EXC_TypeError,
                          "character mapping must return integer, None or str");
    int64_t c;
    if (!ouro_int_fits_i64(value, &c) || c < 0 || c > 0x10ffff)
        return ouro_raise(rt, EXC_ValueError, "character mapping must be in range(0x110000)");
    return ouro_str_builder_character(builder, (uint32_t)c);
}

enum { TO_UNKNOWN = 0xff, TO_NOTHING = 0xfe };

/* What becomes of an ASCII character when that is one ASCII character or nothing: then true. The table is
 * asked once for each. */
static bool ascii_target(ouro_runtime *rt, ouro_object *table, uint8_t c, uint8_t map[128])
{
    ouro_object *value = table_lookup(rt, table, c);
    int64_t to = -1;
    if (!value)
        to = ouro_has_error(rt) ? -1 : c;
    else if (value == rt->none)
        to = TO_NOTHING;
    else if (is_exact(value, TYPE_INT) && ouro_int_fits_i64(value, &to))
        to = to < 128 ? to : -1;
    else if (is_exact(value, TYPE_STR) && ouro_str_length(value) == 1 && ouro_str_at(value, 0) < 128)
        to = ouro_str_at(value, 0);
    xdecref(rt, value);
    if (to < 0)
        return false;
    map[c] = (uint8_t)to;
    return true;
}

/* Translates the ASCII text self up to the first character that becomes something else: *done are behind.
 * Owned; NULL with an error, or without one when that was no use. */
static ouro_object *ascii_translate(ouro_runtime *rt, ouro_object *self, ouro_object *table, size_t *done)
{
    uint8_t map[128];
    size_t length = ouro_str_length(self), size = 0, i;
    uint8_t *out = ouro_buffer_alloc(rt, length);
    const uint8_t *in = str_data(self);
    if (!out)
        return NULL;
    memset(map, TO_UNKNOWN, sizeof map);
    for (i = 0; i < length; i++) {
        if (map[in[i]] == TO_UNKNOWN && !ascii_target(rt, table, in[i], map))
            break;
        out[size] = map[in[i]];
        size += map[in[i]] != TO_NOTHING;
    }
    ouro_object *text = ouro_has_error(rt) ? NULL : ouro_str_from_latin1(rt, out, size);
    ouro_buffer_free(rt, out, length);
    *done = i;
    return text;
}

NATIVE(ouro_str_method_translate)
{
    struct ouro_str_builder builder;
    size_t done = 0;
    ouro_object *begun = NULL;
    if (ouro_str_is_ascii(self) && ouro_str_length(self) > 0) {
        begun = ascii_translate(rt, self, args[0], &done);
        if (!begun || done == ouro_str_length(self))
            return begun;
    }
    ouro_str_builder_init(&builder, rt);
    if (begun) {
        ouro_str_builder_str(&builder, begun);
        decref(rt, begun);
    }
    for (size_t i = done; i < ouro_str_length(self); i++) {
        uint32_t c = ouro_str_at(self, i);
        ouro_object *value = table_lookup(rt, args[0], c);
        bool is_done = value ? translate_add(rt, &builder, value)
                             : !ouro_has_error(rt) && ouro_str_builder_character(&builder, c);
        xdecref(rt, value);
        if (!is_done) {
            ouro_str_builder_abandon(&builder);
            return NULL;
        }
    }
    return ouro_str_builder_finish(&builder);
}
