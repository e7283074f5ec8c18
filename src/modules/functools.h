/* The native part of functools: what its files share. */
#ifndef OURO_MODULES_FUNCTOOLS_H
#define OURO_MODULES_FUNCTOOLS_H

#include "types/class.h"

bool ouro_lru_cache_init(ouro_runtime *rt, ouro_object *module);

#endif
