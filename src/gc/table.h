/* A small hash table from one 64-bit word to another: open addressing, linear probing, deletion by moving
 * back. Keys are never 0. Memory is raw memory of the heap, so a walk or a trace of objects does not
 * see it. Depends on mem. */
#ifndef OURO_GC_TABLE_H
#define OURO_GC_TABLE_H

#include "base/assert.h"
#include "mem/mem.h"

struct ouro_gc_entry {
    uint64_t key; /* 0: empty */
    uint64_t value;
};

struct ouro_gc_table {
    struct ouro_mem *mem;
    struct ouro_gc_entry *entries;
    size_t count;
    size_t capacity; /* a power of two or 0; at most three quarters are used */
};

void ouro_gc_table_init(struct ouro_gc_table *table, struct ouro_mem *mem);
void ouro_gc_table_destroy(struct ouro_gc_table *table);

/* Empties it and gives its memory back. */
void ouro_gc_table_clear(struct ouro_gc_table *table);

/* The place of the key's value, NULL if it is not there. Valid until the next insertion or removal. */
uint64_t *ouro_gc_table_find(const struct ouro_gc_table *table, uint64_t key);

/* The same, inserting it with value 0 if it is not there. NULL: no memory. */
uint64_t *ouro_gc_table_insert(struct ouro_gc_table *table, uint64_t key);

/* true if it was there. Never fails: the table shrinks only when it is cleared or empty. */
bool ouro_gc_table_remove(struct ouro_gc_table *table, uint64_t key);

#endif
