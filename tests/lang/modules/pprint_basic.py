import pprint, numbers, threading, timeit
data = {"name": "x" * 30, "list": list(range(30)), "nested": {"a": [1, 2, {"b": "c" * 60}], "t": (1,)}, "s": {3, 1, 2}, 5: None} if 0 else {"name": "x" * 30, "list": list(range(30)), "nested": {"a": [1, 2, {"b": "c" * 60}], "t": (1,)}, "s": {3, 1, 2}}
pprint.pprint(data); pprint.pprint(data, width=40, compact=True); pprint.pprint(data, indent=4, depth=2); pprint.pp({"b": 1, "a": 2})
print(pprint.pformat([1, 2]), pprint.pformat("word " * 30), pprint.pformat([["long string number one"] * 5, ("t" * 70,)]))
r = [1]; r.append(r); print(pprint.isrecursive(r), pprint.isrecursive([1]))
print(isinstance(3, numbers.Integral), isinstance(1.5, numbers.Real), isinstance(1j, numbers.Real), isinstance(True, numbers.Number))
with threading.Lock() as l: print(l)
print(threading.current_thread().name, threading.active_count(), timeit.timeit("1+1", number=10) >= 0)
