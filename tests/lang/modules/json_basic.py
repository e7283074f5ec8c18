import json, math
docs = ['1', '-0', '1.5e3', '"a"', 'null', '[true, false]', '{"a": [1, {"b": null}], "c": "\\u00e9\\ud83d\\ude00\\n"}',
        '[]', '{}', ' [ 1 , 2 ] ', 'NaN', '-Infinity', '[Infinity]', '12345678901234567890123', '1E400', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '0.1', '-12', '1e5', '"\\ud800"', '"é€😀"']
for d in docs:
    print(d.encode("ascii", "backslashreplace"), ascii(json.loads(d)))
bad = ['', ' ', '[', '[1', '[1,', '[1,]', '{', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{1:2}', '"abc', '"a\nb"', '"\\x"', '"\\u12"', '"\\', 'nul', '1 2', '[1 2]', '01', '-', '1.', '.5', "'a'", '\ufeff1', '{"a" 1}', '\n\n  x', '[1,\n2,\n oops]', 'tru', '"\\uZZZZ"', '+1', '1e', '[}', '{]']
for d in bad:
    try:
        print(json.loads(d))
    except json.JSONDecodeError as e:
        print(repr(d), e, e.lineno, e.colno, e.pos, e.msg)
objs = [1, -5, 1.5, 1e100, 1e16, float("inf"), float("nan"), "a\"\\\n\t\x00\x1f\x7fé€😀/", None, True, [], {}, (1, 2), [1, [2, [3]]], {"a": {"b": [1, 2]}, 1: 2, 1.5: 3, None: 4, True: 5}, 10**30, [[], {}], ""]
for o in objs:
    print(json.dumps(o), ascii(json.dumps(o, ensure_ascii=False)), json.dumps(o, separators=(",", ":")))
    print(json.dumps(o, indent=2))
print(json.dumps({"b": 1, "a": [1, {"z": 1, "y": 2}]}, sort_keys=True, indent="\t"), json.dumps([1, 2], indent=0))
class E(int): pass
class F(float): pass
class S(str): pass
class L(list): pass
class D(dict): pass
print(json.dumps([E(3), F(1.5), S("s"), L([1]), D(a=1), L(), D()]))
class Enc(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set): return sorted(o)
        return super().default(o)
print(json.dumps({"x": {3, 1}}, cls=Enc), json.dumps({1, 2}, default=list), Enc(indent=1).encode([{1}]))
loop = []; loop.append(loop)
def deep():
    x = []
    for i in range(100000): x = [x]
    return x
for act in (lambda: json.dumps({1, 2}), lambda: json.dumps({(1, 2): 3}), lambda: json.dumps(loop), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.dumps(b"x"), lambda: json.dumps(1j), lambda: json.dumps({"a": 1, 2: 3}, sort_keys=True), lambda: json.loads(5), lambda: json.loads("[" * 100000), lambda: json.dumps(deep()), lambda: json.dumps(default=3, obj=object)):
    try:
        print(act())
    except Exception as e:
        print(type(e).__name__, str(e)[:80])
print(json.dumps({(1, 2): 3, "a": 1}, skipkeys=True))
print(json.loads('{"a": 1, "b": {"c": 2}}', object_hook=lambda d: sorted(d.items())))
print(json.loads('{"a": 1, "a": 2}', object_pairs_hook=list), json.loads('{"a": 1, "a": 2}'))
print(json.loads('[1.5, 2, NaN]', parse_float=str, parse_int=lambda s: s + "!", parse_constant=lambda s: "const" + s))
print(json.loads(b'{"k": "\xc3\xa9"}'), json.loads('"\x01"', strict=False) == "\x01", json.loads("[1]".encode("utf-16")))
print(json.JSONDecoder().raw_decode('{"a":1} rest'), json.JSONDecodeError.__mro__[1].__name__)
import io
f = io.StringIO(); json.dump({"a": [1, 2.5]}, f, indent=1); print(f.getvalue()); f.seek(0); print(json.load(f))
rows = json.loads(json.dumps([{"id": i, "name": "n%d" % i, "v": i / 7} for i in range(200)]))
print(len(rows), rows[5], rows[3].keys() == rows[4].keys(), sum(r["v"] for r in rows))
print(repr(json.JSONDecodeError("m", "a\nb", 2)))
from json.decoder import JSONDecodeError
print(JSONDecodeError is json.JSONDecodeError, JSONDecodeError.__module__)
