/* What can be done with any object, through its class's slots: the operators, calls, attributes,
 * iteration. Results are owned; errors as in runtime.h. */
#ifndef OURO_TYPES_PROTOCOL_H
#define OURO_TYPES_PROTOCOL_H

#include "types/class.h"
#include "types/error.h"

/* attributes; name is a str */
ouro_object *ouro_getattr(ouro_runtime *rt, ouro_object *object, ouro_object *name);
/* 1 found (*value owned), 0 not found (no error set), -1 error */
int ouro_getattr_optional(ouro_runtime *rt, ouro_object *object, ouro_object *name, ouro_object **value);
ouro_object *ouro_getattr_text(ouro_runtime *rt, ouro_object *object, const char *name);
bool ouro_setattr(ouro_runtime *rt, ouro_object *object, ouro_object *name,
                  ouro_object *value /* NULL: del */);
/* A special method looked up on the class and bound: NULL without error when there is none. */
ouro_object *ouro_lookup_special(ouro_runtime *rt, ouro_object *object, ouro_object *name);

/* calls */
ouro_object *ouro_call(ouro_runtime *rt, ouro_object *callable, ouro_object *const *args, size_t count,
                       ouro_object *names);
ouro_object *ouro_call0(ouro_runtime *rt, ouro_object *callable);
ouro_object *ouro_call1(ouro_runtime *rt, ouro_object *callable, ouro_object *a);
ouro_object *ouro_call2(ouro_runtime *rt, ouro_object *callable, ouro_object *a, ouro_object *b);
ouro_object *ouro_call3(ouro_runtime *rt, ouro_object *callable, ouro_object *a, ouro_object *b,
                        ouro_object *c);
ouro_object *ouro_call_tuple(ouro_runtime *rt, ouro_object *callable, ouro_object *args_tuple,
                             ouro_object *kwargs_dict /* or NULL */);
/* object.name(args...): args[0..count) without self */
ouro_object *ouro_call_method(ouro_runtime *rt, ouro_object *object, ouro_object *name,
                              ouro_object *const *args, size_t count);
bool ouro_is_callable(ouro_runtime *rt, ouro_object *object);

/* basics */
ouro_object *ouro_repr(ouro_runtime *rt, ouro_object *object);  /* a str */
ouro_object *ouro_str(ouro_runtime *rt, ouro_object *object);   /* a str; exact str is returned as it is */
ouro_object *ouro_ascii(ouro_runtime *rt, ouro_object *object);
ouro_object *ouro_format(ouro_runtime *rt, ouro_object *object, ouro_object *spec /* str or NULL */);
bool ouro_hash(ouro_runtime *rt, ouro_object *object, int64_t *hash);
ouro_object *ouro_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op);
int ouro_compare_truth(ouro_runtime *rt, ouro_object *a, ouro_object *b, enum ouro_compare_op op); /* no
                                                                         identity short cut */
int ouro_equal(ouro_runtime *rt, ouro_object *a, ouro_object *b); /* identity implies equality */
int ouro_truth(ouro_runtime *rt, ouro_object *object);
int ouro_is_instance(ouro_runtime *rt, ouro_object *object, ouro_object *class_or_tuple);
int ouro_is_subclass(ouro_runtime *rt, ouro_object *cls, ouro_object *class_or_tuple);
ouro_object *ouro_dir(ouro_runtime *rt, ouro_object *object); /* sorted list */

/* containers and iteration */
ptrdiff_t ouro_length(ouro_runtime *rt, ouro_object *object);
ptrdiff_t ouro_length_hint(ouro_runtime *rt, ouro_object *object, ptrdiff_t otherwise);
ouro_object *ouro_getitem(ouro_runtime *rt, ouro_object *object, ouro_object *key);
bool ouro_setitem(ouro_runtime *rt, ouro_object *object, ouro_object *key, ouro_object *value);
bool ouro_delitem(ouro_runtime *rt, ouro_object *object, ouro_object *key);
int ouro_contains(ouro_runtime *rt, ouro_object *object, ouro_object *item);
ouro_object *ouro_iter(ouro_runtime *rt, ouro_object *object);
ouro_object *ouro_next(ouro_runtime *rt, ouro_object *iterator); /* NULL without error: exhausted (a
                                               StopIteration raised by __next__ is swallowed) */
/* The next slot as it is, in a class that may have lost it since the iteration began. */
OURO_INLINE ouro_object *ouro_next_raw(ouro_runtime *rt, ouro_object *iterator)
{
    ouro_unary next = class_of(rt, iterator)->next;
    if (ouro_likely(next != NULL))
        return next(rt, iterator);
    return ouro_raise(rt, EXC_TypeError, "'%T' object is not iterable", iterator);
}
ouro_object *ouro_to_list(ouro_runtime *rt, ouro_object *iterable);  /* always a new list */
ouro_object *ouro_to_tuple(ouro_runtime *rt, ouro_object *iterable); /* exact tuple as it is */
/* A list or tuple is returned as it is (owned), anything else as a list; a TypeError for what is not
 * iterable says message instead, when given. */
ouro_object *ouro_to_sequence(ouro_runtime *rt, ouro_object *iterable, const char *message);

/* numbers; op codes are the ones of BINARY_OP */
enum ouro_binary_op {
    BINARY_ADD, BINARY_AND, BINARY_FLOOR_DIVIDE, BINARY_LSHIFT, BINARY_MATMUL, BINARY_MULTIPLY,
    BINARY_REMAINDER, BINARY_OR, BINARY_POWER, BINARY_RSHIFT, BINARY_SUBTRACT, BINARY_TRUE_DIVIDE,
    BINARY_XOR, BINARY_OP_COUNT
};
ouro_object *ouro_binary_operation(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a,
                                   ouro_object *b);
ouro_object *ouro_inplace_operation(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a,
                                    ouro_object *b);
ouro_object *ouro_power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus_or_none);
ouro_object *ouro_divmod(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_negative(ouro_runtime *rt, ouro_object *object);
ouro_object *ouro_positive(ouro_runtime *rt, ouro_object *object);
ouro_object *ouro_absolute(ouro_runtime *rt, ouro_object *object);
ouro_object *ouro_invert(ouro_runtime *rt, ouro_object *object);
ouro_object *ouro_index(ouro_runtime *rt, ouro_object *object); /* an int, through __index__ */
/* Through __index__. When it does not fit: with exception_index 0 clipped, else that is raised
 * ("cannot fit 'int' into an index-sized integer"). */
bool ouro_index_i64(ouro_runtime *rt, ouro_object *object, int64_t *value, unsigned exception_index);
ouro_object *ouro_to_int(ouro_runtime *rt, ouro_object *object);     /* int(object) */
ouro_object *ouro_to_float(ouro_runtime *rt, ouro_object *object);   /* float(object) */
bool ouro_as_double(ouro_runtime *rt, ouro_object *object, double *value); /* float, __float__, __index__ */
/* The bytes of a bytes-like object (class->buffer); TypeError "a bytes-like object is required, not 'x'". */
/* The same for writing: NULL in *bytes without an error when the object only lets itself be read. */
bool ouro_buffer_get_writable(ouro_runtime *rt, ouro_object *object, uint8_t **bytes, size_t *size);
bool ouro_buffer_get(ouro_runtime *rt, ouro_object *object, const uint8_t **bytes, size_t *size);

#endif
