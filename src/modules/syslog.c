/* syslog: messages to the log of the system. */
#include <syslog.h>

#include "modules/foreign.h"
#include "modules/posix_internal.h"
#include "types/list.h"

/* The C library keeps the pointer to the name: the object stays in the states of the runtime. */
static const char *const name_state = "syslog name", *const open_state = "syslog is open";

/* The last part of sys.argv[0], for programs that open without a name; None when there is none. */
static ouro_object *program_name(ouro_runtime *rt)
{
    ouro_object *key = ouro_str_intern_text(rt, "argv");
    ouro_object *list = key ? ouro_vm_sys_peek(rt, key) : NULL;
    xdecref(rt, key);
    if (!list || !is_list(rt, list) || !list_length(list) || !is_str(rt, list_at(list, 0)))
        return rt->error ? NULL : rt->none;
    ouro_object *text = list_at(list, 0);
    size_t start = ouro_str_length(text), length = start;
    while (start && ouro_str_at(text, start - 1) != '/')
        start--;
    return start < length ? ouro_str_substring(rt, text, start, length) : rt->none;
}

static bool open_log(ouro_runtime *rt, ouro_object *name, int option, int facility)
{
    ouro_object *owned = name ? newref(name) : program_name(rt);
    ouro_object *bytes = !owned || owned == rt->none ? owned : ouro_str_encode(rt, owned, "utf-8", "strict");
    bool is_good = bytes && ouro_vm_state_set(rt, name_state, bytes) &&
                   ouro_vm_state_set(rt, open_state, rt->true_);
    if (is_good)
        openlog(bytes == rt->none ? NULL : (const char *)bytes_of(bytes)->data, option, facility);
    if (bytes != owned)
        xdecref(rt, bytes);
    xdecref(rt, owned);
    return is_good;
}

NATIVE(syslog_openlog)
{
    ouro_object *out[3];
    int64_t option = 0, facility = LOG_USER;
    BIND("openlog", 0, 3, out, "ident", "logoption", "facility");
    if (out[0] && !is_str(rt, out[0]))
        return ouro_raise(rt, EXC_TypeError, "openlog() argument 1 must be str, not %W", out[0]);
    if ((out[1] && !ouro_index_i64(rt, out[1], &option, EXC_OverflowError)) ||
        (out[2] && !ouro_index_i64(rt, out[2], &facility, EXC_OverflowError)))
        return NULL;
    return open_log(rt, out[0], (int)option, (int)facility) ? rt->none : NULL;
}

NATIVE(syslog_syslog)
{
    int priority = LOG_INFO;
    ouro_object *message = count ? args[count - 1] : NULL;
    if (count < 1 || count > 2 || !is_str(rt, message) || (count == 2 && !is_int(rt, args[0])))
        return ouro_raise(rt, EXC_TypeError, "[priority,] message string");
    if (count == 2 && !ouro_posix_int(rt, args[0], &priority))
        return NULL;
    ouro_object *bytes = ouro_str_encode(rt, message, "utf-8", "strict");
    ouro_object *is_open = ouro_vm_state_peek(rt, open_state);
    bool is_good = bytes && (is_open == rt->true_ || open_log(rt, NULL, 0, LOG_USER));
    if (is_good)
        syslog(priority, "%s", (const char *)bytes_of(bytes)->data);
    xdecref(rt, bytes);
    return is_good ? rt->none : NULL;
}

NATIVE(syslog_closelog)
{
    if (ouro_vm_state_peek(rt, open_state) == rt->true_)
        closelog();
    return ouro_vm_state_set(rt, open_state, rt->false_) ? rt->none : NULL;
}

NATIVE(syslog_setlogmask)
{
    int mask;
    return ouro_posix_int(rt, args[0], &mask) ? ouro_int_new(rt, setlogmask(mask)) : NULL;
}

NATIVE(syslog_mask)
{
    int64_t priority;
    return ouro_index_i64(rt, args[0], &priority, EXC_OverflowError)
               ? ouro_int_new(rt, INT64_C(1) << (priority & 63)) : NULL;
}

NATIVE(syslog_upto)
{
    int64_t priority;
    return ouro_index_i64(rt, args[0], &priority, EXC_OverflowError)
               ? ouro_int_new(rt, (INT64_C(1) << ((priority + 1) & 63)) - 1) : NULL;
}

bool ouro_module_syslog_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"openlog", syslog_openlog, 0, -1, METHOD_KEYWORDS, NULL},
        {"closelog", syslog_closelog, 0, 0, 0, NULL},
        {"syslog", syslog_syslog, 0, -1, 0, NULL}, {"setlogmask", syslog_setlogmask, 1, 1, 0, NULL},
        {"LOG_MASK", syslog_mask, 1, 1, 0, NULL}, {"LOG_UPTO", syslog_upto, 1, 1, 0, NULL}, {0},
    };
    static const struct ouro_foreign_number numbers[] = {
#define X(name) {#name, name},
        X(LOG_EMERG) X(LOG_ALERT) X(LOG_CRIT) X(LOG_ERR) X(LOG_WARNING) X(LOG_NOTICE) X(LOG_INFO)
        X(LOG_DEBUG) X(LOG_PID) X(LOG_CONS) X(LOG_NDELAY) X(LOG_ODELAY) X(LOG_NOWAIT) X(LOG_PERROR)
        X(LOG_KERN) X(LOG_USER) X(LOG_MAIL) X(LOG_DAEMON) X(LOG_AUTH) X(LOG_LPR) X(LOG_LOCAL0)
        X(LOG_LOCAL1) X(LOG_LOCAL2) X(LOG_LOCAL3) X(LOG_LOCAL4) X(LOG_LOCAL5) X(LOG_LOCAL6) X(LOG_LOCAL7)
        X(LOG_SYSLOG) X(LOG_CRON) X(LOG_UUCP) X(LOG_NEWS) X(LOG_AUTHPRIV)
#undef X
    };
    return ouro_module_add_functions(rt, module, functions) &&
           ouro_foreign_numbers_add(rt, module, numbers, sizeof numbers / sizeof *numbers);
}
