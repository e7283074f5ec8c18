import binascii, random
r = random.Random(5)
def show(f, *a, **k):
    try: return f(*a, **k)
    except Exception as e: return f'{type(e).__name__}: {e}'
h = 0
def note(x):
    global h
    h = (h * 31 + sum(repr(x).encode()) + len(repr(x))) % (1 << 61)
alphabets = [bytes(range(256)), b'ABCDabcd0123+/==\n ', b'=0A9Ff\r\n _.\t', b' !"#$%&()*+`\nM']
fs = [('b2a_base64', {}), ('b2a_base64', {'newline': False}), ('a2b_base64', {}), ('a2b_base64', {'strict_mode': True}), ('a2b_hex', {}), ('b2a_hex', {}), ('a2b_uu', {}), ('b2a_uu', {}), ('b2a_uu', {'backtick': True}),
 ('a2b_qp', {}), ('a2b_qp', {'header': True}), ('b2a_qp', {}), ('b2a_qp', {'quotetabs': True}), ('b2a_qp', {'istext': False}), ('b2a_qp', {'header': True}), ('crc32', {})]
for name, k in fs:
    f = getattr(binascii, name)
    for n in range(3000):
        a = r.choice(alphabets); d = bytes(r.choice(a) for _ in range(r.choice([0, 1, 2, 3, 4, 5, 8, 20, 44, 45, 46, 76, 77, 200])))
        x = show(f, d, **k); note(x)
        if n < 12: print(name, k, d[:20], x if not isinstance(x, bytes) else x[:60])
    print(name, k, h)
print(show(binascii.a2b_hex, 'zz'), show(binascii.a2b_hex, 5), show(binascii.a2b_base64, 'é'), show(binascii.a2b_base64), show(binascii.hexlify, b'abcdef', '-', 2), show(binascii.hexlify, b'abc', sep=b':'), show(binascii.unhexlify, 'ff'), show(binascii.unhexlify, b'Ff00'), show(binascii.crc32, b'a', -1), show(binascii.crc_hqx, b'123', 0), show(binascii.crc32, b'abc', 1 << 40), show(binascii.b2a_base64, 'x'), show(binascii.b2a_hex, 'a'), binascii.Error.__mro__, binascii.Incomplete.__mro__, show(binascii.b2a_base64, bytearray(b'ab')), show(binascii.a2b_uu, b''))
import base64
for enc, dec in (('b64encode', 'b64decode'), ('urlsafe_b64encode', 'urlsafe_b64decode'), ('b32encode', 'b32decode'), ('b16encode', 'b16decode'), ('a85encode', 'a85decode'), ('b85encode', 'b85decode'), ('encodebytes', 'decodebytes'), ('b32hexencode', 'b32hexdecode')):
    for d in (b'', b'a', b'hello world', bytes(range(60))):
        e = getattr(base64, enc)(d); print(enc, e, getattr(base64, dec)(e) == d)
