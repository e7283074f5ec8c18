"""The program starts others by sys.executable, with the options of python3."""
import os
import subprocess
import sys
import tempfile

PROGRAM = '''"""A text."""
import sys, warnings
def f():
    "What f is."
try:
    assert 0, "asserts count"
except AssertionError as error:
    print(error)
warnings.warn("old", DeprecationWarning)
print(__debug__, sys.flags.optimize, __doc__, f.__doc__, sys.argv[1:], sys.warnoptions, sys.flags.isolated,
      sys.flags.ignore_environment, sys.flags.safe_path, sys.flags.dont_write_bytecode, sorted(sys._xoptions.items()))
'''


def run(*words, **variables):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    result = subprocess.run([sys.executable, *words], capture_output=True, text=True, env={**environment, **variables})
    print(" ".join(words).replace(folder, "DIR"), "->", result.returncode)
    for line in (result.stdout + result.stderr.replace(folder, "DIR")).splitlines():
        print("   ", line)


print(os.path.isabs(sys.executable), os.access(sys.executable, os.X_OK))
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "app.py")
    with open(path, "w") as file:
        file.write(PROGRAM)
    run(path, "one", "-O")
    run("-O", path)
    run("-OO", path)
    run("-Bu", "-Wdefault", "-X", "name=value", "-Xother", path, "--words")
    run("-W", "error", "-Wignore::DeprecationWarning", path)
    result = subprocess.run([sys.executable, "-W", "error", path], capture_output=True, text=True)
    print(result.returncode, result.stderr.splitlines()[-1])
    run(path, PYTHONWARNINGS="ignore")
    run("-E", path, PYTHONWARNINGS="error")
    run("-I", path)
    run("-P", path)
    run("-c", "import sys; print(sys.argv, __name__, __debug__)", "-O")
    run("-Oc", "import sys; print(sys.argv, __name__, __debug__)")
    run("-m", "calendar", "2024", "2")
    run("-c", "import sys; sys.exit(7)")
    run("-c", "1/0")
    program = "import os, sys; print(os.path.basename(os.getcwd()) == os.path.basename(sys.path[0] or os.getcwd()))"
    run("-c", program)
print(subprocess.run([sys.executable, "-"], input="print(6 * 7)", capture_output=True, text=True).stdout)
print(eval(compile("__debug__", "", "eval", optimize=1)), eval(compile("__debug__", "", "eval", optimize=0)))
names = {}
exec(compile('"doc"\ndef f(): "doc f"', "", "exec", optimize=2), names)
print(names.get("__doc__"), names["f"].__doc__)
for level in 3, -2:
    try:
        compile("1", "", "eval", optimize=level)
    except ValueError as error:
        print(error)
