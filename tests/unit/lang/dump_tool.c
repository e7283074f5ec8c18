/* Parses files and prints what came of it: for compare_ast.py, which compares with CPython.
 *
 *     dump_tool dump MODE FILE...     for each file one line: the tree, or "!" and the error
 *     dump_tool check MODE FILE...    the same without the trees: "ok" or the error
 *     dump_tool time FILE             milliseconds of the fastest of ten parses
 *
 * MODE is exec, eval or single; with a 't' behind it the source is text and not the bytes of a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lang/ast_dump.h"
#include "lang/parser.h"

static void *allocate(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static void release(void *context, void *memory, size_t size)
{
    (void)context;
    (void)size;
    free(memory);
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    if (bytes && fread(bytes, 1, *size, file) != *size) {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    return bytes;
}

static void print_error(const struct syntax_error *error)
{
    static const char *const kinds[] = {"SyntaxError", "IndentationError", "TabError",
                                        "MemoryError", "SyntaxError",      "ValueError"};
    printf("!%s|%d|%d|%d|%d|%d|", kinds[error->kind], error->line, error->column, error->end_line,
           error->end_column, error->is_incomplete);
    for (const char *c = error->message; *c; c++)
        putchar(*c == '\n' ? ' ' : *c);
    putchar('\n');
}

static void handle_file(const char *path, const struct parse_options *options, bool is_dump)
{
    size_t size;
    char *bytes = read_file(path, &size);
    if (!bytes) {
        printf("?%s\n", path);
        return;
    }
    struct ouro_arena arena;
    ouro_arena_init(&arena, allocate, release, NULL);
    struct syntax_error error;
    struct ast_module *module = ouro_parse_with(&arena, bytes, size, path, options, &error);
    free(bytes);
    if (!module)
        print_error(&error);
    else if (!is_dump)
        puts(error.is_incomplete ? "ok incomplete" : "ok");
    else if (!ouro_ast_dump(module, stdout))
        puts("?too deep");
    ouro_arena_destroy(&arena);
}

static int time_file(const char *path)
{
    size_t size;
    char *bytes = read_file(path, &size);
    if (!bytes)
        return 1;
    double best = 1e9;
    for (int i = 0; i < 10; i++) {
        struct timespec from, to;
        struct ouro_arena arena;
        struct syntax_error error;
        clock_gettime(CLOCK_MONOTONIC, &from);
        ouro_arena_init(&arena, allocate, release, NULL);
        bool is_parsed = ouro_parse(&arena, bytes, size, path, PARSE_FILE, &error) != NULL;
        ouro_arena_destroy(&arena);
        clock_gettime(CLOCK_MONOTONIC, &to);
        double ms = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
        best = ms < best && is_parsed ? ms : best;
    }
    printf("%.2f ms for %zu bytes\n", best, size);
    free(bytes);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc >= 3 && strcmp(argv[1], "time") == 0)
        return time_file(argv[2]);
    if (argc < 3)
        return 2;
    struct parse_options options = {
        .mode = argv[2][0] == 's' ? PARSE_INTERACTIVE : strncmp(argv[2], "ev", 2) == 0 ? PARSE_EVAL
                                                                                       : PARSE_FILE,
        .is_text = argv[2][strlen(argv[2]) - 1] == 't',
    };
    bool is_dump = strcmp(argv[1], "dump") == 0;
    for (int i = 3; i < argc; i++) {
        handle_file(argv[i], &options, is_dump);
        fflush(stdout);
    }
    return 0;
}
