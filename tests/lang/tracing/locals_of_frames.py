"""What a trace function writes in f_locals becomes the frame's variables."""
import sys


def write(frame, event, argument):
    if event == "line" and frame.f_code is victim.__code__:
        line = frame.f_lineno - frame.f_code.co_firstlineno
        if line == 4:
            frame.f_locals["x"] = "new x"
        elif line == 5:
            frame.f_locals["cell"] = "new cell"
            frame.f_locals["unknown"] = 1
        elif line == 7:
            del frame.f_locals["x"]
        elif line == 9:
            names = frame.f_locals
            names["late"] = "given"
            names.pop("y")
        elif line == 10:
            print(sorted(frame.f_locals))
    return write


def victim():
    x, y, cell = "x", "y", "cell"
    def inner():
        return cell
    print(x)
    print(inner(), locals().get("unknown"))
    y = y + "!"
    try:
        print(x)
    except UnboundLocalError as e:
        print(e)
    try:
        print(late, y)
        late = 1
    except UnboundLocalError as e:
        print(e)
    return y if "y" in locals() else "no y"


sys.settrace(write)
try:
    print(victim())
finally:
    sys.settrace(None)


def generator():
    value = 1
    while value < 5:
        value = value + 1
        yield value


def push(frame, event, argument):
    if frame.f_code is generator.__code__ and event == "return" and frame.f_locals.get("value") == 3:
        frame.f_locals["value"] = 4
    return push


sys.settrace(push)
print(list(generator()))
sys.settrace(None)


def profile(frame, event, argument):
    if event == "c_call" and frame.f_code is counted.__code__:
        frame.f_locals["n"] += 10


def counted():
    n = 1
    len("abc")
    n += 1
    return n


sys.setprofile(profile)
result = counted()
sys.setprofile(None)
print(result)


class Body:
    seen = []

    def trace(frame, event, argument):
        if frame.f_code.co_name == "Traced" and event == "line":
            frame.f_locals["added"] = frame.f_locals.get("added", 0) + 1
        return Body.trace


sys.settrace(Body.trace)


class Traced:
    a = 1
    b = 2


sys.settrace(None)
print(Traced.added, Traced.a, Traced.b)
