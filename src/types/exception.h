/* The exception classes; raising is error.h's. */
#ifndef OURO_TYPES_EXCEPTION_H
#define OURO_TYPES_EXCEPTION_H

#include "types/error.h"

OURO_INLINE struct ouro_exception *exception_of(ouro_object *self)
{
    return (struct ouro_exception *)(void *)self;
}

/* ---- memory_error.c: MemoryErrors made in advance ---- */
bool ouro_memory_error_prepare(ouro_runtime *rt);
/* At the end of the program: the error that all share who come when there is no memory for one of their own
 * gives back the frames of the last of them. */
void ouro_memory_error_forget(ouro_runtime *rt);
void ouro_memory_error_release(ouro_runtime *rt); /* at the end of the runtime */
/* A dead MemoryError, already cleared, becomes one of them; false: it is to be freed. */
bool ouro_memory_error_keep(ouro_runtime *rt, ouro_object *dead);
/* One of them: owned; NULL if none is left. */
ouro_object *ouro_exception_memory_error(ouro_runtime *rt);

unsigned ouro_error_os_class(int error_number);

/* Splits an exception (group or not) by a class, tuple of classes or callable: *matched and *rest are
 * owned, NULL where nothing falls. */
bool ouro_exception_group_split(ouro_runtime *rt, ouro_object *self, ouro_object *condition,
                                ouro_object **matched, ouro_object **rest);
/* A group like self that holds the exceptions of list. */
ouro_object *ouro_exception_group_derive(ouro_runtime *rt, ouro_object *self, ouro_object *list);

#endif
