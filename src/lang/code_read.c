/* Image -> code object. What is read may be anything: every read is checked against the end, every number
 * against what it counts, and a failure is sticky. */
#include <string.h>

#include "lang/code_format.h"
#include "lang/code_image.h"
#include "lang/opcodes.h"
#include "types/bytes.h"
#include "types/error.h"
#include "types/float.h"
#include "types/int.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

struct image {
    struct ouro_code_image base;
    const uint8_t *data, *positions;
    size_t size, positions_size; /* without the positions; of them */
    void *buffer; /* or NULL: see struct ouro_code_source */
    size_t buffer_size;
    uint32_t shared_count;
    ouro_object *shared[]; /* owned; NULL until asked for */
};

struct reader {
    ouro_runtime *rt;
    struct image *image;
    ouro_object *filename; /* of code, borrowed; NULL: no code may come */
    const uint8_t *at, *end;
    unsigned depth;
    bool has_failed; /* the bytes are wrong, or the error is set */
};

static struct ouro_code *code_of(ouro_object *object)
{
    return (struct ouro_code *)(void *)object;
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static void *fail(struct reader *r)
{
    r->has_failed = true;
    r->at = r->end;
    return NULL;
}

static unsigned get_byte(struct reader *r)
{
    if (r->at < r->end)
        return *r->at++;
    fail(r);
    return 0;
}

/* size bytes where they lie; NULL: there are not as many. */
static const uint8_t *get_bytes(struct reader *r, size_t size)
{
    const uint8_t *bytes = r->at;
    if (size > (size_t)(r->end - r->at))
        return fail(r);
    r->at += size;
    return bytes;
}

static uint64_t get_number(struct reader *r)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        unsigned byte = get_byte(r);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    fail(r);
    return 0;
}

static uint32_t get_u32(struct reader *r)
{
    uint64_t value = get_number(r);
    if (value > UINT32_MAX)
        fail(r);
    return r->has_failed ? 0 : (uint32_t)value;
}

/* How many things follow, of at least so many bytes each. */
static uint32_t get_count(struct reader *r, size_t each)
{
    uint32_t count = get_u32(r);
    if (count > (size_t)(r->end - r->at) / each)
        fail(r);
    return r->has_failed ? 0 : count;
}

static int64_t get_signed(struct reader *r)
{
    uint64_t value = get_number(r);
    return (int64_t)(value & 1 ? ~(value >> 1) : value >> 1);
}

static uint64_t fixed(const uint8_t *at, unsigned size)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < size; i++)
        value |= (uint64_t)at[i] << 8 * i;
    return value;
}

static double get_double(struct reader *r)
{
    const uint8_t *bytes = get_bytes(r, 8);
    uint64_t bits = bytes ? fixed(bytes, 8) : 0;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* A step is an odd multiplication and a rotation, so that any change of a word changes the end. */
uint64_t ouro_code_checksum(const uint8_t *data, size_t size)
{
    uint64_t sum = size ^ 0x6f75726f636f6465u;
    for (; size >= 8; data += 8, size -= 8) {
        uint64_t word;
        memcpy(&word, data, 8);
        sum = (sum ^ word) * 0x9fb21c651e98df25u;
        sum = sum << 27 | sum >> 37;
    }
    sum = (sum ^ fixed(data, (unsigned)size)) * 0x9fb21c651e98df25u;
    sum ^= sum >> 32;
    return sum * 0xd6e8feb86659fd93u;
}

/* ---- objects --------------------------------------------------------------------------------- */

static ouro_object *get_object(struct reader *r);

static uint32_t largest_character(const uint8_t *data, size_t length, unsigned width)
{
    uint32_t bits = 0, c = 0;
    for (size_t i = 0; i < length; i++) {
        c = width == 1 ? data[i] : (uint32_t)fixed(data + i * width, width);
        if (c > 0x10ffff)
            return UINT32_MAX;
        bits |= c;
    }
    return bits > 0x10ffff ? 0x10ffff : bits;
}

/* Text whose characters do not need this width would be unequal to itself: refused. */
static ouro_object *get_str(struct reader *r, unsigned tag)
{
    bool is_ascii = tag == IMAGE_ASCII || tag == IMAGE_NAME;
    unsigned width = is_ascii ? 1 : get_byte(r);
    if (width != 1 && width != 2 && width != 4)
        return fail(r);
    uint32_t length = get_count(r, width);
    const uint8_t *data = get_bytes(r, (size_t)length * width);
    uint32_t largest = data ? largest_character(data, length, width) : UINT32_MAX;
    unsigned needed = largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4;
    if (r->has_failed || largest == UINT32_MAX || needed != width || is_ascii != (largest < 0x80))
        return fail(r);
    if (!length)
        return r->rt->empty_str;
    if (length == 1)
        return ouro_str_from_character(r->rt, largest);
    ouro_object *str = ouro_str_alloc(r->rt, length, largest);
    if (!str)
        return fail(r);
    memcpy(((struct ouro_str *)(void *)str)->data, data, (size_t)length * width);
    if (tag == IMAGE_NAME || tag == IMAGE_WIDE_NAME)
        ouro_str_intern(r->rt, &str);
    return str;
}

static ouro_object *get_big_int(struct reader *r)
{
    uint32_t size = get_count(r, 1);
    const uint8_t *bytes = get_bytes(r, size);
    return bytes ? ouro_int_from_bytes(r->rt, bytes, size, true, true) : NULL;
}

static ouro_object *get_bytes_object(struct reader *r)
{
    uint32_t size = get_count(r, 1);
    const uint8_t *bytes = get_bytes(r, size);
    return bytes ? ouro_bytes_new(r->rt, bytes, size) : NULL;
}

static ouro_object *get_items(struct reader *r, uint32_t count)
{
    ouro_object *tuple = r->has_failed ? NULL : ouro_tuple_new(r->rt, count);
    for (uint32_t i = 0; i < count && tuple; i++) {
        tuple_items(tuple)[i] = get_object(r);
        if (!tuple_items(tuple)[i])
            clearref(r->rt, &tuple);
    }
    if (!tuple)
        return fail(r);
    ouro_tuple_untrack(r->rt, tuple);
    return tuple;
}

static ouro_object *get_frozenset(struct reader *r)
{
    ouro_object *items = get_items(r, get_count(r, 1));
    ouro_object *set = items ? ouro_frozenset_new(r->rt, items) : NULL;
    xdecref(r->rt, items);
    return set;
}

static ouro_object *get_shared(struct reader *r, uint64_t number)
{
    struct image *image = r->image;
    if (r->has_failed || number >= image->shared_count)
        return fail(r);
    ouro_object **slot = &image->shared[number];
    if (!*slot) {
        uint64_t place = fixed(image->data + OURO_IMAGE_HEADER_SIZE + 4 * number, 4);
        struct reader inner = {.rt = r->rt, .image = image, .depth = r->depth,
                               .at = image->data + place, .end = image->data + image->size};
        ouro_object *object = place < image->size ? get_object(&inner) : NULL;
        if (!object)
            return fail(r);
        if (*slot) /* the table refers to itself: not what the writer makes */
            decref(r->rt, object);
        else
            *slot = object;
    }
    return newref(*slot);
}

static ouro_object *get_code(struct reader *r);

static ouro_object *get_tagged(struct reader *r, unsigned tag)
{
    double real;
    switch (tag) {
    case IMAGE_NONE:
        return r->rt->none;
    case IMAGE_TRUE:
        return r->rt->true_;
    case IMAGE_FALSE:
        return r->rt->false_;
    case IMAGE_ELLIPSIS:
        return r->rt->ellipsis;
    case IMAGE_INT:
        return ouro_int_new(r->rt, get_signed(r));
    case IMAGE_BIG_INT:
        return get_big_int(r);
    case IMAGE_FLOAT:
        return ouro_float_new(r->rt, get_double(r));
    case IMAGE_COMPLEX:
        real = get_double(r);
        return ouro_complex_new(r->rt, real, get_double(r));
    case IMAGE_ASCII:
    case IMAGE_NAME:
    case IMAGE_WIDE:
    case IMAGE_WIDE_NAME:
        return get_str(r, tag);
    case IMAGE_BYTES:
        return get_bytes_object(r);
    case IMAGE_TUPLE:
        return get_items(r, get_count(r, 1));
    case IMAGE_FROZENSET:
        return get_frozenset(r);
    case IMAGE_CODE:
        return get_code(r);
    case IMAGE_SAME:
        return fail(r);
    case IMAGE_SHARED:
        return get_shared(r, IMAGE_NEAR_COUNT + get_number(r));
    default:
        return get_shared(r, tag - IMAGE_SHARED_FIRST);
    }
}

/* Owned; NULL: has_failed, with an error set unless the bytes are to blame. */
static ouro_object *get_object(struct reader *r)
{
    unsigned tag = get_byte(r);
    if (r->has_failed || r->depth >= IMAGE_DEPTH_MAX)
        return fail(r);
    r->depth++;
    ouro_object *object = get_tagged(r, tag);
    r->depth--;
    if (object && r->has_failed)
        clearref(r->rt, &object);
    return object ? object : fail(r);
}

static ouro_object *get_name(struct reader *r)
{
    ouro_object *name = get_object(r);
    if (name && !is_exact(name, TYPE_STR)) {
        decref(r->rt, name);
        return fail(r);
    }
    return name;
}

/* count names, interned whatever the image says: instructions compare them by address. */
static ouro_object *get_names(struct reader *r, uint32_t count)
{
    ouro_object *names = get_items(r, count);
    for (uint32_t i = 0; i < count && names; i++) {
        if (!is_exact(tuple_at(names, i), TYPE_STR)) {
            decref(r->rt, names);
            return fail(r);
        }
        ouro_str_intern(r->rt, &tuple_items(names)[i]);
    }
    return names;
}

/* ---- frozen code ----------------------------------------------------------------------------- */

static const uint32_t frozen_instructions[] = {ouro_word(OP_THAW, 0)};

static bool is_possible(const struct ouro_code *code)
{
    uint64_t parameters = (uint64_t)code->argument_count + code->keyword_only_count +
                          !!(code->flags & CODE_VARARGS) + !!(code->flags & CODE_VARKEYWORDS);
    return parameters <= code->local_count && code->positional_only_count <= code->argument_count &&
           code->free_count <= code->local_count && code->cell_count <= code->local_count &&
           code->instruction_count && code->instruction_count <= OURO_ARGUMENT_MAX &&
           code->stack_size <= OURO_ARGUMENT_MAX && code->local_count <= OURO_ARGUMENT_MAX;
}

static void get_head(struct reader *r, struct ouro_code *code)
{
    code->flags = get_u32(r);
    code->argument_count = get_u32(r);
    code->positional_only_count = get_u32(r);
    code->keyword_only_count = get_u32(r);
    code->local_count = get_u32(r);
    code->cell_count = get_u32(r);
    code->free_count = get_u32(r);
    code->stack_size = get_u32(r);
    code->first_line = (int32_t)get_signed(r);
    code->name = get_name(r);
    if (r->at < r->end && *r->at == IMAGE_SAME) {
        r->at++;
        code->qualname = xnewref(code->name);
    } else {
        code->qualname = get_name(r);
    }
    code->instruction_count = get_u32(r);
    code->positions_size = get_u32(r);
    uint64_t place = get_number(r);
    if (place <= r->image->positions_size && code->positions_size <= r->image->positions_size - place)
        code->positions = r->image->positions + place;
    else
        fail(r);
    code->local_kinds = get_bytes(r, code->local_count);
    if (!r->has_failed && !is_possible(code))
        fail(r);
}

/* A code object whose record is all that is left to read. */
static ouro_object *get_record(struct reader *r)
{
    ouro_object *self = ouro_object_alloc(&r->rt->heap, TYPE_CODE, sizeof(struct ouro_code),
                                          OURO_BLOCK_CONTAINER);
    if (!self) {
        ouro_raise_memory(r->rt);
        return fail(r);
    }
    self->gc_flags |= OURO_GC_UNTRACKED; /* constants are in no cycle */
    struct ouro_code *code = code_of(self);
    memset((char *)code + sizeof code->base, 0, sizeof *code - sizeof code->base);
    code->image = &r->image->base;
    r->image->base.use_count++;
    code->filename = newref(r->filename);
    code->instructions = (uint32_t *)(uintptr_t)frozen_instructions; /* nothing writes to it */
    get_head(r, code);
    code->frozen = r->at;
    code->buffer_size = (uint32_t)(r->end - r->at);
    if (!r->has_failed)
        return self;
    decref(r->rt, self);
    return NULL;
}

static ouro_object *get_code(struct reader *r)
{
    size_t size = get_number(r);
    const uint8_t *record = get_bytes(r, size);
    if (!record || !r->filename)
        return fail(r);
    struct reader inner = *r;
    inner.at = record;
    inner.end = record + size;
    ouro_object *code = get_record(&inner);
    return code ? code : fail(r);
}

/* ---- thawing --------------------------------------------------------------------------------- */

struct thawed {
    ouro_object *names, *local_names, *constants;
    uint32_t *buffer; /* instructions, handlers */
    size_t buffer_size;
    uint32_t handler_count;
};

static void get_handlers(struct reader *r, const struct ouro_code *code,
                         struct ouro_code_handler *handlers, uint32_t count)
{
    for (uint32_t i = 0; i < count && !r->has_failed; i++) {
        uint64_t start = get_number(r), length = get_number(r), target = get_number(r);
        uint64_t depth = get_number(r);
        if (start > code->instruction_count || length > code->instruction_count - start ||
            target >= code->instruction_count || depth >> 1 > code->stack_size)
            fail(r);
        handlers[i] = (struct ouro_code_handler){
            .start = (uint32_t)start, .end = (uint32_t)(start + length), .target = (uint32_t)target,
            .depth = (uint32_t)(depth >> 1) & 0x7fffffff, .push_lasti = depth & 1};
    }
}

static bool is_argument_good(const struct ouro_code *code, const struct thawed *thawed, unsigned opcode,
                             uint64_t argument)
{
    uint64_t locals = code->local_count, names = tuple_length(thawed->names);
    uint64_t constants = tuple_length(thawed->constants);
    uint64_t first = argument & OURO_FUSED_MAX, second = argument >> 12;
    if (ouro_opcode_is_jump(opcode))
        return argument < code->instruction_count;
    switch (opcode) {
    case OP_LOAD_CONST:
        return argument < constants;
    case OP_LOAD_FAST: case OP_LOAD_FAST_CHECK: case OP_STORE_FAST: case OP_DELETE_FAST:
    case OP_MAKE_CELL: case OP_LOAD_CLOSURE: case OP_LOAD_DEREF: case OP_LOAD_CLASSDEREF:
    case OP_STORE_DEREF: case OP_DELETE_DEREF:
        return argument < locals;
    case OP_LOAD_FAST__LOAD_FAST: case OP_STORE_FAST__LOAD_FAST:
        return first < locals && second < locals;
    case OP_LOAD_FAST__LOAD_CONST:
        return first < locals && second < constants;
    case OP_COPY_FREE_VARS:
        return argument == code->free_count;
    case OP_LOAD_GLOBAL:
        return argument >> 1 < names;
    case OP_LOAD_NAME: case OP_STORE_NAME: case OP_DELETE_NAME: case OP_STORE_GLOBAL:
    case OP_DELETE_GLOBAL: case OP_LOAD_ATTR: case OP_LOAD_METHOD: case OP_STORE_ATTR:
    case OP_DELETE_ATTR: case OP_IMPORT_NAME: case OP_IMPORT_FROM:
        return argument < names;
    default:
        return opcode != OP_CACHE && opcode != OP_THAW && argument <= OURO_ARGUMENT_MAX;
    }
}

static void get_instructions(struct reader *r, const struct ouro_code *code, const struct thawed *thawed)
{
    uint32_t count = code->instruction_count;
    for (uint32_t i = 0; i < count && !r->has_failed;) {
        unsigned opcode = get_byte(r);
        uint64_t argument = get_number(r);
        if (opcode >= OURO_OPCODE_COUNT || ouro_opcode_cache_words[opcode] >= count - i ||
            !is_argument_good(code, thawed, opcode, argument)) {
            fail(r);
            return;
        }
        thawed->buffer[i++] = ouro_word(opcode, argument);
        for (unsigned w = ouro_opcode_cache_words[opcode]; w; w--)
            thawed->buffer[i++] = 0;
    }
}

static void get_tables(struct reader *r, const struct ouro_code *code, struct thawed *thawed)
{
    uint32_t handlers = get_count(r, 4);
    /* An instruction is two bytes at least here, and at most seven words there. */
    if (r->has_failed || code->instruction_count > 4 * (uint64_t)(r->end - r->at)) {
        fail(r);
        return;
    }
    thawed->handler_count = handlers;
    thawed->buffer_size =
        code->instruction_count * sizeof(uint32_t) + handlers * sizeof(struct ouro_code_handler);
    thawed->buffer = ouro_buffer_alloc(r->rt, thawed->buffer_size);
    if (!thawed->buffer) {
        fail(r);
        return;
    }
    get_handlers(r, code, (void *)(thawed->buffer + code->instruction_count), handlers);
    get_instructions(r, code, thawed);
}

static bool thaw(ouro_runtime *rt, struct ouro_code *code)
{
    struct thawed thawed = {0};
    struct reader r = {.rt = rt, .image = (struct image *)(void *)code->image, .filename = code->filename,
                       .at = code->frozen, .end = code->frozen + code->buffer_size};
    thawed.names = get_names(&r, get_count(&r, 1));
    thawed.local_names = r.has_failed ? NULL : get_names(&r, code->local_count);
    thawed.constants = r.has_failed ? NULL : get_items(&r, get_count(&r, 1));
    if (!r.has_failed)
        get_tables(&r, code, &thawed);
    if (!r.has_failed) {
        code->names = thawed.names;
        code->local_names = thawed.local_names;
        code->instructions = thawed.buffer;
        code->buffer_size = (uint32_t)thawed.buffer_size;
        code->handlers = (struct ouro_code_handler *)(void *)(thawed.buffer + code->instruction_count);
        code->handler_count = thawed.handler_count;
        code->constants = thawed.constants;
        return true;
    }
    xdecref(rt, thawed.names);
    xdecref(rt, thawed.local_names);
    xdecref(rt, thawed.constants);
    if (thawed.buffer)
        ouro_buffer_free(rt, thawed.buffer, thawed.buffer_size);
    if (!rt->error)
        ouro_raise(rt, EXC_SystemError, "the image of the code of %U is damaged", code->qualname);
    return false;
}

/* ---- images ---------------------------------------------------------------------------------- */

static void free_image(ouro_runtime *rt, struct ouro_code_image *base)
{
    struct image *image = (struct image *)(void *)base;
    for (uint32_t i = 0; i < image->shared_count; i++)
        xdecref(rt, image->shared[i]);
    if (image->buffer)
        ouro_buffer_free(rt, image->buffer, image->buffer_size);
    ouro_buffer_free(rt, image, sizeof *image + image->shared_count * sizeof *image->shared);
}

size_t ouro_code_image_positions(const uint8_t *data)
{
    return (size_t)fixed(data + 32, 4);
}

/* What lies in the program is not summed up: that would read all of it. */
static bool is_ours(const struct ouro_code_source *source)
{
    const uint8_t *data = source->data;
    return source->size >= OURO_IMAGE_HEADER_SIZE && !memcmp(data, IMAGE_MAGIC, 8) &&
           fixed(data + 8, 8) == ouro_compiler_fingerprint && fixed(data + 24, 4) == source->size &&
           ouro_code_image_positions(data) <= source->size &&
           OURO_IMAGE_HEADER_SIZE + fixed(data + 28, 4) * 4 <= ouro_code_image_positions(data) &&
           (!source->buffer || fixed(data + 16, 8) == ouro_code_checksum(data + 24, source->size - 24));
}

static struct image *image_new(ouro_runtime *rt, const struct ouro_code_source *source)
{
    uint32_t count = (uint32_t)fixed(source->data + 28, 4);
    size_t size = sizeof(struct image) + count * sizeof(ouro_object *);
    struct image *image = ouro_buffer_alloc(rt, size);
    if (!image)
        return NULL;
    memset(image, 0, size);
    image->base = (struct ouro_code_image){.thaw = thaw, .free = free_image, .use_count = 1};
    image->data = source->data;
    image->size = ouro_code_image_positions(source->data);
    image->positions = source->positions ? source->positions : source->data + image->size;
    image->positions_size = source->size - image->size;
    image->shared_count = count;
    return image;
}

int ouro_code_image_read(ouro_runtime *rt, const struct ouro_code_source *source, ouro_object **code)
{
    if (!is_ours(source))
        return 0;
    struct image *image = image_new(rt, source);
    if (!image)
        return -1;
    struct reader r = {.rt = rt, .image = image, .end = source->data + image->size,
                       .at = source->data + OURO_IMAGE_HEADER_SIZE + 4 * (size_t)image->shared_count};
    ouro_object *filename = get_name(&r);
    r.filename = source->filename ? source->filename : filename;
    *code = r.has_failed ? NULL : get_object(&r);
    xdecref(rt, filename);
    if (*code && !is_exact(*code, TYPE_CODE))
        clearref(rt, code);
    if (*code) {
        image->buffer = source->buffer;
        image->buffer_size = source->buffer_size;
    }
    if (--image->base.use_count == 0) /* nothing of it came to be */
        free_image(rt, &image->base);
    if (*code)
        return 1;
    return rt->error ? -1 : 0;
}
