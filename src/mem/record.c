/* Recording requests. A hash table maps live addresses to the number of their allocation. */
#include "mem/record.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { TABLE_START = 1 << 16 };

struct entry {
    uintptr_t block; /* 0: empty */
    uint64_t number;
};

struct ouro_record {
    FILE *file;
    struct entry *entries;
    size_t entry_max; /* a power of two, at most half full */
    size_t entry_count;
    uint64_t next_number;
    uint64_t event_count;
    bool has_failed;
};

/* A file that another recording is being written to is left alone: the lock is the open file's. */
static FILE *open_locked(const char *path)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return NULL;
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0 && ftruncate(descriptor, 0) == 0) {
        FILE *file = fdopen(descriptor, "wb");
        if (file)
            return file;
    }
    close(descriptor);
    return NULL;
}

struct ouro_record *ouro_record_start(const char *path)
{
    struct ouro_record *record = calloc(1, sizeof *record);
    if (!record)
        return NULL;
    record->entry_max = TABLE_START;
    record->entries = calloc(record->entry_max, sizeof *record->entries);
    record->file = record->entries ? open_locked(path) : NULL;
    if (!record->file || fwrite(OURO_RECORD_MAGIC, 1, 8, record->file) != 8) {
        if (record->file)
            fclose(record->file);
        free(record->entries);
        free(record);
        return NULL;
    }
    return record;
}

bool ouro_record_stop(struct ouro_record *record)
{
    bool is_complete = !record->has_failed;
    if (fclose(record->file) != 0)
        is_complete = false;
    free(record->entries);
    free(record);
    return is_complete;
}

uint64_t ouro_record_count(const struct ouro_record *record)
{
    return record->event_count;
}

static void put(struct ouro_record *record, uint64_t value)
{
    unsigned char bytes[10];
    size_t count = 0;
    do {
        bytes[count++] = (unsigned char)((value & 127) | (value > 127 ? 128 : 0));
        value >>= 7;
    } while (value);
    if (fwrite(bytes, 1, count, record->file) != count)
        record->has_failed = true;
}

static size_t slot_for(const struct ouro_record *record, uintptr_t block)
{
    size_t mask = record->entry_max - 1;
    size_t at = (size_t)((block >> 3) * 0x9E3779B97F4A7C15u >> 20) & mask;
    while (record->entries[at].block && record->entries[at].block != block)
        at = (at + 1) & mask;
    return at;
}

static bool grow(struct ouro_record *record)
{
    struct entry *old = record->entries;
    size_t old_max = record->entry_max;
    struct entry *entries = calloc(old_max * 2, sizeof *entries);
    if (!entries)
        return false;
    record->entries = entries;
    record->entry_max = old_max * 2;
    for (size_t i = 0; i < old_max; i++)
        if (old[i].block)
            record->entries[slot_for(record, old[i].block)] = old[i];
    free(old);
    return true;
}

static void insert(struct ouro_record *record, const void *block, uint64_t number)
{
    if (record->entry_count * 2 >= record->entry_max && !grow(record)) {
        record->has_failed = true;
        return;
    }
    struct entry *entry = &record->entries[slot_for(record, (uintptr_t)block)];
    if (!entry->block)
        record->entry_count++;
    *entry = (struct entry){(uintptr_t)block, number};
}

/* Takes the block out; false: it was made before the recording. Later entries of the same run move
 * up, so that no marker of a deletion is needed. */
static bool take(struct ouro_record *record, const void *block, uint64_t *number)
{
    size_t mask = record->entry_max - 1, hole = slot_for(record, (uintptr_t)block);
    if (!record->entries[hole].block)
        return false;
    *number = record->entries[hole].number;
    for (size_t at = (hole + 1) & mask; record->entries[at].block; at = (at + 1) & mask) {
        struct entry entry = record->entries[at];
        size_t home = (size_t)((entry.block >> 3) * 0x9E3779B97F4A7C15u >> 20) & mask;
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            record->entries[hole] = entry;
            hole = at;
        }
    }
    record->entries[hole].block = 0;
    record->entry_count--;
    return true;
}

void ouro_record_alloc(struct ouro_record *record, const void *block, size_t size, int kind)
{
    unsigned code = kind < 0 ? OURO_RECORD_KIND_RAW : (unsigned)kind;
    insert(record, block, record->next_number++);
    put(record, ((uint64_t)size * 4 + code) << 2 | OURO_RECORD_ALLOC);
    record->event_count++;
}

void ouro_record_free(struct ouro_record *record, const void *block)
{
    uint64_t number;
    if (!take(record, block, &number))
        return;
    put(record, (record->next_number - number) << 2 | OURO_RECORD_FREE);
    record->event_count++;
}

void ouro_record_resize(struct ouro_record *record, const void *old_block, const void *block,
                        size_t size)
{
    uint64_t number;
    if (!take(record, old_block, &number))
        return;
    insert(record, block, number);
    put(record, (record->next_number - number) << 2 | OURO_RECORD_RESIZE);
    put(record, size);
    record->event_count++;
}
