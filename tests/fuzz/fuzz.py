"""Drives the fuzzer: fuzz.py PARLEY FOLDER [--sequences N] [--seed S] [--without NAME]... (tests/fuzz/run starts it).

Batches of sequences are played by Python, then by parley, each batch in a network of its own. A sequence that differs is
played once more by itself; what differs then too is made short and printed as a scenario.
"""

import argparse
import collections
import json
import os
import subprocess
import sys

from counts import print_counts
from scenario import as_scenario
from shrink import shrunk
from values import DISK, quoted

HERE = os.path.dirname(os.path.abspath(__file__))
BATCH = 250
ROUND = 40  # batches; what they were made of is gone when the next ones begin
SHOWN = 10  # differences that are made short; of more there is the number


class Machine:
    """Plays sequences in both languages. `folder` is where the batches lie."""

    def __init__(self, parley, folder, seed, without):
        self.parley, self.folder, self.seed, self.without = parley, folder, seed, without
        self.counts = {name: collections.Counter() for name in ("calls", "succeeded", "errors")}

    def play(self, batches, counted=False):
        """batches: lists of (number, kept calls or None). Differences: a list of lines for each batch."""
        jobs = ["batch_%d" % i for i in range(len(batches))]
        for job, batch in zip(jobs, batches):
            self.write(job, json.dumps({"seed": self.seed, "without": self.without, "sequences": batch}))
        names = ", ".join('"%s"' % job for job in jobs)
        disk = ", ".join("%s = %s" % (name, quoted(content)) for name, content in DISK.items())
        self.write("jobs.lua", "return { names = { %s }, disk = { %s } }\n" % (names, disk))
        python = self.run("python.lua", "--set", "folder=" + self.folder)
        failed = [r for r in python if r.get("verdict") not in ("passed", None)]
        if failed or not python:
            sys.exit("fuzz: Python's side failed: %s" % json.dumps(failed[:1]))
        if counted:
            self.count(jobs)
        ended = {r["name"]: r for r in self.run("live.lua") if r["type"] == "finished"}
        return [self.differences(ended[job]) for job in jobs]

    def run(self, script, *options):
        report = os.path.join(self.folder, "report.jsonl")
        subprocess.run([self.parley, "run", os.path.join(HERE, script), "--report", "none", "--report", "jsonl=" + report,
                        *options], cwd=self.folder, stdout=subprocess.DEVNULL, check=False)
        with open(report) as lines:
            return [json.loads(line) for line in lines]

    def differences(self, record):
        if record["verdict"] == "passed":
            return []
        message = record["failures"][0]["message"]
        lines = [line for line in message.split("\n") if line.startswith("sequence ")]
        return lines or ["sequence ? failed: " + message]

    def write(self, name, content):
        with open(os.path.join(self.folder, name), "w") as made:
            made.write(content)

    def count(self, jobs):
        for job in jobs:
            with open(os.path.join(self.folder, job + ".counts")) as text:
                for name, counted in json.load(text).items():
                    self.counts[name].update(counted)


def number_of(line):
    return line.split(" ")[1]


def arguments():
    parser = argparse.ArgumentParser(prog="./dev fuzz socket")
    parser.add_argument("parley")
    parser.add_argument("folder")
    parser.add_argument("--sequences", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shown", type=int, default=SHOWN, help="so many that differ are made short")
    parser.add_argument("--without", action="append", default=[], help="a method or function that is not to be called")
    return parser.parse_args()


def confirmed(machine, lines):
    """Those that differ once more when each is played in a network of its own."""
    again = machine.play([[(int(number_of(line)), None)] for line in lines]) if lines else []
    return [line[0] for line in again if line]


def played(machine, count):
    """The lines of all sequences that differ."""
    numbers = [(n, None) for n in range(count)]
    batches = [numbers[i:i + BATCH] for i in range(0, count, BATCH)]
    lines = []
    for i in range(0, len(batches), ROUND):
        lines += [line for batch in machine.play(batches[i:i + ROUND], counted=True) for line in batch]
        print("%d sequences, %d differ" % (min((i + ROUND) * BATCH, count), len(lines)), file=sys.stderr, flush=True)
    return lines


def main():
    given = arguments()
    machine = Machine(given.parley, given.folder, given.seed, given.without)
    lines = played(machine, given.sequences)
    broken = [line for line in lines if number_of(line) == "?"]
    different = confirmed(machine, [line for line in lines if number_of(line) != "?"])
    once = len(lines) - len(different) - len(broken)
    for line in broken + different[given.shown:]:
        print(line)
    for line in different[:given.shown]:
        print("\n" + as_scenario(machine, int(number_of(line)), shrunk(machine, int(number_of(line)))), end="")
    enough = print_counts(machine.counts)
    if not lines:
        print("%d sequences agree (seed %d)" % (given.sequences, given.seed))
    else:
        print("%d sequences (seed %d): %d differ, %d did so once and not again" % (
            given.sequences, given.seed, len(different) + len(broken), once))
    sys.exit(0 if enough and not lines else 1)


if __name__ == "__main__":
    main()
