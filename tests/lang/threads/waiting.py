# Everything that threads wait for.
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

lock = threading.Lock()
print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01), lock.locked())
lock.release()
try:
    lock.release()
except RuntimeError as error:
    print(error)
for arguments in ((False, 1), (True, -2)):
    try:
        lock.acquire(*arguments)
    except ValueError as error:
        print(error)

again = threading.RLock()
with again, again:
    print(repr(again).split(" object ")[0], again._is_owned())
print(repr(again).split(" at ")[0])
try:
    again.release()
except RuntimeError as error:
    print(error)

items, got = [], []
condition = threading.Condition()


def consumer():
    while len(got) < 5:
        with condition:
            condition.wait_for(lambda: items)
            got.append(items.pop(0))


thread = threading.Thread(target=consumer)
thread.start()
for i in range(5):
    with condition:
        items.append(i)
        condition.notify()
thread.join()
print(got)
with condition:
    print(condition.wait(0.01))

event = threading.Event()
print(event.wait(0.01), event.is_set())
threading.Timer(0.01, event.set).start()
print(event.wait(), event.is_set())
timer = threading.Timer(10, print, ("never",))
timer.start()
timer.cancel()

gate = threading.Semaphore(2)
inside = [0, 0]


def limited():
    with gate:
        inside[0] += 1
        inside[1] = max(inside)
        time.sleep(0.005)
        inside[0] -= 1


threads = [threading.Thread(target=limited) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(inside)

barrier, order = threading.Barrier(3, action=lambda: order.append("all here")), []


def meet(n):
    barrier.wait()
    order.append(n)


threads = [threading.Thread(target=meet, args=(n,)) for n in range(2)]
for thread in threads:
    thread.start()
barrier.wait()
for thread in threads:
    thread.join()
print(order[0], sorted(order[1:]), barrier.broken)
try:
    threading.Barrier(2).wait(timeout=0.01)
except threading.BrokenBarrierError as error:
    print(type(error).__name__)

pipe = queue.Queue(maxsize=2)


def producer():
    for n in range(6):
        pipe.put(n)
    pipe.put(None)


threading.Thread(target=producer).start()
print(list(iter(pipe.get, None)))
try:
    pipe.get(timeout=0.01)
except queue.Empty:
    print("empty")
simple = queue.SimpleQueue()
threading.Thread(target=lambda: (time.sleep(0.01), simple.put("late"))).start()
print(simple.get())

with ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(lambda x: x * x, range(8))))
    futures = [pool.submit(pow, 2, n) for n in range(5)]
    print(sorted(future.result() for future in as_completed(futures)))
    broken = pool.submit(lambda: 1 / 0)
    try:
        broken.result()
    except ZeroDivisionError as error:
        print("caught", error)
    print(type(broken.exception()).__name__)
