def sieve(n):
    s = bytearray([1]) * (n + 1)
    s[:2] = b'\x00\x00'
    for i in range(2, int(n ** 0.5) + 1):
        if s[i]:
            s[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, v in enumerate(s) if v]

def sieve2(n):
    s = [True] * (n + 1)
    for i in range(2, n + 1):
        if s[i]:
            for j in range(i * i, n + 1, i):
                s[j] = False
    return sum(s) - 2
print(len(sieve(3000)), sieve2(800))

def gen():
    D = {}
    q = 2
    while True:
        if q not in D:
            yield q
            D[q * q] = [q]
        else:
            for p in D[q]:
                D.setdefault(p + q, []).append(p)
            del D[q]
        q += 1
g = gen()
print([next(g) for _ in range(60)][-1])

def matmul(a, b):
    bt = list(zip(*b))
    return [[sum((x * y for x, y in zip(r, c))) for c in bt] for r in a]
m = [[i * j % 7 + 0.5 for j in range(8)] for i in range(8)]
print(round(sum(map(sum, matmul(m, matmul(m, m)))), 2))

def ack(m, n):
    return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
import sys
sys.setrecursionlimit(20000)
print(ack(2, 9), ack(2, 5))

def hanoi(n, a, b, c):
    return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(6, 'a', 'b', 'c'))

def queens(n, row=0, cols=0, d1=0, d2=0):
    if row == n:
        return 1
    c = 0
    free = ~(cols | d1 | d2) & (1 << n) - 1
    while free:
        b = free & -free
        free ^= b
        c += queens(n, row + 1, cols | b, (d1 | b) << 1, (d2 | b) >> 1)
    return c
print(queens(5), queens(6))
