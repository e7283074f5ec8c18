#!/usr/bin/python3
"""Resident bytes for each object: the same data under CPython 3.11, `ouro run` and in C on libouro, in fresh
processes, two at a time.

usage: run.py [--ouro PATH] [--native PATH] [--json FILE] [--rounds N]
"""
import argparse
import concurrent.futures
import json
import math
import os
import statistics
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
MILLION = 1000000
ROWS = [("int", MILLION), ("float", MILLION), ("str short", MILLION), ("str long", MILLION),
        ("tuple of 2", MILLION), ("tuple of 3", MILLION), ("list of 0", MILLION), ("list of 1", MILLION),
        ("list of 4", MILLION), ("list of 10", MILLION), ("dict of 0", MILLION), ("dict of 1", MILLION),
        ("dict of 5", MILLION), ("dict of 50", MILLION // 5), ("set of 3", MILLION),
        ("instance, 3 attributes", MILLION), ("instance, 10 attributes", MILLION),
        ("instance, __slots__", MILLION), ("closure", MILLION), ("generator", MILLION // 2),
        ("bound method", MILLION), ("linked nodes", MILLION), ("JSON document", 350000)]


def write_document(file, count):
    """Some 50 MB of records; made here, so that nothing of the making is resident where it is read."""
    json.dump([{"id": i, "name": "user %d" % i, "tags": ["a", "b%d" % (i % 50)], "score": i * 0.5,
                "active": i % 2 == 0, "address": {"city": "town %d" % (i % 300), "zip": str(i)}}
               for i in range(count)], file)
    file.flush()


def measure(command, row, count, document):
    done = subprocess.run([*command, row, str(count), document], capture_output=True,
                          text=True, timeout=300, env=dict(os.environ, PYTHONHASHSEED="0"))
    if done.returncode == 3:
        return None  # no such thing in C
    if done.returncode:
        raise SystemExit(f"{command[0]}: {row}: {done.stderr[-500:]}")
    return float(done.stdout.split()[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ouro", default=os.path.join(ROOT, "build", "ouro"))
    parser.add_argument("--native", help="measure.c, built")
    parser.add_argument("--json")
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    program = os.path.join(HERE, "measure.py")
    peers = {"CPython 3.11": ["/usr/bin/python3", program], "ouro": [arguments.ouro, "run", "-q", program]}
    if arguments.native:
        peers["libouro"] = [arguments.native]
    print(f"{'resident bytes each':26}{'CPython 3.11':>14}{'ouro run':>10}{'ratio':>8}{'C, libouro':>12}")
    results, logs = [], []
    document = tempfile.NamedTemporaryFile("w", suffix=".json")
    write_document(document, dict(ROWS)["JSON document"])
    pool = concurrent.futures.ThreadPoolExecutor(2)  # bytes, not time
    for row, count in ROWS:
        samples = {name: [] for name in peers}
        for _ in range(arguments.rounds):
            found = pool.map(lambda command: measure(command, row, count, document.name), peers.values())
            for name, figure in zip(peers, found):
                samples[name].append(figure)
        figures = {name: statistics.median(values) for name, values in samples.items() if None not in values}
        ratio = figures["ouro"] / figures["CPython 3.11"]
        logs.append(math.log(ratio))
        results.append({"row": row, "count": count, **figures, "ratio": ratio})
        native = f"{figures['libouro']:12.1f}" if "libouro" in figures else ""
        print(f"{row:26}{figures['CPython 3.11']:14.1f}{figures['ouro']:10.1f}{ratio:8.2f}{native}", flush=True)
    mean = math.exp(sum(logs) / len(logs))
    print(f"{'geometric mean':26}{'':14}{'':10}{mean:8.2f}")
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump({"schema_version": 1, "rows": results, "geometric_mean": mean}, file, indent=1)


main()
