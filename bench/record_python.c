/* Runs a Python program on the stock CPython with its mem and object allocators recorded: how the
 * traces in bench/traces were made.
 *
 *   record_python TRACE SCRIPT [ARGS] */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdio.h>

#include "mem/record.h"

static struct ouro_record *record;

struct wrapped {
    PyMemAllocatorEx inner;
    int kind; /* the object domain counts as atoms: CPython does not say which are containers */
};

static void *note(struct wrapped *wrapped, void *block, size_t size)
{
    if (block && record)
        ouro_record_alloc(record, block, size, wrapped->kind);
    return block;
}

static void *wrap_malloc(void *context, size_t size)
{
    struct wrapped *wrapped = context;
    return note(wrapped, wrapped->inner.malloc(wrapped->inner.ctx, size), size);
}

static void *wrap_calloc(void *context, size_t count, size_t size)
{
    struct wrapped *wrapped = context;
    return note(wrapped, wrapped->inner.calloc(wrapped->inner.ctx, count, size), count * size);
}

static void *wrap_realloc(void *context, void *block, size_t size)
{
    struct wrapped *wrapped = context;
    void *moved = wrapped->inner.realloc(wrapped->inner.ctx, block, size);
    if (!moved || !record)
        return moved;
    if (block)
        ouro_record_resize(record, block, moved, size);
    else
        ouro_record_alloc(record, moved, size, wrapped->kind);
    return moved;
}

static void wrap_free(void *context, void *block)
{
    struct wrapped *wrapped = context;
    if (block && record)
        ouro_record_free(record, block);
    wrapped->inner.free(wrapped->inner.ctx, block);
}

static struct wrapped wrapped[2] = {{.kind = 2}, {.kind = 0}};

static void wrap(PyMemAllocatorDomain domain, struct wrapped *context)
{
    PyMem_GetAllocator(domain, &context->inner);
    PyMemAllocatorEx wrapper = {context, wrap_malloc, wrap_calloc, wrap_realloc, wrap_free};
    PyMem_SetAllocator(domain, &wrapper);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: record_python TRACE SCRIPT [ARGS]\n");
        return 2;
    }
    PyPreConfig preconfig;
    PyPreConfig_InitPythonConfig(&preconfig);
    if (PyStatus_Exception(Py_PreInitialize(&preconfig)))
        return 2;
    record = ouro_record_start(argv[1]);
    if (!record) {
        fprintf(stderr, "record_python: cannot write %s\n", argv[1]);
        return 2;
    }
    wrap(PYMEM_DOMAIN_MEM, &wrapped[0]);
    wrap(PYMEM_DOMAIN_OBJ, &wrapped[1]);
    argv[1] = argv[0];
    int status = Py_BytesMain(argc - 1, argv + 1);
    fprintf(stderr, "record_python: %llu events\n", (unsigned long long)ouro_record_count(record));
    return ouro_record_stop(record) ? status : 2;
}
