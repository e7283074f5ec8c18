import math

class Vec:
    __slots__ = ('x', 'y', 'z')

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k, self.z * k)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def norm(self):
        return self * (1.0 / math.sqrt(self.dot(self)))

class Sphere:

    def __init__(self, c, r, color):
        self.c = c
        self.r = r
        self.color = color

    def hit(self, o, d):
        oc = o - self.c
        b = oc.dot(d)
        c = oc.dot(oc) - self.r * self.r
        disc = b * b - c
        if disc < 0:
            return None
        t = -b - math.sqrt(disc)
        return t if t > 0.0001 else None
scene = [
    Sphere(Vec(0, 0, 5), 1, 0.9), Sphere(Vec(1.5, 0.5, 4), 0.7, 0.5), Sphere(Vec(-1.5, -0.3, 6), 1.2, 0.7),
    Sphere(Vec(0, -101, 5), 100, 0.3),
]
light = Vec(5, 5, -5)

def trace(o, d, depth):
    best = None
    for s in scene:
        t = s.hit(o, d)
        if t is not None and (best is None or t < best[0]):
            best = (t, s)
    if best is None:
        return 0.1
    t, s = best
    p = o + d * t
    n = (p - s.c).norm()
    l = (light - p).norm()
    shade = max(0.0, n.dot(l)) * s.color
    if any((x.hit(p, l) for x in scene if x is not s)):
        shade *= 0.3
    if depth:
        shade += 0.2 * trace(p, d - n * (2 * d.dot(n)), depth - 1)
    return shade
W, H = (16, 12)
total = 0.0
for y in range(H):
    for x in range(W):
        total += trace(Vec(0, 0, 0), Vec((x - W / 2) / W, (H / 2 - y) / W, 1).norm(), 2)
print(round(total, 6))
