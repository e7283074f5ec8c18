"""Paths as POSIX writes them: text or bytes. What os.path is."""

from posix import fspath as _fspath

__all__ = ["normcase", "isabs", "join", "splitdrive", "split", "splitext", "basename", "dirname",
           "commonprefix", "getsize", "getmtime", "getatime", "getctime", "islink", "exists", "lexists",
           "isdir", "isfile", "ismount", "expanduser", "expandvars", "normpath", "abspath", "samefile",
           "sameopenfile", "samestat", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep",
           "extsep", "devnull", "realpath", "supports_unicode_filenames", "relpath", "commonpath"]

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = False

import os  # which takes the names above from here; what a program puts into os is used below


def _words(path):
    """The separator, the dot and the two dots in the kind of path."""
    if isinstance(path, bytes):
        return b"/", b".", b".."
    return "/", ".", ".."


def _check_kinds(function, paths):
    """Raises the TypeError for paths that cannot be joined with each other."""
    has_text = has_bytes = False
    for path in paths:
        if isinstance(path, str):
            has_text = True
        elif isinstance(path, bytes):
            has_bytes = True
        else:
            raise TypeError(f"{function}() argument must be str, bytes, or os.PathLike object, "
                            f"not {path.__class__.__name__!r}") from None
    if has_text and has_bytes:
        raise TypeError("Can't mix strings and bytes in path components") from None


def normcase(s):
    """The path itself: case matters here."""
    return _fspath(s)


def isabs(s):
    """Does the path begin at the root?"""
    s = _fspath(s)
    return s.startswith(_words(s)[0])


def join(a, /, *p):
    """Puts a separator between the parts; an absolute part starts anew."""
    a = _fspath(a)
    slash = _words(a)[0]
    path = a
    try:
        if not p:
            path[:0] + slash
        for b in map(_fspath, p):
            if b.startswith(slash):
                path = b
            elif not path or path.endswith(slash):
                path += b
            else:
                path += slash + b
    except (TypeError, AttributeError, BytesWarning):
        _check_kinds("join", (a, *p))
        raise
    return path


def split(p):
    """(everything before the last separator, what follows it)"""
    p = _fspath(p)
    slash = _words(p)[0]
    at = p.rfind(slash) + 1
    head, tail = p[:at], p[at:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    """(root, extension with its dot)"""
    p = _fspath(p)
    slash, dot, _ = _words(p)
    start, last = p.rfind(slash) + 1, p.rfind(dot)
    if last > start and p[start:last].strip(dot):
        return p[:last], p[last:]
    return p, p[:0]


def splitdrive(p):
    """("", path): there are no drives."""
    p = _fspath(p)
    return p[:0], p


def basename(p):
    """The last part of the path."""
    p = _fspath(p)
    return p[p.rfind(_words(p)[0]) + 1:]


def dirname(p):
    """The folder part of the path."""
    return split(p)[0]


def normpath(path):
    """Without repeated separators, dots, and names followed by two dots."""
    path = _fspath(path)
    slash, dot, dots = _words(path)
    if not path:
        return dot
    start = slash if path.startswith(slash) else path[:0]
    if path.startswith(slash * 2) and not path.startswith(slash * 3):
        start = slash * 2
    parts = []
    for part in path.split(slash):
        if not part or part == dot:
            continue
        if part != dots or (not start and not parts) or (parts and parts[-1] == dots):
            parts.append(part)
        elif parts:
            parts.pop()
    return start + slash.join(parts) or dot


def abspath(path):
    """The normalized path from the root."""
    path = _fspath(path)
    if not isabs(path):
        folder = os.getcwdb() if isinstance(path, bytes) else os.getcwd()
        path = join(folder, path)
    return normpath(path)


def _join_real(path, rest, strict, seen):
    slash, dot, dots = _words(path)
    if isabs(rest):
        rest = rest[1:]
        path = slash
    while rest:
        name, _, rest = rest.partition(slash)
        if not name or name == dot:
            continue
        if name == dots:
            if path:
                path, name = split(path)
                if name == dots:
                    path = join(path, dots, dots)
            else:
                path = dots
            continue
        new = join(path, name)
        try:
            is_link = (os.lstat(new).st_mode & 0o170000) == 0o120000
        except OSError:
            if strict:
                raise
            is_link = False
        if not is_link:
            path = new
            continue
        if new in seen:
            path = seen[new]
            if path is not None:
                continue
            if strict:
                os.stat(new)  # raises the error for too many links
            return join(new, rest), False
        seen[new] = None
        path, is_done = _join_real(path, os.readlink(new), strict, seen)
        if not is_done:
            return join(path, rest), False
        seen[new] = path
    return path, True


def realpath(filename, *, strict=False):
    """The path without symbolic links."""
    filename = _fspath(filename)
    path, _ = _join_real(filename[:0], filename, strict, {})
    return abspath(path)


def relpath(path, start=None):
    """The path as seen from start."""
    if not path:
        raise ValueError("no path specified")
    path = _fspath(path)
    slash, dot, dots = _words(path)
    start = dot if start is None else _fspath(start)
    try:
        there = [x for x in abspath(path).split(slash) if x]
        here = [x for x in abspath(start).split(slash) if x]
        common = len(commonprefix([here, there]))
        parts = [dots] * (len(here) - common) + there[common:]
        return join(*parts) if parts else dot
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        _check_kinds("relpath", (path, start))
        raise


def commonprefix(m):
    """The longest prefix, character by character, of all the texts (or lists)."""
    if not m:
        return ""
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(_fspath, m))
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    """The longest path that all the paths begin with."""
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    paths = tuple(map(_fspath, paths))
    slash, dot, _ = _words(paths[0])
    try:
        split_paths = [path.split(slash) for path in paths]
        starts = {path[:1] == slash for path in paths}
        if len(starts) != 1:
            raise ValueError("Can't mix absolute and relative paths") from None
        split_paths = [[part for part in parts if part and part != dot] for parts in split_paths]
        low, high = min(split_paths), max(split_paths)
        common = low
        for i, part in enumerate(low):
            if part != high[i]:
                common = low[:i]
                break
        return (slash if starts.pop() else slash[:0]) + slash.join(common)
    except (TypeError, AttributeError):
        _check_kinds("commonpath", paths)
        raise


def expanduser(path):
    """~ and ~name at the start become folders."""
    path = _fspath(path)
    slash = _words(path)[0]
    tilde = b"~" if isinstance(path, bytes) else "~"
    if not path.startswith(tilde):
        return path
    end = path.find(slash, 1)
    if end < 0:
        end = len(path)
    import os
    if end == 1:
        home = os.environ.get("HOME")
        if home is None:
            try:
                import pwd
                home = pwd.getpwuid(os.getuid()).pw_dir
            except (ImportError, KeyError):
                return path
    else:
        try:
            import pwd
            home = pwd.getpwnam(os.fsdecode(path[1:end])).pw_dir
        except (ImportError, KeyError):
            return path
    if isinstance(path, bytes):
        home = os.fsencode(home)
    home = home.rstrip(slash)
    return home + path[end:] or slash


def expandvars(path):
    """$name and ${name} become the values of the environment's variables."""
    path = _fspath(path)
    is_bytes = isinstance(path, bytes)
    dollar, open_, close = (b"$", b"{", b"}") if is_bytes else ("$", "{", "}")
    if dollar not in path:
        return path
    import os
    environ = os.environb if is_bytes else os.environ
    under = b"_" if is_bytes else "_"
    done, at = path[:0], 0
    while True:
        start = path.find(dollar, at)
        if start < 0:
            return done + path[at:]
        done += path[at:start]
        end = start + 1
        if path[end:end + 1] == open_:
            stop = path.find(close, end)
            name = None if stop < 0 else path[end + 1:stop]
            end = end if stop < 0 else stop + 1
        else:
            while end < len(path) and path[end:end + 1].isascii() and (
                    path[end:end + 1].isalnum() or path[end:end + 1] == under):
                end += 1
            name = path[start + 1:end]
        value = environ.get(name) if name is not None and name else None
        done += path[start:end] if value is None else value
        at = end


def _mode(path):
    try:
        return os.stat(path).st_mode & 0o170000
    except (OSError, ValueError):
        return 0


def exists(path):
    """Is there something of that name? False for broken links."""
    return _mode(path) != 0


def lexists(path):
    """Is there something of that name, be it a broken link?"""
    try:
        os.lstat(path)
    except (OSError, ValueError):
        return False
    return True


def isfile(path):
    """Is it a regular file?"""
    return _mode(path) == 0o100000


def isdir(s):
    """Is it a folder?"""
    return _mode(s) == 0o040000


def islink(path):
    """Is it a symbolic link?"""
    try:
        return os.lstat(path).st_mode & 0o170000 == 0o120000
    except (OSError, ValueError, AttributeError):
        return False


def ismount(path):
    """Is something mounted there?"""
    try:
        here = os.lstat(path)
    except (OSError, ValueError):
        return False
    if here.st_mode & 0o170000 == 0o120000:
        return False
    path = _fspath(path)
    parent = realpath(join(path, b".." if isinstance(path, bytes) else ".."))
    try:
        above = os.lstat(parent)
    except (OSError, ValueError):
        return False
    return here.st_dev != above.st_dev or here.st_ino == above.st_ino


def getsize(filename):
    """The size in bytes."""
    return os.stat(filename).st_size


def getmtime(filename):
    """When the contents changed last."""
    return os.stat(filename).st_mtime


def getatime(filename):
    """When the file was read last."""
    return os.stat(filename).st_atime


def getctime(filename):
    """When the file's data or owner changed last."""
    return os.stat(filename).st_ctime


def samestat(s1, s2):
    """Do the two results of stat speak of one file?"""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Do the two names mean one file?"""
    return samestat(os.stat(f1), os.stat(f2))


def sameopenfile(fp1, fp2):
    """Do the two descriptors mean one file?"""
    return samestat(os.fstat(fp1), os.fstat(fp2))
