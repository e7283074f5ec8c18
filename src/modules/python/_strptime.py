"""time.strptime: a format is read directive by directive against the text."""

import time

__all__ = []

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august",
           "september", "october", "november", "december")
_EXPANDED = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S",
             "D": "%m/%d/%y", "T": "%H:%M:%S", "R": "%H:%M", "F": "%Y-%m-%d"}
# The directive's digits at most, and its smallest and largest value.
_NUMBERS = {"d": (2, 1, 31), "f": (6, 0, 999999), "H": (2, 0, 23), "I": (2, 1, 12),
            "G": (4, 0, 9999), "j": (3, 1, 366), "m": (2, 1, 12), "M": (2, 0, 59),
            "S": (2, 0, 61), "U": (2, 0, 53), "w": (1, 0, 6), "u": (1, 1, 7),
            "V": (2, 1, 53), "W": (2, 0, 53), "y": (2, 0, 99), "Y": (4, 0, 9999)}
_EXACT_DIGITS = {"Y": 4, "G": 4, "y": 2}


def _days_before_year(year):
    previous = year - 1
    return previous * 365 + previous // 4 - previous // 100 + previous // 400


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _month_lengths(year):
    return (31, 29 if _is_leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _ordinal(year, month, day):
    """Days since the end of the year 0; day 1 was a Monday."""
    lengths = _month_lengths(year)
    if not 1 <= day <= lengths[month - 1]:
        raise ValueError("day is out of range for month")
    return _days_before_year(year) + sum(lengths[:month - 1]) + day


class _Mismatch(Exception):
    pass


class _Reader:
    """The text and how far it has been read, with the values found on the way."""

    def __init__(self, text):
        self.text = text
        self.at = 0
        self.found = {}
        self.offset = None
        self.zone = -1
        self.zone_name = None

    def number(self, directive):
        longest, least, most = _NUMBERS[directive]
        end = self.at
        while end < len(self.text) and end - self.at < longest and self.text[end].isdigit():
            end += 1
        if end - self.at < _EXACT_DIGITS.get(directive, 1):
            raise _Mismatch
        # A shorter number is taken where the longer one is out of range: "%d" of "45" is 4.
        while end > self.at:
            value = int(self.text[self.at:end])
            if least <= value <= most:
                break
            end -= 1
        if end == self.at or end - self.at < _EXACT_DIGITS.get(directive, 1):
            raise _Mismatch
        if directive == "f":
            value *= 10 ** (6 - (end - self.at))
        self.at = end
        self.found[directive] = value

    def word(self, names, length=None):
        rest = self.text[self.at:].lower()
        for index, name in enumerate(names):
            name = name[:length]
            if rest.startswith(name):
                self.at += len(name)
                return index
        raise _Mismatch

    def blanks(self):
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def utc_offset(self):
        rest = self.text[self.at:]
        if rest[:1] in ("Z", "z"):
            self.at += 1
            self.offset = 0
            return
        if rest[:1] not in ("+", "-"):
            raise _Mismatch
        parts, at = [], 1
        for _ in range(3):
            part = rest[at:at + 2]
            if len(part) < 2 or not part.isdigit():
                break
            parts.append(int(part))
            at += 2
            if rest[at:at + 1] == ":":
                at += 1
        if len(parts) < 2 or parts[1] > 59:
            raise _Mismatch
        self.at += at
        seconds = sum(part * unit for part, unit in zip(parts, (3600, 60, 1)))
        self.offset = -seconds if rest[0] == "-" else seconds

    def zone_word(self):
        names = {"utc": 0, "gmt": 0, time.tzname[0].lower(): 0}
        if time.daylight:
            names[time.tzname[1].lower()] = 1
        rest = self.text[self.at:].lower()
        for name in sorted(names, key=len, reverse=True):
            if rest.startswith(name):
                self.zone_name = self.text[self.at:self.at + len(name)]
                self.at += len(name)
                self.zone = names[name]
                return
        raise _Mismatch

    def directive(self, letter):
        if letter in _NUMBERS:
            self.number(letter)
        elif letter == "A":
            self.found["weekday"] = self.word(_DAYS)
        elif letter == "a":
            self.found["weekday"] = self.word(_DAYS, 3)
        elif letter == "B":
            self.found["m"] = self.word(_MONTHS) + 1
        elif letter == "b":
            self.found["m"] = self.word(_MONTHS, 3) + 1
        elif letter == "p":
            self.found["p"] = self.word(("am", "pm"))
        elif letter == "z":
            self.utc_offset()
        else:
            self.zone_word()


def _expand(format):
    out = []
    at = 0
    while at < len(format):
        if format[at] != "%":
            out.append(format[at])
            at += 1
            continue
        letter = format[at + 1:at + 2]
        if not letter:
            raise ValueError("stray %% in format '%s'" % format)
        if letter in "cxX":
            out.append(_expand(_EXPANDED[letter]))
        elif letter in _NUMBERS or letter in "AaBbpzZ%":
            out.append("%" + letter)
        else:
            raise ValueError("'%s' is a bad directive in format '%s'" % (letter, format))
        at += 2
    return "".join(out)


def _read(text, format):
    reader = _Reader(text)
    expanded = _expand(format)
    at = 0
    try:
        while at < len(expanded):
            character = expanded[at]
            if character == "%" and expanded[at + 1] != "%":
                reader.directive(expanded[at + 1])
                at += 2
            elif character.isspace():
                while at < len(expanded) and expanded[at].isspace():
                    at += 1
                if not text[reader.at:reader.at + 1].isspace():
                    raise _Mismatch
                reader.blanks()
            else:
                at += 2 if character == "%" else 1
                if text[reader.at:reader.at + 1].lower() != character.lower():
                    raise _Mismatch
                reader.at += 1
    except _Mismatch:
        raise ValueError("time data %r does not match format %r" % (text, format)) from None
    if reader.at != len(text):
        raise ValueError("unconverted data remains: %s" % text[reader.at:])
    return reader


def _hour(found):
    if "I" not in found:
        return found.get("H", 0)
    hour = found["I"] % 12
    return hour + 12 if found.get("p", 0) else hour


def _year(found):
    if "Y" in found:
        return found["Y"]
    if "y" in found:
        return found["y"] + (2000 if found["y"] <= 68 else 1900)
    return None


def _day_of_week_number(year, week, weekday, starts_monday):
    """The day of the year from a week number; days before the first full week are week 0."""
    first = (_days_before_year(year)) % 7
    if not starts_monday:
        first = (first + 1) % 7
        weekday = (weekday + 1) % 7
    days_in_week_0 = (7 - first) % 7
    if week == 0:
        return 1 + weekday - first
    return 1 + days_in_week_0 + 7 * (week - 1) + weekday


def _strptime(text, format):
    for index, argument in enumerate((text, format)):
        if not isinstance(argument, str):
            raise TypeError("strptime() argument {} must be str, not {}".format(index, type(argument)))
    reader = _read(text, format)
    found = reader.found
    year = _year(found)
    weekday = found.get("weekday")
    if "w" in found:
        weekday = (found["w"] - 1) % 7
    if "u" in found:
        weekday = found["u"] - 1
    month, day, yearday = found.get("m", 1), found.get("d", 1), found.get("j")
    assumed = year is None
    if assumed:
        # 29 February without a year needs a leap year to be a day at all.
        year = 1904 if month == 2 and day == 29 else 1900
    if yearday is None and weekday is not None and not assumed:
        if "V" in found and "G" in found:
            pass
        elif "U" in found or "W" in found:
            monday = "W" in found
            yearday = _day_of_week_number(year, found["W" if monday else "U"], weekday, monday)
    if yearday is None:
        ordinal = _ordinal(year, month, day)
        yearday = ordinal - _days_before_year(year)
    else:
        ordinal = _days_before_year(year) + yearday
        if yearday <= 0:
            year -= 1
            yearday += 366 if _is_leap(year) else 365
        month, day = 1, yearday
        for length in _month_lengths(year):
            if day <= length:
                break
            day -= length
            month += 1
    if weekday is None:
        weekday = (ordinal - 1) % 7
    if assumed and year == 1904:
        year = 1900
    items = (year, month, day, _hour(found), found.get("M", 0), found.get("S", 0), weekday, yearday,
             reader.zone, reader.zone_name, reader.offset)
    return items, found.get("f", 0)


def _strptime_time(data_string, format="%a %b %d %H:%M:%S %Y"):
    """A struct_time from text."""
    return time.struct_time(_strptime(data_string, format)[0])
