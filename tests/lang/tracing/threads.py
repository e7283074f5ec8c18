"""Each thread has its own trace and profile functions; threading installs them in new ones."""
import sys
import threading

log = []


def trace(frame, event, argument):
    if frame.f_code in codes:
        log.append((threading.current_thread().name, frame.f_code.co_name, event,
                    frame.f_lineno - frame.f_code.co_firstlineno))
    return trace


def profile(frame, event, argument):
    if frame.f_code in codes:
        log.append((threading.current_thread().name, frame.f_code.co_name, "profile " + event))


def work(barrier):
    total = 0
    for i in range(2):
        total += i
        barrier.wait()
    return total


def quiet():
    results.append((sys.gettrace(), sys.getprofile()))


def start(*names):
    barrier = threading.Barrier(len(names))
    threads = [threading.Thread(target=work, args=(barrier,), name=name) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


codes = {work.__code__}
results = []
print(threading.gettrace(), threading.getprofile())
threading.settrace(trace)
print(threading.gettrace() is trace)
start("a", "b")
threading.settrace(None)
threading.setprofile(profile)
print(threading.getprofile() is profile)
start("c", "d")
threading.setprofile(None)
for entry in sorted(log, key=lambda entry: entry[0]):
    print(*entry)

sys.settrace(trace)
thread = threading.Thread(target=quiet)
thread.start()
thread.join()
print(sys.gettrace() is trace)
sys.settrace(None)
print(results, sys.gettrace())
print(hasattr(threading, "settrace_all_threads"))


def spin(count):
    for i in range(count):
        pass
    return count


log.clear()
codes.add(spin.__code__)
untraced = [threading.Thread(target=spin, args=(200000,)) for i in range(3)]
for thread in untraced:
    thread.start()
sys.settrace(trace)
spin(3)
sys.settrace(None)
for thread in untraced:
    thread.join()
print(len(log), {entry[0] for entry in log})
