import os
import os.path
p = os.path
print(p.join("a", "b", "/c", "d"), p.split("/a/b"), p.splitext("x.tar.gz"), p.splitext(".rc"), p.basename("/a/b/"), p.dirname("/a/b"), p.normpath("/a/../b//c/./d"), p.isabs("/x"), p.relpath("/a/b/c", "/a/d"), p.commonprefix(["abc", "abd"]), p.commonpath(["/a/b", "/a/c"]))
d = "/tmp/os_basic_%d" % os.getpid()
os.makedirs(d + "/x/y")
with open(d + "/x/f.txt", "w") as f: f.write("hi")
print(sorted(os.listdir(d + "/x")), p.exists(d), p.isdir(d), p.isfile(d + "/x/f.txt"), p.getsize(d + "/x/f.txt"), os.stat(d + "/x/f.txt").st_size)
print([(r[len(d):], sorted(ds), sorted(fs)) for r, ds, fs in os.walk(d)])
os.rename(d + "/x/f.txt", d + "/g"); os.remove(d + "/g"); os.rmdir(d + "/x/y"); os.rmdir(d + "/x"); os.rmdir(d)
for f in (lambda: os.listdir("/nonexistent"), lambda: os.remove("/nonexistent"), lambda: os.mkdir("/tmp"), lambda: os.stat(3.5) if 0 else os.fspath(3)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
os.environ["OURO_T"] = "v"; print(os.environ["OURO_T"], os.getenv("OURO_T"), os.getenv("NO_SUCH", "dflt"), "OURO_T" in os.environ)
del os.environ["OURO_T"]
try: os.environ["NO_SUCH_VAR"]
except KeyError as e: print(repr(e))
print(os.sep, repr(os.linesep), os.name, len(os.urandom(5)), os.getcwd() == p.abspath("."), p.expanduser("~") == os.environ.get("HOME"), os.path.realpath("/tmp/../tmp"))
