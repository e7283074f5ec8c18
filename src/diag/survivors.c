#include "diag/survivors.h"

#include <string.h>

#include "diag/edges.h"
#include "gc/gc.h"
#include "gc/table.h"
#include "gc/vector.h"
#include "types/str.h"

enum { TYPE_TEXT_MAX = 96, ROWS_MAX = 20 };

struct census {
    struct ouro_visitor visitor;
    ouro_runtime *rt;
    struct ouro_gc_table references; /* object -> references from objects */
    struct ouro_gc_table reached;    /* what immortal objects lead to */
    struct ouro_gc_vector stack;
    struct ouro_gc_vector survivors;
    bool is_marking;
    bool has_failed;
};

static void visit_one(struct census *census, ouro_object *object)
{
    if (!ouro_pools_find(&census->rt->heap.mem.pools, object) || ouro_object_is_immortal(object))
        return;
    struct ouro_gc_table *table = census->is_marking ? &census->reached : &census->references;
    uint64_t *value = ouro_gc_table_insert(table, (uintptr_t)object);
    if (!value) {
        census->has_failed = true;
        return;
    }
    if (census->is_marking && *value == 0 &&
        !ouro_gc_vector_push(&census->stack, &census->rt->heap.mem, (uintptr_t)object))
        census->has_failed = true;
    ++*value;
}

static void visit_range(struct ouro_visitor *visitor, ouro_object *const *slots, size_t count, size_t stride)
{
    for (size_t i = 0; i < count; i++)
        if (slots[i * stride])
            visit_one((struct census *)(void *)visitor, slots[i * stride]);
}

static void traverse(struct census *census, const ouro_object *object)
{
    const struct ouro_type *type = ouro_type_of(&census->rt->heap, object);
    if (type->traverse)
        type->traverse(object, &census->visitor);
}

static bool count_references(void *context, ouro_object *object)
{
    struct census *census = context;
    traverse(census, object);
    return !census->has_failed;
}

static bool mark_from_immortal(void *context, ouro_object *object)
{
    struct census *census = context;
    if (!ouro_object_is_immortal(object))
        return true;
    traverse(census, object);
    while (census->stack.count > 0 && !census->has_failed)
        traverse(census, (ouro_object *)(uintptr_t)ouro_gc_vector_pop(&census->stack));
    return !census->has_failed;
}

static bool keep_survivor(void *context, ouro_object *object)
{
    struct census *census = context;
    if (ouro_object_is_immortal(object))
        return true;
    const uint64_t *references = ouro_gc_table_find(&census->references, (uintptr_t)object);
    bool is_explained = references && *references == (uint64_t)ouro_object_refcount(object);
    if (is_explained && ouro_gc_table_find(&census->reached, (uintptr_t)object))
        return true;
    census->has_failed = !ouro_gc_vector_push(&census->survivors, &census->rt->heap.mem, (uintptr_t)object);
    return !census->has_failed;
}

/* ---- the report ------------------------------------------------------------------------------ */

struct row {
    char type[TYPE_TEXT_MAX];
    size_t count;
    size_t held_count; /* of those, with references that come from no object */
    char examples[40 * 44]; /* the first words of some, for texts */
};

static void add_example(const ouro_object *object, struct row *row)
{
    char text[40];
    size_t length = strlen(row->examples), i = 0;
    if (!is_exact(object, TYPE_STR) || length + sizeof text + 4 > sizeof row->examples)
        return;
    for (; i < ouro_str_length(object) && i + 1 < sizeof text; i++) {
        uint32_t character = ouro_str_at(object, i);
        text[i] = character >= 32 && character < 127 ? (char)character : '?';
    }
    text[i] = 0;
    snprintf(row->examples + length, sizeof row->examples - length, " '%s'", text);
}

static size_t count_types(struct census *census, struct row *rows)
{
    size_t row_count = 0;
    for (size_t i = 0; i < census->survivors.count; i++) {
        ouro_object *object = (ouro_object *)(uintptr_t)census->survivors.items[i];
        const uint64_t *references = ouro_gc_table_find(&census->references, (uintptr_t)object);
        char type[TYPE_TEXT_MAX];
        ouro_object_describe(census->rt, object, type, sizeof type);
        size_t at = 0;
        while (at < row_count && strcmp(rows[at].type, type) != 0)
            at++;
        if (at == row_count && row_count < ROWS_MAX)
            rows[row_count++] = (struct row){.count = 0};
        if (at == ROWS_MAX)
            continue;
        memcpy(rows[at].type, type, sizeof type);
        add_example(object, &rows[at]);
        rows[at].count++;
        rows[at].held_count += !references || *references < (uint64_t)ouro_object_refcount(object);
    }
    return row_count;
}

static void write_rows(struct census *census, FILE *file)
{
    struct row rows[ROWS_MAX];
    size_t row_count = count_types(census, rows);
    fprintf(file, "debug: %zu objects outlive the program\n", census->survivors.count);
    for (; row_count > 0; row_count--) {
        size_t most = 0;
        for (size_t i = 1; i < row_count; i++)
            if (rows[i].count > rows[most].count)
                most = i;
        fprintf(file, "    %zu x %s, %zu of them held by no object%s%s\n", rows[most].count, rows[most].type,
                rows[most].held_count, *rows[most].examples ? ":" : "", rows[most].examples);
        rows[most] = rows[row_count - 1];
    }
}

size_t ouro_survivors_report(ouro_runtime *rt, FILE *file)
{
    struct ouro_heap *heap = &rt->heap;
    struct census census = {.visitor = {visit_range, heap}, .rt = rt};
    ouro_gc_table_init(&census.references, &heap->mem);
    ouro_gc_table_init(&census.reached, &heap->mem);
    ouro_heap_walk(heap, count_references, &census);
    census.is_marking = true;
    if (!census.has_failed)
        ouro_heap_walk(heap, mark_from_immortal, &census);
    if (!census.has_failed)
        ouro_heap_walk(heap, keep_survivor, &census);
    size_t count = census.has_failed ? SIZE_MAX : census.survivors.count;
    if (count > 0 && !census.has_failed)
        write_rows(&census, file);
    ouro_gc_vector_destroy(&census.stack, &heap->mem);
    ouro_gc_vector_destroy(&census.survivors, &heap->mem);
    ouro_gc_table_destroy(&census.reached);
    ouro_gc_table_destroy(&census.references);
    return count;
}
