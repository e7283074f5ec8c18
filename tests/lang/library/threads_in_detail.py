import threading, queue, time, concurrent.futures as cf
l = threading.Lock()
print(l, l.acquire(), l.locked(), l.acquire(False), l.release()) if 0 else None
l.acquire()
print(l.locked(), l.acquire(timeout=0.01))
l.release()
try:
    l.release()
except RuntimeError as e:
    print(e)
r = threading.RLock()
r.acquire()
r.acquire()
r.release()
r.release()
try:
    r.release()
except RuntimeError as e:
    print(e)
res = []

def w(n):
    for _ in range(100):
        with l:
            res.append(n)
ts = [threading.Thread(target=w, args=(i,), name=f'w{i}') for i in range(4)]
[t.start() for t in ts]
[t.join() for t in ts]
print(len(res), sorted(set(res)), ts[0].is_alive(), ts[0].name, ts[0].daemon)
try:
    ts[0].start()
except RuntimeError as e:
    print(e)
try:
    threading.Thread(target=w).join()
except RuntimeError as e:
    print(e)
try:
    threading.current_thread().join()
except RuntimeError as e:
    print(e)
try:
    threading.Thread(5)
except AssertionError as e:
    print(e)
ev = threading.Event()
threading.Timer(0.01, ev.set).start()
print(ev.wait(1), ev.is_set())
c = threading.Condition()
items = []

def cons():
    with c:
        c.wait_for(lambda: items)
        print('got', items)
t = threading.Thread(target=cons)
t.start()
with c:
    items.append(1)
    c.notify()
t.join()
s = threading.Semaphore(1)
print(s.acquire(), s.acquire(False))
b = threading.BoundedSemaphore(1)
try:
    b.release()
except ValueError as e:
    print(e)
bar = threading.Barrier(2, action=lambda: print('barrier'))
t = threading.Thread(target=bar.wait)
t.start()
bar.wait()
t.join()
print(bar.n_waiting, bar.broken)
loc = threading.local()
loc.x = 1

def lw():
    print(hasattr(loc, 'x'))
    loc.x = 2
t = threading.Thread(target=lw)
t.start()
t.join()
print(loc.x, threading.active_count(), threading.main_thread().name, threading.current_thread() is threading.main_thread())
q = queue.Queue(2)
q.put(1)
q.put(2)
for f in (lambda: q.put(3, False), lambda: q.put(3, timeout=0.01)):
    try:
        f()
    except queue.Full as e:
        print('full', repr(e))
print(q.get(), q.get(), q.qsize(), q.empty())
try:
    q.get(False)
except queue.Empty as e:
    print(repr(e))
q.task_done()
q.task_done()
try:
    q.task_done()
except ValueError as e:
    print(e)
with cf.ThreadPoolExecutor(2) as ex:
    f = ex.submit(pow, 2, 10)
    print(f.result(), f.done(), list(ex.map(str, range(3))))
    g = ex.submit(lambda: 1 / 0)
    print(repr(g.exception()))
    try:
        g.result()
    except ZeroDivisionError as e:
        print(e)
    print(sorted((x.result() for x in cf.as_completed([ex.submit(abs, -i) for i in range(3)]))))
    f.add_done_callback(lambda f: print('cb', f.result()))
try:
    ex.submit(len)
except RuntimeError as e:
    print(e)
try:
    list(cf.ThreadPoolExecutor(1).map(lambda x: 1 / x, [1, 0]))
except ZeroDivisionError as e:
    print(e)
try:
    cf.ThreadPoolExecutor(0)
except ValueError as e:
    print(e)
f = cf.Future()
print(f.cancel(), f.cancelled())
try:
    f.result()
except cf.CancelledError as e:
    print(repr(e))
try:
    cf.Future().result(timeout=0.01)
except TimeoutError as e:
    print(repr(e))
