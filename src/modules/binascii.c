/* binascii: bytes as base64, hexadecimal, quoted-printable and uuencoded text, and back. */
#include <string.h>

#include "modules/registry.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

enum { UU_LINE_MAX = 45, QP_LINE_MAX = 76 };

struct view {
    const uint8_t *bytes;
    size_t size;
};

static void *raise_error(ouro_runtime *rt, ouro_object *module, const char *name, const char *format,
                         size_t number)
{
    ouro_object *cls = ouro_dict_peek_text(rt, ouro_module_dict(module), name);
    if (!cls)
        return ouro_raise(rt, EXC_ValueError, format, number);
    return ouro_raise_class(rt, (struct ouro_class *)(void *)cls, format, number);
}

/* What is to be decoded: bytes-like, or ASCII text. */
static bool text_view(ouro_runtime *rt, ouro_object *object, struct view *view)
{
    if (is_str(rt, object)) {
        ouro_object *owner = NULL;
        for (size_t i = 0; i < ouro_str_length(object); i++) {
            if (ouro_str_at(object, i) > 127)
                return ouro_raise(rt, EXC_ValueError,
                                  "string argument should contain only ASCII characters") != NULL;
        }
        view->bytes = (const uint8_t *)ouro_str_utf8(rt, object, &view->size, &owner);
        xdecref(rt, owner); /* none: ASCII is its own UTF-8 */
        return view->bytes != NULL;
    }
    if (!class_of(rt, object)->buffer)
        return ouro_raise(rt, EXC_TypeError,
                          "argument should be bytes, buffer or ASCII string, not '%T'", object) != NULL;
    return ouro_buffer_get(rt, object, &view->bytes, &view->size);
}

static bool data_view(ouro_runtime *rt, ouro_object *object, struct view *view)
{
    return ouro_buffer_get(rt, object, &view->bytes, &view->size);
}

/* ---- base64 ---------------------------------------------------------------------------------- */

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static ouro_object *b2a_base64(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                               ouro_object *names)
{
    static const char *const parameters[] = {"", "newline", NULL};
    static const struct ouro_signature signature = {"b2a_base64", parameters, 1, 1};
    ouro_object *given[2] = {NULL, NULL};
    struct view in;
    if (!ouro_args_bind(rt, &signature, args, count, names, given) || !data_view(rt, given[0], &in))
        return NULL;
    int has_newline = given[1] ? ouro_truth(rt, given[1]) : 1;
    if (has_newline < 0)
        return NULL;
    if (in.size > UINT32_MAX / 2)
        return raise_error(rt, self, "Error", "Too much data for base64 line", 0);
    ouro_object *result = ouro_bytes_new(rt, NULL, (in.size + 2) / 3 * 4 + (size_t)has_newline);
    if (!result)
        return NULL;
    uint8_t *out = bytes_of(result)->data;
    for (size_t i = 0; i < in.size; i += 3) {
        size_t left = in.size - i;
        uint32_t bits = (uint32_t)in.bytes[i] << 16 | (left > 1 ? (uint32_t)in.bytes[i + 1] << 8 : 0) |
                        (left > 2 ? in.bytes[i + 2] : 0);
        *out++ = (uint8_t)base64_digits[bits >> 18];
        *out++ = (uint8_t)base64_digits[bits >> 12 & 63];
        *out++ = left > 1 ? (uint8_t)base64_digits[bits >> 6 & 63] : '=';
        *out++ = left > 2 ? (uint8_t)base64_digits[bits & 63] : '=';
    }
    if (has_newline)
        *out = '\n';
    return result;
}

static void *decode_base64(ouro_runtime *rt, ouro_object *self, struct view in, bool is_strict,
                           uint8_t *out, size_t *size)
{
    const uint8_t *start = out;
    unsigned position = 0, pads = 0, rest = 0; /* position in the group of four */
    bool is_padded = false;
    if (is_strict && in.size && in.bytes[0] == '=')
        return raise_error(rt, self, "Error", "Leading padding not allowed", 0);
    for (size_t i = 0; i < in.size; i++) {
        int value = base64_value(in.bytes[i]);
        if (in.bytes[i] == '=') {
            is_padded = true;
            if (position >= 2 && position + ++pads >= 4) {
                if (is_strict && i + 1 < in.size)
                    return raise_error(rt, self, "Error", "Excess data after padding", 0);
                *size = (size_t)(out - start);
                return self;
            }
            continue;
        }
        if (value < 0) {
            if (is_strict)
                return raise_error(rt, self, "Error", "Only base64 data is allowed", 0);
            continue;
        }
        if (is_strict && is_padded)
            return raise_error(rt, self, "Error", "Discontinuous padding not allowed", 0);
        pads = 0;
        if (position > 0)
            *out++ = (uint8_t)(rest << 2 * position | (unsigned)value >> (6 - 2 * position));
        rest = (unsigned)value & ((1u << (6 - 2 * position)) - 1);
        position = (position + 1) % 4;
    }
    *size = (size_t)(out - start);
    if (position == 1)
        return raise_error(rt, self, "Error",
                           "Invalid base64-encoded string: number of data characters (%zu) cannot be 1 more "
                           "than a multiple of 4",
                           *size / 3 * 4 + 1);
    return position ? raise_error(rt, self, "Error", "Incorrect padding", 0) : self;
}

static ouro_object *a2b_base64(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                               ouro_object *names)
{
    static const char *const parameters[] = {"", "strict_mode", NULL};
    static const struct ouro_signature signature = {"a2b_base64", parameters, 1, 1};
    ouro_object *given[2] = {NULL, NULL};
    struct view in;
    if (!ouro_args_bind(rt, &signature, args, count, names, given) || !text_view(rt, given[0], &in))
        return NULL;
    int is_strict = given[1] ? ouro_truth(rt, given[1]) : 0;
    ouro_object *result = is_strict < 0 ? NULL : ouro_bytes_new(rt, NULL, in.size / 4 * 3 + 3);
    size_t size = 0;
    if (!result)
        return NULL;
    if (!decode_base64(rt, self, in, is_strict, bytes_of(result)->data, &size)) {
        decref(rt, result);
        return NULL;
    }
    return ouro_bytes_shrink_take(rt, result, size);
}

/* ---- hexadecimal ----------------------------------------------------------------------------- */

static int hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static ouro_object *a2b_hex(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                            ouro_object *names)
{
    struct view in;
    if (!text_view(rt, args[0], &in))
        return NULL;
    if (in.size % 2)
        return raise_error(rt, self, "Error", "Odd-length string", 0);
    ouro_object *result = ouro_bytes_new(rt, NULL, in.size / 2);
    for (size_t i = 0; result && i < in.size / 2; i++) {
        int high = hex_value(in.bytes[2 * i]), low = hex_value(in.bytes[2 * i + 1]);
        if (high < 0 || low < 0) {
            raise_error(rt, self, "Error", "Non-hexadecimal digit found", 0);
            decref(rt, result);
            return NULL;
        }
        if (in.size > 2)
            bytes_of(result)->data[i] = (uint8_t)(high << 4 | low);
        else { /* one byte: the shared object of that value */
            uint8_t byte = (uint8_t)(high << 4 | low);
            decref(rt, result);
            return ouro_bytes_new(rt, &byte, 1);
        }
    }
    return result;
}

/* The method of bytes does the work: bytes(data).hex(sep, bytes_per_sep), as bytes. */
static ouro_object *b2a_hex(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                            ouro_object *names)
{
    static const char *const parameters[] = {"data", "sep", "bytes_per_sep", NULL};
    static const struct ouro_signature signature = {"b2a_hex", parameters, 1, 3};
    ouro_object *given[3] = {NULL, NULL, NULL}, *text = NULL, *result = NULL;
    struct view in;
    if (!ouro_args_bind(rt, &signature, args, count, names, given) || !data_view(rt, given[0], &in))
        return NULL;
    ouro_object *bytes = ouro_bytes_new(rt, in.bytes, in.size);
    ouro_object *method = bytes ? ouro_getattr_text(rt, bytes, "hex") : NULL;
    if (method)
        text = ouro_call(rt, method, given + 1, given[1] ? (given[2] ? 2 : 1) : 0, NULL);
    if (text)
        result = ouro_str_encode(rt, text, "ascii", "strict");
    xdecref(rt, text);
    xdecref(rt, method);
    xdecref(rt, bytes);
    return result;
}

/* ---- uuencode -------------------------------------------------------------------------------- */

static ouro_object *a2b_uu(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                           ouro_object *names)
{
    struct view in;
    if (!text_view(rt, args[0], &in))
        return NULL;
    size_t length = in.size ? (unsigned)(in.bytes[0] - ' ') & 63 : 32, at = 1, filled = 0;
    ouro_object *result = ouro_bytes_new(rt, NULL, length + 1); /* at least two: none that is shared */
    if (!result)
        return NULL;
    unsigned bits = 0, bit_count = 0;
    for (; filled < length; at++) {
        uint8_t c = at < in.size ? in.bytes[at] : '\n';
        if (c == '\n' || c == '\r')
            c = ' '; /* a line that was cut: zeros */
        if (c < ' ' || c > ' ' + 64)
            goto illegal;
        bits = bits << 6 | ((unsigned)(c - ' ') & 63);
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            bytes_of(result)->data[filled++] = (uint8_t)(bits >> bit_count);
            bits &= (1u << bit_count) - 1;
        }
    }
    for (; at < in.size; at++) {
        uint8_t c = in.bytes[at];
        if (c != ' ' && c != ' ' + 64 && c != '\n' && c != '\r') {
            raise_error(rt, self, "Error", "Trailing garbage", 0);
            goto fail;
        }
    }
    return ouro_bytes_shrink_take(rt, result, length);
illegal:
    raise_error(rt, self, "Error", "Illegal char", 0);
fail:
    decref(rt, result);
    return NULL;
}

static ouro_object *b2a_uu(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                           ouro_object *names)
{
    static const char *const parameters[] = {"", "backtick", NULL};
    static const struct ouro_signature signature = {"b2a_uu", parameters, 1, 1};
    ouro_object *given[2] = {NULL, NULL};
    struct view in;
    if (!ouro_args_bind(rt, &signature, args, count, names, given) || !data_view(rt, given[0], &in))
        return NULL;
    int has_backtick = given[1] ? ouro_truth(rt, given[1]) : 0;
    if (has_backtick < 0)
        return NULL;
    if (in.size > UU_LINE_MAX)
        return raise_error(rt, self, "Error", "At most 45 bytes at once", 0);
    uint8_t line[2 + (UU_LINE_MAX + 2) / 3 * 4], *out = line;
    uint8_t zero = has_backtick ? '`' : ' ';
    *out++ = in.size ? (uint8_t)(' ' + in.size) : zero;
    for (size_t i = 0; i < in.size; i += 3) {
        uint32_t bits = (uint32_t)in.bytes[i] << 16 | (i + 1 < in.size ? (uint32_t)in.bytes[i + 1] << 8 : 0) |
                        (i + 2 < in.size ? in.bytes[i + 2] : 0);
        for (int shift = 18; shift >= 0; shift -= 6) {
            uint8_t digit = bits >> shift & 63;
            *out++ = digit ? (uint8_t)(digit + ' ') : zero;
        }
    }
    *out++ = '\n';
    return ouro_bytes_new(rt, line, (size_t)(out - line));
}

/* ---- quoted-printable ------------------------------------------------------------------------ */

static ouro_object *a2b_qp(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                           ouro_object *names)
{
    static const char *const parameters[] = {"data", "header", NULL};
    static const struct ouro_signature signature = {"a2b_qp", parameters, 1, 2};
    ouro_object *given[2] = {NULL, NULL};
    struct view in;
    if (!ouro_args_bind(rt, &signature, args, count, names, given) || !text_view(rt, given[0], &in))
        return NULL;
    int is_header = given[1] ? ouro_truth(rt, given[1]) : 0;
    ouro_object *result = is_header < 0 ? NULL : ouro_bytes_new(rt, NULL, in.size + 2);
    if (!result)
        return NULL;
    uint8_t *out = bytes_of(result)->data;
    const uint8_t *at = in.bytes, *end = in.bytes + in.size;
    while (at < end) {
        if (*at != '=') {
            *out++ = is_header && *at == '_' ? ' ' : *at;
            at++;
        } else if (++at == end) {
            break;
        } else if (*at == '\n' || *at == '\r') { /* a soft line break */
            const uint8_t *newline = memchr(at, '\n', (size_t)(end - at));
            at = newline ? newline + 1 : end;
        } else if (*at == '=') {
            *out++ = *at++;
        } else if (at + 1 < end && hex_value(at[0]) >= 0 && hex_value(at[1]) >= 0) {
            *out++ = (uint8_t)(hex_value(at[0]) << 4 | hex_value(at[1]));
            at += 2;
        } else {
            *out++ = '=';
        }
    }
    return ouro_bytes_shrink_take(rt, result, (size_t)(out - bytes_of(result)->data));
}

struct qp_options {
    bool quotes_tabs, is_text, is_header, has_crlf;
};

static bool qp_is_quoted(const struct qp_options *options, const uint8_t *at, const uint8_t *end,
                         size_t line_length)
{
    uint8_t c = *at;
    if (c > 126 || c == '=' || (options->is_header && c == '_'))
        return true;
    if (c == '.' && line_length == 0) /* alone in a line it would end a mail */
        return at + 1 == end || at[1] == '\n' || at[1] == '\r' || at[1] == 0;
    if (c == '\r' || c == '\n')
        return !options->is_text;
    if (c == '\t' || c == ' ')
        return at + 1 == end || options->quotes_tabs;
    return c < 33;
}

static uint8_t *qp_put_quoted(uint8_t *out, uint8_t c)
{
    static const char digits[] = "0123456789ABCDEF";
    *out++ = '=';
    *out++ = (uint8_t)digits[c >> 4];
    *out++ = (uint8_t)digits[c & 15];
    return out;
}

static uint8_t *qp_put_newline(const struct qp_options *options, uint8_t *out)
{
    if (options->has_crlf)
        *out++ = '\r';
    *out++ = '\n';
    return out;
}

/* Writes at most five bytes for each of the input: three, and a soft line break before them. */
static size_t qp_encode(const struct qp_options *options, struct view in, uint8_t *start)
{
    const uint8_t *at = in.bytes, *end = in.bytes + in.size;
    uint8_t *out = start;
    size_t line_length = 0;
    while (at < end) {
        if (qp_is_quoted(options, at, end, line_length)) {
            if (line_length + 3 >= QP_LINE_MAX) {
                *out++ = '=';
                out = qp_put_newline(options, out);
                line_length = 0;
            }
            out = qp_put_quoted(out, *at++);
            line_length += 3;
        } else if (options->is_text &&
                   (*at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n'))) {
            if (out > start && (out[-1] == ' ' || out[-1] == '\t'))
                out = qp_put_quoted(out - 1, out[-1]);
            out = qp_put_newline(options, out);
            at += *at == '\r' ? 2 : 1;
            line_length = 0;
        } else {
            if (at + 1 != end && at[1] != '\n' && line_length + 1 >= QP_LINE_MAX) {
                *out++ = '=';
                out = qp_put_newline(options, out);
                line_length = 0;
            }
            *out++ = options->is_header && *at == ' ' ? '_' : *at;
            at++;
            line_length++;
        }
    }
    return (size_t)(out - start);
}

static ouro_object *b2a_qp(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                           ouro_object *names)
{
    static const char *const parameters[] = {"data", "quotetabs", "istext", "header", NULL};
    static const struct ouro_signature signature = {"b2a_qp", parameters, 1, 4};
    ouro_object *given[4] = {NULL, NULL, NULL, NULL};
    struct view in;
    if (!ouro_args_bind(rt, &signature, args, count, names, given) || !data_view(rt, given[0], &in))
        return NULL;
    int flags[4] = {0, 0, 1, 0};
    for (int i = 1; i < 4; i++) {
        if (given[i] && (flags[i] = ouro_truth(rt, given[i])) < 0)
            return NULL;
    }
    const uint8_t *newline = in.size ? memchr(in.bytes, '\n', in.size) : NULL;
    struct qp_options options = {.quotes_tabs = flags[1],
                                 .is_text = flags[2],
                                 .is_header = flags[3],
                                 .has_crlf = newline > in.bytes && newline[-1] == '\r'};
    if (in.size > UINT32_MAX / 6 - 2)
        return ouro_raise_memory(rt);
    ouro_object *result = ouro_bytes_new(rt, NULL, in.size * 6 + 2);
    size_t size = result ? qp_encode(&options, in, bytes_of(result)->data) : 0;
    return result ? ouro_bytes_shrink_take(rt, result, size) : NULL;
}

/* ---- checksums ------------------------------------------------------------------------------- */

static bool checksum_start(ouro_runtime *rt, ouro_object *const *args, size_t count, struct view *in,
                           uint32_t *crc)
{
    if (!data_view(rt, args[0], in))
        return false;
    ouro_object *mask = NULL, *number = NULL, *low = NULL;
    uint64_t value = 0;
    if (count > 1) { /* any int: its low bits count */
        mask = ouro_int_new(rt, UINT32_MAX);
        number = mask ? ouro_index(rt, args[1]) : NULL;
        low = number ? ouro_binary_operation(rt, BINARY_AND, number, mask) : NULL;
        bool is_good = low && ouro_int_as_u64(rt, low, &value);
        xdecref(rt, low);
        xdecref(rt, number);
        xdecref(rt, mask);
        if (!is_good)
            return false;
    }
    *crc = (uint32_t)value;
    return true;
}

/* CRC-32 of IEEE 802.3, reflected, four bits at a time. */
static ouro_object *crc32(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                          ouro_object *names)
{
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    struct view in;
    uint32_t crc;
    if (!checksum_start(rt, args, count, &in, &crc))
        return NULL;
    crc = ~crc;
    for (size_t i = 0; i < in.size; i++) {
        crc ^= in.bytes[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ouro_int_new(rt, (uint32_t)~crc);
}

/* The CRC of binhex: 16 bits, polynomial 0x1021. */
static ouro_object *crc_hqx(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                            ouro_object *names)
{
    struct view in;
    uint32_t crc;
    if (!checksum_start(rt, args, count, &in, &crc))
        return NULL;
    crc &= 0xffff;
    for (size_t i = 0; i < in.size; i++) {
        crc ^= (uint32_t)in.bytes[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    return ouro_int_new(rt, crc);
}

/* ---- the module ------------------------------------------------------------------------------ */

static bool add_exception(ouro_runtime *rt, ouro_object *module, const char *name, unsigned base)
{
    ouro_object *given[3] = {ouro_str_from(rt, name),
                             ouro_tuple_pack(rt, 1, (ouro_object *)builtin_class(rt, base)),
                             ouro_dict_new(rt)};
    ouro_object *own = ouro_str_from(rt, "binascii"), *cls = NULL;
    if (given[0] && given[1] && given[2] && own && ouro_dict_set_text(rt, given[2], "__module__", own))
        cls = ouro_call(rt, (ouro_object *)builtin_class(rt, TYPE_TYPE), given, 3, NULL);
    bool is_added = cls && ouro_module_add(rt, module, name, cls);
    xdecref(rt, cls);
    xdecref(rt, own);
    for (int i = 0; i < 3; i++)
        xdecref(rt, given[i]);
    return is_added;
}

bool ouro_module_binascii_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"a2b_base64", a2b_base64, 0, -1, METHOD_KEYWORDS, "Decode a line of base64 data."},
        {"b2a_base64", b2a_base64, 0, -1, METHOD_KEYWORDS, "Base64-code line of data."},
        {"a2b_hex", a2b_hex, 1, 1, 0, "Binary data of hexadecimal representation."},
        {"unhexlify", a2b_hex, 1, 1, 0, "Binary data of hexadecimal representation."},
        {"b2a_hex", b2a_hex, 0, -1, METHOD_KEYWORDS, "Hexadecimal representation of binary data."},
        {"hexlify", b2a_hex, 0, -1, METHOD_KEYWORDS, "Hexadecimal representation of binary data."},
        {"a2b_uu", a2b_uu, 1, 1, 0, "Decode a line of uuencoded data."},
        {"b2a_uu", b2a_uu, 0, -1, METHOD_KEYWORDS, "Uuencode line of data."},
        {"a2b_qp", a2b_qp, 0, -1, METHOD_KEYWORDS, "Decode a string of qp-encoded data."},
        {"b2a_qp", b2a_qp, 0, -1, METHOD_KEYWORDS, "Encode a string using quoted-printable encoding."},
        {"crc32", crc32, 1, 2, 0, "Compute CRC-32 incrementally."},
        {"crc_hqx", crc_hqx, 2, 2, 0, "Compute CRC-CCITT incrementally."},
        {NULL, NULL, 0, 0, 0, NULL},
    };
    return add_exception(rt, module, "Error", EXC_ValueError) &&
           add_exception(rt, module, "Incomplete", EXC_Exception) &&
           ouro_module_add_functions(rt, module, functions);
}
