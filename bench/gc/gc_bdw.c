/* The workloads on bdwgc, the conservative collector of Boehm, Demers and Weiser. */
#include <gc/gc.h>

#include "workload.h"

struct node {
    struct node *slots[2];
    uint64_t tag;
};

static inline struct node *node_new(struct node *left, struct node *right)
{
    struct node *node = GC_MALLOC(sizeof(*node));
    if (!node)
        abort();
    node->slots[0] = left;
    node->slots[1] = right;
    node->tag = 1;
    return node;
}

static struct node *tree_build(int depth)
{
    if (depth == 0)
        return node_new(NULL, NULL);
    struct node *left = tree_build(depth - 1);
    return node_new(left, tree_build(depth - 1));
}

static long tree_check(const struct node *node)
{
    return node->slots[0] ? 1 + tree_check(node->slots[0]) + tree_check(node->slots[1]) : 1;
}

static void trees(int depth_max)
{
    uint64_t start = cpu_ns();
    long sum = 0;
    struct node *lasting = tree_build(depth_max);
    for (int depth = 4; depth <= depth_max; depth += 4) {
        long count = 1L << (depth_max - depth + 4);
        for (long i = 0; i < count; i++)
            sum += tree_check(tree_build(depth));
    }
    sum += tree_check(lasting);
    char more[64], what[32];
    snprintf(more, sizeof(more), ",\"sum\":%ld", sum);
    snprintf(what, sizeof(what), "trees%d", depth_max);
    report("bdwgc", what, start, NULL, more);
}

static struct node *ring_build(long size)
{
    struct node *first = node_new(NULL, NULL), *last = first;
    for (long i = 1; i < size; i++) {
        struct node *node = node_new(NULL, NULL);
        last->slots[0] = node;
        last = node;
    }
    last->slots[0] = first;
    return first;
}

static void rings(long size, long count)
{
    uint64_t start = cpu_ns();
    for (long i = 0; i < count; i++)
        ring_build(size);
    char what[32];
    snprintf(what, sizeof(what), "rings%ld", size);
    report("bdwgc", what, start, NULL, "");
}

static void bigheap(long live_count, long drops, int is_linked)
{
    struct histogram stops = { 0 };
    uint64_t random = 88172645463325252u, start = cpu_ns();
    struct node **live = GC_MALLOC_UNCOLLECTABLE((size_t)live_count * sizeof(*live));
    for (long i = 0; i < live_count; i++) {
        struct node *to = i ? live[random_step(&random) % (uint64_t)i] : NULL;
        live[i] = node_new(to, i ? live[i - 1] : NULL);
    }
    uint64_t built = cpu_ns();
    for (long i = 0; i < drops; i++) {
        uint64_t from = thread_ns();
        struct node *a = node_new(NULL, NULL);
        a->slots[0] = node_new(a, NULL);
        if (is_linked)
            a->slots[1] = live[random_step(&random) % (uint64_t)live_count];
        histogram_add(&stops, thread_ns() - from);
    }
    char more[64];
    snprintf(more, sizeof(more), ",\"build_s\":%.3f,\"drop_s\":%.3f", (double)(built - start) / 1e9,
             (double)(cpu_ns() - built) / 1e9);
    report("bdwgc", is_linked ? "bigheap-linked" : "bigheap-isolated", start, &stops, more);
}

static void churn(long live_count, long drops, int is_linked)
{
    struct histogram stops = { 0 };
    uint64_t random = 88172645463325252u, start = cpu_ns();
    struct node **live = GC_MALLOC_UNCOLLECTABLE((size_t)live_count * sizeof(*live));
    for (long i = 0; i < live_count; i++)
        live[i] = ring_build(2);
    uint64_t built = cpu_ns();
    for (long i = 0; i < drops; i++) {
        uint64_t from = thread_ns();
        uint64_t k = random_step(&random) % (uint64_t)live_count;
        struct node *ring = ring_build(2);
        if (is_linked)
            ring->slots[1] = live[random_step(&random) % (uint64_t)live_count]->slots[0];
        live[k] = ring;
        histogram_add(&stops, thread_ns() - from);
    }
    char more[64];
    snprintf(more, sizeof(more), ",\"build_s\":%.3f,\"drop_s\":%.3f", (double)(built - start) / 1e9,
             (double)(cpu_ns() - built) / 1e9);
    report("bdwgc", is_linked ? "churn-linked" : "churn-isolated", start, &stops, more);
}

static void giant(long size)
{
    struct histogram stops = { 0 };
    struct node *ring = ring_build(size);
    uint64_t start = cpu_ns(), from = thread_ns();
    ring->slots[1] = NULL;
    ring = NULL;
    GC_gcollect();
    histogram_add(&stops, thread_ns() - from);
    report("bdwgc", "giant-ring", start, &stops, "");
}

static long number(int count, char **arguments, int i, long otherwise)
{
    return i < count ? atol(arguments[i]) : otherwise;
}

int main(int count, char **arguments)
{
    const char *what = count > 1 ? arguments[1] : "";
    GC_INIT();
    if (strcmp(what, "trees") == 0)
        trees((int)number(count, arguments, 2, 16));
    else if (strcmp(what, "rings") == 0)
        rings(number(count, arguments, 2, 10), number(count, arguments, 3, 1000000));
    else if (strcmp(what, "bigheap") == 0)
        bigheap(number(count, arguments, 2, 10000000), number(count, arguments, 3, 3000000),
                (int)number(count, arguments, 4, 0));
    else if (strcmp(what, "churn") == 0)
        churn(number(count, arguments, 2, 5000000), number(count, arguments, 3, 3000000),
              (int)number(count, arguments, 4, 0));
    else if (strcmp(what, "giant") == 0)
        giant(number(count, arguments, 2, 10000000));
    else
        return 2;
    return 0;
}
