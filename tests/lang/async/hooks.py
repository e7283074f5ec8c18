import sys
print(sys.get_asyncgen_hooks())
seen = []
def first(a): seen.append(('first', a.__name__))
def fin(a): seen.append(('fin', a.__name__)); 
sys.set_asyncgen_hooks(firstiter=first, finalizer=fin)
async def g():
    try:
        yield 1
    finally: pass
a = g()
try: a.__anext__().send(None)
except StopIteration as e: print(e.value)
del a
print(seen)
sys.set_asyncgen_hooks(None, None)
print(sys.get_asyncgen_hooks())
