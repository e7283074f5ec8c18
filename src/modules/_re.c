/* _re: patterns and matches. The re module adds the functions, the flags and the cache. */
#include <string.h>

#include "modules/re_internal.h"
#include "types/class_table.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

struct re_match {
    ouro_object base;
    ouro_object *pattern, *text;
    int64_t *marks; /* two for each group, the whole match first */
    uint32_t mark_count;
    int64_t position, end, last_group;
};

struct re_iterator {
    ouro_object base;
    ouro_object *pattern, *text;
    int64_t position, begin, end;
    bool must_advance, is_done;
};

static struct re_pattern *pattern_of(const ouro_object *object)
{
    return (struct re_pattern *)(void *)(uintptr_t)object;
}

static struct re_match *match_of(const ouro_object *object)
{
    return (struct re_match *)(void *)(uintptr_t)object;
}

static struct re_iterator *iterator_of(const ouro_object *object)
{
    return (struct re_iterator *)(void *)(uintptr_t)object;
}

static struct ouro_class *class_named(ouro_runtime *rt, const char *name)
{
    ouro_object *module = ouro_dict_peek_text(rt, rt->modules, "_re");
    ouro_object *cls = module ? ouro_dict_peek_text(rt, ouro_module_dict(module), name) : NULL;
    if (!cls && !rt->error)
        ouro_raise(rt, EXC_RuntimeError, "_re is not imported");
    return (struct ouro_class *)(void *)cls;
}

/* ---- the text that is looked at --------------------------------------------------------------------- */

static bool read_text(ouro_runtime *rt, const struct re_pattern *pattern, ouro_object *object,
                      struct re_text *text)
{
    if (is_str(rt, object)) {
        if (pattern && pattern->is_bytes)
            return ouro_raise(rt, EXC_TypeError, "cannot use a bytes pattern on a string-like object") !=
                   NULL;
        *text = (struct re_text){str_of(object)->data, ouro_str_length(object), ouro_str_width(object)};
        return true;
    }
    if (!class_of(rt, object)->buffer)
        return ouro_raise(rt, EXC_TypeError, "expected string or bytes-like object, got '%T'", object) !=
               NULL;
    if (pattern && !pattern->is_bytes)
        return ouro_raise(rt, EXC_TypeError, "cannot use a string pattern on a bytes-like object") != NULL;
    const uint8_t *bytes;
    size_t size;
    if (!ouro_buffer_get(rt, object, &bytes, &size))
        return false;
    *text = (struct re_text){bytes, size, 1};
    return true;
}

static ouro_object *text_slice(ouro_runtime *rt, ouro_object *text, int64_t start, int64_t end)
{
    if (is_str(rt, text)) {
        if (start == 0 && end == (int64_t)ouro_str_length(text) && is_exact(text, TYPE_STR))
            return newref(text);
        return ouro_str_substring(rt, text, (size_t)start, (size_t)end);
    }
    const uint8_t *bytes;
    size_t size;
    if (!ouro_buffer_get(rt, text, &bytes, &size))
        return NULL;
    if ((size_t)end > size)
        end = (int64_t)size;
    if (start > end)
        start = end;
    return ouro_bytes_new(rt, bytes + start, (size_t)(end - start));
}

static int64_t clip(int64_t value, int64_t high)
{
    return value < 0 ? 0 : value > high ? high : value;
}

/* string, pos, endpos of a pattern's methods. */
struct request {
    ouro_object *string;
    int64_t position, end;
    struct re_text text;
};

static bool read_request(ouro_runtime *rt, const struct re_pattern *pattern, const char *function,
                         ouro_object *const *args, size_t count, ouro_object *names,
                         struct request *request)
{
    static const char *const parameters[] = {"string", "pos", "endpos", NULL};
    struct ouro_signature signature = {function, parameters, 1, 3};
    ouro_object *out[3];
    int64_t position = 0, end = INT64_MAX;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[1] && !ouro_index_i64(rt, out[1], &position, 0)) ||
        (out[2] && !ouro_index_i64(rt, out[2], &end, 0)) ||
        !read_text(rt, pattern, out[0], &request->text))
        return false;
    request->string = out[0];
    request->end = clip(end, (int64_t)request->text.length);
    request->position = clip(position, (int64_t)request->text.length);
    request->text.length = (size_t)request->end;
    return true;
}

/* ---- matches
 * -------------------------------------------------------------------------------------------- */

static ouro_object *match_new(ouro_runtime *rt, struct re_matcher *matcher, ouro_object *text,
                              int64_t position, int64_t end)
{
    struct re_pattern *pattern = pattern_of(&matcher->pattern->base);
    ouro_object *self = ouro_class_alloc(rt, (struct ouro_class *)(void *)pattern->match_class, 0);
    if (!self)
        return NULL;
    struct re_match *match = match_of(self);
    uint32_t mark_count = 2 * (pattern->group_count + 1);
    match->pattern = match->text = NULL;
    match->mark_count = 0;
    match->marks = ouro_buffer_alloc(rt, mark_count * sizeof *match->marks);
    if (!match->marks) {
        decref(rt, self);
        return NULL;
    }
    match->mark_count = mark_count;
    memcpy(match->marks, matcher->registers, mark_count * sizeof *match->marks);
    for (uint32_t i = 0; i < mark_count; i += 2)
        if (match->marks[i + 1] < 0)
            match->marks[i] = -1;
    match->pattern = newref(&pattern->base);
    match->text = newref(text);
    match->position = position;
    match->end = end;
    match->last_group = matcher->registers[re_register_last(pattern)];
    return self;
}

static void match_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &match_of(self)->pattern);
    clearref(runtime_of(heap), &match_of(self)->text);
}

static void match_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    struct re_match *match = match_of(self);
    match_clear(heap, self);
    if (match->mark_count)
        ouro_buffer_free(runtime_of(heap), match->marks, match->mark_count * sizeof *match->marks);
    ouro_class_free(runtime_of(heap), self);
}

static void match_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &match_of(self)->pattern);
    ouro_visit(visitor, &match_of(self)->text);
}

static ouro_object *group_text(ouro_runtime *rt, struct re_match *match, uint32_t group,
                               ouro_object *otherwise)
{
    int64_t start = match->marks[2 * group], end = match->marks[2 * group + 1];
    if (start < 0 || end < 0)
        return newref(otherwise);
    return text_slice(rt, match->text, start, end < start ? start : end);
}

/* The number of a group given by number or name; IndexError. */
static bool group_number(ouro_runtime *rt, struct re_match *match, ouro_object *key, uint32_t *group)
{
    int64_t number = -1;
    if (has_index(rt, key)) {
        if (!ouro_index_i64(rt, key, &number, 0))
            return false;
    } else {
        ouro_object *found = ouro_dict_peek(rt, pattern_of(match->pattern)->group_index, key);
        if (found)
            number = ouro_int_value(found);
        else
            ouro_error_clear(rt);
    }
    if (number < 0 || number >= match->mark_count / 2)
        return ouro_raise(rt, EXC_IndexError, "no such group") != NULL;
    *group = (uint32_t)number;
    return true;
}

NATIVE(match_group)
{
    struct re_match *match = match_of(self);
    uint32_t group;
    if (count == 0)
        return group_text(rt, match, 0, rt->none);
    if (count == 1)
        return group_number(rt, match, args[0], &group) ? group_text(rt, match, group, rt->none) : NULL;
    ouro_object *tuple = ouro_tuple_new(rt, count);
    for (size_t i = 0; tuple && i < count; i++) {
        ouro_object *text =
            group_number(rt, match, args[i], &group) ? group_text(rt, match, group, rt->none) : NULL;
        if (!text)
            clearref(rt, &tuple);
        else
            tuple_items(tuple)[i] = text;
    }
    return tuple;
}

static ouro_object *match_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    uint32_t group;
    if (!group_number(rt, match_of(self), key, &group))
        return NULL;
    return group_text(rt, match_of(self), group, rt->none);
}

static ouro_object *groups_tuple(ouro_runtime *rt, struct re_match *match, ouro_object *otherwise)
{
    uint32_t groups = match->mark_count / 2;
    ouro_object *tuple = ouro_tuple_new(rt, groups - 1);
    for (uint32_t i = 1; tuple && i < groups; i++) {
        ouro_object *text = group_text(rt, match, i, otherwise);
        if (!text)
            clearref(rt, &tuple);
        else
            tuple_items(tuple)[i - 1] = text;
    }
    return tuple;
}

static ouro_object *default_argument(ouro_runtime *rt, const char *function, ouro_object *const *args,
                                     size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"default", NULL};
    struct ouro_signature signature = {function, parameters, 0, 1};
    ouro_object *out[1];
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    return out[0] ? out[0] : rt->none;
}

NATIVE(match_groups)
{
    ouro_object *otherwise = default_argument(rt, "groups", args, count, names);
    return otherwise ? groups_tuple(rt, match_of(self), otherwise) : NULL;
}

NATIVE(match_groupdict)
{
    struct re_match *match = match_of(self);
    ouro_object *otherwise = default_argument(rt, "groupdict", args, count, names);
    ouro_object *result = otherwise ? ouro_dict_new(rt) : NULL;
    ouro_object *key, *value;
    size_t position = 0;
    while (result && ouro_dict_next(pattern_of(match->pattern)->group_index, &position, &key, &value)) {
        ouro_object *text = group_text(rt, match, (uint32_t)ouro_int_value(value), otherwise);
        if (!text || !ouro_dict_set(rt, result, key, text))
            clearref(rt, &result);
        xdecref(rt, text);
    }
    return result;
}

static bool argument_group(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                           uint32_t *group)
{
    *group = 0;
    return count == 0 || group_number(rt, match_of(self), args[0], group);
}

NATIVE(match_start)
{
    uint32_t group;
    return argument_group(rt, self, args, count, &group)
               ? ouro_int_new(rt, match_of(self)->marks[2 * group])
               : NULL;
}

NATIVE(match_end)
{
    uint32_t group;
    return argument_group(rt, self, args, count, &group)
               ? ouro_int_new(rt, match_of(self)->marks[2 * group + 1])
               : NULL;
}

static ouro_object *span_of(ouro_runtime *rt, const struct re_match *match, uint32_t group)
{
    ouro_object *ends[] = {ouro_int_new(rt, match->marks[2 * group]),
                           ouro_int_new(rt, match->marks[2 * group + 1])};
    return ouro_tuple_from_take(rt, ends, 2);
}

NATIVE(match_span)
{
    uint32_t group;
    return argument_group(rt, self, args, count, &group) ? span_of(rt, match_of(self), group) : NULL;
}

NATIVE(return_self)
{
    return newref(self);
}

/* ---- templates of sub and expand ------------------------------------------------------------------------- */

/* A parsed template: a list of texts and group numbers; or a single text when there is no group. */
static bool literal_add(ouro_runtime *rt, ouro_object *list, struct ouro_str_builder *builder,
                        bool is_bytes)
{
    if (!builder->length)
        return true;
    ouro_object *text = ouro_str_builder_finish(builder);
    if (text && is_bytes)
        setref_take(rt, &text, ouro_str_encode(rt, text, "latin-1", "strict"));
    ouro_str_builder_init(builder, rt);
    return text && ouro_list_append_take(rt, list, text);
}

struct template {
    ouro_runtime *rt;
    const struct re_pattern *pattern;
    ouro_object *error_class, *source, *list;
    struct re_text text;
    struct ouro_str_builder builder;
};

static uint32_t template_at(const struct template *t, size_t i)
{
    return t->text.width == 1   ? ((const uint8_t *)t->text.data)[i]
           : t->text.width == 2 ? ((const uint16_t *)t->text.data)[i]
                                : ((const uint32_t *)t->text.data)[i];
}

static bool template_fail(struct template *t, ouro_object *message, size_t position)
{
    ouro_object *where = message ? ouro_int_new(t->rt, (int64_t)position) : NULL;
    ouro_object *error = where ? ouro_call3(t->rt, t->error_class, message, t->source, where) : NULL;
    xdecref(t->rt, message);
    xdecref(t->rt, where);
    if (error)
        ouro_raise_take(t->rt, error);
    return false;
}

static bool template_group(struct template *t, uint64_t group, size_t position)
{
    if (group > t->pattern->group_count)
        return template_fail(t, ouro_str_format(t->rt, "invalid group reference %llu",
                                                (unsigned long long)group), position);
    if (!literal_add(t->rt, t->list, &t->builder, t->pattern->is_bytes))
        return false;
    ouro_object *number = ouro_int_new(t->rt, (int64_t)group);
    return number && ouro_list_append_take(t->rt, t->list, number);
}

static bool is_octal(uint32_t c)
{
    return c >= '0' && c <= '7';
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* \g<name>: i is behind the g. */
static bool template_named(struct template *t, size_t *i)
{
    ouro_runtime *rt = t->rt;
    if (*i >= t->text.length || template_at(t, *i) != '<')
        return template_fail(t, ouro_str_from(rt, "missing <"), *i);
    size_t start = ++*i;
    while (*i < t->text.length && template_at(t, *i) != '>')
        ++*i;
    if (*i >= t->text.length)
        return template_fail(t, ouro_str_from(rt, *i == start ? "missing group name"
                                                              : "missing >, unterminated name"), start);
    if (*i == start)
        return template_fail(t, ouro_str_from(rt, "missing group name"), start);
    size_t end = (*i)++;
    uint64_t number = 0;
    bool is_number = true;
    for (size_t k = start; k < end; k++) {
        uint32_t c = template_at(t, k);
        is_number = is_number && is_digit(c);
        if (is_number && number < 100000)
            number = number * 10 + (c - '0');
    }
    if (is_number)
        return template_group(t, number, start);
    ouro_object *name = is_str(rt, t->source)
                            ? ouro_str_substring(rt, t->source, start, end)
                            : ouro_str_from_latin1(rt, (const uint8_t *)t->text.data + start, end - start);
    if (!name)
        return false;
    bool is_done = false;
    ouro_object *known = NULL;
    if (!ouro_str_is_identifier(name))
        template_fail(t, ouro_str_format(rt, "bad character in group name %R", name), start);
    else if (!(known = ouro_dict_peek(rt, t->pattern->group_index, name)) && !rt->error)
        ouro_raise(rt, EXC_IndexError, "unknown group name %R", name);
    else if (known)
        is_done = template_group(t, (uint64_t)ouro_int_value(known), start);
    decref(rt, name);
    return is_done;
}

static bool template_escape(struct template *t, size_t *i) /* *i at the character behind the backslash */
{
    static const char from[] = "abfnrtv\\", to[] = "\a\b\f\n\r\t\v\\";
    size_t begin = *i - 1, length = t->text.length;
    uint32_t c = template_at(t, (*i)++);
    if (c == 'g')
        return template_named(t, i);
    if (c == '0') {
        uint32_t value = 0;
        for (int k = 0; k < 2 && *i < length && is_octal(template_at(t, *i)); k++)
            value = value * 8 + template_at(t, (*i)++) - '0';
        return ouro_str_builder_character(&t->builder, value & 0xff);
    }
    if (is_digit(c)) {
        uint64_t group = c - '0';
        if (*i < length && is_digit(template_at(t, *i))) {
            uint32_t second = template_at(t, *i);
            if (is_octal(c) && is_octal(second) && *i + 1 < length && is_octal(template_at(t, *i + 1))) {
                uint32_t value = ((c - '0') * 8 + second - '0') * 8 + template_at(t, *i + 1) - '0';
                *i += 2;
                if (value > 0377)
                    return template_fail(
                        t, ouro_str_format(t->rt, "octal escape value \\%c%c%c outside of range 0-0o377",
                                           (int)c, (int)second, (int)template_at(t, *i - 1)), begin);
                return ouro_str_builder_character(&t->builder, value);
            }
            group = group * 10 + second - '0';
            ++*i;
        }
        return template_group(t, group, begin + 1);
    }
    const char *found = c && c < 128 ? strchr(from, (int)c) : NULL;
    if (found)
        return ouro_str_builder_character(&t->builder, (uint8_t)to[found - from]);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return template_fail(t, ouro_str_format(t->rt, "bad escape \\%c", (int)c), begin);
    return ouro_str_builder_character(&t->builder, '\\') && ouro_str_builder_character(&t->builder, c);
}

static ouro_object *template_parse(ouro_runtime *rt, const struct re_pattern *pattern, ouro_object *source)
{
    struct template t = {.rt = rt, .pattern = pattern, .source = source};
    ouro_object *module = ouro_dict_peek_text(rt, rt->modules, "re");
    t.error_class = module ? ouro_dict_peek_text(rt, ouro_module_dict(module), "error") : NULL;
    if (!t.error_class)
        t.error_class = &builtin_class(rt, TYPE_OBJECT)->core.base;
    if (!is_str(rt, source) && !class_of(rt, source)->buffer)
        return ouro_raise(rt, EXC_TypeError, "decoding to str: need a bytes-like object, %T found", source);
    if (!read_text(rt, pattern, source, &t.text))
        return NULL;
    t.list = ouro_list_new(rt, 4);
    if (!t.list)
        return NULL;
    ouro_str_builder_init(&t.builder, rt);
    bool is_done = true;
    for (size_t i = 0; is_done && i < t.text.length;) {
        uint32_t c = template_at(&t, i++);
        if (c != '\\')
            is_done = ouro_str_builder_character(&t.builder, c);
        else if (i >= t.text.length)
            is_done = template_fail(&t, ouro_str_from(rt, "bad escape (end of pattern)"), i - 1);
        else
            is_done = template_escape(&t, &i);
    }
    is_done = is_done && literal_add(rt, t.list, &t.builder, pattern->is_bytes);
    ouro_str_builder_abandon(&t.builder);
    if (!is_done)
        clearref(rt, &t.list);
    return t.list;
}

static ouro_object *join_parts(ouro_runtime *rt, ouro_object *list, bool is_bytes)
{
    if (!is_bytes)
        return ouro_str_join(rt, rt->empty_str, list);
    ouro_object *name = ouro_str_from(rt, "join");
    ouro_object *result = name ? ouro_call_method(rt, rt->empty_bytes, name, &list, 1) : NULL;
    xdecref(rt, name);
    return result;
}

/* Appends what the template makes of a match (marks in the matcher's registers). */
static bool template_append(ouro_runtime *rt, ouro_object *parts, ouro_object *template,
                            const int64_t *marks, ouro_object *text)
{
    for (size_t i = 0; i < list_length(template); i++) {
        ouro_object *item = list_at(template, i);
        if (!is_int(rt, item)) {
            if (!ouro_list_append(rt, parts, item))
                return false;
            continue;
        }
        int64_t group = ouro_int_value(item), start = marks[2 * group], end = marks[2 * group + 1];
        if (start < 0 || end <= start)
            continue;
        ouro_object *part = text_slice(rt, text, start, end);
        if (!part || !ouro_list_append_take(rt, parts, part))
            return false;
    }
    return true;
}

NATIVE(match_expand)
{
    struct re_match *match = match_of(self);
    const struct re_pattern *pattern = pattern_of(match->pattern);
    ouro_object *template = template_parse(rt, pattern, args[0]);
    ouro_object *parts = template ? ouro_list_new(rt, 4) : NULL;
    ouro_object *result = NULL;
    if (parts && template_append(rt, parts, template, match->marks, match->text))
        result = join_parts(rt, parts, pattern->is_bytes);
    xdecref(rt, template);
    xdecref(rt, parts);
    return result;
}

static ouro_object *match_repr(ouro_runtime *rt, ouro_object *self)
{
    struct re_match *match = match_of(self);
    ouro_object *text = group_text(rt, match, 0, rt->none);
    if (text)
        setref_take(rt, &text, ouro_repr(rt, text));
    if (text && ouro_str_length(text) > 50)
        setref_take(rt, &text, ouro_str_substring(rt, text, 0, 50));
    ouro_object *result =
        text ? ouro_str_format(rt, "<re.Match object; span=(%lld, %lld), match=%U>",
                               (long long)match->marks[0], (long long)match->marks[1], text)
             : NULL;
    xdecref(rt, text);
    return result;
}

static ouro_object *get_last_index(ouro_runtime *rt, ouro_object *self)
{
    int64_t last = match_of(self)->last_group;
    return last < 0 ? rt->none : ouro_int_new(rt, last);
}

static ouro_object *get_last_group(ouro_runtime *rt, ouro_object *self)
{
    struct re_match *match = match_of(self);
    if (match->last_group < 1)
        return rt->none;
    return newref(tuple_at(pattern_of(match->pattern)->names, match->last_group - 1));
}

static ouro_object *get_regs(ouro_runtime *rt, ouro_object *self)
{
    struct re_match *match = match_of(self);
    ouro_object *tuple = ouro_tuple_new(rt, match->mark_count / 2);
    for (uint32_t i = 0; tuple && i < match->mark_count / 2; i++) {
        ouro_object *span = span_of(rt, match, i);
        if (!span)
            clearref(rt, &tuple);
        else
            tuple_items(tuple)[i] = span;
    }
    return tuple;
}

/* ---- patterns -------------------------------------------------------------------------------------------------- */

enum mode { MODE_MATCH, MODE_FULL, MODE_SEARCH };

static ouro_object *match_once(ouro_runtime *rt, ouro_object *self, enum mode mode, const char *function,
                               ouro_object *const *args, size_t count, ouro_object *names)
{
    struct re_pattern *pattern = pattern_of(self);
    struct request request;
    if (!read_request(rt, pattern, function, args, count, names, &request))
        return NULL;
    if (request.position > request.end)
        return rt->none;
    struct re_matcher matcher;
    if (!ouro_re_matcher_init(&matcher, rt, pattern))
        return NULL;
    matcher.text = request.text;
    matcher.must_reach_end = mode == MODE_FULL;
    int found = mode == MODE_SEARCH ? ouro_re_search(&matcher, request.position)
                                    : ouro_re_match_at(&matcher, request.position);
    ouro_object *result = found < 0 ? NULL
                          : !found  ? rt->none
                                    : match_new(rt, &matcher, request.string, request.position,
                                                request.end);
    ouro_re_matcher_destroy(&matcher);
    return result;
}

NATIVE(pattern_match)
{
    return match_once(rt, self, MODE_MATCH, "match", args, count, names);
}

NATIVE(pattern_fullmatch)
{
    return match_once(rt, self, MODE_FULL, "fullmatch", args, count, names);
}

NATIVE(pattern_search)
{
    return match_once(rt, self, MODE_SEARCH, "search", args, count, names);
}

/* What findall and split take from a match: the match, its group, or the tuple of its groups. */
static ouro_object *found_item(ouro_runtime *rt, struct re_matcher *matcher, ouro_object *text)
{
    const int64_t *marks = matcher->registers;
    uint32_t groups = matcher->pattern->group_count;
    ouro_object *empty = matcher->pattern->is_bytes ? rt->empty_bytes : rt->empty_str;
    if (groups == 0)
        return text_slice(rt, text, marks[0], marks[1]);
    ouro_object *tuple = groups > 1 ? ouro_tuple_new(rt, groups) : NULL;
    if (groups > 1 && !tuple)
        return NULL;
    for (uint32_t i = 1; i <= groups; i++) {
        int64_t start = marks[2 * i], end = marks[2 * i + 1];
        ouro_object *part = end < 0 || start < 0 ? empty : text_slice(rt, text, start, end);
        if (!tuple)
            return part;
        if (!part) {
            decref(rt, tuple);
            return NULL;
        }
        tuple_items(tuple)[i - 1] = part;
    }
    return tuple;
}

NATIVE(pattern_findall)
{
    struct re_pattern *pattern = pattern_of(self);
    struct request request;
    struct re_matcher matcher;
    if (!read_request(rt, pattern, "findall", args, count, names, &request))
        return NULL;
    ouro_object *list = ouro_list_new(rt, 0);
    if (!list || !ouro_re_matcher_init(&matcher, rt, pattern)) {
        xdecref(rt, list);
        return NULL;
    }
    matcher.text = request.text;
    int64_t position = request.position;
    int found = 0;
    while (position <= request.end && (found = ouro_re_search(&matcher, position)) > 0) {
        ouro_object *item = found_item(rt, &matcher, request.string);
        if (!item || !ouro_list_append_take(rt, list, item)) {
            found = -1;
            break;
        }
        position = matcher.registers[1];
        matcher.must_advance = position == matcher.registers[0];
    }
    ouro_re_matcher_destroy(&matcher);
    if (found < 0)
        clearref(rt, &list);
    return list;
}

static ouro_object *iterator_new(ouro_runtime *rt, ouro_object *self, const char *function,
                                 const char *class_name, ouro_object *const *args, size_t count,
                                 ouro_object *names)
{
    struct request request;
    if (!read_request(rt, pattern_of(self), function, args, count, names, &request))
        return NULL;
    struct ouro_class *cls = class_named(rt, class_name);
    ouro_object *object = cls ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!object)
        return NULL;
    struct re_iterator *iterator = iterator_of(object);
    iterator->pattern = newref(self);
    iterator->text = newref(request.string);
    iterator->position = iterator->begin = request.position;
    iterator->end = request.end;
    iterator->must_advance = false;
    iterator->is_done = request.position > request.end;
    return object;
}

NATIVE(pattern_finditer)
{
    return iterator_new(rt, self, "finditer", "_Iterator", args, count, names);
}

NATIVE(pattern_scanner)
{
    return iterator_new(rt, self, "scanner", "SRE_Scanner", args, count, names);
}

/* re._compile(pattern, flags): for copies and pickles. */
NATIVE(pattern_reduce)
{
    ouro_object *module = ouro_vm_import(rt, "re");
    ouro_object *function = module ? ouro_getattr_text(rt, module, "_compile") : NULL;
    ouro_object *flags = function ? ouro_int_new(rt, pattern_of(self)->flags) : NULL;
    ouro_object *arguments = flags ? ouro_tuple_pack(rt, 2, pattern_of(self)->pattern, flags) : NULL;
    ouro_object *result = arguments ? ouro_tuple_pack(rt, 2, function, arguments) : NULL;
    xdecref(rt, module);
    xdecref(rt, function);
    xdecref(rt, flags);
    xdecref(rt, arguments);
    return result;
}

/* The next match; at the position itself when is_here. */
static ouro_object *iterator_step(ouro_runtime *rt, ouro_object *self, bool is_here)
{
    struct re_iterator *iterator = iterator_of(self);
    struct re_matcher matcher;
    if (iterator->is_done)
        return NULL;
    const struct re_pattern *pattern = pattern_of(iterator->pattern);
    if (!read_text(rt, pattern, iterator->text, &matcher.text))
        return NULL;
    struct re_text text = matcher.text;
    if (!ouro_re_matcher_init(&matcher, rt, pattern))
        return NULL;
    text.length = (size_t)clip(iterator->end, (int64_t)text.length);
    matcher.text = text;
    matcher.must_advance = iterator->must_advance;
    int found = is_here ? ouro_re_match_at(&matcher, iterator->position)
                        : ouro_re_search(&matcher, iterator->position);
    ouro_object *match = NULL;
    if (found > 0) {
        match = match_new(rt, &matcher, iterator->text, iterator->begin, iterator->end);
        iterator->position = matcher.registers[1];
        iterator->must_advance = matcher.registers[0] == matcher.registers[1];
    } else {
        iterator->is_done = true;
    }
    ouro_re_matcher_destroy(&matcher);
    return match;
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *self)
{
    return iterator_step(rt, self, false);
}

NATIVE(scanner_search)
{
    ouro_object *match = iterator_step(rt, self, false);
    return match || rt->error ? match : rt->none;
}

NATIVE(scanner_match)
{
    ouro_object *match = iterator_step(rt, self, true);
    return match || rt->error ? match : rt->none;
}

static void iterator_clear(struct ouro_heap *heap, ouro_object *self)
{
    clearref(runtime_of(heap), &iterator_of(self)->pattern);
    clearref(runtime_of(heap), &iterator_of(self)->text);
    iterator_of(self)->is_done = true;
}

static void iterator_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    iterator_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void iterator_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit(visitor, &iterator_of(self)->pattern);
    ouro_visit(visitor, &iterator_of(self)->text);
}

static bool append_slice(ouro_runtime *rt, ouro_object *list, ouro_object *text, int64_t start, int64_t end)
{
    ouro_object *part = text_slice(rt, text, start, end);
    return part && ouro_list_append_take(rt, list, part);
}

NATIVE(pattern_split)
{
    static const char *const parameters[] = {"string", "maxsplit", NULL};
    static const struct ouro_signature signature = {"split", parameters, 1, 2};
    struct re_pattern *pattern = pattern_of(self);
    ouro_object *out[2];
    int64_t limit = 0;
    struct re_text text;
    struct re_matcher matcher;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[1] && !ouro_index_i64(rt, out[1], &limit, 0)) || !read_text(rt, pattern, out[0], &text))
        return NULL;
    ouro_object *list = ouro_list_new(rt, 0);
    if (!list || !ouro_re_matcher_init(&matcher, rt, pattern)) {
        xdecref(rt, list);
        return NULL;
    }
    matcher.text = text;
    int64_t position = 0, last = 0, done = 0;
    int found = 0;
    while ((limit <= 0 || done < limit) && limit >= 0 && (found = ouro_re_search(&matcher, position)) > 0) {
        const int64_t *marks = matcher.registers;
        bool is_stored = append_slice(rt, list, out[0], last, marks[0]);
        for (uint32_t i = 1; is_stored && i <= pattern->group_count; i++)
            is_stored = marks[2 * i] < 0 || marks[2 * i + 1] < 0
                            ? ouro_list_append(rt, list, rt->none)
                            : append_slice(rt, list, out[0], marks[2 * i], marks[2 * i + 1]);
        if (!is_stored) {
            found = -1;
            break;
        }
        done++;
        last = position = marks[1];
        matcher.must_advance = marks[0] == marks[1];
    }
    if (found >= 0 && !append_slice(rt, list, out[0], last, (int64_t)text.length))
        found = -1;
    ouro_re_matcher_destroy(&matcher);
    if (found < 0)
        clearref(rt, &list);
    return list;
}

/* One replacement: appended to parts. */
static bool replace_one(ouro_runtime *rt, struct re_matcher *matcher, ouro_object *parts,
                        ouro_object *template, ouro_object *function, ouro_object *text, int64_t length)
{
    if (template)
        return template_append(rt, parts, template, matcher->registers, text);
    ouro_object *match = match_new(rt, matcher, text, 0, length);
    ouro_object *result = match ? ouro_call1(rt, function, match) : NULL;
    xdecref(rt, match);
    if (!result)
        return false;
    if (result == rt->none)
        return true;
    return ouro_list_append_take(rt, parts, result);
}

static ouro_object *substitute(ouro_runtime *rt, ouro_object *self, const char *function_name,
                               ouro_object *const *args, size_t count, ouro_object *names, int64_t *done)
{
    static const char *const parameters[] = {"repl", "string", "count", NULL};
    struct ouro_signature signature = {function_name, parameters, 2, 3};
    struct re_pattern *pattern = pattern_of(self);
    ouro_object *out[3], *template = NULL, *parts = NULL, *result = NULL;
    int64_t limit = 0, position = 0, last = 0;
    struct re_matcher matcher = {.registers = NULL};
    struct re_text text;
    *done = 0;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        (out[2] && !ouro_index_i64(rt, out[2], &limit, 0)))
        return NULL;
    if (!ouro_is_callable(rt, out[0])) {
        template = template_parse(rt, pattern, out[0]);
        if (!template)
            return NULL;
    }
    if (!read_text(rt, pattern, out[1], &text) || !(parts = ouro_list_new(rt, 8)) ||
        !ouro_re_matcher_init(&matcher, rt, pattern))
        goto end;
    matcher.text = text;
    int found = 0;
    while ((limit <= 0 || *done < limit) && limit >= 0 && (found = ouro_re_search(&matcher, position)) > 0) {
        int64_t start = matcher.registers[0], end = matcher.registers[1];
        if ((start > last && !append_slice(rt, parts, out[1], last, start)) ||
            !replace_one(rt, &matcher, parts, template, out[0], out[1], (int64_t)text.length)) {
            found = -1;
            break;
        }
        ++*done;
        last = position = end;
        matcher.must_advance = start == end;
    }
    if (found < 0)
        goto end;
    if (!*done)
        result = text_slice(rt, out[1], 0, (int64_t)text.length);
    else if (last >= (int64_t)text.length || append_slice(rt, parts, out[1], last, (int64_t)text.length))
        result = join_parts(rt, parts, pattern->is_bytes);
end:
    if (matcher.registers)
        ouro_re_matcher_destroy(&matcher);
    xdecref(rt, template);
    xdecref(rt, parts);
    return result;
}

NATIVE(pattern_sub)
{
    int64_t done;
    return substitute(rt, self, "sub", args, count, names, &done);
}

NATIVE(pattern_subn)
{
    int64_t done;
    ouro_object *text = substitute(rt, self, "subn", args, count, names, &done);
    ouro_object *number = text ? ouro_int_new(rt, done) : NULL;
    ouro_object *pair = number ? ouro_tuple_pack(rt, 2, text, number) : NULL;
    xdecref(rt, text);
    xdecref(rt, number);
    return pair;
}

static void pattern_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct re_pattern *pattern = pattern_of(self);
    clearref(rt, &pattern->group_index);
}

static void pattern_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct re_pattern *pattern = pattern_of(self);
    clearref(rt, &pattern->pattern);
    clearref(rt, &pattern->group_index);
    clearref(rt, &pattern->names);
    clearref(rt, &pattern->match_class);
    if (pattern->code)
        ouro_buffer_free(rt, pattern->code, pattern->code_capacity * sizeof *pattern->code);
    ouro_class_free(rt, self);
}

static void pattern_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct re_pattern *pattern = pattern_of(self);
    ouro_visit(visitor, &pattern->pattern);
    ouro_visit(visitor, &pattern->group_index);
    ouro_visit(visitor, &pattern->names);
    ouro_visit(visitor, &pattern->match_class);
}

static ouro_object *pattern_repr(ouro_runtime *rt, ouro_object *self)
{
    static const struct {
        const char *name;
        uint32_t flag;
    } known[] = {{"re.TEMPLATE", RE_TEMPLATE}, {"re.IGNORECASE", RE_IGNORECASE}, {"re.LOCALE", RE_LOCALE},
                 {"re.MULTILINE", RE_MULTILINE},   {"re.DOTALL", RE_DOTALL},
                 {"re.VERBOSE", RE_VERBOSE},       {"re.DEBUG", RE_DEBUG},
                 {"re.ASCII", RE_ASCII}};
    struct re_pattern *pattern = pattern_of(self);
    uint32_t flags = pattern->flags & ~(pattern->is_bytes ? 0u : (uint32_t)RE_UNICODE);
    ouro_object *text = ouro_repr(rt, pattern->pattern);
    if (!text)
        return NULL;
    if (ouro_str_length(text) > 200)
        setref_take(rt, &text, ouro_str_substring(rt, text, 0, 200));
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    ouro_str_builder_literal(&builder, "re.compile(");
    if (text)
        ouro_str_builder_str(&builder, text);
    const char *separator = ", ";
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!(flags & known[i].flag))
            continue;
        ouro_str_builder_literal(&builder, separator);
        ouro_str_builder_literal(&builder, known[i].name);
        separator = "|";
    }
    uint32_t rest = flags & ~(uint32_t)(RE_IGNORECASE | RE_LOCALE | RE_MULTILINE | RE_DOTALL | RE_UNICODE |
                                        RE_VERBOSE | RE_DEBUG | RE_ASCII | RE_TEMPLATE);
    if (rest) {
        char number[24];
        snprintf(number, sizeof number, "%s0x%x", separator, (unsigned)rest);
        ouro_str_builder_literal(&builder, number);
    }
    ouro_str_builder_literal(&builder, ")");
    xdecref(rt, text);
    return ouro_str_builder_finish(&builder);
}

static ouro_object *pattern_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                                    enum ouro_compare_op op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || a->type_index != b->type_index)
        return rt->not_implemented;
    const struct re_pattern *p = pattern_of(a), *q = pattern_of(b);
    bool is_equal = p->flags == q->flags && p->is_bytes == q->is_bytes;
    if (is_equal) {
        int same = ouro_equal(rt, p->pattern, q->pattern);
        if (same < 0)
            return NULL;
        is_equal = same;
    }
    return bool_object(rt, is_equal == (op == COMPARE_EQ));
}

static bool pattern_hash(ouro_runtime *rt, ouro_object *self, int64_t *hash)
{
    if (!ouro_hash(rt, pattern_of(self)->pattern, hash))
        return false;
    *hash ^= (int64_t)pattern_of(self)->flags << 7;
    if (*hash == -1)
        *hash = -2;
    return true;
}

static ouro_object *get_groups(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, pattern_of(self)->group_count);
}

static ouro_object *get_flags(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, pattern_of(self)->flags);
}

static ouro_object *get_group_index(ouro_runtime *rt, ouro_object *self)
{
    return ouro_mapping_proxy_new(rt, pattern_of(self)->group_index);
}

/* compile(pattern, flags, error class) */
NATIVE(re_compile)
{
    int64_t flags;
    bool is_bytes = !is_str(rt, args[0]);
    if (!ouro_index_i64(rt, args[1], &flags, EXC_OverflowError))
        return NULL;
    struct ouro_class *cls = class_named(rt, "Pattern"), *match = cls ? class_named(rt, "Match") : NULL;
    if (!match)
        return NULL;
    ouro_object *source;
    if (is_bytes) {
        const uint8_t *bytes;
        size_t size;
        if (!class_of(rt, args[0])->buffer)
            return ouro_raise(rt, EXC_TypeError, "first argument must be string or compiled pattern");
        if (!ouro_buffer_get(rt, args[0], &bytes, &size))
            return NULL;
        source = is_exact(args[0], TYPE_BYTES) ? newref(args[0]) : ouro_bytes_new(rt, bytes, size);
    } else {
        source = newref(args[0]);
    }
    if (!source)
        return NULL;
    if (!is_bytes && (flags & RE_LOCALE)) {
        decref(rt, source);
        return ouro_raise(rt, EXC_ValueError, "cannot use LOCALE flag with a str pattern");
    }
    if (is_bytes && (flags & RE_UNICODE)) {
        decref(rt, source);
        return ouro_raise(rt, EXC_ValueError, "cannot use UNICODE flag with a bytes pattern");
    }
    if ((flags & RE_ASCII) && (flags & RE_UNICODE)) {
        decref(rt, source);
        return ouro_raise(rt, EXC_ValueError, "ASCII and UNICODE flags are incompatible");
    }
    ouro_object *object = ouro_class_alloc(rt, cls, 0);
    if (!object) {
        decref(rt, source);
        return NULL;
    }
    struct re_pattern *pattern = pattern_of(object);
    memset((char *)pattern + sizeof(ouro_object), 0, sizeof *pattern - sizeof(ouro_object));
    pattern->pattern = source;
    pattern->match_class = newref(&match->core.base);
    pattern->flags = (uint32_t)flags;
    pattern->is_bytes = is_bytes;
    pattern->group_index = ouro_dict_new(rt);
    if (!pattern->group_index || !ouro_re_compile(rt, pattern, args[2])) {
        decref(rt, object);
        return NULL;
    }
    return object;
}

static ouro_object *class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                  size_t count, ouro_object *names)
{
    return ouro_call2(rt, &builtin_class(rt, TYPE_GENERIC_ALIAS)->core.base, self, args[0]);
}

static bool pattern_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"match", pattern_match, 0, -1, METHOD_KEYWORDS, "Matches at the beginning of the string."},
        {"fullmatch", pattern_fullmatch, 0, -1, METHOD_KEYWORDS, "Matches against all of the string."},
        {"search", pattern_search, 0, -1, METHOD_KEYWORDS, "Scan through string looking for a match."},
        {"findall", pattern_findall, 0, -1, METHOD_KEYWORDS, "All non-overlapping matches as a list."},
        {"finditer", pattern_finditer, 0, -1, METHOD_KEYWORDS, "An iterator over all matches."},
        {"split", pattern_split, 0, -1, METHOD_KEYWORDS, "Split string by the occurrences of pattern."},
        {"sub", pattern_sub, 0, -1, METHOD_KEYWORDS, "Replaces the occurrences of the pattern."},
        {"subn", pattern_subn, 0, -1, METHOD_KEYWORDS, "(new string, number of replacements)."},
        {"scanner", pattern_scanner, 0, -1, METHOD_KEYWORDS, NULL},
        {"__reduce__", pattern_reduce, 0, 0, 0, NULL},
        {"__copy__", return_self, 0, 0, 0, NULL},
        {"__deepcopy__", return_self, 1, 1, 0, NULL},
        {"__class_getitem__", class_getitem, 1, 1, METHOD_CLASS, NULL},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"groups", get_groups, ouro_getset_readonly, "The number of capturing groups in the pattern."},
        {"flags", get_flags, ouro_getset_readonly, "The regex matching flags."},
        {"groupindex", get_group_index, ouro_getset_readonly, "Group names and their numbers."},
        {0},
    };
    static const struct ouro_member members[] = {
        {"pattern", offsetof(struct re_pattern, pattern), MEMBER_OBJECT, true},
        {NULL, 0, 0, false},
    };
    struct ouro_class *cls = ouro_class_native(rt, "re.Pattern", NULL, sizeof(struct re_pattern),
                                               OURO_BLOCK_CONTAINER,
                                               CLASS_NO_INSTANTIATION | OURO_TYPE_WEAKREFABLE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = pattern_dealloc;
    cls->core.traverse = pattern_traverse;
    cls->core.clear = pattern_clear;
    cls->getattr = ouro_generic_getattr;
    cls->repr = pattern_repr;
    cls->compare = pattern_compare;
    cls->hash = pattern_hash;
    return ouro_class_ready(rt, cls, methods, getsets, members) && ouro_module_add_class(rt, module, cls);
}

static bool match_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"group", match_group, 0, -1, 0, "One or more subgroups of the match."},
        {"groups", match_groups, 0, -1, METHOD_KEYWORDS, "All subgroups as a tuple."},
        {"groupdict", match_groupdict, 0, -1, METHOD_KEYWORDS, "All named subgroups."},
        {"start", match_start, 0, 1, 0, "Index of the start of a group."},
        {"end", match_end, 0, 1, 0, "Index of the end of a group."},
        {"span", match_span, 0, 1, 0, "(start, end) of a group."},
        {"expand", match_expand, 1, 1, 0, "The template with the groups filled in."},
        {"__copy__", return_self, 0, 0, 0, NULL},
        {"__deepcopy__", return_self, 1, 1, 0, NULL},
        {"__class_getitem__", class_getitem, 1, 1, METHOD_CLASS, NULL},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"lastindex", get_last_index, NULL, "The index of the last matched group."},
        {"lastgroup", get_last_group, NULL, "The name of the last matched group."},
        {"regs", get_regs, NULL, NULL},
        {0},
    };
    static const struct ouro_member members[] = {
        {"string", offsetof(struct re_match, text), MEMBER_OBJECT, true},
        {"re", offsetof(struct re_match, pattern), MEMBER_OBJECT, true},
        {"pos", offsetof(struct re_match, position), MEMBER_I64, true},
        {"endpos", offsetof(struct re_match, end), MEMBER_I64, true},
        {NULL, 0, 0, false},
    };
    struct ouro_class *cls = ouro_class_native(rt, "re.Match", NULL, sizeof(struct re_match),
                                               OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = match_dealloc;
    cls->core.traverse = match_traverse;
    cls->core.clear = match_clear;
    cls->getattr = ouro_generic_getattr;
    cls->getitem = match_getitem;
    cls->repr = match_repr;
    return ouro_class_ready(rt, cls, methods, getsets, members) && ouro_module_add_class(rt, module, cls);
}

/* What finditer gives, and with the methods what scanner gives. */
static bool iterator_init(ouro_runtime *rt, ouro_object *module, const char *name,
                          const struct ouro_method *methods)
{
    struct ouro_class *cls = ouro_class_native(rt, name, NULL, sizeof(struct re_iterator),
                                               OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    static const struct ouro_member members[] = {
        {"pattern", offsetof(struct re_iterator, pattern), MEMBER_OBJECT, true},
        {NULL, 0, 0, false},
    };
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = iterator_dealloc;
    cls->core.traverse = iterator_traverse;
    cls->core.clear = iterator_clear;
    cls->getattr = ouro_generic_getattr;
    cls->iter = methods ? NULL : ouro_generic_iter_self;
    cls->next = methods ? NULL : iterator_next;
    return ouro_class_ready(rt, cls, methods, NULL, methods ? members : NULL) &&
           ouro_module_add_class(rt, module, cls);
}

bool ouro_module__re_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method scanner_methods[] = {
        {"match", scanner_match, 0, 0, 0, NULL},
        {"search", scanner_search, 0, 0, 0, NULL},
        {0},
    };
    static const struct ouro_method functions[] = {
        {"compile", re_compile, 3, 3, 0, NULL},
        {0},
    };
    return iterator_init(rt, module, "_re._Iterator", NULL) &&
           iterator_init(rt, module, "_sre.SRE_Scanner", scanner_methods) &&
           pattern_init(rt, module) && match_init(rt, module) &&
           ouro_module_add_functions(rt, module, functions);
}
