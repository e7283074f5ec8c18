/* What the files of _sqlite3 share: the library as its documentation declares it, the state of the module,
 * its objects.
 *
 *      cursor --> statement             a statement is in the cache of its connection, in cursors, or both
 *        |
 *        v
 *      connection --> callbacks         functions, collations and hooks: the library owns a callback until it
 *        ^  |                           calls destroy; the connection knows it, for the collector
 *        |  v
 *      blob (uncounted list)            closed with their connection
 *
 * Invariants
 *   1. connection.db is NULL exactly when it is closed or was never opened; the library keeps what open
 *      statements need until the last of them is finalized.
 *   2. No error of the runtime is pending when the library is called. What a callback raises becomes an
 *      error of the library, or is reported, before it returns; but a collation cannot fail, so its error
 *      stays pending until the library returns (ouro_sqlite_done).
 *   3. Every object holds the state, and the state the library: a dealloc may call it.
 * Depends on foreign.h. */
#ifndef OURO_MODULES_SQLITE_INTERNAL_H
#define OURO_MODULES_SQLITE_INTERNAL_H

#include <limits.h>

#include "modules/foreign.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

#define SQLITE_FILE  "libsqlite3.so.0"
#define SQLITE_STATE "_sqlite3.state"

enum { SQLITE_OK, SQLITE_ERROR, SQLITE_INTERNAL, SQLITE_PERM, SQLITE_ABORT, SQLITE_BUSY, SQLITE_LOCKED,
       SQLITE_NOMEM, SQLITE_READONLY, SQLITE_INTERRUPT, SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTFOUND,
       SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_PROTOCOL, SQLITE_EMPTY, SQLITE_SCHEMA, SQLITE_TOOBIG,
       SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_MISUSE, SQLITE_RANGE = 25, SQLITE_ROW = 100,
       SQLITE_DONE = 101 };
enum { SQLITE_INTEGER = 1, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB, SQLITE_NULL };
enum { SQLITE_OPEN_READWRITE = 2, SQLITE_OPEN_CREATE = 4, SQLITE_OPEN_URI = 64 };
enum { SQLITE_UTF8 = 1, SQLITE_DETERMINISTIC = 0x800, SQLITE_DENY = 1, SQLITE_TRACE_STMT = 1,
       SQLITE_LIMIT_SQL_LENGTH = 1, SQLITE_SERIALIZE_NOCOPY = 1, SQLITE_DESERIALIZE_OWNED = 3 };
enum { PARSE_DECLTYPES = 1, PARSE_COLNAMES = 2 };

typedef void (*sqlite_free)(void *memory);
/* The library copies what it is given. */
#define SQLITE_TRANSIENT ((sqlite_free)(intptr_t)-1)

typedef void (*sqlite_function)(void *context, int count, void **values);
typedef void (*sqlite_final)(void *context);

/* X(result, name, parameters): void * stands for the types of the library that only it sees into. */
#define SQLITE_FUNCTIONS(X)                                                                       \
    X(void *, aggregate_context, (void *context, int size))                                       \
    X(int, backup_finish, (void *backup))                                                         \
    X(void *, backup_init, (void *to, const char *to_name, void *from, const char *from_name))    \
    X(int, backup_pagecount, (void *backup))                                                      \
    X(int, backup_remaining, (void *backup))                                                      \
    X(int, backup_step, (void *backup, int pages))                                                \
    X(int, bind_blob, (void *stmt, int index, const void *data, int size, sqlite_free destroy))   \
    X(int, bind_double, (void *stmt, int index, double value))                                    \
    X(int, bind_int64, (void *stmt, int index, int64_t value))                                    \
    X(int, bind_null, (void *stmt, int index))                                                    \
    X(int, bind_parameter_count, (void *stmt))                                                    \
    X(const char *, bind_parameter_name, (void *stmt, int index))                                 \
    X(int, bind_text, (void *stmt, int index, const char *text, int size, sqlite_free destroy))   \
    X(int, blob_bytes, (void *blob))                                                              \
    X(int, blob_close, (void *blob))                                                              \
    X(int, blob_open, (void *db, const char *name, const char *table, const char *column,         \
                       int64_t row, int is_writable, void **blob))                                \
    X(int, blob_read, (void *blob, void *data, int size, int offset))                             \
    X(int, blob_write, (void *blob, const void *data, int size, int offset))                      \
    X(int, busy_handler, (void *db, int (*handler)(void *, int), void *context))                  \
    X(int, busy_timeout, (void *db, int milliseconds))                                            \
    X(int, changes, (void *db))                                                                   \
    X(int, close_v2, (void *db))                                                                  \
    X(const void *, column_blob, (void *stmt, int column))                                        \
    X(int, column_bytes, (void *stmt, int column))                                                \
    X(int, column_count, (void *stmt))                                                            \
    X(const char *, column_decltype, (void *stmt, int column))                                    \
    X(double, column_double, (void *stmt, int column))                                            \
    X(int64_t, column_int64, (void *stmt, int column))                                            \
    X(const char *, column_name, (void *stmt, int column))                                        \
    X(const char *, column_text, (void *stmt, int column))                                        \
    X(int, column_type, (void *stmt, int column))                                                 \
    X(int, complete, (const char *sql))                                                           \
    X(int, create_collation_v2, (void *db, const char *name, int encoding, void *context,         \
                                 int (*compare)(void *, int, const void *, int, const void *),    \
                                 sqlite_free destroy))                                            \
    X(int, create_function_v2, (void *db, const char *name, int count, int flags, void *context,  \
                                sqlite_function call, sqlite_function step, sqlite_final final,   \
                                sqlite_free destroy))                                             \
    X(int, create_window_function, (void *db, const char *name, int count, int flags,             \
                                    void *context, sqlite_function step, sqlite_final final,      \
                                    sqlite_final value, sqlite_function inverse,                  \
                                    sqlite_free destroy))                                         \
    X(int, data_count, (void *stmt))                                                              \
    X(void *, db_handle, (void *stmt))                                                            \
    X(int, deserialize, (void *db, const char *name, unsigned char *data, int64_t size,           \
                         int64_t capacity, unsigned flags))                                       \
    X(int, enable_load_extension, (void *db, int is_on))                                          \
    X(int, enable_shared_cache, (int is_on))                                                      \
    X(int, errcode, (void *db))                                                                   \
    X(const char *, errmsg, (void *db))                                                           \
    X(char *, expanded_sql, (void *stmt))                                                         \
    X(int, extended_errcode, (void *db))                                                          \
    X(int, finalize, (void *stmt))                                                                \
    X(void, free, (void *memory))                                                                 \
    X(int, get_autocommit, (void *db))                                                            \
    X(void, interrupt, (void *db))                                                                \
    X(int64_t, last_insert_rowid, (void *db))                                                     \
    X(const char *, libversion, (void))                                                           \
    X(int, limit, (void *db, int category, int value))                                            \
    X(int, load_extension, (void *db, const char *file, const char *entry, char **message))       \
    X(void *, malloc64, (uint64_t size))                                                          \
    X(int, open_v2, (const char *file, void **db, int flags, const char *vfs))                    \
    X(int, prepare_v2, (void *db, const char *sql, int size, void **stmt, const char **tail))     \
    X(void, progress_handler, (void *db, int every, int (*handler)(void *), void *context))       \
    X(int, reset, (void *stmt))                                                                   \
    X(void, result_blob, (void *context, const void *data, int size, sqlite_free destroy))        \
    X(void, result_double, (void *context, double value))                                         \
    X(void, result_error, (void *context, const char *text, int size))                            \
    X(void, result_error_nomem, (void *context))                                                  \
    X(void, result_error_toobig, (void *context))                                                 \
    X(void, result_int64, (void *context, int64_t value))                                         \
    X(void, result_null, (void *context))                                                         \
    X(void, result_text, (void *context, const char *text, int size, sqlite_free destroy))        \
    X(unsigned char *, serialize, (void *db, const char *name, int64_t *size, unsigned flags))    \
    X(int, set_authorizer, (void *db, int (*ask)(void *, int, const char *, const char *,         \
                                                 const char *, const char *), void *context))     \
    X(int, sleep, (int milliseconds))                                                             \
    X(int, step, (void *stmt))                                                                    \
    X(int, stmt_busy, (void *stmt))                                                               \
    X(int, stmt_readonly, (void *stmt))                                                           \
    X(int, threadsafe, (void))                                                                    \
    X(int, total_changes, (void *db))                                                             \
    X(int, trace_v2, (void *db, unsigned mask, int (*trace)(unsigned, void *, void *, void *),    \
                      void *context))                                                             \
    X(void *, user_data, (void *context))                                                         \
    X(const void *, value_blob, (void *value))                                                    \
    X(int, value_bytes, (void *value))                                                            \
    X(double, value_double, (void *value))                                                        \
    X(int64_t, value_int64, (void *value))                                                        \
    X(const char *, value_text, (void *value))                                                    \
    X(int, value_type, (void *value))

struct sqlite_library {
    ouro_object base;
#define X(result, name, parameters) result(*name) parameters;
    SQLITE_FUNCTIONS(X)
#undef X
};

/* Exceptions come with their bases; the rest are dicts and classes. */
#define SQLITE_ERRORS(X)                                                                          \
    X(Warning) X(Error) X(InterfaceError) X(DatabaseError) X(DataError) X(OperationalError)       \
    X(IntegrityError) X(InternalError) X(ProgrammingError) X(NotSupportedError)

enum sqlite_kept {
#define X(name) SQ_##name,
    SQLITE_ERRORS(X)
#undef X
    SQ_ERRORS,
    SQ_ADAPTERS = SQ_ERRORS, SQ_CONVERTERS, SQ_CONNECTION, SQ_CURSOR, SQ_STATEMENT, SQ_ROW, SQ_BLOB,
    SQ_PROTOCOL, SQ_COUNT
};

struct sqlite_state {
    ouro_object base;
    ouro_runtime *rt;
    struct sqlite_library *lib;  /* counted */
    ouro_object *kept[SQ_COUNT];
    bool shows_tracebacks;       /* enable_callback_tracebacks */
    bool has_base_adapters;      /* a type that needs none has an adapter */
};

struct sqlite_connection;

/* What the library calls. */
struct sqlite_callback {
    struct sqlite_state *state;           /* counted */
    struct sqlite_connection *connection; /* uncounted; NULL once it is gone */
    struct sqlite_callback *next, *previous;
    ouro_object *callable;                /* counted; the connection reports it */
};

enum sqlite_hook { HOOK_TRACE, HOOK_PROGRESS, HOOK_AUTHORIZER, HOOK_COUNT };

struct sqlite_blob;

struct sqlite_connection {
    ouro_object base;
    struct sqlite_state *state;  /* counted; NULL before __init__ */
    void *db;
    ouro_object *row_factory, *text_factory;
    ouro_object *cache;          /* dict: sql -> statement, the latest last; or NULL */
    int64_t cache_max;
    const char *isolation_level; /* static; NULL: none */
    uint64_t thread;
    uint64_t busy_ns, busy_deadline, busy_pause; /* waiting for a lock while other threads run */
    int detect_types;
    bool is_ready, checks_thread, has_busy_handler;
    struct sqlite_callback *callbacks;
    struct sqlite_callback *hooks[HOOK_COUNT];
    struct sqlite_blob *blobs;
};

struct sqlite_statement {
    ouro_object base;
    struct sqlite_state *state;
    void *stmt; /* NULL: nothing but blanks and comments */
    bool is_in_use, is_dml;
};

struct sqlite_cursor {
    ouro_object base;
    struct sqlite_state *state;
    ouro_object *connection, *description, *converters /* tuple or NULL */, *lastrowid, *row_factory;
    ouro_object *statement;
    int64_t arraysize, rowcount;
    bool is_ready, is_closed, is_locked;
};

struct sqlite_blob {
    ouro_object base;
    struct sqlite_state *state;
    ouro_object *connection;
    void *blob; /* NULL: closed */
    int offset;
    struct sqlite_blob *next, *previous;
};

struct sqlite_row {
    ouro_object base;
    ouro_object *data, *description; /* tuples; description may be None */
};

static inline struct sqlite_state *sqlite_state_of(ouro_runtime *rt)
{
    return (struct sqlite_state *)(void *)ouro_vm_state_peek(rt, SQLITE_STATE);
}
static inline struct sqlite_connection *sqlite_connection_of(ouro_object *object)
{
    return (struct sqlite_connection *)(void *)object;
}
static inline struct sqlite_statement *sqlite_statement_of(ouro_object *object)
{
    return (struct sqlite_statement *)(void *)object;
}
static inline struct sqlite_cursor *sqlite_cursor_of(ouro_object *object)
{
    return (struct sqlite_cursor *)(void *)object;
}
static inline struct ouro_class *sqlite_class(const struct sqlite_state *state, enum sqlite_kept which)
{
    return (struct ouro_class *)(void *)state->kept[which];
}
static inline bool sqlite_is(const ouro_runtime *rt, const struct sqlite_state *state,
                             const ouro_object *object, enum sqlite_kept which)
{
    return ouro_class_is_subclass(class_of(rt, object), sqlite_class(state, which));
}

/* ---- sqlite_state.c: errors, arguments ---- */

/* Raises the error the library has for this database; nothing when it has none. */
void ouro_sqlite_fail(ouro_runtime *rt, struct sqlite_state *state, void *db);
/* After a call of the library that may have called back: false when it failed, or a collation did. db may be
 * NULL: closed meanwhile. */
bool ouro_sqlite_done(ouro_runtime *rt, struct sqlite_state *state, void *db, bool is_good);
void *ouro_sqlite_raise(ouro_runtime *rt, struct sqlite_state *state, enum sqlite_kept error,
                        const char *format, ...);
/* UTF-8 of a str without NUL, kept by *owner; where words the TypeError: "f() argument 1". */
bool ouro_sqlite_text(ouro_runtime *rt, ouro_object *object, const char *where, const char **text,
                      ouro_object **owner);
bool ouro_sqlite_int(ouro_runtime *rt, ouro_object *object, int *value);
/* An int as the library has them; OverflowError. */
bool ouro_sqlite_int64(ouro_runtime *rt, ouro_object *object, int64_t *value);
bool ouro_sqlite_constants_add(ouro_runtime *rt, ouro_object *module);
const char *ouro_sqlite_code_name(int code);

/* ---- sqlite_connection.c ---- */

bool ouro_sqlite_connection_class(ouro_runtime *rt, ouro_object *module);
bool ouro_sqlite_thread_check(ouro_runtime *rt, struct sqlite_connection *c);
bool ouro_sqlite_open_check(ouro_runtime *rt, struct sqlite_connection *c);
static inline bool ouro_sqlite_connection_check(ouro_runtime *rt, struct sqlite_connection *c)
{
    return ouro_sqlite_thread_check(rt, c) && ouro_sqlite_open_check(rt, c);
}
/* Runs one statement without parameters; false: the error is set. */
bool ouro_sqlite_run(ouro_runtime *rt, struct sqlite_connection *c, const char *sql);
/* The statement for this text, from the cache or new: owned. */
ouro_object *ouro_sqlite_connection_prepare(ouro_runtime *rt, struct sqlite_connection *c,
                                            ouro_object *sql);
/* Before the library may wait for a lock: other threads must not be kept waiting meanwhile. */
void ouro_sqlite_busy_prepare(ouro_runtime *rt, struct sqlite_connection *c);

/* ---- sqlite_callbacks.c ---- */

extern const struct ouro_method ouro_sqlite_callback_methods[];
void ouro_sqlite_callback_free(void *callback);
void ouro_sqlite_hooks_free(struct sqlite_connection *c);

/* ---- sqlite_transfer.c: backup, serialize and deserialize, blobopen; the class Blob ---- */

extern const struct ouro_method ouro_sqlite_transfer_methods[];
bool ouro_sqlite_blob_class(ouro_runtime *rt, ouro_object *module);
void ouro_sqlite_blobs_close(struct sqlite_connection *c);

/* ---- sqlite_statement.c ---- */

bool ouro_sqlite_statement_class(ouro_runtime *rt);
ouro_object *ouro_sqlite_statement_new(ouro_runtime *rt, struct sqlite_connection *c, ouro_object *sql);
void ouro_sqlite_statement_reset(struct sqlite_statement *s);
bool ouro_sqlite_statement_bind(ouro_runtime *rt, struct sqlite_statement *s, ouro_object *parameters);

/* ---- sqlite_cursor.c, sqlite_row.c ---- */

bool ouro_sqlite_cursor_class(ouro_runtime *rt, ouro_object *module);
bool ouro_sqlite_row_class(ouro_runtime *rt, ouro_object *module);

/* ---- sqlite_adapt.c: what a value becomes on its way in ---- */

extern const struct ouro_method ouro_sqlite_adapt_functions[];
ouro_object *ouro_sqlite_adapt(ouro_runtime *rt, struct sqlite_state *state, ouro_object *object,
                               ouro_object *protocol, ouro_object *otherwise /* or NULL */);

#endif
