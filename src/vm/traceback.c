/* Traceback objects: one for each frame that an exception passed. */
#include <string.h>

#include "types/int.h"
#include "types/str.h"
#include "vm/frame.h"
#include "vm/import_path.h"

static struct ouro_exception *exception_of(ouro_object *object)
{
    return (struct ouro_exception *)(void *)object;
}

ouro_object *ouro_traceback_new(ouro_runtime *rt, ouro_object *next, ouro_object *frame_object,
                                uint32_t lasti, int32_t line)
{
    struct ouro_traceback *self = (struct ouro_traceback *)(void *)ouro_object_alloc(
        &rt->heap, TYPE_TRACEBACK, sizeof *self, OURO_BLOCK_CONTAINER);
    if (!self)
        return ouro_raise_memory(rt);
    self->next = xnewref(next);
    self->frame = newref(frame_object);
    self->lasti = lasti;
    self->line = line;
    return (ouro_object *)self;
}

static bool is_library_file(ouro_object *filename, const char *file)
{
    size_t length = ouro_str_length(filename), size = strlen(file);
    if (length < size)
        return false;
    size_t folder = length - size;
    for (size_t i = 0; i < size; i++)
        if (ouro_str_at(filename, folder + i) != (uint8_t)file[i])
            return false;
    const char *library = ouro_import_library();
    if (!library || strlen(library) != folder)
        return false;
    for (size_t i = 0; i < folder; i++)
        if (ouro_str_at(filename, i) != (uint8_t)library[i])
            return false;
    return true;
}

/* Embedded modules with an underscore, and what they take from the library, stand for C code of CPython,
 * which leaves no frames. */
static bool stands_for_native(ouro_object *filename)
{
    static const char prefix[] = "<frozen _";
    size_t length = ouro_str_length(filename);
    if (is_library_file(filename, "/_pydecimal.py") || is_library_file(filename, "/pickle.py"))
        return true;
    if (length < sizeof prefix || ouro_str_at(filename, 0) != '<')
        return false;
    if (ouro_str_equal_text(filename, "<frozen warnings>")) /* warn() is native there */
        return true;
    for (size_t i = 1; i < sizeof prefix - 1; i++)
        if (ouro_str_at(filename, i) != (uint8_t)prefix[i])
            return false;
    return !ouro_str_equal_text(filename, "<frozen _collections_abc>") &&
           !ouro_str_equal_text(filename, "<frozen _weakrefset>") &&
           !ouro_str_equal_text(filename, "<frozen _sitebuiltins>");
}

void ouro_traceback_add(ouro_runtime *rt, struct ouro_frame *frame)
{
    if (frame->is_incomplete || stands_for_native(frame->code->filename))
        return;
    ouro_object *error = ouro_error_take(rt);
    ouro_object *frame_object = ouro_frame_object_get(rt, frame);
    if (frame_object) {
        struct ouro_exception *exception = exception_of(error);
        ouro_object *traceback = ouro_traceback_new(rt, exception->traceback, frame_object,
                                                    frame_instruction_index(frame), 0);
        if (traceback)
            setref_take(rt, &exception->traceback, traceback);
    }
    ouro_error_clear(rt);
    ouro_error_restore(rt, error);
}

int32_t ouro_traceback_line(const struct ouro_traceback *traceback)
{
    if (traceback->line)
        return traceback->line;
    const struct ouro_code *code = frame_object_of(traceback->frame)->frame->code;
    return traceback->lasti < code->instruction_count
               ? ouro_code_position_at(code, traceback->lasti).line
               : code->first_line;
}

static void traceback_dealloc(struct ouro_heap *heap, ouro_object *object)
{
    ouro_runtime *rt = runtime_of(heap);
    struct ouro_traceback *self = traceback_of(object);
    clearref(rt, &self->next);
    clearref(rt, &self->frame);
    ouro_object_free(heap, object, sizeof *self, OURO_BLOCK_CONTAINER);
}

static void traceback_traverse(const ouro_object *object, struct ouro_visitor *visitor)
{
    struct ouro_traceback *self = traceback_of((ouro_object *)(uintptr_t)object);
    ouro_visit(visitor, &self->next);
    ouro_visit(visitor, &self->frame);
}

/* The frame stays: code that looks at a traceback counts on it. */
static void traceback_clear(struct ouro_heap *heap, ouro_object *object)
{
    clearref(runtime_of(heap), &traceback_of(object)->next);
}

static ouro_object *get_next(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *next = traceback_of(object)->next;
    return next ? newref(next) : rt->none;
}

static bool set_next(ouro_runtime *rt, ouro_object *object, ouro_object *value)
{
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "can't delete tb_next attribute") != NULL;
    if (value == rt->none)
        value = NULL;
    else if (!is_exact(value, TYPE_TRACEBACK))
        return ouro_raise(rt, EXC_TypeError, "expected traceback object, got '%T'", value) != NULL;
    for (ouro_object *cursor = value; cursor; cursor = traceback_of(cursor)->next)
        if (cursor == object)
            return ouro_raise(rt, EXC_ValueError, "traceback loop detected") != NULL;
    setref_take(rt, &traceback_of(object)->next, xnewref(value));
    return true;
}

static ouro_object *get_frame(ouro_runtime *rt, ouro_object *object)
{
    return newref(traceback_of(object)->frame);
}

static ouro_object *get_lasti(ouro_runtime *rt, ouro_object *object)
{
    return ouro_int_new(rt, 2 * (int64_t)traceback_of(object)->lasti);
}

static ouro_object *get_line(ouro_runtime *rt, ouro_object *object)
{
    int32_t line = ouro_traceback_line(traceback_of(object));
    return line < 0 ? rt->none : ouro_int_new(rt, line);
}

/* types.TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno) */
static ouro_object *traceback_create(ouro_runtime *rt, struct ouro_class *cls,
                                     ouro_object *const *args, size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"tb_next", "tb_frame", "tb_lasti", "tb_lineno", NULL};
    static const struct ouro_signature signature = {"TracebackType", parameters, 4, 4};
    ouro_object *given[4];
    int64_t lasti, line;
    if (!ouro_args_bind(rt, &signature, args, count, names, given))
        return NULL;
    if (!is_exact(given[1], TYPE_FRAME))
        return ouro_raise(rt, EXC_TypeError,
                          "TracebackType() argument 'tb_frame' must be frame, not %W", given[1]);
    if (given[0] != rt->none && !is_exact(given[0], TYPE_TRACEBACK))
        return ouro_raise(rt, EXC_TypeError, "expected traceback object or None, got '%T'", given[0]);
    if (!ouro_index_i64(rt, given[2], &lasti, EXC_OverflowError) ||
        !ouro_index_i64(rt, given[3], &line, EXC_OverflowError))
        return NULL;
    return ouro_traceback_new(rt, given[0] == rt->none ? NULL : given[0], given[1],
                              (uint32_t)(lasti / 2), (int32_t)line);
}

bool ouro_traceback_class_init(ouro_runtime *rt)
{
    static const struct ouro_getset getsets[] = {
        {"tb_next", get_next, set_next, NULL},
        {"tb_frame", get_frame, ouro_getset_readonly, NULL},
        {"tb_lasti", get_lasti, ouro_getset_readonly, NULL},
        {"tb_lineno", get_line, NULL, NULL},
        {0},
    };
    struct ouro_class *cls = builtin_class(rt, TYPE_TRACEBACK);
    cls->core.instance_size = sizeof(struct ouro_traceback);
    cls->core.dealloc = traceback_dealloc;
    cls->core.traverse = traceback_traverse;
    cls->core.clear = traceback_clear;
    cls->create = traceback_create;
    return ouro_class_ready(rt, cls, NULL, getsets, NULL);
}
