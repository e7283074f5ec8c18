# What each thread has for itself: attributes of local objects, the handled exception, its errors, its frames.
import gc
import sys
import threading
import weakref


def in_thread(function, *args):
    thread = threading.Thread(target=function, args=args)
    thread.start()
    thread.join()


data = threading.local()
data.x = 1


def other():
    try:
        data.x
    except AttributeError as error:
        print(error)
    data.x = 5
    print(data.__dict__)


in_thread(other)
print(data.x, data.__dict__)


class Local(threading.local):
    kind = "class attribute"

    def __init__(self, items):
        self.items = [items]

    def add(self, item):
        self.items.append(item)


mine = Local(3)
mine.add(4)
in_thread(lambda: (mine.add(9), print(mine.items, mine.kind)))
print(mine.items)
try:
    threading.local(1)
except TypeError as error:
    print(error)


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


def leaves_data():
    data.noisy = Noisy("data of a thread")
    print("thread ends")


in_thread(leaves_data)
watch = weakref.ref(mine)
mine.me = mine
del mine
gc.collect()
print(watch())

try:
    1 / 0
except ZeroDivisionError:
    in_thread(lambda: print(sys.exc_info()))
    print(sys.exc_info()[0].__name__)


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name, args.exc_traceback is not None)


def fails():
    raise ValueError("in a thread")


threading.excepthook = hook
in_thread(fails)
threading.excepthook = threading.__excepthook__
in_thread(lambda: sys.exit(3))
import _thread
in_thread(_thread.exit)


def stack():
    frame, names = sys._getframe(), []
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    print(names)


in_thread(stack)


def generator():
    try:
        yield 1
        yield 2
    finally:
        print("closed in", threading.current_thread().name)


steps = generator()
print(next(steps))
in_thread(lambda: print(next(steps)))
thread = threading.Thread(target=steps.close, name="closer")
thread.start()
thread.join()
cycle = Noisy("cycle")
cycle.me = cycle
del cycle
in_thread(gc.collect)
print("end")
