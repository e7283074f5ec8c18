/* What the tests of str and bytes share. */
#ifndef OURO_TESTS_UNIT_TYPES_TEXT_H
#define OURO_TESTS_UNIT_TYPES_TEXT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "types/bytes.h"
#include "types/error.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"

static inline ouro_runtime *runtime_new(void)
{
    ouro_runtime *rt = ouro_runtime_create(NULL, 0);
    assert_non_null(rt);
    return rt;
}

static inline void runtime_end(ouro_runtime *rt)
{
    assert_null(rt->error);
    assert_null(ouro_mem_find_fault(&rt->heap.mem));
    ouro_runtime_destroy(rt);
}

/* The text of a str object that is taken. */
static inline void assert_text_take(ouro_runtime *rt, ouro_object *text, const char *expected)
{
    ouro_object *owner;
    assert_non_null(text);
    const char *utf8 = ouro_str_utf8(rt, text, NULL, &owner);
    assert_non_null(utf8);
    assert_string_equal(utf8, expected);
    xdecref(rt, owner);
    decref(rt, text);
}

/* The message of the pending error, which is cleared. */
static inline void assert_error(ouro_runtime *rt, unsigned exception_index, const char *message)
{
    assert_true(ouro_error_is(rt, exception_index));
    ouro_object *error = ouro_error_take(rt);
    if (message)
        assert_text_take(rt, ouro_str(rt, error), message);
    decref(rt, error);
}

/* Live objects and bytes: equal before and after when nothing leaked. */
static inline uint64_t alive(const ouro_runtime *rt)
{
    return rt->heap.objects_created - rt->heap.objects_freed;
}

#endif
