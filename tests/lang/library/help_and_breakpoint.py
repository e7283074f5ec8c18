"""help, breakpoint and the printers of site."""
print(repr(help), type(help), type(license))
def f(a, b=2):
    "Adds."
import sys
sys.breakpointhook = lambda *a, **k: print("hook", a, k)
breakpoint(1, x=2)
del sys.breakpointhook
try: breakpoint()
except RuntimeError as e: print(e)
import os
os.environ["PYTHONBREAKPOINT"]="0"; print(sys.__breakpointhook__())
help(f)
class A:
    "Class."
    def m(self): "Doc."
help(A)
try: help(1,2)
except TypeError as e: print(e)
