"""f_trace, f_trace_lines, f_trace_opcodes; who is called when."""
import sys

log = []


def note(tag):
    def trace(frame, event, argument):
        if frame.f_code.co_filename == __file__:
            log.append((tag, frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno))
        return trace
    return trace


def show():
    sys.settrace(None)
    for entry in log:
        print("  ", *entry)
    log.clear()


def plain():
    a = 1
    b = 2
    return a + b


print("not interested in lines")
sys.settrace(lambda frame, event, argument: log.append(("global", event)) if frame.f_code is plain.__code__ else None)
plain()
show()

print("another local function")
local = note("local")
sys.settrace(lambda frame, event, argument: local if frame.f_code is plain.__code__ else None)
plain()
show()


def changes():
    frame = sys._getframe()
    frame.f_trace = note("set by hand")
    a = 1
    frame.f_trace_lines = False
    b = 2
    c = 3
    frame.f_trace_lines = True
    d = 4
    del frame.f_trace
    e = 5
    return frame.f_trace


print("the frame's own function")
sys.settrace(lambda *arguments: None)
print(changes())
show()

print("the caller's frame")


def enters():
    frame = sys._getframe().f_back
    frame.f_trace = note("caller")
    sys.settrace(note("callee"))


def caller():
    a = 1
    enters()
    b = 2
    plain()
    return b


caller()
show()

print("a with statement enters")


class Tracer:
    def __enter__(self):
        sys._getframe().f_back.f_trace = note("with")
        sys.settrace(note("callee"))

    def __exit__(self, *details):
        sys.settrace(None)


def uses_with():
    with Tracer():
        a = 1
        plain()
    return 2


uses_with()
show()


def attributes():
    frame = sys._getframe()
    for name in "f_trace", "f_trace_lines", "f_trace_opcodes":
        print(name, getattr(frame, name))
        for value in True, 1, None, "text":
            try:
                setattr(frame, name, value)
                print("  ", getattr(frame, name))
            except TypeError as e:
                print("  ", e)
        try:
            delattr(frame, name)
            print("   deleted", getattr(frame, name))
        except TypeError as e:
            print("  ", e)


attributes()

print("opcodes")
opcodes = set()


def each(frame, event, argument):
    frame.f_trace_opcodes = True
    opcodes.add(event)
    return each


sys.settrace(each)
plain()
show()
print(sorted(opcodes))
