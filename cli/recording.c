#include "recording.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char magic[] = "OUROTRC1";
static const unsigned char xz_magic[] = {0xFD, '7', 'z', 'X', 'Z', 0};

struct reader {
    const unsigned char *at, *end;
    uint32_t *sizes;  /* of each block made so far */
    uint8_t *is_live; /* the same index */
};

/* ---- bytes ----------------------------------------------------------------------------------- */

static unsigned char *read_all(FILE *file, size_t *size)
{
    size_t capacity = 1 << 16;
    unsigned char *bytes = malloc(capacity);
    *size = 0;
    while (bytes) {
        *size += fread(bytes + *size, 1, capacity - *size, file);
        if (*size < capacity)
            return bytes;
        unsigned char *larger = realloc(bytes, capacity *= 2);
        if (!larger)
            free(bytes);
        bytes = larger;
    }
    return NULL;
}

static bool varint(struct reader *reader, uint64_t *value)
{
    *value = 0;
    for (unsigned shift = 0; reader->at < reader->end && shift < 64; shift += 7) {
        unsigned char byte = *reader->at++;
        *value |= (uint64_t)(byte & 127) << shift;
        if (!(byte & 128))
            return true;
    }
    return false;
}

/* ---- events ---------------------------------------------------------------------------------- */

static const char cut_off[] = "the recording is cut off in the middle of an event";
static const char too_large[] = "the recording asks for a block of 4 GiB or more";

static const char *event_read(struct reader *reader, struct recording *recording)
{
    uint64_t value, size;
    if (!varint(reader, &value))
        return cut_off;
    struct event *event = &recording->events[recording->event_count++];
    event->what = value & 3;
    if (event->what == EVENT_ALLOC) {
        if (value >> 4 > UINT32_MAX)
            return too_large;
        event->number = recording->block_count++;
        event->size = (uint32_t)(value >> 4);
        event->kind = value >> 2 & 3;
        reader->sizes[event->number] = event->size;
        reader->is_live[event->number] = (uint8_t)(event->kind + 1);
        return NULL;
    }
    if (event->what > EVENT_RESIZE)
        return "the recording has an event of no known kind";
    uint64_t back = value >> 2;
    if (back == 0 || back > recording->block_count)
        return "the recording names a block that was not made";
    event->number = recording->block_count - (uint32_t)back;
    if (!reader->is_live[event->number])
        return "the recording frees a block twice, or resizes one that is freed";
    event->kind = (uint8_t)(reader->is_live[event->number] - 1);
    event->size = reader->sizes[event->number];
    if (event->what == EVENT_FREE) {
        reader->is_live[event->number] = 0;
        return NULL;
    }
    if (!varint(reader, &size))
        return cut_off;
    if (size > UINT32_MAX)
        return too_large;
    event->size = reader->sizes[event->number] = (uint32_t)size;
    return NULL;
}

static const char *decode(struct recording *recording, const unsigned char *bytes, size_t size)
{
    struct reader reader = {.at = bytes + 8, .end = bytes + size};
    /* An event has a byte at least. */
    recording->events = malloc(size * sizeof *recording->events);
    reader.sizes = malloc(size * sizeof *reader.sizes);
    reader.is_live = calloc(size, 1);
    const char *fault = recording->events && reader.sizes && reader.is_live ? NULL : "no memory";
    while (!fault && reader.at < reader.end)
        fault = event_read(&reader, recording);
    free(reader.sizes);
    free(reader.is_live);
    if (!fault && recording->event_count == 0)
        fault = "the recording has no events";
    return fault;
}

const char *recording_load(struct recording *recording, const char *path, char *buffer,
                           size_t buffer_size)
{
    *recording = (struct recording){0};
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(path, "rb");
    if (!file) {
        snprintf(buffer, buffer_size, "cannot read '%s': %s", path, strerror(errno));
        return buffer;
    }
    size_t size = 0;
    unsigned char *bytes = read_all(file, &size);
    if (!is_stdin)
        fclose(file);
    const char *fault = NULL;
    if (!bytes) {
        fault = "no memory";
    } else if (size >= sizeof xz_magic && memcmp(bytes, xz_magic, sizeof xz_magic) == 0) {
        snprintf(buffer, buffer_size, "'%s' is packed: xz -dc '%s' | ouro bench replay -", path, path);
        fault = buffer;
    } else if (size < 8 || memcmp(bytes, magic, 8) != 0) {
        snprintf(buffer, buffer_size, "'%s' is no recording (OURO_TRACE=FILE writes them)", path);
        fault = buffer;
    } else {
        fault = decode(recording, bytes, size);
    }
    free(bytes);
    if (fault)
        recording_free(recording);
    return fault;
}

void recording_free(struct recording *recording)
{
    free(recording->events);
    *recording = (struct recording){0};
}
