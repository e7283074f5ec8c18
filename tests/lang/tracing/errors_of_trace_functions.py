"""A trace function that fails is removed; its exception is raised where the program stands."""
import sys
import traceback


def failing_at(wanted, count=1):
    def trace(frame, event, argument):
        nonlocal count
        if frame.f_code.co_filename == __file__ and event == wanted:
            count -= 1
            if not count:
                raise RuntimeError("at " + event)
        return trace
    return trace


def work():
    try:
        x = int("x")
    except ValueError:
        x = 0
    return x


def outer():
    try:
        return work()
    except RuntimeError as e:
        return "caught in outer"


for event in "call", "line", "exception", "return":
    for count in 1, 2, 3:
        sys.settrace(failing_at(event, count))
        try:
            result = outer()
        except RuntimeError as e:
            state = sys.gettrace()
            sys.settrace(None)
            print(event, count, "raised", e, state)
            traceback.print_exc(file=sys.stdout)
        else:
            state = sys.gettrace()
            sys.settrace(None)
            print(event, count, result, state is None)


def profile_failing_at(wanted):
    def profile(frame, event, argument):
        if frame.f_code in (work.__code__, outer.__code__) and event == wanted:
            raise RuntimeError("profile at " + event)
    return profile


def calls():
    try:
        len("a")
        ord("")
    except TypeError:
        pass


for event in "call", "return", "c_call", "c_return", "c_exception":
    sys.setprofile(profile_failing_at(event))
    try:
        result = outer()
    except RuntimeError as e:
        state = sys.getprofile()
        sys.setprofile(None)
        print(event, "raised", e, state)
    else:
        state = sys.getprofile()
        sys.setprofile(None)
        print(event, result, state is None)


def generator():
    yield 1
    yield 2


def in_generator(frame, event, argument):
    if frame.f_code is generator.__code__ and event == "return":
        raise KeyError("generator")
    return in_generator


sys.settrace(in_generator)
try:
    print(list(generator()))
except KeyError as e:
    sys.settrace(None)
    print("KeyError", e)


class Switch:
    """An old function whose finalizer installs another."""
    def __call__(self, *arguments):
        return None

    def __del__(self):
        sys.setprofile(print)


sys.setprofile(Switch())
hook, sys.unraisablehook = sys.unraisablehook, lambda details: print(type(details.exc_value).__name__, details.exc_value)
sys.setprofile(None)
sys.unraisablehook = hook
print(sys.getprofile())
for name, arguments in ("settrace", ()), ("setprofile", (1, 2)), ("gettrace", (1,)), ("call_tracing", (len,)), \
        ("call_tracing", (len, 1)):
    try:
        getattr(sys, name)(*arguments)
    except TypeError as e:
        print(e)


def nested(frame, event, argument):
    if frame.f_code is work.__code__ and event == "call":
        print("inside:", sys.call_tracing(plus, (1, 2)))
    if frame.f_code is plus.__code__:
        print(event, "of plus")
    return nested


def plus(a, b):
    return a + b


sys.settrace(nested)
work()
sys.settrace(None)
