"""Which lines allocated the memory that is in use."""

import atexit
import _tracemalloc
from _tracemalloc import (clear_traces, get_traceback_limit, get_traced_memory, get_tracemalloc_memory,
                          is_tracing, reset_peak, start, stop)

atexit.register(stop)


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
    """The lines that led to a block, the outermost first."""

    __slots__ = ("_frames", "total_nframe")

    def __init__(self, frames, total_nframe=None):
        self._frames = tuple(reversed(frames))
        self.total_nframe = total_nframe

    def __len__(self):
        return len(self._frames)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple([Frame(f) for f in self._frames[index]])
        return Frame(self._frames[index])

    def __contains__(self, frame):
        return (frame.filename, frame.lineno) in self._frames

    def __eq__(self, other):
        if not isinstance(other, Traceback):
            return NotImplemented
        return self._frames == other._frames

    def __lt__(self, other):
        if not isinstance(other, Traceback):
            return NotImplemented
        return self._frames < other._frames

    def __hash__(self):
        return hash(self._frames)

    def __str__(self):
        return str(self[0])

    def __repr__(self):
        total = "" if self.total_nframe is None else " total_nframe=%s" % self.total_nframe
        return "<Traceback %r%s>" % (tuple(self[:]), total)

    def format(self, limit=None, most_recent_first=False):
        """The lines as a traceback shows them."""
        import linecache
        lines, frames = [], self[:]
        if limit is not None:
            frames = self[-limit:] if limit > 0 else self[:limit]
        if most_recent_first:
            frames = reversed(frames)
        for frame in frames:
            lines.append('  File "%s", line %s' % (frame.filename, frame.lineno))
            line = linecache.getline(frame.filename, frame.lineno).strip()
            if line:
                lines.append("    %s" % line)
        return lines


class Trace:
    """One block."""

    __slots__ = ("_trace",)

    def __init__(self, trace):
        self._trace = trace

    domain = property(lambda self: self._trace[0])
    size = property(lambda self: self._trace[1])
    traceback = property(lambda self: Traceback(*self._trace[2:]))

    def __eq__(self, other):
        if not isinstance(other, Trace):
            return NotImplemented
        return self._trace == other._trace

    def __hash__(self):
        return hash(self._trace)

    def __str__(self):
        return "%s: %s" % (self.traceback, _size(self.size, False))

    def __repr__(self):
        return "<Trace domain=%s size=%s, traceback=%r>" % (self.domain, _size(self.size, False), self.traceback)


class _Traces:
    """All blocks of a snapshot, as a sequence."""

    def __init__(self, traces):
        self._traces = tuple(traces)

    def __len__(self):
        return len(self._traces)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(Trace(trace) for trace in self._traces[index])
        return Trace(self._traces[index])

    def __contains__(self, trace):
        return trace._trace in self._traces

    def __eq__(self, other):
        if not isinstance(other, _Traces):
            return NotImplemented
        return self._traces == other._traces

    def __repr__(self):
        return "<Traces len=%s>" % len(self)


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


class BaseFilter:
    def __init__(self, inclusive):
        self.inclusive = inclusive

    def _match(self, trace):
        raise NotImplementedError


class Filter(BaseFilter):
    """Keeps or drops blocks by the file and line that made them, or by any line on the way there."""

    def __init__(self, inclusive, filename_pattern, lineno=None, all_frames=False, domain=None):
        super().__init__(inclusive)
        self._pattern = filename_pattern
        self.lineno = lineno
        self.all_frames = all_frames
        self.domain = domain

    filename_pattern = property(lambda self: self._pattern)

    def _is_at(self, frame):
        import fnmatch
        return fnmatch.fnmatch(frame[0], self._pattern) and self.lineno in (None, frame[1])

    def _match(self, trace):
        frames = trace[2] if self.all_frames else trace[2][:1]
        result = any(map(self._is_at, frames)) == bool(self.inclusive)
        if self.domain is None:
            return result
        if self.inclusive:
            return result and trace[0] == self.domain
        return result or trace[0] != self.domain


class DomainFilter(BaseFilter):
    """Keeps or drops blocks of an address space."""

    def __init__(self, inclusive, domain):
        super().__init__(inclusive)
        self._domain = domain

    domain = property(lambda self: self._domain)

    def _match(self, trace):
        return (trace[0] == self.domain) == bool(self.inclusive)


class Snapshot:
    """The blocks of one moment."""

    def __init__(self, traces, traceback_limit):
        self.traces = _Traces(traces)
        self.traceback_limit = traceback_limit

    def dump(self, filename):
        import pickle
        with open(filename, "wb") as file:
            pickle.dump(self, file, pickle.HIGHEST_PROTOCOL)

    @staticmethod
    def load(filename):
        import pickle
        with open(filename, "rb") as file:
            return pickle.load(file)

    def filter_traces(self, filters):
        try:
            filters = list(filters)
        except TypeError:
            raise TypeError("filters must be a list of filters, not %s" % type(filters).__name__) from None
        keep = [f for f in filters if f.inclusive]
        drop = [f for f in filters if not f.inclusive]
        traces = [trace for trace in self.traces._traces
                  if (not keep or any(f._match(trace) for f in keep)) and all(f._match(trace) for f in drop)]
        return Snapshot(traces, self.traceback_limit)

    def _group(self, key_type, cumulative):
        if key_type not in ("traceback", "filename", "lineno"):
            raise ValueError("unknown key_type: %r" % (key_type,))
        if cumulative and key_type == "traceback":
            raise ValueError("cumulative mode cannot by used with key type %r" % key_type)
        found = {}
        for domain, size, frames, total in self.traces._traces:
            if key_type == "traceback":
                keys = [(frames, total)]
            else:
                if not cumulative:
                    frames = frames[:1]
                keys = {(((name, line if key_type == "lineno" else 0),), None) for name, line in frames}
            for key in keys:
                old = found.get(key, (0, 0))
                found[key] = old[0] + size, old[1] + 1
        return found

    def statistics(self, key_type, cumulative=False):
        """Places by the memory they hold, largest first."""
        result = [Statistic(Traceback(*key), size, count)
                  for key, (size, count) in self._group(key_type, cumulative).items()]
        result.sort(reverse=True, key=lambda s: (s.size, s.count, s.traceback))
        return result

    def compare_to(self, old_snapshot, key_type, cumulative=False):
        """Places by the change of the memory they hold."""
        new, old = self._group(key_type, cumulative), old_snapshot._group(key_type, cumulative)
        result = []
        for key, (size, count) in new.items():
            before = old.pop(key, (0, 0))
            result.append(StatisticDiff(Traceback(*key), size, size - before[0], count,
                                        count - before[1]))
        for key, (size, count) in old.items():
            result.append(StatisticDiff(Traceback(*key), 0, -size, 0, -count))
        result.sort(reverse=True, key=lambda s: (abs(s.size_diff), s.size, abs(s.count_diff), s.count,
                                                 s.traceback))
        return result


def take_snapshot():
    """The traces of now."""
    if not is_tracing():
        raise RuntimeError("the tracemalloc module must be tracing memory allocations to take a snapshot")
    return Snapshot(_tracemalloc.traces(), get_traceback_limit())


def get_object_traceback(obj):
    """Where the object was allocated, or None."""
    place = _tracemalloc.place(obj)
    return None if place is None else Traceback(place[0])
