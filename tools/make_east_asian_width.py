#!/usr/bin/python3
"""Writes what libunistring does not know: with no argument src/modules/east_asian_width.h (ranges of characters
whose East Asian width is not neutral), with one src/modules/ideograph_numbers.h (ideographs that are numbers).

usage: make_east_asian_width.py [numbers] >src/modules/NAME.h
"""
import sys
import unicodedata

CLASSES = ("N", "Na", "W", "F", "H", "A")


def ranges():
    start, before = 0, "N"
    for code in range(0x110001):
        width = unicodedata.east_asian_width(chr(code)) if code < 0x110000 else "N"
        if width != before:
            if before != "N":
                yield start, code - 1, CLASSES.index(before)
            start, before = code, width


def numbers():
    for code in range(0x3400, 0x110000):
        value = unicodedata.numeric(chr(code), None)
        if value is not None and unicodedata.name(chr(code), "").startswith("CJK "):
            yield code, value


title = "Numbers that are ideographs" if sys.argv[1:] else "East Asian widths"
fields = "Character, number" if sys.argv[1:] else "First and last character, class"
if sys.argv[1:]:
    rows = [f"{{{code:#x}, {value!r}}}," for code, value in numbers()]
else:
    rows = [f"{{{start:#x}, {end:#x}, {width}}}," for start, end, width in ranges()]
print(f"/* {title} of Unicode {unicodedata.unidata_version}: "
      f"tools/make_east_asian_width.py wrote this.\n * {fields}. */")
line = ""
for row in rows:
    if len(line) + len(row) > 98:
        print(line)
        line = ""
    line += (" " if line else "") + row
print(line)
