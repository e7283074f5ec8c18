"""Every method of str, with edge cases."""
s = "Hello, World"
print(s.lower(), s.upper(), s.swapcase(), s.title(), s.capitalize(), s.casefold())
print("hello world's end".title(), "ǆ".title(), "ß".upper(), "ŉ".upper(), "İ".lower() == "i̇")
print(s.find("o"), s.find("o", 5), s.find("zz"), s.rfind("o"), s.rfind("o", 0, 5), s.index("W"), s.count("l"), s.count(""))
print(s.startswith("He"), s.startswith(("x", "H")), s.startswith("W", 7), s.endswith("ld"), s.endswith(("a", "d"), 0, 3))
print("a,b,,c".split(","), " a  b ".split(), "a b c".split(None, 1), "a,b,c".rsplit(",", 1), "".split(), "".split(","))
print("l1\nl2\r\nl3\x0bl4\u2028l5".splitlines(), "a\n\nb\n".splitlines(True), "".splitlines())
print("-".join(["a", "b"]), "".join([]), ",".join("abc"), " ".join(("x",)))
print("  x ".strip() + "|", "xxaxx".strip("x"), "xyaxy".lstrip("yx"), "abcba".rstrip("ab"), "\t\n x\u3000".strip() + "|")
print("abc".center(10, "*"), "abc".ljust(6) + "|", "abc".rjust(6, "."), "abc".center(2), "5".zfill(3), "-5".zfill(5), "+".zfill(3), "".zfill(2))
print("abab".replace("a", "x"), "abab".replace("a", "x", 1), "abc".replace("", "-"), "aaa".replace("aa", "b"), "".replace("", "x"))
print("a=b=c".partition("="), "abc".partition("="), "a=b=c".rpartition("="), "abc".rpartition("="))
print("a\tb\tc".expandtabs(4), "\t|".expandtabs(), "ab\tc".expandtabs(0), "a\n\tb".expandtabs(3))
print("prefix_x".removeprefix("prefix_"), "x.py".removesuffix(".py"), "abc".removeprefix("x"))
for t in ["", "abc", "ABC", "Abc Def", "123", "a1", " ", "\n", "½", "²", "_x", "1x", "if", "é", "Ⅷ", "٣", "a b", "ǅ"]:
    print(ascii(t), t.isalpha(), t.isdigit(), t.isdecimal(), t.isnumeric(), t.isalnum(), t.isspace(), t.isupper(),
          t.islower(), t.istitle(), t.isidentifier(), t.isprintable(), t.isascii())
table = str.maketrans("abc", "xyz", "d")
print("aabbccdd".translate(table), "abc".translate({97: None, 98: "BB", 99: 67}), str.maketrans({"a": 1, "b": "c"}))
print("abc" * 3, 2 * "x", "a" * 0, "a" * -1, "b" in "abc", "" in "", "abc"[1], "abc"[-1], "abcdef"[1:4], "abcdef"[::-2], "abc"[5:], "abcdef"[-3:-1])
print("%s %r %d %5.2f|%-5s|%05d|%x|%o|%e|%g|%c|%%|%+d" % ("a", "b", 3, 2.5, "l", 42, 255, 8, 12345.678, 0.0001, "z", 5))
print("%(a)s %(b)d" % {"a": 1, "b": 2}, "%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159), "%s" % (1,), "%s" % [1, 2], "%c" % 65, "%#x %#o %X" % (255, 8, 255))
print("{} {}".format(1, 2), "{1} {0}".format(1, 2), "{a[0]} {b.real}".format(a=[5], b=3), "{:>{w}}".format("x", w=4), "{{}}".format(), "{!r:>5}".format("a"), "{0[k]}".format({"k": 1}))
print("{:,} {:_} {:b} {:#x} {:08.3f} {:+} {:e} {:%} {:^7} {:*<5}".format(1234567, 1234567, 5, 255, 3.14159, 3, 1234.5, 0.25, "mid", "l"))
print("abc".format_map({}), "{x}".format_map({"x": 1}))
print(repr("it's"), repr('say "hi"'), repr("it's \"q\""), repr("\t\n\\\x00\x7f\xa0é\u200b\U0001f600\ud800"[:-1]), ascii("é\u1234\U0001f600"))
print("a" < "b", "a" < "B", "abc" < "abcd", "Z" < "a", max("hello"), sorted("hello"), min("b", "a"))
print("abc".encode(), "é".encode("latin-1"), "é".encode("utf-16"), "€".encode("ascii", "replace"), "€".encode("ascii", "xmlcharrefreplace"), "€".encode("ascii", "backslashreplace"), "€x".encode("ascii", "ignore"))
for f in (lambda: "a" + 1, lambda: "a" * "b", lambda: "abc"[5], lambda: "abc"["a"], lambda: "abc".index("z"), lambda: "a".join([1]),
          lambda: "a".join(5), lambda: "a".split(""), lambda: "%d" % "x", lambda: "%s %s" % 1, lambda: "%s" % (1, 2), lambda: "%z" % 1, lambda: "%(a)s" % 1, lambda: "%" % (),
          lambda: "{}".format(), lambda: "{a}".format(), lambda: "{".format(1), lambda: "}".format(1), lambda: "{} {0}".format(1), lambda: "{:z9}".format(1),
          lambda: "{:d}".format("s"), lambda: "{:x}".format(1.5), lambda: "a".center("x"), lambda: "a".center(5, "xx"), lambda: "a".startswith(1), lambda: "a".startswith([1]), lambda: "a".replace("a"),
          lambda: "a".encode("nope"), lambda: "é".encode("ascii"), lambda: "a".zfill(), lambda: "a".count(), lambda: "a".find(1), lambda: ord("ab"), lambda: chr(-1), lambda: chr(0x110000),
          lambda: "a".translate(5), lambda: str.maketrans("a", "bc"), lambda: str.maketrans("a"), lambda: 1 in "abc", lambda: "a" < 1, lambda: "a" - "b", lambda: -"a", lambda: "abc".__setitem__,
          lambda: str(b"x", "utf-8", "strict", 1), lambda: str(5, "utf-8"), lambda: "a".strip(1), lambda: "%c" % "ab", lambda: "%c" % -1, lambda: "%d" % 1.5, lambda: "%x" % 1.5, lambda: "%i" % None, lambda: "{0.x}".format(1), lambda: "{0[a]}".format([1]), lambda: "{!z}".format(1)):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)
