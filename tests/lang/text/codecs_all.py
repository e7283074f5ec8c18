"""Every codec with every error handler on broken input."""
def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(type(r).__name__, ascii(r))
    except BaseException as e:
        print(type(e).__name__, ascii(str(e)))


import itertools
bad = [b'\xff', b'\xc3', b'\xe2\x82', b'\xf0\x9f\x98', b'\xc0\xaf', b'\xed\xa0\x80', b'\xf4\x90\x80\x80', b'\xe0\x80\x80', b'a\x80b', b'\xf0\x80\x80\x80', b'\xf5x', b'\xe2\x28\xa1', b'\xf0\x9f\x28\x8c', b'\x00\xd8', b'\x00\xd8a\x00', b'\x00\xdc', b'abc', b'\xfe\xff\x00a', b'\xff\xfea\x00', b'\xff\xfe\x00\x00a\x00\x00\x00', b'\x00\x00\xfe\xff\x00\x00\x00a', b'\0\0\x11\0', b'\\x41\\u00e9\\n\\101\\q', b'\\x4', b'\\u12', b'\\U0011ffff', b'\\', b'\\N{DASH}', b'\xef\xbb\xbfhi', b'\x81\x80']
for e in ('utf-8', 'UTF8', 'latin-1', 'ascii', 'cp1252', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-le', 'utf-32-be', 'utf-8-sig', 'unicode_escape', 'raw_unicode_escape'):
    for b in bad:
        if b'\\N' in b or b'\\q' in b: continue
        for h in ('strict', 'ignore', 'replace', 'backslashreplace', 'surrogateescape', 'surrogatepass'):
            print(e, h, b, end=' '); t(b.decode, e, h)
strs = ['a\ud800b', '\udc80\udcff', 'é€\U0001f600', '\ud83d\ude00', 'ab', 'x\u0100\u0101y', '\x81\x80']
for e in ('utf-8', 'latin-1', 'ascii', 'cp1252', 'utf-16', 'utf-16-be', 'utf-32', 'utf-32-le', 'utf-8-sig', 'unicode_escape', 'raw_unicode_escape'):
    for s in strs:
        for h in ('strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'surrogateescape', 'surrogatepass'):
            print(e, h, ascii(s), end=' '); t(s.encode, e, h)
try: b'ab\xffcd'.decode()
except UnicodeDecodeError as e: print(e.encoding, e.object, e.start, e.end, e.reason, e.args)
try: 'ab\ud800cd'.encode()
except UnicodeEncodeError as e: print(e.encoding, ascii(e.object), e.start, e.end, e.reason, ascii(e.args))
