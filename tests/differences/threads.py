# Threads take turns on one thread of the system: all have its number, and a call of the system that blocks keeps all waiting.
import os, threading, time
ids = []
thread = threading.Thread(target=lambda: ids.append(threading.get_native_id()))
thread.start()
thread.join()
print("threads have different native ids:", ids[0] != threading.get_native_id())
ticks = []
def tick():
    for _ in range(5):
        time.sleep(0.02)
        ticks.append(1)
threading.Thread(target=tick).start()
os.system("sleep 0.2")
print("ticks while the program waits for another process:", len(ticks))
