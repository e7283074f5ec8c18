/* The methods of datetime: constructors from clocks and texts, parts, zones, pickles. */
#include "modules/datetime_datetime.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

static struct ouro_class *as_class(ouro_object *object)
{
    return (struct ouro_class *)(void *)object;
}

/* ---- constructors ---------------------------------------------------------------------------- */

/* A datetime in UTC (taken) that has the tzinfo: the same instant in its zone. */
static ouro_object *from_utc_take(ouro_runtime *rt, ouro_object *datetime, ouro_object *tzinfo)
{
    if (!datetime || !tzinfo)
        return datetime;
    ouro_object *method = ouro_getattr_text(rt, tzinfo, "fromutc");
    ouro_object *result = method ? ouro_call1(rt, method, datetime) : NULL;
    xdecref(rt, method);
    decref(rt, datetime);
    return result;
}

/* Local time when there is no zone, and otherwise the zone's. */
static ouro_object *from_clock(ouro_runtime *rt, struct ouro_class *cls, int64_t seconds,
                               int microseconds, ouro_object *tzinfo)
{
    struct ouro_datetime_fields fields;
    if (!ouro_datetime_clock_split(rt, seconds, !tzinfo, !tzinfo, &fields))
        return NULL;
    fields.microsecond = microseconds;
    fields.tzinfo = tzinfo;
    return from_utc_take(rt, ouro_datetime_make(rt, cls, &fields), tzinfo);
}

static ouro_object *utc_from_clock(ouro_runtime *rt, struct ouro_class *cls, int64_t seconds,
                                   int microseconds)
{
    struct ouro_datetime_fields fields;
    if (!ouro_datetime_clock_split(rt, seconds, false, false, &fields))
        return NULL;
    fields.microsecond = microseconds;
    return ouro_datetime_make(rt, cls, &fields);
}

OURO_DATETIME_METHOD(datetime_now)
{
    static const char *const parameters[] = {"tz"};
    static const struct ouro_datetime_signature signature = {"now", parameters, "O", 0, 1};
    union ouro_datetime_argument given[1] = {{.object = rt->none}};
    ouro_object *tzinfo;
    int64_t seconds;
    int microseconds;
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given) ||
        !ouro_datetime_check_tzinfo(rt, given[0].object, &tzinfo))
        return NULL;
    ouro_datetime_clock_now(&seconds, &microseconds);
    return from_clock(rt, as_class(self), seconds, microseconds, tzinfo);
}

OURO_DATETIME_METHOD(datetime_utcnow)
{
    int64_t seconds;
    int microseconds;
    ouro_datetime_clock_now(&seconds, &microseconds);
    return utc_from_clock(rt, as_class(self), seconds, microseconds);
}

OURO_DATETIME_METHOD(datetime_fromtimestamp)
{
    static const char *const parameters[] = {"timestamp", "tz"};
    static const struct ouro_datetime_signature signature = {"fromtimestamp", parameters, "OO", 1, 2};
    union ouro_datetime_argument given[2] = {{.object = NULL}, {.object = rt->none}};
    ouro_object *tzinfo;
    int64_t seconds;
    int microseconds;
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given) ||
        !ouro_datetime_check_tzinfo(rt, given[1].object, &tzinfo) ||
        !ouro_datetime_clock_read(rt, given[0].object, true, &seconds, &microseconds))
        return NULL;
    return from_clock(rt, as_class(self), seconds, microseconds, tzinfo);
}

OURO_DATETIME_METHOD(datetime_utcfromtimestamp)
{
    static const struct ouro_datetime_signature signature = {"utcfromtimestamp", NULL, "O", 1, 1};
    union ouro_datetime_argument given[1];
    int64_t seconds;
    int microseconds;
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given) ||
        !ouro_datetime_clock_read(rt, given[0].object, true, &seconds, &microseconds))
        return NULL;
    return utc_from_clock(rt, as_class(self), seconds, microseconds);
}

OURO_DATETIME_METHOD(datetime_strptime)
{
    static const struct ouro_datetime_signature signature = {"strptime", NULL, "UU", 2, 2};
    union ouro_datetime_argument given[2];
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    ouro_object *module = ouro_vm_import(rt, "_strptime");
    ouro_object *function = module ? ouro_getattr_text(rt, module, "_strptime_datetime") : NULL;
    ouro_object *result =
        function ? ouro_call3(rt, function, self, given[0].object, given[1].object) : NULL;
    xdecref(rt, module);
    xdecref(rt, function);
    return result;
}

OURO_DATETIME_METHOD(datetime_combine)
{
    static const char *const parameters[] = {"date", "time", "tzinfo"};
    static const struct ouro_datetime_signature signature = {"combine", parameters, "dtO", 2, 3};
    union ouro_datetime_argument given[3] = {{.object = NULL}, {.object = NULL}, {.object = NULL}};
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    const struct ouro_datetime_date *date = date_of(given[0].object);
    const struct ouro_datetime_time *time = time_of(given[1].object);
    struct ouro_datetime_fields fields = {
        .year = date->year, .month = date->month, .day = date->day, .hour = time->hour,
        .minute = time->minute, .second = time->second, .microsecond = (int)time->microsecond,
        .fold = time->fold, .tzinfo = time->tzinfo};
    if (given[2].object && !ouro_datetime_check_tzinfo(rt, given[2].object, &fields.tzinfo))
        return NULL;
    return ouro_datetime_make(rt, as_class(self), &fields);
}

OURO_DATETIME_METHOD(datetime_fromisoformat)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "fromisoformat: argument must be str");
    struct ouro_datetime_fields fields = {0};
    if (!ouro_datetime_parse(rt, as_class(self), args[0], &fields))
        return NULL;
    ouro_object *result = ouro_datetime_make(rt, as_class(self), &fields);
    xdecref(rt, fields.tzinfo);
    return result;
}

/* ---- parts ----------------------------------------------------------------------------------- */

OURO_DATETIME_METHOD(datetime_date)
{
    const struct ouro_datetime_fields fields = ouro_datetime_fields_get(self);
    return ouro_datetime_date_alloc(rt, ouro_datetime_class(rt, class_of(rt, self), KIND_DATE), &fields);
}

static ouro_object *time_part(ouro_runtime *rt, ouro_object *self, bool with_zone)
{
    struct ouro_datetime_fields fields = ouro_datetime_fields_get(self);
    if (!with_zone)
        fields.tzinfo = NULL;
    return ouro_datetime_time_alloc(rt, ouro_datetime_class(rt, class_of(rt, self), KIND_TIME), &fields);
}

OURO_DATETIME_METHOD(datetime_time)
{
    return time_part(rt, self, false);
}

OURO_DATETIME_METHOD(datetime_timetz)
{
    return time_part(rt, self, true);
}

OURO_DATETIME_METHOD(datetime_replace)
{
    struct ouro_datetime_fields fields = ouro_datetime_fields_get(self);
    if (!ouro_datetime_datetime_bind(rt, "replace", 0, args, count, names, &fields))
        return NULL;
    return ouro_datetime_datetime_new(rt, class_of(rt, self), &fields);
}

OURO_DATETIME_METHOD(datetime_timetuple)
{
    const struct ouro_datetime_fields fields = ouro_datetime_fields_get(self);
    ouro_object *dst = ouro_datetime_datetime_offset(rt, self, "dst");
    if (!dst)
        return NULL;
    int is_dst = dst == rt->none ? -1 : ouro_datetime_delta_us(dst) != 0;
    decref(rt, dst);
    return ouro_datetime_clock_tuple(rt, &fields, is_dst);
}

OURO_DATETIME_METHOD(datetime_utctimetuple)
{
    struct ouro_datetime_fields fields = ouro_datetime_fields_get(self);
    ouro_object *offset = ouro_datetime_datetime_offset(rt, self, "utcoffset"), *utc = NULL;
    if (offset && offset != rt->none)
        utc = ouro_datetime_shift(rt, self, offset, -1);
    else if (offset)
        utc = newref(self);
    xdecref(rt, offset);
    if (!utc)
        return NULL;
    if (is_datetime(rt, utc))
        fields = ouro_datetime_fields_get(utc);
    decref(rt, utc);
    return ouro_datetime_clock_tuple(rt, &fields, 0);
}

OURO_DATETIME_METHOD(datetime_ctime)
{
    const struct ouro_datetime_fields fields = ouro_datetime_fields_get(self);
    return ouro_datetime_format_ctime(rt, &fields);
}

OURO_DATETIME_METHOD(datetime_isoformat)
{
    static const char *const parameters[] = {"sep", "timespec"};
    static const struct ouro_datetime_signature signature = {"isoformat", parameters, "Cs", 0, 2};
    union ouro_datetime_argument given[2] = {{.object = rt->latin1['T']}, {.object = NULL}};
    char clock[OFFSET_TEXT_MAX], offset[OFFSET_TEXT_MAX];
    const struct ouro_datetime_fields fields = ouro_datetime_fields_get(self);
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given) ||
        !ouro_datetime_format_clock(rt, clock, &fields, given[1].object) ||
        !ouro_datetime_format_offset(rt, offset, ":", fields.tzinfo, self))
        return NULL;
    return ouro_str_format(rt, "%04d-%02d-%02d%U%s%s", fields.year, fields.month, fields.day,
                           given[0].object, clock, offset);
}

/* ---- zones ----------------------------------------------------------------------------------- */

OURO_DATETIME_METHOD(datetime_utcoffset)
{
    return ouro_datetime_datetime_offset(rt, self, "utcoffset");
}

OURO_DATETIME_METHOD(datetime_dst)
{
    return ouro_datetime_datetime_offset(rt, self, "dst");
}

OURO_DATETIME_METHOD(datetime_tzname)
{
    return ouro_datetime_zone_name(rt, datetime_of(self)->tzinfo, self);
}

/* Since January 1, 1970 UTC. */
static ouro_object *delta_since_epoch(ouro_runtime *rt, ouro_object *self, ouro_object *offset)
{
    const struct ouro_datetime_fields epoch = {.year = 1970, .month = 1, .day = 1};
    struct ouro_class *cls = class_of(rt, self);
    ouro_object *start =
        ouro_datetime_datetime_new(rt, ouro_datetime_class(rt, cls, KIND_DATETIME), &epoch);
    if (!start)
        return NULL;
    ouro_datetime_us us = ouro_datetime_datetime_us(self) - ouro_datetime_datetime_us(start);
    decref(rt, start);
    if (offset)
        us -= ouro_datetime_delta_us(offset);
    return ouro_datetime_delta_new(rt, ouro_datetime_class(rt, cls, KIND_DELTA), us);
}

OURO_DATETIME_METHOD(datetime_timestamp)
{
    const struct ouro_datetime_fields fields = ouro_datetime_fields_get(self);
    if (!fields.tzinfo) {
        int64_t seconds;
        if (!ouro_datetime_clock_join(rt, &fields, &seconds))
            return NULL;
        return ouro_float_new(rt, (double)seconds + fields.microsecond / 1e6);
    }
    ouro_object *offset = ouro_datetime_datetime_offset(rt, self, "utcoffset"), *delta = NULL, *total = NULL;
    if (offset == rt->none)
        ouro_raise(rt, EXC_TypeError, "can't subtract offset-naive and offset-aware datetimes");
    else if (offset)
        delta = delta_since_epoch(rt, self, offset);
    ouro_object *method = delta ? ouro_getattr_text(rt, delta, "total_seconds") : NULL;
    if (method)
        total = ouro_call0(rt, method);
    xdecref(rt, offset);
    xdecref(rt, delta);
    xdecref(rt, method);
    return total;
}

static ouro_object *local_zone(ouro_runtime *rt, ouro_object *self)
{
    const struct ouro_datetime_fields fields = ouro_datetime_fields_get(self);
    int64_t seconds;
    if (!ouro_datetime_clock_join(rt, &fields, &seconds))
        return NULL;
    return ouro_datetime_clock_zone(rt, class_of(rt, self), seconds);
}

/* The zone of local time at an instant given in UTC. */
static ouro_object *local_zone_at(ouro_runtime *rt, ouro_object *utc)
{
    ouro_object *delta = delta_since_epoch(rt, utc, NULL);
    if (!delta)
        return NULL;
    int64_t seconds = (int64_t)delta_of(delta)->days * DAY_SECONDS + delta_of(delta)->seconds;
    decref(rt, delta);
    return ouro_datetime_clock_zone(rt, class_of(rt, utc), seconds);
}

/* The zone that self counts in, and its offset there; both owned. */
static bool own_zone(ouro_runtime *rt, ouro_object *self, ouro_object **zone, ouro_object **offset)
{
    *zone = xnewref(datetime_of(self)->tzinfo);
    *offset = NULL;
    for (int tries = 0; tries < 2; tries++) {
        if (!*zone && !(*zone = local_zone(rt, self)))
            return false;
        *offset = ouro_datetime_zone_offset(rt, *zone, "utcoffset", self);
        if (*offset != rt->none)
            break;
        *offset = NULL;
        clearref(rt, zone); /* a tzinfo that does not know: taken as local time */
    }
    if (*offset)
        return true;
    clearref(rt, zone);
    return false;
}

/* The same instant with the tzinfo in place of self's, as UTC: fromutc does the rest. */
static ouro_object *to_zone(ouro_runtime *rt, ouro_object *self, ouro_object *offset, ouro_object *tzinfo)
{
    ouro_object *shifted = ouro_datetime_shift(rt, self, offset, -1);
    if (!shifted || !is_datetime(rt, shifted))
        return shifted;
    struct ouro_class *cls = class_of(rt, shifted);
    struct ouro_datetime_fields fields = ouro_datetime_fields_get(shifted);
    ouro_object *zone = tzinfo ? newref(tzinfo) : local_zone_at(rt, shifted), *utc = NULL;
    if (zone) {
        fields.tzinfo = zone;
        utc = ouro_datetime_datetime_new(rt, cls, &fields);
    }
    ouro_object *result = from_utc_take(rt, utc, zone);
    decref(rt, shifted);
    xdecref(rt, zone);
    return result;
}

OURO_DATETIME_METHOD(datetime_astimezone)
{
    static const char *const parameters[] = {"tz"};
    static const struct ouro_datetime_signature signature = {"astimezone", parameters, "O", 0, 1};
    union ouro_datetime_argument given[1] = {{.object = rt->none}};
    ouro_object *tzinfo, *zone, *offset, *result;
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given) ||
        !ouro_datetime_check_tzinfo(rt, given[0].object, &tzinfo))
        return NULL;
    if (tzinfo && datetime_of(self)->tzinfo == tzinfo)
        return newref(self);
    if (!own_zone(rt, self, &zone, &offset))
        return NULL;
    result = zone == tzinfo ? newref(self) : to_zone(rt, self, offset, tzinfo);
    decref(rt, zone);
    decref(rt, offset);
    return result;
}

/* ---- pickles --------------------------------------------------------------------------------- */

static ouro_object *reduce(ouro_runtime *rt, ouro_object *self, bool with_fold)
{
    const struct ouro_datetime *at = datetime_of(self);
    uint32_t us = at->microsecond;
    const uint8_t bytes[10] = {(uint8_t)(at->year >> 8), (uint8_t)at->year,
                               (uint8_t)(at->month | (with_fold && at->fold ? 0x80 : 0)), at->day,
                               at->hour, at->minute, at->second, (uint8_t)(us >> 16), (uint8_t)(us >> 8),
                               (uint8_t)us};
    ouro_object *state = ouro_bytes_new(rt, bytes, sizeof bytes), *result = NULL;
    ouro_object *arguments = state ? ouro_tuple_pack(rt, at->tzinfo ? 2 : 1, state, at->tzinfo) : NULL;
    if (arguments)
        result = ouro_tuple_pack(rt, 2, &class_of(rt, self)->core.base, arguments);
    xdecref(rt, state);
    xdecref(rt, arguments);
    return result;
}

OURO_DATETIME_METHOD(datetime_reduce_ex)
{
    static const struct ouro_datetime_signature signature = {"__reduce_ex__", NULL, "i", 1, 1};
    union ouro_datetime_argument given[1];
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    return reduce(rt, self, given[0].number > 3);
}

OURO_DATETIME_METHOD(datetime_reduce)
{
    return reduce(rt, self, false);
}

const struct ouro_method ouro_datetime_datetime_methods[] = {
    {"now", datetime_now, 0, -1, METHOD_CLASS | METHOD_KEYWORDS, "The current time, local or of a zone."},
    {"utcnow", datetime_utcnow, 0, 0, METHOD_CLASS, "The current time in UTC, without a tzinfo."},
    {"fromtimestamp", datetime_fromtimestamp, 0, -1, METHOD_CLASS | METHOD_KEYWORDS,
     "The time of a Unix time, local or of a zone."},
    {"utcfromtimestamp", datetime_utcfromtimestamp, 0, -1, METHOD_CLASS,
     "The time of a Unix time in UTC, without a tzinfo."},
    {"strptime", datetime_strptime, 0, -1, METHOD_CLASS, "The time that a text names in a format."},
    {"combine", datetime_combine, 0, -1, METHOD_CLASS | METHOD_KEYWORDS, "A date and a time together."},
    {"fromisoformat", datetime_fromisoformat, 1, 1, METHOD_CLASS, "The time that an ISO 8601 text names."},
    {"date", datetime_date, 0, 0, 0, "Its date."},
    {"time", datetime_time, 0, 0, 0, "Its time of day, without the tzinfo."},
    {"timetz", datetime_timetz, 0, 0, 0, "Its time of day, with the tzinfo."},
    {"ctime", datetime_ctime, 0, 0, 0, "The text that C's ctime() writes."},
    {"timetuple", datetime_timetuple, 0, 0, 0, "A time.struct_time of it."},
    {"timestamp", datetime_timestamp, 0, 0, 0, "The Unix time, a float."},
    {"utctimetuple", datetime_utctimetuple, 0, 0, 0, "A time.struct_time of it in UTC."},
    {"isoformat", datetime_isoformat, 0, -1, METHOD_KEYWORDS,
     "YYYY-MM-DDTHH:MM:SS, with a fraction and an offset."},
    {"utcoffset", datetime_utcoffset, 0, 0, 0, "tzinfo.utcoffset(self), or None."},
    {"tzname", datetime_tzname, 0, 0, 0, "tzinfo.tzname(self), or None."},
    {"dst", datetime_dst, 0, 0, 0, "tzinfo.dst(self), or None."},
    {"replace", datetime_replace, 0, -1, METHOD_KEYWORDS, "The same with other fields."},
    {"astimezone", datetime_astimezone, 0, -1, METHOD_KEYWORDS, "The same instant in another zone."},
    {"__reduce_ex__", datetime_reduce_ex, 0, -1, 0, "__reduce_ex__(proto) -> (cls, state)"},
    {"__reduce__", datetime_reduce, 0, 0, 0, "__reduce__() -> (cls, state)"},
    {0},
};
