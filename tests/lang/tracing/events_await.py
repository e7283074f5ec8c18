"""Coroutines: what they await ends with StopIteration."""
from _events import run


async def acoro(n):
    return n
class AM:
    async def __aenter__(self): return 1
    async def __aexit__(self, *a): return False
async def amain():
    x = await acoro(1)
    async with AM() as m:
        x += m
    return x
def drive():
    c = amain()
    try:
        while True:
            c.send(None)
    except StopIteration as e:
        return e.value
run(drive)
