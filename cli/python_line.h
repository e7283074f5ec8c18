/* The command line as Python's own: what a program starts with [sys.executable, "-c", ...]. */
#ifndef OURO_CLI_PYTHON_LINE_H
#define OURO_CLI_PYTHON_LINE_H

#include "options.h"

/* Whether the words after `ouro` are Python's, not a command of ours: options such as -c, -m, -I, or a
 * file that is there. */
bool cli_python_line_is(int argc, char **argv);

/* Reads them. false: a message was printed, or there is no memory. */
bool cli_python_line_read(struct cli_options *options, int argc, char **argv);

void cli_python_line_free(struct cli_options *options);

#endif
