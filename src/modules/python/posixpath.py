"""Paths."""

import posix as _posix

curdir = "."
pardir = ".."
sep = "/"
altsep = None
extsep = "."
pathsep = ":"
defpath = "/bin:/usr/bin"
devnull = "/dev/null"
supports_unicode_filenames = False


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    try:
        return type(path).__fspath__(path)
    except AttributeError:
        raise TypeError("expected str, bytes or os.PathLike object, not "
                        + type(path).__name__) from None


def normcase(s):
    return fspath(s)


def isabs(s):
    return fspath(s).startswith("/")


def join(a, /, *p):
    path = fspath(a)
    for b in p:
        b = fspath(b)
        if b.startswith("/"):
            path = b
        elif not path or path.endswith("/"):
            path += b
        else:
            path += "/" + b
    return path


def split(p):
    p = fspath(p)
    i = p.rfind("/") + 1
    head, tail = p[:i], p[i:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail


def splitext(p):
    p = fspath(p)
    slash, dot = p.rfind("/"), p.rfind(".")
    if dot > slash and p[slash + 1:dot].strip("."):
        return p[:dot], p[dot:]
    return p, p[:0]


def splitdrive(p):
    p = fspath(p)
    return p[:0], p


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def normpath(path):
    path = fspath(path)
    if not path:
        return "."
    slashes = 0
    if path.startswith("/"):
        slashes = 2 if path.startswith("//") and not path.startswith("///") else 1
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or not slashes and not parts or parts and parts[-1] == "..":
            parts.append(part)
        elif parts:
            parts.pop()
    return "/" * slashes + "/".join(parts) or "."


def abspath(path):
    path = fspath(path)
    if not isabs(path):
        path = join(_posix.getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    path = abspath(filename)
    found = _posix.realpath(path)
    if found is None:
        if strict:
            _posix.stat(path, True)
        head, tail = split(path)
        if head == path:
            return path
        return join(realpath(head), tail)
    return found


def relpath(path, start="."):
    if not path:
        raise ValueError("no path specified")
    a = [x for x in abspath(start).split("/") if x]
    b = [x for x in abspath(path).split("/") if x]
    i = 0
    while i < len(a) and i < len(b) and a[i] == b[i]:
        i += 1
    return "/".join([".."] * (len(a) - i) + b[i:]) or "."


def commonprefix(m):
    if not m:
        return ""
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    paths = [fspath(p) for p in paths]
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    if len({p.startswith("/") for p in paths}) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    parts = [[c for c in p.split("/") if c and c != "."] for p in paths]
    low, high = min(parts), max(parts)
    n = 0
    while n < len(low) and low[n] == high[n]:
        n += 1
    return ("/" if paths[0].startswith("/") else "") + "/".join(low[:n])


def expanduser(path):
    path = fspath(path)
    if path == "~" or path.startswith("~/"):
        home = _posix.environ().get("HOME", "/")
        return (home.rstrip("/") + path[1:]) or "/"
    return path


def expandvars(path):
    import re
    import os

    def value(m):
        name = m.group(1)
        if name.startswith("{"):
            name = name[1:-1]
        return os.environ.get(name, m.group())
    return re.sub(r"\$(\w+|\{[^}]*\})", value, fspath(path))


def _stat(path, follow=True):
    try:
        return _posix.stat(path, follow)
    except (OSError, ValueError):
        return None


def exists(path):
    return _stat(path) is not None


def lexists(path):
    return _stat(path, False) is not None


def isfile(path):
    found = _stat(path)
    return found is not None and found[0] & 0o170000 == 0o100000


def isdir(path):
    found = _stat(path)
    return found is not None and found[0] & 0o170000 == 0o040000


def islink(path):
    found = _stat(path, False)
    return found is not None and found[0] & 0o170000 == 0o120000


def ismount(path):
    return False


def getsize(path):
    return _posix.stat(path, True)[6]


def getmtime(path):
    return _posix.stat(path, True)[8]


def getatime(path):
    return _posix.stat(path, True)[7]


def getctime(path):
    return _posix.stat(path, True)[9]


def samefile(f1, f2):
    return _posix.stat(f1, True)[1:3] == _posix.stat(f2, True)[1:3]
