#!/usr/bin/env python3
"""`ouro bench`: a recording made by OURO_TRACE is replayed, and whatever is no recording is refused.

usage: test_bench.py OURO"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

OURO = os.path.realpath(sys.argv.pop(1)) if len(sys.argv) > 1 else "build/ouro"
PROGRAM = "a = [str(i) * 20 for i in range(3000)]\nb = {x: [x] for x in a}\ndel a\nb.clear()\n"


def bench(*arguments, data=None):
    done = subprocess.run([OURO, "bench", *arguments], input=data, capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def varints(*values):
    out = bytearray()
    for value in values:
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        out.append(value)
    return bytes(out)


class Bench(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = os.path.join(cls.folder.name, "app.trc")
        subprocess.run([OURO, "run", "-q", "-c", PROGRAM], check=True, timeout=120,
                       env=dict(os.environ, OURO_TRACE=cls.path))
        with open(cls.path, "rb") as file:
            cls.bytes = file.read()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def refused(self, words, *arguments, data=None):
        status, out, errors = bench(*arguments, data=data)
        self.assertEqual((status, out), (2, ""))
        self.assertIn(words, errors)
        self.assertNotIn("Sanitizer", errors)

    def test_both_allocators_have_a_line(self):
        status, out, errors = bench("replay", "--rounds", "2", self.path)
        self.assertEqual((status, errors), (0, ""))
        self.assertEqual([line.split()[0] for line in out.splitlines()], ["ouro", "malloc"])

    def test_json(self):
        status, out, _ = bench("replay", "--rounds", "1", "--json", "--on", "ouro", self.path)
        self.assertEqual(status, 0)
        line = json.loads(out)
        self.assertEqual(line["allocator"], "ouro")
        self.assertGreater(line["events"], 6000)
        self.assertGreater(line["ns"], 0)
        self.assertGreaterEqual(line["peak_mib"], 0)

    def test_standard_input_and_events(self):
        events = self.bytes[:8] + varints(100 << 4, 30 << 4, 2 << 2 | 2, 5000, 1 << 2 | 1, 2 << 2 | 1)
        status, out, _ = bench("replay", "--rounds", "3", "--json", "-", data=events)
        self.assertEqual(status, 0)
        self.assertEqual([json.loads(line)["events"] for line in out.splitlines()], [5, 5])

    def test_no_recordings(self):
        head = self.bytes[:8]
        self.refused("recording", "replay", "-", data=b"")
        self.refused("recording", "replay", "-", data=b"#!/bin/sh\necho\n")
        self.refused("no events", "replay", "-", data=head)
        self.refused("cut off", "replay", "-", data=self.bytes[:-1] + b"\x80")
        self.refused("not made", "replay", "-", data=head + varints(1 << 4, 3 << 2 | 1))
        self.refused("twice", "replay", "-", data=head + varints(1 << 4, 1 << 2 | 1, 1 << 2 | 1))
        self.refused("no known kind", "replay", "-", data=head + varints(1 << 4, 1 << 2 | 3))
        self.refused("4 GiB", "replay", "-", data=head + varints(1 << 40))
        self.refused("nothing.trc", "replay", os.path.join(self.folder.name, "nothing.trc"))

    def test_options(self):
        self.refused("no benchmark", "race")
        self.refused("which recording", "replay")
        self.refused("--rounds", "replay", "--rounds", "0", self.path)
        self.refused("--rounds", "replay", "--rounds", "many", self.path)
        self.refused("--on", "replay", "--on", "jemalloc", self.path)
        self.refused("a word is missing", "replay", "--on")
        self.refused("no option", "replay", "--fast", self.path)
        self.refused("one recording", "replay", self.path, self.path)
        self.refused("read again", "replay", "--preload", "libc.so.6", "-", data=self.bytes)
        status, out, _ = bench("--help")
        self.assertEqual(status, 0)
        self.assertIn("usage: ouro bench replay", out)


unittest.main()
