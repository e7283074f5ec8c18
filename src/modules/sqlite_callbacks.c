/* What the library calls of a program: functions, aggregates, window functions, collations, and the hooks of
 * a connection. An exception becomes an error of the library; what it was is told only when
 * enable_callback_tracebacks asks for it. */
#include <stdio.h>
#include <string.h>

#include "modules/sqlite_internal.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- callbacks as the library keeps them ------------------------------------------------------ */

static struct sqlite_callback *callback_new(ouro_runtime *rt, struct sqlite_connection *c,
                                            ouro_object *callable)
{
    struct sqlite_callback *callback = ouro_buffer_alloc(rt, sizeof *callback);
    if (!callback)
        return NULL;
    callback->state = (struct sqlite_state *)(void *)newref(&c->state->base);
    callback->connection = c;
    callback->previous = NULL;
    callback->next = c->callbacks;
    callback->callable = newref(callable);
    if (c->callbacks)
        c->callbacks->previous = callback;
    c->callbacks = callback;
    return callback;
}

/* The destructor that the library calls. */
void ouro_sqlite_callback_free(void *context)
{
    struct sqlite_callback *callback = context;
    if (!callback)
        return;
    struct sqlite_state *state = callback->state;
    ouro_runtime *rt = state->rt;
    if (callback->next)
        callback->next->previous = callback->previous;
    if (callback->previous)
        callback->previous->next = callback->next;
    else if (callback->connection)
        callback->connection->callbacks = callback->next;
    ouro_object *callable = callback->callable;
    ouro_buffer_free(rt, callback, sizeof *callback);
    decref(rt, callable);
    decref(rt, &state->base);
}

void ouro_sqlite_hooks_free(struct sqlite_connection *c)
{
    for (unsigned i = 0; i < HOOK_COUNT; i++) {
        struct sqlite_callback *old = c->hooks[i];
        c->hooks[i] = NULL;
        ouro_sqlite_callback_free(old);
    }
}

/* The pending error of a callback is shown, or forgotten. */
static void error_drop(ouro_runtime *rt, const struct sqlite_callback *callback)
{
    if (!rt->error)
        return;
    if (callback->state->shows_tracebacks)
        ouro_vm_unraisable(rt, NULL, callback->callable);
    else
        ouro_error_clear(rt);
}

static void fail(void *context, const struct sqlite_callback *callback, const char *message)
{
    ouro_runtime *rt = callback->state->rt;
    struct sqlite_library *lib = callback->state->lib;
    if (ouro_error_is(rt, EXC_MemoryError))
        lib->result_error_nomem(context);
    else if (ouro_error_is(rt, EXC_OverflowError))
        lib->result_error_toobig(context);
    else
        lib->result_error(context, message, -1);
    error_drop(rt, callback);
}

/* ---- values ---------------------------------------------------------------------------------- */

static ouro_object *value_object(ouro_runtime *rt, struct sqlite_library *lib, void *value)
{
    const void *data;
    switch (lib->value_type(value)) {
    case SQLITE_INTEGER:
        return ouro_int_new(rt, lib->value_int64(value));
    case SQLITE_FLOAT:
        return ouro_float_new(rt, lib->value_double(value));
    case SQLITE_TEXT:
        data = lib->value_text(value);
        return data ? ouro_str_decode(rt, data, (size_t)lib->value_bytes(value), "utf-8", "strict")
                    : ouro_raise_memory(rt);
    case SQLITE_BLOB:
        data = lib->value_blob(value);
        return ouro_bytes_new(rt, data ? data : "", (size_t)lib->value_bytes(value));
    default:
        return rt->none;
    }
}

static ouro_object *arguments(ouro_runtime *rt, struct sqlite_library *lib, int count, void **values)
{
    ouro_object *all = ouro_tuple_new(rt, (size_t)count);
    for (int i = 0; all && i < count; i++) {
        ouro_object *value = value_object(rt, lib, values[i]);
        if (value)
            tuple_items(all)[i] = value;
        else
            clearref(rt, &all);
    }
    return all;
}

static bool result_text(ouro_runtime *rt, struct sqlite_library *lib, void *context, ouro_object *object)
{
    ouro_object *owner;
    size_t size;
    const char *text = ouro_str_utf8(rt, object, &size, &owner);
    if (!text)
        return false;
    if (size > INT_MAX)
        ouro_raise(rt, EXC_OverflowError, "string is longer than INT_MAX bytes");
    else
        lib->result_text(context, text, (int)size, SQLITE_TRANSIENT);
    xdecref(rt, owner);
    return !rt->error;
}

static bool result_set(ouro_runtime *rt, const struct sqlite_callback *callback, void *context,
                       ouro_object *object)
{
    struct sqlite_library *lib = callback->state->lib;
    const uint8_t *data;
    int64_t number;
    double real;
    size_t size;
    if (object == rt->none) {
        lib->result_null(context);
    } else if (is_int(rt, object)) {
        if (!ouro_sqlite_int64(rt, object, &number))
            return false;
        lib->result_int64(context, number);
    } else if (is_float(rt, object)) {
        if (!ouro_as_double(rt, object, &real))
            return false;
        lib->result_double(context, real);
    } else if (is_str(rt, object)) {
        return result_text(rt, lib, context, object);
    } else if (class_of(rt, object)->buffer) {
        if (!ouro_buffer_get(rt, object, &data, &size))
            return false;
        if (size > INT_MAX)
            return ouro_raise(rt, EXC_OverflowError, "BLOB longer than INT_MAX bytes");
        lib->result_blob(context, size ? data : (const uint8_t *)"", (int)size, SQLITE_TRANSIENT);
    } else {
        return ouro_sqlite_raise(rt, callback->state, SQ_ProgrammingError,
                                 "User-defined functions cannot return '%T' values to SQLite", object);
    }
    return true;
}

/* ---- functions ------------------------------------------------------------------------------- */

/* A function is called with its context only, and what it was registered with is had from that through the
 * library. So the address of that one entry is kept here, outside of any runtime: the library is mapped once
 * for the whole process and stays, every runtime writes the same value. */
static void *(*_Atomic user_data)(void *context);

static const struct sqlite_callback *callback_of(void *context)
{
    return user_data(context);
}

static void call_function(void *context, int count, void **values)
{
    const struct sqlite_callback *callback = callback_of(context);
    ouro_runtime *rt = callback->state->rt;
    ouro_object *saved = ouro_error_take(rt), *callable = newref(callback->callable);
    ouro_object *args = arguments(rt, callback->state->lib, count, values);
    ouro_object *result = args ? ouro_call_tuple(rt, callable, args, NULL) : NULL;
    if (!result || !result_set(rt, callback, context, result))
        fail(context, callback, "user-defined function raised exception");
    xdecref(rt, args);
    xdecref(rt, result);
    decref(rt, callable);
    ouro_error_restore(rt, saved);
}

/* ---- aggregates ------------------------------------------------------------------------------ */

/* Where the library keeps the object that sums up; NULL: it was never asked to. */
static ouro_object **instance_slot(const struct sqlite_callback *callback, void *context, bool may_make)
{
    return callback->state->lib->aggregate_context(context, may_make ? (int)sizeof(ouro_object *) : 0);
}

/* instance.name(values): the result, or NULL after the library was told. */
static ouro_object *instance_call(void *context, const struct sqlite_callback *callback,
                                  ouro_object *instance, const char *name, int count, void **values)
{
    ouro_runtime *rt = callback->state->rt;
    ouro_object *method = ouro_getattr_text(rt, instance, name), *result = NULL;
    char message[80];
    snprintf(message, sizeof message, "user-defined aggregate's '%s' method %s", name,
             method ? "raised error" : "not defined");
    ouro_object *args = method ? arguments(rt, callback->state->lib, count, values) : NULL;
    if (args)
        result = ouro_call_tuple(rt, method, args, NULL);
    if (!result)
        fail(context, callback, message);
    xdecref(rt, method);
    xdecref(rt, args);
    return result;
}

static void step_aggregate(void *context, int count, void **values)
{
    const struct sqlite_callback *callback = callback_of(context);
    ouro_runtime *rt = callback->state->rt;
    ouro_object **slot = instance_slot(callback, context, true), *saved = ouro_error_take(rt);
    if (!slot)
        callback->state->lib->result_error_nomem(context);
    else if (!*slot && !(*slot = ouro_call0(rt, callback->callable)))
        fail(context, callback, "user-defined aggregate's '__init__' method raised error");
    else
        xdecref(rt, instance_call(context, callback, *slot, "step", count, values));
    ouro_error_restore(rt, saved);
}

static void inverse_aggregate(void *context, int count, void **values)
{
    const struct sqlite_callback *callback = callback_of(context);
    ouro_runtime *rt = callback->state->rt;
    ouro_object **slot = instance_slot(callback, context, true), *saved = ouro_error_take(rt);
    if (slot && *slot)
        xdecref(rt, instance_call(context, callback, *slot, "inverse", count, values));
    ouro_error_restore(rt, saved);
}

static void value_of_aggregate(void *context)
{
    const struct sqlite_callback *callback = callback_of(context);
    ouro_runtime *rt = callback->state->rt;
    ouro_object **slot = instance_slot(callback, context, true), *saved = ouro_error_take(rt);
    ouro_object *result = slot && *slot ? instance_call(context, callback, *slot, "value", 0, NULL) : NULL;
    if (result && !result_set(rt, callback, context, result))
        fail(context, callback, "user-defined aggregate's 'value' method raised error");
    xdecref(rt, result);
    ouro_error_restore(rt, saved);
}

/* Also called when the statement is given up: then nobody looks at the result. */
static void final_aggregate(void *context)
{
    const struct sqlite_callback *callback = callback_of(context);
    ouro_runtime *rt = callback->state->rt;
    ouro_object **slot = instance_slot(callback, context, false), *saved = ouro_error_take(rt);
    if (slot && *slot) {
        ouro_object *name = ouro_str_intern_text(rt, "finalize");
        ouro_object *result = name ? ouro_call_method(rt, *slot, name, NULL, 0) : NULL;
        xdecref(rt, name);
        clearref(rt, slot);
        if (!result || !result_set(rt, callback, context, result))
            fail(context, callback, ouro_error_is(rt, EXC_AttributeError)
                                        ? "user-defined aggregate's 'finalize' method not defined"
                                        : "user-defined aggregate's 'finalize' method raised error");
        xdecref(rt, result);
    }
    ouro_error_restore(rt, saved);
}

/* ---- collations ------------------------------------------------------------------------------ */

static int64_t compare_texts(ouro_runtime *rt, ouro_object *callable, ouro_object *a, ouro_object *b)
{
    int64_t order = 0;
    ouro_object *result = ouro_call2(rt, callable, a, b);
    if (result && !is_int(rt, result))
        ouro_raise(rt, EXC_TypeError, "an integer is required");
    else if (result && !ouro_int_fits_i64(result, &order))
        order = ouro_int_sign(result);
    xdecref(rt, result);
    return order;
}

/* An error stays pending, and all texts are equal from there on. */
static int collate(void *context, int size_a, const void *text_a, int size_b, const void *text_b)
{
    const struct sqlite_callback *callback = context;
    ouro_runtime *rt = callback->state->rt;
    if (rt->error)
        return 0;
    ouro_object *callable = newref(callback->callable);
    ouro_object *a = ouro_str_decode(rt, text_a, (size_t)size_a, "utf-8", "strict");
    ouro_object *b = a ? ouro_str_decode(rt, text_b, (size_t)size_b, "utf-8", "strict") : NULL;
    int64_t order = b ? compare_texts(rt, callable, a, b) : 0;
    xdecref(rt, a);
    xdecref(rt, b);
    decref(rt, callable);
    return (order > 0) - (order < 0);
}

/* ---- hooks of a connection ------------------------------------------------------------------- */

static ouro_object *text_or_none(ouro_runtime *rt, const char *text)
{
    return text ? ouro_str_decode(rt, (const uint8_t *)text, strlen(text), "utf-8", "strict") : rt->none;
}

static int authorize(void *context, int action, const char *first, const char *second, const char *database,
                     const char *cause)
{
    const struct sqlite_callback *callback = context;
    ouro_runtime *rt = callback->state->rt;
    ouro_object *saved = ouro_error_take(rt), *callable = newref(callback->callable), *result = NULL;
    ouro_object *args[5] = {ouro_int_new(rt, action)};
    const char *texts[4] = {first, second, database, cause};
    bool is_good = args[0] != NULL;
    for (int i = 0; is_good && i < 4; i++)
        is_good = (args[i + 1] = text_or_none(rt, texts[i])) != NULL;
    if (is_good)
        result = ouro_call(rt, callable, args, 5, NULL);
    int answer = SQLITE_DENY;
    if (!result || (is_int(rt, result) && !ouro_sqlite_int(rt, result, &answer)))
        answer = SQLITE_DENY;
    error_drop(rt, callback);
    for (int i = 0; i < 5; i++)
        xdecref(rt, args[i]);
    xdecref(rt, result);
    decref(rt, callable);
    ouro_error_restore(rt, saved);
    return answer;
}

static int progress(void *context)
{
    const struct sqlite_callback *callback = context;
    ouro_runtime *rt = callback->state->rt;
    ouro_object *saved = ouro_error_take(rt), *callable = newref(callback->callable);
    ouro_object *result = ouro_call0(rt, callable);
    int ends = result ? ouro_truth(rt, result) : -1;
    error_drop(rt, callback);
    xdecref(rt, result);
    decref(rt, callable);
    ouro_error_restore(rt, saved);
    return ends;
}

static int trace(unsigned type, void *context, void *stmt, void *sql)
{
    const struct sqlite_callback *callback = context;
    ouro_runtime *rt = callback->state->rt;
    struct sqlite_library *lib = callback->state->lib;
    ouro_object *saved = ouro_error_take(rt), *callable = newref(callback->callable);
    if (type != SQLITE_TRACE_STMT)
        goto done;
    char *expanded = lib->expanded_sql(stmt);
    if (!expanded) {
        ouro_sqlite_raise(rt, callback->state, SQ_DataError,
                          "Expanded SQL string exceeds the maximum string length");
        error_drop(rt, callback);
    }
    ouro_object *text = text_or_none(rt, expanded ? expanded : sql);
    lib->free(expanded);
    ouro_object *result = text ? ouro_call1(rt, callable, text) : NULL;
    error_drop(rt, callback);
    xdecref(rt, text);
    xdecref(rt, result);
done:
    decref(rt, callable);
    ouro_error_restore(rt, saved);
    return 0;
}

/* ---- methods of Connection ------------------------------------------------------------------- */

static void user_data_keep(const struct sqlite_connection *c)
{
    user_data = c->state->lib->user_data;
}

/* Registers a function or an aggregate under a name; the code of the library, or -1: an error is set. */
static int function_register(ouro_runtime *rt, struct sqlite_connection *c, ouro_object *name, int count,
                             ouro_object *callable, int flags, bool is_aggregate)
{
    const char *where = is_aggregate ? "create_aggregate() argument 'name'"
                                     : "create_function() argument 'name'";
    struct sqlite_callback *callback = NULL;
    const char *text;
    ouro_object *owner;
    if (!ouro_sqlite_text(rt, name, where, &text, &owner))
        return -1;
    int code = -1;
    if (ouro_sqlite_connection_check(rt, c) && (callback = callback_new(rt, c, callable))) {
        user_data_keep(c);
        code = c->state->lib->create_function_v2(
            c->db, text, count, flags, callback, is_aggregate ? NULL : call_function,
            is_aggregate ? step_aggregate : NULL, is_aggregate ? final_aggregate : NULL,
            ouro_sqlite_callback_free);
    }
    xdecref(rt, owner);
    return code;
}

NATIVE(create_function)
{
    static const char *const parameters[] = {"name", "narg", "func", "deterministic", NULL};
    static const struct ouro_signature signature = {"create_function", parameters, 3, 3};
    struct sqlite_connection *c = sqlite_connection_of(self);
    ouro_object *out[4];
    int arity, deterministic = 0;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) || !ouro_sqlite_int(rt, out[1], &arity) ||
        (out[3] && (deterministic = ouro_truth(rt, out[3])) < 0))
        return NULL;
    int code = function_register(rt, c, out[0], arity, out[2],
                                 SQLITE_UTF8 | (deterministic ? SQLITE_DETERMINISTIC : 0), false);
    if (code > 0)
        ouro_sqlite_raise(rt, c->state, SQ_OperationalError, "Error creating function");
    return code ? NULL : rt->none;
}

NATIVE(create_aggregate)
{
    static const char *const parameters[] = {"name", "n_arg", "aggregate_class", NULL};
    static const struct ouro_signature signature = {"create_aggregate", parameters, 3, 3};
    struct sqlite_connection *c = sqlite_connection_of(self);
    ouro_object *out[3];
    int arity;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) || !ouro_sqlite_int(rt, out[1], &arity))
        return NULL;
    int code = function_register(rt, c, out[0], arity, out[2], SQLITE_UTF8, true);
    if (code > 0)
        ouro_sqlite_raise(rt, c->state, SQ_OperationalError, "Error creating aggregate");
    return code ? NULL : rt->none;
}

NATIVE(create_window_function)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    struct sqlite_callback *callback = NULL;
    ouro_object *owner;
    const char *text;
    int arity, code = -1;
    if (!ouro_sqlite_text(rt, args[0], "create_window_function() argument 1", &text, &owner))
        return NULL;
    if (ouro_sqlite_int(rt, args[1], &arity) && ouro_sqlite_connection_check(rt, c) &&
        (args[2] == rt->none || (callback = callback_new(rt, c, args[2])))) {
        user_data_keep(c);
        code = c->state->lib->create_window_function(
            c->db, text, arity, SQLITE_UTF8, callback, callback ? step_aggregate : NULL,
            callback ? final_aggregate : NULL, callback ? value_of_aggregate : NULL,
            callback ? inverse_aggregate : NULL, callback ? ouro_sqlite_callback_free : NULL);
    }
    xdecref(rt, owner);
    if (code > 0 && c->db) /* the name is refused before anything is noted about it */
        ouro_sqlite_raise(rt, c->state, SQ_ProgrammingError, "bad parameter or other API misuse");
    return code ? NULL : rt->none;
}

NATIVE(create_collation)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    struct sqlite_callback *callback = NULL;
    ouro_object *owner;
    const char *text;
    int code = -1;
    if (!ouro_sqlite_text(rt, args[0], "create_collation() argument 1", &text, &owner))
        return NULL;
    if (ouro_sqlite_connection_check(rt, c)) {
        if (args[1] != rt->none && !ouro_is_callable(rt, args[1]))
            ouro_raise(rt, EXC_TypeError, "parameter must be callable");
        else if (args[1] == rt->none || (callback = callback_new(rt, c, args[1])))
            code = c->state->lib->create_collation_v2(c->db, text, SQLITE_UTF8, callback,
                                                      callback ? collate : NULL,
                                                      callback ? ouro_sqlite_callback_free : NULL);
    }
    xdecref(rt, owner);
    if (code > 0) {
        ouro_sqlite_callback_free(callback); /* only here the library does not */
        if (c->db)
            ouro_sqlite_fail(rt, c->state, c->db);
    }
    return code || rt->error ? NULL : rt->none;
}

/* Sets what a hook calls from now on; *callback is NULL for None. */
static bool hook_begin(ouro_runtime *rt, ouro_object *self, ouro_object *callable,
                       struct sqlite_callback **callback)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    *callback = NULL;
    return ouro_sqlite_connection_check(rt, c) &&
           (callable == rt->none || (*callback = callback_new(rt, c, callable)));
}

static ouro_object *hook_end(ouro_runtime *rt, ouro_object *self, enum sqlite_hook hook,
                             struct sqlite_callback *callback)
{
    struct sqlite_connection *c = sqlite_connection_of(self);
    struct sqlite_callback *old = c->hooks[hook];
    c->hooks[hook] = callback;
    ouro_sqlite_callback_free(old);
    return rt->none;
}

NATIVE(set_authorizer)
{
    static const char *const parameters[] = {"authorizer_callback", NULL};
    static const struct ouro_signature signature = {"set_authorizer", parameters, 1, 1};
    struct sqlite_connection *c = sqlite_connection_of(self);
    struct sqlite_callback *callback;
    ouro_object *out[1];
    if (!ouro_args_bind(rt, &signature, args, count, names, out) || !hook_begin(rt, self, out[0], &callback))
        return NULL;
    c->state->lib->set_authorizer(c->db, callback ? authorize : NULL, callback);
    return hook_end(rt, self, HOOK_AUTHORIZER, callback);
}

NATIVE(set_progress_handler)
{
    static const char *const parameters[] = {"progress_handler", "n", NULL};
    static const struct ouro_signature signature = {"set_progress_handler", parameters, 2, 2};
    struct sqlite_connection *c = sqlite_connection_of(self);
    struct sqlite_callback *callback;
    ouro_object *out[2];
    int every;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) || !ouro_sqlite_int(rt, out[1], &every) ||
        !hook_begin(rt, self, out[0], &callback))
        return NULL;
    c->state->lib->progress_handler(c->db, callback ? every : 0, callback ? progress : NULL, callback);
    return hook_end(rt, self, HOOK_PROGRESS, callback);
}

NATIVE(set_trace_callback)
{
    static const char *const parameters[] = {"trace_callback", NULL};
    static const struct ouro_signature signature = {"set_trace_callback", parameters, 1, 1};
    struct sqlite_connection *c = sqlite_connection_of(self);
    struct sqlite_callback *callback;
    ouro_object *out[1];
    if (!ouro_args_bind(rt, &signature, args, count, names, out) || !hook_begin(rt, self, out[0], &callback))
        return NULL;
    c->state->lib->trace_v2(c->db, SQLITE_TRACE_STMT, callback ? trace : NULL, callback);
    return hook_end(rt, self, HOOK_TRACE, callback);
}

const struct ouro_method ouro_sqlite_callback_methods[] = {
    {"create_function", create_function, 0, -1, METHOD_KEYWORDS, "Creates a new function."},
    {"create_aggregate", create_aggregate, 0, -1, METHOD_KEYWORDS, "Creates a new aggregate."},
    {"create_window_function", create_window_function, 3, 3, 0,
     "Creates or redefines an aggregate window function."},
    {"create_collation", create_collation, 2, 2, 0, "Creates a collation function."},
    {"set_authorizer", set_authorizer, 0, -1, METHOD_KEYWORDS, "Sets authorizer callback."},
    {"set_progress_handler", set_progress_handler, 0, -1, METHOD_KEYWORDS,
     "Sets progress handler callback."},
    {"set_trace_callback", set_trace_callback, 0, -1, METHOD_KEYWORDS,
     "Sets a trace callback called for each SQL statement (passed as unicode)."},
    {0},
};
