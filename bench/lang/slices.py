# Parts of lists, texts, bytes and tuples; pancakes turned over.
def serial(value, out):
    if isinstance(value, int):
        out.append(b"i%d;" % value)
    elif isinstance(value, str):
        out.append(b"s%d:" % len(value) + value.encode())
    else:
        out.append(b"l")
        for item in value:
            serial(item, out)
        out.append(b"e")


def parse(data, at):
    kind = data[at:at + 1]
    if kind == b"i":
        end = data.index(b";", at)
        return int(data[at + 1:end]), end + 1
    if kind == b"s":
        colon = data.index(b":", at)
        end = colon + 1 + int(data[at + 1:colon])
        return data[colon + 1:end].decode(), end
    items, at = [], at + 1
    while data[at:at + 1] != b"e":
        item, at = parse(data, at)
        items.append(item)
    return items, at + 1


def flips(n, rounds):
    most, order = 0, list(range(n))
    for k in range(rounds):
        order = order[k % n:] + order[:k % n]
        stack, count = order[:], 0
        while (top := stack[0]) and count < 100:
            stack[:top + 1] = stack[top::-1]
            count += 1
        most = max(most, count)
    return most


value = [[i, "text %d" % i, [i * 3, i * 5]] for i in range(4000)]
for _ in range(5):
    parts = []
    serial(value, parts)
    result, _ = parse(b"".join(parts), 0)
print(result == value, flips(11, 60000))
words = ("the quick brown fox jumps over the lazy dog " * 40)
print(sum(len(words[i:i + 5]) + (words[i:i + 3] == "fox") for i in range(len(words))))
