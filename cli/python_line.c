#include "python_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Options without a value that can be honoured, or change nothing here. -i and -x are for people: they are
 * refused. */
static const char letters[] = "BEIOPRSbdqsuv";

bool cli_python_line_is(int argc, char **argv)
{
    const char *word = argv[0];
    if (*word != '-')
        return access(word, F_OK) == 0;
    return !word[1] || (word[1] != '-' && word[1] != 'h');
}

struct line {
    const char **warnings, **x_options; /* NULL-terminated; room for as many as there are words */
    char *letters;
    size_t warning_count, x_count, letter_count;
};

static bool refuse(const char *message, char letter)
{
    fprintf(stderr, "ouro: %s: -%c\nTry 'ouro --help'.\n", message, letter);
    return false;
}

/* The letters of one word, such as "-Ic". true: *ends_options says whether the program has been named. */
static bool read_word(struct cli_options *options, struct line *line, int argc, char **argv, int *at,
                      bool *ends_options)
{
    for (const char *letter = argv[*at] + 1; *letter; letter++) {
        if (strchr(letters, *letter)) {
            line->letters[line->letter_count++] = *letter;
            if (*letter == 'u')
                options->python.is_unbuffered = true;
            continue;
        }
        if (!strchr("WXcm", *letter))
            return refuse("unknown option", *letter);
        const char *value = letter[1] ? letter + 1 : ++*at < argc ? argv[*at] : NULL;
        if (!value)
            return refuse("argument expected for the option", *letter);
        if (*letter == 'W')
            line->warnings[line->warning_count++] = value;
        else if (*letter == 'X')
            line->x_options[line->x_count++] = value;
        else {
            options->source = *letter == 'c' ? SOURCE_TEXT : SOURCE_MODULE;
            options->path_or_text = value;
            argv[*at] = (char *)(uintptr_t)(*letter == 'c' ? "-c" : value);
            *ends_options = true;
        }
        return true;
    }
    return true;
}

static size_t letters_max(int argc, char **argv)
{
    size_t size = 1;
    for (int i = 0; i < argc; i++)
        size += strlen(argv[i]);
    return size;
}

bool cli_python_line_read(struct cli_options *options, int argc, char **argv)
{
    size_t words = (size_t)argc + 1;
    struct line line = {.warnings = calloc(words, sizeof *line.warnings),
                        .x_options = calloc(words, sizeof *line.x_options),
                        .letters = calloc(letters_max(argc, argv), 1)};
    options->python.warnings = line.warnings;
    options->python.x_options = line.x_options;
    options->python.letters = line.letters;
    options->is_quiet = true;
    options->source = SOURCE_PROMPT;
    if (!line.warnings || !line.x_options || !line.letters) {
        fputs("ouro: cannot start: no memory\n", stderr);
        return false;
    }
    int at = 0;
    for (bool ends_options = false; at < argc && !ends_options; at += !ends_options) {
        if (!strcmp(argv[at], "-")) {
            options->source = SOURCE_STDIN;
            break;
        }
        if (!strcmp(argv[at], "--") && at + 1 < argc)
            at++;
        if (*argv[at] != '-') {
            options->source = SOURCE_FILE;
            options->path_or_text = argv[at];
            break;
        }
        if (!read_word(options, &line, argc, argv, &at, &ends_options))
            return false;
    }
    options->argc = at < argc ? argc - at : 0;
    options->argv = argv + at;
    if (options->source == SOURCE_PROMPT && !isatty(STDIN_FILENO))
        options->source = SOURCE_STDIN;
    return true;
}

void cli_python_line_free(struct cli_options *options)
{
    free((void *)(uintptr_t)options->python.warnings);
    free((void *)(uintptr_t)options->python.x_options);
    free((void *)(uintptr_t)options->python.letters);
}
