"""Code of imported files is cached: when, where, and when the cache is not believed."""
import importlib
import os
import shutil
import sys
import tempfile

folder = tempfile.mkdtemp()
sys.path.insert(0, folder)
sys.dont_write_bytecode = False
tag = sys.implementation.cache_tag


def write(name, text, when=1_000_000_000):
    path = os.path.join(folder, name + ".py")
    with open(path, "w") as file:
        file.write(text)
    os.utime(path, (when, when))


def load(name):
    importlib.invalidate_caches()
    sys.modules.pop(name, None)
    return importlib.import_module(name)


def cached(where=folder):
    cache = os.path.join(where, "__pycache__")
    return sorted(name.replace(tag, "TAG") for name in os.listdir(cache)) if os.path.isdir(cache) else None


write("first", "'''Doc.'''\nvalue = 1\ndef f(x=2):\n    'Inner doc.'\n    return [x, value, 10**30, ('a b', 2.5)]\n")
module = load("first")
print(cached(), module.value, module.f(), module.__doc__, module.f.__doc__)
print(module.__cached__ == os.path.join(folder, "__pycache__", f"first.{tag}.pyc"))
path = module.__cached__
size = os.path.getsize(path)
with open(path, "rb") as file:
    whole = file.read()
print(whole[4:8], int.from_bytes(whole[8:12], "little"), int.from_bytes(whole[12:16], "little") ==
      os.path.getsize(module.__file__))

module = load("first")
print(module.f(), module.f.__code__.co_filename == module.__file__, module.f.__code__.co_firstlineno)

write("first", "'''Doc.'''\nvalue = 7\ndef f(x=2):\n    'Inner doc.'\n    return [x, value, 10**30, ('a b', 2.5)]\n")
print("same time and size:", load("first").value)
write("first", "value = 3\n", 1_000_000_001)
print("changed:", load("first").value)

write("second", "value = 'two words'\n")
load("second")
path = sys.modules["second"].__cached__
with open(path, "rb") as file:
    whole = file.read()
print("no temporary file:", cached())
with open(path, "wb") as file:
    file.write(b"XXXX" + whole[4:])
print("another magic number:", load("second").value)
with open(path, "rb") as file:
    print("written anew:", file.read() == whole)

os.chmod(path, 0o600)
sys.dont_write_bytecode = True
write("third", "value = 3\n")
print(load("third").value, cached())
sys.dont_write_bytecode = False

prefix = os.path.join(folder, "prefix")
sys.pycache_prefix = prefix
write("fourth", "value = 4\n")
print(load("fourth").value, cached(), sys.modules["fourth"].__cached__.replace(tag, "TAG") ==
      prefix + os.path.join(folder, "fourth.TAG.pyc"), os.path.exists(sys.modules["fourth"].__cached__))
print(load("fourth").value)
sys.pycache_prefix = None

os.mkdir(os.path.join(folder, "package"))
write("package/__init__", "from . import part\n")
write("package/part", "def g():\n    raise ValueError('two words')\n")
load("package")
print(cached(), cached(os.path.join(folder, "package")))
sys.modules.pop("package.part")
package = load("package")
try:
    package.part.g()
except ValueError as error:
    print(error, error.__traceback__.tb_next.tb_lineno, error.__traceback__.tb_next.tb_frame.f_code.co_qualname)

write("fifth", "value = 5\nraise KeyError\n")
try:
    load("fifth")
except KeyError:
    print("cached before it runs:", "fifth.TAG.pyc" in cached())
write("sixth", "value = \n")
try:
    load("sixth")
except SyntaxError:
    print("never with an error:", "sixth.TAG.pyc" in cached())
shutil.rmtree(folder)
