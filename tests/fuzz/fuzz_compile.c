/* Any bytes through the lexer, the parser and the compiler, by libFuzzer: `make fuzz`.
 *
 * The first byte chooses how the rest is compiled (file, expression, prompt; bytes or text), what follows is the
 * source. Right is a code object without an error, or an error without one; and an input that is compiled twice
 * leaves as many objects behind as after the first time: none. The heap is one with guards around its blocks, and
 * the source ends where readable memory ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "gc/gc.h"
#include "lang/compile.h"
#include "modules/registry.h"
#include "types/str.h"
#include "vm/vm.h"

enum { TWICE_EVERY = 16, SOURCE_MAX = 1 << 20, PAGE = 4096 };

static ouro_runtime *runtime_new(void)
{
    struct ouro_mem_options mem = {.large = OURO_LARGE_POOLS, .is_debug = true};
    ouro_runtime *rt = ouro_runtime_create(&mem, 0);
    if (!rt || !ouro_vm_init(rt) || !ouro_modules_register(rt))
        abort();
    return rt;
}

static void fault(const char *what)
{
    fprintf(stderr, "fuzz: %s\n", what);
    abort();
}

static void compile(ouro_runtime *rt, const char *source, size_t size, unsigned how)
{
    static const enum parse_mode modes[] = {PARSE_FILE, PARSE_EVAL, PARSE_INTERACTIVE, PARSE_FILE};
    bool is_incomplete = false;
    struct ouro_compile_options options = {
        .mode = modes[how & 3],
        .is_text = (how & 4) != 0,
        .optimize = (how & 8) != 0,
        .future_annotations = (how & 16) != 0,
        .is_incomplete = (how & 3) == 2 ? &is_incomplete : NULL,
    };
    ouro_object *filename = ouro_str_from(rt, "<fuzz>");
    if (!filename)
        fault("no memory");
    ouro_object *code = ouro_compile_with(rt, source, size, filename, &options);
    if (code && rt->error)
        fault("a code object, and an error");
    if (!code && !rt->error && !is_incomplete)
        fault("neither code nor error");
    if (!code && rt->error && ouro_error_is(rt, EXC_SystemError))
        fault("SystemError");
    ouro_error_clear(rt);
    xdecref(rt, code);
    decref(rt, filename);
}

static uint64_t objects_alive(ouro_runtime *rt)
{
    ouro_gc_collect(&rt->heap, OURO_GC_OLD);
    return rt->heap.objects_created - rt->heap.objects_freed;
}

/* The first address behind SOURCE_MAX bytes that cannot be read. */
static char *source_memory(void)
{
    char *memory = mmap(NULL, SOURCE_MAX + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + SOURCE_MAX, PAGE, PROT_NONE) != 0)
        fault("no memory");
    return memory + SOURCE_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ouro_runtime *rt;
    static char *source_end;
    static unsigned count;
    if (!rt) {
        rt = runtime_new();
        source_end = source_memory();
    }
    if (size == 0 || size > SOURCE_MAX)
        return 0;
    unsigned how = data[0];
    char *source = source_end - size;
    memcpy(source, data + 1, size - 1);
    source[size - 1] = '\0'; /* what every caller puts there */
    compile(rt, source, size - 1, how);
    if (++count % TWICE_EVERY == 0) {
        uint64_t before = objects_alive(rt);
        compile(rt, source, size - 1, how);
        if (objects_alive(rt) != before)
            fault("objects are left behind");
    }
    return 0;
}
