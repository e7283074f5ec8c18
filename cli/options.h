/* What the command line asks for. */
#ifndef OURO_CLI_OPTIONS_H
#define OURO_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "ouro/python.h"

enum cli_source { SOURCE_FILE, SOURCE_TEXT, SOURCE_MODULE, SOURCE_STDIN, SOURCE_PROMPT };

struct cli_options {
    struct ouro_python_options python;
    enum cli_source source;
    const char *path_or_text;
    int argc;    /* of the program: argv[0] is its name */
    char **argv;
    bool is_quiet, wants_report;
    const char *json_path;
};

/* Reads the words after `ouro run`. false: a message was printed. *wants_help: --help was asked for. */
bool cli_options_read(struct cli_options *options, int argc, char **argv, bool *wants_help);

#endif
