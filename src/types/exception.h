/* The exception classes; raising is error.h's. */
#ifndef OURO_TYPES_EXCEPTION_H
#define OURO_TYPES_EXCEPTION_H

#include "types/error.h"

OURO_INLINE struct ouro_exception *exception_of(ouro_object *self)
{
    return (struct ouro_exception *)(void *)self;
}

/* Gives those made in advance back: at the end of the runtime. */
void ouro_exception_release(ouro_runtime *rt);

/* A MemoryError made in advance: owned; NULL if none is left and none can be made. */
ouro_object *ouro_exception_memory_error(ouro_runtime *rt);
unsigned ouro_error_os_class(int error_number);

/* Splits an exception (group or not) by a class, tuple of classes or callable: *matched and *rest are
 * owned, NULL where nothing falls. */
bool ouro_exception_group_split(ouro_runtime *rt, ouro_object *self, ouro_object *condition,
                                ouro_object **matched, ouro_object **rest);
/* A group like self that holds the exceptions of list. */
ouro_object *ouro_exception_group_derive(ouro_runtime *rt, ouro_object *self, ouro_object *list);

#endif
