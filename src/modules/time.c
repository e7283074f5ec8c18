/* The time module: clocks, sleeping, broken-down times. */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "types/float.h"
#include "types/function.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "types/tuple.h"
#include "vm/thread.h"
#include "vm/vm.h"

#define ARGUMENTS                                                                                  \
    ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count, ouro_object *names

enum { NS_PER_SECOND = 1000000000 };

/* ---- clocks -------------------------------------------------------------------------------------
 */

static int64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * NS_PER_SECOND + now.tv_nsec;
}

static ouro_object *seconds(ouro_runtime *rt, int64_t ns)
{
    /* Whole seconds divide exactly; otherwise one rounding of the quotient. */
    return ouro_float_new(rt, ns % NS_PER_SECOND == 0 ? (double)(ns / NS_PER_SECOND)
                                                      : (double)ns / 1e9);
}

#define CLOCK(name, clock)                                                                         \
    static ouro_object *name(ARGUMENTS)                                                            \
    {                                                                                              \
        return seconds(rt, clock_ns(clock));                                                       \
    }                                                                                              \
    static ouro_object *name##_ns(ARGUMENTS)                                                       \
    {                                                                                              \
        return ouro_int_new(rt, clock_ns(clock));                                                  \
    }
CLOCK(time_time, CLOCK_REALTIME)
CLOCK(time_monotonic, CLOCK_MONOTONIC)
CLOCK(time_process_time, CLOCK_PROCESS_CPUTIME_ID)
CLOCK(time_thread_time, CLOCK_THREAD_CPUTIME_ID)

static bool read_clock(ouro_runtime *rt, ouro_object *argument, clockid_t *clock)
{
    int64_t value;
    if (!ouro_index_i64(rt, argument, &value, EXC_OverflowError))
        return false;
    *clock = (clockid_t)value;
    return true;
}

static ouro_object *clock_answer(ouro_runtime *rt, ouro_object *argument,
                                 int (*ask)(clockid_t, struct timespec *), bool in_ns)
{
    clockid_t clock;
    struct timespec answer;
    if (!read_clock(rt, argument, &clock))
        return NULL;
    if (ask(clock, &answer) != 0)
        return ouro_raise_errno(rt, errno, NULL);
    int64_t ns = (int64_t)answer.tv_sec * NS_PER_SECOND + answer.tv_nsec;
    return in_ns ? ouro_int_new(rt, ns) : seconds(rt, ns);
}

static ouro_object *time_clock_gettime(ARGUMENTS)
{
    return clock_answer(rt, args[0], clock_gettime, false);
}

static ouro_object *time_clock_gettime_ns(ARGUMENTS)
{
    return clock_answer(rt, args[0], clock_gettime, true);
}

static ouro_object *time_clock_getres(ARGUMENTS)
{
    return clock_answer(rt, args[0], clock_getres, false);
}

/* ---- sleeping -----------------------------------------------------------------------------------
 */

/* Seconds as nanoseconds, rounded up in size: a sleep never ends early. */
static bool read_duration(ouro_runtime *rt, ouro_object *argument, int64_t *ns)
{
    if (is_float(rt, argument)) {
        double value = ouro_float_value(argument);
        if (isnan(value)) {
            ouro_raise(rt, EXC_ValueError, "Invalid value NaN (not a number)");
            return false;
        }
        value *= 1e9;
        value = value < 0 ? floor(value) : ceil(value);
        if (value < -9223372036854775808.0 || value >= 9223372036854775808.0) {
            ouro_raise(rt, EXC_OverflowError, "timestamp too large to convert to C _PyTime_t");
            return false;
        }
        *ns = (int64_t)value;
        return true;
    }
    int64_t whole;
    ouro_object *index = ouro_index(rt, argument);
    bool fits = index && ouro_int_fits_i64(index, &whole) &&
                !__builtin_mul_overflow(whole, (int64_t)NS_PER_SECOND, ns);
    if (index && !fits)
        ouro_raise(rt, EXC_OverflowError, "timestamp too large to convert to C _PyTime_t");
    xdecref(rt, index);
    return fits;
}

/* Other threads run meanwhile. */
static ouro_object *sleep_in_turn(ouro_runtime *rt, const struct timespec *until)
{
    uint64_t deadline = INT64_MAX;
    if (until->tv_sec < INT64_MAX / NS_PER_SECOND)
        deadline = (uint64_t)until->tv_sec * NS_PER_SECOND + (uint64_t)until->tv_nsec;
    while (ouro_thread_wait(rt, NULL, deadline) != WAIT_TIMED_OUT)
        if (!ouro_vm_signals_poll(rt))
            return NULL;
    return rt->none;
}

static ouro_object *time_sleep(ARGUMENTS)
{
    int64_t duration;
    if (!read_duration(rt, args[0], &duration))
        return NULL;
    if (duration < 0)
        return ouro_raise(rt, EXC_ValueError, "sleep length must be non-negative");
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t end = INT64_MAX;
    if (__builtin_add_overflow((int64_t)until.tv_sec, duration / NS_PER_SECOND, &end))
        end = INT64_MAX;
    until.tv_sec = end;
    until.tv_nsec += duration % NS_PER_SECOND;
    if (until.tv_nsec >= NS_PER_SECOND) {
        until.tv_nsec -= NS_PER_SECOND;
        until.tv_sec++;
    }
    if (!ouro_thread_is_alone(rt))
        return sleep_in_turn(rt, &until);
    for (;;) { /* a signal whose handler raises nothing only interrupts: the end stays the same */
        int status = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        if (status == 0)
            return rt->none;
        if (status != EINTR)
            return ouro_raise_errno(rt, status, NULL);
        if (!ouro_vm_signals_poll(rt))
            return NULL;
    }
}

/* ---- broken-down times --------------------------------------------------------------------------
 */

/* The class is looked up in the module each time: modules keep no state in C. */
static ouro_object *struct_time_class(ouro_runtime *rt, ouro_object *module)
{
    return ouro_getattr_text(rt, module, "struct_time");
}

static ouro_object *struct_time_new(ouro_runtime *rt, ouro_object *module, const struct tm *tm)
{
    ouro_object *cls = struct_time_class(rt, module);
    if (!cls)
        return NULL;
    ouro_object *items[11] = {
        ouro_int_new(rt, (int64_t)tm->tm_year + 1900),
        ouro_int_new(rt, tm->tm_mon + 1),
        ouro_int_new(rt, tm->tm_mday),
        ouro_int_new(rt, tm->tm_hour),
        ouro_int_new(rt, tm->tm_min),
        ouro_int_new(rt, tm->tm_sec),
        ouro_int_new(rt, (tm->tm_wday + 6) % 7), /* Monday is 0 */
        ouro_int_new(rt, tm->tm_yday + 1),
        ouro_int_new(rt, tm->tm_isdst),
        ouro_str_from(rt, tm->tm_zone ? tm->tm_zone : ""),
        ouro_int_new(rt, tm->tm_gmtoff),
    };
    ouro_object *result = ouro_struct_sequence_new_take(rt, cls, items, sizeof items / sizeof *items);
    decref(rt, cls);
    return result;
}

/* The optional timestamp argument, rounded down; now if there is none. */
static bool read_timestamp(ouro_runtime *rt, ouro_object *const *args, size_t count, time_t *when)
{
    if (count == 0 || args[0] == rt->none) {
        *when = time(NULL);
        return true;
    }
    if (is_float(rt, args[0])) {
        double value = ouro_float_value(args[0]);
        if (isnan(value)) {
            ouro_raise(rt, EXC_ValueError, "Invalid value NaN (not a number)");
            return false;
        }
        value = floor(value);
        if (value < -9223372036854775808.0 || value >= 9223372036854775808.0) {
            ouro_raise(rt, EXC_OverflowError, "timestamp out of range for platform time_t");
            return false;
        }
        *when = (time_t)value;
        return true;
    }
    ouro_object *index = ouro_index(rt, args[0]);
    int64_t whole;
    bool fits = index && ouro_int_fits_i64(index, &whole);
    if (index && !fits)
        ouro_raise(rt, EXC_OverflowError, "timestamp out of range for platform time_t");
    xdecref(rt, index);
    if (fits)
        *when = (time_t)whole;
    return fits;
}

static ouro_object *time_gmtime(ARGUMENTS)
{
    time_t when;
    struct tm tm;
    if (!read_timestamp(rt, args, count, &when))
        return NULL;
    errno = 0;
    if (!gmtime_r(&when, &tm))
        return ouro_raise_errno(rt, errno ? errno : EINVAL, NULL);
    return struct_time_new(rt, self, &tm);
}

static ouro_object *time_localtime(ARGUMENTS)
{
    time_t when;
    struct tm tm;
    if (!read_timestamp(rt, args, count, &when))
        return NULL;
    errno = 0;
    if (!localtime_r(&when, &tm))
        return ouro_raise_errno(rt, errno ? errno : EINVAL, NULL);
    return struct_time_new(rt, self, &tm);
}

static bool read_field(ouro_runtime *rt, ouro_object *tuple, size_t index, int *value)
{
    int64_t wide;
    if (!ouro_index_i64(rt, tuple_at(tuple, index), &wide, EXC_OverflowError))
        return false;
    if (wide < INT_MIN || wide > INT_MAX) {
        ouro_raise(rt, EXC_OverflowError,
                   wide < 0 ? "signed integer is less than minimum"
                            : "signed integer is greater than maximum");
        return false;
    }
    *value = (int)wide;
    return true;
}

/* A tuple of nine numbers, or a struct_time with its zone, as the C library wants it. zone is kept
 * alive by *owner. */
static bool read_tuple(ouro_runtime *rt, ouro_object *module, ouro_object *argument,
                       const char *function, struct tm *tm, ouro_object **owner)
{
    int *fields[9] = {&tm->tm_year, &tm->tm_mon,  &tm->tm_mday, &tm->tm_hour, &tm->tm_min,
                      &tm->tm_sec,  &tm->tm_wday, &tm->tm_yday, &tm->tm_isdst};
    memset(tm, 0, sizeof *tm);
    *owner = NULL;
    if (!is_tuple(rt, argument)) {
        ouro_raise(rt, EXC_TypeError, "Tuple or struct_time argument required");
        return false;
    }
    if (tuple_length(argument) != 9) {
        ouro_raise(rt, EXC_TypeError, "%s(): illegal time tuple argument", function);
        return false;
    }
    for (size_t i = 0; i < 9; i++)
        if (!read_field(rt, argument, i, fields[i]))
            return false;
    if (tm->tm_year < INT_MIN + 1900) {
        ouro_raise(rt, EXC_OverflowError, "year out of range");
        return false;
    }
    tm->tm_year -= 1900;
    tm->tm_mon -= 1;
    tm->tm_wday = (tm->tm_wday + 1) % 7;
    tm->tm_yday -= 1;
    ouro_object *cls = struct_time_class(rt, module);
    bool has_zone = cls && &class_of(rt, argument)->core.base == cls;
    xdecref(rt, cls);
    if (!has_zone)
        return !ouro_has_error(rt);
    ouro_object *zone = ouro_getattr_text(rt, argument, "tm_zone");
    ouro_object *offset = zone ? ouro_getattr_text(rt, argument, "tm_gmtoff") : NULL;
    size_t size;
    int64_t seconds_east = 0;
    bool is_good = offset != NULL;
    if (is_good && is_str(rt, zone)) {
        tm->tm_zone = ouro_str_utf8(rt, zone, &size, owner);
        is_good = tm->tm_zone != NULL;
        if (is_good && !*owner)
            *owner = newref(zone);
    }
    if (is_good && is_int(rt, offset) && ouro_int_fits_i64(offset, &seconds_east))
        tm->tm_gmtoff = (long)seconds_east;
    xdecref(rt, zone);
    xdecref(rt, offset);
    return is_good;
}

/* Zeros that stand for "not given" become the first of their kind; what is out of range is named.
 */
static bool check_fields(ouro_runtime *rt, struct tm *tm)
{
    const char *fault = NULL;
    if (tm->tm_mon == -1)
        tm->tm_mon = 0;
    if (tm->tm_mday == 0)
        tm->tm_mday = 1;
    if (tm->tm_yday == -1)
        tm->tm_yday = 0;
    if (tm->tm_mon < 0 || tm->tm_mon > 11)
        fault = "month out of range";
    else if (tm->tm_mday < 0 || tm->tm_mday > 31)
        fault = "day of month out of range";
    else if (tm->tm_hour < 0 || tm->tm_hour > 23)
        fault = "hour out of range";
    else if (tm->tm_min < 0 || tm->tm_min > 59)
        fault = "minute out of range";
    else if (tm->tm_sec < 0 || tm->tm_sec > 61)
        fault = "seconds out of range";
    else if (tm->tm_wday < 0)
        fault = "day of week out of range";
    else if (tm->tm_yday < 0 || tm->tm_yday > 365)
        fault = "day of year out of range";
    if (fault)
        ouro_raise(rt, EXC_ValueError, "%s", fault);
    return !fault;
}

static ouro_object *format_asctime(ouro_runtime *rt, const struct tm *tm)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[64];
    int size = snprintf(text, sizeof text, "%s %s%3d %.2d:%.2d:%.2d %lld", days[tm->tm_wday],
                        months[tm->tm_mon], tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec,
                        (long long)tm->tm_year + 1900);
    return ouro_str_new(rt, text, (size_t)size);
}

/* The argument at this index as broken-down time, or the local time now. */
static bool tuple_or_now(ouro_runtime *rt, ouro_object *module, ouro_object *const *args,
                         size_t count, size_t index, const char *function, struct tm *tm,
                         ouro_object **owner)
{
    *owner = NULL;
    if (index < count) {
        if (read_tuple(rt, module, args[index], function, tm, owner) && check_fields(rt, tm))
            return true;
        clearref(rt, owner);
        return false;
    }
    time_t now = time(NULL);
    return localtime_r(&now, tm) || ouro_raise_errno(rt, errno, NULL);
}

static ouro_object *time_asctime(ARGUMENTS)
{
    struct tm tm;
    ouro_object *owner;
    if (!tuple_or_now(rt, self, args, count, 0, "asctime", &tm, &owner))
        return NULL;
    xdecref(rt, owner);
    return format_asctime(rt, &tm);
}

static ouro_object *time_ctime(ARGUMENTS)
{
    time_t when;
    struct tm tm;
    if (!read_timestamp(rt, args, count, &when))
        return NULL;
    errno = 0;
    if (!localtime_r(&when, &tm))
        return ouro_raise_errno(rt, errno ? errno : EINVAL, NULL);
    return format_asctime(rt, &tm);
}

static ouro_object *time_mktime(ARGUMENTS)
{
    struct tm tm;
    ouro_object *owner;
    if (!read_tuple(rt, self, args[0], "mktime", &tm, &owner)) {
        xdecref(rt, owner);
        return NULL;
    }
    xdecref(rt, owner);
    tm.tm_wday = -1; /* stays so if the time cannot be represented: -1 alone is a valid answer */
    time_t when = mktime(&tm);
    if (when == (time_t)-1 && tm.tm_wday == -1)
        return ouro_raise(rt, EXC_OverflowError, "mktime argument out of range");
    return ouro_float_new(rt, (double)when);
}

static ouro_object *time_strftime(ARGUMENTS)
{
    struct tm tm;
    ouro_object *owner, *format_owner = NULL, *result = NULL;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "strftime() argument 1 must be str, not %W", args[0]);
    size_t size, room = 256;
    if (!tuple_or_now(rt, self, args, count, 1, "strftime", &tm, &owner))
        return NULL;
    const char *format = ouro_str_utf8(rt, args[0], &size, &format_owner);
    if (format && size == 0)
        result = newref(rt->empty_str);
    while (format && !result) {
        char *text = ouro_buffer_alloc(rt, room);
        if (!text)
            break;
        size_t length = strftime(text, room, format, &tm);
        /* 0 says "too small", or that the text is empty, which %Z or %p may be: then stop growing.
         */
        if (length > 0 || room > 256 * size + 256)
            result = ouro_str_new(rt, text, length);
        ouro_buffer_free(rt, text, room);
        if (!result && ouro_has_error(rt))
            break;
        room *= 2;
    }
    xdecref(rt, format_owner);
    xdecref(rt, owner);
    return result;
}

/* ---- module -------------------------------------------------------------------------------------
 */

static ouro_object *time_get_clock_info(ARGUMENTS)
{
    static const struct {
        const char *name, *implementation;
        clockid_t clock;
        bool is_monotonic, is_adjustable;
    } clocks[] = {
        {"time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false, true},
        {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
        {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
        {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true,
         false},
        {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true,
         false},
    };
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "get_clock_info() argument 1 must be str, not %W",
                          args[0]);
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        if (!ouro_str_equal_text(args[0], clocks[i].name))
            continue;
        struct timespec resolution;
        clock_getres(clocks[i].clock, &resolution);
        static const char *const fields[] = {"implementation", "monotonic", "adjustable",
                                             "resolution"};
        ouro_object *keys = ouro_tuple_new(rt, 4), *result = NULL;
        ouro_object *values[4] = {
            ouro_str_from(rt, clocks[i].implementation), bool_object(rt, clocks[i].is_monotonic),
            bool_object(rt, clocks[i].is_adjustable),
            seconds(rt, (int64_t)resolution.tv_sec * NS_PER_SECOND + resolution.tv_nsec)};
        bool is_good = keys && values[0] && values[3];
        for (size_t k = 0; k < 4 && is_good; k++)
            is_good = (tuple_at(keys, k) = ouro_str_intern_text(rt, fields[k])) != NULL;
        if (is_good)
            result = ouro_call(rt, &builtin_class(rt, TYPE_NAMESPACE)->core.base, values, 0, keys);
        xdecref(rt, keys);
        xdecref(rt, values[0]);
        xdecref(rt, values[3]);
        return result;
    }
    return ouro_raise(rt, EXC_ValueError, "unknown clock");
}

static bool add_int(ouro_runtime *rt, ouro_object *module, const char *name, int64_t value)
{
    ouro_object *object = ouro_int_new(rt, value);
    bool is_done = object && ouro_module_add(rt, module, name, object);
    xdecref(rt, object);
    return is_done;
}

/* Offsets and names of January and July tell standard from summer time in either hemisphere. */
static bool add_zone(ouro_runtime *rt, ouro_object *module)
{
    enum { YEAR = 31556952 /* mean length in seconds */ };
    tzset();
    time_t january = time(NULL) / YEAR * YEAR, july = january + YEAR / 2;
    struct tm first, second;
    localtime_r(&january, &first);
    char first_name[32], second_name[32];
    snprintf(first_name, sizeof first_name, "%s", first.tm_zone);
    localtime_r(&july, &second);
    snprintf(second_name, sizeof second_name, "%s", second.tm_zone);
    bool is_swapped = first.tm_gmtoff > second.tm_gmtoff; /* summer is in January */
    const struct tm *standard = is_swapped ? &second : &first,
                    *summer = is_swapped ? &first : &second;
    ouro_object *names[2] = {ouro_str_from(rt, is_swapped ? second_name : first_name),
                             ouro_str_from(rt, is_swapped ? first_name : second_name)};
    ouro_object *pair = names[0] && names[1] ? ouro_tuple_from(rt, names, 2) : NULL;
    xdecref(rt, names[0]);
    xdecref(rt, names[1]);
    bool is_done = pair && ouro_module_add(rt, module, "tzname", pair) &&
                   add_int(rt, module, "timezone", -standard->tm_gmtoff) &&
                   add_int(rt, module, "altzone", -summer->tm_gmtoff) &&
                   add_int(rt, module, "daylight", first.tm_gmtoff != second.tm_gmtoff);
    xdecref(rt, pair);
    return is_done;
}

static ouro_object *time_tzset(ARGUMENTS)
{
    return add_zone(rt, self) ? rt->none : NULL;
}

static ouro_object *time_strptime(ARGUMENTS)
{
    ouro_object *module = ouro_vm_import(rt, "_strptime");
    ouro_object *function = module ? ouro_getattr_text(rt, module, "_strptime_time") : NULL;
    ouro_object *result = function ? ouro_call(rt, function, args, count, names) : NULL;
    xdecref(rt, module);
    xdecref(rt, function);
    return result;
}

static const struct ouro_method functions[] = {
    {"time", time_time, 0, 0, 0, "Return the current time in seconds since the Epoch."},
    {"time_ns", time_time_ns, 0, 0, 0, "Return the current time in nanoseconds since the Epoch."},
    {"perf_counter", time_monotonic, 0, 0, 0, "Performance counter for benchmarking."},
    {"perf_counter_ns", time_monotonic_ns, 0, 0, 0, "Performance counter as nanoseconds."},
    {"monotonic", time_monotonic, 0, 0, 0, "Monotonic clock, cannot go backward."},
    {"monotonic_ns", time_monotonic_ns, 0, 0, 0, "Monotonic clock as nanoseconds."},
    {"process_time", time_process_time, 0, 0, 0, "Kernel and user-space CPU time of the process."},
    {"process_time_ns", time_process_time_ns, 0, 0, 0, "Process time as nanoseconds."},
    {"thread_time", time_thread_time, 0, 0, 0, "Kernel and user-space CPU time of the thread."},
    {"thread_time_ns", time_thread_time_ns, 0, 0, 0, "Thread time as nanoseconds."},
    {"clock_gettime", time_clock_gettime, 1, 1, 0,
     "Return the time of the specified clock clk_id."},
    {"clock_gettime_ns", time_clock_gettime_ns, 1, 1, 0, "The same as nanoseconds."},
    {"clock_getres", time_clock_getres, 1, 1, 0, "Return the resolution of the clock clk_id."},
    {"get_clock_info", time_get_clock_info, 1, 1, 0, "Get information of the specified clock."},
    {"sleep", time_sleep, 1, 1, 0, "Delay execution for a given number of seconds."},
    {"gmtime", time_gmtime, 0, 1, 0, "Convert seconds since the Epoch to a time tuple in UTC."},
    {"localtime", time_localtime, 0, 1, 0, "Convert seconds since the Epoch to local time."},
    {"asctime", time_asctime, 0, 1, 0, "Convert a time tuple to a string."},
    {"ctime", time_ctime, 0, 1, 0, "Convert a time in seconds to a string in local time."},
    {"mktime", time_mktime, 1, 1, 0, "Convert a time tuple in local time to seconds."},
    {"strftime", time_strftime, 1, 2, 0, "Convert a time tuple to a string by a format."},
    {"strptime", time_strptime, 1, 2, 0, "Parse a string to a time tuple by a format."},
    {"tzset", time_tzset, 0, 0, 0, "Initialize, or reinitialize, the local timezone."},
    {NULL, NULL, 0, 0, 0, NULL}};

bool ouro_module_time_init(ouro_runtime *rt, ouro_object *module)
{
    static const char *const fields[] = {"tm_year",  "tm_mon",  "tm_mday",   "tm_hour",
                                         "tm_min",   "tm_sec",  "tm_wday",   "tm_yday",
                                         "tm_isdst", "tm_zone", "tm_gmtoff", NULL};
    static const struct {
        const char *name;
        int64_t value;
    } constants[] = {{"CLOCK_REALTIME", CLOCK_REALTIME},
                     {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
                     {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
                     {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
                     {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
                     {"CLOCK_BOOTTIME", CLOCK_BOOTTIME},
                     {"CLOCK_TAI", CLOCK_TAI},
                     {"_STRUCT_TM_ITEMS", 11}};
    if (!ouro_module_add_functions(rt, module, functions) || !add_zone(rt, module))
        return false;
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (!add_int(rt, module, constants[i].name, constants[i].value))
            return false;
    ouro_object *cls = ouro_struct_sequence_class_new(rt, "time.struct_time", fields, 9);
    bool is_done = cls && ouro_module_add(rt, module, "struct_time", cls);
    xdecref(rt, cls);
    return is_done;
}
