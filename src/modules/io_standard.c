/* The standard streams, and writing to any file-like object. */
#include "modules/io_internal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "types/dict.h"
#include "vm/vm.h"

bool ouro_file_write_str(ouro_runtime *rt, ouro_object *file, ouro_object *str)
{
    struct io_state *state = io_state(rt);
    if (state && is_io(rt, file, state->text))
        return ouro_io_text_write(rt, IO_OF(io_text, file), str);
    if (state && is_io(rt, file, state->string))
        return ouro_io_string_write(rt, IO_OF(io_string, file), str);
    ouro_object *result = ouro_call_method(rt, file, rt->name_write, &str, 1);
    xdecref(rt, result);
    return result != NULL;
}

bool ouro_file_flush(ouro_runtime *rt, ouro_object *file)
{
    return ouro_io_call(rt, file, rt->name_flush);
}

/* Without a locale that says what text is, bytes that are none pass through as surrogates. */
static const char *locale_errors(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *locale = NULL;
    for (unsigned i = 0; i < 3 && (!locale || !*locale); i++)
        locale = getenv(names[i]);
    if (!locale || !*locale)
        return "surrogateescape";
    static const char *const plain[] = {"C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"};
    for (unsigned i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        if (strcmp(locale, plain[i]) == 0)
            return "surrogateescape";
    return "strict";
}

/* A standard stream on a descriptor; None where that is closed, as when a daemon runs. */
static ouro_object *stream_new(ouro_runtime *rt, int fd, const char *name, bool is_unbuffered)
{
    struct io_state *state = io_state(rt);
    if (fcntl(fd, F_GETFD) < 0)
        return rt->none;
    ouro_object *number = ouro_int_new(rt, fd), *raw = ouro_io_file_new(rt, state->file);
    ouro_object *buffer = NULL, *text = NULL;
    if (!number || !raw ||
        !ouro_io_file_open(rt, raw, number, fd == STDIN_FILENO ? "r" : "w", false, NULL))
        goto done;
    ouro_object *shown = ouro_str_from(rt, name);
    if (!shown)
        goto done;
    setref_take(rt, &IO_OF(io_file, raw)->name, shown);
    struct ouro_class *cls = fd == STDIN_FILENO ? state->reader : state->writer;
    size_t size = fd == STDIN_FILENO ? IO_BUFFER_SIZE : IO_WRITE_BUFFER_SIZE;
    buffer = is_unbuffered ? newref(raw) : ouro_io_buffered_new(rt, cls, raw, size);
    if (!buffer)
        goto done;
    bool is_line_buffered = fd == STDERR_FILENO || isatty(fd);
    text = ouro_io_text_new(rt, state->text, buffer, "utf-8",
                            fd == STDERR_FILENO ? "backslashreplace" : locale_errors(),
                            NEWLINE_TRANSLATE,
                            is_line_buffered && !is_unbuffered, is_unbuffered);
    if (text)
        IO_OF(io_text, text)->name_mode = rt->latin1[fd == STDIN_FILENO ? 'r' : 'w'];
done:
    xdecref(rt, number);
    xdecref(rt, raw);
    xdecref(rt, buffer);
    return text;
}

static bool open_install(ouro_runtime *rt)
{
    ouro_object *function = io_state(rt)->open;
    ouro_vm_open_function_set(rt, function);
    return !rt->builtins || ouro_dict_set_text(rt, rt->builtins, "open", function);
}

bool ouro_io_install(ouro_runtime *rt, ouro_object *sys_module, bool is_unbuffered)
{
    static const struct {
        const char *name, *twin, *shown;
    } streams[] = {{"stdin", "__stdin__", "<stdin>"},
                   {"stdout", "__stdout__", "<stdout>"},
                   {"stderr", "__stderr__", "<stderr>"}};
    if (!ouro_io_init(rt) || !open_install(rt))
        return false;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    for (int fd = 0; fd < 3; fd++) {
        ouro_object *stream = stream_new(rt, fd, streams[fd].shown,
                                         is_unbuffered && fd != STDIN_FILENO);
        bool is_done = stream && ouro_module_add(rt, sys_module, streams[fd].name, stream) &&
                       ouro_module_add(rt, sys_module, streams[fd].twin, stream);
        xdecref(rt, stream);
        if (!is_done)
            return false;
    }
    return true;
}
