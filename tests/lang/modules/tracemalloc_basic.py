import tracemalloc
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
tracemalloc.start()
before = tracemalloc.take_snapshot()
data = [bytes(1000 + i) for i in range(1000)]
after = tracemalloc.take_snapshot()
now, peak = tracemalloc.get_traced_memory()
print(now > 1000000, peak >= now, tracemalloc.is_tracing())
top = after.statistics("lineno")[0]
print(top.traceback[0].lineno, top.size > 1000000, top.count >= 1000)
diff = after.compare_to(before, "lineno")[0]
print(diff.traceback[0].lineno, diff.size_diff > 1000000, diff.count_diff >= 1000)
print(tracemalloc.get_object_traceback(data[5])[0].lineno)
del data
low, peak = tracemalloc.get_traced_memory()
print(low < 200000, peak > 1000000)
tracemalloc.reset_peak()
print(tracemalloc.get_traced_memory()[1] < 300000)
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
try:
    tracemalloc.take_snapshot()
except RuntimeError as e:
    print(e)
