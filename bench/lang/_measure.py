"""Runs a program in this interpreter, then writes the peak of resident memory in KiB to standard error."""
import sys

path = sys.argv[1]
with open(path) as file:
    text = file.read()
exec(compile(text, path, "exec"), {"__name__": "__main__", "__file__": path})
with open("/proc/self/status") as file:
    for line in file:
        if line.startswith("VmHWM"):
            sys.stderr.write("VmHWM %s\n" % line.split()[1])
