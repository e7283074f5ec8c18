import asyncio

async def work(n):
    await asyncio.sleep(0)
    raise ValueError(n)

async def main():
    r = await asyncio.gather(work(1), work(2), return_exceptions=True)
    print(r)
    await asyncio.wait_for(asyncio.sleep(5), 0.01)
asyncio.run(main())
