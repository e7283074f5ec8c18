#include "lang/compile.h"

#include <stdarg.h>
#include <string.h>

#include "lang/compile_internal.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/unicode_names.h"

/* ---- memory and failure ---------------------------------------------------------------------- */

static void *arena_alloc(void *context, size_t size)
{
    return ouro_buffer_alloc(context, size);
}

static void arena_free(void *context, void *memory, size_t size)
{
    ouro_buffer_free(context, memory, size);
}

void ouro_compile_fail(struct compiler *c)
{
    c->has_failed = true;
    if (!c->has_syntax_error && !ouro_has_error(c->rt))
        ouro_raise_memory(c->rt);
}

void *ouro_compile_alloc(struct compiler *c, size_t size)
{
    void *memory = ouro_arena_alloc(c->arena, size);
    if (!memory)
        ouro_compile_fail(c);
    return memory;
}

void *ouro_compile_scratch(struct compiler *c, size_t size)
{
    void *memory = ouro_arena_alloc(&c->scratch, size);
    if (!memory)
        ouro_compile_fail(c);
    return memory;
}

static bool grow_array(struct compiler *c, struct ouro_arena *arena, void *array, uint32_t *capacity,
                       size_t item_size)
{
    void *old, *larger;
    uint32_t count = *capacity ? *capacity * 2 : 8;
    memcpy(&old, array, sizeof old);
    if (count <= *capacity || !(larger = ouro_arena_alloc(arena, count * item_size))) {
        ouro_compile_fail(c);
        return false;
    }
    if (*capacity)
        memcpy(larger, old, *capacity * item_size);
    memcpy(array, &larger, sizeof larger);
    *capacity = count;
    return true;
}

bool ouro_compile_grow(struct compiler *c, void *array, uint32_t *capacity, size_t item_size)
{
    return grow_array(c, &c->scratch, array, capacity, item_size);
}

bool ouro_compile_grow_lasting(struct compiler *c, void *array, uint32_t *capacity, size_t item_size)
{
    return grow_array(c, c->arena, array, capacity, item_size);
}

bool ouro_compile_enter(struct compiler *c)
{
    if (ouro_likely(++c->depth <= COMPILE_DEPTH_MAX))
        return true;
    c->depth--;
    if (!c->has_failed)
        ouro_raise(c->rt, EXC_RecursionError, "maximum recursion depth exceeded during compilation");
    ouro_compile_fail(c);
    return false;
}

void ouro_compile_leave(struct compiler *c)
{
    c->depth--;
}

static const char *format_text(struct compiler *c, const char *format, va_list arguments)
{
    va_list copy;
    va_copy(copy, arguments);
    int size = vsnprintf(NULL, 0, format, copy);
    va_end(copy);
    char *text = size < 0 ? NULL : ouro_compile_alloc(c, (size_t)size + 1);
    if (!text)
        return "out of memory";
    vsnprintf(text, (size_t)size + 1, format, arguments);
    return text;
}

void ouro_compile_error(struct compiler *c, struct ast_span span, const char *format, ...)
{
    if (c->has_failed)
        return;
    va_list arguments;
    va_start(arguments, format);
    c->error.message = format_text(c, format, arguments);
    va_end(arguments);
    c->error.kind = SYNTAX_ERROR_SYNTAX;
    c->error.line = span.line;
    /* Bytes, where the parser's errors count characters: CPython's compiler does not convert them. */
    c->error.column = span.column + 1;
    c->error.end_line = span.end_line;
    c->error.end_column = span.end_column + 1;
    c->has_syntax_error = true;
    c->has_failed = true;
}

static bool warn_at(ouro_runtime *rt, unsigned category, const char *message,
                    ouro_object *filename, int32_t line)
{
    if (!rt->vm_hooks.warn_at)
        return true; /* a runtime that only compiles */
    ouro_object *text = ouro_str_from(rt, message), *number = ouro_int_new(rt, line);
    bool is_done = text && number &&
                   rt->vm_hooks.warn_at(rt, (ouro_object *)builtin_class(rt, category), text,
                                        filename, number);
    xdecref(rt, text);
    xdecref(rt, number);
    return is_done;
}

bool ouro_compile_warn(struct compiler *c, struct ast_span span, const char *format, ...)
{
    if (c->has_failed)
        return false;
    va_list arguments;
    va_start(arguments, format);
    const char *message = format_text(c, format, arguments);
    va_end(arguments);
    if (warn_at(c->rt, EXC_SyntaxWarning, message, c->filename, span.line))
        return true;
    if (ouro_error_is(c->rt, EXC_SyntaxWarning)) {
        /* A warning made an error is a SyntaxError, which says where. */
        ouro_error_clear(c->rt);
        ouro_compile_error(c, span, "%s", message);
    } else {
        ouro_compile_fail(c);
    }
    return false;
}

/* ---- names ----------------------------------------------------------------------------------- */

static uint32_t text_hash(const char *bytes, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash;
}

static bool grow_names(struct compiler *c)
{
    uint32_t capacity = c->name_capacity ? c->name_capacity * 2 : 256;
    struct compile_name **table = ouro_compile_alloc(c, capacity * sizeof *table);
    if (!table)
        return false;
    for (uint32_t i = 0; i < c->name_capacity; i++) {
        for (struct compile_name *name = c->name_table[i], *next; name; name = next) {
            next = name->next;
            name->next = table[name->hash & (capacity - 1)];
            table[name->hash & (capacity - 1)] = name;
        }
    }
    c->name_table = table;
    c->name_capacity = capacity;
    return true;
}

struct compile_name *ouro_compile_name_of(struct compiler *c, const char *bytes, size_t size)
{
    uint32_t hash = text_hash(bytes, size);
    if (c->name_count >= c->name_capacity && !grow_names(c))
        return NULL;
    struct compile_name **bucket = &c->name_table[hash & (c->name_capacity - 1)];
    for (struct compile_name *name = *bucket; name; name = name->next) {
        if (name->hash == hash && name->size == size && !memcmp(name->bytes, bytes, size))
            return name;
    }
    struct compile_name *name = ouro_compile_alloc(c, sizeof *name);
    if (!name)
        return NULL;
    name->bytes = ouro_arena_copy(c->arena, bytes, size);
    if (!name->bytes) {
        ouro_compile_fail(c);
        return NULL;
    }
    name->size = (uint32_t)size;
    name->hash = hash;
    name->next = *bucket;
    *bucket = name;
    c->name_count++;
    return name;
}

struct compile_name *ouro_compile_name(struct compiler *c, const struct ast_text *text)
{
    uintptr_t known = ouro_pointer_map_get(&c->name_by_text, text);
    if (known != UINTPTR_MAX)
        return (struct compile_name *)known;
    struct compile_name *name = ouro_compile_name_of(c, text->bytes, text->size);
    if (name && !ouro_pointer_map_set(&c->name_by_text, c->arena, text, (uintptr_t)name)) {
        ouro_compile_fail(c);
        return NULL;
    }
    return name;
}

struct compile_name *ouro_compile_name_literal(struct compiler *c, const char *text)
{
    return ouro_compile_name_of(c, text, strlen(text));
}

/* __spam in class _Ham is _Ham__spam; not so __spam__, nor in a class named by underscores only. */
struct compile_name *ouro_compile_mangle(struct compiler *c, const struct compile_name *class_name,
                                         struct compile_name *name)
{
    if (!class_name || name->size < 2 || name->bytes[0] != '_' || name->bytes[1] != '_')
        return name;
    if ((name->bytes[name->size - 1] == '_' && name->bytes[name->size - 2] == '_') ||
        memchr(name->bytes, '.', name->size))
        return name;
    const char *prefix = class_name->bytes;
    size_t prefix_size = class_name->size;
    while (prefix_size && *prefix == '_') {
        prefix++;
        prefix_size--;
    }
    if (!prefix_size)
        return name;
    char *text = ouro_compile_alloc(c, prefix_size + name->size + 1);
    if (!text)
        return NULL;
    text[0] = '_';
    memcpy(text + 1, prefix, prefix_size);
    memcpy(text + 1 + prefix_size, name->bytes, name->size);
    return ouro_compile_name_of(c, text, 1 + prefix_size + name->size);
}

ouro_object *ouro_compile_name_str(struct compiler *c, struct compile_name *name)
{
    if (!name)
        return NULL;
    if (!name->str) {
        name->str = ouro_str_new(c->rt, name->bytes, name->size);
        if (!name->str)
            ouro_compile_fail(c);
        else
            ouro_str_intern(c->rt, &name->str);
    }
    return name->str;
}

static void release(struct compiler *c)
{
    for (uint32_t i = 0; i < c->name_capacity; i++) {
        for (struct compile_name *name = c->name_table[i]; name; name = name->next)
            clearref(c->rt, &name->str);
    }
    for (uint32_t i = 0; i < c->pool_count; i++)
        clearref(c->rt, &c->pool[i]);
}

/* ---- from source to code --------------------------------------------------------------------- */

static void compile_interactive(struct compiler *c, struct ast_module *module)
{
    c->is_interactive = true;
    ouro_compile_body(c, &module->body);
}

static ouro_object *compile_module(struct compiler *c, struct ast_module *module)
{
    struct unit unit;
    ouro_emit_unit_enter(c, &unit, UNIT_MODULE, ouro_compile_name_literal(c, "<module>"), module, 1);
    unlocate(c);
    bool add_none = module->kind != AST_MODULE_EXPRESSION;
    if (module->kind == AST_MODULE_EXPRESSION) {
        ouro_compile_expr(c, module->expression);
        ouro_emit(c, OP_RETURN_VALUE, 0);
    } else if (module->kind == AST_MODULE_INTERACTIVE) {
        compile_interactive(c, module);
    } else {
        ouro_compile_body(c, &module->body);
    }
    return ouro_emit_unit_leave(c, add_none);
}

static ouro_object *compile_tree(struct compiler *c, struct ast_module *module)
{
    if (!ouro_fold_future(c, module))
        return NULL;
    ouro_fold_module(c, module);
    if (!c->has_failed)
        ouro_scope_build(c, module);
    return c->has_failed ? NULL : compile_module(c, module);
}

static ouro_object *raise_parse_error(ouro_runtime *rt, const struct syntax_error *error,
                                      ouro_object *filename, const char *source, size_t size,
                                      const struct ouro_compile_options *options)
{
    if (options->is_incomplete)
        *options->is_incomplete = error->is_incomplete;
    if (ouro_has_error(rt))
        return NULL; /* the arena's memory ran out: MemoryError is set */
    return ouro_raise_syntax_error(rt, error, filename, source, size);
}

struct warning_context {
    ouro_runtime *rt;
    ouro_object *filename;
};

/* What the parser finds odd: a parse_warning_function. */
static int warn_of_text(void *pointer, enum parse_warning warning, const char *message, int32_t line)
{
    struct warning_context *context = pointer;
    unsigned category =
        warning == PARSE_WARNING_SYNTAX ? EXC_SyntaxWarning : EXC_DeprecationWarning;
    if (warn_at(context->rt, category, message, context->filename, line))
        return 1;
    if (!ouro_error_is(context->rt, category))
        return -1;
    ouro_error_clear(context->rt);
    return 0;
}

void ouro_compile_arena_init(ouro_runtime *rt, struct ouro_arena *arena)
{
    ouro_arena_init(arena, arena_alloc, arena_free, rt);
}

struct ast_module *ouro_compile_parse(ouro_runtime *rt, const char *source, size_t size,
                                      ouro_object *filename, const struct ouro_compile_options *options,
                                      struct ouro_arena *arena)
{
    struct syntax_error error = {0};
    ouro_object *owner = NULL;
    size_t name_size;
    if (options->is_incomplete)
        *options->is_incomplete = false;
    const char *name = ouro_str_utf8(rt, filename, &name_size, &owner);
    if (!name)
        return NULL;
    struct warning_context warnings = {rt, filename};
    struct parse_options parse = {.mode = options->mode,
                                  .is_text = options->is_text,
                                  .find_character = options->find_character
                                                        ? options->find_character
                                                        : ouro_unicode_name_find,
                                  .find_character_context = rt,
                                  .warn = warn_of_text,
                                  .warn_context = &warnings};
    struct ast_module *module = ouro_parse_with(arena, source, size, name, &parse, &error);
    if (!module)
        raise_parse_error(rt, &error, filename, source, size, options);
    else if (options->is_incomplete) /* at a prompt, an open compound statement waits for an empty line */
        *options->is_incomplete = error.is_incomplete;
    xdecref(rt, owner);
    return module;
}

/* What is made of a tree: code, or a table of its symbols. */
typedef ouro_object *make_function(struct compiler *c, struct ast_module *module);

/* source: NULL when the tree was not made from text. */
static ouro_object *compile_parsed(ouro_runtime *rt, struct ast_module *module, struct ouro_arena *arena,
                                   const char *source, size_t size, ouro_object *filename,
                                   const struct ouro_compile_options *options, make_function *make)
{
    struct compiler *c = ouro_arena_alloc(arena, sizeof *c);
    if (!c)
        return rt->error ? NULL : ouro_raise_memory(rt);
    c->rt = rt;
    c->arena = arena;
    ouro_arena_init(&c->scratch, arena_alloc, arena_free, rt);
    c->filename = filename;
    c->source = source;
    c->source_size = size;
    c->options = options;
    c->optimize = options->optimize ? options->optimize - 1 : rt->optimize;
    c->future_annotations = options->future_annotations;
    ouro_object *code = make(c, module);
    if (c->has_failed)
        clearref(rt, &code);
    /* After the parse CPython looks for the line in the file: text given as such has none. */
    if (c->has_syntax_error && !ouro_has_error(rt))
        ouro_raise_syntax_error(rt, &c->error, filename, options->is_text ? NULL : source, size);
    ouro_arena_destroy(&c->scratch);
    release(c);
    return code;
}

ouro_object *ouro_compile_tree(ouro_runtime *rt, struct ast_module *module, struct ouro_arena *arena,
                               ouro_object *filename, const struct ouro_compile_options *options)
{
    return compile_parsed(rt, module, arena, NULL, 0, filename, options, compile_tree);
}

static ouro_object *parse_and_make(ouro_runtime *rt, const char *source, size_t size,
                                   ouro_object *filename, const struct ouro_compile_options *options,
                                   make_function *make)
{
    struct ouro_arena arena;
    ouro_compile_arena_init(rt, &arena);
    struct ast_module *module = ouro_compile_parse(rt, source, size, filename, options, &arena);
    ouro_object *made =
        module ? compile_parsed(rt, module, &arena, source, size, filename, options, make) : NULL;
    ouro_arena_destroy(&arena);
    return made;
}

ouro_object *ouro_compile_with(ouro_runtime *rt, const char *source, size_t size,
                               ouro_object *filename, const struct ouro_compile_options *options)
{
    return parse_and_make(rt, source, size, filename, options, compile_tree);
}

static ouro_object *symbols_of_tree(struct compiler *c, struct ast_module *module)
{
    if (!ouro_fold_future(c, module))
        return NULL;
    ouro_scope_build(c, module);
    return c->has_failed ? NULL : ouro_compile_symbols_tree(c, c->module_scope);
}

ouro_object *ouro_compile_symbols(ouro_runtime *rt, const char *source, size_t size,
                                  ouro_object *filename, const struct ouro_compile_options *options)
{
    return parse_and_make(rt, source, size, filename, options, symbols_of_tree);
}

ouro_object *ouro_compile(ouro_runtime *rt, const char *source, size_t size, ouro_object *filename,
                          enum parse_mode mode)
{
    struct ouro_compile_options options = {.mode = mode};
    return ouro_compile_with(rt, source, size, filename, &options);
}
