"""multiprocessing and concurrent.futures: processes, queues, pipes, locks, pools, managers, shared memory."""
import concurrent.futures, multiprocessing as mp, os, queue, signal, sys, threading, time
from multiprocessing import shared_memory


def square(x):
    return x * x


def boom(text):
    raise ValueError(text)


def big(n):
    return b"x" * n


def child(q, conn, lock, event):
    with lock:
        q.put([os.getpid() != os.getppid(), mp.current_process().name])
    conn.send({"a": [1, 2]})
    print_from = conn.recv()
    event.set()
    conn.close()
    sys.exit(len(print_from))


def counter(lock, name, times):
    memory = shared_memory.SharedMemory(name=name)
    for i in range(times):
        with lock:
            memory.buf[0] = (memory.buf[0] + 1) % 256
    memory.close()


def waiter(barrier, condition, semaphore, q):
    barrier.wait(10)
    with semaphore:
        q.put("through")
    with condition:
        condition.notify_all()


def add(shared, key):
    shared[key] = os.getpid() != os.getppid()


def fault(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except BaseException as e:
        print(type(e).__module__, type(e).__name__, e)


def initialize(value):
    global initial
    initial = value


def get_initial(x):
    return initial, x


def run(method):
    context = mp.get_context(method)
    print("----", method)
    q, (here, there), lock, event = context.Queue(), context.Pipe(), context.Lock(), context.Event()
    p = context.Process(target=child, args=(q, there, lock, event), name="first")
    print(p.is_alive(), p.exitcode, p.name)
    p.start()
    there.close()
    print(p.is_alive(), q.get(timeout=20), here.recv(), event.is_set())
    here.send("four")
    p.join(20)
    print(p.exitcode, event.is_set(), p.is_alive(), here.poll(0.5))
    fault(here.recv)
    p = context.Process(target=time.sleep, args=(100,))
    p.start()
    p.terminate()
    p.join(20)
    print(p.exitcode)
    with context.Pool(2, initialize, ("given",)) as pool:
        print(pool.map(square, range(10)), pool.apply(square, (7,)), sorted(pool.imap_unordered(square, range(4), 2)))
        print(pool.map(get_initial, [1]), list(pool.imap(square, range(3))), pool.starmap(pow, [(2, 3), (3, 2)]))
        print(pool.apply_async(square, (5,)).get(timeout=20), len(pool.apply(big, (300000,))))
        fault(pool.apply, boom, ("in the child",))
        fault(pool.map, boom, ["first"])
        fault(pool.apply_async(time.sleep, (5,)).get, timeout=0.05)
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        print(list(pool.map(square, range(5))), pool.submit(pow, 2, 10).result(20))
        fault(pool.submit(boom, "later").result, 20)


def run_rest():
    context = mp.get_context("fork")
    memory = shared_memory.SharedMemory(create=True, size=100)
    lock = context.Lock()
    workers = [context.Process(target=counter, args=(lock, memory.name, 50)) for i in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(memory.buf[0], memory.size >= 100)
    memory.close()
    memory.unlink()
    fault(lambda: shared_memory.SharedMemory(name="surely_not_there"))
    numbers = shared_memory.ShareableList([1, "two", 3.5, None, b"b", True])
    print(list(numbers), numbers[1], numbers.format)
    numbers.shm.close()
    numbers.shm.unlink()

    lock, again = context.Lock(), context.RLock()
    print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.02), lock)
    lock.release()
    fault(lock.release)
    print(again.acquire(), again.acquire(), again)
    again.release(), again.release()
    fault(again.release)
    bounded = context.BoundedSemaphore(2)
    print(bounded.acquire(), bounded.get_value(), bounded, bounded.release())
    fault(bounded.release)
    barrier, condition, semaphore, q = context.Barrier(3), context.Condition(), context.Semaphore(1), context.SimpleQueue()
    with condition:
        workers = [context.Process(target=waiter, args=(barrier, condition, semaphore, q)) for i in range(2)]
        for worker in workers:
            worker.start()
        barrier.wait(10)
        print(q.get(), q.get(), condition.wait(10))
    for worker in workers:
        worker.join()
    q = context.Queue(1)
    q.put(1)
    try:
        q.put(2, timeout=0.02)
    except queue.Full as e:
        print("full", q.full(), q.get())
    try:
        q.get(timeout=0.02)
    except queue.Empty:
        print("empty")
    tasks = context.JoinableQueue()
    tasks.put("x")
    threading.Thread(target=lambda: (tasks.get(), tasks.task_done())).start()
    tasks.join()
    with context.Manager() as manager:
        shared, items = manager.dict(), manager.list([1, 2])
        worker = context.Process(target=add, args=(shared, "key"))
        worker.start()
        worker.join()
        items.append(3)
        print(shared.copy(), list(items), len(shared), manager.Value("i", 5).value)
        fault(shared.__getitem__, "nothing")
    import _multiprocessing
    print(_multiprocessing.flags, _multiprocessing.SemLock.SEM_VALUE_MAX)
    name = f"/ouro-test-{os.getpid()}"
    s = _multiprocessing.SemLock(1, 1, 2, name, False)
    print(s.name == name, s.kind, s.maxvalue, s._count(), s._get_value(), s._is_zero(), s._is_mine())
    fault(_multiprocessing.SemLock, 1, 1, 2, name, True)
    other = _multiprocessing.SemLock._rebuild(0, 1, 2, name)
    print(s.acquire(), other._get_value(), other._is_zero(), other.acquire(False), s._is_mine())
    _multiprocessing.sem_unlink(name)
    fault(_multiprocessing.sem_unlink, name)
    fault(_multiprocessing.SemLock, 7, 1, 2, name, True)
    fault(_multiprocessing.SemLock, 1)


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        run(method)
    run_rest()
