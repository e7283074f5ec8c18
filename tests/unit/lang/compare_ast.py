"""Compares the parser with CPython 3.11: trees with ast.dump, errors with SyntaxError's fields.

    compare_ast.py DUMP_TOOL corpus [FOLDER]     every .py file of a folder must give the same tree
    compare_ast.py DUMP_TOOL invalid             every program of invalid_programs.txt the same error
    compare_ast.py DUMP_TOOL incomplete          what a prompt would ask more lines for
    compare_ast.py DUMP_TOOL fuzz [COUNT [SEED]] mutated files: same verdict, and no crash

Run with /usr/bin/python3 (3.11). Exits with 1 if anything differs beyond what is documented here.
"""
import ast
import os
import random
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)
HERE = os.path.dirname(os.path.abspath(__file__))
TOOL = sys.argv[1]


def run_tool(command, mode, paths):
    output = []
    for i in range(0, len(paths), 200):
        done = subprocess.run([TOOL, command, mode, *paths[i:i + 200]], capture_output=True)
        if done.returncode != 0:
            print("the tool died:", done.returncode, done.stderr.decode(errors="replace")[-3000:])
            print("after", len(done.stdout.splitlines()), "of", paths[i:i + 200][:3], "...")
            for path in paths[i:i + 200][len(done.stdout.splitlines()):][:1]:
                print("at", path)
            sys.exit(1)
        output += done.stdout.decode("utf-8", "surrogateescape").split("\n")[:-1]
    return output


def find_files(folder):
    found = []
    for root, _, names in os.walk(folder):
        found += [os.path.join(root, name) for name in names if name.endswith(".py")]
    return sorted(found)


def expect_tree(source):
    try:
        return ast.dump(ast.parse(source), include_attributes=True)
    except SyntaxError as error:
        return "!" + error.msg
    except (ValueError, RecursionError, MemoryError) as error:
        return "!" + type(error).__name__


def compare_corpus(folder):
    paths = find_files(folder)
    trees = run_tool("dump", "exec", paths)
    same = 0
    for path, tree in zip(paths, trees):
        with open(path, "rb") as file:
            expected = expect_tree(file.read())
        if tree == expected or (expected[0] == "!" and tree[0] == "!"):
            same += 1
            continue
        at = next((i for i, (a, b) in enumerate(zip(tree, expected)) if a != b),
                  min(len(tree), len(expected)))
        print(f"{path}\n  ours   ...{tree[max(0, at - 80):at + 120]}\n"
              f"  theirs ...{expected[max(0, at - 80):at + 120]}")
    print(f"{same} of {len(paths)} files give the same tree")
    return same == len(paths)


def expect_error(mode, source):
    """What parsing alone says: errors of later stages do not count."""
    try:
        compile(source, "<t>", mode, ast.PyCF_ONLY_AST, dont_inherit=True)
        return "ok"
    except SyntaxError as error:
        return (f"{type(error).__name__}|{error.lineno}|{error.offset}|{error.end_lineno}|"
                f"{error.end_offset}|{error.msg}")
    except ValueError as error:
        return f"ValueError|{error}"
    except MemoryError:
        return "MemoryError"


def simplify(answer):
    if answer.startswith("ok"):
        return "ok"
    kind, line, column, end_line, end_column, _, message = answer[1:].split("|", 6)
    if kind == "ValueError":
        return f"ValueError|{message}"
    if kind == "MemoryError":
        return kind
    return f"{kind}|{line}|{column}|{end_line}|{end_column}|{message}"


def write_programs(folder, programs):
    paths = []
    for index, source in enumerate(programs):
        paths.append(os.path.join(folder, f"p{index:06}.py"))
        with open(paths[-1], "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            file.write(source)
    return paths


def compare_errors(programs, least, shown=40):
    """programs: (mode, source) pairs. Whether at least that share is the same."""
    same = exact = 0
    with tempfile.TemporaryDirectory() as folder:
        for mode in sorted({mode for mode, _ in programs}):
            sources = [source for other, source in programs if other == mode]
            answers = run_tool("check", mode + "t", write_programs(folder, sources))
            for source, answer in zip(sources, answers):
                ours, theirs = simplify(answer), expect_error(mode, source)
                same += (ours == "ok") == (theirs == "ok")
                if ours == theirs:
                    exact += 1
                elif shown > 0:
                    shown -= 1
                    print(f"{source[-2000:]!r}\n  ours   {ours}\n  theirs {theirs}")
    count = len(programs)
    print(f"{exact} of {count} programs get the same error ({100 * exact / count:.1f} %), "
          f"{same} the same verdict")
    return same == count and exact >= least * count


def compare_invalid():
    with open(os.path.join(HERE, "invalid_programs.txt"), encoding="utf-8") as file:
        programs = [ast.literal_eval(line) for line in file if line.strip()]
    programs = [program for program in programs if "\\N{" not in program[1]] # the tool has no names of characters
    return compare_errors(programs, 0.98)


INCOMPLETE = ["(", "x = [1,", "if x:", "if x:\n", "if x:\n  y", "if x:\n  y\n", "def f():\n", "'''a",
              "x = '''\n", "f(a,\n b", "try:\n  x\n", "class A:\n  x = 1\n", "x = \\\n", "@a\n",
              "for x in y:\n  # c\n", "while 1:\n  x\nelse:\n"]
COMPLETE = ["x", "x = 1\n", "if x:\n  y\n\n", "x = 'a\n", "x +\n", "a b\n", "def f(:\n", "x)", "(1,]", ""]


def compare_incomplete():
    with tempfile.TemporaryDirectory() as folder:
        paths = write_programs(folder, INCOMPLETE + COMPLETE)
        answers = run_tool("check", "singlet", paths)
    wrong = 0
    for index, (source, answer) in enumerate(zip(INCOMPLETE + COMPLETE, answers)):
        is_incomplete = answer == "ok incomplete" or (answer[0] == "!" and answer.split("|")[5] == "1")
        if is_incomplete != (index < len(INCOMPLETE)):
            wrong += 1
            print(f"{source!r}: {answer}")
    print(f"{wrong} of {len(answers)} are wrong about what is incomplete")
    return wrong == 0


PIECES = ["(", ")", "[", "]", "{", "}", ":", ",", "=", "==", ":=", "*", "**", "/", ".", "...", "->", ";",
          "\n", "\n    ", "\t", "\\", "'", '"', "'''", "f'", "f'{", "}'", "b'", "0x", "1e", "0777", "é",
          "\u00a0", "$", "?", "!", "lambda", "if", "else", "for", "in", "not", "is", "print", "match ",
          "case", "_", "as", "async", "await", "yield", "from", "import", "def", "class", "try:",
          "except", "finally", "with", "return", "del", "None", "x", "1", " "]


def mutate(source, chance):
    lines = source.split("\n")
    first = chance.randrange(len(lines))
    text = "\n".join(lines[first:first + chance.randrange(1, 30)])
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(text) + 1)
        what = chance.randrange(4)
        if what == 0:
            text = text[:at]
        elif what == 1:
            text = text[:at] + text[at + chance.randrange(1, 6):]
        else:
            text = text[:at] + chance.choice(PIECES) + text[at:]
    return text


def fuzz(count, seed):
    chance = random.Random(seed)
    sources = []
    for path in chance.sample(find_files("/usr/lib/python3.11"), 60):
        with open(path, encoding="utf-8", errors="replace") as file:
            sources.append(file.read())
    programs = [("exec", mutate(chance.choice(sources), chance)) for _ in range(count)]
    programs = [(mode, text) for mode, text in programs
                if "\0" not in text and "\\N" not in text]
    return compare_errors(programs, 0.9, shown=12)


def main():
    command = sys.argv[2]
    if command == "corpus":
        return compare_corpus(sys.argv[3] if len(sys.argv) > 3 else "/usr/lib/python3.11")
    if command == "invalid":
        return compare_invalid()
    if command == "incomplete":
        return compare_incomplete()
    numbers = [int(argument) for argument in sys.argv[3:]] + [1000, 1][len(sys.argv) - 3:]
    return fuzz(*numbers)


sys.exit(0 if main() else 1)
