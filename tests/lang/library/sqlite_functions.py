"""sqlite3: functions, aggregates, window functions, collations and hooks in Python."""
import sqlite3, sys

con = sqlite3.connect(":memory:")


def ask(sql, *parameters):
    try:
        print(con.execute(sql, parameters).fetchall())
    except Exception as e:
        print(type(e).__name__, e)


con.create_function("join3", -1, lambda *parts: "-".join(map(str, parts)))
con.create_function("double", 1, lambda x: x * 2, deterministic=True)
ask("select join3(), join3(1, 2.5, 'x', null, x'00ff'), double(4), double('ab')")
for value in (None, True, 7, -2 ** 63, 2 ** 63, 1.5, "text", b"bytes", bytearray(b"ba"), memoryview(b"mv"), object(), [], "\ud800"):
    con.create_function("give", 0, lambda: value)
    ask("select give(), typeof(give())")


def bad(error):
    def function():
        raise error("no")
    return function


for error in (ValueError, MemoryError, OverflowError, KeyboardInterrupt):
    con.create_function("bad", 0, bad(error))
    ask("select bad()")
con.create_function("bad", 0, None)
ask("select bad()")


class Sum:
    def __init__(self): self.total = 0
    def step(self, x): self.total += x
    def inverse(self, x): self.total -= x
    def value(self): return self.total
    def finalize(self): return self.total


class NoFinalize:
    def step(self, x): pass


class BadInit:
    def __init__(self): raise ValueError
    def step(self, x): pass
    def finalize(self): return 1


class BadStep:
    def step(self, x): raise ValueError
    def finalize(self): return 1


class NoStep:
    def finalize(self): return 1


class BadFinalize:
    def step(self, x): pass
    def finalize(self): raise ValueError


con.execute("create table t(k, x)")
con.executemany("insert into t values (?, ?)", [("a", 1), ("b", 2), ("c", 4), ("d", 8)])
for cls in (Sum, BadInit, BadStep, NoStep):
    con.create_aggregate("agg", 1, cls)
    ask("select agg(x) from t")
    ask("select agg(x) from t where 0")
for cls in (NoFinalize, BadFinalize):
    con.create_aggregate("agg", 1, cls)
    cursor = con.execute("select agg(x) from t") if sqlite3.sqlite_version_info < (3, 0) else None
con.create_window_function("win", 1, Sum)
ask("select k, win(x) over (order by k rows between 1 preceding and 1 following) from t order by k")
for missing in ("value", "inverse"):
    broken = type("Broken", (Sum,), {missing: None})
    con.create_window_function("win", 1, broken)
    ask("select k, win(x) over (order by k rows between 1 preceding and 1 following) from t order by k")

con.create_collation("backwards", lambda a, b: (a < b) - (a > b))
ask("select k from t order by k collate backwards")
con.create_collation("backwards", lambda a, b: 1 / 0)
print(len(con.execute("select k from t order by k collate backwards").fetchall()))
con.create_collation("backwards", None)
ask("select k from t order by k collate backwards")

asked = []


def authorizer(action, first, second, database, cause):
    asked.append((action, first, second, database, cause))
    return sqlite3.SQLITE_DENY if second == "x" else sqlite3.SQLITE_OK


con.set_authorizer(authorizer)
ask("select k from t limit 1")
ask("select x from t limit 1")
print(asked[:3])
con.set_authorizer(lambda *args: 1 / 0)
ask("select k from t limit 1")
con.set_authorizer(lambda *args: "text")
ask("select k from t limit 1")
con.set_authorizer(None)
ask("select k from t limit 1")

calls = []
con.set_progress_handler(lambda: calls.append(1), 1)
con.execute("select count(*) from t, t, t").fetchall()
print(len(calls) > 10)
con.set_progress_handler(lambda: 1, 1)
ask("select count(*) from t, t, t")
con.set_progress_handler(None, 1)

con.create_function("interrupt", 0, con.interrupt)
ask("select interrupt(), count(*) from t, t, t, t")

seen = []
con.set_trace_callback(seen.append)
con.execute("insert into t values (:k, :x)", {"k": "e", "x": 2.5})
con.commit()
con.set_trace_callback(lambda sql: 1 / 0)
con.execute("select 1")
con.set_trace_callback(None)
print(seen)

sys.unraisablehook = lambda info: print("ignored", info.exc_type.__name__, info.object.__name__)
sqlite3.enable_callback_tracebacks(True)
con.create_function("bad", 0, bad(ValueError))
ask("select bad()")
con.set_authorizer(bad)
sqlite3.enable_callback_tracebacks(False)
con.set_authorizer(None)
ask("select bad()")


# a function that uses its own connection
con.create_function("inner", 1, lambda x: con.execute("select max(x) from t where x < ?", (x,)).fetchone()[0])
ask("select k, inner(x) from t order by k")
