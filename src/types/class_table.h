/* All built-in classes: what each is called, what it derives from, and the order in which they are
 * made ready. */
#ifndef OURO_TYPES_CLASS_TABLE_H
#define OURO_TYPES_CLASS_TABLE_H

#include "types/class.h"

/* Allocates and registers every built-in class, so that objects of them can exist. */
bool ouro_class_table_create(ouro_runtime *rt);
/* Fills their slots and dicts. */
bool ouro_class_table_ready(ouro_runtime *rt);

/* Each in the file of its type. */
bool ouro_object_class_init(ouro_runtime *rt);
bool ouro_type_class_init(ouro_runtime *rt);
bool ouro_descriptor_class_init(ouro_runtime *rt);
bool ouro_function_class_init(ouro_runtime *rt);
bool ouro_module_class_init(ouro_runtime *rt);
bool ouro_property_class_init(ouro_runtime *rt);
bool ouro_super_class_init(ouro_runtime *rt);
bool ouro_exception_class_init(ouro_runtime *rt);
bool ouro_generic_alias_class_init(ouro_runtime *rt);
bool ouro_namespace_class_init(ouro_runtime *rt);
bool ouro_weakref_class_init(ouro_runtime *rt);
bool ouro_iterator_class_init(ouro_runtime *rt);
bool ouro_iterator_tools_class_init(ouro_runtime *rt);
bool ouro_code_class_init(ouro_runtime *rt);

ouro_object *ouro_generic_alias_new(ouro_runtime *rt, ouro_object *origin, ouro_object *args);
ouro_object *ouro_union_new(ouro_runtime *rt, ouro_object *a, ouro_object *b);
ouro_object *ouro_mapping_proxy_new(ouro_runtime *rt, ouro_object *mapping);
ouro_object *ouro_namespace_new(ouro_runtime *rt, ouro_object *dict /* taken, or NULL */);

#endif
