import sys

def hook(t, v, tb):
    print('hook', t.__name__, v, tb is not None)
    sys.__excepthook__(t, v, tb)
sys.excepthook = hook

class Ctx:

    def __enter__(s):
        return s

    def __exit__(s, t, v, tb):
        print('exit', t, v)
        return False

def f():
    with Ctx() as c:
        raise LookupError('x', 1)
f()
