/* The workloads in plain C: with malloc and free by hand (the program knows when each ring and tree dies), or,
 * with ON_BDWGC, on the conservative collector of Boehm, Demers and Weiser, where nothing is freed. */
#include "workload.h"

#ifdef ON_BDWGC
#include <gc/gc.h>
#define WHO "bdwgc"
#define node_alloc(size) GC_MALLOC(size)
#define roots_alloc(size) GC_MALLOC_UNCOLLECTABLE(size)
enum { IS_FREED = 0 };
#else
#define WHO "malloc"
#define node_alloc(size) malloc(size)
#define roots_alloc(size) malloc(size)
enum { IS_FREED = 1 };
#endif

struct node {
    struct node *slots[2];
    uint64_t tag; /* what the 8-byte header of ouro is for: a type and a mark of some kind */
};

static inline struct node *node_new(struct node *left, struct node *right)
{
    struct node *node = node_alloc(sizeof(*node));
    if (!node)
        abort();
    node->slots[0] = left;
    node->slots[1] = right;
    node->tag = 1;
    return node;
}

static inline void node_free(struct node *node)
{
    if (IS_FREED)
        free(node);
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

static void tree_free(struct node *node)
{
    if (IS_FREED && node->slots[0]) {
        tree_free(node->slots[0]);
        tree_free(node->slots[1]);
    }
    node_free(node);
}

static void trees(int depth_max)
{
    uint64_t start = cpu_ns();
    long sum = 0;
    struct node *lasting = tree_build(depth_max);
    for (int depth = 4; depth <= depth_max; depth += 4) {
        long count = 1L << (depth_max - depth + 4);
        for (long i = 0; i < count; i++) {
            struct node *tree = tree_build(depth);
            sum += tree_check(tree);
            tree_free(tree);
        }
    }
    sum += tree_check(lasting);
    tree_free(lasting);
    char more[64], what[32];
    snprintf(more, sizeof(more), ",\"sum\":%ld", sum);
    snprintf(what, sizeof(what), "trees%d", depth_max);
    report(WHO, what, start, NULL, more);
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

static void ring_free(struct node *first)
{
    struct node *node = first;
    if (!IS_FREED)
        return;
    do {
        struct node *next = node->slots[0];
        free(node);
        node = next;
    } while (node != first);
}

static void rings(long size, long count)
{
    uint64_t start = cpu_ns();
    for (long i = 0; i < count; i++)
        ring_free(ring_build(size));
    char what[32];
    snprintf(what, sizeof(what), "rings%ld", size);
    report(WHO, what, start, NULL, "");
}

static void bigheap(long live_count, long drops, int is_linked)
{
    struct histogram stops = { 0 };
    uint64_t random = 88172645463325252u, start = cpu_ns();
    struct node **live = roots_alloc((size_t)live_count * sizeof(*live));
    for (long i = 0; i < live_count; i++) {
        struct node *to = i ? live[random_step(&random) % (uint64_t)i] : NULL;
        live[i] = node_new(to, i ? live[i - 1] : NULL);
    }
    uint64_t built = cpu_ns();
    for (long i = 0; i < drops; i++) {
        struct stopwatch watch;
        stopwatch_start(&watch);
        struct node *a = node_new(NULL, NULL);
        struct node *b = node_new(a, NULL);
        a->slots[0] = b;
        if (is_linked)
            a->slots[1] = live[random_step(&random) % (uint64_t)live_count];
        node_free(b);
        node_free(a);
        stopwatch_stop(&watch, &stops);
    }
    char more[64];
    snprintf(more, sizeof(more), ",\"build_s\":%.3f,\"drop_s\":%.3f", (double)(built - start) / 1e9,
             (double)(cpu_ns() - built) / 1e9);
    report(WHO, is_linked ? "bigheap-linked" : "bigheap-isolated", start, &stops, more);
}

static void churn(long live_count, long drops, int is_linked)
{
    struct histogram stops = { 0 };
    uint64_t random = 88172645463325252u, start = cpu_ns();
    struct node **live = roots_alloc((size_t)live_count * sizeof(*live));
    for (long i = 0; i < live_count; i++)
        live[i] = ring_build(2);
    uint64_t built = cpu_ns();
    for (long i = 0; i < drops; i++) {
        struct stopwatch watch;
        stopwatch_start(&watch);
        uint64_t k = random_step(&random) % (uint64_t)live_count;
        struct node *ring = ring_build(2);
        if (is_linked) /* never followed */
            ring->slots[1] = live[random_step(&random) % (uint64_t)live_count]->slots[0];
        ring_free(live[k]);
        live[k] = ring;
        stopwatch_stop(&watch, &stops);
    }
    char more[64];
    snprintf(more, sizeof(more), ",\"build_s\":%.3f,\"drop_s\":%.3f", (double)(built - start) / 1e9,
             (double)(cpu_ns() - built) / 1e9);
    report(WHO, is_linked ? "churn-linked" : "churn-isolated", start, &stops, more);
}

static void cyclotron(long size, long extra, long live_count)
{
    struct histogram stops = { 0 };
    uint64_t start = cpu_ns();
    struct node *live = NULL;
    for (long i = 0; i < live_count; i++)
        live = node_new(live, NULL);
    long rounds = 4000000 / (size + extra);
    for (long i = 0; i < rounds; i++) {
        struct stopwatch watch;
        stopwatch_start(&watch);
        struct node *ring = ring_build(size), *tail = NULL;
        for (long k = 0; k < extra; k++)
            tail = node_new(tail, NULL);
        ring_free(ring);
        while (tail) {
            struct node *next = tail->slots[0];
            node_free(tail);
            tail = next;
        }
        stopwatch_stop(&watch, &stops);
    }
    char what[64];
    snprintf(what, sizeof(what), "cyclotron-%ld-%ld-%ld", size, extra, live_count);
    report(WHO, what, start, &stops, "");
}

static void chain(long length)
{
    struct node *head = NULL;
    for (long i = 0; i < length; i++)
        head = node_new(head, NULL);
    uint64_t start = cpu_ns();
    while (head) {
        struct node *next = head->slots[0];
        node_free(head);
        head = next;
    }
    report(WHO, "chain-64k-stack", start, NULL, "");
}

static void giant(long size)
{
    struct histogram stops = { 0 };
    struct node *ring = ring_build(size);
    uint64_t start = cpu_ns();
    struct stopwatch watch;
    stopwatch_start(&watch);
    ring_free(ring);
#ifdef ON_BDWGC
    ring->slots[1] = NULL;
    ring = NULL;
    GC_gcollect();
#endif
    stopwatch_stop(&watch, &stops);
    report(WHO, "giant-ring", start, &stops, "");
}

static long number(int count, char **arguments, int i, long otherwise)
{
    return i < count ? atol(arguments[i]) : otherwise;
}

int main(int count, char **arguments)
{
    const char *what = count > 1 ? arguments[1] : "";
#ifdef ON_BDWGC
    GC_INIT();
#endif
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
    else if (strcmp(what, "cyclotron") == 0)
        cyclotron(number(count, arguments, 2, 10), number(count, arguments, 3, 0),
                  number(count, arguments, 4, 0));
    else if (strcmp(what, "chain") == 0)
        chain(number(count, arguments, 2, 10000000));
    else if (strcmp(what, "giant") == 0)
        giant(number(count, arguments, 2, 10000000));
    else
        return 2;
    return 0;
}
