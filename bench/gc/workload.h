/* What all C programs of this benchmark share: the clock, the histogram of stops, random numbers and the
 * line of JSON that run.py reads. */
#ifndef OURO_BENCH_WORKLOAD_H
#define OURO_BENCH_WORKLOAD_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static inline uint64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static inline uint64_t cpu_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* CPU time of the thread: a stop in which another process ran is not the collector's. */
static inline uint64_t thread_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Times of single operations, in steps of 1/8 of a power of two. */
struct histogram {
    uint64_t counts[64 * 8];
    uint64_t total;
    uint64_t max;
    uint64_t max_alone; /* while the thread kept its processor */
};

static inline void histogram_add(struct histogram *h, uint64_t ns)
{
    unsigned exponent = 63u - (unsigned)__builtin_clzll(ns | 8);
    unsigned step = (unsigned)(ns >> (exponent - 3)) & 7;
    h->counts[exponent * 8 + step]++;
    h->total++;
    if (ns > h->max)
        h->max = ns;
}

/* One stop: a long one in which the thread lost its processor says more about the machine, since the clock of a
 * thread counts what a change of processes costs, milliseconds on a busy virtual machine. */
struct stopwatch {
    uint64_t wall_ns, cpu_ns;
};

static inline void stopwatch_start(struct stopwatch *watch)
{
    watch->wall_ns = now_ns();
    watch->cpu_ns = thread_ns();
}

static inline uint64_t stopwatch_stop(const struct stopwatch *watch, struct histogram *h)
{
    uint64_t cpu = thread_ns() - watch->cpu_ns;
    histogram_add(h, cpu);
    if (cpu > h->max_alone && now_ns() - watch->wall_ns < cpu + 50000)
        h->max_alone = cpu;
    return cpu;
}

static inline double histogram_percentile(const struct histogram *h, double share)
{
    uint64_t wanted = (uint64_t)((double)h->total * share), seen = 0;
    for (unsigned i = 0; i < 64 * 8; i++) {
        seen += h->counts[i];
        if (seen > wanted)
            return (double)((uint64_t)(9 + i % 8) << (i / 8 - 3));
    }
    return (double)h->max;
}

static inline uint64_t random_step(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Not from getrusage, whose peak a new program inherits from the process that started it. */
static inline double peak_mib(void)
{
    char line[256];
    long kib = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof(line), file))
        if (sscanf(line, "VmHWM: %ld", &kib) == 1)
            break;
    if (file)
        fclose(file);
    return (double)kib / 1024;
}

static inline double resident_mib(void)
{
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file) {
        if (fscanf(file, "%ld %ld", &pages, &resident) != 2)
            resident = 0;
        fclose(file);
    }
    return (double)resident * 4096 / (1 << 20);
}

/* The result of one workload. extra: more JSON members, each preceded by a comma. */
static inline void report(const char *who, const char *what, uint64_t start_cpu,
                          const struct histogram *stops, const char *extra)
{
    printf("{\"who\":\"%s\",\"what\":\"%s\",\"cpu_s\":%.3f,\"peak_mib\":%.1f,\"resident_mib\":%.1f",
           who, what, (double)(cpu_ns() - start_cpu) / 1e9, peak_mib(), resident_mib());
    if (stops && stops->total)
        printf(",\"max_ms\":%.3f,\"alone_ms\":%.3f,\"p9999_ms\":%.3f", (double)stops->max / 1e6,
               (double)stops->max_alone / 1e6, histogram_percentile(stops, 0.9999) / 1e6);
    printf("%s}\n", extra ? extra : "");
    fflush(stdout);
}

#endif
