/* `ouro bench`: recorded programs on our heap and on others. */
#ifndef OURO_CLI_BENCH_H
#define OURO_CLI_BENCH_H

/* Runs the words after `ouro bench`; the exit status. executable: how this program was started, so
 * that it can be started again with another allocator in front. */
int cli_bench_run(const char *executable, int argc, char **argv);

#endif
