#include "diag/report.h"

#include <inttypes.h>
#include <string.h>
#include <sys/resource.h>

static uint64_t collected_in(const struct ouro_report *report)
{
    uint64_t collected = 0;
    for (int i = 0; i < OURO_GC_GENERATIONS; i++)
        collected += report->gc[i].collected;
    return collected;
}

void ouro_report_gather(ouro_runtime *rt, struct ouro_report *report)
{
    struct ouro_heap *heap = &rt->heap;
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        report->resident_peak = (uint64_t)usage.ru_maxrss * 1024;
    ouro_mem_stats_get(&heap->mem, &report->mem);
    for (int i = 0; i < OURO_GC_GENERATIONS; i++)
        ouro_gc_stats_get(heap, i, &report->gc[i]);
    ouro_gc_totals_get(heap, &report->gc_totals);
    ouro_gc_threshold_get(heap, report->thresholds);
    report->event_count = ouro_gc_events_get(heap, report->events, 12);
    for (unsigned kind = 0; kind < OURO_BLOCK_KINDS; kind++)
        for (unsigned i = 0; i < OURO_CLASSES; i++)
            ouro_pools_class_stats(&heap->mem.pools, (enum ouro_block_kind)kind, i,
                                   &report->classes[kind][i]);
    report->cache_hits = report->cache_misses = 0;
    report->cache_count = heap->free_list_count;
    for (uint32_t i = 0; i < heap->free_list_count; i++) {
        report->caches[i] = heap->free_lists[i];
        report->cache_hits += heap->free_lists[i].hits;
        report->cache_misses += heap->free_lists[i].misses;
    }
    uint64_t collected = collected_in(report), freed = heap->objects_freed;
    report->objects_created = heap->objects_created;
    report->objects_freed_by_collector = collected < freed ? collected : freed;
    report->objects_freed_by_count = freed - report->objects_freed_by_collector;
    report->objects_alive = heap->objects_created - freed;
}

/* ---- numbers for people ---------------------------------------------------------------------- */

/* 1234567 -> "1,234,567" */
static const char *grouped(uint64_t value, char *buffer, size_t size)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, value);
    size_t at = 0;
    for (int i = 0; i < length && at + 2 < size; i++) {
        if (i && (length - i) % 3 == 0)
            buffer[at++] = ',';
        buffer[at++] = digits[i];
    }
    buffer[at] = 0;
    return buffer;
}

static const char *bytes_text(uint64_t size, char *buffer, size_t buffer_size)
{
    if (size < 10 * 1024)
        snprintf(buffer, buffer_size, "%" PRIu64 " bytes", size);
    else if (size < 10u * 1024 * 1024)
        snprintf(buffer, buffer_size, "%.1f KiB", (double)size / 1024);
    else
        snprintf(buffer, buffer_size, "%.1f MiB", (double)size / (1024 * 1024));
    return buffer;
}

static const char *duration_text(uint64_t ns, char *buffer, size_t size)
{
    if (ns < 1000000)
        snprintf(buffer, size, "%.0f us", (double)ns / 1e3);
    else if (ns < 10000000000u)
        snprintf(buffer, size, "%.1f ms", (double)ns / 1e6);
    else
        snprintf(buffer, size, "%.1f s", (double)ns / 1e9);
    return buffer;
}

struct text {
    char buffers[8][40];
    unsigned next;
};

static char *take(struct text *text)
{
    return text->buffers[text->next++ % 8];
}

static const char *number(struct text *text, uint64_t value)
{
    return grouped(value, take(text), sizeof *text->buffers);
}

static const char *bytes(struct text *text, uint64_t size)
{
    return bytes_text(size, take(text), sizeof *text->buffers);
}

static const char *duration(struct text *text, uint64_t ns)
{
    return duration_text(ns, take(text), sizeof *text->buffers);
}

static double percent(uint64_t part, uint64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0.0;
}

/* ---- summary --------------------------------------------------------------------------------- */

static void label(const struct ouro_report_style *style, FILE *file, const char *name)
{
    if (style->is_coloured)
        fprintf(file, "  \033[36m%-10s\033[0m", name);
    else
        fprintf(file, "  %-10s", name);
}

static void write_cycle(const struct ouro_leak_group *group, FILE *file, const char *indent)
{
    if (!group->cycle_length)
        return;
    fprintf(file, "%scycle: ", indent);
    for (uint32_t i = 0; i < group->cycle_length; i++)
        fprintf(file, "%s -> ", group->cycle[i]);
    fputs("the first again\n", file);
}

static void write_leaks(const struct ouro_report *report, const struct ouro_report_style *style, FILE *file,
                        uint32_t groups_max, struct text *text)
{
    const struct ouro_leaks *leaks = &report->leaks;
    label(style, file, "leaks");
    if (!leaks->count) {
        fputs("none: nothing unreachable was left unfreed\n", file);
        return;
    }
    fprintf(file, "%s%s object%s, %s: unreachable, not yet freed when the program ended%s\n",
            style->is_coloured ? "\033[33m" : "", number(text, leaks->count),
            leaks->count == 1 ? "" : "s", bytes(text, leaks->size), style->is_coloured ? "\033[0m" : "");
    uint32_t shown = leaks->group_count < groups_max ? leaks->group_count : groups_max;
    for (uint32_t i = 0; i < shown; i++) {
        const struct ouro_leak_group *group = &leaks->groups[i];
        fprintf(file, "            %s x %s, %s%s%s\n", number(text, group->count), group->type,
                bytes(text, group->size), *group->site ? ", allocated at " : "", group->site);
        write_cycle(group, file, "              ");
    }
    if (leaks->group_count > shown || leaks->is_truncated)
        fprintf(file, "            ... and %u more kinds\n", leaks->group_count - shown);
}

static void write_requests(const struct ouro_report *report, FILE *file)
{
    uint64_t total = report->mem.requests + report->cache_hits;
    fprintf(file, "%.1f %% from caches of the types, %.1f %% from pools, %.1f %% large or raw\n",
            percent(report->cache_hits, total), percent(report->mem.pool_requests, total),
            percent(total - report->cache_hits - report->mem.pool_requests, total));
}

static void write_collector(const struct ouro_report *report, FILE *file, struct text *text)
{
    fprintf(file, "%s young, %s middle, %s full collections; longest pause %s, %s in all\n",
            number(text, report->gc[0].collections), number(text, report->gc[1].collections),
            number(text, report->gc[2].collections), duration(text, report->gc_totals.pause_max_ns),
            duration(text, report->gc_totals.pause_ns));
}

void ouro_report_write_summary(const struct ouro_report *report, const struct ouro_report_style *style,
                               FILE *file)
{
    struct text text = {.next = 0};
    const char *bold = style->is_coloured ? "\033[1m" : "", *plain = style->is_coloured ? "\033[0m" : "";
    fprintf(file, "\n%sWhat memory did%s\n", bold, plain);
    label(style, file, "time");
    fprintf(file, "%.3f s wall, %.3f s cpu\n", report->wall_seconds, report->cpu_seconds);
    label(style, file, "memory");
    fprintf(file, "peak %s, %s at the end; %s given back to the system\n",
            bytes(&text, report->mem.peak_size), bytes(&text, report->mem.committed_size),
            bytes(&text, report->mem.purged_size));
    label(style, file, "process");
    fprintf(file, "%s resident at its peak\n", bytes(&text, report->resident_peak));
    label(style, file, "objects");
    fprintf(file, "%s created, %s freed by count, %s by the collector, %s alive\n",
            number(&text, report->objects_created), number(&text, report->objects_freed_by_count),
            number(&text, report->objects_freed_by_collector), number(&text, report->objects_alive));
    label(style, file, "requests");
    write_requests(report, file);
    label(style, file, "collector");
    write_collector(report, file, &text);
    if (report->has_leaks)
        write_leaks(report, style, file, 3, &text);
    if (style->arguments) {
        label(style, file, "next");
        fprintf(file, "%s run --report %s\n", style->program, style->arguments);
    }
}

/* ---- everything ------------------------------------------------------------------------------ */

static void heading(const struct ouro_report_style *style, FILE *file, const char *name)
{
    fprintf(file, "\n%s%s%s\n", style->is_coloured ? "\033[1m" : "", name,
            style->is_coloured ? "\033[0m" : "");
}

static void write_layers(const struct ouro_report *report, FILE *file)
{
    const struct ouro_mem_stats *mem = &report->mem;
    const struct {
        const char *name;
        uint64_t size;
    } rows[] = {{"blocks in use", mem->block_size},
                {"free blocks, ready in pools", mem->free_size},
                {"empty pools, ready", mem->empty_size},
                {"tables about pools", mem->metadata_size},
                {"raw memory", mem->raw_size},
                {"committed", mem->committed_size}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        fprintf(file, "  %-34s %14" PRIu64 "  %5.1f %%\n", rows[i].name, rows[i].size,
                percent(rows[i].size, mem->committed_size));
}

static void write_statistics(const struct ouro_report *report, FILE *file)
{
#define X(name, description)                                                                      \
    fprintf(file, "  %-18s %16" PRIu64 "  %s\n", #name, report->mem.name, description);
    OURO_MEM_STATS(X)
#undef X
}

static void write_classes(const struct ouro_report *report, FILE *file)
{
    static const char *const kinds[OURO_BLOCK_KINDS] = {[OURO_BLOCK_PLAIN] = "plain",
                                                        [OURO_BLOCK_ATOM] = "atoms",
                                                        [OURO_BLOCK_CONTAINER] = "containers"};
    fprintf(file, "  %-11s %8s %8s %12s %12s %7s %14s\n", "kind", "bytes", "pools", "slots", "used",
            "full", "allocated");
    for (unsigned kind = 0; kind < OURO_BLOCK_KINDS; kind++)
        for (unsigned i = 0; i < OURO_CLASSES; i++) {
            const struct ouro_class_stats *stats = &report->classes[kind][i];
            if (!stats->pools && !stats->allocated)
                continue;
            fprintf(file, "  %-11s %8zu %8u %12" PRIu64 " %12" PRIu64 " %6.1f%% %14" PRIu64 "\n",
                    kinds[kind], stats->block_size, stats->pools, stats->slots, stats->used,
                    percent(stats->used, stats->slots), stats->allocated);
        }
}

static void write_caches(const struct ouro_report *report, FILE *file)
{
    fprintf(file, "  %-18s %7s %7s %7s %14s %14s %7s\n", "cache", "bytes", "held", "at most", "hits",
            "misses", "rate");
    for (uint32_t i = 0; i < report->cache_count; i++) {
        const struct ouro_free_list *list = &report->caches[i];
        if (!list->hits && !list->misses)
            continue;
        fprintf(file, "  %-18s %7u %7u %7u %14" PRIu64 " %14" PRIu64 " %6.1f%%\n", list->name,
                list->block_size, list->count, list->count_max, list->hits, list->misses,
                percent(list->hits, list->hits + list->misses));
    }
}

static void write_generations(const struct ouro_report *report, FILE *file)
{
    static const char *const names[] = {"young", "middle", "old"};
    fprintf(file, "  %-8s %10s %12s %12s %12s %12s %12s\n", "", "threshold", "collections", "looked at",
            "collected", "time ms", "longest ms");
    for (int i = 0; i < OURO_GC_GENERATIONS; i++) {
        const struct ouro_gc_stats *gc = &report->gc[i];
        fprintf(file, "  %-8s %10d %12" PRIu64 " %12" PRIu64 " %12" PRIu64 " %12.3f %12.3f\n",
                names[i], report->thresholds[i], gc->collections, gc->candidates, gc->collected,
                (double)gc->duration_ns / 1e6, (double)gc->duration_max_ns / 1e6);
    }
    const struct ouro_gc_totals *totals = &report->gc_totals;
    fprintf(file,
            "  old cycles in slices: %" PRIu64 " finished, %" PRIu64 " given up, %" PRIu64
            " slices; suspects %" PRIu64 ", alive after all %" PRIu64 "\n",
            totals->cycles, totals->cycles_abandoned, totals->slices, totals->suspects,
            totals->suspects_live);
    const struct ouro_gc_event *events = report->events;
    for (size_t i = 0; i < report->event_count; i++)
        fprintf(file, "  %s generation %d: %8.1f us, %" PRIu64 " looked at, %" PRIu64 " collected\n",
                events[i].is_slice ? "slice     " : "collection", events[i].generation,
                (double)events[i].duration_ns / 1e3, events[i].candidates, events[i].collected);
}

void ouro_report_write_full(const struct ouro_report *report, const struct ouro_report_style *style,
                            FILE *file)
{
    struct ouro_report_style summary_style = *style;
    summary_style.arguments = NULL;
    ouro_report_write_summary(report, &summary_style, file);
    heading(style, file, "Where the committed bytes are");
    write_layers(report, file);
    heading(style, file, "Layer 0 to 2: all figures");
    write_statistics(report, file);
    heading(style, file, "Layer 2: size classes");
    write_classes(report, file);
    heading(style, file, "Layer 3: caches of the types");
    write_caches(report, file);
    heading(style, file, "The collector");
    write_generations(report, file);
    if (report->has_leaks && report->leaks.count) {
        struct text text = {.next = 0};
        heading(style, file, "Leaks");
        write_leaks(report, style, file, LEAK_GROUPS_MAX, &text);
    }
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void json_text(FILE *file, const char *text)
{
    fputc('"', file);
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            fprintf(file, "\\%c", byte);
        else if (byte < 32)
            fprintf(file, "\\u%04x", byte);
        else
            fputc(byte, file);
    }
    fputc('"', file);
}

static void json_gc(const struct ouro_report *report, FILE *file)
{
    fputs("  \"collector\": {\n    \"generations\": [\n", file);
    for (int i = 0; i < OURO_GC_GENERATIONS; i++) {
        const struct ouro_gc_stats *gc = &report->gc[i];
        fprintf(file,
                "      {\"collections\": %" PRIu64 ", \"candidates\": %" PRIu64 ", \"collected\": %" PRIu64
                ", \"duration_ns\": %" PRIu64 ", \"duration_max_ns\": %" PRIu64 "}%s\n",
                gc->collections, gc->candidates, gc->collected, gc->duration_ns, gc->duration_max_ns,
                i + 1 < OURO_GC_GENERATIONS ? "," : "");
    }
    const struct ouro_gc_totals *totals = &report->gc_totals;
    fprintf(file,
            "    ],\n    \"slices\": %" PRIu64 ",\n    \"cycles\": %" PRIu64 ",\n    \"pause_ns\": %" PRIu64
            ",\n    \"pause_max_ns\": %" PRIu64 "\n  },\n",
            totals->slices, totals->cycles, totals->pause_ns, totals->pause_max_ns);
}

static void json_leaks(const struct ouro_report *report, FILE *file)
{
    const struct ouro_leaks *leaks = &report->leaks;
    if (!report->has_leaks) {
        fputs("  \"leaks\": null\n}\n", file);
        return;
    }
    fprintf(file, "  \"leaks\": {\"count\": %" PRIu64 ", \"size\": %" PRIu64 ", \"groups\": [", leaks->count,
            leaks->size);
    for (uint32_t i = 0; i < leaks->group_count; i++) {
        const struct ouro_leak_group *group = &leaks->groups[i];
        fputs(i ? ",\n    {\"type\": " : "\n    {\"type\": ", file);
        json_text(file, group->type);
        fprintf(file, ", \"count\": %" PRIu64 ", \"size\": %" PRIu64 ", \"site\": ", group->count,
                group->size);
        if (*group->site)
            json_text(file, group->site);
        else
            fputs("null", file);
        fputs(", \"cycle\": [", file);
        for (uint32_t k = 0; k < group->cycle_length; k++) {
            if (k)
                fputs(", ", file);
            json_text(file, group->cycle[k]);
        }
        fputs("]}", file);
    }
    fputs("]}\n}\n", file);
}

bool ouro_report_write_json(const struct ouro_report *report, FILE *file)
{
    fprintf(file,
            "{\n  \"schema_version\": 1,\n  \"wall_seconds\": %.6f,\n  \"cpu_seconds\": %.6f,\n"
            "  \"resident_peak\": %" PRIu64 ",\n  \"start_size\": %" PRIu64 ",\n",
            report->wall_seconds, report->cpu_seconds, report->resident_peak, report->start_size);
    fputs("  \"memory\": {", file);
    const char *separator = "";
#define X(name, description)                                                                      \
    fprintf(file, "%s\n    \"%s\": %" PRIu64, separator, #name, report->mem.name);                \
    separator = ",";
    OURO_MEM_STATS(X)
#undef X
    fprintf(file,
            "\n  },\n  \"objects\": {\"created\": %" PRIu64 ", \"freed_by_count\": %" PRIu64
            ", \"freed_by_collector\": %" PRIu64 ", \"alive\": %" PRIu64 "},\n",
            report->objects_created, report->objects_freed_by_count, report->objects_freed_by_collector,
            report->objects_alive);
    fputs("  \"caches\": [", file);
    for (uint32_t i = 0; i < report->cache_count; i++) {
        const struct ouro_free_list *list = &report->caches[i];
        fprintf(file,
                "%s\n    {\"name\": \"%s\", \"held\": %u, \"hits\": %" PRIu64
                ", \"misses\": %" PRIu64 "}",
                i ? "," : "", list->name, list->count, list->hits, list->misses);
    }
    fputs("\n  ],\n", file);
    json_gc(report, file);
    json_leaks(report, file);
    return !ferror(file);
}
