import codecs, io
for name in ("utf-8", "utf-16", "utf_32_be", "latin-1", "cp437", "koi8-r", "cp1251", "utf-7" if 0 else "mac-roman", "idna" if 0 else "iso8859-15"):
    text = "h\xe9llo" if name not in ("koi8-r", "cp1251") else "\u043f\u0440\u0438"
    try: data = text.encode(name); print(name, data, data.decode(name), codecs.lookup(name).name)
    except UnicodeError as e: print(name, e)
codecs.register_error("stars", lambda e: ("*" * (e.end - e.start), e.end))
print("a\u20acb\u20ac\u20ac".encode("ascii", "stars"), b"a\xffb".decode("ascii", "stars"), "\u20ac".encode("cp437", "stars"))
for h in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace"):
    print(h, "a\u20acb".encode("ascii", h), codecs.lookup_error(h)(UnicodeEncodeError("ascii", "a\u20acb", 1, 2, "x")))
try: "x".encode("nope")
except LookupError as e: print(e)
try: "x".encode("ascii", "nope") ; "\xe9".encode("ascii", "nope")
except LookupError as e: print(e)
try: b"x".decode("hex")
except LookupError as e: print(e)
print(codecs.encode(b"ab", "hex"), codecs.decode("nop", "rot13"), codecs.encode(b"a" * 20, "zlib")[:2], codecs.decode(b"YWI=\n", "base64"))
d = codecs.getincrementaldecoder("utf-8")(); print([d.decode(bytes([b])) for b in "h\xe9\u20ac".encode()], d.decode(b"", True))
try: codecs.getincrementaldecoder("utf-8")().decode(b"\xe2\x82", True)
except UnicodeDecodeError as e: print(e)
w = codecs.getwriter("utf-16-le")(io.BytesIO()); w.write("ab"); print(w.getvalue())
print(codecs.BOM_UTF8, "\ufeffx".encode("utf-8-sig")[:3], codecs.charmap_build("ab") is not None, codecs.escape_decode(rb"\x41\n"))
def search(name): return codecs.CodecInfo(lambda s, e="strict": (s[::-1].encode(), len(s)), lambda b, e="strict": (bytes(b).decode()[::-1], len(b)), name="rev") if name == "rev" else None
codecs.register(search); print("abc".encode("rev"), b"cba".decode("rev"))
print("\N{SNOWMAN}\N{greek small letter alpha}", b"\\N{BULLET}".decode("unicode-escape"))
