# What dies when the program ends, and in which order.
import atexit, gc, weakref
class N:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
atexit.register(print, "atexit 1"); atexit.register(print, "atexit 2")
cycle = N("cycle"); cycle.me = cycle; del cycle
kept = N("kept")
import sys
sys.kept = N("in sys")
weakref.finalize(kept, print, "finalize kept")
f = weakref.finalize(sys.kept, print, "finalize in sys"); f.atexit = False
box = []; box.append(box); box.append(N("in a list cycle"))
print("end of program")
