/* The compiler of regular expressions: one pass from text to program. What is quantified or has
 * alternatives is moved up when that becomes known. */
#include <string.h>

#include "modules/re_internal.h"
#include "types/unicode_names.h"

enum { GROUPS_MAX = 100000, WIDTH_MAX = 1 << 30 };

struct width {
    uint32_t low, high;
};

struct compiler {
    ouro_runtime *rt;
    struct re_pattern *pattern;
    ouro_object *error_class;
    size_t length, at;
    uint32_t flags;
    uint32_t loops;  /* registers given to loops and looks */
    uint8_t *open;   /* by group: 1 while it is open; 2 when closed */
    struct width *widths; /* by group */
    uint32_t group_capacity;
    ouro_object *names; /* list */
    uint32_t behind;  /* groups below this number may be referred to inside a look-behind */
    bool in_behind;
    bool saw_content;
    uint32_t forward; /* the largest group that a condition names before it exists, 0: none */
    size_t forward_position;
};

static uint32_t text_at(const struct compiler *c, size_t index)
{
    if (c->pattern->is_bytes)
        return ((struct ouro_bytes *)(void *)c->pattern->pattern)->data[index];
    return ouro_str_at(c->pattern->pattern, index);
}

static int64_t peek(const struct compiler *c)
{
    return c->at < c->length ? (int64_t)text_at(c, c->at) : -1;
}

static bool take(struct compiler *c, uint32_t character)
{
    if (peek(c) != (int64_t)character)
        return false;
    c->at++;
    return true;
}

/* error(message, pattern, position); position < 0: none. */
static bool fail_object(struct compiler *c, ouro_object *message, int64_t position)
{
    ouro_runtime *rt = c->rt;
    if (!message)
        return false;
    ouro_object *where = position < 0 ? rt->none : ouro_int_new(rt, position);
    ouro_object *error =
        where ? ouro_call3(rt, c->error_class, message, c->pattern->pattern, where) : NULL;
    decref(rt, message);
    xdecref(rt, where);
    if (error)
        ouro_raise_take(rt, error);
    return false;
}

static bool fail(struct compiler *c, const char *message, size_t position)
{
    return fail_object(c, ouro_str_from(c->rt, message), (int64_t)position);
}

static ouro_object *slice(struct compiler *c, size_t start, size_t end) /* as str */
{
    if (!c->pattern->is_bytes)
        return ouro_str_substring(c->rt, c->pattern->pattern, start, end);
    return ouro_str_from_latin1(c->rt, bytes_of(c->pattern->pattern)->data + start, end - start);
}

static bool fail_slice(struct compiler *c, const char *format, size_t start, size_t end, size_t position)
{
    ouro_object *part = slice(c, start, end);
    bool result = part && fail_object(c, ouro_str_format(c->rt, format, part), (int64_t)position);
    xdecref(c->rt, part);
    return result;
}

/* ---- emitting ------------------------------------------------------------------------------------- */

static bool reserve(struct compiler *c, uint32_t count)
{
    struct re_pattern *p = c->pattern;
    if (p->code_size + count <= p->code_capacity)
        return true;
    uint32_t capacity = p->code_capacity ? p->code_capacity * 2 : 32;
    while (capacity < p->code_size + count)
        capacity *= 2;
    if (capacity > (1u << 26))
        return ouro_raise(c->rt, EXC_OverflowError, "regular expression code size limit exceeded") != NULL;
    uint32_t *code =
        ouro_buffer_realloc(c->rt, p->code, p->code_capacity * sizeof *code, capacity * sizeof *code);
    if (!code)
        return false;
    p->code = code;
    p->code_capacity = capacity;
    return true;
}

static bool emit(struct compiler *c, uint32_t count, ...)
{
    va_list words;
    if (!reserve(c, count))
        return false;
    va_start(words, count);
    for (uint32_t i = 0; i < count; i++)
        c->pattern->code[c->pattern->code_size++] = va_arg(words, uint32_t);
    va_end(words);
    return true;
}

/* Makes room for count words before the piece that begins at start. */
static uint32_t *insert(struct compiler *c, uint32_t start, uint32_t count)
{
    if (!reserve(c, count))
        return NULL;
    struct re_pattern *p = c->pattern;
    memmove(p->code + start + count, p->code + start, (p->code_size - start) * sizeof *p->code);
    p->code_size += count;
    return p->code + start;
}

static uint32_t size_of(const struct compiler *c)
{
    return c->pattern->code_size;
}

static uint32_t instruction_size(const uint32_t *code)
{
    static const uint8_t sizes[] = {[RE_CHAR] = 2, [RE_CHAR_FOLD] = 3, [RE_ANY] = 1, [RE_ANY_ALL] = 1};
    return code[0] == RE_SET ? code[1] : sizes[code[0]];
}

/* ---- characters and sets ------------------------------------------------------------------------------- */

static bool is_ascii_only(const struct compiler *c)
{
    return c->pattern->is_bytes || (c->flags & RE_ASCII);
}

static bool emit_character(struct compiler *c, uint32_t character)
{
    if (c->flags & RE_IGNORECASE) {
        bool is_ascii = is_ascii_only(c);
        uint32_t lower = ouro_re_lower(character, is_ascii), upper = ouro_re_upper(character, is_ascii);
        if (lower != upper)
            return emit(c, 3, RE_CHAR_FOLD, lower, (uint32_t)is_ascii);
    }
    return emit(c, 2, RE_CHAR, character);
}

static int category_of(const struct compiler *c, uint32_t letter)
{
    int base = is_ascii_only(c) ? RE_CATEGORY_ASCII : 0;
    switch (letter) {
    case 'd':
        return base | RE_DIGIT;
    case 'D':
        return base | RE_DIGIT | RE_CATEGORY_NOT;
    case 's':
        return base | RE_SPACE;
    case 'S':
        return base | RE_SPACE | RE_CATEGORY_NOT;
    case 'w':
        return base | RE_WORD;
    case 'W':
        return base | RE_WORD | RE_CATEGORY_NOT;
    default:
        return -1;
    }
}

/* A set under construction is RE_SET and its ranges; the categories are gathered apart. */
struct set {
    uint32_t start;
    uint32_t categories[64];
    uint32_t category_count;
};

static bool set_begin(struct compiler *c, struct set *set)
{
    set->start = size_of(c);
    set->category_count = 0;
    if (!reserve(c, RE_SET_HEAD))
        return false;
    memset(c->pattern->code + set->start, 0, RE_SET_HEAD * sizeof(uint32_t));
    c->pattern->code_size += RE_SET_HEAD;
    return true;
}

static void set_category(struct set *set, uint32_t category)
{
    for (uint32_t i = 0; i < set->category_count; i++)
        if (set->categories[i] == category)
            return;
    set->categories[set->category_count++] = category; /* at most 12 different ones */
}

static bool set_end(struct compiler *c, struct set *set, bool is_negated)
{
    uint32_t ranges = (size_of(c) - set->start - RE_SET_HEAD) / 2;
    for (uint32_t i = 0; i < set->category_count; i++)
        if (!emit(c, 1, set->categories[i]))
            return false;
    uint32_t *code = c->pattern->code + set->start;
    code[0] = RE_SET;
    code[1] = size_of(c) - set->start;
    code[2] = (is_negated ? RE_SET_NEGATED : 0u) | (c->flags & RE_IGNORECASE ? RE_SET_FOLD : 0u) |
              (is_ascii_only(c) ? RE_SET_ASCII : 0u);
    code[11] = ranges;
    for (uint32_t i = 0; i < 256; i++)
        if (ouro_re_set_has_slow(code, i))
            code[3 + i / 32] |= 1u << i % 32;
    return true;
}

static bool emit_category(struct compiler *c, int category)
{
    struct set set;
    if (!set_begin(c, &set))
        return false;
    set_category(&set, (uint32_t)category);
    return set_end(c, &set, false);
}

static int digit_value(int64_t character, int base)
{
    int value = character >= '0' && character <= '9'   ? (int)character - '0'
                : character >= 'a' && character <= 'f' ? (int)character - 'a' + 10
                : character >= 'A' && character <= 'F' ? (int)character - 'A' + 10
                                                       : 99;
    return value < base ? value : -1;
}

static bool is_letter(uint32_t character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

/* \x, \u, \U: exactly count digits. begin is the backslash. */
static bool read_hex(struct compiler *c, size_t begin, int count, uint32_t *value)
{
    *value = 0;
    int seen = 0;
    while (seen < count && digit_value(peek(c), 16) >= 0) {
        *value = *value << 4 | (uint32_t)digit_value(peek(c), 16);
        c->at++;
        seen++;
    }
    if (seen < count)
        return fail_slice(c, "incomplete escape %U", begin, c->at, begin);
    if (*value > 0x10ffff)
        return fail_slice(c, "bad escape %U", begin, c->at, begin);
    return true;
}

static ouro_object *read_name(struct compiler *c, uint32_t end, const char *what, size_t *start);

/* \N{EM DASH} */
static bool read_named(struct compiler *c, size_t begin, uint32_t *value)
{
    size_t start, size;
    ouro_object *owner;
    if (!take(c, '{'))
        return fail(c, "missing {", c->at);
    ouro_object *name = read_name(c, '}', "character name", &start);
    const char *text = name ? ouro_str_utf8(c->rt, name, &size, &owner) : NULL;
    bool is_found = text && ouro_unicode_name_find(NULL, text, size, value);
    if (text)
        xdecref(c->rt, owner);
    if (text && !is_found)
        fail_object(c, ouro_str_format(c->rt, "undefined character name %R", name), (int64_t)begin);
    xdecref(c->rt, name);
    return is_found;
}

/* What a letter after a backslash means as a character: 1 it does, 0 it does not, -1 error. */
static int read_simple_escape(struct compiler *c, size_t begin, uint32_t letter, uint32_t *value)
{
    static const char from[] = "abfnrtv\\", to[] = "\a\b\f\n\r\t\v\\";
    if (letter == 'x')
        return read_hex(c, begin, 2, value) ? 1 : -1;
    if ((letter == 'u' || letter == 'U') && !c->pattern->is_bytes)
        return read_hex(c, begin, letter == 'u' ? 4 : 8, value) ? 1 : -1;
    if (letter == 'N' && !c->pattern->is_bytes)
        return read_named(c, begin, value) ? 1 : -1;
    const char *found = letter && letter < 128 ? strchr(from, (int)letter) : NULL;
    if (!found)
        return 0;
    *value = (uint8_t)to[found - from];
    return 1;
}

/* One member of a set: a character, or a category (*category >= 0). */
static bool read_set_member(struct compiler *c, uint32_t *value, int *category)
{
    size_t begin = c->at;
    *category = -1;
    uint32_t character = text_at(c, c->at++);
    if (character != '\\') {
        *value = character;
        return true;
    }
    if (c->at >= c->length)
        return fail(c, "bad escape (end of pattern)", begin);
    uint32_t letter = text_at(c, c->at++);
    *category = category_of(c, letter);
    if (*category >= 0)
        return true;
    if (letter == 'b') {
        *value = '\b';
        return true;
    }
    int simple = read_simple_escape(c, begin, letter, value);
    if (simple)
        return simple > 0;
    if (letter >= '0' && letter <= '7') {
        *value = letter - '0';
        for (int i = 0; i < 2 && digit_value(peek(c), 8) >= 0; i++)
            *value = *value * 8 + (uint32_t)digit_value(text_at(c, c->at++), 8);
        if (*value > 0377)
            return fail_slice(c, "octal escape value %U outside of range 0-0o377", begin, c->at, begin);
        return true;
    }
    if (is_letter(letter) || (letter >= '0' && letter <= '9'))
        return fail_slice(c, "bad escape %U", begin, c->at, begin);
    *value = letter;
    return true;
}

/* What may mean something in sets one day. */
static bool warn_of_set(struct compiler *c, const char *what, size_t position)
{
    return ouro_warn(c->rt, EXC_FutureWarning, 3, "Possible %s at position %zu", what, position);
}

static bool warn_of_doubled(struct compiler *c)
{
    uint32_t character = text_at(c, c->at);
    if (c->at + 1 >= c->length || text_at(c, c->at + 1) != character)
        return true;
    const char *what = character == '-'   ? "set difference"
                       : character == '&' ? "set intersection"
                       : character == '~' ? "set symmetric difference"
                       : character == '|' ? "set union"
                                          : NULL;
    return !what || warn_of_set(c, what, c->at);
}

static bool parse_set(struct compiler *c) /* at is behind the bracket */
{
    size_t here = c->at - 1, first;
    if (c->at < c->length && peek(c) == '[' && !warn_of_set(c, "nested set", c->at))
        return false;
    bool is_negated = take(c, '^');
    struct set set;
    if (!set_begin(c, &set))
        return false;
    for (first = c->at;;) {
        if (c->at >= c->length)
            return fail(c, "unterminated character set", here);
        if (peek(c) == ']' && c->at > first)
            break;
        size_t begin = c->at;
        uint32_t low, high;
        int low_category, high_category;
        if (begin > first && !warn_of_doubled(c))
            return false;
        if (!read_set_member(c, &low, &low_category))
            return false;
        if (peek(c) == '-' && c->at + 1 >= c->length)
            return fail(c, "unterminated character set", here);
        if (peek(c) == '-' && text_at(c, c->at + 1) != ']') {
            c->at++;
            if (peek(c) == '-' && !warn_of_set(c, "set difference", c->at - 1))
                return false;
            if (!read_set_member(c, &high, &high_category))
                return false;
            if (low_category >= 0 || high_category >= 0 || high < low)
                return fail_slice(c, "bad character range %U", begin, c->at, begin);
        } else if (low_category >= 0) {
            set_category(&set, (uint32_t)low_category);
            continue;
        } else {
            high = low;
        }
        if (!emit(c, 2, low, high))
            return false;
    }
    c->at++;
    return set_end(c, &set, is_negated);
}

/* ---- groups
 * ------------------------------------------------------------------------------------------------
 */

static bool parse_alternatives(struct compiler *c, struct width *width, unsigned depth);

static bool group_open(struct compiler *c, ouro_object *name, size_t position, uint32_t *number)
{
    ouro_runtime *rt = c->rt;
    *number = ++c->pattern->group_count;
    if (*number >= GROUPS_MAX)
        return fail(c, "too many groups", position);
    if (*number >= c->group_capacity) {
        uint32_t capacity = c->group_capacity ? c->group_capacity * 2 : 16;
        uint8_t *open = ouro_buffer_realloc(rt, c->open, c->group_capacity, capacity);
        if (!open)
            return false;
        c->open = open;
        struct width *widths = ouro_buffer_realloc(rt, c->widths, c->group_capacity * sizeof *widths,
                                                   capacity * sizeof *widths);
        if (!widths)
            return false;
        c->widths = widths;
        c->group_capacity = capacity;
    }
    c->open[*number] = 1;
    if (!ouro_list_append(rt, c->names, name ? name : rt->none))
        return false;
    if (!name)
        return true;
    ouro_object *known = ouro_dict_peek(rt, c->pattern->group_index, name);
    if (known || rt->error) {
        ouro_object *message =
            known ? ouro_str_format(rt, "redefinition of group name %R as group %u; was group %S", name,
                                    *number, known)
                  : NULL;
        return fail_object(c, message, (int64_t)position);
    }
    ouro_object *value = ouro_int_new(rt, *number);
    bool is_done = value && ouro_dict_set(rt, c->pattern->group_index, name, value);
    xdecref(rt, value);
    return is_done;
}

/* Text up to the closing character: an owned str. */
static ouro_object *read_name(struct compiler *c, uint32_t end, const char *what, size_t *start)
{
    *start = c->at;
    while (c->at < c->length && text_at(c, c->at) != end)
        c->at++;
    char message[80];
    if (c->at >= c->length) {
        if (c->at == *start)
            snprintf(message, sizeof message, "missing %s", what);
        else
            snprintf(message, sizeof message, "missing %c, unterminated name", (char)end);
        fail(c, message, *start);
        return NULL;
    }
    if (c->at == *start) {
        snprintf(message, sizeof message, "missing %s", what);
        fail(c, message, *start);
        return NULL;
    }
    return slice(c, *start, c->at++);
}

static bool check_name(struct compiler *c, ouro_object *name, size_t position)
{
    if (ouro_str_is_identifier(name))
        return true;
    return fail_object(c, ouro_str_format(c->rt, "bad character in group name %R", name),
                       (int64_t)position);
}

static bool check_reference(struct compiler *c, uint32_t group)
{
    if (c->in_behind && group >= c->behind)
        return fail(c, "cannot refer to group defined in the same lookbehind subpattern", c->at);
    return true;
}

static bool emit_reference(struct compiler *c, uint32_t group, struct width *width)
{
    *width = c->widths[group];
    return emit(c, 3, RE_REFER, group, c->flags & RE_IGNORECASE ? 1u + is_ascii_only(c) : 0u);
}

static uint32_t add_registers(struct compiler *c, uint32_t count)
{
    uint32_t first = c->loops;
    c->loops += count;
    return first;
}

static bool close_parenthesis(struct compiler *c, size_t begin)
{
    if (take(c, ')'))
        return true;
    return fail(c, "missing ), unterminated subpattern", begin);
}

static bool parse_look(struct compiler *c, enum re_look kind, size_t begin, struct width *width,
                       unsigned depth)
{
    uint32_t start = size_of(c);
    uint32_t reg = add_registers(c, 1);
    bool was_behind = c->in_behind;
    uint32_t old_behind = c->behind;
    if (kind == RE_BEHIND || kind == RE_NOT_BEHIND) {
        if (!was_behind)
            c->behind = c->pattern->group_count + 1;
        c->in_behind = true;
    }
    if (!emit(c, 5, RE_LOOK, (uint32_t)kind, reg, 0u, 0u) || !parse_alternatives(c, width, depth + 1))
        return false;
    c->in_behind = was_behind;
    c->behind = old_behind;
    if (!close_parenthesis(c, begin) || !emit(c, 3, RE_LOOK_END, (uint32_t)kind, reg))
        return false;
    if (kind == RE_BEHIND || kind == RE_NOT_BEHIND) {
        if (width->low != width->high)
            return fail_object(c, ouro_str_from(c->rt, "look-behind requires fixed-width pattern"), -1);
        c->pattern->code[start + 3] = width->low;
    }
    c->pattern->code[start + 4] = size_of(c) - start;
    if (kind != RE_ATOMIC)
        *width = (struct width){0, 0};
    return true;
}

static bool parse_number(ouro_object *name, uint32_t *number)
{
    uint64_t value = 0;
    size_t length = ouro_str_length(name);
    for (size_t i = 0; i < length; i++) {
        int digit = digit_value(ouro_str_at(name, i), 10);
        if (digit < 0)
            return false;
        value = value * 10 + (uint64_t)digit;
        if (value > GROUPS_MAX)
            value = GROUPS_MAX;
    }
    *number = (uint32_t)value;
    return length > 0;
}

static bool find_group(struct compiler *c, ouro_object *name, size_t position, uint32_t *group)
{
    ouro_object *known = ouro_dict_peek(c->rt, c->pattern->group_index, name);
    if (!known)
        return !c->rt->error && fail_object(c, ouro_str_format(c->rt, "unknown group name %R", name),
                                            (int64_t)position);
    *group = (uint32_t)ouro_int_value(known);
    return true;
}

static bool parse_sequence(struct compiler *c, struct width *width, unsigned depth);

static bool parse_conditional(struct compiler *c, size_t begin, struct width *width, unsigned depth)
{
    size_t position;
    uint32_t group;
    ouro_object *name = read_name(c, ')', "group name", &position);
    if (!name)
        return false;
    bool is_found;
    if (parse_number(name, &group)) {
        is_found = group != 0 || fail(c, "bad group number", position);
        if (is_found && group >= GROUPS_MAX)
            is_found = fail_object(c, ouro_str_format(c->rt, "invalid group reference %u", group),
                                   (int64_t)position);
    } else {
        is_found = check_name(c, name, position) && find_group(c, name, position, &group);
    }
    decref(c->rt, name);
    if (!is_found || !check_reference(c, group))
        return false;
    uint32_t start = size_of(c);
    struct width other = {0, 0};
    if (!emit(c, 3, RE_IF, group, 0u) || !parse_sequence(c, width, depth + 1))
        return false;
    if (take(c, '|')) {
        uint32_t jump = size_of(c);
        if (!emit(c, 2, RE_JUMP, 0u))
            return false;
        c->pattern->code[start + 2] = size_of(c) - start;
        if (!parse_sequence(c, &other, depth + 1))
            return false;
        if (peek(c) == '|')
            return fail(c, "conditional backref with more than two branches", c->at);
        c->pattern->code[jump + 1] = size_of(c) - jump;
    } else {
        c->pattern->code[start + 2] = size_of(c) - start;
    }
    if (other.low < width->low)
        width->low = other.low;
    if (other.high > width->high)
        width->high = other.high;
    if (!close_parenthesis(c, begin))
        return false;
    if (group > c->pattern->group_count && group > c->forward) {
        c->forward = group;
        c->forward_position = position;
    }
    return true;
}

static uint32_t flag_of(int64_t letter)
{
    switch (letter) {
    case 'i':
        return RE_IGNORECASE;
    case 'L':
        return RE_LOCALE;
    case 'm':
        return RE_MULTILINE;
    case 's':
        return RE_DOTALL;
    case 'x':
        return RE_VERBOSE;
    case 'a':
        return RE_ASCII;
    case 't':
        return RE_TEMPLATE;
    case 'u':
        return RE_UNICODE;
    default:
        return 0;
    }
}

static bool read_flags(struct compiler *c, uint32_t *flags, const char *end_message)
{
    uint32_t types = RE_ASCII | RE_LOCALE | RE_UNICODE;
    for (;;) {
        int64_t letter = peek(c);
        uint32_t flag = flag_of(letter);
        if (!flag)
            return true;
        c->at++;
        if (c->pattern->is_bytes && flag == RE_UNICODE)
            return fail(c, "bad inline flags: cannot use 'u' flag with a bytes pattern", c->at);
        if (!c->pattern->is_bytes && flag == RE_LOCALE)
            return fail(c, "bad inline flags: cannot use 'L' flag with a str pattern", c->at);
        *flags |= flag;
        if ((flag & types) && (*flags & types) != flag)
            return fail(c, "bad inline flags: flags 'a', 'u' and 'L' are incompatible", c->at);
        if (c->at >= c->length)
            return fail(c, end_message, c->at);
    }
}

/* (?flags) or (?flags-flags:...): at is at the first letter. 1: a group begins, 0: flags for all. */
static int parse_flags(struct compiler *c, size_t begin)
{
    uint32_t on = 0, off = 0;
    if (!read_flags(c, &on, "missing -, : or )"))
        return -1;
    int64_t next = peek(c);
    if (next == ')') {
        c->at++;
        if (c->saw_content) {
            fail(c, "global flags not at the start of the expression", begin);
            return -1;
        }
        c->flags |= on;
        c->pattern->flags |= on;
        return 0;
    }
    if (on & RE_TEMPLATE) {
        fail(c, "bad inline flags: cannot turn on global flag", c->at);
        return -1;
    }
    if (next == '-') {
        c->at++;
        if (c->at >= c->length || !flag_of(peek(c))) {
            fail(c, c->at >= c->length ? "missing flag" : is_letter((uint32_t)peek(c)) ? "unknown flag"
                                                                                      : "missing flag",
                 c->at);
            return -1;
        }
        if (!read_flags(c, &off, "missing :"))
            return -1;
        if (off & (RE_ASCII | RE_LOCALE | RE_UNICODE)) {
            fail(c, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'", c->at);
            return -1;
        }
        if (on & off) {
            fail(c, "bad inline flags: flag turned on and off", c->at);
            return -1;
        }
        next = peek(c);
        if (next != ':') {
            fail(c, is_letter((uint32_t)next) ? "unknown flag" : "missing :", c->at);
            return -1;
        }
    } else if (next != ':') {
        fail(c, next >= 0 && is_letter((uint32_t)next) ? "unknown flag" : "missing -, : or )", c->at);
        return -1;
    }
    c->at++;
    if (on & RE_ASCII)
        c->flags &= ~(uint32_t)RE_UNICODE;
    if (on & RE_UNICODE)
        c->flags &= ~(uint32_t)RE_ASCII;
    c->flags = (c->flags | on) & ~off;
    return 1;
}

static bool parse_capture(struct compiler *c, ouro_object *name, size_t begin, size_t name_position,
                          struct width *width, unsigned depth)
{
    uint32_t group;
    if (!group_open(c, name, name_position, &group) || !emit(c, 2, RE_SAVE, group * 2) ||
        !parse_alternatives(c, width, depth + 1) || !close_parenthesis(c, begin) ||
        !emit(c, 2, RE_SAVE, group * 2 + 1))
        return false;
    c->open[group] = 2;
    c->widths[group] = *width;
    return true;
}

static bool parse_named(struct compiler *c, size_t begin, struct width *width, unsigned depth)
{
    size_t position;
    if (take(c, '<')) {
        ouro_object *name = read_name(c, '>', "group name", &position);
        bool is_done = name && check_name(c, name, position) &&
                       parse_capture(c, name, begin, position, width, depth);
        xdecref(c->rt, name);
        return is_done;
    }
    if (take(c, '=')) {
        uint32_t group;
        ouro_object *name = read_name(c, ')', "group name", &position);
        bool is_done = name && check_name(c, name, position) && find_group(c, name, position, &group);
        xdecref(c->rt, name);
        if (!is_done)
            return false;
        if (c->open[group] == 1)
            return fail(c, "cannot refer to an open group", position);
        return check_reference(c, group) && emit_reference(c, group, width);
    }
    if (c->at >= c->length)
        return fail(c, "unexpected end of pattern", c->at);
    c->at++;
    return fail_slice(c, "unknown extension ?P%U", c->at - 1, c->at, begin + 1);
}

/* at is behind "(". *is_item: there is something that a quantifier could follow. */
static bool parse_group(struct compiler *c, struct width *width, bool *is_item, unsigned depth)
{
    size_t begin = c->at - 1;
    *is_item = true;
    if (!take(c, '?'))
        return parse_capture(c, NULL, begin, begin, width, depth);
    if (c->at >= c->length)
        return fail(c, "unexpected end of pattern", c->at);
    int64_t next = text_at(c, c->at++);
    uint32_t saved = c->flags;
    switch (next) {
    case 'P':
        return parse_named(c, begin, width, depth);
    case ':':
        break;
    case '#':
        for (*is_item = false; peek(c) >= 0; c->at++)
            if (take(c, ')'))
                return true;
        return fail(c, "missing ), unterminated comment", begin);
    case '=':
        return parse_look(c, RE_AHEAD, begin, width, depth);
    case '!':
        return parse_look(c, RE_NOT_AHEAD, begin, width, depth);
    case '>':
        return parse_look(c, RE_ATOMIC, begin, width, depth);
    case '<':
        if (c->at >= c->length)
            return fail(c, "unexpected end of pattern", c->at);
        next = text_at(c, c->at++);
        if (next != '=' && next != '!')
            return fail_slice(c, "unknown extension ?<%U", c->at - 1, c->at, begin + 1);
        return parse_look(c, next == '=' ? RE_BEHIND : RE_NOT_BEHIND, begin, width, depth);
    case '(':
        return parse_conditional(c, begin, width, depth);
    default:
        c->at--;
        if (next != '-' && !flag_of(next)) {
            c->at++;
            return fail_slice(c, "unknown extension ?%U", c->at - 1, c->at, begin + 1);
        }
        int kind = parse_flags(c, begin);
        if (kind <= 0) {
            *is_item = false;
            return kind == 0;
        }
    }
    bool is_done = parse_alternatives(c, width, depth + 1) && close_parenthesis(c, begin);
    c->flags = saved;
    return is_done;
}

/* ---- escapes outside of sets ---------------------------------------------------------------------------------- */

static bool parse_escape(struct compiler *c, struct width *width)
{
    size_t begin = c->at - 1;
    if (c->at >= c->length)
        return fail(c, "bad escape (end of pattern)", begin);
    uint32_t letter = text_at(c, c->at++), value;
    int category = category_of(c, letter);
    uint32_t place_ascii = is_ascii_only(c) ? RE_PLACE_ASCII : 0;
    *width = (struct width){0, 0};
    switch (letter) {
    case 'A':
        return emit(c, 2, RE_AT, (uint32_t)RE_START);
    case 'Z':
        return emit(c, 2, RE_AT, (uint32_t)RE_END);
    case 'b':
        return emit(c, 2, RE_AT, RE_BOUNDARY | place_ascii);
    case 'B':
        return emit(c, 2, RE_AT, RE_NOT_BOUNDARY | place_ascii);
    default:
        break;
    }
    *width = (struct width){1, 1};
    if (category >= 0)
        return emit_category(c, category);
    int simple = read_simple_escape(c, begin, letter, &value);
    if (simple)
        return simple > 0 && emit_character(c, value);
    if (letter == '0') {
        value = 0;
        for (int i = 0; i < 2 && digit_value(peek(c), 8) >= 0; i++)
            value = value * 8 + (uint32_t)digit_value(text_at(c, c->at++), 8);
        return emit_character(c, value);
    }
    if (letter >= '1' && letter <= '9') {
        uint32_t group = letter - '0';
        if (digit_value(peek(c), 10) >= 0) {
            if (digit_value(letter, 8) >= 0 && digit_value(peek(c), 8) >= 0 && c->at + 1 < c->length &&
                digit_value(text_at(c, c->at + 1), 8) >= 0) {
                value = (group * 8 + (uint32_t)digit_value(peek(c), 8)) * 8 +
                        (uint32_t)digit_value(text_at(c, c->at + 1), 8);
                c->at += 2;
                if (value > 0377)
                    return fail_slice(c, "octal escape value %U outside of range 0-0o377", begin, c->at,
                                      begin);
                return emit_character(c, value);
            }
            group = group * 10 + (uint32_t)digit_value(text_at(c, c->at++), 10);
        }
        if (group > c->pattern->group_count)
            return fail_object(c, ouro_str_format(c->rt, "invalid group reference %u", group),
                               (int64_t)begin + 1);
        if (c->open[group] == 1)
            return fail(c, "cannot refer to an open group", begin);
        return check_reference(c, group) && emit_reference(c, group, width);
    }
    if (is_letter(letter))
        return fail_slice(c, "bad escape %U", begin, c->at, begin);
    return emit_character(c, letter);
}

/* ---- quantifiers ------------------------------------------------------------------------------------------------- */

static bool read_bounds(struct compiler *c, size_t begin, uint32_t *low, uint32_t *high, bool *is_bounds)
{
    uint64_t values[2] = {0, RE_REPEAT_MAX};
    bool given[2] = {false, false}, has_comma = false;
    size_t start = c->at;
    *is_bounds = false;
    if (peek(c) == '}')
        return true;
    for (int i = 0; i < 2; i++) {
        uint64_t value = 0;
        while (digit_value(peek(c), 10) >= 0) {
            value = value * 10 + (uint64_t)digit_value(text_at(c, c->at++), 10);
            if (value >= RE_REPEAT_MAX)
                return ouro_raise(c->rt, EXC_OverflowError, "the repetition number is too large") != NULL;
            given[i] = true;
        }
        if (given[i])
            values[i] = value;
        if (i == 0) {
            has_comma = take(c, ',');
            if (!has_comma)
                break;
        }
    }
    if (!has_comma)
        values[1] = values[0];
    if (!take(c, '}') || (!has_comma && !given[0])) {
        c->at = start;
        return true;
    }
    *is_bounds = true;
    *low = (uint32_t)values[0];
    *high = (uint32_t)values[1];
    if (values[1] < values[0])
        return fail(c, "min repeat greater than max repeat", begin + 1);
    return true;
}

static uint32_t times(uint32_t width, uint32_t count)
{
    uint64_t product = (uint64_t)width * count;
    return product > WIDTH_MAX ? WIDTH_MAX : (uint32_t)product;
}

/* Repeats the piece that begins at start. */
static bool repeat(struct compiler *c, uint32_t start, uint32_t low, uint32_t high, enum re_greed kind)
{
    uint32_t *code = c->pattern->code + start;
    uint32_t size = size_of(c) - start;
    if (low == 1 && high == 1)
        return true;
    if (size && code[0] <= RE_SET && instruction_size(code) == size) {
        code = insert(c, start, 5);
        if (!code)
            return false;
        uint32_t head[] = {RE_ONE, low, high, (uint32_t)kind, size};
        memcpy(code, head, sizeof head);
        return true;
    }
    if (kind == RE_POSSESSIVE) { /* an atomic group around the greedy one */
        uint32_t reg = add_registers(c, 1);
        code = insert(c, start, 5);
        if (!code || !repeat(c, start + 5, low, high, RE_GREEDY) ||
            !emit(c, 3, RE_LOOK_END, (uint32_t)RE_ATOMIC, reg))
            return false;
        uint32_t head[] = {RE_LOOK, RE_ATOMIC, reg, 0, size_of(c) - start};
        memcpy(c->pattern->code + start, head, sizeof head);
        return true;
    }
    uint32_t reg = add_registers(c, 2);
    code = insert(c, start, 10);
    if (!code || !emit(c, 2, RE_JUMP, (uint32_t)(start + 2 - size_of(c))))
        return false;
    uint32_t head[] = {RE_INIT, reg, RE_LOOP, reg, low, high, (uint32_t)kind, size_of(c) - (start + 2),
                       RE_ENTER, reg};
    memcpy(c->pattern->code + start, head, sizeof head);
    return true;
}

static bool parse_quantifier(struct compiler *c, uint32_t start, struct width *width, bool is_item,
                             bool *is_done)
{
    size_t begin = c->at;
    uint32_t low = 0, high = RE_REPEAT_MAX;
    *is_done = true;
    int64_t next = peek(c);
    if (next != '*' && next != '+' && next != '?' && next != '{')
        return true;
    c->at++;
    if (next == '+') {
        low = 1;
    } else if (next == '?') {
        high = 1;
    } else if (next == '{') {
        bool is_bounds;
        if (!read_bounds(c, begin, &low, &high, &is_bounds))
            return false;
        if (!is_bounds) {
            c->at = begin;
            return true;
        }
    }
    *is_done = false;
    if (!is_item)
        return fail(c, "nothing to repeat", begin);
    enum re_greed kind = take(c, '?') ? RE_LAZY : take(c, '+') ? RE_POSSESSIVE : RE_GREEDY;
    width->low = times(width->low, low);
    width->high = times(width->high, high);
    return repeat(c, start, low, high, kind);
}

/* ---- sequences and alternatives --------------------------------------------------------------------------------------- */

static void skip_verbose(struct compiler *c)
{
    while (c->at < c->length) {
        uint32_t character = text_at(c, c->at);
        if (character == '#') {
            while (c->at < c->length && text_at(c, c->at) != '\n')
                c->at++;
        } else if (character < 128 && strchr(" \t\n\r\v\f", (int)character) && character) {
            c->at++;
        } else {
            return;
        }
    }
}

static bool parse_item(struct compiler *c, struct width *width, bool *is_item, unsigned depth)
{
    uint32_t character = text_at(c, c->at++);
    *is_item = true;
    *width = (struct width){1, 1};
    switch (character) {
    case '.':
        return emit(c, 1, c->flags & RE_DOTALL ? RE_ANY_ALL : RE_ANY);
    case '[':
        return parse_set(c);
    case '\\':
        return parse_escape(c, width);
    case '(':
        return parse_group(c, width, is_item, depth);
    case '^':
        *width = (struct width){0, 0};
        *is_item = false;
        return emit(c, 2, RE_AT, c->flags & RE_MULTILINE ? RE_LINE_START : RE_START);
    case '$':
        *width = (struct width){0, 0};
        return emit(c, 2, RE_AT, c->flags & RE_MULTILINE ? RE_LINE_END : RE_END_NEWLINE);
    default:
        return emit_character(c, character);
    }
}

static bool parse_sequence(struct compiler *c, struct width *width, unsigned depth)
{
    *width = (struct width){0, 0};
    for (;;) {
        if (c->flags & RE_VERBOSE)
            skip_verbose(c);
        int64_t next = peek(c);
        if (next < 0 || next == '|' || next == ')')
            return true;
        struct width item = {0, 0};
        bool is_item = false, is_done = true;
        uint32_t start = size_of(c);
        if (next == '*' || next == '+' || next == '?' || next == '{') {
            if (!parse_quantifier(c, start, &item, false, &is_done))
                return false;
        }
        if (!parse_item(c, &item, &is_item, depth))
            return false;
        c->saw_content = c->saw_content || size_of(c) > start;
        if (c->flags & RE_VERBOSE)
            skip_verbose(c);
        is_item = is_item && !(size_of(c) == start + 2 && c->pattern->code[start] == RE_AT);
        if (!parse_quantifier(c, start, &item, is_item, &is_done))
            return false;
        if (!is_done) {
            if (c->flags & RE_VERBOSE)
                skip_verbose(c);
            size_t here = c->at;
            int64_t again = peek(c);
            if (again == '*' || again == '+' || again == '?')
                return fail(c, "multiple repeat", here);
            if (again == '{') {
                uint32_t low, high;
                bool is_bounds;
                c->at++;
                if (!read_bounds(c, here, &low, &high, &is_bounds))
                    return false;
                c->at = here;
                if (is_bounds)
                    return fail(c, "multiple repeat", here);
            }
        }
        width->low = width->low + item.low > WIDTH_MAX ? WIDTH_MAX : width->low + item.low;
        width->high = width->high + item.high > WIDTH_MAX ? WIDTH_MAX : width->high + item.high;
    }
}

static bool parse_branches(struct compiler *c, struct width *width, unsigned depth)
{
    uint32_t start = size_of(c), chain = 0;
    if (!parse_sequence(c, width, depth))
        return false;
    /* Each branch but the last ends in a jump; its operand holds the place of the one before, until the
     * end is known. */
    while (take(c, '|')) {
        c->saw_content = true;
        if (!insert(c, start, 2) || !emit(c, 2, RE_JUMP, chain ? chain : 0u))
            return false;
        uint32_t jump = size_of(c) - 2;
        c->pattern->code[start] = RE_SPLIT;
        c->pattern->code[start + 1] = size_of(c) - start;
        chain = jump;
        start = size_of(c);
        struct width branch;
        if (!parse_sequence(c, &branch, depth))
            return false;
        if (branch.low < width->low)
            width->low = branch.low;
        if (branch.high > width->high)
            width->high = branch.high;
    }
    while (chain) {
        uint32_t previous = c->pattern->code[chain + 1];
        c->pattern->code[chain + 1] = size_of(c) - chain;
        chain = previous;
    }
    return true;
}

static bool parse_alternatives(struct compiler *c, struct width *width, unsigned depth)
{
    if (!ouro_enter(c->rt, ""))
        return false;
    uint32_t saved = c->flags;
    c->saw_content = c->saw_content || depth > 0;
    bool is_done = parse_branches(c, width, depth);
    if (depth)
        c->flags = saved;
    ouro_leave(c->rt);
    return is_done;
}

/* Loop registers were numbered from 0; they come behind the marks. */
static void place_registers(struct compiler *c)
{
    uint32_t *code = c->pattern->code, base = re_register_last(c->pattern) + 1;
    for (uint32_t i = 0; i < c->pattern->code_size;) {
        switch (code[i]) {
        case RE_INIT:
        case RE_ENTER:
            code[i + 1] += base;
            i += 2;
            break;
        case RE_LOOP:
            code[i + 1] += base;
            i += 6;
            break;
        case RE_LOOK:
            code[i + 2] += base;
            i += 5;
            break;
        case RE_LOOK_END:
            code[i + 2] += base;
            i += 3;
            break;
        case RE_ONE:
            i += 5 + code[i + 4];
            break;
        case RE_AT:
        case RE_SAVE:
        case RE_SPLIT:
        case RE_JUMP:
            i += 2;
            break;
        case RE_REFER:
        case RE_IF:
            i += 3;
            break;
        case RE_FAIL:
        case RE_MATCH:
            i += 1;
            break;
        default:
            i += instruction_size(code + i);
        }
    }
    c->pattern->register_count = base + c->loops;
}

bool ouro_re_compile(ouro_runtime *rt, struct re_pattern *pattern, ouro_object *error_class)
{
    struct compiler c = {.rt = rt, .pattern = pattern, .error_class = error_class};
    c.length = pattern->is_bytes ? bytes_of(pattern->pattern)->length : ouro_str_length(pattern->pattern);
    c.flags = pattern->flags;
    c.names = ouro_list_new(rt, 0);
    struct width width;
    bool is_done = c.names && parse_alternatives(&c, &width, 0);
    if (is_done && c.at < c.length)
        is_done = fail(&c, "unbalanced parenthesis", c.at);
    if (is_done && c.forward > pattern->group_count)
        is_done = fail_object(&c, ouro_str_format(rt, "invalid group reference %u", c.forward),
                              (int64_t)c.forward_position);
    is_done = is_done && emit(&c, 1, RE_MATCH);
    if (is_done) {
        place_registers(&c);
        if (!pattern->is_bytes && !(pattern->flags & RE_ASCII))
            pattern->flags |= RE_UNICODE;
        pattern->names = ouro_list_to_tuple(rt, c.names);
        is_done = pattern->names != NULL;
    }
    xdecref(rt, c.names);
    if (c.group_capacity) {
        ouro_buffer_free(rt, c.open, c.group_capacity);
        ouro_buffer_free(rt, c.widths, c.group_capacity * sizeof *c.widths);
    }
    return is_done;
}
