def compress(data):
    d = {bytes([i]): i for i in range(256)}
    w = b''
    out = []
    for b in data:
        wc = w + bytes((b,))
        if wc in d:
            w = wc
        else:
            out.append(d[w])
            if len(d) < 65536:
                d[wc] = len(d)
            w = bytes((b,))
    if w:
        out.append(d[w])
    return out

def decompress(codes):
    d = {i: bytes([i]) for i in range(256)}
    w = d[codes[0]]
    out = bytearray(w)
    for k in codes[1:]:
        e = d[k] if k in d else w + w[:1]
        out += e
        d[len(d)] = w + e[:1]
        w = e
    return bytes(out)
text = b''.join((b'line %d: the quick brown fox %d jumps over the lazy dog\n' % (i * 37 % 1009, i % 97) for i in range(60)))
c = compress(text)
print(len(text), len(c), decompress(c) == text)

def lz77(s):
    i, out, tab = (0, [], {})
    while i < len(s):
        key = s[i:i + 3]
        best = 0
        pos = 0
        for j in tab.get(key, ())[-8:]:
            k = 3
            while k < 60 and i + k < len(s) and (s[j + k] == s[i + k]):
                k += 1
            if k > best:
                best, pos = (k, j)
        tab.setdefault(key, []).append(i)
        if best > 3:
            out.append((i - pos, best))
            i += best
        else:
            out.append(s[i])
            i += 1
    return out
print(len(lz77(text.decode()[:1500])))
