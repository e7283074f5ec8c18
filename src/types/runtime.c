/* The life of a runtime: singletons first (they need only their type index), then the classes in the
 * order in which they inherit. */
#include "types/runtime.h"

#include <stdlib.h>
#include <sys/resource.h>

#include "base/checked.h"
#include "gc/gc.h"
#include "types/bytes.h"
#include "types/class_table.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/singleton.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"

void *ouro_buffer_alloc(ouro_runtime *rt, size_t size)
{
    void *buffer = size <= OURO_SIZE_MAX
                       ? ouro_mem_block_alloc(&rt->heap.mem, size ? size : 1, OURO_BLOCK_PLAIN)
                       : NULL;
    return ouro_likely(buffer != NULL) ? buffer : ouro_raise_memory(rt);
}

void *ouro_buffer_realloc(ouro_runtime *rt, void *buffer, size_t old_size, size_t new_size)
{
    if (!buffer)
        return ouro_buffer_alloc(rt, new_size);
    void *moved = new_size <= OURO_SIZE_MAX
                      ? ouro_mem_block_realloc(&rt->heap.mem, buffer, old_size ? old_size : 1,
                                               new_size ? new_size : 1, OURO_BLOCK_PLAIN)
                      : NULL;
    return ouro_likely(moved != NULL) ? moved : ouro_raise_memory(rt);
}

void ouro_buffer_free(ouro_runtime *rt, void *buffer, size_t size)
{
    if (buffer)
        ouro_mem_block_free(&rt->heap.mem, buffer, size ? size : 1, OURO_BLOCK_PLAIN);
}

static void add_free_lists(ouro_runtime *rt)
{
    static const struct {
        uint8_t id;
        uint8_t kind;
        uint16_t size;
        uint16_t count_max;
        const char *name;
    } lists[] = {
        {FREE_LIST_INT, OURO_BLOCK_ATOM, sizeof(struct ouro_int), 256, "int"},
        {FREE_LIST_FLOAT, OURO_BLOCK_ATOM, sizeof(struct ouro_float), 256, "float"},
        {FREE_LIST_LIST, OURO_BLOCK_CONTAINER, sizeof(struct ouro_list), 80, "list"},
        {FREE_LIST_DICT, OURO_BLOCK_CONTAINER, sizeof(struct ouro_dict), 80, "dict"},
        {FREE_LIST_SET, OURO_BLOCK_CONTAINER, 0, 40, "set"},
        {FREE_LIST_METHOD, OURO_BLOCK_CONTAINER, sizeof(struct ouro_bound_method), 40, "method"},
        {FREE_LIST_SLICE, OURO_BLOCK_CONTAINER, sizeof(struct ouro_slice), 8, "slice"},
        {FREE_LIST_CELL, OURO_BLOCK_CONTAINER, sizeof(struct ouro_cell), 40, "cell"},
        {FREE_LIST_GENERATOR, OURO_BLOCK_CONTAINER, 0, 40, "generator"},
        {FREE_LIST_FRAME, OURO_BLOCK_CONTAINER, 0, 40, "frame"},
        {FREE_LIST_LIST_ITERATOR, OURO_BLOCK_CONTAINER, 0, 20, "list_iterator"},
        {FREE_LIST_TUPLE_ITERATOR, OURO_BLOCK_CONTAINER, 0, 20, "tuple_iterator"},
        {FREE_LIST_RANGE_ITERATOR, OURO_BLOCK_ATOM, sizeof(struct ouro_range_iterator), 20,
         "range_iterator"},
    };
    static const char *const tuple_names[20] = {
        "tuple of 1",  "tuple of 2",  "tuple of 3",  "tuple of 4",  "tuple of 5",
        "tuple of 6",  "tuple of 7",  "tuple of 8",  "tuple of 9",  "tuple of 10",
        "tuple of 11", "tuple of 12", "tuple of 13", "tuple of 14", "tuple of 15",
        "tuple of 16", "tuple of 17", "tuple of 18", "tuple of 19", "tuple of 20"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        rt->free_lists[lists[i].id] = ouro_free_list_add(&rt->heap, lists[i].name, lists[i].size,
                                                         lists[i].kind, lists[i].count_max);
    for (unsigned i = 0; i < 20; i++)
        rt->free_lists[FREE_LIST_TUPLE_1 + i] =
            ouro_free_list_add(&rt->heap, tuple_names[i],
                               (uint32_t)(sizeof(struct ouro_tuple) + (i + 1) * sizeof(void *)),
                               OURO_BLOCK_CONTAINER, 2000 / (i + 1) + 20);
}

/* C frames cost a few hundred bytes to a few kilobytes each; a quarter of the stack is left for what
 * does not count. */
static uint32_t c_depth_for_stack(void)
{
    struct rlimit limit;
    size_t stack_size = 8u << 20;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        stack_size = limit.rlim_cur;
    size_t depth = stack_size / 4 * 3 / 4096;
    return depth < 40 ? 40 : depth > 3000 ? 3000 : (uint32_t)depth;
}

static const int64_t no_frames = 0; /* without a VM */

ouro_runtime *ouro_runtime_create(const struct ouro_mem_options *options, size_t size)
{
    if (size < sizeof(ouro_runtime))
        size = sizeof(ouro_runtime);
    struct ouro_heap *heap = ouro_heap_create(size, options);
    if (!heap)
        return NULL;
    ouro_runtime *rt = runtime_of(heap);
    rt->c_depth_max = c_depth_for_stack();
    rt->recursion_limit = 1000;
    rt->frame_depth = &no_frames;
    rt->int_max_str_digits = 4300;
    rt->class_version_next = 1;
    if (!ouro_gc_init(heap))
        goto fail;
    add_free_lists(rt);
    if (!ouro_class_table_create(rt) || !ouro_singletons_init(rt))
        goto fail;
    ouro_int_singletons_init(rt);
    ouro_tuple_singletons_init(rt);
    if (!rt->empty_tuple || !ouro_bytes_singletons_init(rt) || !ouro_str_singletons_init(rt) ||
        !ouro_class_table_ready(rt))
        goto fail;
    return rt;
fail:
    ouro_runtime_destroy(rt);
    return NULL;
}

void ouro_runtime_release(ouro_runtime *rt)
{
    ouro_error_clear(rt);
    clearref(rt, &rt->repr_active);
    ouro_memory_error_release(rt);
    ouro_gc_collect(&rt->heap, OURO_GC_OLD);
    ouro_class_cache_clear(rt);
}

void ouro_runtime_destroy(ouro_runtime *rt)
{
    ouro_gc_destroy(&rt->heap);
    ouro_heap_destroy(&rt->heap);
}

bool ouro_enter_slow(ouro_runtime *rt, const char *where)
{
    rt->c_depth--;
    ouro_raise(rt, EXC_RecursionError, "maximum recursion depth exceeded%s", where);
    return false;
}
