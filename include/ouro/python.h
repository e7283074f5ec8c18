/* Python programs on a private heap of their own: what the `ouro` command is made of.
 *
 *     struct ouro_python_options options = {.limit = 64 << 20};
 *     struct ouro_python *python = ouro_python_new(&options);
 *     int status = ouro_python_run_file(python, "app.py", argc, argv);
 *     ouro_python_end(python);
 *     ouro_python_report(python, OURO_REPORT_SUMMARY, stderr, &style);
 *     ouro_python_free(python);
 *
 * Every object, frame, code object and namespace of the program lives in the heap of its struct
 * ouro_python, so a process can hold several, one thread at a time each. */
#ifndef OURO_PYTHON_H
#define OURO_PYTHON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#define OURO_VERSION "0.1.0"

#ifndef OURO_API
#if defined(__GNUC__)
#define OURO_API __attribute__((visibility("default")))
#else
#define OURO_API
#endif
#endif

struct ouro_python;

struct ouro_python_options {
    uint64_t limit;        /* bytes the heap may commit, 0: no limit; past it the program gets MemoryError */
    size_t boundary;       /* small requests end here: 0 (256) to 1024 */
    bool is_debug;         /* guard every block; misuse is reported and aborts */
    bool is_gc_stress;     /* a full collection at every safe point */
    bool is_gc_stress_slices; /* the smallest slice of one */
    bool is_audited;       /* recount all references and check every structure at safe points */
    bool records_sites;    /* remember where containers are allocated, for the leak report */
    const char *executable;/* sys.executable, may be NULL */
    uint64_t fail_first, fail_last; /* fail the requests for memory first..last, counted from 1 when
                                       the program starts; first 0: none, last 0: only the first */
    bool dont_write_bytecode; /* no cache of imported modules' code: see the note at the end */
    const char *const *warnings;  /* filters as after Python's -W, NULL at the end; may be NULL */
    const char *const *x_options; /* words as after Python's -X, NULL at the end; may be NULL */
    const char *letters;   /* Python's options without a value, such as "EB"; may be NULL. O: no assert
                              statements, __debug__ is False; OO: no docstrings either. E, I: the
                              environment's PYTHON* variables are not read; I, P: nothing is put
                              before sys.path */
    bool is_unbuffered;    /* stdout and stderr are */
    const char *fail_each; /* file for what became of the program when each request failed: see --fail-each
                              of the command; NULL: nothing of that */
    const char *fail_new;  /* file for the number of the one request that failed: see --fail-new */
    const char *fail_seen; /* file of the places that have failed before, shared by many runs; may be NULL */
    const char *trace_refs;/* name whose object's count is traced on standard error, may be NULL */
};

/* NULL: no memory. Cost: some 2 ms. */
OURO_API struct ouro_python *ouro_python_new(const struct ouro_python_options *options);

/* What the two functions below answer when KeyboardInterrupt ended the program: a command should
 * then end itself by SIGINT, which a shell shows as 130. */
enum { OURO_STATUS_INTERRUPTED = 0x100 | 130 };

/* Runs a program as __main__: a .py file, or the __main__.py of a folder or a Zip archive. The exit status
 * CPython would end with. argv[0] is the program's name. A file that cannot be read: a message on standard
 * error and 2. */
OURO_API int ouro_python_run_file(struct ouro_python *python, const char *path, int argc, char **argv);
/* Runs a module by its name, as python3 -m does; argv[0] is replaced by its path. */
OURO_API int ouro_python_run_module(struct ouro_python *python, const char *module, int argc, char **argv,
                                    const char *directory);
/* filename is what tracebacks show ("<string>"); directory becomes sys.path[0]. */
OURO_API int ouro_python_run_text(struct ouro_python *python, const char *text, size_t size,
                                  const char *filename, int argc, char **argv, const char *directory);

/* One or more lines typed at a prompt. OURO_LINE_INCOMPLETE: the text needs more lines; ask again with
 * all of it. Errors are printed; OURO_LINE_EXIT: the program asked to end with *status. */
enum ouro_line { OURO_LINE_DONE, OURO_LINE_INCOMPLETE, OURO_LINE_EXIT };
OURO_API enum ouro_line ouro_python_push(struct ouro_python *python, const char *text, size_t size,
                                         int *status);

/* Whether Ctrl-C came while no program ran, as at a prompt; it is forgotten then. */
OURO_API bool ouro_python_take_interrupt(struct ouro_python *python);

/* Ends the program: exit functions, a look for leaks, then all modules are dropped and finalizers
 * run. Reports can be written afterwards. */
OURO_API void ouro_python_end(struct ouro_python *python);

/* After the end: whether the program lived long enough to meet options.fail_first. */
OURO_API bool ouro_python_has_failed_allocation(const struct ouro_python *python);

/* After the end: how many requests for memory the program made, counted while options.fail_first is set. */
OURO_API uint64_t ouro_python_request_count(const struct ouro_python *python);

/* Frees everything, the heap included. */
OURO_API void ouro_python_free(struct ouro_python *python);

enum ouro_report_kind { OURO_REPORT_SUMMARY, OURO_REPORT_FULL, OURO_REPORT_JSON };
struct ouro_python_style {
    bool is_coloured;
    const char *program;   /* for the line that names the next command, e.g. "ouro" */
    const char *arguments; /* e.g. "app.py"; NULL: no such line */
};
/* false: writing failed, or ouro_python_end was not called. style may be NULL. */
OURO_API bool ouro_python_report(struct ouro_python *python, enum ouro_report_kind kind, FILE *file,
                                 const struct ouro_python_style *style);

#ifdef __cplusplus
}
#endif

#endif
