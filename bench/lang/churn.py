"""Dicts and lists that come and go."""


def main():
    cache, total = {}, 0
    for i in range(250000):
        key = (i * 7919) % 5003
        entry = cache.get(key)
        if entry is None:
            cache[key] = [i, {"hits": 0, "key": key}]
        else:
            entry[1]["hits"] += 1
            entry.append(i)
            if len(entry) > 12:
                total += sum(entry[2:]) % 97
                del cache[key]
    queue = []
    for i in range(120000):
        queue.append((i, str(i)))
        if len(queue) > 500:
            queue = [item for item in queue[200:] if item[0] % 3]
    print(total, len(cache), len(queue))


main()
