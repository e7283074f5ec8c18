"""Which lines allocated the memory that is in use."""

import atexit
import _tracemalloc
from _tracemalloc import (clear_traces, get_traced_memory, get_tracemalloc_memory, is_tracing,
                          reset_peak, stop)

atexit.register(stop)


def start(nframe=1):
    """Starts tracing. Each block remembers the innermost line."""
    if nframe < 1:
        raise ValueError("the number of frames must be in range [1; 65535]")
    _tracemalloc.start()


def get_traceback_limit():
    return 1


def _size(size, sign):
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if abs(size) < 100 and unit != "B":
            return ("%+.1f %s" if sign else "%.1f %s") % (size, unit)
        if abs(size) < 10 * 1024 or unit == "TiB":
            return ("%+.0f %s" if sign else "%.0f %s") % (size, unit)
        size /= 1024


class Frame:
    """A line of a file."""

    __slots__ = ("filename", "lineno")

    def __init__(self, frame):
        self.filename, self.lineno = frame

    def __eq__(self, other):
        if not isinstance(other, Frame):
            return NotImplemented
        return (self.filename, self.lineno) == (other.filename, other.lineno)

    def __lt__(self, other):
        if not isinstance(other, Frame):
            return NotImplemented
        return (self.filename, self.lineno) < (other.filename, other.lineno)

    def __hash__(self):
        return hash((self.filename, self.lineno))

    def __str__(self):
        return "%s:%s" % (self.filename, self.lineno)

    def __repr__(self):
        return "<Frame filename=%r lineno=%r>" % (self.filename, self.lineno)


class Traceback:
    """The lines that allocated a block; here the innermost one."""

    __slots__ = ("_frames", "total_nframe")

    def __init__(self, frames, total_nframe=None):
        self._frames = tuple(frames)
        self.total_nframe = total_nframe

    def __len__(self):
        return len(self._frames)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple([Frame(f) for f in self._frames[index]])
        return Frame(self._frames[index])

    def __eq__(self, other):
        return isinstance(other, Traceback) and self._frames == other._frames

    def __lt__(self, other):
        return self._frames < other._frames

    def __hash__(self):
        return hash(self._frames)

    def __str__(self):
        return str(self[0])

    def __repr__(self):
        return "<Traceback %r>" % (tuple(self[:]),)

    def format(self, limit=None, most_recent_first=False):
        """The lines as a traceback shows them."""
        import linecache
        lines = []
        for frame in self[:]:
            lines.append('  File "%s", line %s' % (frame.filename, frame.lineno))
            line = linecache.getline(frame.filename, frame.lineno).strip()
            if line:
                lines.append("    %s" % line)
        return lines


class Statistic:
    """Memory of one place."""

    __slots__ = ("traceback", "size", "count")

    def __init__(self, traceback, size, count):
        self.traceback = traceback
        self.size = size
        self.count = count

    def __eq__(self, other):
        return isinstance(other, Statistic) and (self.traceback, self.size, self.count) == (
            other.traceback, other.size, other.count)

    def __hash__(self):
        return hash((self.traceback, self.size, self.count))

    def __str__(self):
        text = "%s: size=%s, count=%i" % (self.traceback, _size(self.size, False), self.count)
        if self.count:
            text += ", average=%s" % _size(self.size / self.count, False)
        return text

    def __repr__(self):
        return "<Statistic traceback=%r size=%i count=%i>" % (self.traceback, self.size, self.count)


class StatisticDiff:
    """How the memory of one place changed."""

    __slots__ = ("traceback", "size", "size_diff", "count", "count_diff")

    def __init__(self, traceback, size, size_diff, count, count_diff):
        self.traceback = traceback
        self.size = size
        self.size_diff = size_diff
        self.count = count
        self.count_diff = count_diff

    def __str__(self):
        text = "%s: size=%s (%s), count=%i (%+i)" % (
            self.traceback, _size(self.size, False), _size(self.size_diff, True), self.count,
            self.count_diff)
        if self.count:
            text += ", average=%s" % _size(self.size / self.count, False)
        return text

    def __repr__(self):
        return "<StatisticDiff traceback=%r size=%i (%+i) count=%i (%+i)>" % (
            self.traceback, self.size, self.size_diff, self.count, self.count_diff)


class Filter:
    """Keeps or drops lines of files whose names match."""

    def __init__(self, inclusive, filename_pattern, lineno=None, all_frames=False, domain=None):
        self.inclusive = inclusive
        self.filename_pattern = filename_pattern
        self.lineno = lineno
        self.all_frames = all_frames
        self.domain = domain

    def _match(self, filename, lineno):
        if not _glob(self.filename_pattern, filename):
            return False
        return self.lineno is None or self.lineno == lineno


def _glob(pattern, name):
    import re
    parts = [".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern]
    return re.fullmatch("".join(parts), name, re.DOTALL) is not None


class Snapshot:
    """The traces of one moment."""

    def __init__(self, rows, traceback_limit=1):
        self._rows = rows
        self.traceback_limit = traceback_limit

    def filter_traces(self, filters):
        keep = [f for f in filters if f.inclusive]
        drop = [f for f in filters if not f.inclusive]
        rows = [r for r in self._rows
                if (not keep or any(f._match(r[2], r[3]) for f in keep))
                and not any(f._match(r[2], r[3]) for f in drop)]
        return Snapshot(rows, self.traceback_limit)

    def _group(self, key_type):
        if key_type not in ("traceback", "filename", "lineno"):
            raise ValueError("unknown key_type: %r" % (key_type,))
        found = {}
        for size, count, filename, line in self._rows:
            key = (filename, 0) if key_type == "filename" else (filename, line)
            old = found.get(key, (0, 0))
            found[key] = old[0] + size, old[1] + count
        return found

    def statistics(self, key_type, cumulative=False):
        """Places by the memory they hold, largest first."""
        result = [Statistic(Traceback((key,)), size, count)
                  for key, (size, count) in self._group(key_type).items()]
        result.sort(reverse=True, key=lambda s: (s.size, s.count, s.traceback._frames))
        return result

    def compare_to(self, old_snapshot, key_type, cumulative=False):
        """Places by the change of the memory they hold."""
        new, old = self._group(key_type), old_snapshot._group(key_type)
        result = []
        for key, (size, count) in new.items():
            before = old.pop(key, (0, 0))
            result.append(StatisticDiff(Traceback((key,)), size, size - before[0], count,
                                        count - before[1]))
        for key, (size, count) in old.items():
            result.append(StatisticDiff(Traceback((key,)), 0, -size, 0, -count))
        result.sort(reverse=True, key=lambda s: (abs(s.size_diff), s.size, abs(s.count_diff), s.count,
                                                 s.traceback._frames))
        return result


def take_snapshot():
    """The traces of now."""
    if not is_tracing():
        raise RuntimeError("the tracemalloc module must be tracing memory allocations to take a snapshot")
    return Snapshot(_tracemalloc.rows())


def get_object_traceback(obj):
    """Where the object was allocated, or None."""
    place = _tracemalloc.place(obj)
    return None if place is None else Traceback((place,))
