import math


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z, self.vx, self.vy, self.vz, self.mass = x, y, z, vx, vy, vz, mass


def bodies():
    return [Body(0, 0, 0, 0, 0, 0, 39.47), Body(4.84, -1.16, -.10, .606, 2.81, -.02, .037),
            Body(8.34, 4.12, -.4, -1.01, 1.82, .008, .011), Body(12.89, -15.11, -.22, 1.08, .868, -.01, .0017),
            Body(15.37, -25.9, .179, .979, .594, -.034, .002)]


def advance(system, dt):
    for i, a in enumerate(system):
        for b in system[i + 1:]:
            dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
            d2 = dx * dx + dy * dy + dz * dz
            mag = dt / (d2 * math.sqrt(d2))
            a.vx -= dx * b.mass * mag
            a.vy -= dy * b.mass * mag
            a.vz -= dz * b.mass * mag
            b.vx += dx * a.mass * mag
            b.vy += dy * a.mass * mag
            b.vz += dz * a.mass * mag
    for a in system:
        a.x += dt * a.vx
        a.y += dt * a.vy
        a.z += dt * a.vz


system = bodies()
for _ in range(25000):
    advance(system, 0.01)
print("%.9f" % sum(b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz) / 2 for b in system))
