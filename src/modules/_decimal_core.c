/* _decimal_core: the common cases of _pydecimal's Decimal, without Python.
 *
 * install() puts our methods over those of the class and keeps the old ones. A method of ours does what the
 * old one would do for finite numbers of up to some hundred digits, in a context that traps neither Inexact
 * nor Rounded, as long as the result is a normal number. In any other case nothing has been changed yet, and
 * the old method is called: errors, special values, subnormal results stay the library's. */
#include <string.h>

#include "modules/decimal_number.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

enum method { ADD, RADD, SUB, RSUB, MUL, RMUL, DIV, RDIV, NEG, POS, ABS, BOOL, EQ, LT, LE, GT, GE, HASH, STR,
              QUANTIZE, FORMAT, METHOD_COUNT };
enum slot { SLOT_EXP, SLOT_INT, SLOT_SIGN, SLOT_SPECIAL, SLOT_COUNT };
static const char *const slot_names[SLOT_COUNT] = {"_exp", "_int", "_sign", "_is_special"};
#define STATE "decimal"

/* What a context says. Kept until an attribute of any context changes. */
struct context_view {
    ouro_object *context; /* owned: no other takes its address; NULL: none */
    int64_t precision, emin, emax;
    enum decimal_rounding rounding;
    ouro_object *flags, *traps; /* owned */
    bool is_plain;              /* no clamp, nothing ignored, limits that we work in */
};

/* One for each class that install() was called with: a module that is imported afresh makes another. */
struct core {
    ouro_object base;
    struct core *next; /* owned */
    ouro_object *decimal, *context_get, *getcontext, *create, *inexact, *rounded;
    ouro_object *old[METHOD_COUNT];
    uint32_t slots[SLOT_COUNT];
    struct context_view view;
};

static struct core *core_first(ouro_runtime *rt)
{
    return (struct core *)(void *)ouro_vm_state_peek(rt, STATE);
}

static bool is_decimal(ouro_runtime *rt, const struct core *core, ouro_object *object)
{
    struct ouro_class *cls = class_of(rt, object), *decimal = (struct ouro_class *)(void *)core->decimal;
    return cls == decimal || ouro_class_is_subclass(cls, decimal);
}

/* The one whose method was called: NULL only when the runtime ends. */
static struct core *core_peek(ouro_runtime *rt, ouro_object *self)
{
    struct core *core = core_first(rt);
    while (core && !is_decimal(rt, core, self))
        core = core->next;
    return core;
}

static ouro_object **slot_of(const struct core *core, ouro_object *object, enum slot slot)
{
    return (ouro_object **)(void *)((char *)object + core->slots[slot]);
}

/* ---- numbers and objects --------------------------------------------------------------------- */

/* false: no number that we work on; never an error. */
static bool number_of(ouro_runtime *rt, const struct core *core, ouro_object *object, struct decimal *number)
{
    if (ouro_int_is_small_exact(object)) {
        decimal_from_int(number, ouro_int_value(object));
        return true;
    }
    if (!is_decimal(rt, core, object) || *slot_of(core, object, SLOT_SPECIAL) != rt->false_)
        return false;
    ouro_object *text = *slot_of(core, object, SLOT_INT), *exponent = *slot_of(core, object, SLOT_EXP);
    if (!text || !is_exact(text, TYPE_STR) || !ouro_str_is_ascii(text) || !exponent ||
        !ouro_int_is_small_exact(exponent))
        return false;
    number->size = (uint32_t)ouro_str_length(text);
    number->exponent = ouro_int_value(exponent);
    if (number->size - 1 >= DECIMAL_DIGITS_MAX || number->exponent > DECIMAL_EXPONENT_MAX ||
        number->exponent < -DECIMAL_EXPONENT_MAX)
        return false;
    memcpy(number->text, str_of(text)->data, number->size);
    ouro_object *sign = *slot_of(core, object, SLOT_SIGN);
    number->is_negative = sign && ouro_int_is_small_exact(sign) && ouro_int_value(sign) != 0;
    return true;
}

static ouro_object *decimal_new(ouro_runtime *rt, const struct core *core, const struct decimal *number)
{
    ouro_object *self = ouro_class_alloc(rt, (struct ouro_class *)(void *)core->decimal, 0);
    ouro_object *text = self ? ouro_str_new(rt, number->text, number->size) : NULL;
    ouro_object *exponent = text ? ouro_int_new(rt, number->exponent) : NULL;
    if (!exponent) {
        xdecref(rt, text);
        xdecref(rt, self);
        return NULL;
    }
    *slot_of(core, self, SLOT_INT) = text;
    *slot_of(core, self, SLOT_EXP) = exponent;
    *slot_of(core, self, SLOT_SIGN) = ouro_int_new(rt, number->is_negative); /* small ints are immortal */
    *slot_of(core, self, SLOT_SPECIAL) = rt->false_;
    return self;
}

/* ---- contexts -------------------------------------------------------------------------------- */

static bool rounding_of(ouro_runtime *rt, ouro_object *object, enum decimal_rounding *rounding)
{
    static const char *const modes[DECIMAL_ROUNDING_COUNT] = {
        "ROUND_HALF_EVEN", "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_UP", "ROUND_DOWN", "ROUND_CEILING",
        "ROUND_FLOOR", "ROUND_05UP"};
    if (!is_exact(object, TYPE_STR) || !ouro_str_is_ascii(object))
        return false;
    for (unsigned i = 0; i < DECIMAL_ROUNDING_COUNT; i++)
        if (!strcmp((const char *)str_of(object)->data, modes[i])) {
            *rounding = (enum decimal_rounding)i;
            return true;
        }
    return false;
}

static void view_clear(ouro_runtime *rt, struct context_view *view)
{
    clearref(rt, &view->flags);
    clearref(rt, &view->traps);
    clearref(rt, &view->context);
}

static ouro_object *attribute(ouro_runtime *rt, ouro_object *object, const char *text)
{
    ouro_object *name = ouro_str_intern_text(rt, text);
    ouro_object *value = name ? ouro_getattr(rt, object, name) : NULL;
    xdecref(rt, name);
    return value;
}

static bool number_attribute(ouro_runtime *rt, ouro_object *object, const char *name, int64_t *value)
{
    ouro_object *found = attribute(rt, object, name);
    bool is_small = found && ouro_int_is_small_exact(found);
    if (is_small)
        *value = ouro_int_value(found);
    xdecref(rt, found);
    return is_small;
}

/* Is the signal set in a dict of flags or traps? -1: cannot be said. */
static int is_signal_set(ouro_runtime *rt, ouro_object *signals, ouro_object *signal)
{
    ouro_object *value = is_dict(rt, signals) ? ouro_dict_peek(rt, signals, signal) : NULL;
    if (value && ouro_int_is_small_exact(value))
        return ouro_int_value(value) != 0;
    return value == rt->true_ ? 1 : value == rt->false_ ? 0 : -1;
}

static bool is_plain_context(ouro_runtime *rt, struct context_view *view, ouro_object *context)
{
    int64_t clamp;
    ouro_object *rounding = attribute(rt, context, "rounding");
    ouro_object *ignored = attribute(rt, context, "_ignored_flags");
    bool is_plain = rounding && rounding_of(rt, rounding, &view->rounding) &&
                    ignored && is_exact(ignored, TYPE_LIST) && list_length(ignored) == 0 &&
                    number_attribute(rt, context, "prec", &view->precision) &&
                    number_attribute(rt, context, "Emin", &view->emin) &&
                    number_attribute(rt, context, "Emax", &view->emax) &&
                    number_attribute(rt, context, "clamp", &clamp) && clamp == 0 &&
                    view->precision <= DECIMAL_DIGITS_MAX;
    xdecref(rt, rounding);
    xdecref(rt, ignored);
    return is_plain;
}

static void view_fill(ouro_runtime *rt, struct context_view *view, ouro_object *context)
{
    view_clear(rt, view);
    view->flags = attribute(rt, context, "flags");
    view->traps = attribute(rt, context, "traps");
    view->is_plain = view->flags && view->traps && is_plain_context(rt, view, context);
    ouro_error_clear(rt); /* benign: the old method will meet it again */
    view->context = newref(context);
}

/* What the given context or, for None and NULL, the thread's says; NULL: nothing that we work in. */
static const struct context_view *view_of(ouro_runtime *rt, struct core *core, ouro_object *context)
{
    bool is_own = context && context != rt->none;
    context = is_own ? newref(context) : ouro_call0(rt, core->context_get);
    if (!context) { /* the thread's first */
        ouro_error_clear(rt);
        context = ouro_call0(rt, core->getcontext);
    }
    if (!context) {
        ouro_error_clear(rt);
        return NULL;
    }
    if (context != core->view.context)
        view_fill(rt, &core->view, context);
    decref(rt, context); /* the view holds it */
    return core->view.is_plain ? &core->view : NULL;
}

/* Rounding is told to the flags; false, and nothing done, where it is trapped. */
static bool tell_rounding(ouro_runtime *rt, const struct core *core, const struct context_view *view,
                          bool is_inexact)
{
    ouro_object *const signals[2] = {core->rounded, core->inexact};
    bool is_set[2];
    for (unsigned i = 0; i < 1u + is_inexact; i++) {
        int flag = is_signal_set(rt, view->flags, signals[i]);
        if (flag < 0 || is_signal_set(rt, view->traps, signals[i]) != 0)
            return false;
        is_set[i] = flag;
    }
    for (unsigned i = 0; i < 1u + is_inexact; i++)
        if (!is_set[i] && !ouro_dict_set(rt, view->flags, signals[i], rt->true_))
            return false;
    return true;
}

/* The result as the context wants it; *is_ours: false, and NULL, when that is the old method's work. */
static ouro_object *finish(ouro_runtime *rt, const struct core *core, const struct context_view *view,
                           struct decimal *number, bool *is_ours)
{
    int64_t top = view->emax - view->precision + 1, bottom = view->emin - view->precision + 1;
    *is_ours = false;
    if (decimal_is_zero(number)) {
        *is_ours = number->exponent >= bottom && number->exponent <= view->emax;
        return *is_ours ? decimal_new(rt, core, number) : NULL;
    }
    int64_t lowest = number->size + number->exponent - view->precision;
    if (lowest > top || lowest < bottom)
        return NULL;
    if (number->exponent < lowest) {
        bool is_inexact = decimal_round(number, lowest - number->exponent, view->rounding);
        if (number->size > view->precision) {
            number->size--;
            number->exponent++;
        }
        if (number->exponent > top)
            return NULL;
        if (!tell_rounding(rt, core, view, is_inexact)) {
            *is_ours = rt->error != NULL;
            return NULL;
        }
    }
    *is_ours = true;
    return decimal_new(rt, core, number);
}

/* ---- methods --------------------------------------------------------------------------------- */

static ouro_object *call_old(ouro_runtime *rt, const struct core *core, enum method method, ouro_object *self,
                             ouro_object *const *args, size_t count, ouro_object *names)
{
    enum { MOST = 8 };
    ouro_object *all[MOST] = {self};
    size_t total = count + (names ? tuple_length(names) : 0);
    if (total + 1 > MOST)
        return ouro_raise(rt, EXC_TypeError, "too many arguments");
    for (size_t i = 0; i < total; i++)
        all[i + 1] = args[i];
    return ouro_call(rt, core->old[method], all, count + 1, names);
}

/* The context of method(self, other, context=None) or method(self, context=None); false: the arguments are
 * others. */
static bool context_argument(size_t position, ouro_object *const *args, size_t count, ouro_object *names,
                             ouro_object **context)
{
    *context = NULL;
    if (names && tuple_length(names)) {
        if (count != position || tuple_length(names) != 1 ||
            strcmp((const char *)str_of(tuple_at(names, 0))->data, "context") != 0)
            return false;
        *context = args[position];
        return true;
    }
    if (count > position + 1 || count < position)
        return false;
    if (count == position + 1)
        *context = args[position];
    return true;
}

static bool add_in(const struct context_view *view, struct decimal *result, const struct decimal *a,
                   const struct decimal *b)
{
    bool has_a = !decimal_is_zero(a), has_b = !decimal_is_zero(b);
    bool is_zero_negative = view->rounding == DECIMAL_FLOOR && a->is_negative != b->is_negative;
    if (!has_a && !has_b) {
        *result = *a;
        result->exponent = a->exponent < b->exponent ? a->exponent : b->exponent;
        result->is_negative = is_zero_negative || (a->is_negative && b->is_negative);
        return true;
    }
    if (!has_a || !has_b) { /* not more zeros than the precision can show */
        const struct decimal *other = has_a ? a : b, *zero = has_a ? b : a;
        int64_t exponent = zero->exponent < other->exponent ? zero->exponent : other->exponent;
        int64_t least = other->exponent - view->precision - 1;
        *result = *other;
        return decimal_pad(result, other->exponent - (exponent > least ? exponent : least));
    }
    if (!decimal_add(result, a, b))
        return false;
    if (decimal_is_zero(result))
        result->is_negative = is_zero_negative;
    return true;
}

static ouro_object *binary(ouro_runtime *rt, enum method method, ouro_object *self, ouro_object *const *args,
                           size_t count, ouro_object *names)
{
    struct core *core = core_peek(rt, self);
    struct decimal a, b, result;
    ouro_object *context, *made;
    if (!core)
        return rt->not_implemented;
    const struct context_view *view = NULL;
    if (context_argument(1, args, count, names, &context) && number_of(rt, core, self, &a) &&
        number_of(rt, core, args[0], &b))
        view = view_of(rt, core, context);
    bool is_good = view != NULL;
    if (is_good) {
        switch (method) {
        case ADD:
        case RADD:
            is_good = add_in(view, &result, &a, &b);
            break;
        case SUB:
            b.is_negative = !b.is_negative;
            is_good = add_in(view, &result, &a, &b);
            break;
        case RSUB:
            a.is_negative = !a.is_negative;
            is_good = add_in(view, &result, &b, &a);
            break;
        case MUL:
        case RMUL:
            is_good = decimal_multiply(&result, &a, &b);
            break;
        default: {
            const struct decimal *x = method == DIV ? &a : &b, *y = method == DIV ? &b : &a;
            if (decimal_is_zero(y)) {
                is_good = false;
            } else if (decimal_is_zero(x)) {
                result = *x;
                result.exponent = x->exponent - y->exponent;
                result.is_negative = x->is_negative != y->is_negative;
            } else {
                is_good = decimal_divide(&result, x, y, (unsigned)view->precision);
            }
        }
        }
    }
    if (is_good) {
        made = finish(rt, core, view, &result, &is_good);
        if (is_good)
            return made;
    }
    return call_old(rt, core, method, self, args, count, names);
}

#define BINARY(name, which)                                                                       \
    NATIVE(name)                                                                                  \
    {                                                                                             \
        return binary(rt, which, self, args, count, names);                                       \
    }
BINARY(decimal_dunder_add, ADD)
BINARY(decimal_dunder_radd, RADD)
BINARY(decimal_dunder_sub, SUB)
BINARY(decimal_dunder_rsub, RSUB)
BINARY(decimal_dunder_mul, MUL)
BINARY(decimal_dunder_rmul, RMUL)
BINARY(decimal_dunder_truediv, DIV)
BINARY(decimal_dunder_rtruediv, RDIV)

static ouro_object *unary(ouro_runtime *rt, enum method method, ouro_object *self, ouro_object *const *args,
                          size_t count, ouro_object *names)
{
    struct core *core = core_peek(rt, self);
    struct decimal number;
    ouro_object *context;
    const struct context_view *view = NULL;
    bool is_ours = false;
    if (!core)
        return rt->not_implemented;
    if (!names && count == 0 && context_argument(0, args, count, names, &context) &&
        number_of(rt, core, self, &number))
        view = view_of(rt, core, context);
    if (view) {
        bool is_turned = method == NEG || (method == ABS && number.is_negative);
        if (decimal_is_zero(&number) && view->rounding != DECIMAL_FLOOR)
            number.is_negative = false;
        else
            number.is_negative = number.is_negative != is_turned;
        ouro_object *made = finish(rt, core, view, &number, &is_ours);
        if (is_ours)
            return made;
    }
    return call_old(rt, core, method, self, args, count, names);
}

#define UNARY(name, which)                                                                        \
    NATIVE(name)                                                                                  \
    {                                                                                             \
        return unary(rt, which, self, args, count, names);                                        \
    }
UNARY(decimal_dunder_neg, NEG)
UNARY(decimal_dunder_pos, POS)
UNARY(decimal_dunder_abs, ABS)

static ouro_object *compare(ouro_runtime *rt, enum method method, ouro_object *self, ouro_object *const *args,
                            size_t count, ouro_object *names)
{
    const struct core *core = core_peek(rt, self);
    struct decimal a, b;
    if (!core)
        return rt->not_implemented;
    if (count != 1 || names || !number_of(rt, core, self, &a) || !number_of(rt, core, args[0], &b))
        return call_old(rt, core, method, self, args, count, names);
    int order = decimal_compare(&a, &b);
    switch (method) {
    case EQ:
        return bool_object(rt, order == 0);
    case LT:
        return bool_object(rt, order < 0);
    case LE:
        return bool_object(rt, order <= 0);
    case GT:
        return bool_object(rt, order > 0);
    default:
        return bool_object(rt, order >= 0);
    }
}

#define COMPARE(name, which)                                                                      \
    NATIVE(name)                                                                                  \
    {                                                                                             \
        return compare(rt, which, self, args, count, names);                                      \
    }
COMPARE(decimal_dunder_eq, EQ)
COMPARE(decimal_dunder_lt, LT)
COMPARE(decimal_dunder_le, LE)
COMPARE(decimal_dunder_gt, GT)
COMPARE(decimal_dunder_ge, GE)

NATIVE(decimal_dunder_bool)
{
    const struct core *core = core_peek(rt, self);
    struct decimal number;
    if (!core)
        return rt->not_implemented;
    if (number_of(rt, core, self, &number))
        return bool_object(rt, !decimal_is_zero(&number));
    return call_old(rt, core, BOOL, self, args, count, names);
}

NATIVE(decimal_dunder_hash)
{
    const struct core *core = core_peek(rt, self);
    struct decimal number;
    if (!core)
        return rt->not_implemented;
    if (!number_of(rt, core, self, &number))
        return call_old(rt, core, HASH, self, args, count, names);
    int64_t hash = (int64_t)decimal_residue(&number);
    if (number.is_negative)
        hash = -hash;
    return ouro_int_new(rt, hash == -1 ? -2 : hash);
}

enum { FIXED_ZEROS_MAX = 400, FIXED_TEXT_MAX = 2 * DECIMAL_TEXT_MAX + FIXED_ZEROS_MAX };

/* Digits around a point, those before it in groups of three when there is a separator. The exponent is not
 * above zero, and at least -FIXED_ZEROS_MAX. */
static size_t write_fixed(char *text, const struct decimal *number, bool has_separator)
{
    int64_t left = number->exponent + number->size;
    size_t size = 0, before = left > 0 ? (size_t)left : 0;
    if (number->is_negative)
        text[size++] = '-';
    if (!before)
        text[size++] = '0';
    for (size_t i = 0; i < before; i++) {
        if (has_separator && i && (before - i) % 3 == 0)
            text[size++] = ',';
        text[size++] = number->text[i];
    }
    if (!number->exponent)
        return size;
    text[size++] = '.';
    for (; left < 0; left++)
        text[size++] = '0';
    memcpy(text + size, number->text + before, number->size - before);
    return size + number->size - before;
}

NATIVE(decimal_dunder_str)
{
    enum { ZEROS_MAX = 6 };
    const struct core *core = core_peek(rt, self);
    struct decimal number;
    char text[FIXED_TEXT_MAX];
    if (!core)
        return rt->not_implemented;
    if (count || names || !number_of(rt, core, self, &number) || number.exponent > 0 ||
        number.exponent + number.size <= -ZEROS_MAX) /* with an exponent */
        return call_old(rt, core, STR, self, args, count, names);
    return ouro_str_new(rt, text, write_fixed(text, &number, false));
}

/* [width][,].precision f, as most ask for. */
struct fixed_spec {
    unsigned width, precision;
    bool has_separator;
};

static bool spec_parse(ouro_runtime *rt, ouro_object *object, struct fixed_spec *spec)
{
    *spec = (struct fixed_spec){0};
    if (!is_exact(object, TYPE_STR) || !ouro_str_is_ascii(object) || ouro_str_length(object) > 9)
        return false;
    const char *text = (const char *)str_of(object)->data;
    if (*text == '0')
        return false;
    while (*text >= '0' && *text <= '9')
        spec->width = spec->width * 10 + (unsigned)(*text++ - '0');
    if (*text == ',') {
        spec->has_separator = true;
        text++;
    }
    if (*text++ != '.' || *text < '0' || *text > '9')
        return false;
    while (*text >= '0' && *text <= '9')
        spec->precision = spec->precision * 10 + (unsigned)(*text++ - '0');
    return text[0] == 'f' && !text[1] && spec->width < FIXED_ZEROS_MAX && spec->precision < FIXED_ZEROS_MAX;
}

NATIVE(decimal_dunder_format)
{
    struct core *core = core_peek(rt, self);
    struct decimal number;
    struct fixed_spec spec;
    char text[FIXED_TEXT_MAX + FIXED_ZEROS_MAX];
    const struct context_view *view = NULL;
    if (!core)
        return rt->not_implemented;
    if (count == 1 && !names && spec_parse(rt, args[0], &spec) && number_of(rt, core, self, &number) &&
        number.exponent + number.size <= DECIMAL_DIGITS_MAX)
        view = view_of(rt, core, NULL);
    if (!view)
        return call_old(rt, core, FORMAT, self, args, count, names);
    int64_t places = -(int64_t)spec.precision;
    if (decimal_is_zero(&number))
        number.exponent = places;
    else
        decimal_round(&number, places - number.exponent, view->rounding);
    if (!decimal_pad(&number, number.exponent - places))
        return call_old(rt, core, FORMAT, self, args, count, names);
    size_t size = write_fixed(text + FIXED_ZEROS_MAX, &number, spec.has_separator);
    size_t fill = spec.width > size ? spec.width - size : 0;
    memset(text + FIXED_ZEROS_MAX - fill, ' ', fill);
    return ouro_str_new(rt, text + FIXED_ZEROS_MAX - fill, fill + size);
}

NATIVE(decimal_quantize)
{
    static const char *const parameters[] = {"exp", "rounding", "context", NULL};
    static const struct ouro_signature signature = {"quantize", parameters, 1, 3};
    struct core *core = core_peek(rt, self);
    struct decimal number, pattern;
    ouro_object *out[3] = {NULL, NULL, NULL};
    if (!core)
        return rt->not_implemented;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    const struct context_view *view = NULL;
    if (number_of(rt, core, self, &number) && number_of(rt, core, out[0], &pattern))
        view = view_of(rt, core, out[2]);
    enum decimal_rounding rounding = view ? view->rounding : DECIMAL_HALF_EVEN;
    bool is_good = view && (!out[1] || out[1] == rt->none || rounding_of(rt, out[1], &rounding)) &&
                   pattern.exponent >= view->emin && pattern.exponent <= view->emax &&
                   number.exponent + number.size - pattern.exponent <= view->precision;
    if (is_good && decimal_is_zero(&number)) {
        number.exponent = pattern.exponent;
        return decimal_new(rt, core, &number);
    }
    /* The number is in the precision and not below the smallest normal one: no signal but these two. */
    is_good = is_good && number.exponent + number.size - 1 >= view->emin &&
              number.exponent + number.size - 1 < view->emax;
    if (is_good && number.exponent < pattern.exponent) {
        bool is_inexact = decimal_round(&number, pattern.exponent - number.exponent, rounding);
        is_good = number.size <= view->precision && tell_rounding(rt, core, view, is_inexact);
    } else if (is_good) {
        is_good = decimal_pad(&number, number.exponent - pattern.exponent);
    }
    if (is_good)
        return decimal_new(rt, core, &number);
    return rt->error ? NULL : call_old(rt, core, QUANTIZE, self, args, count, names);
}

/* Decimal(value) of a short text or int. */
NATIVE(core_new)
{
    const struct core *core = core_first(rt);
    struct decimal number;
    while (core && core->next && (!count || args[0] != core->decimal))
        core = core->next;
    if (!core)
        return ouro_raise(rt, EXC_RuntimeError, "install() has not been called");
    if (count == 2 && !names && args[0] == core->decimal) {
        ouro_object *value = args[1];
        if ((ouro_object *)class_of(rt, value) == core->decimal)
            return newref(value);
        if (ouro_int_is_small_exact(value)) {
            decimal_from_int(&number, ouro_int_value(value));
            return decimal_new(rt, core, &number);
        }
        if (is_exact(value, TYPE_STR) && ouro_str_is_ascii(value) &&
            decimal_parse(&number, (const char *)str_of(value)->data, ouro_str_length(value)))
            return decimal_new(rt, core, &number);
    }
    return ouro_call(rt, core->create, args, count, names);
}

/* ---- installing ------------------------------------------------------------------------------ */

static void core_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct core *core = (struct core *)(void *)self;
    for (ouro_object **item = &core->decimal; item <= &core->rounded; item++)
        clearref(rt, item);
    for (unsigned i = 0; i < METHOD_COUNT; i++)
        clearref(rt, &core->old[i]);
    view_clear(rt, &core->view);
    ouro_object *next = core->next ? &core->next->base : NULL;
    core->next = NULL;
    xdecref(rt, next);
}

static void core_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    core_clear(heap, self);
    ouro_class_free(runtime_of(heap), self);
}

static void core_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct core *core = (const struct core *)(const void *)self;
    ouro_visit(visitor, (ouro_object *const *)(const void *)&core->next);
    ouro_visit_range(visitor, &core->decimal, 6 + METHOD_COUNT);
    ouro_visit(visitor, &core->view.context);
    ouro_visit_range(visitor, &core->view.flags, 2);
}

static const struct ouro_method methods[METHOD_COUNT] = {
    [ADD] = {"__add__", decimal_dunder_add, 0, -1, METHOD_KEYWORDS, NULL},
    [RADD] = {"__radd__", decimal_dunder_radd, 0, -1, METHOD_KEYWORDS, NULL},
    [SUB] = {"__sub__", decimal_dunder_sub, 0, -1, METHOD_KEYWORDS, NULL},
    [RSUB] = {"__rsub__", decimal_dunder_rsub, 0, -1, METHOD_KEYWORDS, NULL},
    [MUL] = {"__mul__", decimal_dunder_mul, 0, -1, METHOD_KEYWORDS, NULL},
    [RMUL] = {"__rmul__", decimal_dunder_rmul, 0, -1, METHOD_KEYWORDS, NULL},
    [DIV] = {"__truediv__", decimal_dunder_truediv, 0, -1, METHOD_KEYWORDS, NULL},
    [RDIV] = {"__rtruediv__", decimal_dunder_rtruediv, 0, -1, METHOD_KEYWORDS, NULL},
    [NEG] = {"__neg__", decimal_dunder_neg, 0, -1, METHOD_KEYWORDS, NULL},
    [POS] = {"__pos__", decimal_dunder_pos, 0, -1, METHOD_KEYWORDS, NULL},
    [ABS] = {"__abs__", decimal_dunder_abs, 0, -1, METHOD_KEYWORDS, NULL},
    [BOOL] = {"__bool__", decimal_dunder_bool, 0, 0, 0, NULL},
    [EQ] = {"__eq__", decimal_dunder_eq, 0, -1, METHOD_KEYWORDS, NULL},
    [LT] = {"__lt__", decimal_dunder_lt, 0, -1, METHOD_KEYWORDS, NULL},
    [LE] = {"__le__", decimal_dunder_le, 0, -1, METHOD_KEYWORDS, NULL},
    [GT] = {"__gt__", decimal_dunder_gt, 0, -1, METHOD_KEYWORDS, NULL},
    [GE] = {"__ge__", decimal_dunder_ge, 0, -1, METHOD_KEYWORDS, NULL},
    [HASH] = {"__hash__", decimal_dunder_hash, 0, 0, 0, NULL},
    [STR] = {"__str__", decimal_dunder_str, 0, -1, METHOD_KEYWORDS, NULL},
    [FORMAT] = {"__format__", decimal_dunder_format, 0, -1, METHOD_KEYWORDS, NULL},
    [QUANTIZE] = {"quantize", decimal_quantize, 0, -1, METHOD_KEYWORDS, NULL},
};

static bool slots_find(ouro_runtime *rt, struct core *core)
{
    for (unsigned i = 0; i < SLOT_COUNT; i++) {
        ouro_object *member = attribute(rt, core->decimal, slot_names[i]);
        if (!member)
            return false;
        bool is_slot = is_exact(member, TYPE_MEMBER_DESCRIPTOR);
        core->slots[i] = is_slot ? ((struct ouro_member_descriptor *)(void *)member)->offset : 0;
        decref(rt, member);
        if (!is_slot)
            return ouro_raise(rt, EXC_TypeError, "%s is not a slot", slot_names[i]) != NULL;
    }
    return true;
}

static bool methods_put(ouro_runtime *rt, struct core *core)
{
    for (unsigned i = 0; i < METHOD_COUNT; i++) {
        ouro_object *name = ouro_str_intern_text(rt, methods[i].name), *method = NULL;
        if (name && (core->old[i] = ouro_getattr(rt, core->decimal, name)))
            method = ouro_method_descriptor_new(rt, (struct ouro_class *)(void *)core->decimal, &methods[i]);
        bool is_put = method && ouro_setattr(rt, core->decimal, name, method);
        xdecref(rt, name);
        xdecref(rt, method);
        if (!is_put)
            return false;
    }
    return true;
}

/* install(Decimal, its __new__, get of the variable, getcontext, Inexact, Rounded) */
NATIVE(core_install)
{
    for (const struct core *core = core_first(rt); core; core = core->next)
        if (core->decimal == args[0])
            return rt->none;
    struct ouro_class *cls = ouro_class_native(rt, "_decimal_core.core", NULL, sizeof(struct core),
                                               OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = core_dealloc;
    cls->core.traverse = core_traverse;
    cls->core.clear = core_clear;
    if (!is_class(rt, args[0]) || !ouro_class_ready(rt, cls, NULL, NULL, NULL))
        return rt->error ? NULL : ouro_raise(rt, EXC_TypeError, "install() takes a class first");
    ouro_object *made = ouro_class_alloc(rt, cls, 0);
    if (!made)
        return NULL;
    struct core *core = (struct core *)(void *)made;
    core->decimal = newref(args[0]);
    core->create = newref(args[1]);
    core->context_get = newref(args[2]);
    core->getcontext = newref(args[3]);
    core->inexact = newref(args[4]);
    core->rounded = newref(args[5]);
    core->next = core_first(rt);
    if (core->next)
        incref(&core->next->base);
    bool is_good = slots_find(rt, core) && ouro_vm_state_set(rt, STATE, made) && methods_put(rt, core);
    decref(rt, made);
    return is_good ? rt->none : NULL;
}

/* An attribute of some context has changed. */
NATIVE(core_forget)
{
    for (struct core *core = core_first(rt); core; core = core->next)
        view_clear(rt, &core->view);
    return rt->none;
}

bool ouro_module__decimal_core_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"install", core_install, 6, 6, 0, NULL},
        {"forget", core_forget, 0, 0, 0, NULL},
        {"new", core_new, 0, -1, METHOD_KEYWORDS, NULL},
        {0},
    };
    return ouro_module_add_functions(rt, module, functions);
}
