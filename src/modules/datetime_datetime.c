/* datetime: a day and a time of day, with or without a tzinfo. Construction, comparison, arithmetic. */
#include <stdio.h>

#include "modules/datetime_datetime.h"
#include "types/hash.h"
#include "types/int.h"
#include "types/str.h"

/* ---- making ---------------------------------------------------------------------------------- */

ouro_object *ouro_datetime_datetime_new(ouro_runtime *rt, struct ouro_class *cls,
                                        const struct ouro_datetime_fields *fields)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    struct ouro_datetime *datetime = datetime_of(self);
    datetime->year = (uint16_t)fields->year;
    datetime->month = (uint8_t)fields->month;
    datetime->day = (uint8_t)fields->day;
    datetime->hour = (uint8_t)fields->hour;
    datetime->minute = (uint8_t)fields->minute;
    datetime->second = (uint8_t)fields->second;
    datetime->fold = (uint8_t)fields->fold;
    datetime->microsecond = (uint32_t)fields->microsecond;
    datetime->tzinfo = xnewref(fields->tzinfo);
    ouro_datetime_untrack(rt, self, fields->tzinfo);
    return self;
}

ouro_object *ouro_datetime_alloc(ouro_runtime *rt, struct ouro_class *cls,
                                 const struct ouro_datetime_fields *fields)
{
    if (!ouro_datetime_check_date(rt, fields) || !ouro_datetime_check_time(rt, fields))
        return NULL;
    return ouro_datetime_datetime_new(rt, cls, fields);
}

ouro_object *ouro_datetime_make(ouro_runtime *rt, struct ouro_class *cls,
                                const struct ouro_datetime_fields *fields)
{
    if (is_native_class(cls))
        return ouro_datetime_alloc(rt, cls, fields);
    const int numbers[7] = {fields->year,   fields->month,  fields->day,        fields->hour,
                            fields->minute, fields->second, fields->microsecond};
    return ouro_datetime_call_ints(rt, cls, numbers, 7, fields->tzinfo ? fields->tzinfo : rt->none);
}

static bool is_month(uint32_t byte)
{
    return (byte & 0x7f) >= 1 && (byte & 0x7f) <= 12;
}

static ouro_object *from_pickle(ouro_runtime *rt, struct ouro_class *cls, const uint8_t *bytes,
                                ouro_object *tzinfo)
{
    if (tzinfo == rt->none)
        tzinfo = NULL;
    if (tzinfo && !is_tzinfo(rt, tzinfo))
        return ouro_raise(rt, EXC_TypeError, "bad tzinfo state arg");
    const struct ouro_datetime_fields fields = {
        .year = bytes[0] << 8 | bytes[1], .month = bytes[2] & 0x7f, .day = bytes[3], .hour = bytes[4],
        .minute = bytes[5], .second = bytes[6],
        .microsecond = bytes[7] << 16 | bytes[8] << 8 | bytes[9], .fold = bytes[2] >> 7, .tzinfo = tzinfo};
    return ouro_datetime_datetime_new(rt, cls, &fields);
}

bool ouro_datetime_datetime_bind(ouro_runtime *rt, const char *function, size_t required,
                                 ouro_object *const *args, size_t count, ouro_object *names,
                                 struct ouro_datetime_fields *fields)
{
    static const char *const parameters[] = {"year",   "month",       "day",    "hour", "minute",
                                             "second", "microsecond", "tzinfo", "fold"};
    const struct ouro_datetime_signature signature = {function, parameters, "iiiiiiiOi",
                                                      (uint8_t)required, 8};
    int *const numbers[9] = {&fields->year,   &fields->month,  &fields->day,
                             &fields->hour,   &fields->minute, &fields->second,
                             &fields->microsecond, NULL,       &fields->fold};
    union ouro_datetime_argument given[9];
    for (size_t i = 0; i < 9; i++) {
        if (numbers[i])
            given[i].number = *numbers[i];
        else
            given[i].object = fields->tzinfo ? fields->tzinfo : rt->none;
    }
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return false;
    for (size_t i = 0; i < 9; i++)
        if (numbers[i])
            *numbers[i] = given[i].number;
    return (required || ouro_datetime_check_fold(rt, fields->fold)) && /* replace() looks at it first */
           ouro_datetime_check_date(rt, fields) && ouro_datetime_check_time(rt, fields) &&
           ouro_datetime_check_tzinfo(rt, given[7].object, &fields->tzinfo);
}

OURO_DATETIME_CREATE(ouro_datetime_create)
{
    uint8_t bytes[10];
    if (count == 1 || count == 2) {
        int pickled = ouro_datetime_pickled(rt, args[0], sizeof bytes, "datetime", is_month, 2, bytes);
        if (pickled)
            return pickled < 0 ? NULL : from_pickle(rt, cls, bytes, count > 1 ? args[1] : rt->none);
    }
    struct ouro_datetime_fields fields = {0};
    if (!ouro_datetime_datetime_bind(rt, NULL, 3, args, count, names, &fields))
        return NULL;
    return ouro_datetime_datetime_new(rt, cls, &fields);
}

static void datetime_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &datetime_of(self)->tzinfo);
}

static void datetime_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    datetime_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void datetime_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &datetime_of(self)->tzinfo);
    ouro_class_traverse_instance(self, visitor);
}

/* ---- values ---------------------------------------------------------------------------------- */

struct ouro_datetime_fields ouro_datetime_fields_get(const ouro_object *object)
{
    const struct ouro_datetime *self = datetime_of(object);
    return (struct ouro_datetime_fields){
        .year = self->year, .month = self->month, .day = self->day, .hour = self->hour,
        .minute = self->minute, .second = self->second, .microsecond = (int)self->microsecond,
        .fold = self->fold, .tzinfo = self->tzinfo};
}

int64_t ouro_datetime_datetime_us(const ouro_object *object)
{
    const struct ouro_datetime *self = datetime_of(object);
    int64_t ordinal = ouro_datetime_calendar_ordinal(self->year, self->month, self->day);
    int64_t seconds = (int64_t)self->hour * 3600 + self->minute * 60 + self->second;
    return (ordinal * DAY_SECONDS + seconds) * SECOND_US + self->microsecond;
}

ouro_object *ouro_datetime_datetime_offset(ouro_runtime *rt, ouro_object *self, const char *method)
{
    return ouro_datetime_zone_offset(rt, datetime_of(self)->tzinfo, method, self);
}

ouro_object *ouro_datetime_shift(ouro_runtime *rt, ouro_object *self, ouro_object *delta, int sign)
{
    ouro_datetime_us us = ouro_datetime_datetime_us(self) + sign * ouro_datetime_delta_us(delta);
    if (us < DAY_US || us >= (ouro_datetime_us)(ORDINAL_MAX + 1) * DAY_US)
        return ouro_raise(rt, EXC_OverflowError, "date value out of range");
    int64_t rest = (int64_t)us % DAY_US, seconds = rest / SECOND_US; /* any datetime fits 64 bits */
    struct ouro_datetime_fields fields = {.hour = (int)(seconds / 3600),
                                          .minute = (int)(seconds / 60 % 60),
                                          .second = (int)(seconds % 60),
                                          .microsecond = (int)(rest % SECOND_US),
                                          .tzinfo = datetime_of(self)->tzinfo};
    ouro_datetime_calendar_split((int)((int64_t)us / DAY_US), &fields.year, &fields.month, &fields.day);
    return ouro_datetime_make(rt, class_of(rt, self), &fields);
}

/* ---- comparison and hash --------------------------------------------------------------------- */

/* Asks for the offset that self would have with the other fold: is it another one than this? 1, 0, or -1. */
static int fold_matters(ouro_runtime *rt, ouro_object *self, ouro_object *offset)
{
    struct ouro_datetime_fields fields = ouro_datetime_fields_get(self);
    fields.fold = !fields.fold;
    struct ouro_class *cls = ouro_datetime_class(rt, class_of(rt, self), KIND_DATETIME);
    ouro_object *twin = ouro_datetime_datetime_new(rt, cls, &fields);
    ouro_object *other = twin ? ouro_datetime_datetime_offset(rt, twin, "utcoffset") : NULL;
    int result = -1;
    if (other && (other == rt->none || offset == rt->none))
        result = other != offset;
    else if (other)
        result = ouro_datetime_delta_us(other) != ouro_datetime_delta_us(offset);
    xdecref(rt, twin);
    xdecref(rt, other);
    return result;
}

/* Between zones, what depends on the fold equals nothing (PEP 495). */
static ouro_object *compare_offsets(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *x,
                                    ouro_object *y, enum ouro_compare_op op)
{
    bool asks_equality = op == COMPARE_EQ || op == COMPARE_NE;
    if ((x == rt->none) != (y == rt->none)) {
        if (asks_equality)
            return bool_object(rt, op == COMPARE_NE);
        return ouro_raise(rt, EXC_TypeError, "can't compare offset-naive and offset-aware datetimes");
    }
    int64_t first = ouro_datetime_datetime_us(a), second = ouro_datetime_datetime_us(b);
    if (x != rt->none) {
        first -= (int64_t)ouro_datetime_delta_us(x);
        second -= (int64_t)ouro_datetime_delta_us(y);
    }
    if (asks_equality && first == second) {
        int matters = fold_matters(rt, a, x);
        if (matters == 0)
            matters = fold_matters(rt, b, y);
        if (matters)
            return matters < 0 ? NULL : bool_object(rt, op == COMPARE_NE);
    }
    return ouro_datetime_compare(rt, first, second, op);
}

static ouro_object *datetime_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                     enum ouro_compare_op op)
{
    if (!is_datetime(rt, b)) {
        if (!is_date(rt, b))
            return rt->not_implemented;
        if (op == COMPARE_EQ || op == COMPARE_NE) /* not by the part that they have in common */
            return bool_object(rt, op == COMPARE_NE);
        return ouro_raise(rt, EXC_TypeError, "can't compare %T to %T", a, b);
    }
    if (datetime_of(a)->tzinfo == datetime_of(b)->tzinfo)
        return ouro_datetime_compare(rt, ouro_datetime_datetime_us(a), ouro_datetime_datetime_us(b), op);
    ouro_object *x = ouro_datetime_datetime_offset(rt, a, "utcoffset"), *result = NULL;
    ouro_object *y = x ? ouro_datetime_datetime_offset(rt, b, "utcoffset") : NULL;
    if (y)
        result = compare_offsets(rt, a, b, x, y, op);
    xdecref(rt, x);
    xdecref(rt, y);
    return result;
}

/* Spreads by the finisher of splitmix64; with a secret, hashes cannot be foreseen. */
int64_t ouro_datetime_hash(const ouro_runtime *rt, uint64_t packed)
{
    uint64_t hash = packed ^ rt->hash_secret[0];
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebu;
    return ouro_hash_finish((int64_t)(hash ^ hash >> 31));
}

static bool datetime_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    struct ouro_class *cls = class_of(rt, self);
    ouro_object *plain = newref(self);
    if (datetime_of(self)->fold && datetime_of(self)->tzinfo) {
        struct ouro_datetime_fields fields = ouro_datetime_fields_get(self);
        fields.fold = 0;
        decref(rt, plain);
        plain = ouro_datetime_datetime_new(rt, ouro_datetime_class(rt, cls, KIND_DATETIME), &fields);
    }
    ouro_object *offset = plain ? ouro_datetime_datetime_offset(rt, plain, "utcoffset") : NULL;
    ouro_object *delta = NULL;
    bool is_good = offset != NULL;
    if (offset == rt->none) {
        *hash = ouro_datetime_hash(rt, (uint64_t)ouro_datetime_datetime_us(self));
    } else if (offset) {
        ouro_datetime_us us = ouro_datetime_datetime_us(self) - ouro_datetime_delta_us(offset);
        delta = ouro_datetime_delta_new(rt, ouro_datetime_class(rt, cls, KIND_DELTA), us);
        is_good = delta && ouro_hash(rt, delta, hash);
    }
    xdecref(rt, plain);
    xdecref(rt, offset);
    xdecref(rt, delta);
    return is_good;
}

/* ---- arithmetic ------------------------------------------------------------------------------ */

static ouro_object *datetime_add(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (is_datetime(rt, a))
        return is_delta(rt, b) ? ouro_datetime_shift(rt, a, b, 1) : rt->not_implemented;
    return is_delta(rt, a) ? ouro_datetime_shift(rt, b, a, 1) : rt->not_implemented;
}

static ouro_object *difference(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    struct ouro_class *delta = ouro_datetime_class(rt, class_of(rt, a), KIND_DELTA);
    ouro_datetime_us us = ouro_datetime_datetime_us(a) - ouro_datetime_datetime_us(b);
    if (datetime_of(a)->tzinfo == datetime_of(b)->tzinfo)
        return ouro_datetime_delta_new(rt, delta, us);
    ouro_object *x = ouro_datetime_datetime_offset(rt, a, "utcoffset"), *result = NULL;
    ouro_object *y = x ? ouro_datetime_datetime_offset(rt, b, "utcoffset") : NULL;
    if (y && (x == rt->none) != (y == rt->none)) {
        ouro_raise(rt, EXC_TypeError, "can't subtract offset-naive and offset-aware datetimes");
    } else if (y) {
        if (x != rt->none)
            us -= ouro_datetime_delta_us(x) - ouro_datetime_delta_us(y);
        result = ouro_datetime_delta_new(rt, delta, us);
    }
    xdecref(rt, x);
    xdecref(rt, y);
    return result;
}

static ouro_object *datetime_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_datetime(rt, a))
        return rt->not_implemented;
    if (is_datetime(rt, b))
        return difference(rt, a, b);
    return is_delta(rt, b) ? ouro_datetime_shift(rt, a, b, -1) : rt->not_implemented;
}

/* ---- text ------------------------------------------------------------------------------------ */

static ouro_object *datetime_repr(ouro_runtime *rt, ouro_object *self)
{
    const struct ouro_datetime *datetime = datetime_of(self);
    char text[80];
    int size = snprintf(text, sizeof text, "%d, %d, %d, %d, %d", datetime->year, datetime->month,
                        datetime->day, datetime->hour, datetime->minute);
    if (datetime->second || datetime->microsecond)
        size += snprintf(text + size, sizeof text - (size_t)size, ", %d", datetime->second);
    if (datetime->microsecond)
        snprintf(text + size, sizeof text - (size_t)size, ", %d", (int)datetime->microsecond);
    ouro_object *head = ouro_str_format(rt, "%s(%s", class_of(rt, self)->core.name, text);
    return ouro_datetime_format_repr_take(rt, head, datetime->fold, datetime->tzinfo, false);
}

static ouro_object *datetime_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *method = ouro_getattr_text(rt, self, "isoformat");
    ouro_object *text = method ? ouro_call1(rt, method, rt->latin1[' ']) : NULL;
    xdecref(rt, method);
    return text;
}

/* ---- class ----------------------------------------------------------------------------------- */

static ouro_object *get_hour(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, datetime_of(self)->hour);
}
static ouro_object *get_minute(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, datetime_of(self)->minute);
}
static ouro_object *get_second(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, datetime_of(self)->second);
}
static ouro_object *get_microsecond(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, datetime_of(self)->microsecond);
}
static ouro_object *get_tzinfo(ouro_runtime *rt, ouro_object *self)
{
    return datetime_of(self)->tzinfo ? newref(datetime_of(self)->tzinfo) : rt->none;
}
static ouro_object *get_fold(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, datetime_of(self)->fold);
}

bool ouro_datetime_datetime_constants(ouro_runtime *rt, struct ouro_class *cls)
{
    const struct ouro_datetime_fields first = {.year = YEAR_MIN, .month = 1, .day = 1};
    const struct ouro_datetime_fields last = {.year = YEAR_MAX, .month = 12, .day = 31, .hour = 23,
                                              .minute = 59, .second = 59, .microsecond = SECOND_US - 1};
    struct ouro_class *delta = ouro_datetime_class(rt, cls, KIND_DELTA);
    return ouro_datetime_constant_take(rt, cls, "min", ouro_datetime_alloc(rt, cls, &first)) &&
           ouro_datetime_constant_take(rt, cls, "max", ouro_datetime_alloc(rt, cls, &last)) &&
           ouro_datetime_constant_take(rt, cls, "resolution", ouro_datetime_delta_new(rt, delta, 1));
}

bool ouro_datetime_datetime_init(ouro_runtime *rt, struct ouro_class *cls)
{
    static const struct ouro_getset getsets[] = {
        {"hour", get_hour, NULL, NULL}, {"minute", get_minute, NULL, NULL},
        {"second", get_second, NULL, NULL}, {"microsecond", get_microsecond, NULL, NULL},
        {"tzinfo", get_tzinfo, NULL, NULL}, {"fold", get_fold, NULL, NULL}, {0}};
    cls->core.dealloc = datetime_dealloc;
    cls->core.traverse = datetime_traverse;
    cls->core.clear = datetime_clear;
    cls->create = ouro_datetime_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = datetime_repr;
    cls->str = datetime_str;
    cls->hash = datetime_hash;
    cls->compare = datetime_compare;
    cls->add = datetime_add;
    cls->subtract = datetime_subtract;
    return ouro_class_ready(rt, cls, ouro_datetime_datetime_methods, getsets, NULL);
}
