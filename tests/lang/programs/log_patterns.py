import re
log = """127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326
10.0.0.2 - - [11/Oct/2000:14:00:01 -0700] "POST /form?x=1&y=2 HTTP/1.1" 404 -
bad line here"""
pat = re.compile(r'''
 ^(?P<ip>\d{1,3}(?:\.\d{1,3}){3})\s+\S+\s+(?P<user>\S+)\s+
 \[(?P<when>[^\]]+)\]\s+"(?P<method>[A-Z]+)\s(?P<path>[^ ?"]+)(?:\?(?P<query>[^ "]*))?\s[^"]*"\s(?P<status>\d{3})\s(?P<size>\d+|-)$''', re.X | re.M)
for m in pat.finditer(log): print(m.groupdict(), m.span('path'), m.lastgroup, m.lastindex)
print(pat.groups, pat.groupindex, pat.flags)
print(re.sub(r'(\w+)@(\w+)\.com', r'\2 at \g<1>', 'joe@example.com, ann@test.com'))
print(re.subn(r'\d+', lambda m: str(int(m[0]) * 2), 'a1 b22 c333', count=2))
print(re.split(r'[,;]\s*|\s+', 'a, b;c  d,e'), re.split(r'(,)', 'a,b,c', maxsplit=1), re.split('', 'abc'))
print(re.findall(r'(?<!\w)(\w)(\w*)', 'hello big world'), re.findall(r'\bfoo\b', 'foo foobar foo'), re.findall(r'a|b*', 'abba'))
print(re.fullmatch(r'(?i)hello', 'HELLO'), re.match(r'(a+)(b+)?', 'aaac').groups('none'))
print(re.search(r'(?s)a.c', 'a\nc'), re.search('x', 'abc'), re.escape('a.b*c[d]-e f'))
print(re.compile('a(b)?', re.I | re.S), repr(re.compile(b'x+')))
print(re.sub('(?P<x>a)|b', lambda m: f"[{m['x']}]", 'abab'), re.sub('a*', '-', 'baac'))
for p in ['(', '[a', '*a', 'a{2,1}', '(?P<1>a)', r'\1', '(?<=a*)b', '(?P<n>a)(?P<n>b)', 'a**', r'\q', '(?z)', ')', 'x{99999999999}']:
    try: re.compile(p); print('ok', p)
    except re.error as e: print(p, '->', e, e.pos, e.lineno, e.colno)
    except OverflowError as e: print(p, 'Overflow', e)
m = re.match(r'(\d+)-(\d+)?', '12-'); print(m.expand(r'\1:\2'), m.start(2), m.end(), m.string, m.re.pattern, m.pos, m.endpos, m[0], m.group(1, 2), m.regs)
print(re.findall(r'(?=(\w\w))', 'abcd'), re.findall(r'(\w)\1', 'aabbcd'), re.findall(r'(?P<q>["\']).*?(?P=q)', '''"a" 'b' "c'd"'''))
print(re.sub(r'(?m)^', '> ', 'l1\nl2'), re.sub(r'\s+$', '', 'x  \n '), re.findall(r'^\w', 'a\nb', re.M), re.findall(r'\w$', 'a\nb\n'))
print(re.findall(r'[^\W\d_]+', 'héllo wörld_12 ñ'), re.findall(r'\w+', 'héllo', re.A), re.match(r'\d+', '٣٤').group())
print(re.match('(?:a|ab)(?:c|bcd)(d*)', 'abcd').group(), re.match(r'(a)|(b)', 'b').groups())
print(re.match(r'(<)?\w+(?(1)>)', '<ab>').group(), re.match(r'(?>a+)b', 'aab'), re.match(r'a++b', 'aab'), re.match(r'a*+a', 'aaa'))
print(re.match(r'x{2,3}?', 'xxxx').group(), re.match('.*?(\d+)', 'abc123').group(1))
it = re.Scanner([(r'\d+', lambda s, t: ('int', int(t))), (r'[a-z]+', lambda s, t: ('id', t)), (r'\s+', None)]); print(it.scan('abc 12 ?x'))
print(re.purge(), re.I | re.M, re.RegexFlag(0), repr(re.IGNORECASE), re.template if hasattr(re, 'template') else None)
import copy; p = re.compile('a'); print(copy.deepcopy(p) is p, p == re.compile('a'), hash(p) == hash(re.compile('a')))
def tok(code):
    spec = [('NUM', r'\d+(\.\d*)?'), ('ASSIGN', r':='), ('END', r';'), ('ID', r'[A-Za-z]+'), ('OP', r'[+\-*/]'), ('NL', r'\n'), ('SKIP', r'[ \t]+'), ('BAD', r'.')]
    rx = '|'.join('(?P<%s>%s)' % p for p in spec); line = 1; start = 0
    for mo in re.finditer(rx, code):
        k, v, col = mo.lastgroup, mo.group(), mo.start() - start
        if k == 'NUM': v = float(v) if '.' in v else int(v)
        elif k == 'NL': start = mo.end(); line += 1; continue
        elif k == 'SKIP': continue
        elif k == 'BAD': raise RuntimeError(f'{v!r} unexpected on line {line}')
        yield k, v, line, col
print(list(tok('x := 3.5 * (y' .replace('(', '') + ';\n z := 2;'))); 
try: list(tok('a ? b'))
except RuntimeError as e: print(e)
