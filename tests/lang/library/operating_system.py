import os, sys, tempfile
def chk(f):
    try: return f()
    except Exception as e: return type(e).__name__, str(e)
for a in ["os.stat('a\\0b')", "os.listdir(1.5)", "os.mkdir(1.5)", "os.stat([])", "os.rename('/nonexist','/x/y')", "os.readlink('/')", "os.truncate(None,1)", "os.utime('/nonexist')", "os.fspath(1)", "os.close('a')", "os.read(-1,3)", "os.putenv('a=b','c')", "os.getenv(3)", "os.open('/nonexist')", "os.open('/nonexist', 0)", "os.strerror(2)", "os.fsencode('\\udcff')", "os.environ['NO_SUCH_']"]:
    print(a, chk(lambda: eval(a)))
with tempfile.TemporaryDirectory() as d:
    os.chdir(d); os.makedirs("a/b/c"); open("a/f", "w").close(); os.symlink("a", "l")
    print(sorted((e.name, e.is_dir(), e.is_symlink(), e.is_dir(follow_symlinks=False)) for e in os.scandir(".")))
    print([(r, sorted(x), f) for r, x, f in os.walk(".")], [r for r, *_ in os.walk(b".", topdown=False)][-1])
    fd = os.open("a/g", os.O_RDWR | os.O_CREAT, 0o600); print(os.write(fd, b"hello"), os.lseek(fd, 1, 0), os.read(fd, 9), os.fstat(fd).st_size); os.close(fd)
    os.utime("a/g", (1, 2.5)); s = os.stat("a/g"); print(s.st_atime, s.st_mtime, s.st_mtime_ns, s[8], oct(s.st_mode)); os.replace("a/g", "a/h"); os.chmod("a/h", 0o400)
    print(os.access("a/h", os.R_OK), os.path.samefile("l/h", "a/h"), os.path.realpath("l/h") == os.path.realpath("a/h"), os.listdir(b"a/b"))
    f = os.open("a", os.O_RDONLY); print(sorted(os.listdir(f)), os.stat("h", dir_fd=f).st_size); os.close(f); os.unlink("l"); os.remove("a/h"); os.remove("a/f"); os.removedirs("a/b/c") if 0 else os.chdir("/")
r, w = os.pipe()
if os.fork() == 0: os.write(w, b"hi"); os._exit(3)
print(os.read(r, 10), os.waitstatus_to_exitcode(os.wait()[1]), os.get_inheritable(r), os.environ.get("HOME") == os.environb[b"HOME"].decode())
print(os.path.relpath("/a/b/c", "/a/d"), os.path.commonpath([b"/a/b", b"/a/c"]), os.path.splitext("a.b/c.tar.gz"), os.path.normpath("/a/./b/../c//d"), os.path.join(b"a", b"/b"), chk(lambda: os.path.join("a", b"b")), os.path.split("/a/b/"), os.path.expandvars("${HOME}x$nope_") == os.environ["HOME"] + "x$nope_")
print(os.popen("echo popen").read(), os.system("exit 3") >> 8, os.path is sys.modules["os.path"], isinstance(os.PathLike, type))
