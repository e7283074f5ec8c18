/* date: a day of the Gregorian calendar. */
#include "modules/datetime_internal.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

/* ---- making ---------------------------------------------------------------------------------- */

ouro_object *ouro_datetime_date_alloc(ouro_runtime *rt, struct ouro_class *cls,
                                      const struct ouro_datetime_fields *fields)
{
    ouro_object *self = ouro_datetime_check_date(rt, fields) ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (self) {
        date_of(self)->year = (uint16_t)fields->year;
        date_of(self)->month = (uint8_t)fields->month;
        date_of(self)->day = (uint8_t)fields->day;
    }
    return self;
}

ouro_object *ouro_datetime_call_ints(ouro_runtime *rt, struct ouro_class *cls, const int *numbers,
                                     size_t count, ouro_object *tzinfo)
{
    enum { NUMBERS_MAX = 7 };
    ouro_object *args[NUMBERS_MAX + 1], *result = NULL;
    size_t made = 0;
    while (made < count && (args[made] = ouro_int_new(rt, numbers[made])) != NULL)
        made++;
    if (tzinfo)
        args[count] = tzinfo;
    if (made == count)
        result = ouro_call(rt, &cls->core.base, args, count + (tzinfo != NULL), NULL);
    while (made > 0)
        decref(rt, args[--made]);
    return result;
}

ouro_object *ouro_datetime_date_make(ouro_runtime *rt, struct ouro_class *cls,
                                     const struct ouro_datetime_fields *fields)
{
    const int numbers[3] = {fields->year, fields->month, fields->day};
    if (!is_native_class(cls))
        return ouro_datetime_call_ints(rt, cls, numbers, 3, NULL);
    if (ouro_datetime_class_kind(cls) == KIND_DATE)
        return ouro_datetime_date_alloc(rt, cls, fields);
    const struct ouro_datetime_fields midnight = {
        .year = fields->year, .month = fields->month, .day = fields->day};
    return ouro_datetime_alloc(rt, cls, &midnight);
}

static bool is_month(uint32_t byte)
{
    return byte >= 1 && byte <= 12;
}

/* What pickle gives is taken as it is. */
static ouro_object *from_pickle(ouro_runtime *rt, struct ouro_class *cls, const uint8_t *bytes)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self) {
        date_of(self)->year = (uint16_t)(bytes[0] << 8 | bytes[1]);
        date_of(self)->month = bytes[2];
        date_of(self)->day = bytes[3];
    }
    return self;
}

static const char *const parameters[] = {"year", "month", "day"};

OURO_DATETIME_CREATE(ouro_datetime_date_create)
{
    static const struct ouro_datetime_signature signature = {NULL, parameters, "iii", 3, 3};
    uint8_t bytes[4];
    if (count == 1) {
        int pickled = ouro_datetime_pickled(rt, args[0], sizeof bytes, "date", is_month, 2, bytes);
        if (pickled)
            return pickled < 0 ? NULL : from_pickle(rt, cls, bytes);
    }
    union ouro_datetime_argument given[3];
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    const struct ouro_datetime_fields fields = {
        .year = given[0].number, .month = given[1].number, .day = given[2].number};
    return ouro_datetime_date_alloc(rt, cls, &fields);
}

static void date_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_class_free(runtime_of(heap), self);
}

/* ---- alternative constructors ---------------------------------------------------------------- */

/* By way of cls.fromtimestamp, which a subclass may override. */
OURO_DATETIME_METHOD(date_today)
{
    ouro_object *module = ouro_vm_import(rt, "time");
    ouro_object *now = module ? ouro_getattr_text(rt, module, "time") : NULL;
    ouro_object *when = now ? ouro_call0(rt, now) : NULL;
    ouro_object *make = when ? ouro_getattr_text(rt, self, "fromtimestamp") : NULL;
    ouro_object *result = make ? ouro_call1(rt, make, when) : NULL;
    xdecref(rt, module);
    xdecref(rt, now);
    xdecref(rt, when);
    xdecref(rt, make);
    return result;
}

static struct ouro_class *as_class(ouro_object *object)
{
    return (struct ouro_class *)(void *)object;
}

OURO_DATETIME_METHOD(date_fromtimestamp)
{
    int64_t seconds;
    int microseconds;
    struct ouro_datetime_fields fields;
    if (!ouro_datetime_clock_read(rt, args[0], false, &seconds, &microseconds) ||
        !ouro_datetime_clock_split(rt, seconds, true, false, &fields))
        return NULL;
    return ouro_datetime_date_make(rt, as_class(self), &fields);
}

OURO_DATETIME_METHOD(date_fromordinal)
{
    static const struct ouro_datetime_signature signature = {"fromordinal", NULL, "i", 1, 1};
    union ouro_datetime_argument given[1];
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    if (given[0].number < 1)
        return ouro_raise(rt, EXC_ValueError, "ordinal must be >= 1");
    struct ouro_datetime_fields fields = {0};
    ouro_datetime_calendar_split(given[0].number, &fields.year, &fields.month, &fields.day);
    return ouro_datetime_date_make(rt, as_class(self), &fields);
}

OURO_DATETIME_METHOD(date_fromisoformat)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "fromisoformat: argument must be str");
    struct ouro_datetime_fields fields = {0};
    if (!ouro_datetime_parse_date(rt, args[0], &fields))
        return NULL;
    return ouro_datetime_date_make(rt, as_class(self), &fields);
}

OURO_DATETIME_METHOD(date_fromisocalendar)
{
    static const char *const iso_parameters[] = {"year", "week", "day"};
    static const struct ouro_datetime_signature signature = {"fromisocalendar", iso_parameters, "iii", 3, 3};
    union ouro_datetime_argument given[3];
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given)) {
        if (ouro_error_is(rt, EXC_OverflowError)) {
            ouro_error_clear(rt);
            ouro_raise(rt, EXC_ValueError, "ISO calendar component out of range");
        }
        return NULL;
    }
    struct ouro_datetime_fields fields = {0};
    int year = given[0].number, week = given[1].number, day = given[2].number;
    switch (ouro_datetime_calendar_from_iso(year, week, day, &fields.year, &fields.month, &fields.day)) {
    case ISO_BAD_YEAR:
        return ouro_raise(rt, EXC_ValueError, "Year is out of range: %d", year);
    case ISO_BAD_WEEK:
        return ouro_raise(rt, EXC_ValueError, "Invalid week: %d", week);
    case ISO_BAD_DAY:
        return ouro_raise(rt, EXC_ValueError, "Invalid day: %d (range is [1, 7])", day);
    default:
        return ouro_datetime_date_make(rt, as_class(self), &fields);
    }
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ouro_object *date_repr(ouro_runtime *rt, ouro_object *self)
{
    const struct ouro_datetime_date *date = date_of(self);
    return ouro_str_format(rt, "%s(%d, %d, %d)", class_of(rt, self)->core.name, date->year, date->month,
                           date->day);
}

static ouro_object *date_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *method = ouro_getattr_text(rt, self, "isoformat");
    ouro_object *text = method ? ouro_call0(rt, method) : NULL;
    xdecref(rt, method);
    return text;
}

static uint32_t packed(const ouro_object *self)
{
    const struct ouro_datetime_date *date = date_of(self);
    return (uint32_t)date->year << 16 | (uint32_t)date->month << 8 | date->day;
}

static bool date_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    *hash = ouro_datetime_hash(rt, packed(self));
    return true;
}

static ouro_object *date_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    if (!is_date(rt, b))
        return rt->not_implemented;
    return ouro_datetime_compare(rt, packed(a), packed(b), op);
}

static int ordinal_of(const ouro_object *self)
{
    const struct ouro_datetime_date *date = date_of(self);
    return ouro_datetime_calendar_ordinal(date->year, date->month, date->day);
}

/* Whole days only: what the timedelta has of a day is left out. */
static ouro_object *date_shift(ouro_runtime *rt, ouro_object *self, const ouro_object *delta, int sign)
{
    int64_t ordinal = (int64_t)ordinal_of(self) + (int64_t)sign * delta_of(delta)->days;
    if (ordinal < 1 || ordinal > ORDINAL_MAX)
        return ouro_raise(rt, EXC_OverflowError, "date value out of range");
    struct ouro_datetime_fields fields = {0};
    ouro_datetime_calendar_split((int)ordinal, &fields.year, &fields.month, &fields.day);
    return ouro_datetime_date_make(rt, class_of(rt, self), &fields);
}

static ouro_object *date_add(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (is_datetime(rt, a) || is_datetime(rt, b))
        return rt->not_implemented;
    if (is_date(rt, a))
        return is_delta(rt, b) ? date_shift(rt, a, b, 1) : rt->not_implemented;
    return is_delta(rt, a) ? date_shift(rt, b, a, 1) : rt->not_implemented;
}

static ouro_object *date_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_date(rt, a) || is_datetime(rt, a) || is_datetime(rt, b))
        return rt->not_implemented;
    if (is_date(rt, b))
        return ouro_datetime_delta_new(rt, ouro_datetime_class(rt, class_of(rt, a), KIND_DELTA),
                                       (ouro_datetime_us)(ordinal_of(a) - ordinal_of(b)) * DAY_US);
    return is_delta(rt, b) ? date_shift(rt, a, b, -1) : rt->not_implemented;
}

/* ---- methods --------------------------------------------------------------------------------- */

OURO_DATETIME_METHOD(date_isoformat)
{
    const struct ouro_datetime_date *date = date_of(self);
    return ouro_str_format(rt, "%04d-%02d-%02d", date->year, date->month, date->day);
}

OURO_DATETIME_METHOD(date_ctime)
{
    const struct ouro_datetime_fields fields = {
        .year = date_of(self)->year, .month = date_of(self)->month, .day = date_of(self)->day};
    return ouro_datetime_format_ctime(rt, &fields);
}

OURO_DATETIME_METHOD(date_timetuple)
{
    const struct ouro_datetime_fields fields = {
        .year = date_of(self)->year, .month = date_of(self)->month, .day = date_of(self)->day};
    return ouro_datetime_clock_tuple(rt, &fields, -1);
}

OURO_DATETIME_METHOD(date_strftime)
{
    static const char *const format_parameters[] = {"format"};
    static const struct ouro_datetime_signature signature = {"strftime", format_parameters, "U", 1, 1};
    union ouro_datetime_argument given[1];
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    ouro_object *method = ouro_getattr_text(rt, self, "timetuple");
    ouro_object *tuple = method ? ouro_call0(rt, method) : NULL, *text = NULL;
    if (tuple)
        text = ouro_datetime_format_strftime(rt, self, given[0].object, tuple, self);
    xdecref(rt, method);
    xdecref(rt, tuple);
    return text;
}

OURO_DATETIME_METHOD(date_weekday)
{
    const struct ouro_datetime_date *date = date_of(self);
    return ouro_int_new(rt, ouro_datetime_calendar_weekday(date->year, date->month, date->day));
}

OURO_DATETIME_METHOD(date_isoweekday)
{
    const struct ouro_datetime_date *date = date_of(self);
    return ouro_int_new(rt, ouro_datetime_calendar_weekday(date->year, date->month, date->day) + 1);
}

OURO_DATETIME_METHOD(date_toordinal)
{
    return ouro_int_new(rt, ordinal_of(self));
}

OURO_DATETIME_METHOD(date_isocalendar)
{
    int year = date_of(self)->year, today = ordinal_of(self);
    int monday = ouro_datetime_calendar_week_one(year);
    if (today < monday)
        monday = ouro_datetime_calendar_week_one(--year);
    else if (today >= ouro_datetime_calendar_week_one(year + 1))
        monday = ouro_datetime_calendar_week_one(++year);
    const int numbers[3] = {year, (today - monday) / 7 + 1, (today - monday) % 7 + 1};
    return ouro_datetime_call_ints(rt, ouro_datetime_class(rt, class_of(rt, self), KIND_ISO_DATE), numbers,
                                   3, NULL);
}

OURO_DATETIME_METHOD(date_replace)
{
    static const struct ouro_datetime_signature signature = {"replace", parameters, "iii", 0, 3};
    union ouro_datetime_argument given[3] = {
        {.number = date_of(self)->year}, {.number = date_of(self)->month}, {.number = date_of(self)->day}};
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    const struct ouro_datetime_fields fields = {
        .year = given[0].number, .month = given[1].number, .day = given[2].number};
    return ouro_datetime_date_alloc(rt, class_of(rt, self), &fields);
}

OURO_DATETIME_METHOD(date_reduce)
{
    const struct ouro_datetime_date *date = date_of(self);
    const uint8_t bytes[4] = {(uint8_t)(date->year >> 8), (uint8_t)date->year, date->month, date->day};
    ouro_object *state = ouro_bytes_new(rt, bytes, sizeof bytes), *result = NULL;
    ouro_object *arguments = state ? ouro_tuple_pack(rt, 1, state) : NULL;
    if (arguments)
        result = ouro_tuple_pack(rt, 2, &class_of(rt, self)->core.base, arguments);
    xdecref(rt, state);
    xdecref(rt, arguments);
    return result;
}

static ouro_object *get_year(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, date_of(self)->year);
}
static ouro_object *get_month(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, date_of(self)->month);
}
static ouro_object *get_day(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, date_of(self)->day);
}

bool ouro_datetime_date_constants(ouro_runtime *rt, struct ouro_class *cls)
{
    const struct ouro_datetime_fields first = {.year = YEAR_MIN, .month = 1, .day = 1};
    const struct ouro_datetime_fields last = {.year = YEAR_MAX, .month = 12, .day = 31};
    struct ouro_class *delta = ouro_datetime_class(rt, cls, KIND_DELTA);
    return ouro_datetime_constant_take(rt, cls, "min", ouro_datetime_date_alloc(rt, cls, &first)) &&
           ouro_datetime_constant_take(rt, cls, "max", ouro_datetime_date_alloc(rt, cls, &last)) &&
           ouro_datetime_constant_take(rt, cls, "resolution",
                                       ouro_datetime_delta_new(rt, delta, DAY_US));
}

bool ouro_datetime_date_init(ouro_runtime *rt, struct ouro_class *cls)
{
    enum { MAKER = METHOD_CLASS };
    static const struct ouro_method methods[] = {
        {"fromtimestamp", date_fromtimestamp, 1, 1, MAKER, "The local date of a Unix time."},
        {"fromordinal", date_fromordinal, 0, -1, MAKER, "The date of a day number; day 1 is 0001-01-01."},
        {"fromisoformat", date_fromisoformat, 1, 1, MAKER, "The date that an ISO 8601 text names."},
        {"fromisocalendar", date_fromisocalendar, 0, -1, MAKER | METHOD_KEYWORDS,
         "The date of an ISO year, week and day."},
        {"today", date_today, 0, 0, MAKER, "Now, by way of fromtimestamp."},
        {"ctime", date_ctime, 0, 0, 0, "The text that C's ctime() writes."},
        {"strftime", date_strftime, 0, -1, METHOD_KEYWORDS, "Text as a format wants it."},
        {"__format__", ouro_datetime_format_method, 0, -1, 0, "strftime, or str for an empty format."},
        {"isoformat", date_isoformat, 0, 0, 0, "YYYY-MM-DD."},
        {"isoweekday", date_isoweekday, 0, 0, 0, "The day of the week; Monday is 1."},
        {"isocalendar", date_isocalendar, 0, 0, 0, "ISO year, week and day."},
        {"timetuple", date_timetuple, 0, 0, 0, "A time.struct_time of it."},
        {"toordinal", date_toordinal, 0, 0, 0, "The day number; 0001-01-01 is day 1."},
        {"weekday", date_weekday, 0, 0, 0, "The day of the week; Monday is 0."},
        {"replace", date_replace, 0, -1, METHOD_KEYWORDS, "The same with other fields."},
        {"__reduce__", date_reduce, 0, 0, 0, "__reduce__() -> (cls, state)"},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"year", get_year, NULL, NULL}, {"month", get_month, NULL, NULL}, {"day", get_day, NULL, NULL}, {0}};
    cls->core.dealloc = date_dealloc;
    cls->create = ouro_datetime_date_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = date_repr;
    cls->str = date_str;
    cls->hash = date_hash;
    cls->compare = date_compare;
    cls->add = date_add;
    cls->subtract = date_subtract;
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}
