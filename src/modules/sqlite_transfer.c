/* Databases as a whole (backup, serialize, deserialize) and single values in place (sqlite3.Blob). */
#include <string.h>

#include "modules/sqlite_internal.h"
#include "os/os.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/slice.h"
#include "types/str.h"
#include "vm/thread.h"

/* ---- backup ---------------------------------------------------------------------------------- */

struct backup {
    struct sqlite_connection *from, *to;
    ouro_object *progress; /* or NULL */
    const char *name;
    int pages, sleep_ms;
};

static bool progress_tell(ouro_runtime *rt, struct sqlite_library *lib, void *handle, ouro_object *callable,
                          int code)
{
    ouro_object *args[3] = {ouro_int_new(rt, code), ouro_int_new(rt, lib->backup_remaining(handle)),
                            ouro_int_new(rt, lib->backup_pagecount(handle))};
    ouro_object *result = NULL;
    if (args[0] && args[1] && args[2])
        result = ouro_call(rt, callable, args, 3, NULL);
    for (int i = 0; i < 3; i++)
        xdecref(rt, args[i]);
    xdecref(rt, result);
    return result != NULL;
}

static void backup_wait(ouro_runtime *rt, struct sqlite_library *lib, int milliseconds)
{
    if (ouro_thread_is_alone(rt))
        lib->sleep(milliseconds);
    else
        ouro_thread_wait(rt, NULL,
                         ouro_os_clock_ns() + (uint64_t)(milliseconds < 0 ? 0 : milliseconds) * 1000000);
}

static bool backup_run(ouro_runtime *rt, const struct backup *b)
{
    struct sqlite_library *lib = b->from->state->lib;
    void *handle = lib->backup_init(b->to->db, "main", b->from->db, b->name);
    int code;
    if (!handle) {
        ouro_sqlite_fail(rt, b->to->state, b->to->db);
        return false;
    }
    bool is_good = true;
    do {
        code = lib->backup_step(handle, b->pages);
        is_good = !b->progress || progress_tell(rt, lib, handle, b->progress, code);
        if (is_good && (code == SQLITE_BUSY || code == SQLITE_LOCKED))
            backup_wait(rt, lib, b->sleep_ms);
    } while (is_good && (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED));
    code = lib->backup_finish(handle);
    if (is_good && code != SQLITE_OK && b->to->db)
        ouro_sqlite_fail(rt, b->to->state, b->to->db);
    return !rt->error;
}

NATIVE(connection_backup)
{
    static const char *const parameters[] = {"target", "pages", "progress", "name", "sleep", NULL};
    static const struct ouro_signature signature = {"backup", parameters, 1, 1};
    struct sqlite_connection *c = sqlite_connection_of(self);
    struct sqlite_state *state = sqlite_state_of(rt);
    ouro_object *out[5], *owner = NULL;
    struct backup b = {c, NULL, NULL, "main", -1, 250};
    double sleep;
    if (!state || !ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    if (!sqlite_is(rt, state, out[0], SQ_CONNECTION))
        return ouro_raise(rt, EXC_TypeError, "backup() argument 'target' must be sqlite3.Connection, not %T",
                          out[0]);
    b.to = sqlite_connection_of(out[0]);
    b.progress = out[2] && out[2] != rt->none ? out[2] : NULL;
    if ((out[1] && !ouro_sqlite_int(rt, out[1], &b.pages)) ||
        (out[4] && !ouro_as_double(rt, out[4], &sleep)) ||
        (out[3] && !ouro_sqlite_text(rt, out[3], "backup() argument 'name'", &b.name, &owner)))
        return NULL;
    if (out[4])
        b.sleep_ms = sleep > 0 ? (int)(sleep * 1000.0) : 0;
    b.pages = b.pages ? b.pages : -1;
    bool is_good = false;
    if (!ouro_sqlite_connection_check(rt, c) || !ouro_sqlite_connection_check(rt, b.to))
        ; /* the error is set */
    else if (b.to == c)
        ouro_raise(rt, EXC_ValueError, "target cannot be the same connection instance");
    else if (b.progress && !ouro_is_callable(rt, b.progress))
        ouro_raise(rt, EXC_TypeError, "progress argument must be a callable");
    else
        is_good = backup_run(rt, &b);
    xdecref(rt, owner);
    return is_good ? rt->none : NULL;
}

/* ---- databases as bytes ---------------------------------------------------------------------- */

NATIVE(connection_serialize)
{
    static const char *const parameters[] = {"name", NULL};
    static const struct ouro_signature signature = {"serialize", parameters, 0, 0};
    struct sqlite_connection *c = sqlite_connection_of(self);
    ouro_object *out[1], *owner = NULL, *made = NULL;
    const char *name = "main";
    int64_t size = 0;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[0] && !ouro_sqlite_text(rt, out[0], "serialize() argument 'name'", &name, &owner)))
        return NULL;
    if (ouro_sqlite_connection_check(rt, c)) {
        struct sqlite_library *lib = c->state->lib;
        unsigned char *copy = NULL, *data = lib->serialize(c->db, name, &size, SQLITE_SERIALIZE_NOCOPY);
        if (!data)
            data = copy = lib->serialize(c->db, name, &size, 0);
        if (data)
            made = ouro_bytes_new(rt, data, (size_t)size);
        else
            ouro_sqlite_raise(rt, c->state, SQ_OperationalError, "unable to serialize '%s'", name);
        lib->free(copy);
    }
    xdecref(rt, owner);
    return made;
}

static bool deserialize(ouro_runtime *rt, struct sqlite_connection *c, const char *name,
                        const uint8_t *data, size_t size)
{
    struct sqlite_library *lib = c->state->lib;
    unsigned char *copy = lib->malloc64(size ? size : 1);
    if (!copy)
        return ouro_raise_memory(rt);
    memcpy(copy, data, size);
    if (lib->deserialize(c->db, name, copy, (int64_t)size, (int64_t)size, SQLITE_DESERIALIZE_OWNED))
        ouro_sqlite_fail(rt, c->state, c->db);
    return !rt->error;
}

NATIVE(connection_deserialize)
{
    static const char *const parameters[] = {"", "name", NULL};
    static const struct ouro_signature signature = {"deserialize", parameters, 1, 1};
    struct sqlite_connection *c = sqlite_connection_of(self);
    ouro_object *out[2], *owner = NULL, *text_owner = NULL;
    const char *name = "main", *text;
    const uint8_t *data;
    size_t size;
    bool is_good = false;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[1] && !ouro_sqlite_text(rt, out[1], "deserialize() argument 'name'", &name, &owner)))
        return NULL;
    if (is_str(rt, out[0])) {
        text = ouro_str_utf8(rt, out[0], &size, &text_owner);
        is_good = text != NULL;
        data = (const uint8_t *)text;
    } else {
        is_good = ouro_buffer_get(rt, out[0], &data, &size);
    }
    is_good = is_good && ouro_sqlite_connection_check(rt, c) && deserialize(rt, c, name, data, size);
    xdecref(rt, owner);
    xdecref(rt, text_owner);
    return is_good ? rt->none : NULL;
}

/* ---- blobs ----------------------------------------------------------------------------------- */

static struct sqlite_blob *blob_of(ouro_object *object)
{
    return (struct sqlite_blob *)(void *)object;
}

static void blob_close(struct sqlite_blob *b)
{
    if (!b->blob)
        return;
    struct sqlite_connection *c = sqlite_connection_of(b->connection);
    if (b->next)
        b->next->previous = b->previous;
    if (b->previous)
        b->previous->next = b->next;
    else
        c->blobs = b->next;
    void *blob = b->blob;
    b->blob = NULL;
    b->next = b->previous = NULL;
    b->state->lib->blob_close(blob);
}

void ouro_sqlite_blobs_close(struct sqlite_connection *c)
{
    while (c->blobs)
        blob_close(c->blobs);
}

static void blob_clear(struct ouro_heap *heap, ouro_object *self)
{
    blob_close(blob_of(self));
    clearref(runtime_of(heap), &blob_of(self)->connection);
}

static void blob_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    struct sqlite_blob *b = blob_of(self);
    blob_clear(heap, self);
    if (b->state)
        decref(runtime_of(heap), &b->state->base);
    ouro_class_free(runtime_of(heap), self);
}

static void blob_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct sqlite_blob *b = (const void *)self;
    ouro_visit(visitor, (ouro_object *const *)(const void *)&b->state);
    ouro_visit(visitor, &b->connection);
}

NATIVE(connection_blobopen)
{
    static const char *const parameters[] = {"", "", "", "readonly", "name", NULL};
    static const struct ouro_signature signature = {"blobopen", parameters, 3, 3};
    struct sqlite_connection *c = sqlite_connection_of(self);
    ouro_object *out[5], *owners[3] = {NULL}, *made = NULL;
    const char *table, *column, *name = "main";
    int64_t row;
    int readonly = 0;
    void *blob = NULL;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_sqlite_text(rt, out[0], "blobopen() argument 1", &table, &owners[0]) ||
        !ouro_sqlite_text(rt, out[1], "blobopen() argument 2", &column, &owners[1]) ||
        !ouro_index_i64(rt, out[2], &row, EXC_OverflowError) ||
        (out[3] && (readonly = ouro_truth(rt, out[3])) < 0) ||
        (out[4] && !ouro_sqlite_text(rt, out[4], "blobopen() argument 'name'", &name, &owners[2])) ||
        !ouro_sqlite_connection_check(rt, c))
        goto done;
    ouro_sqlite_busy_prepare(rt, c);
    if (!(made = ouro_class_alloc(rt, sqlite_class(c->state, SQ_BLOB), 0)))
        goto done;
    struct sqlite_blob *b = blob_of(made);
    b->state = (struct sqlite_state *)(void *)newref(&c->state->base);
    b->connection = newref(self);
    if (c->state->lib->blob_open(c->db, name, table, column, row, !readonly, &blob) != SQLITE_OK) {
        ouro_sqlite_fail(rt, c->state, c->db);
        clearref(rt, &made);
        goto done;
    }
    b->blob = blob;
    b->next = c->blobs;
    if (c->blobs)
        c->blobs->previous = b;
    c->blobs = b;
done:
    for (int i = 0; i < 3; i++)
        xdecref(rt, owners[i]);
    return made;
}

static bool blob_check(ouro_runtime *rt, struct sqlite_blob *b)
{
    return ouro_sqlite_connection_check(rt, sqlite_connection_of(b->connection)) &&
           (b->blob || ouro_sqlite_raise(rt, b->state, SQ_ProgrammingError,
                                         "Cannot operate on a closed blob."));
}

static int blob_size(const struct sqlite_blob *b)
{
    return b->state->lib->blob_bytes(b->blob);
}

static bool blob_done(ouro_runtime *rt, struct sqlite_blob *b, int code)
{
    if (code == SQLITE_OK)
        return true;
    ouro_sqlite_fail(rt, b->state, sqlite_connection_of(b->connection)->db);
    return false;
}

static ouro_object *blob_part(ouro_runtime *rt, struct sqlite_blob *b, int size, int offset)
{
    ouro_object *bytes = ouro_bytes_new(rt, NULL, (size_t)size);
    uint8_t single;
    if (bytes && size == 1) { /* bytes of one byte are shared: they are made from what was read */
        decref(rt, bytes);
        return blob_done(rt, b, b->state->lib->blob_read(b->blob, &single, 1, offset))
                   ? ouro_bytes_new(rt, &single, 1) : NULL;
    }
    if (bytes && size &&
        !blob_done(rt, b, b->state->lib->blob_read(b->blob, bytes_of(bytes)->data, size, offset)))
        clearref(rt, &bytes);
    return bytes;
}

static bool blob_put(ouro_runtime *rt, struct sqlite_blob *b, const uint8_t *data, size_t size, int offset)
{
    if (size > (size_t)(blob_size(b) - offset))
        return ouro_raise(rt, EXC_ValueError, "data longer than blob length");
    return blob_done(rt, b, b->state->lib->blob_write(b->blob, data, (int)size, offset));
}

NATIVE(blob_read)
{
    struct sqlite_blob *b = blob_of(self);
    int length = -1;
    if ((count && !ouro_sqlite_int(rt, args[0], &length)) || !blob_check(rt, b))
        return NULL;
    int most = blob_size(b) - b->offset;
    if (length < 0 || length > most)
        length = most;
    if (!length)
        return rt->empty_bytes;
    ouro_object *bytes = blob_part(rt, b, length, b->offset);
    if (bytes)
        b->offset += length;
    return bytes;
}

NATIVE(blob_write)
{
    struct sqlite_blob *b = blob_of(self);
    const uint8_t *data;
    size_t size;
    if (!ouro_buffer_get(rt, args[0], &data, &size) || !blob_check(rt, b) ||
        !blob_put(rt, b, data, size, b->offset))
        return NULL;
    b->offset += (int)size;
    return rt->none;
}

NATIVE(blob_seek)
{
    struct sqlite_blob *b = blob_of(self);
    int offset, origin = 0;
    if (!ouro_sqlite_int(rt, args[0], &offset) || (count > 1 && !ouro_sqlite_int(rt, args[1], &origin)) ||
        !blob_check(rt, b))
        return NULL;
    int size = blob_size(b);
    if (origin < 0 || origin > 2)
        return ouro_raise(rt, EXC_ValueError, "'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END");
    int64_t to = (int64_t)offset + (origin == 1 ? b->offset : origin == 2 ? size : 0);
    if (to > INT_MAX)
        return ouro_raise(rt, EXC_OverflowError, "seek offset results in overflow");
    if (to < 0 || to > size)
        return ouro_raise(rt, EXC_ValueError, "offset out of blob range");
    b->offset = (int)to;
    return rt->none;
}

NATIVE(blob_tell)
{
    return blob_check(rt, blob_of(self)) ? ouro_int_new(rt, blob_of(self)->offset) : NULL;
}

NATIVE(blob_close_method)
{
    if (!ouro_sqlite_connection_check(rt, sqlite_connection_of(blob_of(self)->connection)))
        return NULL;
    blob_close(blob_of(self));
    return rt->none;
}

NATIVE(blob_enter)
{
    return blob_check(rt, blob_of(self)) ? newref(self) : NULL;
}

NATIVE(blob_exit)
{
    if (!blob_check(rt, blob_of(self)))
        return NULL;
    blob_close(blob_of(self));
    return rt->false_;
}

static ptrdiff_t blob_length(ouro_runtime *rt, ouro_object *self)
{
    return blob_check(rt, blob_of(self)) ? blob_size(blob_of(self)) : -1;
}

/* It has items, but is no sequence. */
static ouro_object *blob_iter(ouro_runtime *rt, ouro_object *self)
{
    return ouro_raise(rt, EXC_TypeError, "'%T' object is not iterable", self);
}

static bool blob_index(ouro_runtime *rt, struct sqlite_blob *b, ouro_object *key, int *index)
{
    int64_t at;
    if (!ouro_index_i64(rt, key, &at, EXC_IndexError))
        return false;
    int size = blob_size(b);
    at += at < 0 ? size : 0;
    *index = (int)at;
    return (at >= 0 && at < size) || ouro_raise(rt, EXC_IndexError, "Blob index out of range");
}

static bool is_index(const struct ouro_class *cls)
{
    return cls->to_index != NULL;
}

static ouro_object *blob_slice(ouro_runtime *rt, struct sqlite_blob *b, ouro_object *key)
{
    ptrdiff_t start, stop, step, items;
    if (!ouro_slice_resolve(rt, key, blob_size(b), &start, &stop, &step, &items))
        return NULL;
    if (step == 1 || items == 0)
        return items ? blob_part(rt, b, (int)items, (int)start) : rt->empty_bytes;
    ptrdiff_t first = step > 0 ? start : start + (items - 1) * step;
    ptrdiff_t span = (items - 1) * (step > 0 ? step : -step) + 1;
    ouro_object *all = blob_part(rt, b, (int)span, (int)first), *made = NULL;
    uint8_t *picked = all ? ouro_buffer_alloc(rt, (size_t)items) : NULL;
    if (picked) {
        for (ptrdiff_t i = 0; i < items; i++)
            picked[i] = bytes_of(all)->data[start + i * step - first];
        made = ouro_bytes_new(rt, picked, (size_t)items);
        ouro_buffer_free(rt, picked, (size_t)items);
    }
    xdecref(rt, all);
    return made;
}

static ouro_object *blob_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    struct sqlite_blob *b = blob_of(self);
    uint8_t byte;
    int index;
    if (!blob_check(rt, b))
        return NULL;
    if (is_exact(key, TYPE_SLICE))
        return blob_slice(rt, b, key);
    if (!is_index(class_of(rt, key)))
        return ouro_raise(rt, EXC_TypeError, "Blob indices must be integers");
    if (!blob_index(rt, b, key, &index) ||
        !blob_done(rt, b, b->state->lib->blob_read(b->blob, &byte, 1, index)))
        return NULL;
    return ouro_int_new(rt, byte);
}

static bool blob_set_slice(ouro_runtime *rt, struct sqlite_blob *b, ouro_object *key, ouro_object *value)
{
    ptrdiff_t start, stop, step, items;
    const uint8_t *data;
    size_t size;
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "Blob doesn't support slice deletion");
    if (!ouro_slice_resolve(rt, key, blob_size(b), &start, &stop, &step, &items) ||
        !ouro_buffer_get(rt, value, &data, &size))
        return false;
    if ((ptrdiff_t)size != items)
        return ouro_raise(rt, EXC_IndexError, "Blob slice assignment is wrong size");
    if (!items || step == 1)
        return !items || blob_put(rt, b, data, size, (int)start);
    for (ptrdiff_t i = 0; i < items; i++)
        if (!blob_put(rt, b, data + i, 1, (int)(start + i * step)))
            return false;
    return true;
}

static bool blob_setitem(ouro_runtime *rt, ouro_object *self, ouro_object *key, ouro_object *value)
{
    struct sqlite_blob *b = blob_of(self);
    int index;
    int64_t number;
    if (!blob_check(rt, b))
        return false;
    if (is_exact(key, TYPE_SLICE))
        return blob_set_slice(rt, b, key, value);
    if (!is_index(class_of(rt, key)))
        return ouro_raise(rt, EXC_TypeError, "Blob indices must be integers");
    if (!value)
        return ouro_raise(rt, EXC_TypeError, "Blob doesn't support item deletion");
    if (!blob_index(rt, b, key, &index))
        return false;
    if (!is_int(rt, value))
        return ouro_raise(rt, EXC_TypeError, "'%T' object cannot be interpreted as an integer", value);
    if (!ouro_int_fits_i64(value, &number) || number < 0 || number > 255)
        return ouro_raise(rt, EXC_ValueError, "byte must be in range(0, 256)");
    uint8_t byte = (uint8_t)number;
    return blob_put(rt, b, &byte, 1, index);
}

const struct ouro_method ouro_sqlite_transfer_methods[] = {
    {"backup", connection_backup, 0, -1, METHOD_KEYWORDS, "Makes a backup of the database."},
    {"serialize", connection_serialize, 0, -1, METHOD_KEYWORDS, "Serialize a database into a byte string."},
    {"deserialize", connection_deserialize, 0, -1, METHOD_KEYWORDS, "Load a serialized database."},
    {"blobopen", connection_blobopen, 0, -1, METHOD_KEYWORDS, "Open and return a BLOB object."},
    {0},
};

bool ouro_sqlite_blob_class(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"close", blob_close_method, 0, 0, 0, "Close the blob."},
        {"read", blob_read, 0, 1, 0, "Read data at the current offset position."},
        {"write", blob_write, 1, 1, 0, "Write data at the current offset."},
        {"seek", blob_seek, 1, 2, 0, "Set the current access position to offset."},
        {"tell", blob_tell, 0, 0, 0, "Return the current access position for the blob."},
        {"__enter__", blob_enter, 0, 0, 0, "Blob context manager enter."},
        {"__exit__", blob_exit, 3, 3, 0, "Blob context manager exit."},
        {0},
    };
    struct ouro_class *cls = ouro_class_native(rt, "sqlite3.Blob", NULL, sizeof(struct sqlite_blob),
                                               OURO_BLOCK_CONTAINER,
                                               CLASS_NO_INSTANTIATION | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = blob_dealloc;
    cls->core.traverse = blob_traverse;
    cls->core.clear = blob_clear;
    cls->getattr = ouro_generic_getattr;
    cls->length = blob_length;
    cls->getitem = blob_getitem;
    cls->iter = blob_iter;
    cls->setitem = blob_setitem;
    return ouro_class_ready(rt, cls, methods, NULL, NULL) && ouro_foreign_class_add(rt, module, cls);
}
