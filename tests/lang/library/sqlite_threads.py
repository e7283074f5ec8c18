"""sqlite3 in threads: locks that one waits for while the other works, and connections of other threads."""
import os, sqlite3, tempfile, threading

folder = tempfile.mkdtemp()
path = os.path.join(folder, "shared.db")
with sqlite3.connect(path) as con:
    con.execute("create table t(who, n)")


def work(who):
    con = sqlite3.connect(path, timeout=30)
    for n in range(20):
        with con:
            con.execute("begin immediate")
            total = con.execute("select count(*) from t").fetchone()[0]
            con.execute("insert into t values (?, ?)", (who, total))
    con.close()


threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
for t in threads: t.start()
for t in threads: t.join()
con = sqlite3.connect(path)
print(con.execute("select count(*), count(distinct n), max(n) from t").fetchone())

holding, release = threading.Event(), threading.Event()


def hold():
    other = sqlite3.connect(path)
    other.execute("begin exclusive")
    holding.set()
    release.wait()
    other.commit()
    other.close()


t = threading.Thread(target=hold)
t.start()
holding.wait()
impatient = sqlite3.connect(path, timeout=0.05)
try:
    impatient.execute("insert into t values (1, 1)")
except sqlite3.OperationalError as e:
    print(e, e.sqlite_errorname)
impatient.close()
release.set()
t.join()

errors = []


def wrong(function):
    try:
        function()
    except sqlite3.ProgrammingError as e:
        errors.append(str(e).split(".")[0])


cursor = con.execute("select 1")
for function in (con.cursor, con.commit, con.close, cursor.fetchone, lambda: con.execute("select 1")):
    t = threading.Thread(target=wrong, args=(function,))
    t.start()
    t.join()
print(len(errors), set(errors))
con.close()
free = sqlite3.connect(":memory:", check_same_thread=False)
got = []
t = threading.Thread(target=lambda: got.append(free.execute("select 5").fetchone()))
t.start()
t.join()
print(got)
free.close()
os.remove(path)
os.rmdir(folder)
