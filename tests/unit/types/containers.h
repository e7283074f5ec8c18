/* Shared by the tests of containers: one runtime for each test, and short ways to make objects. */
#ifndef OURO_TESTS_CONTAINERS_H
#define OURO_TESTS_CONTAINERS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gc/gc.h"
#include "types/dict.h"
#include "types/dict_table.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"

static inline ouro_runtime *runtime_new(void)
{
    struct ouro_mem_options options = {0};
    ouro_runtime *rt = ouro_runtime_create(&options, 0);
    assert_non_null(rt);
    return rt;
}

static inline ouro_object *number(ouro_runtime *rt, int64_t value)
{
    ouro_object *object = ouro_int_new(rt, value);
    assert_non_null(object);
    return object;
}

static inline void assert_repr(ouro_runtime *rt, ouro_object *object, const char *expected)
{
    ouro_object *text = ouro_repr(rt, object), *owner;
    size_t size;
    assert_non_null(text);
    assert_string_equal(ouro_str_utf8(rt, text, &size, &owner), expected);
    xdecref(rt, owner);
    decref(rt, text);
}

/* The pending error is of this class; it is dropped. */
static inline void assert_error(ouro_runtime *rt, unsigned exception_index)
{
    assert_true(ouro_has_error(rt));
    assert_true(ouro_error_is(rt, exception_index));
    ouro_error_clear(rt);
}

/* Runs body with the n-th allocation failing for n = 0, 1, ... until it passes untouched. Each failed
 * attempt must answer false with MemoryError set and leave as many objects alive as there were. */
#define OOM_LOOP(rt, body)                                                                       \
    for (uint64_t oom_first = 0; oom_first < 200; oom_first++) {                                 \
        ouro_free_lists_clear(&(rt)->heap);                                                      \
        uint64_t oom_alive = (rt)->heap.objects_created - (rt)->heap.objects_freed;              \
        fail_from(rt, oom_first);                                                                \
        bool oom_done = body(rt);                                                                \
        bool oom_hit = fail_stop(rt);                                                            \
        if (!oom_done)                                                                           \
            assert_error(rt, EXC_MemoryError);                                                   \
        assert_int_equal((rt)->heap.objects_created - (rt)->heap.objects_freed, oom_alive);      \
        if (oom_done && !oom_hit)                                                                \
            break;                                                                               \
        assert_true(oom_first < 199);                                                            \
    }

static inline void fail_from(ouro_runtime *rt, uint64_t first)
{
    ouro_mem_faults_set(&rt->heap.mem, first, first + 1);
}

/* Stops failing; true if a request did fail. */
static inline bool fail_stop(ouro_runtime *rt)
{
    struct ouro_mem_faults faults = rt->heap.mem.faults;
    ouro_mem_faults_clear(&rt->heap.mem);
    return faults.count > faults.first;
}

#endif
