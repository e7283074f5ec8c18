/* The mem domain behind a shared library of its own, without the rest of libouro, so that what is resident
 * is the heap's: for return and replay. bench-alloc links libouro.so itself. */
#ifndef OURO_BENCH_ALLOC_SO_H
#define OURO_BENCH_ALLOC_SO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void *bench_so_new(bool huge_pages);
void *bench_so_malloc(void *heap, size_t size);
void *bench_so_realloc(void *heap, void *block, size_t size);
void bench_so_free(void *heap, void *block);
size_t bench_so_trim(void *heap);
uint64_t bench_so_calls(void *heap); /* to the system, for memory */
void bench_so_tick(void *heap);

#endif
