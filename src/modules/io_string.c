/* StringIO: text in memory, as wide as its widest character so far. */
#include "modules/collections.h"
#include "modules/io_internal.h"
#include "types/descriptor.h"

#include "types/dict.h"

static struct io_string *string_of(const ouro_object *self)
{
    return IO_OF(io_string, self);
}

static bool check(ouro_runtime *rt, const struct io_string *s)
{
    if (!s->is_ready)
        return ouro_raise(rt, EXC_ValueError, "I/O operation on uninitialized object");
    if (s->is_closed)
        return ouro_raise(rt, EXC_ValueError, "I/O operation on closed file");
    return true;
}

/* ---- the buffer ------------------------------------------------------------------------------ */

static bool resize(ouro_runtime *rt, struct io_string *s, size_t capacity, uint32_t width)
{
    size_t size;
    if (!ouro_size_mul(capacity, width, &size))
        return ouro_raise_memory(rt);
    if (width == s->width) {
        void *data = ouro_buffer_realloc(rt, s->data, s->capacity * width, size);
        if (!data)
            return false;
        s->data = data;
    } else {
        void *data = ouro_buffer_alloc(rt, size);
        if (!data)
            return false;
        if (s->data) {
            ouro_str_copy_characters(data, width, s->data, s->width, s->length);
            ouro_buffer_free(rt, s->data, s->capacity * s->width);
        }
        s->data = data;
        s->width = width;
    }
    s->capacity = capacity;
    return true;
}

/* Writes at the position; what lies between the end and it becomes NULs. */
static bool put(ouro_runtime *rt, struct io_string *s, ouro_object *text)
{
    size_t length = ouro_str_length(text), end;
    uint32_t width = ouro_str_width(text) > s->width ? ouro_str_width(text) : s->width;
    if (length == 0)
        return true;
    if (!ouro_size_add(s->position, length, &end))
        return ouro_raise(rt, EXC_OverflowError, "new position too large");
    if (end > s->capacity || width != s->width || !s->data) {
        size_t capacity = end > s->capacity ? end + end / 2 + 32 : s->capacity;
        if (!resize(rt, s, capacity ? capacity : 32, width))
            return false;
    }
    if (s->position > s->length)
        ouro_str_fill(s->data, s->width, s->length, s->position - s->length, 0);
    copy_into(s->data, s->width, s->position, text, 0, length);
    s->position = end;
    if (end > s->length)
        s->length = end;
    return true;
}

static ouro_object *part(ouro_runtime *rt, const struct io_string *s, size_t start, size_t end)
{
    if (start >= end)
        return rt->empty_str;
    return ouro_str_from_data(rt, (const char *)s->data + start * s->width, s->width, end - start);
}

/* ---- newlines -------------------------------------------------------------------------------- */

static unsigned kinds_of(const ouro_object *text)
{
    unsigned seen = 0;
    size_t length = ouro_str_length(text);
    for (size_t i = 0; i < length; i++) {
        uint32_t c = ouro_str_at(text, i);
        if (c == '\n') {
            seen |= SEEN_LF;
        } else if (c == '\r') {
            bool is_pair = i + 1 < length && ouro_str_at(text, i + 1) == '\n';
            seen |= is_pair ? SEEN_CRLF : SEEN_CR;
            i += is_pair;
        }
    }
    return seen;
}

/* What is stored for text that is written: owned. */
static ouro_object *translate(ouro_runtime *rt, struct io_string *s, ouro_object *text)
{
    size_t length = ouro_str_length(text);
    bool reads_all = s->newline == NEWLINE_TRANSLATE;
    if (s->newline <= NEWLINE_KEEP)
        s->newlines_seen |= (uint8_t)kinds_of(text);
    if (s->newline == NEWLINE_KEEP || s->newline == NEWLINE_LF)
        return newref(text);
    struct ouro_str_builder out;
    ouro_str_builder_init(&out, rt);
    for (size_t i = 0; i < length; i++) {
        uint32_t c = ouro_str_at(text, i);
        if (reads_all && c == '\r') {
            ouro_str_builder_character(&out, '\n');
            i += i + 1 < length && ouro_str_at(text, i + 1) == '\n';
        } else if (!reads_all && c == '\n') {
            ouro_str_builder_literal(&out, s->newline == NEWLINE_CR ? "\r" : "\r\n");
        } else {
            ouro_str_builder_character(&out, c);
        }
    }
    return ouro_str_builder_finish(&out);
}

bool ouro_io_string_write(ouro_runtime *rt, struct io_string *s, ouro_object *text)
{
    if (!check(rt, s))
        return false;
    if (s->newline == NEWLINE_LF)
        return put(rt, s, text);
    ouro_object *translated = translate(rt, s, text);
    bool is_done = translated && put(rt, s, translated);
    xdecref(rt, translated);
    return is_done;
}

/* Where the line that starts at position ends. */
static size_t line_end(const struct io_string *s)
{
    for (size_t i = s->position; i < s->length; i++) {
        uint32_t c = char_read(s->data, s->width, i);
        uint32_t next = i + 1 < s->length ? char_read(s->data, s->width, i + 1) : 0;
        if (c == '\n' && s->newline != NEWLINE_CR && s->newline != NEWLINE_CRLF)
            return i + 1;
        if (c != '\r')
            continue;
        if (s->newline == NEWLINE_CR)
            return i + 1;
        if ((s->newline == NEWLINE_CRLF || s->newline == NEWLINE_KEEP) && next == '\n')
            return i + 2;
        if (s->newline == NEWLINE_KEEP)
            return i + 1;
    }
    return s->length;
}

/* ---- methods --------------------------------------------------------------------------------- */

static NATIVE(string_write)
{
    if (!check(rt, string_of(self)))
        return NULL;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "string argument expected, got '%T'", args[0]);
    if (!ouro_io_string_write(rt, string_of(self), args[0]))
        return NULL;
    return ouro_int_new(rt, (int64_t)ouro_str_length(args[0]));
}

static NATIVE(string_getvalue)
{
    struct io_string *s = string_of(self);
    return check(rt, s) ? part(rt, s, 0, s->length) : NULL;
}

static NATIVE(string_read)
{
    struct io_string *s = string_of(self);
    int64_t size;
    if (!check(rt, s) || !ouro_io_size(rt, args, count, &size))
        return NULL;
    size_t start = s->position < s->length ? s->position : s->length;
    size_t end = size < 0 || (uint64_t)size > s->length - start ? s->length : start + (size_t)size;
    ouro_object *text = part(rt, s, start, end);
    if (text && end > start)
        s->position = end;
    return text;
}

static ouro_object *take_line(ouro_runtime *rt, struct io_string *s, int64_t limit)
{
    if (s->position >= s->length)
        return rt->empty_str;
    size_t start = s->position, end = line_end(s);
    if (limit >= 0 && end - start > (size_t)limit)
        end = start + (size_t)limit;
    ouro_object *line = part(rt, s, start, end);
    if (line)
        s->position = end;
    return line;
}

static NATIVE(string_readline)
{
    int64_t limit;
    if (!check(rt, string_of(self)) || !ouro_io_size(rt, args, count, &limit))
        return NULL;
    return take_line(rt, string_of(self), limit);
}

static ouro_object *string_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *line;
    if (!check(rt, string_of(self)))
        return NULL;
    if (is_io(rt, self, io_state(rt)->string))
        line = take_line(rt, string_of(self), -1);
    else
        line = ouro_call_method(rt, self, rt->name_readline, NULL, 0);
    if (!line || ouro_length(rt, line) > 0)
        return line;
    decref(rt, line);
    return NULL;
}

static NATIVE(string_seek)
{
    struct io_string *s = string_of(self);
    int64_t offset, whence = 0;
    if (!check(rt, s) || !ouro_index_i64(rt, args[0], &offset, EXC_OverflowError) ||
        (count > 1 && !ouro_index_i64(rt, args[1], &whence, EXC_OverflowError)))
        return NULL;
    if (whence < 0 || whence > 2)
        return ouro_raise(rt, EXC_ValueError, "Invalid whence (%lld, should be 0, 1 or 2)",
                          (long long)whence);
    if (whence == 0 && offset < 0)
        return ouro_raise(rt, EXC_ValueError, "Negative seek position %lld", (long long)offset);
    if (whence && offset)
        return ouro_raise(rt, EXC_OSError, "Can't do nonzero cur-relative seeks");
    s->position = whence == 0 ? (size_t)offset : whence == 1 ? s->position : s->length;
    return ouro_int_new(rt, (int64_t)s->position);
}

static NATIVE(string_tell)
{
    return check(rt, string_of(self)) ? ouro_int_new(rt, (int64_t)string_of(self)->position) : NULL;
}

static NATIVE(string_truncate)
{
    struct io_string *s = string_of(self);
    int64_t size = (int64_t)s->position;
    if (!check(rt, s))
        return NULL;
    if (count && args[0] != rt->none && !ouro_index_i64(rt, args[0], &size, EXC_OverflowError))
        return NULL;
    if (size < 0)
        return ouro_raise(rt, EXC_ValueError, "Negative size value %lld", (long long)size);
    if ((uint64_t)size < s->length)
        s->length = (size_t)size;
    return ouro_int_new(rt, size);
}

static void release(ouro_runtime *rt, struct io_string *s)
{
    if (s->data)
        ouro_buffer_free(rt, s->data, s->capacity * s->width);
    s->data = NULL;
    s->length = s->capacity = s->position = 0;
    s->width = 1;
}

static NATIVE(string_close)
{
    release(rt, string_of(self));
    string_of(self)->is_closed = true;
    return rt->none;
}

static NATIVE(string_true)
{
    return check(rt, string_of(self)) ? rt->true_ : NULL;
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, string_of(self)->is_closed);
}

static ouro_object *get_line_buffering(ouro_runtime *rt, ouro_object *self)
{
    return check(rt, string_of(self)) ? rt->false_ : NULL;
}

static ouro_object *get_newlines(ouro_runtime *rt, ouro_object *self)
{
    return ouro_io_newlines_seen(rt, string_of(self)->newlines_seen);
}

/* ---- class ----------------------------------------------------------------------------------- */

static ouro_object *string_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self)
        string_of(self)->width = 1;
    return self;
}

static bool string_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                        ouro_object *names)
{
    static const char *const keywords[] = {"initial_value", "newline", NULL};
    static const struct ouro_signature signature = {"StringIO", keywords, 0, 2};
    struct io_string *s = string_of(self);
    ouro_object *out[2] = {NULL, NULL};
    enum newline_mode newline = NEWLINE_LF;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return false;
    if (out[1] && out[1] != rt->none && !is_str(rt, out[1]))
        return ouro_raise(rt, EXC_TypeError, "newline must be str or None, not %T", out[1]);
    if (out[1] && !ouro_io_newline(rt, out[1], "StringIO()", &newline))
        return false;
    if (out[0] && out[0] != rt->none && !is_str(rt, out[0]))
        return ouro_raise(rt, EXC_TypeError, "initial_value must be str or None, not %T", out[0]);
    release(rt, s);
    s->newline = newline;
    s->newlines_seen = 0;
    s->is_closed = false;
    s->is_ready = true;
    if (out[0] && out[0] != rt->none && !ouro_io_string_write(rt, s, out[0]))
        return false;
    s->position = 0;
    return true;
}

static void string_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    release(runtime_of(heap), string_of(self));
    ouro_class_free(runtime_of(heap), self);
}

bool ouro_io_string_init(ouro_runtime *rt, struct io_state *state)
{
    static const struct ouro_method methods[] = {
        {"write", string_write, 1, 1, 0, NULL},
        {"getvalue", string_getvalue, 0, 0, 0, NULL},
        {"read", string_read, 0, 1, 0, NULL},
        {"readline", string_readline, 0, 1, 0, NULL},
        {"seek", string_seek, 1, 2, 0, NULL},
        {"tell", string_tell, 0, 0, 0, NULL},
        {"truncate", string_truncate, 0, 1, 0, NULL},
        {"close", string_close, 0, 0, 0, NULL},
        {"readable", string_true, 0, 0, 0, NULL},
        {"writable", string_true, 0, 0, 0, NULL},
        {"seekable", string_true, 0, 0, 0, NULL},
        {"__getstate__", ouro_io_string_getstate, 0, 0, 0, NULL},
        {"__setstate__", ouro_io_string_setstate, 1, 1, 0, NULL},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"__dict__", ouro_collections_dict_get, NULL, NULL},
        {"closed", get_closed, NULL, NULL},
        {"line_buffering", get_line_buffering, NULL, NULL},
        {"newlines", get_newlines, NULL, NULL},
        {0},
    };
    struct ouro_class *cls =
        ouro_class_native(rt, "_io.StringIO", state->text_base, sizeof(struct io_string),
                          OURO_BLOCK_CONTAINER, OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return false;
    cls->dict_offset = offsetof(struct io_string, attributes);
    cls->core.clear = ouro_class_clear_instance;
    cls->core.dealloc = string_dealloc;
    cls->core.traverse = ouro_class_traverse_instance;
    cls->create = string_create;
    cls->init = string_init;
    cls->next = string_next;
    state->string = cls;
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}
