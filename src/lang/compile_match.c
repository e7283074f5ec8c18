/* match statements.
 *
 * A pattern consumes the subject on top of the stack and leaves the values it captures; where it fails
 * it jumps to a block that pops as many values as lay there: fail_blocks[n] pops n and goes on with the
 * next case. Captured values stay below everything still needed, in the order of their stores. */
#include <string.h>

#include "lang/compile_internal.h"
#include "types/dict.h"

struct match {
    const struct compile_name **stores; /* names captured so far, topmost value first */
    uint32_t store_count, store_capacity;
    bool allows_irrefutable;
    struct block **fail_blocks;
    uint32_t fail_count, fail_capacity;
    uint32_t on_top; /* values above the captured ones that a failure has to pop */
};

static void compile_pattern(struct compiler *c, struct ast_pattern *p, struct match *m);

static bool is_wildcard(const struct ast_pattern *p)
{
    return p->kind == AST_PATTERN_AS && !p->as.pattern && !p->as.name;
}

static bool is_star_wildcard(const struct ast_pattern *p)
{
    return p->kind == AST_PATTERN_STAR && !p->star.name;
}

/* ---- failure --------------------------------------------------------------------------------- */

static bool ensure_fail_blocks(struct compiler *c, struct match *m, uint32_t pops)
{
    while (m->fail_count <= pops) {
        if (m->fail_count == m->fail_capacity &&
            !ouro_compile_grow(c, &m->fail_blocks, &m->fail_capacity, sizeof *m->fail_blocks))
            return false;
        m->fail_blocks[m->fail_count++] = ouro_emit_block(c);
    }
    return !c->has_failed;
}

static void fail_jump(struct compiler *c, struct match *m, unsigned opcode)
{
    uint32_t pops = m->on_top + m->store_count;
    if (ensure_fail_blocks(c, m, pops))
        ouro_emit_jump(c, opcode, m->fail_blocks[pops]);
}

static void emit_fail_blocks(struct compiler *c, struct match *m)
{
    while (m->fail_count > 1) {
        ouro_emit_use(c, m->fail_blocks[--m->fail_count]);
        ouro_emit(c, OP_POP_TOP, 0);
    }
    ouro_emit_use(c, m->fail_count ? m->fail_blocks[0] : ouro_emit_block(c));
    m->fail_count = 0;
}

/* ---- captures -------------------------------------------------------------------------------- */

/* Moves the top below count - 1 others. */
static void rotate(struct compiler *c, uint32_t count)
{
    while (count > 1)
        ouro_emit(c, OP_SWAP, count--);
}

static void add_store(struct compiler *c, struct match *m, const struct compile_name *name,
                      struct ast_span span)
{
    for (uint32_t i = 0; i < m->store_count; i++) {
        if (m->stores[i] == name) {
            ouro_compile_error(c, span, "multiple assignments to name '%s' in pattern", name->bytes);
            return;
        }
    }
    if (m->store_count == m->store_capacity &&
        !ouro_compile_grow(c, &m->stores, &m->store_capacity, sizeof *m->stores))
        return;
    m->stores[m->store_count++] = name;
}

static void capture(struct compiler *c, struct match *m, const struct ast_text *text)
{
    if (!text) {
        ouro_emit(c, OP_POP_TOP, 0);
        return;
    }
    const struct compile_name *name = ouro_compile_name(c, text);
    if (!name || ouro_compile_is_name_forbidden(c, text, AST_STORE))
        return;
    uint32_t count = m->on_top + m->store_count + 1;
    add_store(c, m, name, c->unit->span);
    if (!c->has_failed)
        rotate(c, count);
}

/* A pattern inside another one may be irrefutable. */
static void compile_subpattern(struct compiler *c, struct ast_pattern *p, struct match *m)
{
    bool allows = m->allows_irrefutable;
    m->allows_irrefutable = true;
    compile_pattern(c, p, m);
    m->allows_irrefutable = allows;
}

/* ---- patterns -------------------------------------------------------------------------------- */

static void compile_as(struct compiler *c, struct ast_pattern *p, struct match *m)
{
    if (!p->as.pattern) {
        if (!m->allows_irrefutable) {
            if (p->as.name)
                ouro_compile_error(c, p->span,
                                   "name capture '%.*s' makes remaining patterns unreachable",
                                   (int)p->as.name->size, p->as.name->bytes);
            else
                ouro_compile_error(c, p->span, "wildcard makes remaining patterns unreachable");
            return;
        }
        capture(c, m, p->as.name);
        return;
    }
    m->on_top++;
    ouro_emit(c, OP_COPY, 1);
    compile_pattern(c, p->as.pattern, m);
    m->on_top--;
    capture(c, m, p->as.name);
}

static void compare_length(struct compiler *c, struct match *m, uint32_t length,
                           enum ouro_compare_op op)
{
    ouro_emit(c, OP_GET_LEN, 0);
    ouro_emit_constant(c, ouro_compile_constant_int(c, length));
    ouro_emit(c, OP_COMPARE_OP, op);
    fail_jump(c, m, OP_POP_JUMP_IF_FALSE);
}

static void unpack_items(struct compiler *c, const struct ast_pattern_list *patterns, int64_t star,
                         struct match *m)
{
    uint32_t count = patterns->count;
    if (star >= 0) {
        uint32_t after = count - (uint32_t)star - 1;
        if (star >= 256 || after >= 1 << 16) {
            ouro_compile_error(c, c->unit->span,
                               "too many expressions in star-unpacking sequence pattern");
            return;
        }
        ouro_emit(c, OP_UNPACK_EX, (uint32_t)star + (after << 8));
    } else {
        ouro_emit(c, OP_UNPACK_SEQUENCE, count);
    }
    m->on_top += count;
    for (uint32_t i = 0; i < count && !c->has_failed; i++) {
        m->on_top--;
        compile_subpattern(c, patterns->items[i], m);
    }
}

/* Around `*_` only the items that matter are fetched, from the subject, which stays on top. */
static void subscript_items(struct compiler *c, const struct ast_pattern_list *patterns, uint32_t star,
                            struct match *m)
{
    uint32_t count = patterns->count;
    m->on_top++;
    for (uint32_t i = 0; i < count && !c->has_failed; i++) {
        if (i == star || is_wildcard(patterns->items[i]))
            continue;
        ouro_emit(c, OP_COPY, 1);
        if (i < star) {
            ouro_emit_constant(c, ouro_compile_constant_int(c, i));
        } else {
            ouro_emit(c, OP_GET_LEN, 0);
            ouro_emit_constant(c, ouro_compile_constant_int(c, count - i));
            ouro_emit(c, OP_BINARY_OP, BINARY_SUBTRACT);
        }
        ouro_emit(c, OP_BINARY_SUBSCR, 0);
        compile_subpattern(c, patterns->items[i], m);
    }
    m->on_top--;
    ouro_emit(c, OP_POP_TOP, 0);
}

static void compile_sequence(struct compiler *c, struct ast_pattern *p, struct match *m)
{
    const struct ast_pattern_list *patterns = &p->sequence.patterns;
    int64_t star = -1;
    bool only_wildcards = true, star_is_wildcard = false;
    for (uint32_t i = 0; i < patterns->count; i++) {
        const struct ast_pattern *item = patterns->items[i];
        if (item->kind != AST_PATTERN_STAR) {
            only_wildcards &= is_wildcard(item);
            continue;
        }
        if (star >= 0) {
            ouro_compile_error(c, c->unit->span, "multiple starred names in sequence pattern");
            return;
        }
        star = i;
        star_is_wildcard = is_star_wildcard(item);
        only_wildcards &= star_is_wildcard;
    }
    m->on_top++;
    ouro_emit(c, OP_MATCH_SEQUENCE, 0);
    fail_jump(c, m, OP_POP_JUMP_IF_FALSE);
    if (star < 0)
        compare_length(c, m, patterns->count, COMPARE_EQ);
    else if (patterns->count > 1)
        compare_length(c, m, patterns->count - 1, COMPARE_GE);
    m->on_top--;
    if (only_wildcards)
        ouro_emit(c, OP_POP_TOP, 0);
    else if (star_is_wildcard)
        subscript_items(c, patterns, (uint32_t)star, m);
    else
        unpack_items(c, patterns, star, m);
}

static void fail_if_none(struct compiler *c, struct match *m)
{
    ouro_emit_none(c);
    ouro_emit(c, OP_IS_OP, 1);
    fail_jump(c, m, OP_POP_JUMP_IF_FALSE);
}

/* repr() of a constant key for the message, in the arena. */
static const char *key_text(struct compiler *c, ouro_object *key)
{
    ouro_object *repr = ouro_repr(c->rt, key), *owner = NULL;
    size_t size = 0;
    const char *text = repr ? ouro_str_utf8(c->rt, repr, &size, &owner) : NULL;
    char *copy = text ? ouro_arena_copy(&c->scratch, text, size) : NULL;
    if (!copy)
        ouro_compile_fail(c);
    xdecref(c->rt, owner);
    xdecref(c->rt, repr);
    return copy ? copy : "";
}

/* Whether a key equal to this one (1 and 1.0, 0 and -0) is in the dict already; it is put there. */
static bool is_repeated(struct compiler *c, ouro_object *seen, ouro_object *key)
{
    int found = seen ? ouro_contains(c->rt, seen, key) : -1;
    if (found < 0 || (!found && !ouro_dict_set(c->rt, seen, key, c->rt->none)))
        ouro_compile_fail(c);
    return found > 0;
}

static void compile_keys(struct compiler *c, struct ast_pattern *p)
{
    struct ast_expr_list *keys = &p->mapping.keys;
    ouro_object *seen = ouro_dict_new(c->rt);
    for (uint32_t i = 0; i < keys->count && !c->has_failed; i++) {
        struct ast_expr *key = keys->items[i];
        ouro_object *constant = ouro_compile_constant_of(c, key);
        if (constant && is_repeated(c, seen, constant))
            ouro_compile_error(c, c->unit->span, "mapping pattern checks duplicate key (%s)",
                               key_text(c, constant));
        else if (!constant && key->kind != AST_EXPR_ATTRIBUTE)
            ouro_compile_error(
                c, c->unit->span, "mapping pattern keys may only match literals and attribute lookups");
        ouro_compile_expr(c, key);
    }
    xdecref(c->rt, seen);
    ouro_emit(c, OP_BUILD_TUPLE, keys->count);
}

/* subject keys -> a dict of what the keys left over, captured */
static void capture_rest(struct compiler *c, struct ast_pattern *p, struct match *m)
{
    uint32_t count = p->mapping.keys.count;
    ouro_emit(c, OP_BUILD_MAP, 0);
    ouro_emit(c, OP_SWAP, 3);
    ouro_emit(c, OP_DICT_UPDATE, 2);
    ouro_emit(c, OP_UNPACK_SEQUENCE, count);
    for (; count; count--) {
        ouro_emit(c, OP_COPY, 1 + count);
        ouro_emit(c, OP_SWAP, 2);
        ouro_emit(c, OP_DELETE_SUBSCR, 0);
    }
    capture(c, m, p->mapping.rest);
}

static void compile_mapping(struct compiler *c, struct ast_pattern *p, struct match *m)
{
    uint32_t count = p->mapping.keys.count;
    m->on_top++;
    ouro_emit(c, OP_MATCH_MAPPING, 0);
    fail_jump(c, m, OP_POP_JUMP_IF_FALSE);
    if (!count && !p->mapping.rest) {
        m->on_top--;
        ouro_emit(c, OP_POP_TOP, 0);
        return;
    }
    if (count)
        compare_length(c, m, count, COMPARE_GE);
    compile_keys(c, p);
    ouro_emit(c, OP_MATCH_KEYS, 0);
    m->on_top += 2;
    ouro_emit(c, OP_COPY, 1);
    fail_if_none(c, m);
    ouro_emit(c, OP_UNPACK_SEQUENCE, count);
    m->on_top += count - 1;
    for (uint32_t i = 0; i < count && !c->has_failed; i++) {
        m->on_top--;
        compile_subpattern(c, p->mapping.patterns.items[i], m);
    }
    m->on_top -= 2;
    if (p->mapping.rest) {
        capture_rest(c, p, m);
    } else {
        ouro_emit(c, OP_POP_TOP, 0);
        ouro_emit(c, OP_POP_TOP, 0);
    }
}

static ouro_object *attribute_names(struct compiler *c, struct ast_pattern *p)
{
    const struct ast_name_list *attrs = &p->class_.kwd_attrs;
    ouro_object *names = c->has_failed ? NULL : ouro_tuple_new(c->rt, attrs->count);
    for (uint32_t i = 0; i < attrs->count && names; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (attrs->items[i] == attrs->items[j])
                ouro_compile_error(c, p->class_.kwd_patterns.items[i]->span,
                                   "attribute name repeated in class pattern: %.*s",
                                   (int)attrs->items[i]->size, attrs->items[i]->bytes);
        }
        ouro_object *name = ouro_compile_name_str(c, ouro_compile_name(c, attrs->items[i]));
        tuple_items(names)[i] = xnewref(name);
        if (c->has_failed)
            clearref(c->rt, &names);
    }
    return ouro_compile_constant_take(c, names);
}

static void compile_class(struct compiler *c, struct ast_pattern *p, struct match *m)
{
    uint32_t positional = p->class_.patterns.count, keyword = p->class_.kwd_patterns.count;
    ouro_object *names = attribute_names(c, p);
    ouro_compile_expr(c, p->class_.cls);
    ouro_emit_constant(c, names);
    ouro_emit(c, OP_MATCH_CLASS, positional);
    ouro_emit(c, OP_COPY, 1);
    m->on_top++;
    fail_if_none(c, m);
    ouro_emit(c, OP_UNPACK_SEQUENCE, positional + keyword);
    m->on_top += positional + keyword - 1;
    for (uint32_t i = 0; i < positional + keyword && !c->has_failed; i++) {
        struct ast_pattern *item = i < positional ? p->class_.patterns.items[i]
                                                  : p->class_.kwd_patterns.items[i - positional];
        m->on_top--;
        if (is_wildcard(item))
            ouro_emit(c, OP_POP_TOP, 0);
        else
            compile_subpattern(c, item, m);
    }
}

/* ---- alternatives ---------------------------------------------------------------------------- */

static int64_t store_index(const struct match *m, const struct compile_name *name)
{
    for (uint32_t i = 0; i < m->store_count; i++) {
        if (m->stores[i] == name)
            return i;
    }
    return -1;
}

/* Brings the captured values of an alternative into the order of the first one. */
static bool reorder(struct compiler *c, struct match *m, const struct compile_name **order, uint32_t count)
{
    for (uint32_t wanted = count; wanted-- > 0;) {
        int64_t index = store_index(m, order[wanted]);
        if (index < 0)
            return false;
        if (index == wanted)
            continue;
        /* The first index + 1 names go, as a group, behind those that follow them up to wanted. */
        uint32_t moved = (uint32_t)index + 1;
        const struct compile_name **group = ouro_compile_scratch(c, moved * sizeof *group);
        if (!group)
            return true;
        memcpy(group, m->stores, moved * sizeof *group);
        memmove(m->stores, m->stores + moved, (wanted + 1 - moved) * sizeof *group);
        memcpy(m->stores + (wanted + 1 - moved), group, moved * sizeof *group);
        while (moved--)
            rotate(c, wanted + 1);
    }
    return true;
}

static void compile_or(struct compiler *c, struct ast_pattern *p, struct match *m)
{
    struct block *end = ouro_emit_block(c);
    struct match outer = *m;
    const struct compile_name **order = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->or_.patterns.count && !c->has_failed; i++) {
        struct ast_pattern *alternative = p->or_.patterns.items[i];
        locate(c, alternative->span);
        *m = (struct match){.allows_irrefutable =
                                i + 1 == p->or_.patterns.count && outer.allows_irrefutable};
        ouro_emit(c, OP_COPY, 1);
        compile_pattern(c, alternative, m);
        if (c->has_failed)
            return;
        if (i == 0) {
            order = m->stores;
            count = m->store_count;
        } else if (m->store_count != count || !reorder(c, m, order, count)) {
            ouro_compile_error(c, c->unit->span, "alternative patterns bind different names");
            return;
        }
        ouro_emit_jump(c, OP_JUMP, end);
        emit_fail_blocks(c, m);
    }
    *m = outer;
    ouro_emit(c, OP_POP_TOP, 0);
    fail_jump(c, m, OP_JUMP);
    ouro_emit_use(c, end);
    uint32_t distance = count + 1 + m->on_top + m->store_count;
    for (uint32_t i = 0; i < count; i++) {
        rotate(c, distance);
        add_store(c, m, order[i], c->unit->span);
    }
    ouro_emit(c, OP_POP_TOP, 0);
}

static void compile_value(struct compiler *c, struct ast_pattern *p, struct match *m)
{
    struct ast_expr *value = p->value.value;
    if (value->kind != AST_EXPR_CONSTANT && value->kind != AST_EXPR_ATTRIBUTE) {
        ouro_compile_error(c, p->span, "patterns may only match literals and attribute lookups");
        return;
    }
    ouro_compile_expr(c, value);
    ouro_emit(c, OP_COMPARE_OP, COMPARE_EQ);
    fail_jump(c, m, OP_POP_JUMP_IF_FALSE);
}

static void compile_pattern(struct compiler *c, struct ast_pattern *p, struct match *m)
{
    if (c->has_failed || !ouro_compile_enter(c))
        return;
    locate(c, p->span);
    switch (p->kind) {
    case AST_PATTERN_VALUE:
        compile_value(c, p, m);
        break;
    case AST_PATTERN_SINGLETON:
        ouro_emit_constant(c, ouro_compile_constant(c, &p->singleton.value));
        ouro_emit(c, OP_IS_OP, 0);
        fail_jump(c, m, OP_POP_JUMP_IF_FALSE);
        break;
    case AST_PATTERN_SEQUENCE:
        compile_sequence(c, p, m);
        break;
    case AST_PATTERN_MAPPING:
        compile_mapping(c, p, m);
        break;
    case AST_PATTERN_CLASS:
        compile_class(c, p, m);
        break;
    case AST_PATTERN_STAR:
        capture(c, m, p->star.name);
        break;
    case AST_PATTERN_AS:
        compile_as(c, p, m);
        break;
    case AST_PATTERN_OR:
        compile_or(c, p, m);
        break;
    }
    ouro_compile_leave(c);
}

/* ---- the statement --------------------------------------------------------------------------- */

static void compile_case(struct compiler *c, struct ast_match_case *match_case, bool is_last_copy,
                         bool is_last, struct block *end)
{
    struct match m = {.allows_irrefutable = match_case->guard || is_last};
    locate(c, match_case->pattern->span);
    if (!is_last_copy)
        ouro_emit(c, OP_COPY, 1);
    compile_pattern(c, match_case->pattern, &m);
    for (uint32_t i = 0; i < m.store_count; i++)
        ouro_emit_variable(c, m.stores[i], AST_STORE);
    if (match_case->guard && ensure_fail_blocks(c, &m, 0))
        ouro_compile_jump_if(c, match_case->guard, m.fail_blocks[0], false);
    if (!is_last_copy)
        ouro_emit(c, OP_POP_TOP, 0);
    ouro_compile_stmts(c, &match_case->body);
    ouro_emit_jump(c, OP_JUMP, end);
    locate(c, match_case->pattern->span);
    emit_fail_blocks(c, &m);
}

void ouro_compile_match(struct compiler *c, struct ast_stmt *s)
{
    uint32_t count = s->match.cases.count;
    struct block *end = ouro_emit_block(c);
    struct ast_match_case *last = s->match.cases.items[count - 1];
    /* A trailing `case _` needs no copy of the subject. */
    bool has_default = is_wildcard(last->pattern) && count > 1;
    uint32_t tested = count - has_default;
    ouro_compile_expr(c, s->match.subject);
    for (uint32_t i = 0; i < tested && !c->has_failed; i++)
        compile_case(c, s->match.cases.items[i], i + 1 == tested, i + 1 == count, end);
    if (has_default && !c->has_failed) {
        locate(c, last->pattern->span);
        ouro_emit(c, OP_NOP, 0);
        if (last->guard)
            ouro_compile_jump_if(c, last->guard, end, false);
        ouro_compile_stmts(c, &last->body);
    }
    ouro_emit_use(c, end);
}
