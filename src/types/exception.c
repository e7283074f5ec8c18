/* BaseException and all that derives from it. One struct serves every built-in exception: what a class
 * adds stands in fields[] and numbers[], and its table of members says where. */
#include "types/exception.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "types/class_table.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

#define FIELD(i) ((uint32_t)(offsetof(struct ouro_exception, fields) + (i) * sizeof(ouro_object *)))

/* ---- life ------------------------------------------------------------------------------------ */

static ouro_object *exception_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    exception_of(self)->args = ouro_tuple_from(rt, args, count);
    if (!exception_of(self)->args) {
        decref(rt, self);
        return NULL;
    }
    return self;
}

static bool set_args(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count)
{
    ouro_object *tuple = ouro_tuple_from(rt, args, count);
    if (!tuple)
        return false;
    setref_take(rt, &exception_of(self)->args, tuple);
    return true;
}

static bool exception_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                           ouro_object *names)
{
    return ouro_args_no_keywords(rt, ouro_class_name(class_of(rt, self)), names) &&
           set_args(rt, self, args, count);
}

static void exception_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_exception *exception = exception_of(self);
    clearref(rt, &exception->dict);
    clearref(rt, &exception->args);
    clearref(rt, &exception->traceback);
    clearref(rt, &exception->context);
    clearref(rt, &exception->cause);
    for (size_t i = 0; i < 6; i++)
        clearref(rt, &exception->fields[i]);
}

static void exception_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    exception_clear(heap, self);
    if (ouro_memory_error_keep(runtime_of(heap), self))
        return;
    ouro_class_free(runtime_of(heap), self);
}

static void exception_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    struct ouro_exception *exception = exception_of((ouro_object *)(uintptr_t)self);
    ouro_visit_range(visitor, &exception->args, 4);
    ouro_visit_range(visitor, exception->fields, 6);
    ouro_class_traverse_instance(self, visitor); /* the dict and the class */
}

/* ---- BaseException --------------------------------------------------------------------------- */

static ouro_object *exception_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *args = exception_of(self)->args;
    switch (args ? tuple_length(args) : 0) {
    case 0:
        return newref(rt->empty_str);
    case 1:
        return ouro_str(rt, tuple_at(args, 0));
    default:
        return ouro_str(rt, args);
    }
}

static ouro_object *exception_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *args = exception_of(self)->args ? exception_of(self)->args : rt->empty_tuple;
    if (tuple_length(args) == 1)
        return ouro_str_format(rt, "%T(%R)", self, tuple_at(args, 0));
    return ouro_str_format(rt, "%T%R", self, args);
}

static ouro_object *get_args(ouro_runtime *rt, ouro_object *self)
{
    return newref(exception_of(self)->args ? exception_of(self)->args : rt->empty_tuple);
}

static bool put_args(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "args may not be deleted") != NULL;
    ouro_object *tuple = ouro_to_tuple(rt, value);
    if (!tuple)
        return false;
    setref_take(rt, &exception_of(self)->args, tuple);
    return true;
}

static ouro_object *or_none(ouro_runtime *rt, ouro_object *value)
{
    return value ? newref(value) : rt->none;
}

static ouro_object *get_traceback(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, exception_of(self)->traceback);
}

static bool put_traceback(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "__traceback__ may not be deleted") != NULL;
    if (value != rt->none && !is_exact(value, TYPE_TRACEBACK))
        return ouro_raise(rt, EXC_TypeError, "__traceback__ must be a traceback or None") != NULL;
    setref_take(rt, &exception_of(self)->traceback, value == rt->none ? NULL : newref(value));
    return true;
}

static bool put_linked(ouro_runtime *rt, ouro_object **slot, ouro_object *value, const char *what)
{
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "__%s__ may not be deleted", what) != NULL;
    if (value != rt->none && !is_exception(rt, value))
        return ouro_raise(rt, EXC_TypeError, "exception %s must be None or derive from BaseException",
                          what) != NULL;
    setref_take(rt, slot, value == rt->none ? NULL : newref(value));
    return true;
}

static ouro_object *get_context(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, exception_of(self)->context);
}

static bool put_context(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return put_linked(rt, &exception_of(self)->context, value, "context");
}

static ouro_object *get_cause(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, exception_of(self)->cause);
}

static bool put_cause(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!put_linked(rt, &exception_of(self)->cause, value, "cause"))
        return false;
    exception_of(self)->suppress_context = true;
    return true;
}

static ouro_object *get_suppress(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, exception_of(self)->suppress_context);
}

static bool put_suppress(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "can't delete numeric/char attribute") != NULL;
    if (!is_exact(value, TYPE_BOOL))
        return ouro_raise(rt, EXC_TypeError, "attribute value type must be bool") != NULL;
    exception_of(self)->suppress_context = value == rt->true_;
    return true;
}

static ouro_object *get_dict(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *dict = ouro_instance_dict(rt, self);
    return dict ? newref(dict) : NULL;
}

static bool put_dict(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "cannot delete __dict__") != NULL;
    if (!is_dict(rt, value))
        return ouro_raise(rt, EXC_TypeError, "__dict__ must be set to a dictionary, not a '%T'",
                          value) != NULL;
    setref_take(rt, &exception_of(self)->dict, newref(value));
    return true;
}

static const struct ouro_getset base_getsets[] = {
    {"args", get_args, put_args, NULL},
    {"__traceback__", get_traceback, put_traceback, NULL},
    {"__context__", get_context, put_context, NULL},
    {"__cause__", get_cause, put_cause, NULL},
    {"__suppress_context__", get_suppress, put_suppress, NULL},
    {"__dict__", get_dict, put_dict, NULL},
    {0},
};

static ouro_object *with_traceback(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    return put_traceback(rt, self, args[0]) ? newref(self) : NULL;
}

static ouro_object *add_note(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                             ouro_object *names)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "note must be a str, not '%T'", args[0]);
    ouro_object *notes;
    int outcome = ouro_getattr_optional(rt, self, rt->name___notes__, &notes);
    if (outcome < 0)
        return NULL;
    if (outcome == 0) {
        notes = ouro_list_new(rt, 1);
        if (!notes || !ouro_setattr(rt, self, rt->name___notes__, notes)) {
            xdecref(rt, notes);
            return NULL;
        }
    }
    bool is_done = is_list(rt, notes)
                       ? ouro_list_append(rt, notes, args[0])
                       : ouro_raise(rt, EXC_TypeError, "Cannot add note: __notes__ is not a list") != NULL;
    decref(rt, notes);
    return is_done ? rt->none : NULL;
}

static ouro_object *exception_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    struct ouro_exception *exception = exception_of(self);
    ouro_object *cls = &class_of(rt, self)->core.base;
    ouro_object *arguments = exception->args ? exception->args : rt->empty_tuple;
    return exception->dict ? ouro_tuple_pack(rt, 3, cls, arguments, exception->dict)
                           : ouro_tuple_pack(rt, 2, cls, arguments);
}

static ouro_object *exception_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t count, ouro_object *names)
{
    if (args[0] == rt->none)
        return rt->none;
    if (!is_dict(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "state is not a dictionary");
    size_t position = 0;
    ouro_object *key, *value;
    bool is_good = true;
    while (is_good && ouro_dict_next(args[0], &position, &key, &value)) {
        incref(key); /* setting the attribute may run code that clears the dict */
        incref(value);
        is_good = ouro_setattr(rt, self, key, value);
        decref(rt, key);
        decref(rt, value);
    }
    return is_good ? rt->none : NULL;
}

static const struct ouro_method base_methods[] = {
    {"with_traceback", with_traceback, 1, 1, 0,
     "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."},
    {"add_note", add_note, 1, 1, 0, "Exception.add_note(note) --\n    add a note to the exception"},
    {"__reduce__", exception_reduce, 0, 0, 0, NULL},
    {"__setstate__", exception_setstate, 1, 1, 0, NULL},
    {0},
};

/* ---- StopIteration, SystemExit --------------------------------------------------------------- */

static bool stop_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                      ouro_object *names)
{
    if (!exception_init(rt, self, args, count, names))
        return false;
    setref_take(rt, &exception_of(self)->fields[0], count > 0 ? newref(args[0]) : NULL);
    return true;
}

static bool exit_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                      ouro_object *names)
{
    if (!exception_init(rt, self, args, count, names))
        return false;
    ouro_object *code = count == 0 ? NULL
                        : count == 1 ? newref(args[0])
                                     : newref(exception_of(self)->args);
    setref_take(rt, &exception_of(self)->fields[0], code);
    return true;
}

static const struct ouro_member value_member[] = {{"value", FIELD(0), MEMBER_OBJECT, false}, {0}};
static const struct ouro_member code_member[] = {{"code", FIELD(0), MEMBER_OBJECT, false}, {0}};

/* ---- KeyError -------------------------------------------------------------------------------- */

static ouro_object *key_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *args = exception_of(self)->args;
    return args && tuple_length(args) == 1 ? ouro_repr(rt, tuple_at(args, 0)) : exception_str(rt, self);
}

/* ---- NameError, AttributeError, ImportError: keyword-only fields ----------------------------- */

static bool init_with_keywords(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names, const char *const *keywords,
                               size_t first_field)
{
    if (!set_args(rt, self, args, count))
        return false;
    for (size_t i = 0; names && i < tuple_length(names); i++) {
        size_t k = 0;
        while (keywords[k] && !ouro_str_equal_text(tuple_at(names, i), keywords[k]))
            k++;
        if (!keywords[k])
            return ouro_raise(rt, EXC_TypeError, "'%U' is an invalid keyword argument for %T()",
                              tuple_at(names, i), self) != NULL;
        setref_take(rt, &exception_of(self)->fields[first_field + k], newref(args[count + i]));
    }
    return true;
}

static bool name_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                            ouro_object *names)
{
    static const char *const keywords[] = {"name", NULL};
    return init_with_keywords(rt, self, args, count, names, keywords, 0);
}

static bool attribute_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    static const char *const keywords[] = {"name", "obj", NULL};
    return init_with_keywords(rt, self, args, count, names, keywords, 0);
}

static bool import_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    static const char *const keywords[] = {"name", "path", NULL};
    if (!init_with_keywords(rt, self, args, count, names, keywords, 1))
        return false;
    setref_take(rt, &exception_of(self)->fields[0], count == 1 ? newref(args[0]) : NULL);
    return true;
}

static ouro_object *import_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *message = exception_of(self)->fields[0];
    return message && is_exact(message, TYPE_STR) ? newref(message) : exception_str(rt, self);
}

static const struct ouro_member name_error_members[] = {{"name", FIELD(0), MEMBER_OBJECT, false}, {0}};
static const struct ouro_member attribute_error_members[] = {
    {"name", FIELD(0), MEMBER_OBJECT, false}, {"obj", FIELD(1), MEMBER_OBJECT, false}, {0}};
static const struct ouro_member import_error_members[] = {{"msg", FIELD(0), MEMBER_OBJECT, false},
                                                          {"name", FIELD(1), MEMBER_OBJECT, false},
                                                          {"path", FIELD(2), MEMBER_OBJECT, false},
                                                          {0}};

/* ---- OSError --------------------------------------------------------------------------------- */

/* OSError(errno, text, ...) makes the subclass that belongs to errno. */
static ouro_object *os_error_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    int64_t number;
    if (cls == builtin_class(rt, EXC_OSError) && count >= 2 && is_int(rt, args[0]) &&
        ouro_int_fits_i64(args[0], &number) && number > 0 && number < 4096)
        cls = builtin_class(rt, ouro_error_os_class((int)number));
    return exception_create(rt, cls, args, count, names);
}

static bool os_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                          ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, ouro_class_name(class_of(rt, self)), names))
        return false;
    struct ouro_exception *exception = exception_of(self);
    if (count >= 2 && count <= 5) {
        setref_take(rt, &exception->fields[0], newref(args[0]));
        setref_take(rt, &exception->fields[1], newref(args[1]));
        if (count >= 3 && is_exact(self, EXC_BlockingIOError) && class_of(rt, args[2])->to_index) {
            int64_t written;
            if (!ouro_index_i64(rt, args[2], &written, EXC_ValueError))
                return false;
            setref_take(rt, &exception->fields[4], newref(args[2]));
        } else if (count >= 3 && args[2] != rt->none) {
            setref_take(rt, &exception->fields[2], newref(args[2]));
            if (count == 5 && args[4] != rt->none)
                setref_take(rt, &exception->fields[3], newref(args[4]));
            count = 2; /* the file names are not part of args */
        }
    }
    return set_args(rt, self, args, count);
}

static ouro_object *os_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object **fields = exception_of(self)->fields;
    ouro_object *number = fields[0] ? fields[0] : rt->none, *text = fields[1] ? fields[1] : rt->none;
    if (fields[2] && fields[3])
        return ouro_str_format(rt, "[Errno %S] %S: %R -> %R", number, text, fields[2], fields[3]);
    if (fields[2])
        return ouro_str_format(rt, "[Errno %S] %S: %R", number, text, fields[2]);
    if (fields[0] && fields[1])
        return ouro_str_format(rt, "[Errno %S] %S", number, text);
    return exception_str(rt, self);
}

/* How much a write took that could not take all: of BlockingIOError only, or what a program has set. */
static ouro_object *os_error_get_written(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *written = exception_of(self)->fields[4];
    return written ? newref(written) : ouro_raise(rt, EXC_AttributeError, "characters_written");
}

static bool os_error_set_written(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    int64_t number;
    if (!value && !exception_of(self)->fields[4])
        return ouro_raise(rt, EXC_AttributeError, "characters_written");
    if (value && !ouro_index_i64(rt, value, &number, EXC_ValueError))
        return false;
    setref_take(rt, &exception_of(self)->fields[4], value ? newref(value) : NULL);
    return true;
}

static const struct ouro_getset os_error_getsets[] = {
    {"characters_written", os_error_get_written, os_error_set_written, NULL},
    {0},
};

static const struct ouro_member os_error_members[] = {
    {"errno", FIELD(0), MEMBER_OBJECT, false},
    {"strerror", FIELD(1), MEMBER_OBJECT, false},
    {"filename", FIELD(2), MEMBER_OBJECT, false},
    {"filename2", FIELD(3), MEMBER_OBJECT, false},
    {0},
};

/* ---- SyntaxError ----------------------------------------------------------------------------- */

static bool syntax_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                              size_t count, ouro_object *names)
{
    if (!exception_init(rt, self, args, count, names))
        return false;
    struct ouro_exception *exception = exception_of(self);
    if (count >= 1)
        setref_take(rt, &exception->fields[0], newref(args[0]));
    if (count != 2)
        return true;
    ouro_object *info = ouro_to_tuple(rt, args[1]);
    if (!info)
        return false;
    size_t length = tuple_length(info);
    if (length != 4 && length != 6) {
        ouro_raise(rt, EXC_TypeError, length < 4 ? "function missing required argument '%s' (pos %zu)"
                                                 : "end_offset must be provided when end_lineno is provided",
                   length == 0 ? "filename" : length == 1 ? "lineno" : length == 2 ? "offset" : "text",
                   length + 1);
        decref(rt, info);
        return false;
    }
    for (size_t i = 0; i < 4; i++)
        setref_take(rt, &exception->fields[1 + i], newref(tuple_at(info, i)));
    ouro_object *end = length == 6 ? ouro_tuple_slice(rt, info, 4, 6) : NULL;
    setref_take(rt, &exception->fields[5], end);
    decref(rt, info);
    return !rt->error;
}

static ouro_object *syntax_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object **fields = exception_of(self)->fields;
    ouro_object *message = fields[0] ? fields[0] : rt->none;
    bool has_file = fields[1] && is_str(rt, fields[1]);
    bool has_line = fields[2] && is_int(rt, fields[2]);
    if (!has_file)
        return has_line ? ouro_str_format(rt, "%S (line %S)", message, fields[2]) : ouro_str(rt, message);
    size_t length = ouro_str_length(fields[1]), start = length;
    while (start > 0 && ouro_str_at(fields[1], start - 1) != '/')
        start--;
    ouro_object *file = ouro_str_substring(rt, fields[1], start, length);
    ouro_object *text = NULL;
    if (file)
        text = has_line ? ouro_str_format(rt, "%S (%U, line %S)", message, file, fields[2])
                        : ouro_str_format(rt, "%S (%U)", message, file);
    xdecref(rt, file);
    return text;
}

static ouro_object *get_end(ouro_runtime *rt, ouro_object *self, size_t i)
{
    ouro_object *end = exception_of(self)->fields[5];
    return end && is_tuple(rt, end) && tuple_length(end) == 2 ? newref(tuple_at(end, i)) : rt->none;
}

static ouro_object *get_end_lineno(ouro_runtime *rt, ouro_object *self)
{
    return get_end(rt, self, 0);
}

static ouro_object *get_end_offset(ouro_runtime *rt, ouro_object *self)
{
    return get_end(rt, self, 1);
}

static bool put_end(ouro_runtime *rt, ouro_object *self, size_t i, ouro_object *value)
{
    ouro_object *parts[2] = {get_end(rt, self, 0), get_end(rt, self, 1)};
    ouro_object *own = value ? value : rt->none;
    ouro_object *end = ouro_tuple_pack(rt, 2, i == 0 ? own : parts[0], i == 1 ? own : parts[1]);
    decref(rt, parts[0]);
    decref(rt, parts[1]);
    if (!end)
        return false;
    setref_take(rt, &exception_of(self)->fields[5], end);
    return true;
}

static bool put_end_lineno(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return put_end(rt, self, 0, value);
}

static bool put_end_offset(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return put_end(rt, self, 1, value);
}

static ouro_object *get_print_file(ouro_runtime *rt, ouro_object *self)
{
    return rt->none;
}

static const struct ouro_getset syntax_error_getsets[] = {
    {"end_lineno", get_end_lineno, put_end_lineno, NULL},
    {"end_offset", get_end_offset, put_end_offset, NULL},
    {"print_file_and_line", get_print_file, NULL, NULL},
    {0},
};

static const struct ouro_member syntax_error_members[] = {
    {"msg", FIELD(0), MEMBER_OBJECT, false},    {"filename", FIELD(1), MEMBER_OBJECT, false},
    {"lineno", FIELD(2), MEMBER_OBJECT, false}, {"offset", FIELD(3), MEMBER_OBJECT, false},
    {"text", FIELD(4), MEMBER_OBJECT, false},   {0},
};

/* ---- Unicode errors -------------------------------------------------------------------------- */

static bool unicode_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    bool is_translate =
        ouro_class_is_subclass(class_of(rt, self), builtin_class(rt, EXC_UnicodeTranslateError));
    size_t wanted = is_translate ? 4 : 5;
    if (!exception_init(rt, self, args, count, names))
        return false;
    if (count != wanted)
        return ouro_raise(rt, EXC_TypeError, "function takes exactly %zu arguments (%zu given)", wanted,
                          count) != NULL;
    struct ouro_exception *exception = exception_of(self);
    size_t i = 0;
    if (!is_translate)
        setref_take(rt, &exception->fields[0], newref(args[i++]));
    setref_take(rt, &exception->fields[1], newref(args[i++]));
    if (!ouro_index_i64(rt, args[i++], &exception->numbers[0], EXC_OverflowError) ||
        !ouro_index_i64(rt, args[i++], &exception->numbers[1], EXC_OverflowError))
        return false;
    setref_take(rt, &exception->fields[2], newref(args[i]));
    return true;
}

static ouro_object *unicode_error_str(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_exception *exception = exception_of(self);
    ouro_object *encoding = exception->fields[0], *object = exception->fields[1];
    ouro_object *reason = exception->fields[2];
    int64_t start = exception->numbers[0], end = exception->numbers[1];
    if (!object || !reason)
        return newref(rt->empty_str);
    if (is_bytes(rt, object)) {
        const uint8_t *bytes;
        size_t size;
        if (!ouro_buffer_get(rt, object, &bytes, &size))
            return NULL;
        if (start >= 0 && start < (int64_t)size && end == start + 1)
            return ouro_str_format(rt, "'%S' codec can't decode byte 0x%02x in position %lld: %S", encoding,
                                   bytes[start], (long long)start, reason);
        return ouro_str_format(rt, "'%S' codec can't decode bytes in position %lld-%lld: %S", encoding,
                               (long long)start, (long long)end - 1, reason);
    }
    if (!is_str(rt, object))
        return newref(rt->empty_str);
    char position[64], character[16] = "";
    bool is_one = start >= 0 && start < (int64_t)ouro_str_length(object) && end == start + 1;
    if (is_one) {
        uint32_t code = ouro_str_at(object, (size_t)start);
        snprintf(character, sizeof character,
                 code < 0x100     ? "'\\x%02x'"
                 : code < 0x10000 ? "'\\u%04x'"
                                  : "'\\U%08x'",
                 code);
        snprintf(position, sizeof position, "%lld", (long long)start);
    } else {
        snprintf(position, sizeof position, "%lld-%lld", (long long)start, (long long)end - 1);
    }
    const char *what = is_one ? "character" : "characters";
    if (encoding)
        return ouro_str_format(rt, "'%S' codec can't encode %s %s%sin position %s: %S", encoding, what,
                               character, is_one ? " " : "", position, reason);
    return ouro_str_format(rt, "can't translate %s %s%sin position %s: %S", what, character,
                           is_one ? " " : "", position, reason);
}

static const struct ouro_member unicode_error_members[] = {
    {"encoding", FIELD(0), MEMBER_OBJECT, false},
    {"object", FIELD(1), MEMBER_OBJECT, false},
    {"reason", FIELD(2), MEMBER_OBJECT, false},
    {"start", offsetof(struct ouro_exception, numbers), MEMBER_I64, true},
    {"end", offsetof(struct ouro_exception, numbers) + 8, MEMBER_I64, true},
    {0},
};

/* ---- exception groups ------------------------------------------------------------------------ */

static ouro_object *group_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    const char *name = "BaseExceptionGroup.__new__";
    if (!ouro_args_no_keywords(rt, name, names))
        return NULL;
    if (count != 2)
        return ouro_raise(rt, EXC_TypeError, "%s() takes exactly 2 arguments (%zu given)", name, count);
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "%s() argument 1 must be str, not %W", name,
                          args[0]);
    if (!class_of(rt, args[1])->getitem || is_dict(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "second argument (exceptions) must be a sequence");
    ouro_object *exceptions = ouro_to_tuple(rt, args[1]);
    if (!exceptions)
        return NULL;
    bool all_ordinary = true;
    size_t length = tuple_length(exceptions);
    if (length == 0) {
        ouro_raise(rt, EXC_ValueError, "second argument (exceptions) must be a non-empty sequence");
        goto fail;
    }
    for (size_t i = 0; i < length; i++) {
        ouro_object *item = tuple_at(exceptions, i);
        if (!is_exception(rt, item)) {
            ouro_raise(rt, EXC_ValueError, "Item %zu of second argument (exceptions) is not an exception", i);
            goto fail;
        }
        if (!ouro_class_is_subclass(class_of(rt, item), builtin_class(rt, EXC_Exception)))
            all_ordinary = false;
    }
    struct ouro_class *ordinary = builtin_class(rt, EXC_ExceptionGroup);
    if (cls == builtin_class(rt, EXC_BaseExceptionGroup) && all_ordinary)
        cls = ordinary;
    else if (!all_ordinary && ouro_class_is_subclass(cls, builtin_class(rt, EXC_Exception))) {
        if (cls == ordinary)
            ouro_raise(rt, EXC_TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
        else
            ouro_raise(rt, EXC_TypeError, "Cannot nest BaseExceptions in '%N'", cls);
        goto fail;
    }
    ouro_object *self = exception_create(rt, cls, args, count, NULL);
    if (!self)
        goto fail;
    exception_of(self)->fields[0] = newref(args[0]);
    exception_of(self)->fields[1] = exceptions;
    return self;
fail:
    decref(rt, exceptions);
    return NULL;
}

static ouro_object *group_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object **fields = exception_of(self)->fields;
    size_t count = tuple_length(fields[1]);
    return ouro_str_format(rt, "%S (%zu sub-exception%s)", fields[0], count, count == 1 ? "" : "s");
}

/* A group like self with these exceptions (a list): through derive(), so that subclasses decide. */
static ouro_object *group_derive_from(ouro_runtime *rt, ouro_object *self, ouro_object *list)
{
    ouro_object *derive = ouro_getattr_text(rt, self, "derive");
    ouro_object *group = derive ? ouro_call1(rt, derive, list) : NULL;
    xdecref(rt, derive);
    if (!group)
        return NULL;
    if (!ouro_class_is_subclass(class_of(rt, group), builtin_class(rt, EXC_BaseExceptionGroup))) {
        ouro_raise(rt, EXC_TypeError, "derive must return an instance of BaseExceptionGroup");
        decref(rt, group);
        return NULL;
    }
    struct ouro_exception *from = exception_of(self), *to = exception_of(group);
    setref_take(rt, &to->traceback, xnewref(from->traceback));
    setref_take(rt, &to->context, xnewref(from->context));
    setref_take(rt, &to->cause, xnewref(from->cause));
    to->suppress_context = from->suppress_context;
    ouro_object *notes;
    int outcome = ouro_getattr_optional(rt, self, rt->name___notes__, &notes);
    if (outcome > 0) {
        ouro_object *copy = is_list(rt, notes) || is_tuple(rt, notes) ? ouro_to_list(rt, notes) : NULL;
        if (copy)
            ouro_setattr(rt, group, rt->name___notes__, copy);
        xdecref(rt, copy);
        decref(rt, notes);
    }
    if (rt->error) {
        decref(rt, group);
        return NULL;
    }
    return group;
}

static int leaf_matches(ouro_runtime *rt, ouro_object *exception, ouro_object *condition)
{
    if (is_class(rt, condition) || is_tuple(rt, condition))
        return ouro_error_matches(rt, exception, condition);
    ouro_object *result = ouro_call1(rt, condition, exception);
    int truth = result ? ouro_truth(rt, result) : -1;
    xdecref(rt, result);
    return truth;
}

/* Splits self by condition: *matched and *rest are owned, NULL where nothing falls. */
static bool group_split_into(ouro_runtime *rt, ouro_object *self, ouro_object *condition,
                             ouro_object **matched, ouro_object **rest)
{
    *matched = *rest = NULL;
    int outcome = leaf_matches(rt, self, condition);
    if (outcome < 0)
        return false;
    bool is_group = ouro_class_is_subclass(class_of(rt, self), builtin_class(rt, EXC_BaseExceptionGroup));
    if (outcome > 0 || !is_group) {
        *(outcome > 0 ? matched : rest) = newref(self);
        return true;
    }
    ouro_object *lists[2] = {ouro_list_new(rt, 0), ouro_list_new(rt, 0)};
    bool is_done = lists[0] && lists[1] && ouro_enter(rt, " in exceptiongroup_split_recursive");
    if (!is_done)
        goto release;
    ouro_object *exceptions = exception_of(self)->fields[1];
    for (size_t i = 0; is_done && i < tuple_length(exceptions); i++) {
        ouro_object *parts[2];
        is_done = group_split_into(rt, tuple_at(exceptions, i), condition, &parts[0], &parts[1]);
        for (size_t k = 0; k < 2; k++) {
            if (is_done && parts[k])
                is_done = ouro_list_append(rt, lists[k], parts[k]);
            xdecref(rt, parts[k]);
        }
    }
    ouro_leave(rt);
    if (is_done && list_length(lists[0]))
        is_done = (*matched = group_derive_from(rt, self, lists[0])) != NULL;
    if (is_done && list_length(lists[1]))
        is_done = (*rest = group_derive_from(rt, self, lists[1])) != NULL;
    if (!is_done)
        clearref(rt, matched);
release:
    xdecref(rt, lists[0]);
    xdecref(rt, lists[1]);
    return is_done;
}

bool ouro_exception_group_split(ouro_runtime *rt, ouro_object *self, ouro_object *condition,
                                ouro_object **matched, ouro_object **rest)
{
    return group_split_into(rt, self, condition, matched, rest);
}

ouro_object *ouro_exception_group_derive(ouro_runtime *rt, ouro_object *self, ouro_object *list)
{
    return group_derive_from(rt, self, list);
}

static bool check_condition(ouro_runtime *rt, ouro_object *condition)
{
    bool is_valid = is_tuple(rt, condition) || ouro_is_callable(rt, condition);
    if (is_class(rt, condition))
        is_valid = (((struct ouro_class *)(void *)condition)->core.flags & CLASS_EXCEPTION_SUBCLASS) != 0;
    return is_valid || ouro_raise(rt, EXC_TypeError,
                                  "expected a function, exception type or tuple of exception types") != NULL;
}

static ouro_object *group_split(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    ouro_object *matched, *rest;
    if (!ouro_args_count(rt, "split", count, 1, 1) || !check_condition(rt, args[0]) ||
        !group_split_into(rt, self, args[0], &matched, &rest))
        return NULL;
    ouro_object *pair = ouro_tuple_pack(rt, 2, matched ? matched : rt->none, rest ? rest : rt->none);
    xdecref(rt, matched);
    xdecref(rt, rest);
    return pair;
}

static ouro_object *group_subgroup(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    ouro_object *matched, *rest;
    if (!ouro_args_count(rt, "subgroup", count, 1, 1) || !check_condition(rt, args[0]) ||
        !group_split_into(rt, self, args[0], &matched, &rest))
        return NULL;
    xdecref(rt, rest);
    return matched ? matched : rt->none;
}

static ouro_object *group_derive(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    struct ouro_class *cls = builtin_class(rt, EXC_BaseExceptionGroup);
    if (!ouro_args_count(rt, "derive", count, 1, 1))
        return NULL;
    return ouro_call2(rt, &cls->core.base, exception_of(self)->fields[0], args[0]);
}

static ouro_object *class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

static const struct ouro_method group_methods[] = {
    {"split", group_split, 0, -1, 0, NULL},
    {"subgroup", group_subgroup, 0, -1, 0, NULL},
    {"derive", group_derive, 0, -1, 0, NULL},
    {"__class_getitem__", class_getitem, 1, 1, METHOD_CLASS, NULL},
    {0},
};

static const struct ouro_member group_members[] = {{"message", FIELD(0), MEMBER_OBJECT, true},
                                                   {"exceptions", FIELD(1), MEMBER_OBJECT, true},
                                                   {0}};

/* ---- all of them ----------------------------------------------------------------------------- */

static void set_special_slots(struct ouro_class *cls, unsigned index)
{
    switch (index) {
    case EXC_BaseException:
        cls->core.dealloc = exception_dealloc;
        cls->core.traverse = exception_traverse;
        cls->core.clear = exception_clear;
        cls->dict_offset = offsetof(struct ouro_exception, dict);
        cls->create = exception_create;
        cls->init = exception_init;
        cls->str = exception_str;
        cls->repr = exception_repr;
        break;
    case EXC_StopIteration:
        cls->init = stop_init;
        break;
    case EXC_SystemExit:
        cls->init = exit_init;
        break;
    case EXC_KeyError:
        cls->str = key_error_str;
        break;
    case EXC_NameError:
        cls->init = name_error_init;
        break;
    case EXC_AttributeError:
        cls->init = attribute_error_init;
        break;
    case EXC_ImportError:
        cls->init = import_error_init;
        cls->str = import_error_str;
        break;
    case EXC_OSError:
        cls->create = os_error_create;
        cls->init = os_error_init;
        cls->str = os_error_str;
        break;
    case EXC_SyntaxError:
        cls->init = syntax_error_init;
        cls->str = syntax_error_str;
        break;
    case EXC_UnicodeDecodeError:
    case EXC_UnicodeEncodeError:
    case EXC_UnicodeTranslateError:
        cls->init = unicode_error_init;
        cls->str = unicode_error_str;
        break;
    case EXC_BaseExceptionGroup:
        cls->create = group_create;
        cls->str = group_str;
        break;
    default:
        break;
    }
}

static bool ready(ouro_runtime *rt, unsigned index)
{
    const struct ouro_method *methods = NULL;
    const struct ouro_getset *getsets = NULL;
    const struct ouro_member *members = NULL;
    switch (index) {
    case EXC_BaseException: methods = base_methods; getsets = base_getsets; break;
    case EXC_StopIteration: members = value_member; break;
    case EXC_SystemExit: members = code_member; break;
    case EXC_NameError: members = name_error_members; break;
    case EXC_AttributeError: members = attribute_error_members; break;
    case EXC_ImportError: members = import_error_members; break;
    case EXC_OSError: members = os_error_members; getsets = os_error_getsets; break;
    case EXC_SyntaxError: members = syntax_error_members; getsets = syntax_error_getsets; break;
    case EXC_UnicodeDecodeError:
    case EXC_UnicodeEncodeError:
    case EXC_UnicodeTranslateError: members = unicode_error_members; break;
    case EXC_BaseExceptionGroup: methods = group_methods; members = group_members; break;
    default: break;
    }
    struct ouro_class *cls = builtin_class(rt, index);
    if (index == EXC_ExceptionGroup) { /* the one built-in class with two bases */
        if (!ouro_class_ready(rt, cls, NULL, NULL, NULL))
            return false;
        struct ouro_class *group = builtin_class(rt, EXC_BaseExceptionGroup);
        struct ouro_class *plain = builtin_class(rt, EXC_Exception);
        ouro_object *bases = ouro_tuple_pack(rt, 2, group, plain);
        ouro_object *mro = ouro_tuple_pack(rt, 5, cls, group, plain, builtin_class(rt, EXC_BaseException),
                                           builtin_class(rt, TYPE_OBJECT));
        if (!bases || !mro)
            return false;
        setref_take(rt, &cls->bases, bases);
        setref_take(rt, &cls->mro, mro);
    } else if (!ouro_class_ready(rt, cls, methods, getsets, members)) {
        return false;
    }
    return true;
}

bool ouro_exception_class_init(ouro_runtime *rt)
{
    static const struct {
        uint8_t index;
        const char *doc;
    } all[] = {
#define OURO_EXCEPTION(name, base, doc) {EXC_##name, doc},
#include "types/exceptions.def"
#undef OURO_EXCEPTION
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct ouro_class *cls = builtin_class(rt, all[i].index);
        set_special_slots(cls, all[i].index);
        if (!ready(rt, all[i].index))
            return false;
        ouro_object *doc = ouro_str_from(rt, all[i].doc);
        bool is_done = doc && ouro_dict_set(rt, cls->dict, rt->name___doc__, doc);
        xdecref(rt, doc);
        if (!is_done)
            return false;
    }
    return ouro_memory_error_prepare(rt);
}
