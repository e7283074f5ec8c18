/* Code object -> image. Objects that occur more than once are found first; they are written once, in a
 * table, and told apart by identity: the compiler makes one object of equal constants. */
#include <string.h>

#include "lang/code_format.h"
#include "lang/code_image.h"
#include "lang/compile.h"
#include "lang/opcodes.h"
#include "lang/pointer_map.h"
#include "types/bytes.h"
#include "types/error.h"
#include "types/float.h"
#include "types/int.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

struct writer {
    ouro_runtime *rt;
    struct ouro_arena arena;
    struct pointer_map seen; /* 0: once; n: shared object n - 1 */
    ouro_object **shared;
    uint32_t shared_count, shared_capacity;
    uint8_t *bytes; /* a buffer of the runtime */
    size_t size, capacity;
    size_t positions_size; /* of all code written so far */
    unsigned (*general)(unsigned opcode);
    unsigned depth;
    bool has_failed;     /* the error is set */
    uint8_t nowhere[16]; /* where small things go from then on */
};

static struct ouro_code *code_of(ouro_object *object)
{
    return (struct ouro_code *)(void *)object;
}

static void fail(struct writer *w, const char *message)
{
    if (!w->has_failed && !w->rt->error)
        ouro_raise(w->rt, EXC_ValueError, "%s", message);
    w->has_failed = true;
}

static void fail_memory(struct writer *w)
{
    if (!w->has_failed && !w->rt->error)
        ouro_raise_memory(w->rt);
    w->has_failed = true;
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static uint8_t *reserve(struct writer *w, size_t size)
{
    if (w->has_failed)
        return size <= sizeof w->nowhere ? w->nowhere : NULL;
    if (size > w->capacity - w->size) {
        size_t capacity = w->capacity * 2 > w->size + size ? w->capacity * 2 : w->size + size + 1024;
        uint8_t *larger = ouro_buffer_realloc(w->rt, w->bytes, w->capacity, capacity);
        if (!larger) {
            w->has_failed = true;
            return size <= sizeof w->nowhere ? w->nowhere : NULL;
        }
        w->bytes = larger;
        w->capacity = capacity;
    }
    uint8_t *at = w->bytes + w->size;
    w->size += size;
    return at;
}

static void put_bytes(struct writer *w, const void *data, size_t size)
{
    uint8_t *at = size ? reserve(w, size) : NULL;
    if (at && !w->has_failed)
        memcpy(at, data, size);
}

static void put_byte(struct writer *w, unsigned value)
{
    *reserve(w, 1) = (uint8_t)value;
}

static void put_number(struct writer *w, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        put_byte(w, (unsigned)(value & 0x7f) | 0x80);
    put_byte(w, (unsigned)value);
}

static void put_signed(struct writer *w, int64_t value)
{
    put_number(w, value < 0 ? ~(uint64_t)value << 1 | 1 : (uint64_t)value << 1);
}

static void put_fixed(uint8_t *at, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

static void put_double(struct writer *w, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_fixed(reserve(w, 8), bits, 8);
}

/* ---- what occurs more than once -------------------------------------------------------------- */

/* Worth a place in the table? What is one object in every runtime is not. */
static bool can_share(const struct writer *w, const ouro_object *object)
{
    switch (object->type_index) {
    case TYPE_STR:
        return ouro_str_length(object) > 1 || ouro_str_width(object) > 1;
    case TYPE_BYTES:
        return ((const struct ouro_bytes *)(const void *)object)->length > 1;
    case TYPE_INT:
        return !ouro_int_is_small(object) || ouro_int_value(object) > OURO_SMALL_INT_MAX ||
               ouro_int_value(object) < OURO_SMALL_INT_MIN;
    case TYPE_TUPLE:
        return object != w->rt->empty_tuple;
    case TYPE_FLOAT:
    case TYPE_COMPLEX:
    case TYPE_FROZENSET:
        return true;
    default:
        return false;
    }
}

static void add_shared(struct writer *w, ouro_object *object)
{
    if (w->shared_count == w->shared_capacity) {
        uint32_t capacity = w->shared_capacity ? w->shared_capacity * 2 : 64;
        ouro_object **larger = ouro_arena_alloc(&w->arena, capacity * sizeof *larger);
        if (!larger) {
            fail_memory(w);
            return;
        }
        if (w->shared_count)
            memcpy(larger, w->shared, w->shared_count * sizeof *larger);
        w->shared = larger;
        w->shared_capacity = capacity;
    }
    w->shared[w->shared_count++] = object;
}

/* True at the first sight of an object, whose parts are to be looked at then. */
static bool see(struct writer *w, ouro_object *object)
{
    uintptr_t number = ouro_pointer_map_get(&w->seen, object);
    bool is_first = number == UINTPTR_MAX;
    if (number == 0)
        add_shared(w, object);
    if ((is_first || number == 0) &&
        !ouro_pointer_map_set(&w->seen, &w->arena, object, is_first ? 0 : w->shared_count))
        fail_memory(w);
    return is_first;
}

static void find_shared(struct writer *w, ouro_object *object);

static void find_shared_items(struct writer *w, ouro_object *tuple)
{
    for (size_t i = 0; i < tuple_length(tuple) && !w->has_failed; i++)
        find_shared(w, tuple_at(tuple, i));
}

static void find_shared_in_code(struct writer *w, struct ouro_code *code)
{
    if (!ouro_code_thaw(w->rt, code)) {
        w->has_failed = true;
        return;
    }
    find_shared(w, code->name);
    if (code->qualname != code->name)
        find_shared(w, code->qualname);
    find_shared_items(w, code->names);
    find_shared_items(w, code->local_names);
    find_shared_items(w, code->constants);
}

static void find_shared(struct writer *w, ouro_object *object)
{
    ouro_object *item;
    size_t position = 0;
    if (w->has_failed || w->depth >= IMAGE_DEPTH_MAX)
        return;
    w->depth++;
    if (is_exact(object, TYPE_CODE))
        find_shared_in_code(w, code_of(object));
    else if (!can_share(w, object) || !see(w, object))
        ;
    else if (is_exact(object, TYPE_TUPLE))
        find_shared_items(w, object);
    else if (is_exact(object, TYPE_FROZENSET))
        while (ouro_set_next(object, &position, &item))
            find_shared(w, item);
    w->depth--;
}

/* ---- objects --------------------------------------------------------------------------------- */

static void put_object(struct writer *w, ouro_object *object);
static void put_code(struct writer *w, struct ouro_code *code);

static void put_str(struct writer *w, const ouro_object *object)
{
    unsigned width = ouro_str_width(object);
    bool is_name = ouro_str_is_interned(object), is_ascii = ouro_str_is_ascii(object);
    put_byte(w, is_ascii ? (is_name ? IMAGE_NAME : IMAGE_ASCII)
                         : (is_name ? IMAGE_WIDE_NAME : IMAGE_WIDE));
    if (!is_ascii)
        put_byte(w, width);
    put_number(w, ouro_str_length(object));
    put_bytes(w, str_of(object)->data, ouro_str_length(object) * width);
}

static void put_int(struct writer *w, ouro_object *object)
{
    int64_t value;
    if (ouro_int_fits_i64(object, &value)) {
        put_byte(w, IMAGE_INT);
        put_signed(w, value);
        return;
    }
    size_t size = ouro_int_bit_length(object) / 8 + 1;
    put_byte(w, IMAGE_BIG_INT);
    put_number(w, size);
    uint8_t *at = reserve(w, size);
    if (at && !w->has_failed && !ouro_int_to_bytes(w->rt, object, at, size, true, true))
        w->has_failed = true;
}

static void put_frozenset(struct writer *w, ouro_object *object)
{
    ouro_object *item;
    size_t position = 0;
    put_byte(w, IMAGE_FROZENSET);
    put_number(w, ouro_set_length(object));
    while (ouro_set_next(object, &position, &item))
        put_object(w, item);
}

static void put_items(struct writer *w, ouro_object *tuple)
{
    put_number(w, tuple_length(tuple));
    for (size_t i = 0; i < tuple_length(tuple) && !w->has_failed; i++)
        put_object(w, tuple_at(tuple, i));
}

/* The object itself, shared or not. */
static void put_whole(struct writer *w, ouro_object *object)
{
    const struct ouro_complex *complex = (const struct ouro_complex *)(const void *)object;
    switch (object->type_index) {
    case TYPE_INT:
        put_int(w, object);
        return;
    case TYPE_STR:
        put_str(w, object);
        return;
    case TYPE_FLOAT:
        put_byte(w, IMAGE_FLOAT);
        put_double(w, ouro_float_value(object));
        return;
    case TYPE_COMPLEX:
        put_byte(w, IMAGE_COMPLEX);
        put_double(w, complex->real);
        put_double(w, complex->imaginary);
        return;
    case TYPE_BYTES:
        put_byte(w, IMAGE_BYTES);
        put_number(w, bytes_of(object)->length);
        put_bytes(w, bytes_of(object)->data, bytes_of(object)->length);
        return;
    case TYPE_TUPLE:
        put_byte(w, IMAGE_TUPLE);
        put_items(w, object);
        return;
    case TYPE_FROZENSET:
        put_frozenset(w, object);
        return;
    case TYPE_CODE:
        put_code(w, code_of(object));
        return;
    }
    if (object == w->rt->none)
        put_byte(w, IMAGE_NONE);
    else if (object == w->rt->true_ || object == w->rt->false_)
        put_byte(w, object == w->rt->true_ ? IMAGE_TRUE : IMAGE_FALSE);
    else if (object == w->rt->ellipsis)
        put_byte(w, IMAGE_ELLIPSIS);
    else
        fail(w, "a constant of the code has no form in an image");
}

static void put_object(struct writer *w, ouro_object *object)
{
    uintptr_t number = can_share(w, object) ? ouro_pointer_map_get(&w->seen, object) : UINTPTR_MAX;
    if (number != UINTPTR_MAX && number > IMAGE_NEAR_COUNT) {
        put_byte(w, IMAGE_SHARED);
        put_number(w, number - 1 - IMAGE_NEAR_COUNT);
    } else if (number != UINTPTR_MAX && number) {
        put_byte(w, IMAGE_SHARED_FIRST + (unsigned)number - 1);
    } else if (w->depth >= IMAGE_DEPTH_MAX) {
        fail(w, "code is nested too deeply for an image");
    } else {
        w->depth++;
        put_whole(w, object);
        w->depth--;
    }
}

/* ---- code ------------------------------------------------------------------------------------ */

static void put_head(struct writer *w, const struct ouro_code *code)
{
    put_number(w, code->flags);
    put_number(w, code->argument_count);
    put_number(w, code->positional_only_count);
    put_number(w, code->keyword_only_count);
    put_number(w, code->local_count);
    put_number(w, code->cell_count);
    put_number(w, code->free_count);
    put_number(w, code->stack_size);
    put_signed(w, code->first_line);
    put_object(w, code->name);
    if (code->qualname == code->name)
        put_byte(w, IMAGE_SAME);
    else
        put_object(w, code->qualname);
    put_number(w, code->instruction_count);
    put_number(w, code->positions_size);
    put_number(w, w->positions_size);
    w->positions_size += code->positions_size;
    put_bytes(w, code->local_kinds, code->local_count);
}

static void put_handlers(struct writer *w, const struct ouro_code *code)
{
    put_number(w, code->handler_count);
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const struct ouro_code_handler *handler = &code->handlers[i];
        put_number(w, handler->start);
        put_number(w, handler->end - handler->start);
        put_number(w, handler->target);
        put_number(w, (uint64_t)handler->depth << 1 | handler->push_lasti);
    }
}

static void put_instructions(struct writer *w, const struct ouro_code *code)
{
    for (uint32_t i = 0; i < code->instruction_count && !w->has_failed;) {
        unsigned opcode = ouro_word_opcode(code->instructions[i]);
        if (w->general)
            opcode = w->general(opcode);
        if (opcode >= OURO_OPCODE_COUNT) {
            fail(w, "specialised code has no form in an image");
            return;
        }
        put_byte(w, opcode);
        put_number(w, ouro_word_argument(code->instructions[i]));
        i += 1u + ouro_opcode_cache_words[opcode];
    }
}

static void put_record(struct writer *w, struct ouro_code *code)
{
    if (!ouro_code_thaw(w->rt, code)) {
        w->has_failed = true;
        return;
    }
    put_head(w, code);
    put_items(w, code->names);
    for (uint32_t i = 0; i < code->local_count; i++)
        put_object(w, tuple_at(code->local_names, i));
    put_items(w, code->constants);
    put_handlers(w, code);
    put_instructions(w, code);
}

/* Its size comes first: written behind, then moved, since a number's size depends on its value. */
static void put_code(struct writer *w, struct ouro_code *code)
{
    put_byte(w, IMAGE_CODE);
    size_t start = w->size;
    put_record(w, code);
    size_t size = w->size - start;
    put_number(w, size);
    if (w->has_failed)
        return;
    uint8_t number[10];
    size_t number_size = w->size - start - size;
    memcpy(number, w->bytes + start + size, number_size);
    memmove(w->bytes + start + number_size, w->bytes + start, size);
    memcpy(w->bytes + start, number, number_size);
}

/* ---- the image ------------------------------------------------------------------------------- */

/* In the order of the records. */
static void put_positions(struct writer *w, const struct ouro_code *code)
{
    put_bytes(w, code->positions, code->positions_size);
    for (size_t i = 0; i < tuple_length(code->constants) && !w->has_failed; i++)
        if (is_exact(tuple_at(code->constants, i), TYPE_CODE))
            put_positions(w, code_of(tuple_at(code->constants, i)));
}

static void put_image(struct writer *w, ouro_object *code)
{
    size_t table = OURO_IMAGE_HEADER_SIZE + (size_t)w->shared_count * 4;
    uint8_t *header = reserve(w, table);
    if (header && !w->has_failed)
        memset(header, 0, table);
    put_whole(w, code_of(code)->filename);
    put_object(w, code);
    for (uint32_t i = 0; i < w->shared_count && !w->has_failed; i++) {
        put_fixed(w->bytes + OURO_IMAGE_HEADER_SIZE + 4 * (size_t)i, w->size, 4);
        put_whole(w, w->shared[i]);
    }
    size_t positions = w->size;
    if (!w->has_failed)
        put_positions(w, code_of(code));
    if (!w->has_failed && w->size > UINT32_MAX)
        fail(w, "code is too large for an image");
    if (w->has_failed)
        return;
    memcpy(w->bytes, IMAGE_MAGIC, 8);
    put_fixed(w->bytes + 8, ouro_compiler_fingerprint, 8);
    put_fixed(w->bytes + 24, w->size, 4);
    put_fixed(w->bytes + 28, w->shared_count, 4);
    put_fixed(w->bytes + 32, positions, 4);
    put_fixed(w->bytes + 16, ouro_code_checksum(w->bytes + 24, w->size - 24), 8);
}

ouro_object *ouro_code_image_write(ouro_runtime *rt, ouro_object *code, unsigned (*general)(unsigned))
{
    struct writer w = {.rt = rt, .general = general};
    ouro_compile_arena_init(rt, &w.arena);
    find_shared(&w, code);
    if (!w.has_failed)
        put_image(&w, code);
    ouro_object *result = w.has_failed ? NULL : ouro_bytes_new(rt, w.bytes, w.size);
    if (w.bytes)
        ouro_buffer_free(rt, w.bytes, w.capacity);
    ouro_arena_destroy(&w.arena);
    return result;
}
