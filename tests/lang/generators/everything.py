def g():
    try:
        x = yield 1
        print('got', x)
        y = yield 2
        print('got', y)
    except ValueError as e: print('VE', e); yield 'handled'
    finally: print('fin')
    return 'ret'
i = g(); print(next(i), i.send('a'), i.throw(ValueError('v')))
try: next(i)
except StopIteration as e: print(repr(e), e.value)
try: next(i)
except StopIteration as e: print(repr(e))
i = g()
try: i.send(5)
except TypeError as e: print(e)
i.close(); print(i.gi_frame, i.gi_running, i.gi_yieldfrom)
i = g(); next(i); i.close()
i = g(); next(i)
try: i.throw(KeyError, 'k')
except KeyError as e: print(repr(e))
try: i.throw(5)
except TypeError as e: print(e)
try: g().throw(ValueError)
except ValueError as e: print(repr(e))
try: g().throw(ValueError('a'), 'b')
except TypeError as e: print(e)
def bad():
    try: yield 1
    except GeneratorExit: yield 2
b = bad(); next(b)
try: b.close()
except RuntimeError as e: print(e)
def si(): yield 1; raise StopIteration('q')
try: list(si())
except RuntimeError as e: print(e, repr(e.__cause__), e.__suppress_context__)
def sub():
    r = yield from g2(); print('sub got', r); return r * 2
def g2():
    a = yield 'x'; b = yield a; return b
s = sub(); print(next(s), s.send('A'), s.gi_yieldfrom is not None)
try: s.send(21)
except StopIteration as e: print(e.value)
def selfref():
    yield next(me)
me = selfref()
try: next(me)
except ValueError as e: print(e)
print([x for x in (y * 2 for y in range(3))], sum(x for x in range(5)), list((lambda: (yield))()))
def d():
    yield from 5
try: next(d())
except TypeError as e: print(e)
def yf():
    yield from [1, 2]; yield from 'ab'; yield from (); return (yield from iter(()))
print(list(yf()))
class It:
    def __iter__(s): return s
    def __next__(s): raise StopIteration('val')
def yi(): r = yield from It(); print('r', r); yield r
print(list(yi()))
y = yf(); next(y)
try: y.send(5)
except AttributeError as e: print(e)
class Thr:
    def __iter__(s): return s
    def __next__(s): return 1
    def throw(s, *a): print('throw', a); return 'thrown'
    def close(s): print('close')
    def send(s, v): print('send', v); return 'sent'
def yt(): yield from Thr()
y = yt(); print(next(y), y.send(9), y.throw(ValueError('z'))); y.close()
print(g.__code__.co_flags & 0x20, type(i).__name__, i.__name__, i.__qualname__, repr(i)[:20])
i.__name__ = 'renamed'; print(i.__name__)
try: i.__name__ = 5
except TypeError as e: print(e)
try: i.gi_frame = 5
except AttributeError as e: print(e)
def fact():
    total = 0
    while True:
        v = yield total
        if v is None: return total
        total += v
f = fact(); next(f); print(f.send(1), f.send(2))
try: f.send(None)
except StopIteration as e: print(e.value)
def deep(n):
    if n: yield from deep(n - 1)
    yield n
print(sum(deep(100)))
def w():
    with open('/dev/null') as f: yield f; yield f.closed
x = w(); ff = next(x); print(next(x), list(x), ff.closed)
def locals_gen():
    a = 1; yield sorted(locals()); b = 2; yield sorted(locals())
print(*locals_gen())
import inspect
q = g(); print(inspect.getgeneratorstate(q)); next(q); print(inspect.getgeneratorstate(q), inspect.getgeneratorlocals(q)); q.close(); print(inspect.getgeneratorstate(q))
async def co(): return 5
c = co(); print(inspect.getcoroutinestate(c))
try: c.send(None)
except StopIteration as e: print(e.value)
try: c.send(None)
except RuntimeError as e: print(e)
async def ag():
    try:
        x = yield 1; print('ag', x); yield 2
    finally: print('ag fin')
def drive(aw):
    try: aw.send(None)
    except StopIteration as e: return e.value
    except StopAsyncIteration as e: return repr(e)
a = ag(); print(drive(a.__anext__()), drive(a.asend('v')), drive(a.__anext__()), drive(a.__anext__()))
a = ag(); print(drive(a.__anext__()), drive(a.aclose()), drive(a.__anext__()))
a = ag(); drive(a.__anext__())
try: drive(a.athrow(KeyError('z')))
except KeyError as e: print(repr(e))
try: for_ = [x async for x in ag()] if 0 else iter(ag())
except TypeError as e: print(e)
async def comp(): return [x async for x in ag()], {x: y async for x in ag() for y in 'a'}, [await co() for _ in 'ab']
print(drive(comp()))
try:
    async def bad(): await 5
    drive(bad())
except TypeError as e: print(e)
class Aw:
    def __await__(s): return 5
try:
    async def bad(): await Aw()
    drive(bad())
except TypeError as e: print(e)
class Aw2:
    def __await__(s): yield 'y'; return 'r'
async def good(): return await Aw2()
z = good(); print(z.send(None))
try: z.send(None)
except StopIteration as e: print(e.value)
print(drive(anext(ag(), 'dflt')), aiter(ag()).__class__.__name__)
