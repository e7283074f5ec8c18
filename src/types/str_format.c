/* Text from a C format: printf's directives for numbers and C strings, and %S %R %A %T %W %N %U for
 * objects (see error.h). */
#include <stdarg.h>
#include <stdio.h>

#include "types/str_internal.h"

struct directive {
    char text[32]; /* "%" flags width precision length conversion, for snprintf */
    size_t size;
    int width, precision; /* precision -1: none */
    char length;          /* 0, 'l', 'L' for ll, 'z', 't' */
    char conversion;
};

static bool is_flag(char c)
{
    return c == '-' || c == '+' || c == ' ' || c == '#' || c == '0';
}

static void directive_add(struct directive *d, char c)
{
    if (d->size + 1 < sizeof(d->text))
        d->text[d->size++] = c;
}

static const char *number_parse(struct directive *d, const char *at, int *value)
{
    *value = 0;
    while (*at >= '0' && *at <= '9') {
        *value = *value * 10 + (*at - '0');
        directive_add(d, *at++);
    }
    return at;
}

/* Parses what follows the percent sign; a star takes its value from stars. */
static const char *directive_parse(struct directive *d, const char *at, int star, bool *used_star)
{
    *d = (struct directive){.precision = -1};
    directive_add(d, '%');
    while (is_flag(*at))
        directive_add(d, *at++);
    at = number_parse(d, at, &d->width);
    if (*at == '.') {
        directive_add(d, *at++);
        if (*at == '*') {
            *used_star = true;
            d->precision = star;
            d->size += (size_t)snprintf(d->text + d->size, sizeof(d->text) - d->size, "%d", star);
            at++;
        } else {
            at = number_parse(d, at, &d->precision);
        }
    }
    while (*at == 'l' || *at == 'z' || *at == 't') {
        d->length = *at == 'l' && d->length == 'l' ? 'L' : *at;
        directive_add(d, *at++);
    }
    d->conversion = *at;
    directive_add(d, *at);
    d->text[d->size] = 0;
    return *at ? at + 1 : at;
}

static bool has_star(const char *at)
{
    while (is_flag(*at) || (*at >= '0' && *at <= '9'))
        at++;
    return at[0] == '.' && at[1] == '*';
}

/* The text of an object as one of the directives asks for it; owned. */
static ouro_object *object_text(ouro_runtime *rt, char conversion, ouro_object *object)
{
    switch (conversion) {
    case 'S':
        return ouro_str(rt, object);
    case 'R':
        return ouro_repr(rt, object);
    case 'A':
        return ouro_ascii(rt, object);
    default:
        return newref(object);
    }
}

static bool add_object(struct ouro_str_builder *builder, const struct directive *d,
                       ouro_object *object)
{
    if (!object)
        return ouro_str_builder_literal(builder, "<NULL>");
    ouro_object *text = object_text(builder->rt, d->conversion, object);
    if (!text)
        return false;
    size_t length = ouro_str_length(text);
    if (d->precision >= 0 && (size_t)d->precision < length)
        length = (size_t)d->precision;
    bool is_done = ouro_str_builder_part(builder, text, 0, length);
    decref(builder->rt, text);
    return is_done;
}

static bool add_text(struct ouro_str_builder *builder, const struct directive *d, const char *text)
{
    if (!text)
        text = "(null)";
    size_t size = d->precision >= 0 ? strnlen(text, (size_t)d->precision) : strlen(text);
    if ((size_t)d->width > size && d->text[1] != '-')
        ouro_str_builder_fill(builder, ' ', (size_t)d->width - size);
    /* C strings here may come from outside (file names): what is no UTF-8 is shown, not trusted. */
    ouro_object *str = ouro_str_decode(builder->rt, (const uint8_t *)text, size, "utf-8", "replace");
    if (!str)
        return false;
    bool is_done = ouro_str_builder_str(builder, str);
    decref(builder->rt, str);
    if ((size_t)d->width > size && d->text[1] == '-')
        ouro_str_builder_fill(builder, ' ', (size_t)d->width - size);
    return is_done;
}

#define ADD_NUMBER(type)                                                                          \
    do {                                                                                          \
        int written = snprintf(buffer, sizeof(buffer), d.text, va_arg(arguments, type));          \
        is_done = ouro_str_builder_text(&builder, buffer,                                         \
                                        written < (int)sizeof(buffer) ? (size_t)written           \
                                                                      : sizeof(buffer) - 1);      \
    } while (0)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
ouro_object *ouro_str_format_va(ouro_runtime *rt, const char *format, va_list arguments_in)
{
    struct ouro_str_builder builder;
    char buffer[128];
    va_list arguments;
    va_copy(arguments, arguments_in);
    ouro_str_builder_init(&builder, rt);
    bool is_done = true;
    while (*format && is_done) {
        const char *percent = strchr(format, '%');
        size_t plain = percent ? (size_t)(percent - format) : strlen(format);
        if (plain && !ouro_str_builder_text(&builder, format, plain))
            break;
        if (!percent)
            break;
        struct directive d;
        bool used_star = false;
        int star = has_star(percent + 1) ? va_arg(arguments, int) : 0;
        format = directive_parse(&d, percent + 1, star, &used_star);
        switch (d.conversion) {
        case 'd':
        case 'i':
        case 'u':
        case 'x':
        case 'X':
        case 'o':
            if (d.length == 'l')
                ADD_NUMBER(long);
            else if (d.length == 'L')
                ADD_NUMBER(long long);
            else if (d.length == 'z' || d.length == 't')
                ADD_NUMBER(size_t);
            else
                ADD_NUMBER(int);
            break;
        case 'g':
        case 'f':
        case 'e':
            ADD_NUMBER(double);
            break;
        case 'p':
            ADD_NUMBER(void *);
            break;
        case 'c':
            is_done = ouro_str_builder_character(&builder, (uint32_t)va_arg(arguments, int));
            break;
        case 's':
            is_done = add_text(&builder, &d, va_arg(arguments, const char *));
            break;
        case 'S':
        case 'R':
        case 'A':
        case 'U':
            is_done = add_object(&builder, &d, va_arg(arguments, ouro_object *));
            break;
        case 'T':
            is_done = add_text(&builder, &d,
                               class_of(rt, va_arg(arguments, ouro_object *))->core.name);
            break;
        case 'W': {
            ouro_object *argument = va_arg(arguments, ouro_object *);
            is_done = add_text(&builder, &d,
                               argument == rt->none ? "None" : class_of(rt, argument)->core.name);
            break;
        }
        case 'N':
            is_done = add_text(&builder, &d, ouro_class_name(va_arg(arguments, struct ouro_class *)));
            break;
        case '%':
            is_done = ouro_str_builder_character(&builder, '%');
            break;
        default:
            is_done = ouro_str_builder_text(&builder, d.text, d.size);
            break;
        }
    }
    va_end(arguments);
    if (!is_done) {
        ouro_str_builder_abandon(&builder);
        return NULL;
    }
    return ouro_str_builder_finish(&builder);
}
#pragma GCC diagnostic pop

ouro_object *ouro_str_format(ouro_runtime *rt, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ouro_object *text = ouro_str_format_va(rt, format, arguments);
    va_end(arguments);
    return text;
}
