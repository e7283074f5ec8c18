import sys

class A:

    def __del__(self):
        raise ValueError('in del')
a = A()
del a
sys.unraisablehook = lambda u: print('unraisable', u.exc_type, u.exc_value, u.err_msg, u.object)
a = A()
del a
sys.unraisablehook = sys.__unraisablehook__
import weakref

class B:
    pass
b = B()
r = weakref.ref(b, lambda r: 1 / 0)
del b

def g():
    try:
        yield
    finally:
        raise KeyError('gen')
x = g()
next(x)
del x

def h():
    try:
        yield
    except GeneratorExit:
        yield 2
x = h()
next(x)
del x
import atexit

@atexit.register
def bye():
    print('bye')
    1 / 0

@atexit.register
def bye2(a=1):
    print('bye2')
    raise SystemExit(5)
import threading

def th():
    raise ValueError('in thread')
t = threading.Thread(target=th, name='T1')
t.start()
t.join()
threading.excepthook = lambda a: print('te', a.exc_type, a.exc_value, a.thread.name)
t = threading.Thread(target=th, name='T2')
t.start()
t.join()
t = threading.Thread(target=sys.exit, name='T3')
t.start()
t.join()
sys.stdout.write('no newline')
raise SystemExit('message')
