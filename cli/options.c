#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool refuse(const char *message, const char *word)
{
    fprintf(stderr, "ouro run: %s%s%s\n", message, word ? ": " : "", word ? word : "");
    fputs("Try 'ouro run --help'.\n", stderr);
    return false;
}

/* "64M" -> bytes; K, M, G, T with or without B. */
static bool read_size(const char *text, uint64_t *size)
{
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    if (end == text || errno || !(value > 0))
        return false;
    double factor = 1;
    switch (*end) {
    case 'k': case 'K': factor = 1024.0; end++; break;
    case 'm': case 'M': factor = 1024.0 * 1024; end++; break;
    case 'g': case 'G': factor = 1024.0 * 1024 * 1024; end++; break;
    case 't': case 'T': factor = 1024.0 * 1024 * 1024 * 1024; end++; break;
    default: break;
    }
    if (*end == 'i')
        end++;
    if (*end == 'b' || *end == 'B')
        end++;
    if (*end || value * factor >= 9e18)
        return false;
    *size = (uint64_t)(value * factor);
    return true;
}

/* "100" or "100:200", counted from 1. */
static bool read_range(const char *text, uint64_t *first, uint64_t *last)
{
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    *first = strtoull(text, &end, 10);
    *last = *first;
    if (*end == ':' && end[1] >= '0' && end[1] <= '9')
        *last = strtoull(end + 1, &end, 10);
    return !*end && *first > 0 && *last >= *first;
}

/* An option with a value: "--limit 64M" or "--limit=64M". NULL: it is not this option. */
static const char *value_of(const char *name, int argc, char **argv, int *at, bool *is_missing)
{
    size_t length = strlen(name);
    const char *word = argv[*at];
    if (strncmp(word, name, length) != 0)
        return NULL;
    if (word[length] == '=')
        return word + length + 1;
    if (word[length])
        return NULL;
    if (*at + 1 >= argc) {
        *is_missing = true;
        return "";
    }
    return argv[++*at];
}

static bool read_valued(struct cli_options *options, int argc, char **argv, int *at, bool *is_known)
{
    bool is_missing = false;
    const char *word = argv[*at], *value;
    uint64_t size;
    *is_known = true;
    if ((value = value_of("--limit", argc, argv, at, &is_missing))) {
        if (is_missing || !read_size(value, &options->python.limit))
            return refuse("--limit needs a size such as 64M", is_missing ? NULL : value);
    } else if ((value = value_of("--boundary", argc, argv, at, &is_missing))) {
        if (is_missing || !read_size(value, &size) || size < 64 || size > 1024)
            return refuse("--boundary needs a number from 64 to 1024", is_missing ? NULL : value);
        options->python.boundary = (size_t)size;
    } else if ((value = value_of("--fail-alloc", argc, argv, at, &is_missing))) {
        if (is_missing || !read_range(value, &options->python.fail_first, &options->python.fail_last))
            return refuse("--fail-alloc needs a number such as 100, or 100:200", is_missing ? NULL : value);
    } else if ((value = value_of("--fail-each", argc, argv, at, &is_missing))) {
        if (is_missing)
            return refuse("--fail-each needs the name of a file", NULL);
        options->python.fail_each = value;
    } else if ((value = value_of("--fail-new", argc, argv, at, &is_missing))) {
        if (is_missing)
            return refuse("--fail-new needs the name of a file", NULL);
        options->python.fail_new = value;
    } else if ((value = value_of("--fail-seen", argc, argv, at, &is_missing))) {
        if (is_missing)
            return refuse("--fail-seen needs the name of a file", NULL);
        options->python.fail_seen = value;
    } else if ((value = value_of("--json", argc, argv, at, &is_missing))) {
        if (is_missing)
            return refuse("--json needs the name of a file", NULL);
        options->json_path = value;
    } else if ((value = value_of("--trace-refs", argc, argv, at, &is_missing))) {
        if (is_missing)
            return refuse("--trace-refs needs the name of a variable", NULL);
        options->python.trace_refs = value;
    } else {
        *is_known = false;
        return refuse("unknown option", word);
    }
    return true;
}

static bool read_option(struct cli_options *options, int argc, char **argv, int *at)
{
    const char *word = argv[*at];
    bool is_known;
    if (!strcmp(word, "-q") || !strcmp(word, "--quiet"))
        options->is_quiet = true;
    else if (!strcmp(word, "-B"))
        options->python.dont_write_bytecode = true;
    else if (!strcmp(word, "--report"))
        options->wants_report = true;
    else if (!strcmp(word, "--debug"))
        options->python.is_debug = true;
    else if (!strcmp(word, "--audit"))
        options->python.is_audited = true;
    else if (!strcmp(word, "--gc-stress"))
        options->python.is_gc_stress = true;
    else if (!strcmp(word, "--gc-stress-slices"))
        options->python.is_gc_stress_slices = true;
    else
        return read_valued(options, argc, argv, at, &is_known);
    return true;
}

bool cli_options_read(struct cli_options *options, int argc, char **argv, bool *wants_help)
{
    *wants_help = false;
    options->source = SOURCE_PROMPT;
    int at = 0;
    for (; at < argc; at++) {
        const char *word = argv[at];
        if (!strcmp(word, "--help") || !strcmp(word, "-h")) {
            *wants_help = true;
            return true;
        }
        if (!strcmp(word, "-c")) {
            if (at + 1 >= argc)
                return refuse("-c needs a program text", NULL);
            options->source = SOURCE_TEXT;
            options->path_or_text = argv[++at];
            argv[at] = (char *)(uintptr_t)"-c"; /* what the program sees as sys.argv[0] */
            break;
        }
        if (!strcmp(word, "-m")) {
            if (at + 1 >= argc)
                return refuse("-m needs the name of a module", NULL);
            options->source = SOURCE_MODULE; /* its name is sys.argv[0] until it is found */
            at++;
            break;
        }
        if (!strcmp(word, "-")) {
            options->source = SOURCE_STDIN;
            break;
        }
        if (!strcmp(word, "--")) {
            at++;
            if (at < argc) {
                options->source = SOURCE_FILE;
                options->path_or_text = argv[at];
            }
            break;
        }
        if (*word != '-') {
            options->source = SOURCE_FILE;
            options->path_or_text = word;
            break;
        }
        if (!read_option(options, argc, argv, &at))
            return false;
    }
    options->argc = at < argc ? argc - at : 0;
    options->argv = argv + at;
    return true;
}
