"""Strings beyond ASCII: lengths, case, classes, encodings, escapes, ordering."""
for s in ["é", "ÀÉ", "straße", "İstanbul", "ΑΣ", "ﬁ", "日本語", "a\u0301", "😀👍", "\u200b", "Ǆ", "١٢", "½", "Ⅳ", "\xa0", "\ud800", "ñandú", "ŉ", "ﬀ", "ΌΣΟΣ"]:
    print(ascii(s), len(s), ascii(s.upper()), ascii(s.lower()), ascii(s.title()), ascii(s.capitalize()), ascii(s.swapcase()), ascii(s.casefold()), s.isalpha(), s.isdigit(), s.isnumeric(), s.isspace(), s.isprintable(), s.isidentifier(), [hex(ord(c)) for c in s], ascii(s[::-1]), ascii(s * 2), hash(s) == hash(s + ""), ascii(s.center(5, "·")))
    for enc in ("utf-8", "utf-16-le", "utf-32-be", "latin-1", "ascii", "utf-8-sig", "cp1252"):
        for errors in ("strict", "replace"):
            try: b = s.encode(enc, errors); print(" ", enc, errors, b, b.decode(enc, errors) == s)
            except Exception as e: print(" ", enc, errors, type(e).__name__, e)
print("\x41\u00e9\U0001F600\101\7"[:-1], r"\n", "a\
b", "tab\tq", 'it\'s', "\\", b"\x00\xff\101", u"u", R"\R")
print(sorted(["é", "e", "z", "É", "a", "ä", "Z"]), "é" > "z", "a" < "é", max("aéz"), "é" == "e\u0301", "ß".upper() == "SS", "日" in "日本", "日本語".find("語"), "日本語"[1], "x日y".split("日"), "日,本".replace(",", "、"), "日本".encode().hex(" "), bytes("日", "utf-8").decode("latin-1").encode("latin-1").decode())
print("%s|%5s|%-5s|%.1s" % ("é", "日", "ñ", "日本"), f"{'日本':>6}|{'é':*^5}", "{:é>5}".format("x"), "é".ljust(3, "日"), "ÀÉ".isupper(), "a1é_".isidentifier(), "日本".isalpha(), repr("\u0301\u200b\x85\xad\ufeff\U0010ffff\u2028"), ascii("é\n日\U0001F600"), "a\u2028b\x1cc\x85d".splitlines(), "\u3000x\u2003".strip(), int("٣٤"), float("１.５"), "①".isdigit(), "①".isdecimal())
变量 = 5; print(变量, "naïve café".title(), "ǅ".lower(), ord("😀"), chr(128512), len("👨‍👩‍👧"), list("ñ日"), "é".join("abc"), "aéb".partition("é"), "éé".count("é"), "Éa".startswith("É"), "日本語".endswith("本語"), "é".zfill(3), "é\tx".expandtabs(4), "日本".translate({0x65e5: "sun", ord("本"): None}), str.maketrans("é日", "ed"), "x".encode("utf-16"), b"\xff\xfea\x00".decode("utf-16"), "é".encode("unicode_escape"), b"\\xe9\\u65e5".decode("unicode_escape"), "é".encode("utf-7") if 0 else "")
