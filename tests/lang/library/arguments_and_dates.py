import argparse, calendar, configparser, datetime, decimal, difflib, io, pickle, shlex, string, textwrap, copy, collections
p = argparse.ArgumentParser(prog="p", description="d"); p.add_argument("f", nargs="+"); p.add_argument("-n", "--num", type=int, default=3, help="a number (%(default)s)"); p.add_argument("-v", action="count"); g = p.add_mutually_exclusive_group(); g.add_argument("--a", action="store_true"); g.add_argument("--b", choices="xy")
p.print_help(); print(p.parse_args("q r -n 4 -vv --b x".split()))
for bad in (["--num", "z", "f"], [], ["f", "--a", "--b", "x"]):
    try: p.parse_args(bad)
    except SystemExit as e: print(e)
d = datetime.datetime(2024, 2, 29, 12, 30); print(d.isoformat(), d + datetime.timedelta(366), d.strftime("%A %j"), datetime.date.fromisoformat("2020-01-02"), repr(datetime.timedelta(hours=-1)), d.astimezone(datetime.timezone.utc).tzinfo)
print(calendar.month(2024, 2)); decimal.getcontext().prec = 10
print(decimal.Decimal(1) / 7, decimal.Decimal("1.10").quantize(decimal.Decimal("1.0")), round(decimal.Decimal("2.5")), decimal.Decimal(10) ** -2)
c = configparser.ConfigParser(); c.read_string("[a]\nx=1\ny=%(x)s2\n"); print(c["a"]["y"], c.getint("a", "x"))
class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
for proto in range(6):
    data = [1, -2**70, 1.5, "s\u20ac", b"b", None, True, (1, 2), {"k": {3}}, frozenset([1]), P([5]), range(3), 2j, slice(1, 2) if proto > 1 else 0, collections.OrderedDict(a=1), datetime.date(2020, 1, 2), len, P, ...]
    print(proto, pickle.loads(pickle.dumps(data, proto)) == data)
for bad in (lambda: 0, (i for i in ()), open):
    try: pickle.dumps(bad); print("ok")
    except Exception as e: print(type(e).__name__, str(e)[:32])
print(list(difflib.unified_diff(["a"], ["b"], lineterm="")), shlex.split("a 'b c'"), string.Template("$x").substitute(x=1), textwrap.fill("aa bb cc", 5))
