"""Error handlers of decoding that put other bytes into the exception: those are decoded from there on."""
import codecs


def replacing(data, position=None):
    def handler(error):
        if not isinstance(error, UnicodeDecodeError):
            raise TypeError("decoding only")
        if error.object == data:
            return "?", error.end  # once is enough
        error.object = data
        return "\ufffd", error.start if position is None else position
    return handler


for name, data, position in (("long", b"\x00" * 8, None), ("short", b"ab", 1), ("none", b"", 0), ("end", b"xyz", 3),
                             ("behind", b"abcdef", -2)):
    codecs.register_error("test." + name, replacing(data, position))
    for encoding, source in (("utf-16-le", b"\x00"), ("utf-32", b"\x00\x00"), ("utf-8", b"ok\xff\xfe rest"),
                             ("ascii", b"a\xffbc"), ("unicode_escape", b"tail\\x1"), ("utf-16-be", b"\xd8\x00\x00a")):
        try:
            print(name, encoding, ascii(source.decode(encoding, "test." + name)))
        except (IndexError, TypeError, UnicodeDecodeError) as error:
            print(name, encoding, type(error).__name__, error)
codecs.register_error("test.map", replacing(b"AB", 0))
print(codecs.charmap_decode(b"a\xff", "test.map", {97: "1", 65: "2", 66: "3"}))
