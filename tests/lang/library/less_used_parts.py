"""io, _imp, locale, arrays in pickles, re.Scanner, doctest: the less used parts."""
import array, pickle, sys
for code, fmt, data in [("i",8,b"\1\0\0\0\2\0\0\0"),("i",9,b"\0\0\0\1"),("q",8,b"\1\0\0\0"),("u",18,"aé".encode("utf-16-le")),("u",20,"aé".encode("utf-32-le")),("d",14,b"\0\0\x80\x3f"),("B",0,b"ab"),("x",0,b""),("i",22,b""),("i",8,b"abc"),("i",8,"abc"),("ii",8,b"")]:
    try: print(array._array_reconstructor(array.array, code, fmt, data))
    except Exception as e: print(type(e).__name__, e)
class S(array.array): pass
print(array._array_reconstructor(S,"i",8,b"\1\0\0\0"))
for c in (int, 5):
    try: array._array_reconstructor(c,"i",8,b"")
    except Exception as e: print(type(e).__name__, e)
print(pickle.loads(pickle.dumps(array.array("i",[1,2]))))
import re
s=re.Scanner([(r"[a-z]+", lambda s,t:("w",t)),(r"\d+", lambda s,t:int(t)),(r"\s+",None),(r"[+-]","op")])
print(s.scan("ab 12 + c!x"), s.scan(""))
import _imp
print(_imp.source_hash(1,b"hello"), _imp.source_hash(2**63-1,b"hello world, this is 8"*3), _imp.source_hash(0,b""))
_imp.acquire_lock(); print(_imp.lock_held()); _imp.release_lock(); print(_imp.lock_held())
try: _imp.release_lock()
except RuntimeError as e: print(e)
import locale
print(locale.setlocale(locale.LC_ALL,"C"), locale.localeconv()["decimal_point"], locale.format_string("%d",12345,grouping=True), locale.strxfrm("a"), locale.strcoll("b","a"))
try: locale.setlocale(locale.LC_ALL,"xx_YY")
except locale.Error as e: print(type(e),e)
print(locale.nl_langinfo(locale.DAY_3), locale.nl_langinfo(locale.D_FMT), locale.getpreferredencoding(), locale.str(2.5), locale.atof("1.5"))
import io, os
d=io.IncrementalNewlineDecoder(None,True)
for a in ["a\r","b\r\n","x\r","\n", "q\r"]: print(repr(d.decode(a)), d.newlines, d.getstate())
print(repr(d.decode("",True))); d.reset(); print(d.newlines,d.getstate()); d.setstate((b"",1)); print(repr(d.decode("z")), d.newlines)
import codecs
d=io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8")(),False)
print([d.decode(bytes([b])) for b in "é\r\nü\r".encode()], d.newlines, d.getstate(), repr(d.decode(b"",True)), d.newlines)
p=io.BufferedRWPair(io.BytesIO(b"abc\ndef"),w:=io.BytesIO())
print(p.read(2),p.readline(),p.peek(1)[:2],p.write(b"xyz"),p.flush(),w.getvalue(),p.readable(),p.writable(),p.seekable(),p.isatty(),p.closed)
b=bytearray(2); print(p.readinto(b),b, p.read1(5), p.read())
for c in ["io.BufferedRWPair(1,2)","io.BufferedRWPair(io.BytesIO(),io.BytesIO(),0)","p.seek(1)","p.tell()","p.detach()","p.fileno()","io.IncrementalNewlineDecoder(None,False).decode(b'x')","io.BufferedRWPair(open(os.devnull,'wb',0),io.BytesIO())","io.BufferedRWPair(io.BytesIO(),open(os.devnull,'rb',0))"]:
    try: print(eval(c))
    except Exception as e: print(type(e).__name__, e)
p.close(); print(p.closed, w.closed)
try: p.read()
except ValueError as e: print(e)
print(io.__all__, io.BufferedRWPair, io.IncrementalNewlineDecoder, io.open is open)
def add(a,b):
    """
    >>> add(1,2)
    3
    >>> add(1,'a')
    Traceback (most recent call last):
    TypeError: unsupported operand type(s) for +: 'int' and 'str'
    """
    return a+b
import doctest
print(doctest.testmod())
