"""Packages, relative imports, errors of imports, module attributes."""
import sys
import _pkg
import _pkg.sub.deep as dd
from _pkg import *
from _pkg.a import value, lazy
from _pkg import sub
print(_pkg.__name__, _pkg.__doc__, renamed, late, deep.where, dd.top, value, lazy, sub.parent.value, dir(_pkg.a))
print("_hidden" in globals(), [n for n in dir(_pkg) if not n.startswith("__")], _pkg.sub.deep is dd, sys.modules["_pkg.sub.deep"] is dd)
import _circular_a
print(_circular_a.get())
for src in ("import _pkg.nope", "from _pkg import nope", "import nope", "import nope.sub", "from _pkg.a import nope", "import _pkg.a.b", "import _raises", "import _raises", "_pkg.a.nope", "_pkg.nope", "from .. import x", "import _syntax_error", "from _pkg.sub.deep import fail; fail()", "import sys.x", "from math import *; print(floor(2.5))", "import math.x", "__import__('_pkg.sub').__name__ + 1", "__import__('')", "__import__(5)", "from _pkg import (a, late as l8); print(a.value, l8)"):
    try:
        exec(src); print("ok", src)
    except BaseException as e:
        print(src, "|", type(e).__name__, "|", str(e).split("(/")[0], "|", getattr(e, "name", None), getattr(e, "lineno", None))
print(__import__("_pkg.sub").__name__, __import__("_pkg.sub", fromlist=["x"]).__name__, "_raises" in sys.modules)
m = type(sys)("made", "doc"); m.x = 1; print(m.x, m.__name__, m.__doc__, m, sorted(vars(m))); sys.modules["made"] = m; import made; print(made.x); m.y = 5; from made import y; print(y)
try: m.zzz
except AttributeError as e: print(e)
print(type(sys), repr(sys), sys.modules["__main__"].__name__, __file__.split("/")[-1], __doc__, __spec__, __package__, __name__)
import importlib; print(importlib.import_module("_pkg.sub.deep") is dd, importlib.import_module(".a", "_pkg").value); importlib.reload(_circular_a) and print("reloaded")
