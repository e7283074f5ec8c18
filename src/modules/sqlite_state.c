/* _sqlite3: errors of the library as exceptions, arguments, constants. */
#include <string.h>

#include "modules/sqlite_internal.h"
#include "types/int.h"
#include "types/str.h"

/* The codes of results first: they have names in exceptions. */
static const struct ouro_foreign_number result_codes[] = {
#define CODE(name, value) {"SQLITE_" #name, value}
    CODE(OK, 0), CODE(ERROR, 1), CODE(INTERNAL, 2), CODE(PERM, 3), CODE(ABORT, 4), CODE(BUSY, 5),
    CODE(LOCKED, 6), CODE(NOMEM, 7), CODE(READONLY, 8), CODE(INTERRUPT, 9), CODE(IOERR, 10),
    CODE(CORRUPT, 11), CODE(NOTFOUND, 12), CODE(FULL, 13), CODE(CANTOPEN, 14), CODE(PROTOCOL, 15),
    CODE(EMPTY, 16), CODE(SCHEMA, 17), CODE(TOOBIG, 18), CODE(CONSTRAINT, 19), CODE(MISMATCH, 20),
    CODE(MISUSE, 21), CODE(NOLFS, 22), CODE(AUTH, 23), CODE(FORMAT, 24), CODE(RANGE, 25),
    CODE(NOTADB, 26), CODE(NOTICE, 27), CODE(WARNING, 28), CODE(ROW, 100), CODE(DONE, 101),
    {"SQLITE_ABORT_ROLLBACK", 4 | 2 << 8}, {"SQLITE_AUTH_USER", 23 | 1 << 8},
    {"SQLITE_BUSY_RECOVERY", 5 | 1 << 8}, {"SQLITE_BUSY_SNAPSHOT", 5 | 2 << 8},
    {"SQLITE_BUSY_TIMEOUT", 5 | 3 << 8}, {"SQLITE_CANTOPEN_CONVPATH", 14 | 4 << 8},
    {"SQLITE_CANTOPEN_DIRTYWAL", 14 | 5 << 8}, {"SQLITE_CANTOPEN_FULLPATH", 14 | 3 << 8},
    {"SQLITE_CANTOPEN_ISDIR", 14 | 2 << 8}, {"SQLITE_CANTOPEN_NOTEMPDIR", 14 | 1 << 8},
    {"SQLITE_CANTOPEN_SYMLINK", 14 | 6 << 8}, {"SQLITE_CONSTRAINT_CHECK", 19 | 1 << 8},
    {"SQLITE_CONSTRAINT_COMMITHOOK", 19 | 2 << 8}, {"SQLITE_CONSTRAINT_FOREIGNKEY", 19 | 3 << 8},
    {"SQLITE_CONSTRAINT_FUNCTION", 19 | 4 << 8}, {"SQLITE_CONSTRAINT_NOTNULL", 19 | 5 << 8},
    {"SQLITE_CONSTRAINT_PINNED", 19 | 11 << 8}, {"SQLITE_CONSTRAINT_PRIMARYKEY", 19 | 6 << 8},
    {"SQLITE_CONSTRAINT_ROWID", 19 | 10 << 8}, {"SQLITE_CONSTRAINT_TRIGGER", 19 | 7 << 8},
    {"SQLITE_CONSTRAINT_UNIQUE", 19 | 8 << 8}, {"SQLITE_CONSTRAINT_VTAB", 19 | 9 << 8},
    {"SQLITE_CORRUPT_INDEX", 11 | 3 << 8}, {"SQLITE_CORRUPT_SEQUENCE", 11 | 2 << 8},
    {"SQLITE_CORRUPT_VTAB", 11 | 1 << 8}, {"SQLITE_ERROR_MISSING_COLLSEQ", 1 | 1 << 8},
    {"SQLITE_ERROR_RETRY", 1 | 2 << 8}, {"SQLITE_ERROR_SNAPSHOT", 1 | 3 << 8},
    {"SQLITE_IOERR_ACCESS", 10 | 13 << 8}, {"SQLITE_IOERR_AUTH", 10 | 28 << 8},
    {"SQLITE_IOERR_BEGIN_ATOMIC", 10 | 29 << 8}, {"SQLITE_IOERR_BLOCKED", 10 | 11 << 8},
    {"SQLITE_IOERR_CHECKRESERVEDLOCK", 10 | 14 << 8}, {"SQLITE_IOERR_CLOSE", 10 | 16 << 8},
    {"SQLITE_IOERR_COMMIT_ATOMIC", 10 | 30 << 8}, {"SQLITE_IOERR_CONVPATH", 10 | 26 << 8},
    {"SQLITE_IOERR_CORRUPTFS", 10 | 33 << 8}, {"SQLITE_IOERR_DATA", 10 | 32 << 8},
    {"SQLITE_IOERR_DELETE", 10 | 10 << 8}, {"SQLITE_IOERR_DELETE_NOENT", 10 | 23 << 8},
    {"SQLITE_IOERR_DIR_CLOSE", 10 | 17 << 8}, {"SQLITE_IOERR_DIR_FSYNC", 10 | 5 << 8},
    {"SQLITE_IOERR_FSTAT", 10 | 7 << 8}, {"SQLITE_IOERR_FSYNC", 10 | 4 << 8},
    {"SQLITE_IOERR_GETTEMPPATH", 10 | 25 << 8}, {"SQLITE_IOERR_LOCK", 10 | 15 << 8},
    {"SQLITE_IOERR_MMAP", 10 | 24 << 8}, {"SQLITE_IOERR_NOMEM", 10 | 12 << 8},
    {"SQLITE_IOERR_RDLOCK", 10 | 9 << 8}, {"SQLITE_IOERR_READ", 10 | 1 << 8},
    {"SQLITE_IOERR_ROLLBACK_ATOMIC", 10 | 31 << 8}, {"SQLITE_IOERR_SEEK", 10 | 22 << 8},
    {"SQLITE_IOERR_SHMLOCK", 10 | 20 << 8}, {"SQLITE_IOERR_SHMMAP", 10 | 21 << 8},
    {"SQLITE_IOERR_SHMOPEN", 10 | 18 << 8}, {"SQLITE_IOERR_SHMSIZE", 10 | 19 << 8},
    {"SQLITE_IOERR_SHORT_READ", 10 | 2 << 8}, {"SQLITE_IOERR_TRUNCATE", 10 | 6 << 8},
    {"SQLITE_IOERR_UNLOCK", 10 | 8 << 8}, {"SQLITE_IOERR_VNODE", 10 | 27 << 8},
    {"SQLITE_IOERR_WRITE", 10 | 3 << 8}, {"SQLITE_LOCKED_SHAREDCACHE", 6 | 1 << 8},
    {"SQLITE_LOCKED_VTAB", 6 | 2 << 8}, {"SQLITE_NOTICE_RECOVER_ROLLBACK", 27 | 2 << 8},
    {"SQLITE_NOTICE_RECOVER_WAL", 27 | 1 << 8}, {"SQLITE_OK_LOAD_PERMANENTLY", 0 | 1 << 8},
    {"SQLITE_OK_SYMLINK", 0 | 2 << 8}, {"SQLITE_READONLY_CANTINIT", 8 | 5 << 8},
    {"SQLITE_READONLY_CANTLOCK", 8 | 2 << 8}, {"SQLITE_READONLY_DBMOVED", 8 | 4 << 8},
    {"SQLITE_READONLY_DIRECTORY", 8 | 6 << 8}, {"SQLITE_READONLY_RECOVERY", 8 | 1 << 8},
    {"SQLITE_READONLY_ROLLBACK", 8 | 3 << 8}, {"SQLITE_WARNING_AUTOINDEX", 28 | 1 << 8},
};

static const struct ouro_foreign_number other_numbers[] = {
    {"PARSE_DECLTYPES", PARSE_DECLTYPES}, {"PARSE_COLNAMES", PARSE_COLNAMES},
    CODE(DENY, 1), CODE(IGNORE, 2), CODE(CREATE_INDEX, 1), CODE(CREATE_TABLE, 2),
    CODE(CREATE_TEMP_INDEX, 3), CODE(CREATE_TEMP_TABLE, 4), CODE(CREATE_TEMP_TRIGGER, 5),
    CODE(CREATE_TEMP_VIEW, 6), CODE(CREATE_TRIGGER, 7), CODE(CREATE_VIEW, 8), CODE(DELETE, 9),
    CODE(DROP_INDEX, 10), CODE(DROP_TABLE, 11), CODE(DROP_TEMP_INDEX, 12), CODE(DROP_TEMP_TABLE, 13),
    CODE(DROP_TEMP_TRIGGER, 14), CODE(DROP_TEMP_VIEW, 15), CODE(DROP_TRIGGER, 16), CODE(DROP_VIEW, 17),
    CODE(INSERT, 18), CODE(PRAGMA, 19), CODE(READ, 20), CODE(SELECT, 21), CODE(TRANSACTION, 22),
    CODE(UPDATE, 23), CODE(ATTACH, 24), CODE(DETACH, 25), CODE(ALTER_TABLE, 26), CODE(REINDEX, 27),
    CODE(ANALYZE, 28), CODE(CREATE_VTABLE, 29), CODE(DROP_VTABLE, 30), CODE(FUNCTION, 31),
    CODE(SAVEPOINT, 32), CODE(RECURSIVE, 33), CODE(LIMIT_LENGTH, 0), CODE(LIMIT_SQL_LENGTH, 1),
    CODE(LIMIT_COLUMN, 2), CODE(LIMIT_EXPR_DEPTH, 3), CODE(LIMIT_COMPOUND_SELECT, 4),
    CODE(LIMIT_VDBE_OP, 5), CODE(LIMIT_FUNCTION_ARG, 6), CODE(LIMIT_ATTACHED, 7),
    CODE(LIMIT_LIKE_PATTERN_LENGTH, 8), CODE(LIMIT_VARIABLE_NUMBER, 9), CODE(LIMIT_TRIGGER_DEPTH, 10),
    CODE(LIMIT_WORKER_THREADS, 11),
};

bool ouro_sqlite_constants_add(ouro_runtime *rt, ouro_object *module)
{
    return ouro_foreign_numbers_add(rt, module, result_codes, sizeof result_codes / sizeof *result_codes) &&
           ouro_foreign_numbers_add(rt, module, other_numbers, sizeof other_numbers / sizeof *other_numbers);
}

const char *ouro_sqlite_code_name(int code)
{
    for (size_t i = 0; i < sizeof result_codes / sizeof *result_codes; i++)
        if (result_codes[i].value == code)
            return result_codes[i].name;
    return "unknown";
}

/* ---- errors ---------------------------------------------------------------------------------- */

static enum sqlite_kept error_class(int code)
{
    switch (code) {
    case SQLITE_INTERNAL:
    case SQLITE_NOTFOUND:
        return SQ_InternalError;
    case SQLITE_ERROR:
    case SQLITE_PERM:
    case SQLITE_ABORT:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_READONLY:
    case SQLITE_INTERRUPT:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_EMPTY:
    case SQLITE_SCHEMA:
        return SQ_OperationalError;
    case SQLITE_TOOBIG:
        return SQ_DataError;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return SQ_IntegrityError;
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
        return SQ_InterfaceError;
    default:
        return SQ_DatabaseError;
    }
}

/* The attribute is made from value, which is taken and may be NULL. */
static bool attribute_set_take(ouro_runtime *rt, ouro_object *error, const char *name, ouro_object *value)
{
    ouro_object *key = value ? ouro_str_intern_text(rt, name) : NULL;
    bool is_good = key && ouro_setattr(rt, error, key, value);
    xdecref(rt, key);
    xdecref(rt, value);
    return is_good;
}

void ouro_sqlite_fail(ouro_runtime *rt, struct sqlite_state *state, void *db)
{
    struct sqlite_library *lib = state->lib;
    int code = lib->errcode(db);
    if (code == SQLITE_OK)
        return;
    if (code == SQLITE_NOMEM) {
        ouro_raise_memory(rt);
        return;
    }
    int extended = lib->extended_errcode(db);
    const char *message = lib->errmsg(db);
    ouro_object *text = ouro_str_decode(rt, (const uint8_t *)message, strlen(message), "utf-8", "replace");
    ouro_object *error = text ? ouro_call1(rt, state->kept[error_class(code)], text) : NULL;
    xdecref(rt, text);
    if (error &&
        (!attribute_set_take(rt, error, "sqlite_errorcode", ouro_int_new(rt, extended)) ||
         !attribute_set_take(rt, error, "sqlite_errorname",
                             ouro_str_from(rt, ouro_sqlite_code_name(extended)))))
        clearref(rt, &error);
    if (error)
        ouro_raise_take(rt, error);
}

bool ouro_sqlite_done(ouro_runtime *rt, struct sqlite_state *state, void *db, bool is_good)
{
    if (!is_good && db) {
        ouro_error_clear(rt);
        ouro_sqlite_fail(rt, state, db);
    }
    return !rt->error;
}

void *ouro_sqlite_raise(ouro_runtime *rt, struct sqlite_state *state, enum sqlite_kept error,
                        const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ouro_object *text = ouro_str_format_va(rt, format, arguments);
    va_end(arguments);
    ouro_object *made = text ? ouro_call1(rt, state->kept[error], text) : NULL;
    xdecref(rt, text);
    return made ? ouro_raise_take(rt, made) : NULL;
}

/* ---- arguments ------------------------------------------------------------------------------- */

bool ouro_sqlite_text(ouro_runtime *rt, ouro_object *object, const char *where, const char **text,
                      ouro_object **owner)
{
    size_t size;
    *owner = NULL;
    if (!is_str(rt, object) && object == rt->none)
        return ouro_raise(rt, EXC_TypeError, "%s must be str, not None", where);
    if (!is_str(rt, object))
        return ouro_raise(rt, EXC_TypeError, "%s must be str, not %T", where, object);
    *text = ouro_str_utf8(rt, object, &size, owner);
    if (*text && strlen(*text) != size) {
        clearref(rt, owner);
        return ouro_raise(rt, EXC_ValueError, "embedded null character");
    }
    return *text != NULL;
}

bool ouro_sqlite_int(ouro_runtime *rt, ouro_object *object, int *value)
{
    int64_t number;
    ouro_object *index = ouro_index(rt, object);
    if (!index)
        return false;
    bool fits = ouro_int_fits_i64(index, &number) && number >= INT_MIN && number <= INT_MAX;
    decref(rt, index);
    if (!fits)
        return ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C int");
    *value = (int)number;
    return true;
}

bool ouro_sqlite_int64(ouro_runtime *rt, ouro_object *object, int64_t *value)
{
    return ouro_int_fits_i64(object, value) ||
           ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to SQLite INTEGER");
}
