#!/usr/bin/python3
"""Writes src/types/text_signatures.h: the __text_signature__ of native functions, as CPython 3.11 answers.

usage: text_signatures.py OURO

Our own interpreter is asked which native functions, methods and classes it has; CPython is asked for the signature
of each. What CPython has none for has no entry. Run it again when native functions were added.
"""
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CPYTHON = "/usr/bin/python3"

# Runs in both: finds what there is, by the key that the runtime looks up.
COMMON = r'''
import importlib, json, sys, types

NATIVE = (types.BuiltinFunctionType, types.MethodDescriptorType, types.ClassMethodDescriptorType,
          types.WrapperDescriptorType)


def all_classes():
    seen, waiting = {}, [object]
    while waiting:
        cls = waiting.pop()
        if cls in seen:
            continue
        seen[cls] = f"{cls.__module__}.{cls.__qualname__}"
        waiting += type.__subclasses__(cls)
    return seen


def members(cls):
    for name, value in vars(cls).items():
        if isinstance(value, (staticmethod, classmethod)):
            value = value.__func__
        if isinstance(value, NATIVE):
            yield name, value
'''

OURS = COMMON + r'''
import warnings
warnings.simplefilter("ignore")
keys = []
modules = sorted({"builtins", *sys.builtin_module_names})
for name in modules:
    try:
        importlib.import_module(name)
    except ImportError:
        pass
for name in modules:
    module = sys.modules.get(name)
    for attribute, value in list(vars(module).items()) if module else ():
        if isinstance(value, types.BuiltinFunctionType) and getattr(value, "__module__", None):
            keys.append(("function", f"{value.__module__}.{value.__name__}", name, attribute))
for cls, key in all_classes().items():
    natives = list(members(cls))
    if natives:
        keys.append(("class", key, "", ""))
    for name, value in natives:
        keys.append(("wrapper" if isinstance(value, types.WrapperDescriptorType) else "method", key, name, ""))
print(json.dumps(keys))
'''

THEIRS = COMMON + r'''
import inspect, warnings
warnings.simplefilter("ignore")
keys = json.load(sys.stdin)
for kind, key, a, b in keys:
    for name in {key.rpartition(".")[0], a} if kind == "function" else {key.rpartition(".")[0]}:
        try:
            importlib.import_module(name)
        except ImportError:
            pass
classes = {}
for cls, key in all_classes().items():
    classes.setdefault(key, cls)
ALIASES = {"collections.abc": "_collections_abc"}


def text_of(value):
    """The text signature; of a function in Python what it would be if it were native."""
    text = getattr(value, "__text_signature__", None)
    if text or not isinstance(value, types.FunctionType):
        return text
    try:
        signature = inspect.signature(value)
    except ValueError:
        return None
    parts = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    simple = (int, str, bytes, float, bool, type(None))
    if any(p.default is not p.empty and type(p.default) not in simple for p in parts):
        return None
    return str(inspect.Signature(parts))


def find(path):
    module, _, name = path.rpartition(".")
    return getattr(sys.modules.get(module), name, None)


answers = {}
generic = {}
for name, value in [*vars(object).items(), *vars(int).items(), *vars(list).items(), *vars(dict).items(),
                    *vars(type).items(), *vars(set).items(), *vars(types.AsyncGeneratorType).items(),
                    *vars(types.CoroutineType).items(), *vars(types.FunctionType).items(),
                    *vars(property).items(), *vars(types.GeneratorType).items(), *vars(bytes).items()]:
    if isinstance(value, types.WrapperDescriptorType) and value.__text_signature__:
        generic.setdefault(name, value.__text_signature__)
for kind, key, a, b in keys:
    if kind == "function":
        text = text_of(find(key) or find(f"{a}.{b}"))
        if text and not text.startswith("($"):
            text = "($module" + (", " + text[1:] if text != "()" else ")")
        if text:
            answers[key] = text
        continue
    cls = classes.get(key)
    if cls is None:
        cls = find(key)
    if not isinstance(cls, type):
        continue
    if kind == "class":
        text = cls.__text_signature__
        if text:
            answers[key] = text
        continue
    value = vars(cls).get(a)
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    text = text_of(value)
    if text and isinstance(value, types.FunctionType):
        text = "($" + text[1:]
    if kind == "wrapper" and text == generic.get(a):
        continue
    if text:
        answers[f"{key}.{a}"] = text
    elif kind == "wrapper" and a in generic and a in vars(cls):
        answers[f"{key}.{a}"] = ""
for name, text in generic.items():
    answers["." + name] = text
print(json.dumps(answers))
'''

HEAD = """/* Written by tools/text_signatures.py: what CPython 3.11 answers for __text_signature__. Entries are
 * sorted by name; names and texts are offsets, so that nothing here has to be relocated. */
"""


def run(command, program, text=None):
    done = subprocess.run([*command, "-c", program], input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def literals(text):
    """The text and its end as C literals of at most 96 columns."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}
    pieces = [escapes.get(c, c) for c in text] + ["\\0"]
    line = ""
    for piece in pieces:
        if len(line) + len(piece) > 88:
            yield f'    "{line}"'
            line = ""
        line += piece
    yield f'    "{line}"'


def pool(strings):
    """C lines of all strings one after the other, and the offset of each."""
    offsets, lines, at = {}, [], 0
    for text in strings:
        offsets[text] = at
        at += len(text) + 1
        lines += literals(text)
    return offsets, lines


def main():
    ouro = sys.argv[1]
    keys = run([ouro], OURS)
    answers = run([CPYTHON], THEIRS, json.dumps(keys))
    names = sorted(answers, key=str.encode)
    texts = sorted(set(answers.values()))
    name_offsets, name_lines = pool(names)
    text_offsets, text_lines = pool(texts)
    with open(os.path.join(ROOT, "src/types/text_signatures.h"), "w") as file:
        file.write(HEAD)
        file.write("#ifndef OURO_TYPES_TEXT_SIGNATURES_H\n#define OURO_TYPES_TEXT_SIGNATURES_H\n\n#include <stdint.h>\n\n")
        for title, lines in ("signature_names", name_lines), ("signature_texts", text_lines):
            file.write(f"static const char {title}[] =\n" + "\n".join(lines) + ";\n\n")
        file.write("static const struct text_signature {\n    uint32_t name, text;\n} text_signatures[] = {\n")
        line = "   "
        for name in names:
            item = f" {{{name_offsets[name]}, {text_offsets[answers[name]]}}},"
            if len(line) + len(item) > 100:
                file.write(line + "\n")
                line = "   "
            line += item
        file.write(line + "\n};\n\n#endif\n")
    print(len(keys), "native,", len(names), "signatures,", len(texts), "texts")


if __name__ == "__main__":
    main()
