def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as e:
        return e.value
async def g():
    yield 1
    raise StopIteration
async def h():
    yield 1
    raise StopAsyncIteration
async def main():
    for f in (g, h):
        try:
            async for x in f(): print(x)
        except RuntimeError as e: print(repr(e), repr(e.__cause__))
    async def k():
        try:
            yield 1
        finally:
            yield 2
    a = k()
    await a.__anext__()
    try: await a.aclose()
    except RuntimeError as e: print(e)
    class A:
        def __aiter__(self): return 3
    try:
        async for x in A(): pass
    except TypeError as e: print(e)
    class B:
        def __aiter__(self): return self
    try:
        async for x in B(): pass
    except TypeError as e: print(e)
    try:
        async for x in [1]: pass
    except TypeError as e: print(e)
    class C:
        def __aiter__(self): return self
        def __anext__(self): return 1
    try:
        async for x in C(): pass
    except TypeError as e: print(e)
    try:
        async with 1: pass
    except TypeError as e: print(e)
    class D:
        async def __aenter__(self): return 1
    try:
        async with D(): pass
    except TypeError as e: print(e)
    class E:
        def __aenter__(self): return 1
        def __aexit__(self,*a): return 1
    try:
        async with E(): pass
    except TypeError as e: print(e)
    try:
        await 1
    except TypeError as e: print(e)
run(main())
