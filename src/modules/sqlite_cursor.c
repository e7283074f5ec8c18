/* sqlite3.Cursor: running statements, and rows as Python objects. */
#include <stdio.h>
#include <string.h>

#include "modules/sqlite_internal.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

static struct sqlite_connection *connection_of(const struct sqlite_cursor *k)
{
    return sqlite_connection_of(k->connection);
}

/* ---- life ------------------------------------------------------------------------------------ */

static ouro_object *cursor_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    struct sqlite_state *state = sqlite_state_of(rt);
    ouro_object *self = state ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (self)
        sqlite_cursor_of(self)->state = (struct sqlite_state *)(void *)newref(&state->base);
    return self;
}

/* Nobody goes on with the statement: it may serve others. */
static void statement_drop(ouro_runtime *rt, struct sqlite_cursor *k)
{
    if (!k->statement)
        return;
    ouro_sqlite_statement_reset(sqlite_statement_of(k->statement));
    clearref(rt, &k->statement);
}

static void cursor_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct sqlite_cursor *k = sqlite_cursor_of(self);
    k->is_ready = false;
    if (k->statement) {
        ouro_object *error = ouro_error_take(rt);
        statement_drop(rt, k);
        ouro_error_restore(rt, error);
    }
    clearref(rt, &k->connection);
    clearref(rt, &k->description);
    clearref(rt, &k->converters);
    clearref(rt, &k->lastrowid);
    clearref(rt, &k->row_factory);
}

static void cursor_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    struct sqlite_cursor *k = sqlite_cursor_of(self);
    cursor_clear(heap, self);
    if (k->state)
        decref(runtime_of(heap), &k->state->base);
    ouro_class_free(runtime_of(heap), self);
}

static void cursor_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct sqlite_cursor *k = (const void *)self;
    ouro_visit(visitor, (ouro_object *const *)(const void *)&k->state);
    ouro_visit_range(visitor, &k->connection, 6);
    ouro_class_traverse_instance(self, visitor);
}

static bool lock_check(ouro_runtime *rt, struct sqlite_cursor *k)
{
    return !k->is_locked ||
           ouro_sqlite_raise(rt, k->state, SQ_ProgrammingError, "Recursive use of cursors not allowed.");
}

static bool cursor_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                        ouro_object *names)
{
    struct sqlite_cursor *k = sqlite_cursor_of(self);
    if (!ouro_args_no_keywords(rt, "Cursor", names) || !ouro_args_count(rt, "Cursor", count, 1, 1))
        return false;
    if (!sqlite_is(rt, k->state, args[0], SQ_CONNECTION))
        return ouro_raise(rt, EXC_TypeError, "Cursor() argument 1 must be sqlite3.Connection, not %T",
                          args[0]);
    if (!lock_check(rt, k))
        return false;
    cursor_clear(&rt->heap, self);
    k->connection = newref(args[0]);
    k->description = k->lastrowid = k->row_factory = rt->none;
    k->is_closed = false;
    k->arraysize = 1;
    k->rowcount = -1;
    if (!ouro_sqlite_thread_check(rt, connection_of(k)))
        return false;
    k->is_ready = true;
    return true;
}

static bool cursor_check(ouro_runtime *rt, struct sqlite_cursor *k)
{
    if (!k->is_ready)
        return ouro_sqlite_raise(rt, k->state, SQ_ProgrammingError, "Base Cursor.__init__ not called.");
    if (k->is_closed)
        return ouro_sqlite_raise(rt, k->state, SQ_ProgrammingError, "Cannot operate on a closed cursor.");
    return ouro_sqlite_connection_check(rt, connection_of(k)) && lock_check(rt, k);
}

/* ---- converters ------------------------------------------------------------------------------ */

/* Borrowed; NULL without an error: there is none. */
static ouro_object *converter_peek(ouro_runtime *rt, struct sqlite_state *state, const char *name,
                                   size_t size)
{
    ouro_object *text = ouro_str_decode(rt, (const uint8_t *)name, size, "utf-8", "strict");
    ouro_object *upper = text ? ouro_str_intern_text(rt, "upper") : NULL;
    ouro_object *key = upper ? ouro_call_method(rt, text, upper, NULL, 0) : NULL;
    ouro_object *found = key ? ouro_dict_peek(rt, state->kept[SQ_CONVERTERS], key) : NULL;
    xdecref(rt, text);
    xdecref(rt, upper);
    xdecref(rt, key);
    return found;
}

/* By the name in brackets behind the column's, or by its declared type. */
static ouro_object *column_converter_peek(ouro_runtime *rt, struct sqlite_connection *c, void *stmt,
                                          int column)
{
    struct sqlite_library *lib = c->state->lib;
    ouro_object *found = NULL;
    if (c->detect_types & PARSE_COLNAMES) {
        const char *name = lib->column_name(stmt, column);
        if (!name)
            return ouro_raise_memory(rt);
        const char *open = strchr(name, '['), *close = open ? strchr(open, ']') : NULL;
        for (const char *next; close && (next = memchr(open + 1, '[', (size_t)(close - open - 1)));)
            open = next;
        if (close)
            found = converter_peek(rt, c->state, open + 1, (size_t)(close - open - 1));
    }
    if (!found && !rt->error && c->detect_types & PARSE_DECLTYPES) {
        const char *type = lib->column_decltype(stmt, column);
        if (type)
            found = converter_peek(rt, c->state, type, strcspn(type, " ("));
    }
    return found;
}

static bool converters_find(ouro_runtime *rt, struct sqlite_cursor *k, struct sqlite_connection *c,
                            void *stmt)
{
    clearref(rt, &k->converters);
    if (!c->detect_types || !stmt)
        return true;
    int columns = c->state->lib->column_count(stmt);
    ouro_object *all = ouro_tuple_new(rt, (size_t)columns);
    for (int i = 0; all && i < columns; i++) {
        ouro_object *found = column_converter_peek(rt, c, stmt, i);
        if (rt->error)
            clearref(rt, &all);
        else
            tuple_items(all)[i] = found ? newref(found) : rt->none;
    }
    if (all) {
        setref_take(rt, &k->converters, all);
        return true;
    }
    ouro_object *cause = ouro_error_take(rt);
    ouro_sqlite_raise(rt, k->state, SQ_OperationalError, "Error while building row_cast_map");
    if (!rt->error)
        return false;
    struct ouro_exception *error = (struct ouro_exception *)(void *)rt->error;
    setref_take(rt, &error->cause, xnewref(cause));
    setref_take(rt, &error->context, cause);
    error->suppress_context = true;
    return false;
}

/* The name without what is in brackets. */
static ouro_object *column_title(ouro_runtime *rt, const struct sqlite_connection *c, const char *name)
{
    size_t size = strlen(name);
    if (c->detect_types & PARSE_COLNAMES) {
        size = strcspn(name, "[");
        if (name[size] && size && name[size - 1] == ' ')
            size--;
    }
    return ouro_str_decode(rt, (const uint8_t *)name, size, "utf-8", "strict");
}

static bool description_make(ouro_runtime *rt, struct sqlite_cursor *k, struct sqlite_connection *c,
                             void *stmt)
{
    int columns = c->state->lib->column_count(stmt);
    if (k->description != rt->none || columns <= 0)
        return true;
    ouro_object *all = ouro_tuple_new(rt, (size_t)columns), *none = rt->none;
    for (int i = 0; all && i < columns; i++) {
        const char *name = c->state->lib->column_name(stmt, i);
        ouro_object *title = name ? column_title(rt, c, name) : ouro_raise_memory(rt);
        ouro_object *one = title ? ouro_tuple_pack(rt, 7, title, none, none, none, none, none, none) : NULL;
        xdecref(rt, title);
        if (one)
            tuple_items(all)[i] = one;
        else
            clearref(rt, &all);
    }
    if (all)
        setref_take(rt, &k->description, all);
    return all != NULL;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* The text of a column is no UTF-8: the error says which, and shows it. */
static ouro_object *refuse_text(ouro_runtime *rt, struct sqlite_cursor *k, void *stmt, int column,
                                const char *text)
{
    char shown[200];
    if (!ouro_error_is(rt, EXC_UnicodeDecodeError))
        return NULL;
    ouro_error_clear(rt);
    const char *name = k->state->lib->column_name(stmt, column);
    snprintf(shown, sizeof shown - 1, "Could not decode to UTF-8 column '%s' with text '%s'",
             name ? name : "<unknown column name>", text);
    ouro_object *message = ouro_str_decode(rt, (const uint8_t *)shown, strlen(shown), "ascii", "replace");
    if (message)
        ouro_sqlite_raise(rt, k->state, SQ_OperationalError, "%U", message);
    xdecref(rt, message);
    return NULL;
}

static ouro_object *text_value(ouro_runtime *rt, struct sqlite_cursor *k, struct sqlite_connection *c,
                               void *stmt, int column)
{
    const char *text = k->state->lib->column_text(stmt, column);
    if (!text)
        return ouro_raise_memory(rt);
    size_t size = (size_t)k->state->lib->column_bytes(stmt, column);
    ouro_object *factory = c->text_factory;
    if (factory == (ouro_object *)builtin_class(rt, TYPE_STR)) {
        ouro_object *made = ouro_str_decode(rt, (const uint8_t *)text, size, "utf-8", "strict");
        return made ? made : refuse_text(rt, k, stmt, column, text);
    }
    if (factory == (ouro_object *)builtin_class(rt, TYPE_BYTEARRAY))
        return ouro_bytearray_new(rt, text, size);
    ouro_object *bytes = ouro_bytes_new(rt, text, size);
    if (!bytes || factory == (ouro_object *)builtin_class(rt, TYPE_BYTES))
        return bytes;
    incref(factory ? factory : rt->none);
    ouro_object *made = ouro_call1(rt, factory ? factory : rt->none, bytes);
    decref(rt, factory ? factory : rt->none);
    decref(rt, bytes);
    return made;
}

static ouro_object *bytes_value(ouro_runtime *rt, struct sqlite_cursor *k, void *stmt, int column)
{
    const void *data = k->state->lib->column_blob(stmt, column);
    int size = k->state->lib->column_bytes(stmt, column);
    return ouro_bytes_new(rt, data ? data : "", (size_t)size);
}

static ouro_object *column_value(ouro_runtime *rt, struct sqlite_cursor *k, struct sqlite_connection *c,
                                 void *stmt, int column)
{
    struct sqlite_library *lib = k->state->lib;
    ouro_object *all = k->converters;
    ouro_object *converter = all && (size_t)column < tuple_length(all) ? tuple_at(all, column) : rt->none;
    if (converter != rt->none) {
        if (lib->column_type(stmt, column) == SQLITE_NULL || !lib->column_blob(stmt, column))
            return rt->none;
        ouro_object *bytes = bytes_value(rt, k, stmt, column);
        incref(converter);
        ouro_object *made = bytes ? ouro_call1(rt, converter, bytes) : NULL;
        decref(rt, converter);
        xdecref(rt, bytes);
        return made;
    }
    switch (lib->column_type(stmt, column)) {
    case SQLITE_NULL:
        return rt->none;
    case SQLITE_INTEGER:
        return ouro_int_new(rt, lib->column_int64(stmt, column));
    case SQLITE_FLOAT:
        return ouro_float_new(rt, lib->column_double(stmt, column));
    case SQLITE_TEXT:
        return text_value(rt, k, c, stmt, column);
    default:
        return bytes_value(rt, k, stmt, column);
    }
}

static ouro_object *row_read(ouro_runtime *rt, struct sqlite_cursor *k, struct sqlite_connection *c,
                             void *stmt)
{
    int columns = k->state->lib->data_count(stmt);
    ouro_object *row = ouro_tuple_new(rt, (size_t)columns);
    for (int i = 0; row && i < columns; i++) {
        ouro_object *value = column_value(rt, k, c, stmt, i);
        if (value)
            tuple_items(row)[i] = value;
        else
            clearref(rt, &row);
    }
    return row;
}

/* The row is read: the statement goes on to the next one. */
static bool advance(ouro_runtime *rt, struct sqlite_cursor *k, struct sqlite_connection *c)
{
    struct sqlite_statement *s = sqlite_statement_of(k->statement);
    struct sqlite_library *lib = k->state->lib;
    void *db = lib->db_handle(s->stmt);
    if (c->db)
        ouro_sqlite_busy_prepare(rt, c);
    int code = lib->step(s->stmt);
    bool is_good = ouro_sqlite_done(rt, k->state, db, code == SQLITE_ROW || code == SQLITE_DONE);
    if (code == SQLITE_ROW && is_good)
        return true;
    if (code == SQLITE_DONE && s->is_dml)
        k->rowcount = lib->changes(db);
    ouro_object *error = ouro_error_take(rt);
    statement_drop(rt, k);
    ouro_error_restore(rt, error);
    return is_good;
}

static ouro_object *cursor_next(ouro_runtime *rt, ouro_object *self)
{
    struct sqlite_cursor *k = sqlite_cursor_of(self);
    if (!cursor_check(rt, k) || !k->statement)
        return NULL;
    struct sqlite_connection *c = connection_of(k);
    void *stmt = sqlite_statement_of(k->statement)->stmt;
    if (!k->state->lib->data_count(stmt)) {
        statement_drop(rt, k);
        return NULL;
    }
    k->is_locked = true;
    ouro_object *row = row_read(rt, k, c, stmt);
    if (row && !advance(rt, k, c))
        clearref(rt, &row);
    k->is_locked = false;
    if (!row || !k->row_factory || k->row_factory == rt->none)
        return row;
    ouro_object *factory = newref(k->row_factory), *made = ouro_call2(rt, factory, self, row);
    decref(rt, factory);
    decref(rt, row);
    return made;
}

/* ---- executing ------------------------------------------------------------------------------- */

static bool begin(ouro_runtime *rt, struct sqlite_connection *c)
{
    char sql[24];
    snprintf(sql, sizeof sql, "BEGIN %s", c->isolation_level);
    return ouro_sqlite_run(rt, c, sql);
}

/* The statement for this text, which nobody else uses. */
static struct sqlite_statement *statement_take(ouro_runtime *rt, struct sqlite_cursor *k,
                                               struct sqlite_connection *c, ouro_object *sql, bool is_many)
{
    statement_drop(rt, k);
    k->statement = ouro_sqlite_connection_prepare(rt, c, sql);
    if (!k->statement)
        return NULL;
    struct sqlite_statement *s = sqlite_statement_of(k->statement);
    if (is_many && k->state->lib->stmt_readonly(s->stmt)) {
        clearref(rt, &k->statement); /* another cursor may be using it */
        return ouro_sqlite_raise(rt, k->state, SQ_ProgrammingError,
                                 "executemany() can only execute DML statements.");
    }
    if (s->is_in_use) {
        setref_take(rt, &k->statement, ouro_sqlite_statement_new(rt, c, sql));
        if (!k->statement)
            return NULL;
        s = sqlite_statement_of(k->statement);
    }
    s->is_in_use = true;
    k->rowcount = s->is_dml ? 0 : -1;
    return s;
}

/* Runs the statement with these parameters up to its first row. */
static bool run_once(ouro_runtime *rt, struct sqlite_cursor *k, struct sqlite_connection *c,
                     struct sqlite_statement *s, ouro_object *parameters)
{
    struct sqlite_library *lib = k->state->lib;
    if (!ouro_sqlite_open_check(rt, c) || !ouro_sqlite_statement_bind(rt, s, parameters) ||
        !ouro_sqlite_open_check(rt, c))
        return false;
    if (!s->stmt)
        return converters_find(rt, k, c, NULL);
    ouro_sqlite_busy_prepare(rt, c);
    void *db = lib->db_handle(s->stmt);
    int code = lib->step(s->stmt);
    if (!ouro_sqlite_done(rt, k->state, db, code == SQLITE_DONE || code == SQLITE_ROW) ||
        !converters_find(rt, k, c, s->stmt) || !description_make(rt, k, c, s->stmt))
        return false;
    if (code == SQLITE_DONE) {
        if (s->is_dml)
            k->rowcount += lib->changes(db);
        ouro_sqlite_statement_reset(s);
        s->is_in_use = true; /* by the cursor, until it drops it */
    }
    return true;
}

static bool run_many(ouro_runtime *rt, struct sqlite_cursor *k, struct sqlite_connection *c,
                     struct sqlite_statement *s, ouro_object *iterator)
{
    ouro_object *parameters;
    while ((parameters = ouro_next(rt, iterator))) {
        bool is_good = run_once(rt, k, c, s, parameters);
        decref(rt, parameters);
        if (!is_good)
            return false;
    }
    return !rt->error;
}

/* sql is a str; iterator yields parameters for executemany, else it is NULL. */
static bool execute(ouro_runtime *rt, struct sqlite_cursor *k, ouro_object *sql, ouro_object *parameters,
                    ouro_object *iterator)
{
    struct sqlite_connection *c = connection_of(k);
    setref_take(rt, &k->description, rt->none);
    struct sqlite_statement *s = statement_take(rt, k, c, sql, iterator != NULL);
    if (!s || !ouro_sqlite_open_check(rt, c))
        return false;
    if (c->isolation_level && s->is_dml && k->state->lib->get_autocommit(c->db) && !begin(rt, c))
        return false;
    if (iterator)
        return run_many(rt, k, c, s, iterator);
    if (!run_once(rt, k, c, s, parameters))
        return false;
    void *db = s->stmt ? k->state->lib->db_handle(s->stmt) : c->db;
    ouro_object *row = db ? ouro_int_new(rt, k->state->lib->last_insert_rowid(db)) : rt->none;
    if (row)
        setref_take(rt, &k->lastrowid, row);
    return row != NULL;
}

static ouro_object *execute_locked(ouro_runtime *rt, ouro_object *self, ouro_object *sql,
                                   ouro_object *parameters, ouro_object *iterator)
{
    struct sqlite_cursor *k = sqlite_cursor_of(self);
    incref(self);
    k->is_locked = true;
    bool is_good = execute(rt, k, sql, parameters, iterator);
    k->is_locked = false;
    struct sqlite_statement *s = k->statement ? sqlite_statement_of(k->statement) : NULL;
    if (!is_good) {
        ouro_object *error = ouro_error_take(rt);
        statement_drop(rt, k);
        k->rowcount = -1;
        ouro_error_restore(rt, error);
    } else if (s && !(s->stmt && k->state->lib->stmt_busy(s->stmt))) {
        s->is_in_use = false;
        clearref(rt, &k->statement);
    }
    if (is_good)
        return self;
    decref(rt, self);
    return NULL;
}

static bool sql_check(ouro_runtime *rt, ouro_object *sql, const char *function)
{
    return is_str(rt, sql) ||
           (sql == rt->none ? ouro_raise(rt, EXC_TypeError, "%s() argument 1 must be str, not None", function)
                            : ouro_raise(rt, EXC_TypeError, "%s() argument 1 must be str, not %T", function,
                                         sql));
}

NATIVE(cursor_execute)
{
    if (!sql_check(rt, args[0], "execute") || !cursor_check(rt, sqlite_cursor_of(self)))
        return NULL;
    return execute_locked(rt, self, args[0], count > 1 ? args[1] : rt->empty_tuple, NULL);
}

NATIVE(cursor_executemany)
{
    if (!sql_check(rt, args[0], "executemany") || !cursor_check(rt, sqlite_cursor_of(self)))
        return NULL;
    ouro_object *iterator = ouro_iter(rt, args[1]);
    if (!iterator)
        return NULL;
    ouro_object *result = NULL;
    if (cursor_check(rt, sqlite_cursor_of(self))) /* __iter__ may have closed it */
        result = execute_locked(rt, self, args[0], NULL, iterator);
    decref(rt, iterator);
    return result;
}

/* One statement after the other. */
static bool script_run(ouro_runtime *rt, struct sqlite_connection *c, const char *sql, size_t size)
{
    struct sqlite_library *lib = c->state->lib;
    void *stmt;
    const char *tail;
    int code;
    while (*sql) {
        if (!ouro_sqlite_open_check(rt, c))
            return false;
        ouro_sqlite_busy_prepare(rt, c);
        code = lib->prepare_v2(c->db, sql, (int)size + 1, &stmt, &tail);
        if (code == SQLITE_OK) {
            while (stmt && lib->step(stmt) == SQLITE_ROW && !rt->error)
                ;
            code = lib->finalize(stmt);
        }
        if (!ouro_sqlite_done(rt, c->state, c->db, code == SQLITE_OK))
            return false;
        size -= (size_t)(tail - sql);
        sql = tail;
    }
    return true;
}

NATIVE(cursor_executescript)
{
    struct sqlite_cursor *k = sqlite_cursor_of(self);
    const char *sql;
    ouro_object *owner;
    if (!ouro_sqlite_text(rt, args[0], "executescript() argument", &sql, &owner))
        return NULL;
    if (!cursor_check(rt, k)) {
        xdecref(rt, owner);
        return NULL;
    }
    struct sqlite_connection *c = connection_of(k);
    size_t size = strlen(sql);
    ouro_object *holder = newref(k->connection); /* a callback may give the cursor another one */
    if (size > (size_t)c->state->lib->limit(c->db, SQLITE_LIMIT_SQL_LENGTH, -1))
        ouro_sqlite_raise(rt, k->state, SQ_DataError, "query string is too large");
    else if (c->state->lib->get_autocommit(c->db) || ouro_sqlite_run(rt, c, "COMMIT"))
        script_run(rt, c, sql, size);
    decref(rt, holder);
    xdecref(rt, owner);
    return rt->error ? NULL : newref(self);
}

/* ---- fetching and the rest ------------------------------------------------------------------- */

NATIVE(cursor_fetchone)
{
    ouro_object *row = cursor_next(rt, self);
    return row || rt->error ? row : rt->none;
}

/* most <= 0: all there are. */
static ouro_object *fetch(ouro_runtime *rt, ouro_object *self, int64_t most)
{
    ouro_object *list = ouro_list_new(rt, 0), *row;
    while (list && (row = cursor_next(rt, self))) {
        if (!ouro_list_append_take(rt, list, row))
            clearref(rt, &list);
        else if (--most == 0)
            break;
    }
    if (list && rt->error)
        clearref(rt, &list);
    return list;
}

NATIVE(cursor_fetchmany)
{
    static const char *const parameters[] = {"size", NULL};
    static const struct ouro_signature signature = {"fetchmany", parameters, 0, 1};
    ouro_object *out[1];
    int most = (int)sqlite_cursor_of(self)->arraysize;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[0] && !ouro_sqlite_int(rt, out[0], &most)))
        return NULL;
    return fetch(rt, self, most);
}

NATIVE(cursor_fetchall)
{
    return fetch(rt, self, 0);
}

NATIVE(cursor_setinputsizes)
{
    return rt->none;
}

NATIVE(cursor_setoutputsize)
{
    static const char *const parameters[] = {"", "", NULL};
    static const struct ouro_signature signature = {"setoutputsize", parameters, 1, 2};
    ouro_object *out[2];
    return ouro_args_bind(rt, &signature, args, count, names, out) ? rt->none : NULL;
}

NATIVE(cursor_close)
{
    struct sqlite_cursor *k = sqlite_cursor_of(self);
    if (!lock_check(rt, k))
        return NULL;
    if (!k->connection)
        return ouro_sqlite_raise(rt, k->state, SQ_ProgrammingError, "Base Cursor.__init__ not called.");
    if (!ouro_sqlite_connection_check(rt, connection_of(k)))
        return NULL;
    statement_drop(rt, k);
    k->is_closed = true;
    return rt->none;
}

static ouro_object *arraysize_get(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, sqlite_cursor_of(self)->arraysize);
}

static bool arraysize_set(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    int64_t size;
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "can't delete numeric/char attribute");
    if (!ouro_index_i64(rt, value, &size, EXC_OverflowError))
        return false;
    sqlite_cursor_of(self)->arraysize = (int)size;
    return size == (int)size || ouro_warn(rt, EXC_RuntimeWarning, 1, "Truncation of value to int");
}

bool ouro_sqlite_cursor_class(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"execute", cursor_execute, 1, 2, 0, "Executes an SQL statement."},
        {"executemany", cursor_executemany, 2, 2, 0, "Repeatedly executes an SQL statement."},
        {"executescript", cursor_executescript, 1, 1, 0, "Executes multiple SQL statements at once."},
        {"fetchone", cursor_fetchone, 0, 0, 0, "Fetches one row from the resultset."},
        {"fetchmany", cursor_fetchmany, 0, -1, METHOD_KEYWORDS, "Fetches several rows from the resultset."},
        {"fetchall", cursor_fetchall, 0, 0, 0, "Fetches all rows from the resultset."},
        {"setinputsizes", cursor_setinputsizes, 1, 1, 0, "Required by DB-API. Does nothing in sqlite3."},
        {"setoutputsize", cursor_setoutputsize, 0, -1, METHOD_KEYWORDS,
         "Required by DB-API. Does nothing in sqlite3."},
        {"close", cursor_close, 0, 0, 0, "Closes the cursor."},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"arraysize", arraysize_get, arraysize_set, NULL},
        {0},
    };
    static const struct ouro_member members[] = {
        {"connection", offsetof(struct sqlite_cursor, connection), MEMBER_OBJECT_STRICT, true},
        {"description", offsetof(struct sqlite_cursor, description), MEMBER_OBJECT, true},
        {"lastrowid", offsetof(struct sqlite_cursor, lastrowid), MEMBER_OBJECT, true},
        {"rowcount", offsetof(struct sqlite_cursor, rowcount), MEMBER_I64, true},
        {"row_factory", offsetof(struct sqlite_cursor, row_factory), MEMBER_OBJECT, false},
        {0},
    };
    struct ouro_class *cls = ouro_class_native(rt, "sqlite3.Cursor", NULL, sizeof(struct sqlite_cursor),
                                               OURO_BLOCK_CONTAINER, OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = cursor_dealloc;
    cls->core.traverse = cursor_traverse;
    cls->core.clear = cursor_clear;
    cls->create = cursor_create;
    cls->init = cursor_init;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = cursor_next;
    return ouro_class_ready(rt, cls, methods, getsets, members) && ouro_foreign_class_add(rt, module, cls);
}
