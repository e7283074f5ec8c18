import sys
sys.set_coroutine_origin_tracking_depth(2)
async def f(): return 1
def g():
    return f()
def h():
    return g()
c = h()
print(c.cr_origin)
del c
print(sys.get_coroutine_origin_tracking_depth())
try: sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as e: print(e)
try: sys.set_asyncgen_hooks(3)
except TypeError as e: print(e)
