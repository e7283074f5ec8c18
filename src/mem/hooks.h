/* Between the parts of src/mem: a block without hooks, a block with all of them, and the shared
 * account of raw memory. Used inside src/mem only. */
#ifndef OURO_MEM_HOOKS_H
#define OURO_MEM_HOOKS_H

#include "mem/mem.h"

enum { OURO_KIND_RAW = -1 }; /* of a block in the raw domain, where a kind is asked for */

/* No hooks: from the pools or, for large plain blocks if the heap says so, from raw memory. */
void *ouro_mem_core_alloc(struct ouro_mem *mem, size_t size, int kind, bool is_zeroed);
void ouro_mem_core_free(struct ouro_mem *mem, void *block);
bool ouro_mem_goes_to_raw(const struct ouro_mem *mem, size_t size, int kind);

/* Raw memory and pages count against one limit. */
bool ouro_mem_raw_is_allowed(struct ouro_mem *mem, size_t size);
void ouro_mem_raw_note(struct ouro_mem *mem);

/* All hooks: faults, then tracing, then guards. domain -1: the sized interface. */
void *ouro_mem_hooked_alloc(struct ouro_mem *mem, size_t size, int kind, int domain,
                            bool is_zeroed);
void ouro_mem_hooked_free(struct ouro_mem *mem, void *block, int domain);
void *ouro_mem_hooked_realloc(struct ouro_mem *mem, void *block, size_t size, int domain);

/* Turns the bins' lists off while any hook needs every request. */
void ouro_mem_direct_update(struct ouro_mem *mem);

struct ouro_allocator ouro_mem_default_allocator(struct ouro_mem *mem, int domain);

/* The raw domain counts as replaced: its blocks always come from its allocator. */
bool ouro_mem_domain_is_replaced(const struct ouro_mem *mem, int domain);

#endif
