/* Weak references: from a target to all that refer to it weakly, through a table beside the heap.
 *
 *      heap->weakrefs   target -> head of a doubly linked list through struct ouro_weakref
 *
 *      [plain reference]  [plain proxy]  [newest other] ... [oldest other]
 *       at most one        at most one    callbacks or subclasses
 *
 * A target in the table has OURO_GC_HAS_WEAKREF set, so the release of other objects pays one test.
 * The order of the list is the order of the callbacks. The weakref object itself holds its callback
 * and is held by nobody here: it detaches itself in its dealloc.
 * Depends on object. */
#ifndef OURO_GC_WEAKREF_H
#define OURO_GC_WEAKREF_H

#include "object/heap.h"

/* What the place in the list depends on. */
enum ouro_weakref_rank {
    OURO_WEAKREF_PLAIN,       /* exact type, no callback: shared by all who ask for it */
    OURO_WEAKREF_PLAIN_PROXY, /* the same for proxies */
    OURO_WEAKREF_OTHER,
};

/* The first part of every weak reference object; its type has OURO_TYPE_WEAKREF set. */
struct ouro_weakref {
    ouro_object base;
    ouro_object *target; /* borrowed; NULL once it is dead or detached */
    struct ouro_weakref *next;
    struct ouro_weakref *previous;
    ouro_object *callback; /* owned; NULL without one */
    int64_t hash;          /* of the target; OURO_WEAKREF_NO_HASH until asked for */
    uint32_t serial;       /* age: orders the callbacks of one collection */
    uint8_t rank;
};

enum { OURO_WEAKREF_NO_HASH = -1 };

/* Enters the weakref, whose callback is already in place, for the target and sets its other fields.
 * false: no memory, nothing has changed except that target is NULL. */
OURO_MUST_USE bool ouro_weakref_attach(struct ouro_heap *heap, struct ouro_weakref *weakref,
                                       ouro_object *target, enum ouro_weakref_rank rank);

/* Takes the weakref out of its target's list; target becomes NULL. Nothing happens if it is dead. The
 * callback stays with its owner. */
void ouro_weakref_detach(struct ouro_heap *heap, struct ouro_weakref *weakref);

/* The first of the target's list, NULL if none; follow ->next for the others. Borrowed. */
struct ouro_weakref *ouro_weakref_first(struct ouro_heap *heap, const ouro_object *target);

/* The shared plain reference or proxy of the target if it exists (borrowed), else NULL. */
struct ouro_weakref *ouro_weakref_find(struct ouro_heap *heap, const ouro_object *target,
                                       enum ouro_weakref_rank rank);

size_t ouro_weakref_count(struct ouro_heap *heap, const ouro_object *target);

/* The target as an owned reference, or NULL when it is dead or being torn down. */
ouro_object *ouro_weakref_get(const struct ouro_weakref *weakref);

/* The target dies: all its weak references are cleared, then the callbacks run in the order of the
 * list. Called by the release of an object that has weak references. */
void ouro_weakrefs_clear(struct ouro_heap *heap, ouro_object *target);

/* Clears them without running any callback. */
void ouro_weakrefs_clear_silently(struct ouro_heap *heap, ouro_object *target);

/* Targets in the table, and bytes of the table. */
size_t ouro_weakref_table_count(const struct ouro_heap *heap);
size_t ouro_weakref_table_size(const struct ouro_heap *heap);

#endif
