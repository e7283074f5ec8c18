"""symtable: scopes and what their names mean."""
import symtable
import _symtable

PROGRAM = '''
import os, sys as system
from math import *
x: int = 1
y: str

def outer(a, /, b=1, *rest, c, d=2, **more):
    """doc"""
    global g, x
    local = a + b
    import json
    def inner(p):
        nonlocal local
        local += p
        return local + c + unknown
    class Inner(Base, metaclass=Meta):
        attribute = local
        __private = 1
        def method(self):
            super().method()
            return __class__, self.__private
        def other(self): return attribute
    return [i for i in rest if (w := i)], {k: v for k, v in more}, (e for e in a), {s for s in b}, lambda q=d: q + a

async def coroutine():
    async with a as b:
        yield b

match x:
    case [first, *others]:
        pass
    case {"k": value, **remaining}:
        pass
try:
    pass
except Exception as error:
    del error
for index in range(3):
    pass
'''


def show(table, depth=0):
    indent = "  " * depth
    print(f"{indent}{table.get_type()} {table.get_name()} line {table.get_lineno()} optimized {table.is_optimized()} "
          f"nested {table.is_nested()} children {table.has_children()}")
    if table.get_type() == "function":
        print(indent, table.get_parameters(), sorted(table.get_locals()), sorted(table.get_globals()),
              sorted(table.get_frees()), sorted(table.get_nonlocals()))
    if table.get_type() == "class":
        print(indent, table.get_methods())
    for symbol in table.get_symbols():
        kinds = [name for name in ("referenced", "parameter", "global", "nonlocal", "declared_global", "local", "annotated",
                                   "free", "imported", "assigned", "namespace") if getattr(symbol, "is_" + name)()]
        print(indent, symbol.get_name(), *kinds, [space.get_name() for space in symbol.get_namespaces()])
    for child in table.get_children():
        show(child, depth + 1)


show(symtable.symtable(PROGRAM, "program", "exec"))
show(symtable.symtable("[x for x in y]", "<e>", "eval"))
show(symtable.symtable(b"def f(): pass\n\n", b"bytes", "single"))
table = symtable.symtable("from __future__ import annotations\ndef f(a: B) -> C: d: E = 1\n", "f", "exec")
show(table)


def raw(entry, depth=0):
    print("  " * depth, type(entry).__name__, entry.name, entry.type, entry.lineno, entry.nested, entry.symbols, entry.varnames)
    for child in entry.children:
        raw(child, depth + 1)


raw(_symtable.symtable(PROGRAM, "program", "exec"))
print({name: value for name, value in sorted(vars(_symtable).items()) if isinstance(value, int)})
for arguments in (("1", "f", "x"), (1, "f", "exec"), ("a b", "f", "exec"), ("1", 2, "exec"), ("1",), ("1", "f", 3),
                  ("x=(", "f", "exec"), ("def f(x):\n global x", "f", "exec"), ("nonlocal x", "f", "exec"),
                  ("def f():\n  x = 1\n  global x", "f", "exec"), ("class A:\n [(y := i) for i in z]", "f", "exec")):
    try:
        print(_symtable.symtable(*arguments))
    except (SyntaxError, TypeError, ValueError) as e:
        print(type(e).__name__, e, getattr(e, "lineno", ""), getattr(e, "offset", ""))


def imported_first():
    import os
    global os


imported_first()
print(os.sep)
