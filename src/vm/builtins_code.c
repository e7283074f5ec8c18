/* Builtins that compile and run code, and those that look at the running frame. */
#include <string.h>

#include "lang/compile.h"
#include "lang/syntax_error.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/builtins.h"
#include "vm/ast_table.h"
#include "vm/eval.h"

/* A flag of compile(): the tree is wanted, not its code. */
enum { ONLY_AST = 0x400, KEEP_OPEN = 0x200, ALLOW_INCOMPLETE = 0x4000 };

#define NATIVE(function)                                                                          \
    static ouro_object *function(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,   \
                                 size_t count, ouro_object *names)

/* The text of a source argument: false: TypeError. *owner keeps it alive. */
struct source {
    const char *text;
    size_t size;
    ouro_object *owner;
    bool is_text;
};

static bool source_get(ouro_runtime *rt, struct source *source, ouro_object *object,
                       const char *function, const char *position)
{
    source->owner = NULL;
    source->is_text = is_str(rt, object);
    if (source->is_text) {
        source->text = ouro_str_utf8(rt, object, &source->size, &source->owner);
        return source->text != NULL;
    }
    if (!is_bytes(rt, object) && !is_exact(object, TYPE_BYTEARRAY) &&
        !is_exact(object, TYPE_MEMORYVIEW))
        return ouro_raise(rt, EXC_TypeError, "%s() arg %s must be a string, bytes or %s", function,
                          position,
                          strcmp(function, "compile") == 0 ? "AST object" : "code object") != NULL;
    const uint8_t *bytes;
    if (!ouro_buffer_get(rt, object, &bytes, &source->size))
        return false;
    source->owner = ouro_bytes_new(rt, bytes, source->size);
    if (!source->owner)
        return false;
    source->text = (const char *)bytes_of(source->owner)->data;
    return true;
}

/* What the module codeop asks for: where more input could make the text complete the error says just
 * that, and with KEEP_OPEN a block that no empty line closes counts as such. */
static ouro_object *compile_prompt(ouro_runtime *rt, const char *text, size_t size, ouro_object *filename,
                                   struct ouro_compile_options *options, int64_t flags)
{
    bool is_incomplete = false;
    options->is_incomplete = &is_incomplete;
    ouro_object *code = ouro_compile_with(rt, text, size, filename, options);
    bool is_line_ended = size && text[size - 1] == '\n';
    if (!is_incomplete || (code && (is_line_ended || !(flags & KEEP_OPEN))) ||
        (!code && !ouro_error_is(rt, EXC_SyntaxError)))
        return code;
    xdecref(rt, code);
    ouro_error_clear(rt);
    struct syntax_error error = {.kind = SYNTAX_ERROR_SYNTAX, .message = "incomplete input", .line = 1,
                                 .end_line = 1};
    for (size_t i = 0; i + 1 < size; i++)
        error.end_line = error.line += text[i] == '\n';
    return ouro_raise_syntax_error(rt, &error, filename, text, size);
}

static ouro_object *compile_source(ouro_runtime *rt, const struct source *source,
                                   ouro_object *filename, enum parse_mode mode, bool is_inheriting,
                                   int64_t flags, uint8_t optimize)
{
    struct ouro_frame *frame = rt->vm->frame;
    bool has_future = (flags & CODE_FUTURE_ANNOTATIONS) != 0;
    if (is_inheriting && frame)
        has_future |= (frame->code->flags & CODE_FUTURE_ANNOTATIONS) != 0;
    struct ouro_compile_options options = {
        .mode = mode, .is_text = source->is_text, .optimize = optimize, .future_annotations = has_future};
    const char *text = source->text;
    size_t size = source->size;
    if (!(flags & (ONLY_AST | ALLOW_INCOMPLETE)))
        return ouro_compile_with(rt, text, size, filename, &options);
    if (flags & ALLOW_INCOMPLETE)
        return compile_prompt(rt, text, size, filename, &options, flags);
    struct ouro_arena arena;
    ouro_compile_arena_init(rt, &arena);
    struct ast_module *module = ouro_compile_parse(rt, text, size, filename, &options, &arena);
    ouro_object *tree = module ? ouro_ast_to_object(rt, module) : NULL;
    ouro_arena_destroy(&arena);
    return tree;
}

/* Code from a tree of objects; with ONLY_AST the tree itself. */
static ouro_object *compile_object(ouro_runtime *rt, ouro_object *object, ouro_object *filename,
                                   enum parse_mode mode, int64_t flags, uint8_t optimize)
{
    if (flags & ONLY_AST)
        return newref(object);
    struct ouro_compile_options options = {
        .mode = mode, .is_text = true, .optimize = optimize,
        .future_annotations = (flags & CODE_FUTURE_ANNOTATIONS) != 0};
    struct ouro_arena arena;
    ouro_compile_arena_init(rt, &arena);
    char letter = mode == PARSE_EVAL ? 'e' : mode == PARSE_INTERACTIVE ? 's' : 'f';
    struct ast_module *module = ouro_ast_from_object(rt, object, letter, &arena);
    ouro_object *code = module ? ouro_compile_tree(rt, module, &arena, filename, &options) : NULL;
    ouro_arena_destroy(&arena);
    return code;
}

NATIVE(builtin_compile)
{
    static const char *const parameters[] = {"source", "filename", "mode", "flags",
                                             "dont_inherit", "optimize", "_feature_version", NULL};
    static const struct ouro_signature signature = {"compile", parameters, 3, 6};
    ouro_object *given[7];
    int64_t flags = 0;
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return NULL;
    if (!is_str(rt, given[2]))
        return ouro_raise(rt, EXC_TypeError, "compile() argument 'mode' must be str, not %W",
                          given[2]);
    if (given[3] && !ouro_index_i64(rt, given[3], &flags, EXC_OverflowError))
        return NULL;
    int64_t optimize = -1;
    if (given[5] && !ouro_index_i64(rt, given[5], &optimize, EXC_OverflowError))
        return NULL;
    if (optimize < -1 || optimize > 2)
        return ouro_raise(rt, EXC_ValueError, "compile(): invalid optimize value");
    int is_alone = given[4] ? ouro_truth(rt, given[4]) : 0;
    if (is_alone < 0)
        return NULL;
    if (flags & ~(int64_t)(ONLY_AST | KEEP_OPEN | 0x1000 | 0x2000 | ALLOW_INCOMPLETE |
                           CODE_FUTURE_ANNOTATIONS | 0x1ff0000))
        return ouro_raise(rt, EXC_ValueError, "compile(): unrecognised flags");
    enum parse_mode mode;
    if (ouro_str_equal_text(given[2], "exec"))
        mode = PARSE_FILE;
    else if (ouro_str_equal_text(given[2], "eval"))
        mode = PARSE_EVAL;
    else if (ouro_str_equal_text(given[2], "single"))
        mode = PARSE_INTERACTIVE;
    else
        return ouro_raise(rt, EXC_ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
    ouro_object *filename = newref(given[1]);
    if (is_bytes(rt, filename))
        setref_take(rt, &filename,
                    ouro_str_decode(rt, bytes_of(given[1])->data, bytes_of(given[1])->length, "utf-8",
                                    "surrogateescape"));
    if (filename && !is_str(rt, filename)) {
        ouro_raise(rt, EXC_TypeError, "expected str, bytes or os.PathLike object, not %T", filename);
        clearref(rt, &filename);
    }
    struct source source;
    ouro_object *code = NULL;
    int is_tree = filename ? ouro_ast_check(rt, given[0]) : -1;
    if (is_tree < 0)
        ;
    else if (is_tree)
        code = compile_object(rt, given[0], filename, mode, flags, (uint8_t)(optimize + 1));
    else if (is_exact(given[0], TYPE_CODE))
        code = newref(given[0]);
    else if (source_get(rt, &source, given[0], "compile", "1")) {
        code = compile_source(rt, &source, filename, mode, !is_alone, flags, (uint8_t)(optimize + 1));
        xdecref(rt, source.owner);
    }
    xdecref(rt, filename);
    return code;
}

/* The namespaces of eval and exec: both borrowed unless *made, then *locals is owned too. */
static bool add_builtins(ouro_runtime *rt, ouro_object *globals)
{
    int status = ouro_dict_contains(rt, globals, rt->name___builtins__);
    if (status)
        return status > 0;
    return ouro_dict_set(rt, globals, rt->name___builtins__, rt->builtins);
}

/* exec takes as many cells as the code has free variables; eval, and code without any, none. */
static bool closure_fits(ouro_runtime *rt, ouro_object *code, ouro_object *closure, bool is_exec)
{
    size_t free_count = code_of(code)->free_count;
    if (!free_count)
        return !closure ||
               ouro_raise(rt, EXC_TypeError, "cannot use a closure with this code object") != NULL;
    if (!is_exec)
        return ouro_raise(rt, EXC_TypeError,
                          "code object passed to eval() may not contain free variables") != NULL;
    bool is_good = closure && is_exact(closure, TYPE_TUPLE) && tuple_length(closure) == free_count;
    for (size_t i = 0; is_good && i < free_count; i++)
        is_good = is_exact(tuple_at(closure, i), TYPE_CELL);
    return is_good || ouro_raise(rt, EXC_TypeError,
                                 "code object requires a closure of exactly length %zu", free_count) != NULL;
}

static ouro_object *run_source(ouro_runtime *rt, const char *function, ouro_object *object,
                               ouro_object *globals, ouro_object *locals, enum parse_mode mode,
                               ouro_object *closure)
{
    if (!add_builtins(rt, globals))
        return NULL;
    ouro_object *code = NULL;
    if (is_exact(object, TYPE_CODE)) {
        if (!closure_fits(rt, object, closure, mode == PARSE_FILE))
            return NULL;
        code = newref(object);
    } else {
        struct source source;
        if (closure)
            return ouro_raise(rt, EXC_TypeError,
                              "closure can only be used when source is a code object");
        if (!source_get(rt, &source, object, function, "1"))
            return NULL;
        ouro_object *filename = ouro_str_from(rt, "<string>");
        while (mode == PARSE_EVAL && source.size && (*source.text == ' ' || *source.text == '\t')) {
            source.text++;
            source.size--;
        }
        if (filename)
            code = compile_source(rt, &source, filename, mode, true, 0, 0);
        xdecref(rt, filename);
        xdecref(rt, source.owner);
    }
    ouro_object *result = code ? ouro_vm_run_closed(rt, code, globals, locals, closure) : NULL;
    xdecref(rt, code);
    return result;
}

static bool is_mapping(ouro_runtime *rt, ouro_object *object)
{
    return class_of(rt, object)->getitem != NULL;
}

NATIVE(builtin_eval)
{
    ouro_object *globals = count > 1 && args[1] != rt->none ? args[1] : NULL;
    ouro_object *locals = count > 2 && args[2] != rt->none ? args[2] : NULL, *made = NULL;
    if (locals && !is_mapping(rt, locals))
        return ouro_raise(rt, EXC_TypeError, "locals must be a mapping");
    if (globals && !is_dict(rt, globals))
        return ouro_raise(rt, EXC_TypeError, is_mapping(rt, globals)
                              ? "globals must be a real dict; try eval(expr, {}, mapping)"
                              : "globals must be a dict");
    if (!globals) {
        globals = ouro_vm_globals_peek(rt);
        if (!locals)
            locals = made = ouro_vm_locals(rt);
        if (!locals || !globals)
            return NULL;
    }
    ouro_object *result = run_source(rt, "eval", args[0], globals, locals ? locals : globals,
                                     PARSE_EVAL, NULL);
    xdecref(rt, made);
    return result;
}

NATIVE(builtin_exec)
{
    static const char *const parameters[] = {"", "", "", "closure", NULL};
    static const struct ouro_signature signature = {"exec", parameters, 1, 3};
    ouro_object *given[4], *made = NULL;
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return NULL;
    ouro_object *globals = given[1] && given[1] != rt->none ? given[1] : NULL;
    ouro_object *locals = given[2] && given[2] != rt->none ? given[2] : NULL;
    ouro_object *closure = given[3] && given[3] != rt->none ? given[3] : NULL;
    if (globals && !is_dict(rt, globals))
        return ouro_raise(rt, EXC_TypeError, "exec() globals must be a dict, not %T", globals);
    if (locals && !is_mapping(rt, locals))
        return ouro_raise(rt, EXC_TypeError, "locals must be a mapping or None, not %T", locals);
    if (!globals) {
        globals = ouro_vm_globals_peek(rt);
        if (!locals)
            locals = made = ouro_vm_locals(rt);
        if (!locals || !globals)
            return NULL;
    }
    ouro_object *result = run_source(rt, "exec", given[0], globals, locals ? locals : globals,
                                     PARSE_FILE, closure);
    xdecref(rt, made);
    if (!result)
        return NULL;
    decref(rt, result);
    return rt->none;
}

NATIVE(builtin_globals)
{
    ouro_object *globals = ouro_vm_globals_peek(rt);
    return globals ? newref(globals) : rt->none;
}

NATIVE(builtin_locals)
{
    return ouro_vm_locals(rt);
}

NATIVE(builtin_import)
{
    static const char *const parameters[] = {"name", "globals", "locals", "fromlist", "level", NULL};
    static const struct ouro_signature signature = {"__import__", parameters, 1, 5};
    ouro_object *given[5];
    int64_t level = 0;
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return NULL;
    if (!is_str(rt, given[0]))
        return ouro_raise(rt, EXC_TypeError, "module name must be a string");
    if (given[4] && !ouro_index_i64(rt, given[4], &level, EXC_OverflowError))
        return NULL;
    ouro_object *globals = given[1] && is_dict(rt, given[1]) ? given[1] : NULL;
    return ouro_vm_import_level(rt, given[0], globals, given[3], level);
}

NATIVE(builtin_open)
{
    if (!rt->vm->open_function)
        return ouro_raise(rt, EXC_RuntimeError, "open(): the io module is not available");
    return ouro_call(rt, rt->vm->open_function, args, count, names);
}

void ouro_vm_open_function_set(ouro_runtime *rt, ouro_object *function)
{
    setref_take(rt, &rt->vm->open_function, xnewref(function));
}

const struct ouro_method ouro_builtins_code_methods[] = {
    {"__build_class__", ouro_class_build, 2, -1, METHOD_KEYWORDS,
     "Internal helper function used by the class statement."},
    {"__import__", builtin_import, 1, 5, METHOD_KEYWORDS, "Import a module."},
    {"compile", builtin_compile, 3, 6, METHOD_KEYWORDS,
     "Compile source into a code object that can be executed by exec() or eval()."},
    {"eval", builtin_eval, 1, 3, 0,
     "Evaluate the given source in the context of globals and locals."},
    {"exec", builtin_exec, 1, 3, METHOD_KEYWORDS,
     "Execute the given source in the context of globals and locals."},
    {"globals", builtin_globals, 0, 0, 0,
     "Return the dictionary containing the current scope's global variables."},
    {"locals", builtin_locals, 0, 0, 0,
     "Return a dictionary containing the current scope's local variables."},
    {"open", builtin_open, 1, -1, METHOD_KEYWORDS, "Open file and return a stream."},
    {0},
};
