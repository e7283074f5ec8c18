/* Units and pages. See units.h for the states. Dirty pages (resident, no live block) wait in two
 * queues, oldest first: whole units that belong to no pool, and pools with whole free pages.
 * src/pool/purge.c decides how long. */
#include "pool/units.h"

#include "base/assert.h"
#include "base/bits.h"

enum {
    DEFAULT_DELAY_NS = 250000000,
    COMMIT_UNITS_MIN = 64, /* 4 MiB made usable at a time, at least */
    COMMIT_UNITS_MAX = 1024,
    TABLE_STEP = 256 * 1024,
};

static const size_t default_reservation = (size_t)256 << 30;
static const size_t smallest_reservation = (size_t)16 << 20;

/* ---- tables ---------------------------------------------------------------------------------- */

static bool tables_reserve(struct ouro_pools *pools)
{
    size_t units_size = ouro_round_up(pools->units_max * sizeof(struct ouro_unit), TABLE_STEP);
    size_t records_size = ouro_round_up(pools->units_max * sizeof(struct ouro_pool), TABLE_STEP);
    size_t gates_size = ouro_round_up(pools->units_max * sizeof(struct ouro_gate), TABLE_STEP);
    size_t bits_size = ouro_round_up(pools->units_max / 8 + 8, OURO_PAGE_SIZE);
    size_t size = units_size + records_size + gates_size + bits_size;
    char *tables = ouro_os_reserve(size, OURO_PAGE_SIZE);
    if (!tables)
        return false;
    pools->tables = tables;
    pools->tables_size = size;
    pools->units = (struct ouro_unit *)(void *)tables;
    pools->records = (struct ouro_pool *)(void *)(tables + units_size);
    pools->gates = (struct ouro_gate *)(void *)(tables + units_size + records_size);
    pools->unit_bits = (uint64_t *)(void *)(tables + size - bits_size);
    return ouro_os_commit(pools->unit_bits, bits_size);
}

bool ouro_units_init(struct ouro_pools *pools, const struct ouro_pools_options *options)
{
    size_t size = options->reserve_size ? options->reserve_size : default_reservation;
    size = ouro_round_up(size, OURO_UNIT_SIZE);
    if (size > (size_t)8 << 40)
        size = (size_t)8 << 40;
    void *base;
    while (!(base = ouro_os_reserve(size, OURO_UNIT_SIZE))) {
        if (size <= smallest_reservation)
            return false;
        size = ouro_round_up(size / 2, OURO_UNIT_SIZE);
    }
    pools->base = (uintptr_t)base;
    pools->reservation_size = size;
    pools->units_max = (uint32_t)(size >> OURO_UNIT_SHIFT);
    if (!tables_reserve(pools)) {
        ouro_os_release(base, size);
        return false;
    }
    pools->sparse = pools->empty =
        (struct ouro_dirty_queue){.head = OURO_POOL_NONE, .tail = OURO_POOL_NONE};
    pools->purge_delay_ns = options->purge_delay_ns ? options->purge_delay_ns : DEFAULT_DELAY_NS;
    pools->limit = options->limit ? options->limit : UINT64_MAX;
    pools->huge_pages = options->huge_pages;
    return true;
}

void ouro_units_destroy(struct ouro_pools *pools)
{
    if (pools->tables)
        ouro_os_release(pools->tables, pools->tables_size);
    if (pools->base)
        ouro_os_release((void *)pools->base, pools->reservation_size);
    pools->tables = NULL;
    pools->base = 0;
}

static uint64_t metadata_size(uint32_t top)
{
    return ouro_round_up((size_t)top * sizeof(struct ouro_unit), OURO_PAGE_SIZE) +
           ouro_round_up((size_t)top * sizeof(struct ouro_pool), OURO_PAGE_SIZE) +
           ouro_round_up((size_t)top * sizeof(struct ouro_gate), OURO_PAGE_SIZE) +
           ouro_round_up((size_t)top / 8 + 1, OURO_PAGE_SIZE);
}

static bool table_commit(struct ouro_pools *pools, void *table, size_t needed, size_t *committed)
{
    if (needed <= *committed)
        return true;
    size_t wanted = ouro_round_up(needed, TABLE_STEP);
    if (!ouro_os_commit((char *)table + *committed, wanted - *committed))
        return false;
    pools->counts.commit_calls++;
    *committed = wanted;
    return true;
}

/* Makes units below top usable, with their table entries. */
static bool top_raise(struct ouro_pools *pools, uint32_t top)
{
    if (top > pools->units_max ||
        !table_commit(pools, pools->units, (size_t)top * sizeof(struct ouro_unit),
                      &pools->units_committed) ||
        !table_commit(pools, pools->records, (size_t)top * sizeof(struct ouro_pool),
                      &pools->records_committed) ||
        !table_commit(pools, pools->gates, (size_t)top * sizeof(struct ouro_gate),
                      &pools->gates_committed))
        return false;
    if (top > pools->units_usable) {
        uint32_t step = pools->units_usable / 8;
        step = step < COMMIT_UNITS_MIN ? COMMIT_UNITS_MIN : step;
        step = step > COMMIT_UNITS_MAX ? COMMIT_UNITS_MAX : step;
        uint32_t usable = pools->units_usable + step;
        if (usable < top)
            usable = top;
        if (usable > pools->units_max)
            usable = pools->units_max;
        char *start = ouro_unit_address(pools, pools->units_usable);
        size_t size = (size_t)(usable - pools->units_usable) << OURO_UNIT_SHIFT;
        if (!ouro_os_commit(start, size))
            return false;
        pools->counts.commit_calls++;
        if (pools->huge_pages)
            ouro_os_advise_huge(start, size, true);
        pools->units_usable = usable;
    }
    pools->unit_top = top;
    if (top > pools->tables_top) {
        pools->tables_top = top;
        pools->counts.metadata_size = metadata_size(top);
    }
    return true;
}

static void table_purge(struct ouro_pools *pools, void *table, size_t entry_size, uint32_t from,
                        uint32_t to)
{
    size_t first = ouro_round_up(from * entry_size, OURO_PAGE_SIZE);
    size_t end = ouro_round_up(to * entry_size, OURO_PAGE_SIZE);
    if (first < end && ouro_os_purge((char *)table + first, end - first))
        pools->counts.purge_calls++;
}

void ouro_units_trim_tables(struct ouro_pools *pools)
{
    if (pools->unit_top == pools->tables_top)
        return;
    ouro_pools_young_compact(pools);
    uint32_t top = (uint32_t)pools->unit_top;
    table_purge(pools, pools->units, sizeof(struct ouro_unit), top, pools->tables_top);
    table_purge(pools, pools->records, sizeof(struct ouro_pool), top, pools->tables_top);
    table_purge(pools, pools->gates, sizeof(struct ouro_gate), top, pools->tables_top);
    pools->tables_top = top;
    pools->counts.metadata_size = metadata_size(top);
}

void ouro_units_lower_top(struct ouro_pools *pools)
{
    uint32_t top = (uint32_t)pools->unit_top;
    while (top > 0 && pools->units[top - 1].state == OURO_UNIT_FREE)
        top--;
    pools->unit_top = top;
    if (pools->unit_hint > top)
        pools->unit_hint = top;
    /* A page of records covers 21 units: below some 20 such pages it is not worth the calls. */
    if (pools->tables_top - top > 512)
        ouro_units_trim_tables(pools);
}

/* ---- queues ---------------------------------------------------------------------------------- */

static struct ouro_dirty_queue *queue_of(struct ouro_pools *pools, const struct ouro_unit *unit)
{
    return unit->state == OURO_UNIT_EMPTY ? &pools->empty : &pools->sparse;
}

void ouro_units_unqueue(struct ouro_pools *pools, uint32_t index)
{
    struct ouro_unit *unit = &pools->units[index];
    struct ouro_dirty_queue *queue = queue_of(pools, unit);
    if (unit->prev != OURO_POOL_NONE)
        pools->units[unit->prev].next = unit->next;
    else
        queue->head = unit->next;
    if (unit->next != OURO_POOL_NONE)
        pools->units[unit->next].prev = unit->prev;
    else
        queue->tail = unit->prev;
    queue->count--;
    queue->pages -= unit->dirty;
    unit->dirty = 0;
    uint32_t waiting = pools->empty.pages + pools->sparse.pages;
    if (waiting < pools->low_water)
        pools->low_water = waiting;
}

void ouro_units_queue(struct ouro_pools *pools, uint32_t index, unsigned pages)
{
    struct ouro_unit *unit = &pools->units[index];
    struct ouro_dirty_queue *queue = queue_of(pools, unit);
    unit->dirty = (uint8_t)pages;
    unit->next = OURO_POOL_NONE;
    unit->prev = queue->tail;
    if (queue->tail != OURO_POOL_NONE)
        pools->units[queue->tail].next = index;
    else
        queue->head = index;
    queue->tail = index;
    queue->count++;
    queue->pages += pages;
}

/* A pool that waits keeps its place: its age is that of its first page. */
void ouro_units_set_dirty(struct ouro_pools *pools, uint32_t head, unsigned pages)
{
    struct ouro_unit *unit = &pools->units[head];
    if (unit->dirty > 0 && pages >= unit->dirty) {
        queue_of(pools, unit)->pages += pages - unit->dirty;
        unit->dirty = (uint8_t)pages;
        return;
    }
    if (unit->dirty > 0)
        ouro_units_unqueue(pools, head);
    if (pages > 0)
        ouro_units_queue(pools, head, pages);
}

/* ---- taking and giving ----------------------------------------------------------------------- */

static bool unit_is_used(const struct ouro_pools *pools, uint32_t unit)
{
    return pools->unit_bits[unit / 64] >> (unit % 64) & 1;
}

static void unit_mark_used(struct ouro_pools *pools, uint32_t index, uint32_t head)
{
    struct ouro_unit *unit = &pools->units[index];
    if (unit->state == OURO_UNIT_EMPTY)
        ouro_units_unqueue(pools, index);
    unit->state = OURO_UNIT_USED;
    unit->head = head;
    pools->unit_bits[index / 64] |= (uint64_t)1 << (index % 64);
}

static uint32_t find_one(struct ouro_pools *pools)
{
    for (uint32_t word = pools->unit_hint / 64; word * 64 < pools->unit_top; word++) {
        uint64_t free_bits = ~pools->unit_bits[word];
        if (free_bits) {
            uint32_t unit = word * 64 + ouro_bit_lowest(free_bits);
            pools->unit_hint = unit < pools->unit_top ? unit : (uint32_t)pools->unit_top;
            return pools->unit_hint;
        }
    }
    return pools->unit_hint = (uint32_t)pools->unit_top;
}

static uint32_t find_run(struct ouro_pools *pools, uint32_t count)
{
    uint32_t run = 0;
    for (uint32_t unit = pools->unit_hint; unit < pools->unit_top;) {
        if (unit % 64 == 0 && pools->unit_bits[unit / 64] == UINT64_MAX) {
            run = 0;
            unit += 64;
        } else if (unit_is_used(pools, unit)) {
            run = 0;
            unit++;
        } else {
            unit++;
            if (++run == count)
                return unit - count;
        }
    }
    return (uint32_t)pools->unit_top - run;
}

uint32_t ouro_units_take(struct ouro_pools *pools, uint32_t count)
{
    uint32_t first;
    if (count == 1 && pools->empty.count > 0) {
        first = pools->empty.tail; /* the one given last: its pages are warm */
    } else {
        first = count == 1 ? find_one(pools) : find_run(pools, count);
        uint32_t end = first + count;
        if (end < first || end > pools->units_max ||
            (end > pools->unit_top && !top_raise(pools, end)))
            return OURO_POOL_NONE;
    }
    for (uint32_t unit = first; unit < first + count; unit++)
        unit_mark_used(pools, unit, first);
    return first;
}

bool ouro_units_extend(struct ouro_pools *pools, uint32_t first, uint32_t count, uint32_t head)
{
    uint32_t end = first + count;
    if (end < first || end > pools->units_max)
        return false;
    for (uint32_t unit = first; unit < end && unit < pools->unit_top; unit++)
        if (unit_is_used(pools, unit))
            return false;
    if (end > pools->unit_top && !top_raise(pools, end))
        return false;
    for (uint32_t unit = first; unit < end; unit++)
        unit_mark_used(pools, unit, head);
    return true;
}

void ouro_units_give(struct ouro_pools *pools, uint32_t first, uint32_t count)
{
    for (uint32_t index = first; index < first + count; index++) {
        struct ouro_unit *unit = &pools->units[index];
        ouro_check(unit->state == OURO_UNIT_USED);
        if (unit->dirty > 0)
            ouro_units_unqueue(pools, index);
        pools->unit_bits[index / 64] &= ~((uint64_t)1 << (index % 64));
        if (unit->resident) {
            unit->state = OURO_UNIT_EMPTY;
            ouro_units_queue(pools, index, ouro_bit_count(unit->resident));
        } else {
            unit->state = OURO_UNIT_FREE;
        }
    }
    if (first < pools->unit_hint)
        pools->unit_hint = first;
    if (first + count == pools->unit_top)
        ouro_units_lower_top(pools);
    ouro_units_police(pools);
}

/* ---- resident pages -------------------------------------------------------------------------- */

static uint16_t page_mask(size_t first, size_t last)
{
    return (uint16_t)(((uint32_t)2 << last) - ((uint32_t)1 << first));
}

static bool charge(struct ouro_pools *pools, uint64_t size)
{
    uint64_t committed = ouro_pools_committed(pools);
    if (ouro_unlikely(size > pools->limit || committed > pools->limit - size)) {
        ouro_units_purge(pools, 0);
        committed = ouro_pools_committed(pools);
        if (size > pools->limit || committed > pools->limit - size)
            return false;
    }
    ouro_units_grow(pools, (uint32_t)(size >> OURO_PAGE_SHIFT));
    pools->counts.resident_size += size;
    if (committed + size > pools->counts.committed_peak)
        pools->counts.committed_peak = committed + size;
    return true;
}

static size_t count_absent(struct ouro_pools *pools, uint32_t unit, size_t first, size_t last)
{
    size_t absent = 0;
    for (size_t page = first; page <= last;) {
        size_t in_unit = page % OURO_UNIT_PAGES;
        size_t end = in_unit + (last - page);
        if (end >= OURO_UNIT_PAGES)
            end = OURO_UNIT_PAGES - 1;
        uint16_t mask = page_mask(in_unit, end);
        absent += ouro_bit_count(mask & ~pools->units[unit + page / OURO_UNIT_PAGES].resident);
        page += end - in_unit + 1;
    }
    return absent;
}

bool ouro_units_touch(struct ouro_pools *pools, uint32_t unit, size_t first, size_t last)
{
    size_t absent = count_absent(pools, unit, first, last);
    if (absent == 0)
        return true;
    if (!charge(pools, (uint64_t)absent << OURO_PAGE_SHIFT))
        return false;
    for (size_t page = first; page <= last;) {
        size_t in_unit = page % OURO_UNIT_PAGES;
        size_t end = in_unit + (last - page);
        if (end >= OURO_UNIT_PAGES)
            end = OURO_UNIT_PAGES - 1;
        pools->units[unit + page / OURO_UNIT_PAGES].resident |= page_mask(in_unit, end);
        page += end - in_unit + 1;
    }
    return true;
}

void ouro_units_untouch(struct ouro_pools *pools, uint32_t unit, size_t first, size_t last)
{
    for (size_t page = first; page <= last; page++) {
        struct ouro_unit *entry = &pools->units[unit + page / OURO_UNIT_PAGES];
        uint16_t bit = (uint16_t)(1u << (page % OURO_UNIT_PAGES));
        if (entry->resident & bit) {
            entry->resident &= (uint16_t)~bit;
            pools->counts.resident_size -= OURO_PAGE_SIZE;
        }
    }
}
