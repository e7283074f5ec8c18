/* What memory did while a program ran: gathered once, written as a summary, as everything, or as JSON.
 * Every size adds up to what the heap has committed. Depends on leaks, gc, mem, vm. */
#ifndef OURO_DIAG_REPORT_H
#define OURO_DIAG_REPORT_H

#include <stdio.h>

#include "diag/leaks.h"
#include "gc/gc.h"
#include "types/runtime.h"

struct ouro_report {
    double wall_seconds, cpu_seconds;
    uint64_t start_size;       /* committed when the program's first line ran */
    uint64_t resident_peak;    /* of the process, bytes */
    struct ouro_mem_stats mem;
    uint64_t objects_created, objects_freed_by_count, objects_freed_by_collector, objects_alive;
    uint64_t cache_hits, cache_misses; /* of all free lists */
    struct ouro_gc_stats gc[OURO_GC_GENERATIONS];
    struct ouro_gc_totals gc_totals;
    int thresholds[OURO_GC_GENERATIONS];
    struct ouro_gc_event events[12]; /* the last ones, newest first */
    size_t event_count;
    struct ouro_class_stats classes[OURO_BLOCK_KINDS][OURO_CLASSES];
    struct ouro_free_list caches[OURO_FREE_LISTS_MAX]; /* figures only */
    uint32_t cache_count;
    bool has_leaks; /* leaks were looked for */
    struct ouro_leaks leaks;
};

struct ouro_report_style {
    bool is_coloured;
    const char *program;  /* as typed, for the line that names the next command */
    const char *arguments; /* "run app.py" */
};

/* Fills everything but the times, the start size and the leaks. */
void ouro_report_gather(ouro_runtime *rt, struct ouro_report *report);

void ouro_report_write_summary(const struct ouro_report *report, const struct ouro_report_style *style,
                               FILE *file);
void ouro_report_write_full(const struct ouro_report *report, const struct ouro_report_style *style,
                            FILE *file);
/* false when writing failed. */
bool ouro_report_write_json(const struct ouro_report *report, FILE *file);

#endif
