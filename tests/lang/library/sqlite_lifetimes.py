"""sqlite3: who keeps whom: cursors of closed connections, cycles, statements in use, replaced callbacks."""
import gc, sqlite3, weakref


class Connection(sqlite3.Connection):
    pass


class Probe:
    def __init__(self, name): self.name = name
    def __del__(self): print("gone", self.name)
    def __call__(self, *args): return len(args)


con = Connection(":memory:")
con.execute("create table t(x)")
con.executemany("insert into t values (?)", [(i,) for i in range(5)])
gone = weakref.ref(con)
cursor = con.execute("select x from t")
print(next(cursor))
del con
print(gone() is not None, next(cursor), cursor.connection is gone())
cursor.connection.close()
try:
    next(cursor)
except sqlite3.ProgrammingError as e:
    print(e)
del cursor
print(gone())

# cycles through a connection, with callbacks in them
con = Connection(":memory:")
con.me = con
con.create_function("f", -1, Probe("function"))
con.set_trace_callback(lambda sql, con=con: None)
print(con.execute("select f(1, 2)").fetchone())
gone = weakref.ref(con)
del con
print(gone() is not None)
gc.collect()
print(gone())

con = sqlite3.connect(":memory:")
con.create_function("f", 1, Probe("first"))
con.create_function("f", 1, Probe("second"))
con.create_function("f", 1, len)
con.create_collation("c", Probe("collation"))
con.create_collation("c", None)
con.set_authorizer(Probe("authorizer"))
con.set_authorizer(None)
con.set_progress_handler(Probe("progress"), 1000)
con.set_trace_callback(Probe("trace"))
con.create_function("g", 1, Probe("kept"))
print("close")
con.close()
print("closed")

# one text, several cursors: each has a statement of its own
con = sqlite3.connect(":memory:", cached_statements=2)
con.execute("create table t(x)")
con.executemany("insert into t values (?)", [(i,) for i in range(4)])
cursors = [con.execute("select x from t order by x") for i in range(5)]
print([next(c) for c in cursors], [next(c) for c in cursors[1:]], next(cursors[0]))
for i in range(10):
    con.execute("select %d" % (i % 4)).fetchall()
print([c.fetchall() for c in cursors])
con.rollback()
print(con.execute("select count(*) from t").fetchone())

# fetching goes on across a commit and a rollback
con.executemany("insert into t values (?)", [(i,) for i in range(4)])
cursor = con.execute("select x from t order by x")
print(next(cursor))
con.commit()
print(next(cursor))
con.execute("insert into t values (9)")
con.rollback()
try:
    print(next(cursor))
except sqlite3.Error as e:
    print(type(e).__name__, e)

# an aggregate that is given up half way
class Sum:
    def __init__(self): self.probe = Probe("aggregate"); self.n = 0
    def step(self, x):
        self.n += 1
        if self.n == 3: raise ValueError
    def finalize(self): return self.n


con.create_aggregate("agg", 1, Sum)
try:
    con.execute("select agg(x) from t").fetchall()
except sqlite3.OperationalError as e:
    print(e)

# blobs of a closed connection, a row that outlives it
con.execute("insert into t values (zeroblob(3))")
blob = con.blobopen("t", "x", con.execute("select max(rowid) from t").fetchone()[0])
con.row_factory = sqlite3.Row
row = con.execute("select 1 as a, 2 as b").fetchone()
con.close()
try:
    blob.read()
except sqlite3.ProgrammingError as e:
    print(e)
del con, blob
print(tuple(row), row["b"])


class Boom(sqlite3.Cursor):
    def __del__(self):
        print("cursor gone")


con = sqlite3.connect(":memory:")
con.cursor(Boom).execute("select 1")
con.__init__(":memory:")
print(con.execute("select 1").fetchone())
del con
