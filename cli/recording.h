/* Recordings of allocations, as OURO_TRACE=FILE writes them: read into memory and checked as a
 * whole, so that a replay needs no checks. src/mem/record.h has the format. */
#ifndef OURO_CLI_RECORDING_H
#define OURO_CLI_RECORDING_H

#include <stddef.h>
#include <stdint.h>

enum { EVENT_ALLOC, EVENT_FREE, EVENT_RESIZE };

struct event {
    uint32_t number; /* of the block */
    uint32_t size;   /* asked for; of a free the last size */
    uint8_t what;
    uint8_t kind; /* 0 to 2: atom, container, plain memory; 3: raw domain */
};

struct recording {
    struct event *events;
    size_t event_count;
    uint32_t block_count;
};

/* NULL, or what is wrong with it in one line (static or in buffer). The path "-" is standard input. */
const char *recording_load(struct recording *recording, const char *path, char *buffer,
                           size_t buffer_size);

void recording_free(struct recording *recording);

#endif
