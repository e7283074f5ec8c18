/* When free pages go back to the system, and how. docs/design/purge.md has the figures behind it.
 *
 * A page that waits (resident, no live block) costs memory; one that is given back and wanted again costs a
 * fault, seven times what giving it back costs. So what a burst of frees leaves behind waits, as
 * the program may be about to use it again, and what goes is what nobody wanted for a while:
 *
 *   time     at the end of each window (the purge delay, 250 ms) the fewest pages that waited at any moment
 *            of it were superfluous for all of it: so many go, the oldest first
 *
 *   idle     no slow event since the last tick: everything goes
 *
 *   growth   pages that become resident while an eighth of all waits are paid for with as many of those
 *
 *   asking   ouro_pools_trim, the limit
 *
 * What goes inside a free or an allocation goes in steps, so that it is no pause. */
#include "base/bits.h"
#include "pool/units.h"

enum {
    FLOOR_PAGES = 256,  /* 1 MiB: never worth a system call while the program is busy */
    STEP_PAGES = 512,   /* 2 MiB: a fifth to half a millisecond */
    PACED_PAGES = 128,  /* the same while slices of the collector count their time */
    GROWTH_PAGES = 128, /* growth is paid for in such portions, one system call each */
    EVENTS_PER_CLOCK = 64,
    NEIGHBOURS_MAX = STEP_PAGES / OURO_UNIT_PAGES,
    PACED_NEIGHBOURS_MAX = 2,
    PURGE_RANGES = 256,
};

/* ---- how --------------------------------------------------------------------------------------- */

/* Ranges on their way back to the system: many small ones cost one call. */
struct purge {
    struct ouro_os_range ranges[PURGE_RANGES];
    size_t count;
    uint32_t neighbours_max; /* empty units that go along on each side */
};

static uint32_t unit_at(const struct ouro_pools *pools, const void *address)
{
    return (uint32_t)(((uintptr_t)address - pools->base) >> OURO_UNIT_SHIFT);
}

static void purge_flush(struct ouro_pools *pools, struct purge *purge)
{
    size_t done = purge->count ? ouro_os_purge_many(purge->ranges, purge->count) : 0;
    uint64_t before = pools->counts.resident_size;
    if (purge->count)
        pools->counts.purge_calls += ouro_os_purge_calls(purge->count, done);
    /* What the system refused stays ours and stays counted (benign). */
    for (size_t i = 0; i < done; i++) {
        char *start = purge->ranges[i].address;
        uint32_t unit = unit_at(pools, start);
        size_t first = (size_t)(start - ouro_unit_address(pools, unit)) >> OURO_PAGE_SHIFT;
        ouro_units_untouch(pools, unit, first,
                           first + (purge->ranges[i].size >> OURO_PAGE_SHIFT) - 1);
    }
    pools->counts.purged_size += before - pools->counts.resident_size;
    purge->count = 0;
}

static void purge_add(struct ouro_pools *pools, struct purge *purge, uint32_t unit,
                      size_t first_page, size_t page_count)
{
    if (purge->count == PURGE_RANGES)
        purge_flush(pools, purge);
    purge->ranges[purge->count++] =
        (struct ouro_os_range){ouro_unit_address(pools, unit) + (first_page << OURO_PAGE_SHIFT),
                               page_count << OURO_PAGE_SHIFT};
}

/* Neighbours that are empty too go in the same range. They wait in no queue while they are on their
 * way, and settle_empty decides what they are afterwards. */
static void purge_empty(struct ouro_pools *pools, struct purge *purge, uint32_t index)
{
    uint32_t first = index, end = index + 1;
    while (end < pools->unit_top && end - index <= purge->neighbours_max &&
           pools->units[end].state == OURO_UNIT_EMPTY && pools->units[end].dirty > 0)
        end++;
    while (first > 0 && index - first < purge->neighbours_max &&
           pools->units[first - 1].state == OURO_UNIT_EMPTY && pools->units[first - 1].dirty > 0)
        first--;
    for (uint32_t unit = first; unit < end; unit++)
        ouro_units_unqueue(pools, unit);
    purge_add(pools, purge, first, 0, (size_t)(end - first) * OURO_UNIT_PAGES);
}

static void purge_sparse(struct ouro_pools *pools, struct purge *purge, uint32_t index)
{
    uint64_t mask = ouro_pool_dirty_mask(pools, &pools->records[index]);
    ouro_units_unqueue(pools, index);
    while (mask) {
        unsigned first = ouro_bit_lowest(mask);
        uint64_t rest = ~(mask >> first);
        unsigned length = rest ? ouro_bit_lowest(rest) : 64;
        purge_add(pools, purge, index, first, length);
        if (first + length >= 64)
            break;
        mask &= ~(uint64_t)0 << (first + length);
    }
}

/* Units that were empty and are in no queue have been purged, or could not be. */
static void settle_empty(struct ouro_pools *pools, uint32_t first, uint32_t end)
{
    for (uint32_t index = first; index < end; index++) {
        struct ouro_unit *unit = &pools->units[index];
        if (unit->state != OURO_UNIT_EMPTY || unit->dirty > 0)
            continue;
        if (unit->resident)
            ouro_units_queue(pools, index, ouro_bit_count(unit->resident));
        else
            unit->state = OURO_UNIT_FREE;
    }
}

size_t ouro_units_purge(struct ouro_pools *pools, uint32_t dirty_target)
{
    uint64_t before = pools->counts.purged_size;
    struct purge purge;
    purge.count = 0;
    purge.neighbours_max = pools->is_paced ? PACED_NEIGHBOURS_MAX : NEIGHBOURS_MAX;
    /* Each step takes a unit out of its queue; the counts bound the loop even if purging fails. */
    uint32_t steps = pools->empty.count + pools->sparse.count;
    uint32_t first = OURO_POOL_NONE, end = 0;
    while (steps-- > 0 && pools->empty.pages + pools->sparse.pages > dirty_target) {
        if (pools->empty.pages > pools->sparse.pages || pools->sparse.count == 0) {
            purge_empty(pools, &purge, pools->empty.head);
            struct ouro_os_range *range = &purge.ranges[purge.count - 1];
            uint32_t start = unit_at(pools, range->address);
            uint32_t stop = start + (uint32_t)(range->size >> OURO_UNIT_SHIFT);
            first = start < first ? start : first;
            end = stop > end ? stop : end;
        } else {
            purge_sparse(pools, &purge, pools->sparse.head);
        }
    }
    purge_flush(pools, &purge);
    if (end > 0) {
        settle_empty(pools, first, end);
        ouro_units_lower_top(pools);
    }
    return (size_t)(pools->counts.purged_size - before);
}

/* ---- when ------------------------------------------------------------------------------------- */

static uint32_t waiting(const struct ouro_pools *pools)
{
    return pools->empty.pages + pools->sparse.pages;
}

/* Gives back some of what is due. */
static void step(struct ouro_pools *pools)
{
    uint32_t pages = pools->purge_due, before = waiting(pools);
    uint32_t pages_max = pools->is_paced ? PACED_PAGES : STEP_PAGES;
    if (pages > pages_max)
        pages = pages_max;
    ouro_units_purge(pools, before > pages ? before - pages : 0);
    uint32_t done = before - waiting(pools);
    pools->purge_due = done > 0 && done < pools->purge_due ? pools->purge_due - done : 0;
}

static void window_end(struct ouro_pools *pools, uint64_t now)
{
    pools->purge_due = pools->low_water > FLOOR_PAGES ? pools->low_water - FLOOR_PAGES : 0;
    pools->low_water = waiting(pools);
    pools->window_start = now;
    ouro_pools_flush_idle(pools);
}

static void tick(struct ouro_pools *pools, uint64_t now)
{
    if (now - pools->window_start < pools->purge_delay_ns)
        return;
    bool is_idle = pools->events - pools->events_ticked <= 1;
    pools->events_ticked = pools->events;
    window_end(pools, now);
    if (!is_idle)
        return;
    ouro_pools_rescan(pools);
    ouro_units_purge(pools, 0);
    pools->purge_due = 0;
    pools->events_settled = pools->events;
}

void ouro_units_police(struct ouro_pools *pools)
{
    if (pools->is_policing)
        return;
    pools->is_policing = true;
    if (++pools->events % EVENTS_PER_CLOCK == 0)
        tick(pools, ouro_os_clock_ns());
    if (ouro_unlikely(pools->purge_due > 0))
        step(pools);
    pools->is_policing = false;
}

bool ouro_pools_purge_some(struct ouro_pools *pools)
{
    uint64_t before = pools->counts.purged_size;
    ouro_units_police(pools);
    return pools->counts.purged_size != before;
}

/* The peak stays within an eighth of what it would be if nothing waited. */
void ouro_units_grow(struct ouro_pools *pools, uint32_t page_count)
{
    uint32_t pages = waiting(pools);
    if (ouro_likely(pages <= FLOOR_PAGES) ||
        pages <= (uint32_t)(pools->counts.resident_size >> (OURO_PAGE_SHIFT + 3)))
        return;
    pools->growth += page_count;
    if (pools->growth < GROWTH_PAGES || pools->is_policing)
        return;
    ouro_units_purge(pools, pages > pools->growth ? pages - pools->growth : 0);
    pools->growth = 0;
}

uint64_t ouro_pools_tick(struct ouro_pools *pools, uint64_t now)
{
    if (pools->is_policing)
        return pools->purge_delay_ns;
    pools->is_policing = true;
    tick(pools, now);
    pools->is_policing = false;
    if (pools->events_settled == pools->events)
        return 0;
    return pools->window_start + pools->purge_delay_ns - now;
}
