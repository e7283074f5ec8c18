#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "base/bits.h"
#include "base/checked.h"

enum { CHUNK_SIZE = 16 * 1024 };

struct ouro_arena_chunk {
    struct ouro_arena_chunk *next;
    size_t size;
};

void ouro_arena_init(struct ouro_arena *arena, void *(*alloc)(void *, size_t),
                     void (*free)(void *, void *, size_t), void *context)
{
    *arena = (struct ouro_arena){.alloc = alloc, .free = free, .context = context};
}

/* Starts a chunk that holds at least size bytes. What is left of the old one is given up: at most
 * one request's worth, since a request larger than a chunk gets a chunk of its own size. */
static bool add_chunk(struct ouro_arena *arena, size_t size)
{
    size_t chunk_size = sizeof(struct ouro_arena_chunk);
    if (!ouro_size_add(chunk_size, size > CHUNK_SIZE ? size : CHUNK_SIZE, &chunk_size))
        return false;
    struct ouro_arena_chunk *chunk = arena->alloc(arena->context, chunk_size);
    if (!chunk)
        return false;
    chunk->next = arena->chunks;
    chunk->size = chunk_size;
    arena->chunks = chunk;
    arena->position = (char *)(chunk + 1);
    arena->limit = (char *)chunk + chunk_size;
    return true;
}

void *ouro_arena_alloc(struct ouro_arena *arena, size_t size)
{
    if (size > OURO_SIZE_MAX - 8)
        goto fail;
    size = ouro_round_up(size ? size : 1, 8);
    if ((size_t)(arena->limit - arena->position) < size && !add_chunk(arena, size))
        goto fail;
    char *memory = arena->position;
    arena->position += size;
    return memset(memory, 0, size);
fail:
    arena->has_failed = true;
    return NULL;
}

char *ouro_arena_copy(struct ouro_arena *arena, const char *bytes, size_t size)
{
    char *copy = ouro_arena_alloc(arena, size + 1);
    if (copy)
        memcpy(copy, bytes, size);
    return copy;
}

struct ouro_arena_mark ouro_arena_mark(const struct ouro_arena *arena)
{
    return (struct ouro_arena_mark){arena->chunks, arena->position};
}

void ouro_arena_release(struct ouro_arena *arena, struct ouro_arena_mark mark)
{
    while (arena->chunks != mark.chunk) {
        struct ouro_arena_chunk *chunk = arena->chunks;
        arena->chunks = chunk->next;
        arena->free(arena->context, chunk, chunk->size);
    }
    arena->position = mark.position;
    arena->limit = mark.chunk ? (char *)mark.chunk + mark.chunk->size : NULL;
}

void ouro_arena_destroy(struct ouro_arena *arena)
{
    ouro_arena_release(arena, (struct ouro_arena_mark){NULL, NULL});
    ouro_arena_init(arena, arena->alloc, arena->free, arena->context);
}
