/* Builtins that make or write text. */
#include <string.h>
#include <unistd.h>

#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/builtins.h"
#include "vm/eval.h"

#define NATIVE(function)                                                                          \
    static ouro_object *function(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,   \
                                 size_t count, ouro_object *names)

NATIVE(builtin_ascii)
{
    return ouro_ascii(rt, args[0]);
}

NATIVE(builtin_repr)
{
    return ouro_repr(rt, args[0]);
}

static ouro_object *in_base(ouro_runtime *rt, ouro_object *object, int base)
{
    ouro_object *index = ouro_index(rt, object);
    ouro_object *text = index ? ouro_int_to_str(rt, index, base, true) : NULL;
    xdecref(rt, index);
    return text;
}

NATIVE(builtin_bin)
{
    return in_base(rt, args[0], 2);
}

NATIVE(builtin_oct)
{
    return in_base(rt, args[0], 8);
}

NATIVE(builtin_hex)
{
    return in_base(rt, args[0], 16);
}

NATIVE(builtin_chr)
{
    int64_t value;
    if (!ouro_index_i64(rt, args[0], &value, EXC_OverflowError)) {
        if (!ouro_error_is(rt, EXC_OverflowError))
            return NULL;
        ouro_error_clear(rt);
        return ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C int");
    }
    if (value < 0 || value > 0x10ffff)
        return ouro_raise(rt, EXC_ValueError, "chr() arg not in range(0x110000)");
    return ouro_str_from_character(rt, (uint32_t)value);
}

NATIVE(builtin_ord)
{
    ouro_object *object = args[0];
    const uint8_t *bytes;
    size_t size;
    if (is_str(rt, object)) {
        size = ouro_str_length(object);
        if (size == 1)
            return ouro_int_new(rt, ouro_str_at(object, 0));
    } else if (is_bytes(rt, object) || is_exact(object, TYPE_BYTEARRAY)) {
        if (!ouro_buffer_get(rt, object, &bytes, &size))
            return NULL;
        if (size == 1)
            return ouro_int_new(rt, bytes[0]);
    } else {
        return ouro_raise(rt, EXC_TypeError, "ord() expected string of length 1, but %T found",
                          object);
    }
    return ouro_raise(rt, EXC_TypeError,
                      "ord() expected a character, but string of length %zu found", size);
}

NATIVE(builtin_format)
{
    ouro_object *spec = count > 1 ? args[1] : NULL;
    if (spec && !is_str(rt, spec))
        return ouro_raise(rt, EXC_TypeError, "format() argument 2 must be str, not %W", spec);
    return ouro_format(rt, args[0], spec);
}

/* ---- print ---- */

/* file.write(text): text is taken. write is the bound method, or NULL with file's native function in
 * *native. */
struct sink {
    ouro_object *file;
    ouro_object *write;                /* bound method, owned; or NULL */
    const struct ouro_method *native;  /* when the class's own write is native */
};

static bool sink_open(ouro_runtime *rt, struct sink *sink, ouro_object *file)
{
    *sink = (struct sink){.file = file};
    struct ouro_class *cls = class_of(rt, file);
    if (cls->dict_offset == DICT_NONE && cls->getattr == ouro_generic_getattr) {
        ouro_object *method = ouro_class_lookup(rt, cls, rt->name_write);
        if (method && is_exact(method, TYPE_METHOD_DESCRIPTOR)) {
            sink->native = ((struct ouro_native_function *)(void *)method)->method;
            return true;
        }
    }
    sink->write = ouro_getattr(rt, file, rt->name_write);
    return sink->write != NULL;
}

static bool sink_write(ouro_runtime *rt, struct sink *sink, ouro_object *text)
{
    ouro_object *result = sink->native ? sink->native->function(rt, sink->file, &text, 1, NULL)
                                       : ouro_call1(rt, sink->write, text);
    xdecref(rt, result);
    return result != NULL;
}

static bool check_text(ouro_runtime *rt, ouro_object **slot, const char *name)
{
    if (*slot == rt->none)
        *slot = NULL;
    if (*slot && !is_str(rt, *slot))
        return ouro_raise(rt, EXC_TypeError, "%s must be None or a string, not %T", name, *slot) !=
               NULL;
    return true;
}

static bool print_all(ouro_runtime *rt, struct sink *sink, ouro_object *const *args, size_t count,
                      ouro_object *separator, ouro_object *end)
{
    for (size_t i = 0; i < count; i++) {
        if (i && !sink_write(rt, sink, separator ? separator : rt->latin1[' ']))
            return false;
        ouro_object *text = is_exact(args[i], TYPE_STR) ? newref(args[i]) : ouro_str(rt, args[i]);
        bool is_written = text && sink_write(rt, sink, text);
        xdecref(rt, text);
        if (!is_written)
            return false;
    }
    return sink_write(rt, sink, end ? end : rt->latin1['\n']);
}

NATIVE(builtin_print)
{
    static const char *const accepted[] = {"sep", "end", "file", "flush", NULL};
    ouro_object *given[4] = {NULL, NULL, NULL, NULL};
    if (names && !ouro_builtins_keywords(rt, "print", args + count, names, accepted, given))
        return NULL;
    if (!check_text(rt, &given[0], "sep") || !check_text(rt, &given[1], "end"))
        return NULL;
    ouro_object *file = given[2];
    if (!file || file == rt->none) {
        file = ouro_vm_sys_peek(rt, rt->name_stdout);
        if (!file)
            return ouro_raise(rt, EXC_RuntimeError, "lost sys.stdout");
        if (file == rt->none)
            return rt->none;
    }
    int flush = given[3] ? ouro_truth(rt, given[3]) : 0;
    if (flush < 0)
        return NULL;
    struct sink sink;
    incref(file);
    bool is_done = sink_open(rt, &sink, file) &&
                   print_all(rt, &sink, args, count, given[0], given[1]);
    if (is_done && flush) {
        ouro_object *result = ouro_call_method(rt, file, rt->name_flush, NULL, 0);
        is_done = result != NULL;
        xdecref(rt, result);
    }
    xdecref(rt, sink.write);
    decref(rt, file);
    return is_done ? rt->none : NULL;
}

/* ---- input ---- */

static bool call_and_drop(ouro_runtime *rt, ouro_object *object, ouro_object *method,
                          ouro_object *const *args, size_t count)
{
    ouro_object *result = ouro_call_method(rt, object, method, args, count);
    xdecref(rt, result);
    return result != NULL;
}

/* Is this stream of the sys module the process's own, at a terminal? */
static bool is_terminal(ouro_runtime *rt, ouro_object *stream, int descriptor)
{
    if (!isatty(descriptor))
        return false;
    int64_t number = -1;
    ouro_object *answer = ouro_call_method(rt, stream, rt->name_fileno, NULL, 0);
    if (answer && !ouro_index_i64(rt, answer, &number, EXC_OverflowError))
        number = -1;
    xdecref(rt, answer);
    ouro_error_clear(rt); /* a stream without a descriptor is none */
    return number == descriptor;
}

/* A line from a terminal, with editing. */
static ouro_object *edited_input(ouro_runtime *rt, ouro_object *out, ouro_object *prompt /* or NULL */)
{
    ouro_object *text = prompt ? ouro_str(rt, prompt) : rt->empty_str, *line = NULL;
    ouro_object *bytes = text ? ouro_str_encode(rt, text, "utf-8", "surrogateescape") : NULL;
    xdecref(rt, text);
    if (!bytes)
        return NULL;
    const char *shown = (const char *)bytes_of(bytes)->data;
    if (strlen(shown) != bytes_of(bytes)->length)
        ouro_raise(rt, EXC_ValueError, "input: prompt string cannot contain null characters");
    else if (call_and_drop(rt, out, rt->name_flush, NULL, 0))
        line = rt->vm->line_reader(rt, shown);
    decref(rt, bytes);
    return line;
}

void ouro_vm_line_reader_set(ouro_runtime *rt, ouro_object *(*reader)(ouro_runtime *rt, const char *prompt))
{
    rt->vm->line_reader = reader;
}

NATIVE(builtin_input)
{
    ouro_object *in = ouro_vm_sys_peek(rt, rt->name_stdin), *out = ouro_vm_sys_peek(rt, rt->name_stdout);
    if (!in || in == rt->none)
        return ouro_raise(rt, EXC_RuntimeError, "input(): lost sys.stdin");
    if (!out || out == rt->none)
        return ouro_raise(rt, EXC_RuntimeError, "input(): lost sys.stdout");
    if (rt->vm->line_reader && is_terminal(rt, in, STDIN_FILENO) && is_terminal(rt, out, STDOUT_FILENO))
        return edited_input(rt, out, count ? args[0] : NULL);
    if (count) {
        ouro_object *prompt = ouro_str(rt, args[0]);
        bool is_written = prompt && call_and_drop(rt, out, rt->name_write, &prompt, 1);
        xdecref(rt, prompt);
        if (!is_written)
            return NULL;
    }
    if (!call_and_drop(rt, out, rt->name_flush, NULL, 0))
        return NULL;
    ouro_object *line = ouro_call_method(rt, in, rt->name_readline, NULL, 0);
    if (!line)
        return NULL;
    if (!is_str(rt, line)) {
        decref(rt, line);
        return ouro_raise(rt, EXC_TypeError, "object.readline() returned non-string");
    }
    size_t length = ouro_str_length(line);
    if (!length) {
        decref(rt, line);
        return ouro_raise(rt, EXC_EOFError, "EOF when reading a line");
    }
    if (ouro_str_at(line, length - 1) != '\n')
        return line;
    ouro_object *text = ouro_str_substring(rt, line, 0, length - 1);
    decref(rt, line);
    return text;
}

const struct ouro_method ouro_builtins_text_methods[] = {
    {"ascii", builtin_ascii, 1, 1, 0, "Return an ASCII-only representation of an object."},
    {"bin", builtin_bin, 1, 1, 0, "Return the binary representation of an integer."},
    {"chr", builtin_chr, 1, 1, 0,
     "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."},
    {"format", builtin_format, 1, 2, 0, "Return value.__format__(format_spec)"},
    {"hex", builtin_hex, 1, 1, 0, "Return the hexadecimal representation of an integer."},
    {"input", builtin_input, 0, 1, 0, "Read a string from standard input."},
    {"oct", builtin_oct, 1, 1, 0, "Return the octal representation of an integer."},
    {"ord", builtin_ord, 1, 1, 0, "Return the Unicode code point for a one-character string."},
    {"print", builtin_print, 0, -1, METHOD_KEYWORDS,
     "Prints the values to a stream, or to sys.stdout by default."},
    {"repr", builtin_repr, 1, 1, 0, "Return the canonical string representation of the object."},
    {0},
};
