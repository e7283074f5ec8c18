# Programs that start Python again by sys.executable: its command line is Python's.
import os
import subprocess
import sys
import tempfile


def start(*words, text=None, **variables):
    variables = {**os.environ, **variables}
    done = subprocess.run([sys.executable, *words], input=text, capture_output=True, text=True,
                          env=variables)
    print(done.returncode, done.stdout.splitlines(), done.stderr.splitlines()[-1:])


start("-c", "import sys; print(sys.argv, sys.path[0] == '')", "a", "-b")
start("-Ic", "import sys; print(sys.flags.isolated, sys.flags.ignore_environment, '' in sys.path)")
start("-W", "error::UserWarning", "-W", "ignore", "-c", "import sys; print(sys.warnoptions)",
      PYTHONWARNINGS="always,once")
start("-E", "-c", "import sys; print(sys.warnoptions)", PYTHONWARNINGS="always")
start("-Werror", "-c", "import warnings; warnings.warn('no')")
start("-X", "a=b", "-Xc", "-c", "import sys; print(sys._xoptions)")
start("-B", "-s", "-c", "import sys; print(sys.flags.dont_write_bytecode, sys.flags.no_user_site)")
start("-m", "calendar", "2026", "2")
start("-", "x", text="import sys; print(sys.argv)")
start(text="print('from a pipe')")
start("-c", "raise SystemExit(3)")
start("-c", "1/0")
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "program.py")
    with open(path, "w") as file:
        file.write("import sys\nprint(sys.argv[1:], sys.path[0] == %r)\n" % os.path.realpath(folder))
    start(path, "-q", "--report")
    start("-u", path)
    start("-I", path)
print(os.path.isabs(sys.executable))
import platform
print(platform.python_version()[:4], platform.system(), len(sys._git))
