import statistics as s, queue
d = [2, 4, 4, 4, 5, 5, 7, 9]
print(s.mean(d), s.mean([1, 2]), s.fmean(d), s.median(d), s.median([1, 3, 2]), s.median_low(d), s.median_high(d), s.mode(d), s.multimode("aabbc"), s.pstdev(d), s.stdev(d), s.variance(d), s.pvariance(d), s.quantiles(d), s.quantiles(d, n=10, method="inclusive"))
print(s.mean([1.5, 2.25, 0.1]), s.stdev([1.5, 2.25, 0.1]), s.harmonic_mean([40, 60]), round(s.geometric_mean([54, 24, 36]), 6), s.correlation([1, 2, 3], [2, 4, 7]), s.covariance([1, 2, 3], [2, 4, 7]))
for f in (lambda: s.mean([]), lambda: s.stdev([1]), lambda: s.mode([]), lambda: s.median([])):
    try: f()
    except s.StatisticsError as e: print(e)
q = queue.Queue(2); q.put(1); q.put(2); print(q.full(), q.qsize(), q.get(), q.get(), q.empty())
try: q.get_nowait()
except queue.Empty as e: print("empty", repr(e))
p = queue.PriorityQueue(); [p.put(x) for x in (3, 1, 2)]; print([p.get() for _ in range(3)])
l = queue.LifoQueue(); [l.put(x) for x in (3, 1, 2)]; print([l.get() for _ in range(3)])
