import textwrap, difflib, string, pprint, reprlib, html, shlex, fnmatch, glob, bisect, heapq, copy, types, json, base64, binascii, struct, hashlib, hmac, zlib, csv, io, configparser, tomllib, urllib.parse, uuid, ipaddress, colorsys, secrets, graphlib, array, queue, sched, time
t = 'The quick brown fox  jumps over the lazy dog. ' * 3
print(textwrap.fill(t, 40, initial_indent='* ', subsequent_indent='  '))
print(textwrap.shorten(t, 30))
print(textwrap.dedent('  a\n    b\n  c'))
print(textwrap.indent('a\n\nb', '> '))
print(textwrap.wrap('averyveryverylongword short', 8), textwrap.wrap('a-b-c-d e', 4, break_on_hyphens=False))
print('\n'.join(difflib.unified_diff('a b c d'.split(), 'a x c e d'.split(), 'f', 't', lineterm='')))
print('\n'.join(difflib.ndiff(['one', 'two'], ['one', 'twos'])))
print(difflib.get_close_matches('appel', ['ape', 'apple', 'peach']), difflib.SequenceMatcher(None, 'abcd', 'bcde').ratio(), list(difflib.context_diff(['a'], ['b'], lineterm='')), difflib.SequenceMatcher(None, 'qabxcd', 'abycdf').get_opcodes())
pprint.pprint({'b': [1, 2, 3] * 8, 'a': {'x': (1,), 'y': {3, 1, 2}}, 'long': 'word ' * 30})
pprint.pprint([[1, 2], [3]] * 3, width=10, indent=2, depth=1, compact=True)
print(pprint.pformat({'k': 1}, sort_dicts=False), pprint.isreadable([1]), pprint.saferepr([1]))
print(reprlib.repr(list(range(100))), reprlib.repr('x' * 100), reprlib.repr({i: i for i in range(10)}), reprlib.repr([[[[[[[1]]]]]]]))
print(html.escape('<a href="x">\'&'), html.unescape('&lt;&eacute;&#65;&nope;'), shlex.split('a "b c" d\\ e \'f\''), shlex.quote("it's"), shlex.join(['a b', 'c']), fnmatch.filter(['a.py', 'b.txt'], '*.py'), fnmatch.translate('a?[!b]*'))
l = [1, 3, 5]
bisect.insort(l, 4)
print(l, bisect.bisect(l, 3), bisect.bisect_left(l, 3), bisect.bisect(l, 2, key=lambda x: -x))
h = [5, 1, 4]
heapq.heapify(h)
print(heapq.heappop(h), heapq.heappushpop(h, 0), heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, 'hello'), list(heapq.merge([1, 4], [2, 3])), heapq.heapreplace(h, 9), h)
d = {'a': [1]}
print(copy.copy(d)['a'] is d['a'], copy.deepcopy(d)['a'] is d['a'])
print(types.SimpleNamespace(a=1, b='x'), types.SimpleNamespace(a=1) == types.SimpleNamespace(a=1), types.MappingProxyType({'a': 1}))
print(json.dumps({'a': [1, 2.5, None, True, 'é"\n'], 'b': {}}, indent=2, sort_keys=True), json.dumps('é', ensure_ascii=False), json.dumps([1, 2], separators=(',', ':')), json.loads('{"a": [1, 2.0, null, "\\u00e9"]}'), json.dumps(float('nan')), json.dumps({1: 2, None: 3, True: 4, 1.5: 5}))
for s in [
    '{', '{"a"}', '[1,]', '{"a":1,}', 'nul', '"abc', '[1 2]', '', '{"a": }', '"\\x"', '1 2', '{1: 2}',
    "{'a': 1}", '"\t"', '[', '-', '01', '1.', 'NaN', '"\\ud800"', '{"a":1 "b":2}', 'Infinityx', 'tru',
]:
    try:
        print(s, json.loads(s))
    except json.JSONDecodeError as e:
        print(repr(s), e, e.pos, e.lineno, e.colno)
for o in [{1, 2}, object, {(1, 2): 3}, 1j, b'a', float('inf')]:
    try:
        print(json.dumps(o, allow_nan=False))
    except (TypeError, ValueError) as e:
        print(e)
print(base64.b64encode(b'hello'), base64.b64decode('aGVsbG8='), base64.urlsafe_b64encode(b'\xff\xfe'), base64.b32encode(b'a'), base64.b16encode(b'\xab'), base64.b85encode(b'abc'), base64.a85encode(b'abc'), binascii.hexlify(b'ab', '-'), binascii.crc32(b'a'), zlib.crc32(b'a'), zlib.decompress(zlib.compress(b'a' * 100))[:3], zlib.adler32(b'a'))
for s in [
    'base64.b64decode("a")', 'base64.b64decode("abc")', 'base64.b64decode("a!b=", validate=True)',
    'binascii.unhexlify("a")', 'binascii.unhexlify("zz")', 'struct.unpack("I", b"a")',
    'struct.pack("B", 256)', 'struct.pack("z", 1)', 'struct.pack("I")', 'struct.pack("i", "a")',
    'zlib.decompress(b"x")', 'hashlib.new("nope")', 'hashlib.md5("a")', 'uuid.UUID("x")',
    'ipaddress.ip_address("x")', 'ipaddress.ip_network("10.0.0.1/8")', 'tomllib.loads("a")',
    'tomllib.loads("a = ")', 'tomllib.loads("a = 1\\na = 2")', 'configparser.ConfigParser()["x"]',
    'array.array("z")', 'array.array("b", [200])', 'array.array("i", ["a"])',
    'queue.Queue().get_nowait()', 'list(graphlib.TopologicalSorter({1: [2], 2: [1]}).static_order())',
    'heapq.heappop([])', 'copy.copy(x for x in [])', 'csv.reader(5)',
    'csv.writer(io.StringIO()).writerow(5)', 'next(csv.reader(["a"], delimiter="ab"))',
    'urllib.parse.urlparse("http://[x")', 'shlex.split("\'a")', 'string.Template("$").substitute()',
    'textwrap.wrap("a", 0)', 'secrets.token_hex(4) != ""',
]:
    try:
        print(s, eval(s))
    except Exception as e:
        print(s, '->', type(e).__name__, e)
print(struct.pack('<IhBf?4s', 1, -2, 3, 1.5, True, b'ab'), struct.unpack('>HH', b'\x00\x01\x00\x02'), struct.calcsize('@bi'), struct.calcsize('=bi'), list(struct.iter_unpack('B', b'ab')))
print(hashlib.sha256(b'a').hexdigest()[:16], hashlib.md5(b'').hexdigest(), hmac.new(b'k', b'm', 'sha1').hexdigest(), hashlib.blake2b(b'a', digest_size=4).hexdigest(), hashlib.sha3_256(b'').hexdigest()[:8], hashlib.pbkdf2_hmac('sha1', b'p', b's', 2).hex()[:8], sorted(hashlib.algorithms_guaranteed)[:3])
out = io.StringIO()
wr = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
wr.writerow([1, 'a,b', 'q"x', None, 2.5])
dw = csv.DictWriter(out, ['a', 'b'], extrasaction='ignore')
dw.writeheader()
dw.writerow({'a': 1, 'c': 3})
print(repr(out.getvalue()))
print(list(csv.reader(['a,"b ""c""",d', '1;2'])), list(csv.DictReader(['x,y', '1,2,3', '4'])), csv.Sniffer().sniff('a;b\n1;2').delimiter)
cp = configparser.ConfigParser()
cp.read_string('[DEFAULT]\nx=1\n[s]\ny = %(x)s0\nz: on\nlist =\n a\n b\n')
print(cp.sections(), cp['s']['y'], cp.getboolean('s', 'z'), cp.getint('s', 'y'), dict(cp['s']), cp.get('s', 'nope', fallback='fb'), cp.has_option('s', 'x'))
print(tomllib.loads('a = 1\nb = [1, 2.5]\n[c.d]\ne = "x\\n"\nf = 2024-01-01T00:00:00Z\n[[g]]\nh = true\n'))
u = urllib.parse.urlparse('http://u:p@host:80/p;x?q=1&r=a%20b#f')
print(u, u.port, u.hostname, urllib.parse.parse_qs(u.query), urllib.parse.quote('a b/é'), urllib.parse.unquote('a%20b%C3%A9'), urllib.parse.urlencode({'a': [1, 2]}, doseq=True), urllib.parse.urljoin('http://a/b/c', '../d'), urllib.parse.urlsplit('//x/y'))
print(uuid.UUID(int=5), uuid.uuid5(uuid.NAMESPACE_DNS, 'x'), uuid.uuid3(uuid.NAMESPACE_URL, 'x'), ipaddress.ip_address('10.0.0.1') + 1, ipaddress.ip_network('10.0.0.0/30').num_addresses, list(ipaddress.ip_network('10.0.0.0/30').hosts()), ipaddress.ip_address('::1').is_loopback, ipaddress.ip_interface('1.2.3.4/24').network)
a = array.array('i', [1, 2, 3])
a.append(4)
a.extend([5])
print(a, a[1:3], a.itemsize, a.tobytes()[:4], a.index(3), a.pop(), a + a, a * 2 == a + a, a.typecode, array.array('u', 'ab'), array.array('d', [1.5]).tolist(), a.buffer_info()[1], a.count(1), list(reversed(a)))
print(list(graphlib.TopologicalSorter({'a': {'b'}, 'b': {'c'}}).static_order()), colorsys.rgb_to_hsv(1, 0.5, 0))
pq = queue.PriorityQueue()
[pq.put(x) for x in (3, 1, 2)]
print(pq.get(), pq.qsize(), queue.LifoQueue().empty())
s = sched.scheduler(time.monotonic, time.sleep)
s.enter(0.002, 1, print, ('late',))
s.enter(0.001, 1, print, ('early',))
s.run()
