# The bytecode is our own: co_code and what reads it differ, so do cached files and code in marshal.
import marshal, sys
def f(): return 1
print(sys.implementation.cache_tag, marshal.dumps(f.__code__)[:1])
try: marshal.loads(b"c")
except (ValueError, EOFError) as e: print(e)
print(type(getattr(f.__code__, "co_code", None)).__name__)
