import asyncio

async def inner():
    raise ValueError('x')

async def main():
    t = asyncio.create_task(inner())
    await t
asyncio.run(main())
