#include "types/dict_table.h"

#include <string.h>

#include "base/checked.h"
#include "types/items.h"

enum { INDEX_BITS_MAX = 29, SLOT_EMPTY = 0, SLOT_DELETED = 1, SLOT_FIRST = 2, PERTURB_SHIFT = 5 };

OURO_INLINE uint32_t slot_get(const struct ouro_dict_table *table, size_t i)
{
    const void *slots = table + 1;
    if (table->width_bits == 0)
        return ((const uint8_t *)slots)[i];
    return table->width_bits == 1 ? ((const uint16_t *)slots)[i] : ((const uint32_t *)slots)[i];
}

OURO_INLINE void slot_set(struct ouro_dict_table *table, size_t i, uint32_t value)
{
    void *slots = table + 1;
    if (table->width_bits == 0)
        ((uint8_t *)slots)[i] = (uint8_t)value;
    else if (table->width_bits == 1)
        ((uint16_t *)slots)[i] = (uint16_t)value;
    else
        ((uint32_t *)slots)[i] = value;
}

/* Walks the slots that a hash may lie in; every slot is reached at last. */
struct probe {
    size_t i, mask;
    uint64_t perturb;
};

OURO_INLINE struct probe probe_start(const struct ouro_dict_table *table, int64_t hash)
{
    struct probe probe = {0, ((size_t)1 << table->index_bits) - 1, (uint64_t)hash};
    probe.i = (size_t)hash & probe.mask;
    return probe;
}

OURO_INLINE void probe_next(struct probe *probe)
{
    probe->perturb >>= PERTURB_SHIFT;
    probe->i = (probe->i * 5 + probe->perturb + 1) & probe->mask;
}

/* ---- sizes ----------------------------------------------------------------------------------- */

static unsigned index_bits_for(size_t capacity)
{
    if (capacity <= TABLE_SMALL_MAX)
        return 0;
    unsigned bits = 4;
    while (((size_t)1 << bits) * 2 / 3 < capacity)
        bits++;
    return bits;
}

static unsigned width_bits_for(unsigned index_bits)
{
    return index_bits <= 8 ? 0 : index_bits <= 16 ? 1 : 2;
}

size_t ouro_dict_table_size(const struct ouro_dict_table *table)
{
    return sizeof *table + ouro_dict_table_index_size(table) +
           (size_t)table->capacity * ouro_dict_table_stride(table) * sizeof(ouro_object *);
}

struct ouro_dict_table *ouro_dict_table_new(ouro_runtime *rt, size_t count, unsigned kind)
{
    unsigned bits = index_bits_for(count < (size_t)1 << 31 ? count : (size_t)1 << 31);
    if (bits > INDEX_BITS_MAX)
        return ouro_raise_memory(rt);
    struct ouro_dict_table shape = {.capacity = (uint32_t)(count ? count : 1),
                                    .kind = (uint8_t)kind,
                                    .index_bits = (uint8_t)bits,
                                    .width_bits = (uint8_t)width_bits_for(bits),
                                    .all_interned = true};
    struct ouro_dict_table *table = ouro_buffer_alloc(rt, ouro_dict_table_size(&shape));
    if (!table)
        return NULL;
    *table = shape;
    if (bits)
        memset(table + 1, 0, ouro_dict_table_index_size(table));
    return table;
}

void ouro_dict_table_free(ouro_runtime *rt, struct ouro_dict_table *table)
{
    if (table)
        ouro_buffer_free(rt, table, ouro_dict_table_size(table));
}

int64_t ouro_dict_hash_at(ouro_runtime *rt, struct ouro_dict_table *table, size_t position)
{
    ouro_object **entry = ouro_dict_table_entry(table, position);
    if (table->kind == TABLE_STR)
        return ouro_str_hash_spread(ouro_str_hash(rt, entry[0]));
    if (table->kind == TABLE_INT)
        return ouro_small_int_hash(ouro_int_value(entry[0]));
    return (int64_t)(intptr_t)entry[2];
}

/* ---- finding --------------------------------------------------------------------------------- */

OURO_INLINE bool str_keys_equal(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return a == b ||
           (!(ouro_str_is_interned(a) && ouro_str_is_interned(b)) &&
            ouro_str_hash(rt, a) == ouro_str_hash(rt, b) && ouro_str_equal(a, b));
}

/* An exact str among str keys. In a small table identity is tried on all before anything is loaded from
 * a key: with interned names that decides, hit or miss. */
static ptrdiff_t find_str_small(ouro_runtime *rt, struct ouro_dict_table *table, ouro_object *key)
{
    ouro_object **entries = (ouro_object **)(void *)(table + 1);
    size_t end = (size_t)table->count * 2;
    for (size_t i = 0; i < end; i += 2) {
        if (entries[i] == key)
            return (ptrdiff_t)(i / 2);
    }
    if (table->all_interned && ouro_str_is_interned(key))
        return POSITION_MISSING;
    uint32_t hash = ouro_str_hash(rt, key);
    for (size_t i = 0; i < end; i += 2) {
        if (entries[i] && ouro_str_hash(rt, entries[i]) == hash && ouro_str_equal(entries[i], key))
            return (ptrdiff_t)(i / 2);
    }
    return POSITION_MISSING;
}

static ptrdiff_t find_str_indexed(ouro_runtime *rt, struct ouro_dict_table *table, ouro_object *key)
{
    ouro_object **entries = ouro_dict_table_entries(table);
    bool is_identity = table->all_interned && ouro_str_is_interned(key);
    struct probe probe = probe_start(table, ouro_str_hash_spread(ouro_str_hash(rt, key)));
    for (;; probe_next(&probe)) {
        uint32_t slot = slot_get(table, probe.i);
        if (slot >= SLOT_FIRST) {
            size_t position = slot - SLOT_FIRST;
            ouro_object *candidate = entries[position * 2];
            if (candidate == key || (!is_identity && str_keys_equal(rt, candidate, key)))
                return (ptrdiff_t)position;
        } else if (slot == SLOT_EMPTY) {
            return POSITION_MISSING;
        }
    }
}

static ptrdiff_t find_int(struct ouro_dict_table *table, int64_t value)
{
    ouro_object **entries = ouro_dict_table_entries(table);
    if (!table->index_bits) {
        for (size_t i = 0; i < table->count; i++) {
            if (entries[i * 2] && ouro_int_value(entries[i * 2]) == value)
                return (ptrdiff_t)i;
        }
        return POSITION_MISSING;
    }
    struct probe probe = probe_start(table, ouro_small_int_hash(value));
    for (;; probe_next(&probe)) {
        uint32_t slot = slot_get(table, probe.i);
        if (slot >= SLOT_FIRST) {
            if (ouro_int_value(entries[(size_t)(slot - SLOT_FIRST) * 2]) == value)
                return (ptrdiff_t)(slot - SLOT_FIRST);
        } else if (slot == SLOT_EMPTY) {
            return POSITION_MISSING;
        }
    }
}

enum match { MATCH_NO, MATCH_YES, MATCH_ERROR, MATCH_RESTART };

/* Is this entry's key the one? User code may run and change the dict: then everything read so far is
 * void and the search starts again. */
static enum match entry_matches(ouro_runtime *rt, struct ouro_dict *dict, size_t position,
                                ouro_object *key, int64_t hash)
{
    struct ouro_dict_table *table = dict->table;
    ouro_object *candidate = ouro_dict_table_entry(table, position)[0];
    if (candidate == key)
        return MATCH_YES;
    if (ouro_dict_hash_at(rt, table, position) != hash)
        return MATCH_NO;
    if (candidate->type_index == key->type_index) {
        if (is_exact(key, TYPE_STR))
            return ouro_str_equal(candidate, key) ? MATCH_YES : MATCH_NO;
        if (ouro_int_is_small_exact(key) && ouro_int_is_small_exact(candidate))
            return ouro_int_value(candidate) == ouro_int_value(key) ? MATCH_YES : MATCH_NO;
    }
    uint8_t kind = table->kind, bits = table->index_bits;
    incref(candidate);
    int equal = ouro_compare_truth(rt, candidate, key, COMPARE_EQ);
    decref(rt, candidate);
    if (equal < 0)
        return MATCH_ERROR;
    if (dict->table != table || table->kind != kind || table->index_bits != bits ||
        position >= table->count || ouro_dict_table_entry(table, position)[0] != candidate)
        return MATCH_RESTART;
    return equal ? MATCH_YES : MATCH_NO;
}

static ptrdiff_t find_general(ouro_runtime *rt, struct ouro_dict *dict, ouro_object *key, int64_t hash)
{
restart:;
    struct ouro_dict_table *table = dict->table;
    if (!table)
        return POSITION_MISSING;
    struct probe probe = {0, 0, 0};
    if (table->index_bits)
        probe = probe_start(table, hash);
    for (;;) {
        size_t position;
        if (!table->index_bits) {
            position = probe.i;
            if (position >= table->count)
                return POSITION_MISSING;
            probe.i++;
            if (!ouro_dict_table_entry(table, position)[0])
                continue;
        } else {
            uint32_t slot = slot_get(table, probe.i);
            if (slot == SLOT_EMPTY)
                return POSITION_MISSING;
            probe_next(&probe);
            if (slot == SLOT_DELETED)
                continue;
            position = slot - SLOT_FIRST;
        }
        switch (entry_matches(rt, dict, position, key, hash)) {
        case MATCH_NO:
            break;
        case MATCH_YES:
            return (ptrdiff_t)position;
        case MATCH_ERROR:
            return POSITION_ERROR;
        case MATCH_RESTART:
            goto restart;
        }
    }
}

ptrdiff_t ouro_dict_find_str(ouro_runtime *rt, struct ouro_dict *dict, ouro_object *key)
{
    struct ouro_dict_table *table = dict->table;
    if (!table)
        return POSITION_MISSING;
    if (ouro_likely(table->kind == TABLE_STR))
        return table->index_bits ? find_str_indexed(rt, table, key) : find_str_small(rt, table, key);
    if (table->kind == TABLE_INT)
        return POSITION_MISSING;
    return find_general(rt, dict, key, ouro_str_hash_spread(ouro_str_hash(rt, key)));
}

ptrdiff_t ouro_dict_find_hashed(ouro_runtime *rt, struct ouro_dict *dict, ouro_object *key,
                                int64_t hash)
{
    struct ouro_dict_table *table = dict->table;
    if (ouro_likely(is_exact(key, TYPE_STR)))
        return ouro_dict_find_str(rt, dict, key);
    if (!table)
        return POSITION_MISSING;
    if (ouro_int_is_small_exact(key)) {
        if (table->kind == TABLE_INT)
            return find_int(table, ouro_int_value(key));
        if (table->kind == TABLE_STR)
            return POSITION_MISSING;
    }
    return find_general(rt, dict, key, hash);
}

ptrdiff_t ouro_dict_find(ouro_runtime *rt, struct ouro_dict *dict, ouro_object *key)
{
    int64_t hash;
    if (ouro_likely(is_exact(key, TYPE_STR)))
        return ouro_dict_find_str(rt, dict, key);
    if (!ouro_key_hash(rt, key, &hash))
        return POSITION_ERROR;
    return ouro_dict_find_hashed(rt, dict, key, hash);
}

/* ---- building -------------------------------------------------------------------------------- */

/* Enters a position in the first slot that is free for its hash. */
static void index_enter(struct ouro_dict_table *table, int64_t hash, size_t position)
{
    struct probe probe = probe_start(table, hash);
    uint32_t slot;
    while ((slot = slot_get(table, probe.i)) >= SLOT_FIRST)
        probe_next(&probe);
    table->fill += slot == SLOT_EMPTY;
    slot_set(table, probe.i, (uint32_t)position + SLOT_FIRST);
}

static void index_rebuild(ouro_runtime *rt, struct ouro_dict_table *table)
{
    if (!table->index_bits)
        return;
    memset(table + 1, 0, ouro_dict_table_index_size(table));
    table->fill = 0;
    for (size_t i = 0; i < table->count; i++) {
        if (ouro_dict_table_entry(table, i)[0])
            index_enter(table, ouro_dict_hash_at(rt, table, i), i);
    }
}

/* Moves the live entries of a table to another, which has room for them; order is kept. */
static void move_entries(ouro_runtime *rt, struct ouro_dict_table *from, struct ouro_dict_table *to)
{
    bool has_interned_keys = true;
    size_t count = 0;
    ouro_slots_shift(&rt->heap, 3 * (size_t)from->count);
    for (size_t i = 0; i < from->count; i++) {
        ouro_object **source = ouro_dict_table_entry(from, i);
        if (!source[0])
            continue;
        int64_t hash = to->kind == TABLE_GENERAL ? ouro_dict_hash_at(rt, from, i) : 0;
        ouro_object *key = source[0], *value = source[1];
        ouro_object **target = ouro_dict_table_entry(to, count++);
        target[0] = key;
        target[1] = value;
        if (to->kind == TABLE_GENERAL)
            target[2] = (ouro_object *)(intptr_t)hash;
        has_interned_keys &= to->kind == TABLE_STR && ouro_str_is_interned(key);
    }
    to->count = (uint32_t)count;
    to->all_interned = has_interned_keys;
    index_rebuild(rt, to);
}

/* Entries changed their positions: whoever remembers some has to look again. */
static void positions_changed(struct ouro_dict *dict)
{
    dict->keys_version = 0;
    dict->base.user_flags &= (uint8_t)~DICT_FIRST_KNOWN;
}

/* A new table of this capacity and kind takes the place of the dict's. */
static bool table_replace(ouro_runtime *rt, struct ouro_dict *dict, size_t capacity, unsigned kind)
{
    struct ouro_dict_table *old = dict->table;
    struct ouro_dict_table *table = ouro_dict_table_new(rt, capacity, kind);
    if (!table)
        return false;
    if (old)
        move_entries(rt, old, table);
    dict->table = table;
    positions_changed(dict);
    ouro_dict_table_free(rt, old);
    return true;
}

/* More room for entries behind those there are; they keep their positions and the index stays. */
static bool table_extend(ouro_runtime *rt, struct ouro_dict *dict, size_t capacity)
{
    struct ouro_dict_table *table = dict->table;
    struct ouro_dict_table shape = *table;
    shape.capacity = (uint32_t)capacity;
    table = ouro_buffer_realloc(rt, table, ouro_dict_table_size(table), ouro_dict_table_size(&shape));
    if (!table)
        return false;
    table->capacity = (uint32_t)capacity;
    dict->table = table;
    return true;
}

void ouro_dict_trim(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_dict_table *table = dict_of(self)->table;
    if (!table || table->count == table->capacity || table->count == 0 ||
        table->count != dict_of(self)->used || index_bits_for(table->count) != table->index_bits)
        return;
    struct ouro_dict_table shape = *table;
    shape.capacity = table->count;
    size_t size = ouro_dict_table_size(table), wanted = ouro_dict_table_size(&shape);
    table = ouro_mem_block_realloc(&rt->heap.mem, table, size, wanted, OURO_BLOCK_PLAIN);
    if (!table)
        return; /* benign: it stays as large as it is */
    table->capacity = shape.capacity;
    dict_of(self)->table = table;
}

static size_t capacity_next(size_t capacity)
{
    if (capacity < TABLE_SMALL_MAX)
        return capacity < 5 ? 5 : TABLE_SMALL_MAX;
    return capacity + capacity / 4 + 4;
}

/* The table is full, or its index is. Deleted entries are squeezed out when they are many: then the
 * table may even become smaller. */
static OURO_NOINLINE bool table_make_room(ouro_runtime *rt, struct ouro_dict *dict)
{
    struct ouro_dict_table *table = dict->table;
    size_t capacity = table->capacity, deleted = table->count - dict->used;
    if (capacity > TABLE_SMALL_MAX ? deleted > table->count / 4 : deleted && capacity == TABLE_SMALL_MAX) {
        size_t wanted = capacity_next(dict->used + 1);
        if (wanted > capacity)
            wanted = capacity;
        if (wanted * 2 <= capacity)
            return table_replace(rt, dict, wanted, table->kind);
        move_entries(rt, table, table);
        positions_changed(dict);
        return true;
    }
    if (table->count < capacity) { /* only the index is full, of deleted slots */
        index_rebuild(rt, table);
        return true;
    }
    capacity = capacity_next(capacity);
    if (capacity > UINT32_MAX / 2) {
        ouro_raise_memory(rt);
        return false;
    }
    if (index_bits_for(capacity) == table->index_bits)
        return table_extend(rt, dict, capacity);
    return table_replace(rt, dict, capacity, table->kind);
}

OURO_INLINE unsigned kind_for_key(const ouro_object *key)
{
    return is_exact(key, TYPE_STR)          ? TABLE_STR
           : ouro_int_is_small_exact(key) ? TABLE_INT
                                            : TABLE_GENERAL;
}

/* The table is there and its entries can hold this key. */
static OURO_NOINLINE bool table_accept(ouro_runtime *rt, struct ouro_dict *dict, unsigned kind)
{
    struct ouro_dict_table *table = dict->table;
    if (!table) {
        dict->table = ouro_dict_table_new(rt, 5, kind);
        return dict->table != NULL;
    }
    if (table->kind == TABLE_GENERAL)
        return true;
    if (table->count == 0 && kind != TABLE_GENERAL) {
        table->kind = (uint8_t)kind;
        return true;
    }
    return table_replace(rt, dict, table->capacity, TABLE_GENERAL);
}

bool ouro_dict_reserve_one(ouro_runtime *rt, struct ouro_dict *dict)
{
    struct ouro_dict_table *table = dict->table;
    if (!table ||
        (table->count < table->capacity && table->fill <= ((size_t)3 << table->index_bits) / 4))
        return true;
    /* Who moves entries to the end again and again pays for a rebuild now and then: with as many
     * spare entries as live ones that is two moves for each. */
    size_t wanted = (size_t)dict->used * 2 + TABLE_SMALL_MAX;
    if (table->capacity < wanted)
        return table_replace(rt, dict, wanted, table->kind);
    move_entries(rt, table, table);
    positions_changed(dict);
    return true;
}

void ouro_dict_move_to_front(ouro_runtime *rt, struct ouro_dict *dict, size_t position)
{
    struct ouro_dict_table *table = dict->table;
    size_t size = ouro_dict_table_stride(table) * sizeof(ouro_object *);
    ouro_object *entry[3];
    ouro_slots_shift(&rt->heap, 3 * position);
    memcpy(entry, ouro_dict_table_entry(table, position), size);
    memmove(ouro_dict_table_entry(table, 1), ouro_dict_table_entry(table, 0), position * size);
    memcpy(ouro_dict_table_entry(table, 0), entry, size);
    index_rebuild(rt, table);
    positions_changed(dict);
}

bool ouro_dict_insert_new(ouro_runtime *rt, struct ouro_dict *dict, ouro_object *key,
                          ouro_object *value, int64_t hash)
{
    unsigned kind = kind_for_key(key);
    if (ouro_unlikely(!dict->table || dict->table->kind != kind) && !table_accept(rt, dict, kind))
        return false;
    struct ouro_dict_table *table = dict->table;
    if (ouro_unlikely(table->count == table->capacity ||
                      table->fill > ((size_t)3 << table->index_bits) / 4)) {
        if (!table_make_room(rt, dict))
            return false;
        table = dict->table;
    }
    size_t position = table->count;
    ouro_object **entry = ouro_dict_table_entry(table, position);
    entry[0] = newref(key);
    entry[1] = newref(value);
    if (table->kind == TABLE_GENERAL) {
        entry[2] = (ouro_object *)(intptr_t)hash;
        ouro_slots_shift(&rt->heap, 2 * (size_t)table->count); /* all values come after all keys */
    } else if (table->kind == TABLE_STR)
        table->all_interned = table->all_interned && ouro_str_is_interned(key);
    if (table->index_bits)
        index_enter(table, hash, position);
    table->count++;
    dict->used++;
    dict->keys_version = 0;
    return true;
}

void ouro_dict_remove_at(ouro_runtime *rt, struct ouro_dict *dict, size_t position, ouro_object **key,
                         ouro_object **value)
{
    struct ouro_dict_table *table = dict->table;
    ouro_object **entry = ouro_dict_table_entry(table, position);
    if (table->index_bits) {
        struct probe probe = probe_start(table, ouro_dict_hash_at(rt, table, position));
        while (slot_get(table, probe.i) != position + SLOT_FIRST)
            probe_next(&probe);
        slot_set(table, probe.i, SLOT_DELETED);
    }
    *key = entry[0];
    *value = entry[1];
    ouro_object_touch(*key); /* both move out uncounted */
    ouro_object_touch(*value);
    entry[0] = entry[1] = NULL;
    dict->used--;
    dict->keys_version = 0;
}

struct ouro_dict_table *ouro_dict_table_copy(ouro_runtime *rt, struct ouro_dict *dict)
{
    struct ouro_dict_table *from = dict->table;
    size_t capacity = dict->used;
    struct ouro_dict_table *table;
    if (from->count == dict->used && index_bits_for(capacity) == from->index_bits) {
        /* nothing deleted and the same index: byte for byte */
        struct ouro_dict_table shape = *from;
        shape.capacity = (uint32_t)capacity;
        table = ouro_buffer_alloc(rt, ouro_dict_table_size(&shape));
        if (!table)
            return NULL;
        memcpy(table, from, ouro_dict_table_size(&shape));
        table->capacity = (uint32_t)capacity;
    } else {
        table = ouro_dict_table_new(rt, capacity, from->kind);
        if (!table)
            return NULL;
        move_entries(rt, from, table);
    }
    for (size_t i = 0; i < table->count; i++) {
        ouro_object **entry = ouro_dict_table_entry(table, i);
        incref(entry[0]);
        incref(entry[1]);
    }
    return table;
}

const char *ouro_dict_find_fault(ouro_runtime *rt, struct ouro_dict *dict)
{
    struct ouro_dict_table *table = dict->table;
    size_t live = 0, filled = 0;
    if (!table)
        return dict->used ? "used without a table" : NULL;
    if (table->count > table->capacity)
        return "count above capacity";
    if (table->index_bits != index_bits_for(table->capacity) ||
        table->width_bits != width_bits_for(table->index_bits))
        return "size of the index";
    for (size_t i = 0; i < table->count; i++) {
        ouro_object **entry = ouro_dict_table_entry(table, i);
        if (!entry[0] != !entry[1])
            return "half an entry";
        if (!entry[0])
            continue;
        live++;
        if (table->kind != TABLE_GENERAL && kind_for_key(entry[0]) != table->kind)
            return "kind of a key";
        if (!table->index_bits)
            continue;
        struct probe probe = probe_start(table, ouro_dict_hash_at(rt, table, i));
        uint32_t slot;
        while ((slot = slot_get(table, probe.i)) != i + SLOT_FIRST) {
            if (slot == SLOT_EMPTY)
                return "entry not in the index";
            probe_next(&probe);
        }
    }
    if (live != dict->used)
        return "number of live entries";
    for (size_t i = 0; table->index_bits && i >> table->index_bits == 0; i++)
        filled += slot_get(table, i) != SLOT_EMPTY;
    return filled != table->fill ? "fill of the index" : NULL;
}
