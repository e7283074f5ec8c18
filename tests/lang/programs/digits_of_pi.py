from decimal import Decimal, getcontext
from fractions import Fraction

def pi_dec(n):
    getcontext().prec = n + 5
    t = Decimal(0)
    k = 0
    p = Decimal(1)
    while p > Decimal(10) ** (-(n + 3)):
        t += p * (Decimal(4) / (8 * k + 1) - Decimal(2) / (8 * k + 4) - Decimal(1) / (8 * k + 5) - Decimal(1) / (8 * k + 6))
        p /= 16
        k += 1
    return t
print(str(pi_dec(20))[:22])
h = sum((Fraction(1, i) for i in range(1, 60)), Fraction(0))
print(h.numerator % 10 ** 9, h.denominator % 10 ** 9)

def spigot():
    q, r, t, k, n, l = (1, 0, 1, 1, 3, 3)
    while True:
        if 4 * q + r - t < n * t:
            yield n
            nr = 10 * (r - n * t)
            n = 10 * (3 * q + r) // t - 10 * n
            q *= 10
            r = nr
        else:
            nr = (2 * q + r) * l
            nn = (q * 7 * k + 2 + r * l) // (t * l)
            q *= k
            t *= l
            l += 2
            k += 1
            n = nn
            r = nr
g = spigot()
print(''.join((str(next(g)) for _ in range(60)))[-20:])
