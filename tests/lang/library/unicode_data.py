import unicodedata as u
def chk(f, *a):
    try: return f(*a)
    except Exception as e: return type(e).__name__, str(e)
for name in ("category", "bidirectional", "combining", "mirrored", "east_asian_width", "decimal", "digit", "numeric", "decomposition", "name"):
    print(name, [chk(getattr(u, name), c) for c in "aA1 \u0301\u00bd\u2160\u4e00\u05d0(\uff21\ud55c\U0001f600\x00\u0378"])
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    print(form, ascii(u.normalize(form, "e\u0301\ufb01\ud55c\u212b\u00bd")), u.is_normalized(form, "\xe9"))
print(u.lookup("SNOWMAN"), chk(u.lookup, "NOPE"), chk(u.name, "ab"), chk(u.normalize, "X", "a"), u.decimal("x", -1), u.unidata_version)
