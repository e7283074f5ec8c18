/* _json: reading and writing JSON text. The json package adds the classes and the options.
 *
 * The reader goes over the characters of a str where they lie. Keys of objects are looked up in a small
 * table by their characters first, so that a document of many like objects makes each key once. The
 * writer appends to one builder: no object is made for a part of the text. */
#include <math.h>
#include <string.h>

#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/items.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

enum { KEY_SLOTS = 512, KEY_LENGTH_MAX = 40, NUMBER_MAX = 400 };

struct reader {
    ouro_runtime *rt;
    ouro_object *text;
    const uint8_t *data;
    size_t length;
    unsigned width;
    bool is_strict;
    /* NULL where the plain type is wanted */
    ouro_object *object_hook, *pairs_hook, *parse_float, *parse_int, *parse_constant;
    ouro_object *error_class;
    ouro_object **keys; /* KEY_SLOTS str objects or NULL */
};

OURO_INLINE uint32_t character_at(const struct reader *reader, size_t index)
{
    if (ouro_likely(reader->width == 1))
        return reader->data[index];
    if (reader->width == 2)
        return ((const uint16_t *)(const void *)reader->data)[index];
    return ((const uint32_t *)(const void *)reader->data)[index];
}

/* The character, or 0 past the end (NUL is not valid anywhere outside strings). */
OURO_INLINE uint32_t peek_at(const struct reader *reader, size_t index)
{
    return index < reader->length ? character_at(reader, index) : 0;
}

OURO_INLINE size_t skip_blanks(const struct reader *reader, size_t at)
{
    while (at < reader->length) {
        uint32_t c = character_at(reader, at);
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            break;
        at++;
    }
    return at;
}

static void *fail_at(struct reader *reader, const char *message, size_t at)
{
    ouro_runtime *rt = reader->rt;
    ouro_object *text = ouro_str_from(rt, message);
    ouro_object *position = text ? ouro_int_new(rt, (int64_t)at) : NULL;
    ouro_object *error =
        position ? ouro_call3(rt, reader->error_class, text, reader->text, position) : NULL;
    xdecref(rt, text);
    xdecref(rt, position);
    return error ? ouro_raise_take(rt, error) : NULL;
}

/* ---- strings --------------------------------------------------------------------------------- */

static int hex_value(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)c - '0';
    if (c >= 'a' && c <= 'f')
        return (int)c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return (int)c - 'A' + 10;
    return -1;
}

/* Four hexadecimal digits at this place: -1 if they are not. */
static int32_t read_unit(const struct reader *reader, size_t at)
{
    int32_t value = 0;
    if (at + 4 > reader->length)
        return -1;
    for (size_t i = 0; i < 4; i++) {
        int digit = hex_value(character_at(reader, at + i));
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* What a backslash at `at` stands for; *next is behind it. */
static bool read_escape(struct reader *reader, size_t at, size_t begin, uint32_t *character, size_t *next)
{
    if (at + 1 >= reader->length)
        return fail_at(reader, "Unterminated string starting at", begin) != NULL;
    uint32_t c = character_at(reader, at + 1);
    *next = at + 2;
    switch (c) {
    case '"':
    case '\\':
    case '/':
        *character = c;
        return true;
    case 'b':
        *character = '\b';
        return true;
    case 'f':
        *character = '\f';
        return true;
    case 'n':
        *character = '\n';
        return true;
    case 'r':
        *character = '\r';
        return true;
    case 't':
        *character = '\t';
        return true;
    case 'u':
        break;
    default:
        return fail_at(reader, "Invalid \\escape", at) != NULL;
    }
    int32_t unit = read_unit(reader, at + 2);
    if (unit < 0)
        return fail_at(reader, "Invalid \\uXXXX escape", at + 1) != NULL;
    *next = at + 6;
    *character = (uint32_t)unit;
    if (unit >= 0xd800 && unit < 0xdc00 && peek_at(reader, at + 6) == '\\' &&
        peek_at(reader, at + 7) == 'u') {
        int32_t low = read_unit(reader, at + 8);
        if (low >= 0xdc00 && low < 0xe000) {
            *character = 0x10000 + (((uint32_t)unit & 0x3ff) << 10 | ((uint32_t)low & 0x3ff));
            *next = at + 12;
        }
    }
    return true;
}

static ouro_object *read_escaped_string(struct reader *reader, size_t at, size_t begin, size_t *end)
{
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, reader->rt);
    size_t from = at;
    for (at = from;;) {
        while (at < reader->length) {
            uint32_t c = character_at(reader, at);
            if (c == '"' || c == '\\' || (c < 0x20 && reader->is_strict))
                break;
            at++;
        }
        if (at >= reader->length) {
            fail_at(reader, "Unterminated string starting at", begin);
            goto fail;
        }
        if (at > from && !ouro_str_builder_part(&builder, reader->text, from, at))
            goto fail;
        uint32_t c = character_at(reader, at);
        if (c == '"') {
            *end = at + 1;
            return ouro_str_builder_finish(&builder);
        }
        if (c != '\\') {
            fail_at(reader, "Invalid control character at", at);
            goto fail;
        }
        uint32_t character = 0;
        size_t next = 0;
        if (!read_escape(reader, at, begin, &character, &next) ||
            !ouro_str_builder_character(&builder, character))
            goto fail;
        at = from = next;
    }
fail:
    ouro_str_builder_abandon(&builder);
    return NULL;
}

/* at is behind the opening quote. */
static ouro_object *read_string(struct reader *reader, size_t at, size_t *end)
{
    size_t begin = at - 1, i = at;
    for (; i < reader->length; i++) {
        uint32_t c = character_at(reader, i);
        if (c == '"') {
            *end = i + 1;
            if (reader->width == 1)
                return ouro_str_is_ascii(reader->text)
                           ? ouro_str_new(reader->rt, (const char *)reader->data + at, i - at)
                           : ouro_str_from_latin1(reader->rt, reader->data + at, i - at);
            return ouro_str_substring(reader->rt, reader->text, at, i);
        }
        if (c == '\\' || c < 0x20)
            break;
    }
    return read_escaped_string(reader, at, begin, end);
}

/* A key: from the table when it was seen lately. */
static ouro_object *read_key(struct reader *reader, size_t at, size_t *end)
{
    if (reader->width != 1)
        return read_string(reader, at, end);
    const uint8_t *data = reader->data;
    size_t i = at;
    uint32_t hash = 2166136261u;
    for (; i < reader->length && i - at <= KEY_LENGTH_MAX; i++) {
        uint8_t c = data[i];
        if (c == '"')
            break;
        if (c == '\\' || c < 0x20 || c >= 0x80)
            return read_string(reader, at, end);
        hash = (hash ^ c) * 16777619u;
    }
    if (i >= reader->length || data[i] != '"')
        return read_string(reader, at, end);
    ouro_object **slot = &reader->keys[(hash ^ hash >> 15) % KEY_SLOTS];
    if (*slot && ouro_str_length(*slot) == i - at &&
        memcmp(str_of(*slot)->data, data + at, i - at) == 0) {
        *end = i + 1;
        return newref(*slot);
    }
    ouro_object *key = read_string(reader, at, end);
    if (key)
        setref_take(reader->rt, slot, newref(key));
    return key;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static ouro_object *read_long_number(struct reader *reader, size_t at, size_t end, bool is_float)
{
    ouro_runtime *rt = reader->rt;
    ouro_object *text = ouro_str_substring(rt, reader->text, at, end);
    if (!text)
        return NULL;
    ouro_object *number;
    if (is_float)
        number = reader->parse_float ? ouro_call1(rt, reader->parse_float, text) : ouro_to_float(rt, text);
    else
        number = reader->parse_int ? ouro_call1(rt, reader->parse_int, text)
                                   : ouro_call1(rt, &builtin_class(rt, TYPE_INT)->core.base, text);
    decref(rt, text);
    return number;
}

static ouro_object *read_number(struct reader *reader, size_t at, size_t *end)
{
    size_t i = at;
    bool is_float = false;
    if (peek_at(reader, i) == '-')
        i++;
    if (!is_digit(peek_at(reader, i)))
        return NULL;
    if (peek_at(reader, i) == '0')
        i++;
    else
        while (is_digit(peek_at(reader, i)))
            i++;
    if (peek_at(reader, i) == '.' && is_digit(peek_at(reader, i + 1))) {
        is_float = true;
        for (i += 2; is_digit(peek_at(reader, i)); i++) {
        }
    }
    uint32_t c = peek_at(reader, i);
    if (c == 'e' || c == 'E') {
        size_t j = i + 1;
        if (peek_at(reader, j) == '+' || peek_at(reader, j) == '-')
            j++;
        if (is_digit(peek_at(reader, j))) {
            is_float = true;
            while (is_digit(peek_at(reader, j)))
                j++;
            i = j;
        }
    }
    *end = i;
    ouro_object *special = is_float ? reader->parse_float : reader->parse_int;
    size_t size = i - at;
    if (special || size > NUMBER_MAX || (!is_float && size > 18))
        return read_long_number(reader, at, i, is_float);
    char buffer[NUMBER_MAX + 1];
    for (size_t k = 0; k < size; k++)
        buffer[k] = (char)character_at(reader, at + k);
    if (is_float) {
        double value = 0;
        ouro_float_parse(buffer, size, &value);
        return ouro_float_new(reader->rt, value);
    }
    int64_t value = 0;
    for (size_t k = buffer[0] == '-'; k < size; k++)
        value = value * 10 + (buffer[k] - '0');
    return ouro_int_new(reader->rt, buffer[0] == '-' ? -value : value);
}

/* ---- values ---------------------------------------------------------------------------------- */

static ouro_object *read_value(struct reader *reader, size_t at, size_t *end);

static bool has_word(const struct reader *reader, size_t at, const char *word)
{
    size_t size = strlen(word);
    if (at + size > reader->length)
        return false;
    for (size_t i = 0; i < size; i++)
        if (character_at(reader, at + i) != (uint8_t)word[i])
            return false;
    return true;
}

static ouro_object *read_constant(struct reader *reader, const char *word, double value)
{
    if (!reader->parse_constant)
        return ouro_float_new(reader->rt, value);
    ouro_object *text = ouro_str_from(reader->rt, word);
    ouro_object *result = text ? ouro_call1(reader->rt, reader->parse_constant, text) : NULL;
    xdecref(reader->rt, text);
    return result;
}

static ouro_object *finish_object(struct reader *reader, ouro_object *object)
{
    ouro_object *hook = reader->pairs_hook ? reader->pairs_hook : reader->object_hook;
    if (!reader->pairs_hook)
        ouro_dict_trim(reader->rt, object);
    if (!hook)
        return object;
    ouro_object *result = ouro_call1(reader->rt, hook, object);
    decref(reader->rt, object);
    return result;
}

static bool store_pair(struct reader *reader, ouro_object *object, ouro_object *key, ouro_object *value)
{
    if (!reader->pairs_hook)
        return ouro_dict_set(reader->rt, object, key, value);
    ouro_object *pair = ouro_tuple_pack(reader->rt, 2, key, value);
    return pair && ouro_list_append_take(reader->rt, object, pair);
}

/* at is behind the brace. */
static ouro_object *read_object(struct reader *reader, size_t at, size_t *end)
{
    ouro_runtime *rt = reader->rt;
    ouro_object *object = reader->pairs_hook ? ouro_list_new(rt, 0) : ouro_dict_new(rt);
    if (!object)
        return NULL;
    at = skip_blanks(reader, at);
    if (peek_at(reader, at) == '}' && at < reader->length) {
        *end = at + 1;
        return finish_object(reader, object);
    }
    for (;;) {
        if (peek_at(reader, at) != '"') {
            fail_at(reader, "Expecting property name enclosed in double quotes", at);
            break;
        }
        ouro_object *key = read_key(reader, at + 1, &at);
        if (!key)
            break;
        at = skip_blanks(reader, at);
        if (peek_at(reader, at) != ':') {
            decref(rt, key);
            fail_at(reader, "Expecting ':' delimiter", at);
            break;
        }
        at = skip_blanks(reader, at + 1);
        ouro_object *value = read_value(reader, at, &at);
        bool is_stored = value && store_pair(reader, object, key, value);
        decref(rt, key);
        xdecref(rt, value);
        if (!is_stored)
            break;
        at = skip_blanks(reader, at);
        uint32_t c = peek_at(reader, at);
        if (c == '}') {
            *end = at + 1;
            return finish_object(reader, object);
        }
        if (c != ',') {
            fail_at(reader, "Expecting ',' delimiter", at);
            break;
        }
        at = skip_blanks(reader, at + 1);
    }
    decref(rt, object);
    return NULL;
}

/* at is behind the bracket. */
static ouro_object *read_array(struct reader *reader, size_t at, size_t *end)
{
    ouro_runtime *rt = reader->rt;
    ouro_object *list = ouro_list_new(rt, 0);
    if (!list)
        return NULL;
    at = skip_blanks(reader, at);
    if (peek_at(reader, at) == ']') {
        *end = at + 1;
        return list;
    }
    for (;;) {
        ouro_object *value = read_value(reader, at, &at);
        if (!value || !ouro_list_append_take(rt, list, value))
            break;
        at = skip_blanks(reader, at);
        uint32_t c = peek_at(reader, at);
        if (c == ']') {
            *end = at + 1;
            return list;
        }
        if (c != ',') {
            fail_at(reader, "Expecting ',' delimiter", at);
            break;
        }
        at = skip_blanks(reader, at + 1);
    }
    decref(rt, list);
    return NULL;
}

static ouro_object *read_container(struct reader *reader, size_t at, size_t *end, bool is_object)
{
    if (!ouro_enter_counted(reader->rt, is_object ? " while decoding a JSON object from a unicode string"
                                          : " while decoding a JSON array from a unicode string"))
        return NULL;
    ouro_object *value = is_object ? read_object(reader, at, end) : read_array(reader, at, end);
    ouro_leave(reader->rt);
    return value;
}

static ouro_object *read_value(struct reader *reader, size_t at, size_t *end)
{
    ouro_runtime *rt = reader->rt;
    uint32_t c = peek_at(reader, at);
    static const struct {
        const char *word;
        char kind;
    } words[] = {{"null", 'n'}, {"true", 't'}, {"false", 'f'}, {"NaN", 'N'}, {"Infinity", 'I'},
                 {"-Infinity", '-'}};
    switch (c) {
    case '"':
        return read_string(reader, at + 1, end);
    case '{':
        return read_container(reader, at + 1, end, true);
    case '[':
        return read_container(reader, at + 1, end, false);
    default:
        break;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (c != (uint8_t)words[i].word[0] || !has_word(reader, at, words[i].word))
            continue;
        *end = at + strlen(words[i].word);
        switch (words[i].kind) {
        case 'n':
            return rt->none;
        case 't':
            return rt->true_;
        case 'f':
            return rt->false_;
        case 'N':
            return read_constant(reader, "NaN", (double)NAN);
        case 'I':
            return read_constant(reader, "Infinity", (double)INFINITY);
        default:
            return read_constant(reader, "-Infinity", -(double)INFINITY);
        }
    }
    ouro_object *number = read_number(reader, at, end);
    if (!number && !rt->error)
        return fail_at(reader, "Expecting value", at);
    return number;
}

static ouro_object *hook_of(ouro_runtime *rt, ouro_object *object)
{
    return object == rt->none ? NULL : object;
}

static bool reader_init(struct reader *reader, ouro_runtime *rt, ouro_object *text,
                        ouro_object *const *args)
{
    *reader = (struct reader){.rt = rt, .text = text};
    reader->data = str_of(text)->data;
    reader->length = ouro_str_length(text);
    reader->width = ouro_str_width(text);
    reader->is_strict = args[0] == rt->true_;
    reader->object_hook = hook_of(rt, args[1]);
    reader->pairs_hook = hook_of(rt, args[2]);
    reader->parse_float = hook_of(rt, args[3]);
    reader->parse_int = hook_of(rt, args[4]);
    reader->parse_constant = hook_of(rt, args[5]);
    reader->error_class = args[6];
    reader->keys = ouro_buffer_alloc(rt, KEY_SLOTS * sizeof *reader->keys);
    if (!reader->keys)
        return false;
    memset(reader->keys, 0, KEY_SLOTS * sizeof *reader->keys);
    return true;
}

static void reader_destroy(struct reader *reader)
{
    for (size_t i = 0; i < KEY_SLOTS; i++)
        xdecref(reader->rt, reader->keys[i]);
    ouro_buffer_free(reader->rt, reader->keys, KEY_SLOTS * sizeof *reader->keys);
}

/* decode(text, start, is_whole, strict, object_hook, pairs_hook, parse_float, parse_int, parse_constant,
 * error class). Whole: the value alone, blanks around it; else (value, end). */
NATIVE(json_decode)
{
    int64_t start;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "first argument must be a string, not %T", args[0]);
    if (!ouro_index_i64(rt, args[1], &start, EXC_OverflowError))
        return NULL;
    if (start < 0)
        return ouro_raise(rt, EXC_ValueError, "idx cannot be negative");
    struct reader reader;
    if (!reader_init(&reader, rt, args[0], args + 3))
        return NULL;
    bool is_whole = args[2] == rt->true_;
    size_t at = (size_t)start, end = 0;
    if (is_whole)
        at = skip_blanks(&reader, at);
    ouro_object *value = read_value(&reader, at, &end);
    if (value && is_whole) {
        end = skip_blanks(&reader, end);
        if (end != reader.length) {
            clearref(rt, &value);
            fail_at(&reader, "Extra data", end);
        }
    }
    reader_destroy(&reader);
    if (!value || is_whole)
        return value;
    ouro_object *position = ouro_int_new(rt, (int64_t)end);
    ouro_object *pair = position ? ouro_tuple_pack(rt, 2, value, position) : NULL;
    decref(rt, value);
    xdecref(rt, position);
    return pair;
}

/* ---- writing --------------------------------------------------------------------------------- */

struct open_container {
    ouro_object *object;
    const struct open_container *outer;
};

struct writer {
    ouro_runtime *rt;
    struct ouro_str_builder out;
    bool skips_keys, ensures_ascii, checks_circles, allows_nan, sorts_keys;
    ouro_object *indent, *item_separator, *key_separator; /* indent: str or NULL */
    ouro_object *fallback;                                /* the default function */
    const struct open_container *open;
    size_t depth;
};

static bool write_value(struct writer *writer, ouro_object *value);

static bool write_escaped(struct ouro_str_builder *out, uint32_t c)
{
    char buffer[16];
    int size;
    if (c >= 0x10000) {
        c -= 0x10000;
        size = snprintf(buffer, sizeof buffer, "\\u%04x\\u%04x", 0xd800 + (c >> 10), 0xdc00 + (c & 0x3ff));
    } else {
        static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
        const char *found = c && c < 0x80 ? strchr(from, (int)c) : NULL;
        if (found)
            size = snprintf(buffer, sizeof buffer, "\\%c", to[found - from]);
        else
            size = snprintf(buffer, sizeof buffer, "\\u%04x", c);
    }
    return ouro_str_builder_text(out, buffer, (size_t)size);
}

OURO_INLINE bool is_plain(uint32_t c, bool ensures_ascii)
{
    return c >= 0x20 && c != '"' && c != '\\' && (c < 0x7f || !ensures_ascii);
}

static bool write_string(struct ouro_str_builder *out, ouro_object *text, bool ensures_ascii)
{
    size_t length = ouro_str_length(text), from = 0;
    if (!ouro_str_builder_character(out, '"'))
        return false;
    for (size_t i = 0; i < length; i++) {
        uint32_t c = ouro_str_at(text, i);
        if (ouro_likely(is_plain(c, ensures_ascii)))
            continue;
        if (i > from && !ouro_str_builder_part(out, text, from, i))
            return false;
        if (!write_escaped(out, c))
            return false;
        from = i + 1;
    }
    if (from < length && !ouro_str_builder_part(out, text, from, length))
        return false;
    return ouro_str_builder_character(out, '"');
}

static bool write_float(struct writer *writer, double value)
{
    char buffer[32];
    if (isfinite(value))
        return ouro_str_builder_text(&writer->out, buffer, ouro_float_write(value, buffer, true));
    if (!writer->allows_nan)
        return ouro_raise(writer->rt, EXC_ValueError,
                          "Out of range float values are not JSON compliant") != NULL;
    return ouro_str_builder_literal(&writer->out, isnan(value)  ? "NaN"
                                                  : value < 0 ? "-Infinity"
                                                              : "Infinity");
}

static bool write_int(struct writer *writer, ouro_object *value)
{
    if (ouro_int_is_small(value)) {
        char buffer[24];
        int size = snprintf(buffer, sizeof buffer, "%lld", (long long)ouro_int_value(value));
        return ouro_str_builder_text(&writer->out, buffer, (size_t)size);
    }
    ouro_object *text = ouro_int_to_str(writer->rt, value, 10, false);
    bool is_done = text && ouro_str_builder_str(&writer->out, text);
    xdecref(writer->rt, text);
    return is_done;
}

static bool write_line(struct writer *writer)
{
    if (!writer->indent)
        return true;
    if (!ouro_str_builder_character(&writer->out, '\n'))
        return false;
    for (size_t i = 0; i < writer->depth; i++)
        if (!ouro_str_builder_str(&writer->out, writer->indent))
            return false;
    return true;
}

static bool push_container(struct writer *writer, struct open_container *entry, ouro_object *object,
                           const char *where)
{
    ouro_runtime *rt = writer->rt;
    for (const struct open_container *at = writer->open; writer->checks_circles && at; at = at->outer)
        if (at->object == object)
            return ouro_raise(rt, EXC_ValueError, "Circular reference detected") != NULL;
    if (!ouro_enter_counted(rt, where))
        return false;
    *entry = (struct open_container){object, writer->open};
    writer->open = entry;
    return true;
}

static void pop_container(struct writer *writer)
{
    writer->open = writer->open->outer;
    ouro_leave(writer->rt);
}

static bool write_items(struct writer *writer, ouro_object *sequence)
{
    if (!ouro_str_builder_character(&writer->out, '['))
        return false;
    writer->depth++;
    for (size_t i = 0;; i++) {
        bool is_tuple_object = is_tuple(writer->rt, sequence);
        if (i >= (is_tuple_object ? tuple_length(sequence) : list_length(sequence)))
            break;
        if (i && !ouro_str_builder_str(&writer->out, writer->item_separator))
            return false;
        ouro_object *item =
            newref(is_tuple_object ? tuple_at(sequence, i) : list_at(sequence, i));
        bool is_done = write_line(writer) && write_value(writer, item);
        decref(writer->rt, item);
        if (!is_done)
            return false;
    }
    writer->depth--;
    return write_line(writer) && ouro_str_builder_character(&writer->out, ']');
}

static bool write_sequence(struct writer *writer, ouro_object *sequence)
{
    ptrdiff_t length = is_tuple(writer->rt, sequence) ? (ptrdiff_t)tuple_length(sequence)
                                                      : (ptrdiff_t)list_length(sequence);
    if (!length)
        return ouro_str_builder_literal(&writer->out, "[]");
    struct open_container entry;
    if (!push_container(writer, &entry, sequence, " while encoding a JSON object"))
        return false;
    bool is_done = write_items(writer, sequence);
    pop_container(writer);
    return is_done;
}

/* The key as JSON text: 1 written, 0 skipped, -1 error. */
static int write_key(struct writer *writer, ouro_object *key, bool is_first)
{
    ouro_runtime *rt = writer->rt;
    bool is_known = is_str(rt, key) || is_int(rt, key) || is_float(rt, key) || key == rt->none ||
                    key == rt->true_ || key == rt->false_;
    if (!is_known) {
        if (writer->skips_keys)
            return 0;
        ouro_raise(rt, EXC_TypeError, "keys must be str, int, float, bool or None, not %T", key);
        return -1;
    }
    if ((!is_first && !ouro_str_builder_str(&writer->out, writer->item_separator)) || !write_line(writer))
        return -1;
    if (is_str(rt, key))
        return write_string(&writer->out, key, writer->ensures_ascii) ? 1 : -1;
    if (!ouro_str_builder_character(&writer->out, '"') || !write_value(writer, key) ||
        !ouro_str_builder_character(&writer->out, '"'))
        return -1;
    return 1;
}

static bool write_pair(struct writer *writer, ouro_object *key, ouro_object *value, bool *is_first)
{
    int written = write_key(writer, key, *is_first);
    if (written <= 0)
        return written == 0;
    *is_first = false;
    return ouro_str_builder_str(&writer->out, writer->key_separator) && write_value(writer, value);
}

static ouro_object *sorted_items(struct writer *writer, ouro_object *dict)
{
    ouro_runtime *rt = writer->rt;
    ouro_object *name = ouro_str_from(rt, "items");
    ouro_object *items = name ? ouro_call_method(rt, dict, name, NULL, 0) : NULL;
    ouro_object *list = items ? ouro_to_list(rt, items) : NULL;
    xdecref(rt, name);
    xdecref(rt, items);
    if (list && writer->sorts_keys && !ouro_list_sort(rt, list, NULL, false))
        clearref(rt, &list);
    return list;
}

static bool write_pairs(struct writer *writer, ouro_object *dict)
{
    ouro_runtime *rt = writer->rt;
    bool is_first = true, is_done = true;
    if (!ouro_str_builder_character(&writer->out, '{'))
        return false;
    writer->depth++;
    if (is_exact(dict, TYPE_DICT) && !writer->sorts_keys) {
        size_t position = 0;
        ouro_object *key, *value;
        uint32_t length = dict_length(dict);
        while (is_done && ouro_dict_next(dict, &position, &key, &value)) {
            incref(key);
            incref(value);
            is_done = write_pair(writer, key, value, &is_first);
            decref(rt, key);
            decref(rt, value);
            if (is_done && dict_length(dict) != length)
                is_done = ouro_raise(rt, EXC_RuntimeError,
                                     "dictionary changed size during iteration") != NULL;
        }
    } else {
        ouro_object *items = sorted_items(writer, dict);
        if (!items)
            return false;
        for (size_t i = 0; is_done && i < list_length(items); i++) {
            ouro_object *pair = list_at(items, i);
            if (!is_tuple(rt, pair) || tuple_length(pair) != 2)
                is_done = ouro_raise(rt, EXC_ValueError, "items must return 2-tuples") != NULL;
            else
                is_done = write_pair(writer, tuple_at(pair, 0), tuple_at(pair, 1), &is_first);
        }
        decref(rt, items);
    }
    if (!is_done)
        return false;
    writer->depth--;
    return (is_first || write_line(writer)) && ouro_str_builder_character(&writer->out, '}');
}

static bool write_dict(struct writer *writer, ouro_object *dict)
{
    if (!dict_length(dict) && is_exact(dict, TYPE_DICT))
        return ouro_str_builder_literal(&writer->out, "{}");
    struct open_container entry;
    if (!push_container(writer, &entry, dict, " while encoding a JSON object"))
        return false;
    bool is_done = write_pairs(writer, dict);
    pop_container(writer);
    return is_done;
}

static bool write_other(struct writer *writer, ouro_object *object)
{
    struct open_container entry;
    if (!push_container(writer, &entry, object, " while encoding a JSON object"))
        return false;
    ouro_object *replacement = ouro_call1(writer->rt, writer->fallback, object);
    bool is_done = replacement && write_value(writer, replacement);
    xdecref(writer->rt, replacement);
    pop_container(writer);
    return is_done;
}

static bool write_value(struct writer *writer, ouro_object *value)
{
    ouro_runtime *rt = writer->rt;
    if (is_str(rt, value))
        return write_string(&writer->out, value, writer->ensures_ascii);
    if (value == rt->none)
        return ouro_str_builder_literal(&writer->out, "null");
    if (value == rt->true_)
        return ouro_str_builder_literal(&writer->out, "true");
    if (value == rt->false_)
        return ouro_str_builder_literal(&writer->out, "false");
    if (is_int(rt, value))
        return write_int(writer, value);
    if (is_float(rt, value))
        return write_float(writer, ouro_float_value(value));
    if (is_list(rt, value) || is_tuple(rt, value))
        return write_sequence(writer, value);
    if (is_dict(rt, value))
        return write_dict(writer, value);
    return write_other(writer, value);
}

/* encode(object, skipkeys, ensure_ascii, check_circular, allow_nan, sort_keys, indent, item separator, key
 * separator, default) */
NATIVE(json_encode)
{
    struct writer writer = {
        .rt = rt,
        .skips_keys = ouro_truth(rt, args[1]) > 0,
        .ensures_ascii = ouro_truth(rt, args[2]) > 0,
        .checks_circles = ouro_truth(rt, args[3]) > 0,
        .allows_nan = ouro_truth(rt, args[4]) > 0,
        .sorts_keys = ouro_truth(rt, args[5]) > 0,
        .indent = hook_of(rt, args[6]),
        .item_separator = args[7],
        .key_separator = args[8],
        .fallback = args[9],
    };
    if (rt->error)
        return NULL;
    for (size_t i = 7; i < 9; i++)
        if (!is_str(rt, args[i]))
            return ouro_raise(rt, EXC_TypeError, "make_encoder() argument %zu must be str, not %W", i - 2,
                              args[i]);
    ouro_str_builder_init(&writer.out, rt);
    if (write_value(&writer, args[0]))
        return ouro_str_builder_finish(&writer.out);
    ouro_str_builder_abandon(&writer.out);
    return NULL;
}

static ouro_object *encode_string(ouro_runtime *rt, ouro_object *text, bool ensures_ascii)
{
    if (!is_str(rt, text))
        return ouro_raise(rt, EXC_TypeError, "first argument must be a string, not %T", text);
    struct ouro_str_builder out;
    ouro_str_builder_init(&out, rt);
    if (write_string(&out, text, ensures_ascii))
        return ouro_str_builder_finish(&out);
    ouro_str_builder_abandon(&out);
    return NULL;
}

NATIVE(json_encode_basestring)
{
    return encode_string(rt, args[0], false);
}

NATIVE(json_encode_basestring_ascii)
{
    return encode_string(rt, args[0], true);
}

static const struct ouro_method functions[] = {
    {"decode", json_decode, 10, 10, 0, NULL},
    {"encode", json_encode, 10, 10, 0, NULL},
    {"encode_basestring", json_encode_basestring, 1, 1, 0, "A JSON representation of a string."},
    {"encode_basestring_ascii", json_encode_basestring_ascii, 1, 1, 0,
     "An ASCII-only JSON representation of a string."},
    {0},
};

bool ouro_module__json_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions);
}
