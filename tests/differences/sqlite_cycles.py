# A cycle through a function that a connection calls: garbage here, kept for good by CPython.
import gc, sqlite3, weakref

class Connection(sqlite3.Connection):
    pass

con = Connection(":memory:")
con.create_function("twice", 1, lambda x, con=con: 2 * x)
gone = weakref.ref(con)
print(con.execute("select twice(21)").fetchone())
del con
gc.collect()
print("collected" if gone() is None else "still there")

con = sqlite3.connect(":memory:")
con.execute("create table t(b)")
con.execute("insert into t values (x'010203')")
try: print(con.blobopen("t", "b", 1)[::-1])
except SystemError as e: print("SystemError", e)
