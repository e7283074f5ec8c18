/* mmap: files and anonymous memory in the address space, as a buffer that is also read like a file. */
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "gc/gc.h"
#include "modules/foreign.h"
#include "modules/posix_internal.h"
#include "types/iterator.h"
#include "types/slice.h"

enum access { ACCESS_DEFAULT, ACCESS_READ, ACCESS_WRITE, ACCESS_COPY };

struct map {
    ouro_object base;
    uint8_t *data; /* NULL: closed */
    size_t size, position, exports;
    int64_t offset;
    int descriptor; /* a duplicate of the file's; -1: anonymous */
    int flags;
    enum access access;
};

struct map_iterator {
    ouro_object base;
    ouro_object *map; /* NULL: exhausted */
    size_t next;
};

static struct map *map_of(ouro_object *object)
{
    return (struct map *)(void *)object;
}

static struct map_iterator *iterator_of(ouro_object *object)
{
    return (struct map_iterator *)(void *)object;
}

static bool is_open(ouro_runtime *rt, const struct map *m)
{
    return m->data || ouro_raise(rt, EXC_ValueError, "mmap closed or invalid");
}

static bool is_writable(ouro_runtime *rt, const struct map *m)
{
    return m->access != ACCESS_READ ||
           ouro_raise(rt, EXC_TypeError, "mmap can't modify a readonly memory map.");
}

/* Bytes from the position on. */
static size_t left_of(const struct map *m)
{
    return m->position < m->size ? m->size - m->position : 0;
}

/* Private memory is the process's own: it counts for the pacing of the collector. */
static void account(ouro_runtime *rt, const struct map *m, int sign)
{
    if (m->descriptor < 0 || m->flags & MAP_PRIVATE)
        ouro_gc_adjust_external(&rt->heap, sign * (int64_t)m->size);
}

/* ---- life ------------------------------------------------------------------------------------ */

/* What access stands for, or the other way round. */
static bool read_access(ouro_runtime *rt, int access, int *flags, int *protection, enum access *result)
{
    const int both = PROT_READ | PROT_WRITE;
    if (access != ACCESS_DEFAULT && (*flags != MAP_SHARED || *protection != both))
        return ouro_raise(rt, EXC_ValueError, "mmap can't specify both access and flags, prot.");
    if (access < ACCESS_DEFAULT || access > ACCESS_COPY)
        return ouro_raise(rt, EXC_ValueError, "mmap invalid access parameter.");
    *result = (enum access)access;
    if (access == ACCESS_READ)
        *protection = PROT_READ;
    else if (access == ACCESS_COPY)
        *flags = MAP_PRIVATE;
    else if (access == ACCESS_DEFAULT && (*protection & both) != both)
        *result = *protection & PROT_WRITE ? ACCESS_WRITE : ACCESS_READ;
    return true;
}

/* The size of a regular file must cover the map; 0 stands for all of it. */
static bool fit_file(ouro_runtime *rt, int descriptor, int64_t offset, int64_t *size)
{
    struct stat status;
    if (fstat(descriptor, &status) < 0 || !S_ISREG(status.st_mode))
        return true;
    if (*size == 0) {
        if (status.st_size == 0)
            return ouro_raise(rt, EXC_ValueError, "cannot mmap an empty file");
        if (offset >= status.st_size)
            return ouro_raise(rt, EXC_ValueError, "mmap offset is greater than file size");
        *size = status.st_size - offset;
    } else if (offset > status.st_size || status.st_size - offset < *size) {
        return ouro_raise(rt, EXC_ValueError, "mmap length is greater than file size");
    }
    return true;
}

/* Of a fresh object, which the caller drops when it fails. */
static bool map_open(ouro_runtime *rt, struct map *m, int descriptor, int64_t size, int protection)
{
    m->descriptor = -1;
    if (descriptor < 0)
        m->flags |= MAP_ANONYMOUS;
    else if ((m->descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    void *data = mmap(NULL, (size_t)size, protection, m->flags, m->descriptor, m->offset);
    if (data == MAP_FAILED)
        return ouro_raise_errno(rt, errno, NULL);
    m->data = data;
    m->size = (size_t)size;
    account(rt, m, 1);
    return true;
}

static ouro_object *map_create(ouro_runtime *rt, struct ouro_class *cls, ouro_object *const *args,
                               size_t count, ouro_object *names)
{
    ouro_object *out[6];
    int descriptor, flags = MAP_SHARED, protection = PROT_READ | PROT_WRITE, access = ACCESS_DEFAULT;
    int64_t size, offset = 0;
    enum access result = ACCESS_DEFAULT;
    BIND("mmap", 2, 6, out, "fileno", "length", "flags", "prot", "access", "offset");
    if (!ouro_posix_int(rt, out[0], &descriptor) || !ouro_index_i64(rt, out[1], &size, EXC_OverflowError) ||
        (out[2] && !ouro_posix_int(rt, out[2], &flags)) ||
        (out[3] && !ouro_posix_int(rt, out[3], &protection)) ||
        (out[4] && !ouro_posix_int(rt, out[4], &access)) ||
        (out[5] && !ouro_index_i64(rt, out[5], &offset, EXC_OverflowError)))
        return NULL;
    if (size < 0)
        return ouro_raise(rt, EXC_OverflowError, "memory mapped length must be positive");
    if (offset < 0)
        return ouro_raise(rt, EXC_OverflowError, "memory mapped offset must be positive");
    if (!read_access(rt, access, &flags, &protection, &result) ||
        (descriptor != -1 && !fit_file(rt, descriptor, offset, &size)))
        return NULL;
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (!self)
        return NULL;
    map_of(self)->flags = flags;
    map_of(self)->access = result;
    map_of(self)->offset = offset;
    if (!map_open(rt, map_of(self), descriptor, size, protection))
        clearref(rt, &self);
    return self;
}

static void map_release(ouro_runtime *rt, struct map *m)
{
    if (m->data) {
        munmap(m->data, m->size);
        account(rt, m, -1);
    }
    m->data = NULL;
    if (m->descriptor >= 0)
        close(m->descriptor);
    m->descriptor = -1;
}

static void map_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    map_release(runtime_of(heap), map_of(self));
    ouro_class_free(runtime_of(heap), self);
}

NATIVE(map_close)
{
    if (map_of(self)->exports)
        return ouro_raise(rt, EXC_BufferError, "cannot close exported pointers exist");
    map_release(rt, map_of(self));
    return rt->none;
}

NATIVE(map_enter)
{
    return is_open(rt, map_of(self)) ? newref(self) : NULL;
}

NATIVE(map_exit)
{
    return map_close(rt, self, NULL, 0, NULL);
}

static bool can_resize(ouro_runtime *rt, const struct map *m)
{
    if (m->exports)
        return ouro_raise(rt, EXC_BufferError, "mmap can't resize with extant buffers exported.");
    return m->access == ACCESS_WRITE || m->access == ACCESS_DEFAULT ||
           ouro_raise(rt, EXC_TypeError, "mmap can't resize a readonly or copy-on-write memory map.");
}

NATIVE(map_resize)
{
    struct map *m = map_of(self);
    int64_t size;
    if (!is_open(rt, m) || !ouro_index_i64(rt, args[0], &size, EXC_OverflowError) || !is_open(rt, m) ||
        !can_resize(rt, m))
        return NULL;
    if (size < 0 || INT64_MAX - size < m->offset)
        return ouro_raise(rt, EXC_ValueError, "new size out of range");
    /* The kernel would let it grow, and kill whoever touches the new pages. */
    if (m->descriptor < 0 && m->flags & MAP_SHARED && (size_t)size > m->size)
        return ouro_raise(rt, EXC_ValueError, "mmap: can't expand a shared anonymous mapping on Linux");
    if (m->descriptor >= 0 && ftruncate(m->descriptor, m->offset + size) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    void *data = mremap(m->data, m->size, (size_t)size, MREMAP_MAYMOVE);
    if (data == MAP_FAILED)
        return ouro_raise_errno(rt, errno, NULL);
    account(rt, m, -1);
    m->data = data;
    m->size = (size_t)size;
    account(rt, m, 1);
    return rt->none;
}

/* ---- as a file ------------------------------------------------------------------------------- */

static ouro_object *take(ouro_runtime *rt, struct map *m, size_t size)
{
    ouro_object *bytes = ouro_bytes_new(rt, m->data + m->position, size);
    if (bytes)
        m->position += size;
    return bytes;
}

NATIVE(map_read)
{
    struct map *m = map_of(self);
    int64_t wanted = -1;
    if (!is_open(rt, m) || (count && args[0] != rt->none &&
                            !ouro_index_i64(rt, args[0], &wanted, EXC_OverflowError)) || !is_open(rt, m))
        return NULL;
    size_t left = left_of(m);
    return left ? take(rt, m, wanted < 0 || (size_t)wanted > left ? left : (size_t)wanted) : rt->empty_bytes;
}

NATIVE(map_readline)
{
    struct map *m = map_of(self);
    if (!is_open(rt, m))
        return NULL;
    size_t left = left_of(m);
    if (!left)
        return rt->empty_bytes;
    const uint8_t *start = m->data + m->position, *end = memchr(start, '\n', left);
    return take(rt, m, end ? (size_t)(end - start) + 1 : left);
}

NATIVE(map_read_byte)
{
    struct map *m = map_of(self);
    if (!is_open(rt, m))
        return NULL;
    if (!left_of(m))
        return ouro_raise(rt, EXC_ValueError, "read byte out of range");
    return ouro_int_new(rt, m->data[m->position++]);
}

NATIVE(map_write)
{
    struct map *m = map_of(self);
    const uint8_t *data;
    size_t size;
    if (!is_open(rt, m) || !ouro_buffer_get(rt, args[0], &data, &size) || !is_writable(rt, m))
        return NULL;
    if (m->position > m->size || size > left_of(m))
        return ouro_raise(rt, EXC_ValueError, "data out of range");
    memmove(m->data + m->position, data, size);
    m->position += size;
    return ouro_int_new(rt, (int64_t)size);
}

NATIVE(map_write_byte)
{
    struct map *m = map_of(self);
    int64_t value;
    if (!is_open(rt, m) || !ouro_index_i64(rt, args[0], &value, EXC_OverflowError) || !is_open(rt, m))
        return NULL;
    if (value < 0 || value > 255)
        return ouro_raise(rt, EXC_OverflowError, "unsigned byte integer is %s",
                          value < 0 ? "less than minimum" : "greater than maximum");
    if (!is_writable(rt, m))
        return NULL;
    if (!left_of(m))
        return ouro_raise(rt, EXC_ValueError, "write byte out of range");
    m->data[m->position++] = (uint8_t)value;
    return rt->none;
}

NATIVE(map_seek)
{
    struct map *m = map_of(self);
    int64_t distance, start;
    int whence = SEEK_SET;
    if (!is_open(rt, m) || !ouro_index_i64(rt, args[0], &distance, EXC_OverflowError) ||
        (count > 1 && !ouro_posix_int(rt, args[1], &whence)) || !is_open(rt, m))
        return NULL;
    if (whence != SEEK_SET && whence != SEEK_CUR && whence != SEEK_END)
        return ouro_raise(rt, EXC_ValueError, "unknown seek type");
    start = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (int64_t)m->position : (int64_t)m->size;
    if (distance > INT64_MAX - start || start + distance < 0 || start + distance > (int64_t)m->size)
        return ouro_raise(rt, EXC_ValueError, "seek out of range");
    m->position = (size_t)(start + distance);
    return rt->none;
}

NATIVE(map_tell)
{
    return is_open(rt, map_of(self)) ? ouro_int_new(rt, (int64_t)map_of(self)->position) : NULL;
}

NATIVE(map_size)
{
    struct stat status;
    if (!is_open(rt, map_of(self)))
        return NULL;
    if (fstat(map_of(self)->descriptor, &status) < 0)
        return ouro_raise_errno(rt, errno, NULL);
    return ouro_int_new(rt, status.st_size);
}

/* ---- as memory ------------------------------------------------------------------------------- */

static int64_t clip(int64_t value, size_t size)
{
    if (value < 0)
        value += (int64_t)size;
    return value < 0 ? 0 : value > (int64_t)size ? (int64_t)size : value;
}

static const uint8_t *search(const uint8_t *data, int64_t start, int64_t end, const uint8_t *part,
                             size_t part_size, bool is_reverse)
{
    if (start > end || (size_t)(end - start) < part_size)
        return NULL;
    if (!is_reverse)
        return memmem(data + start, (size_t)(end - start), part, part_size);
    for (const uint8_t *at = data + end - part_size; at >= data + start; at--)
        if (!memcmp(at, part, part_size))
            return at;
    return NULL;
}

static ouro_object *find(ouro_runtime *rt, struct map *m, ouro_object *const *args, size_t count,
                         bool is_reverse)
{
    const uint8_t *part;
    size_t part_size;
    int64_t start = 0, end = 0;
    if (count < 1 || count > 3)
        return ouro_raise(rt, EXC_TypeError, "%s() takes at %s %d argument%s (%zu given)",
                          is_reverse ? "rfind" : "find", count ? "most" : "least", count ? 3 : 1,
                          count ? "s" : "", count);
    if (!is_open(rt, m) || !ouro_buffer_get(rt, args[0], &part, &part_size) ||
        (count > 1 && !ouro_index_i64(rt, args[1], &start, EXC_OverflowError)) ||
        (count > 2 && !ouro_index_i64(rt, args[2], &end, EXC_OverflowError)) || !is_open(rt, m) ||
        !ouro_buffer_get(rt, args[0], &part, &part_size))
        return NULL;
    start = clip(count > 1 ? start : (int64_t)m->position, m->size);
    end = clip(count > 2 ? end : (int64_t)m->size, m->size);
    const uint8_t *found = search(m->data, start, end, part, part_size, is_reverse);
    return ouro_int_new(rt, found ? found - m->data : -1);
}

NATIVE(map_find)
{
    return find(rt, map_of(self), args, count, false);
}

NATIVE(map_rfind)
{
    return find(rt, map_of(self), args, count, true);
}

NATIVE(map_move)
{
    struct map *m = map_of(self);
    int64_t numbers[3];
    for (int i = 0; i < 3; i++)
        if (!ouro_index_i64(rt, args[i], &numbers[i], EXC_OverflowError))
            return NULL;
    if (!is_open(rt, m) || !is_writable(rt, m))
        return NULL;
    int64_t to = numbers[0], from = numbers[1], size = numbers[2], whole = (int64_t)m->size;
    if (to < 0 || from < 0 || size < 0 || to > whole || from > whole || size > whole - to ||
        size > whole - from)
        return ouro_raise(rt, EXC_ValueError, "source, destination, or count out of range");
    memmove(m->data + to, m->data + from, (size_t)size);
    return rt->none;
}

NATIVE(map_flush)
{
    struct map *m = map_of(self);
    int64_t start = 0, size = (int64_t)m->size;
    if ((count > 0 && !ouro_index_i64(rt, args[0], &start, EXC_OverflowError)) ||
        (count > 1 && !ouro_index_i64(rt, args[1], &size, EXC_OverflowError)) || !is_open(rt, m))
        return NULL;
    if (start < 0 || size < 0 || start > (int64_t)m->size || size > (int64_t)m->size - start)
        return ouro_raise(rt, EXC_ValueError, "flush values out of range");
    if (m->access == ACCESS_READ || m->access == ACCESS_COPY)
        return rt->none;
    return msync(m->data + start, (size_t)size, MS_SYNC) < 0 ? ouro_raise_errno(rt, errno, NULL) : rt->none;
}

NATIVE(map_madvise)
{
    struct map *m = map_of(self);
    int option;
    int64_t start = 0, size = (int64_t)m->size;
    if (!ouro_posix_int(rt, args[0], &option) ||
        (count > 1 && !ouro_index_i64(rt, args[1], &start, EXC_OverflowError)) ||
        (count > 2 && !ouro_index_i64(rt, args[2], &size, EXC_OverflowError)) || !is_open(rt, m))
        return NULL;
    if (start < 0 || start >= (int64_t)m->size)
        return ouro_raise(rt, EXC_ValueError, "madvise start out of bounds");
    if (size < 0)
        return ouro_raise(rt, EXC_ValueError, "madvise length invalid");
    if (INT64_MAX - start < size)
        return ouro_raise(rt, EXC_OverflowError, "madvise length too large");
    if (size > (int64_t)m->size - start)
        size = (int64_t)m->size - start;
    return madvise(m->data + start, (size_t)size, option) < 0 ? ouro_raise_errno(rt, errno, NULL) : rt->none;
}

/* ---- slots ----------------------------------------------------------------------------------- */

static ptrdiff_t map_length(ouro_runtime *rt, ouro_object *self)
{
    return is_open(rt, map_of(self)) ? (ptrdiff_t)map_of(self)->size : -1;
}

static bool map_buffer(ouro_runtime *rt, ouro_object *self, const uint8_t **bytes, size_t *size)
{
    *bytes = map_of(self)->data;
    *size = map_of(self)->size;
    return is_open(rt, map_of(self));
}

static bool map_export(ouro_runtime *rt, ouro_object *self, int change)
{
    map_of(self)->exports += (size_t)(ptrdiff_t)change;
    return map_of(self)->access == ACCESS_READ;
}

/* The index that key stands for in a map that is still open then: -1 is an error. */
static int64_t index_of(ouro_runtime *rt, struct map *m, ouro_object *key)
{
    int64_t index;
    if (!class_of(rt, key)->to_index) {
        ouro_raise(rt, EXC_TypeError, "mmap indices must be integers");
        return -1;
    }
    if (!ouro_index_i64(rt, key, &index, EXC_IndexError) || !is_open(rt, m))
        return -1;
    if (index < 0)
        index += (int64_t)m->size;
    if (index >= 0 && index < (int64_t)m->size)
        return index;
    ouro_raise(rt, EXC_IndexError, "mmap index out of range");
    return -1;
}

/* What the bounds of the slice do may close or resize the map. */
static bool slice_resolve(ouro_runtime *rt, struct map *m, ouro_object *slice, ptrdiff_t *start,
                          ptrdiff_t *step, ptrdiff_t *count)
{
    size_t size = m->size;
    ptrdiff_t stop;
    if (!ouro_slice_resolve(rt, slice, (ptrdiff_t)size, start, &stop, step, count) || !is_open(rt, m))
        return false;
    return m->size == size || ouro_raise(rt, EXC_ValueError, "mmap resized while it is indexed");
}

static ouro_object *slice_get(ouro_runtime *rt, struct map *m, ouro_object *slice)
{
    ptrdiff_t start, step, count;
    if (!slice_resolve(rt, m, slice, &start, &step, &count))
        return NULL;
    if (count <= 0)
        return rt->empty_bytes;
    if (step == 1)
        return ouro_bytes_new(rt, m->data + start, (size_t)count);
    ouro_object *bytes = ouro_bytes_new(rt, NULL, (size_t)count);
    for (ptrdiff_t i = 0; bytes && i < count; i++)
        bytes_of(bytes)->data[i] = m->data[start + i * step];
    return bytes;
}

static ouro_object *map_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    struct map *m = map_of(self);
    if (!is_open(rt, m))
        return NULL;
    if (is_exact(key, TYPE_SLICE))
        return slice_get(rt, m, key);
    int64_t index = index_of(rt, m, key);
    return index < 0 ? NULL : ouro_int_new(rt, m->data[index]);
}

static bool slice_set(ouro_runtime *rt, struct map *m, ouro_object *slice, ouro_object *value)
{
    ptrdiff_t start, step, count;
    const uint8_t *data;
    size_t size;
    if (!slice_resolve(rt, m, slice, &start, &step, &count))
        return false;
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "mmap object doesn't support slice deletion");
    if (!ouro_buffer_get(rt, value, &data, &size))
        return false;
    if (size != (size_t)count)
        return ouro_raise(rt, EXC_IndexError, "mmap slice assignment is wrong size");
    if (step == 1)
        memmove(m->data + start, data, size);
    else
        for (ptrdiff_t i = 0; i < count; i++)
            m->data[start + i * step] = data[i];
    return true;
}

static bool map_setitem(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    struct map *m = map_of(self);
    int64_t byte;
    if (!is_open(rt, m) || !is_writable(rt, m))
        return false;
    if (is_exact(key, TYPE_SLICE))
        return slice_set(rt, m, key, value);
    int64_t index = index_of(rt, m, key);
    if (index < 0)
        return false;
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "mmap doesn't support item deletion");
    if (!class_of(rt, value)->to_index)
        return ouro_raise(rt, EXC_TypeError, "mmap item value must be an int");
    if (!ouro_index_i64(rt, value, &byte, EXC_TypeError) || !is_open(rt, m))
        return false;
    if (byte < 0 || byte > 255)
        return ouro_raise(rt, EXC_ValueError, "mmap item value must be in range(0, 256)");
    if (index >= (int64_t)m->size)
        return ouro_raise(rt, EXC_IndexError, "mmap index out of range");
    m->data[index] = (uint8_t)byte;
    return true;
}

/* As a sequence the items are bytes of length one, although indices give ints. */
static int map_contains(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    struct map *m = map_of(self);
    const uint8_t *data;
    size_t size;
    if (!is_open(rt, m))
        return -1;
    if (!class_of(rt, item)->buffer)
        return 0;
    if (!ouro_buffer_get(rt, item, &data, &size))
        return -1;
    return size == 1 && memchr(m->data, *data, m->size) != NULL;
}

static ouro_object *map_iter(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *made = ouro_foreign_instance_new(rt, "mmap.iterator");
    if (made)
        iterator_of(made)->map = newref(self);
    return made;
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    struct map_iterator *it = iterator_of(self);
    if (!it->map || !is_open(rt, map_of(it->map)))
        return NULL;
    if (it->next < map_of(it->map)->size)
        return rt->byte_strings[map_of(it->map)->data[it->next++]];
    clearref(rt, &it->map);
    return NULL;
}

static void iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &iterator_of(self)->map);
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    iterator_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &((const struct map_iterator *)(const void *)self)->map);
}

static ouro_object *map_repr(ouro_runtime *rt, ouro_object *self)
{
    static const char *const names[] = {"ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY"};
    const struct map *m = map_of(self);
    if (!m->data)
        return ouro_str_format(rt, "<%T closed=True>", self);
    return ouro_str_format(rt, "<%T closed=False, access=%s, length=%zu, pos=%zu, offset=%lld>", self,
                           names[m->access], m->size, m->position, (long long)m->offset);
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, !map_of(self)->data);
}

/* ---- registration ---------------------------------------------------------------------------- */

static bool add_iterator(ouro_runtime *rt)
{
    struct ouro_class *cls = ouro_class_native(rt, "mmap.iterator", NULL, sizeof(struct map_iterator),
                                               OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = iterator_dealloc;
    cls->core.traverse = iterator_traverse;
    cls->core.clear = iterator_clear;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = iterator_next;
    return ouro_class_ready(rt, cls, NULL, NULL, NULL) &&
           ouro_vm_state_set(rt, "mmap.iterator", &cls->core.base);
}

static bool add_class(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"close", map_close, 0, 0, 0, NULL}, {"find", map_find, 0, -1, 0, NULL},
        {"rfind", map_rfind, 0, -1, 0, NULL}, {"flush", map_flush, 0, 2, 0, NULL},
        {"madvise", map_madvise, 1, 3, 0, NULL}, {"move", map_move, 3, 3, 0, NULL},
        {"read", map_read, 0, 1, 0, NULL}, {"read_byte", map_read_byte, 0, 0, 0, NULL},
        {"readline", map_readline, 0, 0, 0, NULL}, {"resize", map_resize, 1, 1, 0, NULL},
        {"seek", map_seek, 1, 2, 0, NULL}, {"size", map_size, 0, 0, 0, NULL},
        {"tell", map_tell, 0, 0, 0, NULL}, {"write", map_write, 1, 1, 0, NULL},
        {"write_byte", map_write_byte, 1, 1, 0, NULL}, {"__enter__", map_enter, 0, 0, 0, NULL},
        {"__exit__", map_exit, 0, 3, 0, NULL}, {0},
    };
    static const struct ouro_getset getsets[] = {{"closed", get_closed, NULL, NULL}, {0}};
    struct ouro_class *cls = ouro_class_native(rt, "mmap.mmap", NULL, sizeof(struct map),
                                               OURO_BLOCK_CONTAINER, OURO_TYPE_BASE | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = map_dealloc;
    cls->core.traverse = ouro_class_traverse_instance;
    cls->create = map_create;
    cls->getattr = ouro_generic_getattr;
    cls->repr = map_repr;
    cls->iter = map_iter;
    cls->contains = map_contains;
    cls->length = map_length;
    cls->getitem = map_getitem;
    cls->setitem = map_setitem;
    cls->buffer = map_buffer;
    cls->buffer_export = map_export;
    return ouro_class_ready(rt, cls, methods, getsets, NULL) && ouro_foreign_class_add(rt, module, cls);
}

bool ouro_module_mmap_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_foreign_number numbers[] = {
#define X(name) {#name, name},
        X(ACCESS_DEFAULT) X(ACCESS_READ) X(ACCESS_WRITE) X(ACCESS_COPY) X(PROT_READ) X(PROT_WRITE)
        X(PROT_EXEC) X(MAP_SHARED) X(MAP_PRIVATE) X(MAP_DENYWRITE) X(MAP_EXECUTABLE) X(MAP_ANON)
        X(MAP_ANONYMOUS) X(MAP_POPULATE) X(MAP_STACK) X(MADV_NORMAL) X(MADV_RANDOM) X(MADV_SEQUENTIAL)
        X(MADV_WILLNEED) X(MADV_DONTNEED) X(MADV_REMOVE) X(MADV_DONTFORK) X(MADV_DOFORK)
        X(MADV_HWPOISON) X(MADV_MERGEABLE) X(MADV_UNMERGEABLE) X(MADV_HUGEPAGE) X(MADV_NOHUGEPAGE)
        X(MADV_DONTDUMP) X(MADV_DODUMP) X(MADV_FREE)
#undef X
    };
    const struct ouro_foreign_number sizes[] = {{"PAGESIZE", sysconf(_SC_PAGESIZE)},
                                                {"ALLOCATIONGRANULARITY", sysconf(_SC_PAGESIZE)}};
    return add_iterator(rt) && add_class(rt, module) &&
           ouro_module_add(rt, module, "error", (ouro_object *)builtin_class(rt, EXC_OSError)) &&
           ouro_foreign_numbers_add(rt, module, numbers, sizeof numbers / sizeof *numbers) &&
           ouro_foreign_numbers_add(rt, module, sizes, 2);
}
