/* TextIOWrapper: text above a stream of bytes. Reading is in io_text_read.c. */
#include "modules/collections.h"
#include "modules/io_internal.h"
#include "types/descriptor.h"

#include <unistd.h>

static struct io_text *text_of(const ouro_object *self)
{
    return IO_OF(io_text, self);
}

static struct io_buffered *own_buffer(const ouro_runtime *rt, const struct io_text *t)
{
    return ouro_io_is_buffered(rt, t->buffer) ? IO_OF(io_buffered, t->buffer) : NULL;
}

static bool check_attached(ouro_runtime *rt, const struct io_text *t)
{
    if (t->buffer)
        return true;
    return ouro_raise(rt, EXC_ValueError, t->encoding ? "underlying buffer has been detached"
                                                      : "I/O operation on uninitialized object");
}

/* 1, 0, or -1 with an error. */
static int is_closed(ouro_runtime *rt, const struct io_text *t)
{
    struct io_buffered *b = own_buffer(rt, t);
    if (t->is_closed)
        return 1;
    if (b && b->raw && is_io(rt, b->raw, io_state(rt)->file))
        return b->is_closed || IO_OF(io_file, b->raw)->fd < 0;
    ouro_object *value = ouro_getattr(rt, t->buffer, io_state(rt)->name_closed);
    int truth = value ? ouro_truth(rt, value) : -1;
    xdecref(rt, value);
    return truth;
}

bool ouro_io_text_check(ouro_runtime *rt, const struct io_text *t)
{
    if (!check_attached(rt, t))
        return false;
    int closed = is_closed(rt, t);
    if (closed > 0)
        ouro_raise(rt, EXC_ValueError, "I/O operation on closed file.");
    return closed == 0;
}

/* ---- writing --------------------------------------------------------------------------------- */

static bool put_bytes(ouro_runtime *rt, struct io_text *t, const void *data, size_t size)
{
    struct io_buffered *b = own_buffer(rt, t);
    if (b) {
        if (!b->is_writable)
            return ouro_io_unsupported(rt, "not writable");
        return ouro_io_buffered_write(rt, b, data, size);
    }
    ouro_object *bytes = ouro_bytes_new(rt, data, size);
    ouro_object *result = bytes ? ouro_call_method(rt, t->buffer, rt->name_write, &bytes, 1) : NULL;
    xdecref(rt, bytes);
    xdecref(rt, result);
    return result != NULL;
}

bool ouro_io_text_flush(ouro_runtime *rt, struct io_text *t)
{
    struct io_buffered *b = own_buffer(rt, t);
    if (b && is_io(rt, b->raw, io_state(rt)->file))
        return ouro_io_buffered_flush(rt, b);
    return ouro_io_call(rt, t->buffer, rt->name_flush);
}

/* The codec for what follows the first write: only that has a byte order mark. */
static const char *writing_codec(ouro_runtime *rt, struct io_text *t)
{
    const char *name = ouro_io_text_codec(t);
    bool has_mark = strcmp(name, "utf-16") == 0 || strcmp(name, "utf-32") == 0 ||
                    strcmp(name, "utf-8-sig") == 0;
    if (!has_mark)
        return name;
    if (!t->is_started) {
        /* A file that is appended to has its mark already. */
        struct io_buffered *b = own_buffer(rt, t);
        int64_t at = b ? ouro_io_buffered_tell(rt, b) : 0;
        if (at < 0)
            ouro_error_clear(rt);
        t->is_started = true;
        if (at <= 0)
            return name;
    }
    return name[4] == '1' ? "utf-16-le" : name[4] == '3' ? "utf-32-le" : "utf-8";
}

static bool put_encoded(ouro_runtime *rt, struct io_text *t, ouro_object *text)
{
    ouro_object *owner = NULL, *bytes = NULL;
    const char *errors = ouro_str_utf8(rt, t->errors, NULL, &owner);
    if (errors)
        bytes = ouro_str_encode(rt, text, writing_codec(rt, t), errors);
    xdecref(rt, owner);
    bool is_done = bytes && put_bytes(rt, t, bytes_of(bytes)->data, bytes_of(bytes)->length);
    xdecref(rt, bytes);
    return is_done;
}

/* text with each \n as the file has it; owned. */
static ouro_object *newlines_out(ouro_runtime *rt, struct io_text *t, ouro_object *text)
{
    size_t length = ouro_str_length(text), start = 0;
    const char *end = t->newline == NEWLINE_CRLF ? "\r\n" : "\r";
    struct ouro_str_builder out;
    ouro_str_builder_init(&out, rt);
    int64_t at;
    while ((at = ouro_str_find_character(text, '\n', start, length)) >= 0) {
        ouro_str_builder_part(&out, text, start, (size_t)at);
        ouro_str_builder_literal(&out, end);
        start = (size_t)at + 1;
    }
    ouro_str_builder_part(&out, text, start, length);
    return ouro_str_builder_finish(&out);
}

static bool has_line_end(ouro_object *text)
{
    size_t length = ouro_str_length(text);
    return ouro_str_find_character(text, '\n', 0, length) >= 0 ||
           ouro_str_find_character(text, '\r', 0, length) >= 0;
}

bool ouro_io_text_write(ouro_runtime *rt, struct io_text *t, ouro_object *text)
{
    bool is_done;
    if (!ouro_io_text_check(rt, t))
        return false;
    if (t->decoded)
        ouro_io_text_forget(rt, t);
    if (t->newline == NEWLINE_CR || t->newline == NEWLINE_CRLF) {
        ouro_object *translated = newlines_out(rt, t, text);
        is_done = translated && put_encoded(rt, t, translated);
        xdecref(rt, translated);
    } else if (ouro_likely(ouro_str_is_ascii(text) && t->codec->is_ascii_compatible)) {
        is_done = put_bytes(rt, t, str_data(text), ouro_str_length(text));
    } else {
        is_done = put_encoded(rt, t, text);
    }
    if (!is_done)
        return false;
    if (t->is_write_through || (t->is_line_buffered && has_line_end(text)))
        return ouro_io_text_flush(rt, t);
    return true;
}

static NATIVE(text_write)
{
    if (!check_attached(rt, text_of(self)))
        return NULL;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "write() argument must be str, not %W", args[0]);
    if (!ouro_io_text_write(rt, text_of(self), args[0]))
        return NULL;
    return ouro_int_new(rt, (int64_t)ouro_str_length(args[0]));
}

static NATIVE(text_flush)
{
    struct io_text *t = text_of(self);
    if (!ouro_io_text_check(rt, t))
        return NULL;
    t->is_telling_off = false;
    return ouro_io_text_flush(rt, t) ? rt->none : NULL;
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool check_reading(ouro_runtime *rt, struct io_text *t)
{
    struct io_buffered *b;
    if (!ouro_io_text_check(rt, t))
        return false;
    b = own_buffer(rt, t);
    if (b && !b->is_readable)
        return ouro_io_unsupported(rt, "not readable");
    return !b || ouro_io_buffered_flush(rt, b);
}

static NATIVE(text_read)
{
    int64_t size;
    if (!check_attached(rt, text_of(self)) || !ouro_io_size(rt, args, count, &size) ||
        !check_reading(rt, text_of(self)))
        return NULL;
    return ouro_io_text_read(rt, text_of(self), size);
}

static NATIVE(text_readline)
{
    int64_t limit = -1;
    if (count && !class_of(rt, args[0])->to_index)
        return ouro_raise(rt, EXC_TypeError, "'%T' object cannot be interpreted as an integer",
                          args[0]);
    if (!ouro_io_size(rt, args, count, &limit) || !check_reading(rt, text_of(self)))
        return NULL;
    return ouro_io_text_readline(rt, text_of(self), limit);
}

static ouro_object *text_next(ouro_runtime *rt, ouro_object *self)
{
    struct io_text *t = text_of(self);
    ouro_object *line;
    if (!check_reading(rt, t))
        return NULL;
    t->is_telling_off = true;
    if (is_io(rt, self, io_state(rt)->text))
        line = ouro_io_text_readline(rt, t, -1);
    else
        line = ouro_call_method(rt, self, rt->name_readline, NULL, 0);
    if (!line || ouro_length(rt, line) > 0)
        return line;
    t->is_telling_off = false;
    decref(rt, line);
    return NULL;
}

/* ---- position -------------------------------------------------------------------------------- */

/* Bytes of the chunk that the characters before decoded_at came from. */
static size_t bytes_taken(const struct io_text *t)
{
    size_t at = 0;
    bool is_utf8 = t->codec->decode == ouro_utf8_decode;
    if (!t->decoded || t->decoded_at == ouro_str_length(t->decoded))
        return t->chunk_decoded;
    for (size_t i = 0; i < t->decoded_at && at < t->chunk_decoded; i++) {
        bool is_pair = t->newline == NEWLINE_TRANSLATE && t->chunk[at] == '\r' &&
                       at + 1 < t->chunk_decoded && t->chunk[at + 1] == '\n';
        at += is_pair ? 2 : 1;
        while (is_utf8 && at < t->chunk_decoded && (t->chunk[at] & 0xc0) == 0x80)
            at++;
    }
    return at;
}

static int64_t seek_below(ouro_runtime *rt, struct io_text *t, int64_t offset, int whence)
{
    struct io_buffered *b = own_buffer(rt, t);
    if (b)
        return ouro_io_buffered_seek(rt, b, offset, whence);
    ouro_object *both[2] = {ouro_int_new(rt, offset), ouro_int_new(rt, whence)}, *result = NULL;
    int64_t at = -1;
    if (both[0] && both[1])
        result = ouro_call_method(rt, t->buffer, io_state(rt)->name_seek, both, 2);
    if (result && !ouro_index_i64(rt, result, &at, EXC_OverflowError))
        at = -1;
    xdecref(rt, both[0]);
    xdecref(rt, both[1]);
    xdecref(rt, result);
    return at;
}

static int64_t tell_below(ouro_runtime *rt, struct io_text *t)
{
    struct io_buffered *b = own_buffer(rt, t);
    if (b)
        return ouro_io_buffered_tell(rt, b);
    ouro_object *result = ouro_call_method(rt, t->buffer, io_state(rt)->name_tell, NULL, 0);
    int64_t at = -1;
    if (result && !ouro_index_i64(rt, result, &at, EXC_OverflowError))
        at = -1;
    xdecref(rt, result);
    return at;
}

static bool check_seekable(ouro_runtime *rt, struct io_text *t)
{
    if (!ouro_io_text_check(rt, t))
        return false;
    int answer = ouro_io_ask(rt, t->buffer, io_state(rt)->name_seekable);
    if (answer == 0)
        ouro_io_unsupported(rt, "underlying stream is not seekable");
    return answer > 0;
}

static NATIVE(text_tell)
{
    struct io_text *t = text_of(self);
    if (!check_seekable(rt, t))
        return NULL;
    if (t->is_telling_off)
        return ouro_raise(rt, EXC_OSError, "telling position disabled by next() call");
    if (!ouro_io_text_flush(rt, t))
        return NULL;
    int64_t at = tell_below(rt, t);
    if (at < 0)
        return NULL;
    return ouro_int_new(rt, at - (int64_t)(t->chunk_size - bytes_taken(t)));
}

static NATIVE(text_seek)
{
    struct io_text *t = text_of(self);
    int64_t offset, whence = 0;
    if (!check_seekable(rt, t) || !ouro_index_i64(rt, args[0], &offset, EXC_OverflowError) ||
        (count > 1 && !ouro_index_i64(rt, args[1], &whence, EXC_OverflowError)))
        return NULL;
    if (whence < 0 || whence > 2)
        return ouro_raise(rt, EXC_ValueError, "invalid whence (%lld, should be 0, 1 or 2)",
                          (long long)whence);
    if (whence && offset) {
        ouro_io_unsupported(rt, whence == 1 ? "can't do nonzero cur-relative seeks"
                                            : "can't do nonzero end-relative seeks");
        return NULL;
    }
    if (whence == 0 && offset < 0)
        return ouro_raise(rt, EXC_ValueError, "negative seek position %lld", (long long)offset);
    if (!ouro_io_text_flush(rt, t))
        return NULL;
    if (whence == 1) {
        int64_t at = tell_below(rt, t);
        if (at < 0)
            return NULL;
        offset = at - (int64_t)(t->chunk_size - bytes_taken(t));
        whence = 0;
    }
    int64_t at = seek_below(rt, t, offset, (int)whence);
    if (at < 0)
        return NULL;
    ouro_io_text_forget(rt, t);
    t->is_telling_off = false;
    t->is_started = at != 0;
    return ouro_int_new(rt, at);
}

static NATIVE(text_truncate)
{
    struct io_text *t = text_of(self);
    ouro_object *size = count && args[0] != rt->none ? newref(args[0]) : NULL;
    if (!ouro_io_text_check(rt, t) || !ouro_io_text_flush(rt, t)) {
        xdecref(rt, size);
        return NULL;
    }
    if (!size)
        size = text_tell(rt, self, NULL, 0, NULL);
    ouro_object *result =
        size ? ouro_call_method(rt, t->buffer, io_state(rt)->name_truncate, &size, 1) : NULL;
    xdecref(rt, size);
    return result;
}

/* ---- the rest -------------------------------------------------------------------------------- */

static NATIVE(text_close)
{
    struct io_text *t = text_of(self);
    if (!check_attached(rt, t))
        return NULL;
    int closed = is_closed(rt, t);
    if (closed != 0)
        return closed < 0 ? NULL : rt->none;
    /* else flush() may be the program's */
    bool is_plain = is_io(rt, self, io_state(rt)->text) && !t->attributes;
    bool is_flushed = is_plain ? ouro_io_text_flush(rt, t) : ouro_io_call(rt, self, rt->name_flush);
    ouro_object *saved = ouro_error_take(rt);
    if (!t->buffer) {
        ouro_error_restore(rt, saved);
        return is_flushed ? rt->none : NULL;
    }
    bool is_done = ouro_io_call(rt, t->buffer, rt->name_close);
    if (is_done) {
        t->is_closed = true;
        ouro_io_text_forget(rt, t);
    }
    return ouro_io_chain_close(rt, is_flushed ? NULL : saved, is_done) ? rt->none : NULL;
}

/* The buffer passes it on to the file, which warns in our name. */
static NATIVE(text_dealloc_warn)
{
    struct io_text *t = text_of(self);
    ouro_object *warn = NULL, *result = NULL;
    if (t->buffer && ouro_getattr_optional(rt, t->buffer, io_state(rt)->name_dealloc_warn, &warn) > 0)
        result = ouro_call1(rt, warn, args[0]);
    xdecref(rt, warn);
    xdecref(rt, result);
    ouro_error_clear(rt);
    return rt->none;
}

static void text_finalize(struct ouro_heap *heap, ouro_object *self)
{
    if (text_of(self)->buffer && !text_of(self)->is_closed)
        ouro_io_finalize(heap, self);
}

static NATIVE(text_detach)
{
    struct io_text *t = text_of(self);
    if (!check_attached(rt, t) || !ouro_io_text_flush(rt, t))
        return NULL;
    ouro_object *buffer = t->buffer;
    t->buffer = NULL;
    return buffer;
}

static ouro_object *ask(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    return ouro_io_text_check(rt, text_of(self))
               ? ouro_call_method(rt, text_of(self)->buffer, name, NULL, 0)
               : NULL;
}

/* These two leave it to the layers below to say that the file is closed. */
static ouro_object *ask_unchecked(ouro_runtime *rt, ouro_object *self, ouro_object *name)
{
    return check_attached(rt, text_of(self))
               ? ouro_call_method(rt, text_of(self)->buffer, name, NULL, 0)
               : NULL;
}

static NATIVE(text_fileno)
{
    return ask_unchecked(rt, self, rt->name_fileno);
}

static NATIVE(text_isatty)
{
    return ask_unchecked(rt, self, rt->name_isatty);
}

static NATIVE(text_readable)
{
    return ask(rt, self, io_state(rt)->name_readable);
}

static NATIVE(text_writable)
{
    return ask(rt, self, io_state(rt)->name_writable);
}

static NATIVE(text_seekable)
{
    return ask(rt, self, io_state(rt)->name_seekable);
}

/* For encodings that are not built in. A file in one of them is read whole. */
static const struct codec *registered_codec(ouro_runtime *rt, const char *encoding)
{
    static const struct codec registered = {NULL, NULL, NULL, false};
    ouro_object *bytes = ouro_str_encode(rt, rt->empty_str, encoding, NULL); /* an error says what is wrong */
    xdecref(rt, bytes);
    return bytes ? &registered : NULL;
}

const char *ouro_io_text_codec(const struct io_text *t)
{
    return t->codec->name ? t->codec->name : (const char *)str_data(t->encoding);
}

static bool codec_set(ouro_runtime *rt, struct io_text *t, const char *encoding, const char *errors)
{
    bool is_locale = !encoding || strcmp(encoding, "locale") == 0;
    const struct codec *codec = ouro_codec_find(is_locale ? "utf-8" : encoding);
    if (!codec && !(codec = registered_codec(rt, encoding)))
        return false;
    ouro_object *encoding_text = ouro_str_from(rt, is_locale ? "UTF-8" : encoding);
    ouro_object *errors_text = encoding_text ? ouro_str_from(rt, errors ? errors : "strict") : NULL;
    if (!errors_text) {
        xdecref(rt, encoding_text);
        return false;
    }
    t->codec = codec;
    setref_take(rt, &t->encoding, encoding_text);
    setref_take(rt, &t->errors, errors_text);
    return true;
}

/* Optional str arguments as UTF-8. */
static bool text_arguments(ouro_runtime *rt, ouro_object *const *out, const char *const *keywords,
                           const char *function, size_t count, const char **texts,
                           ouro_object **owners)
{
    for (size_t i = 0; i < count; i++) {
        if (!out[i] || out[i] == rt->none)
            continue;
        if (!is_str(rt, out[i]))
            return ouro_raise(rt, EXC_TypeError, "%s() argument '%s' must be str or None, not %W",
                              function, keywords[i], out[i]);
        texts[i] = ouro_str_utf8(rt, out[i], NULL, &owners[i]);
        if (!texts[i])
            return false;
    }
    return true;
}

static NATIVE(text_reconfigure)
{
    static const char *const keywords[] = {"encoding", "errors", "newline", "line_buffering",
                                           "write_through", NULL};
    static const struct ouro_signature signature = {"reconfigure", keywords, 0, 0};
    struct io_text *t = text_of(self);
    ouro_object *out[5] = {NULL}, *owners[2] = {NULL, NULL}, *old_encoding = NULL;
    const char *texts[2] = {NULL, NULL};
    bool is_done = false;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) || !check_attached(rt, t))
        return NULL;
    bool has_codec = (out[0] && out[0] != rt->none) || (out[1] && out[1] != rt->none);
    if (t->decoded && (has_codec || out[2])) {
        ouro_io_unsupported(rt, "It is not possible to set the encoding or newline of stream after "
                                "the first read");
        return NULL;
    }
    if (!text_arguments(rt, out, keywords, "reconfigure", 2, texts, owners) ||
        !ouro_io_text_flush(rt, t))
        goto done;
    if (has_codec && !texts[0])
        texts[0] = ouro_str_utf8(rt, t->encoding, NULL, &old_encoding);
    if (has_codec && (!texts[0] || !codec_set(rt, t, texts[0], texts[1])))
        goto done;
    if (out[2] && !ouro_io_newline(rt, out[2], "reconfigure()", &t->newline))
        goto done;
    for (unsigned i = 3; i < 5; i++) {
        int truth = out[i] && out[i] != rt->none ? ouro_truth(rt, out[i]) : -2;
        if (truth == -1)
            goto done;
        if (truth >= 0)
            *(i == 3 ? &t->is_line_buffered : &t->is_write_through) = truth > 0;
    }
    is_done = true;
done:
    xdecref(rt, owners[0]);
    xdecref(rt, owners[1]);
    xdecref(rt, old_encoding);
    return is_done ? rt->none : NULL;
}

static ouro_object *text_repr(ouro_runtime *rt, ouro_object *self)
{
    struct io_text *t = text_of(self);
    struct ouro_str_builder out;
    ouro_object *name = NULL;
    if (!t->encoding)
        return ouro_str_format(rt, "<%s>", class_of(rt, self)->core.name);
    if (t->buffer && ouro_getattr_optional(rt, t->buffer, rt->name_name, &name) < 0)
        return NULL;
    ouro_str_builder_init(&out, rt);
    ouro_str_builder_literal(&out, "<");
    ouro_str_builder_literal(&out, class_of(rt, self)->core.name);
    if (name) {
        ouro_str_builder_literal(&out, " name=");
        ouro_str_builder_repr(&out, name);
        decref(rt, name);
    }
    if (t->name_mode) {
        ouro_str_builder_literal(&out, " mode=");
        ouro_str_builder_repr(&out, t->name_mode);
    }
    ouro_str_builder_literal(&out, " encoding=");
    ouro_str_builder_repr(&out, t->encoding);
    ouro_str_builder_literal(&out, ">");
    return ouro_str_builder_finish(&out);
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    if (!check_attached(rt, text_of(self)))
        return NULL;
    int closed = is_closed(rt, text_of(self));
    return closed < 0 ? NULL : bool_object(rt, closed);
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    if (!check_attached(rt, text_of(self)))
        return NULL;
    return ouro_getattr(rt, text_of(self)->buffer, rt->name_name);
}

static ouro_object *get_mode(ouro_runtime *rt, ouro_object *self)
{
    struct io_text *t = text_of(self);
    if (t->name_mode)
        return newref(t->name_mode);
    return ouro_raise(rt, EXC_AttributeError, "'%T' object has no attribute 'mode'", self);
}

static bool set_mode(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    setref_take(rt, &text_of(self)->name_mode, xnewref(value));
    return true;
}

static ouro_object *get_buffer(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *buffer = text_of(self)->buffer;
    return buffer ? newref(buffer) : rt->none;
}

static ouro_object *get_encoding(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *encoding = text_of(self)->encoding;
    return encoding ? newref(encoding) : rt->none;
}

static ouro_object *get_errors(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *errors = text_of(self)->errors;
    return errors ? newref(errors) : rt->none;
}

static ouro_object *get_newlines(ouro_runtime *rt, ouro_object *self)
{
    return ouro_io_newlines_seen(rt, text_of(self)->newlines_seen);
}

static ouro_object *get_line_buffering(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, text_of(self)->is_line_buffered);
}

static ouro_object *get_write_through(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, text_of(self)->is_write_through);
}

/* ---- class ----------------------------------------------------------------------------------- */

static bool text_setup(ouro_runtime *rt, struct io_text *t, ouro_object *buffer, const char *encoding,
                       const char *errors, enum newline_mode newline)
{
    if (!codec_set(rt, t, encoding, errors))
        return false;
    t->newline = newline;
    setref_take(rt, &t->buffer, newref(buffer));
    return true;
}

ouro_object *ouro_io_text_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *buffer,
                              const char *encoding, const char *errors, enum newline_mode newline,
                              bool is_line_buffered, bool is_write_through)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    struct io_text *t = text_of(self);
    t->is_line_buffered = is_line_buffered;
    t->is_write_through = is_write_through;
    if (text_setup(rt, t, buffer, encoding, errors, newline))
        return self;
    decref(rt, self);
    return NULL;
}

static ouro_object *text_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    return ouro_class_alloc(rt, cls, 0);
}

static bool text_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                      ouro_object *names)
{
    static const char *const keywords[] = {"buffer", "encoding", "errors", "newline",
                                           "line_buffering", "write_through", NULL};
    static const struct ouro_signature signature = {"TextIOWrapper", keywords, 1, 6};
    ouro_object *out[6] = {NULL}, *owners[2] = {NULL, NULL};
    const char *texts[2] = {NULL, NULL};
    enum newline_mode newline;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_io_newline(rt, out[3], "TextIOWrapper()", &newline))
        return false;
    int flags[2] = {0, 0};
    for (unsigned i = 0; i < 2; i++)
        if (out[4 + i] && (flags[i] = ouro_truth(rt, out[4 + i])) < 0)
            return false;
    text_of(self)->is_line_buffered = flags[0] > 0;
    text_of(self)->is_write_through = flags[1] > 0;
    bool is_done = text_arguments(rt, out + 1, keywords + 1, "TextIOWrapper", 2, texts, owners) &&
                   text_setup(rt, text_of(self), out[0], texts[0], texts[1], newline);
    xdecref(rt, owners[0]);
    xdecref(rt, owners[1]);
    return is_done;
}

static void text_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct io_text *t = text_of(self);
    ouro_io_text_forget(rt, t);
    if (t->chunk)
        ouro_buffer_free(rt, t->chunk, t->chunk_capacity);
    t->chunk = NULL;
    clearref(rt, &t->encoding);
    clearref(rt, &t->errors);
    clearref(rt, &t->name_mode);
    clearref(rt, &t->buffer);
    ouro_class_free(rt, self);
}

static void text_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct io_text *t = text_of(self);
    ouro_visit(visitor, &t->buffer);
    ouro_visit(visitor, &t->encoding);
    ouro_visit(visitor, &t->errors);
    ouro_visit(visitor, &t->name_mode);
    ouro_visit(visitor, &t->decoded);
    ouro_class_traverse_instance(self, visitor);
}

bool ouro_io_text_init(ouro_runtime *rt, struct io_state *state)
{
    static const struct ouro_method methods[] = {
        {"write", text_write, 1, 1, 0, NULL},
        {"flush", text_flush, 0, 0, 0, NULL},
        {"read", text_read, 0, 1, 0, NULL},
        {"readline", text_readline, 0, 1, 0, NULL},
        {"tell", text_tell, 0, 0, 0, NULL},
        {"seek", text_seek, 1, 2, 0, NULL},
        {"truncate", text_truncate, 0, 1, 0, NULL},
        {"close", text_close, 0, 0, 0, NULL},
        {"_dealloc_warn", text_dealloc_warn, 1, 1, 0, NULL},
        {"detach", text_detach, 0, 0, 0, NULL},
        {"fileno", text_fileno, 0, 0, 0, NULL},
        {"isatty", text_isatty, 0, 0, 0, NULL},
        {"readable", text_readable, 0, 0, 0, NULL},
        {"writable", text_writable, 0, 0, 0, NULL},
        {"seekable", text_seekable, 0, 0, 0, NULL},
        {"reconfigure", text_reconfigure, 0, 0, METHOD_KEYWORDS, NULL},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"__dict__", ouro_collections_dict_get, NULL, NULL},
        {"closed", get_closed, NULL, NULL},
        {"name", get_name, NULL, NULL},
        {"mode", get_mode, set_mode, NULL},
        {"buffer", get_buffer, NULL, NULL},
        {"encoding", get_encoding, NULL, NULL},
        {"errors", get_errors, NULL, NULL},
        {"newlines", get_newlines, NULL, NULL},
        {"line_buffering", get_line_buffering, NULL, NULL},
        {"write_through", get_write_through, NULL, NULL},
        {0},
    };
    struct ouro_class *cls =
        ouro_class_native(rt, "_io.TextIOWrapper", state->text_base, sizeof(struct io_text),
                          OURO_BLOCK_CONTAINER, OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return false;
    cls->dict_offset = offsetof(struct io_text, attributes);
    cls->core.clear = ouro_class_clear_instance;
    cls->core.dealloc = text_dealloc;
    cls->core.finalize = text_finalize;
    cls->core.traverse = text_traverse;
    cls->create = text_create;
    cls->init = text_init;
    cls->repr = text_repr;
    cls->next = text_next;
    state->text = cls;
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}
