/* The ouro command. Sees include/ouro only. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "options.h"
#include "ouro/python.h"
#include "prompt.h"
#include "python_line.h"

static const char help[] =
    "ouro: Python's memory management as software of its own\n"
    "\n"
    "  ouro run app.py            run a Python program on our heap, then say what memory did\n"
    "  ouro run -q app.py         the same, in silence\n"
    "  ouro run -c 'print(1)'     run a text\n"
    "  ouro                       a prompt\n"
    "  ouro -m unittest, ouro -c 'print(1)', ouro app.py: as Python's own command line, in silence\n"
    "\n"
    "commands\n"
    "  run        run Python programs (ouro run --help)\n"
    "  bench      replay recorded allocations on our heap and on others (ouro bench --help)\n"
    "  version    print the version\n"
    "  help       this text\n";

static const char run_help[] =
    "examples\n"
    "  ouro run app.py --verbose            words after the file are the program's\n"
    "  ouro run --report app.py             everything about its memory at the end\n"
    "  ouro run --limit 64M app.py          past 64 MiB it gets MemoryError, and can catch it\n"
    "  ouro run --trace-refs node app.py    each +1 and -1 of the object called node\n"
    "  ouro run -m unittest test_app        a module of the library, or beside you, as the program\n"
    "  echo 'print(1)' | ouro run -         from standard input\n"
    "\n"
    "usage: ouro run [options] FILE [ARGS] | -c TEXT [ARGS] | -m MODULE [ARGS] | - [ARGS]\n"
    "\n"
    "  -q, --quiet         no summary at the end\n"
    "  -B                  write no cached code of imported modules\n"
    "  --report            the full report instead of the summary\n"
    "  --json FILE         write the report as JSON too ('-': standard error)\n"
    "  --limit SIZE        hard limit for the heap: 64M, 1G\n"
    "  --boundary BYTES    requests up to this come from pools of small blocks (64 to 1024, 256)\n"
    "  --trace-refs NAME   follow the count of the first object bound to NAME\n"
    "  --debug             guard every block; misuse of memory and what outlives the program is reported\n"
    "  --fail-alloc N[:M]  the N-th (to M-th) request for memory fails: what does the program do then?\n"
    "  --fail-each LOG     at each place that asks for memory a copy of the process goes on without it; LOG\n"
    "                      tells what became of them (--fail-seen FILE: not where other runs did that)\n"
    "  --fail-new LOG      the first request from a place that --fail-seen FILE has not fails: run it until\n"
    "                      LOG stays empty\n"
    "  --gc-stress         a full collection at every safe point\n"
    "  --gc-stress-slices  the smallest slice of a collection at every safe point\n"
    "  --audit             recount every reference at safe points, check every structure\n"
    "  -h, --help          this text\n"
    "\n"
    "The program's output, exit status and signals are its own; the summary goes to standard error.\n";

static char *read_all(FILE *file, size_t *size)
{
    size_t capacity = 64 * 1024;
    char *text = malloc(capacity);
    *size = 0;
    while (text) {
        *size += fread(text + *size, 1, capacity - *size, file);
        if (*size < capacity)
            return text;
        char *larger = realloc(text, capacity *= 2);
        if (!larger)
            free(text);
        text = larger;
    }
    return NULL;
}

/* sys.executable has to be a path that works from every folder. */
static const char *find_executable(const char *name, char executable[static 4096])
{
    ssize_t size = strchr(name, '/') ? -1 : readlink("/proc/self/exe", executable, 4095);
    if (size > 0)
        executable[size] = '\0';
    else if (*name == '/' || !realpath(name, executable))
        return name;
    return executable;
}

static int run_source(struct ouro_python *python, const struct cli_options *options)
{
    if (options->source == SOURCE_FILE)
        return ouro_python_run_file(python, options->path_or_text, options->argc, options->argv);
    if (options->source == SOURCE_TEXT)
        return ouro_python_run_text(python, options->path_or_text, strlen(options->path_or_text), "<string>",
                                    options->argc, options->argv, "");
    if (options->source == SOURCE_MODULE) {
        char folder[4096];
        return ouro_python_run_module(python, options->argv[0], options->argc, options->argv,
                                      getcwd(folder, sizeof folder) ? folder : "");
    }
    if (options->source == SOURCE_PROMPT)
        return prompt_run(python);
    size_t size;
    char *text = read_all(stdin, &size);
    if (!text) {
        fputs("ouro: cannot read standard input\n", stderr);
        return 2;
    }
    int status = ouro_python_run_text(python, text, size, "<stdin>", options->argc, options->argv, "");
    free(text);
    return status;
}

static void write_json(struct ouro_python *python, const char *path)
{
    FILE *file = !strcmp(path, "-") ? stderr : fopen(path, "w");
    bool is_done = file && ouro_python_report(python, OURO_REPORT_JSON, file, NULL);
    if (file && file != stderr)
        is_done = fclose(file) == 0 && is_done;
    if (!is_done)
        fprintf(stderr, "ouro: cannot write '%s': %s\n", path, strerror(errno));
}

static void write_reports(struct ouro_python *python, const struct cli_options *options)
{
    const char *no_colour = getenv("NO_COLOR");
    struct ouro_python_style style = {
        .is_coloured = isatty(STDERR_FILENO) && !(no_colour && *no_colour),
        .program = "ouro",
        .arguments = options->source == SOURCE_FILE ? options->path_or_text : NULL,
    };
    if (options->json_path)
        write_json(python, options->json_path);
    if (options->wants_report)
        ouro_python_report(python, OURO_REPORT_FULL, stderr, &style);
    else if (!options->is_quiet)
        ouro_python_report(python, OURO_REPORT_SUMMARY, stderr, &style);
}

/* Runs what the options name; the status of the process. */
static int run_options(const char *name, struct cli_options *options)
{
    char executable[4096];
    options->python.executable = find_executable(name, executable);
    if (options->source == SOURCE_PROMPT && !options->wants_report)
        options->is_quiet = true;
    options->python.records_sites = !options->is_quiet || options->json_path;
    struct ouro_python *python = ouro_python_new(&options->python);
    if (!python) {
        fputs("ouro: cannot start: no memory\n", stderr);
        return 1;
    }
    int status = run_source(python, options);
    ouro_python_end(python);
    fflush(stdout);
    write_reports(python, options);
    if (options->python.fail_first && !ouro_python_has_failed_allocation(python))
        fprintf(stderr, "ouro: the program ended before that request for memory: it made %llu\n",
                (unsigned long long)ouro_python_request_count(python));
    ouro_python_free(python);
    if (status == OURO_STATUS_INTERRUPTED) {
        signal(SIGINT, SIG_DFL);
        raise(SIGINT);
        status = 130; /* SIGINT is blocked */
    }
    return status;
}

static int run(const char *name, int argc, char **argv)
{
    struct cli_options options = {0};
    bool wants_help;
    if (!cli_options_read(&options, argc, argv, &wants_help))
        return 2;
    if (wants_help) {
        fputs(run_help, stdout);
        return 0;
    }
    return run_options(name, &options);
}

/* What a program starts with sys.executable: our command line is then Python's. */
static int run_as_python(const char *name, int argc, char **argv)
{
    struct cli_options options = {0};
    bool is_read = cli_python_line_read(&options, argc, argv);
    int status = is_read ? run_options(name, &options) : 2;
    cli_python_line_free(&options);
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return run(argv[0], 0, argv + 1);
    const char *command = argv[1];
    if (!strcmp(command, "run"))
        return run(argv[0], argc - 2, argv + 2);
    if (!strcmp(command, "bench"))
        return cli_bench_run(argv[0], argc - 2, argv + 2);
    if (!strcmp(command, "help") || !strcmp(command, "--help") || !strcmp(command, "-h")) {
        fputs(help, stdout);
        return 0;
    }
    if (!strcmp(command, "version") || !strcmp(command, "--version")) {
        puts("ouro " OURO_VERSION " (Python 3.11 language)");
        return 0;
    }
    if (cli_python_line_is(argc - 1, argv + 1))
        return run_as_python(argv[0], argc - 1, argv + 1);
    fprintf(stderr, "ouro: no command '%s'%s\nTry 'ouro --help'.\n", command,
            strstr(command, ".py") ? ": to run a program, type 'ouro run FILE'" : "");
    return 2;
}
