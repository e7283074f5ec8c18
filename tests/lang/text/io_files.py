"""Files: modes, newlines, encodings, positions, errors."""
def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(type(r).__name__, ascii(r))
    except BaseException as e:
        print(type(e).__name__, ascii(str(e)))


import io, sys
try:
    import os
    os.open
except Exception: os = None
P = '/var/tmp/ouro-io-test.txt'
def w(data, mode='wb'):
    with open(P, mode) as f: return f.write(data)
t(w, b'a\nb\r\nc\rd')
for nl in (None, '', '\n', '\r', '\r\n'):
    with open(P, newline=nl) as f: print(ascii(nl), ascii(f.read()), ascii(f.newlines))
    with open(P, newline=nl) as f: print(ascii(f.readlines()), f.tell())
    with open(P, newline=nl) as f: print([ascii(x) for x in f])
    with open(P, newline=nl) as f: print([ascii(f.read(1)) for i in range(10)])
    with open(P, 'w', newline=nl) as f: print(f.write('x\ny\r\nz\r'))
    print(open(P, 'rb').read()); w(b'a\nb\r\nc\rd')
t(open, '/nonexistent/x'); t(open, '/tmp'); t(open, P, 'x'); t(open, P, 'z'); t(open, P, 'rw'); t(open, P, 'rbt'); t(open, P, 'rr'); t(open, P, ''); t(open, P, 'b'); t(open, P, '+'); t(open, P, 'U'); t(open, 1.5); t(open, None); t(open, P, 5); t(open, P, 'rb', encoding='utf8'); t(open, P, 'rb', errors='x'); t(open, P, 'rb', newline=''); t(open, P, buffering=0); t(open, P, newline='x'); t(open, P, newline=5); t(open, P, encoding='foo'); t(open, P, encoding=5); t(open); t(open, 'a\0b'); t(open, -1); t(open, 9999); t(open, P, bogus=1); t(open, P, closefd=False); t(open, '/etc/shadow_nope', 'w'); t(open, '/proc/1/x', 'w')
f = open(P, 'w+', encoding='utf-8'); print(f.name, f.mode, f.closed, f.encoding, f.errors, f.newlines, f.line_buffering, f.readable(), f.writable(), f.seekable(), f.isatty(), type(f.fileno()))
print(repr(f), repr(f.buffer), repr(f.buffer.raw))
print(f.write('héllo\nwörld\n'), f.tell(), f.seek(0), f.read(3), f.tell(), f.readline(), f.tell(), f.seek(0, 2), f.write('end'), f.seek(3), f.read())
f.seek(0); f.truncate(4); f.seek(0); print(ascii(f.read())); t(f.seek, 1, 1); t(f.seek, 1, 2); t(f.seek, -1); t(f.seek, 0, 7); print(f.seek(0, 1), f.seek(0, 2))
f.close(); f.close(); t(f.read); t(f.write, 'a'); t(f.readline); t(f.seek, 0); t(f.tell); t(f.flush); t(f.fileno); t(f.isatty); t(f.__enter__); t(next, f); t(f.readlines); t(f.writelines, []); print(f.closed, repr(f)); t(iter, f); t(f.truncate)
f = open(P, 'wb'); t(f.read); t(f.write, 'a'); t(f.write, 5); t(f.readline); print(f.write(b'abc'), f.write(bytearray(b'de')), f.write(memoryview(b'f')), f.tell(), f.seek(1), f.write(b'X')); f.writelines([b'1', b'2']); f.close(); print(open(P, 'rb').read()); t(f.write, b'a'); t(f.flush); t(f.tell); t(f.seek, 0); print(repr(f))
f = open(P, 'rb'); t(f.write, b'a'); print(f.read(2), f.peek(1)[:1], f.read1(1), f.tell(), f.seek(-1, 2), f.read(), f.read(), f.read(5), f.seek(0), f.readline(), f.seek(1, 1)); b = bytearray(3); f.seek(0); print(f.readinto(b), b); f.close(); t(f.read); t(f.readline); t(f.readinto, b); t(f.peek); t(f.read1); t(f.readlines)
f = open(P, 'rb', 0); print(type(f), repr(f), f.read(2), f.readline(), f.tell(), f.mode, f.name, f.closefd); t(f.write, b'x'); f.close(); t(f.read); print(repr(f)); t(f.fileno)
f = open(P, 'r'); t(f.write, 'a'); t(f.read, 'a'); t(f.read, 1.5); t(f.readline, None); print(ascii(f.read(None))); f.close()
f = open(P, 'w'); t(f.read); t(f.write, 5); t(f.write, b'a'); t(f.write); t(f.writelines, ['a', 5]); t(f.writelines, 5); f.close()
f = open(P, 'a'); print(f.tell(), f.write('app'), f.tell()); f.close(); print(open(P).read())
f = open(P, 'a+'); f.seek(0); print(f.read(), f.write('Q'), f.seek(0), f.read()); f.close()
f = open(P, 'r+'); print(f.readline(), f.write('Z')); f.seek(0); print(f.read()); f.close()
f = open(P, 'rb+'); print(f.read(1), f.write(b'__'), f.tell(), f.read()); f.seek(0); print(f.read()); f.close()
w(b'1\n2\n3\n4\n')
with open(P) as f:
    for line in f:
        t(f.tell); break
    print(f.readlines(), f.read()); print(next(f, 'done'))
with open(P) as f: print(f.readlines(3), f.readline(1), f.readline(1), f.readline(0), f.readline(-1))
with open(P, 'rb') as f: print(f.readlines(), list(f))
w(b'caf\xc3\xa9\xff\n'); t(lambda: open(P).read()); t(lambda: open(P, errors='replace').read()); t(lambda: open(P, errors='ignore').read()); t(lambda: open(P, errors='surrogateescape').read()); t(lambda: open(P, encoding='latin-1').read()); t(lambda: open(P, encoding='ascii').read()); t(lambda: open(P, errors='bogus').read())
t(lambda: w('é', 'w')); 
def enc(e, s, **k):
    with open(P, 'w', encoding=e, **k) as f: f.write(s); f.write(s)
    return open(P, 'rb').read(), open(P, encoding=e).read()
for e in ('utf-8', 'latin-1', 'utf-16', 'utf-16-le', 'utf-32', 'utf-8-sig', 'cp1252'): t(enc, e, 'é\nx')
t(enc, 'ascii', 'é'); t(enc, 'ascii', 'é', errors='replace'); t(enc, 'utf-8', '\ud800')
with open(P, 'w') as f: print('a', 'b', sep='-', end='!\n', file=f); print(1, file=f, flush=True)
print(open(P).read())
big = ''.join(f'line {i} é\n' for i in range(20000))
with open(P, 'w') as f: f.write(big)
with open(P) as f: print(f.read() == big, f.tell())
with open(P) as f: print(''.join(f) == big)
with open(P) as f:
    f.read(12345); p = f.tell(); r = f.read(100); f.seek(p); print(f.read(100) == r, p)
with open(P) as f: print(len(f.readlines()), sum(len(x) for x in open(P)))
with open(P, 'rb') as f: print(len(f.read(100000)), f.tell(), len(f.read()), f.tell(), sum(1 for _ in open(P, 'rb')))
class PL:
    def __fspath__(self): return P
print(len(open(PL()).read()), len(open(P.encode()).read())); print(open(PL()).name == P, open(P.encode()).name)
fd = os.open(P, os.O_RDONLY) if 0 else None
if fd is not None:
    f = open(fd); print(f.name == fd, f.readline()); f.close()
print(sys.stdout.name, sys.stdout.encoding, sys.stdout.mode, sys.stdin.name, sys.stderr.name, sys.stderr.errors, sys.stdout.errors, sys.stdout.writable(), sys.stdout.readable(), sys.stdin.readable(), sys.stdout.fileno(), sys.stderr.line_buffering)
print(sys.stdout is sys.__stdout__, isinstance(sys.stdout, io.TextIOBase), isinstance(sys.stdout, io.IOBase), isinstance(sys.stdout.buffer, io.BufferedIOBase), io.open is open, io.SEEK_SET, io.SEEK_CUR, io.SEEK_END, io.DEFAULT_BUFFER_SIZE, issubclass(io.UnsupportedOperation, (OSError)), io.UnsupportedOperation.__mro__)
sys.stdout.write('direct\n'); sys.stdout.buffer.flush() if False else sys.stdout.flush(); sys.stdout.buffer.write(b'bytes\n'); sys.stdout.buffer.flush(); t(sys.stdout.write, 5); sys.stdout.writelines(['x\n', 'y\n'])
