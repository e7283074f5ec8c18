/* The slots of sets: finding, adding, removing. The sizes and the probe sequence are CPython's, so that
 * the order of ints, and of all that hash as they do there, is the same. */
#include <string.h>

#include "types/dict.h"
#include "types/dict_table.h"
#include "types/items.h"
#include "types/set.h"

enum { LINEAR_PROBES = 9, PERTURB_SHIFT = 5, SLOTS_MIN = 8 };

OURO_INLINE bool is_general(const struct ouro_set *set)
{
    return set->base.user_flags == SET_GENERAL;
}

OURO_INLINE ouro_object **slot_at(const struct ouro_set *set, size_t i)
{
    return set->slots + (is_general(set) ? i * 2 : i);
}

OURO_INLINE bool is_member(const ouro_object *slot)
{
    return slot != NULL && slot != SET_DELETED;
}

OURO_INLINE unsigned kind_for(const ouro_object *item)
{
    return is_exact(item, TYPE_STR)          ? SET_STR
           : ouro_int_is_small_exact(item) ? SET_INT
                                             : SET_GENERAL;
}

static size_t table_size(unsigned kind, size_t slots)
{
    return slots * sizeof(ouro_object *) * (kind == SET_GENERAL ? 2 : 1);
}

size_t ouro_set_table_size(const ouro_object *self)
{
    const struct ouro_set *set = set_of(self);
    return set->slots ? table_size(set->base.user_flags, (size_t)set->mask + 1) : 0;
}

static int64_t slot_hash(ouro_runtime *rt, const struct ouro_set *set, size_t i)
{
    ouro_object **slot = slot_at(set, i);
    if (set->base.user_flags == SET_STR)
        return ouro_str_hash_spread(ouro_str_hash(rt, slot[0]));
    if (set->base.user_flags == SET_INT)
        return ouro_small_int_hash(ouro_int_value(slot[0]));
    return (int64_t)(intptr_t)slot[1];
}

int64_t ouro_set_hash_at(ouro_runtime *rt, ouro_object *self, size_t position_after)
{
    return slot_hash(rt, set_of(self), position_after - 1);
}

/* The order in which slots are tried: ten in a row where they fit, then a jump. */
struct probe {
    size_t i, mask, jump;
    uint64_t perturb;
    int in_row;
};

OURO_INLINE struct probe probe_start(size_t mask, int64_t hash)
{
    struct probe probe = {(size_t)hash & mask, mask, (size_t)hash & mask, (uint64_t)hash, 0};
    probe.in_row = probe.i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
    return probe;
}

OURO_INLINE void probe_next(struct probe *probe)
{
    if (probe->in_row-- > 0) {
        probe->i++;
        return;
    }
    probe->perturb >>= PERTURB_SHIFT;
    probe->jump = (probe->jump * 5 + 1 + probe->perturb) & probe->mask;
    probe->i = probe->jump;
    probe->in_row = probe->i + LINEAR_PROBES <= probe->mask ? LINEAR_PROBES : 0;
}

enum match { MATCH_NO, MATCH_YES, MATCH_ERROR, MATCH_RESTART };

static enum match slot_matches(ouro_runtime *rt, struct ouro_set *set, size_t i, ouro_object *item,
                               int64_t hash)
{
    ouro_object *member = *slot_at(set, i);
    if (member == item)
        return MATCH_YES;
    if (slot_hash(rt, set, i) != hash)
        return MATCH_NO;
    if (member->type_index == item->type_index) {
        if (is_exact(item, TYPE_STR))
            return ouro_str_equal(member, item) ? MATCH_YES : MATCH_NO;
        if (ouro_int_is_small_exact(item) && ouro_int_is_small_exact(member))
            return ouro_int_value(member) == ouro_int_value(item) ? MATCH_YES : MATCH_NO;
    }
    ouro_object **slots = set->slots;
    uint32_t mask = set->mask;
    uint8_t kind = set->base.user_flags;
    incref(member);
    int equal = ouro_compare_truth(rt, member, item, COMPARE_EQ);
    decref(rt, member);
    if (equal < 0)
        return MATCH_ERROR;
    if (set->slots != slots || set->mask != mask || set->base.user_flags != kind ||
        *slot_at(set, i) != member)
        return MATCH_RESTART;
    return equal ? MATCH_YES : MATCH_NO;
}

/* Where an item goes that was not found: the last deleted slot on the way, as in CPython. */
OURO_INLINE size_t place_for(size_t deleted, size_t empty)
{
    return deleted != SIZE_MAX ? deleted : empty;
}

/* Finds the slot of an item: 1 with *at its slot; 0 with *at the slot where it would go; -1 error. */
static int find_general(ouro_runtime *rt, struct ouro_set *set, ouro_object *item, int64_t hash,
                        size_t *at)
{
restart:;
    size_t deleted = SIZE_MAX;
    if (!set->slots) {
        *at = (size_t)hash & set->mask;
        return 0;
    }
    for (struct probe probe = probe_start(set->mask, hash);; probe_next(&probe)) {
        ouro_object *member = *slot_at(set, probe.i);
        *at = probe.i;
        if (!member) {
            *at = place_for(deleted, probe.i);
            return 0;
        }
        if (member == SET_DELETED) {
            deleted = probe.i;
            continue;
        }
        switch (slot_matches(rt, set, probe.i, item, hash)) {
        case MATCH_NO:
            break;
        case MATCH_YES:
            return 1;
        case MATCH_ERROR:
            return -1;
        case MATCH_RESTART:
            goto restart;
        }
    }
}

static int find_int(struct ouro_set *set, int64_t value, int64_t hash, size_t *at)
{
    size_t deleted = SIZE_MAX;
    for (struct probe probe = probe_start(set->mask, hash);; probe_next(&probe)) {
        ouro_object *member = set->slots[probe.i];
        *at = probe.i;
        if (!member) {
            *at = place_for(deleted, probe.i);
            return 0;
        }
        if (member == SET_DELETED)
            deleted = probe.i;
        else if (ouro_int_value(member) == value)
            return 1;
    }
}

static int find_str(ouro_runtime *rt, struct ouro_set *set, ouro_object *item, int64_t hash, size_t *at)
{
    uint32_t item_hash = str_of(item)->hash;
    bool is_interned = ouro_str_is_interned(item);
    size_t deleted = SIZE_MAX;
    for (struct probe probe = probe_start(set->mask, hash);; probe_next(&probe)) {
        ouro_object *member = set->slots[probe.i];
        *at = probe.i;
        if (!member) {
            *at = place_for(deleted, probe.i);
            return 0;
        }
        if (member == item)
            return 1;
        if (member == SET_DELETED)
            deleted = probe.i;
        else if (str_of(member)->hash == item_hash &&
            !(is_interned && ouro_str_is_interned(member)) && ouro_str_equal(member, item))
            return 1;
    }
}

static int find(ouro_runtime *rt, struct ouro_set *set, ouro_object *item, int64_t hash, size_t *at)
{
    if (set->slots && set->base.user_flags == kind_for(item)) {
        if (set->base.user_flags == SET_INT)
            return find_int(set, ouro_int_value(item), hash, at);
        if (set->base.user_flags == SET_STR)
            return find_str(rt, set, item, hash, at);
    }
    return find_general(rt, set, item, hash, at);
}

/* ---- tables ---------------------------------------------------------------------------------- */

static ouro_object **slots_new(ouro_runtime *rt, unsigned kind, size_t count)
{
    if (count > (size_t)1 << 31)
        return ouro_raise_memory(rt);
    ouro_object **slots = ouro_buffer_alloc(rt, table_size(kind, count));
    if (slots)
        memset(slots, 0, table_size(kind, count));
    return slots;
}

/* Puts a member that is not there in a table without deleted slots. */
static void insert_clean(ouro_object **slots, unsigned kind, size_t mask, ouro_object *item,
                         int64_t hash)
{
    size_t stride = kind == SET_GENERAL ? 2 : 1;
    struct probe probe = probe_start(mask, hash);
    while (slots[probe.i * stride])
        probe_next(&probe);
    slots[probe.i * stride] = item;
    if (kind == SET_GENERAL)
        slots[probe.i * stride + 1] = (ouro_object *)(intptr_t)hash;
}

bool ouro_set_resize(ouro_runtime *rt, ouro_object *self, size_t wanted)
{
    struct ouro_set *set = set_of(self);
    unsigned kind = set->base.user_flags;
    size_t count = SLOTS_MIN;
    while (count <= wanted)
        count <<= 1;
    ouro_object **slots = slots_new(rt, kind, count);
    if (!slots)
        return false;
    ouro_slots_shift(&rt->heap, (size_t)set->mask + 1);
    for (size_t i = 0; set->slots && i <= set->mask; i++) {
        ouro_object *member = *slot_at(set, i);
        if (is_member(member))
            insert_clean(slots, kind, count - 1, member, slot_hash(rt, set, i));
    }
    ouro_buffer_free(rt, set->slots, ouro_set_table_size(self));
    set->slots = slots;
    set->mask = (uint32_t)(count - 1);
    set->fill = set->used;
    return true;
}

/* The same slots with the hashes stored beside them. */
static bool make_general(ouro_runtime *rt, struct ouro_set *set)
{
    ouro_object **slots = slots_new(rt, SET_GENERAL, (size_t)set->mask + 1);
    if (!slots)
        return false;
    for (size_t i = 0; i <= set->mask; i++) {
        slots[i * 2] = set->slots[i];
        if (is_member(set->slots[i]))
            slots[i * 2 + 1] = (ouro_object *)(intptr_t)slot_hash(rt, set, i);
    }
    ouro_buffer_free(rt, set->slots, ouro_set_table_size(&set->base));
    set->slots = slots;
    set->base.user_flags = SET_GENERAL;
    return true;
}

/* The table is there and can hold this kind of member. */
static bool accept_kind(ouro_runtime *rt, struct ouro_set *set, unsigned kind)
{
    if (set->slots && set->base.user_flags != kind && set->base.user_flags != SET_GENERAL) {
        if (set->fill > 0 || kind == SET_GENERAL)
            return make_general(rt, set);
        set->base.user_flags = (uint8_t)kind;
    }
    if (!set->slots) {
        set->slots = slots_new(rt, kind, (size_t)set->mask + 1);
        if (!set->slots)
            return false;
        set->base.user_flags = (uint8_t)kind;
    }
    return true;
}

/* ---- members --------------------------------------------------------------------------------- */

bool ouro_set_add_hashed(ouro_runtime *rt, ouro_object *self, ouro_object *item, int64_t hash)
{
    struct ouro_set *set = set_of(self);
    size_t at;
    int found = find(rt, set, item, hash, &at);
    if (found != 0)
        return found > 0;
    if (!accept_kind(rt, set, kind_for(item)))
        return false;
    ouro_object **slot = slot_at(set, at);
    bool is_reused = *slot == SET_DELETED;
    if (is_reused)
        ouro_slots_shift(&rt->heap, (size_t)set->mask + 1);
    *slot = newref(item);
    if (is_general(set))
        slot[1] = (ouro_object *)(intptr_t)hash;
    set->used++;
    if (is_reused)
        return true;
    set->fill++;
    if ((size_t)set->fill * 5 < (size_t)set->mask * 3)
        return true;
    if (ouro_set_resize(rt, self, set->used > 50000 ? (size_t)set->used * 2 : (size_t)set->used * 4))
        return true;
    slot = slot_at(set, at); /* no memory: the set is as it was */
    *slot = SET_DELETED;
    set->used--;
    decref(rt, item);
    return false;
}

int ouro_set_contains_hashed(ouro_runtime *rt, ouro_object *self, ouro_object *item, int64_t hash)
{
    size_t at;
    return find(rt, set_of(self), item, hash, &at);
}

int ouro_set_discard_hashed(ouro_runtime *rt, ouro_object *self, ouro_object *item, int64_t hash)
{
    struct ouro_set *set = set_of(self);
    size_t at;
    int found = find(rt, set, item, hash, &at);
    if (found <= 0)
        return found;
    ouro_object **slot = slot_at(set, at), *member = *slot;
    ouro_slots_shift(&rt->heap, (size_t)set->mask + 1);
    *slot = SET_DELETED;
    set->used--;
    decref(rt, member);
    return 1;
}

bool ouro_set_add(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    int64_t hash;
    return ouro_key_hash(rt, item, &hash) && ouro_set_add_hashed(rt, self, item, hash);
}

int ouro_set_contains(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    int64_t hash;
    return ouro_key_hash(rt, item, &hash) ? ouro_set_contains_hashed(rt, self, item, hash) : -1;
}

int ouro_set_discard(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    int64_t hash;
    return ouro_key_hash(rt, item, &hash) ? ouro_set_discard_hashed(rt, self, item, hash) : -1;
}

size_t ouro_set_length(const ouro_object *self)
{
    return set_of(self)->used;
}

bool ouro_set_next(ouro_object *self, size_t *position, ouro_object **item)
{
    struct ouro_set *set = set_of(self);
    size_t i = *position;
    if (!set->slots)
        return false;
    while (i <= set->mask && !is_member(*slot_at(set, i)))
        i++;
    if (i > set->mask)
        return false;
    *item = *slot_at(set, i);
    *position = i + 1;
    return true;
}

ouro_object *ouro_set_pop_take(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_set *set = set_of(self);
    if (set->used == 0)
        return NULL;
    size_t i = set->finger & set->mask;
    while (!is_member(*slot_at(set, i)))
        i = i == set->mask ? 0 : i + 1;
    ouro_object *member = *slot_at(set, i);
    ouro_object_touch(member); /* moves out uncounted */
    ouro_slots_shift(&rt->heap, (size_t)set->mask + 1);
    *slot_at(set, i) = SET_DELETED;
    set->used--;
    set->finger = (uint32_t)(i + 1);
    return member;
}

void ouro_set_clear(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_set *set = set_of(self);
    ouro_object **slots = set->slots;
    size_t stride = is_general(set) ? 2 : 1, count = (size_t)set->mask + 1;
    size_t size = ouro_set_table_size(self);
    set->slots = NULL;
    set->used = set->fill = set->finger = 0;
    set->mask = SLOTS_MIN - 1;
    set->base.user_flags = SET_STR;
    if (!slots)
        return;
    for (size_t i = 0; i < count; i++) {
        if (is_member(slots[i * stride]))
            decref(rt, slots[i * stride]);
    }
    ouro_buffer_free(rt, slots, size);
}

void ouro_set_swap(ouro_object *a, ouro_object *b)
{
    struct ouro_set *x = set_of(a), *y = set_of(b), held = *x;
    x->slots = y->slots;
    x->used = y->used;
    x->fill = y->fill;
    x->mask = y->mask;
    x->finger = y->finger;
    x->base.user_flags = y->base.user_flags;
    y->slots = held.slots;
    y->used = held.used;
    y->fill = held.fill;
    y->mask = held.mask;
    y->finger = held.finger;
    y->base.user_flags = held.base.user_flags;
}

/* ---- many members at once -------------------------------------------------------------------- */

/* Copies a table into a set that has none, slot by slot. */
static bool copy_slots(ouro_runtime *rt, struct ouro_set *set, struct ouro_set *other)
{
    size_t size = ouro_set_table_size(&other->base);
    ouro_object **slots = ouro_buffer_alloc(rt, size);
    if (!slots)
        return false;
    memcpy(slots, other->slots, size);
    ouro_buffer_free(rt, set->slots, ouro_set_table_size(&set->base));
    set->slots = slots;
    set->base.user_flags = other->base.user_flags;
    set->mask = other->mask;
    set->fill = other->fill;
    set->used = other->used;
    for (size_t i = 0; i <= set->mask; i++) {
        if (*slot_at(set, i))
            incref(*slot_at(set, i));
    }
    return true;
}

static bool merge_set(ouro_runtime *rt, ouro_object *self, ouro_object *iterable)
{
    struct ouro_set *set = set_of(self), *other = set_of(iterable);
    ouro_object *item;
    size_t position = 0;
    if (self == iterable || other->used == 0)
        return true;
    if (((size_t)set->fill + other->used) * 5 >= (size_t)set->mask * 3) {
        if (set->fill == 0) { /* nothing lives in it: the new table may be of the other's kind */
            ouro_buffer_free(rt, set->slots, ouro_set_table_size(self));
            set->slots = NULL;
            set->mask = SLOTS_MIN - 1;
            set->base.user_flags = other->base.user_flags;
        }
        if (!ouro_set_resize(rt, self, ((size_t)set->used + other->used) * 2))
            return false;
    }
    if (set->fill == 0 && set->mask == other->mask && other->fill == other->used)
        return copy_slots(rt, set, other);
    while (ouro_set_next(iterable, &position, &item)) {
        int64_t hash = ouro_set_hash_at(rt, iterable, position);
        incref(item);
        bool is_good = ouro_set_add_hashed(rt, self, item, hash);
        decref(rt, item);
        if (!is_good)
            return false;
    }
    return true;
}

static bool merge_dict(ouro_runtime *rt, ouro_object *self, ouro_object *dict)
{
    struct ouro_set *set = set_of(self);
    ouro_object *key;
    size_t position = 0, count = dict_length(dict);
    if (((size_t)set->fill + count) * 5 >= (size_t)set->mask * 3 &&
        !ouro_set_resize(rt, self, ((size_t)set->used + count) * 2))
        return false;
    while (ouro_dict_next(dict, &position, &key, NULL)) {
        int64_t hash = ouro_dict_hash_at(rt, dict_of(dict)->table, position - 1);
        incref(key);
        bool is_good = ouro_set_add_hashed(rt, self, key, hash);
        decref(rt, key);
        if (!is_good)
            return false;
    }
    return true;
}

bool ouro_set_update(ouro_runtime *rt, ouro_object *self, ouro_object *iterable)
{
    if (ouro_is_any_set(rt, iterable))
        return merge_set(rt, self, iterable);
    if (is_exact(iterable, TYPE_DICT))
        return merge_dict(rt, self, iterable);
    ouro_object *iterator = ouro_iter(rt, iterable), *item;
    if (!iterator)
        return false;
    while ((item = ouro_next(rt, iterator)) != NULL) {
        bool is_good = ouro_set_add(rt, self, item);
        decref(rt, item);
        if (!is_good)
            break;
    }
    decref(rt, iterator);
    return !rt->error;
}

const char *ouro_set_find_fault(ouro_runtime *rt, ouro_object *self)
{
    struct ouro_set *set = set_of(self);
    size_t used = 0, fill = 0, at;
    if (!set->slots)
        return set->used || set->fill || set->mask != SLOTS_MIN - 1 ? "members without a table" : NULL;
    if ((set->mask & (set->mask + 1)) != 0)
        return "number of slots";
    for (size_t i = 0; i <= set->mask; i++) {
        ouro_object *member = *slot_at(set, i);
        fill += member != NULL;
        if (!is_member(member))
            continue;
        used++;
        if (!is_general(set) && kind_for(member) != set->base.user_flags)
            return "kind of a member";
        if (kind_for(member) != SET_GENERAL &&
            (find(rt, set, member, slot_hash(rt, set, i), &at) != 1 || at != i))
            return "member is not found where it is";
    }
    return used != set->used ? "used" : fill != set->fill ? "fill" : NULL;
}
