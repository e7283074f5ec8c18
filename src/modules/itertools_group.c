/* groupby and tee: iterators that share a source with others. */
#include "modules/itertools_internal.h"
#include "types/dict.h"

/* ---- groupby ------------------------------------------------------------------------------------
 */

static ouro_object *groupby_create(ITERATION_CREATE)
{
    static const char *const parameters[] = {"iterable", "key", NULL};
    static const struct ouro_signature signature = {"groupby", parameters, 1, 2};
    ouro_object *bound[2];
    if (!ouro_args_bind(rt, &signature, args, count, names, bound))
        return NULL;
    ouro_object *slots[2] = {ouro_iter(rt, bound[0]), newref(bound[1] ? bound[1] : rt->none)};
    struct iteration *self = ouro_iteration_new_take(rt, cls, slots, 2);
    if (!self)
        return NULL;
    self->slots[GROUP_CLASS] = ouro_getattr_text(rt, &cls->core.base, "_grouper");
    if (!self->slots[GROUP_CLASS]) {
        decref(rt, &self->base);
        return NULL;
    }
    return &self->base;
}

/* Moves to the next item of the source. */
static bool groupby_step(ouro_runtime *rt, struct iteration *self)
{
    ouro_object *value =
        self->slots[GROUP_SOURCE] ? ouro_next(rt, self->slots[GROUP_SOURCE]) : NULL;
    if (!value)
        return false;
    ouro_object *function = xnewref(self->slots[GROUP_FUNCTION]), *key;
    key = !function || function == rt->none ? newref(value) : ouro_call1(rt, function, value);
    xdecref(rt, function);
    if (!key) {
        decref(rt, value);
        return false;
    }
    setref_take(rt, &self->slots[GROUP_VALUE], value);
    setref_take(rt, &self->slots[GROUP_KEY], key);
    return true;
}

/* 1: equal, 0: not, -1: error. The keys are kept alive: comparing runs user code. */
static int keys_equal(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    incref(a);
    incref(b);
    int is_equal = ouro_equal(rt, a, b);
    decref(rt, a);
    decref(rt, b);
    return is_equal;
}

static ouro_object *groupby_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    self->numbers[0]++; /* earlier groups are over */
    for (;;) {
        if (self->slots[GROUP_KEY]) {
            if (!self->slots[GROUP_TARGET_KEY])
                break;
            int is_equal = keys_equal(rt, self->slots[GROUP_TARGET_KEY], self->slots[GROUP_KEY]);
            if (is_equal < 0)
                return NULL;
            if (!is_equal)
                break;
        }
        if (!groupby_step(rt, self))
            return NULL;
    }
    if (!self->slots[GROUP_KEY] || !self->slots[GROUP_CLASS])
        return NULL;
    ouro_object *key = newref(self->slots[GROUP_KEY]), *result = NULL;
    setref_take(rt, &self->slots[GROUP_TARGET_KEY], newref(key));
    ouro_object *slots[2] = {newref(object), newref(key)};
    struct iteration *group = ouro_iteration_new_take(
        rt, (struct ouro_class *)(void *)self->slots[GROUP_CLASS], slots, 2);
    if (group) {
        group->numbers[0] = self->numbers[0];
        result = ouro_tuple_pack(rt, 2, key, &group->base);
        decref(rt, &group->base);
    }
    decref(rt, key);
    return result;
}

/* (groupby, key): how a group that is under way comes back from a copy. */
static ouro_object *grouper_create(ITERATION_CREATE)
{
    if (!ouro_iteration_no_keywords(rt, cls, "_grouper", names) ||
        !ouro_args_count(rt, "_grouper", count, 2, 2))
        return NULL;
    ouro_object *found = NULL, *key = ouro_str_intern_text(rt, "_grouper");
    /* A groupby is what has this class as an attribute. */
    int status = key ? ouro_getattr_optional(rt, args[0], key, &found) : -1;
    bool is_parent = found == &cls->core.base && class_of(rt, args[0])->next == groupby_next;
    xdecref(rt, key);
    xdecref(rt, found);
    if (status < 0)
        return NULL;
    if (!is_parent)
        return ouro_raise(rt, EXC_TypeError, "_grouper() argument 1 must be itertools.groupby, not %T",
                          args[0]);
    ouro_object *slots[2] = {newref(args[0]), newref(args[1])};
    struct iteration *self = ouro_iteration_new_take(rt, cls, slots, 2);
    if (self)
        self->numbers[0] = iteration_of(args[0])->numbers[0];
    return (ouro_object *)(void *)self;
}

static ouro_object *grouper_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    struct iteration *parent =
        self->slots[MEMBER_PARENT] ? iteration_of(self->slots[MEMBER_PARENT]) : NULL;
    if (!parent || parent->numbers[0] != self->numbers[0])
        return NULL;
    if (!parent->slots[GROUP_VALUE] && !groupby_step(rt, parent))
        return NULL;
    if (!self->slots[MEMBER_KEY] || !parent->slots[GROUP_KEY])
        return NULL;
    if (keys_equal(rt, self->slots[MEMBER_KEY], parent->slots[GROUP_KEY]) <= 0)
        return NULL; /* the next group begins, or an error */
    ouro_object *value = parent->slots[GROUP_VALUE];
    if (!value)
        return NULL; /* the comparison took it */
    ouro_object_touch(value); /* moves out uncounted */
    parent->slots[GROUP_VALUE] = NULL;
    return value;
}

/* ---- tee ----------------------------------------------------------------------------------------
 */

/* The copies walk along a list of nodes. A node has a value and a successor, or, at the end of the
 * list, the source from which they will come. numbers[0]: the node is asking the source right now.
 */
enum { NODE_SOURCE, NODE_VALUE, NODE_NEXT };
/* Slots of a copy: its node, the class of nodes. */
enum { TEE_NODE, TEE_NODE_CLASS };

static ouro_object *node_new_take(ouro_runtime *rt, ouro_object *node_class, ouro_object *source)
{
    return (ouro_object *)(void *)ouro_iteration_new_take(
        rt, (struct ouro_class *)(void *)node_class, &source, 1);
}

static bool node_fill(ouro_runtime *rt, struct iteration *node, ouro_object *node_class)
{
    if (node->numbers[0]) {
        ouro_raise(rt, EXC_RuntimeError, "cannot re-enter the tee iterator");
        return false;
    }
    if (!node->slots[NODE_SOURCE])
        return false;
    node->numbers[0] = 1;
    ouro_object *value = ouro_next(rt, node->slots[NODE_SOURCE]);
    node->numbers[0] = 0;
    if (!value)
        return false;
    ouro_object *next = node_new_take(rt, node_class, newref(node->slots[NODE_SOURCE]));
    if (!next) {
        decref(rt, value);
        return false;
    }
    node->slots[NODE_VALUE] = value;
    node->slots[NODE_NEXT] = next;
    clearref(rt, &node->slots[NODE_SOURCE]);
    return true;
}

static ouro_object *tee_next(ouro_runtime *rt, ouro_object *object)
{
    struct iteration *self = iteration_of(object);
    if (!self->slots[TEE_NODE] || !self->slots[TEE_NODE_CLASS])
        return NULL;
    ouro_object *node_object = newref(self->slots[TEE_NODE]), *value = NULL;
    struct iteration *node = iteration_of(node_object);
    if (node->slots[NODE_VALUE] || node_fill(rt, node, self->slots[TEE_NODE_CLASS])) {
        value = newref(node->slots[NODE_VALUE]);
        setref_take(rt, &self->slots[TEE_NODE], newref(node->slots[NODE_NEXT]));
    }
    decref(rt, node_object);
    return value;
}

static ouro_object *tee_copy(ITERATION_METHOD)
{
    struct iteration *from = iteration_of(self);
    ouro_object *slots[2] = {xnewref(from->slots[TEE_NODE]), xnewref(from->slots[TEE_NODE_CLASS])};
    return (ouro_object *)(void *)ouro_iteration_new_take(rt, class_of(rt, self), slots, 2);
}

/* A walker over iterator; another one at the same place when it is one already. */
static ouro_object *tee_of(ouro_runtime *rt, struct ouro_class *cls, ouro_object *iterator)
{
    if (class_of(rt, iterator) == cls)
        return tee_copy(rt, iterator, NULL, 0, NULL);
    ouro_object *node_class = ouro_getattr_text(rt, &cls->core.base, "_node");
    ouro_object *slots[2] = {node_class ? node_new_take(rt, node_class, newref(iterator)) : NULL,
                             node_class};
    return (ouro_object *)(void *)ouro_iteration_new_take(rt, cls, slots, 2);
}

static ouro_object *tee_create(ITERATION_CREATE)
{
    if (!ouro_iteration_no_keywords(rt, cls, "_tee", names) || !ouro_args_count(rt, "_tee", count, 1, 1))
        return NULL;
    ouro_object *iterator = ouro_iter(rt, args[0]);
    ouro_object *result = iterator ? tee_of(rt, cls, iterator) : NULL;
    xdecref(rt, iterator);
    return result;
}

/* The first of the results: the iterator itself if it can be copied, else a walker over it. */
static ouro_object *copyable(ouro_runtime *rt, ouro_object *module, ouro_object *iterable)
{
    ouro_object *iterator = ouro_iter(rt, iterable), *copy = NULL;
    int found = iterator ? ouro_getattr_optional(rt, iterator, rt->name___copy__, &copy) : -1;
    xdecref(rt, copy);
    if (found == 0) {
        ouro_object *cls = ouro_getattr_text(rt, module, "_tee");
        setref_take(rt, &iterator,
                    cls ? tee_of(rt, (struct ouro_class *)(void *)cls, iterator) : NULL);
        xdecref(rt, cls);
    } else if (found < 0) {
        xdecref(rt, iterator);
        return NULL;
    }
    return iterator;
}

static ouro_object *module_tee(ITERATION_METHOD)
{
    int64_t copies = 2;
    if (count > 1 && !ouro_index_i64(rt, args[1], &copies, EXC_OverflowError))
        return NULL;
    if (copies < 0)
        return ouro_raise(rt, EXC_ValueError, "n must be >= 0");
    ouro_object *result = ouro_tuple_new(rt, (size_t)copies);
    if (!result || copies == 0)
        return result;
    tuple_at(result, 0) = copyable(rt, self, args[0]);
    for (int64_t i = 1; i < copies && tuple_at(result, i - 1); i++)
        tuple_at(result, i) = ouro_call_method(rt, tuple_at(result, 0), rt->name___copy__, NULL, 0);
    if (!tuple_at(result, copies - 1))
        clearref(rt, &result);
    return result;
}

/* A class that another one needs is an attribute of that one. */
static bool attach(ouro_runtime *rt, struct ouro_class *cls, const char *name,
                   struct ouro_class *value)
{
    ouro_object *key = ouro_str_intern_text(rt, name);
    bool is_done = key && ouro_dict_set(rt, cls->dict, key, &value->core.base);
    if (is_done)
        ouro_class_modified(rt, cls, key);
    xdecref(rt, key);
    return is_done;
}

bool ouro_itertools_group_add(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method tee_methods[] = {
        {"__copy__", tee_copy, 0, 0, 0, "Returns an independent iterator."},
        {NULL, NULL, 0, 0, 0, NULL}};
    static const struct ouro_method functions[] = {
        {"tee", module_tee, 1, 2, 0, "Returns a tuple of n independent iterators."},
        {NULL, NULL, 0, 0, 0, NULL}};
    struct ouro_class *groupby = ouro_iteration_class_add(rt, module, "itertools.groupby",
                                                          groupby_create, groupby_next, NULL,
                                                          ouro_itertools_groupby_methods);
    struct ouro_class *grouper = groupby
                                     ? ouro_iteration_class_add(rt, module, "itertools._grouper",
                                                                grouper_create, grouper_next, NULL,
                                                                ouro_itertools_grouper_methods)
                                     : NULL;
    if (!grouper || !attach(rt, groupby, "_grouper", grouper))
        return false;
    struct ouro_class *tee = ouro_iteration_class_add(rt, module, "itertools._tee", tee_create,
                                                      tee_next, NULL, tee_methods);
    struct ouro_class *node =
        tee ? ouro_iteration_class_add(rt, module, "itertools._tee_dataobject", NULL, NULL, NULL,
                                       NULL)
            : NULL;
    if (tee)
        tee->core.flags |= OURO_TYPE_WEAKREFABLE;
    return node && attach(rt, tee, "_node", node) &&
           ouro_module_add_functions(rt, module, functions);
}
