/* Code objects as text, for debugging and tests. */
#include <stdio.h>

#include "lang/compile.h"
#include "lang/opcodes.h"
#include "types/error.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static void print_object(ouro_runtime *rt, ouro_object *object, FILE *file)
{
    ouro_object *repr = ouro_repr(rt, object), *owner = NULL;
    size_t size;
    const char *text = repr ? ouro_str_utf8(rt, repr, &size, &owner) : NULL;
    fprintf(file, " (%s)", text ? text : "?");
    if (ouro_has_error(rt))
        ouro_error_clear(rt);
    xdecref(rt, owner);
    xdecref(rt, repr);
}

static void print_item(ouro_runtime *rt, ouro_object *tuple, uint32_t index, FILE *file)
{
    if (index < tuple_length(tuple))
        print_object(rt, tuple_at(tuple, index), file);
}

static void print_argument(ouro_runtime *rt, const struct ouro_code *code, unsigned opcode,
                           uint32_t argument, FILE *file)
{
    switch (opcode) {
    case OP_LOAD_CONST:
        print_item(rt, code->constants, argument, file);
        break;
    case OP_LOAD_FAST__LOAD_CONST:
        print_item(rt, code->local_names, argument & OURO_FUSED_MAX, file);
        print_item(rt, code->constants, argument >> 12, file);
        break;
    case OP_LOAD_FAST__LOAD_FAST:
    case OP_STORE_FAST__LOAD_FAST:
        print_item(rt, code->local_names, argument & OURO_FUSED_MAX, file);
        print_item(rt, code->local_names, argument >> 12, file);
        break;
    case OP_LOAD_FAST:
    case OP_LOAD_FAST_CHECK:
    case OP_STORE_FAST:
    case OP_DELETE_FAST:
    case OP_MAKE_CELL:
    case OP_LOAD_CLOSURE:
    case OP_LOAD_DEREF:
    case OP_LOAD_CLASSDEREF:
    case OP_STORE_DEREF:
    case OP_DELETE_DEREF:
        print_item(rt, code->local_names, argument, file);
        break;
    case OP_LOAD_GLOBAL:
        print_item(rt, code->names, argument >> 1, file);
        break;
    case OP_LOAD_NAME:
    case OP_STORE_NAME:
    case OP_DELETE_NAME:
    case OP_STORE_GLOBAL:
    case OP_DELETE_GLOBAL:
    case OP_LOAD_ATTR:
    case OP_LOAD_METHOD:
    case OP_STORE_ATTR:
    case OP_DELETE_ATTR:
    case OP_IMPORT_NAME:
    case OP_IMPORT_FROM:
        print_item(rt, code->names, argument, file);
        break;
    default:
        break;
    }
}

static void print_code(ouro_runtime *rt, const struct ouro_code *code, FILE *file)
{
    fprintf(file, "code");
    print_object(rt, code->qualname, file);
    fprintf(file, " stack %u flags 0x%x line %d\n", code->stack_size, code->flags, code->first_line);
    for (uint32_t i = 0; i < code->instruction_count;) {
        unsigned opcode = ouro_word_opcode(code->instructions[i]);
        uint32_t argument = ouro_word_argument(code->instructions[i]);
        struct ouro_code_position at = ouro_code_position_at(code, i);
        bool is_known = opcode < OURO_OPCODE_COUNT;
        fprintf(file, "%4d:%d-%d:%d %5u %-24s %u", at.line, at.column, at.end_line, at.end_column, i,
                is_known ? ouro_opcode_names[opcode] : "(specialised)", argument);
        print_argument(rt, code, opcode, argument, file);
        fputc('\n', file);
        i += 1u + (is_known ? ouro_opcode_cache_words[opcode] : 0);
    }
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const struct ouro_code_handler *handler = &code->handlers[i];
        fprintf(file, "  %u to %u -> %u [%u]%s\n", handler->start, handler->end, handler->target,
                handler->depth, handler->push_lasti ? " lasti" : "");
    }
}

static void print_nested(ouro_runtime *rt, ouro_object *object, FILE *file, unsigned depth)
{
    struct ouro_code *code = (struct ouro_code *)(void *)object;
    if (!ouro_code_thaw(rt, code)) {
        ouro_error_clear(rt);
        return;
    }
    print_code(rt, code, file);
    for (size_t i = 0; i < tuple_length(code->constants) && depth; i++) {
        if (is_exact(tuple_at(code->constants, i), TYPE_CODE))
            print_nested(rt, tuple_at(code->constants, i), file, depth - 1);
    }
}

void ouro_disassemble(ouro_runtime *rt, ouro_object *code, FILE *file)
{
    print_nested(rt, code, file, 200);
}
