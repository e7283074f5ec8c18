/* What the two files of _lzma share: the library as its documentation lays it out, and chains of filters.
 * Depends on foreign.h. */
#ifndef OURO_MODULES_LZMA_INTERNAL_H
#define OURO_MODULES_LZMA_INTERNAL_H

#include "modules/foreign.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

#define LZMA_FILE "liblzma.so.5"
#define LZMA_ERROR "_lzma.LZMAError"

enum { LZMA_OK, LZMA_STREAM_END, LZMA_NO_CHECK, LZMA_UNSUPPORTED_CHECK, LZMA_GET_CHECK, LZMA_MEM_ERROR,
       LZMA_MEMLIMIT_ERROR, LZMA_FORMAT_ERROR, LZMA_OPTIONS_ERROR, LZMA_DATA_ERROR, LZMA_BUF_ERROR,
       LZMA_PROG_ERROR };
enum { PRESET_DEFAULT = 6, FILTERS_MAX = 4, FILTER_DELTA = 3, FILTER_X86 = 4, FILTER_SPARC = 9,
       FILTER_LZMA2 = 0x21 };
#define FILTER_LZMA1 UINT64_C(0x4000000000000001)
#define FILTER_UNKNOWN UINT64_MAX

struct lzma_allocator {
    void *(*alloc)(void *opaque, size_t count, size_t size);
    void (*free)(void *opaque, void *memory);
    void *opaque;
};

struct lzma_stream {
    const uint8_t *in;
    size_t in_size;
    uint64_t in_total;
    uint8_t *out;
    size_t out_size;
    uint64_t out_total;
    const struct lzma_allocator *allocator;
    void *internal, *reserved[4];
    uint64_t seek, reserved_wide;
    size_t reserved_sizes[2];
    int reserved_codes[2];
};

struct lzma_options {
    uint32_t dict_size;
    const uint8_t *preset_dict;
    uint32_t preset_dict_size, lc, lp, pb;
    int mode;
    uint32_t nice_len;
    int mf;
    uint32_t depth, ext[3], reserved[5];
    int reserved_codes[4];
    void *reserved_pointers[2];
};

struct lzma_delta_options {
    int type;
    uint32_t dist, reserved[4];
    void *reserved_pointers[2];
};

struct lzma_branch_options {
    uint32_t start_offset;
};

struct lzma_filter {
    uint64_t id;
    void *options;
};

struct lzma_library {
    ouro_object base;
    int (*easy_encoder)(struct lzma_stream *, uint32_t preset, int check);
    int (*stream_encoder)(struct lzma_stream *, const struct lzma_filter *, int check);
    int (*alone_encoder)(struct lzma_stream *, const struct lzma_options *);
    int (*raw_encoder)(struct lzma_stream *, const struct lzma_filter *);
    int (*auto_decoder)(struct lzma_stream *, uint64_t memory_max, uint32_t flags);
    int (*stream_decoder)(struct lzma_stream *, uint64_t memory_max, uint32_t flags);
    int (*alone_decoder)(struct lzma_stream *, uint64_t memory_max);
    int (*raw_decoder)(struct lzma_stream *, const struct lzma_filter *);
    int (*code)(struct lzma_stream *, int action);
    void (*end)(struct lzma_stream *);
    int (*get_check)(const struct lzma_stream *);
    unsigned char (*check_is_supported)(int check);
    unsigned char (*preset)(struct lzma_options *, uint32_t preset); /* true: there is no such preset */
    int (*properties_size)(uint32_t *size, const struct lzma_filter *);
    int (*properties_encode)(const struct lzma_filter *, uint8_t *out);
    int (*properties_decode)(struct lzma_filter *, const struct lzma_allocator *, const uint8_t *data,
                             size_t size);
};

/* Filters with their options, ended by FILTER_UNKNOWN. Filters point into the chain itself: it cannot be
 * copied. The library keeps no pointer to it. */
struct lzma_filter_chain {
    struct lzma_filter filters[FILTERS_MAX + 1];
    union lzma_any_options {
        struct lzma_options lzma;
        struct lzma_delta_options delta;
        struct lzma_branch_options branch;
    } options[FILTERS_MAX];
};

struct lzma_library *ouro_lzma_library(ouro_runtime *rt); /* borrowed */
struct lzma_allocator ouro_lzma_allocator(ouro_runtime *rt);
bool ouro_lzma_is_good(ouro_runtime *rt, int code);
/* A sequence of dicts. */
bool ouro_lzma_chain_read(ouro_runtime *rt, struct lzma_library *library, ouro_object *sequence,
                          struct lzma_filter_chain *chain);
bool ouro_lzma_u32(ouro_runtime *rt, ouro_object *object, uint32_t *value);
bool ouro_lzma_u64(ouro_runtime *rt, ouro_object *object, uint64_t *value);

ouro_object *ouro_lzma_encode_properties(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t count, ouro_object *names);
ouro_object *ouro_lzma_decode_properties(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t count, ouro_object *names);

#endif
