#include "lang/pointer_map.h"

static uint32_t slot_of(const struct pointer_map *map, const void *key)
{
    uint64_t hash = (uint64_t)(uintptr_t)key * 0x9e3779b97f4a7c15u;
    uint32_t index = (uint32_t)(hash >> 32) & (map->capacity - 1);
    while (map->entries[index].key && map->entries[index].key != key)
        index = (index + 1) & (map->capacity - 1);
    return index;
}

uintptr_t ouro_pointer_map_get(const struct pointer_map *map, const void *key)
{
    if (!map->count)
        return UINTPTR_MAX;
    const struct pointer_map_entry *entry = &map->entries[slot_of(map, key)];
    return entry->key ? entry->value : UINTPTR_MAX;
}

static bool grow(struct pointer_map *map, struct ouro_arena *arena)
{
    struct pointer_map larger = {.capacity = map->capacity ? map->capacity * 2 : 8};
    larger.entries = ouro_arena_alloc(arena, larger.capacity * sizeof *larger.entries);
    if (!larger.entries)
        return false;
    for (uint32_t i = 0; i < map->capacity; i++) {
        if (map->entries[i].key)
            larger.entries[slot_of(&larger, map->entries[i].key)] = map->entries[i];
    }
    larger.count = map->count;
    *map = larger;
    return true;
}

bool ouro_pointer_map_set(struct pointer_map *map, struct ouro_arena *arena, const void *key,
                          uintptr_t value)
{
    if (map->count * 4 >= map->capacity * 3 && !grow(map, arena))
        return false;
    struct pointer_map_entry *entry = &map->entries[slot_of(map, key)];
    map->count += entry->key == NULL;
    *entry = (struct pointer_map_entry){key, value};
    return true;
}
