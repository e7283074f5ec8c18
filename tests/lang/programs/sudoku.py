digits = '123456789'
rows = 'ABCDEFGHI'

def cross(a, b):
    return [x + y for x in a for y in b]
squares = cross(rows, digits)
unitlist = [cross(rows, c) for c in digits] + [cross(r, digits) for r in rows] + [cross(rs, cs) for rs in ('ABC', 'DEF', 'GHI') for cs in ('123', '456', '789')]
units = {s: [u for u in unitlist if s in u] for s in squares}
peers = {s: set(sum(units[s], [])) - {s} for s in squares}

def assign(values, s, d):
    return values if all((eliminate(values, s, x) for x in values[s].replace(d, ''))) else False

def eliminate(values, s, d):
    if d not in values[s]:
        return values
    values[s] = values[s].replace(d, '')
    if not values[s]:
        return False
    if len(values[s]) == 1:
        if not all((eliminate(values, p, values[s]) for p in sorted(peers[s]))):
            return False
    for u in units[s]:
        places = [x for x in u if d in values[x]]
        if not places:
            return False
        if len(places) == 1 and (not assign(values, places[0], d)):
            return False
    return values

def search(values):
    if values is False:
        return False
    if all((len(values[s]) == 1 for s in squares)):
        return values
    n, s = min(((len(values[s]), s) for s in squares if len(values[s]) > 1))
    for d in values[s]:
        r = search(assign(values.copy(), s, d))
        if r:
            return r
    return False

def solve(g):
    values = {s: digits for s in squares}
    for s, d in zip(squares, g):
        if d in digits and (not assign(values, s, d)):
            return False
    return search(values)
for g in ['4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......', '52...6.........7.13...........4..8..6......5...........418.........3..2...87.....', '6.....8.3.4.7.................5.4.7.3..2.....1.6.......2.....5.....8.6......1....', '..............3.85..1.2.......5.7.....4...1...9.......5......73..2.1........4...9'][:1]:
    r = solve(g)
    print(''.join((r[s] for s in squares)))
