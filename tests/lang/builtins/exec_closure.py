def outer():
    result = 0
    def four():
        nonlocal result
        result = 4
    def get(): return result
    return four, get
four, get = outer()
exec(four.__code__, {}, closure=four.__closure__); print(get())
def try_(*a, **k):
    try: exec(*a, **k); print('ok')
    except Exception as e: print(type(e).__name__, e)
try_(four.__code__)
try_(four.__code__, {}, closure=())
try_(four.__code__, {}, closure=[1])
try_(four.__code__, {}, closure=(1,))
try_(four.__code__, {}, closure=four.__closure__ * 2)
try_('x=1', closure=four.__closure__)
def plain(): pass
try_(plain.__code__, closure=four.__closure__)
try_(plain.__code__, closure=())
try_(plain.__code__, closure=None)
