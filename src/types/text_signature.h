/* __text_signature__ of native functions, methods, slot wrappers and classes, from a table in read-only
 * memory (text_signatures.h). Each answers a str, or None where CPython has none; owned. */
#ifndef OURO_TYPES_TEXT_SIGNATURE_H
#define OURO_TYPES_TEXT_SIGNATURE_H

#include "types/class.h"

ouro_object *ouro_text_signature_of_native(ouro_runtime *rt, ouro_object *function);
ouro_object *ouro_text_signature_of_method(ouro_runtime *rt, struct ouro_class *owner, const char *name);
ouro_object *ouro_text_signature_of_wrapper(ouro_runtime *rt, struct ouro_class *owner,
                                            const char *name);
ouro_object *ouro_text_signature_of_class(ouro_runtime *rt, struct ouro_class *cls);

#endif
