#!/usr/bin/env python3
"""Writes a C file that holds the modules written in Python.

usage: embed_modules.py OUTPUT ROOT

Every ROOT/x.py becomes module x, every ROOT/p/__init__.py package p, ROOT/p/y.py module p.y.
"""
import os
import sys


def modules_of(root):
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            if not name.endswith(".py"):
                continue
            path = os.path.join(folder, name)
            parts = os.path.relpath(path, root)[:-3].split(os.sep)
            is_package = parts[-1] == "__init__"
            yield ".".join(parts[:-1] if is_package else parts), path, is_package


def literal(data):
    lines = []
    for start in range(0, len(data), 24):
        lines.append("    " + ",".join(str(byte) for byte in data[start:start + 24]) + ",")
    return "\n".join(lines)


def main():
    output, root = sys.argv[1:3]
    arrays, rows = [], []
    for index, (name, path, is_package) in enumerate(modules_of(root)):
        with open(path, "rb") as file:
            data = file.read()
        arrays.append(f"static const unsigned char source_{index}[] = {{\n{literal(data + bytes(1))}\n}};\n")
        rows.append(f'    {{"{name}", (const char *)source_{index}, {len(data)}, {str(is_package).lower()}}},\n')
    with open(output, "w") as file:
        file.write('#include "vm/embedded.h"\n\n#include <stdbool.h>\n#include <stddef.h>\n\n')
        file.write("\n".join(arrays))
        file.write("\nconst struct ouro_embedded_module ouro_embedded_modules[] = {\n")
        file.write("".join(rows))
        file.write("    {NULL, NULL, 0, false},\n};\n")


main()
