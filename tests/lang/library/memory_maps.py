"""mmap: memory and files, as a buffer and as a file."""
import mmap,tempfile,os
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__module__,type(e).__name__,e)
print([n for n in dir(mmap) if n[0] != '_']); print(mmap.error, [(n,getattr(mmap,n)) for n in dir(mmap) if n.isupper()])
m=mmap.mmap(-1,20); print(m, len(m), m.tell()); t(m.size); m[0:5]=b'hello'; print(m[0:5],m[0],m[-1]); m[0]=65; print(bytes(m)); t(m.__setitem__,0,256); t(m.__setitem__,0,b'a'); t(m.__setitem__,slice(0,3),b'aa'); t(m.__getitem__,20); t(m.__getitem__,'a'); t(m.__setitem__,30,1); t(m.__delitem__,0); t(m.__setitem__,slice(0,10,2),b'12345'); print(m[::2],m[::-1]); print(m[3:1])
t(m.find,b'5'); t(m.find,b'1',3); t(m.find,b'1',-3,-1); t(m.rfind,b'\0'); t(m.find,'a'); t(m.find); t(m.find,b''); t(m.rfind,b'',2,5); t(m.find,b'zz')
t(m.read,3); t(m.read); t(m.read,5); t(m.seek,0); t(m.read,-1); t(m.seek,0); t(m.readline); t(m.read,None);t(m.seek,2); t(m.read_byte); t(m.tell); t(m.write_byte,66); t(m.write_byte,300); t(m.write,b'xyz'); t(m.seek,18); t(m.write,b'abc'); t(m.write,'a'); t(m.seek,100); t(m.seek,-1); t(m.seek,1,1); t(m.seek,-1,2); t(m.seek,0,5); t(m.seek,20); t(m.read_byte); t(m.write_byte,1); t(m.readline)
t(m.move,0,5,3); print(bytes(m)); t(m.move,18,0,5); t(m.move,-1,0,5); t(m.flush); t(m.flush,0,10); t(m.flush,1,10); t(m.flush,0,100); t(m.madvise,mmap.MADV_NORMAL); t(m.madvise,4,0,4096); t(m.madvise,4,100); t(m.madvise,4,-1); t(m.madvise,77777)
print(b'B' in m, 66 in m, m.closed, repr(m), len(m), list(m)[:3])
v=memoryview(m); print(v.readonly,v.format,v.nbytes,v[0],v.obj is m); t(m.close); t(m.resize,40); v.release(); 
t(m.resize,0)
t(m.close); t(m.close); print(m.closed, m); t(m.read,1); t(len,m); t(m.__getitem__,0); t(bytes,m); t(m.flush); t(memoryview,m); t(m.__enter__)
t(mmap.mmap,-1,0); t(mmap.mmap,-1,-5); t(mmap.mmap,'a',5); t(mmap.mmap,99,5); t(mmap.mmap,-1,'a'); t(mmap.mmap,-1,10,access=9); t(mmap.mmap,-1,10,access=1,prot=1); t(mmap.mmap,-1,10,offset=-1); 
f=tempfile.TemporaryFile(); f.write(b'line one\nline two\nlast'); f.flush()
t(mmap.mmap,f.fileno(),1000); t(mmap.mmap,f.fileno(),0,offset=4096); t(mmap.mmap,f.fileno(),5,offset=1)
with mmap.mmap(f.fileno(),0,access=mmap.ACCESS_READ) as m:
    print(m, m.readline(),m.readline(),m.readline(),m.readline(),m.size()); t(m.__setitem__,0,1); t(m.write,b'a'); t(m.resize,5); t(m.write_byte,1); t(m.move,0,1,1); print(memoryview(m).readonly if 0 else ''); t(m.flush); t(m.__setitem__,slice(0,1),b'a')
    import re; print(re.findall(rb'l\w+',m)); print(m[:].decode().split('\n'))
with mmap.mmap(f.fileno(),0,access=mmap.ACCESS_COPY) as m:
    m[0:4]=b'LINE'; print(m[:8]); t(m.resize,5); print(m)
f.seek(0); print(f.read(4))
with mmap.mmap(f.fileno(),0) as m:
    m[0:4]=b'LINE'; t(m.flush); m.resize(10); print(len(m), os.fstat(f.fileno()).st_size, m); m.resize(30); print(m[:])
print(os.pread(f.fileno(), 100, 0))
m=mmap.mmap(-1,10,prot=mmap.PROT_READ); print(m); t(m.__setitem__,0,1)
class M(mmap.mmap):
    def __new__(cls,*a,**k): self=super().__new__(cls,*a,**k); return self
m=M(-1,10); m.x=3; print(len(m), m.x, type(m).__name__)
import weakref; w=weakref.ref(m); print(w() is m); del m; print(w())
t(lambda: mmap.mmap(-1,5)+b'a'); t(lambda: mmap.mmap(-1,5)*2); t(hash, mmap.mmap(-1,5)) if 0 else None
t(lambda: mmap.mmap(-1,5)==mmap.mmap(-1,5)); t(lambda: bool(mmap.mmap(-1,5)))
import pickle; t(pickle.dumps,mmap.mmap(-1,5))
m=mmap.mmap(-1,10); import struct; struct.pack_into('<I',m,2,77); print(bytes(m)); t(m.find,b'M',0,100); t(m.find,b'M',100); print(bytearray(m), b''.join([m,m])[:3], b'x'+m[:1]); import io; b=io.BytesIO(b'12345'); print(b.readinto(m), m[:])
print(sum(x[0] for x in m))

pid_map = mmap.mmap(-1, 10)
pid = os.fork()
if not pid:
    pid_map[:5] = b"child"
    os._exit(0)
os.waitpid(pid, 0)
print(pid_map[:5])
shared = mmap.mmap(-1, 100)
view = memoryview(shared)
part = view[10:20]
part[:] = b"0123456789"
print(shared[8:22], view[15], bytes(part[::3]), view.cast("I")[3])
t(shared.close)
view.release()
t(shared.close)
part.release()
t(shared.close)
import hashlib, zlib
m = mmap.mmap(-1, 1000)
print(hashlib.md5(m).hexdigest(), zlib.crc32(m), len(bytes(m)), bytearray(m) == m[:], b"abc" + m[:2], m[:] < b"a")
print(sum(x[0] for x in m))
