/* bytes <-> str. A codec is a pair of functions over the two working states below; what it cannot
 * translate goes through ouro_encode_error and ouro_decode_error, which apply the error handler.
 * Depends on str.h, bytes.h. */
#ifndef OURO_TYPES_CODEC_H
#define OURO_TYPES_CODEC_H

#include "types/str_internal.h"

enum codec_handler {
    HANDLER_STRICT, HANDLER_IGNORE, HANDLER_REPLACE, HANDLER_BACKSLASH, HANDLER_XML,
    HANDLER_SURROGATE_ESCAPE, HANDLER_SURROGATE_PASS, HANDLER_UNKNOWN
};

/* Bytes that grow in raw memory. */
struct ouro_byte_buffer {
    ouro_runtime *rt;
    uint8_t *data;
    size_t size, capacity;
};
bool ouro_byte_buffer_reserve(struct ouro_byte_buffer *buffer, size_t count);
bool ouro_byte_buffer_add(struct ouro_byte_buffer *buffer, const void *data, size_t size);
OURO_INLINE bool ouro_byte_buffer_byte(struct ouro_byte_buffer *buffer, uint8_t byte)
{
    if (buffer->size == buffer->capacity && !ouro_byte_buffer_reserve(buffer, 1))
        return false;
    buffer->data[buffer->size++] = byte;
    return true;
}
ouro_object *ouro_byte_buffer_finish(struct ouro_byte_buffer *buffer); /* bytes; frees the buffer */
void ouro_byte_buffer_abandon(struct ouro_byte_buffer *buffer);

struct encoder {
    struct ouro_byte_buffer out;
    ouro_runtime *rt;
    ouro_object *text;
    const void *data;
    size_t length;
    unsigned width;
    const char *encoding; /* the codec's own name, for messages */
    const char *errors;
    enum codec_handler handler;
    /* Encodes one character that the codec can encode: what the handlers put in its place. */
    bool (*put)(struct encoder *encoder, uint32_t character);
    bool is_big_endian; /* utf-16 and utf-32 */
};

struct decoder {
    struct ouro_str_builder out;
    ouro_runtime *rt;
    const uint8_t *bytes;
    size_t size;
    const char *encoding;
    const char *errors;
    enum codec_handler handler;
    bool is_big_endian;
    ouro_object *replaced; /* keeps bytes once an error handler has put others in their place; or NULL */
};

/* Characters start..end cannot be encoded. *resume is where to go on. */
bool ouro_encode_error(struct encoder *encoder, size_t start, size_t end, const char *reason,
                       size_t *resume);
bool ouro_decode_error(struct decoder *decoder, size_t start, size_t end, const char *reason,
                       size_t *resume);

struct codec {
    const char *name;
    bool (*encode)(struct encoder *encoder);
    bool (*decode)(struct decoder *decoder);
    bool is_ascii_compatible; /* bytes below 0x80 stand for themselves, everywhere */
};

/* Accepts the usual spellings and aliases; NULL without an error when there is none. */
const struct codec *ouro_codec_find(const char *encoding);
/* "unknown encoding: x" */
const struct codec *ouro_codec_need(ouro_runtime *rt, const char *encoding);

/* NULL: strict. A name that is not built in: HANDLER_UNKNOWN, which asks the registry. */
enum codec_handler ouro_codec_handler(const char *errors);

/* The codecs. */
bool ouro_utf8_encode(struct encoder *encoder);
bool ouro_utf8_decode(struct decoder *decoder);
bool ouro_utf8_sig_encode(struct encoder *encoder);
bool ouro_utf8_sig_decode(struct decoder *decoder);
bool ouro_latin1_encode(struct encoder *encoder);
bool ouro_latin1_decode(struct decoder *decoder);
bool ouro_ascii_encode(struct encoder *encoder);
bool ouro_ascii_decode(struct decoder *decoder);
bool ouro_cp1252_encode(struct encoder *encoder);
bool ouro_cp1252_decode(struct decoder *decoder);
bool ouro_utf16_encode(struct encoder *encoder);
bool ouro_utf16_decode(struct decoder *decoder);
bool ouro_utf16_le_encode(struct encoder *encoder);
bool ouro_utf16_le_decode(struct decoder *decoder);
bool ouro_utf16_be_encode(struct encoder *encoder);
bool ouro_utf16_be_decode(struct decoder *decoder);
bool ouro_utf32_encode(struct encoder *encoder);
bool ouro_utf32_decode(struct decoder *decoder);
bool ouro_utf32_le_encode(struct encoder *encoder);
bool ouro_utf32_le_decode(struct decoder *decoder);
bool ouro_utf32_be_encode(struct encoder *encoder);
bool ouro_utf32_be_decode(struct decoder *decoder);
bool ouro_unicode_escape_encode(struct encoder *encoder);
bool ouro_unicode_escape_decode(struct decoder *decoder);
bool ouro_raw_unicode_escape_encode(struct encoder *encoder);
bool ouro_raw_unicode_escape_decode(struct decoder *decoder);

#endif
