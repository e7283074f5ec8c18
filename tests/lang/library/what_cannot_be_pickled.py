"""What keeps something that neither __dict__ nor slots show can be neither copied nor pickled."""
import copy
import io
import pickle
import threading
import types
import weakref


class Plain:
    pass


class Space(types.SimpleNamespace):
    pass


class Numbers(list):
    pass


plain = Plain()
plain.name = "x"
numbers = Numbers([1, 2])
numbers.name = "y"
for thing in (types.SimpleNamespace(a=1), Space(b=2), plain, numbers, Plain, len, threading.Lock(),
              threading.RLock(), threading.local(), types.MappingProxyType({}), classmethod(len), staticmethod(len),
              property(), types.CellType(1), (x for x in []), io.BufferedReader(io.BytesIO()), memoryview(b"")):
    for take in copy.copy, copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing)):
        try:
            taken = take(thing)
        except Exception as error:
            print(type(thing).__name__, type(error).__name__, error)
        else:
            print(type(taken).__name__, vars(taken) if taken is not thing else "itself")
