from contextlib import *
import contextlib, io, sys
@contextmanager
def cm(x):
    print('enter', x)
    try: yield x
    except KeyError as e: print('caught', repr(e))
    finally: print('exit', x)
with cm(1) as v: print(v)
with cm(2): raise KeyError('k')
try:
    with cm(3): raise ValueError('v')
except ValueError as e: print(repr(e))
@contextmanager
def bad0():
    if 0: yield
@contextmanager
def bad2():
    yield 1; yield 2
@contextmanager
def bad3():
    try: yield
    except: yield
for b in (bad0, bad2, bad3):
    try:
        with b(): pass
    except RuntimeError as e: print(e)
    try:
        with b(): raise ValueError
    except (RuntimeError, ValueError) as e: print(repr(e))
@contextmanager
def stop():
    yield
    raise StopIteration('x')
try:
    with stop(): pass
except RuntimeError as e: print(e, repr(e.__cause__))
@contextmanager
def reraise():
    try: yield
    except ValueError as e: raise TypeError('t') from e
try:
    with reraise(): raise ValueError('v')
except TypeError as e: print(repr(e), repr(e.__cause__), repr(e.__context__))
try:
    with stop(): raise StopIteration('mine')
except (StopIteration, RuntimeError) as e: print(repr(e))
@cm('deco')
def decorated(): print('in'); return 5
print(decorated(), decorated())
with suppress(ValueError, KeyError): raise KeyError
with suppress(): pass
with ExitStack() as st:
    st.enter_context(cm('a')); st.callback(print, 'cb', 1, sep='-'); st.push(lambda *a: print('push', a[0]) or True)
    @st.callback
    def _(): print('deco cb')
    raise ValueError
with ExitStack() as st:
    st.enter_context(cm('p')); s2 = st.pop_all()
print('popped'); s2.close()
try:
    with ExitStack() as st: st.enter_context(5)
except TypeError as e: print(e)
try:
    with ExitStack() as st:
        st.callback(lambda: 1/0); st.callback(lambda: {}['x'])
except ZeroDivisionError as e: print(repr(e), repr(e.__context__), e.__context__.__context__)
with redirect_stdout(io.StringIO()) as f: print('hidden')
print(repr(f.getvalue()))
with redirect_stderr(io.StringIO()) as f: print('err', file=sys.stderr)
print(repr(f.getvalue()))
class Cl:
    def close(s): print('closed')
with closing(Cl()) as c: print(type(c).__name__)
with nullcontext(5) as n: print(n)
import os
cwd = os.getcwd()
with chdir('/'): print(os.getcwd())
print(os.getcwd() == cwd)
class CD(ContextDecorator):
    def __enter__(s): print('>'); return s
    def __exit__(s, *a): print('<', a[0])
@CD()
def f(): print('body')
f()
class ACM(AbstractContextManager): pass
try: ACM()
except TypeError as e: print(e)
print(isinstance(CD(), AbstractContextManager), issubclass(ExitStack, AbstractContextManager))
import asyncio
@asynccontextmanager
async def acm(x):
    print('a-enter', x)
    try: yield x
    finally: print('a-exit', x)
async def main():
    async with acm(1) as v: print(v)
    try:
        async with acm(2): raise ValueError('q')
    except ValueError as e: print(repr(e))
    async with AsyncExitStack() as st:
        await st.enter_async_context(acm(3)); st.enter_context(cm(4)); st.push_async_callback(acb)
    class AC:
        async def aclose(s): print('aclosed')
    async with aclosing(AC()): pass
    @acm('d')
    async def g(): print('g'); return 1
    print(await g())
async def acb(): print('acb')
asyncio.run(main())
class E:
    def __enter__(s): print('E in'); return s
    def __exit__(s, *a): print('E out', a[0] and a[0].__name__); return s.r
e = E(); e.r = True
with e, suppress(KeyError): raise ValueError
with e as x, e as y: print(x is y); 1/0
def fr():
    with e: return 'ret'
print(fr())
for i in range(2):
    with e: continue
try:
    with 5: pass
except TypeError as er: print(er)
class NE:
    def __enter__(s): return 1
try:
    with NE(): pass
except TypeError as er: print(er)
class NX:
    def __exit__(s, *a): return 1
try:
    with NX(): pass
except (TypeError, AttributeError) as er: print(er)
