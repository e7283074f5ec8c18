/* A recording of all requests to a heap, small enough to keep: to be replayed against any
 * allocator.
 *
 *   file   = "OUROTRC1" event*
 *   event  = varint v, and for a resize a second one
 *
 *            v & 3 = 0  allocation   v >> 2 = size * 4 + kind (enum ouro_block_kind; 3: raw domain)
 *
 *            v & 3 = 1  free         v >> 2 = how many allocations ago the block was made (1: last)
 *
 *            v & 3 = 2  resize       v >> 2 = the same; then a varint: the new size
 *
 *   varint = seven bits a byte, lowest first, high bit: more follow
 *
 * Blocks that were made before the recording started are left out. Depends on raw. */
#ifndef OURO_MEM_RECORD_H
#define OURO_MEM_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OURO_RECORD_ALLOC, OURO_RECORD_FREE, OURO_RECORD_RESIZE };
enum { OURO_RECORD_KIND_RAW = 3 };

#define OURO_RECORD_MAGIC "OUROTRC1"

struct ouro_record;

/* NULL: the file cannot be written, or no memory. Its own memory comes from the C library, so that
 * the heap that is recorded does not see it. */
struct ouro_record *ouro_record_start(const char *path);

/* Ends and frees the recording; false if anything could not be written. */
bool ouro_record_stop(struct ouro_record *record);

void ouro_record_alloc(struct ouro_record *record, const void *block, size_t size, int kind);
void ouro_record_free(struct ouro_record *record, const void *block);
void ouro_record_resize(struct ouro_record *record, const void *old_block, const void *block,
                        size_t size);

uint64_t ouro_record_count(const struct ouro_record *record);

#endif
