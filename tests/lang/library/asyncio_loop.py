import asyncio, contextvars
async def w(n,t):
    await asyncio.sleep(t); return n
async def main():
    print(await asyncio.gather(w(1,.02),w(2,.01)))
    t=asyncio.create_task(w(3,.01)); print(await t)
    try: await asyncio.wait_for(w(4,5),.02)
    except asyncio.TimeoutError: print("timeout")
    q=asyncio.Queue()
    async def prod():
        for i in range(3): await q.put(i); await asyncio.sleep(0)
        await q.put(None)
    async def cons():
        r=[]
        while (x:=await q.get()) is not None: r.append(x)
        return r
    print(await asyncio.gather(prod(),cons()))
    lock=asyncio.Lock()
    async with lock: print(lock.locked())
    async with asyncio.timeout(1): await asyncio.sleep(0)
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(w(5,.01)); g.create_task(bad())
    except* ValueError as e: print(e.exceptions)
    t=asyncio.create_task(w(1,10)); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError: print("cancelled")
    async def agen():
        for i in range(3): yield i; await asyncio.sleep(0)
    print([x async for x in agen()])
    ev=asyncio.Event(); asyncio.get_running_loop().call_later(.01,ev.set); await ev.wait(); print("event")
    async def handle(r,wr):
        wr.write((await r.readline()).upper()); await wr.drain(); wr.close()
    srv=await asyncio.start_server(handle,"127.0.0.1",0); port=srv.sockets[0].getsockname()[1]
    r,wr=await asyncio.open_connection("127.0.0.1",port); wr.write(b"hello\n"); print(await r.readline()); wr.close(); srv.close(); await srv.wait_closed()
async def bad(): raise ValueError("no")
asyncio.run(main())
