/* fromisoformat: the forms of ISO 8601 that name one day or one time of day. Texts are read as UTF-8 that
 * ends with a NUL, so a read can run over the end of a part but not of the text: a NUL is no digit. */
#include "modules/datetime_internal.h"
#include "types/str.h"

struct zone_offset {
    bool is_given;
    int seconds, microseconds; /* signed */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number that the next count digits make; NULL: there are not so many. */
static const char *read_digits(const char *at, size_t count, int *value)
{
    *value = 0;
    for (size_t i = 0; i < count; i++, at++) {
        if (!is_digit(*at))
            return NULL;
        *value = *value * 10 + (*at - '0');
    }
    return at;
}

/* ---- dates ----------------------------------------------------------------------------------- */

/* Behind the W: ww, wwd or ww-d. */
static bool read_week(const char *at, const char *end, bool has_separator,
                      struct ouro_datetime_fields *fields)
{
    int week, day = 1;
    at = read_digits(at, 2, &week);
    if (!at)
        return false;
    if (at < end && ((has_separator && *at++ != '-') || !read_digits(at, 1, &day)))
        return false;
    return ouro_datetime_calendar_from_iso(fields->year, week, day, &fields->year, &fields->month,
                                           &fields->day) == ISO_GOOD;
}

static bool read_date(const char *text, size_t size, struct ouro_datetime_fields *fields)
{
    const char *at = read_digits(text, 4, &fields->year);
    if (!at)
        return false;
    bool has_separator = *at == '-';
    at += has_separator;
    if (*at == 'W')
        return read_week(at + 1, text + size, has_separator, fields);
    at = read_digits(at, 2, &fields->month);
    return at && !(has_separator && *at++ != '-') && read_digits(at, 2, &fields->day);
}

/* ---- times ----------------------------------------------------------------------------------- */

enum read_result { READ_BAD, READ_ALL, READ_MORE /* something follows */ };

static enum read_result read_fraction(const char *at, const char *end, int *microsecond)
{
    size_t left = (size_t)(end - at), count = left < 6 ? left : 6;
    at = read_digits(at, count, microsecond);
    if (!at)
        return READ_BAD;
    for (; count < 6; count++)
        *microsecond *= 10;
    while (is_digit(*at)) /* more than can be kept */
        at++;
    return *at ? READ_MORE : READ_ALL;
}

/* HH, HHMM, HH:MM and so on, then a fraction. */
static enum read_result read_clock(const char *at, const char *end, struct ouro_datetime_fields *fields)
{
    int *const values[3] = {&fields->hour, &fields->minute, &fields->second};
    bool has_separator = true;
    fields->hour = fields->minute = fields->second = fields->microsecond = 0;
    for (size_t i = 0; i < 3; i++) {
        at = read_digits(at, 2, values[i]);
        if (!at)
            return READ_BAD;
        char next = *at++;
        if (i == 0)
            has_separator = next == ':';
        if (at >= end)
            return next ? READ_MORE : READ_ALL;
        if (has_separator && next == ':')
            continue;
        if (next == '.' || next == ',')
            break;
        if (has_separator)
            return READ_BAD;
        at--;
    }
    return read_fraction(at, end, &fields->microsecond);
}

static bool read_time(const char *text, size_t size, struct ouro_datetime_fields *fields,
                      struct zone_offset *zone)
{
    const char *end = text + size, *mark = text;
    while (mark < end && *mark != '+' && *mark != '-' && *mark != 'Z')
        mark++;
    enum read_result result = read_clock(text, mark, fields);
    if (mark >= end || result == READ_BAD)
        return result == READ_ALL;
    zone->is_given = true;
    if (*mark == 'Z')
        return mark[1] == 0;
    int sign = *mark == '-' ? -1 : 1;
    struct ouro_datetime_fields offset;
    if (read_clock(mark + 1, end, &offset) != READ_ALL)
        return false;
    zone->seconds = sign * (offset.hour * 3600 + offset.minute * 60 + offset.second);
    zone->microseconds = sign * offset.microsecond;
    return true;
}

/* Whole seconds decide whether it is UTC. */
static bool make_zone(ouro_runtime *rt, const struct ouro_class *kin, const struct zone_offset *zone,
                      ouro_object **tzinfo)
{
    *tzinfo = NULL;
    if (!zone->is_given)
        return true;
    if (zone->seconds == 0) {
        *tzinfo = xnewref(ouro_datetime_utc_peek(rt, kin));
        return *tzinfo != NULL;
    }
    ouro_datetime_us us = (ouro_datetime_us)zone->seconds * SECOND_US + zone->microseconds;
    ouro_object *offset = ouro_datetime_delta_new(rt, ouro_datetime_class(rt, kin, KIND_DELTA), us);
    if (offset)
        *tzinfo = ouro_datetime_zone_new(rt, offset, NULL);
    xdecref(rt, offset);
    return *tzinfo != NULL;
}

/* ---- both ------------------------------------------------------------------------------------ */

/* Where the date ends and the separator stands. A week date is ambiguous before digits. */
static size_t find_separator(const char *text, size_t size)
{
    if (size == 7)
        return 7;
    if (text[4] == '-' && text[5] == 'W') {
        if (size <= 8 || text[8] != '-')
            return 8;
        return size > 10 && is_digit(text[10]) ? 8 : 10;
    }
    if (text[4] == '-')
        return 10;
    if (text[4] != 'W')
        return 8;
    size_t at = 7;
    while (at < size && is_digit(text[at]))
        at++;
    if (at < 9)
        return at;
    return at % 2 == 0 ? 7 : 8;
}

static size_t character_size(char first)
{
    if ((first & 0x80) == 0)
        return 1;
    return (first & 0xf0) == 0xf0 ? 4 : (first & 0xf0) == 0xe0 ? 3 : 2;
}

static bool read_both(const char *text, size_t size, struct ouro_datetime_fields *fields,
                      struct zone_offset *zone)
{
    if (size < 7)
        return false;
    size_t at = find_separator(text, size);
    if (!read_date(text, at, fields))
        return false;
    if (at >= size)
        return true;
    at += character_size(text[at]);
    return at <= size && read_time(text + at, size - at, fields, zone);
}

/* A lone surrogate as separator has no UTF-8: any other character does as well. */
static ouro_object *without_surrogate(ouro_runtime *rt, ouro_object *text)
{
    static const uint8_t places[] = {7, 8, 10};
    size_t length = ouro_str_length(text);
    for (size_t i = 0; i < sizeof places; i++) {
        size_t at = places[i];
        if (at >= length || ouro_str_at(text, at) < 0xd800 || ouro_str_at(text, at) > 0xdfff)
            continue;
        struct ouro_str_builder builder;
        ouro_str_builder_init(&builder, rt);
        ouro_str_builder_part(&builder, text, 0, at);
        ouro_str_builder_character(&builder, 'T');
        ouro_str_builder_part(&builder, text, at + 1, length);
        return ouro_str_builder_finish(&builder);
    }
    return newref(text);
}

static const char *open_text(ouro_runtime *rt, ouro_object *text, size_t *size, ouro_object **owner)
{
    const char *utf8 = ouro_str_utf8(rt, text, size, owner);
    if (!utf8 && ouro_error_is(rt, EXC_UnicodeEncodeError))
        ouro_error_clear(rt);
    return utf8;
}

static bool refuse(ouro_runtime *rt, ouro_object *text)
{
    if (!rt->error)
        ouro_raise(rt, EXC_ValueError, "Invalid isoformat string: %R", text);
    return false;
}

bool ouro_datetime_parse_date(ouro_runtime *rt, ouro_object *text, struct ouro_datetime_fields *fields)
{
    size_t size;
    ouro_object *owner = NULL;
    const char *utf8 = open_text(rt, text, &size, &owner);
    bool is_good =
        utf8 && (size == 7 || size == 8 || size == 10) && read_date(utf8, size, fields);
    xdecref(rt, owner);
    return is_good || refuse(rt, text);
}

bool ouro_datetime_parse_time(ouro_runtime *rt, const struct ouro_class *kin, ouro_object *text,
                              struct ouro_datetime_fields *fields)
{
    size_t size;
    ouro_object *owner = NULL;
    struct zone_offset zone = {0};
    const char *utf8 = open_text(rt, text, &size, &owner);
    size_t skipped = utf8 && *utf8 == 'T';
    bool is_good = utf8 && read_time(utf8 + skipped, size - skipped, fields, &zone);
    xdecref(rt, owner);
    if (!is_good)
        return refuse(rt, text);
    return make_zone(rt, kin, &zone, &fields->tzinfo);
}

bool ouro_datetime_parse(ouro_runtime *rt, const struct ouro_class *kin, ouro_object *text,
                         struct ouro_datetime_fields *fields)
{
    size_t size;
    ouro_object *owner = NULL, *clean = without_surrogate(rt, text);
    struct zone_offset zone = {0};
    const char *utf8 = clean ? open_text(rt, clean, &size, &owner) : NULL;
    bool is_good = utf8 && read_both(utf8, size, fields, &zone);
    xdecref(rt, owner);
    xdecref(rt, clean);
    if (!is_good)
        return refuse(rt, text);
    return make_zone(rt, kin, &zone, &fields->tzinfo);
}
