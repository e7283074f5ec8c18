/* Pools: every block of a heap, whatever its size, lives in one contiguous reservation cut into
 * units of 64 KiB, and belongs to a pool of blocks of one size and one kind.
 *
 *   unit = (address - base) >> 16
 *
 *   reservation  | unit 0 | unit 1 | unit 2 | unit 3 | unit 4 | ...
 *                 `------'  `-----------------------'  `------'
 *                 a pool of   a medium pool (4 units)    an empty unit, its pages waiting to be
 *                 small blocks                           given back
 *
 *   units[]      one small entry for each unit: to which pool it belongs, which pages are resident
 *   records[]    struct ouro_pool, at the index of the pool's first unit: header and a bit for each
 *                slot that is free. Nothing of the manager's lies inside a pool.
 *
 * A bin serves one (kind, class). It holds one current pool and a short list of blocks threaded
 * through a part of that pool; alloc pops from the list, free pushes onto it when the block is the
 * current pool's, and otherwise sets the block's bit without touching the block. A list that runs
 * dry is built again from the bits of the current pool, or of the fullest pool that has enough of
 * them.
 *
 * Invariants
 *
 *  P1  A block that is not handed out has the upper 16 bits of its first word zero if its pool's
 *      kind is not plain and its slot is below slot_count. (A link has 48 bits; freed blocks are
 *      cleared; purged pages read zero.) A walk finds live objects by it.
 *
 *  P2  A slot is in exactly one of these states: at or above slot_count (never carved); bit set
 *      (free); on the list of the bin whose current pool this is; handed out.
 *
 *  P3  used (ouro_pool_used) counts the slots that are handed out or on the bin's list.
 *
 *  P4  A page that is marked resident in its unit may hold memory; one that is not holds none and
 *      reads zero. All slots that overlap a non-resident page are uncarved or have their bit set.
 *
 *  P5  A pool that is not current, not full and has at least its refill quantum free is on the
 *      partial list of its bin.
 *
 * One heap belongs to one thread at a time: nothing here locks. Depends on os, base. */
#ifndef OURO_POOL_POOLS_H
#define OURO_POOL_POOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "os/os.h"
#include "pool/classes.h"

enum ouro_block_kind {
    OURO_BLOCK_ATOM,      /* an object that holds no references */
    OURO_BLOCK_CONTAINER, /* an object that the collector traverses */
    OURO_BLOCK_PLAIN,     /* memory; no header, never looked into */
    OURO_BLOCK_KINDS,
};

enum {
    OURO_UNIT_SHIFT = 16,
    OURO_UNIT_SIZE = 1 << OURO_UNIT_SHIFT,
    OURO_UNIT_PAGES = OURO_UNIT_SIZE / OURO_PAGE_SIZE,
    /* Pools of tiny blocks use a part of their unit: address space is free. This many blocks of any
     * multiple of 4 fill whole pages. */
    OURO_SLOTS_MAX = 1024,
    OURO_MEDIUM_UNITS = 4,
};

#define OURO_POOL_NONE UINT32_MAX

/* What a free reads, dense, so that it stays in the cache however many pools there are: one for
 * each unit. */
struct ouro_gate {
    int16_t trigger;      /* frees until the pool wants attention; OURO_GATE_CURRENT */
    uint16_t class_index; /* of the pool; valid while trigger > 1 or current */
};

enum {
    /* Units of no pool, spans, later units of medium pools: every free takes the slow path. */
    OURO_GATE_CLOSED = 1,
    OURO_GATE_CURRENT = -1, /* frees go on the bin's list */
};

struct ouro_pool {
    int32_t used_base;   /* used = used_base + trigger: a free changes the gate only */
    uint32_t reciprocal; /* ceil(2^32 / block_size); 0 for a span: one block */
    uintptr_t start;     /* address of slot 0 as handed out */
    void *gc_data;        /* the collector's; NULL when it has none here */
    uint32_t block_size;  /* distance of two slots; of a span its pages (ouro_pool_block_size) */
    uint32_t unit_count;
    uint16_t slot_count; /* slots carved so far: those above were never handed out */
    uint16_t slots_max;
    uint8_t kind;
    uint8_t class_index;
    uint8_t state;    /* enum ouro_pool_state */
    uint8_t gc_flags; /* the collector's */
    uint32_t next;    /* partial list of the bin */
    uint32_t prev;
    uint32_t young_next;
    uint8_t cursor;   /* word of free_bits where the next refill looks first */
    uint8_t bucket;   /* which partial list */
    uint8_t back;     /* in the record of a later unit of a medium pool: units back to the first */
    uint8_t is_young; /* on the young list; survives the pool, as the link does */
    _Alignas(64) uint64_t free_bits[OURO_SLOTS_MAX / 64]; /* 1: carved and free */
};

_Static_assert(sizeof(struct ouro_pool) == 192, "three cache lines, the header one of them");
_Static_assert(offsetof(struct ouro_pool, free_bits) == 64, "the header is a line of its own");

enum ouro_pool_state {
    OURO_POOL_ABSENT,  /* no pool here */
    OURO_POOL_CURRENT, /* the bin allocates from it */
    OURO_POOL_PARTIAL, /* on a partial list */
    OURO_POOL_FULL,    /* full or nearly: on no list */
    OURO_POOL_SPAN,    /* one block larger than the classes */
};

enum ouro_unit_state {
    OURO_UNIT_FREE,  /* nothing resident */
    OURO_UNIT_EMPTY, /* belongs to no pool, some pages still resident */
    OURO_UNIT_USED,  /* part of a pool */
};

struct ouro_unit {
    uint32_t head;     /* first unit of the pool (USED) */
    uint16_t resident; /* a bit for each page that may hold memory (P4) */
    uint8_t state;
    uint8_t
        dirty; /* resident pages without a live block, as last seen; on the dirty queue if > 0 */
    uint32_t next; /* its dirty queue, oldest first */
    uint32_t prev;
};

_Static_assert(sizeof(struct ouro_unit) == 16, "dense");

struct ouro_bin {
    void *free;         /* blocks of the current pool ready to hand out */
    uintptr_t current;  /* address of the current pool's unit; OURO_BIN_NO_CURRENT when none */
    uint64_t allocated; /* blocks handed out since the start */
    uint32_t pool;      /* index of the current pool or OURO_POOL_NONE */
    uint32_t partial_mask;
};

/* No block's distance to it is less than the size of a unit. */
#define OURO_BIN_NO_CURRENT ((uintptr_t)1 << 62)

/* Units with pages to give back, oldest first. Units are linked by index. */
struct ouro_dirty_queue {
    uint32_t head;
    uint32_t tail;
    uint32_t count;
    uint32_t pages;
};

enum { OURO_PARTIAL_BUCKETS = 4 }; /* by how full a pool is; the fullest are used first */

struct ouro_partial {
    uint32_t heads[OURO_PARTIAL_BUCKETS];
    uint32_t pool_count; /* all pools of the bin */
};

/* What pools count. All sizes in bytes; see ouro_mem_stats for the sums. */
struct ouro_pools_counts {
    uint64_t resident_size;  /* pages of units that may hold memory */
    uint64_t committed_peak; /* highest resident + metadata + external */
    uint64_t metadata_size;  /* committed pages of units[] and records[] */
    uint64_t purged_size;    /* given back since the start */
    uint64_t purge_calls;
    uint64_t commit_calls;
    uint64_t refills;
    uint64_t pools_created;
    uint64_t pools_freed;
    uint64_t span_allocations;
    uint64_t span_moves; /* spans that grew by moving page tables instead of copying */
};

struct ouro_pools {
    struct ouro_bin bins[OURO_BLOCK_KINDS][OURO_CLASSES];

    uintptr_t base; /* the reservation, aligned to a unit */
    struct ouro_pool *records;
    struct ouro_gate *gates;
    size_t unit_top; /* units at and above were never used; a word, as each free compares with it */
    struct ouro_unit *units;
    uint32_t units_max;
    uint32_t units_usable; /* units below are readable and writable */

    /* Where in this structure the bin of plain blocks of 16 times the index is, in bytes. */
    uint16_t plain_bins[OURO_SMALL_MAX / 16 + 1];

    uint32_t block_offset; /* bytes before each block that belong to the debug guards */
    bool is_direct; /* hooks are active: bins keep no list, every free comes to the slow path */

    struct ouro_partial partial[OURO_BLOCK_KINDS][OURO_CLASSES];
    uint64_t seen[OURO_BLOCK_KINDS][OURO_SMALL_CLASSES]; /* bins' counts at the last idle check */
    uint32_t young_head; /* container pools that were current since the collector last asked */

    uint64_t *unit_bits;            /* a bit for each unit in use */
    uint32_t unit_hint;             /* no free unit below */
    struct ouro_dirty_queue sparse; /* pools with whole free pages */
    struct ouro_dirty_queue empty;  /* units of no pool, pages still resident */
    uint64_t purge_delay_ns;        /* length of a window of the purge policy */
    uint64_t window_start;
    uint32_t low_water;     /* fewest pages that waited in the two queues during the window */
    uint32_t purge_due;     /* pages to give back, some at each slow event */
    uint32_t growth;        /* pages that became resident while too many waited */
    bool is_policing;       /* inside the policy: what it causes must not start it again */
    bool is_paced;          /* purges come in pieces that are no pause */
    uint32_t events;        /* slow events so far */
    uint32_t events_ticked; /* as the last tick saw them */
    uint32_t events_settled; /* when all that was free had been given back */

    uint64_t limit;         /* bytes committed that are allowed; UINT64_MAX: none */
    uint64_t external_size; /* bytes the heap holds outside, which count against the limit */
    bool huge_pages;
    size_t reservation_size;
    void *tables; /* metadata reservation */
    size_t tables_size;
    size_t records_committed;
    size_t units_committed;
    size_t gates_committed;
    uint32_t tables_top; /* units whose table entries may be resident */
    struct ouro_pools_counts counts;

    /* Called before a pool whose gc_data is not NULL stops being a pool. */
    void (*pool_gone)(void *context, struct ouro_pool *pool);
    void *pool_gone_context;
};

struct ouro_pools_options {
    size_t reserve_size; /* address space wanted; 0: the default. Halved while refused */
    uint64_t limit;      /* 0: none */
    uint64_t purge_delay_ns;
    uint32_t block_offset;
    bool huge_pages;
};

OURO_MUST_USE bool ouro_pools_init(struct ouro_pools *pools,
                                   const struct ouro_pools_options *options);
void ouro_pools_destroy(struct ouro_pools *pools);

/* Blocks of any size. alloc returns NULL when the limit or the system refuses. These are the
 * complete, slow paths; the fast ones are inline in mem/mem.h. */
void *ouro_pools_alloc(struct ouro_pools *pools, size_t size, enum ouro_block_kind kind);

/* The same, zeroed; costs nothing where fresh pages are zero anyway. */
void *ouro_pools_alloc_zeroed(struct ouro_pools *pools, size_t size, enum ouro_block_kind kind);

/* The block must be one of ours. */
void ouro_pools_free(struct ouro_pools *pools, void *block);

/* Grows or shrinks a block where it stands (or moves its pages): NULL when that is not possible and
 * the block is unchanged. */
void *ouro_pools_resize(struct ouro_pools *pools, void *block, size_t size);

/* Bytes usable behind the block's address, debug guards included; 0 if it is none of ours. */
size_t ouro_pools_block_size(struct ouro_pools *pools, const void *block);

/* ---- looking at pools ------------------------------------------------------------------------ */

/* The pool that the address lies in (a block or its inside), NULL if it is none of ours. O(1). */
OURO_INLINE struct ouro_pool *ouro_pools_find(struct ouro_pools *pools, const void *address)
{
    size_t index = ((uintptr_t)address - pools->base) >> OURO_UNIT_SHIFT;
    if (index >= pools->unit_top)
        return NULL;
    const struct ouro_unit *unit = &pools->units[index];
    return unit->state == OURO_UNIT_USED ? &pools->records[unit->head] : NULL;
}

OURO_INLINE uint64_t ouro_pools_committed(const struct ouro_pools *pools)
{
    return pools->counts.resident_size + pools->counts.metadata_size + pools->external_size;
}

OURO_INLINE uint32_t ouro_pool_index(const struct ouro_pools *pools, const struct ouro_pool *pool)
{
    return (uint32_t)(pool - pools->records);
}

/* Slot number of a block, or of an address inside one. Addresses in the debug guard before a block
 * belong to the slot before it. */
OURO_INLINE uint32_t ouro_pool_slot(const struct ouro_pool *pool, const void *block)
{
    uint64_t offset = (uint64_t)((uintptr_t)block - pool->start);
    return (uint32_t)((offset * pool->reciprocal) >> 32);
}

OURO_INLINE void *ouro_pool_block(const struct ouro_pool *pool, uint32_t slot)
{
    return (void *)(pool->start + (size_t)slot * pool->block_size);
}

/* Bytes from a block to the next, whatever the pool. */
OURO_INLINE size_t ouro_pool_block_size(const struct ouro_pool *pool)
{
    return pool->reciprocal ? pool->block_size : (size_t)pool->block_size << OURO_PAGE_SHIFT;
}

/* Blocks handed out, those on the bin's list included (P3). */
OURO_INLINE uint32_t ouro_pool_used(const struct ouro_pools *pools, const struct ouro_pool *pool)
{
    return (uint32_t)(pool->used_base + pools->gates[ouro_pool_index(pools, pool)].trigger);
}

/* Marks the block at this distance from the start of its unit as free: the gate is open. */
OURO_INLINE void ouro_pools_mark_free(struct ouro_pools *pools, size_t unit, uint32_t offset,
                                      uint32_t reciprocal)
{
    uint32_t slot = (uint32_t)((uint64_t)offset * reciprocal >> 32);
    pools->gates[unit].trigger--;
    pools->records[unit].free_bits[slot / 64] |= (uint64_t)1 << (slot % 64);
}

/* Units of a pool of this class. With two for the largest, offset * error stays below 2^32, so that
 * ouro_pool_slot is exact for every byte. */
OURO_INLINE uint32_t ouro_class_units(unsigned class_index)
{
    if (class_index < OURO_SMALL_CLASSES)
        return 1;
    return class_index < OURO_CLASSES - 8 ? OURO_MEDIUM_UNITS : OURO_MEDIUM_UNITS / 2;
}

/* The pools of a kind in address order: the first whose index is at least *index, NULL at the end;
 * *index is then one past it.
 *
 *     uint32_t index = 0;
 *     while ((pool = ouro_pools_next(pools, &index, OURO_BLOCK_CONTAINER)) != NULL) ... */
struct ouro_pool *ouro_pools_next(struct ouro_pools *pools, uint32_t *index,
                                  enum ouro_block_kind kind);

/* Calls visit for each container pool that may have handed out a block since the last call (spans
 * included), and forgets them. A pool that bins are still allocating from is visited now and again
 * the next time. visit must not allocate or free. With new blocks going to the fullest pools, old
 * and young objects share a pool: the collector tells them apart by its own bits (gc_flags of the
 * object), this list only saves it the pools where nothing is new. */
void ouro_pools_take_young(struct ouro_pools *pools,
                           void (*visit)(void *context, struct ouro_pool *pool), void *context);

/* ---- giving memory back ---------------------------------------------------------------------- */

/* Moves the lists of all bins back into the bits, so that the bits are exact. */
void ouro_pools_flush(struct ouro_pools *pools);

/* Turns the bins' lists off (hooks) or on again. */
void ouro_pools_set_direct(struct ouro_pools *pools, bool is_direct);

/* Gives back a piece of what is due; true: it did, and there may be more. */
bool ouro_pools_purge_some(struct ouro_pools *pools);

/* Gives back what has been free for longer than the delay. Cheap when there is nothing. Returns after how
 * many nanoseconds the next call can do something, 0: not before the heap has been used again. */
uint64_t ouro_pools_tick(struct ouro_pools *pools, uint64_t now_ns);

/* Gives back every page without a live block, now. Returns the bytes. */
size_t ouro_pools_trim(struct ouro_pools *pools);

/* Walks everything; NULL or the name of the first invariant that does not hold. */
const char *ouro_pools_find_fault(struct ouro_pools *pools);

/* Sizes of everything by a walk: they sum to resident_size. */
struct ouro_pools_sizes {
    uint64_t used_blocks;      /* count of blocks handed out */
    uint64_t used_size;        /* their bytes, whole blocks */
    uint64_t free_size;        /* free blocks and uncarved slots in resident pages of pools */
    uint64_t empty_size;       /* resident pages of empty units */
    uint64_t nonresident_size; /* bytes of handed out blocks in pages never touched (spans) */
    uint32_t pool_count;
    uint32_t span_count;
    uint64_t span_size;
};

void ouro_pools_measure(struct ouro_pools *pools, struct ouro_pools_sizes *sizes);

struct ouro_class_stats {
    size_t block_size;
    uint32_t pools;
    uint64_t slots; /* carved */
    uint64_t used;
    uint64_t allocated; /* since the start */
};

void ouro_pools_class_stats(struct ouro_pools *pools, enum ouro_block_kind kind,
                            unsigned class_index, struct ouro_class_stats *stats);

#endif
