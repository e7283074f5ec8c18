/* struct ouro_heap: one private heap. Everything hangs off it, so a process can hold several.
 *
 * It is large but mostly untouched address space (the table of types): it is allocated from fresh
 * pages and only what is used becomes resident. A language runtime embeds it as its first member.
 * Depends on mem, object.h. */
#ifndef OURO_OBJECT_HEAP_H
#define OURO_OBJECT_HEAP_H

#include "mem/mem.h"
#include "object/object.h"

struct ouro_gc;

enum { OURO_TYPES_MAX = 65536 };

/* A bounded stack of dead blocks of one size, kept for the next object of the same type. The link is
 * the first word of the block, so a walk sees it as free. */
struct ouro_free_list {
    void *head;
    uint32_t count;
    uint32_t count_max;
    uint64_t hits;
    uint64_t misses;
    const char *name;
    uint32_t block_size;
    uint8_t kind;
};

enum { OURO_FREE_LISTS_MAX = 64 };

/* What the heap asks of the language above it. Each may be NULL. */
struct ouro_heap_hooks {
    /* The target of a weak reference died: run its callback; the weakref is already cleared and
     * alive for the call. */
    void (*weakref_callback)(struct ouro_heap *heap, ouro_object *weakref);
    /* A collection starts or ends (gc.callbacks); also called for each slice of an old cycle.
     * phase is enum ouro_gc_phase of src/gc. */
    void (*collection)(struct ouro_heap *heap, int phase, int generation, size_t collected,
                       size_t uncollectable);
    /* The same for an embedder who looks on (src/api). */
    void (*watch)(struct ouro_heap *heap, int phase, int generation, size_t collected);
    void (*watcher)(void); /* what it calls, as its own type, */
    void *watcher_context; /* with this */
    /* An object was found unreachable: reason is enum ouro_gc_garbage of src/gc. */
    void (*garbage)(struct ouro_heap *heap, ouro_object *object, int reason);
    /* Saves and restores the pending error around user code that the collector runs. */
    void *(*error_save)(struct ouro_heap *heap);
    void (*error_restore)(struct ouro_heap *heap, void *saved);
    /* Roots the runtime holds by plain counted pointers outside the heap: hints for marking and the
     * names shown by diagnosis. Never needed for correctness. */
    void (*roots)(struct ouro_heap *heap, struct ouro_visitor *visitor);
    /* A number for the place where the program is: the same when it comes there again. */
    uint64_t (*place)(struct ouro_heap *heap);
};

struct ouro_heap {
    struct ouro_mem mem;
    struct ouro_gc *gc;

    /* While counts are trapped (src/gc/trap.c) references that leave their slots without a change of
     * their counts must be touched; has_shifted: slots of a wide container changed places. */
    bool has_traps;
    bool has_shifted;

    /* Net container objects since the last young collection, and the number at which the next
     * one is due: ouro_gc_poll compares them. */
    int64_t young_count;
    int64_t young_threshold;

    /* Objects whose deallocation was put off so that the C stack does not grow: a list threaded
     * through their headers, drained by the outermost release. */
    uint64_t deferred_head;
    uint32_t release_depth;
    uint32_t release_budget; /* objects freed in one go before the rest is put off; 0: no limit */
    uint32_t release_left;

    uint64_t objects_created; /* objects ever allocated; freed is derived from those alive */
    uint64_t objects_freed;

    /* Called by the release of an object whose flags ask for it: by src/gc. */
    void (*weakrefs_clear)(struct ouro_heap *heap, ouro_object *target);
    void (*finalizer_gone)(struct ouro_heap *heap, ouro_object *object);

    /* Told of each new container while allocation sites are recorded (src/diag/births.c). */
    void (*birth)(struct ouro_heap *heap, ouro_object *object);
    void *births;

    struct ouro_heap_hooks hooks;
    size_t heap_size; /* bytes of pages that the heap itself occupies */
    void *weakrefs; /* struct ouro_weak_table of src/gc */

    struct ouro_free_list free_lists[OURO_FREE_LISTS_MAX];
    uint32_t free_list_count;

    uint32_t type_index_next; /* all indices below were handed out at least once */
    uint32_t type_free_count;
    uint32_t type_free_head; /* index of the free entry to use next, 0: none */
    struct ouro_type *types[OURO_TYPES_MAX];
};

OURO_INLINE struct ouro_type *ouro_type_of(const struct ouro_heap *heap, const ouro_object *object)
{
    return heap->types[object->type_index];
}

/* ---- references that move ---------------------------------------------------------------------
 *
 * A reference that is made or dropped changes a count, and that is how a proof that spans slices learns of
 * it. Two things it cannot see, so whoever does them says so:
 *
 *   a reference leaves a container, uncounted, and lives on     ouro_object_touch, ouro_slots_touch
 *   slots of a container change places, and it has many         ouro_slots_shift
 *
 * References that come into a container need nothing, nor do those that are dropped at once. */

enum { OURO_WIDE_SLOTS = 65536 }; /* up to here a container is traversed in one piece */

OURO_NOINLINE void ouro_slots_touch_all(ouro_object *const *slots, size_t count);

/* The references in these slots (NULL allowed) move out, now or at any time from now on. */
OURO_INLINE void ouro_slots_touch(const struct ouro_heap *heap, ouro_object *const *slots,
                                  size_t count)
{
    if (ouro_unlikely(heap->has_traps))
        ouro_slots_touch_all(slots, count);
}

/* Slots of a container with so many change places. */
OURO_INLINE void ouro_slots_shift(struct ouro_heap *heap, size_t count)
{
    if (ouro_unlikely(heap->has_traps) && count > OURO_WIDE_SLOTS)
        heap->has_shifted = true;
}

/* Allocates the heap itself from the operating system, size bytes of which the heap is the first
 * part (a runtime asks for its own size), zeroed. NULL when the system refuses. */
struct ouro_heap *ouro_heap_create(size_t size, const struct ouro_mem_options *options);

/* Frees every block, committed page and the heap itself. Runs no finalizer: ouro_gc_shutdown first. */
void ouro_heap_destroy(struct ouro_heap *heap);

/* Gives the type an index and enters it in the table; fails when the table is full. An index
 * given by the caller (1 .. OURO_TYPE_INDEX_DYNAMIC - 1) is used as it is; 0 asks for any. */
enum { OURO_TYPE_INDEX_DYNAMIC = 512 };
bool ouro_type_register(struct ouro_heap *heap, struct ouro_type *type, uint16_t fixed_index);
void ouro_type_unregister(struct ouro_heap *heap, struct ouro_type *type);

/* ---- allocation of objects ------------------------------------------------------------------- */

/* A new object with count 1. The bytes behind the header are NOT initialised: the caller fills every
 * reference slot (or NULL) before anything else can allocate. size is at least 16. NULL: no
 * memory. The type is not counted here. The collector never runs inside an allocation. */
OURO_INLINE ouro_object *ouro_object_alloc(struct ouro_heap *heap, uint16_t type_index, size_t size,
                                           enum ouro_block_kind kind)
{
    ouro_object *object = (ouro_object *)ouro_mem_block_alloc(&heap->mem, size, kind);
    if (ouro_unlikely(!object))
        return NULL;
    *(uint64_t *)(void *)object = 1u | (uint64_t)type_index << 48;
    if (kind == OURO_BLOCK_CONTAINER) {
        heap->young_count++;
        if (ouro_unlikely(heap->birth != NULL))
            heap->birth(heap, object);
    }
    heap->objects_created++;
    return object;
}

/* Frees the block of a dead object, size and kind as allocated. */
OURO_INLINE void ouro_object_free(struct ouro_heap *heap, ouro_object *object, size_t size,
                                  enum ouro_block_kind kind)
{
    if (kind == OURO_BLOCK_CONTAINER && heap->young_count > 0)
        heap->young_count--;
    heap->objects_freed++;
    ouro_mem_block_free(&heap->mem, object, size, kind);
}

/* The same through a free list. With count_max 0 (hooks active) the list is never used. */
OURO_INLINE ouro_object *ouro_free_list_alloc(struct ouro_heap *heap, struct ouro_free_list *list,
                                              uint16_t type_index, size_t size,
                                              enum ouro_block_kind kind)
{
    void *block = list->head;
    if (ouro_likely(block != NULL)) {
        ouro_unpoison(block, size);
        list->head = *(void **)block;
        list->count--;
        list->hits++;
        *(uint64_t *)block = 1u | (uint64_t)type_index << 48;
        if (kind == OURO_BLOCK_CONTAINER) {
            heap->young_count++;
            if (ouro_unlikely(heap->birth != NULL))
                heap->birth(heap, (ouro_object *)block);
        }
        heap->objects_created++;
        return (ouro_object *)block;
    }
    list->misses++;
    return ouro_object_alloc(heap, type_index, size, kind);
}

OURO_INLINE void ouro_free_list_free(struct ouro_heap *heap, struct ouro_free_list *list,
                                     ouro_object *object, size_t size, enum ouro_block_kind kind)
{
    if (ouro_likely(list->count < list->count_max)) {
        if (kind == OURO_BLOCK_CONTAINER && heap->young_count > 0)
            heap->young_count--;
        heap->objects_freed++;
        *(void **)(void *)object = list->head;
        list->head = object;
        list->count++;
        ouro_poison((char *)object + sizeof(void *), size - sizeof(void *));
        return;
    }
    ouro_object_free(heap, object, size, kind);
}

/* Takes the next unused free list of the heap and names it. Never fails: the table is sized for the
 * types that exist. */
struct ouro_free_list *ouro_free_list_add(struct ouro_heap *heap, const char *name,
                                          uint32_t block_size, enum ouro_block_kind kind,
                                          uint32_t count_max);

/* Empties every free list (a full collection does). */
void ouro_free_lists_clear(struct ouro_heap *heap);

/* The size in bytes with which this object's block was allocated. */
OURO_INLINE size_t ouro_object_size(struct ouro_heap *heap, const ouro_object *object)
{
    const struct ouro_type *type = ouro_type_of(heap, object);
    return type->size_of ? type->size_of(heap, object) : type->instance_size;
}

/* Deallocates everything that was put off. Called by the outermost release and by polls. An object
 * that waits looks immortal to a walk: its references count as held from outside. */
void ouro_object_drain(struct ouro_heap *heap);

/* The same within the release budget: what polls do. */
void ouro_object_drain_some(struct ouro_heap *heap);

#endif
