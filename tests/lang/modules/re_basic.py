import re
pats = [r"a", r"a*", r"a+?", r"(a)(b)?", r"(?:ab)+", r"[a-c]+", r"[^a-c]+", r"\d+", r"\w+", r"\bfoo\b", r"^foo", r"foo$", r"(?i)FOO", r"a|b|cd", r"(a|ab)(c|bcd)(d*)", r"(?P<x>a)(?P=x)", r"(a)\1", r"(?=foo)f", r"(?!foo)\w", r"(?<=a)b", r"(?<!a)b", r"a{2,3}", r"a{2}", r"a{,2}", r"a{2,}?", r"(a*)*", r"(a*)+", r"(a|b)*?c", r"(?>a+)b", r"a++b", r"a*+a", r"(a)?(?(1)b|c)", r".", r"(?s).+", r"(?m)^\w+$", r"\s*,\s*", r"", r"x*", r"(?x) a  b # comment", r"[\w.]+@[\w.]+", r"\$\{(\w+)\}", r"((a)|(b))+", r"(?:(a)|b)*", r"[]a]", r"[a\]]", r"[-a]", r"[a-]", r"é", r"\u00e9", r"[\u00e0-\u00ff]+", r"(?a:\w+)", r"(?i:É)", r"(?i)straße", r"\Aa", r"b\Z", r"a\B", r"(\w+) (\w+)", r"(?P<year>\d{4})-(?P<m>\d\d)", r"{", r"a{", r"a{1", r"a{x}", r"\.", r"\t", r"(?#c)a", r"(a(b)?)+", r"(?:a?){3}", r"(?:a??)*b", r"(?i)[a-z]+", r"(?i)[^a-z]+", r"\D\S\W", r"[\d\-x]+", r"(?:x|(?:y|z)w)+", r"(a+)+$", r"(?<=ab)c", r"(?<=^|,)x", r"(?s-i:.)", r"(?=(a+))", r"(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)\10", r"\x41\101\0", r"a(?!b)(?=c)?"]
texts = ["", "a", "aaa", "abcd", "abab", "foo bar", "xfoo\nfoo", "FOO foo", "aab", "b", "ac,abc", "a@b.c x.y@z", "${v} $x", "éÉ straße STRASSE", "2024-05 x", "{a{1a{x}", "zwxyw", "A A\0", "aaaaaaaaaab", "abbbc\tx", "abcdefghijj"]
n = 0
for p in pats:
    try:
        c = re.compile(p)
    except re.error as e:
        print("ERR", ascii(p), e)
        continue
    for t in texts:
        for name in ("match", "search", "fullmatch"):
            m = getattr(c, name)(t)
            if m:
                print(ascii((p, t, name, m.span(), m.groups(), m.lastindex, m.lastgroup, m.groupdict())))
        print(ascii((p, t, c.findall(t), [m.span() for m in c.finditer(t)], c.split(t), c.sub("<\\g<0>>", t), c.subn("-", t, 2))))
bad = ["(", ")", "a)", "[", "[a", "*", "a**", "a+*", "a{2}{3}", "(?P<a", "(?P<a>", "(?P<1>a)", "(?P<a>x)(?P<a>y)", "(?P=b)", "\\1", "(a)\\2", "(?z)", "(?<a", "(?<=a*)b", "\\q", "\\", "[b-a]", "[\\d-z]", "a{3,2}", "(?", "(?P", "(?Px)", "(?i", "a(?i)b", "(?(1)a|b|c)", "(?(2)a)", "(?(x)a)", "\\x1", "\\u12", "[\\q]", "(?#", "(a\\1)", "x{99999999999}", "(?i-i:a)", "(?-x", "(?:a", "a\n(", "(?L)a", "\\400", "^*", "(?=a", "|*", "(?P<>a)", "(?P=)", "(?<!a|bc)d", "[a-\\d]"]
for p in bad:
    try:
        re.compile(p); print("ok?", ascii(p))
    except (re.error, OverflowError, ValueError) as e:
        print(ascii(p), type(e).__name__, e, getattr(e, "pos", None))
print(repr(re.compile("a\n", re.I | re.M)), repr(re.search("b", "abc")), re.compile("x").flags, re.compile(b"x").flags, re.compile("(?i)x").flags, re.compile("(a)(?P<n>b)").groups, dict(re.compile("(a)(?P<n>b)").groupindex), repr(re.I), repr(re.I | re.X), re.compile("a") == re.compile("a"), re.compile("a").pattern)
print(re.escape("a.b*c[d] é-_#\n"), re.sub("(a)(b)?", r"[\2\1]", "abaab"), re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.sub("x*", "-", "abxd"), re.sub(r"(?P<w>\w+)", r"\g<w>\g<1>\n", "hi yo"))
for r in ("\\2", "\\g<z>", "\\q", "\\g<", "\\g<1", "\\g<>", "\\", "\\g", "\\g<-1>"):
    try: print(re.sub("(a)", r, "a"))
    except (re.error, IndexError) as e: print(type(e).__name__, e)
m = re.match(r"(?P<a>\w)(\w)?(?P<c>z)?", "xy")
print(m[0], m["a"], m[2], m.group(1, "c"), m.groups("D"), m.groupdict("E"), m.start(2), m.end("c"), m.span("a"), m.expand(r"\1-\2"), m.regs, m.string, m.re.pattern, m.pos, m.endpos, bool(m))
for f in (lambda: m.group(9), lambda: m.group("zz"), lambda: m[-1], lambda: re.match(b"a", "a"), lambda: re.match("a", b"a"), lambda: re.match("a", 3), lambda: re.compile(3), lambda: re.compile(re.compile("a"), re.I), lambda: re.compile("a").match()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
p = re.compile("o"); print(p.search("foo boo", 3), p.findall("foo boo", 2, 5), p.match("foo", 1), p.search("foo", pos=2, endpos=3), re.compile("^o").search("foo", 1), re.compile("a$").match("ab", 0, 1))
print(re.split(r"([,;])", "a,b;c"), re.split(",", "a,b,c", 1), re.split(r"\b", "a b"), re.split("x", ""), re.findall(b"[a-c]+", b"abc xx cab"), re.sub(b"a", b"b", b"aXa"), re.match(rb"(\w+)", b"hi").group(1), re.split("(x)|y", "axbyc"))
print(len(re.findall(r"(\w)(\d)", "a1b2c3" * 100)), re.match("(?:a|b)*$", "ab" * 50000).end(), re.match("(a|b)*$", "ab" * 20000).span(1), re.search(r"(x+x+)+y", "x" * 18 + "y").span())
import copy; print(copy.copy(m) is m, copy.deepcopy(p) is p, {p: 1}[re.compile("o")])
print([t.lastgroup + ":" + t.group() for t in re.finditer(r"(?P<num>\d+(?:\.\d*)?)|(?P<id>[A-Za-z_]\w*)|(?P<op>[-+*/()=])|(?P<ws>\s+)", "x1 = 3.14*(y + 2)")])
try: raise re.error("msg", "a\nb", 2)
except re.error as e: print(e, e.lineno, e.colno, e.pos, e.msg, e.pattern)
