/* The matcher: a backtracking machine whose stack is an array of choices, not the C stack.
 *
 * Every change of a register pushes its old value, so that going back to a choice restores it. An atomic
 * group or a look-around that succeeded drops the choices made inside it and keeps those entries. */
#include <string.h>

#include "modules/re_internal.h"

enum choice_kind { CHOICE_GO, CHOICE_UNDO, CHOICE_GREEDY, CHOICE_LAZY, CHOICE_BARRIER, CHOICE_NEGATIVE };

uint32_t ouro_re_lower(uint32_t c, bool is_ascii)
{
    if (c < 128)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    uint32_t out[3];
    return is_ascii || ouro_unicode_to_lower(c, out) != 1 ? c : out[0];
}

uint32_t ouro_re_upper(uint32_t c, bool is_ascii)
{
    if (c < 128)
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    uint32_t out[3];
    if (is_ascii)
        return c;
    switch (c) { /* pairs that have one capital form of several characters */
    case 0x1fd3:
        return 0x390;
    case 0x1fe3:
        return 0x3b0;
    case 0xfb05:
        return 0xfb06;
    default:
        return ouro_unicode_to_upper(c, out) != 1 ? c : out[0];
    }
}

static bool is_word(uint32_t c, bool is_ascii)
{
    if (c < 128)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    return !is_ascii && ouro_unicode_is_alnum(c);
}

bool ouro_re_category_has(uint32_t category, uint32_t c)
{
    bool is_ascii = (category & RE_CATEGORY_ASCII) != 0, found;
    switch (category & 6) {
    case RE_DIGIT:
        found = c < 128 ? c >= '0' && c <= '9' : !is_ascii && ouro_unicode_decimal(c) >= 0;
        break;
    case RE_SPACE:
        found = is_ascii ? c == ' ' || (c >= 9 && c <= 13) : ouro_unicode_is_space(c);
        break;
    default:
        found = is_word(c, is_ascii);
    }
    return found != ((category & RE_CATEGORY_NOT) != 0);
}

static bool set_contains(const uint32_t *set, uint32_t c)
{
    const uint32_t *ranges = set + RE_SET_HEAD;
    for (uint32_t i = 0; i < set[11]; i++)
        if (c >= ranges[2 * i] && c <= ranges[2 * i + 1])
            return true;
    for (uint32_t i = RE_SET_HEAD + 2 * set[11]; i < set[1]; i++)
        if (ouro_re_category_has(set[i], c))
            return true;
    return false;
}

/* Whether the set has a character that is the same as c, case aside, and neither its small nor its capital
 * form: the Kelvin sign for k. These are all there are. */
static bool has_odd_form(const uint32_t *set, uint32_t upper)
{
    static const uint16_t odd[] = {
        0xb5, 0x131, 0x17f, 0x345, 0x390, 0x3b0, 0x3c2, 0x3d0, 0x3d1, 0x3d5, 0x3d6, 0x3f0, 0x3f1,
        0x3f4, 0x3f5, 0x1c80, 0x1c81, 0x1c82, 0x1c83, 0x1c84, 0x1c85, 0x1c86, 0x1c87, 0x1c88,
        0x1e9b, 0x1fbe, 0x1fd3, 0x1fe3, 0x2126, 0x212a, 0x212b, 0xfb05};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (ouro_re_upper(ouro_re_lower(odd[i], false), false) == upper && set_contains(set, odd[i]))
            return true;
    return false;
}

bool ouro_re_set_has_slow(const uint32_t *set, uint32_t c)
{
    bool found = set_contains(set, c);
    if (!found && (set[2] & RE_SET_FOLD)) {
        bool is_ascii = (set[2] & RE_SET_ASCII) != 0;
        uint32_t lower = ouro_re_lower(c, is_ascii), upper = ouro_re_upper(c, is_ascii);
        found = (lower != c && set_contains(set, lower)) || (upper != c && set_contains(set, upper));
        if (!found && !is_ascii) {
            uint32_t shared = ouro_re_upper(lower, false), other = ouro_re_lower(shared, false);
            found = (shared != upper && set_contains(set, shared)) ||
                    (other != lower && set_contains(set, other)) || has_odd_form(set, shared);
        }
    }
    return found != ((set[2] & RE_SET_NEGATED) != 0);
}

OURO_INLINE bool set_has(const uint32_t *set, uint32_t c)
{
    if (ouro_likely(c < 256))
        return set[3 + c / 32] >> c % 32 & 1;
    return ouro_re_set_has_slow(set, c);
}

OURO_INLINE bool folds_to(uint32_t c, uint32_t lower, bool is_ascii)
{
    if (c == lower)
        return true;
    uint32_t other = ouro_re_lower(c, is_ascii);
    if (other == lower)
        return true;
    if (is_ascii || (c < 128 && lower < 128))
        return false;
    return ouro_re_upper(other, false) == ouro_re_upper(lower, false);
}

OURO_INLINE bool one_matches(const uint32_t *code, uint32_t c)
{
    switch (code[0]) {
    case RE_CHAR:
        return c == code[1];
    case RE_CHAR_FOLD:
        return folds_to(c, code[1], code[2]);
    case RE_ANY:
        return c != '\n';
    case RE_ANY_ALL:
        return true;
    default:
        return set_has(code, c);
    }
}

OURO_INLINE uint32_t at(const void *data, int64_t index, unsigned width)
{
    if (width == 1)
        return ((const uint8_t *)data)[index];
    if (width == 2)
        return ((const uint16_t *)data)[index];
    return ((const uint32_t *)data)[index];
}

static bool grow(struct re_matcher *m)
{
    size_t capacity = m->capacity ? m->capacity * 2 : 64;
    struct re_choice *stack = ouro_buffer_realloc(m->rt, m->stack, m->capacity * sizeof *stack,
                                                  capacity * sizeof *stack);
    if (!stack)
        return false;
    m->stack = stack;
    m->capacity = capacity;
    return true;
}

OURO_INLINE bool push(struct re_matcher *m, uint32_t kind, uint32_t pc, int64_t a, int64_t b)
{
    if (ouro_unlikely(m->depth == m->capacity) && !grow(m))
        return false;
    m->stack[m->depth++] = (struct re_choice){kind, pc, a, b};
    return true;
}

OURO_INLINE bool set_register(struct re_matcher *m, uint32_t index, int64_t value)
{
    if (!push(m, CHOICE_UNDO, index, m->registers[index], 0))
        return false;
    m->registers[index] = value;
    return true;
}

/* Drops the choices above height; the old values of registers stay, moved down. */
static void commit(struct re_matcher *m, size_t height)
{
    size_t kept = height;
    for (size_t i = height; i < m->depth; i++)
        if (m->stack[i].kind == CHOICE_UNDO)
            m->stack[kept++] = m->stack[i];
    m->depth = kept;
}

/* Undoes everything above height. */
static void rollback(struct re_matcher *m, size_t height)
{
    while (m->depth > height) {
        const struct re_choice *choice = &m->stack[--m->depth];
        if (choice->kind == CHOICE_UNDO)
            m->registers[choice->pc] = choice->a;
    }
}

OURO_INLINE bool is_boundary(const struct re_matcher *m, int64_t pos, bool is_ascii, unsigned width)
{
    int64_t end = (int64_t)m->text.length;
    if (end == 0)
        return false;
    bool before = pos > 0 && is_word(at(m->text.data, pos - 1, width), is_ascii);
    bool after = pos < end && is_word(at(m->text.data, pos, width), is_ascii);
    return before != after;
}

OURO_INLINE bool at_place(const struct re_matcher *m, uint32_t place, int64_t pos, unsigned width)
{
    int64_t end = (int64_t)m->text.length;
    const void *data = m->text.data;
    switch (place & 15) {
    case RE_START:
        return pos == 0;
    case RE_LINE_START:
        return pos == 0 || at(data, pos - 1, width) == '\n';
    case RE_END:
        return pos == end;
    case RE_LINE_END:
        return pos == end || at(data, pos, width) == '\n';
    case RE_END_NEWLINE:
        return pos == end || (pos == end - 1 && at(data, pos, width) == '\n');
    case RE_BOUNDARY:
        return is_boundary(m, pos, (place & RE_PLACE_ASCII) != 0, width);
    default:
        return end > 0 && !is_boundary(m, pos, (place & RE_PLACE_ASCII) != 0, width);
    }
}

OURO_INLINE int64_t count_one(const void *data, const uint32_t *item, int64_t pos, int64_t stop,
                              unsigned width)
{
    switch (item[0]) {
    case RE_ANY_ALL:
        return stop;
    case RE_ANY:
        while (pos < stop && at(data, pos, width) != '\n')
            pos++;
        return pos;
    case RE_CHAR:
        while (pos < stop && at(data, pos, width) == item[1])
            pos++;
        return pos;
    case RE_SET:
        while (pos < stop && set_has(item, at(data, pos, width)))
            pos++;
        return pos;
    default:
        while (pos < stop && one_matches(item, at(data, pos, width)))
            pos++;
        return pos;
    }
}

static bool group_repeats(const struct re_matcher *m, const uint32_t *code, int64_t *pos, unsigned width)
{
    int64_t start = m->registers[2 * code[1]], end = m->registers[2 * code[1] + 1];
    if (start < 0 || end < start)
        return false;
    if (*pos + (end - start) > (int64_t)m->text.length)
        return false;
    for (int64_t i = start; i < end; i++) {
        uint32_t a = at(m->text.data, i, width), b = at(m->text.data, *pos + i - start, width);
        if (a != b && (!code[2] || !folds_to(b, ouro_re_lower(a, code[2] == 2), code[2] == 2)))
            return false;
    }
    *pos += end - start;
    return true;
}

/* 1 match (registers hold the marks), 0 none, -1 memory is out. */
OURO_INLINE int run(struct re_matcher *m, int64_t start, unsigned width)
{
    const uint32_t *const program = m->pattern->code;
    const void *const data = m->text.data;
    const int64_t end = (int64_t)m->text.length;
    const uint32_t last_group = re_register_last(m->pattern);
    const uint32_t *code = program;
    int64_t pos = start;
    m->depth = 0;
    for (;;) {
        switch (code[0]) {
        case RE_CHAR:
            if (pos >= end || at(data, pos, width) != code[1])
                goto backtrack;
            pos++;
            code += 2;
            continue;
        case RE_CHAR_FOLD:
            if (pos >= end || !folds_to(at(data, pos, width), code[1], code[2]))
                goto backtrack;
            pos++;
            code += 3;
            continue;
        case RE_ANY:
            if (pos >= end || at(data, pos, width) == '\n')
                goto backtrack;
            pos++;
            code += 1;
            continue;
        case RE_ANY_ALL:
            if (pos >= end)
                goto backtrack;
            pos++;
            code += 1;
            continue;
        case RE_SET:
            if (pos >= end || !set_has(code, at(data, pos, width)))
                goto backtrack;
            pos++;
            code += code[1];
            continue;
        case RE_AT:
            if (!at_place(m, code[1], pos, width))
                goto backtrack;
            code += 2;
            continue;
        case RE_SAVE:
            if (!set_register(m, code[1], pos))
                return -1;
            if ((code[1] & 1) && !set_register(m, last_group, code[1] / 2))
                return -1;
            code += 2;
            continue;
        case RE_SPLIT: {
            /* A branch that begins with another character need not be tried. */
            const uint32_t *first = code + 2;
            if (first[0] <= RE_SET && (pos >= end || !one_matches(first, at(data, pos, width)))) {
                code += code[1];
                continue;
            }
            if (!push(m, CHOICE_GO, (uint32_t)(code - program) + code[1], pos, 0))
                return -1;
            code += 2;
            continue;
        }
        case RE_JUMP:
            code += (int32_t)code[1];
            continue;
        case RE_ONE: {
            const uint32_t *item = code + 5, *next = item + code[4];
            int64_t low = code[1], high = code[2];
            if (end - pos < low)
                goto backtrack;
            int64_t stop = high > end - pos ? end : pos + high;
            if (code[3] == RE_LAZY) {
                int64_t reached = count_one(data, item, pos, pos + low, width);
                if (reached < pos + low)
                    goto backtrack;
                if (reached < stop &&
                    !push(m, CHOICE_LAZY, (uint32_t)(code - program), reached, stop))
                    return -1;
                pos = reached;
                code = next;
                continue;
            }
            int64_t reached = count_one(data, item, pos, stop, width);
            if (reached < pos + low)
                goto backtrack;
            if (code[3] == RE_GREEDY && reached > pos + low &&
                !push(m, CHOICE_GREEDY, (uint32_t)(next - program), pos + low, reached))
                return -1;
            pos = reached;
            code = next;
            continue;
        }
        case RE_INIT:
            if (!set_register(m, code[1], 0) || !set_register(m, code[1] + 1, -1))
                return -1;
            code += 2;
            continue;
        case RE_LOOP: {
            int64_t count = m->registers[code[1]], low = code[2], high = code[3];
            if (high == (int64_t)RE_REPEAT_MAX)
                high = INT64_MAX;
            const uint32_t *exit = code + code[5];
            if (count < low) {
                code += 6;
                continue;
            }
            if (count >= high || m->registers[code[1] + 1] == pos) {
                code = exit;
                continue;
            }
            const uint32_t *body = code + 6;
            bool is_lazy = code[4] == RE_LAZY;
            if (!push(m, CHOICE_GO, (uint32_t)((is_lazy ? body : exit) - program), pos, 0))
                return -1;
            code = is_lazy ? exit : body;
            continue;
        }
        case RE_ENTER:
            if (!set_register(m, code[1], m->registers[code[1]] + 1) ||
                !set_register(m, code[1] + 1, pos))
                return -1;
            code += 2;
            continue;
        case RE_REFER:
            if (!group_repeats(m, code, &pos, width))
                goto backtrack;
            code += 3;
            continue;
        case RE_IF:
            code += m->registers[2 * code[1] + 1] < 0 ? code[2] : 3;
            continue;
        case RE_LOOK: {
            bool is_negative = code[1] == RE_NOT_AHEAD || code[1] == RE_NOT_BEHIND;
            uint32_t target = (uint32_t)(code - program) + code[4];
            bool fits = pos - (int64_t)code[3] >= 0;
            if (!fits) {
                if (!is_negative)
                    goto backtrack;
                code = program + target;
                continue;
            }
            m->registers[code[2]] = (int64_t)m->depth;
            if (!push(m, is_negative ? CHOICE_NEGATIVE : CHOICE_BARRIER, target, pos, 0))
                return -1;
            pos -= code[3];
            code += 5;
            continue;
        }
        case RE_LOOK_END: {
            size_t height = (size_t)m->registers[code[2]];
            int64_t before = m->stack[height].a;
            if (code[1] == RE_NOT_AHEAD || code[1] == RE_NOT_BEHIND) {
                rollback(m, height);
                goto backtrack;
            }
            commit(m, height);
            if (code[1] != RE_ATOMIC)
                pos = before;
            code += 3;
            continue;
        }
        case RE_MATCH:
            if ((m->must_reach_end && pos != end) || (m->must_advance && pos == start))
                goto backtrack;
            m->registers[0] = start;
            m->registers[1] = pos;
            return 1;
        default:
            goto backtrack;
        }
    backtrack:
        for (;;) {
            if (!m->depth)
                return 0;
            struct re_choice *choice = &m->stack[m->depth - 1];
            if (choice->kind == CHOICE_UNDO) {
                m->registers[choice->pc] = choice->a;
                m->depth--;
                continue;
            }
            if (choice->kind == CHOICE_GREEDY) {
                pos = --choice->b;
                code = program + choice->pc;
                if (code[0] == RE_CHAR) { /* only where the next character fits */
                    while (pos > choice->a && (pos >= end || at(data, pos, width) != code[1]))
                        pos--;
                    choice->b = pos;
                }
                if (pos <= choice->a)
                    m->depth--;
                break;
            }
            if (choice->kind == CHOICE_LAZY) {
                const uint32_t *one = program + choice->pc;
                if (!one_matches(one + 5, at(data, choice->a, width))) {
                    m->depth--;
                    continue;
                }
                pos = ++choice->a;
                code = one + 5 + one[4];
                if (pos >= choice->b)
                    m->depth--;
                break;
            }
            m->depth--;
            if (choice->kind == CHOICE_BARRIER)
                continue;
            pos = choice->a; /* a plain choice, or a negative look whose body failed */
            code = program + choice->pc;
            break;
        }
    }
}

bool ouro_re_matcher_init(struct re_matcher *matcher, ouro_runtime *rt, const struct re_pattern *pattern)
{
    matcher->rt = rt;
    matcher->pattern = pattern;
    matcher->stack = NULL;
    matcher->depth = matcher->capacity = 0;
    matcher->must_reach_end = matcher->must_advance = false;
    matcher->registers = ouro_buffer_alloc(rt, pattern->register_count * sizeof(int64_t));
    return matcher->registers != NULL;
}

void ouro_re_matcher_destroy(struct re_matcher *matcher)
{
    ouro_buffer_free(matcher->rt, matcher->registers,
                     matcher->pattern->register_count * sizeof(int64_t));
    if (matcher->capacity)
        ouro_buffer_free(matcher->rt, matcher->stack, matcher->capacity * sizeof *matcher->stack);
}

int ouro_re_match_at(struct re_matcher *matcher, int64_t start)
{
    for (uint32_t i = 0; i < matcher->pattern->register_count; i++)
        matcher->registers[i] = -1;
    switch (matcher->text.width) {
    case 1:
        return run(matcher, start, 1);
    case 2:
        return run(matcher, start, 2);
    default:
        return run(matcher, start, 4);
    }
}

/* The instruction that the first character must match, if that is plain to see. */
static const uint32_t *first_item(const struct re_pattern *pattern)
{
    const uint32_t *code = pattern->code;
    while (code[0] == RE_SAVE)
        code += 2;
    if (code[0] <= RE_SET)
        return code;
    if (code[0] == RE_ONE && code[1] > 0)
        return code + 5;
    return NULL;
}

static bool starts_at_begin(const struct re_pattern *pattern)
{
    const uint32_t *code = pattern->code;
    while (code[0] == RE_SAVE)
        code += 2;
    return code[0] == RE_AT && code[1] == RE_START;
}

int ouro_re_search(struct re_matcher *matcher, int64_t start)
{
    const uint32_t *item = first_item(matcher->pattern);
    const struct re_text *text = &matcher->text;
    int64_t end = (int64_t)text->length;
    if (starts_at_begin(matcher->pattern)) /* further on it cannot match */
        return ouro_re_match_at(matcher, start);
    for (int64_t pos = start; pos <= end; pos++) {
        if (item) {
            if (item[0] == RE_CHAR && text->width == 1) {
                if (item[1] > 255 || pos >= end)
                    return 0;
                const uint8_t *data = text->data;
                const uint8_t *found = memchr(data + pos, (int)item[1], (size_t)(end - pos));
                if (!found)
                    return 0;
                pos = found - data;
            } else {
                while (pos < end && !one_matches(item, at(text->data, pos, text->width)))
                    pos++;
                if (pos >= end)
                    return 0;
            }
        }
        int found = ouro_re_match_at(matcher, pos);
        matcher->must_advance = false;
        if (found)
            return found;
    }
    return 0;
}
