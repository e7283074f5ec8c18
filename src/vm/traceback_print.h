/* Parts of the traceback printer. */
#ifndef OURO_VM_TRACEBACK_PRINT_H
#define OURO_VM_TRACEBACK_PRINT_H

#include "vm/frame.h"

/* A source file that is being quoted; one is kept at a time. */
struct source_file {
    ouro_object *filename; /* borrowed: of a code object in the traceback */
    char *data;
    size_t size;
};

struct traceback_printer {
    ouro_runtime *rt;
    ouro_vm_write write;
    void *context;
    struct source_file source;
    ouro_object *seen;       /* set of ids of exceptions printed, or NULL: no chaining */
    int group_depth;
    bool has_suggestions;    /* "Did you mean" */
    bool needs_close;
    int depth;               /* of recursion */
};

void ouro_printer_text(struct traceback_printer *printer, const char *text);
void ouro_printer_format(struct traceback_printer *printer, const char *format, ...)
    OURO_PRINTF(2, 3);
/* A str object's text; backslash escapes for what UTF-8 cannot hold. */
void ouro_printer_str(struct traceback_printer *printer, ouro_object *text);
void ouro_printer_indent(struct traceback_printer *printer);
void ouro_printer_margin(struct traceback_printer *printer); /* the indent and "| " */

/* The text of one line without its newline: false when it cannot be had. */
bool ouro_source_line(struct traceback_printer *printer, ouro_object *filename, int32_t line,
                      const char **text, size_t *size);
void ouro_source_close(struct traceback_printer *printer);

/* The quoted line and, under it, the marks for the instruction. */
void ouro_printer_source(struct traceback_printer *printer, const struct ouro_code *code,
                         uint32_t lasti, int32_t line);

/* "Did you mean": the suggestion as owned str, or NULL (never an error). */
ouro_object *ouro_suggestion(ouro_runtime *rt, ouro_object *exception);

#endif
