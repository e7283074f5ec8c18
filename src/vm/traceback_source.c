/* Quoting source lines under a traceback entry, with marks for the part that failed. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lang/parser.h"
#include "types/str.h"
#include "vm/traceback_print.h"

void ouro_source_close(struct traceback_printer *printer)
{
    free(printer->source.data);
    printer->source = (struct source_file){0};
}

/* A plain read with the C library: a traceback must work when the heap is full. */
static void source_open(struct traceback_printer *printer, ouro_object *filename)
{
    size_t size;
    ouro_object *owner;
    ouro_source_close(printer);
    printer->source.filename = filename;
    const char *path = ouro_str_utf8(printer->rt, filename, &size, &owner);
    if (!path) {
        ouro_error_clear(printer->rt);
        return;
    }
    FILE *file = fopen(path, "rb");
    xdecref(printer->rt, owner);
    struct stat status;
    if (!file)
        return;
    if (fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode)) {
        printer->source.data = malloc((size_t)status.st_size + 1);
        if (printer->source.data) {
            printer->source.size =
                fread(printer->source.data, 1, (size_t)status.st_size, file);
            printer->source.data[printer->source.size] = '\0';
        }
    }
    fclose(file);
}

bool ouro_source_line(struct traceback_printer *printer, ouro_object *filename, int32_t line,
                      const char **text, size_t *size)
{
    if (printer->source.filename != filename)
        source_open(printer, filename);
    const char *at = printer->source.data, *end = at ? at + printer->source.size : NULL;
    if (!at || line < 1)
        return false;
    if (printer->source.size >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    for (int32_t i = 1; i < line; i++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        if (!newline)
            return false;
        at = newline + 1;
    }
    if (at >= end)
        return false;
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    *text = at;
    *size = (size_t)((newline ? newline : end) - at);
    if (*size && at[*size - 1] == '\r')
        --*size;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* Characters in the first bytes of UTF-8 text. */
static int32_t characters(const char *text, size_t size, int32_t bytes)
{
    int32_t count = 0;
    for (size_t i = 0; i < size && i < (size_t)bytes; i++)
        count += (text[i] & 0xc0) != 0x80;
    return count + (bytes > (int32_t)size ? bytes - (int32_t)size : 0);
}

struct marks {
    int32_t start, end;       /* characters in the line */
    int32_t left, right;      /* the operator or the brackets; -1: none */
    char primary, secondary;
};

static void *arena_alloc(void *context, size_t size)
{
    return malloc(size);
}

static void arena_free(void *context, void *memory, size_t size)
{
    free(memory);
}

/* Where the operator of a binary operation or the brackets of a subscript stand in the segment, bytes. */
static bool find_anchors(const struct ast_expr *expr, const char *segment, int32_t *left,
                         int32_t *right)
{
    if (expr->kind == AST_EXPR_BIN_OP) {
        int32_t end = expr->bin_op.right->span.column;
        for (int32_t i = expr->bin_op.left->span.end_column; i < end; i++) {
            if (is_blank(segment[i]))
                continue;
            *left = i;
            *right = i + 1;
            if (i + 1 < end && !is_blank(segment[i + 1]))
                ++*right;
            return true;
        }
        return false;
    }
    if (expr->kind == AST_EXPR_SUBSCRIPT) {
        *left = expr->subscript.value->span.end_column;
        *right = expr->subscript.slice->span.end_column + 1;
        return true;
    }
    return false;
}

static void add_anchors(struct marks *marks, const char *segment, size_t size)
{
    struct ouro_arena arena;
    struct syntax_error error;
    ouro_arena_init(&arena, arena_alloc, arena_free, NULL);
    char *copy = ouro_arena_copy(&arena, segment, size);
    struct ast_module *module =
        copy ? ouro_parse(&arena, copy, size, "<marks>", PARSE_FILE, &error) : NULL;
    int32_t left, right;
    if (module && module->body.count == 1 && module->body.items[0]->kind == AST_STMT_EXPR &&
        find_anchors(module->body.items[0]->expr.value, copy, &left, &right)) {
        marks->left = marks->start + characters(segment, size, left);
        marks->right = marks->start + characters(segment, size, right);
        marks->primary = '~';
        marks->secondary = '^';
    }
    ouro_arena_destroy(&arena);
}

static void print_marks(struct traceback_printer *printer, const struct marks *marks, int32_t offset)
{
    bool has_anchors = marks->left != -1 || marks->right != -1;
    while (++offset <= marks->end) {
        char mark = marks->primary;
        if (offset <= marks->start)
            mark = ' ';
        else if (has_anchors && marks->left < offset && offset <= marks->right)
            mark = marks->secondary;
        printer->write(printer->context, &mark, 1);
    }
    ouro_printer_text(printer, "\n");
}

enum { SOURCE_INDENT = 4 };

void ouro_printer_source(struct traceback_printer *printer, const struct ouro_code *code,
                         uint32_t lasti, int32_t line)
{
    const char *text;
    size_t size, blanks = 0;
    if (!ouro_source_line(printer, code->filename, line, &text, &size))
        return;
    while (blanks < size && is_blank(text[blanks]))
        blanks++;
    ouro_printer_margin(printer);
    ouro_printer_text(printer, "    ");
    printer->write(printer->context, text + blanks, size - blanks);
    ouro_printer_text(printer, "\n");
    if (lasti >= code->instruction_count)
        return;
    struct ouro_code_position position = ouro_code_position_at(code, lasti);
    if (position.line < 0 || position.end_line < 0 || position.column < 0 || position.end_column < 0)
        return;
    struct marks marks = {
        .start = characters(text, size, position.column),
        .end = characters(text, size, position.end_column),
        .left = -1, .right = -1, .primary = '^', .secondary = '^',
    };
    if (position.line == position.end_line) {
        size_t from = (size_t)position.column, to = (size_t)position.end_column;
        if (from <= to && to <= size)
            add_anchors(&marks, text + from, to - from);
    } else {
        size_t end = size;
        while (end > 0 && is_blank(text[end - 1]))
            end--;
        marks.end = characters(text, size, (int32_t)end);
    }
    int32_t shown = characters(text, size, (int32_t)size) - (int32_t)blanks;
    if (marks.end - marks.start == shown && marks.left == -1 && marks.right == -1)
        return;
    ouro_printer_margin(printer);
    print_marks(printer, &marks, (int32_t)blanks - SOURCE_INDENT);
}
