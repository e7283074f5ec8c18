"""Disassembler of code objects. An instruction is one word; offsets count two for each word."""

import collections
import io
import sys
import types

import _opcode
from opcode import *
from opcode import __all__ as _opcode_names
from opcode import _fused_bits, _in_place, _operators, _without_argument

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code",
           "get_instructions", "Instruction", "Bytecode", *_opcode_names]

COMPILER_FLAG_NAMES = {1: "OPTIMIZED", 2: "NEWLOCALS", 4: "VARARGS", 8: "VARKEYWORDS", 16: "NESTED", 32: "GENERATOR",
                       64: "NOFREE", 128: "COROUTINE", 256: "ITERABLE_COROUTINE", 512: "ASYNC_GENERATOR"}
FORMAT_VALUE = opmap["FORMAT_VALUE"]
_converters = ("", "str", "repr", "ascii")
_function_parts = ("defaults", "kwdefaults", "annotations", "closure")
_with_code = (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)

Positions = collections.namedtuple("Positions", "lineno end_lineno col_offset end_col_offset", defaults=(None,) * 4)
_Instruction = collections.namedtuple(
    "_Instruction", "opname opcode arg argval argrepr offset starts_line is_jump_target positions", defaults=(None,))


class Instruction(_Instruction):
    """One instruction: what it is called, its argument as a number and as what it stands for, and its place."""

    def _disassemble(self, lineno_width=3, mark_as_current=False, offset_width=4):
        fields = []
        if lineno_width:
            line = "" if self.starts_line is None else str(self.starts_line)
            fields.append(line.rjust(lineno_width))
        fields.append("-->" if mark_as_current else "   ")
        fields.append(">>" if self.is_jump_target else "  ")
        fields.append(str(self.offset).rjust(offset_width))
        fields.append(self.opname.ljust(20))
        if self.arg is not None:
            fields.append(str(self.arg).rjust(5))
            if self.argrepr:
                fields.append("(" + self.argrepr + ")")
        return " ".join(fields).rstrip()


def _code_of(x):
    """The code object of a function, method, generator, coroutine, source text, or itself."""
    x = getattr(x, "__func__", x)
    for name in "__code__", "gi_code", "ag_code", "cr_code":
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if isinstance(x, str):
        x = _try_compile(x, "<disassembly>")
    if hasattr(x, "co_code"):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


_get_code_object = _code_of


def _try_compile(source, name):
    try:
        return compile(source, name, "eval")
    except SyntaxError:
        return compile(source, name, "exec")


def pretty_flags(flags):
    """The names of the flags of a code object."""
    names = []
    bit = 1
    while flags:
        if flags & bit:
            names.append(COMPILER_FLAG_NAMES.get(bit, hex(bit)))
            flags ^= bit
        bit <<= 1
    return ", ".join(names) or "0x0"


def _locals_of(code):
    """The names by the index that instructions use: parameters and locals, cells, free variables."""
    return [*code.co_varnames, *(name for name in code.co_cellvars if name not in code.co_varnames), *code.co_freevars]


def _meaning(opcode, argument, code, names):
    """What the argument stands for: the value and its text."""
    name = opname[opcode]
    if code is None:
        return argument, ""
    if opcode in hasconst:
        value = code.co_consts[argument]
        return value, repr(value)
    if name == "LOAD_GLOBAL":
        value = code.co_names[argument >> 1]
        return value, "NULL + " + value if argument & 1 else value
    if opcode in hasname:
        return code.co_names[argument], code.co_names[argument]
    if opcode in haslocal or opcode in hasfree:
        return names[argument], names[argument]
    if "__" in name:
        first, second = argument & ((1 << _fused_bits) - 1), argument >> _fused_bits
        if name.endswith("CONST"):
            value = names[first], code.co_consts[second]
            return value, f"{names[first]}, {code.co_consts[second]!r}"
        return (names[first], names[second]), f"{names[first]}, {names[second]}"
    if opcode in hasjabs:
        return argument * 2, f"to {argument * 2}"
    if opcode in hascompare:
        return cmp_op[argument], cmp_op[argument]
    if name == "BINARY_OP":
        text = _operators[argument % _in_place] + ("=" if argument >= _in_place else "")
        return argument, text
    if opcode == FORMAT_VALUE:
        texts = [_converters[argument & 3]] if argument & 3 else []
        return (None, str, repr, ascii)[argument & 3], ", ".join(texts + ["with format"] * (argument >> 2))
    if name == "MAKE_FUNCTION":
        return argument, ", ".join(part for bit, part in enumerate(_function_parts) if argument >> bit & 1)
    return argument, ""


def _words(code):
    """(index, opcode, argument) of each instruction of a code object or of its co_code."""
    if isinstance(code, types.CodeType):
        return _opcode._instructions(code)
    words = memoryview(code).cast("B")
    return [(at // 4, words[at], int.from_bytes(words[at + 1:at + 4], "little")) for at in range(0, len(code) - 3, 4)
            if words[at] < len(opname) and opname[words[at]] != "CACHE"]


def _unpack_opargs(code):
    for index, opcode, argument in _words(code):
        yield index * 2, opcode, None if opcode in _without_argument else argument


def findlabels(code):
    """The offsets that are targets of jumps."""
    labels = []
    for index, opcode, argument in _words(code):
        if opcode in hasjabs and argument * 2 not in labels:
            labels.append(argument * 2)
    return labels


def findlinestarts(code):
    """(offset, line) for each place where a line begins."""
    line_before = None
    for start, end, line in code.co_lines():
        if line is not None and line != line_before:
            line_before = line
            yield start, line


def _instructions(code, line_offset=0):
    is_code = isinstance(code, types.CodeType)
    names = _locals_of(code) if is_code else []
    labels = set(findlabels(code))
    starts, positions = {}, []
    if is_code:
        labels.update(target * 2 for start, end, target, depth, lasti in _opcode._handlers(code))
        starts = dict(findlinestarts(code))
        positions = list(code.co_positions())
    for index, opcode, argument in _words(code):
        offset = index * 2
        line = starts.get(offset)
        place = Positions(*positions[index]) if positions else None
        if opcode in _without_argument:
            argument, value, text = None, None, ""
        else:
            value, text = _meaning(opcode, argument, code if is_code else None, names)
        yield Instruction(opname[opcode], opcode, argument, value, text, offset,
                          None if line is None else line + line_offset, offset in labels, place)


def get_instructions(x, *, first_line=None, show_caches=False, adaptive=False):
    """The instructions of a function, method, code object or source text, one after the other."""
    code = _code_of(x)
    return _instructions(code, 0 if first_line is None else first_line - code.co_firstlineno)


def code_info(x):
    """Names, constants and flags of a code object, as text."""
    code = _code_of(x)
    lines = [f"Name:              {code.co_name}", f"Filename:          {code.co_filename}",
             f"Argument count:    {code.co_argcount}", f"Positional-only arguments: {code.co_posonlyargcount}",
             f"Kw-only arguments: {code.co_kwonlyargcount}", f"Number of locals:  {code.co_nlocals}",
             f"Stack size:        {code.co_stacksize}", f"Flags:             {pretty_flags(code.co_flags)}"]
    for title, values in (("Constants:", [repr(value) for value in code.co_consts]), ("Names:", code.co_names),
                          ("Variable names:", code.co_varnames), ("Free variables:", code.co_freevars),
                          ("Cell variables:", code.co_cellvars)):
        if values:
            lines.append(title)
            lines += [f"{number:4}: {value}" for number, value in enumerate(values)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Prints code_info."""
    print(code_info(co), file=file)


def _print_instructions(code, lasti=-1, file=None, line_offset=0):
    instructions = list(_instructions(code, line_offset))
    lines = [one.starts_line for one in instructions if one.starts_line is not None]
    line_width = max(3, len(str(max(lines)))) if lines else 0
    offset_width = max(4, len(str(instructions[-1].offset))) if instructions else 4
    for number, one in enumerate(instructions):
        if number and line_width and one.starts_line is not None:
            print(file=file)
        print(one._disassemble(line_width, one.offset == lasti, offset_width), file=file)
    handlers = _opcode._handlers(code) if isinstance(code, types.CodeType) else ()
    if handlers:
        print("ExceptionTable:", file=file)
    for start, end, target, depth, lasti in handlers:
        print(f"  {start * 2} to {end * 2 - 2} -> {target * 2} [{depth}]" + " lasti" * lasti, file=file)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False):
    """Prints the instructions of a code object; lasti is the offset of the current one."""
    _print_instructions(co, lasti, file)


disco = disassemble


def _disassemble_recursive(code, *, file=None, depth=None):
    disassemble(code, file=file)
    if depth is None or depth > 0:
        for constant in code.co_consts:
            if hasattr(constant, "co_code"):
                print(file=file)
                print(f"Disassembly of {constant!r}:", file=file)
                _disassemble_recursive(constant, file=file, depth=None if depth is None else depth - 1)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False):
    """Disassembles classes, methods, functions, code objects, source text; without argument the last traceback."""
    if x is None:
        distb(file=file)
        return
    x = getattr(x, "__func__", x)
    for name in "__code__", "gi_code", "ag_code", "cr_code":
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if hasattr(x, "__dict__"):
        for name, value in sorted(x.__dict__.items()):
            if isinstance(value, _with_code):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(value, file=file, depth=depth)
                except TypeError as message:
                    print("Sorry:", message, file=file)
                print(file=file)
    elif hasattr(x, "co_code"):
        _disassemble_recursive(x, file=file, depth=depth)
    elif isinstance(x, (bytes, bytearray)):
        _print_instructions(bytes(x), file=file)
    elif isinstance(x, str):
        _disassemble_recursive(_try_compile(x, "<dis>"), file=file, depth=depth)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def distb(tb=None, *, file=None, show_caches=False, adaptive=False):
    """Disassembles where the traceback, or the last one, ends."""
    if tb is None:
        tb = getattr(sys, "last_traceback", None)
        if tb is None:
            raise RuntimeError("no last traceback to disassemble")
    while tb.tb_next:
        tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file)


def _find_imports(code):
    """(name, level, names) of each import statement."""
    before = []
    for index, opcode, argument in _words(code):
        if opname[opcode] == "IMPORT_NAME":
            level, names = (code.co_consts[number] if kind == hasconst[0] else None for kind, number in before[-2:])
            yield code.co_names[argument], level, names
        before = before[-1:] + [(opcode, argument)]


def _find_store_names(code):
    """The names that the code stores in its namespace or as globals."""
    names = set()
    for index, opcode, argument in _words(code):
        if opname[opcode] in ("STORE_NAME", "STORE_GLOBAL") and code.co_names[argument] not in names:
            names.add(code.co_names[argument])
            yield code.co_names[argument]


class Bytecode:
    """The instructions of a function, code object or source text, to iterate over or to print."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False):
        self.codeobj = code = _code_of(x)
        self.first_line = code.co_firstlineno if first_line is None else first_line
        self._line_offset = self.first_line - code.co_firstlineno
        self._original_object = x
        self.current_offset = current_offset
        self.show_caches = show_caches
        self.adaptive = adaptive

    def __iter__(self):
        return _instructions(self.codeobj, self._line_offset)

    def __repr__(self):
        return f"{type(self).__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """The code in which the traceback ends."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, show_caches=show_caches, adaptive=adaptive)

    def info(self):
        """What code_info says."""
        return code_info(self.codeobj)

    def dis(self):
        """What disassemble prints, as text."""
        current = -1 if self.current_offset is None else self.current_offset
        with io.StringIO() as output:
            _print_instructions(self.codeobj, current, output, self._line_offset)
            return output.getvalue()
