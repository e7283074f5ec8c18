# The hash of data nested deeper than the C stack allows raises; CPython recurses until it crashes.
t = ()
for _ in range(100000): t = (t,)
try: print(hash(t) is not None)
except RecursionError as e: print("RecursionError")
