/* ouro's plain C face behind a real shared library: what a C program links against. */
#ifndef OURO_BENCH_ALLOC_SO_H
#define OURO_BENCH_ALLOC_SO_H

#include <stddef.h>

void *bench_so_new(void);
void *bench_so_malloc(void *heap, size_t size);
void *bench_so_realloc(void *heap, void *block, size_t size);
void bench_so_free(void *heap, void *block);
size_t bench_so_trim(void *heap);
void bench_so_tick(void *heap);

#endif
