/* None, NotImplemented and Ellipsis: one immortal object each. */
#ifndef OURO_TYPES_SINGLETON_H
#define OURO_TYPES_SINGLETON_H

#include "types/runtime.h"

bool ouro_singletons_init(ouro_runtime *rt);
bool ouro_singleton_class_init(ouro_runtime *rt);

#endif
