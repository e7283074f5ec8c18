import types
def run(c):
    try:
        while True: print('->', c.send(None))
    except StopIteration as e: return e.value
@types.coroutine
def g():
    x = yield 1
    return 5
async def h():
    r = await g()
    return r
print(run(h()))
print(g.__code__.co_flags & 0x100, g.__name__)
class Aw:
    def __await__(self):
        yield 'a'
        return 'b'
async def k(): return await Aw()
print(run(k()))
async def f(): return 3
w = f().__await__()
print(type(w), [x for x in dir(w) if x[0]!='_'])
try: next(w)
except StopIteration as e: print(e.value)
c = f()
print(type(c), repr(c)[:20]); 
try: next(c)
except TypeError as e: print(e)
try: iter(c)
except TypeError as e: print(e)
try: list(c)
except TypeError as e: print(e)
def yf(): yield from c
try: next(yf())
except TypeError as e: print(e)
c.close()
class Bad:
    def __await__(self): return 1
async def k(): return await Bad()
try: k().send(None)
except TypeError as e: print(e)
x = f()
class Bad:
    def __await__(self): return x
try: k().send(None)
except TypeError as e: print(e)
x.close()
c=f()
try: c.send(1)
except TypeError as e: print(e)
c.close()
c = f()
async def two(): 
    await c
    await c
try: run(two())
except RuntimeError as e: print(e)
async def deleg():
    await g()
d = deleg(); d.send(None)
async def again(): await d
try: run(again())
except RuntimeError as e: print(e)
try: d.throw(ValueError('x'))
except ValueError as e: print(repr(e))
def gen():
    yield 1
async def notgood(): await gen()
try: run(notgood())
except TypeError as e: print(e)
@types.coroutine
def plain(): return Aw()
async def p(): return await plain()
print(run(p()))
from collections.abc import *
print(isinstance(f, Awaitable), isinstance(d, Coroutine), isinstance(d, Awaitable), issubclass(Aw, Awaitable))
async def ag(): yield 1
a = ag()
print(isinstance(a, AsyncGenerator), isinstance(a, AsyncIterator), isinstance(a, AsyncIterable))
import inspect
print(inspect.iscoroutinefunction(f), inspect.isasyncgenfunction(ag), inspect.isasyncgen(a), inspect.isawaitable(d), inspect.iscoroutine(d), inspect.isgeneratorfunction(gen))
