import random, math
random.seed(1)
pts = [(random.gauss(c % 3 * 5, 1), random.gauss(c // 3 * 5, 1)) for c in range(9) for _ in range(8)]

def kmeans(pts, k, it):
    cs = random.sample(pts, k)
    for _ in range(it):
        groups = [[] for _ in range(k)]
        for p in pts:
            groups[min(range(k), key=lambda i: (p[0] - cs[i][0]) ** 2 + (p[1] - cs[i][1]) ** 2)].append(p)
        cs = [(sum((x for x, _ in g)) / len(g), sum((y for _, y in g)) / len(g)) if g else cs[i] for i, g in enumerate(groups)]
    return sorted(cs)
print([(round(x, 3), round(y, 3)) for x, y in kmeans(pts, 9, 3)])

class Net:

    def __init__(s, a, b, c):
        s.w1 = [[random.uniform(-1, 1) for _ in range(a)] for _ in range(b)]
        s.w2 = [[random.uniform(-1, 1) for _ in range(b)] for _ in range(c)]

    def forward(s, x):
        s.h = [1 / (1 + math.exp(-sum((w * v for w, v in zip(r, x))))) for r in s.w1]
        s.o = [1 / (1 + math.exp(-sum((w * v for w, v in zip(r, s.h))))) for r in s.w2]
        return s.o

    def train(s, x, t, lr=0.5):
        o = s.forward(x)
        do = [(ti - oi) * oi * (1 - oi) for ti, oi in zip(t, o)]
        dh = [h * (1 - h) * sum((do[k] * s.w2[k][j] for k in range(len(do)))) for j, h in enumerate(s.h)]
        for k, d in enumerate(do):
            for j, h in enumerate(s.h):
                s.w2[k][j] += lr * d * h
        for j, d in enumerate(dh):
            for i, v in enumerate(x):
                s.w1[j][i] += lr * d * v
n = Net(3, 12, 1)
for _ in range(6):
    for a, b in ((0, 0), (0, 1), (1, 0), (1, 1)):
        n.train([a, b, 1], [a ^ b])
print([round(n.forward([a, b, 1])[0], 3) for a, b in ((0, 0), (0, 1), (1, 0), (1, 1))])
