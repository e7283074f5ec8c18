/* Line editing and history for a person at a terminal, by libedit, which is loaded when it is first wanted: a
 * program that runs without a prompt neither maps it nor pays for its start. */
#ifndef OURO_CLI_LINE_EDITOR_H
#define OURO_CLI_LINE_EDITOR_H

#include <stdbool.h>

struct line_editor {
    void *library; /* NULL: not to be had; lines are read plainly and no history is kept */
    char *(*readline)(const char *prompt);
    int (*add_history)(const char *line);
    int (*write_history)(const char *path);
};

/* Loads the library and the history at `path` (may be NULL: none). False when there is no library. */
bool line_editor_open(struct line_editor *editor, const char *path);

/* One line without its newline, owned by the caller (free); NULL at the end of input or without memory.
 * `prompt` may be NULL: none. */
char *line_editor_read(struct line_editor *editor, const char *prompt);

/* Writes the history to `path` (may be NULL) and lets go of the library. */
void line_editor_close(struct line_editor *editor, const char *path);

#endif
