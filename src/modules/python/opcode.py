"""The instructions of the virtual machine: see docs/design/bytecode.md."""

import _opcode
from _opcode import stack_effect

__all__ = ["cmp_op", "hasconst", "hasname", "hasjrel", "hasjabs", "haslocal", "hascompare", "hasfree", "hasexc",
           "opname", "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasnargs", "stack_effect"]

cmp_op = ("<", "<=", "==", "!=", ">", ">=")
opname = _opcode._names()
opmap = {name: number for number, name in enumerate(opname)}

# Every instruction has room for an argument, and none needs another one before it.
HAVE_ARGUMENT = 0
EXTENDED_ARG = -1

_without_argument = {
    opmap[name] for name in (
        "CACHE", "NOP", "POP_TOP", "PUSH_NULL", "DELETE_SUBSCR", "BINARY_SUBSCR", "STORE_SUBSCR", "UNARY_POSITIVE",
        "UNARY_NEGATIVE", "UNARY_NOT", "UNARY_INVERT", "LIST_TO_TUPLE", "GET_ITER", "LOAD_BUILD_CLASS", "RETURN_VALUE",
        "RETURN_GENERATOR", "YIELD_VALUE", "GET_YIELD_FROM_ITER", "GET_AITER", "GET_ANEXT", "END_ASYNC_FOR",
        "BEFORE_ASYNC_WITH", "ASYNC_GEN_WRAP", "PUSH_EXC_INFO", "POP_EXCEPT", "CHECK_EXC_MATCH", "CHECK_EG_MATCH",
        "PREP_RERAISE_STAR", "LOAD_ASSERTION_ERROR", "BEFORE_WITH", "WITH_EXCEPT_START", "IMPORT_STAR",
        "SETUP_ANNOTATIONS", "PRINT_EXPR", "GET_LEN", "MATCH_SEQUENCE", "MATCH_MAPPING", "MATCH_KEYS", "THAW")}


def _numbers(*names):
    return [opmap[name] for name in names]


hasconst = _numbers("LOAD_CONST")
hasname = _numbers("LOAD_NAME", "STORE_NAME", "DELETE_NAME", "LOAD_GLOBAL", "STORE_GLOBAL", "DELETE_GLOBAL", "LOAD_ATTR",
                   "LOAD_METHOD", "STORE_ATTR", "DELETE_ATTR", "IMPORT_NAME", "IMPORT_FROM")
haslocal = _numbers("LOAD_FAST", "LOAD_FAST_CHECK", "STORE_FAST", "DELETE_FAST")
hasfree = _numbers("MAKE_CELL", "LOAD_CLOSURE", "LOAD_DEREF", "LOAD_CLASSDEREF", "STORE_DEREF", "DELETE_DEREF")
hascompare = _numbers("COMPARE_OP")
hasjabs = [number for number in range(len(opname)) if _opcode._is_jump(number)]
hasjrel = []
hasnargs = []
hasexc = []

_operators = ("+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^")
_in_place = 32
_fused_bits = 12
