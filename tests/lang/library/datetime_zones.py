"""Local time with folds and gaps, classes derived from datetime, pickles."""
import os
import pickle
import time

os.environ['TZ'] = 'America/New_York'
time.tzset()
from datetime import *
class ST(datetime):
    def __new__(cls, *a, **k):
        print('new', a, k); return super().__new__(cls, *a, **k)
    def __init__(self, *a, **k):
        print('init', a, k)
for c in (datetime, ST):
    for t in (1699163999, 1699164000, 1699165800, 1699167599, 1699167600, 1699171200, 0, -1, 1.5, -2.5e9, 1678604399, 1678604400, 1678604401):
        print(c.__name__, t, c.fromtimestamp(t), c.fromtimestamp(t).fold, c.fromtimestamp(t).timestamp())
    print(c.fromtimestamp(5, timezone.utc), c.utcfromtimestamp(5))
    print(c.fromtimestamp(1699165800).replace(fold=1))
    print(c.fromtimestamp(1699165800).astimezone())
    print(c.fromtimestamp(1699165800).astimezone(timezone.utc))
    print(repr(c.fromtimestamp(1699167700).astimezone(timezone.utc).astimezone()))
    print(c.fromisoformat('2020-01-01T05:00+05:00'), c.strptime('2020 +0100', '%Y %z'))
    print(c.combine(date(1,1,1), time(2,fold=1)), c.fromordinal(5), c.fromisocalendar(2020, 1, 1))
    print(c(2020,1,1)+timedelta(1), c(2020,1,1)-timedelta(1), timedelta(1) + c(2020, 1, 1), c(2020, 1, 1) - c(2019, 1, 1))
    print(repr(pickle.loads(pickle.dumps(c(2020,1,1,tzinfo=timezone.utc)))))
    print(repr(c(2020,1,1,fold=1,tzinfo=timezone.utc)+timedelta(1)))
for h in range(0, 5):
    for f in (0, 1):
        for d in (datetime(2023, 3, 12, h, 30, fold=f), datetime(2023, 11, 5, h, 30, fold=f)):
            print(d.timestamp(), d.astimezone(), d.astimezone().tzname(), d.fold, d.astimezone(timezone.utc))
print(datetime(1,1,1,tzinfo=timezone.utc).astimezone(timezone(timedelta(hours=1))))
for f in (lambda: datetime(1,1,1).astimezone(), lambda: datetime(9999,12,31,23).astimezone(), lambda: datetime.fromtimestamp(-62135596800), lambda: datetime.fromtimestamp(-62135553600), lambda: datetime.fromtimestamp(253402318799), lambda: datetime.fromtimestamp(253402318800), lambda: datetime(9999,12,31,23,59,59).timestamp(), lambda: datetime(1,1,1).timestamp(), lambda: datetime(1,1,2).timestamp()):
    try: print(f())
    except Exception as e: print(type(e), e)


class Day(date):
    tag = 5


class Span(timedelta):
    pass


class Clock(time_class := __import__("datetime").time):
    def __init__(self, *args, **kwargs):
        self.extra = "x"


for value in (Day(2024, 2, 29), Span(1, 2, 3), Clock(1, 2, fold=1), timezone(timedelta(hours=2), "zone"),
              timezone.utc, datetime(2024, 2, 29, 1, 2, 3, 4, timezone.utc, fold=1),
              time_class(1, tzinfo=timezone.utc), date.max, timedelta.max):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        back = pickle.loads(pickle.dumps(value, protocol))
        print(protocol, repr(back), type(back) is type(value), back == value, getattr(back, "__dict__", None))
print(pickle.loads(pickle.dumps(timezone.utc)) is timezone.utc)
print(Day.min, Day.max, Day.resolution, type(Day.today()) is Day, Day(2024, 1, 1).replace(day=2),
      type(Day(2024, 1, 1) + timedelta(1)), type(Span(1) + Span(1)), type(Clock(1).replace(hour=3)))
