"""Pipelines of generators."""


def numbers(n):
    for i in range(n):
        yield i


def grep(pattern, lines):
    return (line for line in lines if pattern in line)


def windows(items, size):
    window = []
    for item in items:
        window.append(item)
        if len(window) > size:
            del window[0]
        if len(window) == size:
            yield tuple(window)


def flatten(x):
    for item in x:
        if isinstance(item, (list, tuple)):
            yield from flatten(item)
        else:
            yield item


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


def take(n, it):
    return [x for x, _ in zip(it, range(n))]


def chunks(seq, n):
    for i in range(0, len(seq), n):
        yield seq[i:i + n]


def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        if value is None:
            return total, count
        total += value
        count += 1
        average = total / count


def collect(results):
    while True:
        results.append((yield from averager()))


print(list(windows(numbers(6), 3)))
print(list(flatten([1, [2, (3, [4, [5]])], [], 6])))
print(take(10, primes()))
print(list(chunks("abcdefgh", 3)))
print(list(grep("a", ["abc", "xyz", "bca"])))
results = []
c = collect(results)
next(c)
for v in [10, 20, 30, None, 1, None]:
    c.send(v)
print(results)


def tree(d, depth=0):
    for k, v in d.items():
        yield depth, k
        if isinstance(v, dict):
            yield from tree(v, depth + 1)


for depth, name in tree({"a": {"b": {"c": 1}, "d": 2}, "e": 3}):
    print("  " * depth + name)


def permutations(items):
    if not items:
        yield ()
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield (x,) + rest


print(["".join(p) for p in permutations("abc")])


def coroutine_bus():
    log = []
    def worker(name, n):
        for i in range(n):
            log.append(f"{name}{i}")
            yield
    queue = [worker("a", 2), worker("b", 3), worker("c", 1)]
    while queue:
        g = queue.pop(0)
        try:
            next(g)
            queue.append(g)
        except StopIteration:
            pass
    return log


print(coroutine_bus())
print(sum(x for x in range(10) if x % 2), max((len(w), w) for w in "the quick brown".split()))
print(dict((k, v) for v, k in enumerate("abc")), sorted({x % 3 for x in range(9)}))
gens = [(i * j for j in range(3)) for i in range(3)]
print([list(g) for g in gens])
