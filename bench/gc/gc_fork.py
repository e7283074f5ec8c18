"""After gc.freeze() and os.fork() a child reads a million lists: how much memory does it then have of its own?
usage: gc_fork.py WHO [lists]"""
import gc
import os
import sys
import time


def dirty_mib():
    with open("/proc/self/smaps_rollup") as file:
        for line in file:
            if line.startswith("Private_Dirty:"):
                return int(line.split()[1]) / 1024
    return 0.0


def read_all(data):
    total = 0
    for item in data:
        total += item[0]
    return total


def child(data, before, pipe):
    start = time.process_time()
    total = read_all(data)
    after = dirty_mib()
    os.write(pipe, b"%f %f %d" % (after - before, time.process_time() - start, total))
    os._exit(0)


def main():
    who = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
    data = [[i + 1000] for i in range(count)]
    read_all(data)
    gc.collect()
    gc.freeze()
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        child(data, dirty_mib(), write_end)
    os.close(write_end)
    answer = os.read(read_end, 200).decode().split()
    os.waitpid(pid, 0)
    print('{"who":"%s","what":"fork-%d","cpu_s":%.3f,"dirty_mib":%.2f}'
          % (who, count, float(answer[1]), float(answer[0])))


main()
