import re
tests = [
    're.match(r"(\\w+) (\\w+)", "hello world foo").groups()', 're.search(r"\\d+", "abc123def").span()',
    're.findall(r"a(b)(c)?", "abc ab")', 're.findall(r"", "abc")', 're.split(r"(\\W)", "a,b;c")',
    're.split(r"x*", "axbc")', 're.split(r",", "a,b,c", 1)', 're.sub(r"(?P<n>\\d)", r"<\\g<n>>", "a1b2")',
    're.sub(r"\\d", lambda m: str(int(m[0])*2), "1a2", 1)', 're.subn("a", "b", "aaa", count=2)',
    're.sub("x*", "-", "abxd")', 're.fullmatch("a|ab", "ab")', 're.compile("a", re.I | re.M)',
    're.compile("a(?i)b")', 're.compile("(?i)a").flags', 're.match("a", "A", re.IGNORECASE)',
    're.compile("(")', 're.compile(")")', 're.compile("[")', 're.compile("*")', 're.compile("a**")',
    're.compile("a{2,1}")', 're.compile("(?P<a>x)(?P<a>y)")', 're.compile("(?P<1>x)")', 're.compile(r"\\1")',
    're.compile(r"(?P=x)")', 're.compile("(?<=a*)b")', 're.compile("[z-a]")', 're.compile(r"\\x1")',
    're.compile(r"\\q")', 're.compile("(?z)")', 're.compile("(?P<n")', 're.compile("(?#")',
    're.compile(r"(?(1)a|b|c)")', 're.compile(r"(?(2)a)")', 're.compile("a\\\\")',
    're.compile(b"a").match("a")', 're.match(5, "a")', 're.match("a", 5)', 're.sub("a", r"\\2", "a")',
    're.sub("a", r"\\g<x>", "a")', 're.sub("(a)", r"\\g<1", "a")', 're.sub("a", r"\\q", "a")',
    're.sub("a", 5, "a")', 're.escape("a.b*c d-e\\n_é")', 're.escape(b"a.b")',
    're.match("(a)(b)?", "a").groups("d")', 're.match("(?P<x>a)(?P<y>b)?", "a").groupdict()',
    're.match("(a)", "a").group(2)', 're.match("(a)", "a")["x"]', 're.match("(a)(b)", "ab").group(1, 2)',
    're.match("(a)|b", "b").span(1)',
    're.match("(a)(b)", "ab").lastindex, re.match("(?P<q>a)", "a").lastgroup',
    're.match("(?P<q>a)", "a").expand(r"\\g<q>-\\1")',
    're.search("b", "abc").string, re.search("b", "abc").pos, re.search("b", "abc").endpos',
    'repr(re.search("b+", "abbbc"))', '[m.start() for m in re.finditer("a", "banana")]',
    're.compile("a").search("banana", 2).start()', 're.compile("^a", re.M).findall("a\\nab\\nb")',
    're.findall(r"\\ba\\b", "a ba a")', 're.findall("(?<!a)b", "ab bb")',
    're.findall("a.c", "a\\nc abc", re.S)', 're.findall(r"[\\w-]+", "a-b c_d")',
    're.findall(r"[^\\W\\d]", "a1_é")', 're.findall(r"\\w", "é", re.A)', 're.match(r"(.)\\1", "aa").group()',
    're.match(r"(?:a|b)+?c", "abac").group()', 're.match(r"a{2}b{1,}c{,2}", "aabbcc").end()',
    're.match(r"(?>a+)ab", "aaab")', 're.match(r"a++b", "aaab").group()',
    're.match(r"(a)?(?(1)b|c)", "c").group()',
    're.match("(?i:A)b", "ab").group(), re.match("(?-i:a)", "A", re.I)', 're.purge()', 're.template',
    're.RegexFlag.I | re.M, re.I, repr(re.A|re.S)', 'str(re.I), re.NOFLAG',
    're.compile("a") == re.compile("a"), hash(re.compile("a")) == hash(re.compile("a"))',
    're.compile("(?P<a>.)(.)").groupindex, re.compile("(.)(.)").groups', 're.compile("a" * 300)',
    're.error("m", "p", 3).pos', 're.sub("(?P<a>.)", r"\\g<a>\\g<0>\\n", "x")', 're.sub(".", "\\\\\\\\", "a")',
    're.split("a", b"b")', 're.findall("ſ", "s", re.I), re.findall("K", "k", re.I)', 're.match("[[a]", "[")',
    're.findall(r"[a&&b]", "a&")', 're.match(r"\\N{DIGIT ONE}", "1").group()', 're.match("\\\\N{NOPE}", "1")',
    're.findall(r"(a|b)*", "ab")', 're.match("(a*)*", "aaa").groups()',
    're.match("(?:(a)|b)*", "ab").groups()', 're.compile(re.compile("a"), re.I)',
    're.compile("a").sub("b", "aa", -1)', 're.compile("(a)").sub(r"\\1\\1", "aba")',
    're.match("é", "é").group(), re.match("\\\\u00e9", "é").group()',
    're.findall(r"\\s", " \\t\\n\\x0b\\x0c\\r\\x1c\\x85\\xa0")',
    're.findall(r"$", "a\\n"), re.findall(r"\\Z", "a\\n"), re.findall(r"(?m)$", "a\\nb")',
    're.match(r"\\A\\d{3}-\\d{4}\\Z", "555-1234") is not None',
    'copy.copy(re.compile("a")) is re.compile("a"), pickle.loads(pickle.dumps(re.compile("a", re.I)))',
]
import copy, pickle, warnings
for t in tests:
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        try:
            print(t, '->', ascii(eval(t))[:150])
        except Exception as e:
            print(t, '->', type(e).__name__, e, getattr(e, 'pos', ''), getattr(e, 'lineno', ''), getattr(e, 'colno', ''))
        for x in w:
            print('   W', x.category.__name__, x.message)
