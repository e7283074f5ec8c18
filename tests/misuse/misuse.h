/* What the programs of this folder share: a debug heap with a name for the place of allocation. Each
 * program commits one crime and must not come to its end. */
#ifndef OURO_TESTS_MISUSE_H
#define OURO_TESTS_MISUSE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem/mem.h"
#include "object/heap.h"

static struct ouro_mem mem, other;

static inline size_t site(void *context, char *buffer, size_t size)
{
    return (size_t)snprintf(buffer, size, "%s", (const char *)context);
}

static inline void start(void)
{
    struct ouro_mem_options options = {.is_debug = true, .reserve_size = (size_t)1 << 30};
    if (!ouro_mem_init(&mem, &options) || !ouro_mem_init(&other, &options))
        exit(3);
    mem.site = other.site = site;
    mem.site_context = (void *)(uintptr_t)"program.py:12";
    other.site_context = (void *)(uintptr_t)"other.py:7";
}

#endif
