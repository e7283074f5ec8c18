"""Indexes words of a text: strings, dicts, sorting."""
WORDS = ("the quick brown fox jumps over the lazy dog while seventeen small birds watch from an old oak tree and "
         "nobody in the village remembers when the first of them came to sing").split()
lines = [" ".join(WORDS[(i * 7 + k * 3) % len(WORDS)] for k in range(12)) for i in range(4000)]
index = {}
for number, line in enumerate(lines):
    for word in line.split():
        index.setdefault(word.strip(".,").lower(), []).append(number)
common = sorted(index.items(), key=lambda item: (-len(item[1]), item[0]))[:5]
print([(word, len(places)) for word, places in common])
longest = max(index, key=lambda word: (len(word), word))
print(longest, sum(map(len, index.values())), "".join(sorted(set("".join(index)))))
upper = [line.title().replace("The", "THE").center(90, "*") for line in lines]
print(sum(len(line) for line in upper), upper[7][:40])
