import textwrap, reprlib, linecache, keyword
s = "The quick brown fox jumps over the lazy dog. A well-known re-entrant super-long hyphenated-word example, with--dashes and  spaces   here.\nNew line\tand tab."
for w in (10, 20, 40, 70):
    print(textwrap.wrap(s, w)); print(textwrap.fill(s, w, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten("Hello  world! How are you", 15), textwrap.shorten("Hello world", 8, placeholder="..."), textwrap.shorten("Hello world", 100))
print(repr(textwrap.dedent("    a\n      b\n    c\n\n    d")), repr(textwrap.dedent("\ta\n  b")), repr(textwrap.dedent("  x\n \n  y\n")))
print(repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.indent("a\n\nb", "> ", lambda l: True)))
print(textwrap.wrap("supercalifragilistic", 5), textwrap.wrap("supercalifragilistic x", 5, break_long_words=False), textwrap.wrap("a b c d e f", 8, max_lines=1), textwrap.wrap("", 5), textwrap.wrap("Mr. Smith went. Then  home.", 12, fix_sentence_endings=True))
try: textwrap.wrap("a", 0)
except ValueError as e: print(e)
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({i: i for i in range(20)}), reprlib.repr([[[[[[[[1]]]]]]]]), reprlib.repr(set(range(10))), reprlib.repr(10**80), reprlib.repr((1,)))
class R(list):
    @reprlib.recursive_repr("<...>")
    def __repr__(self): return "R(" + ", ".join(map(repr, self)) + ")"
r = R([1]); r.append(r); print(r)
print(keyword.iskeyword("for"), keyword.iskeyword("x"), keyword.kwlist, keyword.softkwlist)
