/* The one shape that all objects of itertools have: what they hold, a few numbers, and for the
 * combinatoric ones an array of positions. Cleared slots are NULL, and an object whose source is
 * NULL is exhausted. Depends on types. */
#ifndef OURO_MODULES_ITERTOOLS_INTERNAL_H
#define OURO_MODULES_ITERTOOLS_INTERNAL_H

#include <string.h>

#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

enum { ITERATION_SLOTS = 6, ITERATION_NUMBERS = 4 };

struct iteration {
    ouro_object base;
    ouro_object *slots[ITERATION_SLOTS];
    int64_t numbers[ITERATION_NUMBERS];
    int64_t *positions; /* buffer of the runtime, or NULL */
    size_t position_count;
};

OURO_INLINE struct iteration *iteration_of(ouro_object *object)
{
    return (struct iteration *)(void *)object;
}

#define ITERATION_CREATE                                                                           \
    ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args, size_t count,              \
        ouro_object *names
#define ITERATION_METHOD                                                                           \
    ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count, ouro_object *names

typedef ouro_object *(*ouro_iteration_create)(ITERATION_CREATE);

/* A new class of this shape in the module; create NULL: cannot be called. Borrowed. */
struct ouro_class *ouro_iteration_class_add(ouro_runtime *rt, ouro_object *module, const char *name,
                                            ouro_iteration_create create, ouro_unary next,
                                            ouro_unary repr, const struct ouro_method *methods);
/* An instance whose first slots are the given objects, all taken (also when it fails, as it does
 * when one is NULL). */
struct iteration *ouro_iteration_new_take(ouro_runtime *rt, struct ouro_class *cls,
                                          ouro_object *const *slots, size_t slot_count);
/* Gives it room for positions; false: it is dropped. */
bool ouro_iteration_reserve(ouro_runtime *rt, struct iteration *self, size_t count);

bool ouro_itertools_select_add(ouro_runtime *rt, ouro_object *module);
bool ouro_itertools_combine_add(ouro_runtime *rt, ouro_object *module);
bool ouro_itertools_group_add(ouro_runtime *rt, ouro_object *module);

#endif
