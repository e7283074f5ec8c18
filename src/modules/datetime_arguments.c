/* Arguments of datetime's constructors and methods: binding with conversion, one parameter after the
 * other, and the checks of field values. */
#include <limits.h>

#include "modules/datetime_internal.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- binding --------------------------------------------------------------------------------- */

bool ouro_datetime_read_int(ouro_runtime *rt, ouro_object *object, int *value)
{
    int64_t wide;
    ouro_object *index = ouro_index(rt, object);
    if (!index)
        return false;
    bool fits = ouro_int_fits_i64(index, &wide);
    decref(rt, index);
    if (fits && wide >= INT_MIN && wide <= INT_MAX) {
        *value = (int)wide;
        return true;
    }
    const char *fault = !fits       ? "Python int too large to convert to C long"
                        : wide < 0 ? "signed integer is less than minimum"
                                   : "signed integer is greater than maximum";
    return ouro_raise(rt, EXC_OverflowError, "%s", fault) != NULL;
}

static bool is_kind(ouro_runtime *rt, ouro_object *object, char kind, const char **wanted)
{
    switch (kind) {
    case 'D':
        *wanted = "datetime.timedelta";
        return is_delta(rt, object);
    case 'd':
        *wanted = "datetime.date";
        return is_date(rt, object);
    case 't':
        *wanted = "datetime.time";
        return datetime_kind(rt, object) == KIND_TIME;
    case 'C':
        *wanted = "a unicode character";
        return is_str(rt, object) && ouro_str_length(object) == 1;
    case 's':
    case 'U':
        *wanted = "str";
        return is_str(rt, object);
    default:
        return true;
    }
}

static bool has_nul(const ouro_object *str)
{
    for (size_t i = 0; i < ouro_str_length(str); i++)
        if (ouro_str_at(str, i) == 0)
            return true;
    return false;
}

static bool convert(ouro_runtime *rt, const struct ouro_datetime_signature *signature, size_t index,
                    ouro_object *value, union ouro_datetime_argument *out)
{
    const char *wanted = NULL;
    char kind = signature->kinds[index];
    if (kind == 'i')
        return ouro_datetime_read_int(rt, value, &out[index].number);
    if (!is_kind(rt, value, kind, &wanted))
        return ouro_raise(rt, EXC_TypeError, "%s() argument %zu must be %s, not %s",
                          signature->function, index + 1, wanted,
                          value == rt->none ? "None" : class_of(rt, value)->core.name) != NULL;
    if (kind == 's' && has_nul(value))
        return ouro_raise(rt, EXC_ValueError, "embedded null character") != NULL;
    out[index].object = value;
    return true;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static bool bind_positional(ouro_runtime *rt, const struct ouro_datetime_signature *signature,
                            ouro_object *const *args, size_t count, union ouro_datetime_argument *out)
{
    size_t total = strlen(signature->kinds), required = signature->required;
    if (count < required || count > total) {
        const char *bound = required == total ? "exactly" : count < required ? "at least" : "at most";
        size_t limit = count < required ? required : total;
        return ouro_raise(rt, EXC_TypeError, "%s() takes %s %zu argument%s (%zu given)",
                          signature->function, bound, limit, plural(limit), count) != NULL;
    }
    for (size_t i = 0; i < count; i++)
        if (!convert(rt, signature, i, args[i], out))
            return false;
    return true;
}

/* The position of the keyword of this name, or the number of keywords. */
static size_t find_name(ouro_object *names, size_t total, const char *name)
{
    size_t i = 0;
    while (i < total && !ouro_str_equal_text(tuple_at(names, i), name))
        i++;
    return i;
}

static bool check_keywords(ouro_runtime *rt, const struct ouro_datetime_signature *signature,
                           size_t given, ouro_object *names)
{
    size_t total = strlen(signature->kinds), named = tuple_length(names);
    const char *function = signature->function;
    for (size_t i = 0; i < given; i++)
        if (find_name(names, named, signature->names[i]) < named)
            return ouro_raise(rt, EXC_TypeError,
                              "argument for %s%s given by name ('%s') and position (%zu)",
                              function ? function : "function", function ? "()" : "",
                              signature->names[i], i + 1) != NULL;
    for (size_t k = 0; k < named; k++) {
        size_t i = 0;
        while (i < total && !ouro_str_equal_text(tuple_at(names, k), signature->names[i]))
            i++;
        if (i == total)
            return ouro_raise(rt, EXC_TypeError, "'%U' is an invalid keyword argument for %s%s",
                              tuple_at(names, k), function ? function : "this function",
                              function ? "()" : "") != NULL;
    }
    return true;
}

bool ouro_datetime_bind(ouro_runtime *rt, const struct ouro_datetime_signature *signature,
                        ouro_object *const *args, size_t count, ouro_object *names,
                        union ouro_datetime_argument *out)
{
    if (!signature->names)
        return bind_positional(rt, signature, args, count, out);
    size_t total = strlen(signature->kinds), named = names ? tuple_length(names) : 0, used = 0;
    const char *function = signature->function ? signature->function : "function";
    const char *call = signature->function ? "()" : "";
    if (count + named > total)
        return ouro_raise(rt, EXC_TypeError, "%s%s takes at most %zu %sargument%s (%zu given)",
                          function, call, total, count ? "" : "keyword ", plural(total),
                          count + named) != NULL;
    for (size_t i = 0; i < total; i++) {
        if (i == signature->positional_max && count > i)
            return ouro_raise(rt, EXC_TypeError,
                              "%s%s takes at most %zu positional argument%s (%zu given)", function,
                              call, i, plural(i), count) != NULL;
        size_t name = i < count ? named : find_name(names, named, signature->names[i]);
        if (i >= count && name == named) {
            if (i < signature->required)
                return ouro_raise(rt, EXC_TypeError, "%s%s missing required argument '%s' (pos %zu)",
                                  function, call, signature->names[i], i + 1) != NULL;
            continue;
        }
        used += i >= count;
        if (!convert(rt, signature, i, i < count ? args[i] : args[count + name], out))
            return false;
    }
    return used == named || check_keywords(rt, signature, count, names);
}

/* ---- checks ---------------------------------------------------------------------------------- */

bool ouro_datetime_check_date(ouro_runtime *rt, const struct ouro_datetime_fields *fields)
{
    if (fields->year < YEAR_MIN || fields->year > YEAR_MAX)
        return ouro_raise(rt, EXC_ValueError, "year %d is out of range", fields->year) != NULL;
    if (fields->month < 1 || fields->month > 12)
        return ouro_raise(rt, EXC_ValueError, "month must be in 1..12") != NULL;
    if (fields->day < 1 || fields->day > ouro_datetime_calendar_month_days(fields->year, fields->month))
        return ouro_raise(rt, EXC_ValueError, "day is out of range for month") != NULL;
    return true;
}

bool ouro_datetime_check_time(ouro_runtime *rt, const struct ouro_datetime_fields *fields)
{
    const char *fault = NULL;
    if (fields->hour < 0 || fields->hour > 23)
        fault = "hour must be in 0..23";
    else if (fields->minute < 0 || fields->minute > 59)
        fault = "minute must be in 0..59";
    else if (fields->second < 0 || fields->second > 59)
        fault = "second must be in 0..59";
    else if (fields->microsecond < 0 || fields->microsecond >= SECOND_US)
        fault = "microsecond must be in 0..999999";
    if (fault)
        return ouro_raise(rt, EXC_ValueError, "%s", fault) != NULL;
    return ouro_datetime_check_fold(rt, fields->fold);
}

bool ouro_datetime_check_fold(ouro_runtime *rt, int fold)
{
    return fold == 0 || fold == 1 ||
           ouro_raise(rt, EXC_ValueError, "fold must be either 0 or 1") != NULL;
}

bool ouro_datetime_check_tzinfo(ouro_runtime *rt, ouro_object *object, ouro_object **tzinfo)
{
    *tzinfo = object == rt->none ? NULL : object;
    if (!*tzinfo || is_tzinfo(rt, object))
        return true;
    return ouro_raise(rt, EXC_TypeError,
                      "tzinfo argument must be None or of a tzinfo subclass, not type '%T'",
                      object) != NULL;
}

/* ---- pickles --------------------------------------------------------------------------------- */

/* Python 2's byte strings arrive as str, one character a byte. */
static int read_text(ouro_runtime *rt, ouro_object *text, size_t size, const char *what, uint8_t *bytes)
{
    for (size_t i = 0; i < size; i++) {
        uint32_t character = ouro_str_at(text, i);
        if (character > 0xff) {
            ouro_raise(rt, EXC_ValueError,
                       "Failed to encode latin1 string when unpickling a %s object. "
                       "pickle.load(data, encoding='latin1') is assumed.",
                       what);
            return -1;
        }
        bytes[i] = (uint8_t)character;
    }
    return 1;
}

int ouro_datetime_pickled(ouro_runtime *rt, ouro_object *argument, size_t size, const char *what,
                          bool (*is_sane)(uint32_t), size_t sane_index, uint8_t *bytes)
{
    if (is_bytes(rt, argument) && bytes_of(argument)->length == size &&
        is_sane(bytes_of(argument)->data[sane_index])) {
        memcpy(bytes, bytes_of(argument)->data, size);
        return 1;
    }
    if (is_str(rt, argument) && ouro_str_length(argument) == size &&
        is_sane(ouro_str_at(argument, sane_index)))
        return read_text(rt, argument, size, what, bytes);
    return 0;
}
