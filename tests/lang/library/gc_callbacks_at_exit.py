# A callback that is still there when the program ends.
import gc

seen = []
gc.callbacks.append(lambda phase, info: seen.append((phase, info["generation"])))
gc.collect()
print(seen[-2:])
gc.collect(0)
print(seen[-2:])
print("end")
