import asyncio

async def work(n):
    await asyncio.sleep(0)
    if n == 2:
        raise ValueError(f'n={n}')
    return n

async def main():
    async with asyncio.TaskGroup() as tg:
        for i in range(4):
            tg.create_task(work(i))
asyncio.run(main())
