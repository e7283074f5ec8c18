"""A cache that is damaged is not believed, wherever it is: what CPython's header does not cover either is not asked here."""
import importlib
import os
import shutil
import sys
import tempfile

folder = tempfile.mkdtemp()
sys.path.insert(0, folder)
sys.dont_write_bytecode = False
source = os.path.join(folder, "module.py")
with open(source, "w") as file:
    file.write("def f(x):\n    return x + 1\nvalue = f(1)\n")
import module

path = module.__cached__
with open(path, "rb") as file:
    whole = file.read()


def load():
    sys.modules.pop("module", None)
    importlib.invalidate_caches()
    return importlib.import_module("module").value


for index in list(range(16)):
    if 4 <= index < 8:
        continue
    with open(path, "wb") as file:
        file.write(whole[:index] + bytes([whole[index] ^ 0x41]) + whole[index + 1:])
    print(index, load(), end="; ")
print()
for size in range(16):
    with open(path, "wb") as file:
        file.write(whole[:size])
    print(size, load(), end="; ")
print()
os.remove(path)
os.mkdir(path)
print("a folder in its place:", load())
shutil.rmtree(folder)
