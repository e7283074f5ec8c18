"""Calls of built-in functions and methods with too few, too many and wrongly named arguments."""
import builtins

TYPES = (
    "bool bytearray bytes classmethod complex dict enumerate filter float frozenset int list map "
    "memoryview object property range reversed set slice staticmethod str super tuple zip").split()
LEFT_OUT = {"breakpoint", "copyright", "credits", "dir", "eval", "exec", "exit", "globals", "help",
            "input", "license", "locals", "print", "quit", "vars", "compile", "open"}
# those whose words for keywords depend on how they are called
PACKED = {"count", "endswith", "find", "index", "maketrans", "rfind", "rindex", "startswith",
          "union", "update", "intersection", "difference", "intersection_update",
          "difference_update"}


def attempt(label, function, *arguments, **named):
    try:
        function(*arguments, **named)
    except TypeError as error:
        print(label, "TypeError:", error)
    except Exception as error:
        print(label, type(error).__name__)
    else:
        print(label, "fine")


def attempt_all(label, function, with_names=True):
    attempt(label + " none", function)
    attempt(label + " many", function, *[1] * 9)
    if with_names:
        attempt(label + " named", function, zzz=1)
        attempt(label + " one and named", function, 1, zzz=1)


for name in sorted(dir(builtins)):
    value = getattr(builtins, name)
    if callable(value) and not isinstance(value, type) and not name.startswith("_"):
        if name not in LEFT_OUT:
            attempt_all(name, value)
for name in TYPES:
    attempt_all(name, getattr(builtins, name))
for value in (5, 2.5, "abc", b"abc", bytearray(b"abc"), [1, 2], (1, 2), {1: 2}, {1, 2},
              frozenset([1]), 2j, slice(1), range(3)):
    cls = type(value)
    for name in sorted(dir(cls)):
        if name.startswith("__") and name not in (
                "__add__", "__mul__", "__pow__", "__rpow__", "__setattr__", "__reduce__",
                "__setitem__", "__dir__"):
            continue
        if name == "__reduce__" and cls is range or not callable(getattr(value, name)):
            continue
        attempt_all(cls.__name__ + "." + name, getattr(value, name), name not in PACKED)
        if type(getattr(cls, name)).__name__ == "method_descriptor":
            attempt(cls.__name__ + "." + name + " unbound", getattr(cls, name))
            attempt(cls.__name__ + "." + name + " of another", getattr(cls, name), None)
