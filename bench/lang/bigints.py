def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def pi_digits(count):
    q, r, t, k, n, l, out = 1, 0, 1, 1, 3, 3, []
    while len(out) < count:
        if 4 * q + r - t < n * t:
            out.append(n)
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = (q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k + 2) + r * l) // (t * l), l + 2)
    return "".join(map(str, out))


print(fibonacci(20000) % 10 ** 20, pi_digits(400)[-20:])
print(pow(3, 10 ** 5, 10 ** 9 + 7), len(str(2 ** 9000)), (7 ** 3000 >> 4000) & 0xffffffff, int("9" * 2000) // 7 ** 900 % 1000)
