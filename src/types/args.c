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

static bool too_many(ouro_runtime *rt, const struct ouro_signature *signature, size_t total, size_t given,
                     size_t keyword_count)
{
    size_t limit = signature->positional_max;
    if (limit == 0)
        return ouro_raise(rt, EXC_TypeError, "%s() takes no positional arguments", signature->function) !=
               NULL;
    if (limit < total) {
        const char *bound = signature->required < limit ? "at most" : "exactly";
        return ouro_raise(rt, EXC_TypeError, "%s() takes %s %zu positional argument%s (%zu given)",
                          signature->function, bound, limit, limit == 1 ? "" : "s", given) != NULL;
    }
    const char *bound = signature->required < total ? "at most" : "exactly";
    return ouro_raise(rt, EXC_TypeError, "%s() takes %s %zu %sargument%s (%zu given)", signature->function,
                      bound, total, keyword_count ? "" : "", total == 1 ? "" : "s",
                      given + keyword_count) != NULL;
}

static bool bind_keyword(ouro_runtime *rt, const struct ouro_signature *signature, size_t positional_only,
                         size_t given, ouro_object *name, ouro_object *value, ouro_object **out)
{
    for (size_t i = positional_only; signature->names[i]; i++) {
        if (!ouro_str_equal_text(name, signature->names[i]))
            continue;
        if (i < given || out[i])
            return ouro_raise(rt, EXC_TypeError, "argument for %s() given by name ('%s') and position (%zu)",
                              signature->function, signature->names[i], i + 1) != NULL;
        out[i] = value;
        return true;
    }
    return ouro_raise(rt, EXC_TypeError, "'%U' is an invalid keyword argument for %s()", name,
                      signature->function) != NULL;
}

static bool missing(ouro_runtime *rt, const struct ouro_signature *signature, size_t index, size_t given,
                    size_t positional_only)
{
    if (index < positional_only) {
        const char *bound =
            signature->required < signature->positional_max ? "at least" : "exactly";
        return ouro_raise(rt, EXC_TypeError, "%s() takes %s %d positional argument%s (%zu given)",
                          signature->function, bound, signature->required,
                          signature->required == 1 ? "" : "s", given) != NULL;
    }
    return ouro_raise(rt, EXC_TypeError, "%s() missing required argument '%s' (pos %zu)",
                      signature->function, signature->names[index], index + 1) != NULL;
}

bool ouro_args_bind(ouro_runtime *rt, const struct ouro_signature *signature, ouro_object *const *args,
                    size_t count, ouro_object *names, ouro_object **out)
{
    size_t total = parameter_count(signature), positional_only = positional_only_count(signature);
    size_t keyword_count = names ? tuple_length(names) : 0;
    memset(out, 0, total * sizeof *out);
    if (count > signature->positional_max)
        return too_many(rt, signature, total, count, keyword_count);
    for (size_t i = 0; i < count; i++)
        out[i] = args[i];
    for (size_t i = 0; i < keyword_count; i++)
        if (!bind_keyword(rt, signature, positional_only, count, tuple_at(names, i), args[count + i], out))
            return false;
    for (size_t i = 0; i < signature->required; i++)
        if (!out[i])
            return missing(rt, signature, i, count, positional_only);
    return true;
}
