# Start, join, names, daemons, what ends with the program.
import sys
import threading
import time


def work(n):
    print("in", n, threading.current_thread().name)
    time.sleep(0.02 * n)
    print("out", n)


threads = [threading.Thread(target=work, args=(i,)) for i in (1, 2, 3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(threading.active_count(), threading.current_thread().name, threading.enumerate() == [threading.main_thread()])

named = threading.Thread(target=lambda: print(threading.current_thread().name), name="own name")
print(named.name, named.daemon, named.is_alive(), named.ident)
named.start()
named.join()
print(named.is_alive(), named.ident != threading.get_ident())
for action in (named.start, lambda: threading.Thread().join(), threading.current_thread().join):
    try:
        action()
    except RuntimeError as error:
        print(error)


class Custom(threading.Thread):
    def __init__(self, limit):
        super().__init__(daemon=True)
        self.limit, self.total = limit, 0

    def run(self):
        self.total = sum(range(self.limit))


custom = Custom(1000)
custom.start()
custom.join(timeout=5)
print(custom.total, custom.daemon)

stop, count = False, 0


def spin():
    global count
    while not stop:
        count += 1


spinner = threading.Thread(target=spin)
spinner.start()
time.sleep(0.03)
stop = True
spinner.join()
print(count > 0)

lost = [0]
lock = threading.Lock()


def add():
    for _ in range(2000):
        with lock:
            lost[0] += 1


threads = [threading.Thread(target=add) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(lost)


def deep(n):
    return deep(n + 1)


def recursive():
    try:
        deep(0)
    except RecursionError as error:
        print(error)


thread = threading.Thread(target=recursive)
thread.start()
thread.join()
many = [threading.Thread(target=time.sleep, args=(0.02,)) for _ in range(200)]
for thread in many:
    thread.start()
for thread in many:
    thread.join()
print(threading.active_count())
print(sys.getswitchinterval())
sys.setswitchinterval(0.001)
print(sys.getswitchinterval())
threading.Thread(target=lambda: time.sleep(100), daemon=True).start()
threading.Thread(target=lambda: (time.sleep(0.05), print("a thread that is no daemon ends after the program"))).start()
import atexit
atexit.register(print, "then the exit functions")
print("end of the program")
