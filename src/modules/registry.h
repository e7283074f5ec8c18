/* The native modules, by name. */
#ifndef OURO_MODULES_REGISTRY_H
#define OURO_MODULES_REGISTRY_H

#include "vm/vm.h"

/* Enters all modules of this folder; ouro_vm_init has been called. */
OURO_MUST_USE bool ouro_modules_register(ouro_runtime *rt);

/* Connects the collector with gc.callbacks and gc.garbage. */
OURO_MUST_USE bool ouro_module_gc_install(ouro_runtime *rt);
void ouro_module_gc_release(ouro_runtime *rt);

/* The list of what is called around each slice of an old cycle (ouro.gc_slice_callbacks). Borrowed. */
ouro_object *ouro_module_gc_slice_callbacks(ouro_runtime *rt);

/* What the command line decides about sys. */
struct ouro_sys_options {
    const char *executable;
    bool dont_write_bytecode;
    const char *const *warnings, *const *x_options; /* NULL at the end; may be NULL */
    const char *letters;                            /* options without a value; may be NULL */
};
bool ouro_sys_prepare(ouro_runtime *rt, const struct ouro_sys_options *options);

#endif
