# Ints of two limbs: a generator of random numbers modulo a Mersenne prime.
def numbers(seed, count, modulus=(1 << 89) - 1):
    total = mixed = 0
    for _ in range(count):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % modulus
        mixed ^= seed
        total += seed >> 7
        mixed &= (1 << 100) - 1
    return total, mixed


print(numbers(2 ** 70 + 12345, 300000))
