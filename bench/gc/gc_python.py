"""The workloads in Python: for CPython (python3) and for `ouro run`. Lists of two as nodes."""
import gc
import sys
import time


def status(name):
    try:
        with open("/proc/self/status") as file:
            for line in file:
                if line.startswith(name):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


class Stops:
    def __init__(self):
        self.buckets = {}
        self.total = 0
        self.max = 0

    def add(self, ns):
        bucket = ns // 10000
        self.buckets[bucket] = self.buckets.get(bucket, 0) + 1
        self.total += 1
        if ns > self.max:
            self.max = ns

    def percentile(self, share):
        seen = 0
        for bucket in sorted(self.buckets):
            seen += self.buckets[bucket]
            if seen > self.total * share:
                return (bucket + 1) / 100
        return self.max / 1e6


collector_ns = 0
collector_max_ns = 0
collector_start = 0


def watch(phase, info):
    """CPython's collector tells when it starts and stops; that of ouro has its figures in the summary."""
    global collector_ns, collector_max_ns, collector_start
    if phase == "start":
        collector_start = time.thread_time_ns()
    else:
        took = time.thread_time_ns() - collector_start
        collector_ns += took
        collector_max_ns = max(collector_max_ns, took)


def report(who, what, start, stops=None, more=""):
    line = '{"who":"%s","what":"%s","cpu_s":%.3f,"peak_mib":%.1f,"resident_mib":%.1f' % (
        who, what, time.process_time() - start, status("VmHWM"), status("VmRSS"))
    if stops is not None:
        line += ',"max_ms":%.3f,"p9999_ms":%.3f' % (stops.max / 1e6, stops.percentile(0.9999))
    if watch in gc.callbacks:
        line += ',"gc_s":%.3f,"gc_max_ms":%.3f' % (collector_ns / 1e9, collector_max_ns / 1e6)
    print(line + more + "}")


def tree_build(depth):
    if depth == 0:
        return [None, None]
    return [tree_build(depth - 1), tree_build(depth - 1)]


def tree_check(node):
    if node[0] is None:
        return 1
    return 1 + tree_check(node[0]) + tree_check(node[1])


def trees(who, depth_max):
    start = time.process_time()
    total = 0
    lasting = tree_build(depth_max)
    for depth in range(4, depth_max + 1, 4):
        for _ in range(1 << (depth_max - depth + 4)):
            total += tree_check(tree_build(depth))
    total += tree_check(lasting)
    report(who, "trees%d" % depth_max, start, None, ',"sum":%d' % total)


def ring_build(size):
    first = [None, None]
    last = first
    for _ in range(size - 1):
        node = [None, None]
        last[0] = node
        last = node
    last[0] = first
    return first


def rings(who, size, count):
    start = time.process_time()
    for _ in range(count):
        ring_build(size)
    report(who, "rings%d" % size, start)


random_state = 88172645463325252
MASK = (1 << 64) - 1


def random_step():
    global random_state
    x = random_state
    x ^= (x << 13) & MASK
    x ^= x >> 7
    x ^= (x << 17) & MASK
    random_state = x
    return x


def bigheap(who, live_count, drops, is_linked):
    stops = Stops()
    start = time.process_time()
    live = []
    for i in range(live_count):
        live.append([live[random_step() % i] if i else None, live[i - 1] if i else None])
    built = time.process_time()
    clock = time.thread_time_ns
    for _ in range(drops):
        before = clock()
        a = [None, None]
        a[0] = [a, None]
        if is_linked:
            a[1] = live[random_step() % live_count]
        a = None
        stops.add(clock() - before)
    end = time.process_time()
    report(who, "bigheap-linked" if is_linked else "bigheap-isolated", start, stops,
           ',"build_s":%.3f,"drop_s":%.3f' % (built - start, end - built))


def lists(who, count, is_collecting=1):
    """Many small lists: the collector's share is the difference of two processes, with it and without, since
    the second half of one process would find its memory ready."""
    if not is_collecting:
        gc.disable()
    start = time.process_time()
    data = [[i] for i in range(count)]
    report(who, "lists%d%s" % (count, "" if is_collecting else "-without"), start, None,
           ',"kept":%d' % len(data))


def giant(who, size):
    stops = Stops()
    ring = ring_build(size)
    start = time.process_time()
    before = time.perf_counter_ns()
    ring = None
    gc.collect()
    stops.add(time.perf_counter_ns() - before)
    report(who, "giant-ring", start, stops)


def main():
    who, what = sys.argv[1], sys.argv[2]
    if who == "cpython":
        gc.callbacks.append(watch)
    numbers = [int(text) for text in sys.argv[3:]]
    {"trees": trees, "rings": rings, "bigheap": bigheap, "lists": lists, "giant": giant}[what](
        who, *numbers)


main()
