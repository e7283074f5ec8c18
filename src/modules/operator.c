/* The operator module: the operators as functions, and the callables itemgetter, attrgetter,
 * methodcaller. */
#include <string.h>

#include "types/dict.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

#define ARGUMENTS                                                                                  \
    ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count, ouro_object *names

/* ---- operators ----------------------------------------------------------------------------------
 */

#define OPERATOR(name, code)                                                                       \
    static ouro_object *operator_##name(ARGUMENTS)                                                 \
    {                                                                                              \
        return ouro_binary_operation(rt, code, args[0], args[1]);                                  \
    }                                                                                              \
    static ouro_object *operator_i##name(ARGUMENTS)                                                \
    {                                                                                              \
        return ouro_inplace_operation(rt, code, args[0], args[1]);                                 \
    }
OPERATOR(add, BINARY_ADD)
OPERATOR(and, BINARY_AND)
OPERATOR(floordiv, BINARY_FLOOR_DIVIDE)
OPERATOR(lshift, BINARY_LSHIFT)
OPERATOR(matmul, BINARY_MATMUL)
OPERATOR(mul, BINARY_MULTIPLY)
OPERATOR(mod, BINARY_REMAINDER)
OPERATOR(or, BINARY_OR)
OPERATOR(pow, BINARY_POWER)
OPERATOR(rshift, BINARY_RSHIFT)
OPERATOR(sub, BINARY_SUBTRACT)
OPERATOR(truediv, BINARY_TRUE_DIVIDE)
OPERATOR(xor, BINARY_XOR)

#define COMPARISON(name, code)                                                                     \
    static ouro_object *operator_##name(ARGUMENTS)                                                 \
    {                                                                                              \
        return ouro_compare(rt, args[0], args[1], code);                                           \
    }
COMPARISON(lt, COMPARE_LT)
COMPARISON(le, COMPARE_LE)
COMPARISON(eq, COMPARE_EQ)
COMPARISON(ne, COMPARE_NE)
COMPARISON(gt, COMPARE_GT)
COMPARISON(ge, COMPARE_GE)

#define UNARY(name, function)                                                                      \
    static ouro_object *operator_##name(ARGUMENTS)                                                 \
    {                                                                                              \
        return function(rt, args[0]);                                                              \
    }
UNARY(abs, ouro_absolute)
UNARY(invert, ouro_invert)
UNARY(neg, ouro_negative)
UNARY(pos, ouro_positive)

static ouro_object *operator_index(ARGUMENTS)
{
    ouro_object *index = ouro_index(rt, args[0]);
    if (!index || is_exact(index, TYPE_INT))
        return index;
    ouro_object *zero = ouro_int_new(rt, 0); /* of a bool or another subclass the plain number */
    ouro_object *plain = zero ? ouro_int_add(rt, index, zero) : NULL;
    xdecref(rt, zero);
    decref(rt, index);
    return plain;
}

static ouro_object *truth_object(ouro_runtime *rt, int truth)
{
    return truth < 0 ? NULL : bool_object(rt, truth > 0);
}

static ouro_object *operator_truth(ARGUMENTS)
{
    return truth_object(rt, ouro_truth(rt, args[0]));
}

static ouro_object *operator_not(ARGUMENTS)
{
    int truth = ouro_truth(rt, args[0]);
    return truth < 0 ? NULL : bool_object(rt, !truth);
}

static ouro_object *operator_is(ARGUMENTS)
{
    return bool_object(rt, args[0] == args[1]);
}

static ouro_object *operator_is_not(ARGUMENTS)
{
    return bool_object(rt, args[0] != args[1]);
}

static ouro_object *operator_contains(ARGUMENTS)
{
    return truth_object(rt, ouro_contains(rt, args[0], args[1]));
}

static ouro_object *operator_getitem(ARGUMENTS)
{
    return ouro_getitem(rt, args[0], args[1]);
}

static ouro_object *operator_setitem(ARGUMENTS)
{
    return ouro_setitem(rt, args[0], args[1], args[2]) ? rt->none : NULL;
}

static ouro_object *operator_delitem(ARGUMENTS)
{
    return ouro_delitem(rt, args[0], args[1]) ? rt->none : NULL;
}

static bool is_sequence(ouro_runtime *rt, ouro_object *object)
{
    return class_of(rt, object)->getitem && !is_dict(rt, object);
}

/* a + b for sequences alone; numbers are refused. */
static ouro_object *concatenate(ouro_runtime *rt, ouro_object *a, ouro_object *b, bool in_place)
{
    struct ouro_class *cls = class_of(rt, a);
    if (in_place && cls->inplace_concat)
        return cls->inplace_concat(rt, a, b);
    if (cls->concat)
        return cls->concat(rt, a, b);
    if (!is_sequence(rt, a) || !is_sequence(rt, b))
        return ouro_raise(rt, EXC_TypeError, "'%T' object can't be concatenated", a);
    return in_place ? ouro_inplace_operation(rt, BINARY_ADD, a, b)
                    : ouro_binary_operation(rt, BINARY_ADD, a, b);
}

static ouro_object *operator_concat(ARGUMENTS)
{
    return concatenate(rt, args[0], args[1], false);
}

static ouro_object *operator_iconcat(ARGUMENTS)
{
    return concatenate(rt, args[0], args[1], true);
}

/* Counts equal items (position NULL), or finds the first one's position; -1: error, -2: none. */
static int64_t search(ouro_runtime *rt, ouro_object *iterable, ouro_object *value, bool stops)
{
    ouro_object *iterator = ouro_iter(rt, iterable), *item;
    if (!iterator)
        return -1;
    int64_t result = 0, position = 0;
    for (; (item = ouro_next(rt, iterator)); position++) {
        int is_equal = ouro_equal(rt, item, value);
        decref(rt, item);
        if (is_equal < 0)
            break;
        result += is_equal;
        if (is_equal && stops)
            break;
    }
    decref(rt, iterator);
    if (ouro_has_error(rt))
        return -1;
    return !stops ? result : result ? position : -2;
}

static ouro_object *operator_count_of(ARGUMENTS)
{
    int64_t result = search(rt, args[0], args[1], false);
    return result < 0 ? NULL : ouro_int_new(rt, result);
}

static ouro_object *operator_index_of(ARGUMENTS)
{
    int64_t result = search(rt, args[0], args[1], true);
    if (result == -2)
        return ouro_raise(rt, EXC_ValueError, "sequence.index(x): x not in sequence");
    return result < 0 ? NULL : ouro_int_new(rt, result);
}

static ouro_object *operator_length_hint(ARGUMENTS)
{
    int64_t otherwise = 0;
    if (count > 1 && !is_int(rt, args[1]))
        return ouro_raise(rt, EXC_TypeError, "'%T' object cannot be interpreted as an integer",
                          args[1]);
    if (count > 1 && !ouro_int_as_i64(rt, args[1], &otherwise))
        return NULL;
    ptrdiff_t result = ouro_length_hint(rt, args[0], (ptrdiff_t)otherwise);
    return result < 0 && ouro_has_error(rt) ? NULL : ouro_int_new(rt, result);
}

static ouro_object *operator_call(ARGUMENTS)
{
    if (count < 1)
        return ouro_raise(rt, EXC_TypeError, "call expected at least 1 argument, got 0");
    return ouro_call(rt, args[0], args + 1, count - 1, names);
}

/* ---- itemgetter, attrgetter, methodcaller -------------------------------------------------------
 */

/* All three are a tuple of what to look up, prepared when they are made; methodcaller has a name,
 * the arguments, and keyword arguments. */
struct getter {
    ouro_object base;
    ouro_object *parts;    /* itemgetter: items; attrgetter: str, or tuples of str for dotted names;
                              methodcaller: arguments followed by keyword values */
    ouro_object *name;     /* methodcaller: str; attrgetter: the tuple of names as given */
    ouro_object *keywords; /* methodcaller: tuple of str, or NULL */
};

static struct getter *getter_of(const ouro_object *object)
{
    return (struct getter *)(void *)(uintptr_t)object;
}

static void getter_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    clearref(rt, &getter_of(self)->parts);
    clearref(rt, &getter_of(self)->name);
    clearref(rt, &getter_of(self)->keywords);
    ouro_class_free(rt, self);
}

static void getter_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    ouro_visit_range(visitor, &getter_of(self)->parts, 3);
    ouro_class_traverse_instance(self, visitor);
}

static void getter_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    clearref(rt, &getter_of(self)->keywords);
    setref_take(rt, &getter_of(self)->parts, rt->empty_tuple); /* never NULL: calls need it */
}

static ouro_object *getter_new_take(ouro_runtime *rt, struct ouro_class *cls, ouro_object *parts,
                                    ouro_object *name, ouro_object *keywords)
{
    ouro_object *self = parts ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!self) {
        xdecref(rt, parts);
        xdecref(rt, name);
        xdecref(rt, keywords);
        return NULL;
    }
    getter_of(self)->parts = parts;
    getter_of(self)->name = name;
    getter_of(self)->keywords = keywords;
    return self;
}

static ouro_object *raise_needs_argument(ouro_runtime *rt, const char *function)
{
    return ouro_raise(rt, EXC_TypeError, "%s expected 1 argument, got 0", function);
}

static ouro_object *itemgetter_create(ouro_runtime *rt, struct ouro_class *cls,
                                      ouro_object *const *args, size_t count, ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, "itemgetter", names))
        return NULL;
    if (count == 0)
        return raise_needs_argument(rt, "itemgetter");
    return getter_new_take(rt, cls, ouro_tuple_from(rt, args, count), NULL, NULL);
}

/* Calls one for each part and gives the one result, or a tuple of all. */
static ouro_object *collect(ouro_runtime *rt, ouro_object *parts, ouro_object *object,
                            ouro_binary one)
{
    size_t length = tuple_length(parts);
    if (length == 1)
        return one(rt, object, tuple_at(parts, 0));
    ouro_object *result = ouro_tuple_new(rt, length);
    for (size_t i = 0; i < length && result; i++) {
        tuple_at(result, i) = one(rt, object, tuple_at(parts, i));
        if (!tuple_at(result, i))
            clearref(rt, &result);
    }
    return result;
}

static ouro_object *itemgetter_call(ARGUMENTS)
{
    if (!ouro_args_no_keywords(rt, "itemgetter", names) ||
        !ouro_args_count(rt, "itemgetter", count, 1, 1))
        return NULL;
    return collect(rt, getter_of(self)->parts, args[0], ouro_getitem);
}

/* "a.b" as a tuple of interned names; "a" as the interned name itself. */
static ouro_object *split_name(ouro_runtime *rt, ouro_object *name)
{
    if (!is_str(rt, name))
        return ouro_raise(rt, EXC_TypeError, "attribute name must be a string");
    size_t length = ouro_str_length(name), start = 0;
    bool is_dotted = false;
    for (size_t i = 0; i < length; i++)
        is_dotted = is_dotted || ouro_str_at(name, i) == '.';
    if (!is_dotted) {
        ouro_object *whole = newref(name);
        ouro_str_intern(rt, &whole);
        return whole;
    }
    ouro_object *list = ouro_list_new(rt, 2), *result = NULL;
    for (size_t i = 0; i <= length && list; i++) {
        if (i < length && ouro_str_at(name, i) != '.')
            continue;
        ouro_object *piece = ouro_str_substring(rt, name, start, i);
        if (piece)
            ouro_str_intern(rt, &piece);
        if (!piece || !ouro_list_append_take(rt, list, piece))
            clearref(rt, &list);
        start = i + 1;
    }
    if (list)
        result = ouro_list_to_tuple(rt, list);
    xdecref(rt, list);
    return result;
}

static ouro_object *attrgetter_create(ouro_runtime *rt, struct ouro_class *cls,
                                      ouro_object *const *args, size_t count, ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, "attrgetter", names))
        return NULL;
    if (count == 0)
        return raise_needs_argument(rt, "attrgetter");
    ouro_object *given = ouro_tuple_from(rt, args, count);
    ouro_object *parts = given ? ouro_tuple_new(rt, count) : NULL;
    for (size_t i = 0; i < count && parts; i++) {
        tuple_at(parts, i) = split_name(rt, args[i]);
        if (!tuple_at(parts, i))
            clearref(rt, &parts);
    }
    return getter_new_take(rt, cls, parts, given, NULL);
}

static ouro_object *get_dotted(ouro_runtime *rt, ouro_object *object, ouro_object *name)
{
    if (!is_exact(name, TYPE_TUPLE))
        return ouro_getattr(rt, object, name);
    ouro_object *at = newref(object);
    for (size_t i = 0; i < tuple_length(name) && at; i++)
        setref_take(rt, &at, ouro_getattr(rt, at, tuple_at(name, i)));
    return at;
}

static ouro_object *attrgetter_call(ARGUMENTS)
{
    if (!ouro_args_no_keywords(rt, "attrgetter", names) ||
        !ouro_args_count(rt, "attrgetter", count, 1, 1))
        return NULL;
    return collect(rt, getter_of(self)->parts, args[0], get_dotted);
}

static ouro_object *methodcaller_create(ouro_runtime *rt, struct ouro_class *cls,
                                        ouro_object *const *args, size_t count, ouro_object *names)
{
    if (count == 0)
        return ouro_raise(rt, EXC_TypeError,
                          "methodcaller needs at least one argument, the method name");
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "method name must be a string");
    size_t keyword_count = names ? tuple_length(names) : 0;
    ouro_object *name = newref(args[0]);
    ouro_str_intern(rt, &name);
    return getter_new_take(rt, cls, ouro_tuple_from(rt, args + 1, count - 1 + keyword_count), name,
                           xnewref(names));
}

static ouro_object *methodcaller_call(ARGUMENTS)
{
    struct getter *getter = getter_of(self);
    if (!ouro_args_no_keywords(rt, "methodcaller", names) ||
        !ouro_args_count(rt, "methodcaller", count, 1, 1))
        return NULL;
    ouro_object *method = ouro_getattr(rt, args[0], getter->name);
    if (!method)
        return NULL;
    size_t keyword_count = getter->keywords ? tuple_length(getter->keywords) : 0;
    ouro_object *result = ouro_call(rt, method, tuple_items(getter->parts),
                                    tuple_length(getter->parts) - keyword_count, getter->keywords);
    decref(rt, method);
    return result;
}

/* operator.name(part, part, ..., keyword=part) */
static ouro_object *getter_repr(ouro_runtime *rt, ouro_object *self)
{
    struct getter *getter = getter_of(self);
    const char *class_name = ouro_class_name(class_of(rt, self));
    bool is_method = getter->name && is_exact(getter->name, TYPE_STR);
    ouro_object *parts = getter->name && !is_method ? getter->name : getter->parts;
    size_t keyword_count = getter->keywords ? tuple_length(getter->keywords) : 0;
    size_t plain_count = tuple_length(parts) - keyword_count;
    struct ouro_str_builder builder;
    if (!ouro_enter_counted(rt, " while getting the repr of an object"))
        return NULL;
    ouro_str_builder_init(&builder, rt);
    ouro_str_builder_literal(&builder, "operator.");
    ouro_str_builder_literal(&builder, class_name);
    ouro_str_builder_literal(&builder, "(");
    bool is_good = !is_method || ouro_str_builder_repr(&builder, getter->name);
    for (size_t i = 0; i < tuple_length(parts) && is_good; i++) {
        if (i > 0 || is_method)
            ouro_str_builder_literal(&builder, ", ");
        if (i >= plain_count) {
            ouro_str_builder_str(&builder, tuple_at(getter->keywords, i - plain_count));
            ouro_str_builder_literal(&builder, "=");
        }
        is_good = ouro_str_builder_repr(&builder, tuple_at(parts, i));
    }
    ouro_str_builder_literal(&builder, ")");
    ouro_leave(rt);
    if (!is_good) {
        ouro_str_builder_abandon(&builder);
        return NULL;
    }
    return ouro_str_builder_finish(&builder);
}

/* functools.partial(methodcaller, name, **keywords): keywords cannot go through a plain tuple. */
static ouro_object *reduce_with_keywords(ouro_runtime *rt, ouro_object *self)
{
    struct getter *getter = getter_of(self);
    size_t keyword_count = tuple_length(getter->keywords);
    size_t plain_count = tuple_length(getter->parts) - keyword_count;
    ouro_object *functools = ouro_vm_import(rt, "functools");
    ouro_object *partial = functools ? ouro_getattr_text(rt, functools, "partial") : NULL;
    xdecref(rt, functools);
    if (!partial)
        return NULL;
    ouro_object *items[2] = {&class_of(rt, self)->core.base, getter->name}, *result = NULL;
    ouro_object *all = ouro_tuple_new(rt, 2 + keyword_count);
    if (all) {
        for (size_t i = 0; i < 2; i++)
            tuple_at(all, i) = newref(items[i]);
        for (size_t i = 0; i < keyword_count; i++)
            tuple_at(all, i + 2) = newref(tuple_at(getter->parts, plain_count + i));
        ouro_object *callable = ouro_call(rt, partial, tuple_items(all), 2, getter->keywords);
        ouro_object *plain = callable ? ouro_tuple_slice(rt, getter->parts, 0, plain_count) : NULL;
        if (plain)
            result = ouro_tuple_pack(rt, 2, callable, plain);
        xdecref(rt, callable);
        xdecref(rt, plain);
    }
    xdecref(rt, all);
    decref(rt, partial);
    return result;
}

static ouro_object *getter_reduce(ARGUMENTS)
{
    struct getter *getter = getter_of(self);
    if (getter->keywords && tuple_length(getter->keywords))
        return reduce_with_keywords(rt, self);
    ouro_object *arguments;
    if (!getter->name) {
        arguments = newref(getter->parts);
    } else if (!is_exact(getter->name, TYPE_STR)) {
        arguments = newref(getter->name);
    } else {
        size_t length = tuple_length(getter->parts);
        arguments = ouro_tuple_new(rt, length + 1);
        if (arguments) {
            tuple_at(arguments, 0) = newref(getter->name);
            for (size_t i = 0; i < length; i++)
                tuple_at(arguments, i + 1) = newref(tuple_at(getter->parts, i));
        }
    }
    if (!arguments)
        return NULL;
    ouro_object *result = ouro_tuple_pack(rt, 2, &class_of(rt, self)->core.base, arguments);
    decref(rt, arguments);
    return result;
}

static bool add_getter_class(ouro_runtime *rt, ouro_object *module, const char *name,
                             ouro_object *(*create)(ouro_runtime *, struct ouro_class *,
                                                    ouro_object *const *, size_t, ouro_object *),
                             ouro_native call)
{
    static const struct ouro_method methods[] = {
        {"__reduce__", getter_reduce, 0, 0, 0, "Return state information for pickling"},
        {NULL, NULL, 0, 0, 0, NULL}};
    struct ouro_class *cls =
        ouro_class_native(rt, name, builtin_class(rt, TYPE_OBJECT), sizeof(struct getter),
                          OURO_BLOCK_CONTAINER, OURO_TYPE_IMMUTABLE);
    if (!cls)
        return false;
    cls->core.dealloc = getter_dealloc;
    cls->core.traverse = getter_traverse;
    cls->core.clear = getter_clear;
    cls->create = create;
    cls->call = call;
    cls->repr = getter_repr;
    return ouro_class_ready(rt, cls, methods, NULL, NULL) && ouro_module_add_class(rt, module, cls);
}

#define BOTH(name, plain, in_place, doc)                                                           \
    {name, operator_##plain, 2, 2, 0, doc},                                                        \
    {                                                                                              \
        in_place, operator_i##plain, 2, 2, 0, doc                                                  \
    }

static const struct ouro_method functions[] = {
    BOTH("add", add, "iadd", "Same as a + b."),
    BOTH("and_", and, "iand", "Same as a & b."),
    BOTH("floordiv", floordiv, "ifloordiv", "Same as a // b."),
    BOTH("lshift", lshift, "ilshift", "Same as a << b."),
    BOTH("matmul", matmul, "imatmul", "Same as a @ b."),
    BOTH("mul", mul, "imul", "Same as a * b."),
    BOTH("mod", mod, "imod", "Same as a % b."),
    BOTH("or_", or, "ior", "Same as a | b."),
    BOTH("pow", pow, "ipow", "Same as a ** b."),
    BOTH("rshift", rshift, "irshift", "Same as a >> b."),
    BOTH("sub", sub, "isub", "Same as a - b."),
    BOTH("truediv", truediv, "itruediv", "Same as a / b."),
    BOTH("xor", xor, "ixor", "Same as a ^ b."),
    {"concat", operator_concat, 2, 2, 0, "Same as a + b, for a and b sequences."},
    {"iconcat", operator_iconcat, 2, 2, 0, "Same as a += b, for a and b sequences."},
    {"lt", operator_lt, 2, 2, 0, "Same as a < b."},
    {"le", operator_le, 2, 2, 0, "Same as a <= b."},
    {"eq", operator_eq, 2, 2, 0, "Same as a == b."},
    {"ne", operator_ne, 2, 2, 0, "Same as a != b."},
    {"gt", operator_gt, 2, 2, 0, "Same as a > b."},
    {"ge", operator_ge, 2, 2, 0, "Same as a >= b."},
    {"abs", operator_abs, 1, 1, 0, "Same as abs(a)."},
    {"inv", operator_invert, 1, 1, 0, "Same as ~a."},
    {"invert", operator_invert, 1, 1, 0, "Same as ~a."},
    {"neg", operator_neg, 1, 1, 0, "Same as -a."},
    {"pos", operator_pos, 1, 1, 0, "Same as +a."},
    {"index", operator_index, 1, 1, 0, "Same as a.__index__()"},
    {"truth", operator_truth, 1, 1, 0, "Return True if a is true, False otherwise."},
    {"not_", operator_not, 1, 1, 0, "Same as not a."},
    {"is_", operator_is, 2, 2, 0, "Same as a is b."},
    {"is_not", operator_is_not, 2, 2, 0, "Same as a is not b."},
    {"contains", operator_contains, 2, 2, 0, "Same as b in a (note reversed operands)."},
    {"getitem", operator_getitem, 2, 2, 0, "Same as a[b]."},
    {"setitem", operator_setitem, 3, 3, 0, "Same as a[b] = c."},
    {"delitem", operator_delitem, 2, 2, 0, "Same as del a[b]."},
    {"countOf", operator_count_of, 2, 2, 0, "Return the number of items in a which are b."},
    {"indexOf", operator_index_of, 2, 2, 0, "Return the first index of b in a."},
    {"length_hint", operator_length_hint, 1, 2, 0,
     "Return an estimate of the number of items in obj."},
    {"call", operator_call, 0, -1, METHOD_KEYWORDS, "Same as obj(*args, **kwargs)."},
    {NULL, NULL, 0, 0, 0, NULL}};

/* __add__ and so on are the same functions under the name of the special method. */
static bool add_special_names(ouro_runtime *rt, ouro_object *module)
{
    static const char *const plain[] = {
        "index", "concat", "iconcat", "contains", "getitem", "setitem", "delitem",
        "abs",   "inv",    "invert",  "neg",      "pos",     "lt",      "le",
        "eq",    "ne",     "gt",      "ge",       "not_",    "call",    NULL};
    for (size_t i = 0; functions[i].name; i++) {
        const char *name = functions[i].name;
        bool has_special = i < 26; /* the operators with an in-place form */
        for (size_t k = 0; plain[k] && !has_special; k++)
            has_special = strcmp(plain[k], name) == 0;
        if (!has_special)
            continue;
        char special[40] = "__";
        strcat(special, name);
        size_t length = strlen(special);
        if (special[length - 1] == '_')
            special[length - 1] = 0;
        strcat(special, "__");
        ouro_object *function = ouro_getattr_text(rt, module, name);
        bool is_done = function && ouro_module_add(rt, module, special, function);
        xdecref(rt, function);
        if (!is_done)
            return false;
    }
    return true;
}

static bool add_all(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *all = ouro_list_new(rt, 64);
    static const char *const classes[] = {"attrgetter", "itemgetter", "methodcaller", NULL};
    for (size_t i = 0; all && functions[i].name; i++) {
        ouro_object *name = ouro_str_intern_text(rt, functions[i].name);
        if (!name || !ouro_list_append_take(rt, all, name))
            clearref(rt, &all);
    }
    for (size_t i = 0; all && classes[i]; i++) {
        ouro_object *name = ouro_str_intern_text(rt, classes[i]);
        if (!name || !ouro_list_append_take(rt, all, name))
            clearref(rt, &all);
    }
    bool is_done =
        all && ouro_list_sort(rt, all, NULL, false) && ouro_module_add(rt, module, "__all__", all);
    xdecref(rt, all);
    return is_done;
}

bool ouro_module_operator_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions) && add_special_names(rt, module) &&
           add_getter_class(rt, module, "operator.itemgetter", itemgetter_create,
                            itemgetter_call) &&
           add_getter_class(rt, module, "operator.attrgetter", attrgetter_create,
                            attrgetter_call) &&
           add_getter_class(rt, module, "operator.methodcaller", methodcaller_create,
                            methodcaller_call) &&
           add_all(rt, module);
}
