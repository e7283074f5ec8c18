/* Python's values from C: numbers, text, bytes, tuples, lists, dicts and sets on a private heap, for a
 * program that needs dynamic data, and for one that runs Python and wants to talk with it.
 *
 *     struct ouro_data *data = ouro_data_open(NULL);
 *     void *list = ouro_data_list(data, NULL, 0);
 *     void *number = ouro_data_int(data, 42);
 *     ouro_data_append(data, list, number);          // the list has its own reference
 *     ouro_data_drop(data, number);
 *     ouro_data_drop(data, list);                    // both are gone
 *     ouro_data_close(data);
 *
 * A value is a void * that is counted. Functions that return one give the caller a reference of its
 * own, to be given up with ouro_data_drop, unless they say "borrowed"; arguments are borrowed, and
 * containers take references of their own. Cycles are found by the collector, which runs when
 * containers are created or a Python program runs: references that are kept in C must be counted.
 *
 * NULL, false, or -1 where an int is returned, says that it failed, that nothing changed, and that
 * an error is pending, as an exception of Python: ouro_data_error tells and clears it. A value of
 * the wrong kind is such an error (TypeError), not undefined behaviour; NULL as a value is a bug of
 * the caller. Costs are those of Python's types: docs/allocation.md. */
#ifndef OURO_DATA_H
#define OURO_DATA_H

#include "ouro/heap.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ouro_data;
struct ouro_python;

/* spec may be NULL. NULL: the system refuses memory. Cost: about a millisecond and 300 KiB, for the types. */
OURO_API struct ouro_data *ouro_data_open(const struct ouro_heap_spec *spec);
/* Frees everything at once, references that are still held included; NULL is allowed. */
OURO_API void ouro_data_close(struct ouro_data *data);

/* The values of a Python program: its heap, borrowed, valid until ouro_python_free. Do not close it. */
OURO_API struct ouro_data *ouro_python_data(struct ouro_python *python);
/* The names of the module __main__, a dict, borrowed; NULL with an error before a program has run. */
OURO_API void *ouro_python_names(struct ouro_python *python);

/* The heap beneath, for its figures, limits and collections (ouro/heap.h); not for types of one's own. */
OURO_API struct ouro_heap *ouro_data_heap(struct ouro_data *data);

static inline void *ouro_data_keep(void *value) /* +1; the same value */
{
    ouro_keep(value);
    return value;
}

static inline void ouro_data_drop(struct ouro_data *data, void *value /* may be NULL */)
{
    if (value)
        ouro_drop((struct ouro_heap *)data, value);
}

/* ---- creating -------------------------------------------------------------------------------- */

OURO_API void *ouro_data_none(struct ouro_data *data);
OURO_API void *ouro_data_bool(struct ouro_data *data, bool value);
OURO_API void *ouro_data_int(struct ouro_data *data, int64_t value);
/* Digits of any number in base 2 to 36, as int(text, base) reads them; base 0: as the literal says. */
OURO_API void *ouro_data_int_parse(struct ouro_data *data, const char *text, size_t size, int base);
OURO_API void *ouro_data_float(struct ouro_data *data, double value);
OURO_API void *ouro_data_str(struct ouro_data *data, const char *utf8, size_t size);
OURO_API void *ouro_data_bytes(struct ouro_data *data, const void *bytes, size_t size);
/* Containers of `count` values (borrowed; values may be NULL when count is 0). */
OURO_API void *ouro_data_tuple(struct ouro_data *data, void *const *values, size_t count);
OURO_API void *ouro_data_list(struct ouro_data *data, void *const *values, size_t count);
OURO_API void *ouro_data_dict(struct ouro_data *data);
OURO_API void *ouro_data_set(struct ouro_data *data);

/* ---- looking at one -------------------------------------------------------------------------- */

enum ouro_data_kind {
    OURO_DATA_OTHER,
    OURO_DATA_NONE,
    OURO_DATA_BOOL,
    OURO_DATA_INT,
    OURO_DATA_FLOAT,
    OURO_DATA_STR,
    OURO_DATA_BYTES,
    OURO_DATA_TUPLE,
    OURO_DATA_LIST,
    OURO_DATA_DICT,
    OURO_DATA_SET,
};

/* Exactly of that type; an instance of a class derived from it is OURO_DATA_OTHER. */
OURO_API enum ouro_data_kind ouro_data_kind(struct ouro_data *data, const void *value);
/* The name of its class, borrowed; valid while the class lives. */
OURO_API const char *ouro_data_class_name(struct ouro_data *data, const void *value);

OURO_API bool ouro_data_as_int(struct ouro_data *data, void *value, int64_t *number);   /* OverflowError */
OURO_API bool ouro_data_as_float(struct ouro_data *data, void *value, double *number);
/* UTF-8 with a NUL behind it. Borrowed from the str when *owner comes back NULL, else valid until the
 * caller drops *owner. */
OURO_API const char *ouro_data_as_str(struct ouro_data *data, void *value, size_t *size, void **owner);
OURO_API const void *ouro_data_as_bytes(struct ouro_data *data, void *value, size_t *size); /* borrowed */
OURO_API int ouro_data_truth(struct ouro_data *data, void *value); /* 1, 0, or -1 */
OURO_API bool ouro_data_hash(struct ouro_data *data, void *value, int64_t *hash);
OURO_API void *ouro_data_repr(struct ouro_data *data, void *value);
OURO_API int ouro_data_equal(struct ouro_data *data, void *a, void *b); /* 1, 0, or -1 */
OURO_API int ouro_data_less(struct ouro_data *data, void *a, void *b);  /* 1, 0, or -1 */

/* ---- containers ------------------------------------------------------------------------------ */

OURO_API ptrdiff_t ouro_data_length(struct ouro_data *data, void *container); /* -1 */
/* container[index]: of a tuple, list, str or bytes; negative from the end. IndexError. */
OURO_API void *ouro_data_item(struct ouro_data *data, void *container, ptrdiff_t index);
/* container[key]. KeyError. */
OURO_API void *ouro_data_get(struct ouro_data *data, void *container, void *key);
/* The value of a str key in a dict, borrowed; NULL without an error when there is none. */
OURO_API void *ouro_data_find(struct ouro_data *data, void *dict, const char *key);
OURO_API bool ouro_data_put(struct ouro_data *data, void *container, void *key, void *value);
OURO_API bool ouro_data_remove(struct ouro_data *data, void *container, void *key); /* del container[key] */
OURO_API bool ouro_data_append(struct ouro_data *data, void *list, void *value);
OURO_API bool ouro_data_add(struct ouro_data *data, void *set, void *value);
OURO_API int ouro_data_contains(struct ouro_data *data, void *container, void *value); /* 1, 0, or -1 */
OURO_API bool ouro_data_sort(struct ouro_data *data, void *list);
/* Goes through a dict in the order of insertion: *position starts at 0; key and value are borrowed.
 * False at the end. The dict must not change meanwhile, but for values of keys it has. */
OURO_API bool ouro_data_pair(struct ouro_data *data, void *dict, size_t *position, void **key,
                             void **value);
/* Goes through anything: an iterator, then its values; NULL without an error at the end. */
OURO_API void *ouro_data_iterator(struct ouro_data *data, void *container);
OURO_API void *ouro_data_next(struct ouro_data *data, void *iterator);

/* ---- objects and functions: with a Python program -------------------------------------------- */

OURO_API void *ouro_data_attribute(struct ouro_data *data, void *value, const char *name);
OURO_API bool ouro_data_attribute_set(struct ouro_data *data, void *value, const char *name,
                                      void *attribute);
OURO_API void *ouro_data_call(struct ouro_data *data, void *callable, void *const *arguments,
                              size_t count);

/* A function of C that Python can call. All it is given is borrowed, the result is the caller's; NULL
 * with an error pending (ouro_data_raise) raises that. `names` is NULL, or a tuple of str for whose
 * keywords the values follow at arguments[count]. */
typedef void *(*ouro_data_function)(struct ouro_data *data, void *self, void *const *arguments,
                                    size_t count, void *names);
struct ouro_data_method {
    const char *name;
    ouro_data_function function;
    int min, max; /* positional arguments, max -1: any; another number is a TypeError */
    bool takes_keywords; /* otherwise keywords are a TypeError; with them the function counts itself */
    const char *doc;     /* may be NULL */
};
/* The texts of the method must outlive the heap; self (may be NULL) is kept by the function. */
OURO_API void *ouro_data_function_new(struct ouro_data *data, const struct ouro_data_method *method,
                                      void *self);

/* ---- errors ---------------------------------------------------------------------------------- */

OURO_API bool ouro_data_failed(struct ouro_data *data); /* is one pending? */
/* Clears the pending error and writes "KeyError: 'x'" to the buffer, cut to its size and ended with NUL;
 * the length of the whole text, 0 when none is pending. */
OURO_API size_t ouro_data_error(struct ouro_data *data, char *buffer, size_t size);
/* Makes an error of the built-in exception with this name ("ValueError") pending; the result is NULL,
 * for `return ouro_data_raise(...)`. Another name gives a SystemError that says so. */
OURO_API void *ouro_data_raise(struct ouro_data *data, const char *exception, const char *message);

#ifdef __cplusplus
}
#endif

#endif
