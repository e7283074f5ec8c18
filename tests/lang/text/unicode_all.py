"""Every character through every test and mapping."""
def crc(values):
    h = 0
    for v in values: h = (h * 31 + v) & 0xffffffffffff
    return h
for name in 'isalnum isalpha isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper'.split():
    print(name, crc(getattr(chr(c), name)() for c in range(0x110000)))
print(crc(('a' + chr(c)).isidentifier() for c in range(0x110000)))
for name in 'lower upper title casefold swapcase capitalize'.split():
    print(name, crc(sum(ord(x) * (i + 1) for i, x in enumerate(getattr(chr(c), name)())) for c in range(0x110000)))
print(crc(sum(map(ord, ('a' + chr(c) + 'Σ').lower())) for c in range(0x110000)), crc(sum(map(ord, (chr(c) + 'Σ').lower())) for c in range(0x110000)))
print(crc(len(repr(chr(c))) for c in range(0x110000)))
print(crc(len(('x' + chr(c) + 'y').split()) for c in range(0x110000)), crc(len(('x' + chr(c) + 'y').splitlines()) for c in range(0x110000)))
