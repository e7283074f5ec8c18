"""The library's debuggers and tracers: bdb, trace, doctest's post-mortem, pdb.runcall and its kin."""
import bdb
import io
import os
import pdb
import sys
import trace


def square(x):
    result = x * x
    return result


def squares(n):
    total = 0
    for i in range(n):
        total += square(i)
    return total


class Watcher(bdb.Bdb):
    def user_call(self, frame, arguments):
        print("call", frame.f_code.co_name)
        self.set_step()

    def user_line(self, frame):
        print("line", frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno)
        self.set_step()

    def user_return(self, frame, value):
        print("return", frame.f_code.co_name, value)

    def user_exception(self, frame, details):
        print("exception", frame.f_code.co_name, details[0].__name__)
        self.set_continue()


print(Watcher().runcall(squares, 2))
watcher = Watcher(skip=["nothing*"])
try:
    watcher.runcall(square, "a")
except TypeError as e:
    print(e)
watcher = Watcher()
print(watcher.set_break(__file__, 12), watcher.get_all_breaks() == {watcher.canonic(__file__): [12]})
watcher.run("squares(1)", globals(), {})
print(watcher.runeval("1 + square(2)", globals(), {}))

counter = trace.Trace(count=1, trace=0, countfuncs=0)
print(counter.runfunc(squares, 3))
counts = {line: count for (name, line), count in counter.results().counts.items() if name == __file__}
print(sorted(counts.items()))
functions = trace.Trace(count=0, trace=0, countfuncs=1)
functions.runfunc(squares, 2)
print(sorted(name for file, module, name in functions.results().calledfuncs))
callers = trace.Trace(count=0, trace=0, countcallers=1)
callers.runfunc(squares, 2)
print(sorted((a[2], b[2]) for a, b in callers.results().callers))
print(sorted(trace._find_executable_linenos(__file__))[:12])
lines = trace.Trace(count=0, trace=1)
lines.runfunc(square, 3)


def driven(commands, function, *arguments):
    output = io.StringIO()
    debugger = pdb.Pdb(stdin=io.StringIO("\n".join(commands) + "\n"), stdout=output, nosigint=True, readrc=False)
    debugger.use_rawinput = False
    try:
        print(debugger.runcall(function, *arguments))
    except bdb.BdbQuit:
        print("quit")
    print(output.getvalue().replace(os.path.dirname(os.path.abspath(__file__)) + "/", ""))


driven(["s", "s", "p x", "r", "c"], squares, 2)
driven(["n", "n", "n", "p total", "q"], squares, 2)
driven(["tbreak square", "c", "!x = 9", "c"], squares, 3)
driven(["commands", "b 11", "commands 1", "p x", "silent", "end", "c", "c", "c", "c"], squares, 2)


def failing(d):
    inside = "seen"
    return d["missing"]


try:
    failing({})
except KeyError:
    debugger = pdb.Pdb(stdin=io.StringIO("w\np inside\nu\nq\n"), stdout=sys.stdout, nosigint=True, readrc=False)
    debugger.use_rawinput = False
    debugger.reset()
    debugger.interaction(None, sys.exc_info()[2])
print(sys.gettrace())
