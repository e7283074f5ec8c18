/* datetime: what its two files share. Depends on datetime_internal. */
#ifndef OURO_MODULES_DATETIME_DATETIME_H
#define OURO_MODULES_DATETIME_DATETIME_H

#include "modules/datetime_internal.h"

/* The fields as they are, without a check. */
ouro_object *ouro_datetime_datetime_new(ouro_runtime *rt, struct ouro_class *cls,
                                        const struct ouro_datetime_fields *fields);
/* Binds year, month, ..., fold over what fields has, and checks them. */
bool ouro_datetime_datetime_bind(ouro_runtime *rt, const char *function, size_t required,
                                 ouro_object *const *args, size_t count, ouro_object *names,
                                 struct ouro_datetime_fields *fields);
/* Microseconds since the beginning of year 1 on the local clock. */
int64_t ouro_datetime_datetime_us(const ouro_object *self);
ouro_object *ouro_datetime_datetime_offset(ouro_runtime *rt, ouro_object *self, const char *method);

extern const struct ouro_method ouro_datetime_datetime_methods[];

#endif
