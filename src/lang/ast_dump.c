#include "lang/ast_dump.h"

#include <stdlib.h>
#include <string.h>

#include "lang/names.h"

enum { DEPTH_MAX = 20000 };

struct dumper {
    FILE *file;
    int depth;
    bool has_failed;
    bool needs_comma;
};

static void dump_expr(struct dumper *d, const struct ast_expr *expr);
static void dump_stmt(struct dumper *d, const struct ast_stmt *stmt);
static void dump_pattern(struct dumper *d, const struct ast_pattern *pattern);

/* ---- nodes and fields ---- */

static bool open_node(struct dumper *d, const char *name)
{
    if (d->depth >= DEPTH_MAX)
        d->has_failed = true;
    if (d->has_failed)
        return false;
    d->depth++;
    fprintf(d->file, "%s(", name);
    d->needs_comma = false;
    return true;
}

static void start_field(struct dumper *d, const char *name)
{
    fprintf(d->file, "%s%s=", d->needs_comma ? ", " : "", name);
    d->needs_comma = true;
}

static void close_node(struct dumper *d)
{
    fputc(')', d->file);
    d->needs_comma = true;
    d->depth--;
}

static void close_placed(struct dumper *d, struct ast_span span)
{
    fprintf(d->file, "%slineno=%d, col_offset=%d, end_lineno=%d, end_col_offset=%d",
            d->needs_comma ? ", " : "", span.line, span.column, span.end_line, span.end_column);
    close_node(d);
}

static void field_word(struct dumper *d, const char *name, const char *word)
{
    start_field(d, name);
    fprintf(d->file, "%s()", word);
}

static void field_expr(struct dumper *d, const char *name, const struct ast_expr *expr)
{
    if (!expr)
        return;
    start_field(d, name);
    dump_expr(d, expr);
}

static void start_list(struct dumper *d, const char *name)
{
    start_field(d, name);
    fputc('[', d->file);
    d->needs_comma = false;
}

static void start_item(struct dumper *d)
{
    if (d->needs_comma)
        fputs(", ", d->file);
    d->needs_comma = true;
}

static void close_list(struct dumper *d)
{
    fputc(']', d->file);
    d->needs_comma = true;
}

static void field_exprs(struct dumper *d, const char *name, const struct ast_expr_list *list)
{
    start_list(d, name);
    for (uint32_t i = 0; i < list->count; i++) {
        start_item(d);
        if (list->items[i])
            dump_expr(d, list->items[i]);
        else
            fputs("None", d->file);
    }
    close_list(d);
}

static void field_stmts(struct dumper *d, const char *name, const struct ast_stmt_list *list)
{
    start_list(d, name);
    for (uint32_t i = 0; i < list->count; i++) {
        start_item(d);
        dump_stmt(d, list->items[i]);
    }
    close_list(d);
}

static void field_patterns(struct dumper *d, const char *name, const struct ast_pattern_list *list)
{
    start_list(d, name);
    for (uint32_t i = 0; i < list->count; i++) {
        start_item(d);
        dump_pattern(d, list->items[i]);
    }
    close_list(d);
}

/* ---- constants ---- */

static uint32_t decode(const unsigned char *at, size_t *size)
{
    *size = *at < 0x80 ? 1 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : 4;
    uint32_t c = *size == 1 ? *at : *at & (0xFFu >> (*size + 1));
    for (size_t i = 1; i < *size; i++)
        c = c << 6 | (at[i] & 0x3F);
    return c;
}

static char choose_quote(const struct ast_text *text)
{
    bool has_single = memchr(text->bytes, '\'', text->size) != NULL;
    bool has_double = memchr(text->bytes, '"', text->size) != NULL;
    return has_single && !has_double ? '"' : '\'';
}

/* True if the character was written as one of the short escapes. */
static bool dump_short_escape(struct dumper *d, uint32_t c, char quote)
{
    if (c == '\n')
        fputs("\\n", d->file);
    else if (c == '\r')
        fputs("\\r", d->file);
    else if (c == '\t')
        fputs("\\t", d->file);
    else if (c == '\\' || c == (unsigned char)quote)
        fprintf(d->file, "\\%c", (int)c);
    else
        return false;
    return true;
}

static void dump_text(struct dumper *d, const struct ast_text *text)
{
    char quote = choose_quote(text);
    fputc(quote, d->file);
    size_t size;
    for (uint32_t i = 0; i < text->size; i += (uint32_t)size) {
        uint32_t c = decode((const unsigned char *)text->bytes + i, &size);
        if (dump_short_escape(d, c, quote))
            continue;
        if (ouro_names_is_printable(c))
            fwrite(text->bytes + i, 1, size, d->file);
        else
            fprintf(d->file, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    }
    fputc(quote, d->file);
}

static void dump_bytes(struct dumper *d, const struct ast_text *text)
{
    char quote = choose_quote(text);
    fprintf(d->file, "b%c", quote);
    for (uint32_t i = 0; i < text->size; i++) {
        unsigned char c = (unsigned char)text->bytes[i];
        if (dump_short_escape(d, c, quote))
            continue;
        fprintf(d->file, c < 0x20 || c >= 0x7F ? "\\x%02x" : "%c", c);
    }
    fputc(quote, d->file);
}

/* Digits of a power of two as decimal, by multiplying and adding in groups of nine decimal digits. */
static void dump_int(struct dumper *d, const struct ast_constant *constant)
{
    const struct ast_text *digits = &constant->digits;
    size_t capacity = digits->size / 7 + 2;
    uint32_t *groups = calloc(capacity, sizeof *groups);
    if (!groups) {
        d->has_failed = true;
        return;
    }
    size_t count = 1;
    for (uint32_t i = 0; i < digits->size; i++) {
        char c = digits->bytes[i];
        uint64_t carry = (uint64_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        for (size_t j = 0; j < count; j++) {
            carry += (uint64_t)groups[j] * constant->base;
            groups[j] = (uint32_t)(carry % 1000000000);
            carry /= 1000000000;
        }
        if (carry)
            groups[count++] = (uint32_t)carry;
    }
    fprintf(d->file, "%u", groups[count - 1]);
    for (size_t j = count - 1; j > 0; j--)
        fprintf(d->file, "%09u", groups[j - 1]);
    free(groups);
}

/* The shortest digits that read back as the same number, as repr writes them. */
static void dump_double(struct dumper *d, double number, bool adds_point)
{
    char text[40];
    if (number > 1.7976931348623157e308) {
        fputs("inf", d->file);
        return;
    }
    for (int precision = 0; precision < 17; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, number);
        if (strtod(text, NULL) == number)
            break;
    }
    char digits[24] = "";
    size_t count = 0;
    const char *at = text;
    for (; *at != 'e'; at++) {
        if (*at != '.')
            digits[count++] = *at;
    }
    int exponent = atoi(at + 1);
    if (exponent < -4 || exponent >= 16) {
        fprintf(d->file, "%c%s%.*se%c%02d", digits[0], count > 1 ? "." : "", (int)count - 1,
                digits + 1, exponent < 0 ? '-' : '+', abs(exponent));
        return;
    }
    if (exponent < 0) {
        fputs("0.", d->file);
        for (int i = -1; i > exponent; i--)
            fputc('0', d->file);
        fwrite(digits, 1, count, d->file);
        return;
    }
    for (int i = 0; i <= exponent; i++)
        fputc(i < (int)count ? digits[i] : '0', d->file);
    if ((int)count > exponent + 1)
        fprintf(d->file, ".%.*s", (int)count - exponent - 1, digits + exponent + 1);
    else if (adds_point)
        fputs(".0", d->file);
}

static void dump_constant(struct dumper *d, const struct ast_constant *constant)
{
    switch (constant->kind) {
    case AST_CONSTANT_NONE: fputs("None", d->file); break;
    case AST_CONSTANT_TRUE: fputs("True", d->file); break;
    case AST_CONSTANT_FALSE: fputs("False", d->file); break;
    case AST_CONSTANT_ELLIPSIS: fputs("Ellipsis", d->file); break;
    case AST_CONSTANT_INT: dump_int(d, constant); break;
    case AST_CONSTANT_FLOAT: dump_double(d, constant->number, true); break;
    case AST_CONSTANT_IMAGINARY:
        dump_double(d, constant->number, false);
        fputc('j', d->file);
        break;
    case AST_CONSTANT_STR: dump_text(d, &constant->text); break;
    case AST_CONSTANT_BYTES: dump_bytes(d, &constant->text); break;
    }
}

static void field_name(struct dumper *d, const char *name, const struct ast_text *text)
{
    if (!text)
        return;
    start_field(d, name);
    dump_text(d, text);
}

static void field_names(struct dumper *d, const char *name, const struct ast_name_list *list)
{
    start_list(d, name);
    for (uint32_t i = 0; i < list->count; i++) {
        start_item(d);
        dump_text(d, list->items[i]);
    }
    close_list(d);
}

/* ---- parts ---- */

static void field_context(struct dumper *d, enum ast_context context)
{
    static const char *const words[] = {"Load", "Store", "Del"};
    field_word(d, "ctx", words[context]);
}

static const char *const operator_words[] = {
    "Add",    "Sub",    "Mult",  "MatMult", "Div",    "Mod",      "Pow",
    "LShift", "RShift", "BitOr", "BitXor",  "BitAnd", "FloorDiv",
};

static void dump_arg(struct dumper *d, const struct ast_arg *arg)
{
    if (!open_node(d, "arg"))
        return;
    field_name(d, "arg", arg->name);
    field_expr(d, "annotation", arg->annotation);
    close_placed(d, arg->span);
}

static void field_args(struct dumper *d, const char *name, const struct ast_arg_list *list)
{
    start_list(d, name);
    for (uint32_t i = 0; i < list->count; i++) {
        start_item(d);
        dump_arg(d, list->items[i]);
    }
    close_list(d);
}

static void field_arg(struct dumper *d, const char *name, const struct ast_arg *arg)
{
    if (!arg)
        return;
    start_field(d, name);
    dump_arg(d, arg);
}

static void field_arguments(struct dumper *d, const struct ast_arguments *args)
{
    start_field(d, "args");
    if (!open_node(d, "arguments"))
        return;
    field_args(d, "posonlyargs", &args->posonlyargs);
    field_args(d, "args", &args->args);
    field_arg(d, "vararg", args->vararg);
    field_args(d, "kwonlyargs", &args->kwonlyargs);
    field_exprs(d, "kw_defaults", &args->kw_defaults);
    field_arg(d, "kwarg", args->kwarg);
    field_exprs(d, "defaults", &args->defaults);
    close_node(d);
}

static void field_keywords(struct dumper *d, const struct ast_keyword_list *list)
{
    start_list(d, "keywords");
    for (uint32_t i = 0; i < list->count; i++) {
        start_item(d);
        if (!open_node(d, "keyword"))
            return;
        field_name(d, "arg", list->items[i]->arg);
        field_expr(d, "value", list->items[i]->value);
        close_placed(d, list->items[i]->span);
    }
    close_list(d);
}

static void field_generators(struct dumper *d, const struct ast_comprehension_list *list)
{
    start_list(d, "generators");
    for (uint32_t i = 0; i < list->count; i++) {
        const struct ast_comprehension *part = list->items[i];
        start_item(d);
        if (!open_node(d, "comprehension"))
            return;
        field_expr(d, "target", part->target);
        field_expr(d, "iter", part->iter);
        field_exprs(d, "ifs", &part->ifs);
        start_field(d, "is_async");
        fprintf(d->file, "%d", part->is_async);
        close_node(d);
    }
    close_list(d);
}

static void field_aliases(struct dumper *d, const struct ast_alias_list *list)
{
    start_list(d, "names");
    for (uint32_t i = 0; i < list->count; i++) {
        start_item(d);
        if (!open_node(d, "alias"))
            return;
        field_name(d, "name", list->items[i]->name);
        field_name(d, "asname", list->items[i]->asname);
        close_placed(d, list->items[i]->span);
    }
    close_list(d);
}

static void field_with_items(struct dumper *d, const struct ast_with_item_list *list)
{
    start_list(d, "items");
    for (uint32_t i = 0; i < list->count; i++) {
        start_item(d);
        if (!open_node(d, "withitem"))
            return;
        field_expr(d, "context_expr", list->items[i]->context_expr);
        field_expr(d, "optional_vars", list->items[i]->optional_vars);
        close_node(d);
    }
    close_list(d);
}

static void field_handlers(struct dumper *d, const struct ast_except_handler_list *list)
{
    start_list(d, "handlers");
    for (uint32_t i = 0; i < list->count; i++) {
        const struct ast_except_handler *handler = list->items[i];
        start_item(d);
        if (!open_node(d, "ExceptHandler"))
            return;
        field_expr(d, "type", handler->type);
        field_name(d, "name", handler->name);
        field_stmts(d, "body", &handler->body);
        close_placed(d, handler->span);
    }
    close_list(d);
}

static void field_cases(struct dumper *d, const struct ast_match_case_list *list)
{
    start_list(d, "cases");
    for (uint32_t i = 0; i < list->count; i++) {
        const struct ast_match_case *branch = list->items[i];
        start_item(d);
        if (!open_node(d, "match_case"))
            return;
        start_field(d, "pattern");
        dump_pattern(d, branch->pattern);
        field_expr(d, "guard", branch->guard);
        field_stmts(d, "body", &branch->body);
        close_node(d);
    }
    close_list(d);
}

/* ---- expressions ---- */

static void dump_compare(struct dumper *d, const struct ast_expr *expr)
{
    static const char *const words[] = {"Eq", "NotEq", "Lt",    "LtE", "Gt",
                                        "GtE", "Is",   "IsNot", "In",  "NotIn"};
    field_expr(d, "left", expr->compare.left);
    start_list(d, "ops");
    for (uint32_t i = 0; i < expr->compare.comparators.count; i++) {
        start_item(d);
        fprintf(d->file, "%s()", words[expr->compare.ops[i]]);
    }
    close_list(d);
    field_exprs(d, "comparators", &expr->compare.comparators);
}

static void dump_constant_fields(struct dumper *d, const struct ast_constant *constant)
{
    start_field(d, "value");
    dump_constant(d, constant);
    if (constant->has_u_prefix) {
        start_field(d, "kind");
        fputs("'u'", d->file);
    }
}

static void dump_formatted_value(struct dumper *d, const struct ast_expr *expr)
{
    field_expr(d, "value", expr->formatted_value.value);
    start_field(d, "conversion");
    fprintf(d->file, "%d", expr->formatted_value.conversion);
    field_expr(d, "format_spec", expr->formatted_value.format_spec);
}

static void dump_expr_fields(struct dumper *d, const struct ast_expr *expr)
{
    static const char *const unary_words[] = {"Invert", "Not", "UAdd", "USub"};
    switch (expr->kind) {
    case AST_EXPR_BOOL_OP:
        field_word(d, "op", expr->bool_op.op == AST_AND ? "And" : "Or");
        field_exprs(d, "values", &expr->bool_op.values);
        break;
    case AST_EXPR_NAMED_EXPR:
        field_expr(d, "target", expr->named_expr.target);
        field_expr(d, "value", expr->named_expr.value);
        break;
    case AST_EXPR_BIN_OP:
        field_expr(d, "left", expr->bin_op.left);
        field_word(d, "op", operator_words[expr->bin_op.op]);
        field_expr(d, "right", expr->bin_op.right);
        break;
    case AST_EXPR_UNARY_OP:
        field_word(d, "op", unary_words[expr->unary_op.op]);
        field_expr(d, "operand", expr->unary_op.operand);
        break;
    case AST_EXPR_LAMBDA:
        field_arguments(d, expr->lambda.args);
        field_expr(d, "body", expr->lambda.body);
        break;
    case AST_EXPR_IF_EXP:
        field_expr(d, "test", expr->if_exp.test);
        field_expr(d, "body", expr->if_exp.body);
        field_expr(d, "orelse", expr->if_exp.orelse);
        break;
    case AST_EXPR_DICT:
        field_exprs(d, "keys", &expr->dict.keys);
        field_exprs(d, "values", &expr->dict.values);
        break;
    case AST_EXPR_SET:
        field_exprs(d, "elts", &expr->set.elts);
        break;
    case AST_EXPR_LIST_COMP:
    case AST_EXPR_SET_COMP:
    case AST_EXPR_GENERATOR_EXP:
        field_expr(d, "elt", expr->comp.elt);
        field_generators(d, &expr->comp.generators);
        break;
    case AST_EXPR_DICT_COMP:
        field_expr(d, "key", expr->dict_comp.key);
        field_expr(d, "value", expr->dict_comp.value);
        field_generators(d, &expr->dict_comp.generators);
        break;
    case AST_EXPR_AWAIT:
    case AST_EXPR_YIELD:
    case AST_EXPR_YIELD_FROM:
        field_expr(d, "value", expr->yield.value);
        break;
    case AST_EXPR_COMPARE:
        dump_compare(d, expr);
        break;
    case AST_EXPR_CALL:
        field_expr(d, "func", expr->call.func);
        field_exprs(d, "args", &expr->call.args);
        field_keywords(d, &expr->call.keywords);
        break;
    case AST_EXPR_FORMATTED_VALUE:
        dump_formatted_value(d, expr);
        break;
    case AST_EXPR_JOINED_STR:
        field_exprs(d, "values", &expr->joined_str.values);
        break;
    case AST_EXPR_CONSTANT:
        dump_constant_fields(d, &expr->constant);
        break;
    case AST_EXPR_ATTRIBUTE:
        field_expr(d, "value", expr->attribute.value);
        field_name(d, "attr", expr->attribute.attr);
        field_context(d, expr->attribute.ctx);
        break;
    case AST_EXPR_SUBSCRIPT:
        field_expr(d, "value", expr->subscript.value);
        field_expr(d, "slice", expr->subscript.slice);
        field_context(d, expr->subscript.ctx);
        break;
    case AST_EXPR_STARRED:
        field_expr(d, "value", expr->starred.value);
        field_context(d, expr->starred.ctx);
        break;
    case AST_EXPR_NAME:
        field_name(d, "id", expr->name.id);
        field_context(d, expr->name.ctx);
        break;
    case AST_EXPR_LIST:
    case AST_EXPR_TUPLE:
        field_exprs(d, "elts", &expr->sequence.elts);
        field_context(d, expr->sequence.ctx);
        break;
    case AST_EXPR_SLICE:
        field_expr(d, "lower", expr->slice.lower);
        field_expr(d, "upper", expr->slice.upper);
        field_expr(d, "step", expr->slice.step);
        break;
    }
}

static void dump_expr(struct dumper *d, const struct ast_expr *expr)
{
    static const char *const words[] = {
        "BoolOp",    "NamedExpr", "BinOp",        "UnaryOp",        "Lambda",    "IfExp",
        "Dict",      "Set",       "ListComp",     "SetComp",        "DictComp",  "GeneratorExp",
        "Await",     "Yield",     "YieldFrom",    "Compare",        "Call",      "FormattedValue",
        "JoinedStr", "Constant",  "Attribute",    "Subscript",      "Starred",   "Name",
        "List",      "Tuple",     "Slice",
    };
    if (!open_node(d, words[expr->kind]))
        return;
    dump_expr_fields(d, expr);
    close_placed(d, expr->span);
}

/* ---- patterns ---- */

static void dump_pattern_fields(struct dumper *d, const struct ast_pattern *pattern)
{
    switch (pattern->kind) {
    case AST_PATTERN_VALUE:
        field_expr(d, "value", pattern->value.value);
        break;
    case AST_PATTERN_SINGLETON:
        start_field(d, "value");
        dump_constant(d, &pattern->singleton.value);
        break;
    case AST_PATTERN_SEQUENCE:
        field_patterns(d, "patterns", &pattern->sequence.patterns);
        break;
    case AST_PATTERN_MAPPING:
        field_exprs(d, "keys", &pattern->mapping.keys);
        field_patterns(d, "patterns", &pattern->mapping.patterns);
        field_name(d, "rest", pattern->mapping.rest);
        break;
    case AST_PATTERN_CLASS:
        field_expr(d, "cls", pattern->class_.cls);
        field_patterns(d, "patterns", &pattern->class_.patterns);
        field_names(d, "kwd_attrs", &pattern->class_.kwd_attrs);
        field_patterns(d, "kwd_patterns", &pattern->class_.kwd_patterns);
        break;
    case AST_PATTERN_STAR:
        field_name(d, "name", pattern->star.name);
        break;
    case AST_PATTERN_AS:
        if (pattern->as.pattern) {
            start_field(d, "pattern");
            dump_pattern(d, pattern->as.pattern);
        }
        field_name(d, "name", pattern->as.name);
        break;
    case AST_PATTERN_OR:
        field_patterns(d, "patterns", &pattern->or_.patterns);
        break;
    }
}

static void dump_pattern(struct dumper *d, const struct ast_pattern *pattern)
{
    static const char *const words[] = {
        "MatchValue", "MatchSingleton", "MatchSequence", "MatchMapping",
        "MatchClass", "MatchStar",      "MatchAs",       "MatchOr",
    };
    if (!open_node(d, words[pattern->kind]))
        return;
    dump_pattern_fields(d, pattern);
    close_placed(d, pattern->span);
}

/* ---- statements ---- */

static void dump_function_def(struct dumper *d, const struct ast_stmt *stmt)
{
    field_name(d, "name", stmt->function_def.name);
    field_arguments(d, stmt->function_def.args);
    field_stmts(d, "body", &stmt->function_def.body);
    field_exprs(d, "decorator_list", &stmt->function_def.decorator_list);
    field_expr(d, "returns", stmt->function_def.returns);
}

static void dump_class_def(struct dumper *d, const struct ast_stmt *stmt)
{
    field_name(d, "name", stmt->class_def.name);
    field_exprs(d, "bases", &stmt->class_def.bases);
    field_keywords(d, &stmt->class_def.keywords);
    field_stmts(d, "body", &stmt->class_def.body);
    field_exprs(d, "decorator_list", &stmt->class_def.decorator_list);
}

static void dump_ann_assign(struct dumper *d, const struct ast_stmt *stmt)
{
    field_expr(d, "target", stmt->ann_assign.target);
    field_expr(d, "annotation", stmt->ann_assign.annotation);
    field_expr(d, "value", stmt->ann_assign.value);
    start_field(d, "simple");
    fprintf(d->file, "%d", stmt->ann_assign.simple);
}

static void dump_try(struct dumper *d, const struct ast_stmt *stmt)
{
    field_stmts(d, "body", &stmt->try_.body);
    field_handlers(d, &stmt->try_.handlers);
    field_stmts(d, "orelse", &stmt->try_.orelse);
    field_stmts(d, "finalbody", &stmt->try_.finalbody);
}

static void dump_import_from(struct dumper *d, const struct ast_stmt *stmt)
{
    field_name(d, "module", stmt->import_from.module);
    field_aliases(d, &stmt->import_from.names);
    start_field(d, "level");
    fprintf(d->file, "%d", stmt->import_from.level);
}

static void dump_stmt_fields(struct dumper *d, const struct ast_stmt *stmt)
{
    switch (stmt->kind) {
    case AST_STMT_FUNCTION_DEF:
    case AST_STMT_ASYNC_FUNCTION_DEF: dump_function_def(d, stmt); break;
    case AST_STMT_CLASS_DEF: dump_class_def(d, stmt); break;
    case AST_STMT_RETURN: field_expr(d, "value", stmt->return_.value); break;
    case AST_STMT_DELETE: field_exprs(d, "targets", &stmt->delete_.targets); break;
    case AST_STMT_ASSIGN:
        field_exprs(d, "targets", &stmt->assign.targets);
        field_expr(d, "value", stmt->assign.value);
        break;
    case AST_STMT_AUG_ASSIGN:
        field_expr(d, "target", stmt->aug_assign.target);
        field_word(d, "op", operator_words[stmt->aug_assign.op]);
        field_expr(d, "value", stmt->aug_assign.value);
        break;
    case AST_STMT_ANN_ASSIGN: dump_ann_assign(d, stmt); break;
    case AST_STMT_FOR:
    case AST_STMT_ASYNC_FOR:
        field_expr(d, "target", stmt->for_.target);
        field_expr(d, "iter", stmt->for_.iter);
        field_stmts(d, "body", &stmt->for_.body);
        field_stmts(d, "orelse", &stmt->for_.orelse);
        break;
    case AST_STMT_WHILE:
        field_expr(d, "test", stmt->while_.test);
        field_stmts(d, "body", &stmt->while_.body);
        field_stmts(d, "orelse", &stmt->while_.orelse);
        break;
    case AST_STMT_IF:
        field_expr(d, "test", stmt->if_.test);
        field_stmts(d, "body", &stmt->if_.body);
        field_stmts(d, "orelse", &stmt->if_.orelse);
        break;
    case AST_STMT_WITH:
    case AST_STMT_ASYNC_WITH:
        field_with_items(d, &stmt->with.items);
        field_stmts(d, "body", &stmt->with.body);
        break;
    case AST_STMT_MATCH:
        field_expr(d, "subject", stmt->match.subject);
        field_cases(d, &stmt->match.cases);
        break;
    case AST_STMT_RAISE:
        field_expr(d, "exc", stmt->raise.exc);
        field_expr(d, "cause", stmt->raise.cause);
        break;
    case AST_STMT_TRY:
    case AST_STMT_TRY_STAR: dump_try(d, stmt); break;
    case AST_STMT_ASSERT:
        field_expr(d, "test", stmt->assert_.test);
        field_expr(d, "msg", stmt->assert_.msg);
        break;
    case AST_STMT_IMPORT: field_aliases(d, &stmt->import.names); break;
    case AST_STMT_IMPORT_FROM: dump_import_from(d, stmt); break;
    case AST_STMT_GLOBAL:
    case AST_STMT_NONLOCAL: field_names(d, "names", &stmt->global.names); break;
    case AST_STMT_EXPR: field_expr(d, "value", stmt->expr.value); break;
    case AST_STMT_PASS:
    case AST_STMT_BREAK:
    case AST_STMT_CONTINUE: break;
    }
}

static void dump_stmt(struct dumper *d, const struct ast_stmt *stmt)
{
    static const char *const words[] = {
        "FunctionDef", "AsyncFunctionDef", "ClassDef", "Return",    "Delete",     "Assign",
        "AugAssign",   "AnnAssign",        "For",      "AsyncFor",  "While",      "If",
        "With",        "AsyncWith",        "Match",    "Raise",     "Try",        "TryStar",
        "Assert",      "Import",           "ImportFrom", "Global",  "Nonlocal",   "Expr",
        "Pass",        "Break",            "Continue",
    };
    if (!open_node(d, words[stmt->kind]))
        return;
    dump_stmt_fields(d, stmt);
    close_placed(d, stmt->span);
}

bool ouro_ast_dump(const struct ast_module *module, FILE *file)
{
    static const char *const words[] = {"Module", "Expression", "Interactive"};
    struct dumper dumper = {.file = file};
    open_node(&dumper, words[module->kind]);
    if (module->kind == AST_MODULE_EXPRESSION)
        field_expr(&dumper, "body", module->expression);
    else
        field_stmts(&dumper, "body", &module->body);
    if (module->kind == AST_MODULE_FILE)
        fputs(", type_ignores=[]", file);
    fputs(")\n", file);
    return !dumper.has_failed;
}
