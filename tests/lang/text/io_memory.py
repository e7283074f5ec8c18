"""StringIO, BytesIO, wrappers, and classes of a program."""
def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(type(r).__name__, ascii(r))
    except BaseException as e:
        print(type(e).__name__, ascii(str(e)))


import io
s = io.StringIO('abc\ndef\r\nghi'); print(s.read(2), s.readline(), s.tell(), ascii(s.readline()), s.read(), s.read(), s.seek(0), s.readlines(), s.getvalue() == 'abc\ndef\r\nghi', s.seek(0, 2), s.write('é€'), ascii(s.getvalue()), s.newlines, s.encoding, s.errors, s.line_buffering, s.closed)
t(s.seek, -1); t(s.seek, 1, 1); t(s.seek, 0, 5); t(s.seek, 5, 2); s.seek(2); s.write('ZZ'); print(ascii(s.getvalue())); print(s.truncate(3), s.getvalue(), s.tell()); s.seek(6); s.write('q'); print(ascii(s.getvalue())); t(s.write, 5); t(s.write, b'a'); t(s.fileno); print(s.isatty(), s.readable(), s.writable(), s.seekable()); t(s.truncate, -1)
s.close(); t(s.read); t(s.write, 'a'); t(s.getvalue); print(s.closed); t(s.__enter__); t(s.isatty); t(next, s); t(s.readable); s.close()
for nl in (None, '', '\n', '\r', '\r\n'):
    s = io.StringIO('a\nb\r\nc\rd', newline=nl); print(ascii(nl), ascii(s.getvalue()), ascii(list(s)), ascii(s.newlines)); s.write('x\ny\rz\r\n'); print(ascii(s.getvalue()))
t(io.StringIO, 5); t(io.StringIO, 'a', 'zz'); t(io.StringIO, 'a', 5); pass
with io.StringIO() as s: print('hi', file=s); s.writelines(['a', 'b']); print(ascii(s.getvalue()))
print([l for l in io.StringIO('x\ny\nz')], next(io.StringIO('q')))
b = io.BytesIO(b'abc\ndef'); print(b.read(2), b.readline(), b.readlines(), b.tell(), b.seek(0), b.read1(), b.seek(-2, 2), b.read(), b.getvalue(), b.write(b'XY'), b.seek(20), b.write(b'!'), b.getvalue(), b.truncate(4), b.getvalue(), b.tell(), b.seek(0), b.read(-1)); t(b.write, 'a'); t(b.seek, -1); t(b.seek, 0, 9); t(b.fileno); t(b.read, 'a')
v = b.getbuffer(); v[0] = 90; print(b.getvalue()); t(b.write, b'long enough'); t(b.truncate, 0); t(b.close); v.release(); ba = bytearray(2); b.seek(0); print(b.readinto(ba), ba, list(io.BytesIO(b'1\n2\n3')), b.readable(), b.isatty()); b.close(); t(b.read); t(b.getvalue); t(io.BytesIO, 'a'); t(io.BytesIO, 5)
tw = io.TextIOWrapper(io.BytesIO(b'h\xc3\xa9\r\nx\n'), encoding='utf-8'); print(ascii(tw.read()), tw.seek(0), ascii(tw.readline()), ascii(tw.readlines()), repr(tw), tw.encoding)
raw = io.BytesIO(); tw = io.TextIOWrapper(raw, encoding='utf-16', newline='\r\n'); tw.write('a\nb'); tw.flush(); print(raw.getvalue()); print(tw.detach() is raw); t(tw.read)
br = io.BufferedReader(io.BytesIO(b'hello\nworld')); print(br.read(2), br.peek(2)[:2], br.readline(), br.read(), br.readable(), br.writable())
bw = io.BufferedWriter(io.BytesIO()); bw.write(b'abc'); print(bw.raw.getvalue()); bw.flush(); print(bw.raw.getvalue()); t(bw.read); t(io.BufferedReader, 5)
class Up(io.StringIO):
    def write(self, s): return super().write(s.upper())
u = Up(); print('shout', file=u); print(repr(u.getvalue())); u.attr = 1; print(u.attr)
class Tee(io.TextIOBase):
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s); return len(s)
    def writable(self): return True
te = Tee(); print('a', 1, file=te); te.writelines(['x', 'y']); print(te.parts, te.readable(), te.closed); te.close(); print(te.closed); t(te.read); t(te.writelines, [])
class R(io.RawIOBase):
    def __init__(self, d): self.d = d
    def readable(self): return True
    def readinto(self, b):
        n = min(len(b), 3, len(self.d)); b[:n] = self.d[:n]; self.d = self.d[n:]; return n
r = R(b'hello\nworld\n'); print(r.read(2), r.readline(), r.read(), r.read()); print(io.BufferedReader(R(b'abcdefgh')).read(), list(io.BufferedReader(R(b'a\nb\nc'))), io.TextIOWrapper(R(b'x\ny'), encoding='ascii').read())
class D:
    out = []
    def write(self, s): D.out.append(s)
print('dup', 2, file=D(), end=''); print(D.out)
class NW: pass
t(print, 'x', file=NW()); t(print, 'x', file=None); t(print, 'a', sep=5)
t(io.IOBase().read if hasattr(io.IOBase(), 'read') else (lambda: 'noread')); t(io.IOBase().seek, 0); t(io.IOBase().fileno); t(io.RawIOBase().read); t(io.TextIOBase().read); t(io.BufferedIOBase().read); t(io.BufferedIOBase().write, b'')
import sys, contextlib
with contextlib.redirect_stdout(io.StringIO()) as o: print('captured')
print(repr(o.getvalue()))
old = sys.stdout; sys.stdout = io.StringIO(); print('hidden'); x = sys.stdout.getvalue(); sys.stdout = old; print(repr(x))
print(type(io.StringIO()), io.StringIO.__module__, io.TextIOWrapper.__name__, io.FileIO, io.BufferedReader, io.UnsupportedOperation, io.IOBase)
