#include "gc/table.h"

#include <string.h>

enum { CAPACITY_MIN = 16 };

static size_t slot_of(uint64_t key, size_t capacity)
{
    uint64_t hash = key * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(hash >> 20) & (capacity - 1);
}

void ouro_gc_table_init(struct ouro_gc_table *table, struct ouro_mem *mem)
{
    *table = (struct ouro_gc_table){ .mem = mem };
}

void ouro_gc_table_clear(struct ouro_gc_table *table)
{
    if (table->entries)
        ouro_mem_free(table->mem, OURO_DOMAIN_RAW, table->entries);
    ouro_gc_table_init(table, table->mem);
}

void ouro_gc_table_destroy(struct ouro_gc_table *table)
{
    ouro_gc_table_clear(table);
}

uint64_t *ouro_gc_table_find(const struct ouro_gc_table *table, uint64_t key)
{
    if (table->count == 0)
        return NULL;
    for (size_t i = slot_of(key, table->capacity);; i = (i + 1) & (table->capacity - 1)) {
        struct ouro_gc_entry *entry = &table->entries[i];
        if (entry->key == key)
            return &entry->value;
        if (entry->key == 0)
            return NULL;
    }
}

static struct ouro_gc_entry *place_for(struct ouro_gc_entry *entries, size_t capacity, uint64_t key)
{
    size_t i = slot_of(key, capacity);
    while (entries[i].key != 0)
        i = (i + 1) & (capacity - 1);
    return &entries[i];
}

static bool table_grow(struct ouro_gc_table *table)
{
    size_t capacity = table->capacity ? table->capacity * 2 : CAPACITY_MIN;
    struct ouro_gc_entry *entries =
        ouro_mem_calloc(table->mem, OURO_DOMAIN_RAW, capacity, sizeof(*entries));
    if (!entries)
        return false;
    for (size_t i = 0; i < table->capacity; i++)
        if (table->entries[i].key != 0)
            *place_for(entries, capacity, table->entries[i].key) = table->entries[i];
    if (table->entries)
        ouro_mem_free(table->mem, OURO_DOMAIN_RAW, table->entries);
    table->entries = entries;
    table->capacity = capacity;
    return true;
}

uint64_t *ouro_gc_table_insert(struct ouro_gc_table *table, uint64_t key)
{
    ouro_check(key != 0);
    uint64_t *value = ouro_gc_table_find(table, key);
    if (value)
        return value;
    if ((table->count + 1) * 4 > table->capacity * 3 && !table_grow(table))
        return NULL;
    struct ouro_gc_entry *entry = place_for(table->entries, table->capacity, key);
    *entry = (struct ouro_gc_entry){ .key = key };
    table->count++;
    return &entry->value;
}

bool ouro_gc_table_remove(struct ouro_gc_table *table, uint64_t key)
{
    uint64_t *value = ouro_gc_table_find(table, key);
    if (!value)
        return false;
    size_t mask = table->capacity - 1;
    size_t hole = (size_t)((struct ouro_gc_entry *)((char *)value -
                               offsetof(struct ouro_gc_entry, value)) - table->entries);
    for (size_t i = (hole + 1) & mask; table->entries[i].key != 0; i = (i + 1) & mask) {
        size_t home = slot_of(table->entries[i].key, table->capacity);
        if (((i - home) & mask) >= ((i - hole) & mask)) { /* home is not between hole and i */
            table->entries[hole] = table->entries[i];
            hole = i;
        }
    }
    table->entries[hole].key = 0;
    if (--table->count == 0 && table->capacity > 1024)
        ouro_gc_table_clear(table);
    return true;
}
