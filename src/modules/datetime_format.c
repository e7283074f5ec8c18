/* The texts of dates, times and offsets. */
#include <stdio.h>

#include "modules/datetime_internal.h"
#include "types/str.h"
#include "vm/vm.h"

/* ---- offsets --------------------------------------------------------------------------------- */

void ouro_datetime_format_delta(char *text, const char *separator, const ouro_object *offset)
{
    ouro_datetime_us us = ouro_datetime_delta_us(offset);
    int64_t size = (int64_t)(us < 0 ? -us : us), seconds = size / SECOND_US;
    int rest = (int)(size % SECOND_US), hours = (int)(seconds / 3600);
    int length = snprintf(text, OFFSET_TEXT_MAX, "%c%02d%s%02d", us < 0 ? '-' : '+', hours, separator,
                          (int)(seconds / 60 % 60));
    if (seconds % 60 || rest)
        length += snprintf(text + length, (size_t)(OFFSET_TEXT_MAX - length), "%s%02d", separator,
                           (int)(seconds % 60));
    if (rest)
        snprintf(text + length, (size_t)(OFFSET_TEXT_MAX - length), ".%06d", rest);
}

bool ouro_datetime_format_offset(ouro_runtime *rt, char *text, const char *separator,
                                 ouro_object *tzinfo, ouro_object *argument)
{
    text[0] = 0;
    ouro_object *offset = ouro_datetime_zone_offset(rt, tzinfo, "utcoffset", argument);
    if (offset && offset != rt->none)
        ouro_datetime_format_delta(text, separator, offset);
    xdecref(rt, offset);
    return offset != NULL;
}

/* ---- isoformat and repr ---------------------------------------------------------------------- */

bool ouro_datetime_format_clock(ouro_runtime *rt, char *text, const struct ouro_datetime_fields *fields,
                                ouro_object *timespec)
{
    static const char *const names[] = {"hours", "minutes", "seconds", "milliseconds", "microseconds"};
    int hour = fields->hour, minute = fields->minute, second = fields->second;
    size_t spec = fields->microsecond ? 4 : 2;
    if (timespec && !ouro_str_equal_text(timespec, "auto"))
        for (spec = 0; spec < 5 && !ouro_str_equal_text(timespec, names[spec]);)
            spec++;
    switch (spec) {
    case 0:
        snprintf(text, OFFSET_TEXT_MAX, "%02d", hour);
        return true;
    case 1:
        snprintf(text, OFFSET_TEXT_MAX, "%02d:%02d", hour, minute);
        return true;
    case 2:
        snprintf(text, OFFSET_TEXT_MAX, "%02d:%02d:%02d", hour, minute, second);
        return true;
    case 3:
        snprintf(text, OFFSET_TEXT_MAX, "%02d:%02d:%02d.%03d", hour, minute, second,
                 fields->microsecond / 1000);
        return true;
    case 4:
        snprintf(text, OFFSET_TEXT_MAX, "%02d:%02d:%02d.%06d", hour, minute, second, fields->microsecond);
        return true;
    default:
        return ouro_raise(rt, EXC_ValueError, "Unknown timespec value") != NULL;
    }
}

ouro_object *ouro_datetime_format_repr_take(ouro_runtime *rt, ouro_object *text, int fold,
                                            ouro_object *tzinfo, bool is_fold_last)
{
    if (!text)
        return NULL;
    const char *mark = fold ? ", fold=1" : "";
    ouro_object *result;
    if (!tzinfo)
        result = ouro_str_format(rt, "%U%s)", text, mark);
    else if (is_fold_last)
        result = ouro_str_format(rt, "%U, tzinfo=%R%s)", text, tzinfo, mark);
    else
        result = ouro_str_format(rt, "%U%s, tzinfo=%R)", text, mark, tzinfo);
    decref(rt, text);
    return result;
}

ouro_object *ouro_datetime_format_ctime(ouro_runtime *rt, const struct ouro_datetime_fields *fields)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int weekday = ouro_datetime_calendar_weekday(fields->year, fields->month, fields->day);
    char text[64];
    int size = snprintf(text, sizeof text, "%s %s %2d %02d:%02d:%02d %04d", days[weekday],
                        months[fields->month - 1], fields->day, fields->hour, fields->minute,
                        fields->second, fields->year);
    return ouro_str_new(rt, text, (size_t)size);
}

/* ---- strftime -------------------------------------------------------------------------------- */

/* What a class derived from str has for replace decides, as for any str. */
static ouro_object *escape_take(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *method = ouro_getattr_text(rt, name, "replace"), *two = ouro_str_from(rt, "%%");
    ouro_object *text = method && two ? ouro_call2(rt, method, rt->latin1['%'], two) : NULL;
    xdecref(rt, method);
    xdecref(rt, two);
    decref(rt, name);
    if (!text || is_str(rt, text))
        return text;
    decref(rt, text);
    return ouro_raise(rt, EXC_TypeError, "tzname.replace() did not return a string");
}

static bool put_zone_name(struct ouro_str_builder *out, ouro_object *tzinfo, ouro_object *argument)
{
    ouro_object *name = ouro_datetime_zone_name(out->rt, tzinfo, argument);
    if (name && name != out->rt->none)
        name = escape_take(out->rt, name);
    bool is_good = name && (name == out->rt->none || ouro_str_builder_str(out, name));
    xdecref(out->rt, name);
    return is_good;
}

static int microsecond_of(const ouro_runtime *rt, const ouro_object *object)
{
    switch (datetime_kind(rt, object)) {
    case KIND_DATETIME:
        return (int)datetime_of(object)->microsecond;
    case KIND_TIME:
        return (int)time_of(object)->microsecond;
    default:
        return 0;
    }
}

/* The directive behind a '%'. */
static bool put_directive(struct ouro_str_builder *out, ouro_object *object, uint32_t directive,
                          ouro_object *argument)
{
    char text[OFFSET_TEXT_MAX];
    ouro_object *tzinfo = ouro_datetime_tzinfo_peek(out->rt, object);
    switch (directive) {
    case 'z':
        return ouro_datetime_format_offset(out->rt, text, "", tzinfo, argument) &&
               ouro_str_builder_literal(out, text);
    case 'Z':
        return put_zone_name(out, tzinfo, argument);
    case 'f':
        snprintf(text, sizeof text, "%06d", microsecond_of(out->rt, object));
        return ouro_str_builder_literal(out, text);
    default:
        return ouro_str_builder_character(out, '%') && ouro_str_builder_character(out, directive);
    }
}

ouro_object *ouro_datetime_format_strftime(ouro_runtime *rt, ouro_object *object, ouro_object *format,
                                           ouro_object *tuple, ouro_object *argument)
{
    struct ouro_str_builder out;
    ouro_str_builder_init(&out, rt);
    size_t length = ouro_str_length(format);
    bool is_good = true;
    for (size_t i = 0; is_good && i < length; i++) {
        uint32_t character = ouro_str_at(format, i);
        uint32_t next = i + 1 < length ? ouro_str_at(format, i + 1) : 0;
        if (!character)
            break; /* the C library's text ends here */
        if (character != '%' || !next) {
            is_good = ouro_str_builder_character(&out, character);
        } else {
            is_good = put_directive(&out, object, next, argument);
            i++;
        }
    }
    if (!is_good) {
        ouro_str_builder_abandon(&out);
        return NULL;
    }
    ouro_object *plain = ouro_str_builder_finish(&out);
    ouro_object *module = plain ? ouro_vm_import(rt, "time") : NULL;
    ouro_object *function = module ? ouro_getattr_text(rt, module, "strftime") : NULL;
    ouro_object *result = function ? ouro_call2(rt, function, plain, tuple) : NULL;
    xdecref(rt, plain);
    xdecref(rt, module);
    xdecref(rt, function);
    return result;
}

ouro_object *ouro_datetime_format_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t count, ouro_object *names)
{
    static const struct ouro_datetime_signature signature = {"__format__", NULL, "U", 1, 1};
    union ouro_datetime_argument given[1];
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    if (ouro_str_length(given[0].object) == 0)
        return ouro_str(rt, self);
    ouro_object *method = ouro_getattr_text(rt, self, "strftime");
    ouro_object *text = method ? ouro_call1(rt, method, given[0].object) : NULL;
    xdecref(rt, method);
    return text;
}
