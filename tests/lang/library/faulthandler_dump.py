"""faulthandler: where the program stands, asked for, after a time, at a signal, at the end."""
import faulthandler
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time


def show(file):
    file.seek(0)
    print(re.sub("0x[0-9a-f]{16}", "0x#", file.read()).replace(__file__, "FILE"), end="")
    file.seek(0)
    file.truncate()


def inner(file, **options):
    faulthandler.dump_traceback(file, **options)


def outer(file, **options):
    inner(file, **options)


with tempfile.TemporaryFile("w+") as file:
    outer(file)
    show(file)
    outer(file, all_threads=False)
    show(file)
    print("--- signal")
    faulthandler.register(signal.SIGUSR1, file=file)
    os.kill(os.getpid(), signal.SIGUSR1)
    show(file)
    calls = []
    signal.signal(signal.SIGUSR2, lambda *arguments: calls.append(arguments[0]))
    faulthandler.register(signal.SIGUSR2, file, all_threads=False, chain=True)
    os.kill(os.getpid(), signal.SIGUSR2)
    time.sleep(0.01)
    show(file)
    print(calls == [signal.SIGUSR2], faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))
    print("--- later")
    faulthandler.dump_traceback_later(0.05, file=file)
    time.sleep(0.4)
    show(file)
    faulthandler.dump_traceback_later(60, file=file)
    faulthandler.cancel_dump_traceback_later()
    show(file)
    print("--- threads")
    ready, done = threading.Event(), threading.Event()

    def wait_here():
        ready.set()
        done.wait()

    thread = threading.Thread(target=wait_here)
    thread.start()
    ready.wait()
    faulthandler.dump_traceback(file)
    done.set()
    thread.join()
    file.seek(0)
    text = file.read()
    print(text.count("Thread 0x"), text.count("Current thread 0x"), "in wait_here" in text, text.count("in <module>"))

print(faulthandler.is_enabled(), faulthandler.enable(), faulthandler.is_enabled(), faulthandler.disable(), faulthandler.disable())
for arguments in (-1,), (object(),), (None, 1, 2):
    try:
        faulthandler.enable(*arguments)
    except (ValueError, TypeError, AttributeError) as error:
        print(type(error).__name__)
for number in signal.SIGSEGV, 0, 100:
    try:
        faulthandler.register(number)
    except (RuntimeError, ValueError) as error:
        print(error)
for timeout in 0, -1:
    try:
        faulthandler.dump_traceback_later(timeout)
    except ValueError as error:
        print(error)
program = "import faulthandler, os, signal\nfaulthandler.enable()\ndef crash():\n    os.kill(os.getpid(), signal.%s)\ncrash()\n"
for name in "SIGSEGV", "SIGABRT", "SIGFPE":
    command = [sys.executable, "-c", program % name]
    result = subprocess.run(command, capture_output=True, text=True)
    print(result.returncode == -getattr(signal, name), re.sub("0x[0-9a-f]{16}", "0x#", result.stderr))
program = "import faulthandler, time\nfaulthandler.dump_traceback_later(0.05, exit=True)\ntime.sleep(5)\n"
result = subprocess.run([*command[:-1], program], capture_output=True, text=True)
print(result.returncode, re.sub("0x[0-9a-f]{16}", "0x#", result.stderr))
