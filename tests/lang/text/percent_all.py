"""Every conversion of % with flags, widths and precisions."""
def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(type(r).__name__, ascii(r))
    except BaseException as e:
        print(type(e).__name__, ascii(str(e)))


def s(f):
    try: return ascii(f())
    except BaseException as e: return type(e).__name__ + ' ' + ascii(str(e))


vals = [0, 1, -7, 255, 10**20, -10**20, True, 1.5, -0.0, 1e100, 3.14159265, float('inf'), float('nan'), 'abc', 'é€', None, [1], 2+3j]
n = 0
for flags in ('', '-', '+', ' ', '#', '0', '+0', '-0', '#0', ' 0'):
    for w in ('', '1', '8', '12'):
        for p in ('', '.0', '.3', '.'):
            for c in 'diouxXeEfFgGcrsa%q':
                for v in vals:
                    f = '%' + flags + w + p + c
                    print(f, s(lambda: f % (v,)))
