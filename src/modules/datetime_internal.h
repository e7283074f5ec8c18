/* The module _datetime: what its files share.
 *
 *   timedelta  | header | days | seconds | microseconds |
 *   date       | header | year | month | day |
 *   datetime   | header | year | month | day | hour | minute | second | fold | microsecond | tzinfo |
 *   time       | header | hour | minute | second | fold | microsecond | tzinfo |
 *   timezone   | header | offset | name |
 *
 * The native classes are made one after the other, in the order of enum ouro_datetime_kind, so that each
 * is found from any other ("kin") by its distance, without any state of the module. Instances that no
 * cycle can go through (no tzinfo, or a plain timezone) are left out of the collector's work.
 * Depends on types, vm (imports of time and _strptime). */
#ifndef OURO_MODULES_DATETIME_INTERNAL_H
#define OURO_MODULES_DATETIME_INTERNAL_H

#include "modules/datetime_calendar.h"
#include "types/class.h"
#include "types/error.h"
#include "types/items.h"
#include "types/protocol.h"

__extension__ typedef __int128 ouro_datetime_us; /* microseconds: any timedelta takes 68 bits */

enum ouro_datetime_kind {
    KIND_DATE,
    KIND_DATETIME,
    KIND_TIME,
    KIND_DELTA,
    KIND_TZINFO,
    KIND_TIMEZONE,
    KIND_ISO_DATE,
    KIND_COUNT,
    KIND_NONE = -1
};

enum { DELTA_DAYS_MAX = 999999999, DAY_SECONDS = 86400, SECOND_US = 1000000 };
#define DAY_US ((int64_t)DAY_SECONDS * SECOND_US)

struct ouro_datetime_delta {
    ouro_object base;
    int32_t days;
    int32_t seconds;      /* 0 .. 86399 */
    int32_t microseconds; /* 0 .. 999999 */
};

struct ouro_datetime_date { /* also the beginning of a datetime */
    ouro_object base;
    uint16_t year;
    uint8_t month, day;
};

struct ouro_datetime {
    ouro_object base;
    uint16_t year;
    uint8_t month, day, hour, minute, second, fold;
    uint32_t microsecond;
    ouro_object *tzinfo; /* NULL: naive */
};

struct ouro_datetime_time {
    ouro_object base;
    uint8_t hour, minute, second, fold;
    uint32_t microsecond;
    ouro_object *tzinfo; /* NULL: naive */
};

struct ouro_datetime_zone {
    ouro_object base;
    ouro_object *offset; /* timedelta */
    ouro_object *name;   /* str or NULL */
};

/* The fields of a date, time or datetime while it is worked on. tzinfo is borrowed; NULL: none. */
struct ouro_datetime_fields {
    int year, month, day, hour, minute, second, microsecond, fold;
    ouro_object *tzinfo;
};

OURO_INLINE struct ouro_datetime_delta *delta_of(const ouro_object *object)
{
    return (struct ouro_datetime_delta *)(void *)(uintptr_t)object;
}
OURO_INLINE struct ouro_datetime_date *date_of(const ouro_object *object)
{
    return (struct ouro_datetime_date *)(void *)(uintptr_t)object;
}
OURO_INLINE struct ouro_datetime *datetime_of(const ouro_object *object)
{
    return (struct ouro_datetime *)(void *)(uintptr_t)object;
}
OURO_INLINE struct ouro_datetime_time *time_of(const ouro_object *object)
{
    return (struct ouro_datetime_time *)(void *)(uintptr_t)object;
}
OURO_INLINE struct ouro_datetime_zone *zone_of(const ouro_object *object)
{
    return (struct ouro_datetime_zone *)(void *)(uintptr_t)object;
}

/* ---- classes --------------------------------------------------------------------------------- */

/* Of which native class is the class, or is it derived from? KIND_NONE: of none. */
enum ouro_datetime_kind ouro_datetime_class_kind(const struct ouro_class *cls);
/* The native class of this kind that was made with kin, or with what kin is derived from. */
struct ouro_class *ouro_datetime_class(const ouro_runtime *rt, const struct ouro_class *kin,
                                       enum ouro_datetime_kind kind);

OURO_INLINE enum ouro_datetime_kind datetime_kind(const ouro_runtime *rt, const ouro_object *object)
{
    return ouro_datetime_class_kind(class_of(rt, object));
}
OURO_INLINE bool is_delta(const ouro_runtime *rt, const ouro_object *object)
{
    return datetime_kind(rt, object) == KIND_DELTA;
}
OURO_INLINE bool is_datetime(const ouro_runtime *rt, const ouro_object *object)
{
    return datetime_kind(rt, object) == KIND_DATETIME;
}
OURO_INLINE bool is_date(const ouro_runtime *rt, const ouro_object *object) /* a datetime is one */
{
    enum ouro_datetime_kind kind = datetime_kind(rt, object);
    return kind == KIND_DATE || kind == KIND_DATETIME;
}
OURO_INLINE bool is_tzinfo(const ouro_runtime *rt, const ouro_object *object)
{
    enum ouro_datetime_kind kind = datetime_kind(rt, object);
    return kind == KIND_TZINFO || kind == KIND_TIMEZONE;
}
OURO_INLINE bool is_native_class(const struct ouro_class *cls)
{
    return !(cls->core.flags & OURO_TYPE_HEAP);
}

/* Their __new__. */
#define OURO_DATETIME_CREATE(name)                                                                \
    ouro_object *name(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,          \
                      size_t count, ouro_object *names)
OURO_DATETIME_CREATE(ouro_datetime_delta_create);
OURO_DATETIME_CREATE(ouro_datetime_date_create);
OURO_DATETIME_CREATE(ouro_datetime_time_create);
OURO_DATETIME_CREATE(ouro_datetime_create);
OURO_DATETIME_CREATE(ouro_datetime_tzinfo_create);
OURO_DATETIME_CREATE(ouro_datetime_timezone_create);
OURO_DATETIME_CREATE(ouro_datetime_iso_date_create);

bool ouro_datetime_delta_init(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_datetime_date_init(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_datetime_time_init(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_datetime_datetime_init(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_datetime_tzinfo_init(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_datetime_timezone_init(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_datetime_iso_date_init(ouro_runtime *rt, struct ouro_class *cls);
/* min, max, resolution, utc: what is entered when all classes are ready. */
bool ouro_datetime_delta_constants(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_datetime_date_constants(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_datetime_time_constants(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_datetime_datetime_constants(ouro_runtime *rt, struct ouro_class *cls);
bool ouro_datetime_timezone_constants(ouro_runtime *rt, struct ouro_class *cls);
/* Enters value (taken; NULL: an error is set) as an attribute of the native class. */
bool ouro_datetime_constant_take(ouro_runtime *rt, struct ouro_class *cls, const char *name,
                                 ouro_object *value);

/* ---- arguments (datetime_arguments.c) -------------------------------------------------------- */

union ouro_datetime_argument {
    int number;
    ouro_object *object; /* borrowed */
};

/* kinds, one character a parameter: i int, O object, D timedelta, d date, t time, U str, s str without
 * NUL, C str of one character. */
struct ouro_datetime_signature {
    const char *function;     /* NULL in messages: "function" */
    const char *const *names; /* NULL: positional only */
    const char *kinds;
    uint8_t required, positional_max;
};

/* Overwrites what was given in out, which the caller filled with defaults. */
bool ouro_datetime_bind(ouro_runtime *rt, const struct ouro_datetime_signature *signature,
                        ouro_object *const *args, size_t count, ouro_object *names,
                        union ouro_datetime_argument *out);
/* An int as C's int, with the words for one that is too large. */
bool ouro_datetime_read_int(ouro_runtime *rt, ouro_object *object, int *value);
bool ouro_datetime_check_date(ouro_runtime *rt, const struct ouro_datetime_fields *fields);
bool ouro_datetime_check_time(ouro_runtime *rt, const struct ouro_datetime_fields *fields);
bool ouro_datetime_check_fold(ouro_runtime *rt, int fold);
/* None becomes NULL in *tzinfo; TypeError for what is no tzinfo. */
bool ouro_datetime_check_tzinfo(ouro_runtime *rt, ouro_object *object, ouro_object **tzinfo);
/* The bytes with which pickle makes an object, of this size: 1, or 0 if the argument is something else;
 * -1: error. */
int ouro_datetime_pickled(ouro_runtime *rt, ouro_object *argument, size_t size, const char *what,
                          bool (*is_sane)(uint32_t third_or_first), size_t sane_index, uint8_t *bytes);

/* ---- making objects -------------------------------------------------------------------------- */

ouro_object *ouro_datetime_delta_new(ouro_runtime *rt, struct ouro_class *cls, ouro_datetime_us us);
ouro_datetime_us ouro_datetime_delta_us(const ouro_object *delta);
/* A number of microseconds (an int) times or by a float of a derived class, rounded to an int
 * (datetime_ratio.c). */
ouro_object *ouro_datetime_ratio_scale(ouro_runtime *rt, ouro_object *us, ouro_object *number,
                                       bool is_division);
/* Strictly between -24 and 24 hours? */
bool ouro_datetime_delta_is_offset(const ouro_object *delta);

/* Checked and made straight away, whatever the class overrides. */
ouro_object *ouro_datetime_date_alloc(ouro_runtime *rt, struct ouro_class *cls,
                                      const struct ouro_datetime_fields *fields);
ouro_object *ouro_datetime_time_alloc(ouro_runtime *rt, struct ouro_class *cls,
                                      const struct ouro_datetime_fields *fields);
ouro_object *ouro_datetime_alloc(ouro_runtime *rt, struct ouro_class *cls,
                                 const struct ouro_datetime_fields *fields);
/* By a call of the class, if it is not a native one (which is not told of a fold): what alternative
 * constructors and arithmetic do. */
ouro_object *ouro_datetime_date_make(ouro_runtime *rt, struct ouro_class *cls,
                                     const struct ouro_datetime_fields *fields);
ouro_object *ouro_datetime_time_make(ouro_runtime *rt, struct ouro_class *cls,
                                     const struct ouro_datetime_fields *fields);
ouro_object *ouro_datetime_make(ouro_runtime *rt, struct ouro_class *cls,
                                const struct ouro_datetime_fields *fields);
ouro_object *ouro_datetime_call_ints(ouro_runtime *rt, struct ouro_class *cls, const int *numbers,
                                     size_t count, ouro_object *tzinfo /* None; NULL: leave it out */);

/* The hash of fields packed in one number: what has no offset. */
int64_t ouro_datetime_hash(const ouro_runtime *rt, uint64_t packed);
OURO_INLINE ouro_object *ouro_datetime_compare(ouro_runtime *rt, ouro_datetime_us a, ouro_datetime_us b,
                                               enum ouro_compare_op op)
{
    return bool_object(rt, compare_sizes((size_t)(1 + (a > b) - (a < b)), 1, op));
}
/* Leaves an object to counting alone when its tzinfo can be in no cycle. */
void ouro_datetime_untrack(ouro_runtime *rt, ouro_object *self, const ouro_object *tzinfo);
struct ouro_datetime_fields ouro_datetime_fields_get(const ouro_object *datetime);
/* The instant plus (sign 1) or minus (-1) a timedelta, of the same class. */
ouro_object *ouro_datetime_shift(ouro_runtime *rt, ouro_object *datetime, ouro_object *delta, int sign);

/* ---- zones (datetime_zone.c) ----------------------------------------------------------------- */

/* timezone.utc, borrowed; NULL: MemoryError. */
ouro_object *ouro_datetime_utc_peek(ouro_runtime *rt, const struct ouro_class *kin);
ouro_object *ouro_datetime_zone_new(ouro_runtime *rt, ouro_object *offset, ouro_object *name /* or NULL */);
/* tzinfo.utcoffset(argument) or dst: None or a timedelta in range. tzinfo NULL: None. */
ouro_object *ouro_datetime_zone_offset(ouro_runtime *rt, ouro_object *tzinfo, const char *method,
                                       ouro_object *argument);
ouro_object *ouro_datetime_zone_name(ouro_runtime *rt, ouro_object *tzinfo, ouro_object *argument);

/* The tzinfo of a datetime or time, borrowed, or NULL. */
ouro_object *ouro_datetime_tzinfo_peek(const ouro_runtime *rt, const ouro_object *object);

/* ---- clock (datetime_clock.c) ---------------------------------------------------------------- */

/* A Unix time given as int or float. */
bool ouro_datetime_clock_read(ouro_runtime *rt, ouro_object *timestamp, bool with_fraction,
                              int64_t *seconds, int *microseconds);
/* The fields of a Unix time; local with fold, or UTC. */
bool ouro_datetime_clock_split(ouro_runtime *rt, int64_t seconds, bool is_local, bool with_fold,
                               struct ouro_datetime_fields *fields);
void ouro_datetime_clock_now(int64_t *seconds, int *microseconds);
/* The Unix time of fields in local time; false: error. */
bool ouro_datetime_clock_join(ouro_runtime *rt, const struct ouro_datetime_fields *fields,
                              int64_t *seconds);
/* The timezone with the offset and the name of local time at a Unix time. */
ouro_object *ouro_datetime_clock_zone(ouro_runtime *rt, const struct ouro_class *kin,
                                      int64_t seconds);
/* time.struct_time of the fields. */
ouro_object *ouro_datetime_clock_tuple(ouro_runtime *rt, const struct ouro_datetime_fields *fields,
                                       int is_dst);

/* ---- text (datetime_format.c, datetime_parse.c) ---------------------------------------------- */

enum { OFFSET_TEXT_MAX = 40 };
/* +HH<separator>MM and what else is not zero; nothing for None. false: error. */
bool ouro_datetime_format_offset(ouro_runtime *rt, char *text, const char *separator,
                                 ouro_object *tzinfo, ouro_object *argument);
void ouro_datetime_format_delta(char *text, const char *separator, const ouro_object *offset);
/* HH:MM:SS.ffffff as timespec (str or NULL) wants it; false: ValueError is set. */
bool ouro_datetime_format_clock(ouro_runtime *rt, char *text, const struct ouro_datetime_fields *fields,
                                ouro_object *timespec);
ouro_object *ouro_datetime_format_ctime(ouro_runtime *rt, const struct ouro_datetime_fields *fields);
/* ", fold=1, tzinfo=..." and the closing parenthesis behind text (taken, may be NULL). The two come in
 * another order in a time. */
ouro_object *ouro_datetime_format_repr_take(ouro_runtime *rt, ouro_object *text, int fold,
                                            ouro_object *tzinfo, bool is_fold_last);
/* time.strftime(format, tuple), with %z, %Z and %f replaced before. */
ouro_object *ouro_datetime_format_strftime(ouro_runtime *rt, ouro_object *object, ouro_object *format,
                                           ouro_object *tuple, ouro_object *argument);
ouro_object *ouro_datetime_format_method(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t count, ouro_object *names); /* __format__ */

/* Each sets ValueError for text that is not in ISO 8601's form. *tzinfo is owned. */
bool ouro_datetime_parse_date(ouro_runtime *rt, ouro_object *text, struct ouro_datetime_fields *fields);
bool ouro_datetime_parse_time(ouro_runtime *rt, const struct ouro_class *kin, ouro_object *text,
                              struct ouro_datetime_fields *fields);
bool ouro_datetime_parse(ouro_runtime *rt, const struct ouro_class *kin, ouro_object *text,
                         struct ouro_datetime_fields *fields);

#define OURO_DATETIME_METHOD(name)                                                                \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

#endif
