"""What py_compile, compileall, pkgutil, runpy and loaders make of files of compiled code."""
import compileall
import importlib.machinery
import importlib.util
import io
import os
import pkgutil
import py_compile
import runpy
import shutil
import sys
import tempfile

folder = tempfile.mkdtemp()
sys.dont_write_bytecode = False
source = os.path.join(folder, "module.py")
with open(source, "w") as file:
    file.write("'''Text.'''\nvalue = [n * 2 for n in range(3)]\ndef f(): return value, __name__\n")


def tagged(path):
    return path.replace(sys.implementation.cache_tag, "TAG").replace(folder, "FOLDER")


print(tagged(importlib.util.cache_from_source(source)), tagged(importlib.util.cache_from_source("a/b.c.py")),
      tagged(importlib.util.cache_from_source("x.py", optimization=2)),
      tagged(importlib.util.cache_from_source("x.py", True)), tagged(importlib.util.cache_from_source("x.py", False)))
for arguments in (("x.py", True, 1), ("x.py", None, "a-b")):
    try:
        importlib.util.cache_from_source(arguments[0], arguments[1], optimization=arguments[2])
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(importlib.util.source_from_cache(importlib.util.cache_from_source(source)) == source)

compiled = py_compile.compile(source, os.path.join(folder, "alone.pyc"), doraise=True)
print(tagged(compiled), tagged(py_compile.compile(source)))
with open(compiled, "rb") as file:
    data = file.read()
print(data[:4] == importlib.util.MAGIC_NUMBER, data[4:8], len(data) > 16)
with open(compiled, "rb") as file:
    print(pkgutil.read_code(file).co_name)
print(pkgutil.read_code(io.BytesIO(b"XXXX" + data[4:])))
print(runpy.run_path(compiled)["value"])

spec = importlib.util.spec_from_file_location("alone", compiled)
print(type(spec.loader).__name__)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.f(), module.__doc__, spec.loader.get_source("alone"))
loader = importlib.machinery.SourcelessFileLoader("alone", compiled)
for changed in (b"XXXX" + data[4:], data[:10], data[:4] + b"\x08" + data[5:]):
    with open(compiled, "wb") as file:
        file.write(changed)
    try:
        loader.get_code("alone")
    except (ImportError, EOFError) as error:
        print(type(error).__name__, str(error).replace(folder, "FOLDER"), getattr(error, "name", None))

shutil.rmtree(os.path.join(folder, "__pycache__"))
loader = importlib.machinery.SourceFileLoader("module", source)
print(loader.get_code("module").co_names)
print(sorted(map(tagged, os.listdir(os.path.join(folder, "__pycache__")))))
print(loader.get_code("module").co_consts[0])
hashed = py_compile.compile(source, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
with open(hashed, "rb") as file:
    head = file.read(16)
print(head[4:8], importlib.util.source_hash(b"text").hex() != "", loader.get_code("module").co_names)

os.mkdir(os.path.join(folder, "inner"))
for name in ("one", "two"):
    with open(os.path.join(folder, "inner", name + ".py"), "w") as file:
        file.write(f"name = {name!r}\n")
print(compileall.compile_dir(os.path.join(folder, "inner"), quiet=1))
print(sorted(map(tagged, os.listdir(os.path.join(folder, "inner", "__pycache__")))))
sys.path.insert(0, os.path.join(folder, "inner"))
import one
print(one.name, tagged(one.__cached__))


class Texts(importlib.machinery.SourceFileLoader):
    def source_to_code(self, data, path, *, _optimize=-1):
        return super().source_to_code(data.replace(b"2", b"5"), path)


print(Texts("module", os.path.join(folder, "inner", "two.py")).get_code("module").co_names)
shutil.rmtree(folder)
