/* The one shape that all objects of itertools have: what they hold, a few numbers, and for the
 * combinatoric ones an array of positions. Cleared slots are NULL, and an object whose source is
 * NULL is exhausted. Depends on types. */
#ifndef OURO_MODULES_ITERTOOLS_INTERNAL_H
#define OURO_MODULES_ITERTOOLS_INTERNAL_H

#include <string.h>

#include "types/dict.h"
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

/* Keywords are refused, but not those that the __init__ of a subclass takes. */
OURO_INLINE bool ouro_iteration_no_keywords(ouro_runtime *rt, const struct ouro_class *cls, const char *name,
                                            ouro_object *names)
{
    return cls->init != builtin_class(rt, TYPE_OBJECT)->init || ouro_args_no_keywords(rt, name, names);
}

/* What the numbers of the combinatoric ones and of islice are, and the slots of groupby and its groups. */
enum { STATE, CHOSEN, HAS_RESULT, WAS_ASKED };
enum { STATE_START, STATE_RUNNING, STATE_DONE };
enum { SLICE_NEXT, SLICE_STOP, SLICE_STEP, SLICE_POSITION };
/* Slots of a groupby. Its groups draw from it as long as their number is the current one. */
enum { GROUP_SOURCE, GROUP_FUNCTION, GROUP_TARGET_KEY, GROUP_KEY, GROUP_VALUE, GROUP_CLASS };
/* Slots of a group: its groupby, its key. numbers[0] of both: the number of the group. */
enum { MEMBER_PARENT, MEMBER_KEY };

/* __reduce__ and __setstate__ (itertools_reduce.c). */
extern const struct ouro_method ouro_itertools_two_methods[], ouro_itertools_while_methods[],
    ouro_itertools_cycle_methods[], ouro_itertools_zip_longest_methods[],
    ouro_itertools_islice_methods[], ouro_itertools_accumulate_methods[], ouro_itertools_product_methods[],
    ouro_itertools_combinations_methods[], ouro_itertools_replacement_methods[],
    ouro_itertools_permutations_methods[], ouro_itertools_groupby_methods[], ouro_itertools_grouper_methods[];

ouro_object *ouro_itertools_chain_reduce(ITERATION_METHOD);
ouro_object *ouro_itertools_chain_setstate(ITERATION_METHOD);

bool ouro_itertools_select_add(ouro_runtime *rt, ouro_object *module);
bool ouro_itertools_combine_add(ouro_runtime *rt, ouro_object *module);
bool ouro_itertools_group_add(ouro_runtime *rt, ouro_object *module);

#endif
