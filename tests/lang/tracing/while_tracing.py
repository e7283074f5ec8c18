"""Collections, threads and finalizers while everything is traced; unbound variables after a jump."""
import sys, threading, gc
def tr(f,e,a):
    f.f_trace_opcodes = True
    f.f_locals
    return tr
def work(n):
    def g():
        for i in range(n):
            try:
                yield i
            finally:
                pass
    out = [x for x in g() if x % 2]
    d = {k: [k] for k in out}
    try: d[99]
    except KeyError as e: out.append(str(e))
    del d
    return out
class C:
    def __del__(self): sys.settrace(tr)
sys.settrace(tr)
for i in range(3):
    work(5)
    c = C(); c.c = c; del c
    gc.collect()
ts = [threading.Thread(target=work, args=(6,)) for _ in range(3)]
threading.settrace(tr); threading.setprofile(lambda *a: None)
[t.start() for t in ts]; [t.join() for t in ts]
sys.settrace(None); threading.settrace(None); threading.setprofile(None)
def jumper(f, e, a):
    if e == "line" and f.f_lineno == f.f_code.co_firstlineno + 2 and not done:
        done.append(1); f.f_lineno = f.f_code.co_firstlineno + 4
    return jumper
done = []
def target():
    x = 1
    y = object()
    z = [y]
    return x, locals().get("y"), (y, z)
sys.settrace(jumper)
try: print(target())
except UnboundLocalError as e: print(e)
sys.settrace(None)
for i in range(5):
    try: print(type(target()[1]).__name__)
    except UnboundLocalError as e: print(e)
