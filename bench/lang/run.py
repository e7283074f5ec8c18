#!/usr/bin/python3
"""Programs of different shape under CPython 3.11 and `ouro run`: time, peak memory, the same output.

usage: run.py [--ouro PATH] [--json FILE] [--rounds N] [NAME]...
"""
import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def run(command, path):
    """(cpu seconds, peak bytes, output). The peak is the process's own word: what the kernel adds up for a child
    begins with its parent's."""
    with subprocess.Popen([*command, os.path.join(HERE, "_measure.py"), path], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=dict(os.environ, PYTHONHASHSEED="0")) as process:
        output = process.stdout.read()
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        return None, None, errors
    return usage.ru_utime + usage.ru_stime, int(errors.split()[-1]) * 1024, output


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ouro", default=os.path.join(ROOT, "build", "ouro"))
    parser.add_argument("--json")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    programs = sorted(name[:-3] for name in os.listdir(HERE) if name.endswith(".py") and name not in ("run.py", "_measure.py"))
    peers = {"CPython": ["/usr/bin/python3"], "ouro": [arguments.ouro, "run", "-q"]}
    if shutil.which("pypy3"):
        peers["PyPy"] = ["pypy3"]
    print(f"{'':14}" + "".join(f"{name + ' s':>11}{'MiB':>8}" for name in peers) + f"{'time':>8}{'memory':>8}")
    rows, times, sizes, wrong = [], [], [], 0
    for name in arguments.names or programs:
        path = os.path.join(HERE, name + ".py")
        samples = {peer: [] for peer in peers}
        outputs = {}
        for _ in range(arguments.rounds):
            for peer, command in peers.items():
                seconds, peak, outputs[peer] = run(command, path)
                if seconds is not None:
                    samples[peer].append((seconds, peak))
        figures = {peer: (statistics.median(s for s, _ in values), statistics.median(p for _, p in values))
                   for peer, values in samples.items() if values}
        line = f"{name:14}" + "".join(
            f"{figures[p][0]:11.3f}{figures[p][1] / 2 ** 20:8.1f}" if p in figures else f"{'failed':>19}" for p in peers)
        if "ouro" in figures and "CPython" in figures:
            ratio = figures["ouro"][0] / figures["CPython"][0]
            memory = figures["ouro"][1] / figures["CPython"][1]
            times.append(math.log(ratio))
            sizes.append(math.log(memory))
            line += f"{ratio:8.2f}{memory:8.2f}"
        if outputs.get("ouro") != outputs.get("CPython"):
            wrong += 1
            line += "  OUTPUT DIFFERS"
        print(line, flush=True)
        rows.append({"program": name, **{p: {"seconds": f[0], "peak": f[1]} for p, f in figures.items()}})
    mean_time, mean_size = (math.exp(sum(x) / len(x)) if x else 0 for x in (times, sizes))
    print(f"{'geometric mean of ouro / CPython':>52}{mean_time:8.2f}{mean_size:8.2f}")
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump({"schema_version": 1, "programs": rows, "time": mean_time, "memory": mean_size}, file, indent=1)
    return 1 if wrong else 0


sys.exit(main())
