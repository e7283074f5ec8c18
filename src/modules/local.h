/* _thread._local: objects whose attributes every thread has for itself. Depends on types. */
#ifndef OURO_MODULES_LOCAL_H
#define OURO_MODULES_LOCAL_H

#include "types/class.h"

/* Borrowed; NULL: the error is set. */
struct ouro_class *ouro_local_class_new(ouro_runtime *rt);

/* The thread has ended: its attributes go. */
void ouro_local_forget(ouro_runtime *rt, uint64_t ident);

#endif
