# What gc.freeze() froze is not counted any more once the process has forked: it is never released.
import gc, os, weakref
class Frozen: pass
frozen = Frozen()
watcher = weakref.ref(frozen)
gc.freeze()
if os.fork() == 0:
    os._exit(0)
os.wait()
del frozen
print(watcher() is None)
