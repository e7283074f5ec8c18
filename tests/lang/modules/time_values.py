"""Broken-down times and the errors of time."""

import time


def show(text):
    """Evaluates an expression and prints its value or its error."""
    try:
        print(text, "=>", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, str(error))


EXPRESSIONS = r'''
time.sleep(-1)
time.sleep('a')
time.gmtime(0)
time.gmtime(1e20)
time.gmtime('a')
time.asctime(time.gmtime(0))
time.asctime((2000,1,1))
time.asctime(5)
time.strftime('%Y-%m-%d %H:%M:%S %j %a %b %Z %z', time.gmtime(86400))
time.strftime('%Y',(1,)*9)
time.strftime('%Y',(2000,13,1,0,0,0,0,1,0))
time.strftime('%Y',(2000,1,32,0,0,0,0,1,0))
time.strftime('%Y',(2000,1,1,25,0,0,0,1,0))
time.strftime('%Y',(2000,1,1,0,60,0,0,1,0))
time.strftime('%Y',(2000,1,1,0,0,62,0,1,0))
time.strftime('%Y',(2000,1,1,0,0,0,8,1,0))
time.strftime('%Y',(2000,1,1,0,0,0,-2,1,0))
time.strftime('%Y',(2000,1,1,0,0,0,0,367,0))
time.strftime('%Y %%',(2000,0,0,0,0,0,0,0,0))
time.strftime(5)
time.mktime((2000,1,1,0,0,0,0,1,-1))
time.mktime((2000,1))
time.ctime(0)
time.localtime(0)
time.timezone,time.tzname,time.daylight,time.altzone
time.get_clock_info('monotonic')
time.get_clock_info('x')
time.gmtime(0).tm_zone,time.gmtime(0)[:3],time.gmtime(0).tm_gmtoff
time.strptime('2000-01-02','%Y-%m-%d')
time.sleep(1e20)
time.gmtime(1.9999),time.gmtime(-0.5)
time.sleep(float('nan'))
time
'''

for line in EXPRESSIONS.strip().split("\n"):
    show(line)


def parse(*arguments):
    try:
        return time.strptime(*arguments)
    except Exception as error:
        return type(error).__name__, str(error)


PAIRS = [
    ('2000-01-02','%Y-%m-%d'),
    ('Thu Jan  1 00:00:00 1970',),
    ('30 Nov 00','%d %b %y'),
    ('12:30 PM','%I:%M %p'),
    ('12:30 am','%I:%M %p'),
    ('x','%Y'),
    ('2000x','%Y'),
    ('2000','%'),
    ('2000','%Q'),
    ('2000 60','%Y %j'),
    ('29 Feb','%d %b'),
    ('2001-02-29','%Y-%m-%d'),
    ('Monday, 5 March 2001','%A, %d %B %Y'),
    ('2000 10 1','%Y %U %w'),
    ('2000 10 1','%Y %W %w'),
    ('10:20:30.5','%H:%M:%S.%f'),
    ('UTC','%Z'),
    ('+0130','%z'),
    ('100%','100%%'),
    ('45','%d'),
    (5,'%d'),
    ('1/2/03','%x'),
    ('23:59:61','%X'),
    ('  1','%d'),
    ('1  2','%d %m'),
    ('','') ,('1999 365','%Y %j'),
    ('2024-12-31','%Y-%m-%d'),
    ('69','%y'),
    ('2000 0 1','%Y %U %w'),
]
for pair in PAIRS:
    print(pair, parse(*pair))
