"""linecache: files, files that change, modules in archives, programs that are an archive or a folder."""
import linecache
import os
import subprocess
import sys
import tempfile
import traceback
import zipfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "text.py")
    with open(path, "w") as file:
        file.write("one\ntwo\nthree")
    print(linecache.getlines(path), repr(linecache.getline(path, 3)), repr(linecache.getline(path, 4)),
          repr(linecache.getline(path, 0)), repr(linecache.getline(path, -1)))
    print(len(linecache.cache[path]), linecache.cache[path][0], linecache.cache[path][3] == path)
    with open(path, "w") as file:
        file.write("another text altogether\n")
    print(linecache.getline(path, 1).strip(), end=" ")
    linecache.checkcache(path)
    print(linecache.getline(path, 1).strip())
    os.remove(path)
    linecache.checkcache()
    print(path in linecache.cache, linecache.getlines(path))
    with open(path, "wb") as file:
        file.write("# -*- coding: latin-1 -*-\nname = 'ä'\n".encode("latin-1"))
    print(linecache.getlines(path))
    linecache.clearcache()
    with open(path, "wb") as file:
        file.write(b"name = '\xff'\n")
    print(linecache.getlines(path), linecache.getlines("<string>"), linecache.getlines(""))
    sys.path.insert(0, folder)
    with open(os.path.join(folder, "relative.txt"), "w") as file:
        file.write("found along the path\n")
    print(linecache.getline("relative.txt", 1).strip())

    archive = os.path.join(folder, "app.zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("in_archive.py", "def divide(x):\n    return x / 0\n")
        file.writestr("package/__init__.py", "from . import inner\n")
        file.writestr("package/inner.py", "name = __name__\n")
        file.writestr("package/words.txt", "some words")
        file.writestr("deep/below.py", "import os\nplace = os.path.basename(__file__)\n")
        file.writestr("__main__.py", "import sys\nprint('archive', sys.argv[1:], __name__, __package__ == '')\n")
    sys.path.insert(0, archive)
    sys.path.append(archive + "/deep")
    import below
    import in_archive
    import package
    import pkgutil
    print(package.inner.name, below.place, type(package.__loader__).__name__, in_archive.__file__ == archive + "/in_archive.py")
    print(pkgutil.get_data("package", "words.txt"))
    try:
        in_archive.divide(1)
    except ZeroDivisionError:
        print(traceback.format_exc().replace(folder, "DIR").replace(__file__, "FILE"))
    try:
        import not_in_archive
    except ModuleNotFoundError as error:
        print(error)
    print(linecache.lazycache("no such file", in_archive.__dict__), linecache.lazycache("<x>", in_archive.__dict__),
          linecache.lazycache("other", {}))
    print(linecache.getline("no such file", 1))
    with open(os.path.join(folder, "__main__.py"), "w") as file:
        file.write("import sys\nprint('folder', sys.argv[1:], __name__, sys.path[0] == sys.argv[0])\n")
    for target in archive, folder:
        result = subprocess.run([sys.executable, target, "a", "b"], capture_output=True, text=True)
        print(result.returncode, result.stdout, result.stderr)
