#include "bench.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ouro/heap.h"
#include "recording.h"

static const char help[] =
    "examples\n"
    "  OURO_TRACE=app.trc ouro run app.py     record every allocation of a program\n"
    "  ouro bench replay app.trc              the same requests on our heap and on malloc\n"
    "  ouro bench replay --preload libjemalloc.so.2 app.trc\n"
    "  xz -dc bench/traces/server.trc.xz | ouro bench replay -\n"
    "\n"
    "usage: ouro bench replay [options] FILE\n"
    "\n"
    "  --on ouro|malloc    one of the two only (both)\n"
    "  --preload LIBRARY   malloc is this library's; may be given several times, each is a line\n"
    "  --rounds N          so many times, the fastest counts (5)\n"
    "  --json              a JSON object a line\n"
    "  -h, --help          this text\n"
    "\n"
    "ns: CPU time of a request or a free; peak and left: MiB resident at the end of a round, and when\n"
    "all is freed. Each allocator runs in a process of its own. The tables of the README are those of\n"
    "`make bench`.\n";

enum { PRELOADS_MAX = 16, ROUNDS_MAX = 1000 };

struct options {
    const char *path;
    const char *only; /* NULL: both */
    const char *preloads[PRELOADS_MAX];
    int preload_count;
    int rounds;
    bool is_json;
    bool wants_help;
};

/* ---- options --------------------------------------------------------------------------------- */

static bool complain(const char *what, const char *word)
{
    fprintf(stderr, "ouro: %s '%s'\nTry 'ouro bench --help'.\n", what, word);
    return false;
}

static bool rounds_read(struct options *options, const char *word)
{
    char *end;
    long rounds = strtol(word, &end, 10);
    if (*end || end == word || rounds < 1 || rounds > ROUNDS_MAX)
        return complain("--rounds is a number from 1 to 1000, not", word);
    options->rounds = (int)rounds;
    return true;
}

static bool value_read(struct options *options, const char *option, const char *value)
{
    if (!value)
        return complain("a word is missing after", option);
    if (!strcmp(option, "--rounds"))
        return rounds_read(options, value);
    if (!strcmp(option, "--on")) {
        options->only = value;
        return !strcmp(value, "ouro") || !strcmp(value, "malloc") ||
               complain("--on is ouro or malloc, not", value);
    }
    if (options->preload_count == PRELOADS_MAX)
        return complain("too many libraries:", value);
    options->preloads[options->preload_count++] = value;
    return true;
}

static bool options_read(struct options *options, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];
        if (!strcmp(word, "-h") || !strcmp(word, "--help")) {
            options->wants_help = true;
        } else if (!strcmp(word, "--json")) {
            options->is_json = true;
        } else if (!strcmp(word, "--rounds") || !strcmp(word, "--on") || !strcmp(word, "--preload")) {
            if (!value_read(options, word, i + 1 < argc ? argv[i + 1] : NULL))
                return false;
            i++;
        } else if (word[0] == '-' && word[1]) {
            return complain("no option", word);
        } else if (options->path) {
            return complain("one recording at a time, not also", word);
        } else {
            options->path = word;
        }
    }
    return options->wants_help || options->path ||
           complain("which recording? None was named after", "replay");
}

/* ---- a replay -------------------------------------------------------------------------------- */

/* One round's blocks, and the heap they are of: NULL is malloc's. */
struct replay {
    struct ouro_heap *heap;
    void **blocks;
};

static void *replay_alloc(struct replay *replay, size_t size)
{
    return replay->heap ? ouro_malloc(replay->heap, size) : malloc(size ? size : 1);
}

static void *replay_realloc(struct replay *replay, void *block, size_t size)
{
    return replay->heap ? ouro_realloc(replay->heap, block, size) : realloc(block, size ? size : 1);
}

static void replay_release(struct replay *replay, void *block)
{
    if (replay->heap)
        ouro_free(replay->heap, block);
    else
        free(block);
}

/* Writes the first and the last word, as a program that uses the block would. */
static bool touch(void *block, size_t size)
{
    if (block && size >= 8) {
        *(volatile uint64_t *)block = 1;
        *(volatile uint64_t *)(void *)((char *)block + (size - 8) / 8 * 8) = 1;
    }
    return block != NULL;
}

static bool replay_events(struct replay *replay, const struct recording *recording)
{
    for (size_t i = 0; i < recording->event_count; i++) {
        const struct event *event = &recording->events[i];
        void **block = &replay->blocks[event->number];
        if (event->what == EVENT_FREE) {
            replay_release(replay, *block);
            *block = NULL;
            continue;
        }
        void *now = event->what == EVENT_ALLOC ? replay_alloc(replay, event->size)
                                               : replay_realloc(replay, *block, event->size);
        if (!touch(now, event->size))
            return false;
        *block = now;
    }
    return true;
}

static void replay_rest(struct replay *replay, const struct recording *recording)
{
    for (uint32_t number = 0; number < recording->block_count; number++)
        if (replay->blocks[number])
            replay_release(replay, replay->blocks[number]);
    memset(replay->blocks, 0, recording->block_count * sizeof *replay->blocks);
}

static double cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double resident_mib(void)
{
    unsigned long total = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%lu %lu", &total, &resident) != 2)
        resident = 0;
    if (file)
        fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1048576.0;
}

static void line_print(const struct options *options, const char *name, double ns, double peak,
                       double left, size_t events)
{
    if (options->is_json)
        printf("{\"allocator\": \"%s\", \"ns\": %.2f, \"peak_mib\": %.2f, \"left_mib\": %.2f, "
               "\"events\": %zu}\n",
               name, ns, peak, left, events);
    else
        printf("%-28s %8.2f ns %9.2f MiB peak %9.2f MiB left %10zu events\n", name, ns, peak, left,
               events);
    fflush(stdout);
}

/* The rounds of one allocator, in this process. */
static int replay_here(const struct options *options, const struct recording *recording,
                       const char *name, bool is_ouro)
{
    struct replay replay = {.blocks = calloc(recording->block_count, sizeof(void *))};
    if (is_ouro)
        replay.heap = ouro_heap_open(NULL);
    if (!replay.blocks || (is_ouro && !replay.heap))
        goto no_memory;
    for (uint32_t i = 0; i < recording->block_count; i++) /* resident before the measurement */
        ((void *volatile *)replay.blocks)[i] = NULL;
    double base = resident_mib(), best = 0, peak = 0;
    for (int round = 0; round < options->rounds; round++) {
        double start = cpu_ns();
        if (!replay_events(&replay, recording))
            goto no_memory;
        double made = cpu_ns() - start, now = resident_mib() - base;
        peak = now > peak ? now : peak;
        start = cpu_ns();
        replay_rest(&replay, recording);
        double took = made + cpu_ns() - start;
        best = round == 0 || took < best ? took : best;
    }
    double left = resident_mib() - base;
    line_print(options, name, best / (double)recording->event_count, peak, left < 0 ? 0 : left,
               recording->event_count);
    ouro_heap_close(replay.heap);
    free(replay.blocks);
    return 0;
no_memory:
    fputs("ouro: no memory for the replay\n", stderr);
    ouro_heap_close(replay.heap);
    free(replay.blocks);
    return 1;
}

/* The same in a child; preload: this program is started again with the library in front. */
static int replay_apart(const struct options *options, const struct recording *recording,
                        const char *executable, const char *preload, bool is_ouro)
{
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) {
        perror("ouro: fork");
        return 1;
    }
    if (child == 0 && !preload)
        _exit(replay_here(options, recording, is_ouro ? "ouro" : "malloc", is_ouro));
    if (child == 0) {
        char rounds[16];
        snprintf(rounds, sizeof rounds, "%d", options->rounds);
        setenv("LD_PRELOAD", preload, 1);
        setenv("OURO_BENCH_NAME", preload, 1);
        execl("/proc/self/exe", executable, "bench", "replay", "--on", "malloc", "--rounds", rounds,
              options->path, options->is_json ? "--json" : (char *)NULL, (char *)NULL);
        _exit(127);
    }
    int status;
    if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "ouro: the replay on %s failed\n", preload ? preload : "this allocator");
        return 1;
    }
    return 0;
}

static int replay_run(const struct options *options, const char *executable)
{
    char buffer[512];
    struct recording recording;
    const char *fault = recording_load(&recording, options->path, buffer, sizeof buffer);
    if (fault) {
        fprintf(stderr, "ouro: %s\n", fault);
        return 2;
    }
    const char *name = getenv("OURO_BENCH_NAME");
    int status = 0;
    if (name && options->only) { /* started by replay_apart */
        status = replay_here(options, &recording, name, false);
    } else {
        if (!options->only || !strcmp(options->only, "ouro"))
            status |= replay_apart(options, &recording, executable, NULL, true);
        if (!options->only || !strcmp(options->only, "malloc"))
            status |= replay_apart(options, &recording, executable, NULL, false);
        for (int i = 0; i < options->preload_count; i++)
            status |= replay_apart(options, &recording, executable, options->preloads[i], false);
    }
    recording_free(&recording);
    return status;
}

int cli_bench_run(const char *executable, int argc, char **argv)
{
    struct options options = {.rounds = 5};
    if (argc == 0 || !strcmp(argv[0], "--help") || !strcmp(argv[0], "-h")) {
        fputs(help, argc == 0 ? stderr : stdout);
        return argc == 0 ? 2 : 0;
    }
    if (strcmp(argv[0], "replay") != 0)
        return complain("no benchmark", argv[0]) ? 0 : 2;
    if (!options_read(&options, argc - 1, argv + 1))
        return 2;
    if (options.wants_help) {
        fputs(help, stdout);
        return 0;
    }
    if (options.preload_count && !strcmp(options.path, "-"))
        return complain("--preload needs a file that can be read again, not", "-") ? 0 : 2;
    return replay_run(&options, executable);
}
