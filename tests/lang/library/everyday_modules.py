from datetime import datetime, date, time, timedelta, timezone
import calendar
d = datetime(2024, 2, 29, 13, 5, 7, 123456); print(d, repr(d), d.isoformat(), d.strftime('%Y-%m-%d %H:%M:%S.%f %A %j %U %p'), d.date(), d.time(), d.weekday(), d.isocalendar())
print(d + timedelta(days=1, hours=11), d - datetime(2000, 1, 1), (d - datetime(2000, 1, 1)).total_seconds(), timedelta(days=-1, seconds=5), repr(timedelta(weeks=2, microseconds=1)))
print(datetime.strptime('2023-11-05 01:02:03', '%Y-%m-%d %H:%M:%S'), date.fromisoformat('2020-02-03'), datetime.fromisoformat('2020-02-03T04:05:06+02:00'))
u = datetime(2020, 1, 1, tzinfo=timezone.utc); print(u, u.astimezone(timezone(timedelta(hours=5, minutes=30))), u.timestamp(), datetime.fromtimestamp(0, timezone.utc))
print(sorted([date(2021, 1, 1), date(2020, 12, 31)]), date(2020, 1, 31).replace(month=3), max(d, datetime.max), date.min, timedelta.max)
for f in (lambda: date(2023, 2, 29), lambda: datetime(2020, 1, 1) < u, lambda: datetime.strptime('x', '%Y'), lambda: timedelta(days=10**10)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(calendar.month(2024, 2)); print(calendar.isleap(2024), calendar.monthrange(2023, 2), calendar.day_name[0])
print(f'{d:%d/%m/%y} {date(2020,1,1):%B}', timedelta(hours=25) // timedelta(hours=1), timedelta(1) / 2, divmod(timedelta(hours=5), timedelta(hours=2)))
import decimal; from decimal import Decimal, getcontext
print(Decimal('0.1') + Decimal('0.2'), Decimal(1) / Decimal(7), round(Decimal('2.675'), 2), Decimal('1e10').normalize(), Decimal('3.14').quantize(Decimal('0.1')), Decimal(2).sqrt())
getcontext().prec = 50; print(Decimal(1) / 3, Decimal('NaN'), Decimal('-Infinity'), Decimal('1.10') == Decimal('1.1'), hash(Decimal(1)) == hash(1))
try: Decimal(1) / 0
except decimal.ZeroDivisionError if hasattr(decimal, 'ZeroDivisionError') else decimal.DivisionByZero as e: print(type(e).__name__)
import argparse
p = argparse.ArgumentParser(prog='x', description='d'); p.add_argument('f'); p.add_argument('-n', '--num', type=int, default=3, help='number'); p.add_argument('-v', action='store_true')
print(p.parse_args(['file', '-n', '5'])); p.print_help()
import pickle, copy, csv, io, pathlib, hashlib, uuid, textwrap, string, itertools, collections
class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
for o in ([1, 'a', None, 2.5, (1, 2), {3: {4}}, b'x', True, 10**30, frozenset({1})], P([1]), collections.OrderedDict(a=1), collections.Counter('aab'), range(3), 1+2j, d):
    for proto in range(2, 6): assert pickle.loads(pickle.dumps(o, proto)) == o, o
print(pickle.loads(pickle.dumps(P)) is P)
f = io.StringIO(); w = csv.writer(f); w.writerow(['a', 'b,c', 'd"e', 1, None]); w.writerows([[1, 2], ['x\ny', '']]); print(repr(f.getvalue())); f.seek(0); print(list(csv.reader(f)))
print(list(csv.DictReader(io.StringIO('a,b\n1,2\n3,4')))); dw = csv.DictWriter(f2 := io.StringIO(), ['x', 'y']); dw.writeheader(); dw.writerow({'x': 1, 'y': 2}); print(repr(f2.getvalue()))
print(pathlib.PurePosixPath('/a/b/../c.tar.gz').suffixes, pathlib.Path('/usr') / 'lib', pathlib.Path('x/y.txt').with_suffix('.md'), pathlib.Path('/a/b').relative_to('/a'), pathlib.Path('/tmp').exists())
print(hashlib.md5(b'a').hexdigest(), hashlib.sha256(b'abc').hexdigest(), hashlib.sha1(b'').hexdigest(), uuid.UUID(int=5), uuid.uuid5(uuid.NAMESPACE_DNS, 'x'))
print(textwrap.fill('the quick brown fox jumps over the lazy dog', 20), string.Template('$a ${b}').substitute(a=1, b=2), string.capwords('hello world'))
