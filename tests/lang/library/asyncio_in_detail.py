import asyncio, sys
async def w(n, d, r=None, exc=None):
    print('start', n)
    try: await asyncio.sleep(d)
    except asyncio.CancelledError: print('cancelled', n); raise
    print('end', n)
    if exc: raise exc
    return r
async def main():
    print(await asyncio.gather(w('a', .02, 1), w('b', .01, 2)))
    print(await asyncio.gather(w('c', 0, exc=ValueError('x')), w('d', 0, 3), return_exceptions=True))
    try: await asyncio.wait_for(w('e', 5), .01)
    except asyncio.TimeoutError as e: print(repr(e), type(e))
    try:
        async with asyncio.timeout(.01): await w('f', 5)
    except TimeoutError as e: print(repr(e))
    try:
        async with asyncio.TaskGroup() as tg:
            t1 = tg.create_task(w('g', .01, exc=KeyError('k'))); t2 = tg.create_task(w('h', 5))
    except* KeyError as eg: print(eg, eg.exceptions)
    print(t1.done(), t2.cancelled(), t1.exception().__class__)
    t = asyncio.create_task(w('i', 5), name='T-i'); await asyncio.sleep(0); t.cancel('msg')
    try: await t
    except asyncio.CancelledError as e: print('cancelled', e.args, t.cancelled(), t.get_name())
    done, pending = await asyncio.wait([asyncio.create_task(w('j', .01, 'J')), asyncio.create_task(w('k', .05, 'K'))], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending), done.pop().result()); [p.cancel() for p in pending]; await asyncio.sleep(0)
    q = asyncio.Queue(2)
    async def prod():
        for i in range(4): await q.put(i); print('put', i)
        await q.put(None)
    async def cons():
        while (x := await q.get()) is not None: print('got', x); q.task_done()
    await asyncio.gather(prod(), cons())
    lock = asyncio.Lock(); ev = asyncio.Event(); sem = asyncio.Semaphore(2); cond = asyncio.Condition()
    async def locked(n):
        async with lock: print('lock', n, lock.locked()); await asyncio.sleep(0)
    await asyncio.gather(locked(1), locked(2))
    asyncio.get_running_loop().call_later(.01, ev.set); await ev.wait(); print('event', ev.is_set())
    async def sm(n):
        async with sem: print('sem', n); await asyncio.sleep(.001)
    await asyncio.gather(*map(sm, range(3)))
    async def waiter():
        async with cond: await cond.wait(); print('notified')
    wt = asyncio.create_task(waiter()); await asyncio.sleep(0)
    async with cond: cond.notify_all()
    await wt
    fut = asyncio.get_running_loop().create_future(); fut.add_done_callback(lambda f: print('done cb', f.result())); fut.set_result(5); print(await fut)
    try: fut.set_result(6)
    except asyncio.InvalidStateError as e: print(e)
    try: asyncio.get_running_loop().create_future().result()
    except asyncio.InvalidStateError as e: print(e)
    print(await asyncio.to_thread(lambda: 'thread'), await asyncio.get_running_loop().run_in_executor(None, pow, 2, 5))
    p = await asyncio.create_subprocess_exec(sys.executable, '-c', 'print(input()[::-1])', stdin=-1, stdout=-1); print(await p.communicate(b'abc\n'), p.returncode)
    async def handle(r, wr):
        data = await r.readline(); wr.write(data.upper()); await wr.drain(); wr.close()
    srv = await asyncio.start_server(handle, '127.0.0.1', 0); port = srv.sockets[0].getsockname()[1]
    r, wr = await asyncio.open_connection('127.0.0.1', port); wr.write(b'hello\n'); print(await r.read()); wr.close(); srv.close(); await srv.wait_closed()
    s = asyncio.shield(w('sh', .01, 'S')); print(await s)
    print(asyncio.current_task().get_name() != '', len(asyncio.all_tasks()), asyncio.iscoroutinefunction(w), asyncio.isfuture(fut))
    async with asyncio.Runner.__init__.__class__ and asyncio.timeout(None) as tm: print(tm.when(), tm.expired())
    b = asyncio.Barrier(2)
    print(sorted(await asyncio.gather(b.wait(), b.wait())))
    return 'main done'
print(asyncio.run(main()))
try: asyncio.run(main)
except ValueError as e: print(str(e)[:25])
async def boom(): raise RuntimeError('boom')
try: asyncio.run(boom())
except RuntimeError as e: print(repr(e))
async def never(): pass
c = never(); del c
async def unawaited(): asyncio.create_task(boom()); await asyncio.sleep(.01)
asyncio.run(unawaited())
try: asyncio.get_running_loop()
except RuntimeError as e: print(e)
with asyncio.Runner() as rn: print(rn.run(asyncio.sleep(0, 'runner')))
import contextvars
v = contextvars.ContextVar('v', default=0)
async def cv(n): v.set(n); await asyncio.sleep(0); return v.get()
async def cvm(): return await asyncio.gather(*(asyncio.create_task(cv(i)) for i in range(3))), v.get()
print(asyncio.run(cvm()))
ctx = contextvars.copy_context(); print(ctx.run(lambda: (v.set(5), v.get()))[1], v.get(), ctx[v], v in ctx, len(ctx), list(ctx)[0] is v)
tok = v.set(9); print(v.get(), tok.old_value is contextvars.Token.MISSING); v.reset(tok); print(v.get())
try: v.reset(tok)
except RuntimeError as e: print(str(e).split('0x')[0][:20], 'has already been used once' in str(e))
try: contextvars.ContextVar('x').get()
except LookupError as e: print(type(e).__name__)
