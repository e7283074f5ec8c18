/* sqlite3.Connection: opening and closing, transactions, the cache of statements. */
#include <math.h>
#include <string.h>

#include "gc/gc.h"
#include "modules/sqlite_internal.h"
#include "os/os.h"
#include "types/bytes.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/thread_pause.h"

enum { CONNECTION_BYTES = 64 << 10 }; /* about what the library holds for one */

/* ---- checks ---------------------------------------------------------------------------------- */

bool ouro_sqlite_thread_check(ouro_runtime *rt, struct sqlite_connection *c)
{
    if (!c->is_ready) {
        struct sqlite_state *state = sqlite_state_of(rt);
        return state ? ouro_sqlite_raise(rt, state, SQ_ProgrammingError,
                                         "Base Connection.__init__ not called.") : false;
    }
    uint64_t now = ouro_thread_current(rt)->ident;
    return !c->checks_thread || now == c->thread ||
           ouro_sqlite_raise(rt, c->state, SQ_ProgrammingError,
                             "SQLite objects created in a thread can only be used in that same thread. "
                             "The object was created in thread id %llu and this is thread id %llu.",
                             (unsigned long long)c->thread, (unsigned long long)now);
}

bool ouro_sqlite_open_check(ouro_runtime *rt, struct sqlite_connection *c)
{
    if (!c->is_ready)
        return ouro_sqlite_thread_check(rt, c);
    return c->db || ouro_sqlite_raise(rt, c->state, SQ_ProgrammingError,
                                      "Cannot operate on a closed database.");
}

/* ---- life ------------------------------------------------------------------------------------ */

static ouro_object *connection_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                      size_t count, ouro_object *names)
{
    return ouro_class_alloc(rt, cls, 0);
}

/* Callbacks may be called once more, and finalizers run. */
static void connection_close(ouro_runtime *rt, struct sqlite_connection *c)
{
    ouro_sqlite_blobs_close(c);
    clearref(rt, &c->cache);
    void *db = c->db;
    c->db = NULL;
    if (!db)
        return;
    ouro_object *error = ouro_error_take(rt);
    c->state->lib->set_authorizer(db, NULL, NULL);
    c->state->lib->progress_handler(db, 0, NULL, NULL);
    c->state->lib->trace_v2(db, 0, NULL, NULL);
    ouro_sqlite_hooks_free(c);
    c->state->lib->close_v2(db);
    ouro_gc_adjust_external(&rt->heap, -CONNECTION_BYTES);
    ouro_error_restore(rt, error);
}

static void connection_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct sqlite_connection *c = sqlite_connection_of(self);
    connection_close(rt, c);
    clearref(rt, &c->row_factory);
    clearref(rt, &c->text_factory);
}

static void connection_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct sqlite_connection *c = sqlite_connection_of(self);
    connection_clear(heap, self);
    for (struct sqlite_callback *at = c->callbacks; at; at = at->next)
        at->connection = NULL; /* statements that are still open keep them */
    if (c->state)
        decref(rt, &c->state->base);
    ouro_class_free(rt, self);
}

static void connection_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct sqlite_connection *c = (const void *)self;
    ouro_visit(visitor, (ouro_object *const *)(const void *)&c->state);
    ouro_visit(visitor, &c->row_factory);
    ouro_visit(visitor, &c->text_factory);
    ouro_visit(visitor, &c->cache);
    for (const struct sqlite_callback *at = c->callbacks; at; at = at->next) {
        ouro_visit(visitor, (ouro_object *const *)(const void *)&at->state);
        ouro_visit(visitor, &at->callable);
    }
    ouro_class_traverse_instance(self, visitor);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Bytes of a path without NUL: owned. */
static ouro_object *path_bytes(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *path = newref(object), *bytes = NULL;
    if (!is_str(rt, path) && !is_bytes(rt, path)) {
        ouro_object *name = ouro_str_intern_text(rt, "__fspath__");
        ouro_object *method = name ? ouro_lookup_special(rt, object, name) : NULL;
        xdecref(rt, name);
        if (!method && !rt->error)
            ouro_raise(rt, EXC_TypeError, "expected str, bytes or os.PathLike object, not %T", object);
        setref_take(rt, &path, method ? ouro_call0(rt, method) : NULL);
        xdecref(rt, method);
        if (!path)
            return NULL;
    }
    if (is_str(rt, path))
        bytes = ouro_str_encode(rt, path, "utf-8", "surrogateescape");
    else if (is_bytes(rt, path))
        bytes = newref(path);
    else
        ouro_raise(rt, EXC_TypeError, "expected %T.__fspath__() to return str or bytes, not %T", object,
                   path);
    decref(rt, path);
    if (bytes && strlen((const char *)bytes_of(bytes)->data) != bytes_of(bytes)->length) {
        clearref(rt, &bytes);
        ouro_raise(rt, EXC_ValueError, "embedded null byte");
    }
    return bytes;
}

/* As sqlite compares names: ASCII letters without case. */
static bool is_level(const char *text, const char *level)
{
    for (; *text && *level; text++, level++)
        if ((*text >= 'a' && *text <= 'z' ? *text - 32 : *text) != *level)
            return false;
    return !*text && !*level;
}

static bool isolation_level_of(ouro_runtime *rt, ouro_object *object, const char **level)
{
    static const char *const levels[] = {"", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"};
    const char *text;
    ouro_object *owner;
    *level = NULL;
    if (object == rt->none)
        return true;
    if (!is_str(rt, object))
        return ouro_raise(rt, EXC_TypeError, "isolation_level must be str or None");
    if (!ouro_sqlite_text(rt, object, "", &text, &owner))
        return false;
    for (size_t i = 0; i < 4 && !*level; i++)
        if (is_level(text, levels[i]))
            *level = levels[i];
    xdecref(rt, owner);
    return *level || ouro_raise(rt, EXC_ValueError, "isolation_level string must be '', 'DEFERRED', "
                                                    "'IMMEDIATE', or 'EXCLUSIVE'");
}

struct opening {
    const char *level;
    double timeout;
    int detect_types, cached, checks_thread, is_uri;
};

static bool opening_read(ouro_runtime *rt, ouro_object **out, struct opening *o)
{
    *o = (struct opening){"", 5.0, 0, 128, 1, 0};
    if (out[1] && !ouro_as_double(rt, out[1], &o->timeout))
        return false;
    if (out[2] && !ouro_sqlite_int(rt, out[2], &o->detect_types))
        return false;
    if (out[3] && !isolation_level_of(rt, out[3], &o->level))
        return false;
    if (out[4] && (o->checks_thread = ouro_truth(rt, out[4])) < 0)
        return false;
    if (out[6] && !ouro_sqlite_int(rt, out[6], &o->cached))
        return false;
    return !out[7] || (o->is_uri = ouro_truth(rt, out[7])) >= 0;
}

static void *database_open(ouro_runtime *rt, struct sqlite_state *state, const char *path,
                           const struct opening *o)
{
    void *db = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | (o->is_uri ? SQLITE_OPEN_URI : 0);
    int code = state->lib->open_v2(path, &db, flags, NULL);
    if (code == SQLITE_OK) {
        double wait = o->timeout * 1000.0;
        state->lib->busy_timeout(db, wait > INT_MAX || isnan(wait) ? INT_MAX : wait < 0 ? 0 : (int)wait);
        return db;
    }
    if (!db)
        return ouro_raise_memory(rt);
    ouro_sqlite_fail(rt, state, db);
    state->lib->close_v2(db);
    return NULL;
}

static bool connection_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                            ouro_object *names)
{
    static const char *const parameters[] = {"database", "timeout", "detect_types", "isolation_level",
                                             "check_same_thread", "factory", "cached_statements", "uri",
                                             NULL};
    static const struct ouro_signature signature = {"Connection", parameters, 1, 8};
    struct sqlite_connection *c = sqlite_connection_of(self);
    struct sqlite_state *state = sqlite_state_of(rt);
    ouro_object *out[8];
    struct opening o;
    if (!state || !ouro_args_bind(rt, &signature, args, count, names, out))
        return false;
    ouro_object *path = path_bytes(rt, out[0]);
    if (!path || !opening_read(rt, out, &o) || !ouro_threads_get(rt)) {
        xdecref(rt, path);
        return false;
    }
    c->is_ready = false;
    connection_clear(&rt->heap, self);
    void *db = database_open(rt, state, (const char *)bytes_of(path)->data, &o);
    decref(rt, path);
    if (!db)
        return false;
    ouro_gc_adjust_external(&rt->heap, CONNECTION_BYTES);
    if (!c->state)
        c->state = (struct sqlite_state *)(void *)newref(&state->base);
    c->db = db;
    c->cache_max = o.cached;
    c->isolation_level = o.level;
    c->detect_types = o.detect_types;
    c->checks_thread = o.checks_thread != 0;
    c->thread = ouro_thread_current(rt)->ident;
    c->busy_ns = o.timeout > 0 ? o.timeout < 1e9 ? (uint64_t)(o.timeout * 1e9) : (uint64_t)1e18 : 0;
    c->has_busy_handler = false;
    c->row_factory = rt->none;
    c->text_factory = (ouro_object *)builtin_class(rt, TYPE_STR);
    c->is_ready = true;
    return true;
}

/* ---- waiting for locks ----------------------------------------------------------------------- */

static int busy(void *context, int tries)
{
    struct sqlite_connection *c = context;
    ouro_runtime *rt = c->state->rt;
    if (tries == 0) {
        c->busy_pause = 0;
        c->busy_deadline = ouro_thread_deadline((double)c->busy_ns / 1e9);
    }
    enum ouro_pause outcome = ouro_thread_pause(rt, &c->busy_pause, c->busy_deadline);
    if (outcome == PAUSE_ERROR)
        ouro_vm_unraisable(rt, NULL, NULL); /* the library has no way to hand it on */
    return outcome == PAUSE_GO_ON;
}

void ouro_sqlite_busy_prepare(ouro_runtime *rt, struct sqlite_connection *c)
{
    if (c->has_busy_handler || !c->busy_ns || ouro_thread_is_alone(rt))
        return;
    c->has_busy_handler = c->state->lib->busy_handler(c->db, busy, c) == SQLITE_OK;
}

/* ---- statements ------------------------------------------------------------------------------ */

bool ouro_sqlite_run(ouro_runtime *rt, struct sqlite_connection *c, const char *sql)
{
    void *stmt = NULL, *db = c->db;
    struct sqlite_library *lib = c->state->lib;
    ouro_sqlite_busy_prepare(rt, c);
    int code = lib->prepare_v2(db, sql, (int)strlen(sql) + 1, &stmt, NULL);
    if (code == SQLITE_OK) {
        lib->step(stmt);
        code = lib->finalize(stmt);
    }
    return ouro_sqlite_done(rt, c->state, c->db, code == SQLITE_OK);
}

/* What was used longest ago goes, so that one more has room. */
static bool cache_trim(ouro_runtime *rt, struct sqlite_connection *c)
{
    ouro_object *key, *value;
    while (dict_length(c->cache) >= c->cache_max) {
        size_t position = 0;
        if (!ouro_dict_next(c->cache, &position, &key, &value))
            return true;
        incref(key);
        int removed = ouro_dict_remove(rt, c->cache, key, NULL);
        decref(rt, key);
        if (removed <= 0)
            return removed == 0;
    }
    return true;
}

/* Order matters only where something may have to go soon. */
static bool cache_refresh(ouro_runtime *rt, ouro_object *cache, ouro_object *sql, ouro_object *found,
                          int64_t most)
{
    return (int64_t)dict_length(cache) * 2 <= most ||
           (ouro_dict_remove(rt, cache, sql, NULL) >= 0 && ouro_dict_set(rt, cache, sql, found));
}

ouro_object *ouro_sqlite_connection_prepare(ouro_runtime *rt, struct sqlite_connection *c, ouro_object *sql)
{
    if (c->cache_max <= 0)
        return ouro_sqlite_statement_new(rt, c, sql);
    if (!c->cache && !(c->cache = ouro_dict_new(rt)))
        return NULL;
    ouro_object *cache = newref(c->cache), *made = xnewref(ouro_dict_peek(rt, cache, sql));
    if (made) {
        if (!cache_refresh(rt, cache, sql, made, c->cache_max))
            clearref(rt, &made);
    } else if (!rt->error) {
        made = ouro_sqlite_statement_new(rt, c, sql);
        if (made && c->cache && (!cache_trim(rt, c) || (c->cache && !ouro_dict_set(rt, c->cache, sql, made))))
            clearref(rt, &made);
    }
    decref(rt, cache);
    return made;
}

/* connection(sql): a statement, which only cursors can use. */
static ouro_object *connection_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t count, ouro_object *names)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    if (!ouro_sqlite_connection_check(rt, c))
        return NULL;
    if (names && tuple_length(names))
        return ouro_raise(rt, EXC_TypeError, "sqlite3.Connection() takes no keyword arguments");
    if (count != 1)
        return ouro_raise(rt, EXC_TypeError, "function takes exactly 1 argument (%zu given)", count);
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "argument 1 must be str, not %T", args[0]);
    return ouro_sqlite_statement_new(rt, c, args[0]);
}

/* ---- methods --------------------------------------------------------------------------------- */

static ouro_object *cursor_new(ouro_runtime *rt, ouro_object *self, ouro_object *factory /* or NULL */)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    if (!ouro_sqlite_connection_check(rt, c))
        return NULL;
    struct sqlite_state *state = c->state;
    ouro_object *cursor = ouro_call1(rt, factory ? factory : state->kept[SQ_CURSOR], self);
    if (!cursor)
        return NULL;
    if (!sqlite_is(rt, state, cursor, SQ_CURSOR)) {
        ouro_raise(rt, EXC_TypeError, "factory must return a cursor, not %T", cursor);
        decref(rt, cursor);
        return NULL;
    }
    if (c->row_factory && c->row_factory != rt->none)
        setref_take(rt, &sqlite_cursor_of(cursor)->row_factory, newref(c->row_factory));
    return cursor;
}

NATIVE(connection_cursor)
{
    static const char *const parameters[] = {"factory", NULL};
    static const struct ouro_signature signature = {"cursor", parameters, 0, 1};
    ouro_object *out[1];
    return ouro_args_bind(rt, &signature, args, count, names, out) ? cursor_new(rt, self, out[0]) : NULL;
}

NATIVE(connection_close_method)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    if (!ouro_sqlite_thread_check(rt, c))
        return NULL;
    connection_close(rt, c);
    return rt->none;
}

static ouro_object *transaction_end(ouro_runtime *rt, ouro_object *self, const char *how)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    if (!ouro_sqlite_connection_check(rt, c))
        return NULL;
    if (!c->state->lib->get_autocommit(c->db) && !ouro_sqlite_run(rt, c, how))
        return NULL;
    return rt->none;
}

NATIVE(connection_commit)
{
    return transaction_end(rt, self, "COMMIT");
}

NATIVE(connection_rollback)
{
    return transaction_end(rt, self, "ROLLBACK");
}

NATIVE(connection_enter)
{
    return ouro_sqlite_open_check(rt, sqlite_connection_of(self)) ? newref(self) : NULL;
}

/* An error while another one is being dealt with: that becomes its context. */
static void chain(ouro_runtime *rt, ouro_object *first)
{
    if (!rt->error) {
        ouro_error_restore(rt, first);
        return;
    }
    struct ouro_exception *last = (struct ouro_exception *)(void *)rt->error;
    setref_take(rt, &last->context, first);
}

NATIVE(connection_exit)
{
    bool is_good = args[0] == rt->none && args[1] == rt->none && args[2] == rt->none;
    ouro_object *result = transaction_end(rt, self, is_good ? "COMMIT" : "ROLLBACK");
    if (result)
        return rt->false_;
    if (is_good) { /* it failed: the database must not stay locked */
        ouro_object *error = ouro_error_take(rt);
        transaction_end(rt, self, "ROLLBACK");
        chain(rt, error);
    }
    return NULL;
}

/* A new cursor (what a subclass makes of cursor() is not asked), and its method of this name with the same
 * arguments. */
static ouro_object *through_cursor(ouro_runtime *rt, ouro_object *self, const char *name,
                                   ouro_object *const *args, size_t count)
{
    ouro_object *method = ouro_str_intern_text(rt, name);
    ouro_object *cursor = method ? cursor_new(rt, self, NULL) : NULL;
    ouro_object *result = cursor ? ouro_call_method(rt, cursor, method, args, count) : NULL;
    xdecref(rt, method);
    xdecref(rt, cursor);
    return result;
}

NATIVE(connection_execute)
{
    return through_cursor(rt, self, "execute", args, count);
}

NATIVE(connection_executemany)
{
    return through_cursor(rt, self, "executemany", args, count);
}

NATIVE(connection_executescript)
{
    return through_cursor(rt, self, "executescript", args, count);
}

NATIVE(connection_interrupt)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    if (!ouro_sqlite_open_check(rt, c))
        return NULL;
    c->state->lib->interrupt(c->db);
    return rt->none;
}

NATIVE(connection_iterdump)
{
    if (!ouro_sqlite_open_check(rt, sqlite_connection_of(self)))
        return NULL;
    ouro_object *module = ouro_vm_import(rt, "sqlite3.dump");
    ouro_object *function = module ? ouro_getattr_text(rt, module, "_iterdump") : NULL;
    ouro_object *result = function ? ouro_call1(rt, function, self) : NULL;
    xdecref(rt, module);
    xdecref(rt, function);
    return result;
}

static ouro_object *limit(ouro_runtime *rt, ouro_object *self, ouro_object *category, ouro_object *value)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    int which, to = -1;
    if (!ouro_sqlite_int(rt, category, &which) || (value && !ouro_sqlite_int(rt, value, &to)) ||
        !ouro_sqlite_connection_check(rt, c))
        return NULL;
    int old = c->state->lib->limit(c->db, which, to);
    if (old < 0)
        return ouro_sqlite_raise(rt, c->state, SQ_ProgrammingError, "'category' is out of bounds");
    return ouro_int_new(rt, old);
}

NATIVE(connection_getlimit)
{
    return limit(rt, self, args[0], NULL);
}

NATIVE(connection_setlimit)
{
    return limit(rt, self, args[0], args[1]);
}

NATIVE(connection_enable_load_extension)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    int is_on = ouro_truth(rt, args[0]);
    if (is_on < 0 || !ouro_sqlite_connection_check(rt, c))
        return NULL;
    if (c->state->lib->enable_load_extension(c->db, is_on) != SQLITE_OK)
        return ouro_sqlite_raise(rt, c->state, SQ_OperationalError, "Error enabling load extension");
    return rt->none;
}

NATIVE(connection_load_extension)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    ouro_object *owner;
    const char *file;
    char *message = NULL;
    if (!ouro_sqlite_text(rt, args[0], "load_extension() argument", &file, &owner))
        return NULL;
    if (ouro_sqlite_connection_check(rt, c) &&
        c->state->lib->load_extension(c->db, file, NULL, &message) != SQLITE_OK)
        ouro_sqlite_raise(rt, c->state, SQ_OperationalError, "%s", message ? message : "not an error");
    if (message)
        c->state->lib->free(message);
    xdecref(rt, owner);
    return rt->error ? NULL : rt->none;
}

/* ---- attributes ------------------------------------------------------------------------------ */

static ouro_object *isolation_level_get(ouro_runtime *rt, ouro_object *self)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    if (!ouro_sqlite_open_check(rt, c))
        return NULL;
    return c->isolation_level ? ouro_str_from(rt, c->isolation_level) : rt->none;
}

static bool isolation_level_set(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    const char *level;
    if (!value)
        return ouro_raise(rt, EXC_AttributeError, "cannot delete attribute");
    if (!isolation_level_of(rt, value, &level))
        return false;
    c->isolation_level = level;
    return level || transaction_end(rt, self, "COMMIT");
}

static ouro_object *in_transaction_get(ouro_runtime *rt, ouro_object *self)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    if (!ouro_sqlite_open_check(rt, c))
        return NULL;
    return bool_object(rt, !c->state->lib->get_autocommit(c->db));
}

static ouro_object *total_changes_get(ouro_runtime *rt, ouro_object *self)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    return ouro_sqlite_open_check(rt, c) ? ouro_int_new(rt, c->state->lib->total_changes(c->db)) : NULL;
}

#define X(name)                                                                                   \
    static ouro_object *name##_get(ouro_runtime *rt, ouro_object *self)                           \
    {                                                                                             \
        struct sqlite_state *state = sqlite_state_of(rt);                                         \
        return state ? newref(state->kept[SQ_##name]) : NULL;                                     \
    }
SQLITE_ERRORS(X)
#undef X

static const struct ouro_method connection_methods[] = {
    {"cursor", connection_cursor, 0, -1, METHOD_KEYWORDS, "Return a cursor for the connection."},
    {"close", connection_close_method, 0, 0, 0,
     "Close the database connection. Pending transactions are not committed."},
    {"commit", connection_commit, 0, 0, 0, "Commit any pending transaction."},
    {"rollback", connection_rollback, 0, 0, 0, "Roll back to the start of any pending transaction."},
    {"__enter__", connection_enter, 0, 0, 0, "Called when the connection is used as a context manager."},
    {"__exit__", connection_exit, 3, 3, 0,
     "Called when the connection is used as a context manager: commits, or rolls back after an error."},
    {"execute", connection_execute, 0, -1, 0, "Executes an SQL statement."},
    {"executemany", connection_executemany, 0, -1, 0, "Repeatedly executes an SQL statement."},
    {"executescript", connection_executescript, 0, -1, 0, "Executes multiple SQL statements at once."},
    {"interrupt", connection_interrupt, 0, 0, 0, "Abort any pending database operation."},
    {"iterdump", connection_iterdump, 0, 0, 0, "Returns iterator to the dump of the database in SQL text."},
    {"getlimit", connection_getlimit, 1, 1, 0, "Get connection run-time limits."},
    {"setlimit", connection_setlimit, 2, 2, 0, "Set connection run-time limits."},
    {"enable_load_extension", connection_enable_load_extension, 1, 1, 0,
     "Enable dynamic loading of SQLite extension modules."},
    {"load_extension", connection_load_extension, 1, 1, 0, "Load SQLite extension module."},
    {0},
};

static bool methods_add(ouro_runtime *rt, struct ouro_class *cls, const struct ouro_method *methods)
{
    for (; methods->name; methods++) {
        ouro_object *method = ouro_method_descriptor_new(rt, cls, methods);
        bool is_good = method && ouro_dict_set_text(rt, cls->dict, methods->name, method);
        xdecref(rt, method);
        if (!is_good)
            return false;
    }
    return true;
}

bool ouro_sqlite_connection_class(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_getset getsets[] = {
        {"isolation_level", isolation_level_get, isolation_level_set, NULL},
        {"in_transaction", in_transaction_get, NULL, NULL},
        {"total_changes", total_changes_get, NULL, NULL},
#define X(name) {#name, name##_get, NULL, NULL},
        SQLITE_ERRORS(X)
#undef X
        {0},
    };
    static const struct ouro_member members[] = {
        {"row_factory", offsetof(struct sqlite_connection, row_factory), MEMBER_OBJECT, false},
        {"text_factory", offsetof(struct sqlite_connection, text_factory), MEMBER_OBJECT, false},
        {0},
    };
    struct ouro_class *cls = ouro_class_native(rt, "sqlite3.Connection", NULL,
                                               sizeof(struct sqlite_connection),
                                               OURO_BLOCK_CONTAINER, OURO_TYPE_BASE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = connection_dealloc;
    cls->core.traverse = connection_traverse;
    cls->core.clear = connection_clear;
    cls->create = connection_create;
    cls->init = connection_init;
    cls->call = connection_call;
    cls->getattr = ouro_generic_getattr;
    return ouro_class_ready(rt, cls, connection_methods, getsets, members) &&
           methods_add(rt, cls, ouro_sqlite_callback_methods) &&
           methods_add(rt, cls, ouro_sqlite_transfer_methods) && ouro_foreign_class_add(rt, module, cls);
}
