/* _sqlite3: databases by libsqlite3, which is opened when the module is imported first. */
#include <string.h>

#include "modules/sqlite_internal.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- functions ------------------------------------------------------------------------------- */

/* The factory makes the connection, from the same arguments. */
NATIVE(sqlite_connect)
{
    struct sqlite_state *state = sqlite_state_of(rt);
    enum { FACTORY = 5 };
    if (!state)
        return NULL;
    ouro_object *factory = count > FACTORY ? args[FACTORY] : state->kept[SQ_CONNECTION];
    for (size_t i = 0; count <= FACTORY && names && i < tuple_length(names); i++)
        if (ouro_str_equal_text(tuple_at(names, i), "factory"))
            factory = args[count + i];
    return ouro_call(rt, factory, args, count, names);
}

NATIVE(sqlite_complete_statement)
{
    static const char *const parameters[] = {"statement", NULL};
    static const struct ouro_signature signature = {"complete_statement", parameters, 1, 1};
    struct sqlite_state *state = sqlite_state_of(rt);
    ouro_object *out[1], *owner;
    const char *text;
    if (!state || !ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_sqlite_text(rt, out[0], "complete_statement() argument 'statement'", &text, &owner))
        return NULL;
    int is_complete = state->lib->complete(text);
    xdecref(rt, owner);
    return bool_object(rt, is_complete != 0);
}

NATIVE(sqlite_enable_callback_tracebacks)
{
    struct sqlite_state *state = sqlite_state_of(rt);
    int is_on;
    if (!state || !ouro_sqlite_int(rt, args[0], &is_on))
        return NULL;
    state->shows_tracebacks = is_on != 0;
    return rt->none;
}

NATIVE(sqlite_enable_shared_cache)
{
    static const char *const parameters[] = {"do_enable", NULL};
    static const struct ouro_signature signature = {"enable_shared_cache", parameters, 1, 1};
    struct sqlite_state *state = sqlite_state_of(rt);
    ouro_object *out[1];
    int is_on;
    if (!state || !ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_sqlite_int(rt, out[0], &is_on))
        return NULL;
    if (state->lib->enable_shared_cache(is_on) != SQLITE_OK)
        return ouro_sqlite_raise(rt, state, SQ_OperationalError, "Changing the shared_cache flag failed");
    return rt->none;
}

/* ---- the state ------------------------------------------------------------------------------- */

static struct sqlite_state *state_of(ouro_object *object)
{
    return (struct sqlite_state *)(void *)object;
}

static void state_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    for (unsigned i = 0; i < SQ_COUNT; i++)
        clearref(rt, &state_of(self)->kept[i]);
    if (state_of(self)->lib)
        decref(rt, &state_of(self)->lib->base);
    ouro_class_free(rt, self);
}

static void state_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct sqlite_state *state = (const void *)self;
    ouro_visit(visitor, (ouro_object *const *)(const void *)&state->lib);
    ouro_visit_range(visitor, state->kept, SQ_COUNT);
}

static struct sqlite_state *state_add(ouro_runtime *rt, struct sqlite_library *lib)
{
    struct ouro_class *cls = ouro_class_native(rt, SQLITE_STATE, NULL, sizeof(struct sqlite_state),
                                               OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = state_dealloc;
    cls->core.traverse = state_traverse;
    ouro_object *self = ouro_class_ready(rt, cls, NULL, NULL, NULL) ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!self)
        return NULL;
    state_of(self)->rt = rt;
    state_of(self)->lib = (struct sqlite_library *)(void *)newref(&lib->base);
    bool is_good = ouro_vm_state_set(rt, SQLITE_STATE, self);
    decref(rt, self);
    return is_good ? state_of(self) : NULL;
}

static bool keep(ouro_runtime *rt, struct sqlite_state *state, enum sqlite_kept which, const char *name)
{
    ouro_object *object = ouro_vm_state_peek(rt, name);
    if (object)
        setref_take(rt, &state->kept[which], newref(object));
    return object != NULL;
}

static bool errors_add(ouro_runtime *rt, ouro_object *module, struct sqlite_state *state)
{
    static const struct {
        const char *name;
        int base; /* -1: Exception */
    } errors[SQ_ERRORS] = {
        [SQ_Warning] = {"Warning", -1},
        [SQ_Error] = {"Error", -1},
        [SQ_InterfaceError] = {"InterfaceError", SQ_Error},
        [SQ_DatabaseError] = {"DatabaseError", SQ_Error},
        [SQ_DataError] = {"DataError", SQ_DatabaseError},
        [SQ_OperationalError] = {"OperationalError", SQ_DatabaseError},
        [SQ_IntegrityError] = {"IntegrityError", SQ_DatabaseError},
        [SQ_InternalError] = {"InternalError", SQ_DatabaseError},
        [SQ_ProgrammingError] = {"ProgrammingError", SQ_DatabaseError},
        [SQ_NotSupportedError] = {"NotSupportedError", SQ_DatabaseError},
    };
    for (int i = 0; i < SQ_ERRORS; i++) {
        ouro_object *base = errors[i].base < 0 ? (ouro_object *)builtin_class(rt, EXC_Exception)
                                               : state->kept[errors[i].base];
        ouro_object *cls = ouro_foreign_error_add(rt, module, "sqlite3", errors[i].name, base, NULL);
        if (!cls)
            return false;
        setref_take(rt, &state->kept[i], newref(cls));
    }
    return true;
}

static bool dict_add(ouro_runtime *rt, ouro_object *module, struct sqlite_state *state,
                     enum sqlite_kept which,
                     const char *name)
{
    ouro_object *dict = ouro_dict_new(rt);
    if (!dict)
        return false;
    setref_take(rt, &state->kept[which], dict);
    return ouro_module_add(rt, module, name, dict);
}

static bool protocol_class(ouro_runtime *rt, ouro_object *module)
{
    struct ouro_class *cls = ouro_class_native(rt, "sqlite3.PrepareProtocol", NULL, sizeof(ouro_object) + 8,
                                               OURO_BLOCK_ATOM, 0);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->getattr = ouro_generic_getattr;
    return ouro_class_ready(rt, cls, NULL, NULL, NULL) && ouro_foreign_class_add(rt, module, cls);
}

static bool classes_add(ouro_runtime *rt, ouro_object *module, struct sqlite_state *state)
{
    return protocol_class(rt, module) && keep(rt, state, SQ_PROTOCOL, "sqlite3.PrepareProtocol") &&
           ouro_sqlite_connection_class(rt, module) && keep(rt, state, SQ_CONNECTION, "sqlite3.Connection") &&
           ouro_sqlite_cursor_class(rt, module) && keep(rt, state, SQ_CURSOR, "sqlite3.Cursor") &&
           ouro_sqlite_statement_class(rt) && keep(rt, state, SQ_STATEMENT, "sqlite3.Statement") &&
           ouro_sqlite_row_class(rt, module) && keep(rt, state, SQ_ROW, "sqlite3.Row") &&
           ouro_sqlite_blob_class(rt, module) && keep(rt, state, SQ_BLOB, "sqlite3.Blob");
}

/* As PEP 249 counts: what the library was built for. */
static bool facts_add(ouro_runtime *rt, ouro_object *module, struct sqlite_library *lib)
{
    int mode = lib->threadsafe();
    const struct ouro_foreign_number safety = {"threadsafety", mode == 0 ? 0 : mode == 2 ? 1 : 3};
    return ouro_foreign_text_add(rt, module, "version", "2.6.0") &&
           ouro_foreign_text_add(rt, module, "sqlite_version", lib->libversion()) &&
           ouro_foreign_numbers_add(rt, module, &safety, 1);
}

bool ouro_module__sqlite3_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_foreign_symbol symbols[] = {
#define X(result, name, parameters) {"sqlite3_" #name, offsetof(struct sqlite_library, name), false},
        SQLITE_FUNCTIONS(X)
#undef X
        {0},
    };
    static const struct ouro_method functions[] = {
        {"connect", sqlite_connect, 0, -1, METHOD_KEYWORDS,
         "Opens a connection to the SQLite database file database."},
        {"complete_statement", sqlite_complete_statement, 0, -1, METHOD_KEYWORDS,
         "Checks if a string contains a complete SQL statement."},
        {"enable_callback_tracebacks", sqlite_enable_callback_tracebacks, 1, 1, 0,
         "Enable or disable callback functions throwing errors to stderr."},
        {"enable_shared_cache", sqlite_enable_shared_cache, 0, -1, METHOD_KEYWORDS,
         "Enable or disable shared cache mode for the calling thread."},
        {0},
    };
    ouro_object *object =
        ouro_foreign_open(rt, SQLITE_FILE, "libsqlite3-0", sizeof(struct sqlite_library), symbols);
    if (!object)
        return false;
    struct sqlite_library *lib = (struct sqlite_library *)(void *)object;
    struct sqlite_state *state = state_add(rt, lib);
    return state && errors_add(rt, module, state) && classes_add(rt, module, state) &&
           dict_add(rt, module, state, SQ_ADAPTERS, "adapters") &&
           dict_add(rt, module, state, SQ_CONVERTERS, "converters") && facts_add(rt, module, lib) &&
           ouro_sqlite_constants_add(rt, module) && ouro_module_add_functions(rt, module, functions) &&
           ouro_module_add_functions(rt, module, ouro_sqlite_adapt_functions);
}
