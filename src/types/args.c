/* Binding arguments of native functions, with the words CPython uses when they do not fit. */
#include <string.h>

#include "types/error.h"
#include "types/str.h"
#include "types/tuple.h"

bool ouro_args_no_keywords(ouro_runtime *rt, const char *function, ouro_object *names)
{
    if (!names || tuple_length(names) == 0)
        return true;
    return ouro_raise(rt, EXC_TypeError, "%s() takes no keyword arguments", function) != NULL;
}

bool ouro_args_count(ouro_runtime *rt, const char *function, size_t count, size_t min, size_t max)
{
    if (ouro_likely(count >= min && count <= max))
        return true;
    size_t limit = count < min ? min : max;
    const char *bound = min == max ? "" : count < min ? "at least " : "at most ";
    return ouro_raise(rt, EXC_TypeError, "%s expected %s%zu argument%s, got %zu", function, bound, limit,
                      limit == 1 ? "" : "s", count) != NULL;
}

static size_t parameter_count(const struct ouro_signature *signature)
{
    size_t count = 0;
    while (signature->names[count])
        count++;
    return count;
}

static size_t positional_only_count(const struct ouro_signature *signature)
{
    size_t count = 0;
    while (signature->names[count] && !*signature->names[count])
        count++;
    return count;
}

/* More arguments than parameters, or more by position than may be. */
static bool check_maximum(ouro_runtime *rt, const struct ouro_signature *signature, size_t total,
                          size_t given, size_t keyword_count)
{
    size_t limit = signature->positional_max;
    if (given + keyword_count > total)
        return ouro_raise(rt, EXC_TypeError, "%s() takes at most %zu %sargument%s (%zu given)",
                          signature->function, total, given == 0 ? "keyword " : "",
                          total == 1 ? "" : "s", given + keyword_count) != NULL;
    if (given <= limit)
        return true;
    if (limit == 0)
        return ouro_raise(rt, EXC_TypeError, "%s() takes no positional arguments",
                          signature->function) != NULL;
    const char *bound = signature->required < limit ? "at most" : "exactly";
    return ouro_raise(rt, EXC_TypeError, "%s() takes %s %zu positional argument%s (%zu given)",
                      signature->function, bound, limit, limit == 1 ? "" : "s", given) != NULL;
}

/* Fewer by position than the parameters without a name that must be there. */
static bool check_minimum(ouro_runtime *rt, const struct ouro_signature *signature,
                          size_t positional_only, size_t given)
{
    size_t least = signature->required < positional_only ? signature->required : positional_only;
    if (given >= least)
        return true;
    const char *bound = least < signature->positional_max ? "at least" : "exactly";
    return ouro_raise(rt, EXC_TypeError, "%s() takes %s %zu positional argument%s (%zu given)",
                      signature->function, bound, least, least == 1 ? "" : "s", given) != NULL;
}

/* The keyword names a parameter that stands by position already, or none. */
static bool refuse_keyword(ouro_runtime *rt, const struct ouro_signature *signature,
                           size_t positional_only, size_t given, ouro_object *name)
{
    for (size_t i = positional_only; i < given; i++)
        if (ouro_str_equal_text(name, signature->names[i]))
            return ouro_raise(rt, EXC_TypeError,
                              "argument for %s() given by name ('%s') and position (%zu)",
                              signature->function, signature->names[i], i + 1) != NULL;
    return ouro_raise(rt, EXC_TypeError, "'%U' is an invalid keyword argument for %s()", name,
                      signature->function) != NULL;
}

/* Where the keyword goes; refused is the first that goes nowhere. */
static void bind_keyword(const struct ouro_signature *signature, size_t from, ouro_object *name,
                         ouro_object *value, ouro_object **out, ouro_object **refused)
{
    for (size_t i = from; signature->names[i]; i++) {
        if (!out[i] && ouro_str_equal_text(name, signature->names[i])) {
            out[i] = value;
            return;
        }
    }
    if (!*refused)
        *refused = name;
}

bool ouro_args_bind(ouro_runtime *rt, const struct ouro_signature *signature, ouro_object *const *args,
                    size_t count, ouro_object *names, ouro_object **out)
{
    size_t total = parameter_count(signature), positional_only = positional_only_count(signature);
    size_t keyword_count = names ? tuple_length(names) : 0;
    memset(out, 0, total * sizeof *out);
    if (!check_maximum(rt, signature, total, count, keyword_count) ||
        !check_minimum(rt, signature, positional_only, count))
        return false;
    for (size_t i = 0; i < count; i++)
        out[i] = args[i];
    size_t from = count > positional_only ? count : positional_only;
    ouro_object *refused = NULL;
    for (size_t i = 0; i < keyword_count; i++)
        bind_keyword(signature, from, tuple_at(names, i), args[count + i], out, &refused);
    for (size_t i = 0; i < signature->required; i++)
        if (!out[i])
            return ouro_raise(rt, EXC_TypeError, "%s() missing required argument '%s' (pos %zu)",
                              signature->function, signature->names[i], i + 1) != NULL;
    return !refused || refuse_keyword(rt, signature, positional_only, count, refused);
}
