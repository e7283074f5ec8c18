/* sys.set_asyncgen_hooks and its kin. Depends on vm. */
#ifndef OURO_MODULES_SYS_ASYNC_H
#define OURO_MODULES_SYS_ASYNC_H

#include "types/class.h"

/* Enters the functions in the module. */
bool ouro_sys_async_init(ouro_runtime *rt, ouro_object *module);

#endif
