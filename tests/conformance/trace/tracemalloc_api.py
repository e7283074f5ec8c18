"""tracemalloc as a program sees it: sizes are not compared, lines and relations are."""
import gc
import tracemalloc


class Node:
    def __init__(self, value): self.value = value


def make(count):
    return [Node(str(i) * 3) for i in range(count)]


def outer(count):
    return make(count)


def refused(function, *arguments):
    try:
        function(*arguments)
    except Exception as error:
        print(type(error).__name__, error)


print("off", tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_object_traceback([]))
refused(tracemalloc.take_snapshot)
refused(tracemalloc.start, -1)
refused(tracemalloc.start, 0)
tracemalloc.start(25)
print("on", tracemalloc.is_tracing(), tracemalloc.get_traceback_limit(), tracemalloc.get_tracemalloc_memory() > 0)

before = tracemalloc.get_traced_memory()
kept = outer(2000)
after = tracemalloc.get_traced_memory()
print("grew", after[0] - before[0] > 2000 * 32, after[1] >= after[0])
first = tracemalloc.take_snapshot()
print(type(first).__name__, first.traceback_limit, len(first.traces) > 1000)

mine = first.filter_traces([tracemalloc.Filter(True, __file__)])
lines = mine.statistics("lineno")
print([(stat.traceback[0].lineno, stat.count >= 2000) for stat in lines[:2] if stat.count >= 2000] != [])
print({stat.traceback[0].filename == __file__ for stat in lines}, lines == sorted(lines, key=lambda s: s.size, reverse=True))
files = mine.statistics("filename")
print(len(files), files[0].size == sum(stat.size for stat in lines), files[0].count == sum(stat.count for stat in lines))
refused(mine.statistics, "colour")

trace = tracemalloc.get_object_traceback(kept[0].value)
print([frame.lineno for frame in trace], len(trace), trace.total_nframe)
print(*trace.format(), sep="\n")
print(*trace.format(limit=1), sep="\n")
print(*trace.format(most_recent_first=True, limit=2), sep="\n")
print(str(trace[0]), str(trace[-1]) == str(trace), trace[0] == trace[0], hash(trace) == hash(trace))

by_trace = mine.statistics("traceback")
print(max(len(stat.traceback) for stat in by_trace) >= 3)
cumulative = mine.statistics("lineno", True)
print(max(cumulative, key=lambda s: s.size).traceback[0].lineno in (14, 18, 35))

more = outer(1000)
second = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, __file__)])
grown = [diff for diff in second.compare_to(mine, "lineno") if diff.count_diff >= 1000]
print(len(grown) > 0, all(diff.size_diff > 0 for diff in grown))
del kept, more
gc.collect()
third = tracemalloc.take_snapshot().filter_traces((tracemalloc.Filter(True, __file__),))
shrunk = third.compare_to(second, "lineno")[0]
print(shrunk.size_diff < 0, shrunk.count_diff <= -3000)
without = third.filter_traces([tracemalloc.Filter(False, __file__)])
print(len(without.traces))
all_frames = tracemalloc.Filter(True, __file__, lineno=18, all_frames=True)
print(all_frames.inclusive, all_frames.filename_pattern == __file__, all_frames.lineno, all_frames.all_frames)
print(len(mine.filter_traces([all_frames]).traces) >= 2000, len(mine.filter_traces([tracemalloc.Filter(True, __file__, 18)]).traces))

peak = tracemalloc.get_traced_memory()[1]
tracemalloc.reset_peak()
now, low = tracemalloc.get_traced_memory()
print("peak", low < peak, low >= now)
tracemalloc.clear_traces()
print("cleared", tracemalloc.get_traced_memory()[0] < 10000, tracemalloc.get_object_traceback(first))
tracemalloc.stop()
print("off", tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
tracemalloc.stop()
tracemalloc.start()
x = str(12345678)
print("one", tracemalloc.get_traceback_limit(), len(tracemalloc.get_object_traceback(x)))
print(tracemalloc.get_object_traceback(5), tracemalloc.get_object_traceback(None))
tracemalloc.stop()
print(tracemalloc.get_object_traceback(x))
