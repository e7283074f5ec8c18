#!/usr/bin/python3
"""Holds the direction of the layers: a folder of src/ includes itself and folders before it, never one behind.

cli/ and adapters/ see include/ouro only; nothing in src/ includes cli/.
"""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ORDER = ["base", "os", "raw", "pool", "mem", "object", "gc", "types", "lang", "vm", "modules", "diag", "api"]
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def sources(folder):
    for where, folders, files in os.walk(os.path.join(ROOT, folder)):
        for name in sorted(files):
            if name.endswith((".c", ".h", ".def")):
                yield os.path.join(where, name)


def main():
    faults = []
    for path in sources("src"):
        layer = os.path.relpath(path, os.path.join(ROOT, "src")).split(os.sep)[0]
        if layer not in ORDER:
            faults.append(f"{os.path.relpath(path, ROOT)}: folder '{layer}' has no place in the order of layers")
            continue
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for included in INCLUDE.findall(text):
            target = included.split("/")[0]
            if target == "ouro":
                if layer != "api":
                    faults.append(f"{os.path.relpath(path, ROOT)}: only src/api sees {included}")
            elif target not in ORDER:
                faults.append(f"{os.path.relpath(path, ROOT)}: {included} is not named from src/")
            elif ORDER.index(target) > ORDER.index(layer):
                faults.append(f"{os.path.relpath(path, ROOT)}: includes {included}, which is above it")
    for folder in ("cli", "adapters"):
        if not os.path.isdir(os.path.join(ROOT, folder)):
            continue
        for path in sources(folder):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            for included in INCLUDE.findall(text):
                if "/" in included and not included.startswith("ouro/"):
                    faults.append(f"{os.path.relpath(path, ROOT)}: {included} is not public")
    print("\n".join(faults) if faults else f"layers: {len(ORDER)} in order")
    return 1 if faults else 0


sys.exit(main())
