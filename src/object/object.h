/* What every object is: an 8-byte header with a count, flags and the index of its type.
 *
 *      byte 0        4          5            6              8
 *      +-------------+----------+------------+--------------+----------------
 *      |  refcount   | gc_flags | user_flags |  type_index  |  the object ...
 *      +-------------+----------+------------+--------------+----------------
 *
 * refcount    > 0  ordinary; 0: free block, or an object being torn down
 *             < 0  one of
 *                    -1 .. -2^24 + 1   trapped: the collector is about to prove that nobody holds
 *                                      this object; the true count is the negative of this. The
 *                                      first change of the count springs the trap (it becomes
 *                                      positive again) and so saves the object
 *                    top bits 10       dead, waiting for its release; the rest is a link
 *                    other             immortal: never counted, never freed. An overflowing count
 *                                      wraps into this range and sticks there
 * type_index  never 0 in a live object. A free block holds a 48-bit link (or zeros) in its first
 *             word, so type_index reads 0 there; this is how a walk over a pool tells them apart.
 *
 * gc_flags belong to src/gc and src/object; user_flags to the type.
 * Depends on mem (blocks) only. */
#ifndef OURO_OBJECT_OBJECT_H
#define OURO_OBJECT_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/assert.h"
#include "base/compiler.h"

typedef struct ouro_object ouro_object;
struct ouro_heap;
struct ouro_type;

struct ouro_object {
    int32_t refcount;
    uint8_t gc_flags;
    uint8_t user_flags;
    uint16_t type_index;
};

enum {
    OURO_REFCOUNT_IMMORTAL = INT32_MIN / 2,
    OURO_REFCOUNT_TRAPPED = -(1 << 24), /* trapped counts lie above */
};

/* gc_flags */
enum {
    OURO_GC_GENERATION = 0x03, /* 0, 1, 2: age; 3: frozen */
    OURO_GC_UNTRACKED = 0x04,  /* a container that needs no traversal (gc.is_tracked is False) */
    OURO_GC_FINALIZED = 0x08,  /* its finalizer has run: never again */
    OURO_GC_HAS_WEAKREF = 0x10,
    OURO_GC_PENDING = 0x20, /* proven garbage on its way out */
    OURO_GC_BLACK = 0x40,   /* born during an old cycle: counts as live in it */
    OURO_GC_SCRATCH = 0x80, /* free for one collector pass at a time */
};

/* Called when a count is not above one: immortal objects return at once, traps spring, the rest die. */
OURO_NOINLINE void ouro_object_decref_slow(struct ouro_heap *heap, ouro_object *object);

OURO_INLINE void ouro_object_incref(ouro_object *object)
{
    int32_t count = object->refcount;
    if (ouro_likely(count >= 0))
        object->refcount = (int32_t)((uint32_t)count + 1u);
    else if (ouro_unlikely(count > OURO_REFCOUNT_TRAPPED))
        object->refcount = 1 - count;
}

/* Frees the object at once when this was the last reference; then user code may run (finalizers,
 * weak reference callbacks), so the slot that held the reference must already be overwritten. */
OURO_INLINE void ouro_object_decref(struct ouro_heap *heap, ouro_object *object)
{
    int32_t count = object->refcount;
    if (ouro_likely(count > 1))
        object->refcount = count - 1;
    else if (count > OURO_REFCOUNT_TRAPPED)
        ouro_object_decref_slow(heap, object);
}

OURO_INLINE bool ouro_object_is_immortal(const ouro_object *object)
{
    return object->refcount <= OURO_REFCOUNT_TRAPPED;
}

/* The count, a trapped one included; negative for immortal objects. */
OURO_INLINE int32_t ouro_object_refcount(const ouro_object *object)
{
    int32_t count = object->refcount;
    return count < 0 && count > OURO_REFCOUNT_TRAPPED ? -count : count;
}

/* Call this on an object when a counted reference to it moves out of a container without its count
 * changing (pop hands the list's own reference to the caller): springs the trap if there is one. */
OURO_INLINE void ouro_object_touch(ouro_object *object)
{
    int32_t count = object->refcount;
    if (ouro_unlikely(count < 0 && count > OURO_REFCOUNT_TRAPPED))
        object->refcount = -count;
}

/* ---- traversal ------------------------------------------------------------------------------ */

/* A type reports its outgoing references as ranges of slots; the visitor loops over them. NULL slots
 * are skipped by the visitor. A traverse function has no side effects, allocates nothing, and
 * reports each counted reference exactly once: a missing one only leaks, one too many would be a
 * bug that the audit finds. */
struct ouro_visitor {
    void (*range)(struct ouro_visitor *visitor, ouro_object *const *slots, size_t count,
                  size_t stride /* in slots; 1 = adjacent */);
    struct ouro_heap *heap;
};

OURO_INLINE void ouro_visit(struct ouro_visitor *visitor, ouro_object *const *slot)
{
    visitor->range(visitor, slot, 1, 1);
}

OURO_INLINE void ouro_visit_range(struct ouro_visitor *visitor, ouro_object *const *slots,
                                  size_t count)
{
    visitor->range(visitor, slots, count, 1);
}

OURO_INLINE void ouro_visit_strided(struct ouro_visitor *visitor, ouro_object *const *slots,
                                    size_t count, size_t stride)
{
    visitor->range(visitor, slots, count, stride);
}

/* ---- types, as far as the heap knows them ---------------------------------------------------- */

enum ouro_type_flags {
    OURO_TYPE_HEAP = 1 << 0,        /* counted: each instance holds a reference to its type */
    OURO_TYPE_WEAKREFABLE = 1 << 1, /* instances can be weakly referenced */
    OURO_TYPE_IMMUTABLE = 1 << 2,   /* attributes of the type itself cannot be set */
    OURO_TYPE_BASE = 1 << 3,        /* may be subclassed */
    OURO_TYPE_WEAKREF = 1 << 4,     /* instances begin with struct ouro_weakref (src/gc/weakref.h) */
    /* bits 8.. belong to src/types */
};

/* The first part of every type. A type is itself an object. The functions may be NULL where a
 * type needs none; containers need traverse, and clear if they can be part of a cycle. */
struct ouro_type {
    ouro_object base;
    const char *name;
    uint32_t flags;
    uint32_t instance_size; /* bytes of a fixed-size instance, or of the fixed part */
    uint16_t index;         /* position in heap->types */
    uint8_t kind;           /* enum ouro_block_kind: atom or container */

    /* The size in bytes with which the block was allocated. NULL: instance_size. */
    size_t (*size_of)(struct ouro_heap *heap, const ouro_object *self);

    /* The count is 0, finalizer and weak references are done. Drops what the object holds and
     * frees its block (ouro_object_free or a free list). */
    void (*dealloc)(struct ouro_heap *heap, ouro_object *self);

    void (*traverse)(const ouro_object *self, struct ouro_visitor *visitor);

    /* Drops the references that can be part of cycles; the object stays valid. */
    void (*clear)(struct ouro_heap *heap, ouro_object *self);

    /* For types whose instances can be wide: drops references until *budget is 0, taking one from it for
     * each; true: there are more. Nobody but the caller sees the object any more (garbage, or its count
     * is 0): afterwards it need only stand traversal and dealloc. In the end all that clear would drop
     * is gone. May be NULL. */
    bool (*clear_some)(struct ouro_heap *heap, ouro_object *self, uint32_t *budget);

    /* The finalizer (__del__, a generator's close): called at most once for each object, with a
     * valid object, before weak references without callbacks are cleared. May resurrect. */
    void (*finalize)(struct ouro_heap *heap, ouro_object *self);

    /* Asked about an object that survived a collection of this generation: true if it holds nothing
     * worth following any more and may be left out of later ones (exact tuples of atoms). Sees the
     * object only; no side effects. */
    bool (*may_untrack)(struct ouro_heap *heap, const ouro_object *self, int generation);
};

#endif
