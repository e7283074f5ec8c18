"""Lines of source files."""

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

cache = {}


def getline(filename, lineno, module_globals=None):
    """One line with its newline; "" when there is none."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def getlines(filename, module_globals=None):
    """All lines of the file, kept for the next time."""
    if filename in cache:
        return cache[filename][2]
    return updatecache(filename, module_globals)


def updatecache(filename, module_globals=None):
    cache.pop(filename, None)
    if not filename or filename[0] == "<":
        return []
    try:
        with open(filename, encoding="utf-8", errors="replace") as file:
            lines = file.readlines()
    except OSError:
        return []
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = (sum(len(line) for line in lines), None, lines, filename)
    return lines


def checkcache(filename=None):
    """Drops what may have changed."""
    if filename is None:
        clearcache()
    else:
        cache.pop(filename, None)


def clearcache():
    cache.clear()


def lazycache(filename, module_globals):
    return False
