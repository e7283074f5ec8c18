import threading, queue, time, concurrent.futures, random
results = []
lock = threading.Lock()
def work(n):
    total = sum(i * i for i in range(n))
    with lock: results.append((n, total))
ts = [threading.Thread(target=work, args=(n,), name=f'w{n}') for n in (10, 1000, 20000)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(results), [t.is_alive() for t in ts], threading.active_count(), threading.current_thread().name)
q = queue.Queue(maxsize=3)
def producer():
    for i in range(10): q.put(i); time.sleep(0.001)
    q.put(None)
out = []
def consumer():
    while (x := q.get()) is not None: out.append(x * 2); q.task_done()
    q.task_done()
p, c = threading.Thread(target=producer), threading.Thread(target=consumer)
p.start(); c.start(); p.join(); c.join(); q.join(); print(out)
with concurrent.futures.ThreadPoolExecutor(max_workers=4) as ex:
    print(list(ex.map(lambda x: x ** 2, range(8))))
    fs = {ex.submit(pow, 2, n): n for n in (3, 5, 7)}
    print(sorted((fs[f], f.result()) for f in concurrent.futures.as_completed(fs)))
    f = ex.submit(lambda: 1 / 0); print(type(f.exception()).__name__, f.done())
counter = 0
def inc():
    global counter
    for _ in range(5000):
        with lock: counter += 1
ts = [threading.Thread(target=inc) for _ in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]; print(counter)
ev = threading.Event(); order = []
def waiter(n): ev.wait(); order.append(n)
ts = [threading.Thread(target=waiter, args=(i,)) for i in range(3)]
[t.start() for t in ts]; time.sleep(0.01); print(order); ev.set(); [t.join() for t in ts]; print(sorted(order))
sem = threading.Semaphore(2); bar = threading.Barrier(3); hits = []
def b(i):
    with sem: hits.append(i)
    bar.wait(); hits.append('x')
ts = [threading.Thread(target=b, args=(i,)) for i in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]; print(sorted(map(str, hits)))
loc = threading.local(); loc.x = 1
def l(): 
    try: print(loc.x)
    except AttributeError as e: print('local', e)
    loc.x = 5
t = threading.Thread(target=l); t.start(); t.join(); print(loc.x)
cond = threading.Condition(); items = []
def cons():
    with cond:
        while not items: cond.wait()
        print('got', items.pop())
t = threading.Thread(target=cons); t.start()
with cond: items.append('item'); cond.notify()
t.join()
def bad(): raise ValueError('in thread')
threading.excepthook = lambda a: print('hook', a.exc_type.__name__, a.exc_value)
t = threading.Thread(target=bad); t.start(); t.join()
tm = threading.Timer(0.01, print, ['timer']); tm.start(); tm.join()
class T(threading.Thread):
    def __init__(self): super().__init__(daemon=True); self.v = None
    def run(self): self.v = 42
t = T(); t.start(); t.join(1); print(t.v, t.daemon, t.name.startswith('Thread-'))
rl = threading.RLock()
with rl:
    with rl: print('re', rl)if False else print('re')
