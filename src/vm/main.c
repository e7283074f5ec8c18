/* Running a program: __main__, sys.argv, the traceback at the end, the exit status. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "types/class_table.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/eval.h"

/* Writes to a C stream what the printer gives. */
static void write_stream(void *context, const char *text, size_t size)
{
    fwrite(text, 1, size, context);
}

/* A program that sets sys.stderr to None wants to hear nothing. */
static void write_nothing(void *context, const char *text, size_t size)
{
}

struct object_writer {
    ouro_runtime *rt;
    ouro_object *file;
    bool has_failed;
};

/* Writes to a Python file object. */
static void write_object(void *context, const char *text, size_t size)
{
    struct object_writer *writer = context;
    ouro_runtime *rt = writer->rt;
    if (writer->has_failed)
        return;
    ouro_object *str = ouro_str_new(rt, text, size);
    ouro_object *result = str ? ouro_call_method(rt, writer->file, rt->name_write, &str, 1) : NULL;
    xdecref(rt, str);
    if (!result) {
        ouro_error_clear(rt);
        writer->has_failed = true;
    }
    xdecref(rt, result);
}

/* The writer for sys.stderr; the C stream when there is none. */
static ouro_vm_write stderr_writer(ouro_runtime *rt, struct object_writer *writer, void **context)
{
    ouro_object *file = ouro_vm_sys_peek(rt, rt->name_stderr);
    if (!file) {
        *context = stderr;
        return write_stream;
    }
    if (file == rt->none) {
        *context = NULL;
        return write_nothing;
    }
    *writer = (struct object_writer){.rt = rt, .file = file};
    *context = writer;
    return write_object;
}

static void flush_stream(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *file = ouro_vm_sys_peek(rt, name);
    if (!file || file == rt->none)
        return;
    ouro_object *saved = ouro_error_take(rt);
    ouro_object *result = ouro_call_method(rt, file, rt->name_flush, NULL, 0);
    if (!result)
        ouro_error_clear(rt);
    xdecref(rt, result);
    ouro_error_restore(rt, saved);
}

/* ---- exceptions nobody catches ---- */

void ouro_vm_print_exception(ouro_runtime *rt, ouro_object *exception)
{
    struct object_writer writer;
    void *context;
    flush_stream(rt, rt->name_stdout);
    ouro_vm_write write = stderr_writer(rt, &writer, &context);
    incref(exception);
    ouro_traceback_print(rt, exception, write, context);
    decref(rt, exception);
    flush_stream(rt, rt->name_stderr);
}

void ouro_vm_print_line(ouro_runtime *rt, const char *text)
{
    struct object_writer writer;
    void *context;
    ouro_object *saved = ouro_error_take(rt);
    ouro_vm_write write = stderr_writer(rt, &writer, &context);
    write(context, text, strlen(text));
    ouro_error_restore(rt, saved);
}

void ouro_vm_print_exception_to(ouro_runtime *rt, ouro_object *exception, ouro_object *file)
{
    struct object_writer writer = {.rt = rt, .file = file};
    incref(exception);
    ouro_traceback_print(rt, exception, write_object, &writer);
    decref(rt, exception);
}

static int exit_status(ouro_runtime *rt, ouro_object *error)
{
    ouro_object *code = ((struct ouro_exception *)(void *)error)->fields[0];
    if (!code || code == rt->none)
        return 0;
    if (is_int(rt, code)) {
        int64_t value;
        return ouro_int_fits_i64(code, &value) ? (int)(value & 0xff) : 0xff;
    }
    struct object_writer writer;
    void *context;
    flush_stream(rt, rt->name_stdout);
    ouro_object *text = ouro_str(rt, code), *owner = NULL;
    size_t size = 0;
    const char *utf8 = text ? ouro_str_utf8(rt, text, &size, &owner) : NULL;
    ouro_vm_write write = stderr_writer(rt, &writer, &context);
    if (utf8)
        write(context, utf8, size);
    write(context, "\n", 1);
    ouro_error_clear(rt);
    xdecref(rt, owner);
    xdecref(rt, text);
    return 1;
}

/* Calls sys.excepthook(type, value, traceback); false when there is none of the program's own. */
static bool call_hook(ouro_runtime *rt, ouro_object *error)
{
    ouro_object *hook = ouro_vm_sys_peek(rt, rt->name_excepthook);
    if (!hook || is_exact(hook, TYPE_NATIVE_FUNCTION))
        return false;
    ouro_object *traceback = ((struct ouro_exception *)(void *)error)->traceback;
    ouro_object *arguments[3] = {(ouro_object *)class_of(rt, error), error,
                                 traceback ? traceback : rt->none};
    incref(hook);
    ouro_object *result = ouro_call(rt, hook, arguments, 3, NULL);
    decref(rt, hook);
    if (!result) {
        ouro_object *second = ouro_error_take(rt);
        struct object_writer writer;
        void *context;
        ouro_vm_write write = stderr_writer(rt, &writer, &context);
        static const char first_text[] = "Error in sys.excepthook:\n";
        static const char second_text[] = "\nOriginal exception was:\n";
        write(context, first_text, sizeof first_text - 1);
        ouro_vm_print_exception(rt, second);
        write(context, second_text, sizeof second_text - 1);
        decref(rt, second);
        return false;
    }
    decref(rt, result);
    return true;
}

int ouro_vm_report_error(ouro_runtime *rt)
{
    ouro_object *error = ouro_error_take(rt);
    if (!error)
        return 0;
    int status = 1;
    struct ouro_class *exit_class = builtin_class(rt, EXC_SystemExit);
    if (ouro_class_is_subclass(class_of(rt, error), exit_class)) {
        status = exit_status(rt, error);
    } else {
        ouro_object *sys = ouro_dict_peek_str(rt, rt->modules, rt->name_sys);
        ouro_object *traceback = ((struct ouro_exception *)(void *)error)->traceback;
        if (sys) {
            ouro_setattr(rt, sys, rt->name_last_type, (ouro_object *)class_of(rt, error));
            ouro_setattr(rt, sys, rt->name_last_value, error);
            ouro_setattr(rt, sys, rt->name_last_traceback, traceback ? traceback : rt->none);
            ouro_error_clear(rt);
        }
        if (!call_hook(rt, error))
            ouro_vm_print_exception(rt, error);
        if (ouro_class_is_subclass(class_of(rt, error), builtin_class(rt, EXC_KeyboardInterrupt)))
            status = OURO_VM_INTERRUPTED;
    }
    decref(rt, error);
    ouro_error_clear(rt);
    return status;
}

static void write_text(ouro_vm_write write, void *context, const char *text)
{
    write(context, text, strlen(text));
}

void ouro_vm_warn_late(ouro_runtime *rt, ouro_object *text)
{
    struct object_writer writer;
    void *context;
    ouro_object *owner = NULL;
    size_t size;
    flush_stream(rt, rt->name_stdout);
    ouro_vm_write write = stderr_writer(rt, &writer, &context);
    const char *utf8 = ouro_str_utf8(rt, text, &size, &owner);
    write_text(write, context, "sys:1: RuntimeWarning: ");
    if (utf8)
        write(context, utf8, size);
    write_text(write, context, "\n");
    xdecref(rt, owner);
    ouro_error_clear(rt);
}

/* "Exception ignored in: <function ...>" and the traceback. */
static void print_unraisable(ouro_runtime *rt, ouro_object *error, const char *message,
                             ouro_object *where)
{
    struct object_writer writer;
    void *context;
    flush_stream(rt, rt->name_stdout);
    ouro_vm_write write = stderr_writer(rt, &writer, &context);
    write_text(write, context, message ? message : "Exception ignored in");
    if (where) {
        ouro_object *text = ouro_repr(rt, where), *owner = NULL;
        size_t size = 0;
        const char *utf8 = text ? ouro_str_utf8(rt, text, &size, &owner) : NULL;
        write_text(write, context, ": ");
        if (utf8)
            write(context, utf8, size);
        else
            write_text(write, context, "<object repr() failed>");
        ouro_error_clear(rt);
        xdecref(rt, owner);
        xdecref(rt, text);
    }
    write_text(write, context, where ? "\n" : ":\n");
    ouro_traceback_print_options(rt, error, ((struct ouro_exception *)(void *)error)->traceback,
                                 OURO_TRACEBACK_SUGGESTIONS, write, context);
    flush_stream(rt, rt->name_stderr);
}

/* The argument of sys.unraisablehook, when the program has set one of its own. */
static bool call_unraisable_hook(ouro_runtime *rt, ouro_object *error, const char *message,
                                 ouro_object *where)
{
    ouro_object *hook = ouro_vm_sys_peek(rt, rt->name_unraisablehook);
    if (!hook || is_exact(hook, TYPE_NATIVE_FUNCTION))
        return false;
    ouro_object *dict = ouro_dict_new(rt);
    ouro_object *traceback = ((struct ouro_exception *)(void *)error)->traceback;
    ouro_object *text = message ? ouro_str_format(rt, "Exception ignored %s", message) : rt->none;
    bool is_good = dict && text &&
                   ouro_dict_set_text(rt, dict, "exc_type", (ouro_object *)class_of(rt, error)) &&
                   ouro_dict_set_text(rt, dict, "exc_value", error) &&
                   ouro_dict_set_text(rt, dict, "exc_traceback", traceback ? traceback : rt->none) &&
                   ouro_dict_set_text(rt, dict, "err_msg", text) &&
                   ouro_dict_set_text(rt, dict, "object", where ? where : rt->none);
    xdecref(rt, text);
    ouro_object *argument = is_good ? ouro_namespace_new(rt, dict) : NULL;
    if (!is_good)
        xdecref(rt, dict);
    incref(hook);
    ouro_object *result = argument ? ouro_call1(rt, hook, argument) : NULL;
    decref(rt, hook);
    xdecref(rt, argument);
    xdecref(rt, result);
    return result != NULL;
}

void ouro_vm_unraisable(ouro_runtime *rt, const char *message, ouro_object *where)
{
    if (!rt->error)
        return;
    if (!((struct ouro_exception *)(void *)rt->error)->traceback && rt->vm->frame)
        ouro_traceback_add(rt, rt->vm->frame); /* raised by native code: show where that was called */
    ouro_object *error = ouro_error_take(rt), *file = ouro_vm_sys_peek(rt, rt->name_stderr);
    if (!file || file == rt->none) { /* the end of the program: there is nobody to tell */
        decref(rt, error);
        return;
    }
    if (!call_unraisable_hook(rt, error, message, where)) {
        ouro_error_clear(rt);
        print_unraisable(rt, error, message, where);
    }
    ouro_error_clear(rt);
    decref(rt, error);
}

/* ---- the program ---- */

static bool set_arguments(ouro_runtime *rt, int argc, char **argv, const char *directory)
{
    ouro_object *sys = ouro_dict_peek_str(rt, rt->modules, rt->name_sys);
    if (!sys)
        return true;
    ouro_object *list = ouro_list_new(rt, (size_t)argc);
    for (int i = 0; list && i < argc; i++) {
        ouro_object *argument = ouro_str_decode(rt, (const uint8_t *)argv[i], strlen(argv[i]),
                                                "utf-8", "surrogateescape");
        if (!argument || !ouro_list_append_take(rt, list, argument))
            clearref(rt, &list);
    }
    bool is_set = list && ouro_dict_set_text(rt, ouro_module_dict(sys), "argv", list);
    xdecref(rt, list);
    if (!is_set || !directory)
        return is_set;
    ouro_object *path = ouro_dict_peek_str(rt, ouro_module_dict(sys), rt->name_path);
    if (!path || !is_list(rt, path))
        return true;
    ouro_object *first = ouro_str_from(rt, directory);
    is_set = first && ouro_list_insert(rt, path, 0, first);
    xdecref(rt, first);
    return is_set;
}

static ouro_object *make_main(ouro_runtime *rt, ouro_object *filename)
{
    ouro_object *module = ouro_import_add_module(rt, "__main__");
    ouro_object *builtins = ouro_dict_peek_str(rt, rt->modules, rt->name_builtins);
    ouro_object *dict = module ? ouro_module_dict(module) : NULL;
    if (!module)
        return NULL;
    ouro_object *annotations = ouro_dict_new(rt);
    bool is_good = annotations && ouro_dict_set(rt, dict, rt->name___annotations__, annotations) &&
                   ouro_dict_set(rt, dict, rt->name___builtins__, builtins ? builtins : rt->none);
    xdecref(rt, annotations);
    if (is_good && ouro_str_length(filename) && ouro_str_at(filename, 0) != '<')
        is_good = ouro_dict_set(rt, dict, rt->name___file__, filename) &&
                  ouro_dict_set_text(rt, dict, "__cached__", rt->none);
    if (!is_good)
        clearref(rt, &module);
    return module;
}

/* The name under which the program appears in tracebacks: absolute, unless it is "<...>". */
static ouro_object *program_name(ouro_runtime *rt, const char *filename)
{
    char *directory = NULL;
    if (*filename != '<' && *filename != '/')
        directory = getcwd(NULL, 0);
    const char *tail = filename[0] == '.' && filename[1] == '/' ? filename + 2 : filename;
    ouro_object *name = directory ? ouro_str_format(rt, "%s/%s", directory, tail)
                                  : ouro_str_from(rt, filename);
    free(directory);
    return name;
}

/* The exit status; result is taken, NULL: the error is reported. */
static int end_main_take(ouro_runtime *rt, ouro_object *result)
{
    int status = 0;
    if (result)
        decref(rt, result);
    else
        status = ouro_vm_report_error(rt);
    flush_stream(rt, rt->name_stdout);
    flush_stream(rt, rt->name_stderr);
    return status;
}

int ouro_vm_run_module(ouro_runtime *rt, const char *module, bool alter_argv, int argc, char **argv,
                       const char *directory)
{
    ouro_object *result = NULL, *function = NULL, *runpy = NULL, *name = ouro_str_from(rt, module);
    ouro_object *main = make_main(rt, rt->empty_str);
    if (name && main && set_arguments(rt, argc, argv, directory))
        runpy = ouro_vm_import(rt, "runpy");
    if (runpy)
        function = ouro_getattr_text(rt, runpy, "_run_module_as_main");
    if (function)
        result = ouro_call2(rt, function, name, bool_object(rt, alter_argv));
    xdecref(rt, function);
    xdecref(rt, runpy);
    xdecref(rt, main);
    xdecref(rt, name);
    return end_main_take(rt, result);
}

int ouro_vm_run_main(ouro_runtime *rt, const char *source, size_t size, const char *filename,
                     int argc, char **argv, const char *directory)
{
    ouro_object *name = program_name(rt, filename), *code = NULL, *result = NULL;
    ouro_object *module = name ? make_main(rt, name) : NULL;
    if (module && set_arguments(rt, argc, argv, directory))
        code = ouro_vm_compile(rt, source, size, name, 'f', *filename == '<');
    if (code)
        result = ouro_vm_run_code(rt, code, ouro_module_dict(module), NULL);
    xdecref(rt, code);
    xdecref(rt, name);
    xdecref(rt, module);
    return end_main_take(rt, result);
}
