#!/usr/bin/env python3
"""Runs the collector's benchmark: the same work on ouro, malloc/free by hand, bdwgc, Nim's ORC, Lua 5.4
and CPython. Prints a table, then the rows in which another one is better, and writes a JSON file.

usage: run.py [--full] [--build DIR] [--json FILE] [--only WORD]

Without --full everything is smaller, so that it ends after some three minutes on a quiet machine.
"""
import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FORK = os.path.join(HERE, "gc_fork.py")
FLAGS = ["-O2", "-std=gnu11", "-D_GNU_SOURCE", "-I" + HERE]


def build(work):
    """Compiles what there are compilers for. Returns the command for each peer."""
    os.makedirs(work, exist_ok=True)
    commands = {}
    core = [os.path.join(ROOT, "src", layer, name)
            for layer in ("base", "os", "raw", "pool", "mem", "object", "gc")
            for name in sorted(os.listdir(os.path.join(ROOT, "src", layer))) if name.endswith(".c")]
    run_compiler(["gcc", *FLAGS, "-fno-strict-aliasing", "-I" + os.path.join(ROOT, "src"),
                  os.path.join(HERE, "gc_ouro.c"), *core, "-lpthread", "-lm",
                  "-o", os.path.join(work, "gc_ouro")])
    commands["ouro"] = [os.path.join(work, "gc_ouro")]
    run_compiler(["gcc", *FLAGS, os.path.join(HERE, "gc_plain.c"),
                  "-o", os.path.join(work, "gc_malloc")])
    commands["malloc"] = [os.path.join(work, "gc_malloc")]
    if os.path.exists("/usr/include/gc/gc.h"):
        run_compiler(["gcc", *FLAGS, "-DON_BDWGC", os.path.join(HERE, "gc_plain.c"), "-lgc",
                      "-o", os.path.join(work, "gc_bdw")])
        commands["bdwgc"] = [os.path.join(work, "gc_bdw")]
    if shutil.which("nim"):
        run_compiler(["nim", "c", "--mm:orc", "-d:danger", "--hints:off", "--verbosity:0",
                      "--nimcache:" + os.path.join(work, "nim"), "-o:" + os.path.join(work, "gc_orc"),
                      os.path.join(HERE, "gc_orc.nim")])
        commands["nim-orc"] = [os.path.join(work, "gc_orc")]
    if shutil.which("lua5.4"):
        commands["lua5.4"] = ["lua5.4", os.path.join(HERE, "gc_lua.lua")]
    script = os.path.join(HERE, "gc_python.py")
    if os.path.exists("/usr/bin/python3"):
        commands["cpython"] = ["/usr/bin/python3", script, "cpython"]
    for place in (os.path.join(ROOT, "build", "ouro"), os.environ.get("OURO", "")):  # the last wins
        if place and os.access(place, os.X_OK):
            commands["ouro-run"] = [place, "run", script, "ouro-run"]
    return commands


def run_compiler(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit("%s failed:\n%s" % (command[0], done.stderr))


NATIVE = ["malloc", "ouro", "bdwgc", "nim-orc"]
PYTHON = ["cpython", "ouro-run"]
PEERS = NATIVE + ["lua5.4"] + PYTHON


def workloads(is_full):
    """Pairs of peers and arguments."""
    def size(full, small):
        return str(full if is_full else small)

    yield NATIVE, ["trees", "16"]
    if is_full:
        yield NATIVE, ["trees", "18"]
    yield ["lua5.4"] + PYTHON, ["trees", size(16, 14)]
    yield NATIVE, ["rings", "10", "1000000"]
    yield ["lua5.4"] + PYTHON, ["rings", "10", size(1000000, 100000)]
    live, drops = size(10000000, 2000000), size(3000000, 1000000)
    for is_linked in ("0", "1"):
        yield NATIVE, ["bigheap", live, drops, is_linked]
        yield ["lua5.4"], ["bigheap", size(10000000, 500000), size(3000000, 200000), is_linked]
        yield NATIVE, ["churn", size(5000000, 1000000), drops, is_linked]
        yield PYTHON, ["bigheap", size(5000000, 1000000), size(750000, 200000), is_linked]
    yield PYTHON, ["lists", "2000000"]
    yield PYTHON, ["lists", "2000000", "0"]
    yield NATIVE, ["giant", size(10000000, 2000000)]
    yield ["lua5.4"] + PYTHON, ["giant", size(10000000, 1000000)]
    yield ["malloc", "ouro"], ["chain", "10000000"]
    yield ["ouro"], ["wide", "10000000"]
    yield PYTHON, ["fork", size(1000000, 300000)]
    for cycle in (2, 100, 10000, 1000000):
        for extra in (0, 10):
            for held in (0, 100000, 1000000):
                yield ["ouro"], ["cyclotron", str(cycle), str(extra), str(held),
                                 size(4000000, 4000000 if cycle == 1000000 else 1000000)]


PAUSE_MAX_MS = 2  # a longer one is measured again: what comes from the machine does not come twice
SUMMARY = re.compile(r"longest pause ([0-9.]+) (us|ms|s), ([0-9.]+) ms in all")


def measure_once(command, arguments, seconds):
    what = "-".join(arguments)
    try:
        done = subprocess.run(command + arguments, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return {"what": what, "error": "stopped: no result after %d s" % seconds}
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode != 0 or not lines:
        reason = (done.stderr.strip().splitlines() or ["no result"])[-1]
        if done.returncode < 0:
            reason = "ended by signal %d (%s)" % (-done.returncode, signal.Signals(-done.returncode).name)
        return {"what": what, "error": reason, "status": done.returncode}
    row = json.loads(lines[-1])
    summary = SUMMARY.search(done.stderr)
    if summary:  # of ouro run
        row["gc_max_ms"] = float(summary[1]) * {"us": 0.001, "ms": 1, "s": 1000}[summary[2]]
        row["gc_s"] = float(summary[3]) / 1000
    return row


def measure(command, arguments, is_ours, seconds):
    """The work is the same each time, so a stop of the collector comes again and one of the machine does not: the
    longest pause is the shortest of up to three runs' longest."""
    row = measure_once(command, arguments, seconds)
    row["runs"] = 1
    while is_ours and "error" not in row and row["runs"] < 3 and row.get("alone_ms", 0) > PAUSE_MAX_MS:
        again = measure_once(command, arguments, seconds)
        for key in ("max_ms", "alone_ms", "p9999_ms", "gc_max_ms"):
            if key in row and key in again:
                row[key] = min(row[key], again[key])
        row["runs"] += 1
    if row.get("gc_s") and row.get("cpu_s"):
        row["share"] = 100 * row["gc_s"] / row["cpu_s"]
    if "garbage_max" in row and row.get("live"):
        row["garbage_share"] = 100 * row["garbage_max"] / row["live"]
    return row


COLUMNS = [("cpu_s", "CPU s", "%.2f"), ("peak_mib", "peak MiB", "%.0f"),
           ("max_ms", "longest ms", "%.2f"), ("alone_ms", "undisturbed", "%.2f"), ("p9999_ms", "99.99 % ms", "%.2f"),
           ("gc_s", "collector s", "%.2f"), ("share", "share %", "%.0f"),
           ("gc_max_ms", "its longest", "%.2f"), ("garbage_max", "garbage kept", "%d"),
           ("garbage_share", "% of live", "%.0f"), ("dirty_mib", "dirty MiB", "%.2f")]


def show(row):
    if "error" in row:
        print("%-28s %-10s %s" % (row["what"], row["who"], row["error"]))
        return
    cells = [(form % row[key] if key in row else "") for key, _, form in COLUMNS]
    print("%-28s %-10s " % (row["what"], row["who"]) + " ".join("%12s" % cell for cell in cells),
          flush=True)


METRICS = [("cpu_s", "CPU s"), ("peak_mib", "peak MiB"), ("max_ms", "longest ms"), ("gc_s", "collector s"),
           ("dirty_mib", "dirty MiB")]


def losing_rows(rows):
    """(work, metric, ours, the best other's name and figure) where one of the same work is better."""
    for ours in rows:
        if not ours["who"].startswith("ouro") or "error" in ours:
            continue
        others = [row for row in rows if row["arguments"] == ours["arguments"] and
                  not row["who"].startswith("ouro") and "error" not in row]
        for key, title in METRICS:
            best = min((row for row in others if row.get(key) is not None),
                       key=lambda row: row[key], default=None)
            if best and ours.get(key, 0) > best[key]:
                yield ours["what"], title, ours[key], best["who"], best[key]


def print_losing_rows(rows):
    print("\nWhere another one is better (malloc has no collector: its longest stop is the machine's)")
    for what, title, ours, who, theirs in losing_rows(rows):
        ratio = " (%.2fx)" % (ours / theirs) if theirs > 0 else ""
        print("%-28s %-12s %10.3f, %-10s %10.3f%s" % (what, title, ours, who, theirs, ratio))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--build", default=os.path.join(ROOT, "build", "bench-gc"))
    parser.add_argument("--json", default=None)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    commands = build(options.build)
    seconds = 1200 if options.full else 60
    rows = []
    print("%-28s %-10s " % ("work", "on") + " ".join("%12s" % title for _, title, _ in COLUMNS))
    for peers, arguments in workloads(options.full):
        if options.only and options.only not in arguments[0]:
            continue
        for peer in peers:
            command = commands.get(peer)
            if not command:
                row = {"what": "-".join(arguments), "error": "not installed here"}
            elif arguments[0] == "fork":  # a program of its own
                command = [FORK if word.endswith("gc_python.py") else word for word in command]
                row = measure(command, arguments[1:], peer.startswith("ouro"), seconds)
            else:
                row = measure(command, arguments, peer.startswith("ouro"), seconds)
            row["who"] = peer
            row["arguments"] = arguments
            rows.append(row)
            show(row)
    print_losing_rows(rows)
    path = options.json or os.path.join(options.build, "gc.json")
    with open(path, "w") as file:
        json.dump({"machine": os.uname().machine, "cpus": os.cpu_count(), "is_full": options.full,
                   "load": os.getloadavg(), "rows": rows}, file, indent=1)
    print("written to " + path)


main()
