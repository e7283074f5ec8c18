#include "line_editor.h"

#include <dlfcn.h>
#include <editline/readline.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static bool find(void *library, const char *name, void *function)
{
    *(void **)function = dlsym(library, name);
    return *(void **)function != NULL;
}

bool line_editor_open(struct line_editor *editor, const char *path)
{
    *editor = (struct line_editor){NULL, NULL, NULL, NULL};
    void *library = dlopen("libedit.so.2", RTLD_LAZY | RTLD_LOCAL);
    void (*using_history_function)(void);
    int (*read_history_function)(const char *);
    if (!library)
        return false;
    if (!find(library, "readline", &editor->readline) ||
        !find(library, "add_history", &editor->add_history) ||
        !find(library, "write_history", &editor->write_history) ||
        !find(library, "using_history", &using_history_function) ||
        !find(library, "read_history", &read_history_function)) {
        dlclose(library);
        return false;
    }
    char **application = dlsym(library, "rl_readline_name");
    if (application)
        *application = (char *)(uintptr_t)"ouro";
    using_history_function();
    if (path)
        read_history_function(path);
    editor->library = library;
    return true;
}

static char *read_plain(void)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length = getline(&line, &capacity, stdin);
    if (length < 0) {
        free(line);
        return NULL;
    }
    if (length > 0 && line[length - 1] == '\n')
        line[length - 1] = 0;
    return line;
}

char *line_editor_read(struct line_editor *editor, const char *prompt)
{
    if (editor->library) {
        char *line = editor->readline(prompt);
        if (line && *line)
            editor->add_history(line);
        return line;
    }
    if (prompt) {
        fputs(prompt, stdout);
        fflush(stdout);
    }
    return read_plain();
}

void line_editor_close(struct line_editor *editor, const char *path)
{
    if (!editor->library)
        return;
    if (path)
        editor->write_history(path);
    dlclose(editor->library);
    editor->library = NULL;
}
