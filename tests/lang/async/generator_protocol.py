def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as e:
        return e.value
async def g():
    try:
        x = yield 1
        print('got', x)
        try:
            y = yield 2
        except ValueError as e:
            print('caught', e)
            yield 'v'
        yield 3
    finally:
        print('fin')
async def main():
    a = g()
    print(await a.__anext__())
    print(await a.asend('hello'))
    print(await a.athrow(ValueError('x')))
    print(await a.__anext__())
    await a.aclose()
    try:
        await a.__anext__()
    except StopAsyncIteration:
        print('done')
    a = g()
    try:
        await a.asend(3)
    except TypeError as e:
        print(e)
    print(a.ag_running, a.ag_frame is not None, a.ag_code.co_name, a.ag_await)
    print(a.__name__, a.__qualname__)
    await a.aclose()
    a = g()
    await a.__anext__()
    await a.aclose()
    print(type(a.asend(None)).__name__, type(a.athrow(ValueError)).__name__)
run(main())
