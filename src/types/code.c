/* Code objects: what the compiler made, and what Python programs can see of it. */
#include <string.h>

#include "types/dict.h"
#include "types/error.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static struct ouro_code *code_of(const ouro_object *self)
{
    return (struct ouro_code *)(void *)(uintptr_t)self;
}

/* ---- positions: the format is described where it is written, src/lang/code_position.c -------- */

struct reader {
    const uint8_t *at, *end;
    int32_t line;
    uint32_t words; /* of the entry just read */
    struct ouro_code_position position;
};

static uint32_t read_number(struct reader *reader)
{
    uint32_t value = 0;
    for (unsigned shift = 0; reader->at < reader->end; shift += 7) {
        uint8_t byte = *reader->at++;
        value |= (uint32_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            break;
    }
    return value;
}

static int32_t read_signed(struct reader *reader)
{
    uint32_t value = read_number(reader);
    return value & 1 ? -(int32_t)(value >> 1) : (int32_t)(value >> 1);
}

static void reader_start(struct reader *reader, const struct ouro_code *code)
{
    *reader = (struct reader){.at = code->positions,
                              .end = code->positions + code->positions_size,
                              .line = code->first_line};
}

static bool reader_next(struct reader *reader)
{
    struct ouro_code_position *position = &reader->position;
    if (reader->at >= reader->end)
        return false;
    uint32_t head = read_number(reader);
    reader->words = head >> 2;
    *position = (struct ouro_code_position){-1, -1, -1, -1};
    switch (head & 3) {
    case 0:
        return true;
    case 1:
        position->line = position->end_line = reader->line;
        position->column = (int32_t)read_number(reader);
        position->end_column = position->column + (int32_t)read_number(reader);
        return true;
    default:
        reader->line += read_signed(reader);
        position->line = position->end_line = reader->line;
        if ((head & 3) == 2) {
            position->end_line += (int32_t)read_number(reader);
            position->column = (int32_t)read_number(reader);
            position->end_column = (int32_t)read_number(reader);
        }
        return true;
    }
}

struct ouro_code_position ouro_code_position_at(const struct ouro_code *code, uint32_t instruction)
{
    struct reader reader;
    uint32_t end = 0;
    reader_start(&reader, code);
    while (reader_next(&reader)) {
        end += reader.words;
        if (instruction < end)
            return reader.position;
    }
    return (struct ouro_code_position){-1, -1, -1, -1};
}

void ouro_code_lines_fill(const struct ouro_code *code, int32_t *lines)
{
    struct reader reader;
    uint32_t at = 0;
    reader_start(&reader, code);
    while (reader_next(&reader)) {
        for (uint32_t i = 0; i < reader.words && at < code->instruction_count; i++)
            lines[at++] = reader.position.line;
    }
    while (at < code->instruction_count)
        lines[at++] = -1;
}

/* ---- attributes ------------------------------------------------------------------------------ */

#define OBJECT_GETTER(attribute, field)                                                           \
    static ouro_object *get_##attribute(ouro_runtime *rt, ouro_object *self)                      \
    {                                                                                             \
        (void)rt;                                                                                 \
        return newref(code_of(self)->field);                                                      \
    }
#define THAWED_GETTER(attribute, field)                                                           \
    static ouro_object *get_##attribute(ouro_runtime *rt, ouro_object *self)                      \
    {                                                                                             \
        return ouro_code_thaw(rt, code_of(self)) ? newref(code_of(self)->field) : NULL;           \
    }
#define NUMBER_GETTER(attribute, field)                                                           \
    static ouro_object *get_##attribute(ouro_runtime *rt, ouro_object *self)                      \
    {                                                                                             \
        return ouro_int_new(rt, (int64_t)code_of(self)->field);                                   \
    }
OBJECT_GETTER(name, name)
OBJECT_GETTER(qualname, qualname)
OBJECT_GETTER(filename, filename)
THAWED_GETTER(names, names)
THAWED_GETTER(consts, constants)
NUMBER_GETTER(argcount, argument_count)
NUMBER_GETTER(posonlyargcount, positional_only_count)
NUMBER_GETTER(kwonlyargcount, keyword_only_count)
NUMBER_GETTER(stacksize, stack_size)
NUMBER_GETTER(flags, flags)
NUMBER_GETTER(firstlineno, first_line)

static uint32_t parameter_count(const struct ouro_code *code)
{
    return code->argument_count + code->keyword_only_count + !!(code->flags & CODE_VARARGS) +
           !!(code->flags & CODE_VARKEYWORDS);
}

enum which { WHICH_LOCALS, WHICH_CELLS, WHICH_FREE };

static bool is_wanted(const struct ouro_code *code, uint32_t index, enum which which)
{
    uint8_t kind = code->local_kinds[index];
    switch (which) {
    case WHICH_CELLS:
        return kind & LOCAL_CELL;
    case WHICH_FREE:
        return kind & LOCAL_FREE;
    default:
        return !kind || ((kind & LOCAL_CELL) && index < parameter_count(code));
    }
}

static uint32_t count_names(const struct ouro_code *code, enum which which)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < code->local_count; i++)
        count += is_wanted(code, i, which);
    return count;
}

static ouro_object *select_names(ouro_runtime *rt, ouro_object *self, enum which which)
{
    struct ouro_code *code = code_of(self);
    if (!ouro_code_thaw(rt, code))
        return NULL;
    ouro_object *names = ouro_tuple_new(rt, count_names(code, which));
    uint32_t count = 0;
    for (uint32_t i = 0; i < code->local_count && names; i++) {
        if (is_wanted(code, i, which))
            tuple_items(names)[count++] = newref(tuple_at(code->local_names, i));
    }
    return names;
}

static ouro_object *get_varnames(ouro_runtime *rt, ouro_object *self)
{
    return select_names(rt, self, WHICH_LOCALS);
}

/* A cell that is a parameter comes in its place, the others in order of name after them. */
static ouro_object *get_cellvars(ouro_runtime *rt, ouro_object *self)
{
    return select_names(rt, self, WHICH_CELLS);
}

static ouro_object *get_freevars(ouro_runtime *rt, ouro_object *self)
{
    return select_names(rt, self, WHICH_FREE);
}

static ouro_object *get_nlocals(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, count_names(code_of(self), WHICH_LOCALS));
}

static ouro_object *bytes_of_words(ouro_runtime *rt, ouro_object *self);

static const struct ouro_getset getsets[] = {
    {"co_name", get_name, ouro_getset_readonly, NULL},
    {"co_qualname", get_qualname, ouro_getset_readonly, NULL},
    {"co_filename", get_filename, ouro_getset_readonly, NULL},
    {"co_names", get_names, ouro_getset_readonly, NULL},
    {"co_consts", get_consts, ouro_getset_readonly, NULL},
    {"co_varnames", get_varnames, NULL, NULL},
    {"co_cellvars", get_cellvars, NULL, NULL},
    {"co_freevars", get_freevars, NULL, NULL},
    {"co_argcount", get_argcount, ouro_getset_readonly, NULL},
    {"co_posonlyargcount", get_posonlyargcount, ouro_getset_readonly, NULL},
    {"co_kwonlyargcount", get_kwonlyargcount, ouro_getset_readonly, NULL},
    {"co_nlocals", get_nlocals, ouro_getset_readonly, NULL},
    {"co_stacksize", get_stacksize, ouro_getset_readonly, NULL},
    {"co_flags", get_flags, ouro_getset_readonly, NULL},
    {"co_firstlineno", get_firstlineno, ouro_getset_readonly, NULL},
    {"co_code", bytes_of_words, NULL, NULL},
    {0},
};

/* ---- methods --------------------------------------------------------------------------------- */

static ouro_object *number_or_none(ouro_runtime *rt, int32_t value)
{
    return value < 0 ? rt->none : ouro_int_new(rt, value);
}

/* A tuple of count numbers (negative: None) appended to the list. */
static bool append_numbers(ouro_runtime *rt, ouro_object *list, const int32_t *numbers, size_t count)
{
    ouro_object *tuple = ouro_tuple_new(rt, count);
    for (size_t i = 0; i < count && tuple; i++) {
        tuple_items(tuple)[i] = number_or_none(rt, numbers[i]);
        if (!tuple_items(tuple)[i])
            clearref(rt, &tuple);
    }
    return tuple && ouro_list_append_take(rt, list, tuple);
}

static ouro_object *iterate_take(ouro_runtime *rt, ouro_object *list, bool is_good)
{
    ouro_object *iterator = is_good ? ouro_iter(rt, list) : NULL;
    xdecref(rt, list);
    return iterator;
}

/* (start, end, line) for each run of instructions on one line; two bytes an instruction word, so that
 * the numbers relate to co_positions as in CPython. */
static ouro_object *co_lines(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                             ouro_object *names)
{
    (void)args, (void)count, (void)names;
    struct reader reader;
    ouro_object *list = ouro_list_new(rt, 0);
    bool is_good = list != NULL, is_open = false;
    int32_t run[3] = {0, 0, -1};
    reader_start(&reader, code_of(self));
    while (is_good && reader_next(&reader)) {
        if (is_open && reader.position.line != run[2]) {
            is_good = append_numbers(rt, list, run, 3);
            run[0] = run[1];
        }
        run[1] += 2 * (int32_t)reader.words;
        run[2] = reader.position.line;
        is_open = true;
    }
    if (is_good && is_open)
        is_good = append_numbers(rt, list, run, 3);
    return iterate_take(rt, list, is_good);
}

static ouro_object *co_positions(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    (void)args, (void)count, (void)names;
    struct reader reader;
    ouro_object *list = ouro_list_new(rt, 0);
    bool is_good = list != NULL;
    reader_start(&reader, code_of(self));
    while (is_good && reader_next(&reader)) {
        const struct ouro_code_position *at = &reader.position;
        int32_t numbers[4] = {at->line, at->end_line, at->column, at->end_column};
        for (uint32_t i = 0; i < reader.words && is_good; i++)
            is_good = append_numbers(rt, list, numbers, 4);
    }
    return iterate_take(rt, list, is_good);
}

static ouro_object *bytes_of_words(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *ouro_bytes_new(ouro_runtime *, const void *, size_t);
    struct ouro_code *code = code_of(self);
    if (!ouro_code_thaw(rt, code))
        return NULL;
    return ouro_bytes_new(rt, code->instructions, code->instruction_count * sizeof(uint32_t));
}

static void point_into(struct ouro_code *copy, const struct ouro_code *code, char *buffer)
{
    const char *from = (const char *)code->instructions;
    copy->instructions = (uint32_t *)(void *)buffer;
    copy->handlers = (struct ouro_code_handler *)(void *)(buffer + ((const char *)code->handlers - from));
    if (copy->image) { /* the others lie in the image */
        copy->image->use_count++;
        return;
    }
    copy->local_kinds = (const uint8_t *)buffer + ((const char *)code->local_kinds - from);
    copy->positions = (const uint8_t *)buffer + ((const char *)code->positions - from);
}

/* A copy that shares every object; its tables are a copy of their own. */
static ouro_object *copy_code(ouro_runtime *rt, struct ouro_code *code)
{
    char *buffer = ouro_code_thaw(rt, code) ? ouro_buffer_alloc(rt, code->buffer_size) : NULL;
    if (!buffer)
        return NULL;
    ouro_object *object = ouro_object_alloc(&rt->heap, TYPE_CODE, sizeof *code, OURO_BLOCK_CONTAINER);
    if (!object) {
        ouro_buffer_free(rt, buffer, code->buffer_size);
        return ouro_raise_memory(rt);
    }
    object->gc_flags |= OURO_GC_UNTRACKED;
    struct ouro_code *copy = code_of(object);
    memcpy((char *)copy + sizeof copy->base, (const char *)code + sizeof code->base,
           sizeof *code - sizeof code->base);
    memcpy(buffer, code->instructions, code->buffer_size);
    point_into(copy, code, buffer);
    incref(copy->name);
    incref(copy->qualname);
    incref(copy->filename);
    incref(copy->constants);
    incref(copy->names);
    incref(copy->local_names);
    return object;
}

static bool replace_str(ouro_runtime *rt, ouro_object **slot, const char *name, ouro_object *value)
{
    if (!value)
        return true;
    if (!is_str(rt, value)) {
        ouro_raise(rt, EXC_TypeError, "replace() argument '%s' must be str, not %W", name, value);
        return false;
    }
    setref_take(rt, slot, newref(value));
    return true;
}

/* What can be replaced without touching the bytecode. */
static ouro_object *co_replace(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                               ouro_object *names)
{
    static const char *const parameters[] = {"co_name",        "co_qualname", "co_filename",
                                             "co_firstlineno", "co_flags",    NULL};
    static const struct ouro_signature signature = {"replace", parameters, 0, 0};
    ouro_object *out[5];
    int64_t line, flags;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    ouro_object *copy = copy_code(rt, code_of(self));
    if (!copy)
        return NULL;
    struct ouro_code *code = code_of(copy);
    bool is_good = replace_str(rt, &code->name, "co_name", out[0]) &&
                   replace_str(rt, &code->qualname, "co_qualname", out[1]) &&
                   replace_str(rt, &code->filename, "co_filename", out[2]);
    if (is_good && out[3] && (is_good = ouro_index_i64(rt, out[3], &line, EXC_OverflowError)))
        code->first_line = (int32_t)line;
    if (is_good && out[4] && (is_good = ouro_index_i64(rt, out[4], &flags, EXC_OverflowError)))
        code->flags = (uint32_t)flags;
    if (is_good)
        return copy;
    decref(rt, copy);
    return NULL;
}

static const struct ouro_method methods[] = {
    {"co_lines", co_lines, 0, 0, 0, NULL},
    {"co_positions", co_positions, 0, 0, 0, NULL},
    {"replace", co_replace, 0, -1, METHOD_KEYWORDS,
     "Return a copy of the code object with new values for the specified fields."},
    {0},
};

/* ---- the class ------------------------------------------------------------------------------- */

static ouro_object *code_repr(ouro_runtime *rt, ouro_object *self)
{
    const struct ouro_code *code = code_of(self);
    return ouro_str_format(rt, "<code object %U at 0x%llx, file \"%U\", line %d>", code->name,
                           (unsigned long long)(uintptr_t)self, code->filename, (int)code->first_line);
}

static bool code_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    const struct ouro_code *code = code_of(self);
    *hash = (int64_t)ouro_str_hash(rt, code->name) ^ code->first_line ^
            (int64_t)code->instruction_count << 32;
    if (*hash == -1)
        *hash = -2;
    return true;
}

static int same_code(ouro_runtime *rt, struct ouro_code *a, struct ouro_code *b)
{
    if (a == b)
        return 1;
    if (a->instruction_count != b->instruction_count || a->first_line != b->first_line ||
        a->flags != b->flags || a->argument_count != b->argument_count ||
        a->positional_only_count != b->positional_only_count ||
        a->keyword_only_count != b->keyword_only_count || a->local_count != b->local_count ||
        a->positions_size != b->positions_size || !ouro_str_equal(a->name, b->name))
        return 0;
    /* The words differ once the loop has specialised them; positions and names do not. */
    if (memcmp(a->positions, b->positions, a->positions_size) ||
        memcmp(a->local_kinds, b->local_kinds, a->local_count))
        return 0;
    if (!ouro_code_thaw(rt, a) || !ouro_code_thaw(rt, b))
        return -1;
    int same = ouro_equal(rt, a->names, b->names);
    if (same > 0)
        same = ouro_equal(rt, a->local_names, b->local_names);
    if (same > 0)
        same = ouro_equal(rt, a->constants, b->constants);
    return same;
}

static ouro_object *code_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !is_exact(a, TYPE_CODE) || !is_exact(b, TYPE_CODE))
        return rt->not_implemented;
    int same = same_code(rt, code_of(a), code_of(b));
    return same < 0 ? NULL : bool_object(rt, (same == 1) == (op == COMPARE_EQ));
}

static void code_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_code *code = code_of(self);
    xdecref(rt, code->name);
    xdecref(rt, code->qualname);
    xdecref(rt, code->filename);
    xdecref(rt, code->names);
    xdecref(rt, code->local_names);
    bool is_frozen = code->image && !code->constants;
    if (code->instructions && !is_frozen)
        ouro_buffer_free(rt, code->instructions, code->buffer_size);
    if (code->image && --code->image->use_count == 0)
        code->image->free(rt, code->image);
    xdecref(rt, code->constants);
    ouro_object_free(heap, self, sizeof *code, OURO_BLOCK_CONTAINER);
}

static void code_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    /* name, qualname, filename, constants, names, local_names lie next to each other */
    ouro_visit_range(visitor, &code_of(self)->name, 6);
}

bool ouro_code_class_init(ouro_runtime *rt)
{
    struct ouro_class *cls = builtin_class(rt, TYPE_CODE);
    cls->core.dealloc = code_dealloc;
    cls->core.traverse = code_traverse;
    cls->repr = code_repr;
    cls->hash = code_hash;
    cls->compare = code_compare;
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}
