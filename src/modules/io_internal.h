/* What the files of the io module share. */
#ifndef OURO_MODULES_IO_INTERNAL_H
#define OURO_MODULES_IO_INTERNAL_H

#include "modules/io.h"
#include "types/bytes_internal.h"
#include "types/codec.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str_methods.h"
#include "types/tuple.h"

enum { IO_BUFFER_SIZE = 8192, IO_WRITE_BUFFER_SIZE = 32768 };
/* Instead of a number of bytes: a stream that does not wait had nothing to give. No error is set. */
enum { IO_BLOCKED = -2 };

struct io_buffered;

struct io_state {
    struct ouro_class *base, *raw_base, *buffered_base, *text_base; /* IOBase, RawIOBase, ... */
    struct ouro_class *file, *reader, *writer, *random, *text, *string, *bytes;
    ouro_object *unsupported; /* UnsupportedOperation */
    ouro_object *open;        /* the function, one for io and builtins */
    struct io_buffered *writers; /* those open, for the end */
    ouro_object *name_raw, *name_read1, *name_readable, *name_seek, *name_tell, *name_truncate,
        *name_writable, *name_seekable, *name_closed, *name_buffer, *name_readinto,
        *name_dealloc_warn;
};

OURO_INLINE struct io_state *io_state(const ouro_runtime *rt)
{
    return rt->caches[CACHE_IO];
}

/* IOBase itself: what Python classes derive from. */
struct io_base {
    ouro_object base;
    uint64_t is_closed;
};

struct io_file { /* FileIO */
    ouro_object base;
    ouro_object *name; /* what was opened: str, bytes or int; NULL before __init__ */
    int fd;            /* -1: closed */
    bool is_readable, is_writable, is_created, is_appending, closes_fd;
    int8_t seekable;   /* -1: not asked yet */
    ouro_object *attributes; /* __dict__, or NULL */
};

/* Reading: data[start..end) is read ahead. Writing: data[0..pending) is to be written. Never both. */
struct io_buffered {
    ouro_object base;
    ouro_object *raw; /* NULL: detached or not set up */
    uint8_t *data;    /* NULL until needed */
    size_t capacity, size;
    size_t start, end;
    size_t pending;
    struct io_buffered *next, *previous; /* among the writers */
    bool is_readable, is_writable, is_closed, is_listed, is_detached;
    ouro_object *attributes; /* __dict__, or NULL */
};

enum newline_mode {
    NEWLINE_TRANSLATE, /* None */
    NEWLINE_KEEP,      /* "" */
    NEWLINE_LF,
    NEWLINE_CR,
    NEWLINE_CRLF,
};
enum { SEEN_LF = 1, SEEN_CR = 2, SEEN_CRLF = 4 };

struct io_text {
    ouro_object base;
    ouro_object *buffer;            /* NULL: detached or not set up */
    ouro_object *encoding, *errors; /* str */
    ouro_object *name_mode;         /* what .mode shows, or NULL */
    const struct codec *codec;      /* name NULL: that of the codecs module for encoding */
    ouro_object *decoded;           /* str read ahead, or NULL */
    size_t decoded_at;
    uint8_t *chunk;                 /* the bytes behind decoded, then those not decoded yet */
    size_t chunk_size, chunk_decoded, chunk_capacity;
    enum newline_mode newline;
    uint8_t newlines_seen;
    bool is_line_buffered, is_write_through, is_closed, is_telling_off;
    bool is_started; /* something was encoded: no byte order mark any more */
    ouro_object *attributes; /* __dict__, or NULL */
};

struct io_bytes { /* BytesIO */
    ouro_object base;
    ouro_object *data; /* bytearray; NULL: closed */
    size_t position;
    ouro_object *attributes; /* __dict__, or NULL */
};

struct io_string { /* StringIO */
    ouro_object base;
    void *data;
    size_t length, capacity, position; /* characters */
    uint32_t width;
    enum newline_mode newline;
    uint8_t newlines_seen;
    bool is_closed, is_ready;
    ouro_object *attributes; /* __dict__, or NULL */
};

#define IO_OF(type, object) ((struct type *)(void *)(uintptr_t)(object))

OURO_INLINE bool is_io(const ouro_runtime *rt, const ouro_object *object, const struct ouro_class *cls)
{
    return class_of(rt, object) == cls;
}

/* ---- shared helpers (io.c) ---- */
bool ouro_io_unsupported(ouro_runtime *rt, const char *message);
/* A size argument: missing or None is -1. */
bool ouro_io_size(ouro_runtime *rt, ouro_object *const *args, size_t count, int64_t *size);
/* Calls a method that takes nothing and drops its result. */
bool ouro_io_call(ouro_runtime *rt, ouro_object *object, ouro_object *name);
/* Its truth value: -1 on error. */
int ouro_io_ask(ouro_runtime *rt, ouro_object *object, ouro_object *name);
bool ouro_io_newline(ouro_runtime *rt, ouro_object *argument, const char *function,
                     enum newline_mode *mode);
ouro_object *ouro_io_newlines_seen(ouro_runtime *rt, unsigned seen);
/* Adds a class attribute to a native class; takes the value. */
bool ouro_io_class_add_take(ouro_runtime *rt, struct ouro_class *cls, const char *name,
                            ouro_object *value);

bool ouro_io_base_init(ouro_runtime *rt, struct io_state *state);
bool ouro_io_raw_init(ouro_runtime *rt, struct io_state *state);
bool ouro_io_buffered_init(ouro_runtime *rt, struct io_state *state);
bool ouro_io_text_init(ouro_runtime *rt, struct io_state *state);
bool ouro_io_string_init(ouro_runtime *rt, struct io_state *state);
bool ouro_io_bytes_init(ouro_runtime *rt, struct io_state *state);

/* ---- ends ---- */
/* The finalizer of streams: warns of a file that is open, and closes. */
void ouro_io_finalize(struct ouro_heap *heap, ouro_object *self);
/* The end of a close(): flush_error (taken, or NULL) becomes the context of the error that closing raised, or
 * is raised itself when there is none. true: all went well. */
bool ouro_io_chain_close(ouro_runtime *rt, ouro_object *flush_error, bool is_closed_well);

/* ---- FileIO ---- */
ouro_object *ouro_io_file_new(ouro_runtime *rt, struct ouro_class *cls);
/* What a path-like object stands for: str, bytes or int; owned. */
ouro_object *ouro_io_path(ouro_runtime *rt, ouro_object *path);
/* Opens name (path-like or descriptor) in this binary mode. */
bool ouro_io_file_open(ouro_runtime *rt, ouro_object *self, ouro_object *name, const char *mode,
                       bool closes_fd, ouro_object *opener);
/* Lets other threads run until the file can be read or written. false: a signal's handler raised. */
bool ouro_io_file_wait(ouro_runtime *rt, const struct io_file *file, bool is_read);
ptrdiff_t ouro_io_file_read(ouro_runtime *rt, struct io_file *file, void *data, size_t size);
/* Writes all of it, or what a file that does not wait takes: *written says how much went out. */
bool ouro_io_file_write(ouro_runtime *rt, struct io_file *file, const void *data, size_t size,
                        size_t *written);
int64_t ouro_io_file_seek(ouro_runtime *rt, struct io_file *file, int64_t offset, int whence);
const char *ouro_io_file_mode(const struct io_file *file);

/* ---- Buffered ---- */
ouro_object *ouro_io_buffered_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *raw,
                                  size_t size);
/* More bytes into an empty buffer: how many, 0 at the end, -1 error, IO_BLOCKED. */
ptrdiff_t ouro_io_buffered_fill(ouro_runtime *rt, struct io_buffered *self);
/* Adds everything up to the end, or to where a stream that does not wait has no more now (*is_blocked). */
bool ouro_io_buffered_read_all(ouro_runtime *rt, struct io_buffered *self,
                               struct ouro_byte_buffer *out, bool *is_blocked);
bool ouro_io_buffered_write(ouro_runtime *rt, struct io_buffered *self, const void *data, size_t size);
bool ouro_io_buffered_flush(ouro_runtime *rt, struct io_buffered *self);
int64_t ouro_io_buffered_tell(ouro_runtime *rt, struct io_buffered *self);
int64_t ouro_io_buffered_seek(ouro_runtime *rt, struct io_buffered *self, int64_t offset, int whence);
bool ouro_io_buffered_check(ouro_runtime *rt, const struct io_buffered *self, const char *action);
bool ouro_io_is_buffered(const ouro_runtime *rt, const ouro_object *object);

/* ---- Text ---- */
ouro_object *ouro_io_text_new(ouro_runtime *rt, struct ouro_class *cls, ouro_object *buffer,
                              const char *encoding, const char *errors, enum newline_mode newline,
                              bool is_line_buffered, bool is_write_through);
bool ouro_io_text_write(ouro_runtime *rt, struct io_text *self, ouro_object *text);
bool ouro_io_text_flush(ouro_runtime *rt, struct io_text *self);
/* The name of what encodes and decodes. */
const char *ouro_io_text_codec(const struct io_text *t);
bool ouro_io_text_fill(ouro_runtime *rt, struct io_text *self, bool *is_end);
ouro_object *ouro_io_text_readline(ouro_runtime *rt, struct io_text *self, int64_t limit);
ouro_object *ouro_io_text_read(ouro_runtime *rt, struct io_text *self, int64_t count);
void ouro_io_text_forget(ouro_runtime *rt, struct io_text *self);
bool ouro_io_text_check(ouro_runtime *rt, const struct io_text *self);

/* ---- StringIO ---- */
bool ouro_io_string_write(ouro_runtime *rt, struct io_string *self, ouro_object *text);

/* __getstate__ and __setstate__ (io_state.c). */
#define IO_NATIVE(name)                                                                           \
    ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count, \
                      ouro_object *names)
IO_NATIVE(ouro_io_bytes_getstate);
IO_NATIVE(ouro_io_bytes_setstate);
IO_NATIVE(ouro_io_string_getstate);
IO_NATIVE(ouro_io_string_setstate);

#endif
