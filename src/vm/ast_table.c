#include "vm/ast_table.h"

#define E(member) offsetof(struct ast_expr, member)
#define S(member) offsetof(struct ast_stmt, member)
#define P(member) offsetof(struct ast_pattern, member)
#define NODE(name, family, offset) {name, FIELD_NODE, FAMILY_##family, offset}
#define MAYBE(name, family, offset) {name, FIELD_NODE_OPTIONAL, FAMILY_##family, offset}
#define LIST(name, family, offset) {name, FIELD_LIST, FAMILY_##family, offset}
#define GAPS(name, family, offset) {name, FIELD_LIST_OPTIONAL, FAMILY_##family, offset}
#define PLAIN(name, kind, offset) {name, FIELD_##kind, FAMILY_EXPR, offset}
#define COMMENT {"type_comment", FIELD_NONE, FAMILY_EXPR, 0}

const struct ast_row ouro_ast_rows[] = {
    {FAMILY_MODULE, AST_MODULE_FILE, "Module",
     {LIST("body", STMT, offsetof(struct ast_module, body)), {"type_ignores", FIELD_EMPTY, FAMILY_EXPR, 0}}},
    {FAMILY_MODULE, AST_MODULE_INTERACTIVE, "Interactive",
     {LIST("body", STMT, offsetof(struct ast_module, body))}},
    {FAMILY_MODULE, AST_MODULE_EXPRESSION, "Expression",
     {NODE("body", EXPR, offsetof(struct ast_module, expression))}},

    {FAMILY_STMT, AST_STMT_FUNCTION_DEF, "FunctionDef",
     {PLAIN("name", TEXT, S(function_def.name)), NODE("args", ARGUMENTS, S(function_def.args)),
      LIST("body", STMT, S(function_def.body)), LIST("decorator_list", EXPR, S(function_def.decorator_list)),
      MAYBE("returns", EXPR, S(function_def.returns)), COMMENT}},
    {FAMILY_STMT, AST_STMT_ASYNC_FUNCTION_DEF, "AsyncFunctionDef",
     {PLAIN("name", TEXT, S(function_def.name)), NODE("args", ARGUMENTS, S(function_def.args)),
      LIST("body", STMT, S(function_def.body)), LIST("decorator_list", EXPR, S(function_def.decorator_list)),
      MAYBE("returns", EXPR, S(function_def.returns)), COMMENT}},
    {FAMILY_STMT, AST_STMT_CLASS_DEF, "ClassDef",
     {PLAIN("name", TEXT, S(class_def.name)), LIST("bases", EXPR, S(class_def.bases)),
      LIST("keywords", KEYWORD, S(class_def.keywords)), LIST("body", STMT, S(class_def.body)),
      LIST("decorator_list", EXPR, S(class_def.decorator_list))}},
    {FAMILY_STMT, AST_STMT_RETURN, "Return", {MAYBE("value", EXPR, S(return_.value))}},
    {FAMILY_STMT, AST_STMT_DELETE, "Delete", {LIST("targets", EXPR, S(delete_.targets))}},
    {FAMILY_STMT, AST_STMT_ASSIGN, "Assign",
     {LIST("targets", EXPR, S(assign.targets)), NODE("value", EXPR, S(assign.value)), COMMENT}},
    {FAMILY_STMT, AST_STMT_AUG_ASSIGN, "AugAssign",
     {NODE("target", EXPR, S(aug_assign.target)), PLAIN("op", OPERATOR, S(aug_assign.op)),
      NODE("value", EXPR, S(aug_assign.value))}},
    {FAMILY_STMT, AST_STMT_ANN_ASSIGN, "AnnAssign",
     {NODE("target", EXPR, S(ann_assign.target)), NODE("annotation", EXPR, S(ann_assign.annotation)),
      MAYBE("value", EXPR, S(ann_assign.value)), PLAIN("simple", BOOL, S(ann_assign.simple))}},
    {FAMILY_STMT, AST_STMT_FOR, "For",
     {NODE("target", EXPR, S(for_.target)), NODE("iter", EXPR, S(for_.iter)), LIST("body", STMT,
                                                                                   S(for_.body)),
      LIST("orelse", STMT, S(for_.orelse)), COMMENT}},
    {FAMILY_STMT, AST_STMT_ASYNC_FOR, "AsyncFor",
     {NODE("target", EXPR, S(for_.target)), NODE("iter", EXPR, S(for_.iter)), LIST("body", STMT,
                                                                                   S(for_.body)),
      LIST("orelse", STMT, S(for_.orelse)), COMMENT}},
    {FAMILY_STMT, AST_STMT_WHILE, "While",
     {NODE("test", EXPR, S(while_.test)), LIST("body", STMT, S(while_.body)),
      LIST("orelse", STMT, S(while_.orelse))}},
    {FAMILY_STMT, AST_STMT_IF, "If",
     {NODE("test", EXPR, S(if_.test)), LIST("body", STMT, S(if_.body)), LIST("orelse", STMT, S(if_.orelse))}},
    {FAMILY_STMT, AST_STMT_WITH, "With",
     {LIST("items", WITH_ITEM, S(with.items)), LIST("body", STMT, S(with.body)), COMMENT}},
    {FAMILY_STMT, AST_STMT_ASYNC_WITH, "AsyncWith",
     {LIST("items", WITH_ITEM, S(with.items)), LIST("body", STMT, S(with.body)), COMMENT}},
    {FAMILY_STMT, AST_STMT_MATCH, "Match",
     {NODE("subject", EXPR, S(match.subject)), LIST("cases", MATCH_CASE, S(match.cases))}},
    {FAMILY_STMT, AST_STMT_RAISE, "Raise",
     {MAYBE("exc", EXPR, S(raise.exc)), MAYBE("cause", EXPR, S(raise.cause))}},
    {FAMILY_STMT, AST_STMT_TRY, "Try",
     {LIST("body", STMT, S(try_.body)), LIST("handlers", HANDLER, S(try_.handlers)),
      LIST("orelse", STMT, S(try_.orelse)), LIST("finalbody", STMT, S(try_.finalbody))}},
    {FAMILY_STMT, AST_STMT_TRY_STAR, "TryStar",
     {LIST("body", STMT, S(try_.body)), LIST("handlers", HANDLER, S(try_.handlers)),
      LIST("orelse", STMT, S(try_.orelse)), LIST("finalbody", STMT, S(try_.finalbody))}},
    {FAMILY_STMT, AST_STMT_ASSERT, "Assert",
     {NODE("test", EXPR, S(assert_.test)), MAYBE("msg", EXPR, S(assert_.msg))}},
    {FAMILY_STMT, AST_STMT_IMPORT, "Import", {LIST("names", ALIAS, S(import.names))}},
    {FAMILY_STMT, AST_STMT_IMPORT_FROM, "ImportFrom",
     {PLAIN("module", TEXT_OPTIONAL, S(import_from.module)), LIST("names", ALIAS, S(import_from.names)),
      PLAIN("level", INT, S(import_from.level))}},
    {FAMILY_STMT, AST_STMT_GLOBAL, "Global", {PLAIN("names", TEXTS, S(global.names))}},
    {FAMILY_STMT, AST_STMT_NONLOCAL, "Nonlocal", {PLAIN("names", TEXTS, S(global.names))}},
    {FAMILY_STMT, AST_STMT_EXPR, "Expr", {NODE("value", EXPR, S(expr.value))}},
    {FAMILY_STMT, AST_STMT_PASS, "Pass", {{0}}},
    {FAMILY_STMT, AST_STMT_BREAK, "Break", {{0}}},
    {FAMILY_STMT, AST_STMT_CONTINUE, "Continue", {{0}}},

    {FAMILY_EXPR, AST_EXPR_BOOL_OP, "BoolOp",
     {PLAIN("op", BOOL_OPERATOR, E(bool_op.op)), LIST("values", EXPR, E(bool_op.values))}},
    {FAMILY_EXPR, AST_EXPR_NAMED_EXPR, "NamedExpr",
     {NODE("target", EXPR, E(named_expr.target)), NODE("value", EXPR, E(named_expr.value))}},
    {FAMILY_EXPR, AST_EXPR_BIN_OP, "BinOp",
     {NODE("left", EXPR, E(bin_op.left)), PLAIN("op", OPERATOR, E(bin_op.op)),
      NODE("right", EXPR, E(bin_op.right))}},
    {FAMILY_EXPR, AST_EXPR_UNARY_OP, "UnaryOp",
     {PLAIN("op", UNARY, E(unary_op.op)), NODE("operand", EXPR, E(unary_op.operand))}},
    {FAMILY_EXPR, AST_EXPR_LAMBDA, "Lambda",
     {NODE("args", ARGUMENTS, E(lambda.args)), NODE("body", EXPR, E(lambda.body))}},
    {FAMILY_EXPR, AST_EXPR_IF_EXP, "IfExp",
     {NODE("test", EXPR, E(if_exp.test)), NODE("body", EXPR, E(if_exp.body)),
      NODE("orelse", EXPR, E(if_exp.orelse))}},
    {FAMILY_EXPR, AST_EXPR_DICT, "Dict",
     {GAPS("keys", EXPR, E(dict.keys)), LIST("values", EXPR, E(dict.values))}},
    {FAMILY_EXPR, AST_EXPR_SET, "Set", {LIST("elts", EXPR, E(set.elts))}},
    {FAMILY_EXPR, AST_EXPR_LIST_COMP, "ListComp",
     {NODE("elt", EXPR, E(comp.elt)), LIST("generators", COMPREHENSION, E(comp.generators))}},
    {FAMILY_EXPR, AST_EXPR_SET_COMP, "SetComp",
     {NODE("elt", EXPR, E(comp.elt)), LIST("generators", COMPREHENSION, E(comp.generators))}},
    {FAMILY_EXPR, AST_EXPR_DICT_COMP, "DictComp",
     {NODE("key", EXPR, E(dict_comp.key)), NODE("value", EXPR, E(dict_comp.value)),
      LIST("generators", COMPREHENSION, E(dict_comp.generators))}},
    {FAMILY_EXPR, AST_EXPR_GENERATOR_EXP, "GeneratorExp",
     {NODE("elt", EXPR, E(comp.elt)), LIST("generators", COMPREHENSION, E(comp.generators))}},
    {FAMILY_EXPR, AST_EXPR_AWAIT, "Await", {NODE("value", EXPR, E(yield.value))}},
    {FAMILY_EXPR, AST_EXPR_YIELD, "Yield", {MAYBE("value", EXPR, E(yield.value))}},
    {FAMILY_EXPR, AST_EXPR_YIELD_FROM, "YieldFrom", {NODE("value", EXPR, E(yield.value))}},
    {FAMILY_EXPR, AST_EXPR_COMPARE, "Compare",
     {NODE("left", EXPR, E(compare.left)), PLAIN("ops", COMPARE, E(compare.ops)),
      LIST("comparators", EXPR, E(compare.comparators))}},
    {FAMILY_EXPR, AST_EXPR_CALL, "Call",
     {NODE("func", EXPR, E(call.func)), LIST("args", EXPR, E(call.args)),
      LIST("keywords", KEYWORD, E(call.keywords))}},
    {FAMILY_EXPR, AST_EXPR_FORMATTED_VALUE, "FormattedValue",
     {NODE("value", EXPR, E(formatted_value.value)), PLAIN("conversion", INT, E(formatted_value.conversion)),
      MAYBE("format_spec", EXPR, E(formatted_value.format_spec))}},
    {FAMILY_EXPR, AST_EXPR_JOINED_STR, "JoinedStr", {LIST("values", EXPR, E(joined_str.values))}},
    {FAMILY_EXPR, AST_EXPR_CONSTANT, "Constant",
     {PLAIN("value", CONSTANT, E(constant)), PLAIN("kind", PREFIX, E(constant))}},
    {FAMILY_EXPR, AST_EXPR_ATTRIBUTE, "Attribute",
     {NODE("value", EXPR, E(attribute.value)), PLAIN("attr", TEXT, E(attribute.attr)),
      PLAIN("ctx", CONTEXT, E(attribute.ctx))}},
    {FAMILY_EXPR, AST_EXPR_SUBSCRIPT, "Subscript",
     {NODE("value", EXPR, E(subscript.value)), NODE("slice", EXPR, E(subscript.slice)),
      PLAIN("ctx", CONTEXT, E(subscript.ctx))}},
    {FAMILY_EXPR, AST_EXPR_STARRED, "Starred",
     {NODE("value", EXPR, E(starred.value)), PLAIN("ctx", CONTEXT, E(starred.ctx))}},
    {FAMILY_EXPR, AST_EXPR_NAME, "Name", {PLAIN("id", TEXT, E(name.id)), PLAIN("ctx", CONTEXT, E(name.ctx))}},
    {FAMILY_EXPR, AST_EXPR_LIST, "List",
     {LIST("elts", EXPR, E(sequence.elts)), PLAIN("ctx", CONTEXT, E(sequence.ctx))}},
    {FAMILY_EXPR, AST_EXPR_TUPLE, "Tuple",
     {LIST("elts", EXPR, E(sequence.elts)), PLAIN("ctx", CONTEXT, E(sequence.ctx))}},
    {FAMILY_EXPR, AST_EXPR_SLICE, "Slice",
     {MAYBE("lower", EXPR, E(slice.lower)), MAYBE("upper", EXPR, E(slice.upper)),
      MAYBE("step", EXPR, E(slice.step))}},

    {FAMILY_PATTERN, AST_PATTERN_VALUE, "MatchValue", {NODE("value", EXPR, P(value.value))}},
    {FAMILY_PATTERN, AST_PATTERN_SINGLETON, "MatchSingleton", {PLAIN("value", CONSTANT, P(singleton.value))}},
    {FAMILY_PATTERN, AST_PATTERN_SEQUENCE, "MatchSequence", {LIST("patterns", PATTERN,
                                                                  P(sequence.patterns))}},
    {FAMILY_PATTERN, AST_PATTERN_MAPPING, "MatchMapping",
     {LIST("keys", EXPR, P(mapping.keys)), LIST("patterns", PATTERN, P(mapping.patterns)),
      PLAIN("rest", TEXT_OPTIONAL, P(mapping.rest))}},
    {FAMILY_PATTERN, AST_PATTERN_CLASS, "MatchClass",
     {NODE("cls", EXPR, P(class_.cls)), LIST("patterns", PATTERN, P(class_.patterns)),
      PLAIN("kwd_attrs", TEXTS, P(class_.kwd_attrs)), LIST("kwd_patterns", PATTERN, P(class_.kwd_patterns))}},
    {FAMILY_PATTERN, AST_PATTERN_STAR, "MatchStar", {PLAIN("name", TEXT_OPTIONAL, P(star.name))}},
    {FAMILY_PATTERN, AST_PATTERN_AS, "MatchAs",
     {MAYBE("pattern", PATTERN, P(as.pattern)), PLAIN("name", TEXT_OPTIONAL, P(as.name))}},
    {FAMILY_PATTERN, AST_PATTERN_OR, "MatchOr", {LIST("patterns", PATTERN, P(or_.patterns))}},

    {FAMILY_COMPREHENSION, 0, "comprehension",
     {NODE("target", EXPR, offsetof(struct ast_comprehension, target)),
      NODE("iter", EXPR, offsetof(struct ast_comprehension, iter)),
      LIST("ifs", EXPR, offsetof(struct ast_comprehension, ifs)),
      PLAIN("is_async", BOOL, offsetof(struct ast_comprehension, is_async))}},
    {FAMILY_HANDLER, 0, "ExceptHandler",
     {MAYBE("type", EXPR, offsetof(struct ast_except_handler, type)),
      PLAIN("name", TEXT_OPTIONAL, offsetof(struct ast_except_handler, name)),
      LIST("body", STMT, offsetof(struct ast_except_handler, body))}},
    {FAMILY_ARGUMENTS, 0, "arguments",
     {LIST("posonlyargs", ARG, offsetof(struct ast_arguments, posonlyargs)),
      LIST("args", ARG, offsetof(struct ast_arguments, args)),
      MAYBE("vararg", ARG, offsetof(struct ast_arguments, vararg)),
      LIST("kwonlyargs", ARG, offsetof(struct ast_arguments, kwonlyargs)),
      GAPS("kw_defaults", EXPR, offsetof(struct ast_arguments, kw_defaults)),
      MAYBE("kwarg", ARG, offsetof(struct ast_arguments, kwarg)),
      LIST("defaults", EXPR, offsetof(struct ast_arguments, defaults))}},
    {FAMILY_ARG, 0, "arg",
     {PLAIN("arg", TEXT, offsetof(struct ast_arg, name)),
      MAYBE("annotation", EXPR, offsetof(struct ast_arg, annotation)), COMMENT}},
    {FAMILY_KEYWORD, 0, "keyword",
     {PLAIN("arg", TEXT_OPTIONAL, offsetof(struct ast_keyword, arg)),
      NODE("value", EXPR, offsetof(struct ast_keyword, value))}},
    {FAMILY_ALIAS, 0, "alias",
     {PLAIN("name", TEXT, offsetof(struct ast_alias, name)),
      PLAIN("asname", TEXT_OPTIONAL, offsetof(struct ast_alias, asname))}},
    {FAMILY_WITH_ITEM, 0, "withitem",
     {NODE("context_expr", EXPR, offsetof(struct ast_with_item, context_expr)),
      MAYBE("optional_vars", EXPR, offsetof(struct ast_with_item, optional_vars))}},
    {FAMILY_MATCH_CASE, 0, "match_case",
     {NODE("pattern", PATTERN, offsetof(struct ast_match_case, pattern)),
      MAYBE("guard", EXPR, offsetof(struct ast_match_case, guard)),
      LIST("body", STMT, offsetof(struct ast_match_case, body))}},
    {FAMILY_COUNT, 0, NULL, {{0}}},
};

#define SPAN(type) offsetof(struct type, span)
const struct ast_family_info ouro_ast_families[FAMILY_COUNT] = {
    [FAMILY_MODULE] = {"mod", sizeof(struct ast_module), offsetof(struct ast_module, kind), -1},
    [FAMILY_STMT] = {"stmt", sizeof(struct ast_stmt), offsetof(struct ast_stmt, kind), SPAN(ast_stmt)},
    [FAMILY_EXPR] = {"expr", sizeof(struct ast_expr), offsetof(struct ast_expr, kind), SPAN(ast_expr)},
    [FAMILY_PATTERN] = {"pattern", sizeof(struct ast_pattern), offsetof(struct ast_pattern, kind),
                        SPAN(ast_pattern)},
    [FAMILY_COMPREHENSION] = {"comprehension", sizeof(struct ast_comprehension), -1, -1},
    [FAMILY_HANDLER] = {"excepthandler", sizeof(struct ast_except_handler), -1, SPAN(ast_except_handler)},
    [FAMILY_ARGUMENTS] = {"arguments", sizeof(struct ast_arguments), -1, -1},
    [FAMILY_ARG] = {"arg", sizeof(struct ast_arg), -1, SPAN(ast_arg)},
    [FAMILY_KEYWORD] = {"keyword", sizeof(struct ast_keyword), -1, SPAN(ast_keyword)},
    [FAMILY_ALIAS] = {"alias", sizeof(struct ast_alias), -1, SPAN(ast_alias)},
    [FAMILY_WITH_ITEM] = {"withitem", sizeof(struct ast_with_item), -1, -1},
    [FAMILY_MATCH_CASE] = {"match_case", sizeof(struct ast_match_case), -1, -1},
};

const char *const *ouro_ast_words(enum ast_field_kind kind)
{
    static const char *const contexts[] = {"Load", "Store", "Del", NULL};
    static const char *const bools[] = {"And", "Or", NULL};
    static const char *const operators[] = {"Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift",
                                            "RShift", "BitOr", "BitXor", "BitAnd", "FloorDiv", NULL};
    static const char *const unary[] = {"Invert", "Not", "UAdd", "USub", NULL};
    static const char *const compare[] = {"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In",
                                          "NotIn", NULL};
    switch (kind) {
    case FIELD_CONTEXT:
        return contexts;
    case FIELD_BOOL_OPERATOR:
        return bools;
    case FIELD_OPERATOR:
        return operators;
    case FIELD_UNARY:
        return unary;
    default:
        return compare;
    }
}

const struct ast_row *ouro_ast_row(enum ast_family family, int kind)
{
    const struct ast_row *row = ouro_ast_rows;
    while (row->name && (row->family != family || row->kind != kind))
        row++;
    return row;
}
