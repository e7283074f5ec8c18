/* The rows of bench-alloc, as a template: included once for each way to call an allocator, with
 *
 *   ROWS_NAME                  suffix of the functions
 *   ROW_ALLOC(size)            a block, size perhaps a constant
 *   ROW_FREE(block, size)      frees it
 *   ROW_REALLOC(block, old_size, new_size)
 *
 * Each row returns the CPU nanoseconds of one operation, as its comment defines it. Every block is
 * written to once (its first word), as a program would; what is freed is not read. Rows of many
 * sizes keep the size in the upper bits of the reference (entry_of), as a program that uses a sized
 * interface has it at hand: a table of its own would cost the sized path alone a cache miss. */
#define ROW_JOIN2(a, b) a##_##b
#define ROW_JOIN(a, b)  ROW_JOIN2(a, b)
#define ROW(name)       ROW_JOIN(name, ROWS_NAME)

static inline void ROW(touch)(void *block)
{
    if (!block)
        abort();
    *(volatile uint64_t *)block = 0x0001000000000001u;
}

/* One block of 32 bytes, allocated and freed. */
static double ROW(pair)(struct bench *bench)
{
    uint64_t count = (uint64_t)(bench->scale * 10000000);
    bench->operations = count;
    uint64_t start = cpu_ns();
    for (uint64_t i = 0; i < count; i++) {
        void *block = ROW_ALLOC(32);
        ROW(touch)(block);
        ROW_FREE(block, 32);
    }
    return (double)(cpu_ns() - start) / (double)count;
}

/* The same beside 50 live neighbours: the oldest goes, a new one comes. */
static double ROW(neighbours)(struct bench *bench)
{
    void *live[50];
    uint64_t count = (uint64_t)(bench->scale * 200000) * 50;
    bench->operations = count;
    for (int i = 0; i < 50; i++)
        live[i] = ROW_ALLOC(32);
    uint64_t start = cpu_ns();
    for (uint64_t i = 0; i < count / 50; i++)
        for (int j = 0; j < 50; j++) {
            ROW_FREE(live[j], 32);
            live[j] = ROW_ALLOC(32);
            ROW(touch)(live[j]);
        }
    double result = (double)(cpu_ns() - start) / (double)count;
    for (int i = 0; i < 50; i++)
        ROW_FREE(live[i], 32);
    return result;
}

/* 10,000 blocks of 48 bytes go up and come down again; a pair. */
static double ROW(stack)(struct bench *bench)
{
    enum { HEIGHT = 10000 };
    uint64_t rounds = (uint64_t)(bench->scale * 500);
    bench->operations = rounds * HEIGHT;
    uint64_t start = cpu_ns();
    for (uint64_t round = 0; round < rounds; round++) {
        for (int i = 0; i < HEIGHT; i++) {
            bench->blocks[i] = ROW_ALLOC(48);
            ROW(touch)(bench->blocks[i]);
        }
        for (int i = HEIGHT - 1; i >= 0; i--)
            ROW_FREE(bench->blocks[i], 48);
    }
    return (double)(cpu_ns() - start) / (double)(rounds * HEIGHT);
}

/* A queue of a million blocks of 64 bytes; a pair. */
static double ROW(queue)(struct bench *bench)
{
    enum { LENGTH = 1000000 };
    uint64_t count = (uint64_t)(bench->scale * 3 * LENGTH);
    bench->operations = count + LENGTH;
    for (int i = 0; i < LENGTH; i++) {
        bench->blocks[i] = ROW_ALLOC(64);
        ROW(touch)(bench->blocks[i]);
    }
    uint64_t start = cpu_ns();
    for (uint64_t i = 0, at = 0; i < count; i++) {
        ROW_FREE(bench->blocks[at], 64);
        bench->blocks[at] = ROW_ALLOC(64);
        ROW(touch)(bench->blocks[at]);
        at = at + 1 == LENGTH ? 0 : at + 1;
    }
    double result = (double)(cpu_ns() - start) / (double)count;
    for (int i = 0; i < LENGTH; i++)
        ROW_FREE(bench->blocks[i], 64);
    return result;
}

/* 100,000 live blocks of 16..limit bytes, one at random replaced by another; a pair. */
static double ROW(replace)(struct bench *bench, unsigned limit)
{
    enum { LIVE = 100000 };
    uint64_t count = (uint64_t)(bench->scale * 3000000);
    bench->operations = count + count / 2 + LIVE;
    for (int i = 0; i < LIVE; i++) {
        size_t size = 16 + bench_random(bench) % (limit - 15);
        void *block = ROW_ALLOC(size);
        ROW(touch)(block);
        bench->entries[i] = entry_of(block, size);
    }
    /* The first replacements age the heap; they are not timed. */
    uint64_t start = 0;
    for (uint64_t i = 0; i < count + count / 2; i++) {
        if (i == count / 2)
            start = cpu_ns();
        uint32_t random = bench_random(bench);
        uint32_t at = (uint32_t)((uint64_t)random * LIVE >> 32);
        ROW_FREE(entry_block(bench->entries[at]), entry_size(bench->entries[at]));
        size_t size = 16 + (random & 0xffff) % (limit - 15);
        void *block = ROW_ALLOC(size);
        ROW(touch)(block);
        bench->entries[at] = entry_of(block, size);
    }
    double result = (double)(cpu_ns() - start) / (double)count;
    for (int i = 0; i < LIVE; i++)
        ROW_FREE(entry_block(bench->entries[i]), entry_size(bench->entries[i]));
    return result;
}

static double ROW(replace_256)(struct bench *bench)
{
    return ROW(replace)(bench, 256);
}

static double ROW(replace_512)(struct bench *bench)
{
    return ROW(replace)(bench, 512);
}

/* Five million blocks of mixed sizes: the time to allocate one. second: to free one in random
 * order. */
static double ROW(mixed)(struct bench *bench)
{
    uint32_t count = bench->mixed_count;
    bench->operations = count;
    uint64_t start = cpu_ns();
    for (uint32_t i = 0; i < count; i++) {
        void *block = ROW_ALLOC(bench->sizes[i]);
        ROW(touch)(block);
        bench->entries[i] = entry_of(block, bench->sizes[i]);
    }
    double result = (double)(cpu_ns() - start) / count;
    start = cpu_ns();
    for (uint32_t i = 0; i < count; i++) {
        uint64_t entry = bench->entries[bench->order[i]];
        ROW_FREE(entry_block(entry), entry_size(entry));
    }
    bench->second = (double)(cpu_ns() - start) / count;
    return result;
}

/* 100,000 blocks of 1..512 bytes into a fresh heap; an allocation. */
static double ROW(cold)(struct bench *bench)
{
    enum { COUNT = 100000 };
    bench->operations = COUNT;
    for (int i = 0; i < COUNT; i++)
        bench->sizes[i] = (uint16_t)(1 + bench_random(bench) % 512);
    uint64_t start = cpu_ns();
    for (int i = 0; i < COUNT; i++) {
        bench->blocks[i] = ROW_ALLOC(bench->sizes[i]);
        if (bench->sizes[i] >= 8)
            ROW(touch)(bench->blocks[i]);
    }
    double result = (double)(cpu_ns() - start) / COUNT;
    for (int i = 0; i < COUNT; i++)
        ROW_FREE(bench->blocks[i], bench->sizes[i]);
    return result;
}

/* 2,000 lists that grow together, one item at a time, as Python's do; an append of 8 bytes. */
static double ROW(lists)(struct bench *bench)
{
    enum { LISTS = 2000, ITEMS = 1000 };
    uint64_t rounds = (uint64_t)(bench->scale * 4);
    bench->operations = rounds * LISTS * ITEMS;
    uint64_t start = cpu_ns();
    for (uint64_t round = 0; round < rounds; round++) {
        for (uint32_t i = 0; i < LISTS; i++) {
            bench->blocks[i] = NULL;
            bench->order[i] = 0;
        }
        for (uint32_t items = 0; items < ITEMS; items++)
            for (uint32_t i = 0; i < LISTS; i++) {
                uint64_t *list = bench->blocks[i];
                if (bench->order[i] == items) {
                    uint32_t room = (items + 1 + ((items + 1) >> 3) + 6) & ~3u;
                    list = list ? ROW_REALLOC(list, 8u * bench->order[i], 8u * room)
                                : ROW_ALLOC(8u * room);
                    bench->blocks[i] = list;
                    bench->order[i] = room;
                }
                list[items] = items;
            }
        for (uint32_t i = 0; i < LISTS; i++)
            ROW_FREE(bench->blocks[i], 8u * bench->order[i]);
    }
    return (double)(cpu_ns() - start) / (double)(rounds * LISTS * ITEMS);
}

static const struct row ROW(rows)[] = {
    {"pair", ROW(pair), NULL},
    {"neighbours", ROW(neighbours), NULL},
    {"stack", ROW(stack), NULL},
    {"queue", ROW(queue), NULL},
    {"replace_256", ROW(replace_256), NULL},
    {"replace_512", ROW(replace_512), NULL},
    {"mixed_alloc", ROW(mixed), "mixed_free"},
    {"cold", ROW(cold), NULL},
    {"lists", ROW(lists), NULL},
};

#undef ROW_JOIN2
#undef ROW_JOIN
#undef ROW
#undef ROWS_NAME
#undef ROW_ALLOC
#undef ROW_FREE
#undef ROW_REALLOC
