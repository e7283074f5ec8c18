/* _csv: rows of separated values. A dialect says how; the reader is a state machine over characters. */
#include <string.h>

#include "modules/foreign.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

enum quoting { QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE };
enum { NOT_SET = 0xffffffffu };
#define raise_error(rt, ...) ouro_foreign_raise(rt, "_csv.Error", __VA_ARGS__)

struct dialect {
    ouro_object base;
    ouro_object *terminator; /* str */
    uint32_t delimiter, escape, quote; /* NOT_SET: none */
    int64_t quoting;
    bool doubles, skips_space, is_strict;
};

enum state { START_RECORD, START_FIELD, ESCAPED, IN_FIELD, IN_QUOTED, ESCAPED_IN_QUOTED, QUOTE_IN_QUOTED,
             EAT_NEWLINE, AFTER_ESCAPED_NEWLINE };

struct reader {
    ouro_object base;
    ouro_object *dialect, *input, *fields; /* fields: list or NULL */
    struct ouro_str_builder field;
    int64_t line;
    enum state state;
    bool is_numeric, has_field;
};

struct writer {
    ouro_object base;
    ouro_object *dialect, *write;
};

static struct dialect *dialect_of(ouro_object *object)
{
    return (struct dialect *)(void *)object;
}
static struct reader *reader_of(ouro_object *object)
{
    return (struct reader *)(void *)object;
}
static struct writer *writer_of(ouro_object *object)
{
    return (struct writer *)(void *)object;
}

static int64_t limit_of(ouro_runtime *rt)
{
    ouro_object *limit = ouro_vm_state_peek(rt, "csv limit");
    return limit ? ouro_int_value(limit) : 131072;
}

/* ---- dialects -------------------------------------------------------------------------------- */

static const char *const dialect_parameters[] = {"dialect", "delimiter", "doublequote", "escapechar",
                                                 "lineterminator", "quotechar", "quoting",
                                                 "skipinitialspace", "strict", NULL};
enum { AT_DIALECT, AT_DELIMITER, AT_DOUBLES, AT_ESCAPE, AT_TERMINATOR, AT_QUOTE, AT_QUOTING, AT_SPACE,
       AT_STRICT, PARAMETER_COUNT };

static bool read_character(ouro_runtime *rt, const char *name, ouro_object *value, bool may_be_none,
                           uint32_t *out)
{
    if (value == rt->none && may_be_none) {
        *out = NOT_SET;
        return true;
    }
    if (!is_str(rt, value))
        return ouro_raise(rt, EXC_TypeError, "\"%s\" must be string%s, not %T", name,
                          may_be_none ? " or None" : "", value) != NULL;
    size_t length = ouro_str_length(value);
    if (length != 1)
        return ouro_raise(rt, EXC_TypeError, "\"%s\" must be a 1-character string", name) != NULL;
    *out = ouro_str_at(value, 0);
    return true;
}

static bool read_flag(ouro_runtime *rt, ouro_object *value, bool *out)
{
    int truth = ouro_truth(rt, value);
    *out = truth > 0;
    return truth >= 0;
}

static bool dialect_fill(ouro_runtime *rt, struct dialect *d, ouro_object *const *out)
{
    *d = (struct dialect){.base = d->base, .delimiter = ',', .escape = NOT_SET,
                          .quote = '"', .doubles = true};
    if (out[AT_TERMINATOR] && !is_str(rt, out[AT_TERMINATOR]))
        return ouro_raise(rt, EXC_TypeError, "\"lineterminator\" must be a string") != NULL;
    d->terminator = out[AT_TERMINATOR] ? newref(out[AT_TERMINATOR]) : ouro_str_from(rt, "\r\n");
    if (!d->terminator ||
        (out[AT_DELIMITER] && !read_character(rt, "delimiter", out[AT_DELIMITER], false, &d->delimiter)) ||
        (out[AT_DOUBLES] && !read_flag(rt, out[AT_DOUBLES], &d->doubles)) ||
        (out[AT_ESCAPE] && !read_character(rt, "escapechar", out[AT_ESCAPE], true, &d->escape)) ||
        (out[AT_QUOTE] && !read_character(rt, "quotechar", out[AT_QUOTE], true, &d->quote)))
        return false;
    if (out[AT_QUOTING]) {
        if (!is_exact(out[AT_QUOTING], TYPE_INT))
            return ouro_raise(rt, EXC_TypeError, "\"quoting\" must be an integer") != NULL;
        d->quoting = ouro_int_value(out[AT_QUOTING]);
        if (d->quoting < 0 || d->quoting > QUOTE_NONE)
            return ouro_raise(rt, EXC_TypeError, "bad \"quoting\" value") != NULL;
    }
    if ((out[AT_SPACE] && !read_flag(rt, out[AT_SPACE], &d->skips_space)) ||
        (out[AT_STRICT] && !read_flag(rt, out[AT_STRICT], &d->is_strict)))
        return false;
    if (out[AT_QUOTE] == rt->none && !out[AT_QUOTING])
        d->quoting = QUOTE_NONE;
    if (d->quoting != QUOTE_NONE && d->quote == NOT_SET)
        return ouro_raise(rt, EXC_TypeError, "quotechar must be set if quoting enabled") != NULL;
    return true;
}

/* The registered dialect of this name: borrowed. */
static ouro_object *dialect_peek(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *dialects = ouro_vm_state_peek(rt, "csv dialects");
    ouro_object *found = dialects ? ouro_dict_peek(rt, dialects, name) : NULL;
    return found || rt->error ? found : raise_error(rt, "unknown dialect");
}

static bool is_parameter(ouro_object *name)
{
    for (int i = 0; i < PARAMETER_COUNT; i++)
        if (ouro_str_equal_text(name, dialect_parameters[i]))
            return true;
    return false;
}

static ouro_object *dialect_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                                   size_t count, ouro_object *names)
{
    static const struct ouro_signature signature = {"Dialect", dialect_parameters, 0, 9};
    ouro_object *out[PARAMETER_COUNT], *owned[PARAMETER_COUNT] = {NULL}, *self = NULL;
    for (size_t i = 0; names && i < tuple_length(names); i++)
        if (!is_parameter(tuple_at(names, i)))
            return ouro_raise(rt, EXC_TypeError, "'%U' is an invalid keyword argument for this function",
                              tuple_at(names, i));
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    ouro_object *given = out[AT_DIALECT];
    if (given && is_str(rt, given)) {
        given = dialect_peek(rt, given);
        if (!given)
            return NULL;
    }
    bool is_alone = true, is_good = true;
    for (int i = 1; i < PARAMETER_COUNT; i++)
        is_alone &= !out[i];
    if (given && is_alone && class_of(rt, given) == cls)
        return newref(given);
    for (int i = 1; is_good && given && i < PARAMETER_COUNT; i++) {
        ouro_object *key = ouro_str_intern_text(rt, dialect_parameters[i]);
        if (!out[i] && (!key || ouro_getattr_optional(rt, given, key, &owned[i]) < 0))
            is_good = false;
        else if (!out[i])
            out[i] = owned[i];
        xdecref(rt, key);
    }
    self = is_good ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (self && !dialect_fill(rt, dialect_of(self), out))
        clearref(rt, &self);
    for (int i = 1; i < PARAMETER_COUNT; i++)
        xdecref(rt, owned[i]);
    return self;
}

static void dialect_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &dialect_of(self)->terminator);
    ouro_class_free(runtime_of(heap), self);
}

static ouro_object *character_object(ouro_runtime *rt, uint32_t c)
{
    return c == NOT_SET ? rt->none : ouro_str_from_character(rt, c);
}
static ouro_object *get_delimiter(ouro_runtime *rt, ouro_object *self)
{
    return character_object(rt, dialect_of(self)->delimiter);
}
static ouro_object *get_escape(ouro_runtime *rt, ouro_object *self)
{
    return character_object(rt, dialect_of(self)->escape);
}
static ouro_object *get_quote(ouro_runtime *rt, ouro_object *self)
{
    return character_object(rt, dialect_of(self)->quote);
}
static ouro_object *get_quoting(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, dialect_of(self)->quoting);
}

NATIVE(dialect_reduce)
{
    return ouro_raise(rt, EXC_TypeError, "cannot pickle %T instances", self);
}

/* Dialect(dialect, **names) */
static ouro_object *dialect_make(ouro_runtime *rt, ouro_object *dialect, ouro_object *const *values,
                                 ouro_object *names)
{
    ouro_object *cls = ouro_vm_state_peek(rt, "csv.Dialect");
    size_t number = names ? tuple_length(names) : 0;
    ouro_object *items[PARAMETER_COUNT + 8];
    if (!cls)
        return NULL;
    if (number > PARAMETER_COUNT + 6)
        return ouro_raise(rt, EXC_TypeError, "too many arguments");
    size_t first = dialect != NULL;
    if (dialect)
        items[0] = dialect;
    for (size_t i = 0; i < number; i++)
        items[first + i] = values[i];
    return ouro_call(rt, cls, items, first, number ? names : NULL);
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool add_character(ouro_runtime *rt, struct reader *r, uint32_t c)
{
    if ((int64_t)r->field.length >= limit_of(rt))
        return raise_error(rt, "field larger than field limit (%lld)", (long long)limit_of(rt)) != NULL;
    return ouro_str_builder_character(&r->field, c);
}

static bool save_field(ouro_runtime *rt, struct reader *r)
{
    ouro_object *field = ouro_str_builder_finish(&r->field);
    ouro_str_builder_init(&r->field, rt);
    if (field && r->is_numeric) {
        r->is_numeric = false;
        setref_take(rt, &field, ouro_to_float(rt, field));
    }
    return field && ouro_list_append_take(rt, r->fields, field);
}

static bool is_newline(uint32_t c)
{
    return c == '\n' || c == '\r';
}

enum { END_OF_LINE = 0xfffffffeu };

/* A field begins with c. */
static bool start_field(ouro_runtime *rt, struct reader *r, const struct dialect *d, uint32_t c)
{
    if (is_newline(c) || c == END_OF_LINE) {
        if (!save_field(rt, r))
            return false;
        r->state = c == END_OF_LINE ? START_RECORD : EAT_NEWLINE;
    } else if (c == d->quote && d->quoting != QUOTE_NONE) {
        r->state = IN_QUOTED;
    } else if (c == d->escape) {
        r->state = ESCAPED;
    } else if (c == ' ' && d->skips_space) {
        ;
    } else if (c == d->delimiter) {
        return save_field(rt, r);
    } else {
        r->is_numeric |= d->quoting == QUOTE_NONNUMERIC;
        r->state = IN_FIELD;
        return add_character(rt, r, c);
    }
    return true;
}

static bool in_field(ouro_runtime *rt, struct reader *r, const struct dialect *d, uint32_t c)
{
    if (is_newline(c) || c == END_OF_LINE) {
        if (!save_field(rt, r))
            return false;
        r->state = c == END_OF_LINE ? START_RECORD : EAT_NEWLINE;
    } else if (c == d->escape) {
        r->state = ESCAPED;
    } else if (c == d->delimiter) {
        r->state = START_FIELD;
        return save_field(rt, r);
    } else {
        return add_character(rt, r, c);
    }
    return true;
}

static bool after_quote(ouro_runtime *rt, struct reader *r, const struct dialect *d, uint32_t c)
{
    if (d->quoting != QUOTE_NONE && c == d->quote) {
        r->state = IN_QUOTED;
        return add_character(rt, r, c);
    }
    if (c == d->delimiter) {
        r->state = START_FIELD;
        return save_field(rt, r);
    }
    if (is_newline(c) || c == END_OF_LINE) {
        r->state = c == END_OF_LINE ? START_RECORD : EAT_NEWLINE;
        return save_field(rt, r);
    }
    if (!d->is_strict) {
        r->state = IN_FIELD;
        return add_character(rt, r, c);
    }
    ouro_object *delimiter = ouro_str_from_character(rt, d->delimiter);
    ouro_object *quote = ouro_str_from_character(rt, d->quote);
    if (delimiter && quote)
        raise_error(rt, "'%U' expected after '%U'", delimiter, quote);
    xdecref(rt, delimiter);
    xdecref(rt, quote);
    return false;
}

static bool process(ouro_runtime *rt, struct reader *r, uint32_t c)
{
    const struct dialect *d = dialect_of(r->dialect);
    switch (r->state) {
    case START_RECORD:
        if (c == END_OF_LINE)
            return true;
        if (is_newline(c)) {
            r->state = EAT_NEWLINE;
            return true;
        }
        r->state = START_FIELD;
        return start_field(rt, r, d, c);
    case START_FIELD:
        return start_field(rt, r, d, c);
    case ESCAPED:
        if (is_newline(c)) {
            r->state = AFTER_ESCAPED_NEWLINE;
            return add_character(rt, r, c);
        }
        r->state = IN_FIELD;
        return add_character(rt, r, c == END_OF_LINE ? '\n' : c);
    case AFTER_ESCAPED_NEWLINE:
        if (c == END_OF_LINE)
            return true;
        r->state = IN_FIELD;
        return in_field(rt, r, d, c);
    case IN_FIELD:
        return in_field(rt, r, d, c);
    case IN_QUOTED:
        if (c == END_OF_LINE)
            return true;
        if (c == d->escape)
            r->state = ESCAPED_IN_QUOTED;
        else if (c == d->quote && d->quoting != QUOTE_NONE)
            r->state = d->doubles ? QUOTE_IN_QUOTED : IN_FIELD;
        else
            return add_character(rt, r, c);
        return true;
    case ESCAPED_IN_QUOTED:
        r->state = IN_QUOTED;
        return add_character(rt, r, c == END_OF_LINE ? '\n' : c);
    case QUOTE_IN_QUOTED:
        return after_quote(rt, r, d, c);
    case EAT_NEWLINE:
        if (is_newline(c))
            return true;
        if (c == END_OF_LINE) {
            r->state = START_RECORD;
            return true;
        }
        return raise_error(rt, "new-line character seen in unquoted field - do you need to open "
                           "the file in universal-newline mode?") != NULL;
    }
    return true;
}

/* The end of the input in the middle of a record: is there still a row? */
static bool finish_input(ouro_runtime *rt, struct reader *r)
{
    if (!r->field.length && r->state != IN_QUOTED)
        return false;
    if (dialect_of(r->dialect)->is_strict)
        return raise_error(rt, "unexpected end of data") != NULL;
    return save_field(rt, r);
}

static ouro_object *reader_next(ouro_runtime *rt, ouro_object *self)
{
    struct reader *r = reader_of(self);
    setref_take(rt, &r->fields, ouro_list_new(rt, 4));
    ouro_str_builder_abandon(&r->field);
    ouro_str_builder_init(&r->field, rt);
    r->state = START_RECORD;
    r->is_numeric = false;
    if (!r->fields)
        return NULL;
    do {
        ouro_object *line = ouro_next(rt, r->input);
        if (!line) {
            if (rt->error || !finish_input(rt, r))
                return NULL;
            break;
        }
        if (!is_str(rt, line)) {
            raise_error(rt, "iterator should return strings, not %T (the file should be opened in "
                        "text mode)", line);
            decref(rt, line);
            return NULL;
        }
        r->line++;
        bool is_good = true;
        for (size_t i = 0; is_good && i < ouro_str_length(line); i++)
            is_good = process(rt, r, ouro_str_at(line, i));
        decref(rt, line);
        if (!is_good || !process(rt, r, END_OF_LINE))
            return NULL;
    } while (r->state != START_RECORD);
    ouro_object *fields = r->fields;
    r->fields = NULL;
    return fields;
}

static void reader_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    clearref(rt, &reader_of(self)->dialect);
    clearref(rt, &reader_of(self)->input);
    clearref(rt, &reader_of(self)->fields);
}
static void reader_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    reader_clear(heap, self);
    ouro_str_builder_abandon(&reader_of(self)->field);
    ouro_class_free(runtime_of(heap), self);
}
static void reader_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &((const struct reader *)(const void *)self)->dialect, 3);
}

NATIVE(csv_reader)
{
    if (!count)
        return ouro_raise(rt, EXC_TypeError, "expected at least 1 argument, got 0");
    struct ouro_class *cls = (struct ouro_class *)(void *)ouro_vm_state_peek(rt, "csv.reader");
    ouro_object *made = cls ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!made)
        return NULL;
    ouro_str_builder_init(&reader_of(made)->field, rt);
    reader_of(made)->input = ouro_iter(rt, args[0]);
    if (reader_of(made)->input)
        reader_of(made)->dialect = dialect_make(rt, count > 1 ? args[1] : NULL, args + count, names);
    if (!reader_of(made)->dialect)
        clearref(rt, &made);
    return made;
}

/* ---- writing --------------------------------------------------------------------------------- */

static bool needs_quotes(const struct dialect *d, uint32_t c)
{
    if (c == d->delimiter || c == d->escape || c == d->quote || c == '\n' || c == '\r')
        return true;
    for (size_t i = 0; i < ouro_str_length(d->terminator); i++)
        if (ouro_str_at(d->terminator, i) == c)
            return true;
    return false;
}

/* Appends text as a field; is_quoted as the dialect wants it from the start. */
static bool put_field(ouro_runtime *rt, struct ouro_str_builder *out, const struct dialect *d,
                      ouro_object *text, bool is_quoted)
{
    size_t length = ouro_str_length(text);
    for (size_t i = 0; i < length && !is_quoted && d->quoting != QUOTE_NONE; i++) {
        uint32_t c = ouro_str_at(text, i);
        if (c == d->escape && c != d->delimiter && c != d->quote)
            continue;
        bool is_escaped_quote = c == d->quote && !d->doubles && d->escape != NOT_SET;
        is_quoted = needs_quotes(d, c) && !is_escaped_quote;
    }
    if (is_quoted && !ouro_str_builder_character(out, d->quote))
        return false;
    for (size_t i = 0; i < length; i++) {
        uint32_t c = ouro_str_at(text, i);
        bool is_escaped = false;
        if (needs_quotes(d, c)) {
            if (d->quoting == QUOTE_NONE)
                is_escaped = true;
            else if (c == d->quote && d->doubles) {
                if (!ouro_str_builder_character(out, d->quote))
                    return false;
            } else if (c == d->quote || c == d->escape)
                is_escaped = true;
            if (is_escaped && d->escape == NOT_SET)
                return raise_error(rt, "need to escape, but no escapechar set") != NULL;
        }
        if ((is_escaped && !ouro_str_builder_character(out, d->escape)) ||
            !ouro_str_builder_character(out, c))
            return false;
    }
    return !is_quoted || ouro_str_builder_character(out, d->quote);
}

/* The row as text, owned. */
static ouro_object *row_text(ouro_runtime *rt, const struct dialect *d, ouro_object *row)
{
    struct ouro_str_builder out;
    size_t number = 0;
    ouro_object *iterator = ouro_iter(rt, row), *item = NULL;
    if (!iterator)
        return ouro_error_is(rt, EXC_TypeError) ? raise_error(rt, "iterable expected, not %T", row) : NULL;
    ouro_str_builder_init(&out, rt);
    bool is_good = true, is_single_empty = false;
    while (is_good && (item = ouro_next(rt, iterator))) {
        bool is_number = is_int(rt, item) || is_float(rt, item) || is_exact(item, TYPE_COMPLEX) ||
                         (!is_str(rt, item) && class_of(rt, item)->to_float);
        bool is_quoted = d->quoting == QUOTE_ALL || (d->quoting == QUOTE_NONNUMERIC && !is_number);
        ouro_object *text = item == rt->none ? rt->empty_str : ouro_str(rt, item);
        is_good = text && (!number || ouro_str_builder_character(&out, d->delimiter)) &&
                  put_field(rt, &out, d, text, is_quoted);
        is_single_empty = is_good && !number && !is_quoted && !ouro_str_length(text);
        number++;
        xdecref(rt, text);
        decref(rt, item);
    }
    decref(rt, iterator);
    is_good = is_good && !rt->error;
    if (is_good && number == 1 && is_single_empty) {
        if (d->quoting == QUOTE_NONE)
            is_good = raise_error(rt, "single empty field record must be quoted") != NULL;
        else
            is_good = ouro_str_builder_character(&out, d->quote) &&
                ouro_str_builder_character(&out, d->quote);
    }
    if (is_good && ouro_str_builder_str(&out, d->terminator))
        return ouro_str_builder_finish(&out);
    ouro_str_builder_abandon(&out);
    return NULL;
}

NATIVE(writer_writerow)
{
    struct writer *writer = writer_of(self);
    ouro_object *text = row_text(rt, dialect_of(writer->dialect), args[0]);
    ouro_object *result = text ? ouro_call1(rt, writer->write, text) : NULL;
    xdecref(rt, text);
    return result;
}

NATIVE(writer_writerows)
{
    ouro_object *iterator = ouro_iter(rt, args[0]), *row;
    if (!iterator)
        return NULL;
    while ((row = ouro_next(rt, iterator))) {
        ouro_object *result = writer_writerow(rt, self, &row, 1, NULL);
        decref(rt, row);
        xdecref(rt, result);
        if (!result)
            break;
    }
    decref(rt, iterator);
    return rt->error ? NULL : rt->none;
}

static void writer_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &writer_of(self)->dialect);
    clearref(runtime_of(heap), &writer_of(self)->write);
}
static void writer_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    writer_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}
static void writer_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &((const struct writer *)(const void *)self)->dialect, 2);
}

NATIVE(csv_writer)
{
    if (!count)
        return ouro_raise(rt, EXC_TypeError, "expected at least 1 argument, got 0");
    struct ouro_class *cls = (struct ouro_class *)(void *)ouro_vm_state_peek(rt, "csv.writer");
    ouro_object *write;
    int found = ouro_getattr_optional(rt, args[0], rt->name_write, &write);
    if (found < 0)
        return NULL;
    if (!found || !ouro_is_callable(rt, write)) {
        if (found)
            decref(rt, write);
        return ouro_raise(rt, EXC_TypeError, "argument 1 must have a \"write\" method");
    }
    ouro_object *made = cls ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!made) {
        decref(rt, write);
        return NULL;
    }
    writer_of(made)->write = write;
    writer_of(made)->dialect = dialect_make(rt, count > 1 ? args[1] : NULL, args + count, names);
    if (!writer_of(made)->dialect)
        clearref(rt, &made);
    return made;
}

/* ---- the registry ---------------------------------------------------------------------------- */

NATIVE(csv_register_dialect)
{
    ouro_object *dialects = ouro_vm_state_peek(rt, "csv dialects");
    if (!count || count > 2)
        return ouro_raise(rt, EXC_TypeError, "register_dialect expected at %s %d argument%s, got %zu",
                          count ? "most" : "least", count ? 2 : 1, count ? "s" : "", count);
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "dialect name must be a string");
    ouro_object *dialect = dialect_make(rt, count > 1 ? args[1] : NULL, args + count, names);
    bool is_set = dialect && dialects && ouro_dict_set(rt, dialects, args[0], dialect);
    xdecref(rt, dialect);
    return is_set ? rt->none : NULL;
}

NATIVE(csv_unregister_dialect)
{
    ouro_object *dialects = ouro_vm_state_peek(rt, "csv dialects");
    int removed = dialects ? ouro_dict_remove(rt, dialects, args[0], NULL) : -1;
    return removed < 0 ? NULL : removed ? rt->none : raise_error(rt, "unknown dialect");
}

NATIVE(csv_get_dialect)
{
    return xnewref(dialect_peek(rt, args[0]));
}

NATIVE(csv_list_dialects)
{
    ouro_object *dialects = ouro_vm_state_peek(rt, "csv dialects");
    return dialects ? ouro_to_list(rt, dialects) : NULL;
}

NATIVE(csv_field_size_limit)
{
    ouro_object *old = ouro_int_new(rt, limit_of(rt));
    if (count && !is_exact(args[0], TYPE_INT)) {
        xdecref(rt, old);
        return ouro_raise(rt, EXC_TypeError, "limit must be an integer");
    }
    if (old && count && !ouro_vm_state_set(rt, "csv limit", args[0]))
        clearref(rt, &old);
    return old;
}

/* ---- registration ---------------------------------------------------------------------------- */

static bool add_dialect(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"__reduce_ex__", dialect_reduce, 1, 1, 0, NULL}, {"__reduce__", dialect_reduce, 0, 0, 0, NULL}, {0}};
    static const struct ouro_getset getsets[] = {
        {"delimiter", get_delimiter, NULL, NULL}, {"escapechar", get_escape, NULL, NULL},
        {"quotechar", get_quote, NULL, NULL}, {"quoting", get_quoting, NULL, NULL}, {0}};
    static const struct ouro_member members[] = {
        {"lineterminator", offsetof(struct dialect, terminator), MEMBER_OBJECT, true},
        {"doublequote", offsetof(struct dialect, doubles), MEMBER_BOOL8, true},
        {"skipinitialspace", offsetof(struct dialect, skips_space), MEMBER_BOOL8, true},
        {"strict", offsetof(struct dialect, is_strict), MEMBER_BOOL8, true}, {0}};
    struct ouro_class *cls = ouro_class_native(rt, "_csv.Dialect", NULL, sizeof(struct dialect),
                                               OURO_BLOCK_ATOM, OURO_TYPE_BASE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = dialect_dealloc;
    cls->create = dialect_create;
    cls->getattr = ouro_generic_getattr;
    return ouro_class_ready(rt, cls, methods, getsets, members) &&
           ouro_vm_state_set(rt, "csv.Dialect", (ouro_object *)cls) &&
           ouro_module_add_class(rt, module, cls);
}

static bool add_reader(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_member members[] = {
        {"dialect", offsetof(struct reader, dialect), MEMBER_OBJECT, true},
        {"line_num", offsetof(struct reader, line), MEMBER_I64, true}, {0}};
    struct ouro_class *cls = ouro_class_native(rt, "_csv.reader", NULL, sizeof(struct reader),
                                               OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = reader_dealloc;
    cls->core.traverse = reader_traverse;
    cls->core.clear = reader_clear;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = reader_next;
    return ouro_class_ready(rt, cls, NULL, NULL, members) &&
           ouro_vm_state_set(rt, "csv.reader", (ouro_object *)cls) &&
           ouro_module_add(rt, module, "Reader", (ouro_object *)cls);
}

static bool add_writer(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"writerow", writer_writerow, 1, 1, 0,
         "Construct and write a CSV record from an iterable of fields."},
        {"writerows", writer_writerows, 1, 1, 0, "Construct and write a series of iterables to a csv file."},
        {0}};
    static const struct ouro_member members[] = {
        {"dialect", offsetof(struct writer, dialect), MEMBER_OBJECT, true}, {0}};
    struct ouro_class *cls = ouro_class_native(rt, "_csv.writer", NULL, sizeof(struct writer),
                                               OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = writer_dealloc;
    cls->core.traverse = writer_traverse;
    cls->core.clear = writer_clear;
    cls->getattr = ouro_generic_getattr;
    return ouro_class_ready(rt, cls, methods, NULL, members) &&
           ouro_vm_state_set(rt, "csv.writer", (ouro_object *)cls) &&
           ouro_module_add(rt, module, "Writer", (ouro_object *)cls);
}

bool ouro_module__csv_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"reader", csv_reader, 0, -1, METHOD_KEYWORDS, NULL},
        {"writer", csv_writer, 0, -1, METHOD_KEYWORDS, NULL},
        {"register_dialect", csv_register_dialect, 0, -1, METHOD_KEYWORDS, NULL},
        {"unregister_dialect", csv_unregister_dialect, 1, 1, 0, NULL},
        {"get_dialect", csv_get_dialect, 1, 1, 0, NULL},
        {"list_dialects", csv_list_dialects, 0, 0, 0, NULL},
        {"field_size_limit", csv_field_size_limit, 0, 1, 0, NULL},
        {0},
    };
    static const struct ouro_foreign_number quotings[] = {
        {"QUOTE_MINIMAL", 0}, {"QUOTE_ALL", 1}, {"QUOTE_NONNUMERIC", 2}, {"QUOTE_NONE", 3}};
    ouro_object *base = (ouro_object *)builtin_class(rt, EXC_Exception), *dialects = ouro_dict_new(rt);
    bool is_good = dialects && ouro_vm_state_set(rt, "csv dialects", dialects) &&
                   ouro_module_add(rt, module, "_dialects", dialects);
    xdecref(rt, dialects);
    return is_good && ouro_foreign_numbers_add(rt, module, quotings, 4) &&
           ouro_foreign_text_add(rt, module, "__version__", "1.0") &&
           ouro_module_add_functions(rt, module, functions) &&
           ouro_foreign_error_add(rt, module, "_csv", "Error", base, NULL) &&
           add_dialect(rt, module) && add_reader(rt, module) && add_writer(rt, module);
}
