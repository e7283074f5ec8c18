"""cProfile, profile and pstats: who called whom how often. Times are only compared."""
import cProfile
import io
import pstats
import profile
import re
import sys
import _lsprof


def recursive(n):
    return n and recursive(n - 1) + len("a")


def work():
    items = [3, 1, 2]
    items.sort()
    sorted(items, key=lambda v: -v)
    recursive(3)
    "".join(map(str, items))
    dict.fromkeys("ab")
    int("3")
    try:
        len(3)
    except TypeError:
        pass
    return sum(x for x in items)


def name_of(code):
    return code if isinstance(code, str) else code.co_name


def show(profiler):
    rows = []
    for entry in profiler.getstats():
        calls = sorted((name_of(sub.code), sub.callcount, sub.reccallcount) for sub in entry.calls or ())
        rows.append((name_of(entry.code), entry.callcount, entry.reccallcount, entry.calls is None, calls,
                     entry.totaltime >= entry.inlinetime >= 0))
    for row in sorted(rows):
        print(row)


profiler = cProfile.Profile()
print(profiler.runcall(work))
show(profiler)


def printed(action):
    stats = pstats.Stats(profiler, stream=io.StringIO())
    action(stats.strip_dirs().sort_stats("name"))
    return re.sub(r"\d+\.\d\d\d", "T", stats.stream.getvalue())


print(printed(lambda stats: stats.print_stats()))
print(printed(lambda stats: stats.print_callers("len|recursive")))
print(printed(lambda stats: stats.print_callees("work")))

ticks = 0


def timer():
    global ticks
    ticks += 1
    return ticks


profiler = cProfile.Profile(timer, 0.5)
profiler.enable()
recursive(2)
profiler.disable()
for entry in sorted(profiler.getstats(), key=lambda entry: name_of(entry.code)):
    print(name_of(entry.code), entry[1:5], sorted(tuple(sub)[1:] for sub in entry.calls or ()))
profiler = _lsprof.Profiler(timer, subcalls=False, builtins=False)
profiler.enable()
recursive(2)
profiler.disable()
print([(entry.code.co_name, entry.totaltime, entry.calls) for entry in profiler.getstats()])
profiler.clear()
print(profiler.getstats())
with cProfile.Profile() as profiler:
    recursive(1)
show(profiler)
print(_lsprof.Profiler, _lsprof.profiler_entry, _lsprof.profiler_subentry)
for arguments in (None, "x"), (None, 0.0, 1, 1, 1):
    try:
        _lsprof.Profiler(*arguments)
    except TypeError as e:
        print(e)
profiler.enable()
print(sys.getprofile() is profiler)
profiler.disable()
print(sys.getprofile())


def fails():
    raise ValueError("timer")


sys.unraisablehook = lambda details: print("unraisable", details.exc_value, details.object is fails)
profiler = _lsprof.Profiler(fails)
profiler.enable()
recursive(0)
profiler.disable()
print([entry.callcount for entry in profiler.getstats()])

slow = profile.Profile(timer, bias=0)
print(slow.runcall(recursive, 2))
slow.create_stats()
print(sorted((key[2], value[:2]) for key, value in slow.stats.items()))
