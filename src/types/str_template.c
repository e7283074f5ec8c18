/* str.format and str.format_map: replacement fields, their names, conversions and nested specs. */
#include "types/dict.h"
#include "types/int.h"
#include "types/str_methods.h"
#include "types/tuple.h"
#include "types/unicode.h"

enum { NESTING_MAX = 2 };

struct numbering {
    enum { NUMBERING_UNKNOWN, NUMBERING_AUTOMATIC, NUMBERING_MANUAL } kind;
    size_t next;
};

struct template {
    ouro_runtime *rt;
    ouro_object *text;
    struct ouro_str_builder *out;
    ouro_object *const *args; /* NULL: format_map */
    size_t count;
    ouro_object *names;       /* keywords, values at args[count..) */
    ouro_object *mapping;     /* of format_map */
    struct numbering *numbering;
    unsigned nesting_left;
};

struct field {
    size_t name_start, name_end;
    size_t spec_start, spec_end;
    uint32_t conversion; /* 0: none */
    bool spec_is_nested;
};

static bool value_error(struct template *t, const char *message)
{
    return ouro_raise(t->rt, EXC_ValueError, message);
}

/* ---- parsing --------------------------------------------------------------------------------- */

/* The end of the field's name, at one of } : ! or the end of the text. */
static bool name_scan(struct template *t, size_t *at, size_t end, uint32_t *stop)
{
    *stop = 0;
    while (*at < end) {
        uint32_t c = ouro_str_at(t->text, (*at)++);
        if (c == '{')
            return value_error(t, "unexpected '{' in field name");
        if (c == '[') { /* anything goes up to the closing bracket, which is left for the next turn */
            while (*at < end && ouro_str_at(t->text, *at) != ']')
                (*at)++;
        } else if (c == '}' || c == ':' || c == '!') {
            *stop = c;
            return true;
        }
    }
    return true;
}

/* The spec up to the brace that closes the field. */
static bool spec_scan(struct template *t, size_t *at, size_t end, struct field *field)
{
    size_t depth = 1;
    field->spec_start = *at;
    while (*at < end) {
        uint32_t c = ouro_str_at(t->text, (*at)++);
        if (c == '{') {
            field->spec_is_nested = true;
            depth++;
        } else if (c == '}' && --depth == 0) {
            field->spec_end = *at - 1;
            return true;
        }
    }
    return value_error(t, "unmatched '{' in format spec");
}

/* *at is behind the opening brace, and behind the closing one afterwards. */
static bool field_parse(struct template *t, size_t *at, size_t end, struct field *field)
{
    uint32_t stop;
    *field = (struct field){.name_start = *at};
    if (!name_scan(t, at, end, &stop))
        return false;
    if (stop == 0)
        return value_error(t, "expected '}' before end of string");
    field->name_end = *at - 1;
    if (stop == '}')
        return true;
    if (stop == '!') {
        if (*at >= end)
            return value_error(t, "end of string while looking for conversion specifier");
        field->conversion = ouro_str_at(t->text, (*at)++);
        if (*at < end) {
            uint32_t c = ouro_str_at(t->text, (*at)++);
            if (c == '}')
                return true;
            if (c != ':')
                return value_error(t, "expected ':' after conversion specifier");
        }
    }
    return spec_scan(t, at, end, field);
}

/* ---- values ---------------------------------------------------------------------------------- */

/* text[start:end] as a number: -1 if it is none, -2 with an error if it is too large. */
static int64_t index_parse(struct template *t, size_t start, size_t end)
{
    int64_t value = 0;
    if (start >= end)
        return -1;
    for (size_t i = start; i < end; i++) {
        int digit = ouro_unicode_decimal(ouro_str_at(t->text, i));
        if (digit < 0)
            return -1;
        if (value > (INT64_MAX - digit) / 10) {
            value_error(t, "Too many decimal digits in format string");
            return -2;
        }
        value = value * 10 + digit;
    }
    return value;
}

static bool numbering_check(struct template *t, bool is_automatic)
{
    struct numbering *n = t->numbering;
    if (n->kind == NUMBERING_UNKNOWN)
        n->kind = is_automatic ? NUMBERING_AUTOMATIC : NUMBERING_MANUAL;
    if ((n->kind == NUMBERING_AUTOMATIC) == is_automatic)
        return true;
    return value_error(t, is_automatic ? "cannot switch from manual field specification to "
                                         "automatic field numbering"
                                       : "cannot switch from automatic field numbering to "
                                         "manual field specification");
}

static ouro_object *positional(struct template *t, int64_t index)
{
    if (!t->args)
        return ouro_raise(t->rt, EXC_ValueError, "Format string contains positional fields");
    if ((uint64_t)index >= t->count)
        return ouro_raise(t->rt, EXC_IndexError,
                          "Replacement index %lld out of range for positional args tuple",
                          (long long)index);
    return newref(t->args[index]);
}

static ouro_object *keyword(struct template *t, size_t start, size_t end)
{
    ouro_object *key = ouro_str_substring(t->rt, t->text, start, end), *value = NULL;
    if (!key)
        return NULL;
    if (t->mapping) {
        value = ouro_getitem(t->rt, t->mapping, key);
    } else {
        size_t count = t->names ? tuple_length(t->names) : 0;
        for (size_t i = 0; i < count && !value; i++)
            if (ouro_str_equal(tuple_at(t->names, i), key))
                value = newref(t->args[t->count + i]);
        if (!value)
            ouro_raise_object(t->rt, EXC_KeyError, key);
    }
    decref(t->rt, key);
    return value;
}

/* What the name starts with: a number, nothing, or a key. */
static ouro_object *first_value(struct template *t, size_t start, size_t end)
{
    int64_t index = index_parse(t, start, end);
    if (index == -2)
        return NULL;
    if (start == end || index >= 0) {
        if (!numbering_check(t, start == end))
            return NULL;
        return positional(t, start == end ? (int64_t)t->numbering->next++ : index);
    }
    return keyword(t, start, end);
}

/* .name, taking value. */
static ouro_object *attribute_take(struct template *t, ouro_object *value, size_t start, size_t end)
{
    ouro_object *name = ouro_str_substring(t->rt, t->text, start, end);
    ouro_object *result = name ? ouro_getattr(t->rt, value, name) : NULL;
    xdecref(t->rt, name);
    decref(t->rt, value);
    return result;
}

/* [index] or [key], taking value. */
static ouro_object *item_take(struct template *t, ouro_object *value, size_t start, size_t end)
{
    int64_t index = index_parse(t, start, end);
    ouro_object *key = index == -2  ? NULL
                       : index >= 0 ? ouro_int_new(t->rt, index)
                                    : ouro_str_substring(t->rt, t->text, start, end);
    ouro_object *result = key ? ouro_getitem(t->rt, value, key) : NULL;
    xdecref(t->rt, key);
    decref(t->rt, value);
    return result;
}

static ouro_object *fail_value(struct template *t, ouro_object *value, const char *message)
{
    decref(t->rt, value);
    return ouro_raise(t->rt, EXC_ValueError, message);
}

static ouro_object *field_value(struct template *t, const struct field *field)
{
    size_t at = field->name_start, end = field->name_end;
#define CHARACTER(i) ouro_str_at(t->text, (i))
    while (at < end && CHARACTER(at) != '.' && CHARACTER(at) != '[')
        at++;
    ouro_object *value = first_value(t, field->name_start, at);
    while (value && at < end) {
        uint32_t kind = CHARACTER(at);
        size_t start = ++at;
        if (kind == '.') {
            while (at < end && CHARACTER(at) != '.' && CHARACTER(at) != '[')
                at++;
            if (start == at)
                return fail_value(t, value, "Empty attribute in format string");
            value = attribute_take(t, value, start, at);
        } else if (kind == '[') {
            while (at < end && CHARACTER(at) != ']')
                at++;
            if (at == end)
                return fail_value(t, value, "Missing ']' in format string");
            if (start == at)
                return fail_value(t, value, "Empty attribute in format string");
            value = item_take(t, value, start, at);
            at++;
        } else {
            return fail_value(t, value,
                              "Only '.' or '[' may follow ']' in format field specifier");
        }
    }
#undef CHARACTER
    return value;
}

static ouro_object *convert_take(struct template *t, ouro_object *value, uint32_t conversion)
{
    ouro_object *text = NULL;
    switch (conversion) {
    case 0:
        return value;
    case 'r':
        text = ouro_repr(t->rt, value);
        break;
    case 's':
        text = ouro_str(t->rt, value);
        break;
    case 'a':
        text = ouro_ascii(t->rt, value);
        break;
    default:
        if (conversion > 32 && conversion < 127)
            ouro_raise(t->rt, EXC_ValueError, "Unknown conversion specifier %c", (int)conversion);
        else
            ouro_raise(t->rt, EXC_ValueError, "Unknown conversion specifier \\x%x", conversion);
    }
    decref(t->rt, value);
    return text;
}

/* ---- output ---------------------------------------------------------------------------------- */

static bool template_run(struct template *t, size_t at, size_t end);

/* The spec with its own fields filled in. */
static ouro_object *spec_text(struct template *t, const struct field *field)
{
    if (!field->spec_is_nested)
        return ouro_str_substring(t->rt, t->text, field->spec_start, field->spec_end);
    struct ouro_str_builder builder;
    struct template inner = *t;
    ouro_str_builder_init(&builder, t->rt);
    inner.out = &builder;
    inner.nesting_left--;
    if (template_run(&inner, field->spec_start, field->spec_end))
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

static bool field_write(struct template *t, const struct field *field)
{
    ouro_runtime *rt = t->rt;
    ouro_object *value = field_value(t, field);
    if (value)
        value = convert_take(t, value, field->conversion);
    if (!value)
        return false;
    ouro_object *spec = spec_text(t, field), *text = NULL;
    if (spec)
        text = is_exact(value, TYPE_STR) && ouro_str_length(spec) == 0
                   ? newref(value)
                   : ouro_format(rt, value, spec);
    xdecref(rt, spec);
    decref(rt, value);
    if (!text)
        return false;
    bool is_done = ouro_str_builder_str(t->out, text);
    decref(rt, text);
    return is_done;
}

static bool template_run(struct template *t, size_t at, size_t end)
{
    if (t->nesting_left == 0)
        return value_error(t, "Max string recursion exceeded");
    while (at < end) {
        size_t start = at;
        uint32_t c = 0;
        while (at < end && (c = ouro_str_at(t->text, at)) != '{' && c != '}')
            at++;
        if (at == end)
            return ouro_str_builder_part(t->out, t->text, start, end);
        bool is_last = at + 1 >= end;
        bool is_doubled = !is_last && ouro_str_at(t->text, at + 1) == c;
        if (c == '}' && !is_doubled)
            return value_error(t, "Single '}' encountered in format string");
        if (c == '{' && is_last)
            return value_error(t, "Single '{' encountered in format string");
        if (!ouro_str_builder_part(t->out, t->text, start, at + is_doubled))
            return false;
        at++;
        if (is_doubled) {
            at++;
            continue;
        }
        struct field field;
        if (!field_parse(t, &at, end, &field) || !field_write(t, &field))
            return false;
    }
    return true;
}

static ouro_object *template_format(struct template *t)
{
    struct ouro_str_builder builder;
    struct numbering numbering = {NUMBERING_UNKNOWN, 0};
    ouro_str_builder_init(&builder, t->rt);
    t->out = &builder;
    t->numbering = &numbering;
    t->nesting_left = NESTING_MAX;
    if (template_run(t, 0, ouro_str_length(t->text)))
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

NATIVE(ouro_str_method_format)
{
    ouro_object *const nothing[1] = {NULL};
    struct template t = {.rt = rt, .text = self, .args = args ? args : nothing, .count = count,
                         .names = names};
    return template_format(&t);
}

NATIVE(ouro_str_method_format_map)
{
    struct template t = {.rt = rt, .text = self, .mapping = args[0]};
    return template_format(&t);
}
