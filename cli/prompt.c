#include "prompt.h"

#include "line_editor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct text {
    char *bytes;
    size_t size;
};

static bool append_line(struct text *text, const char *line)
{
    size_t length = strlen(line);
    char *bytes = realloc(text->bytes, text->size + length + 2);
    if (!bytes)
        return false;
    memcpy(bytes + text->size, line, length);
    bytes[text->size + length] = '\n';
    bytes[text->size + length + 1] = 0;
    text->bytes = bytes;
    text->size += length + 1;
    return true;
}

static char *history_path(char *buffer, size_t size)
{
    const char *home = getenv("HOME");
    if (!home || snprintf(buffer, size, "%s/.ouro_history", home) >= (int)size)
        return NULL;
    return buffer;
}

int prompt_run(struct ouro_python *python)
{
    struct line_editor editor = {NULL, NULL, NULL, NULL};
    bool is_terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    char buffer[4096], *path = is_terminal ? history_path(buffer, sizeof buffer) : NULL;
    if (is_terminal) {
        printf("ouro " OURO_VERSION ": Python 3.11 on a heap of its own. exit() or Ctrl-D leaves.\n");
        line_editor_open(&editor, path);
    }
    struct text text = {NULL, 0};
    int status = 0;
    enum ouro_line outcome = OURO_LINE_DONE;
    while (outcome != OURO_LINE_EXIT) {
        const char *prompt = outcome == OURO_LINE_INCOMPLETE ? "... " : ">>> ";
        char *line = line_editor_read(&editor, is_terminal ? prompt : NULL);
        if (!line && ouro_python_take_interrupt(python)) { /* Ctrl-C gives up what was typed */
            fputs(is_terminal ? "\nKeyboardInterrupt\n" : "KeyboardInterrupt\n", stderr);
            clearerr(stdin);
            text.size = 0;
            outcome = OURO_LINE_DONE;
            continue;
        }
        if (!line) {
            if (outcome != OURO_LINE_INCOMPLETE)
                break;
            line = strdup(""); /* the end of input closes what is open */
        }
        bool is_empty = text.size == 0 && line && !line[strspn(line, " \t")];
        bool is_kept = line && append_line(&text, line);
        free(line);
        if (!is_kept) {
            fputs("ouro: out of memory\n", stderr);
            break;
        }
        if (!is_empty)
            outcome = ouro_python_push(python, text.bytes, text.size, &status);
        if (outcome != OURO_LINE_INCOMPLETE || is_empty)
            text.size = 0;
        if (!is_terminal && feof(stdin))
            break;
    }
    if (is_terminal && outcome != OURO_LINE_EXIT)
        putchar('\n');
    line_editor_close(&editor, path);
    free(text.bytes);
    return outcome == OURO_LINE_EXIT ? status : 0;
}
