/* Raising, matching and describing exceptions. The pending one is rt->error. */
#ifndef OURO_TYPES_ERROR_H
#define OURO_TYPES_ERROR_H

#include <stdarg.h>

#include "types/class.h"

struct ouro_exception {
    ouro_object base;
    ouro_object *dict;      /* __dict__, may be NULL */
    ouro_object *args;      /* tuple */
    ouro_object *traceback; /* or NULL */
    ouro_object *context;   /* or NULL */
    ouro_object *cause;     /* or NULL */
    ouro_object *fields[6]; /* by class: StopIteration value; SystemExit code; OSError errno, strerror,
                               filename, filename2; ImportError msg, name, path; KeyError none;
                               SyntaxError msg, filename, lineno, offset, text, end..; NameError name;
                               AttributeError name, obj; Unicode*Error encoding, object, reason */
    int64_t numbers[4];     /* Unicode*Error start, end; SyntaxError end_lineno, end_offset, print_file */
    bool suppress_context;
};

/* Sets rt->error to a new exception of the class with this index and a message made from format.
 * Replaces a pending one (which becomes the context only if it was being handled). Returns NULL, so
 * `return ouro_raise(...)` serves functions that return a pointer or bool. Directives as printf's
 * %d %i %u %ld %lu %lld %llu %zd %zu %td %x %c %s %.*s %% %g, and %S str(object)   %R repr(object)
 * %W as %T, but None stays None: what stands where another argument should   %A ascii(object)
 * %T name of the object's class %N name of a struct ouro_class *   %U a str
 * object, as it is */
void *ouro_raise(ouro_runtime *rt, unsigned exception_index, const char *format, ...);
void *ouro_raise_va(ouro_runtime *rt, unsigned exception_index, const char *format, va_list arguments);
void *ouro_raise_class(ouro_runtime *rt, struct ouro_class *cls, const char *format, ...);
/* With one argument that is not a message (KeyError(key), StopIteration(value)); borrowed. */
void *ouro_raise_object(ouro_runtime *rt, unsigned exception_index, ouro_object *argument);
/* Raises an instance (taken). */
void *ouro_raise_take(ouro_runtime *rt, ouro_object *exception);
/* The preallocated MemoryError. */
void *ouro_raise_memory(ouro_runtime *rt);
/* From errno, with an optional file name (str object or NULL): the right subclass of OSError. */
void *ouro_raise_errno(ouro_runtime *rt, int error_number, ouro_object *filename);
/* Without arguments. */
void *ouro_raise_empty(ouro_runtime *rt, unsigned exception_index);
void *ouro_raise_stop(ouro_runtime *rt, ouro_object *value /* or NULL */); /* StopIteration */

OURO_INLINE bool ouro_has_error(const ouro_runtime *rt)
{
    return rt->error != NULL;
}
/* Is the pending error an instance of this built-in exception class? */
bool ouro_error_is(const ouro_runtime *rt, unsigned exception_index);
void ouro_error_clear(ouro_runtime *rt);
/* Takes the pending error out (owned; NULL if none), and puts one back (taken, NULL allowed). */
ouro_object *ouro_error_take(ouro_runtime *rt);
/* What is being handled becomes the context of the pending error, as when it is raised. */
void ouro_error_chain(ouro_runtime *rt);
void ouro_error_restore(ouro_runtime *rt, ouro_object *error);
/* Does an except clause with this class, or tuple of classes, match? -1: TypeError is set. */
int ouro_error_matches(ouro_runtime *rt, ouro_object *error, ouro_object *class_or_tuple);
/* warnings: issues a warning of the category class index through the warnings machinery; false when
 * a filter turned it into an error. */
bool ouro_warn(ouro_runtime *rt, unsigned category_index, int stack_level, const char *format, ...);

/* ---- arguments ------------------------------------------------------------------------------- */

/* Describes parameters for functions with METHOD_KEYWORDS: names[] ended by NULL. Positional-only
 * ones come first (their name is ""), keyword-only ones last. */
struct ouro_signature {
    const char *function; /* for messages: "sorted", "print" */
    const char *const *names;
    uint8_t required;        /* so many of the first must be given */
    uint8_t positional_max;  /* so many may be positional */
};

/* Fills out[0..number of names) with borrowed arguments, NULL where not given. TypeErrors are worded
 * as CPython 3.11's argument clinic does. */
bool ouro_args_bind(ouro_runtime *rt, const struct ouro_signature *signature, ouro_object *const *args,
                    size_t count, ouro_object *names, ouro_object **out);
/* "f() takes no keyword arguments". */
bool ouro_args_no_keywords(ouro_runtime *rt, const char *function, ouro_object *names);
/* "f expected at least 1 argument, got 0" and its kin. */
bool ouro_args_count(ouro_runtime *rt, const char *function, size_t count, size_t min, size_t max);

#endif
