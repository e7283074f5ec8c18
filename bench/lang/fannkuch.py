def fannkuch(n):
    perm1, count = list(range(n)), [0] * n
    flips_max, checksum, r, number = 0, 0, n, 0
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        if perm1[0] != 0:
            perm, flips = perm1[:], 0
            first = perm[0]
            while first:
                perm[:first + 1] = perm[first::-1]
                flips += 1
                first = perm[0]
            flips_max = max(flips_max, flips)
            checksum += flips if number % 2 == 0 else -flips
        while True:
            if r == n:
                return checksum, flips_max
            perm1.insert(r, perm1.pop(0))
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        r, number = r, number + 1


print(fannkuch(8))
