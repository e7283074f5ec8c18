# What sys tells about memory.
import gc, sys
gc.disable()
def blocks(): gc.collect(); return sys.getallocatedblocks()
blocks(); a = blocks(); b = blocks()
print(a > 0, abs(b - a) <= 50)
keep = [object() for _ in range(1000)]; c = blocks(); print(900 < c - b < 1200)
del keep; d = blocks(); print(abs(d - b) <= 60)
for _ in range(5):
    x = [[i, str(i), {i: i}] for i in range(200)]; x.append(x); del x; gc.collect()
print(abs(blocks() - d) <= 100)
try: sys._debugmallocstats(1)
except TypeError as e: print("TypeError")
try: sys.getrefcount()
except TypeError as e: print("TypeError")
try: sys.getsizeof()
except TypeError as e: print("TypeError")
print(sys.getsizeof([]) < sys.getsizeof([1]) < sys.getsizeof(list(range(100))), sys.getsizeof("") < sys.getsizeof("a" * 100) < sys.getsizeof("\u1234" * 100))
print(sys.getsizeof(1) < sys.getsizeof(1 << 1000), sys.getsizeof(()) < sys.getsizeof((1, 2, 3)), sys.getsizeof({}) < sys.getsizeof({i: i for i in range(100)}))
class S:
    def __sizeof__(self): return 1000
print(sys.getsizeof(S()) >= 1000)
class Bad:
    def __sizeof__(self): return -1
try: sys.getsizeof(Bad())
except ValueError as e: print(e)
class Worse:
    def __sizeof__(self): return "x"
try: sys.getsizeof(Worse())
except TypeError as e: print(e)
print(sys.getsizeof(Worse(), 7) if False else "default", object().__sizeof__() > 0)
