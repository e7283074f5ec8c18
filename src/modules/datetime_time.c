/* time: a time of day, with or without a tzinfo. */
#include "modules/datetime_internal.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- making ---------------------------------------------------------------------------------- */

void ouro_datetime_untrack(ouro_runtime *rt, ouro_object *self, const ouro_object *tzinfo)
{
    if (is_native_class(class_of(rt, self)) && (!tzinfo || (tzinfo->gc_flags & OURO_GC_UNTRACKED)))
        self->gc_flags |= OURO_GC_UNTRACKED;
}

static ouro_object *time_new(ouro_runtime *rt, struct ouro_class *cls,
                             const struct ouro_datetime_fields *fields)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    struct ouro_datetime_time *time = time_of(self);
    time->hour = (uint8_t)fields->hour;
    time->minute = (uint8_t)fields->minute;
    time->second = (uint8_t)fields->second;
    time->fold = (uint8_t)fields->fold;
    time->microsecond = (uint32_t)fields->microsecond;
    time->tzinfo = xnewref(fields->tzinfo);
    ouro_datetime_untrack(rt, self, fields->tzinfo);
    return self;
}

ouro_object *ouro_datetime_time_alloc(ouro_runtime *rt, struct ouro_class *cls,
                                      const struct ouro_datetime_fields *fields)
{
    return ouro_datetime_check_time(rt, fields) ? time_new(rt, cls, fields) : NULL;
}

ouro_object *ouro_datetime_time_make(ouro_runtime *rt, struct ouro_class *cls,
                                     const struct ouro_datetime_fields *fields)
{
    if (is_native_class(cls))
        return ouro_datetime_time_alloc(rt, cls, fields);
    const int numbers[4] = {fields->hour, fields->minute, fields->second, fields->microsecond};
    return ouro_datetime_call_ints(rt, cls, numbers, 4, fields->tzinfo ? fields->tzinfo : rt->none);
}

static bool is_hour(uint32_t byte)
{
    return (byte & 0x7f) < 24;
}

static ouro_object *from_pickle(ouro_runtime *rt, struct ouro_class *cls, const uint8_t *bytes,
                                ouro_object *tzinfo)
{
    if (tzinfo == rt->none)
        tzinfo = NULL;
    if (tzinfo && !is_tzinfo(rt, tzinfo))
        return ouro_raise(rt, EXC_TypeError, "bad tzinfo state arg");
    const struct ouro_datetime_fields fields = {
        .hour = bytes[0] & 0x7f, .minute = bytes[1], .second = bytes[2],
        .microsecond = bytes[3] << 16 | bytes[4] << 8 | bytes[5], .fold = bytes[0] >> 7, .tzinfo = tzinfo};
    return time_new(rt, cls, &fields);
}

static const char *const parameters[] = {"hour", "minute", "second", "microsecond", "tzinfo", "fold"};

static bool bind_fields(ouro_runtime *rt, const char *function, ouro_object *const *args, size_t count,
                        ouro_object *names, struct ouro_datetime_fields *fields)
{
    const struct ouro_datetime_signature signature = {function, parameters, "iiiiOi", 0, 5};
    union ouro_datetime_argument given[6] = {
        {.number = fields->hour}, {.number = fields->minute}, {.number = fields->second},
        {.number = fields->microsecond}, {.object = fields->tzinfo ? fields->tzinfo : rt->none},
        {.number = fields->fold}};
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return false;
    fields->hour = given[0].number;
    fields->minute = given[1].number;
    fields->second = given[2].number;
    fields->microsecond = given[3].number;
    fields->fold = given[5].number;
    return (!function || ouro_datetime_check_fold(rt, fields->fold)) && /* replace() looks at it first */
           ouro_datetime_check_time(rt, fields) &&
           ouro_datetime_check_tzinfo(rt, given[4].object, &fields->tzinfo);
}

OURO_DATETIME_CREATE(ouro_datetime_time_create)
{
    uint8_t bytes[6];
    if (count == 1 || count == 2) {
        int pickled = ouro_datetime_pickled(rt, args[0], sizeof bytes, "time", is_hour, 0, bytes);
        if (pickled)
            return pickled < 0 ? NULL : from_pickle(rt, cls, bytes, count > 1 ? args[1] : rt->none);
    }
    struct ouro_datetime_fields fields = {0};
    return bind_fields(rt, NULL, args, count, names, &fields) ? time_new(rt, cls, &fields) : NULL;
}

static void time_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &time_of(self)->tzinfo);
}

static void time_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    time_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void time_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &time_of(self)->tzinfo);
    ouro_class_traverse_instance(self, visitor);
}

static struct ouro_datetime_fields fields_of(const ouro_object *self)
{
    const struct ouro_datetime_time *time = time_of(self);
    return (struct ouro_datetime_fields){
        .hour = time->hour, .minute = time->minute, .second = time->second,
        .microsecond = (int)time->microsecond, .fold = time->fold, .tzinfo = time->tzinfo};
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ouro_object *time_repr(ouro_runtime *rt, ouro_object *self)
{
    const struct ouro_datetime_time *time = time_of(self);
    const char *name = class_of(rt, self)->core.name;
    ouro_object *text;
    if (time->microsecond)
        text = ouro_str_format(rt, "%s(%d, %d, %d, %d", name, time->hour, time->minute, time->second,
                               (int)time->microsecond);
    else if (time->second)
        text = ouro_str_format(rt, "%s(%d, %d, %d", name, time->hour, time->minute, time->second);
    else
        text = ouro_str_format(rt, "%s(%d, %d", name, time->hour, time->minute);
    return ouro_datetime_format_repr_take(rt, text, time->fold, time->tzinfo, true);
}

static ouro_object *time_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *method = ouro_getattr_text(rt, self, "isoformat");
    ouro_object *text = method ? ouro_call0(rt, method) : NULL;
    xdecref(rt, method);
    return text;
}

static int64_t microseconds_of(const ouro_object *self)
{
    const struct ouro_datetime_time *time = time_of(self);
    return (int64_t)(time->hour * 3600 + time->minute * 60 + time->second) * SECOND_US + time->microsecond;
}

static ouro_object *offset_of(ouro_runtime *rt, ouro_object *self, const char *method)
{
    return ouro_datetime_zone_offset(rt, time_of(self)->tzinfo, method, rt->none);
}

static ouro_object *compare_offsets(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *x,
                                    ouro_object *y, enum ouro_compare_op op)
{
    if ((x == rt->none) == (y == rt->none)) {
        int64_t first = x == rt->none ? 0 : (int64_t)ouro_datetime_delta_us(x);
        int64_t second = y == rt->none ? 0 : (int64_t)ouro_datetime_delta_us(y);
        return ouro_datetime_compare(rt, microseconds_of(a) - first, microseconds_of(b) - second, op);
    }
    if (op == COMPARE_EQ || op == COMPARE_NE)
        return bool_object(rt, op == COMPARE_NE);
    return ouro_raise(rt, EXC_TypeError, "can't compare offset-naive and offset-aware times");
}

static ouro_object *time_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op)
{
    if (datetime_kind(rt, b) != KIND_TIME)
        return rt->not_implemented;
    if (time_of(a)->tzinfo == time_of(b)->tzinfo)
        return ouro_datetime_compare(rt, microseconds_of(a), microseconds_of(b), op);
    ouro_object *x = offset_of(rt, a, "utcoffset"), *result = NULL;
    ouro_object *y = x ? offset_of(rt, b, "utcoffset") : NULL;
    if (y)
        result = compare_offsets(rt, a, b, x, y, op);
    xdecref(rt, x);
    xdecref(rt, y);
    return result;
}

/* The time that is hashed has no fold: that is what the tzinfo is asked about. */
static bool time_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    ouro_object *plain = newref(self);
    if (time_of(self)->fold && time_of(self)->tzinfo) {
        struct ouro_datetime_fields fields = fields_of(self);
        fields.fold = 0;
        decref(rt, plain);
        plain = time_new(rt, ouro_datetime_class(rt, class_of(rt, self), KIND_TIME), &fields);
    }
    ouro_object *offset = plain ? offset_of(rt, plain, "utcoffset") : NULL, *delta = NULL;
    bool is_good = offset != NULL;
    if (offset == rt->none) {
        *hash = ouro_datetime_hash(rt, (uint64_t)microseconds_of(self));
    } else if (offset) {
        delta = ouro_datetime_delta_new(rt, ouro_datetime_class(rt, class_of(rt, self), KIND_DELTA),
                                        microseconds_of(self) - ouro_datetime_delta_us(offset));
        is_good = delta && ouro_hash(rt, delta, hash);
    }
    xdecref(rt, plain);
    xdecref(rt, offset);
    xdecref(rt, delta);
    return is_good;
}

/* ---- methods --------------------------------------------------------------------------------- */

OURO_DATETIME_METHOD(time_fromisoformat)
{
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "fromisoformat: argument must be str");
    struct ouro_class *cls = (struct ouro_class *)(void *)self;
    struct ouro_datetime_fields fields = {0};
    if (!ouro_datetime_parse_time(rt, cls, args[0], &fields))
        return NULL;
    ouro_object *result = ouro_datetime_time_make(rt, cls, &fields);
    xdecref(rt, fields.tzinfo);
    return result;
}

OURO_DATETIME_METHOD(time_isoformat)
{
    static const char *const format_parameters[] = {"timespec"};
    static const struct ouro_datetime_signature signature = {"isoformat", format_parameters, "s", 0, 1};
    union ouro_datetime_argument given[1] = {{.object = NULL}};
    char clock[OFFSET_TEXT_MAX], offset[OFFSET_TEXT_MAX];
    const struct ouro_datetime_fields fields = fields_of(self);
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given) ||
        !ouro_datetime_format_clock(rt, clock, &fields, given[0].object) ||
        !ouro_datetime_format_offset(rt, offset, ":", fields.tzinfo, rt->none))
        return NULL;
    return ouro_str_format(rt, "%s%s", clock, offset);
}

/* As of January 1, 1900: some formats want a date. */
OURO_DATETIME_METHOD(time_strftime)
{
    static const char *const format_parameters[] = {"format"};
    static const struct ouro_datetime_signature signature = {"strftime", format_parameters, "U", 1, 1};
    union ouro_datetime_argument given[1];
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    const int numbers[9] = {1900, 1, 1, time_of(self)->hour, time_of(self)->minute,
                            time_of(self)->second, 0, 1, -1};
    ouro_object *tuple = ouro_tuple_new(rt, 9), *result = NULL;
    bool is_good = tuple != NULL;
    for (size_t i = 0; is_good && i < 9; i++)
        is_good = (tuple_at(tuple, i) = ouro_int_new(rt, numbers[i])) != NULL;
    if (is_good)
        result = ouro_datetime_format_strftime(rt, self, given[0].object, tuple, rt->none);
    xdecref(rt, tuple);
    return result;
}

OURO_DATETIME_METHOD(time_utcoffset)
{
    return offset_of(rt, self, "utcoffset");
}

OURO_DATETIME_METHOD(time_dst)
{
    return offset_of(rt, self, "dst");
}

OURO_DATETIME_METHOD(time_tzname)
{
    return ouro_datetime_zone_name(rt, time_of(self)->tzinfo, rt->none);
}

OURO_DATETIME_METHOD(time_replace)
{
    struct ouro_datetime_fields fields = fields_of(self);
    if (!bind_fields(rt, "replace", args, count, names, &fields))
        return NULL;
    return time_new(rt, class_of(rt, self), &fields);
}

static ouro_object *reduce(ouro_runtime *rt, ouro_object *self, bool with_fold)
{
    const struct ouro_datetime_time *time = time_of(self);
    uint32_t us = time->microsecond;
    const uint8_t bytes[6] = {(uint8_t)(time->hour | (with_fold && time->fold ? 0x80 : 0)), time->minute,
                              time->second, (uint8_t)(us >> 16), (uint8_t)(us >> 8), (uint8_t)us};
    ouro_object *state = ouro_bytes_new(rt, bytes, sizeof bytes), *result = NULL;
    ouro_object *arguments = state ? ouro_tuple_pack(rt, time->tzinfo ? 2 : 1, state, time->tzinfo) : NULL;
    if (arguments)
        result = ouro_tuple_pack(rt, 2, &class_of(rt, self)->core.base, arguments);
    xdecref(rt, state);
    xdecref(rt, arguments);
    return result;
}

OURO_DATETIME_METHOD(time_reduce_ex)
{
    static const struct ouro_datetime_signature signature = {"__reduce_ex__", NULL, "i", 1, 1};
    union ouro_datetime_argument given[1];
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    return reduce(rt, self, given[0].number > 3);
}

OURO_DATETIME_METHOD(time_reduce)
{
    return reduce(rt, self, false);
}

static ouro_object *get_hour(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, time_of(self)->hour);
}
static ouro_object *get_minute(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, time_of(self)->minute);
}
static ouro_object *get_second(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, time_of(self)->second);
}
static ouro_object *get_microsecond(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, time_of(self)->microsecond);
}
static ouro_object *get_tzinfo(ouro_runtime *rt, ouro_object *self)
{
    return time_of(self)->tzinfo ? newref(time_of(self)->tzinfo) : rt->none;
}
static ouro_object *get_fold(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, time_of(self)->fold);
}

bool ouro_datetime_time_constants(ouro_runtime *rt, struct ouro_class *cls)
{
    const struct ouro_datetime_fields first = {0};
    const struct ouro_datetime_fields last = {
        .hour = 23, .minute = 59, .second = 59, .microsecond = SECOND_US - 1};
    struct ouro_class *delta = ouro_datetime_class(rt, cls, KIND_DELTA);
    return ouro_datetime_constant_take(rt, cls, "min", time_new(rt, cls, &first)) &&
           ouro_datetime_constant_take(rt, cls, "max", time_new(rt, cls, &last)) &&
           ouro_datetime_constant_take(rt, cls, "resolution", ouro_datetime_delta_new(rt, delta, 1));
}

bool ouro_datetime_time_init(ouro_runtime *rt, struct ouro_class *cls)
{
    static const struct ouro_method methods[] = {
        {"isoformat", time_isoformat, 0, -1, METHOD_KEYWORDS, "HH:MM:SS, with a fraction and an offset."},
        {"strftime", time_strftime, 0, -1, METHOD_KEYWORDS, "Text as a format wants it."},
        {"__format__", ouro_datetime_format_method, 0, -1, 0, "strftime, or str for an empty format."},
        {"utcoffset", time_utcoffset, 0, 0, 0, "tzinfo.utcoffset(None), or None."},
        {"tzname", time_tzname, 0, 0, 0, "tzinfo.tzname(None), or None."},
        {"dst", time_dst, 0, 0, 0, "tzinfo.dst(None), or None."},
        {"replace", time_replace, 0, -1, METHOD_KEYWORDS, "The same with other fields."},
        {"fromisoformat", time_fromisoformat, 1, 1, METHOD_CLASS, "The time that an ISO 8601 text names."},
        {"__reduce_ex__", time_reduce_ex, 0, -1, 0, "__reduce_ex__(proto) -> (cls, state)"},
        {"__reduce__", time_reduce, 0, 0, 0, "__reduce__() -> (cls, state)"},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"hour", get_hour, NULL, NULL}, {"minute", get_minute, NULL, NULL},
        {"second", get_second, NULL, NULL}, {"microsecond", get_microsecond, NULL, NULL},
        {"tzinfo", get_tzinfo, NULL, NULL}, {"fold", get_fold, NULL, NULL}, {0}};
    cls->core.dealloc = time_dealloc;
    cls->core.traverse = time_traverse;
    cls->core.clear = time_clear;
    cls->create = ouro_datetime_time_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = time_repr;
    cls->str = time_str;
    cls->hash = time_hash;
    cls->compare = time_compare;
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}
