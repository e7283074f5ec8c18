"""An event loop that serves requests: tasks, queues, small messages, a cache that grows and is trimmed."""
import asyncio
import collections
import random

random.seed(2)
cache = collections.OrderedDict()


async def handle(queue, done):
    while True:
        request = await queue.get()
        if request is None:
            return
        words = request["body"].split()
        key = (request["path"], len(words))
        if key not in cache:
            cache[key] = {"count": collections.Counter(words), "text": " ".join(sorted(set(words)))}
            if len(cache) > 400:
                cache.popitem(last=False)
        done.append((request["id"], len(cache[key]["text"])))
        await asyncio.sleep(0)


async def main():
    queue, done = asyncio.Queue(50), []
    workers = [asyncio.create_task(handle(queue, done)) for _ in range(8)]
    for i in range(3000):
        body = " ".join(f"w{random.randrange(300)}" for _ in range(random.randrange(5, 40)))
        await queue.put({"id": i, "path": f"/item/{random.randrange(60)}", "body": body})
    for _ in workers:
        await queue.put(None)
    await asyncio.gather(*workers)
    print(len(done), len(cache))


asyncio.run(main())
