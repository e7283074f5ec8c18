/* The module itself: its state, open(), and what the layers share. */
#include "modules/io_internal.h"

#include "types/dict.h"

/* ---- shared helpers -------------------------------------------------------------------------- */

bool ouro_io_unsupported(ouro_runtime *rt, const char *message)
{
    ouro_object *text = ouro_str_from(rt, message);
    ouro_object *error = text ? ouro_call1(rt, io_state(rt)->unsupported, text) : NULL;
    xdecref(rt, text);
    if (error)
        ouro_raise_take(rt, error);
    return false;
}

bool ouro_io_size(ouro_runtime *rt, ouro_object *const *args, size_t count, int64_t *size)
{
    *size = -1;
    if (count == 0 || args[0] == rt->none)
        return true;
    if (!class_of(rt, args[0])->to_index)
        return ouro_raise(rt, EXC_TypeError, "argument should be integer or None, not '%T'", args[0]);
    if (!ouro_index_i64(rt, args[0], size, EXC_OverflowError))
        return false;
    if (*size < 0)
        *size = -1;
    return true;
}

bool ouro_io_call(ouro_runtime *rt, ouro_object *object, ouro_object *name)
{
    ouro_object *result = ouro_call_method(rt, object, name, NULL, 0);
    xdecref(rt, result);
    return result != NULL;
}

int ouro_io_ask(ouro_runtime *rt, ouro_object *object, ouro_object *name)
{
    ouro_object *result = ouro_call_method(rt, object, name, NULL, 0);
    int truth = result ? ouro_truth(rt, result) : -1;
    xdecref(rt, result);
    return truth;
}

bool ouro_io_newline(ouro_runtime *rt, ouro_object *argument, const char *function,
                     enum newline_mode *mode)
{
    static const struct {
        const char *text;
        enum newline_mode mode;
    } known[] = {{"", NEWLINE_KEEP}, {"\n", NEWLINE_LF}, {"\r", NEWLINE_CR}, {"\r\n", NEWLINE_CRLF}};
    *mode = NEWLINE_TRANSLATE;
    if (!argument || argument == rt->none)
        return true;
    if (!is_str(rt, argument))
        return ouro_raise(rt, EXC_TypeError, "%s argument 'newline' must be str or None, not %W",
                          function, argument);
    for (unsigned i = 0; i < 4; i++) {
        if (ouro_str_equal_text(argument, known[i].text)) {
            *mode = known[i].mode;
            return true;
        }
    }
    return ouro_raise(rt, EXC_ValueError,
                      function[0] == 'S' ? "illegal newline value: %R" : "illegal newline value: %U",
                      argument);
}

ouro_object *ouro_io_newlines_seen(ouro_runtime *rt, unsigned seen)
{
    static const struct {
        unsigned bit;
        const char *text;
    } kinds[] = {{SEEN_CR, "\r"}, {SEEN_LF, "\n"}, {SEEN_CRLF, "\r\n"}};
    ouro_object *texts[3];
    size_t count = 0;
    for (unsigned i = 0; i < 3; i++) {
        if (!(seen & kinds[i].bit))
            continue;
        texts[count] = ouro_str_from(rt, kinds[i].text);
        if (!texts[count]) {
            while (count > 0)
                decref(rt, texts[--count]);
            return NULL;
        }
        count++;
    }
    if (count == 0)
        return rt->none;
    return count == 1 ? texts[0] : ouro_tuple_from_take(rt, texts, count);
}

bool ouro_io_class_add_take(ouro_runtime *rt, struct ouro_class *cls, const char *name,
                            ouro_object *value)
{
    bool is_done = value && ouro_dict_set_text(rt, cls->dict, name, value);
    xdecref(rt, value);
    return is_done;
}

/* ---- state ----------------------------------------------------------------------------------- */

static bool unsupported_create(ouro_runtime *rt, struct io_state *state)
{
    ouro_object *name = ouro_str_from(rt, "UnsupportedOperation"), *module = ouro_str_from(rt, "io");
    ouro_object *bases = ouro_tuple_pack(rt, 2, builtin_class(rt, EXC_OSError),
                                         builtin_class(rt, EXC_ValueError));
    ouro_object *attributes = ouro_dict_new(rt);
    if (name && module && bases && attributes &&
        ouro_dict_set(rt, attributes, rt->name___module__, module))
        state->unsupported = ouro_class_new(rt, builtin_class(rt, TYPE_TYPE), name, bases, attributes,
                                            NULL, NULL);
    xdecref(rt, name);
    xdecref(rt, module);
    xdecref(rt, bases);
    xdecref(rt, attributes);
    return state->unsupported != NULL;
}

static bool names_create(ouro_runtime *rt, struct io_state *state)
{
    const struct {
        ouro_object **slot;
        const char *text;
    } names[] = {
        {&state->name_raw, "raw"},           {&state->name_read1, "read1"},
        {&state->name_readable, "readable"}, {&state->name_seek, "seek"},
        {&state->name_tell, "tell"},         {&state->name_truncate, "truncate"},
        {&state->name_writable, "writable"}, {&state->name_seekable, "seekable"},
        {&state->name_closed, "closed"},     {&state->name_buffer, "buffer"},
        {&state->name_readinto, "readinto"},
        {&state->name_dealloc_warn, "_dealloc_warn"},
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        *names[i].slot = ouro_str_intern_text(rt, names[i].text);
        if (!*names[i].slot)
            return false;
    }
    return true;
}

static bool open_create(ouro_runtime *rt, struct io_state *state)
{
    static const struct ouro_method method = {"open", ouro_io_open, 1, 8, METHOD_KEYWORDS,
                                              "Open file and return a stream."};
    ouro_object *module_name = ouro_str_from(rt, "io");
    if (module_name)
        state->open = ouro_native_function_new(rt, &method, NULL, module_name);
    xdecref(rt, module_name);
    return state->open != NULL;
}

/* The module comes later than its function. */
static bool open_bind(ouro_object *function, ouro_object *module)
{
    struct ouro_native_function *native = (struct ouro_native_function *)(void *)function;
    if (!native->self)
        native->self = newref(module);
    return true;
}

bool ouro_io_init(ouro_runtime *rt)
{
    if (io_state(rt))
        return true;
    struct io_state *state = ouro_buffer_alloc(rt, sizeof(*state));
    if (!state)
        return false;
    memset(state, 0, sizeof(*state));
    rt->caches[CACHE_IO] = state;
    return names_create(rt, state) && unsupported_create(rt, state) && open_create(rt, state) &&
           ouro_io_base_init(rt, state) &&
           ouro_io_raw_init(rt, state) && ouro_io_buffered_init(rt, state) &&
           ouro_io_text_init(rt, state) && ouro_io_string_init(rt, state) &&
           ouro_io_bytes_init(rt, state);
}

void ouro_io_release(ouro_runtime *rt)
{
    struct io_state *state = io_state(rt);
    if (!state)
        return;
    ouro_object **const owned[] = {
        &state->unsupported, &state->open, &state->name_raw, &state->name_read1, &state->name_readable,
        &state->name_seek, &state->name_tell, &state->name_truncate, &state->name_writable,
        &state->name_seekable, &state->name_closed, &state->name_buffer, &state->name_readinto,
        &state->name_dealloc_warn,
    };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        clearref(rt, owned[i]);
    rt->caches[CACHE_IO] = NULL;
    ouro_buffer_free(rt, state, sizeof *state);
}

/* ---- open ------------------------------------------------------------------------------------ */

struct open_mode {
    bool is_reading, is_writing, is_creating, is_appending, is_updating, is_binary, is_text;
};

static bool mode_parse(ouro_runtime *rt, ouro_object *mode, struct open_mode *out)
{
    *out = (struct open_mode){0};
    for (size_t i = 0; i < ouro_str_length(mode); i++) {
        uint32_t c = ouro_str_at(mode, i);
        bool *flag = c == 'r'   ? &out->is_reading
                     : c == 'w' ? &out->is_writing
                     : c == 'x' ? &out->is_creating
                     : c == 'a' ? &out->is_appending
                     : c == '+' ? &out->is_updating
                     : c == 'b' ? &out->is_binary
                     : c == 't' ? &out->is_text
                                : NULL;
        if (!flag || *flag)
            return ouro_raise(rt, EXC_ValueError, "invalid mode: %R", mode);
        *flag = true;
    }
    if (out->is_text && out->is_binary)
        return ouro_raise(rt, EXC_ValueError, "can't have text and binary mode at once");
    if (out->is_creating + out->is_reading + out->is_writing + out->is_appending > 1)
        return ouro_raise(rt, EXC_ValueError,
                          "must have exactly one of create/read/write/append mode");
    return true;
}

static bool arguments_check(ouro_runtime *rt, const struct open_mode *mode, ouro_object *const *out)
{
    static const char *const names[] = {NULL, NULL, NULL, "encoding", "errors", "newline"};
    for (unsigned i = 3; i < 6; i++) {
        if (!out[i] || out[i] == rt->none)
            continue;
        if (!is_str(rt, out[i]))
            return ouro_raise(rt, EXC_TypeError, "open() argument '%s' must be str or None, not %W",
                              names[i], out[i]);
        if (mode->is_binary)
            return ouro_raise(rt, EXC_ValueError, "binary mode doesn't take a%s %s argument",
                              i == 5 ? "" : "n", names[i]);
    }
    return true;
}

static ouro_object *text_layer(ouro_runtime *rt, ouro_object *buffer, ouro_object *const *out,
                               ouro_object *mode, bool is_line_buffered)
{
    ouro_object *owners[2] = {NULL, NULL}, *text = NULL;
    const char *texts[2] = {NULL, NULL};
    enum newline_mode newline;
    if (!ouro_io_newline(rt, out[5], "open()", &newline))
        return NULL;
    for (unsigned i = 0; i < 2; i++) {
        ouro_object *argument = out[3 + i];
        if (argument && argument != rt->none &&
            !(texts[i] = ouro_str_utf8(rt, argument, NULL, &owners[i])))
            goto done;
    }
    text = ouro_io_text_new(rt, io_state(rt)->text, buffer, texts[0], texts[1], newline,
                            is_line_buffered, false);
    if (text)
        IO_OF(io_text, text)->name_mode = newref(mode);
done:
    xdecref(rt, owners[0]);
    xdecref(rt, owners[1]);
    return text;
}

static bool is_terminal(ouro_runtime *rt, ouro_object *raw)
{
    int answer = ouro_io_ask(rt, raw, rt->name_isatty);
    if (answer < 0)
        ouro_error_clear(rt);
    return answer > 0;
}

/* Opening fails after the file was opened: it is closed, and the error stays. Takes the stream. */
static void *close_take(ouro_runtime *rt, ouro_object *stream)
{
    ouro_object *saved = ouro_error_take(rt);
    xdecref(rt, ouro_call_method(rt, stream, rt->name_close, NULL, 0));
    decref(rt, stream);
    ouro_error_clear(rt);
    ouro_error_restore(rt, saved);
    return NULL;
}

/* The layers above a raw file that is open; takes raw. */
static ouro_object *layers_take(ouro_runtime *rt, ouro_object *raw, const struct open_mode *mode,
                                ouro_object *mode_text, int64_t buffering, ouro_object *const *out)
{
    struct io_state *state = io_state(rt);
    bool is_line_buffered = buffering == 1 && !mode->is_binary;
    if (buffering < 0)
        is_line_buffered = is_terminal(rt, raw);
    if (buffering == 0) {
        if (mode->is_binary)
            return raw;
        ouro_raise(rt, EXC_ValueError, "can't have unbuffered text I/O");
        return close_take(rt, raw);
    }
    bool only_reads = !mode->is_updating && !mode->is_writing && !mode->is_creating &&
                      !mode->is_appending;
    struct ouro_class *cls = mode->is_updating ? state->random : only_reads ? state->reader
                                                                            : state->writer;
    size_t size = buffering > 1 ? (size_t)buffering
                                : only_reads || mode->is_updating ? IO_BUFFER_SIZE
                                                                  : IO_WRITE_BUFFER_SIZE;
    ouro_object *buffer = ouro_io_buffered_new(rt, cls, raw, size);
    if (!buffer)
        return close_take(rt, raw);
    decref(rt, raw);
    if (mode->is_binary)
        return buffer;
    ouro_object *text = text_layer(rt, buffer, out, mode_text, is_line_buffered);
    if (!text)
        return close_take(rt, buffer);
    decref(rt, buffer);
    return text;
}

ouro_object *ouro_io_open(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                          ouro_object *names)
{
    static const char *const keywords[] = {"file", "mode", "buffering", "encoding", "errors",
                                           "newline", "closefd", "opener", NULL};
    static const struct ouro_signature signature = {"open", keywords, 1, 8};
    ouro_object *out[8] = {NULL};
    int64_t buffering = -1;
    struct open_mode mode;
    if (!ouro_io_init(rt) || !ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    ouro_object *mode_text = out[1];
    if (mode_text && !is_str(rt, mode_text))
        return ouro_raise(rt, EXC_TypeError, "open() argument 'mode' must be str, not %W", mode_text);
    if (!mode_text)
        mode_text = rt->latin1['r'];
    if (out[2] && !ouro_index_i64(rt, out[2], &buffering, EXC_OverflowError))
        return NULL;
    int closes_fd = out[6] ? ouro_truth(rt, out[6]) : 1;
    if (closes_fd < 0 || !mode_parse(rt, mode_text, &mode) || !arguments_check(rt, &mode, out))
        return NULL;
    char raw_mode[4] = {mode.is_creating ? 'x' : mode.is_writing ? 'w' : mode.is_appending ? 'a' : 'r',
                        mode.is_updating ? '+' : 0, 0, 0};
    if (!mode.is_creating && !mode.is_writing && !mode.is_appending && !mode.is_reading)
        return ouro_raise(rt, EXC_ValueError, "Must have exactly one of create/read/write/append "
                                              "mode and at most one plus");
    if (mode.is_binary && buffering == 1 &&
        !ouro_warn(rt, EXC_RuntimeWarning, 1, "line buffering (buffering=1) isn't supported in binary "
                                              "mode, the default buffer size will be used"))
        return NULL;
    enum newline_mode newline;
    if (!ouro_io_newline(rt, out[5], "open()", &newline))
        return NULL;
    ouro_object *raw = ouro_io_file_new(rt, io_state(rt)->file);
    if (!raw)
        return NULL;
    ouro_object *opener = out[7] && out[7] != rt->none ? out[7] : NULL;
    ouro_object *path = ouro_io_path(rt, out[0]);
    bool is_open = path && ouro_io_file_open(rt, raw, path, raw_mode, closes_fd > 0, opener);
    xdecref(rt, path);
    if (!is_open) {
        decref(rt, raw);
        return NULL;
    }
    if (mode.is_binary && buffering == 1)
        buffering = -1;
    return layers_take(rt, raw, &mode, mode_text, buffering, out);
}

/* ---- the module ------------------------------------------------------------------------------ */

static NATIVE(io_text_encoding)
{
    if (count && args[0] != rt->none)
        return newref(args[0]);
    return ouro_str_from(rt, "locale");
}

static NATIVE(io_open_code)
{
    ouro_object *both[2] = {args[0], ouro_str_from(rt, "rb")};
    ouro_object *file = both[1] ? ouro_io_open(rt, self, both, 2, NULL) : NULL;
    xdecref(rt, both[1]);
    return file;
}

bool ouro_module__io_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"open_code", io_open_code, 1, 1, 0, NULL},
        {"text_encoding", io_text_encoding, 1, 2, 0, NULL},
        {0},
    };
    if (!ouro_io_init(rt) || !ouro_module_add_functions(rt, module, functions))
        return false;
    struct io_state *state = io_state(rt);
    struct ouro_class *const classes[] = {
        state->base,   state->raw_base, state->buffered_base, state->text_base,
        state->file,   state->reader,   state->writer,        state->random,
        state->text,   state->string,   state->bytes,
    };
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
        if (!ouro_module_add(rt, module, ouro_class_name(classes[i]), &classes[i]->core.base))
            return false;
    if (!ouro_module_add(rt, module, "UnsupportedOperation", state->unsupported) ||
        !open_bind(state->open, module) || !ouro_module_add(rt, module, "open", state->open) ||
        !ouro_module_add(rt, module, "BlockingIOError",
                         &builtin_class(rt, EXC_BlockingIOError)->core.base))
        return false;
    const struct {
        const char *name;
        int64_t value;
    } numbers[] = {{"DEFAULT_BUFFER_SIZE", IO_BUFFER_SIZE}, {"SEEK_SET", 0}, {"SEEK_CUR", 1},
                   {"SEEK_END", 2}};
    for (size_t i = 0; i < 4; i++) {
        ouro_object *value = ouro_int_new(rt, numbers[i].value);
        bool is_done = value && ouro_module_add(rt, module, numbers[i].name, value);
        xdecref(rt, value);
        if (!is_done)
            return false;
    }
    return true;
}
