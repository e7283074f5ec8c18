/* What copies and pickles of BytesIO and StringIO carry: the value, the position, the attributes. */
#include "modules/io_internal.h"
#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

static ouro_object *value_of(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *method = ouro_getattr_text(rt, self, "getvalue");
    ouro_object *value = method ? ouro_call(rt, method, NULL, 0, NULL) : NULL;
    xdecref(rt, method);
    return value;
}

/* A copy of the __dict__, None when there is none: owned. */
static ouro_object *attributes_of(ouro_runtime *rt, ouro_object *self)
{
    ouro_object **word = ouro_instance_dict_word(rt, self);
    return word && *word ? ouro_dict_copy(rt, *word) : rt->none;
}

/* The tuple that state must be; false with the error set. */
static bool check_state(ouro_runtime *rt, ouro_object *self, ouro_object *state, size_t length)
{
    if (is_tuple(rt, state) && tuple_length(state) >= length)
        return true;
    return ouro_raise(rt, EXC_TypeError, "%T.__setstate__ argument should be %zu-tuple, got %T", self,
                      length, state) != NULL;
}

/* message: what a value of the wrong type is told, before its type. */
static bool read_position(ouro_runtime *rt, ouro_object *item, const char *message, size_t *position)
{
    int64_t value;
    if (!is_int(rt, item))
        return ouro_raise(rt, EXC_TypeError, "%s %T", message, item) != NULL;
    if (!ouro_index_i64(rt, item, &value, EXC_OverflowError))
        return false;
    if (value < 0)
        return ouro_raise(rt, EXC_ValueError, "position value cannot be negative") != NULL;
    *position = (size_t)value;
    return true;
}

static bool put_attributes(ouro_runtime *rt, ouro_object *self, ouro_object *item, const char *which)
{
    if (item == rt->none)
        return true;
    if (!is_dict(rt, item))
        return ouro_raise(rt, EXC_TypeError, "%s item of state should be a dict, got a %T", which,
                          item) != NULL;
    ouro_object *dict = ouro_instance_dict(rt, self);
    return dict && ouro_dict_update(rt, dict, item);
}

ouro_object *ouro_io_bytes_getstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    ouro_object *three[] = {value_of(rt, self), NULL, NULL}, *result = NULL;
    if (three[0] && (three[1] = ouro_int_new(rt, (int64_t)IO_OF(io_bytes, self)->position)) &&
        (three[2] = attributes_of(rt, self)))
        result = ouro_tuple_from(rt, three, 3);
    for (int i = 0; i < 3; i++)
        xdecref(rt, three[i]);
    return result;
}

ouro_object *ouro_io_bytes_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    size_t position;
    if (!check_state(rt, self, args[0], 3) ||
        !io_state(rt)->bytes->init(rt, self, tuple_items(args[0]), 1, NULL) ||
        !read_position(rt, tuple_at(args[0], 1), "second item of state must be an integer, not", &position))
        return NULL;
    IO_OF(io_bytes, self)->position = position;
    return put_attributes(rt, self, tuple_at(args[0], 2), "third") ? rt->none : NULL;
}

static ouro_object *newline_of(ouro_runtime *rt, enum newline_mode newline)
{
    switch (newline) {
    case NEWLINE_TRANSLATE:
        return rt->none;
    case NEWLINE_KEEP:
        return rt->empty_str;
    default:
        return ouro_str_from(rt, newline == NEWLINE_CR ? "\r" : newline == NEWLINE_CRLF ? "\r\n" : "\n");
    }
}

ouro_object *ouro_io_string_getstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    struct io_string *s = IO_OF(io_string, self);
    ouro_object *four[] = {value_of(rt, self), NULL, NULL, NULL}, *result = NULL;
    if (four[0] && (four[1] = newline_of(rt, s->newline)) &&
        (four[2] = ouro_int_new(rt, (int64_t)s->position)) && (four[3] = attributes_of(rt, self)))
        result = ouro_tuple_from(rt, four, 4);
    for (int i = 0; i < 4; i++)
        xdecref(rt, four[i]);
    return result;
}

/* The value has its line ends already: it is written as it is. */
ouro_object *ouro_io_string_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    struct io_string *s = IO_OF(io_string, self);
    size_t position;
    if (!check_state(rt, self, args[0], 4))
        return NULL;
    ouro_object *value = tuple_at(args[0], 0);
    ouro_object *given[] = {rt->empty_str, tuple_at(args[0], 1)};
    if (!is_str(rt, value))
        return ouro_raise(rt, EXC_TypeError, "initial_value must be str or None, not %T", value);
    if (!io_state(rt)->string->init(rt, self, given, 2, NULL) ||
        !read_position(rt, tuple_at(args[0], 2), "third item of state must be an integer, got", &position))
        return NULL;
    enum newline_mode newline = s->newline;
    s->newline = NEWLINE_LF;
    bool is_written = ouro_io_string_write(rt, s, value);
    s->newline = newline;
    s->position = position;
    return is_written && put_attributes(rt, self, tuple_at(args[0], 3), "fourth") ? rt->none : NULL;
}
