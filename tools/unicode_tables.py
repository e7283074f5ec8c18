#!/usr/bin/python3
"""Writes src/types/unicode_tables.h: properties of characters that utf8proc does not have, or has
from another version of Unicode than the language does. Run with the Python whose version counts:

    /usr/bin/python3 tools/unicode_tables.py > src/types/unicode_tables.h
"""
import ctypes
import sys
import unicodedata

LAST = 0x110000
proc = ctypes.CDLL("libutf8proc.so.2")


def ranges(test):
    found, start = [], None
    for c in range(LAST + 1):
        holds = c < LAST and test(chr(c))
        if holds and start is None:
            start = c
        elif not holds and start is not None:
            found.append((start, c - 1))
            start = None
    return found


def print_ranges(name, test):
    found = ranges(test)
    print(f"static const struct unicode_range unicode_{name}[] = {{")
    line = ""
    for low, high in found:
        item = f"{{{low:#x}, {high:#x}}},"
        if len(line) + len(item) + 1 > 94:
            print("   " + line)
            line = ""
        line += " " + item
    print("   " + line)
    print("};\n")


def print_mapping(name, mapped, plain):
    """Entries only where the mapping is not what plain(c) says."""
    print(f"static const struct unicode_mapping unicode_{name}[] = {{")
    line = ""
    for c in range(LAST):
        text = mapped(chr(c))
        if text == chr(plain(c)):
            continue
        points = ", ".join(f"{ord(p):#x}" for p in text)
        item = f"{{{c:#x}, {{{points}}}}},"
        if len(line) + len(item) + 1 > 94:
            print("   " + line)
            line = ""
        line += " " + item
    print("   " + line)
    print("};\n")


def print_digits():
    """Runs of ten for decimals; the rest of the digits one by one."""
    print("static const struct unicode_range unicode_decimals[] = { /* runs 0..9 */")
    line = ""
    zeros = [c for c in range(LAST) if unicodedata.decimal(chr(c), -1) == 0]
    covered = set()
    for zero in zeros:
        if any(unicodedata.decimal(chr(zero + d), -1) != d for d in range(10)):
            raise SystemExit(f"{zero:#x} starts no run")
        covered.update(range(zero, zero + 10))
        item = f"{{{zero:#x}, {zero + 9:#x}}},"
        if len(line) + len(item) + 1 > 94:
            print("   " + line)
            line = ""
        line += " " + item
    print("   " + line)
    print("};\n")
    for c in range(LAST):
        if unicodedata.decimal(chr(c), -1) >= 0 and c not in covered:
            raise SystemExit(f"{c:#x} is in no run")


def ignorable(c):
    """Final sigma looks past these, whether they have a case themselves or not."""
    return ("a" + c + "\u03a3").lower()[-1] == "\u03c2" != (c + "\u03a3").lower()[-1]


print("/* Made by tools/unicode_tables.py from Unicode " + unicodedata.unidata_version +
      "; not edited by hand. */")
print("""#ifndef OURO_TYPES_UNICODE_TABLES_H
#define OURO_TYPES_UNICODE_TABLES_H

#include <stdint.h>

struct unicode_range {
    uint32_t low, high;
};

/* Up to three characters, the rest 0. */
struct unicode_mapping {
    uint32_t from;
    uint32_t to[3];
};
""")
print_ranges("alpha", str.isalpha)
print_ranges("upper", str.isupper)
print_ranges("lower", str.islower)
print_ranges("title", lambda c: unicodedata.category(c) == "Lt")
print_ranges("unprintable", lambda c: not c.isprintable())
print_ranges("digit", str.isdigit)
print_ranges("numeric", str.isnumeric)
print_ranges("identifier_start", lambda c: c.isidentifier())
print_ranges("identifier_continue", lambda c: ("a" + c).isidentifier())
print_ranges("case_ignorable", ignorable)
print_digits()
print_mapping("to_lower", lambda c: c.lower(), proc.utf8proc_tolower)
print_mapping("to_upper", lambda c: c.upper(), proc.utf8proc_toupper)
print_mapping("to_title", lambda c: c.title(), proc.utf8proc_totitle)
print_mapping("to_fold", lambda c: c.casefold(), lambda c: ord(chr(c).lower()[0]))
print("#endif")
