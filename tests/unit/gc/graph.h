/* A small object world for tests of object and gc: nodes with slots, finalizers and weak references.
 * Everything is static: each test program is one file. */
#ifndef OURO_TESTS_GRAPH_H
#define OURO_TESTS_GRAPH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gc/gc.h"
#include "gc/weakref.h"

/* Random numbers, the same for each seed. */
static uint64_t random_state = 42;

static inline uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static inline uint32_t random_below(uint32_t limit)
{
    return (uint32_t)(random_next() % limit);
}

/* A node: count slots behind the header and an id. */
struct node {
    ouro_object base;
    uint32_t id;
    uint32_t count;
    ouro_object *slots[];
};

enum { NODE_INDEX = 1, FINAL_INDEX = 2, REF_INDEX = 3, ATOM_INDEX = 4 };

struct world {
    struct ouro_heap *heap;
    struct ouro_type node, final, ref, atom;
    int64_t alive;
    uint64_t cleared;
    char log[4096]; /* what user code did, in order */
    ouro_object *saved[16];
    int saved_count;
    struct node *target; /* for finalizers that resurrect */
    int action;
    void *model; /* of test_model.c */
};

enum { ACTION_NONE, ACTION_RESURRECT, ACTION_COLLECT, ACTION_ALLOCATE, ACTION_BREAK };

/* The world hangs behind the heap: tests find it again from callbacks. */
struct world_heap {
    struct ouro_heap heap;
    struct world *world;
};

static inline struct world *world_of(struct ouro_heap *heap)
{
    return ((struct world_heap *)heap)->world;
}

static inline size_t node_size(const struct node *node)
{
    return sizeof(struct node) + node->count * sizeof(ouro_object *);
}

static size_t node_size_of(struct ouro_heap *heap, const ouro_object *self)
{
    return node_size((const struct node *)self);
}

static void node_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct node *node = (const struct node *)self;
    ouro_visit_range(visitor, node->slots, node->count);
}

static void node_clear(struct ouro_heap *heap, ouro_object *self)
{
    struct node *node = (struct node *)self;
    world_of(heap)->cleared++;
    for (uint32_t i = 0; i < node->count; i++) {
        ouro_object *child = node->slots[i];
        node->slots[i] = NULL;
        if (child)
            ouro_object_decref(heap, child);
    }
}

static void node_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    struct node *node = (struct node *)self;
    size_t size = node_size(node);
    for (uint32_t i = 0; i < node->count; i++)
        if (node->slots[i])
            ouro_object_decref(heap, node->slots[i]);
    world_of(heap)->alive--;
    ouro_object_free(heap, self, size, OURO_BLOCK_CONTAINER);
}

static inline struct node *node_new(struct world *world, uint16_t index, uint32_t id, uint32_t count)
{
    struct node *node = (struct node *)ouro_object_alloc(
        world->heap, index, sizeof(struct node) + count * sizeof(ouro_object *),
        OURO_BLOCK_CONTAINER);
    if (!node)
        return NULL;
    node->id = id;
    node->count = count;
    memset(node->slots, 0, count * sizeof(ouro_object *));
    world->alive++;
    return node;
}

/* Stores a new reference. */
static inline void node_set(struct world *world, struct node *node, uint32_t i, struct node *child)
{
    ouro_object *old = node->slots[i];
    if (child)
        ouro_object_incref(&child->base);
    node->slots[i] = child ? &child->base : NULL;
    if (old)
        ouro_object_decref(world->heap, old);
}

static inline void node_drop(struct world *world, struct node *node)
{
    ouro_object_decref(world->heap, &node->base);
}

static void log_add(struct world *world, const char *format, ...)
{
    size_t used = strlen(world->log);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(world->log + used, sizeof(world->log) - used, format, arguments);
    va_end(arguments);
}

static void final_finalize(struct ouro_heap *heap, ouro_object *self)
{
    struct world *world = world_of(heap);
    struct node *node = (struct node *)self;
    log_add(world, "f%u ", node->id);
    switch (world->action) {
    case ACTION_RESURRECT:
        ouro_object_incref(self);
        world->saved[world->saved_count++] = self;
        break;
    case ACTION_COLLECT:
        assert_int_equal(ouro_gc_collect(heap, 2), 0);
        break;
    case ACTION_ALLOCATE:
        for (int i = 0; i < 2000; i++) {
            struct node *ring = node_new(world, NODE_INDEX, 0, 1);
            node_set(world, ring, 0, ring);
            node_drop(world, ring);
            ouro_gc_poll(heap);
        }
        break;
    case ACTION_BREAK:
        node_clear(heap, self);
        break;
    default:
        break;
    }
}

static void ref_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &((const struct ouro_weakref *)self)->callback);
}

static void ref_clear(struct ouro_heap *heap, ouro_object *self)
{
    struct ouro_weakref *ref = (struct ouro_weakref *)self;
    ouro_object *callback = ref->callback;
    ref->callback = NULL;
    if (callback)
        ouro_object_decref(heap, callback);
}

static void ref_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_weakref_detach(heap, (struct ouro_weakref *)self);
    ref_clear(heap, self);
    world_of(heap)->alive--;
    ouro_object_free(heap, self, sizeof(struct ouro_weakref), OURO_BLOCK_CONTAINER);
}

static inline struct ouro_weakref *ref_new(struct world *world, struct node *target, struct node *callback,
                                    enum ouro_weakref_rank rank)
{
    struct ouro_weakref *ref = (struct ouro_weakref *)ouro_object_alloc(
        world->heap, REF_INDEX, sizeof(*ref), OURO_BLOCK_CONTAINER);
    assert_non_null(ref);
    ref->callback = NULL;
    if (callback) {
        ouro_object_incref(&callback->base);
        ref->callback = &callback->base;
    }
    world->alive++;
    assert_true(ouro_weakref_attach(world->heap, ref, &target->base, rank));
    return ref;
}

static void world_callback(struct ouro_heap *heap, ouro_object *weakref)
{
    struct ouro_weakref *ref = (struct ouro_weakref *)weakref;
    assert_null(ref->target);
    log_add(world_of(heap), "c%u ", ((struct node *)ref->callback)->id);
}

static void world_add_type(struct world *world, struct ouro_type *type, const char *name,
                           uint16_t index)
{
    type->base.refcount = OURO_REFCOUNT_IMMORTAL;
    type->name = name;
    type->flags = OURO_TYPE_WEAKREFABLE;
    type->kind = OURO_BLOCK_CONTAINER;
    type->size_of = node_size_of;
    type->dealloc = node_dealloc;
    type->traverse = node_traverse;
    type->clear = node_clear;
    assert_true(ouro_type_register(world->heap, type, index));
}

static void world_init(struct world *world)
{
    memset(world, 0, sizeof(*world));
    world->heap = ouro_heap_create(sizeof(struct world_heap), NULL);
    assert_non_null(world->heap);
    ((struct world_heap *)world->heap)->world = world;
    world->heap->hooks.weakref_callback = world_callback;
    world_add_type(world, &world->node, "node", NODE_INDEX);
    world_add_type(world, &world->final, "final", FINAL_INDEX);
    world->final.finalize = final_finalize;
    world_add_type(world, &world->ref, "ref", REF_INDEX);
    world->ref.flags = OURO_TYPE_WEAKREF | OURO_TYPE_WEAKREFABLE;
    world->ref.size_of = NULL;
    world->ref.instance_size = sizeof(struct ouro_weakref);
    world->ref.dealloc = ref_dealloc;
    world->ref.traverse = ref_traverse;
    world->ref.clear = ref_clear;
    assert_true(ouro_gc_init(world->heap));
}

static void world_check(struct world *world)
{
    const char *fault = ouro_gc_find_fault(world->heap);
    if (fault)
        fail_msg("%s", fault);
    assert_int_equal(ouro_gc_audit(world->heap, NULL, NULL), 0);
}

static void world_destroy(struct world *world)
{
    world_check(world);
    ouro_gc_destroy(world->heap);
    ouro_heap_destroy(world->heap);
}

/* A ring of count new nodes, held only by itself; the first is returned, borrowed. */
static inline struct node *ring_new(struct world *world, uint16_t index, uint32_t first_id, int count)
{
    struct node *first = NULL, *previous = NULL;
    for (int i = 0; i < count; i++) {
        struct node *node = node_new(world, index, first_id + (uint32_t)i, 2);
        assert_non_null(node);
        if (previous) {
            node_set(world, previous, 0, node);
            node_drop(world, node);
        } else {
            first = node;
        }
        previous = node;
    }
    node_set(world, previous, 0, first);
    node_drop(world, first);
    return first;
}

#endif
