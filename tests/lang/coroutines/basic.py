"""async def, await, async for, async with, driven by hand."""
import types


class Awaitable:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return got


async def inner(x):
    r = await Awaitable(x)
    return f"{x}->{r}"


async def outer():
    a = await inner(1)
    b = await inner(2)
    return a, b


c = outer(); print(type(c).__name__, c.__name__, c.cr_running, c.send(None), c.send("one"))
try: c.send("two")
except StopIteration as e: print(e.value)


class ACM:
    async def __aenter__(self): print("aenter"); return await inner("e")
    async def __aexit__(self, *a): print("aexit", a[0]); return True


class AIter:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.n == 0: raise StopAsyncIteration
        self.n -= 1
        await Awaitable("tick")
        return self.n


async def main():
    async with ACM() as v:
        print("in", v)
        raise KeyError
    async for x in AIter(2): print("x", x)
    else: print("async else")
    print([x async for x in AIter(3)], {x: y async for x in AIter(2) for y in "a"}, [await inner(i) for i in range(2)])
    return "end"


def run(coro, answer="ans"):
    value = None
    while True:
        try: value = coro.send(None if value is None else answer)
        except StopIteration as e: return e.value


print(run(main()))
c = inner(5); c.close()
try: c.send(None)
except RuntimeError as e: print(e)
c = inner(6); c.send(None)
try: c.throw(ValueError("thrown"))
except ValueError as e: print(e)
for bad in ("async def f():\n yield 1\n return 2", "def f():\n await x", "async def f():\n yield from x", "[await x for x in y]", "async with x: pass", "async for x in y: pass"):
    try: compile(bad, "<a>", "exec")
    except SyntaxError as e: print(e)
async def bad_await(): await 5
try: run(bad_await())
except TypeError as e: print(e)
async def bad_for():
    async for x in [1]: pass
try: run(bad_for())
except TypeError as e: print(e)
async def bad_with():
    async with 5: pass
try: run(bad_with())
except TypeError as e: print(e)
try: iter(inner(1))
except TypeError as e: print(e)
class Scheduler:
    def __init__(self): self.ready, self.log = [], []
    def spawn(self, name, coro): self.ready.append((name, coro))
    def run(self):
        while self.ready:
            name, coro = self.ready.pop(0)
            try: self.log.append((name, coro.send(None))); self.ready.append((name, coro))
            except StopIteration as e: self.log.append((name, "done", e.value))
async def worker(n):
    for i in range(n): await Awaitable(i)
    return n * 10
s = Scheduler(); s.spawn("a", worker(2)); s.spawn("b", worker(1)); s.run(); print(s.log)
