"""sqlite3: what is refused, and with which words."""
import sqlite3

con = sqlite3.connect(":memory:")
con.execute("create table t(a unique, b not null, c check(c > 0))")


def fault(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "sqlite_errorname", ""), getattr(e, "sqlite_errorcode", ""))


for c in (sqlite3.Error, sqlite3.Warning, sqlite3.InterfaceError, sqlite3.DatabaseError, sqlite3.IntegrityError,
          sqlite3.NotSupportedError):
    print(c, c.__mro__[1].__name__, getattr(con, c.__name__) is c)
con.execute("insert into t values (1, 2, 3)")
for sql in ("insert into t values (1, 2, 3)", "insert into t values (2, null, 3)", "insert into t values (2, 2, -3)",
            "select * from nothing", "selekt", "select 1; select 2", "select 1;", "select (", "insert into t values (1)"):
    fault(lambda: con.execute(sql).fetchall())
for parameters in ((), (1, 2), {}, {"x": 1}, 5, None, "a", "ab", [object()], (2 ** 63,), (-2 ** 63,), ("\ud800",), (1j,),
                   {1: 2}):
    fault(lambda: con.execute("select ?", parameters).fetchall())
for parameters in ({"a": 1}, {"b": 1}, (1,), {"a": {}}, {"a": 3.5, "b": 3}):
    fault(lambda: con.execute("select :a", parameters).fetchall())
fault(con.execute)
fault(con.execute, 5)
fault(con.execute, "select 1\0")
fault(con.executescript, "select 1\0")
fault(con.executescript, b"select 1")
fault(con.executemany, "select 1", [()])
fault(con.executemany, "insert into t values (?, 1, 1)", 5)
fault(con.executemany, "insert into t values (?, 1, 1)", [5])
fault(con.cursor, lambda c: 5)
fault(sqlite3.connect)
fault(sqlite3.connect, 5)
fault(sqlite3.connect, "a\0b")
fault(sqlite3.connect, "/nonexistent/x")
fault(sqlite3.connect, ":memory:", isolation_level="none")
fault(sqlite3.connect, ":memory:", isolation_level=5)
fault(sqlite3.connect, ":memory:", timeout="5")
fault(sqlite3.connect, ":memory:", nothing=5)
fault(setattr, con, "isolation_level", "x")
fault(delattr, con, "isolation_level")
fault(con, 5)
fault(con)
fault(con.backup, 5)
fault(con.backup, con)
fault(con.backup, sqlite3.connect(":memory:"), progress=5)
fault(con.backup, sqlite3.connect(":memory:"), name="zz")
fault(con.create_function, "f", 500, len)
fault(con.create_function, "f", "x", len)
fault(con.create_aggregate, "f", 500, len)
fault(con.create_window_function, "f", 500, len)
fault(con.create_collation, "f", 5)
fault(con.blobopen, "t", "zz", 1)
fault(con.blobopen, "t", "a", 100)
fault(con.serialize, name="zz")
fault(con.deserialize, 5)
fault(con.setlimit, 99, 1)
fault(sqlite3.Row, 1, 2)
fault(sqlite3.Row, con.cursor(), [])
fault(sqlite3.Cursor, 1)
fault(sqlite3.Blob)
fault(sqlite3.adapt, object(), None)
fault(sqlite3.register_converter, 5, 5)

con.execute("create table blobs(b)")
con.execute("insert into blobs values (zeroblob(4))")
blob = con.blobopen("blobs", "b", 1)
for f in (lambda: blob.write(b"12345"), lambda: blob.seek(9), lambda: blob.seek(0, 7), lambda: blob[4], lambda: blob["x"],
          lambda: blob.__setitem__(0, 256), lambda: blob.__setitem__(0, "x"), lambda: blob.__delitem__(0),
          lambda: blob.__setitem__(slice(0, 2), b"123"), lambda: iter(blob), lambda: blob.read("x")):
    fault(f)
con.execute("update blobs set b = 5")
fault(blob.read)
blob.close()
fault(blob.read)
row = sqlite3.Row(con.execute("select 1 as a"), (1,))
for key in ("b", 1, -2, 1.5, None):
    fault(row.__getitem__, key)
fault(lambda: row < row)

cur = con.cursor()
cur.close()
fault(cur.execute, "select 1")
fault(cur.fetchone)
open_cursor = con.execute("select a from t union select 9")
print(next(open_cursor))
con.close()
for f in (open_cursor.fetchone, con.commit, con.cursor, con.interrupt, lambda: con.total_changes, lambda: con.in_transaction,
          lambda: con.execute("select 1"), con.iterdump, con.__enter__, con.close):
    fault(f)


class Half(sqlite3.Connection):
    def __init__(self, *args):
        pass


class HalfCursor(sqlite3.Cursor):
    def __init__(self, con):
        pass


fault(Half(":memory:").cursor)
fault(Half(":memory:").close)
con = sqlite3.connect(":memory:")
fault(HalfCursor(con).execute, "select 1")
fault(HalfCursor(con).close)


class Recursive:
    def __init__(self, cursor):
        self.cursor = cursor

    def __iter__(self):
        return self

    def __next__(self):
        self.cursor.execute("select 1")


con.execute("create table t(x)")
cur = con.cursor()
fault(cur.executemany, "insert into t values (?)", Recursive(cur))
