/* A bump allocator for data that dies together (syntax trees, compiler scratch).
 *
 * Chunks come from the allocator functions given at the start, so that the owner of the memory stays
 * the heap and its limit holds. Memory is returned as a whole, or back to a mark. */
#ifndef OURO_BASE_ARENA_H
#define OURO_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct ouro_arena_chunk;

struct ouro_arena {
    void *(*alloc)(void *context, size_t size); /* NULL means out of memory */
    void (*free)(void *context, void *memory, size_t size);
    void *context;
    struct ouro_arena_chunk *chunks; /* newest first */
    char *position;
    char *limit;
    bool has_failed; /* an allocation failed since the start: sticky, so that callers may test once */
};

void ouro_arena_init(struct ouro_arena *arena, void *(*alloc)(void *, size_t),
                     void (*free)(void *, void *, size_t), void *context);

/* size bytes aligned to 8, zeroed; NULL when memory is out (and has_failed is set). */
void *ouro_arena_alloc(struct ouro_arena *arena, size_t size);

/* A copy of size bytes with a NUL behind them; NULL when memory is out. */
char *ouro_arena_copy(struct ouro_arena *arena, const char *bytes, size_t size);

/* What is allocated after a mark dies at the release to it; marks nest. */
struct ouro_arena_mark {
    struct ouro_arena_chunk *chunk;
    char *position;
};
struct ouro_arena_mark ouro_arena_mark(const struct ouro_arena *arena);
void ouro_arena_release(struct ouro_arena *arena, struct ouro_arena_mark mark);

void ouro_arena_destroy(struct ouro_arena *arena);

#endif
