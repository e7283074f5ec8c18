# Conway's life on sets and dicts of coordinate pairs.
def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = (x + dx, y + dy)
                    counts[key] = counts.get(key, 0) + 1
    return {cell for cell, count in counts.items() if count == 3 or (count == 2 and cell in cells)}


cells = {(x * 7 % 61, x * x % 53) for x in range(900)}
for _ in range(60):
    cells = step(cells)
print(len(cells), sum(x * 31 + y for x, y in cells))
