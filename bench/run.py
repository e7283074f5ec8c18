#!/usr/bin/env python3
"""Allocators side by side: speed (alloc), memory given back (return), recorded programs (replay).

    bench/run.py alloc|return|replay... [--build DIR] [--rounds 7] [--json FILE]

Runs every allocator once before any runs a second time, pinned to one processor, and prints medians
with ratios to the best peer. What only measures memory runs two programs at a time. The JSON holds every
single figure. Exits with 1 where one of ours makes more system calls than it may."""
import argparse
import concurrent.futures
import json
import lzma
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = ["glibc", "mimalloc", "jemalloc", "tcmalloc", "pymalloc"]
OURS = ["ouro", "ouro-inline", "ouro-object"]
# Rows whose length says nothing more: so much of it.
SCALES = {"pair": "0.5", "neighbours": "0.5", "replace_256": "0.3", "replace_512": "0.3", "lists": "0.5"}
# System calls for memory that a million requests may cost us: a page made resident one by one would be 250,000
# a GiB. Growth and giving back are the price of the first rows of bench-return.
CALLS_MAX = {"alloc": 4000, "return": 2000}
ROWS = ["pair", "neighbours", "stack", "queue", "replace_256", "replace_512", "mixed_alloc", "cold",
        "lists"]
WORKLOADS = ["drop_all", "keep_1000th", "keep_2000th_random", "keep_10th", "keep_5_percent_random",
             "lists", "phases", "cache", "json"]
TRACES = ["json_report", "compile_modules", "server"]
# jemalloc opened at run time needs more room for thread-local data than glibc keeps by default.
ENVIRONMENT = dict(os.environ, GLIBC_TUNABLES="glibc.rtld.optional_static_tls=16384")


def run(build, program, *arguments, pin=True):
    command = [os.path.join(build, program), *arguments]
    if pin:
        command = ["taskset", "-c", str(max(os.sched_getaffinity(0))), *command]
    result = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
    if result.returncode != 0:
        print(" ".join(arguments), "failed:", result.stderr.strip(), file=sys.stderr)
        return None
    return result.stdout


def machine():
    model = "unknown"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    packages = ["libmimalloc2.0", "libjemalloc2", "libtcmalloc-minimal4", "libpython3.11", "libc6"]
    versions = {}
    for package in packages:
        found = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package],
                               capture_output=True, text=True)
        versions[package] = found.stdout if found.returncode == 0 else None
    return {"processor": model, "processors": os.cpu_count(), "kernel": platform.release(),
            "load": os.getloadavg()[0], "versions": versions}


def table(title, columns, rows, samples, peers, unit):
    """One line a row: medians, and the ratio of each of ours to the best peer."""
    print(f"\n{title} ({unit})")
    ours = [name for name in columns if name not in peers]
    header = "".join(f"{name:>13}" for name in columns)
    print(f"{'':<24}{header}" + "".join(f"{name + '/best':>17}" for name in ours))
    for row in rows:
        medians = {name: statistics.median(values) for name in columns
                   if (values := samples.get((row, name)))}
        best = min((medians[name] for name in peers if name in medians), default=None)
        cells = "".join(f"{medians[name]:13.2f}" if name in medians else f"{'-':>13}"
                        for name in columns)
        ratios = "".join(f"{medians[name] / best:17.2f}" if name in medians and best else f"{'-':>17}"
                         for name in ours)
        print(f"{row:<24}{cells}{ratios}")


def instructions(build, allocator, row, unit_count):
    """Instructions of one operation: the difference of two lengths, counted by valgrind."""
    counts = []
    for scale in ("0.002", "0.004"):
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                   os.path.join(build, "alloc"), allocator, row, scale]
        result = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
        found = re.search(r"Collected : (\d+)", result.stderr)
        if not found:
            return None
        counts.append(int(found.group(1)))
    return (counts[1] - counts[0]) / (unit_count * 0.002)


def alloc_lines(build, samples, name, row, scale="1", pin=True):
    for line in (run(build, "alloc", name, row, scale, pin=pin) or "").splitlines():
        label, value = line.split()
        samples.setdefault((label, name), []).append(float(value))


def too_many_calls(found, limit):
    """What makes more than it may; found: {what: calls for a million requests}."""
    for what, calls in found.items():
        if calls > limit:
            print(f"{what}: {calls:.0f} system calls for a million requests, more than {limit}", file=sys.stderr)
    return sum(calls > limit for calls in found.values())


def bench_alloc(build, rounds):
    samples = {}
    columns = PEERS + OURS
    for _ in range(rounds):
        for row in ROWS:
            for name in columns:
                alloc_lines(build, samples, name, row, SCALES.get(row, "1"))
    rows = [label for row in ROWS for label in ([row, "mixed_free"] if row == "mixed_alloc" else [row])]
    table("Speed, one operation", columns, rows, samples, PEERS, "CPU ns")
    for kind, title in (("faults", "Page faults"), ("calls", "System calls for memory, ours")):
        chosen = {(label.split(".")[0], name): values for (label, name), values in samples.items()
                  if label.endswith("." + kind)}
        table(title, columns if kind == "faults" else OURS, ROWS, chosen, PEERS, "a million operations")
    names = PEERS[:4] + ["ouro-raw"]
    for _ in range(rounds):
        for name in names:
            alloc_lines(build, samples, name, "threads", pin=False)
    table("Two threads that free each other's blocks, raw memory", names,
          ["threads_wall", "threads_cpu"], samples, PEERS, "ns a block")
    counted = {}
    if subprocess.run(["which", "valgrind"], capture_output=True).returncode == 0:
        print(f"\nInstructions of a pair\n{'':<24}" + "".join(f"{name:>13}" for name in columns))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for row in ("neighbours", "stack"):
                units = {"neighbours": 10000000, "stack": 5000000}[row]
                found = list(pool.map(lambda name: instructions(build, name, row, units), columns))
                counted.update({f"{row} {name}": count for name, count in zip(columns, found)})
                print(f"{row:<24}" + "".join(f"{count:13.1f}" if count else f"{'-':>13}" for count in found))
    calls = {f"{label} {name}": statistics.median(values) for (label, name), values in samples.items()
             if label.endswith(".calls") and label != "cold.calls"}
    return {"rows": {f"{row} {name}": values for (row, name), values in samples.items()},
            "instructions": counted, "over": too_many_calls(calls, CALLS_MAX["alloc"])}


def overhead(build):
    """Committed minus requested of our heap, in per cent."""
    found = {}
    print(f"\nCommitted beyond what was requested (per cent)\n{'':<24}{'fresh':>13}{'aged':>13}")
    for kind in ("sized", "plain"):
        for count in ("100000", "1000000"):
            fresh, aged = map(float, (run(build, "overhead", kind, count) or "nan nan").split())
            found[f"{kind} {count}"] = {"fresh": fresh, "aged": aged}
            print(f"{kind + ', ' + count + ' blocks':<24}{fresh:13.1f}{aged:13.1f}")
    return found


def bench_return(build):
    columns = PEERS + ["ouro"]
    keys = ["peak", "live", "after", "idle", "trimmed", "cpu_ns", "faults", "calls"]
    cases = [(workload, name) for workload in WORKLOADS for name in columns]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        outputs = pool.map(lambda case: run(build, "return", case[1], case[0], pin=False), cases)
        found = {case: dict(zip(keys, map(float, output.split()))) for case, output in zip(cases, outputs) if output}
    for key, title in (("peak", "Peak"), ("after", "Resident at once after the drop"),
                       ("idle", "... 810 ms later (ouro's delay is 250), with the idle call where there is one"),
                       ("trimmed", "... after the allocator's own call to trim")):
        samples = {at: [max(values[key], 0.05)] for at, values in found.items()}
        table(title, columns, WORKLOADS, samples, PEERS, "MiB above the start")
    samples = {at: [values["cpu_ns"] / 1e6] for at, values in found.items()}
    table("Time of it", columns, WORKLOADS, samples, PEERS, "CPU ms")
    for key, title, names in (("faults", "Page faults", columns), ("calls", "System calls for memory, ours", ["ouro"])):
        samples = {at: [values[key]] for at, values in found.items()}
        table(title, names, WORKLOADS, samples, PEERS, "a million requests and frees")
    calls = {workload: values["calls"] for (workload, name), values in found.items() if name == "ouro"}
    result = {f"{workload} {name}": values for (workload, name), values in found.items()}
    result["overhead"] = overhead(build)
    result["over"] = too_many_calls(calls, CALLS_MAX["return"])
    return result


def bench_replay(build, rounds):
    columns = PEERS + OURS[:2]
    time, peak = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for trace in TRACES:
            path = os.path.join(folder, trace)
            with lzma.open(os.path.join(HERE, "traces", trace + ".trc.xz")) as packed, \
                    open(path, "wb") as file:
                file.write(packed.read())
        for _ in range(rounds):
            for trace in TRACES:
                for name in columns:
                    output = run(build, "replay", name, os.path.join(folder, trace), "3")
                    if output:
                        ns, mib, _, _ = map(float, output.split())
                        time.setdefault((trace, name), []).append(ns)
                        peak.setdefault((trace, name), []).append(mib)
    table("Recorded programs", columns, TRACES, time, PEERS, "CPU ns an event")
    table("Their peak", columns, TRACES, peak, PEERS, "MiB resident")
    return {f"{trace} {name}": {"ns": values, "peak": peak[trace, name]}
            for (trace, name), values in time.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="+", choices=["alloc", "return", "replay"])
    parser.add_argument("--build", default="build/bench")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json")
    options = parser.parse_args()
    result = {"schema_version": 1, "machine": machine(), "rounds": options.rounds}
    print(json.dumps(result["machine"]))
    if "alloc" in options.what:
        result["alloc"] = bench_alloc(options.build, options.rounds)
    if "replay" in options.what:
        result["replay"] = bench_replay(options.build, options.rounds)
    if "return" in options.what:
        result["return"] = bench_return(options.build)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(result, file, indent=1)
    return 1 if any(result.get(part, {}).get("over") for part in ("alloc", "return")) else 0


if __name__ == "__main__":
    sys.exit(main())
