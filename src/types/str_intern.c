/* The table of interned strings: open addressing in raw memory, linear probing, and deletion that
 * moves later entries back so that no tombstones pile up. It holds no counts: a string that dies
 * takes itself out.
 *
 * Invariant: from the home slot of every entry to the entry there is no empty slot. */
#include "types/str_internal.h"

struct ouro_str_table {
    ouro_object **slots;
    uint32_t mask;
    uint32_t count;
};

enum { INTERN_SLOTS_START = 2048 };

static ouro_object **slots_new(ouro_runtime *rt, size_t count)
{
    size_t size = count * sizeof(ouro_object *);
    ouro_object **slots = ouro_mem_block_alloc(&rt->heap.mem, size, OURO_BLOCK_PLAIN);
    if (slots)
        memset(slots, 0, size);
    return slots;
}

bool ouro_str_intern_init(ouro_runtime *rt)
{
    struct ouro_str_table *table =
        ouro_mem_block_alloc(&rt->heap.mem, sizeof(*table), OURO_BLOCK_PLAIN);
    if (!table)
        return false;
    table->slots = slots_new(rt, INTERN_SLOTS_START);
    if (!table->slots) {
        ouro_mem_block_free(&rt->heap.mem, table, sizeof(*table), OURO_BLOCK_PLAIN);
        return false;
    }
    table->mask = INTERN_SLOTS_START - 1;
    table->count = 0;
    rt->interned = table;
    return true;
}

static bool table_grow(ouro_runtime *rt, struct ouro_str_table *table)
{
    size_t count = ((size_t)table->mask + 1) * 2;
    ouro_object **slots = slots_new(rt, count);
    if (!slots)
        return false;
    uint32_t mask = (uint32_t)(count - 1);
    for (size_t i = 0; i <= table->mask; i++) {
        ouro_object *entry = table->slots[i];
        if (!entry)
            continue;
        uint32_t at = str_of(entry)->hash & mask;
        while (slots[at])
            at = (at + 1) & mask;
        slots[at] = entry;
    }
    ouro_mem_block_free(&rt->heap.mem, table->slots, ((size_t)table->mask + 1) * sizeof(*slots),
                        OURO_BLOCK_PLAIN);
    table->slots = slots;
    table->mask = mask;
    return true;
}

/* A table that cannot grow goes on filling up; one that is full leaves the string as it is, which
 * costs later comparisons their short cut and nothing else. */
void ouro_str_intern(ouro_runtime *rt, ouro_object **slot)
{
    ouro_object *self = *slot;
    struct ouro_str_table *table = rt->interned;
    if (!is_exact(self, TYPE_STR) || ouro_str_is_interned(self))
        return;
    uint32_t at = ouro_str_hash(rt, self) & table->mask;
    for (ouro_object *entry; (entry = table->slots[at]) != NULL; at = (at + 1) & table->mask) {
        if (ouro_str_equal(entry, self)) {
            *slot = newref(entry);
            decref(rt, self);
            return;
        }
    }
    if (table->count + 1 > table->mask / 8 * 5) {
        if (table_grow(rt, table)) {
            at = str_of(self)->hash & table->mask;
            while (table->slots[at])
                at = (at + 1) & table->mask;
        } else if (table->count + 1 >= table->mask) {
            return;
        }
    }
    table->slots[at] = self;
    table->count++;
    self->user_flags |= STR_INTERNED;
}

void ouro_str_intern_remove(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_str_table *table = rt->interned;
    if (!table)
        return;
    uint32_t mask = table->mask, at = str_of(self)->hash & mask;
    while (table->slots[at] != self) {
        if (!table->slots[at])
            return;
        at = (at + 1) & mask;
    }
    self->user_flags &= (uint8_t)~STR_INTERNED;
    table->count--;
    uint32_t hole = at;
    for (uint32_t next = (hole + 1) & mask; table->slots[next]; next = (next + 1) & mask) {
        uint32_t home = str_of(table->slots[next])->hash & mask;
        /* An entry may move back to the hole unless its home lies cyclically behind the hole. */
        if (((next - home) & mask) >= ((next - hole) & mask)) {
            table->slots[hole] = table->slots[next];
            hole = next;
        }
    }
    table->slots[hole] = NULL;
}

ouro_object *ouro_str_intern_peek(const ouro_runtime *rt, const char *ascii)
{
    const struct ouro_str_table *table = rt->interned;
    uint32_t hash = ouro_bytes_hash(rt, ascii, strlen(ascii));
    for (uint32_t at = hash & table->mask; table->slots[at]; at = (at + 1) & table->mask)
        if (ouro_str_equal_text(table->slots[at], ascii))
            return table->slots[at];
    return NULL;
}

ouro_object *ouro_str_intern_text(ouro_runtime *rt, const char *utf8)
{
    ouro_object *self = ouro_str_from(rt, utf8);
    if (self)
        ouro_str_intern(rt, &self);
    return self;
}
