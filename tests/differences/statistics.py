# Collections happen at other times: the young generation adapts its size until gc.set_threshold is called, the old
# one is collected in slices. gc.get_stats() therefore counts differently.
import gc
keep = [[] for _ in range(200000)]
print([s["collections"] for s in gc.get_stats()], gc.get_count())
