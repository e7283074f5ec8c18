"""frame.f_lineno = N in a trace function moves the frame; what cannot be is a ValueError."""
import sys


def jumping(start, to):
    def trace(frame, event, argument):
        code = frame.f_code
        if event == "line" and frame.f_lineno == code.co_firstlineno + start and not done:
            done.append(1)
            try:
                frame.f_lineno = code.co_firstlineno + to
            except ValueError as e:
                print("   ", e)
        return trace
    done = []
    return trace


def run(function, start, to):
    out = []
    sys.settrace(jumping(start, to))
    try:
        function(out)
    except Exception as e:
        sys.settrace(None)
        out.append(f"{type(e).__name__}: {e}")
    sys.settrace(None)
    print(function.__name__, start, to, out)


def straight(out):
    out.append(1)
    out.append(2)
    x = 3
    out.append(x)
    out.append(5)


for start in range(1, 6):
    for to in range(-1, 8):
        run(straight, start, to)


def blocks(out):
    for i in range(2):
        out.append(("for", i))
        try:
            out.append("try")
            if i:
                raise KeyError(i)
        except KeyError as e:
            out.append("except")
            out.append("handled")
        finally:
            out.append("finally")
    with open(__file__) as file:
        out.append("with")
        out.append(file.closed)
    while out[-1] != "end":
        out.append("end")
    return out


for start, to in [(1, 2), (2, 1), (4, 13), (2, 14), (4, 9), (9, 4), (9, 12), (11, 15), (14, 16), (14, 18),
                  (13, 15), (12, 14), (16, 2), (4, 10), (9, 10), (1, 17), (17, 1), (13, 4), (8, 11)]:
    run(blocks, start, to)


def unbound(out):
    if out:
        a = 1
        b = a + 1
    out.append(1)
    out.append(a)
    return a, b


run(unbound, 4, 5)
run(unbound, 4, 6)


def numbers(out):
    total = 0
    for i in range(3):
        total += i
        total += 10
    c = total + total
    out.append(total)
    out.append(c)


run(numbers, 3, 4)
run(numbers, 5, 1)
run(numbers, 1, 5)
run(numbers, 1, 2)


def outside():
    frame = sys._getframe()
    for value in 5, "x", 1.5, True, None, 1 << 70:
        try:
            frame.f_lineno = value
        except ValueError as e:
            print(e)
    try:
        del frame.f_lineno
    except AttributeError as e:
        print(e)


outside()


def at_other_events(frame, event, argument):
    if event != "line":
        try:
            frame.f_lineno = frame.f_code.co_firstlineno + 1
        except ValueError as e:
            print(event, e)
    return at_other_events


def failing():
    try:
        raise ValueError
    except ValueError:
        pass
    return 1


sys.settrace(at_other_events)
failing()
sys.settrace(None)
