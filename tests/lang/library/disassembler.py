"""dis: what does not depend on whose instructions they are."""
import dis
import io
import modulefinder
import opcode
import sys
import types


def example(a, /, b=2, *c, d=4, **e):
    """doc"""
    total = 0
    for i in range(a):
        total += i
    try:
        with open("x") as file:
            print(file)
    except (OSError, ValueError) as error:
        print(error)
    return [x for x in c if x], lambda y: y + total


class Holder:
    def method(self):
        return self

    @classmethod
    def made(cls):
        return cls

    @staticmethod
    def plain():
        return 1

    attribute = 3


def generator():
    yield 1


async def coroutine():
    return 1


def printed(*args, **kwargs):
    output = io.StringIO()
    dis.dis(*args, file=output, **kwargs)
    return output.getvalue()


for thing in example, example.__code__, Holder, Holder().method, Holder.made, generator(), "a + 1", "x = 1", 3, None.__class__, [1], b"":
    try:
        text = printed(thing)
        print(type(thing).__name__, [line for line in text.split("\n") if line.startswith(("Disassembly", "Sorry")) and "0x" not in line])
    except TypeError as e:
        print(type(thing).__name__, e)

print(sorted({line for offset, line in dis.findlinestarts(example.__code__)}))
code = coroutine().cr_code if False else coroutine.__code__
for line in dis.code_info(example).split("\n")[:7]:
    print(line.replace(__file__, "FILE") if "Stack size" not in line else "Stack size")
print(dis.pretty_flags(code.co_flags), dis.pretty_flags(0), dis.pretty_flags(generator.__code__.co_flags), dis.pretty_flags(1 << 20))
print(repr(dis.Bytecode("1")), type(dis.Bytecode(example).dis()), dis.Bytecode(example).first_line == example.__code__.co_firstlineno)
first = next(iter(dis.get_instructions(example, first_line=100)))
print(type(first).__name__, first._fields, first.offset, first.starts_line, type(first.positions).__name__, first.positions.lineno)
lines = {one.starts_line for one in dis.get_instructions(example, first_line=1)} - {None}
print(sorted(lines))
print(sum(one.opname == "RETURN_VALUE" for one in dis.get_instructions("lambda: 0")))
print([one.argval for one in dis.get_instructions("a.b(c[1], 'text')") if one.opname in ("LOAD_NAME", "LOAD_CONST", "LOAD_METHOD")])
print([one.argrepr for one in dis.get_instructions("a < b, a + b, a @ b, a == b") if one.opname in ("COMPARE_OP", "BINARY_OP")])
print(dis.stack_effect(dis.opmap["POP_TOP"]), dis.stack_effect(dis.opmap["LOAD_CONST"], 0), dis.stack_effect(dis.opmap["FOR_ITER"], 3, jump=True),
      dis.stack_effect(dis.opmap["FOR_ITER"], 3, jump=False), dis.stack_effect(dis.opmap["BUILD_LIST"], 3))
for arguments, keywords in ((100000, 1), {}), ((dis.opmap["LOAD_CONST"], 0), {"jump": 3}):
    try:
        dis.stack_effect(*arguments, **keywords)
    except ValueError as e:
        print(e)
print(all(opcode.opname[number] == name for name, number in opcode.opmap.items()), opcode.cmp_op[:6])
try:
    dis.distb()
except RuntimeError as e:
    print(e)


def failing():
    x = 1
    return x / 0


try:
    failing()
except ZeroDivisionError as e:
    output = io.StringIO()
    dis.distb(e.__traceback__, file=output)
    marked = [line for line in output.getvalue().split("\n") if "-->" in line]
    print(len(marked))
    print(dis.Bytecode.from_traceback(e.__traceback__).dis().count("-->"))
print(list(dis._find_imports(compile("import a, b.c as d\nfrom . import e\nfrom ..f import g, h as i", "f", "exec"))))
print(list(dis._find_store_names(compile("a = 1\ndef f():\n  global g\n  g = 1\nclass C: pass\nfor i in j: pass", "f", "exec"))))
finder = modulefinder.ModuleFinder(path=[])
finder.run_script(__file__)
print(sorted(name for name in finder.badmodules if name in ("dis", "io", "modulefinder", "types", "opcode")))
