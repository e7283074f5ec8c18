/* The part of sys that debuggers and profilers use. Depends on vm. */
#ifndef OURO_MODULES_SYS_TRACE_H
#define OURO_MODULES_SYS_TRACE_H

#include "vm/vm.h"

bool ouro_sys_trace_init(ouro_runtime *rt, ouro_object *module);

#endif
