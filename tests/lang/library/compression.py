import zlib, gzip, zipfile, io
d=b"hello world "*1000
for l in (-1,0,1,9): c=zlib.compress(d,l); print(len(c)<len(d)+50, zlib.decompress(c)==d)
print(zlib.crc32(d), zlib.adler32(d), zlib.crc32(b"x",5), zlib.compress(b"abc").hex())
o=zlib.decompressobj(); c=zlib.compress(d)+b"tail"; print(len(o.decompress(c,100)), len(o.unconsumed_tail)>0, len(o.decompress(o.unconsumed_tail)), o.unused_data, o.eof, o.flush())
co=zlib.compressobj(9,zlib.DEFLATED,-15); x=co.compress(d[:500])+co.flush(zlib.Z_SYNC_FLUSH)+co.compress(d[500:])+co.flush(); print(zlib.decompress(x,-15)==d)
for bad in (lambda: zlib.decompress(b"nope"), lambda: zlib.decompress(zlib.compress(d)[:-5]), lambda: zlib.compress("x"), lambda: zlib.compress(d,99), lambda: zlib.decompressobj().decompress(b"xx")):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
b=io.BytesIO()
with gzip.GzipFile(fileobj=b,mode="wb",mtime=0) as g: g.write(d)
print(gzip.decompress(b.getvalue())==d, gzip.open(io.BytesIO(b.getvalue()),"rt").readline()[:11])
z=io.BytesIO()
with zipfile.ZipFile(z,"w",zipfile.ZIP_DEFLATED) as f: f.writestr("a.txt","hi"*100); f.writestr("d/b",b"x")
with zipfile.ZipFile(z) as f: print(f.namelist(), f.read("a.txt")[:4], f.testzip(), f.getinfo("a.txt").compress_size)
import importlib.util, sys, inspect, logging, traceback, pkgutil
print(importlib.util.find_spec("nope_"), importlib.util.find_spec("csv").origin, importlib.util.resolve_name(".a","b.c"))
try: 1/0
except ZeroDivisionError: traceback.print_exc(file=sys.stdout); print(traceback.format_exc().splitlines()[-1])
logging.basicConfig(format="%(levelname)s:%(name)s:%(message)s",stream=sys.stdout,level=10); logging.getLogger("a.b").debug("x %d",3)
