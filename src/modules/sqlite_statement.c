/* Statements of _sqlite3: preparing, and binding parameters. */
#include <string.h>

#include "modules/sqlite_internal.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

static void statement_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct sqlite_statement *s = sqlite_statement_of(self);
    if (s->stmt) {
        ouro_object *error = ouro_error_take(rt);
        s->state->lib->finalize(s->stmt);
        ouro_error_restore(rt, error);
    }
    if (s->state)
        decref(rt, &s->state->base);
    ouro_class_free(rt, self);
}

static void statement_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct sqlite_statement *s = (const void *)self;
    ouro_visit(visitor, (ouro_object *const *)(const void *)&s->state);
}

/* ---- preparing ------------------------------------------------------------------------------- */

/* The first thing that is not blank and no comment; NULL: there is none. */
static const char *skip_blanks(const char *sql)
{
    for (; *sql; sql++) {
        if (strchr(" \t\f\n\r", *sql))
            continue;
        if (sql[0] == '-' && sql[1] == '-') {
            sql = strchr(sql, '\n');
        } else if (sql[0] == '/' && sql[1] == '*') {
            sql = strstr(sql + 2, "*/");
            sql += sql ? 1 : 0;
        } else {
            return sql;
        }
        if (!sql)
            return NULL;
    }
    return NULL;
}

static bool starts_with(const char *text, const char *word)
{
    for (; *word; text++, word++)
        if ((*text | 0x20) != *word)
            return false;
    return true;
}

/* Does it change rows? Then a transaction begins before it. */
static bool changes_rows(const char *sql)
{
    sql = skip_blanks(sql);
    return sql && (starts_with(sql, "insert") || starts_with(sql, "update") ||
                   starts_with(sql, "delete") || starts_with(sql, "replace"));
}

static void *prepare(ouro_runtime *rt, struct sqlite_connection *c, const char *sql, size_t size)
{
    struct sqlite_library *lib = c->state->lib;
    const char *tail = NULL;
    void *stmt = NULL;
    if (size > (size_t)lib->limit(c->db, SQLITE_LIMIT_SQL_LENGTH, -1))
        return ouro_sqlite_raise(rt, c->state, SQ_DataError, "query string is too large");
    if (strlen(sql) != size)
        return ouro_sqlite_raise(rt, c->state, SQ_ProgrammingError, "the query contains a null character");
    ouro_sqlite_busy_prepare(rt, c);
    int code = lib->prepare_v2(c->db, sql, (int)size + 1, &stmt, &tail);
    if (!ouro_sqlite_done(rt, c->state, c->db, code == SQLITE_OK))
        return NULL;
    if (!skip_blanks(tail))
        return stmt;
    lib->finalize(stmt);
    return ouro_sqlite_raise(rt, c->state, SQ_ProgrammingError,
                             "You can only execute one statement at a time.");
}

ouro_object *ouro_sqlite_statement_new(ouro_runtime *rt, struct sqlite_connection *c, ouro_object *sql)
{
    ouro_object *owner, *self = NULL;
    size_t size;
    const char *text = ouro_str_utf8(rt, sql, &size, &owner);
    void *stmt = text ? prepare(rt, c, text, size) : NULL;
    if (!rt->error)
        self = ouro_class_alloc(rt, sqlite_class(c->state, SQ_STATEMENT), 0);
    if (self) {
        struct sqlite_statement *s = sqlite_statement_of(self);
        s->state = (struct sqlite_state *)(void *)newref(&c->state->base);
        s->stmt = stmt;
        s->is_dml = changes_rows(text);
    } else if (stmt) {
        c->state->lib->finalize(stmt);
    }
    xdecref(rt, owner);
    return self;
}

void ouro_sqlite_statement_reset(struct sqlite_statement *s)
{
    if (s->is_in_use && s->stmt && s->state->lib->reset(s->stmt) == SQLITE_OK)
        s->is_in_use = false;
}

/* ---- binding --------------------------------------------------------------------------------- */

static bool bind_bytes(ouro_runtime *rt, struct sqlite_statement *s, int index, ouro_object *value)
{
    const uint8_t *data;
    size_t size;
    if (!ouro_buffer_get(rt, value, &data, &size))
        return false;
    if (size > INT_MAX)
        return ouro_raise(rt, EXC_OverflowError, "BLOB longer than INT_MAX bytes");
    return s->state->lib->bind_blob(s->stmt, index, size ? data : (const uint8_t *)"", (int)size,
                                    SQLITE_TRANSIENT) == SQLITE_OK;
}

static bool bind_str(ouro_runtime *rt, struct sqlite_statement *s, int index, ouro_object *value)
{
    ouro_object *owner;
    size_t size;
    const char *text = ouro_str_utf8(rt, value, &size, &owner);
    if (!text)
        return false;
    bool is_good = size <= INT_MAX
                       ? s->state->lib->bind_text(s->stmt, index, text, (int)size,
                                                  SQLITE_TRANSIENT) == SQLITE_OK
                       : ouro_raise(rt, EXC_OverflowError, "string longer than INT_MAX bytes") != NULL;
    xdecref(rt, owner);
    return is_good;
}

/* false without an error of ours: the library has one. */
static bool bind_value(ouro_runtime *rt, struct sqlite_statement *s, int index, ouro_object *value)
{
    struct sqlite_library *lib = s->state->lib;
    int64_t number;
    double real;
    if (value == rt->none)
        return lib->bind_null(s->stmt, index) == SQLITE_OK;
    if (is_int(rt, value))
        return ouro_sqlite_int64(rt, value, &number) && lib->bind_int64(s->stmt, index, number) == SQLITE_OK;
    if (is_float(rt, value))
        return ouro_as_double(rt, value, &real) && lib->bind_double(s->stmt, index, real) == SQLITE_OK;
    if (is_str(rt, value))
        return bind_str(rt, s, index, value);
    if (class_of(rt, value)->buffer)
        return bind_bytes(rt, s, index, value);
    return ouro_sqlite_raise(rt, s->state, SQ_ProgrammingError,
                             "Error binding parameter %d: type '%T' is not supported", index, value);
}

static bool needs_adapter(ouro_runtime *rt, const struct sqlite_state *state, const ouro_object *value)
{
    return state->has_base_adapters ||
           !(is_exact(value, TYPE_INT) || is_exact(value, TYPE_FLOAT) || is_exact(value, TYPE_STR) ||
             is_exact(value, TYPE_BYTEARRAY) || value == rt->none || is_exact(value, TYPE_BYTES));
}

/* value is taken. */
static bool bind_one_take(ouro_runtime *rt, struct sqlite_statement *s, int index, ouro_object *value)
{
    if (needs_adapter(rt, s->state, value)) {
        ouro_object *adapted = ouro_sqlite_adapt(rt, s->state, value, s->state->kept[SQ_PROTOCOL], value);
        decref(rt, value);
        if (!(value = adapted))
            return false;
    }
    bool is_good = bind_value(rt, s, index, value);
    if (!is_good && !rt->error)
        ouro_sqlite_fail(rt, s->state, s->state->lib->db_handle(s->stmt));
    decref(rt, value);
    return is_good;
}

/* Item i of a sequence: owned. */
static ouro_object *item_at(ouro_runtime *rt, ouro_object *sequence, int i)
{
    if (is_exact(sequence, TYPE_TUPLE))
        return newref(tuple_at(sequence, i));
    if (is_exact(sequence, TYPE_LIST) && (uint32_t)i < list_length(sequence))
        return newref(list_at(sequence, i));
    ouro_object *index = ouro_int_new(rt, i), *item = index ? ouro_getitem(rt, sequence, index) : NULL;
    xdecref(rt, index);
    return item;
}

static bool bind_sequence(ouro_runtime *rt, struct sqlite_statement *s, ouro_object *parameters, int needed)
{
    ptrdiff_t given = ouro_length(rt, parameters);
    if (given < 0)
        return false;
    if (given != needed)
        return ouro_sqlite_raise(rt, s->state, SQ_ProgrammingError,
                                 "Incorrect number of bindings supplied. The current statement uses %d, and "
                                 "there are %td supplied.", needed, given);
    for (int i = 0; i < needed; i++) {
        ouro_object *value = item_at(rt, parameters, i);
        if (!value || !bind_one_take(rt, s, i + 1, value))
            return false;
    }
    return true;
}

static ouro_object *named(ouro_runtime *rt, struct sqlite_statement *s, ouro_object *mapping,
                          const char *name)
{
    ouro_object *key = ouro_str_from(rt, name), *value = NULL;
    if (!key)
        return NULL;
    if (is_exact(mapping, TYPE_DICT))
        value = xnewref(ouro_dict_peek(rt, mapping, key));
    else
        value = ouro_getitem(rt, mapping, key);
    decref(rt, key);
    if (!value && (!rt->error || ouro_error_is(rt, EXC_LookupError))) {
        ouro_error_clear(rt);
        ouro_sqlite_raise(rt, s->state, SQ_ProgrammingError,
                          "You did not supply a value for binding parameter :%s.", name);
    }
    return value;
}

static bool bind_mapping(ouro_runtime *rt, struct sqlite_statement *s, ouro_object *parameters, int needed)
{
    for (int i = 1; i <= needed; i++) {
        const char *name = s->state->lib->bind_parameter_name(s->stmt, i);
        if (!name)
            return ouro_sqlite_raise(rt, s->state, SQ_ProgrammingError, "Binding %d has no name, but you "
                                     "supplied a dictionary (which has only names).", i);
        ouro_object *value = named(rt, s, parameters, name + 1);
        if (!value || !bind_one_take(rt, s, i, value))
            return false;
    }
    return true;
}

bool ouro_sqlite_statement_bind(ouro_runtime *rt, struct sqlite_statement *s, ouro_object *parameters)
{
    int needed = s->state->lib->bind_parameter_count(s->stmt);
    const struct ouro_class *cls = class_of(rt, parameters);
    if (is_exact(parameters, TYPE_TUPLE) || is_exact(parameters, TYPE_LIST))
        return bind_sequence(rt, s, parameters, needed);
    /* What a class statement makes counts as a sequence when it has __getitem__. */
    bool is_mapping = is_dict(rt, parameters) ||
                      (!(cls->core.flags & OURO_TYPE_HEAP) && cls->core.flags & CLASS_MAPPING);
    if (!is_mapping && cls->getitem)
        return bind_sequence(rt, s, parameters, needed);
    if (cls->getitem)
        return bind_mapping(rt, s, parameters, needed);
    return ouro_sqlite_raise(rt, s->state, SQ_ProgrammingError, "parameters are of unsupported type");
}

bool ouro_sqlite_statement_class(ouro_runtime *rt)
{
    struct ouro_class *cls = ouro_class_native(rt, "sqlite3.Statement", NULL, sizeof(struct sqlite_statement),
                                               OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = statement_dealloc;
    cls->core.traverse = statement_traverse;
    return ouro_class_ready(rt, cls, NULL, NULL, NULL) &&
           ouro_vm_state_set(rt, "sqlite3.Statement", (ouro_object *)cls);
}
