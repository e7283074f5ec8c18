# The bytecode is our own: co_code and what reads it differ, so do cached files and code in marshal.
import marshal, sys
def f(): return 1
print(sys.implementation.cache_tag, marshal.dumps(f.__code__)[:1])
try: marshal.loads(b"c")
except (ValueError, EOFError) as e: print(e)
print(type(getattr(f.__code__, "co_code", None)).__name__)
import dis
dis.dis(f)
import importlib, os, py_compile, tempfile
with tempfile.TemporaryDirectory() as folder:
    with open(folder + "/only.py", "w") as file: file.write("value = 1")
    py_compile.compile(folder + "/only.py", folder + "/only.pyc"); os.remove(folder + "/only.py")
    sys.path.insert(0, folder)
    try: print(importlib.import_module("only").value)
    except ImportError as e: print(e)
