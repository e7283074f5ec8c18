/* Printing an exception as CPython 3.11 does at the end of a program. */
#include "vm/traceback_print.h"

#include <stdarg.h>
#include <string.h>

#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

enum { REPEAT_MAX = 3, GROUP_WIDTH_MAX = 15, GROUP_DEPTH_MAX = 10, DEPTH_MAX = 400 };

static struct ouro_exception *exception_of(ouro_object *object)
{
    return (struct ouro_exception *)(void *)object;
}

/* ---- writing ---- */

void ouro_printer_text(struct traceback_printer *printer, const char *text)
{
    printer->write(printer->context, text, strlen(text));
}

void ouro_printer_format(struct traceback_printer *printer, const char *format, ...)
{
    char buffer[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    ouro_printer_text(printer, buffer);
}

void ouro_printer_str(struct traceback_printer *printer, ouro_object *text)
{
    ouro_runtime *rt = printer->rt;
    size_t size;
    ouro_object *owner = NULL, *bytes = NULL;
    const char *utf8 = ouro_str_utf8(rt, text, &size, &owner);
    if (!utf8) {
        ouro_error_clear(rt);
        bytes = ouro_str_encode(rt, text, "utf-8", "backslashreplace");
        const uint8_t *data;
        if (bytes && ouro_buffer_get(rt, bytes, &data, &size))
            utf8 = (const char *)data;
        ouro_error_clear(rt);
    }
    if (utf8)
        printer->write(printer->context, utf8, size);
    xdecref(rt, owner);
    xdecref(rt, bytes);
}

void ouro_printer_indent(struct traceback_printer *printer)
{
    for (int i = 0; i < printer->group_depth; i++)
        ouro_printer_text(printer, "  ");
}

void ouro_printer_margin(struct traceback_printer *printer)
{
    ouro_printer_indent(printer);
    if (printer->group_depth)
        ouro_printer_text(printer, "| ");
}

/* ---- the entries ---- */

static void print_entry(struct traceback_printer *printer, struct ouro_traceback *entry)
{
    const struct ouro_code *code = frame_object_of(entry->frame)->frame->code;
    int32_t line = ouro_traceback_line(entry);
    ouro_printer_margin(printer);
    ouro_printer_text(printer, "  File \"");
    ouro_printer_str(printer, code->filename);
    ouro_printer_format(printer, "\", line %d, in ", (int)line);
    ouro_printer_str(printer, code->name);
    ouro_printer_text(printer, "\n");
    ouro_printer_source(printer, code, entry->lasti, line);
}

static void print_repeated(struct traceback_printer *printer, size_t count)
{
    count -= REPEAT_MAX;
    ouro_printer_margin(printer);
    ouro_printer_format(printer, "  [Previous line repeated %zu more time%s]\n", count,
                        count > 1 ? "s" : "");
}

static int64_t traceback_limit(ouro_runtime *rt)
{
    ouro_object *name = ouro_str_intern_text(rt, "tracebacklimit");
    ouro_object *value = name ? ouro_vm_sys_peek(rt, name) : NULL;
    int64_t limit = 1000;
    if (value && is_int(rt, value))
        ouro_int_fits_i64(value, &limit);
    ouro_error_clear(rt);
    xdecref(rt, name);
    return limit;
}

static void print_entries(struct traceback_printer *printer, ouro_object *traceback, int64_t limit)
{
    int64_t depth = 0;
    for (ouro_object *at = traceback; at; at = traceback_of(at)->next)
        depth++;
    for (; depth > limit; depth--)
        traceback = traceback_of(traceback)->next;
    const ouro_object *last_file = NULL, *last_name = NULL;
    int32_t last_line = -1;
    size_t count = 0;
    for (ouro_object *at = traceback; at; at = traceback_of(at)->next) {
        struct ouro_traceback *entry = traceback_of(at);
        const struct ouro_code *code = frame_object_of(entry->frame)->frame->code;
        int32_t line = ouro_traceback_line(entry);
        if (code->filename != last_file || code->name != last_name || line != last_line) {
            if (count > REPEAT_MAX)
                print_repeated(printer, count);
            last_file = code->filename;
            last_name = code->name;
            last_line = line;
            count = 0;
        }
        if (++count <= REPEAT_MAX)
            print_entry(printer, entry);
    }
    if (count > REPEAT_MAX)
        print_repeated(printer, count);
}

static bool is_group(const ouro_runtime *rt, const ouro_object *exception)
{
    return ouro_class_is_subclass(class_of(rt, exception),
                                  builtin_class(rt, EXC_BaseExceptionGroup));
}

static void print_traceback(struct traceback_printer *printer, ouro_object *exception,
                            ouro_object *traceback)
{
    if (!traceback || !is_exact(traceback, TYPE_TRACEBACK))
        return;
    int64_t limit = traceback_limit(printer->rt);
    if (limit <= 0)
        return;
    ouro_printer_indent(printer);
    if (is_group(printer->rt, exception)) {
        if (printer->group_depth)
            ouro_printer_text(printer, printer->group_depth == 1 ? "+ " : "| ");
        ouro_printer_text(printer, "Exception Group Traceback (most recent call last):\n");
    } else {
        if (printer->group_depth)
            ouro_printer_text(printer, "| ");
        ouro_printer_text(printer, "Traceback (most recent call last):\n");
    }
    print_entries(printer, traceback, limit);
}

/* ---- syntax errors ---- */

static int64_t int_field(ouro_runtime *rt, ouro_object *exception, const char *name)
{
    ouro_object *value = ouro_getattr_text(rt, exception, name);
    int64_t number = -1;
    if (value && is_int(rt, value))
        ouro_int_fits_i64(value, &number);
    ouro_error_clear(rt);
    xdecref(rt, value);
    return number;
}

static void print_error_text(struct traceback_printer *printer, const char *text, int64_t offset,
                             int64_t end_offset)
{
    int64_t carets = end_offset > 0 && end_offset > offset ? end_offset - offset : 1;
    offset--;
    while (*text == ' ' || *text == '\t' || *text == '\f') {
        text++;
        offset--;
    }
    int64_t length = (int64_t)strlen(text);
    if (length > 0 && text[length - 1] == '\n')
        length--;
    if (offset > length)
        offset = length;
    for (const char *newline; (newline = strchr(text, '\n'));) {
        int64_t line_length = newline - text;
        if (line_length >= offset)
            break;
        text += line_length + 1;
        length -= line_length + 1;
        offset -= line_length + 1;
    }
    ouro_printer_margin(printer);
    ouro_printer_text(printer, "    ");
    ouro_printer_text(printer, text);
    if (text[length] != '\n')
        ouro_printer_text(printer, "\n");
    if (offset < 0)
        return;
    ouro_printer_margin(printer);
    ouro_printer_text(printer, "    ");
    while (--offset >= 0)
        ouro_printer_text(printer, " ");
    while (--carets >= 0)
        ouro_printer_text(printer, "^");
    ouro_printer_text(printer, "\n");
}

/* File, line and the offending text; the message to print instead of str(exception), owned, or NULL. */
static ouro_object *print_syntax_error(struct traceback_printer *printer, ouro_object *exception)
{
    ouro_runtime *rt = printer->rt;
    ouro_object *filename = ouro_getattr_text(rt, exception, "filename");
    int64_t line = int_field(rt, exception, "lineno");
    if (!filename || line < 0) {
        ouro_error_clear(rt);
        xdecref(rt, filename);
        return NULL;
    }
    ouro_printer_margin(printer);
    ouro_printer_text(printer, "  File \"");
    if (is_str(rt, filename))
        ouro_printer_str(printer, filename);
    else
        ouro_printer_text(printer, "<string>");
    ouro_printer_format(printer, "\", line %lld\n", (long long)line);
    decref(rt, filename);
    ouro_object *text = ouro_getattr_text(rt, exception, "text"), *owner = NULL;
    size_t size;
    const char *utf8 =
        text && is_str(rt, text) ? ouro_str_utf8(rt, text, &size, &owner) : NULL;
    if (utf8) {
        int64_t offset = int_field(rt, exception, "offset");
        int64_t end_offset = int_field(rt, exception, "end_offset");
        if (int_field(rt, exception, "end_lineno") > line)
            end_offset = (int64_t)size;
        /* Errors of indentation are marked by one caret. */
        bool has_range = is_exact(exception, EXC_SyntaxError);
        print_error_text(printer, utf8, offset, has_range ? end_offset : -1);
    }
    ouro_error_clear(rt);
    xdecref(rt, owner);
    xdecref(rt, text);
    ouro_object *message = ouro_getattr(rt, exception, rt->name_msg);
    ouro_error_clear(rt);
    return message;
}

/* ---- the last line ---- */

static void print_class(struct traceback_printer *printer, ouro_object *exception)
{
    ouro_runtime *rt = printer->rt;
    struct ouro_class *cls = class_of(rt, exception);
    ouro_object *module = NULL;
    int found = ouro_getattr_optional(rt, &cls->core.base, rt->name___module__, &module);
    if (found <= 0 || !is_str(rt, module)) {
        ouro_error_clear(rt);
        ouro_printer_text(printer, "<unknown>.");
    } else if (!ouro_str_equal_text(module, "builtins") && !ouro_str_equal_text(module, "__main__")) {
        ouro_printer_str(printer, module);
        ouro_printer_text(printer, ".");
    }
    xdecref(rt, module);
    ouro_printer_str(printer, cls->qualname);
}

static void print_message(struct traceback_printer *printer, ouro_object *exception,
                          ouro_object *message)
{
    ouro_runtime *rt = printer->rt;
    ouro_printer_margin(printer);
    print_class(printer, exception);
    ouro_object *text = message == rt->none ? NULL : ouro_str(rt, message ? message : exception);
    if (!text && message != rt->none) {
        ouro_error_clear(rt);
        ouro_printer_text(printer, ": <exception str() failed>");
    } else if (text && ouro_str_length(text)) {
        ouro_printer_text(printer, ": ");
        ouro_printer_str(printer, text);
    } else if (message == rt->none) {
        ouro_printer_text(printer, ": None");
    }
    xdecref(rt, text);
    ouro_object *suggestion =
        printer->has_suggestions ? ouro_suggestion(rt, exception) : NULL;
    if (suggestion) {
        ouro_printer_text(printer, ". Did you mean: '");
        ouro_printer_str(printer, suggestion);
        ouro_printer_text(printer, "'?");
        decref(rt, suggestion);
    }
    ouro_printer_text(printer, "\n");
}

static void print_note(struct traceback_printer *printer, ouro_object *note)
{
    ouro_runtime *rt = printer->rt;
    ouro_object *text = ouro_str(rt, note);
    if (!text) {
        ouro_error_clear(rt);
        ouro_printer_margin(printer);
        ouro_printer_text(printer, "<note str() failed>\n");
        return;
    }
    size_t length = ouro_str_length(text), start = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && ouro_str_at(text, i) != '\n')
            continue;
        if (i == length && start == length && length)
            break; /* the text ended with a newline */
        ouro_object *line = ouro_str_substring(rt, text, start, i);
        ouro_printer_margin(printer);
        if (line)
            ouro_printer_str(printer, line);
        ouro_printer_text(printer, "\n");
        xdecref(rt, line);
        start = i + 1;
    }
    ouro_error_clear(rt);
    decref(rt, text);
}

static void print_notes(struct traceback_printer *printer, ouro_object *exception)
{
    ouro_runtime *rt = printer->rt;
    ouro_object *notes = NULL;
    if (ouro_getattr_optional(rt, exception, rt->name___notes__, &notes) <= 0) {
        ouro_error_clear(rt);
        return;
    }
    if (is_list(rt, notes) || is_tuple(rt, notes) || is_str(rt, notes)) {
        ouro_object *list = ouro_to_list(rt, notes);
        for (size_t i = 0; list && i < list_length(list); i++)
            print_note(printer, list_at(list, i));
        xdecref(rt, list);
    } else {
        ouro_object *text = ouro_repr(rt, notes);
        ouro_printer_margin(printer);
        if (text)
            ouro_printer_str(printer, text);
        else
            ouro_printer_text(printer, "<__notes__ repr() failed>");
        ouro_printer_text(printer, "\n");
        xdecref(rt, text);
    }
    ouro_error_clear(rt);
    decref(rt, notes);
}

static void print_one(struct traceback_printer *printer, ouro_object *exception,
                      ouro_object *traceback)
{
    ouro_runtime *rt = printer->rt;
    ouro_object *message = NULL;
    print_traceback(printer, exception, traceback);
    if (ouro_class_is_subclass(class_of(rt, exception), builtin_class(rt, EXC_SyntaxError)))
        message = print_syntax_error(printer, exception);
    print_message(printer, exception, message);
    xdecref(rt, message);
    print_notes(printer, exception);
}

/* ---- chains and groups ---- */

static void print_recursive(struct traceback_printer *printer, ouro_object *exception);

static void print_group_header(struct traceback_printer *printer, size_t index, bool is_truncated)
{
    ouro_printer_indent(printer);
    ouro_printer_text(printer, index == 0 ? "+-" : "  ");
    if (is_truncated)
        ouro_printer_text(printer, "+---------------- ... ----------------\n");
    else
        ouro_printer_format(printer, "+---------------- %zu ----------------\n", index + 1);
}

static void print_members(struct traceback_printer *printer, ouro_object *members)
{
    size_t total = tuple_length(members);
    size_t shown = total > GROUP_WIDTH_MAX ? GROUP_WIDTH_MAX + 1 : total;
    printer->needs_close = false;
    for (size_t i = 0; i < shown; i++) {
        bool is_last = i + 1 == shown, is_truncated = i >= GROUP_WIDTH_MAX;
        if (is_last)
            printer->needs_close = true;
        print_group_header(printer, i, is_truncated);
        printer->group_depth++;
        if (is_truncated) {
            size_t rest = total - GROUP_WIDTH_MAX;
            ouro_printer_margin(printer);
            ouro_printer_format(printer, "and %zu more exception%s\n", rest, rest > 1 ? "s" : "");
        } else {
            print_recursive(printer, tuple_at(members, i));
        }
        if (is_last && printer->needs_close) {
            ouro_printer_indent(printer);
            ouro_printer_text(printer, "+------------------------------------\n");
            printer->needs_close = false;
        }
        printer->group_depth--;
    }
}

static void print_group(struct traceback_printer *printer, ouro_object *exception)
{
    if (printer->group_depth > GROUP_DEPTH_MAX) {
        ouro_printer_margin(printer);
        ouro_printer_format(printer, "... (max_group_depth is %d)\n", GROUP_DEPTH_MAX);
        return;
    }
    if (printer->group_depth == 0)
        printer->group_depth = 1;
    print_one(printer, exception, exception_of(exception)->traceback);
    ouro_object *members = ouro_getattr_text(printer->rt, exception, "exceptions");
    if (members && is_tuple(printer->rt, members))
        print_members(printer, members);
    ouro_error_clear(printer->rt);
    xdecref(printer->rt, members);
    if (printer->group_depth == 1)
        printer->group_depth = 0;
}

/* Is it in the set of what was printed? Unknown counts as yes: the chain then ends. */
static bool was_seen(struct traceback_printer *printer, ouro_object *exception)
{
    ouro_object *id = ouro_int_new_u64(printer->rt, (uint64_t)(uintptr_t)exception);
    int status = id ? ouro_set_contains(printer->rt, printer->seen, id) : 1;
    xdecref(printer->rt, id);
    ouro_error_clear(printer->rt);
    return status != 0;
}

static void note_seen(struct traceback_printer *printer, ouro_object *exception)
{
    ouro_object *id = ouro_int_new_u64(printer->rt, (uint64_t)(uintptr_t)exception);
    if (id)
        ouro_set_add(printer->rt, printer->seen, id);
    xdecref(printer->rt, id);
    ouro_error_clear(printer->rt);
}

static void print_linked(struct traceback_printer *printer, ouro_object *exception,
                         const char *message)
{
    bool needs_close = printer->needs_close;
    print_recursive(printer, exception);
    printer->needs_close = needs_close;
    ouro_printer_margin(printer);
    ouro_printer_text(printer, "\n");
    ouro_printer_margin(printer);
    ouro_printer_text(printer, message);
    ouro_printer_margin(printer);
    ouro_printer_text(printer, "\n");
}

static void print_chain(struct traceback_printer *printer, ouro_object *exception)
{
    struct ouro_exception *error = exception_of(exception);
    note_seen(printer, exception);
    if (error->cause) {
        if (!was_seen(printer, error->cause))
            print_linked(printer, error->cause,
                         "The above exception was the direct cause of the following exception:\n");
    } else if (error->context && !error->suppress_context && !was_seen(printer, error->context)) {
        print_linked(printer, error->context,
                     "During handling of the above exception, another exception occurred:\n");
    }
}

static void print_recursive(struct traceback_printer *printer, ouro_object *exception)
{
    if (++printer->depth > DEPTH_MAX) {
        printer->depth--;
        return;
    }
    incref(exception);
    if (printer->seen)
        print_chain(printer, exception);
    if (is_group(printer->rt, exception))
        print_group(printer, exception);
    else
        print_one(printer, exception, exception_of(exception)->traceback);
    decref(printer->rt, exception);
    printer->depth--;
}

void ouro_traceback_print_options(ouro_runtime *rt, ouro_object *exception, ouro_object *traceback,
                                  unsigned options, ouro_vm_write write, void *context)
{
    ouro_object *pending = ouro_error_take(rt);
    bool is_chained = (options & OURO_TRACEBACK_CHAINED) != 0;
    struct traceback_printer printer = {.rt = rt,
                                        .write = write,
                                        .context = context,
                                        .has_suggestions =
                                            (options & OURO_TRACEBACK_SUGGESTIONS) != 0};
    if (!is_exception(rt, exception)) {
        ouro_printer_text(&printer, "TypeError: print_exception(): Exception expected for value, ");
        ouro_printer_text(&printer, ouro_class_name(class_of(rt, exception)));
        ouro_printer_text(&printer, " found\n");
    } else if (is_chained) {
        printer.seen = ouro_set_new(rt, NULL);
        ouro_error_clear(rt);
        print_recursive(&printer, exception);
        xdecref(rt, printer.seen);
    } else {
        print_one(&printer, exception, traceback);
    }
    ouro_source_close(&printer);
    ouro_error_clear(rt);
    ouro_error_restore(rt, pending);
}

void ouro_traceback_print(ouro_runtime *rt, ouro_object *exception, ouro_vm_write write, void *context)
{
    ouro_traceback_print_options(rt, exception, NULL,
                                 OURO_TRACEBACK_CHAINED | OURO_TRACEBACK_SUGGESTIONS, write,
                                 context);
}
