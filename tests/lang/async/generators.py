import sys
def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as e:
        return e.value
async def agen(n):
    for i in range(n):
        yield i
async def main():
    out = []
    async for x in agen(4):
        out.append(x)
    print(out)
    print([x async for x in agen(5)])
    print({x async for x in agen(5) if x % 2})
    print({x: x*x async for x in agen(3)})
    print([y async for x in agen(3) async for y in agen(x)])
    print([y for x in range(3) async for y in agen(x)])
    g = (x async for x in agen(3))
    print(type(g))
    print([x async for x in g])
    a = agen(2)
    print(await anext(a), await anext(a), await anext(a, 'def'))
    try:
        await anext(a)
    except StopAsyncIteration as e:
        print('SAI', repr(e))
    it = aiter(agen(2))
    print(await it.__anext__())
    await it.aclose()
    return 5
print(run(main()))
