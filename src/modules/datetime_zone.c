/* tzinfo, what classes of time zones derive from, and timezone, a fixed offset from UTC. */
#include "modules/datetime_internal.h"
#include "types/dict.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- asking a tzinfo ------------------------------------------------------------------------- */

ouro_object *ouro_datetime_tzinfo_peek(const ouro_runtime *rt, const ouro_object *object)
{
    switch (datetime_kind(rt, object)) {
    case KIND_DATETIME:
        return datetime_of(object)->tzinfo;
    case KIND_TIME:
        return time_of(object)->tzinfo;
    default:
        return NULL;
    }
}

static ouro_object *ask(ouro_runtime *rt, ouro_object *tzinfo, const char *method, ouro_object *argument)
{
    ouro_object *function = ouro_getattr_text(rt, tzinfo, method);
    ouro_object *answer = function ? ouro_call1(rt, function, argument) : NULL;
    xdecref(rt, function);
    return answer;
}

/* A timezone itself: its methods cannot have been replaced. */
static bool is_fixed(const ouro_runtime *rt, const ouro_object *tzinfo)
{
    return class_of(rt, tzinfo)->create == ouro_datetime_timezone_create;
}

ouro_object *ouro_datetime_zone_offset(ouro_runtime *rt, ouro_object *tzinfo, const char *method,
                                       ouro_object *argument)
{
    if (!tzinfo)
        return rt->none;
    if (is_fixed(rt, tzinfo))
        return method[0] == 'u' ? newref(zone_of(tzinfo)->offset) : rt->none;
    ouro_object *answer = ask(rt, tzinfo, method, argument);
    if (!answer || answer == rt->none)
        return answer;
    if (!is_delta(rt, answer))
        ouro_raise(rt, EXC_TypeError, "tzinfo.%s() must return None or timedelta, not '%T'", method,
                   answer);
    else if (!ouro_datetime_delta_is_offset(answer))
        ouro_raise(rt, EXC_ValueError,
                   "offset must be a timedelta strictly between -timedelta(hours=24) and "
                   "timedelta(hours=24).");
    else
        return answer;
    decref(rt, answer);
    return NULL;
}

ouro_object *ouro_datetime_zone_name(ouro_runtime *rt, ouro_object *tzinfo, ouro_object *argument)
{
    if (!tzinfo)
        return rt->none;
    ouro_object *answer = ask(rt, tzinfo, "tzname", argument);
    if (!answer || answer == rt->none || is_str(rt, answer))
        return answer;
    ouro_raise(rt, EXC_TypeError, "tzinfo.tzname() must return None or a string, not '%T'", answer);
    decref(rt, answer);
    return NULL;
}

/* ---- tzinfo ---------------------------------------------------------------------------------- */

OURO_DATETIME_CREATE(ouro_datetime_tzinfo_create)
{
    return ouro_class_alloc(rt, cls, 0);
}

static void tzinfo_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_class_free(runtime_of(heap), self);
}

OURO_DATETIME_METHOD(tzinfo_utcoffset)
{
    return ouro_raise(rt, EXC_NotImplementedError, "a tzinfo subclass must implement utcoffset()");
}

OURO_DATETIME_METHOD(tzinfo_dst)
{
    return ouro_raise(rt, EXC_NotImplementedError, "a tzinfo subclass must implement dst()");
}

OURO_DATETIME_METHOD(tzinfo_tzname)
{
    return ouro_raise(rt, EXC_NotImplementedError, "a tzinfo subclass must implement tzname()");
}

static bool need_own(ouro_runtime *rt, ouro_object *self, ouro_object *argument)
{
    if (!is_datetime(rt, argument))
        return ouro_raise(rt, EXC_TypeError, "fromutc: argument must be a datetime") != NULL;
    if (datetime_of(argument)->tzinfo != self)
        return ouro_raise(rt, EXC_ValueError, "fromutc: dt.tzinfo is not self") != NULL;
    return true;
}

/* The offset or dst of a datetime in this zone, which may not be None. */
static ouro_object *need_offset(ouro_runtime *rt, ouro_object *tzinfo, const char *method,
                                ouro_object *argument, const char *complaint)
{
    ouro_object *answer = ouro_datetime_zone_offset(rt, tzinfo, method, argument);
    if (answer != rt->none)
        return answer;
    return ouro_raise(rt, EXC_ValueError, "%s", complaint);
}

/* UTC to the zone's standard time by offset - dst; then its own dst there decides. */
OURO_DATETIME_METHOD(tzinfo_fromutc)
{
    ouro_object *offset = NULL, *dst = NULL, *standard = NULL, *local = NULL, *later = NULL;
    if (!need_own(rt, self, args[0]))
        return NULL;
    offset = need_offset(rt, self, "utcoffset", args[0],
                         "fromutc: non-None utcoffset() result required");
    if (offset)
        dst = need_offset(rt, self, "dst", args[0], "fromutc: non-None dst() result required");
    if (dst)
        standard = ouro_binary_operation(rt, BINARY_SUBTRACT, offset, dst);
    if (standard)
        local = ouro_datetime_shift(rt, args[0], standard, 1);
    if (local && is_datetime(rt, local))
        later = need_offset(rt, datetime_of(local)->tzinfo, "dst", local,
                            "fromutc: tz.dst() gave inconsistent results; cannot convert");
    if (later && ouro_datetime_delta_us(later) != 0)
        setref_take(rt, &local, ouro_datetime_shift(rt, local, later, 1));
    else if (!later)
        clearref(rt, &local);
    xdecref(rt, offset);
    xdecref(rt, dst);
    xdecref(rt, standard);
    xdecref(rt, later);
    return local;
}

static ouro_object *call_or(ouro_runtime *rt, ouro_object *self, const char *name, ouro_object *otherwise)
{
    ouro_object *text = ouro_str_intern_text(rt, name), *method = NULL, *result = NULL;
    int found = text ? ouro_getattr_optional(rt, self, text, &method) : -1;
    if (found > 0)
        result = ouro_call0(rt, method);
    else if (found == 0)
        result = newref(otherwise);
    xdecref(rt, text);
    xdecref(rt, method);
    return result;
}

OURO_DATETIME_METHOD(tzinfo_reduce)
{
    ouro_object *arguments = call_or(rt, self, "__getinitargs__", rt->empty_tuple), *result = NULL;
    ouro_object *state = arguments ? call_or(rt, self, "__getstate__", rt->none) : NULL;
    if (state)
        result = ouro_tuple_pack(rt, 3, &class_of(rt, self)->core.base, arguments, state);
    xdecref(rt, arguments);
    xdecref(rt, state);
    return result;
}

bool ouro_datetime_tzinfo_init(ouro_runtime *rt, struct ouro_class *cls)
{
    static const struct ouro_method methods[] = {
        {"tzname", tzinfo_tzname, 1, 1, 0, "datetime -> string name of time zone."},
        {"utcoffset", tzinfo_utcoffset, 1, 1, 0, "datetime -> timedelta, the offset from UTC."},
        {"dst", tzinfo_dst, 1, 1, 0, "datetime -> timedelta that daylight saving time adds."},
        {"fromutc", tzinfo_fromutc, 1, 1, 0, "datetime in UTC -> datetime in local time."},
        {"__reduce__", tzinfo_reduce, 0, 0, 0, "-> (cls, args, state)"},
        {0},
    };
    cls->core.dealloc = tzinfo_dealloc;
    cls->create = ouro_datetime_tzinfo_create;
    cls->getattr = ouro_generic_getattr;
    return ouro_class_ready(rt, cls, methods, NULL, NULL);
}

/* ---- timezone -------------------------------------------------------------------------------- */

ouro_object *ouro_datetime_utc_peek(ouro_runtime *rt, const struct ouro_class *kin)
{
    return ouro_dict_peek_text(rt, ouro_datetime_class(rt, kin, KIND_TIMEZONE)->dict, "utc");
}

static ouro_object *zone_alloc(ouro_runtime *rt, ouro_object *offset, ouro_object *name)
{
    ouro_object *self =
        ouro_class_alloc(rt, ouro_datetime_class(rt, class_of(rt, offset), KIND_TIMEZONE), 0);
    if (!self)
        return NULL;
    zone_of(self)->offset = newref(offset);
    zone_of(self)->name = xnewref(name);
    if (is_native_class(class_of(rt, offset)) && (!name || is_exact(name, TYPE_STR)))
        self->gc_flags |= OURO_GC_UNTRACKED;
    return self;
}

ouro_object *ouro_datetime_zone_new(ouro_runtime *rt, ouro_object *offset, ouro_object *name)
{
    if (!name && ouro_datetime_delta_us(offset) == 0)
        return xnewref(ouro_datetime_utc_peek(rt, class_of(rt, offset)));
    if (!ouro_datetime_delta_is_offset(offset))
        return ouro_raise(rt, EXC_ValueError,
                          "offset must be a timedelta strictly between -timedelta(hours=24) and "
                          "timedelta(hours=24), not %R.",
                          offset);
    return zone_alloc(rt, offset, name);
}

OURO_DATETIME_CREATE(ouro_datetime_timezone_create)
{
    static const char *const parameters[] = {"offset", "name"};
    static const struct ouro_datetime_signature signature = {"timezone", parameters, "DU", 1, 2};
    union ouro_datetime_argument given[2] = {0};
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    return ouro_datetime_zone_new(rt, given[0].object, given[1].object);
}

static void timezone_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &zone_of(self)->name); /* the offset is part of no cycle */
}

static void timezone_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    timezone_clear(heap, self);
    clearref(runtime_of(heap), &zone_of(self)->offset);
    ouro_class_free(runtime_of(heap), self);
}

static void timezone_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &zone_of(self)->offset, 2);
    ouro_class_traverse_instance(self, visitor);
}

static bool is_utc(const ouro_object *self)
{
    return !zone_of(self)->name && ouro_datetime_delta_us(zone_of(self)->offset) == 0;
}

static ouro_object *timezone_repr(ouro_runtime *rt, ouro_object *self)
{
    const struct ouro_datetime_zone *zone = zone_of(self);
    const char *name = class_of(rt, self)->core.name;
    if (is_utc(self))
        return ouro_str_from(rt, "datetime.timezone.utc");
    if (!zone->name)
        return ouro_str_format(rt, "%s(%R)", name, zone->offset);
    return ouro_str_format(rt, "%s(%R, %R)", name, zone->offset, zone->name);
}

static ouro_object *timezone_str(ouro_runtime *rt, ouro_object *self)
{
    char text[OFFSET_TEXT_MAX];
    if (zone_of(self)->name)
        return newref(zone_of(self)->name);
    if (is_utc(self))
        return ouro_str_from(rt, "UTC");
    ouro_datetime_format_delta(text, ":", zone_of(self)->offset);
    return ouro_str_format(rt, "UTC%s", text);
}

static bool timezone_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    return ouro_hash(rt, zone_of(self)->offset, hash);
}

static ouro_object *timezone_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                     enum ouro_compare_op op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !is_fixed(rt, b))
        return rt->not_implemented;
    return ouro_compare(rt, zone_of(a)->offset, zone_of(b)->offset, op);
}

static bool need_datetime(ouro_runtime *rt, ouro_object *argument, const char *method)
{
    if (argument == rt->none || is_datetime(rt, argument))
        return true;
    return ouro_raise(rt, EXC_TypeError, "%s(dt) argument must be a datetime instance or None, not %T",
                      method, argument) != NULL;
}

OURO_DATETIME_METHOD(timezone_tzname)
{
    return need_datetime(rt, args[0], "tzname") ? timezone_str(rt, self) : NULL;
}

OURO_DATETIME_METHOD(timezone_utcoffset)
{
    return need_datetime(rt, args[0], "utcoffset") ? newref(zone_of(self)->offset) : NULL;
}

OURO_DATETIME_METHOD(timezone_dst)
{
    return need_datetime(rt, args[0], "dst") ? rt->none : NULL;
}

OURO_DATETIME_METHOD(timezone_fromutc)
{
    if (!need_own(rt, self, args[0]))
        return NULL;
    return ouro_datetime_shift(rt, args[0], zone_of(self)->offset, 1);
}

OURO_DATETIME_METHOD(timezone_getinitargs)
{
    const struct ouro_datetime_zone *zone = zone_of(self);
    return ouro_tuple_pack(rt, zone->name ? 2 : 1, zone->offset, zone->name);
}

bool ouro_datetime_timezone_constants(ouro_runtime *rt, struct ouro_class *cls)
{
    static const struct {
        const char *name;
        int minutes;
    } zones[] = {{"utc", 0}, {"min", -(24 * 60 - 1)}, {"max", 24 * 60 - 1}};
    struct ouro_class *delta = ouro_datetime_class(rt, cls, KIND_DELTA);
    for (size_t i = 0; i < 3; i++) {
        ouro_object *offset =
            ouro_datetime_delta_new(rt, delta, (ouro_datetime_us)zones[i].minutes * 60 * SECOND_US);
        ouro_object *zone = offset ? zone_alloc(rt, offset, NULL) : NULL;
        xdecref(rt, offset);
        if (!ouro_datetime_constant_take(rt, cls, zones[i].name, zone))
            return false;
    }
    return true;
}

bool ouro_datetime_timezone_init(ouro_runtime *rt, struct ouro_class *cls)
{
    static const struct ouro_method methods[] = {
        {"tzname", timezone_tzname, 1, 1, 0, "The given name, or one made from the offset."},
        {"utcoffset", timezone_utcoffset, 1, 1, 0, "The fixed offset."},
        {"dst", timezone_dst, 1, 1, 0, "None."},
        {"fromutc", timezone_fromutc, 1, 1, 0, "datetime in UTC -> datetime in this zone."},
        {"__getinitargs__", timezone_getinitargs, 0, 0, 0, "What pickle calls the class with."},
        {0},
    };
    cls->core.dealloc = timezone_dealloc;
    cls->core.traverse = timezone_traverse;
    cls->core.clear = timezone_clear;
    cls->create = ouro_datetime_timezone_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = timezone_repr;
    cls->str = timezone_str;
    cls->hash = timezone_hash;
    cls->compare = timezone_compare;
    return ouro_class_ready(rt, cls, methods, NULL, NULL);
}
