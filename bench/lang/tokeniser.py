"""A hand-written scanner over a program text."""
TEXT = '''
def area(width, height):   # a comment
    if width <= 0 or height <= 0.5:
        return "nothing at all"
    total = width * height + 0x1F - 12.5e3
    return [total, {"key": (1, 2)}]
''' * 120
KEYWORDS = {"def", "if", "or", "return"}


def tokens(text):
    at, end = 0, len(text)
    while at < end:
        c = text[at]
        start = at
        if c in " \n":
            at += 1
            continue
        if c == "#":
            while at < end and text[at] != "\n":
                at += 1
            yield "comment", text[start:at]
        elif c.isalpha() or c == "_":
            while at < end and (text[at].isalnum() or text[at] == "_"):
                at += 1
            word = text[start:at]
            yield ("keyword" if word in KEYWORDS else "name"), word
        elif c.isdigit():
            while at < end and (text[at].isalnum() or text[at] == "."):
                at += 1
            yield "number", text[start:at]
        elif c == '"':
            at = text.index('"', at + 1) + 1
            yield "string", text[start:at]
        else:
            at += 2 if text[at:at + 2] in ("<=", ">=", "==") else 1
            yield "operator", text[start:at]


counts = {}
for _ in range(4):
    for kind, value in tokens(TEXT):
        counts[kind] = counts.get(kind, 0) + len(value)
print(sorted(counts.items()))
