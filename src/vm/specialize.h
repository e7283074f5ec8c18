/* Inline caches: how a general instruction becomes a special one and what the words behind it hold.
 *
 * Word 0 counts: a general instruction tries to specialise when its counter reaches SPECIALIZE_AFTER, and
 * sets it far back when nothing fits; a special one counts misses there, unless its form needs the word,
 * and becomes general again after SPECIALIZE_MISSES.
 *
 *   LOAD_GLOBAL_*       0 version of the keys of builtins  1 of the globals  2-3 address of the value
 *   LOAD_ATTR_INSTANCE  1 class version  2-3 shape  4 index
 *   LOAD_ATTR_SLOT      1 class version  2 offset
 *   LOAD_ATTR_MODULE, LOAD_METHOD_MODULE   1 version of the keys  2-3 address of the value
 *   LOAD_ATTR_CLASS, LOAD_METHOD_CLASS     1 class version  4-5 the value
 *   LOAD_ATTR_CONSTANT  1 class version  2-3 shape or NULL (instances without a dict)  4-5 the value
 *   LOAD_ATTR_PROPERTY  1 class version  4-5 the getter
 *   LOAD_METHOD_*       1 class version  2-3 shape  4-5 the function
 *   STORE_ATTR_INSTANCE 0 index  1 class version  2-3 shape
 *   STORE_ATTR_ADD      1 class version  2-3 the shape afterwards
 *   STORE_ATTR_SLOT     1 class version  2 offset
 *   CALL_CLASS_*        1 class version
 *
 * A load right before an instruction that became special is itself overwritten by a fused form that does
 * both; the second instruction stays as it is, for jumps to it and for when the guess fails.
 *
 * Objects in caches are not counted: a class's version changes before anything that its dict holds can
 * die. Depends on frame.h, opcodes.h. */
#ifndef OURO_VM_SPECIALIZE_H
#define OURO_VM_SPECIALIZE_H

#include <string.h>

#include "lang/opcodes.h"
#include "vm/frame.h"

enum {
    OP_SPECIAL_START = OURO_OPCODE_COUNT - 1,
#define OURO_SPECIAL(name, general) OP_##name,
#include "vm/special.def"
#undef OURO_SPECIAL
    OP_SPECIAL_END
};

enum { SPECIALIZE_AFTER = 2, SPECIALIZE_MISSES = 32, SPECIALIZE_BACKOFF = 256 };

OURO_INLINE void *cache_pointer(const uint32_t *words)
{
    void *pointer;
    memcpy(&pointer, words, sizeof pointer);
    return pointer;
}

OURO_INLINE void cache_pointer_set(uint32_t *words, const void *pointer)
{
    memcpy(words, &pointer, sizeof pointer);
}

OURO_INLINE void specialize_opcode(uint32_t *ip, unsigned opcode)
{
    *ip = (*ip & ~0xffu) | opcode;
}

OURO_INLINE void specialize_undo(uint32_t *ip, unsigned general)
{
    specialize_opcode(ip, general);
    ip[1] = (uint32_t)-SPECIALIZE_BACKOFF;
}

/* A miss of a special instruction with a counter. */
OURO_INLINE void specialize_miss(uint32_t *ip, unsigned general)
{
    if (++ip[1] > SPECIALIZE_MISSES)
        specialize_undo(ip, general);
}

/* The instruction that ends right before ip, or NULL at the start of the code. */
uint32_t *ouro_specialize_previous(const struct ouro_code *code, uint32_t *ip);

/* The general opcode of a special one; itself otherwise. */
unsigned ouro_specialize_general(unsigned opcode);

/* Each looks at the operands and rewrites the instruction when a form fits. Never raises. */
void ouro_specialize_load_global(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip);
void ouro_specialize_load_attr(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                               ouro_object *object);
void ouro_specialize_load_method(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                                 ouro_object *object);
void ouro_specialize_store_attr(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                                ouro_object *object);
void ouro_specialize_subscr(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                            ouro_object *object, ouro_object *key);
void ouro_specialize_store_subscr(ouro_runtime *rt, uint32_t *ip, ouro_object *object,
                                  ouro_object *key);
void ouro_specialize_binary_op(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                               ouro_object *a, ouro_object *b);
void ouro_specialize_compare(ouro_runtime *rt, struct ouro_frame *frame, uint32_t *ip,
                             ouro_object *a, ouro_object *b);
void ouro_specialize_for_iter(ouro_runtime *rt, uint32_t *ip, ouro_object *iterator);
void ouro_specialize_unpack(ouro_runtime *rt, uint32_t *ip, ouro_object *sequence);
/* base: the two words below the arguments of a CALL. */
void ouro_specialize_call(ouro_runtime *rt, uint32_t *ip, ouro_object *const *base, uint32_t count);

#endif
