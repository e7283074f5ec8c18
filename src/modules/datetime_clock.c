/* Between the C library's clock and local time and datetime's fields. */
#include <errno.h>
#include <math.h>
#include <time.h>

#include "modules/datetime_internal.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

enum { EPOCH_ORDINAL = 719163, FOLD_SECONDS_MAX = 24 * 3600 };

/* ---- reading a Unix time --------------------------------------------------------------------- */

static bool refuse_range(ouro_runtime *rt)
{
    return ouro_raise(rt, EXC_OverflowError, "timestamp out of range for platform time_t") != NULL;
}

static double round_half_even(double value)
{
    double rounded = round(value);
    return fabs(value - rounded) == 0.5 ? 2.0 * round(value / 2.0) : rounded;
}

static bool read_float(ouro_runtime *rt, double value, bool with_fraction, int64_t *seconds,
                       int *microseconds)
{
    double whole, fraction;
    if (isnan(value))
        return ouro_raise(rt, EXC_ValueError, "Invalid value NaN (not a number)") != NULL;
    if (with_fraction) {
        fraction = round_half_even(modf(value, &whole) * SECOND_US);
        if (fraction >= SECOND_US) {
            fraction -= SECOND_US;
            whole += 1;
        } else if (fraction < 0) {
            fraction += SECOND_US;
            whole -= 1;
        }
    } else {
        fraction = 0;
        whole = floor(value);
    }
    if (!(whole >= -9223372036854775808.0 && whole < 9223372036854775808.0))
        return refuse_range(rt);
    *seconds = (int64_t)whole;
    *microseconds = (int)fraction;
    return true;
}

bool ouro_datetime_clock_read(ouro_runtime *rt, ouro_object *timestamp, bool with_fraction,
                              int64_t *seconds, int *microseconds)
{
    *microseconds = 0;
    if (is_float(rt, timestamp))
        return read_float(rt, ouro_float_value(timestamp), with_fraction, seconds, microseconds);
    ouro_object *index = ouro_index(rt, timestamp);
    if (!index)
        return false;
    bool fits = ouro_int_fits_i64(index, seconds);
    decref(rt, index);
    return fits || refuse_range(rt);
}

void ouro_datetime_clock_now(int64_t *seconds, int *microseconds)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *seconds = now.tv_sec;
    *microseconds = (int)(now.tv_nsec / 1000);
}

/* ---- Unix time to fields --------------------------------------------------------------------- */

static bool break_down(ouro_runtime *rt, int64_t seconds, bool is_local, struct tm *tm)
{
    time_t when = (time_t)seconds;
    errno = 0;
    if (is_local ? localtime_r(&when, tm) : gmtime_r(&when, tm))
        return true;
    return ouro_raise_errno(rt, errno ? errno : EINVAL, NULL) != NULL;
}

/* Seconds since the epoch that the fields would stand for in UTC. */
static bool seconds_of(ouro_runtime *rt, int64_t year, int month, int day, int hour, int minute,
                       int second, int64_t *seconds)
{
    if (year < YEAR_MIN || year > YEAR_MAX)
        return ouro_raise(rt, EXC_ValueError, "year %d is out of range", (int)year) != NULL;
    int64_t days = ouro_datetime_calendar_ordinal((int)year, month, day) - EPOCH_ORDINAL;
    *seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    return true;
}

/* What a local clock shows at a Unix time, in the same measure. */
static bool local_at(ouro_runtime *rt, int64_t when, int64_t *shown)
{
    struct tm tm;
    return break_down(rt, when, true, &tm) &&
           seconds_of(rt, (int64_t)tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
                      tm.tm_sec, shown);
}

/* Does the local clock show this time for the second time? */
static bool find_fold(ouro_runtime *rt, int64_t when, struct ouro_datetime_fields *fields)
{
    int64_t shown = 0, before;
    if (!seconds_of(rt, fields->year, fields->month, fields->day, fields->hour, fields->minute,
                    fields->second, &shown) ||
        !local_at(rt, when - FOLD_SECONDS_MAX, &before))
        return false;
    int64_t change = shown - before - FOLD_SECONDS_MAX;
    if (change >= 0)
        return true;
    if (!local_at(rt, when + change, &before))
        return false;
    fields->fold = before == shown;
    return true;
}

bool ouro_datetime_clock_split(ouro_runtime *rt, int64_t seconds, bool is_local, bool with_fold,
                               struct ouro_datetime_fields *fields)
{
    struct tm tm;
    if (!break_down(rt, seconds, is_local, &tm))
        return false;
    *fields = (struct ouro_datetime_fields){
        .year = tm.tm_year + 1900, .month = tm.tm_mon + 1, .day = tm.tm_mday,
        .hour = tm.tm_hour, .minute = tm.tm_min, .second = tm.tm_sec < 59 ? tm.tm_sec : 59};
    return !with_fold || find_fold(rt, seconds, fields);
}

/* ---- fields to Unix time --------------------------------------------------------------------- */

/* A local time t is shown at t - a, where a is the zone's offset then: one of the two in use around it.
 * There are two such instants in a fold and none in a gap. */
bool ouro_datetime_clock_join(ouro_runtime *rt, const struct ouro_datetime_fields *fields, int64_t *seconds)
{
    int64_t shown = 0, at, other;
    if (!seconds_of(rt, fields->year, fields->month, fields->day, fields->hour, fields->minute,
                    fields->second, &shown) ||
        !local_at(rt, shown, &at))
        return false;
    int64_t first_offset = at - shown, first = shown - first_offset, second_offset;
    if (!local_at(rt, first, &at))
        return false;
    bool is_first_good = at == shown;
    if (is_first_good) { /* perhaps another, on the side that fold asks for */
        int64_t probe = first + (fields->fold ? FOLD_SECONDS_MAX : -FOLD_SECONDS_MAX);
        if (!local_at(rt, probe, &other))
            return false;
        second_offset = other - probe;
        if (second_offset == first_offset) {
            *seconds = first;
            return true;
        }
    } else {
        second_offset = at - first;
    }
    int64_t second = shown - second_offset;
    if (!local_at(rt, second, &other))
        return false;
    if (other == shown)
        *seconds = second;
    else if (is_first_good)
        *seconds = first;
    else
        *seconds = (first < second) == (fields->fold != 0) ? first : second;
    return true;
}

ouro_object *ouro_datetime_clock_zone(ouro_runtime *rt, const struct ouro_class *kin, int64_t seconds)
{
    struct tm tm;
    if (!break_down(rt, seconds, true, &tm))
        return NULL;
    struct ouro_class *cls = ouro_datetime_class(rt, kin, KIND_DELTA);
    ouro_object *offset = ouro_datetime_delta_new(rt, cls, (ouro_datetime_us)tm.tm_gmtoff * SECOND_US);
    ouro_object *name = offset ? ouro_str_decode(rt, (const uint8_t *)tm.tm_zone, strlen(tm.tm_zone),
                                                 "utf-8", "surrogateescape")
                               : NULL;
    ouro_object *zone = name ? ouro_datetime_zone_new(rt, offset, name) : NULL;
    xdecref(rt, offset);
    xdecref(rt, name);
    return zone;
}

ouro_object *ouro_datetime_clock_tuple(ouro_runtime *rt, const struct ouro_datetime_fields *fields,
                                       int is_dst)
{
    int year = fields->year, month = fields->month, day = fields->day;
    const int numbers[9] = {year, month, day, fields->hour, fields->minute, fields->second,
                            ouro_datetime_calendar_weekday(year, month, day),
                            ouro_datetime_calendar_year_day(year, month, day), is_dst};
    ouro_object *tuple = ouro_tuple_new(rt, 9), *module = NULL, *cls = NULL, *result = NULL;
    bool is_good = tuple != NULL;
    for (size_t i = 0; is_good && i < 9; i++)
        is_good = (tuple_at(tuple, i) = ouro_int_new(rt, numbers[i])) != NULL;
    if (is_good && (module = ouro_vm_import(rt, "time")) != NULL)
        cls = ouro_getattr_text(rt, module, "struct_time");
    if (cls)
        result = ouro_call1(rt, cls, tuple);
    xdecref(rt, tuple);
    xdecref(rt, module);
    xdecref(rt, cls);
    return result;
}
