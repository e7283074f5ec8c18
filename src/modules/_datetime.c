/* The module _datetime: its classes, made together, and the tuple that isocalendar gives. */
#include "modules/datetime_internal.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- kin ------------------------------------------------------------------------------------- */

static const struct ouro_class *native_of(const struct ouro_class *cls)
{
    while (!is_native_class(cls))
        cls = cls->base;
    return cls;
}

static enum ouro_datetime_kind native_kind(const struct ouro_class *cls)
{
    if (cls->create == ouro_datetime_create)
        return KIND_DATETIME;
    if (cls->create == ouro_datetime_delta_create)
        return KIND_DELTA;
    if (cls->create == ouro_datetime_date_create)
        return KIND_DATE;
    if (cls->create == ouro_datetime_time_create)
        return KIND_TIME;
    if (cls->create == ouro_datetime_timezone_create)
        return KIND_TIMEZONE;
    if (cls->create == ouro_datetime_tzinfo_create)
        return KIND_TZINFO;
    return cls->create == ouro_datetime_iso_date_create ? KIND_ISO_DATE : KIND_NONE;
}

enum ouro_datetime_kind ouro_datetime_class_kind(const struct ouro_class *cls)
{
    return native_kind(native_of(cls));
}

struct ouro_class *ouro_datetime_class(const ouro_runtime *rt, const struct ouro_class *kin,
                                       enum ouro_datetime_kind kind)
{
    kin = native_of(kin);
    unsigned first = kin->core.index - (unsigned)native_kind(kin);
    return (struct ouro_class *)rt->heap.types[first + (unsigned)kind];
}

/* ---- IsoCalendarDate ------------------------------------------------------------------------- */

OURO_DATETIME_CREATE(ouro_datetime_iso_date_create)
{
    static const char *const parameters[] = {"year", "week", "weekday"};
    static const struct ouro_datetime_signature signature = {"IsoCalendarDate", parameters, "iii", 3, 3};
    union ouro_datetime_argument given[3];
    if (!ouro_datetime_bind(rt, &signature, args, count, names, given))
        return NULL;
    ouro_object *self = ouro_class_alloc(rt, cls, 3 * sizeof(ouro_object *));
    if (!self)
        return NULL;
    tuple_of(self)->length = 3;
    for (size_t i = 0; i < 3; i++) {
        if (!(tuple_at(self, i) = ouro_int_new(rt, given[i].number))) {
            decref(rt, self);
            return NULL;
        }
    }
    return self;
}

static ouro_object *iso_date_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_format(rt, "%s(year=%S, week=%S, weekday=%S)", class_of(rt, self)->core.name,
                           tuple_at(self, 0), tuple_at(self, 1), tuple_at(self, 2));
}

OURO_DATETIME_METHOD(iso_date_reduce)
{
    ouro_object *plain = ouro_tuple_from(rt, tuple_items(self), 3), *result = NULL;
    ouro_object *arguments = plain ? ouro_tuple_pack(rt, 1, plain) : NULL;
    if (arguments)
        result = ouro_tuple_pack(rt, 2, &builtin_class(rt, TYPE_TUPLE)->core.base, arguments);
    xdecref(rt, plain);
    xdecref(rt, arguments);
    return result;
}

static ouro_object *get_year(ouro_runtime *rt, ouro_object *self)
{
    return newref(tuple_at(self, 0));
}
static ouro_object *get_week(ouro_runtime *rt, ouro_object *self)
{
    return newref(tuple_at(self, 1));
}
static ouro_object *get_weekday(ouro_runtime *rt, ouro_object *self)
{
    return newref(tuple_at(self, 2));
}

bool ouro_datetime_iso_date_init(ouro_runtime *rt, struct ouro_class *cls)
{
    static const struct ouro_method methods[] = {{"__reduce__", iso_date_reduce, 0, 0, 0, NULL}, {0}};
    static const struct ouro_getset getsets[] = {
        {"year", get_year, NULL, NULL}, {"week", get_week, NULL, NULL},
        {"weekday", get_weekday, NULL, NULL}, {0}};
    cls->create = ouro_datetime_iso_date_create;
    cls->repr = iso_date_repr;
    return ouro_class_ready(rt, cls, methods, getsets, NULL);
}

/* ---- module ---------------------------------------------------------------------------------- */

bool ouro_datetime_constant_take(ouro_runtime *rt, struct ouro_class *cls, const char *name,
                                 ouro_object *value)
{
    bool is_good = value && ouro_dict_set_text(rt, cls->dict, name, value);
    xdecref(rt, value);
    return is_good;
}

struct row {
    const char *name, *doc;
    uint32_t size;
    uint8_t block; /* enum ouro_block_kind */
    uint32_t flags;
    bool (*init)(ouro_runtime *rt, struct ouro_class *cls);
};

static const struct row rows[KIND_COUNT] = {
    {"datetime.date", "A day of the Gregorian calendar: date(year, month, day).",
     sizeof(struct ouro_datetime_date), OURO_BLOCK_ATOM, OURO_TYPE_BASE, ouro_datetime_date_init},
    {"datetime.datetime",
     "A day and a time of day: datetime(year, month, day[, hour[, minute[, second[, microsecond[, "
     "tzinfo]]]]]).",
     sizeof(struct ouro_datetime), OURO_BLOCK_CONTAINER, OURO_TYPE_BASE, ouro_datetime_datetime_init},
    {"datetime.time", "A time of day: time([hour[, minute[, second[, microsecond[, tzinfo]]]]]).",
     sizeof(struct ouro_datetime_time), OURO_BLOCK_CONTAINER, OURO_TYPE_BASE, ouro_datetime_time_init},
    {"datetime.timedelta",
     "A duration: timedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0).",
     sizeof(struct ouro_datetime_delta), OURO_BLOCK_ATOM, OURO_TYPE_BASE, ouro_datetime_delta_init},
    {"datetime.tzinfo", "What classes of time zones derive from.", sizeof(ouro_object), OURO_BLOCK_ATOM,
     OURO_TYPE_BASE, ouro_datetime_tzinfo_init},
    {"datetime.timezone", "A fixed offset from UTC: timezone(offset[, name]).",
     sizeof(struct ouro_datetime_zone), OURO_BLOCK_CONTAINER, 0, ouro_datetime_timezone_init},
    {"datetime.IsoCalendarDate", "Year, week and day as ISO 8601 counts them.", sizeof(struct ouro_tuple),
     OURO_BLOCK_CONTAINER, CLASS_VARIABLE_SIZE, ouro_datetime_iso_date_init},
};

static struct ouro_class *base_of(const ouro_runtime *rt, struct ouro_class *const *made, int kind)
{
    switch (kind) {
    case KIND_DATETIME:
        return made[KIND_DATE];
    case KIND_TIMEZONE:
        return made[KIND_TZINFO];
    case KIND_ISO_DATE:
        return builtin_class(rt, TYPE_TUPLE);
    default:
        return NULL;
    }
}

/* The name entered last: where it is, the classes are complete. */
#define LAST_CONSTANT "max"

static bool add_constants(ouro_runtime *rt, struct ouro_class *const *made)
{
    return ouro_datetime_delta_constants(rt, made[KIND_DELTA]) &&
           ouro_datetime_date_constants(rt, made[KIND_DATE]) &&
           ouro_datetime_time_constants(rt, made[KIND_TIME]) &&
           ouro_datetime_datetime_constants(rt, made[KIND_DATETIME]) &&
           ouro_datetime_timezone_constants(rt, made[KIND_TIMEZONE]);
}

static bool add_doc(ouro_runtime *rt, struct ouro_class *cls, const char *text)
{
    ouro_object *doc = ouro_str_from(rt, text);
    bool is_good = doc && ouro_dict_set(rt, cls->dict, rt->name___doc__, doc);
    xdecref(rt, doc);
    return is_good;
}

static bool make_classes(ouro_runtime *rt, struct ouro_class **made)
{
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        const struct row *row = &rows[kind];
        made[kind] = ouro_class_native(rt, row->name, base_of(rt, made, kind), row->size,
                                       (enum ouro_block_kind)row->block, row->flags | OURO_TYPE_IMMUTABLE);
        if (!made[kind])
            return ouro_raise_memory(rt) != NULL;
        if (!row->init(rt, made[kind]) || !add_doc(rt, made[kind], row->doc))
            return false;
    }
    return add_constants(rt, made);
}

/* A module that is imported again has the classes that there are already. */
static bool find_classes(ouro_runtime *rt, struct ouro_class **made)
{
    for (unsigned i = TYPE_MODULES_START; i + KIND_COUNT <= OURO_TYPE_INDEX_DYNAMIC; i++) {
        struct ouro_class *cls = (struct ouro_class *)rt->heap.types[i];
        struct ouro_class *zone = (struct ouro_class *)rt->heap.types[i + KIND_TIMEZONE];
        if (!cls || !is_native_class(cls) || native_kind(cls) != KIND_DATE || !zone || !zone->dict ||
            !ouro_dict_peek_text(rt, zone->dict, LAST_CONSTANT))
            continue;
        for (unsigned kind = 0; kind < KIND_COUNT; kind++)
            made[kind] = (struct ouro_class *)rt->heap.types[i + kind];
        return true;
    }
    return false;
}

static bool add_int(ouro_runtime *rt, ouro_object *module, const char *name, int value)
{
    ouro_object *number = ouro_int_new(rt, value);
    bool is_good = number && ouro_module_add(rt, module, name, number);
    xdecref(rt, number);
    return is_good;
}

bool ouro_module__datetime_init(ouro_runtime *rt, ouro_object *module)
{
    struct ouro_class *made[KIND_COUNT];
    if (!find_classes(rt, made) && (rt->error || !make_classes(rt, made)))
        return false;
    for (int kind = 0; kind < KIND_ISO_DATE; kind++)
        if (!ouro_module_add_class(rt, module, made[kind]))
            return false;
    ouro_object *utc = ouro_datetime_utc_peek(rt, made[KIND_DATE]);
    return utc && ouro_module_add(rt, module, "UTC", utc) &&
           add_int(rt, module, "MINYEAR", YEAR_MIN) && add_int(rt, module, "MAXYEAR", YEAR_MAX);
}
