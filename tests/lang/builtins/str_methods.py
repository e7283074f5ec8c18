s = 'Hello, Wörld ß ǅ ﬁ İ ı'
for m in 'upper lower title capitalize swapcase casefold isalpha isdigit isdecimal isnumeric isalnum isspace istitle isupper islower isidentifier isprintable isascii split strip lstrip rstrip splitlines encode'.split():
    print(m, repr(getattr(s, m)()))
for x in [
    '²', '½', '٣', 'Ⅷ', '一', '', ' ', '\n', '\x1c', '\x85', '\u2028', '\xa0', '\u200b', 'a1', '_a', '1a',
    'class', 'é', 'ª', 'ǅ', 'Aa Bb', 'aB', '\x00', '\ud800', '😀', '́',
]:
    print(ascii(x), [int(getattr(x, m)()) for m in ('isalpha', 'isdigit', 'isdecimal', 'isnumeric', 'isalnum', 'isspace', 'istitle', 'isupper', 'islower', 'isidentifier', 'isprintable', 'isascii')])
tests = [
    '"a,b,,c".split(",")', '"a,b,,c".split(",", 1)', '"a,b,,c".rsplit(",", 1)', '" a  b ".split()',
    '" a  b ".split(None, 1)', '" a  b ".rsplit(None, 1)', '" a  b ".split(" ")', '"".split()',
    '"".split(",")', '"abc".split("")', '"a".split(5)', '"a b".split(maxsplit=0)',
    '"a b".split(sep=None, maxsplit=-1)', '"a\\nb\\r\\nc\\rd\\x0be\\x0cf\\x1cg\\u2028h".splitlines()',
    '"a\\n".splitlines(True)', '"a\\n\\n".splitlines(keepends=True)', '"abcabc".find("c", 3)',
    '"abc".find("")', '"abc".find("", 3)', '"abc".find("", 4)', '"abc".rfind("")',
    '"abc".rfind("", 0, -1)', '"abc".index("z")', '"abc".count("")', '"aaa".count("aa")',
    '"abc".count("", 4)', '"abc".startswith(("x", "a"))', '"abc".startswith(["a"])',
    '"abc".startswith(("a", 1))', '"abc".startswith("")', '"abc".startswith("", 4)',
    '"abc".startswith("b", 1)', '"abc".endswith("b", None, -1)', '"abc".endswith(1)',
    '"abc".replace("", "-")', '"abc".replace("", "-", 2)', '"aaa".replace("a", "b", 2)',
    '"aaa".replace("a", "b", -1)', '"abc".replace("b", "")', '"a".replace("a")', '"abc".partition("b")',
    '"abc".partition("z")', '"abc".rpartition("z")', '"abc".partition("")', '"a-b-c".rpartition("-")',
    '"abc".strip("ac")', '"xxabcxx".lstrip("x")', '"abc".strip(5)', '"abc".center(10, "*")',
    '"abc".center(2)', '"abc".center(6)', '"ab".center(5)', '"abc".ljust(5, "xx")',
    '"abc".rjust(5, "é")', '"-5".zfill(5)', '"+".zfill(3)', '"abc".zfill(2)', '"a\\tb".expandtabs(4)',
    '"a\\tb\\n\\tc".expandtabs()', '"a\\tb".expandtabs(0)', '"a\\tb".expandtabs(-1)',
    '"abc".translate({97: "x", 98: None, 99: 0x1F600})',
    '"abc".translate(str.maketrans("ab", "xy", "c"))', 'str.maketrans("ab", "x")',
    'str.maketrans({"ab": 1})', 'str.maketrans({1: "a", "b": 5})', 'str.maketrans(5)',
    '"abc".translate({97: 1.5})', '"abc".translate([])', '"abc".translate("xyz")',
    '"%s" "abc".join("12")', '",".join(["a", 1])', '",".join(5)', '",".join({"a": 1})', '"abc"[::-1]',
    '"abc"[5:]', '"abc"[-2:]', '"abc"["a"]', '"abc" * -1', '"abc" < "abd"', '"a" in "abc"', '1 in "abc"',
    '"" in ""', '"abc".__contains__(1)', '"abc".removeprefix("ab")', '"abc".removesuffix("bc")',
    '"abc".removeprefix("")', '"abc".removesuffix("")', '"abc".removeprefix(1)', '"abc".encode("ascii")',
    '"é".encode("ascii")', '"é€".encode("latin-1")', '"é".encode("ascii", "ignore")',
    '"é".encode("ascii", "replace")', '"é".encode("ascii", "xmlcharrefreplace")',
    '"é".encode("ascii", "backslashreplace")', '"é€😀".encode("ascii", "namereplace")',
    '"\\udc80".encode("utf-8", "surrogateescape")', '"\\ud800".encode("utf-8")',
    '"\\ud800".encode("utf-8", "surrogatepass")', '"a".encode("nope")', '"a".encode("utf-8", "nope")',
    '"é".encode("ascii", "nope")', '"a".encode("utf-16")', '"a".encode("utf-32-le")',
    '"a".encode("idna")', '"bücher.de".encode("idna")',
    '"bücher".encode("punycode")', '"abc".encode("rot13")', 'str(b"abc")', 'str(b"\\xff", "utf-8")',
    'str(b"\\xff", "utf-8", "replace")', 'str(b"\\xff", errors="ignore")', 'str("a", "b")',
    'str(5, "utf-8")', 'str()', 'str(object=5)', 'str(encoding="a")',
    'repr("\\x00\\x1f\\x7f\\x80\\xa0\\xad\\u200b\\ud800\\uffff\\U0001f600\\U000e0001")', 'repr("\'")',
    'repr("\\"\'")', 'ascii("é\\u20ac\\U0001f600")', '"abc".__getnewargs__()', '"a".__mod__(1)',
    '"a".__rmod__("%s")', '"a".__add__(1)', '"a".__mul__("a")', '"a".__eq__(1)', '"a".__lt__(1)',
    '"abc".__getitem__("a")', '"abc".__format__("x")', '"abc".__len__(1)', '"abc".__sizeof__() > 0',
    '"abc".upper(1)', '"abc".isalpha(1)', 'str.upper()', 'str.upper(5)', 'str.join("a")',
    '"a".casefold.__self__', '"ǆ".title()', '"ŉ".upper()', '"ΑΣ".lower()', '"ΑΣΑ".lower()',
    '"Σ".lower()', '"ß".upper()', '"ﬁ".title()', '"İ".lower()', '"i̇".upper()',
    '"they\'re bill\'s".title()', '"a1b".title()', '"ᾳ".upper()', '"ᾳ".title()', '"ᾳ".swapcase()',
    '"abc" "def"', 'len("😀")', '"😀"[0]', 'ord("😀")', '"a" > "B"', 'max("abc")', 'sorted("hello")',
    '"a" + None', 'None + "a"', '"a" - "b"', '-"a"', '"abc".format', 'hash("a") == hash("a")',
    '"a" is "a"', 'int("٣")', 'int(" 12\\n")', 'int("1 2")', 'int("")', 'int("+-1")', 'int("0b11", 2)',
    'int("0b11", 0)', 'int("zz", 36)', 'int("z", 37)', 'int("9", 8)', 'int("1", 1)', 'int("-0x1F", 16)',
    'int(b"12")', 'int(b"\\xff")', 'int("1\\x002")', 'int("é")', 'int("9" * 5000)', 'float("1_0.5")',
    'float("1__0")', 'float("nan"), float("-inf"), float("Infinity"), float("+nan")', 'float("1e400")',
    'float("")', 'float(" 1.5\\n")', 'float("٣.٥")', 'float("1.5 x")', 'float(b"1.5")', 'float("0x1p3")',
    'float.fromhex("0x1.8p3")', 'float.fromhex("x")', 'complex("1+2j")', 'complex(" ( 1 + 2j ) ")',
    'complex("(1+2j)")', 'complex("j")', 'complex("1+j2")', 'complex("nan+infj")', 'complex("")',
    'complex("1e400j")',
]
import warnings
warnings.simplefilter('ignore')
for t in tests:
    try:
        print(t, '->', ascii(eval(t))[:150])
    except Exception as e:
        print(t, '->', type(e).__name__, ascii(str(e)))
