/* _symtable: what the symtable module looks at, made from the compiler's own scopes. */
#include "lang/compile.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

static const char class_state[] = "_symtable.entry";

struct entry { /* the first seven in the order of ouro_compile_symbols; each owned */
    ouro_object base;
    ouro_object *name, *kind, *line, *nested, *symbols, *parameters, *children;
    ouro_object *id;
};
enum { PARTS = 7, CHILDREN = 6 };

static struct entry *entry_of(ouro_object *object)
{
    return (struct entry *)(void *)object;
}

static void entry_clear(struct ouro_heap *heap, ouro_object *object)
{
    ouro_object **parts = &entry_of(object)->name;
    for (size_t i = 0; i <= PARTS; i++)
        clearref(runtime_of(heap), &parts[i]);
}

static void entry_dealloc(struct ouro_heap *heap, ouro_object *object)
{
    entry_clear(heap, object);
    ouro_class_free(runtime_of(heap), object);
}

static void entry_traverse(const ouro_object *object, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &((const struct entry *)(const void *)object)->name, PARTS + 1);
    ouro_class_traverse_instance(object, visitor);
}

static ouro_object *entry_repr(ouro_runtime *rt, ouro_object *object)
{
    const struct entry *self = entry_of(object);
    return ouro_str_format(rt, "<symtable entry %U(%S), line %S>", self->name, self->id, self->line);
}

static ouro_object *entry_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    return ouro_raise(rt, EXC_TypeError, "cannot create 'symtable entry' instances");
}

/* The class, made at the first import and kept for the runtime; borrowed. */
static struct ouro_class *entry_class(ouro_runtime *rt)
{
    static const struct ouro_member members[] = {
        {"id", offsetof(struct entry, id), MEMBER_OBJECT, true},
        {"name", offsetof(struct entry, name), MEMBER_OBJECT, true},
        {"symbols", offsetof(struct entry, symbols), MEMBER_OBJECT, true},
        {"varnames", offsetof(struct entry, parameters), MEMBER_OBJECT, true},
        {"children", offsetof(struct entry, children), MEMBER_OBJECT, true},
        {"nested", offsetof(struct entry, nested), MEMBER_OBJECT, true},
        {"type", offsetof(struct entry, kind), MEMBER_OBJECT, true},
        {"lineno", offsetof(struct entry, line), MEMBER_OBJECT, true},
        {0},
    };
    ouro_object *known = ouro_vm_state_peek(rt, class_state);
    if (known || rt->error)
        return (struct ouro_class *)(void *)known;
    struct ouro_class *cls = ouro_class_native(rt, "symtable entry", NULL, sizeof(struct entry),
                                               OURO_BLOCK_CONTAINER, 0);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = entry_dealloc;
    cls->core.traverse = entry_traverse;
    cls->core.clear = entry_clear;
    cls->repr = entry_repr;
    cls->create = entry_create;
    cls->getattr = ouro_generic_getattr;
    if (!ouro_class_ready(rt, cls, NULL, NULL, members) ||
        !ouro_vm_state_set(rt, class_state, &cls->core.base))
        return NULL;
    return cls;
}

/* An entry for each tuple of the tree; owned. The depth is the program's, which the compiler limits. */
static ouro_object *entry_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *tree)
{
    ouro_object *object = ouro_class_alloc(rt, cls, 0);
    if (!object)
        return NULL;
    ouro_object **parts = &entry_of(object)->name;
    for (size_t i = 0; i < CHILDREN; i++)
        parts[i] = newref(tuple_at(tree, i));
    ouro_object *trees = tuple_at(tree, CHILDREN), *children = ouro_list_new(rt, 0);
    parts[CHILDREN] = children;
    entry_of(object)->id = ouro_int_new(rt, (int64_t)(uintptr_t)object);
    bool is_good = children && entry_of(object)->id;
    for (size_t i = 0; is_good && i < list_length(trees); i++) {
        ouro_object *child = entry_new(rt, cls, list_at(trees, i));
        is_good = child && ouro_list_append_take(rt, children, child);
    }
    if (!is_good)
        clearref(rt, &object);
    return object;
}

static bool parse_mode(ouro_runtime *rt, ouro_object *word, enum parse_mode *mode)
{
    if (!is_str(rt, word))
        return ouro_raise(rt, EXC_TypeError, "symtable() argument 3 must be str, not %T", word) != NULL;
    if (ouro_str_equal_text(word, "exec"))
        *mode = PARSE_FILE;
    else if (ouro_str_equal_text(word, "eval"))
        *mode = PARSE_EVAL;
    else if (ouro_str_equal_text(word, "single"))
        *mode = PARSE_INTERACTIVE;
    else
        return ouro_raise(rt, EXC_ValueError,
                          "symtable() arg 3 must be 'exec' or 'eval' or 'single'") != NULL;
    return true;
}

/* The bytes of the source; *owner (owned) keeps them alive. */
static const char *source_text(ouro_runtime *rt, ouro_object *source, size_t *size, ouro_object **owner)
{
    const uint8_t *bytes;
    *owner = NULL;
    if (is_str(rt, source))
        return ouro_str_utf8(rt, source, size, owner);
    if (!is_bytes(rt, source) && !is_exact(source, TYPE_BYTEARRAY) && !is_exact(source, TYPE_MEMORYVIEW))
        return ouro_raise(rt, EXC_TypeError, "symtable() arg 1 must be a string or bytes object");
    if (!ouro_buffer_get(rt, source, &bytes, size))
        return NULL;
    *owner = ouro_bytes_new(rt, bytes, *size);
    return *owner ? (const char *)bytes_of(*owner)->data : NULL;
}

/* Owned. */
static ouro_object *filename_text(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *method = NULL;
    if (is_str(rt, name))
        return newref(name);
    if (is_bytes(rt, name))
        return ouro_str_decode(rt, bytes_of(name)->data, bytes_of(name)->length, "utf-8",
                               "surrogateescape");
    ouro_object *word = ouro_str_intern_text(rt, "__fspath__");
    int outcome = word ? ouro_getattr_optional(rt, name, word, &method) : -1;
    xdecref(rt, word);
    if (outcome < 0)
        return NULL;
    ouro_object *text = outcome ? ouro_call0(rt, method) : NULL;
    xdecref(rt, method);
    if (text && is_str(rt, text))
        return text;
    if (!rt->error)
        ouro_raise(rt, EXC_TypeError, "expected str, bytes or os.PathLike object, not %T", name);
    xdecref(rt, text);
    return NULL;
}

static ouro_object *symtable(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                             ouro_object *names)
{
    struct ouro_compile_options options = {.is_text = is_str(rt, args[0])};
    size_t size;
    ouro_object *owner, *tree = NULL, *entry = NULL;
    const char *text = source_text(rt, args[0], &size, &owner);
    ouro_object *filename = text ? filename_text(rt, args[1]) : NULL;
    if (filename && parse_mode(rt, args[2], &options.mode))
        tree = ouro_compile_symbols(rt, text, size, filename, &options);
    struct ouro_class *cls = tree ? entry_class(rt) : NULL;
    if (cls)
        entry = entry_new(rt, cls, tree);
    xdecref(rt, tree);
    xdecref(rt, filename);
    xdecref(rt, owner);
    return entry;
}

bool ouro_module__symtable_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"symtable", symtable, 3, 3, 0, "Return the table of symbols of a program."}, {0}};
    static const struct {
        const char *name;
        int16_t value;
    } numbers[] = {
        {"USE", 16},          {"DEF_GLOBAL", 1},      {"DEF_NONLOCAL", 8}, {"DEF_LOCAL", 2},
        {"DEF_PARAM", 4},     {"DEF_FREE", 32},       {"DEF_FREE_CLASS", 64}, {"DEF_IMPORT", 128},
        {"DEF_BOUND", 134},   {"DEF_ANNOT", 256},     {"TYPE_FUNCTION", 0}, {"TYPE_CLASS", 1},
        {"TYPE_MODULE", 2},   {"LOCAL", 1},           {"GLOBAL_EXPLICIT", 2}, {"GLOBAL_IMPLICIT", 3},
        {"FREE", 4},          {"CELL", 5},            {"SCOPE_OFF", 11},   {"SCOPE_MASK", 15},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        ouro_object *value = ouro_int_new(rt, numbers[i].value);
        bool is_good = value && ouro_module_add(rt, module, numbers[i].name, value);
        xdecref(rt, value);
        if (!is_good)
            return false;
    }
    return ouro_module_add_functions(rt, module, functions);
}
