"""Codecs of East Asia: whole texts, error positions and handlers, incremental codecs, streams."""
import codecs, io

names = """gb2312 gbk gb18030 big5 cp950 big5hkscs euc_kr cp949 johab shift_jis cp932 euc_jp shift_jisx0213 shift_jis_2004
           euc_jisx0213 euc_jis_2004 hz iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext
           iso2022_kr""".split()
texts = ["plain ascii\n", "\u65e5\u672c\u8a9e", "\u4e2d\u6587", "\ud55c\uad6d\uc5b4", "\u30ab\u30bf\u30ab\u30ca", "\uff76\uff80\uff76\uff85", "a\u4e2db\n\u6587",
         "\u20ac\xa5\u203e", "\u304b\u309a", "~\\", "\xe9\u03b1", "\ub611\ubc29"]


def fault(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return "%s %s" % (type(e).__name__, e)


for name in names:
    for text in texts:
        data = fault(text.encode, name)
        print(name, data, fault(data.decode, name) if isinstance(data, bytes) else "")
    for errors in ("ignore", "replace", "xmlcharrefreplace", "backslashreplace"):
        print(name, errors, fault("a\U0001f600\u4e2d\ud800z".encode, name, errors))
for name in names[:16]:
    for data in (b"a\xff", b"\x81", b"a\xa4", b"\xa4\xa2\xff\xffz", b"\x8f\xa2", b"\x80", b"\x815", b"\x81\x30\x81", b"\xfe\xff"):
        print(name, data, fault(data.decode, name), ascii(fault(data.decode, name, "replace")), ascii(fault(data.decode, name, "ignore")),
              fault(data.decode, name, "backslashreplace"))
for data in (b"\x1b$B", b"\x1b$B\x24", b"\x1b$B\x7f\x7f", b"\x1b[", b"\x1b$B$\"\x1b(Bx", b"\xff", b"\x1b$B\nx"):
    print(data, fault(data.decode, "iso2022_jp"), ascii(fault(data.decode, "iso2022_jp", "replace")))
for data in (b"~{VPND~}x", b"~", b"~x", b"~{V", b"~~", b"a~\nb"):
    print(data, fault(data.decode, "hz"))

codecs.register_error("own", lambda e: ("<%s %d-%d>" % (e.reason, e.start, e.end), e.end))
print(b"a\xff\xa4\xa2".decode("euc_jp", "own"), "a\U0001f600b".encode("euc_jp", "own"))
codecs.register_error("wrong", lambda e: ("x", 99))
codecs.register_error("bad", lambda e: 5)
for handler in ("wrong", "bad", "unknown"):
    print(fault(b"\xff".decode, "euc_jp", handler), fault("\U0001f600".encode, "euc_jp", handler))

for name in ("shift_jis", "gb18030", "euc_jp", "iso2022_jp", "hz", "iso2022_kr", "big5"):
    text = "a\u4e2d\u6587b" if name != "iso2022_kr" else "a\ud55c\uad6db"
    data = text.encode(name)
    decoder = codecs.getincrementaldecoder(name)()
    print(name, [decoder.decode(data[i:i + 1]) for i in range(len(data))], repr(decoder.decode(b"", True)))
    encoder = codecs.getincrementalencoder(name)()
    print([encoder.encode(c) for c in text], encoder.encode("", True))
    decoder = codecs.getincrementaldecoder(name)("strict")
    decoder.decode(data[:2])
    state = decoder.getstate()
    first = decoder.decode(data[2:], True)
    decoder.setstate(state)
    print(state[0], first == decoder.decode(data[2:], True))
    decoder.reset()
    reader = codecs.getreader(name)(io.BytesIO(data + b"\n" + data))
    print(repr(reader.read(1)), repr(reader.readline()), reader.readlines())
    stream = io.BytesIO()
    writer = codecs.getwriter(name)(stream)
    writer.write(text)
    writer.writelines(["\n", text])
    writer.reset()
    print(stream.getvalue())
decoder = codecs.getincrementaldecoder("euc_jp")()
print(repr(decoder.decode(b"\xa4")), fault(decoder.decode, b"", True))
encoder = codecs.getincrementalencoder("euc_jis_2004")()
print(encoder.encode("\u304b"), encoder.encode("\u309a"), encoder.encode("\u304b"), encoder.encode("", True))
import _codecs_jp, _multibytecodec
print(fault(_codecs_jp.getcodec, "big5"), fault(_codecs_jp.getcodec, 5), type(_codecs_jp.getcodec("euc_jp")).__name__)
print(fault(_codecs_jp.getcodec("euc_jp").encode, "x\u3042"), fault(_codecs_jp.getcodec("euc_jp").decode, bytearray(b"x\xa4\xa2")))
