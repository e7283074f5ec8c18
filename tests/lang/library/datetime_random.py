"""Random operations on dates and times: the same values, texts and messages."""
import copy
import os
import random
import sys
import time as clock

os.environ["TZ"] = "Europe/Berlin"
clock.tzset()
from datetime import *
N = 400
R = random.Random(20240229)
sys.stdout.reconfigure(errors="backslashreplace")
class FZ(tzinfo):
    def __init__(self, o=timedelta(hours=1), d=timedelta(hours=1), n='FZ%d'): self.o, self.d, self.n = o, d, n
    def utcoffset(self, dt): return self.o if dt is None or not dt.fold else self.o and self.o - timedelta(minutes=30)
    def dst(self, dt): return self.d
    def tzname(self, dt): return self.n
    def __repr__(self): return 'FZ'
class SD(date): pass
class ST(datetime): pass
class STi(time): pass
class SDelta(timedelta): pass
zones = [None, timezone.utc, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8), 'PST'), FZ(), FZ(None, None, None), FZ(timedelta(hours=-3), timedelta(0)), FZ(timedelta(1)), FZ(5, 'x', 7), timezone(timedelta(seconds=-1, microseconds=3)), FZ(timedelta(hours=2), None)]
def ri():
    k = R.random()
    if k < .5: return R.randint(-20, 40)
    if k < .8: return R.randint(-10**6, 10**6)
    if k < .95: return R.randint(-10**14, 10**14)
    return R.choice([0, 1, -1, 2**31, 2**63, -2**63-1, 10**30, -10**25, 2**127, 2**128])
def rf():
    k = R.random()
    if k < .4: return R.uniform(-100, 100)
    if k < .6: return R.choice([0.5, 1.5, -0.5, 2.5, 1e-6, 5e-7, 1.5e-6, 2.5e-6, 0.0, 1e300, float('inf'), float('nan'), -0.0, 1/3, 1e-300, 5e-324])
    return R.uniform(-1, 1) * 10 ** R.randint(-12, 22)
def rn(): return ri() if R.random() < .6 else rf()
def rdelta():
    if R.random() < .1: return R.choice([timedelta.max, timedelta.min, timedelta.resolution, timedelta(0)])
    c = R.choice([timedelta]*5 + [SDelta])
    for _ in range(20):
        try: return c(**{k: (R.randint(-1000, 1000) if R.random() < .7 else R.uniform(-1000, 1000)) for k in R.sample(['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'], R.randint(1, 4))})
        except Exception: pass
def ryear(): return R.choice([1, 2, 9999, 9998, 2000, 2024, 1900, 1970, R.randint(1, 9999)])
def rdate():
    c = R.choice([date]*4 + [SD])
    return c(ryear(), R.randint(1, 12), R.randint(1, 28))
def hms(): return (R.randint(0, 23), R.randint(0, 59), R.choice([0, R.randint(0, 59)]), R.choice([0, 0, 1, 999999, 500000, R.randint(0, 999999)]))
def rtime():
    return R.choice([time]*4 + [STi])(*hms(), R.choice(zones), fold=R.choice([0, 0, 0, 1]))
def rdt():
    return R.choice([datetime]*5 + [ST])(ryear(), R.randint(1, 12), R.randint(1, 28), *hms(), R.choice(zones), fold=R.choice([0, 0, 0, 1]))
def robj():
    return R.choice([rdelta, rdate, rtime, rdt, rdt, rdt, rn, lambda: None, lambda: 'x', lambda: R.choice(zones)])()
import operator
binops = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, divmod, operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge]
alphabet = '0123456789' * 2 + '-:TW.,+Z é\ud800'
def mutate(s):
    s = list(s)
    for _ in range(R.randint(0, 2)):
        k = R.random(); i = R.randint(0, len(s))
        if k < .4 and s: s[min(i, len(s)-1)] = R.choice(alphabet)
        elif k < .7: s.insert(i, R.choice(alphabet))
        elif s: del s[min(i, len(s)-1)]
    return ''.join(s)
def riso():
    d = rdate(); k = R.random()
    if k < .3: t = d.isoformat()
    elif k < .5: t = d.isoformat().replace('-', '')
    else:
        y, w, n = d.isocalendar(); t = '%04d-W%02d-%d' % (y, w, n)
        if R.random() < .4: t = t.replace('-', '')
        if R.random() < .3: t = t[:-2] if '-' in t else t[:-1]
    return t
def rclock():
    t = time(*hms()).isoformat(R.choice(['auto', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds']))
    if R.random() < .3: t = t.replace(':', '')
    if R.random() < .2: t = t.replace('.', ',')
    if R.random() < .2: t += str(R.randint(0, 10**9))
    return t
def rzone(): return R.choice(['', '', 'Z', '+05:30', '-0800', '+00:00', '-00:00:00.000001', '+23:59:59.999999', '+24:00', '-05', '+1'])
def riso_dt(): return riso() + R.choice(['T', ' ', '-', '5', 'é', '\ud800', '\U0001f600', '']) + R.choice(['', rclock() + rzone()])
fmts = ['%Y-%m-%d', '%H:%M:%S.%f', '%z|%Z|%%|%f|%', '%A %B %j %U %w %a %b %y %I %p', '', '%', 'é%d', '%%z', '%c %x %X', '%:z', '%Y\0%m', '%G-W%V-%u']
def show(x):
    t = type(x).__name__
    return '%s %r' % (t, x)
def meth():
    o = R.choice([rdelta, rdate, rtime, rdt, rdt])()
    names = {'timedelta': ['total_seconds', '__repr__', '__str__', '__neg__', '__abs__', '__pos__', '__bool__', '__reduce__', 'days', '__hash__'],
      'date': ['isoformat', 'ctime', 'timetuple', 'weekday', 'isoweekday', 'toordinal', 'isocalendar', '__reduce__', '__str__', 'year'],
      'time': ['isoformat', 'utcoffset', 'dst', 'tzname', '__reduce__', '__str__', 'fold', 'tzinfo'],
      'datetime': ['isoformat', 'ctime', 'timetuple', 'weekday', 'isocalendar', 'date', 'time', 'timetz', 'timestamp', 'utctimetuple', 'utcoffset', 'dst', 'tzname', 'astimezone', '__reduce__', '__str__', 'fold', 'microsecond']}
    base = [c for c in ('timedelta', 'datetime', 'date', 'time') if isinstance(o, globals()[c])][0]
    n = R.choice(names[base])
    a = getattr(o, n)
    return (o, n), (lambda: a() if callable(a) else a)
def case():
    k = R.randint(0, 15)
    if k <= 4:
        a, b, op = robj(), robj(), R.choice(binops)
        return (op.__name__, a, b), lambda: op(a, b)
    if k == 5:
        a, b = (rdelta(), R.choice([rn, rdelta])()); op = R.choice(binops)
        if R.random() < .3: a, b = b, a
        return (op.__name__, a, b), lambda: op(a, b)
    if k == 6:
        kw = {x: rn() for x in R.sample(['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'], R.randint(1, 4))}
        return kw, lambda: timedelta(**kw)
    if k <= 8: return meth()
    if k == 9:
        s = mutate(R.choice([riso, riso_dt, rclock, lambda: rclock() + rzone()])()); c = R.choice([date, datetime, time, SD, ST, STi])
        return (c.__name__, s), lambda: c.fromisoformat(s)
    if k == 10:
        s = riso_dt(); c = R.choice([datetime, datetime, date])
        return (c.__name__, s), lambda: c.fromisoformat(s)
    if k == 11:
        o, f = R.choice([rdate, rtime, rdt])(), R.choice(fmts)
        return (o, f), lambda: (o.strftime(f), format(o, f))
    if k == 12:
        o = R.choice([rdate, rtime, rdt])()
        kw = {x: R.randint(-1, 62) for x in R.sample(['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'fold'], R.randint(0, 2))}
        if R.random() < .3: kw['tzinfo'] = R.choice(zones)
        return (o, kw), lambda: o.replace(**kw)
    if k == 13:
        v, z, c = rn(), R.choice(zones), R.choice([datetime, ST])
        return (v, z), lambda: (c.fromtimestamp(v, z), c.utcfromtimestamp(v))
    if k == 14:
        o, z = rdt(), R.choice(zones)
        return (o, z), lambda: o.astimezone(z)
    j = R.randint(0, 6)
    if j == 0: 
        a = (ryear(), R.randint(-1, 54), R.randint(-1, 9)); return a, lambda: R.choice([date, SD, ST]).fromisocalendar(*a)
    if j == 1:
        n = R.choice([0, 1, 3652059, 3652060, R.randint(1, 3652059), ri()]); return n, lambda: (date.fromordinal(n), ST.fromordinal(n))
    if j == 2:
        a = rdate(), rtime(); return a, lambda: (datetime.combine(*a), ST.combine(*a, tzinfo=None))
    if j == 3:
        o = R.choice([rdelta, rdate, rtime, rdt])()
        return o, lambda: [(copy.copy(o) == o, copy.deepcopy(o), o.__reduce_ex__(p)) for p in (2, 4)] 
    if j == 4:
        o = rdt(); s, t = R.choice('T \U0001f600é'), R.choice(['auto', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds', 'x'])
        return (o, s, t), lambda: (o.isoformat(s, t), o.timetz().isoformat(t))
    if j == 5:
        a, b = rdt(), rdt()
        b = R.choice([b, a.replace(fold=0), a.replace(tzinfo=R.choice(zones))])
        def f():
            if a.utcoffset() is None: return hash(a) == hash(a.replace(fold=0))
            return hash(a), a == b and hash(a) == hash(b)
        return (a, b), f
    c = R.choice([date, time, datetime])
    n = R.randint(0, 10); args = [R.choice([1, 2, 3, 12, 28, 30, 59, 60, 2000, 0, -1, None, 'a', 1.5, 2**40, 2**70, True]) for _ in range(n)]
    kw = {x: R.choice([0, 1, 2, None, 'b', timezone.utc]) for x in R.sample(['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'fold', 'tzinfo', 'foo'], R.choice([0, 0, 1, 2, 3]))}
    return (c.__name__, args, kw), lambda: c(*args, **kw)
for i in range(N):
    try:
        what, f = case()
    except Exception as e:
        print(i, 'case', type(e).__name__, e); continue
    try: r = show(f())
    except Exception as e: r = '%s: %s' % (type(e).__name__, e)
    print(i, repr(what)[:200], '->', r)
