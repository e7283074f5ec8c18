/* Arguments of the posix module's functions, and its errors. */
#include <limits.h>
#include <string.h>

#include "modules/posix_internal.h"
#include "types/dict.h"
#include "types/struct_sequence.h"

ouro_object *ouro_posix_decode(ouro_runtime *rt, const char *bytes)
{
    return ouro_str_decode(rt, (const uint8_t *)bytes, strlen(bytes), "utf-8", "surrogateescape");
}

ouro_object *ouro_posix_name(ouro_runtime *rt, const char *bytes, size_t size, bool is_bytes)
{
    if (is_bytes)
        return ouro_bytes_new(rt, bytes, size);
    return ouro_str_decode(rt, (const uint8_t *)bytes, size, "utf-8", "surrogateescape");
}

static const char *const kinds[] = {"string, bytes or os.PathLike", "string, bytes, os.PathLike or integer",
                                    "string, bytes, os.PathLike or None",
                                    "string, bytes, os.PathLike, integer or None"};

static void *refuse_type(ouro_runtime *rt, ouro_object *object, const char *function,
                         const char *argument, int allowed)
{
    return ouro_raise(rt, EXC_TypeError, "%s%s%s should be %s, not %T", function ? function : "",
                      function ? ": " : "", argument, kinds[allowed], object);
}

/* object.__fspath__(), owned; NULL without an error when it has none. */
static ouro_object *fspath_of(ouro_runtime *rt, ouro_object *object)
{
    ouro_object *name = ouro_str_intern_text(rt, "__fspath__");
    ouro_object *method = name ? ouro_lookup_special(rt, object, name) : NULL;
    xdecref(rt, name);
    ouro_object *text = method ? ouro_call0(rt, method) : NULL;
    xdecref(rt, method);
    if (text && !is_str(rt, text) && !is_bytes(rt, text)) {
        ouro_raise(rt, EXC_TypeError, "expected %T.__fspath__() to return str or bytes, not %T", object,
                   text);
        clearref(rt, &text);
    }
    return text;
}

/* The bytes of an object with a buffer: deprecated as a path. Owned. */
static ouro_object *bytes_like(ouro_runtime *rt, ouro_object *object, const char *function,
                               const char *argument, int allowed)
{
    const uint8_t *bytes;
    size_t size;
    if (!ouro_warn(rt, EXC_DeprecationWarning, 1, "%s%s%s should be %s, not %T", function ? function : "",
                   function ? ": " : "", argument, kinds[allowed], object) ||
        !ouro_buffer_get(rt, object, &bytes, &size))
        return NULL;
    return ouro_bytes_new(rt, bytes, size);
}

bool ouro_posix_path(ouro_runtime *rt, ouro_object *object, const char *function, const char *argument,
                     int allowed, struct posix_path *path)
{
    *path = (struct posix_path){.descriptor = -1, .object = object};
    if ((allowed & PATH_ALLOWS_NONE) && (!object || object == rt->none))
        return true;
    if (!is_str(rt, object) && !is_bytes(rt, object)) {
        if ((allowed & PATH_ALLOWS_DESCRIPTOR) && class_of(rt, object)->to_index)
            return ouro_posix_int(rt, object, &path->descriptor);
        path->resolved = function && class_of(rt, object)->buffer
                             ? bytes_like(rt, object, function, argument, allowed)
                             : fspath_of(rt, object);
        if (!path->resolved)
            return rt->error ? false : refuse_type(rt, object, function, argument, allowed) != NULL;
        object = path->resolved;
        if (!(function && class_of(rt, path->object)->buffer))
            path->object = object;
    }
    path->is_bytes = is_bytes(rt, object);
    path->owner = path->is_bytes ? newref(object) : ouro_str_encode(rt, object, "utf-8", "surrogateescape");
    if (!path->owner)
        goto fail;
    path->bytes = (const char *)bytes_of(path->owner)->data;
    if (strlen(path->bytes) == bytes_of(path->owner)->length)
        return true;
    ouro_raise(rt, EXC_ValueError, "embedded null byte");
fail:
    ouro_posix_path_release(rt, path);
    return false;
}

void ouro_posix_path_release(ouro_runtime *rt, struct posix_path *path)
{
    clearref(rt, &path->owner);
    clearref(rt, &path->resolved);
}

bool ouro_posix_int(ouro_runtime *rt, ouro_object *object, int *value)
{
    int64_t number;
    if (!ouro_index_i64(rt, object, &number, EXC_OverflowError)) {
        if (!ouro_error_is(rt, EXC_OverflowError))
            return false;
        return ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C int") != NULL;
    }
    if (number > INT_MAX)
        return ouro_raise(rt, EXC_OverflowError, "signed integer is greater than maximum") != NULL;
    if (number < INT_MIN)
        return ouro_raise(rt, EXC_OverflowError, "signed integer is less than minimum") != NULL;
    *value = (int)number;
    return true;
}

bool ouro_posix_u64(ouro_runtime *rt, ouro_object *object, uint64_t *value)
{
    if (!is_int(rt, object))
        return ouro_raise(rt, EXC_TypeError, "an integer is required");
    if (ouro_int_as_u64(rt, object, value))
        return true;
    int64_t narrow;
    if (!ouro_int_fits_i64(object, &narrow))
        ouro_raise(rt, EXC_OverflowError, "int too big to convert");
    return false;
}

bool ouro_posix_descriptor(ouro_runtime *rt, ouro_object *object, int *descriptor)
{
    int64_t wide;
    if (is_int(rt, object) && (!ouro_int_fits_i64(object, &wide) || wide < INT_MIN || wide > INT_MAX))
        return ouro_raise(rt, EXC_OverflowError, "Python int too large to convert to C int") != NULL;
    if (is_int(rt, object))
        return ouro_posix_int(rt, object, descriptor);
    ouro_object *method = ouro_getattr_text(rt, object, "fileno");
    if (!method) {
        if (!ouro_error_is(rt, EXC_AttributeError))
            return false;
        return ouro_raise(rt, EXC_TypeError, "argument must be an int, or have a fileno() method.") != NULL;
    }
    ouro_object *number = ouro_call0(rt, method);
    decref(rt, method);
    bool is_good = number && (is_int(rt, number) ||
                              ouro_raise(rt, EXC_TypeError, "fileno() returned a non-integer") != NULL);
    is_good = is_good && ouro_posix_int(rt, number, descriptor);
    if (is_good && *descriptor < 0)
        is_good = ouro_raise(rt, EXC_ValueError,
                             "file descriptor cannot be a negative integer (%i)", *descriptor) != NULL;
    xdecref(rt, number);
    return is_good;
}

bool ouro_posix_folder(ouro_runtime *rt, ouro_object *object, int *descriptor)
{
    *descriptor = AT_FDCWD;
    if (!object || object == rt->none)
        return true;
    if (!class_of(rt, object)->to_index)
        return ouro_raise(rt, EXC_TypeError, "argument should be integer or None, not %T", object) != NULL;
    return ouro_posix_int(rt, object, descriptor);
}

bool ouro_posix_id(ouro_runtime *rt, ouro_object *object, unsigned *id)
{
    int64_t number;
    if (!class_of(rt, object)->to_index)
        return ouro_raise(rt, EXC_TypeError, "uid should be integer, not %T", object) != NULL;
    if (!ouro_index_i64(rt, object, &number, EXC_OverflowError))
        return false;
    if (number < -1)
        return ouro_raise(rt, EXC_OverflowError, "uid is less than minimum") != NULL;
    if (number > UINT_MAX)
        return ouro_raise(rt, EXC_OverflowError, "uid is greater than maximum") != NULL;
    *id = (unsigned)number;
    return true;
}

void *ouro_posix_error(ouro_runtime *rt, int error, ouro_object *first, ouro_object *second)
{
    ouro_raise_errno(rt, error, first);
    if (second && ouro_error_is(rt, EXC_OSError))
        setref_take(rt, &((struct ouro_exception *)(void *)rt->error)->fields[3], newref(second));
    return NULL;
}

ouro_object *ouro_posix_done(ouro_runtime *rt, int result, struct posix_path *path)
{
    int error = errno;
    if (result < 0)
        ouro_posix_error(rt, error, path->object, NULL);
    ouro_posix_path_release(rt, path);
    return result < 0 ? NULL : rt->none;
}

bool ouro_posix_goes_on(ouro_runtime *rt)
{
    return ouro_vm_signals_poll(rt);
}

/* ---- named tuples of the module -------------------------------------------------------------- */

ouro_object *ouro_posix_class_peek(ouro_runtime *rt, const char *name)
{
    ouro_object *states = ouro_vm_states_peek(rt);
    ouro_object *classes = states ? ouro_dict_peek_text(rt, states, "posix classes") : NULL;
    return classes ? ouro_dict_peek_text(rt, classes, name) : NULL;
}

bool ouro_posix_class_add(ouro_runtime *rt, ouro_object *module, const char *name, const char *qualified,
                          const char *const *fields, size_t visible)
{
    ouro_object *states = ouro_vm_states_peek(rt);
    ouro_object *classes = states ? ouro_dict_peek_text(rt, states, "posix classes") : NULL;
    if (states && !classes) {
        ouro_object *made = ouro_dict_new(rt);
        if (made && ouro_dict_set_text(rt, states, "posix classes", made))
            classes = made;
        xdecref(rt, made);
    }
    ouro_object *cls = classes ? ouro_struct_sequence_class_new(rt, qualified, fields, visible) : NULL;
    bool is_good = cls && ouro_dict_set_text(rt, classes, name, cls) &&
                   ouro_module_add(rt, module, name, cls);
    xdecref(rt, cls);
    return is_good;
}
