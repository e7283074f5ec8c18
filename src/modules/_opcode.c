/* _opcode: the instructions of code objects, for the dis module. */
#include "lang/opcodes.h"
#include "types/error.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/specialize.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

/* Appends a tuple of numbers; takes nothing. */
static bool append_numbers(ouro_runtime *rt, ouro_object *list, const int64_t *numbers, size_t count)
{
    ouro_object *tuple = ouro_tuple_new(rt, count);
    for (size_t i = 0; tuple && i < count; i++) {
        tuple_items(tuple)[i] = ouro_int_new(rt, numbers[i]);
        if (!tuple_items(tuple)[i])
            clearref(rt, &tuple);
    }
    return tuple && ouro_list_append_take(rt, list, tuple);
}

/* The argument as a code object with its instructions in memory; NULL: an error is set. */
static struct ouro_code *code_argument(ouro_runtime *rt, ouro_object *object)
{
    if (!is_exact(object, TYPE_CODE))
        return ouro_raise(rt, EXC_TypeError, "expected a code object, not %T", object);
    struct ouro_code *code = code_of(object);
    return ouro_code_thaw(rt, code) ? code : NULL;
}

/* [(index of the word, opcode, argument)], in their general form. */
NATIVE(instructions)
{
    struct ouro_code *code = code_argument(rt, args[0]);
    ouro_object *list = code ? ouro_list_new(rt, 0) : NULL;
    for (uint32_t i = 0; list && i < code->instruction_count;) {
        uint32_t word = code->instructions[i];
        unsigned opcode = ouro_specialize_general(ouro_word_opcode(word));
        int64_t numbers[] = {i, opcode, ouro_word_argument(word)};
        if (!append_numbers(rt, list, numbers, 3))
            clearref(rt, &list);
        i += 1 + ouro_opcode_cache_words[opcode];
    }
    return list;
}

/* [(first word, word behind the last, target, depth, is the raising word pushed)] */
NATIVE(handlers)
{
    struct ouro_code *code = code_argument(rt, args[0]);
    ouro_object *list = code ? ouro_list_new(rt, 0) : NULL;
    for (uint32_t i = 0; list && i < code->handler_count; i++) {
        const struct ouro_code_handler *handler = &code->handlers[i];
        int64_t numbers[] = {handler->start, handler->end, handler->target, handler->depth,
                             handler->push_lasti};
        if (!append_numbers(rt, list, numbers, 5))
            clearref(rt, &list);
    }
    return list;
}

/* The names of all opcodes in their order. */
NATIVE(opcode_names)
{
    ouro_object *list = ouro_list_new(rt, 0);
    for (unsigned i = 0; list && i < OURO_OPCODE_COUNT; i++) {
        ouro_object *name = ouro_str_from(rt, ouro_opcode_names[i]);
        if (!name || !ouro_list_append_take(rt, list, name))
            clearref(rt, &list);
    }
    return list;
}

NATIVE(stack_effect)
{
    static const char *const parameters[] = {"", "", "jump", NULL};
    static const struct ouro_signature signature = {"stack_effect", parameters, 1, 2};
    ouro_object *out[3];
    int64_t opcode, argument = 0;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_index_i64(rt, out[0], &opcode, EXC_OverflowError))
        return NULL;
    if (out[1] && out[1] != rt->none && !ouro_index_i64(rt, out[1], &argument, EXC_OverflowError))
        return NULL;
    if (opcode < 0 || opcode >= OURO_OPCODE_COUNT || argument < 0 || argument > OURO_ARGUMENT_MAX)
        return ouro_raise(rt, EXC_ValueError, "invalid opcode or oparg");
    int straight = ouro_opcode_effect((unsigned)opcode, (uint32_t)argument, false);
    int jumped = ouro_opcode_effect((unsigned)opcode, (uint32_t)argument, true);
    ouro_object *jump = out[2] ? out[2] : rt->none;
    if (jump != rt->none && jump != rt->true_ && jump != rt->false_)
        return ouro_raise(rt, EXC_ValueError, "stack_effect: jump must be False, True or None");
    int effect = jump == rt->true_ || (jump == rt->none && jumped > straight) ? jumped : straight;
    return ouro_int_new(rt, effect);
}

/* Has the instruction a target? */
NATIVE(is_jump)
{
    int64_t opcode;
    if (!ouro_index_i64(rt, args[0], &opcode, EXC_OverflowError))
        return NULL;
    return bool_object(rt, opcode >= 0 && opcode < OURO_OPCODE_COUNT &&
                               ouro_opcode_is_jump((unsigned)opcode));
}

bool ouro_module__opcode_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"stack_effect", stack_effect, 0, -1, METHOD_KEYWORDS, "How far an instruction moves the stack."},
        {"_instructions", instructions, 1, 1, 0, NULL},
        {"_handlers", handlers, 1, 1, 0, NULL},
        {"_names", opcode_names, 0, 0, 0, NULL},
        {"_is_jump", is_jump, 1, 1, 0, NULL},
        {0},
    };
    return ouro_module_add_functions(rt, module, functions);
}
