"""sqlite3: tables, transactions, rows, scripts, files, blobs, backups."""
import os, sqlite3, tempfile
from contextlib import closing

print(sqlite3.apilevel, sqlite3.paramstyle, sqlite3.threadsafety, sqlite3.version, sqlite3.sqlite_version_info > (3, 30))
con = sqlite3.connect(":memory:")
print(con.isolation_level.__repr__(), con.in_transaction, con.total_changes, con.row_factory, con.text_factory)
cur = con.execute("create table people(id integer primary key, name text, age, note blob)")
print(cur.description, cur.rowcount, cur.lastrowid, con.in_transaction)
cur = con.execute("insert into people(name, age) values (?, ?)", ("Ann", 30))
print(cur.lastrowid, cur.rowcount, con.in_transaction, con.total_changes)
print(con.executemany("insert into people(name, age) values (?, ?)", (("p%d" % i, i) for i in range(10))).rowcount)
con.commit()
print(con.in_transaction, con.execute("select count(*), sum(age) from people").fetchone())
con.execute("update people set age = age + 1 where age > :limit", {"limit": 5})
print(con.in_transaction, con.total_changes)
con.rollback()
print(con.execute("select sum(age) from people").fetchall())
cur = con.cursor()
print(cur.execute("select name, age as years from people where age < 3 order by 1") is cur)
print(cur.description, cur.fetchone(), cur.fetchmany(1), cur.fetchmany(size=5), cur.fetchall(), cur.fetchone(), cur.fetchmany())
cur.arraysize = 4
print(len(cur.execute("select * from people").fetchmany()), len(list(cur)), cur.fetchmany(0))

with con:
    con.execute("insert into people(name) values ('in')")
print(con.in_transaction)
try:
    with con:
        con.execute("insert into people(name) values ('out')")
        raise KeyError(1)
except KeyError:
    pass
print(con.execute("select name from people where name in ('in', 'out')").fetchall())

con.row_factory = sqlite3.Row
row = con.execute("select name as Name, age from people where id = 1").fetchone()
print(row["name"], row["NAME"], row[1], row[-1], row[0:2], row.keys(), tuple(row), len(row), dict(row))
print(row == con.execute("select name as Name, age from people where id = 1").fetchone(), row != row, row == 5, hash(row) == hash(row))
print(row == con.execute("select name, age from people where id = 1").fetchone())
con.row_factory = lambda cursor, r: {d[0]: v for d, v in zip(cursor.description, r)}
print(con.execute("select 1 as a, 'x' as b").fetchone())
con.row_factory = None

print(con.executescript("""
    -- a comment; with a semicolon
    create table a(x); create table b(y); /* another */
    insert into a values (1); insert into a values (2);
""").fetchall(), con.execute("select * from a").fetchall())
print(list(con.iterdump())[:5])

folder = tempfile.mkdtemp()
path = os.path.join(folder, "data.db")
with closing(sqlite3.connect(path)) as file:
    file.execute("create table t(x)")
    file.execute("insert into t values (1)")
    file.commit()
    file.execute("insert into t values (2)")  # lost
with closing(sqlite3.connect(path.encode())) as file:
    print(file.execute("select * from t").fetchall())
with closing(sqlite3.connect("file:%s?mode=ro" % path, uri=True)) as file:
    try:
        file.execute("insert into t values (3)")
    except sqlite3.OperationalError as e:
        print(e, e.sqlite_errorcode == sqlite3.SQLITE_READONLY, e.sqlite_errorname)
os.remove(path)
os.rmdir(folder)

copy = sqlite3.connect(":memory:")
steps = []
con.backup(copy, pages=1, progress=lambda status, left, total: steps.append((left, total)))
print(copy.execute("select * from a").fetchall(), steps[-1][0], len(steps) == steps[0][1])
image = copy.serialize()
third = sqlite3.connect(":memory:")
third.deserialize(image)
print(third.execute("select * from a").fetchall(), len(image) % 512)

con.execute("insert into people(id, note) values (99, zeroblob(10))")
with con.blobopen("people", "note", 99) as blob:
    blob.write(b"hello")
    blob[9] = 33
    blob[5:7] = b"<>"
    print(len(blob), blob.tell(), blob.seek(0), blob.read(3), blob.read(), blob[0], blob[-1], blob[0:9:2], blob[5:2])
    blob[0:4:2] = b"HL"
print(con.execute("select note from people where id = 99").fetchone())
print(con.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) > 1000, con.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 5) > 5,
      con.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER))
print(sqlite3.complete_statement("select 1;"), sqlite3.complete_statement("select 1"))

for level in (None, "", "deferred", "IMMEDIATE", "Exclusive"):
    c = sqlite3.connect(":memory:", isolation_level=level)
    seen = []
    c.set_trace_callback(seen.append)
    c.execute("create table t(x)")
    c.execute("insert into t values (?)", ("it's",))
    print(c.isolation_level, c.in_transaction, seen)
    c.isolation_level = None
    print(c.in_transaction, seen[-1])
for sql in ("select 1 union select 2", "", "  -- nothing", "values (1), (2)", "insert into a values (7) returning x * 2"):
    c = con.execute(sql)
    print(c.rowcount, c.fetchall(), c.rowcount, c.description and [d[0] for d in c.description])
