seed, numbers = 42, []
for _ in range(120000):
    seed = (seed * 1103515245 + 12345) % 2147483648
    numbers.append(seed)
print(sorted(numbers)[:3], sorted(numbers, reverse=True)[0])
records = [(n % 100, "name%d" % (n % 5000), n) for n in numbers]
records.sort()
records.sort(key=lambda r: (r[1], -r[0]))
print(records[0], records[-1])
words = sorted("w%d" % n for n in numbers[:40000])
print(words[0], words[-1], min(numbers), max(words))


def quick(items):
    if len(items) < 2:
        return items
    pivot, rest = items[0], items[1:]
    return quick([x for x in rest if x < pivot]) + [pivot] + quick([x for x in rest if x >= pivot])


print(quick(numbers[:30000])[::6000])
