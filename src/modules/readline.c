/* readline: line editing by libreadline, which is opened when the module is imported first. From then on
 * input() at a terminal edits its line. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "modules/foreign.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "vm/thread_pause.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

#define READLINE_FILE  "libreadline.so.8"
#define READLINE_STATE "readline.state"

struct history_entry {
    char *line, *timestamp;
    void *data;
};

typedef int (*line_command)(int count, int key);
typedef int (*line_hook)(void);
typedef char *(*completion_generator)(const char *text, int state);
typedef char **(*completion_function)(const char *text, int start, int end);
typedef void (*display_hook)(char **matches, int count, int width);

/* X(result, name, parameters) */
#define READLINE_FUNCTIONS(X)                                                                     \
    X(void, add_history, (const char *line))                                                      \
    X(int, append_history, (int count, const char *file))                                         \
    X(void, clear_history, (void))                                                                \
    X(void *, free_history_entry, (struct history_entry * entry))                                 \
    X(struct history_entry *, history_get, (int index))                                           \
    X(int, history_truncate_file, (const char *file, int lines))                                  \
    X(int, read_history, (const char *file))                                                      \
    X(struct history_entry *, remove_history, (int position))                                     \
    X(struct history_entry *, replace_history_entry, (int position, const char *line, void *data)) \
    X(void, using_history, (void))                                                                \
    X(int, write_history, (const char *file))                                                     \
    X(int, rl_bind_key, (int key, line_command command))                                          \
    X(int, rl_bind_key_in_map, (int key, line_command command, void *map))                        \
    X(void, rl_callback_handler_install, (const char *prompt, void (*handler)(char *line)))       \
    X(void, rl_callback_handler_remove, (void))                                                   \
    X(void, rl_callback_read_char, (void))                                                        \
    X(void, rl_callback_sigcleanup, (void))                                                       \
    X(void, rl_cleanup_after_signal, (void))                                                      \
    X(char **, rl_completion_matches, (const char *text, completion_generator generator))         \
    X(void, rl_free_line_state, (void))                                                           \
    X(int, rl_initialize, (void))                                                                 \
    X(int, rl_insert_text, (const char *text))                                                    \
    X(int, rl_parse_and_bind, (char *line))                                                       \
    X(int, rl_read_init_file, (const char *file))                                                 \
    X(void, rl_redisplay, (void))                                                                 \
    X(int, rl_complete, (int count, int key))                                                     \
    X(int, rl_insert, (int count, int key))                                                       \
    X(int, rl_variable_bind, (const char *name, const char *value))

/* X(type, name): the library's variables, which are read and set in place */
#define READLINE_VARIABLES(X)                                                                     \
    X(char, emacs_meta_keymap)                                                                    \
    X(int, history_length)                                                                        \
    X(completion_function, rl_attempted_completion_function)                                      \
    X(int, rl_attempted_completion_over)                                                          \
    X(int, rl_catch_signals)                                                                      \
    X(const char *, rl_completer_word_break_characters)                                           \
    X(int, rl_completion_append_character)                                                        \
    X(display_hook, rl_completion_display_matches_hook)                                           \
    X(int, rl_completion_suppress_append)                                                         \
    X(int, rl_completion_type)                                                                    \
    X(const char *, rl_library_version)                                                           \
    X(char *, rl_line_buffer)                                                                     \
    X(line_hook, rl_pre_input_hook)                                                               \
    X(const char *, rl_readline_name)                                                             \
    X(int, rl_readline_version)                                                                   \
    X(line_hook, rl_startup_hook)

struct library {
    ouro_object base;
#define X(result, name, parameters) result(*name) parameters;
    READLINE_FUNCTIONS(X)
#undef X
#define X(type, name) type *name;
    READLINE_VARIABLES(X)
#undef X
};

enum hook { HOOK_STARTUP, HOOK_PRE_INPUT, HOOK_COMPLETER, HOOK_DISPLAY, HOOK_COUNT };

struct state {
    ouro_object base;
    ouro_runtime *rt;
    struct library *lib;           /* counted */
    ouro_object *hooks[HOOK_COUNT]; /* NULL: none */
    ouro_object *delims;            /* bytes: what the library's variable shows */
    int64_t begin, end;             /* of the word that is being completed */
    int64_t history_max;            /* lines of a history file, -1: any number */
    char *line;                     /* malloc'd by the library: the line that was read */
    bool is_line_done, adds_history;
};

/* The library keeps one line for the whole process and hands its callbacks no context: they serve the
 * runtime that imported the module last. */
static struct state *serving;

static struct state *state_of(ouro_object *object)
{
    return (struct state *)(void *)object;
}

static struct state *state_peek(ouro_runtime *rt)
{
    return (struct state *)(void *)ouro_vm_state_peek(rt, READLINE_STATE);
}

static ouro_object *text_of(ouro_runtime *rt, const char *text)
{
    return ouro_str_decode(rt, (const uint8_t *)text, strlen(text), "utf-8", "surrogateescape");
}

/* Bytes of a str for the library: owned. */
static ouro_object *bytes_from(ouro_runtime *rt, ouro_object *text)
{
    if (!is_str(rt, text))
        return ouro_raise(rt, EXC_TypeError, "bad argument type for built-in operation");
    ouro_object *bytes = ouro_str_encode(rt, text, "utf-8", "surrogateescape");
    if (bytes && strlen((const char *)bytes_of(bytes)->data) != bytes_of(bytes)->length) {
        clearref(rt, &bytes);
        ouro_raise(rt, EXC_ValueError, "embedded null character");
    }
    return bytes;
}

static const char *chars(ouro_object *bytes)
{
    return (const char *)bytes_of(bytes)->data;
}

/* ---- what the library calls ------------------------------------------------------------------ */

/* Errors of hooks and completers end here: there is nobody to hand them to. */
static ouro_object *hook_call(struct state *state, enum hook hook, ouro_object *const *args, size_t count)
{
    ouro_runtime *rt = state->rt;
    ouro_object *callable = newref(state->hooks[hook]);
    ouro_object *result = ouro_call(rt, callable, args, count, NULL);
    decref(rt, callable);
    if (!result)
        ouro_error_clear(rt);
    return result;
}

static int hook_number(enum hook hook)
{
    struct state *state = serving;
    int64_t number = 0;
    if (!state || !state->hooks[hook])
        return 0;
    ouro_object *result = hook_call(state, hook, NULL, 0);
    if (result && result != state->rt->none && !ouro_index_i64(state->rt, result, &number, 0))
        ouro_error_clear(state->rt);
    xdecref(state->rt, result);
    return (int)number;
}

static int on_startup(void)
{
    return hook_number(HOOK_STARTUP);
}

static int on_pre_input(void)
{
    return hook_number(HOOK_PRE_INPUT);
}

static void on_display(char **matches, int count, int width)
{
    struct state *state = serving;
    if (!state)
        return;
    ouro_runtime *rt = state->rt;
    ouro_object *args[3] = {text_of(rt, matches[0]), ouro_list_new(rt, (size_t)count), ouro_int_new(rt,
                                                                                                    width)};
    bool is_good = args[0] && args[1] && args[2];
    for (int i = 1; is_good && i <= count; i++) {
        ouro_object *text = text_of(rt, matches[i]);
        is_good = text && ouro_list_append_take(rt, args[1], text);
    }
    if (is_good && state->hooks[HOOK_DISPLAY])
        xdecref(rt, hook_call(state, HOOK_DISPLAY, args, 3));
    ouro_error_clear(rt);
    for (int i = 0; i < 3; i++)
        xdecref(rt, args[i]);
}

/* The next completion, malloc'd for the library; NULL: there are no more. */
static char *on_completion(const char *text, int number)
{
    struct state *state = serving;
    if (!state || !state->hooks[HOOK_COMPLETER])
        return NULL;
    ouro_runtime *rt = state->rt;
    *state->lib->rl_attempted_completion_over = 1;
    ouro_object *args[2] = {text_of(rt, text), ouro_int_new(rt, number)}, *result = NULL, *bytes = NULL;
    if (args[0] && args[1])
        result = hook_call(state, HOOK_COMPLETER, args, 2);
    if (result && result != rt->none)
        bytes = bytes_from(rt, result);
    char *copy = bytes ? strdup(chars(bytes)) : NULL;
    ouro_error_clear(rt);
    xdecref(rt, args[0]);
    xdecref(rt, args[1]);
    xdecref(rt, result);
    xdecref(rt, bytes);
    return copy;
}

static int64_t characters(const char *text, int bytes)
{
    int64_t number = 0;
    for (int i = 0; i < bytes && text[i]; i++)
        number += (text[i] & 0xc0) != 0x80;
    return number;
}

static char **on_attempt(const char *text, int start, int end)
{
    struct state *state = serving;
    if (!state)
        return NULL;
    struct library *lib = state->lib;
    *lib->rl_completion_append_character = 0;
    *lib->rl_completion_suppress_append = 0;
    state->begin = characters(*lib->rl_line_buffer, start);
    state->end = characters(*lib->rl_line_buffer, end);
    return lib->rl_completion_matches(text, on_completion);
}

static void on_line(char *line)
{
    struct state *state = serving;
    state->lib->rl_callback_handler_remove();
    state->line = line;
    state->is_line_done = true;
}

/* ---- reading a line -------------------------------------------------------------------------- */

/* Until there is something to read; false: a signal's handler raised. */
static bool input_wait(ouro_runtime *rt)
{
    enum ouro_pause outcome = ouro_thread_wait_descriptor(rt, STDIN_FILENO, POLLIN, 0);
    if (outcome == PAUSE_ERROR)
        return false;
    struct pollfd entry = {STDIN_FILENO, POLLIN, 0};
    while (poll(&entry, 1, -1) < 0 && errno == EINTR)
        if (!ouro_vm_signals_poll(rt))
            return false;
    return true;
}

static void history_add(struct state *state, const char *line)
{
    struct library *lib = state->lib;
    int length = *lib->history_length;
    struct history_entry *last = length > 0 ? lib->history_get(length) : NULL;
    if (!last || strcmp(last->line, line) != 0)
        lib->add_history(line);
}

static ouro_object *line_read(ouro_runtime *rt, const char *prompt)
{
    struct state *state = state_peek(rt);
    if (!state)
        return rt->error ? NULL : ouro_raise(rt, EXC_RuntimeError, "readline is not there any more");
    struct library *lib = state->lib;
    serving = state;
    incref(&state->base);
    state->line = NULL;
    state->is_line_done = false;
    *lib->rl_catch_signals = 0;
    lib->rl_callback_handler_install(prompt, on_line);
    while (!state->is_line_done && input_wait(rt))
        lib->rl_callback_read_char();
    ouro_object *text = NULL;
    if (!state->is_line_done) {
        lib->rl_free_line_state();
        lib->rl_callback_sigcleanup();
        lib->rl_cleanup_after_signal();
        lib->rl_callback_handler_remove();
    } else if (!state->line) {
        ouro_raise_empty(rt, EXC_EOFError);
    } else {
        if (state->adds_history && *state->line)
            history_add(state, state->line);
        text = text_of(rt, state->line);
    }
    free(state->line);
    state->line = NULL;
    decref(rt, &state->base);
    return text;
}

/* ---- functions: the line and its completion --------------------------------------------------- */

/* The state, with this runtime as the one that is served. */
static struct state *state_serve(ouro_runtime *rt)
{
    return serving = state_peek(rt);
}

NATIVE(readline_parse_and_bind)
{
    struct state *state = state_serve(rt);
    ouro_object *bytes = state ? bytes_from(rt, args[0]) : NULL;
    char *copy = bytes ? strdup(chars(bytes)) : NULL; /* the library writes into it */
    if (copy)
        state->lib->rl_parse_and_bind(copy);
    else if (bytes)
        ouro_raise_memory(rt);
    free(copy);
    xdecref(rt, bytes);
    return rt->error ? NULL : rt->none;
}

NATIVE(readline_get_line_buffer)
{
    struct state *state = state_serve(rt);
    const char *line = state ? *state->lib->rl_line_buffer : NULL;
    return state ? text_of(rt, line ? line : "") : NULL;
}

NATIVE(readline_insert_text)
{
    struct state *state = state_serve(rt);
    ouro_object *bytes = state ? bytes_from(rt, args[0]) : NULL;
    if (bytes)
        state->lib->rl_insert_text(chars(bytes));
    xdecref(rt, bytes);
    return bytes ? rt->none : NULL;
}

NATIVE(readline_redisplay)
{
    struct state *state = state_serve(rt);
    if (state)
        state->lib->rl_redisplay();
    return state ? rt->none : NULL;
}

static ouro_object *hook_set(ouro_runtime *rt, enum hook hook, const char *function, ouro_object *const *args,
                             size_t count)
{
    struct state *state = state_serve(rt);
    if (!state)
        return NULL;
    ouro_object *callable = count && args[0] != rt->none ? args[0] : NULL;
    if (callable && !ouro_is_callable(rt, callable))
        return ouro_raise(rt, EXC_TypeError, "%s(func): argument not callable", function);
    setref_take(rt, &state->hooks[hook], xnewref(callable));
    if (hook == HOOK_DISPLAY)
        *state->lib->rl_completion_display_matches_hook = callable ? on_display : NULL;
    return rt->none;
}

NATIVE(readline_set_startup_hook)
{
    return hook_set(rt, HOOK_STARTUP, "set_startup_hook", args, count);
}

NATIVE(readline_set_pre_input_hook)
{
    return hook_set(rt, HOOK_PRE_INPUT, "set_pre_input_hook", args, count);
}

NATIVE(readline_set_completer)
{
    return hook_set(rt, HOOK_COMPLETER, "set_completer", args, count);
}

NATIVE(readline_set_completion_display_matches_hook)
{
    return hook_set(rt, HOOK_DISPLAY, "set_completion_display_matches_hook", args, count);
}

NATIVE(readline_get_completer)
{
    struct state *state = state_peek(rt);
    if (!state)
        return NULL;
    return state->hooks[HOOK_COMPLETER] ? newref(state->hooks[HOOK_COMPLETER]) : rt->none;
}

NATIVE(readline_get_completion_type)
{
    struct state *state = state_peek(rt);
    return state ? ouro_int_new(rt, *state->lib->rl_completion_type) : NULL;
}

NATIVE(readline_get_begidx)
{
    struct state *state = state_peek(rt);
    return state ? ouro_int_new(rt, state->begin) : NULL;
}

NATIVE(readline_get_endidx)
{
    struct state *state = state_peek(rt);
    return state ? ouro_int_new(rt, state->end) : NULL;
}

NATIVE(readline_set_completer_delims)
{
    struct state *state = state_serve(rt);
    ouro_object *bytes = state ? bytes_from(rt, args[0]) : NULL;
    if (!bytes)
        return NULL;
    *state->lib->rl_completer_word_break_characters = chars(bytes);
    setref_take(rt, &state->delims, bytes);
    return rt->none;
}

NATIVE(readline_get_completer_delims)
{
    struct state *state = state_peek(rt);
    return state ? text_of(rt, *state->lib->rl_completer_word_break_characters) : NULL;
}

/* ---- functions: history ---------------------------------------------------------------------- */

/* The path as bytes; NULL without an error: None. */
static bool path_argument(ouro_runtime *rt, ouro_object *const *args, size_t count, ouro_object **bytes)
{
    *bytes = NULL;
    if (!count || args[0] == rt->none)
        return true;
    ouro_object *os = ouro_vm_import(rt, "os"), *encode = os ? ouro_getattr_text(rt, os, "fsencode") : NULL;
    *bytes = encode ? ouro_call1(rt, encode, args[0]) : NULL;
    xdecref(rt, os);
    xdecref(rt, encode);
    return *bytes != NULL;
}

/* None, or OSError for what a function of the history answered; path is taken. */
static ouro_object *file_done(ouro_runtime *rt, int error, ouro_object *path)
{
    xdecref(rt, path);
    return error ? ouro_raise_errno(rt, error, NULL) : rt->none;
}

NATIVE(readline_read_init_file)
{
    struct state *state = state_serve(rt);
    ouro_object *path;
    if (!state || !path_argument(rt, args, count, &path))
        return NULL;
    return file_done(rt, state->lib->rl_read_init_file(path ? chars(path) : NULL), path);
}

NATIVE(readline_read_history_file)
{
    struct state *state = state_serve(rt);
    ouro_object *path;
    if (!state || !path_argument(rt, args, count, &path))
        return NULL;
    return file_done(rt, state->lib->read_history(path ? chars(path) : NULL), path);
}

static ouro_object *history_save(ouro_runtime *rt, struct state *state, ouro_object *path, int error)
{
    if (!error && state->history_max >= 0)
        state->lib->history_truncate_file(path ? chars(path) : NULL, (int)state->history_max);
    return file_done(rt, error, path);
}

NATIVE(readline_write_history_file)
{
    struct state *state = state_serve(rt);
    ouro_object *path;
    if (!state || !path_argument(rt, args, count, &path))
        return NULL;
    return history_save(rt, state, path, state->lib->write_history(path ? chars(path) : NULL));
}

NATIVE(readline_append_history_file)
{
    struct state *state = state_serve(rt);
    ouro_object *path;
    int64_t lines;
    if (!state || !ouro_index_i64(rt, args[0], &lines, EXC_OverflowError))
        return NULL;
    if (lines < 0)
        return ouro_raise(rt, EXC_ValueError, "nelements must be positive");
    if (!path_argument(rt, args + 1, count - 1, &path))
        return NULL;
    return history_save(rt, state, path, state->lib->append_history((int)lines, path ? chars(path) : NULL));
}

NATIVE(readline_get_history_length)
{
    struct state *state = state_peek(rt);
    return state ? ouro_int_new(rt, state->history_max) : NULL;
}

NATIVE(readline_set_history_length)
{
    struct state *state = state_peek(rt);
    return state && ouro_index_i64(rt, args[0], &state->history_max, EXC_OverflowError) ? rt->none : NULL;
}

NATIVE(readline_get_current_history_length)
{
    struct state *state = state_peek(rt);
    return state ? ouro_int_new(rt, *state->lib->history_length) : NULL;
}

NATIVE(readline_get_history_item)
{
    struct state *state = state_peek(rt);
    int64_t index;
    if (!state || !ouro_index_i64(rt, args[0], &index, EXC_OverflowError))
        return NULL;
    struct history_entry *entry = index == (int)index ? state->lib->history_get((int)index) : NULL;
    return entry ? text_of(rt, entry->line) : rt->none;
}

static bool position_argument(ouro_runtime *rt, ouro_object *object, int64_t *position)
{
    if (!ouro_index_i64(rt, object, position, EXC_OverflowError))
        return false;
    return *position >= 0 || ouro_raise(rt, EXC_ValueError, "History index cannot be negative");
}

static ouro_object *entry_drop(ouro_runtime *rt, struct state *state, struct history_entry *entry,
                               int64_t position)
{
    if (!entry)
        return ouro_raise(rt, EXC_ValueError, "No history item at position %lld", (long long)position);
    free(state->lib->free_history_entry(entry));
    return rt->none;
}

NATIVE(readline_remove_history_item)
{
    struct state *state = state_peek(rt);
    int64_t position;
    if (!state || !position_argument(rt, args[0], &position))
        return NULL;
    return entry_drop(rt, state, state->lib->remove_history((int)position), position);
}

NATIVE(readline_replace_history_item)
{
    struct state *state = state_peek(rt);
    int64_t position;
    ouro_object *line = NULL;
    if (!state || !position_argument(rt, args[0], &position) ||
        !(line = bytes_from(rt, args[1])))
        return NULL;
    ouro_object *done = entry_drop(
        rt, state, state->lib->replace_history_entry((int)position, chars(line), NULL), position);
    decref(rt, line);
    return done;
}

NATIVE(readline_add_history)
{
    struct state *state = state_peek(rt);
    ouro_object *line = state ? bytes_from(rt, args[0]) : NULL;
    if (line)
        state->lib->add_history(chars(line));
    xdecref(rt, line);
    return line ? rt->none : NULL;
}

NATIVE(readline_set_auto_history)
{
    struct state *state = state_peek(rt);
    int flag = state ? ouro_truth(rt, args[0]) : -1;
    if (flag < 0)
        return NULL;
    state->adds_history = flag != 0;
    return rt->none;
}

NATIVE(readline_clear_history)
{
    struct state *state = state_peek(rt);
    if (state)
        state->lib->clear_history();
    return state ? rt->none : NULL;
}

/* ---- registration ---------------------------------------------------------------------------- */

static void state_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct state *state = state_of(self);
    if (serving == state) {
        serving = NULL;
        *state->lib->rl_completer_word_break_characters = " \t\n";
    }
    for (unsigned i = 0; i < HOOK_COUNT; i++)
        clearref(rt, &state->hooks[i]);
    clearref(rt, &state->delims);
    if (state->lib)
        decref(rt, &state->lib->base);
    ouro_class_free(rt, self);
}

static void state_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, ((const struct state *)(const void *)self)->hooks, HOOK_COUNT);
}

static struct state *state_add(ouro_runtime *rt, ouro_object *library)
{
    struct ouro_class *cls = ouro_class_native(rt, READLINE_STATE, NULL, sizeof(struct state),
                                               OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = state_dealloc;
    cls->core.traverse = state_traverse;
    ouro_object *self = ouro_class_ready(rt, cls, NULL, NULL, NULL) ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!self)
        return NULL;
    struct state *state = state_of(self);
    state->rt = rt;
    state->lib = (struct library *)(void *)newref(library);
    state->history_max = -1;
    state->adds_history = true;
    static const char delims[] = " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?";
    state->delims = ouro_bytes_new(rt, delims, sizeof delims - 1);
    bool is_good = state->delims && ouro_vm_state_set(rt, READLINE_STATE, self);
    decref(rt, self);
    return is_good ? state : NULL;
}

/* As CPython sets the library up: TAB inserts itself until a program binds it. */
static void library_prepare(struct state *state)
{
    struct library *lib = state->lib;
    serving = state;
    *lib->rl_readline_name = "python";
    lib->using_history();
    lib->rl_bind_key('\t', lib->rl_insert);
    lib->rl_bind_key_in_map('\t', lib->rl_complete, lib->emacs_meta_keymap);
    lib->rl_bind_key_in_map('\033', lib->rl_complete, lib->emacs_meta_keymap);
    *lib->rl_startup_hook = on_startup;
    *lib->rl_pre_input_hook = on_pre_input;
    *lib->rl_attempted_completion_function = on_attempt;
    *lib->rl_completer_word_break_characters = chars(state->delims);
    if (!isatty(STDOUT_FILENO))
        lib->rl_variable_bind("enable-meta-key", "off"); /* it would be written to the output */
    lib->rl_initialize();
}

static const struct ouro_method functions[] = {
    {"parse_and_bind", readline_parse_and_bind, 1, 1, 0,
     "Execute the init line provided in the string argument."},
    {"read_init_file", readline_read_init_file, 0, 1, 0, "Execute a readline initialization file."},
    {"get_line_buffer", readline_get_line_buffer, 0, 0, 0, "Return the current contents of the line buffer."},
    {"insert_text", readline_insert_text, 1, 1, 0,
        "Insert text into the line buffer at the cursor position."},
    {"redisplay", readline_redisplay, 0, 0, 0,
     "Change what's displayed on the screen to reflect contents of the line buffer."},
    {"read_history_file", readline_read_history_file, 0, 1, 0, "Load a readline history file."},
    {"write_history_file", readline_write_history_file, 0, 1, 0, "Save a readline history file."},
    {"append_history_file", readline_append_history_file, 1, 2, 0,
     "Append the last nelements items of the history list to file."},
    {"get_history_length", readline_get_history_length, 0, 0, 0,
     "Return the maximum number of lines that will be written to the history file."},
    {"set_history_length", readline_set_history_length, 1, 1, 0,
     "Set the maximal number of lines which will be written to the history file."},
    {"get_current_history_length", readline_get_current_history_length, 0, 0, 0,
     "Return the current (not the maximum) length of history."},
    {"get_history_item", readline_get_history_item, 1, 1, 0,
     "Return the current contents of history item at one-based index."},
    {"remove_history_item", readline_remove_history_item, 1, 1, 0,
     "Remove history item given by its zero-based position."},
    {"replace_history_item", readline_replace_history_item, 2, 2, 0,
     "Replaces history item given by its position with contents of line."},
    {"add_history", readline_add_history, 1, 1, 0, "Add an item to the history buffer."},
    {"set_auto_history", readline_set_auto_history, 1, 1, 0, "Enables or disables automatic history."},
    {"clear_history", readline_clear_history, 0, 0, 0, "Clear the current readline history."},
    {"set_startup_hook", readline_set_startup_hook, 0, 1, 0,
     "Set or remove the function invoked by the rl_startup_hook callback."},
    {"set_pre_input_hook", readline_set_pre_input_hook, 0, 1, 0,
     "Set or remove the function invoked by the rl_pre_input_hook callback."},
    {"set_completer", readline_set_completer, 0, 1, 0, "Set or remove the completer function."},
    {"get_completer", readline_get_completer, 0, 0, 0, "Get the current completer function."},
    {"get_completion_type", readline_get_completion_type, 0, 0, 0,
     "Get the type of completion being attempted."},
    {"get_begidx", readline_get_begidx, 0, 0, 0, "Get the beginning index of the completion scope."},
    {"get_endidx", readline_get_endidx, 0, 0, 0, "Get the ending index of the completion scope."},
    {"set_completer_delims", readline_set_completer_delims, 1, 1, 0,
     "Set the word delimiters for completion."},
    {"get_completer_delims", readline_get_completer_delims, 0, 0, 0,
     "Get the word delimiters for completion."},
    {"set_completion_display_matches_hook", readline_set_completion_display_matches_hook, 0, 1, 0,
     "Set or remove the completion display function."},
    {0},
};

bool ouro_module_readline_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_foreign_symbol symbols[] = {
#define X(result, name, parameters) {#name, offsetof(struct library, name), false},
        READLINE_FUNCTIONS(X)
#undef X
#define X(type, name) {#name, offsetof(struct library, name), false},
        READLINE_VARIABLES(X)
#undef X
        {0},
    };
    ouro_object *library =
        ouro_foreign_open(rt, READLINE_FILE, "libreadline8", sizeof(struct library), symbols);
    struct state *state = library ? state_add(rt, library) : NULL;
    if (!state)
        return false;
    library_prepare(state);
    ouro_vm_line_reader_set(rt, line_read);
    int version = *state->lib->rl_readline_version;
    const struct ouro_foreign_number numbers[] = {{"_READLINE_VERSION", version},
                                                  {"_READLINE_RUNTIME_VERSION", version}};
    return ouro_module_add_functions(rt, module, functions) &&
           ouro_foreign_numbers_add(rt, module, numbers, 2) &&
           ouro_foreign_text_add(rt, module, "_READLINE_LIBRARY_VERSION", *state->lib->rl_library_version);
}
