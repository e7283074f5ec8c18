"""A tour of Python's memory management, one statement at a time.

Every line below is ordinary Python: run it under CPython and the counts are the same. Under `ouro run` it happens
on a heap whose every layer is ours, and the summary at the end says what memory did.
"""
import gc
import sys
import weakref


def title(text):
    print()
    print(text)
    print("-" * len(text))


class Noisy:
    """Says when it dies."""

    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(f"    ({self.name} is freed)")


def count(thing):
    """The references to thing, less the two that asking adds: the parameter here and getrefcount's argument."""
    return sys.getrefcount(thing) - 2


title("1. Everything is an object, everything has a count")
x = ["some", "list"]
print("x = [...]                 count", count(x))
y = x
print("y = x                     count", count(x))


def passed(parameter):
    return sys.getrefcount(parameter) - 1


print("inside f(x)               count", passed(x), "(the parameter is one more)")
box = [1, x]
print("box = [1, x]              count", count(x))

title("2. ... and the count goes down again")
box.remove(x)
print("box.remove(x)             count", count(x))
box = [x, x, x]
print("box = [x, x, x]           count", count(x))
del box
print("del box                   count", count(x))
y = 1
print("y = 1                     count", count(x))


def scope():
    local = x
    return count(local)


print("inside a scope            count", scope())
print("the scope has ended       count", count(x))

title("3. At zero an object is freed, at once")
n = Noisy("a temporary")
print("  del n:")
del n
n = Noisy("a name that is bound again")
print("  n = None:")
n = None
print("  a list of two is dropped:")
n = [Noisy("first"), Noisy("second")]
del n
print("  back here")

title("4. What is common and cannot change is kept and handed out again")
a, b = 256, int("256")
print("256 is 256                ", a is b)
a, b = 257, int("257")
print("257 is 257                ", a is b)
empty, letter, nothing = "", "A", ()
print("'' is ''.join([])         ", empty is "".join([]))
print("chr(65) is 'A'            ", chr(65) is letter)
print("() is tuple([])           ", nothing is tuple([]))
print("None, True, ...           ", None is type(None)(), True is bool(1))
s, t = "".join(["mem", "ory"]), "".join(["mem", "ory"])
print("two equal strings          ", s is t, "- interned:", sys.intern(s) is sys.intern(t))

title("5. A list gives its memory back as it shrinks")
numbers = list(range(1000))
full = sys.getsizeof(numbers)
del numbers[10:]
print("1000 items, then 10: smaller", sys.getsizeof(numbers) < full)

title("6. Cycles never reach zero: the collector finds them")
gc.disable()
gc.collect()


class Node:
    def __init__(self, name):
        self.name = name
        self.other = None


one = Node("one")
one.other = one
watch = weakref.ref(one)
del one
print("a self-reference lives on ", watch() is not None)
print("gc.collect() frees        ", gc.collect(), "object(s)")
print("now it is gone            ", watch() is None)

first, second, third = Node("first"), Node("second"), Node("third")
first.other, second.other, third.other = second, third, first
del first, second, third
print("an indirect cycle of three:", gc.collect(), "objects")

title("7. A finalizer runs once, even when it brings the object back")


class Phoenix:
    lives = []

    def __del__(self):
        print("    (finalizer)")
        Phoenix.lives.append(self)


bird = Phoenix()
del bird
print("resurrected               ", len(Phoenix.lives))
Phoenix.lives.clear()
print("dropped again, silently   ", len(Phoenix.lives))

title("8. Weak references look without holding")
value = Noisy("the watched value")
cache = weakref.WeakValueDictionary(answer=value)
watcher = weakref.ref(value, lambda _: print("    (callback: it died)"))
print("in the cache              ", "answer" in cache)
del value
print("in the cache              ", "answer" in cache)

title("9. An exception keeps its frames alive until the handler ends")


def fail():
    local = Noisy("a local of the frame that failed")
    raise ValueError("on purpose")


try:
    fail()
except ValueError as error:
    print("  in the handler:", error)
print("  behind the handler")

title("10. A leak: what nobody can reach and nobody freed")
for i in range(3):
    parent, child = Node("parent"), Node("child")
    parent.other, child.other = child, parent
del parent, child
print("Three pairs of nodes are unreachable now, and the collector is switched off.")
print("The summary of `ouro run` names them, with the line that made them.")
