import sys
def hook(t, v, tb):
    print("hook:", t.__name__, v, tb.tb_lineno)
sys.excepthook = hook
class D:
    def __del__(self): raise ValueError("del")
def unraisable(u): print("unraisable", u.exc_type.__name__, u.exc_value, u.object is not None)
sys.unraisablehook = unraisable
d = D(); del d
print("here")
raise RuntimeError("to the hook")
