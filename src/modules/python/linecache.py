"""Lines of source files, kept: by file name (size, time of change, lines, path), or (a function that gives the
text,) for modules whose loader knows it."""

import sys
import posix as _posix

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

cache = {}


def getline(filename, lineno, module_globals=None):
    """One line with its newline; "" when there is none."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def getlines(filename, module_globals=None):
    """All lines of the file, kept for the next time."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def clearcache():
    cache.clear()


def checkcache(filename=None):
    """Drops what has changed since it was read."""
    for name in list(cache) if filename is None else [filename]:
        entry = cache.get(name)
        if entry is None or len(entry) == 1 or entry[1] is None:
            continue
        try:
            status = _posix.stat(entry[3])
        except OSError:
            status = None
        if status is None or (status.st_size, status.st_mtime) != entry[:2]:
            cache.pop(name, None)


def _is_no_file(filename):
    return not filename or filename[0] == "<" and filename[-1] == ">"


def _read(path):
    with open(path, "rb") as file:
        data = file.read()
    if b"coding" in b"".join(data.split(b"\n", 2)[:2]) or data.startswith(b"\xef\xbb\xbf"):
        from tokenize import open as open_as_declared
        with open_as_declared(path) as file:
            return file.readlines()
    with open(path, encoding="utf-8") as file:
        return file.readlines()


def _locate(filename):
    """The path and its status, along sys.path when the name is relative; None: there is no such file."""
    try:
        return filename, _posix.stat(filename)
    except (OSError, ValueError):
        if filename[0] == "/":
            return None
    for folder in sys.path:
        if isinstance(folder, str):
            path = f"{folder}/{filename}" if folder else filename
            try:
                return path, _posix.stat(path)
            except OSError:
                pass
    return None


def updatecache(filename, module_globals=None):
    """Reads the file again; [] when it cannot be had."""
    entry = cache.pop(filename, None)
    if _is_no_file(filename):
        return []
    try:
        status, path = _posix.stat(filename), filename
    except (OSError, ValueError):
        if entry is not None:
            cache[filename] = entry
        if lazycache(filename, module_globals):
            try:
                text = cache.pop(filename)[0]()
            except (ImportError, OSError):
                text = ""
            if text is None:
                return []
            if text:
                lines = [line + "\n" for line in text.splitlines()]
                cache[filename] = len(text), None, lines, filename
                return lines
        found = _locate(filename)
        if found is None:
            return []
        path, status = found
    try:
        lines = _read(path)
    except (OSError, UnicodeDecodeError, SyntaxError):
        return []
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = status.st_size, status.st_mtime, lines, path
    return lines


def lazycache(filename, module_globals):
    """Notes that the module's loader has the text, without asking for it yet. Whether it does."""
    if filename in cache:
        return len(cache[filename]) == 1
    if _is_no_file(filename) or not module_globals:
        return False
    name, loader = module_globals.get("__name__"), module_globals.get("__loader__")
    get_source = getattr(loader, "get_source", None)
    if not name or not get_source:
        return False
    cache[filename] = (lambda: get_source(name),)
    return True
