"""sqlite3: values on their way in and out: adapters, converters, factories."""
import datetime, decimal, sqlite3, warnings

con = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES)
values = [None, 0, -1, 2 ** 63 - 1, -2 ** 63, 1.5, float("inf"), float("nan"), "", "text", "\N{SNOWMAN}\0x", b"", b"\0\xff", bytearray(b"ba"),
          memoryview(b"mv"), True]
for value in values:
    got, kind = con.execute("select ?, typeof(?1)", (value,)).fetchone()
    print(repr(got), kind, type(got).__name__)


class I(int): pass
class F(float): pass
class S(str): pass
class B(bytes): pass


print(con.execute("select ?, ?, ?, ?", (I(5), F(2.5), S("s"), B(b"b"))).fetchone())
today, now = datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, 12, 30, 15, 250)
con.execute("create table t(d date, ts timestamp, n number(10), m money)")
con.execute("insert into t values (?, ?, ?, ?)", (today, now, 3, 7))
print(con.execute("select d, ts, n, m from t").fetchone())
print(con.execute('select d as "d [date]", ts as "when [timestamp]", ts as "plain [nothing]", d || "" from t').fetchone())
print(con.execute('select d as "d [date]", 1 as "x[date]y", 2 as "[a]" from t where 0').description)
sqlite3.register_converter("money", lambda raw: decimal.Decimal(raw.decode()) / 100)
sqlite3.register_converter("number", lambda raw: ("number", raw))
print(con.execute("select n, m, m + 1 from t").fetchone())
con.execute("insert into t values (null, null, null, null)")
print(con.execute("select * from t where d is null").fetchone())
sqlite3.register_converter("bad", lambda raw: 1 / 0)
try:
    con.execute('select 1 as "x [bad]"').fetchone()
except ZeroDivisionError as e:
    print("ZeroDivisionError", e)


class Point:
    def __init__(self, x, y): self.x, self.y = x, y


class Conforming(Point):
    def __conform__(self, protocol):
        if protocol is sqlite3.PrepareProtocol:
            return "%d|%d" % (self.x, self.y)


class NotConforming(Point):
    def __conform__(self, protocol):
        return None


class Failing(Point):
    def __conform__(self, protocol):
        raise KeyError("conform")


print(con.execute("select ?", (Conforming(1, 2),)).fetchone())
for cls in (Point, NotConforming, Failing):
    try:
        print(con.execute("select ?", (cls(1, 2),)).fetchone())
    except Exception as e:
        print(type(e).__name__, e)
sqlite3.register_adapter(Point, lambda p: "%d;%d" % (p.x, p.y))
print(con.execute("select :p", {"p": Point(3, 4)}).fetchone(), sqlite3.adapt(Point(5, 6)), sqlite3.adapt(5, None, "other"))
print((Point, sqlite3.PrepareProtocol) in sqlite3.adapters, sorted(k for k in sqlite3.converters if k in ("DATE", "MONEY", "TIMESTAMP")))

con.text_factory = bytes
print(con.execute("select 'abc', 'h\xe4'").fetchone())
con.text_factory = bytearray
print(con.execute("select 'abc'").fetchone())
con.text_factory = lambda raw: raw.decode("latin-1").upper()
print(con.execute("select 'abc'").fetchone())
con.text_factory = str
try:
    con.execute("select cast(x'61ff62' as text) as t").fetchone()
except sqlite3.OperationalError as e:
    print(e)
con.text_factory = lambda raw: raw.decode(errors="replace")
print(con.execute("select cast(x'61ff62' as text) as t").fetchone())


class Mapping(dict):
    def __missing__(self, key):
        return "missing " + key


class Sequence:
    def __len__(self): return 2
    def __getitem__(self, i): return i * 10


print(con.execute("select :a, :b", Mapping(a=1)).fetchone(), con.execute("select ?, ?", Sequence()).fetchone())


class Cursor(sqlite3.Cursor):
    def __init__(self, *args):
        super().__init__(*args)
        self.row_factory = lambda cursor, row: list(row)


class Connection(sqlite3.Connection):
    def cursor(self, factory=Cursor):
        return super().cursor(factory)


own = sqlite3.connect(":memory:", factory=Connection)
print(type(own).__name__, type(own.execute("select 1")).__name__, own.execute("select 1, 2").fetchall())
print(sqlite3.Connection("").execute("select 1").fetchone(), own.cursor(sqlite3.Cursor).execute("select 1").fetchone())
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(sqlite3.OptimizedUnicode)
    cursor = own.cursor()
    cursor.arraysize = 2 ** 40
print([str(w.message).split()[0] for w in caught], cursor.arraysize)
