/* Addresses -> numbers or addresses: open addressing in an arena, insertion only.
 * Small by design: scopes and code objects have many of them. Depends on base. */
#ifndef OURO_LANG_POINTER_MAP_H
#define OURO_LANG_POINTER_MAP_H

#include "base/arena.h"
#include "base/compiler.h"

#include <stdint.h>

struct pointer_map_entry {
    const void *key; /* NULL: free */
    uintptr_t value;
};

struct pointer_map {
    struct pointer_map_entry *entries;
    uint32_t capacity; /* a power of two, or 0 */
    uint32_t count;
};

/* The value, or UINTPTR_MAX when the key is not there. */
uintptr_t ouro_pointer_map_get(const struct pointer_map *map, const void *key);
/* Adds or replaces; false when memory is out. */
bool ouro_pointer_map_set(struct pointer_map *map, struct ouro_arena *arena, const void *key,
                          uintptr_t value);

#endif
