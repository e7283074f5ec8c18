# Functions in C that call back into Python have a limit of their own beside sys.setrecursionlimit.
import sys
sys.setrecursionlimit(100000)
class A:
    def __repr__(self): return repr(self)
try: repr(A())
except RecursionError: print("RecursionError")
