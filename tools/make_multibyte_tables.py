#!/usr/bin/python3
"""Writes src/modules/python/_multibytetables.py: where CPython's codecs of East Asia differ from the C library's.

usage: make_multibyte_tables.py OURO, with an ouro that was built with empty tables. CPython and ouro each translate every
sequence and every character; what comes out differently is what the tables say.
"""
import codecs
import os
import subprocess
import sys
import tempfile

NAMES = ("gb2312 gbk gb18030 big5 cp950 big5hkscs euc_kr cp949 johab shift_jis cp932 euc_jp shift_jisx0213 shift_jis_2004 "
         "euc_jisx0213 euc_jis_2004").split()
TARGET = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "src/modules/python/_multibytetables.py")


def sequences(name):
    for lead in (*b"\\~", *range(128, 256)):
        yield bytes([lead])
    for lead in range(128, 256):
        for trail in range(0x30, 256):
            yield bytes([lead, trail])
    if name.startswith("euc_j"):
        for first in range(0xa1, 256):
            for second in range(0xa1, 256):
                yield bytes([0x8f, first, second])


def translate(path):
    """Writes lines "NAME d HEX TEXT" and "NAME e HEX BYTES"."""
    with open(path, "w", encoding="ascii") as file:
        for name in NAMES:
            codec, alone = codecs.lookup(name), set()
            for sequence in sequences(name):
                try:
                    text = sequence[:1] not in alone and codec.decode(sequence)[0]
                except UnicodeDecodeError:
                    continue
                if not text:
                    continue
                if len(sequence) == 1:
                    alone.add(sequence)
                print(name, "d", sequence.hex(), "+".join("%x" % ord(c) for c in text), file=file)
            for number in (*b"\\~", *range(0x80, 0xd800), *range(0xe000, 0x10000), *range(0x20000, 0x2b000)):
                try:
                    print(name, "e", "%x" % number, codec.encode(chr(number))[0].hex(), file=file)
                except UnicodeEncodeError:
                    pass


def read(path):
    with open(path, encoding="ascii") as file:
        return {tuple(words[:3]): words[3] for words in map(str.split, file)}


def write_table(file, title, theirs, ours, kind):
    print("\n%s = {" % title, file=file)
    for name in NAMES:
        keys = [key for key in {**theirs, **ours} if key[0] == name and key[1] == kind]
        words = ["%s=%s" % (key[2], theirs.get(key, "-")) for key in sorted(keys) if theirs.get(key) != ours.get(key)]
        lines, line = [], ""
        for word in words:
            if len(line) + len(word) > 105:
                lines.append(line)
                line = ""
            line += word + " "
        if words:
            print('    "%s": """' % name, *lines, line + '""",', sep="\n", file=file)
    print("}", file=file)


def main():
    if sys.argv[1] == "--translate":
        return translate(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = os.path.join(folder, "ours"), os.path.join(folder, "theirs")
        subprocess.run([sys.argv[1], "run", "-q", __file__, "--translate", ours], check=True)
        translate(theirs)
        ours, theirs = read(ours), read(theirs)
    with open(TARGET, "w", encoding="ascii") as file:
        print('"""Where CPython\'s codecs of East Asia differ from the C library\'s sets: by tools/make_multibyte_tables.py.\n'
              'Words are BYTES=CHARACTERS and CHARACTER=BYTES, in hexadecimal; "-" is none."""', file=file)
        write_table(file, "_DECODED", theirs, ours, "d")
        write_table(file, "_ENCODED", theirs, ours, "e")
        print("""

def decoded(name):
    made = {}
    for word in _DECODED.get(name, "").split():
        sequence, text = word.split("=")
        made[bytes.fromhex(sequence)] = None if text == "-" else "".join(chr(int(c, 16)) for c in text.split("+"))
    return made


def encoded(name):
    made = {}
    for word in _ENCODED.get(name, "").split():
        character, sequence = word.split("=")
        made[chr(int(character, 16))] = None if sequence == "-" else bytes.fromhex(sequence)
    return made""", file=file)


main()
