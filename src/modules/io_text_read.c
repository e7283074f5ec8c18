/* The reading half of TextIOWrapper: decoding chunks, newlines, lines, and where in the file a
 * character is.
 *
 *      chunk    |.. bytes behind decoded ..|.. an unfinished character or a lone \r ..|
 *      decoded  "... taken ...|... to come ..."
 *                             ^ decoded_at                                              */
#include "modules/io_internal.h"

/* ---- bytes from below ------------------------------------------------------------------------ */

/* Moves what is not decoded yet to the front of the chunk and adds size bytes. */
static bool chunk_add(ouro_runtime *rt, struct io_text *t, const uint8_t *data, size_t size)
{
    size_t rest = t->chunk_size - t->chunk_decoded;
    if (rest)
        memmove(t->chunk, t->chunk + t->chunk_decoded, rest);
    t->chunk_decoded = 0;
    t->chunk_size = rest;
    if (rest + size > t->chunk_capacity) {
        void *chunk = ouro_buffer_realloc(rt, t->chunk, t->chunk_capacity, rest + size);
        if (!chunk)
            return false;
        t->chunk = chunk;
        t->chunk_capacity = rest + size;
    }
    if (size)
        memcpy(t->chunk + rest, data, size);
    t->chunk_size += size;
    return true;
}

static ouro_object *read_object(ouro_runtime *rt, struct io_text *t, int64_t size)
{
    struct io_state *state = io_state(rt);
    ouro_object *method = NULL, *number = size >= 0 ? ouro_int_new(rt, size) : NULL, *bytes = NULL;
    if (size >= 0 && !number)
        return NULL;
    int found = size >= 0 ? ouro_getattr_optional(rt, t->buffer, state->name_read1, &method) : 0;
    if (found == 0)
        method = ouro_getattr(rt, t->buffer, rt->name_read);
    if (method)
        bytes = number ? ouro_call1(rt, method, number) : ouro_call0(rt, method);
    xdecref(rt, method);
    xdecref(rt, number);
    if (bytes && !class_of(rt, bytes)->buffer) {
        ouro_raise(rt, EXC_TypeError, "underlying %s() should have returned a bytes-like object, not "
                                      "'%T'", found > 0 ? "read1" : "read", bytes);
        clearref(rt, &bytes);
    }
    return bytes;
}

/* The next bytes into the chunk; all of them if wants_all. *is_end: there are no more. */
static bool chunk_read(ouro_runtime *rt, struct io_text *t, bool wants_all, bool *is_end)
{
    *is_end = false;
    if (!wants_all && ouro_io_is_buffered(rt, t->buffer)) {
        struct io_buffered *b = IO_OF(io_buffered, t->buffer);
        if (!b->is_readable)
            return ouro_io_unsupported(rt, "not readable");
        if (b->start == b->end) {
            ouro_object *held = newref(t->buffer); /* other threads may run meanwhile */
            ptrdiff_t got = ouro_io_buffered_fill(rt, b);
            bool is_same = held == t->buffer;
            decref(rt, held);
            if (got == IO_BLOCKED)
                return ouro_raise(rt, EXC_TypeError, "underlying read1() should have returned a bytes-like "
                                                     "object, not 'NoneType'");
            if (got < 0)
                return false;
            *is_end = got == 0;
            if (!is_same)
                return ouro_raise(rt, EXC_ValueError, "underlying buffer has been detached");
        }
        bool is_done = chunk_add(rt, t, b->data + b->start, b->end - b->start);
        if (is_done)
            b->start = b->end;
        return is_done;
    }
    ouro_object *bytes = read_object(rt, t, wants_all ? -1 : IO_BUFFER_SIZE);
    const uint8_t *data;
    size_t size;
    bool is_done = bytes && ouro_buffer_get(rt, bytes, &data, &size) && chunk_add(rt, t, data, size);
    *is_end = is_done && (wants_all || size == 0);
    xdecref(rt, bytes);
    return is_done;
}

/* ---- decoding -------------------------------------------------------------------------------- */

/* Bytes at the end that begin a UTF-8 character which is not complete. */
static size_t utf8_unfinished(const uint8_t *bytes, size_t size)
{
    for (size_t back = 1; back <= 3 && back <= size; back++) {
        uint8_t c = bytes[size - back];
        if ((c & 0xc0) == 0x80)
            continue;
        size_t need = c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xc2 && c < 0xe0 ? 2 : 1;
        return need > back ? back : 0;
    }
    return 0;
}

static void newlines_note(struct io_text *t, const ouro_object *text)
{
    size_t length = ouro_str_length(text), at = 0;
    enum { ALL = SEEN_LF | SEEN_CR | SEEN_CRLF };
    int64_t cr = ouro_str_find_character(text, '\r', 0, length);
    if (cr < 0) {
        if (!(t->newlines_seen & SEEN_LF) && ouro_str_find_character(text, '\n', 0, length) >= 0)
            t->newlines_seen |= SEEN_LF;
        return;
    }
    for (; at < length && t->newlines_seen != ALL; at++) {
        uint32_t c = ouro_str_at(text, at);
        if (c == '\n') {
            t->newlines_seen |= SEEN_LF;
        } else if (c == '\r' && at + 1 < length && ouro_str_at(text, at + 1) == '\n') {
            t->newlines_seen |= SEEN_CRLF;
            at++;
        } else if (c == '\r') {
            t->newlines_seen |= SEEN_CR;
        }
    }
}

/* \r\n and \r as \n. */
static ouro_object *newlines_translate(ouro_runtime *rt, ouro_object *text)
{
    size_t length = ouro_str_length(text), start = 0;
    if (ouro_str_find_character(text, '\r', 0, length) < 0)
        return newref(text);
    struct ouro_str_builder out;
    ouro_str_builder_init(&out, rt);
    while (start < length) {
        int64_t cr = ouro_str_find_character(text, '\r', start, length);
        if (cr < 0)
            break;
        ouro_str_builder_part(&out, text, start, (size_t)cr);
        ouro_str_builder_character(&out, '\n');
        start = (size_t)cr + 1;
        if (start < length && ouro_str_at(text, start) == '\n')
            start++;
    }
    ouro_str_builder_part(&out, text, start, length);
    return ouro_str_builder_finish(&out);
}

/* How much of the chunk can be decoded now. */
static size_t decodable(const struct io_text *t, bool is_end)
{
    size_t size = t->chunk_size;
    if (is_end)
        return size;
    if (t->codec->decode == ouro_utf8_decode)
        size -= utf8_unfinished(t->chunk, size);
    /* A \r at the end may be the first half of a \r\n. */
    if (size && t->newline <= NEWLINE_KEEP && t->chunk[size - 1] == '\r')
        size--;
    return size;
}

static ouro_object *decode(ouro_runtime *rt, struct io_text *t, const uint8_t *bytes, size_t size)
{
    ouro_object *owner = NULL, *text = NULL;
    const char *errors = ouro_str_utf8(rt, t->errors, NULL, &owner);
    if (errors)
        text = ouro_str_decode(rt, bytes, size, ouro_io_text_codec(t), errors);
    xdecref(rt, owner);
    if (text && t->newline <= NEWLINE_KEEP)
        newlines_note(t, text);
    if (text && t->newline == NEWLINE_TRANSLATE) {
        ouro_object *translated = newlines_translate(rt, text);
        decref(rt, text);
        text = translated;
    }
    return text;
}

static ouro_object *chunk_decode(ouro_runtime *rt, struct io_text *t, size_t size)
{
    return decode(rt, t, t->chunk ? t->chunk : (const uint8_t *)"", size);
}

/* Decodes more, behind what is still to come. */
bool ouro_io_text_fill(ouro_runtime *rt, struct io_text *t, bool *is_end)
{
    bool wants_all = !t->codec->is_ascii_compatible;
    for (;;) {
        if (!chunk_read(rt, t, wants_all, is_end))
            return false;
        size_t size = decodable(t, *is_end);
        if (size == 0 && !*is_end)
            continue;
        ouro_object *text = chunk_decode(rt, t, size);
        if (!text)
            return false;
        t->chunk_decoded = size;
        t->decoded_at = 0;
        setref_take(rt, &t->decoded, text);
        return true;
    }
}

void ouro_io_text_forget(ouro_runtime *rt, struct io_text *t)
{
    clearref(rt, &t->decoded);
    t->decoded_at = t->chunk_size = t->chunk_decoded = 0;
}

/* ---- taking text ----------------------------------------------------------------------------- */

static size_t ahead_of(const struct io_text *t)
{
    return t->decoded ? ouro_str_length(t->decoded) - t->decoded_at : 0;
}

static ouro_object *take(ouro_runtime *rt, struct io_text *t, size_t count)
{
    ouro_object *part =
        ouro_str_substring(rt, t->decoded, t->decoded_at, t->decoded_at + count);
    if (part)
        t->decoded_at += count;
    return part;
}

/* The end of the line that starts at decoded_at: characters, or -1 when it is not there yet. */
static int64_t line_end(const struct io_text *t)
{
    const ouro_object *text = t->decoded;
    size_t start = t->decoded_at, length = ouro_str_length(text);
    int64_t lf, cr;
    switch (t->newline) {
    case NEWLINE_TRANSLATE:
    case NEWLINE_LF:
        lf = ouro_str_find_character(text, '\n', start, length);
        return lf < 0 ? -1 : lf + 1 - (int64_t)start;
    case NEWLINE_CR:
        cr = ouro_str_find_character(text, '\r', start, length);
        return cr < 0 ? -1 : cr + 1 - (int64_t)start;
    case NEWLINE_CRLF:
        while ((cr = ouro_str_find_character(text, '\r', start, length)) >= 0) {
            start = (size_t)cr + 1;
            if (start < length && ouro_str_at(text, start) == '\n')
                return (int64_t)(start + 1 - t->decoded_at);
        }
        return -1;
    case NEWLINE_KEEP:
        break;
    }
    lf = ouro_str_find_character(text, '\n', start, length);
    cr = ouro_str_find_character(text, '\r', start, lf < 0 ? length : (size_t)lf);
    if (cr < 0)
        return lf < 0 ? -1 : lf + 1 - (int64_t)start;
    bool is_pair = (size_t)cr + 1 < length && ouro_str_at(text, (size_t)cr + 1) == '\n';
    return cr + 1 + is_pair - (int64_t)start;
}

/* line + part, both taken (line may be NULL). */
static ouro_object *line_add(ouro_runtime *rt, ouro_object *line, ouro_object *part)
{
    if (!line || !part) {
        xdecref(rt, line);
        return part;
    }
    ouro_object *joined = ouro_str_append_take(rt, line, part);
    decref(rt, part);
    return joined;
}

/* For newline "\r\n": a line may end where two chunks meet. */
static bool ends_with_half(const struct io_text *t, const ouro_object *line)
{
    size_t length = ouro_str_length(line);
    return t->newline == NEWLINE_CRLF && length && ouro_str_at(line, length - 1) == '\r' &&
           ahead_of(t) && ouro_str_at(t->decoded, t->decoded_at) == '\n';
}

ouro_object *ouro_io_text_readline(ouro_runtime *rt, struct io_text *t, int64_t limit)
{
    ouro_object *line = NULL;
    size_t taken = 0;
    for (;;) {
        bool is_end = false;
        if (ahead_of(t) == 0 && !ouro_io_text_fill(rt, t, &is_end))
            break;
        size_t ahead = ahead_of(t);
        if (ahead == 0 && is_end)
            return line ? line : rt->empty_str;
        if (ahead == 0)
            continue;
        int64_t end = line && ends_with_half(t, line) ? 1 : line_end(t);
        size_t size = end < 0 ? ahead : (size_t)end;
        if (limit >= 0 && size >= (size_t)limit - taken) {
            size = (size_t)limit - taken;
            end = (int64_t)size;
        }
        line = line_add(rt, line, take(rt, t, size));
        taken += size;
        if (!line || end >= 0)
            return line;
    }
    xdecref(rt, line);
    return NULL;
}

/* All that is left, where nothing is waiting in the chunk: without the detour over it. */
static ouro_object *read_direct(ouro_runtime *rt, struct io_text *t)
{
    struct ouro_byte_buffer bytes = {.rt = rt};
    ouro_object *text = NULL;
    bool is_blocked;
    if (ouro_io_buffered_read_all(rt, IO_OF(io_buffered, t->buffer), &bytes, &is_blocked))
        text = decode(rt, t, bytes.data, bytes.size);
    ouro_byte_buffer_abandon(&bytes);
    return text;
}

static ouro_object *read_rest(ouro_runtime *rt, struct io_text *t)
{
    if (ahead_of(t) == 0 && t->chunk_size == t->chunk_decoded &&
        ouro_io_is_buffered(rt, t->buffer)) {
        ouro_io_text_forget(rt, t);
        return read_direct(rt, t);
    }
    ouro_object *head = ahead_of(t) ? take(rt, t, ahead_of(t)) : rt->empty_str;
    bool is_end;
    if (!head || !chunk_read(rt, t, true, &is_end))
        goto fail;
    ouro_object *tail = chunk_decode(rt, t, t->chunk_size);
    if (!tail)
        goto fail;
    clearref(rt, &t->decoded);
    t->chunk_size = t->chunk_decoded = t->decoded_at = 0;
    if (t->chunk_capacity > 4 * IO_BUFFER_SIZE) {
        ouro_buffer_free(rt, t->chunk, t->chunk_capacity);
        t->chunk = NULL;
        t->chunk_capacity = 0;
    }
    return line_add(rt, head, tail);
fail:
    xdecref(rt, head);
    return NULL;
}

ouro_object *ouro_io_text_read(ouro_runtime *rt, struct io_text *t, int64_t count)
{
    if (count < 0)
        return read_rest(rt, t);
    ouro_object *text = NULL;
    size_t taken = 0;
    while (taken < (size_t)count) {
        bool is_end = false;
        if (ahead_of(t) == 0 && !ouro_io_text_fill(rt, t, &is_end)) {
            xdecref(rt, text);
            return NULL;
        }
        size_t size = ahead_of(t);
        if (size == 0 && is_end)
            break;
        if (size > (size_t)count - taken)
            size = (size_t)count - taken;
        text = line_add(rt, text, take(rt, t, size));
        if (!text)
            return NULL;
        taken += size;
    }
    return text ? text : rt->empty_str;
}
