def solve(n, row=0, columns=0, left=0, right=0):
    if row == n:
        return 1
    count, free = 0, ~(columns | left | right) & ((1 << n) - 1)
    while free:
        bit = free & -free
        free ^= bit
        count += solve(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1)
    return count


def permutations_queens(n):
    from itertools import permutations
    columns = range(n)
    return sum(1 for v in permutations(columns)
               if n == len({v[i] + i for i in columns}) == len({v[i] - i for i in columns}))


print(solve(9), permutations_queens(8))
