/* The evaluation loop and what its helpers share. Depends on frame.h, lang/opcodes.h. */
#ifndef OURO_VM_EVAL_H
#define OURO_VM_EVAL_H

#include "vm/frame.h"

/* Runs the frame, whose on_return is RETURN_TO_C and whose previous is set, until it returns, yields or
 * fails; is_raising: starts by raising rt->error at frame->instruction. The frame is cleared and, in the data
 * stack, given back, unless it yielded. The value, or NULL with the error set. */
ouro_object *ouro_eval(ouro_runtime *rt, struct ouro_frame *frame, bool is_raising);

/* The handler that guards the instruction, or NULL. */
const struct ouro_code_handler *ouro_eval_find_handler(const struct ouro_code *code, uint32_t index);

/* ---- call.c ---------------------------------------------------------------------------------- */

/* A frame for a call of the function with these arguments, all taken, also on failure (then NULL). The
 * values of the keywords follow the count positional ones. */
struct ouro_frame *ouro_call_push(ouro_runtime *rt, struct ouro_function *function,
                                  ouro_object *const *args, size_t count, ouro_object *names);
/* Runs a function to its end: the VM's function_call hook. Arguments borrowed. */
ouro_object *ouro_call_function(ouro_runtime *rt, ouro_object *function, ouro_object *const *args,
                                size_t count, ouro_object *names);
/* CALL_FUNCTION_EX: callable(*args, **kwargs); args is made a tuple, kwargs a dict or NULL. */
ouro_object *ouro_call_extended(ouro_runtime *rt, ouro_object *callable, ouro_object *args,
                                ouro_object *kwargs);
/* Flattens args (tuple) and kwargs (dict or NULL) into counted arguments: *values of *total entries, the
 * buffer from ouro_buffer_alloc of *size bytes; *names owned or NULL. */
bool ouro_call_flatten(ouro_runtime *rt, ouro_object *args, ouro_object *kwargs, ouro_object ***values,
                       size_t *count, ouro_object **names, size_t *size);
/* The tuple for *args of a call; TypeErrors name the callable. Owned. */
ouro_object *ouro_call_star_tuple(ouro_runtime *rt, ouro_object *callable, ouro_object *iterable);
/* `callable(**a, **b)`: merges, and words the TypeErrors. */
bool ouro_call_merge(ouro_runtime *rt, ouro_object *callable, ouro_object *dict, ouro_object *mapping);

/* ---- raise.c --------------------------------------------------------------------------------- */

/* raise, raise exc, raise exc from cause; both taken or NULL. true: the error of a bare raise is set
 * and keeps its traceback as it is (like RERAISE). */
bool ouro_raise_statement(ouro_runtime *rt, ouro_object *exception, ouro_object *cause);
/* The pending error is a StopIteration that leaves a generator: makes it a RuntimeError. */
/* The pending error came directly from this one, which is taken. */
void ouro_error_set_cause_take(ouro_runtime *rt, ouro_object *cause);
void ouro_raise_generator_stop(ouro_runtime *rt, uint32_t code_flags);
/* except* : splits; *rest and *match owned (None where empty). */
bool ouro_raise_group_match(ouro_runtime *rt, ouro_object *exception, ouro_object *classes,
                            ouro_object **match, ouro_object **rest);
/* PREP_RERAISE_STAR: owned exception or None. */
ouro_object *ouro_raise_group_prepare(ouro_runtime *rt, ouro_object *original, ouro_object *list);
bool ouro_raise_check_except(ouro_runtime *rt, ouro_object *classes);
bool ouro_raise_check_except_star(ouro_runtime *rt, ouro_object *classes);
void *ouro_raise_name(ouro_runtime *rt, ouro_object *name);
void *ouro_raise_unbound_local(ouro_runtime *rt, const struct ouro_code *code, uint32_t index);
void *ouro_raise_unbound_deref(ouro_runtime *rt, const struct ouro_code *code, uint32_t index);

/* ---- class_build.c --------------------------------------------------------------------------- */

ouro_object *ouro_class_build(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                              size_t count, ouro_object *names);

/* ---- unpack.c: UNPACK_SEQUENCE and its kin --------------------------------------------------- */

/* Writes count items so that the first ends at the highest address below top. */
bool ouro_unpack_sequence(ouro_runtime *rt, ouro_object *sequence, uint32_t count, ouro_object **top);
bool ouro_unpack_star(ouro_runtime *rt, ouro_object *sequence, uint32_t before, uint32_t after,
                      ouro_object **top);

/* ---- match.c --------------------------------------------------------------------------------- */

/* Tuple of values, None when a key is missing; NULL: error. */
ouro_object *ouro_match_keys(ouro_runtime *rt, ouro_object *mapping, ouro_object *keys);
/* Tuple of attributes, NULL without an error: no match. */
ouro_object *ouro_match_class(ouro_runtime *rt, ouro_object *subject, ouro_object *cls, uint32_t count,
                              ouro_object *names);

/* ---- import.c -------------------------------------------------------------------------------- */

ouro_object *ouro_import_name(ouro_runtime *rt, struct ouro_frame *frame, ouro_object *name,
                              ouro_object *fromlist, ouro_object *level);
ouro_object *ouro_import_from(ouro_runtime *rt, ouro_object *module, ouro_object *name);
bool ouro_import_star(ouro_runtime *rt, ouro_object *module, ouro_object *locals);
bool ouro_import_init(ouro_runtime *rt);
/* A module object of this name entered in sys.modules with the attributes that importing gives. */
ouro_object *ouro_import_add_module(ouro_runtime *rt, const char *name);
/* builtins, which is made before importing is, says where it comes from. */
bool ouro_import_describe_builtins(ouro_runtime *rt);

/* ---- builtins.c ------------------------------------------------------------------------------ */

bool ouro_builtins_init(ouro_runtime *rt);

/* Connects str.encode and bytes.decode with the codec registry. */
void ouro_vm_codec_install(ouro_runtime *rt);

#endif
