/* What nobody can reach and nobody freed: found at the end of a program, without freeing anything,
 * grouped by type and place of allocation, and the cycles that keep it alive.
 *
 * A group's cycle is the shortest way from one of its objects back to itself along references
 * inside the garbage. Memory comes from the raw domain of the heap, so nothing is added to what is
 * being looked at. Depends on gc, births, edges. */
#ifndef OURO_DIAG_LEAKS_H
#define OURO_DIAG_LEAKS_H

#include <stdio.h>

#include "types/runtime.h"

enum { LEAK_GROUPS_MAX = 24, LEAK_CYCLE_MAX = 8, LEAK_TEXT_MAX = 96 };

struct ouro_leak_group {
    char type[LEAK_TEXT_MAX];
    char site[LEAK_TEXT_MAX]; /* "" when not recorded */
    uint64_t count;
    uint64_t size; /* bytes of the objects themselves */
    uint32_t cycle_length; /* edges; 0: no object of the group is on a cycle of up to LEAK_CYCLE_MAX */
    char cycle[LEAK_CYCLE_MAX][2 * LEAK_TEXT_MAX]; /* "Node.next", one an edge, the last closes the circle */
};

struct ouro_leaks {
    uint64_t count;
    uint64_t size;
    uint32_t group_count;
    bool is_truncated; /* more groups than LEAK_GROUPS_MAX */
    struct ouro_leak_group groups[LEAK_GROUPS_MAX]; /* most bytes first */
};

/* false: no memory. */
bool ouro_leaks_find(ouro_runtime *rt, struct ouro_leaks *leaks);

#endif
