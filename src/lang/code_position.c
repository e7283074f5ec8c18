/* Writes the packed table of positions of a code object; src/types/code.c reads it.
 *
 * One entry a run of words with the same place:
 *
 *   varint words << 2 | kind
 *   kind 0   no place
 *   kind 1   on the line of the entry before: column, end column - column
 *   kind 2   signed line difference, end line - line, column, end column
 *   kind 3   signed line difference; no columns
 *
 * Numbers are little-endian groups of 7 bits; signed ones fold the sign into the lowest bit. */
#include "lang/compile_internal.h"

static void put(struct position_writer *writer, uint32_t value)
{
    if (writer->size + 5 > writer->capacity &&
        !ouro_compile_grow(writer->c, &writer->bytes, &writer->capacity, 1))
        return;
    while (value >= 0x80) {
        writer->bytes[writer->size++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    writer->bytes[writer->size++] = (uint8_t)value;
}

static void put_signed(struct position_writer *writer, int32_t value)
{
    put(writer, value < 0 ? ((uint32_t)-value << 1) | 1 : (uint32_t)value << 1);
}

static void flush(struct position_writer *writer)
{
    const struct ast_span *span = &writer->span;
    if (!writer->words)
        return;
    if (span->line < 0) {
        put(writer, writer->words << 2);
    } else if (span->column < 0 || span->end_column < 0 || span->end_line < span->line) {
        put(writer, writer->words << 2 | 3);
        put_signed(writer, span->line - writer->line);
        writer->line = span->line;
    } else if (span->line == writer->line && span->end_line == span->line &&
               span->end_column >= span->column) {
        put(writer, writer->words << 2 | 1);
        put(writer, (uint32_t)span->column);
        put(writer, (uint32_t)(span->end_column - span->column));
    } else {
        put(writer, writer->words << 2 | 2);
        put_signed(writer, span->line - writer->line);
        put(writer, (uint32_t)(span->end_line - span->line));
        put(writer, (uint32_t)span->column);
        put(writer, (uint32_t)span->end_column);
        writer->line = span->line;
    }
    writer->words = 0;
}

static bool is_same(const struct ast_span *a, const struct ast_span *b)
{
    return a->line == b->line && a->column == b->column && a->end_line == b->end_line &&
           a->end_column == b->end_column;
}

void ouro_position_add(struct position_writer *writer, struct ast_span span, uint32_t words)
{
    if (writer->words && !is_same(&writer->span, &span))
        flush(writer);
    writer->span = span;
    writer->words += words;
}

void ouro_position_finish(struct position_writer *writer)
{
    flush(writer);
}
