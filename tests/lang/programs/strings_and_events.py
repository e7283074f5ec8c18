from dataclasses import dataclass, field
import io
s = ''
for i in range(300):
    s += str(i)
parts = [f'{i:05d}:{i * 2:x}' for i in range(300)]
j = ','.join(parts)
print(len(s), len(j), j.count('a'), len(j.split(',')), len(j.replace('0', 'zz')), j[::-1][:5])
b = io.StringIO()
for i in range(300):
    b.write('%d-%s;' % (i, 'x' * (i % 5)))
print(len(b.getvalue()))
words = ('the quick brown fox jumps over the lazy dog ' * 20).split()
freq = {}
for w in words:
    freq[w] = freq.get(w, 0) + 1
print(sorted(freq.items(), key=lambda t: (-t[1], t[0]))[:3], sum((1 for w in words if w == w[::-1])), len({w.title() for w in words}))

@dataclass(order=True)
class Ev:
    t: float
    kind: str = field(compare=False)
    who: int = field(compare=False, default=0)

@dataclass
class Person:
    name: str
    money: int = 100
    log: list = field(default_factory=list)
import heapq
ps = [Person(f'p{i}') for i in range(50)]
q = [Ev(i * 0.5, 'pay', i) for i in range(50)]
heapq.heapify(q)
n = 0
while q and n < 150:
    e = heapq.heappop(q)
    p = ps[e.who]
    o = ps[(e.who * 7 + n) % 50]
    amt = n * 13 % 10
    if p.money >= amt:
        p.money -= amt
        o.money += amt
        p.log.append((n, amt))
    heapq.heappush(q, Ev(e.t + 1 + e.who % 7 * 0.1, 'pay', e.who))
    n += 1
print(sum((p.money for p in ps)), max((len(p.log) for p in ps)))

def caesar(t, k):
    return ''.join((chr((ord(c) - 97 + k) % 26 + 97) if c.isalpha() else c for c in t))
t = 'hello world this is text ' * 10
for k in range(4):
    t = caesar(t, k)
print(t[:20])
print(sum((1 for a, b in zip(t, t[1:]) if a == b)))
