/* The interactive prompt: line editing and history by libedit when a person types. */
#ifndef OURO_CLI_PROMPT_H
#define OURO_CLI_PROMPT_H

#include "ouro/python.h"

/* Reads, runs and prints until the end of input or exit(); the exit status. */
int prompt_run(struct ouro_python *python);

#endif
