def mandel(w, h, it):
    out = []
    for py in range(h):
        row = []
        for px in range(w):
            c = complex(-2 + 3 * px / w, -1 + 2 * py / h)
            z = 0j
            n = 0
            while n < it and abs(z) <= 2:
                z = z * z + c
                n += 1
            row.append(' .:-=+*#%@'[n * 9 // it])
        out.append(''.join(row))
    return out
r = mandel(24, 9, 20)
print('\n'.join(r)[:200], sum(map(len, r)))

def m2(w, h):
    t = 0
    for py in range(h):
        y0 = -1 + 2 * py / h
        for px in range(w):
            x0 = -2 + 3 * px / w
            x = y = 0.0
            n = 0
            while x * x + y * y <= 4 and n < 60:
                x, y = (x * x - y * y + x0, 2 * x * y + y0)
                n += 1
            t += n
    return t
print(m2(16, 8))
