"""Every method of str on texts of every width."""
def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(type(r).__name__, ascii(r))
    except BaseException as e:
        print(type(e).__name__, ascii(str(e)))


samples = ['', 'a', 'abc', 'ABC', 'Hello World', 'ǅungla', 'ß', 'ﬁx', 'ΑΣ', 'ΑΣ ΒΣ.', 'İ', 'ŉ', '123', '²', '½', '٣', '\u1c90', 'ͅa', '\t\n', 'a\tb\tc', ' a b  c ', '\x85\u2028', 'a\r\nb\nc\rd', '\U0001f600x', 'héllo wörld', 'ａｂｃ', 'x\ud800y', 'naïve café', "it's", '"q"', '\'"', '\\', '\x7f\xa0\xad', '\u200b', 'a_b', '_x1', 'class', 'ªº', '\U00010400\U00010428', 'ꭰ', 'Ꭰ', 'ŒUVRE', 'ǆ', 'ﬃ', 'ΐ', 'aͅΣ', 'Σ', 'aΣb', "o'neill it's", 'x1y2 3z']
for s in samples:
    print(ascii(s))
    for m in 'capitalize casefold lower upper swapcase title isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper split rsplit splitlines strip lstrip rstrip expandtabs __repr__ __len__ __hash__'.split():
        if m == '__hash__': continue
        print(m, end=' '); t(getattr(s, m))
    for w in (0, 5, 8, 9):
        t(s.center, w); t(s.ljust, w, '*'); t(s.rjust, w, 'é'); t(s.zfill, w)
    t(lambda: s[::-1]); t(lambda: s[1:3]); t(lambda: s[::2]); t(lambda: s[-1]); t(lambda: s*3); t(lambda: s+'é')
    t(s.replace, 'a', 'bb'); t(s.replace, '', '-'); t(s.replace, 'l', 'L', 1); t(s.replace, 'é', 'e'); t(s.replace, '', '-', 2)
    t(s.find, 'a'); t(s.rfind, 'o'); t(s.count, 'l'); t(s.count, ''); t(s.index, 'z'); t(s.partition, ' '); t(s.rpartition, ' '); t(s.split, ' '); t(s.split, None, 1); t(s.rsplit, None, 1); t(s.split, 'l', 1); t(s.rsplit, 'l', 1)
    t(s.splitlines, True); t(s.startswith, 'a'); t(s.endswith, ('c','d')); t(s.removeprefix, 'a'); t(s.removesuffix, 'c')
    t(list, s); t(s.encode); t(s.encode, 'latin-1', 'replace'); t(s.encode, 'ascii', 'xmlcharrefreplace'); t(s.encode, 'ascii', 'backslashreplace'); t(s.encode, 'utf-16', 'surrogatepass'); t(s.encode, 'utf-8', 'surrogatepass'); t(s.encode, 'ascii'); t(s.encode,'cp1252','ignore'); t(s.encode, 'unicode_escape'); t(s.encode, 'raw_unicode_escape'); t(s.encode, 'utf-32-be', 'replace')
    t(s.translate, {97: 'X', 98: None, 99: 0x1f600}); t(s.join, ['a', 'b', 'é'])
    t(lambda: sorted(samples).index(s))
