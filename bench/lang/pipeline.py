# Threads that hand work on through queues.
import queue
import threading


def worker(source, target):
    while (item := source.get()) is not None:
        target.put(sum(range(item)))
    target.put(None)


first, second, third = queue.Queue(16), queue.Queue(16), queue.Queue(16)
threads = [threading.Thread(target=worker, args=pair) for pair in ((first, second), (second, third))]
for thread in threads:
    thread.start()
total, feeder = 0, threading.Thread(target=lambda: [first.put(n % 10) for n in range(8000)] + [first.put(None)])
feeder.start()
while (item := third.get()) is not None:
    total += item
for thread in (*threads, feeder):
    thread.join()
print(total)
