#define _GNU_SOURCE
#include "ouro/python.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>
#include <time.h>

#include "diag/births.h"
#include "diag/fault_sweep.h"
#include "diag/report.h"
#include "diag/survivors.h"
#include "diag/trace_refs.h"
#include "lang/compile.h"
#include "modules/io.h"
#include "modules/registry.h"
#include "ouro/data.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"
#include "vm/frame.h"
#include "vm/vm.h"

struct ouro_python {
    ouro_runtime *rt;
    struct ouro_report report;
    struct timespec wall_start;
    clock_t cpu_start;
    ouro_object *prompt_globals; /* owned, once a line was pushed */
    bool is_ended;
    bool records_sites;
    bool keeps_path; /* nothing is put before sys.path */
    struct ouro_fault_sweep *sweep; /* or NULL */
    uint64_t fail_first;
    uint64_t request_count; /* while requests could fail */
};

static bool prepare(struct ouro_python *python, const struct ouro_python_options *options)
{
    ouro_runtime *rt = python->rt;
    struct ouro_sys_options sys_options = {.executable = options->executable,
                                           .warnings = options->warnings,
                                           .x_options = options->x_options,
                                           .letters = options->letters,
                                           .dont_write_bytecode = options->dont_write_bytecode};
    if (!ouro_vm_init(rt) || !ouro_modules_register(rt) || !ouro_sys_prepare(rt, &sys_options))
        return false;
    ouro_object *sys = ouro_vm_import(rt, "sys");
    const char *unbuffered = getenv("PYTHONUNBUFFERED");
    bool is_unbuffered = options->is_unbuffered || (unbuffered && *unbuffered);
    bool is_done = sys && ouro_io_install(rt, sys, is_unbuffered);
    xdecref(rt, sys);
    return is_done && ouro_module_gc_install(rt);
}

struct ouro_python *ouro_python_new(const struct ouro_python_options *options)
{
    struct ouro_python *python = calloc(1, sizeof *python);
    if (!python)
        return NULL;
    struct ouro_mem_options mem = {
        .boundary = options->boundary, .is_debug = options->is_debug, .large = OURO_LARGE_POOLS};
    clock_gettime(CLOCK_MONOTONIC, &python->wall_start);
    python->cpu_start = clock();
    python->fail_first = options->fail_first;
    python->keeps_path = options->letters && strpbrk(options->letters, "IP");
    python->rt = ouro_runtime_create(&mem, 0);
    for (const char *letter = options->letters; python->rt && letter && *letter; letter++)
        python->rt->optimize += *letter == 'O' && python->rt->optimize < 2;
    if (!python->rt || !prepare(python, options)) {
        if (python->rt)
            ouro_runtime_destroy(python->rt);
        free(python);
        return NULL;
    }
    struct ouro_mem_stats stats;
    ouro_mem_stats_get(&python->rt->heap.mem, &stats);
    python->report.start_size = stats.committed_size;
    if (options->limit)
        ouro_mem_limit_set(&python->rt->heap.mem, options->limit);
    if (options->is_gc_stress)
        ouro_gc_stress_set(&python->rt->heap, OURO_GC_STRESS_FULL);
    if (options->is_gc_stress_slices)
        ouro_gc_stress_set(&python->rt->heap, OURO_GC_STRESS_SLICES);
    if (options->is_audited)
        ouro_gc_audit_set(&python->rt->heap, true);
    if (options->records_sites)
        python->records_sites = ouro_births_start(python->rt);
    if (options->trace_refs)
        ouro_trace_refs_start(python->rt, options->trace_refs, stderr);
    struct sigaction interrupt;
    if (sigaction(SIGINT, NULL, &interrupt) == 0 && interrupt.sa_handler != SIG_IGN)
        (void)ouro_vm_signal_catch(python->rt, SIGINT); /* benign: Ctrl-C then ends the process */
    if (options->fail_first)
        ouro_mem_faults_set(&python->rt->heap.mem, options->fail_first - 1,
                            options->fail_last ? options->fail_last : options->fail_first);
    const char *log = options->fail_each ? options->fail_each : options->fail_new;
    if (log) {
        python->sweep = ouro_fault_sweep_start(python->rt, log, options->fail_seen,
                                               options->fail_each != NULL);
        if (!python->sweep)
            fprintf(stderr, "ouro: cannot write '%s': %s\n", log, strerror(errno));
    }
    return python;
}

struct ouro_data *ouro_python_data(struct ouro_python *python)
{
    return (struct ouro_data *)(void *)python->rt;
}

void *ouro_python_names(struct ouro_python *python)
{
    ouro_runtime *rt = python->rt;
    ouro_object *main = rt->modules ? ouro_dict_peek_text(rt, rt->modules, "__main__") : NULL;
    if (!main && !ouro_has_error(rt))
        ouro_raise(rt, EXC_RuntimeError, "no program has run");
    return main ? ouro_module_dict(main) : NULL;
}

/* ---- running --------------------------------------------------------------------------------- */

int ouro_python_run_text(struct ouro_python *python, const char *text, size_t size, const char *filename,
                         int argc, char **argv, const char *directory)
{
    return ouro_vm_run_main(python->rt, text, size, filename, argc, argv,
                            python->keeps_path ? NULL : directory);
}

static char *read_file(FILE *file, size_t *size)
{
    size_t capacity = 64 * 1024;
    char *text = malloc(capacity);
    *size = 0;
    while (text) {
        *size += fread(text + *size, 1, capacity - *size, file);
        if (*size < capacity)
            break;
        char *larger = realloc(text, capacity *= 2);
        if (!larger)
            free(text);
        text = larger;
    }
    if (text && ferror(file)) {
        free(text);
        return NULL;
    }
    return text;
}

static int refuse(const char *path, int error)
{
    fprintf(stderr, "ouro: can't open file '%s': [Errno %d] %s\n", path, error, strerror(error));
    return 2;
}

/* Whether the text is a Zip archive: its directory's end mark lies in the last bytes. */
static bool is_archive(const char *text, size_t size)
{
    enum { END_SIZE = 22, COMMENT_MAX = 65535 };
    size_t last = size < END_SIZE + COMMENT_MAX ? size : END_SIZE + COMMENT_MAX;
    return size >= END_SIZE && memmem(text + size - last, last, "PK\5\6", 4);
}

/* Runs the module __main__ in a folder or an archive. */
static int run_inside(struct ouro_python *python, const char *path, int argc, char **argv)
{
    return ouro_vm_run_module(python->rt, "__main__", false, argc, argv, path);
}

static bool has_main(const char *folder)
{
    char path[4096];
    int size = snprintf(path, sizeof path, "%s/__main__.py", folder);
    return size > 0 && (size_t)size < sizeof path && access(path, F_OK) == 0;
}

int ouro_python_run_module(struct ouro_python *python, const char *module, int argc, char **argv,
                           const char *directory)
{
    return ouro_vm_run_module(python->rt, module, true, argc, argv, python->keeps_path ? NULL : directory);
}

int ouro_python_run_file(struct ouro_python *python, const char *path, int argc, char **argv)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return refuse(path, errno);
    if (S_ISDIR(status.st_mode) && has_main(path))
        return run_inside(python, path, argc, argv);
    if (S_ISDIR(status.st_mode)) {
        fprintf(stderr, "ouro: '%s' is a directory: it has no __main__.py\n", path);
        return 2;
    }
    FILE *file = fopen(path, "rb");
    if (!file)
        return refuse(path, errno);
    size_t size;
    char *text = read_file(file, &size);
    int error = errno;
    fclose(file);
    if (!text)
        return refuse(path, error ? error : ENOMEM);
    if (is_archive(text, size)) {
        free(text);
        return run_inside(python, path, argc, argv);
    }
    const char *slash = strrchr(path, '/');
    char *directory = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup("");
    char *absolute = realpath(directory && *directory ? directory : ".", NULL);
    int result = ouro_python_run_text(python, text, size, path, argc, argv, absolute ? absolute : ".");
    free(absolute);
    free(directory);
    free(text);
    return result;
}

/* ---- the prompt ------------------------------------------------------------------------------ */

static ouro_object *prompt_globals(struct ouro_python *python)
{
    ouro_runtime *rt = python->rt;
    if (!python->prompt_globals) {
        ouro_vm_run_main(rt, "", 0, "<stdin>", 0, NULL, "");
        ouro_object *main = ouro_dict_peek_text(rt, rt->modules, "__main__");
        if (main)
            python->prompt_globals = newref(ouro_module_dict(main));
    }
    return python->prompt_globals;
}

enum ouro_line ouro_python_push(struct ouro_python *python, const char *text, size_t size, int *status)
{
    ouro_runtime *rt = python->rt;
    ouro_object *globals = prompt_globals(python);
    ouro_object *filename = globals ? ouro_str_from(rt, "<stdin>") : NULL;
    bool is_incomplete = false, is_exit = false;
    struct ouro_compile_options options = {
        .mode = PARSE_INTERACTIVE, .is_incomplete = &is_incomplete, .is_text = true};
    ouro_object *code =
        filename ? ouro_compile_with(rt, text, size, filename, &options) : NULL;
    ouro_object *result = NULL;
    if (is_incomplete) {
        xdecref(rt, code);
        xdecref(rt, filename);
        ouro_error_clear(rt);
        return OURO_LINE_INCOMPLETE;
    }
    if (code)
        result = ouro_vm_run_code(rt, code, globals, NULL);
    if (!result && rt->error) {
        is_exit = ouro_error_is(rt, EXC_SystemExit);
        *status = ouro_vm_report_error(rt);
    }
    xdecref(rt, result);
    xdecref(rt, code);
    xdecref(rt, filename);
    ouro_object *sys = ouro_dict_peek_text(rt, rt->modules, "sys");
    ouro_object *out = sys ? ouro_dict_peek_str(rt, ouro_module_dict(sys), rt->name_stdout) : NULL;
    if (out && !ouro_file_flush(rt, out))
        ouro_error_clear(rt);
    return is_exit ? OURO_LINE_EXIT : OURO_LINE_DONE;
}

bool ouro_python_take_interrupt(struct ouro_python *python)
{
    volatile sig_atomic_t *mark = &python->rt->vm->signals[SIGINT];
    bool is_set = *mark != 0;
    *mark = 0;
    return is_set;
}

/* ---- the end --------------------------------------------------------------------------------- */

static void run_exit_function(ouro_runtime *rt, const char *module_name, const char *function)
{
    ouro_object *module = ouro_dict_peek_text(rt, rt->modules, module_name);
    if (!module || !is_exact(module, TYPE_MODULE))
        return;
    ouro_object *run = ouro_getattr_text(rt, module, function);
    ouro_object *result = run ? ouro_call0(rt, run) : NULL;
    if (!result)
        ouro_vm_report_error(rt);
    xdecref(rt, result);
    xdecref(rt, run);
}

void ouro_python_end(struct ouro_python *python)
{
    ouro_runtime *rt = python->rt;
    if (python->is_ended)
        return;
    python->is_ended = true;
    python->request_count = rt->heap.mem.faults.count;
    ouro_mem_faults_clear(&rt->heap.mem);
    ouro_fault_sweep_stop(python->sweep);
    run_exit_function(rt, "threading", "_shutdown"); /* waits for threads that are no daemons */
    run_exit_function(rt, "atexit", "_run_exitfuncs");
    struct ouro_report *report = &python->report;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    report->wall_seconds = (double)(now.tv_sec - python->wall_start.tv_sec) +
                           (double)(now.tv_nsec - python->wall_start.tv_nsec) / 1e9;
    report->cpu_seconds = (double)(clock() - python->cpu_start) / CLOCKS_PER_SEC;
    if (python->records_sites)
        report->has_leaks = ouro_leaks_find(rt, &report->leaks);
    ouro_trace_refs_stop(rt);
    ouro_births_stop(rt);
    ouro_mem_limit_set(&rt->heap.mem, 0);
    clearref(rt, &python->prompt_globals);
    ouro_report_gather(rt, report);
    ouro_vm_destroy(rt);
    ouro_io_flush_all(rt);
    ouro_runtime_release(rt);
    ouro_io_release(rt);
    ouro_module_gc_release(rt);
    ouro_gc_collect(&rt->heap, OURO_GC_OLD); /* classes hold themselves */
    if (rt->heap.mem.debug)
        ouro_survivors_report(rt, stderr);
}

bool ouro_python_has_failed_allocation(const struct ouro_python *python)
{
    return python->fail_first && python->request_count >= python->fail_first;
}

uint64_t ouro_python_request_count(const struct ouro_python *python)
{
    return python->request_count;
}

void ouro_python_free(struct ouro_python *python)
{
    if (!python)
        return;
    ouro_python_end(python);
    ouro_runtime_destroy(python->rt);
    free(python);
}

bool ouro_python_report(struct ouro_python *python, enum ouro_report_kind kind, FILE *file,
                        const struct ouro_python_style *style)
{
    if (!python->is_ended)
        return false;
    struct ouro_report_style own = {.program = "ouro"};
    if (style) {
        own.is_coloured = style->is_coloured;
        own.program = style->program ? style->program : "ouro";
        own.arguments = style->arguments;
    }
    switch (kind) {
    case OURO_REPORT_SUMMARY:
        ouro_report_write_summary(&python->report, &own, file);
        break;
    case OURO_REPORT_FULL:
        ouro_report_write_full(&python->report, &own, file);
        break;
    case OURO_REPORT_JSON:
        return ouro_report_write_json(&python->report, file);
    }
    return !ferror(file);
}
