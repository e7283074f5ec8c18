from datetime import *
import datetime as dtm
tests = [
    'date(2024, 2, 30)', 'date(2024, 13, 1)', 'date(0, 1, 1)', 'date("a", 1, 1)', 'date(2024)',
    'date.fromisoformat("2024-1-1")', 'date.fromisoformat("20240101"), date.fromisoformat("2024-W01-1")',
    'date.fromordinal(1), date.fromordinal(0)', 'date.fromtimestamp(0)',
    'date(2024, 1, 31).replace(month=2)',
    'date(2024, 1, 1) - date(2023, 1, 1), date(2024, 1, 1) + timedelta(1), date.max + timedelta(1)',
    'date(2024, 1, 1) + 1', 'date(2024, 1, 1) < datetime(2024, 1, 1)',
    'date(2024, 1, 1) == datetime(2024, 1, 1)',
    'date(2024, 12, 30).isocalendar(), date(2024, 1, 1).weekday(), date(2024, 1, 1).isoweekday(), date(2024, 1, 1).timetuple()',
    'date(2024, 1, 5).strftime("%a %A %b %B %d %j %U %w %W %x %y %Y %G %V %u %% %q")',
    'f"{date(2024, 1, 5):%d/%m}", str(date(2024, 1, 5)), repr(date(2024, 1, 5)), date(2024, 1, 5).ctime()',
    'datetime(2024, 1, 5, 13, 4, 5, 678).isoformat(), datetime(2024, 1, 5).isoformat(" ", "minutes"), datetime(2024, 1, 5, tzinfo=timezone.utc).isoformat(timespec="milliseconds")',
    'datetime(2024, 1, 5).isoformat(timespec="x")',
    'datetime.fromisoformat("2024-01-05T10:20:30.123456+02:00"), datetime.fromisoformat("20240105T1020"), datetime.fromisoformat("2024-01-05 10:20Z")',
    'datetime.fromisoformat("x")', 'datetime.strptime("5 Jan 2024 3:04 PM", "%d %b %Y %I:%M %p")',
    'datetime.strptime("x", "%d")', 'datetime.strptime("5 x", "%d")', 'datetime.strptime("5", "%q")',
    'datetime.strptime("31 2 2024", "%d %m %Y")',
    'datetime.strptime("2024-01-05T10:20:30+0130", "%Y-%m-%dT%H:%M:%S%z")', 'datetime(2024, 1, 1, 25)',
    'datetime(2024, 1, 1, tzinfo=5)', 'datetime(2024, 1, 1) - datetime(2024, 1, 1, tzinfo=timezone.utc)',
    'datetime(2024, 1, 1) < datetime(2024, 1, 1, tzinfo=timezone.utc)',
    'datetime(2024, 1, 1) == datetime(2024, 1, 1, tzinfo=timezone.utc)',
    'datetime(2024, 1, 1, tzinfo=timezone.utc).astimezone(timezone(timedelta(hours=5, minutes=30)))',
    'datetime(2024, 1, 1, tzinfo=timezone.utc).timestamp(), datetime.fromtimestamp(1e9, timezone.utc), datetime.utcfromtimestamp(1.5)',
    'datetime.combine(date(2024, 1, 1), time(3, 4)), datetime(2024, 1, 1).date(), datetime(2024, 1, 1, 5).time()',
    'datetime.min, datetime.max, datetime.resolution', 'datetime(2024, 2, 29).replace(year=2023)',
    'repr(datetime(2024, 1, 1, 0, 0, 0, 5, tzinfo=timezone.utc, fold=1))',
    'datetime(2024, 1, 1).strftime("%H:%M:%S.%f %p %I %z %Z %c %X")',
    'timedelta(1, 2, 3), repr(timedelta(days=-1, hours=5)), str(timedelta(days=-1, hours=5)), timedelta(weeks=1, milliseconds=5)',
    'timedelta(1.5), timedelta(seconds=0.1) * 3, timedelta(1) / 2, timedelta(1) // timedelta(hours=5), timedelta(1) % timedelta(hours=5), divmod(timedelta(1), timedelta(hours=5))',
    'timedelta(1) / 0', 'timedelta(1) // 0', 'timedelta("a")', 'timedelta(999999999) + timedelta(1)',
    'timedelta(1) * 1.5, -timedelta(1), abs(timedelta(-1)), +timedelta(1), bool(timedelta(0)), timedelta(1).total_seconds()',
    'timedelta(1) < 5', 'timedelta(1) == 86400', 'hash(timedelta(1)) == hash(timedelta(hours=24))',
    'timedelta.max, timedelta.min, timedelta.resolution',
    'str(timedelta(days=1)), str(timedelta(days=2, microseconds=1)), str(timedelta(0))', 'time(25)',
    'time(1, 2, 3, 4), repr(time(1, 2)), time(1, 2).isoformat("seconds"), time.fromisoformat("04:05:06.5"), time(1, tzinfo=timezone.utc)',
    'time(1) < time(2), time(1) == time(1, tzinfo=timezone.utc)',
    'time(1) < time(1, tzinfo=timezone.utc)',
    'time(5).replace(minute=3), time.min, time.max, bool(time(0))', 'time(1) + timedelta(1)',
    'timezone(timedelta(hours=24))',
    'timezone(timedelta(hours=2), "X"), repr(timezone(timedelta(hours=-2, minutes=-30))), str(timezone.utc), timezone.utc.utcoffset(None), timezone(timedelta(hours=1)).tzname(None)',
    'timezone("a")', 'tzinfo().utcoffset(None)',
    'datetime(2024, 1, 1, tzinfo=timezone.utc).utctimetuple(), datetime(2024, 1, 1).toordinal()',
    'date(2024, 1, 1).__reduce__()',
    'datetime(2024,1,1).__format__("%Y"), format(timedelta(1)), format(timedelta(1), "x")',
    'date.today() == datetime.now().date()', 'datetime.now(5)',
    'datetime(2024, 3, 10, 2, 30).fold, datetime(2024,1,1).utcoffset()',
    'dtm.UTC is timezone.utc, dtm.MINYEAR, dtm.MAXYEAR', 'sorted([date(2024, 2, 1), date(2023, 5, 1)])',
    'date(2024, 1, 1).year.real, date.min, date.max.toordinal()',
    'date.fromisocalendar(2024, 1, 1), date.fromisocalendar(2024, 54, 1)',
    'date.fromisocalendar(2024, 1, 8)',
    'datetime(2024,1,1,12).__hash__() == datetime(2024,1,1,12).__hash__()',
]
for t in tests:
    try:
        print(t, '->', eval(t))
    except Exception as e:
        print(t, '->', type(e).__name__, e)
from zoneinfo import ZoneInfo
z = ZoneInfo('Europe/Berlin')
d = datetime(2024, 3, 31, 1, 30, tzinfo=z)
print(d, d + timedelta(hours=1), (d + timedelta(hours=1)).astimezone(timezone.utc), d.tzname(), d.dst(), repr(z), str(z), z.key)
print(datetime(2024, 10, 27, 2, 30, tzinfo=z), datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=z))
try:
    ZoneInfo('Nope/Zone')
except Exception as e:
    print(type(e).__name__, e)
import calendar
print(calendar.month(2024, 2))
print(calendar.isleap(1900), calendar.leapdays(2000, 2025), calendar.monthrange(2024, 2), calendar.weekday(2024, 1, 1), list(calendar.day_name)[:2], calendar.TextCalendar(6).formatmonth(2023, 5))
print(calendar.monthcalendar(2024, 2), list(calendar.Calendar().itermonthdays2(2024, 2))[:3], calendar.timegm((1970, 1, 2, 0, 0, 0)))
try:
    calendar.monthrange(2024, 13)
except Exception as e:
    print(type(e).__name__, e)
print(calendar.HTMLCalendar().formatmonth(2024, 2)[:120])
print(calendar.calendar(2024, m=4)[:300])
