#!/usr/bin/env python3
"""Writes a C file with a number made of the sources of the compiler, so that code which another compiler made
is told apart.

usage: compiler_fingerprint.py OUTPUT PATH...

A folder stands for the C files in it.
"""
import hashlib
import os
import sys


def files_of(paths):
    for path in paths:
        if os.path.isdir(path):
            for name in sorted(os.listdir(path)):
                if name.endswith((".c", ".h", ".def")):
                    yield os.path.join(path, name)
        else:
            yield path


def main():
    total = hashlib.sha256()
    for path in files_of(sys.argv[2:]):
        with open(path, "rb") as file:
            data = file.read()
        total.update(b"%s %d\n" % (os.path.basename(path).encode(), len(data)))
        total.update(data)
    number = total.hexdigest()[:16]
    with open(sys.argv[1], "w") as file:
        file.write(f'#include "lang/code_image.h"\n\nconst uint64_t ouro_compiler_fingerprint = 0x{number};\n')


main()
