from collections import Counter

def step(cells):
    n = Counter(((x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy))
    return {c for c, k in n.items() if k == 3 or (k == 2 and c in cells)}
cells = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2), (20, 20), (21, 20), (22, 20), (21, 21), (30, 5), (31, 5), (30, 6), (29, 6), (30, 7)}
for _ in range(8):
    cells = step(cells)
print(len(cells))
grid = [[(i * 7 + j * 13) % 5 == 0 for j in range(12)] for i in range(12)]
for _ in range(2):
    grid = [[(s := (sum((grid[(i + a) % 12][(j + b) % 12] for a in (-1, 0, 1) for b in (-1, 0, 1))) - grid[i][j])) == 3 or (s == 2 and grid[i][j]) for j in range(12)] for i in range(12)]
print(sum(map(sum, grid)))
