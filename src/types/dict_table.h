/* The table of a dict: entries in the order of insertion and, for more than 8 of them, an index.
 *
 *   | capacity count fill kind ... | index slots ... | entry 0 | entry 1 | ... | entry capacity-1 |
 *
 *   kind      what the keys are      entry                 words
 *   STR       all exact str          key value             2
 *   INT       all exact small int    key value             2
 *   GENERAL   anything               key value hash        3
 *
 * The hashes of str and small int keys cost a load at most, so they are not stored. An index slot is
 * 1, 2 or 4 bytes wide and holds 0 (never used), 1 (its entry was deleted) or the number of an entry
 * plus 2. The capacity does not depend on the size of the index: entries grow by a quarter at a time,
 * the index is made anew only when it becomes too full.
 *
 * Invariants
 *   1. used (in the dict) <= count <= capacity; the keys of used entries below count are not NULL.
 *   2. an index exists exactly when capacity > 8; then every live entry is found from its hash, and
 *      at least a quarter of the slots are 0 (fill counts the others), so every probe ends.
 *   3. all_interned says that every str key was interned when it was entered.
 * Depends on dict.h. */
#ifndef OURO_TYPES_DICT_TABLE_H
#define OURO_TYPES_DICT_TABLE_H

#include "types/dict.h"
#include "types/int.h"
#include "types/items.h"
#include "types/str.h"

enum { TABLE_STR, TABLE_INT, TABLE_GENERAL };
enum { TABLE_SMALL_MAX = 8 };

/* In user_flags of a dict: an ordered dict's note of its first entry holds. Cleared when entries move. */
enum { DICT_FIRST_KNOWN = 1 };

struct ouro_dict_table {
    uint32_t capacity;
    uint32_t count; /* entries in use, deleted ones included */
    uint32_t fill;  /* index slots that are not 0 */
    uint8_t kind;
    uint8_t index_bits; /* log2 of the number of slots; 0: no index */
    uint8_t width_bits; /* log2 of the bytes of a slot */
    bool all_interned;
};

OURO_INLINE size_t ouro_dict_table_index_size(const struct ouro_dict_table *table)
{
    return table->index_bits ? (size_t)1 << (table->index_bits + table->width_bits) : 0;
}
OURO_INLINE size_t ouro_dict_table_stride(const struct ouro_dict_table *table)
{
    return table->kind == TABLE_GENERAL ? 3 : 2;
}
OURO_INLINE ouro_object **ouro_dict_table_entries(struct ouro_dict_table *table)
{
    return (ouro_object **)(void *)((char *)(table + 1) + ouro_dict_table_index_size(table));
}
OURO_INLINE ouro_object **ouro_dict_table_entry(struct ouro_dict_table *table, size_t position)
{
    return ouro_dict_table_entries(table) + position * ouro_dict_table_stride(table);
}
size_t ouro_dict_table_size(const struct ouro_dict_table *table);

/* hash(value) of an int that fits 64 bits: modulo 2**61 - 1. */
OURO_INLINE int64_t ouro_small_int_hash(int64_t value)
{
    const int64_t modulus = (INT64_C(1) << 61) - 1;
    if (ouro_unlikely(value >= modulus || value <= -modulus))
        value %= modulus;
    return ouro_likely(value != -1) ? value : -2;
}

/* The hash of any key; at once for exact str and small int. */
OURO_INLINE bool ouro_key_hash(ouro_runtime *rt, ouro_object *key, int64_t *hash)
{
    bool ouro_hash(ouro_runtime *, ouro_object *, int64_t *);
    if (ouro_likely(is_exact(key, TYPE_STR))) {
        *hash = ouro_str_hash_spread(ouro_str_hash(rt, key));
        return true;
    }
    if (ouro_int_is_small_exact(key)) {
        *hash = ouro_small_int_hash(ouro_int_value(key));
        return true;
    }
    return ouro_hash(rt, key, hash);
}

enum { POSITION_MISSING = -1, POSITION_ERROR = -2 };

/* The entry of a key: its position, POSITION_MISSING, or POSITION_ERROR with an error set. The second
 * one computes the hash only if it is needed; the third knows the hash. An error is impossible, and no
 * user code runs, for exact str and small int keys in tables of kind STR or INT. */
ptrdiff_t ouro_dict_find_str(ouro_runtime *rt, struct ouro_dict *dict, ouro_object *key);
ptrdiff_t ouro_dict_find(ouro_runtime *rt, struct ouro_dict *dict, ouro_object *key);
ptrdiff_t ouro_dict_find_hashed(ouro_runtime *rt, struct ouro_dict *dict, ouro_object *key,
                                int64_t hash);

/* Enters a key that is not there. Both are counted by the call, which cannot run user code. */
bool ouro_dict_insert_new(ouro_runtime *rt, struct ouro_dict *dict, ouro_object *key,
                          ouro_object *value, int64_t hash);

/* Makes sure that the next new key needs no memory, unless it changes the kind of the table. */
bool ouro_dict_reserve_one(ouro_runtime *rt, struct ouro_dict *dict);
/* The entry becomes the first; those before it move up by one. */
void ouro_dict_move_to_front(ouro_runtime *rt, struct ouro_dict *dict, size_t position);

/* Takes the entry out: key and value become the caller's. Cannot fail, runs no user code. */
void ouro_dict_remove_at(ouro_runtime *rt, struct ouro_dict *dict, size_t position, ouro_object **key,
                         ouro_object **value);

/* The hash of the key at a position (no user code). */
int64_t ouro_dict_hash_at(ouro_runtime *rt, struct ouro_dict_table *table, size_t position);

/* An empty table for count keys of this kind; NULL: MemoryError. */
struct ouro_dict_table *ouro_dict_table_new(ouro_runtime *rt, size_t count, unsigned kind);
void ouro_dict_table_free(ouro_runtime *rt, struct ouro_dict_table *table);

/* A copy of the entries without the deleted ones; keys and values are counted. */
struct ouro_dict_table *ouro_dict_table_copy(ouro_runtime *rt, struct ouro_dict *dict);

/* NULL, or the name of the first invariant that is broken. */
const char *ouro_dict_find_fault(ouro_runtime *rt, struct ouro_dict *dict);

/* A dict is tracked from the moment that it holds something the collector has to look at. */
OURO_INLINE void ouro_dict_touch_tracking(ouro_runtime *rt, ouro_object *self, ouro_object *key,
                                          ouro_object *value)
{
    if ((self->gc_flags & OURO_GC_UNTRACKED) && (may_be_tracked(rt, value) || may_be_tracked(rt, key)))
        self->gc_flags &= (uint8_t)~OURO_GC_UNTRACKED;
}

#endif
