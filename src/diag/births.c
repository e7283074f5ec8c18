#include "diag/births.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "types/function.h"
#include "types/str.h"
#include "vm/frame.h"

struct site_range {
    uint32_t base, count;
    ouro_object *code; /* owned: sites of code that died would lose their names */
};

struct births {
    uint32_t **units;    /* by unit of the heap; arrays are made when a unit's first object is noted */
    size_t unit_count;   /* entries in units */
    uint32_t *unit_slots; /* length of each array */
    struct site_range *ranges;
    uint32_t range_count, range_capacity;
    uint32_t site_next;
    uint32_t last_site;  /* of ouro_births_place, and its answer */
    uint64_t last_place;
};

static struct ouro_mem *mem_of(ouro_runtime *rt)
{
    return &rt->heap.mem;
}

/* Gives the code object numbers for its instructions. 0 when memory is out. */
static uint32_t register_code(ouro_runtime *rt, struct births *births, struct ouro_code *code)
{
    if (births->range_count == births->range_capacity) {
        uint32_t capacity = births->range_capacity ? births->range_capacity * 2 : 64;
        struct site_range *ranges = ouro_mem_realloc(mem_of(rt), OURO_DOMAIN_RAW, births->ranges,
                                                     capacity * sizeof *ranges);
        if (!ranges)
            return 0;
        births->ranges = ranges;
        births->range_capacity = capacity;
    }
    if (births->site_next > UINT32_MAX - code->instruction_count)
        return 0;
    struct site_range *range = &births->ranges[births->range_count++];
    range->base = births->site_next;
    range->count = code->instruction_count;
    range->code = newref(&code->base);
    births->site_next += code->instruction_count;
    return code->site_base = range->base;
}

static uint32_t *slot_for(ouro_runtime *rt, struct births *births, const ouro_object *object, bool may_add)
{
    struct ouro_pools *pools = &rt->heap.mem.pools;
    struct ouro_pool *pool = ouro_pools_find(pools, object);
    if (!pool)
        return NULL;
    size_t unit = (pool->start - pools->base) >> OURO_UNIT_SHIFT;
    if (unit >= births->unit_count) {
        if (!may_add)
            return NULL;
        size_t count = unit * 2 + 64;
        uint32_t **units =
            ouro_mem_realloc(mem_of(rt), OURO_DOMAIN_RAW, births->units, count * sizeof *units);
        if (!units)
            return NULL;
        births->units = units;
        uint32_t *lengths = ouro_mem_realloc(mem_of(rt), OURO_DOMAIN_RAW, births->unit_slots,
                                             count * sizeof *lengths);
        if (!lengths)
            return NULL;
        births->unit_slots = lengths;
        memset(units + births->unit_count, 0, (count - births->unit_count) * sizeof *units);
        memset(lengths + births->unit_count, 0, (count - births->unit_count) * sizeof *lengths);
        births->unit_count = count;
    }
    uint32_t slot = ouro_pool_slot(pool, object);
    if (slot >= births->unit_slots[unit]) { /* a new unit, or one that became a pool of smaller blocks */
        if (!may_add)
            return NULL;
        uint32_t length = pool->slots_max > slot ? pool->slots_max : slot + 1;
        uint32_t *sites = ouro_mem_realloc(mem_of(rt), OURO_DOMAIN_RAW, births->units[unit],
                                           length * sizeof *sites);
        if (!sites)
            return NULL;
        memset(sites + births->unit_slots[unit], 0, (length - births->unit_slots[unit]) * sizeof *sites);
        births->units[unit] = sites;
        births->unit_slots[unit] = length;
    }
    return &births->units[unit][slot];
}

/* Tuples, iterators, methods and their like come and go by the million and are found through what
 * holds them: their places are not worth the time. */
static bool is_worth_noting(uint16_t type_index)
{
    switch (type_index) {
    case TYPE_LIST:
    case TYPE_DICT:
    case TYPE_SET:
    case TYPE_FUNCTION:
    case TYPE_GENERATOR:
    case TYPE_TYPE:
        return true;
    default:
        return type_index >= TYPE_EXCEPTIONS_START;
    }
}

static void note_birth(struct ouro_heap *heap, ouro_object *object)
{
    if (!is_worth_noting(object->type_index))
        return;
    ouro_runtime *rt = runtime_of(heap);
    struct births *births = heap->births;
    uint32_t *slot = slot_for(rt, births, object, true);
    if (!slot)
        return;
    struct ouro_frame *frame = rt->vm ? rt->vm->frame : NULL;
    *slot = 0;
    if (!frame)
        return;
    struct ouro_code *code = frame->code;
    uint32_t base = code->site_base ? code->site_base : register_code(rt, births, code);
    if (base)
        *slot = base + frame_instruction_index(frame);
}

bool ouro_births_start(ouro_runtime *rt)
{
    struct births *births = ouro_mem_calloc(mem_of(rt), OURO_DOMAIN_RAW, 1, sizeof *births);
    if (!births)
        return false;
    births->site_next = 1;
    rt->heap.births = births;
    rt->heap.birth = note_birth;
    return true;
}

void ouro_births_stop(ouro_runtime *rt)
{
    struct births *births = rt->heap.births;
    if (!births)
        return;
    rt->heap.birth = NULL;
    rt->heap.births = NULL;
    for (uint32_t i = 0; i < births->range_count; i++) {
        ((struct ouro_code *)(void *)births->ranges[i].code)->site_base = 0;
        decref(rt, births->ranges[i].code);
    }
    for (size_t i = 0; i < births->unit_count; i++)
        ouro_mem_free(mem_of(rt), OURO_DOMAIN_RAW, births->units[i]);
    ouro_mem_free(mem_of(rt), OURO_DOMAIN_RAW, births->units);
    ouro_mem_free(mem_of(rt), OURO_DOMAIN_RAW, births->unit_slots);
    ouro_mem_free(mem_of(rt), OURO_DOMAIN_RAW, births->ranges);
    ouro_mem_free(mem_of(rt), OURO_DOMAIN_RAW, births);
}

static uint32_t site_of(ouro_runtime *rt, const ouro_object *object)
{
    struct births *births = rt->heap.births;
    bool is_noted = births && is_worth_noting(object->type_index); /* else the slot is another's */
    const uint32_t *slot = is_noted ? slot_for(rt, births, object, false) : NULL;
    return slot ? *slot : 0;
}

/* The range of a site that is not 0: they are in order of base. */
static uint32_t range_index(const struct births *births, uint32_t site)
{
    uint32_t low = 0, high = births->range_count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (births->ranges[middle].base <= site)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static int32_t line_of(const struct births *births, uint32_t index, uint32_t site)
{
    const struct site_range *range = &births->ranges[index];
    return ouro_code_position_at((const struct ouro_code *)(void *)range->code, site - range->base).line;
}

uint64_t ouro_births_place(ouro_runtime *rt, const ouro_object *object)
{
    uint32_t site = site_of(rt, object);
    struct births *births = rt->heap.births;
    if (!site)
        return 0;
    if (site != births->last_site) { /* objects of one place come in runs */
        uint32_t index = range_index(births, site);
        births->last_site = site;
        births->last_place = (uint64_t)(index + 1) << 32 | (uint32_t)line_of(births, index, site);
    }
    return births->last_place;
}

/* A path below the current folder without that folder, as the user named it. */
static const char *relative(const char *path)
{
    char folder[4096];
    size_t size = getcwd(folder, sizeof folder) ? strlen(folder) : 0;
    bool is_below = size > 1 && !strncmp(path, folder, size) && path[size] == '/';
    return is_below ? path + size + 1 : path;
}

size_t ouro_births_describe(ouro_runtime *rt, const ouro_object *object, char *buffer, size_t size)
{
    uint32_t site = site_of(rt, object);
    struct births *births = rt->heap.births;
    *buffer = 0;
    if (!site)
        return 0;
    uint32_t index = range_index(births, site);
    const struct ouro_code *code = (const struct ouro_code *)(void *)births->ranges[index].code;
    int32_t line = line_of(births, index, site);
    int length;
    if (ouro_str_is_ascii(code->filename))
        length = snprintf(buffer, size, "%s:%d", relative((const char *)str_of(code->filename)->data), line);
    else
        length = snprintf(buffer, size, "line %d", line);
    return length < 0 ? 0 : (size_t)length >= size ? size - 1 : (size_t)length;
}
