"""Plays sequences in Python, in the network that it is started in: play.py JOB writes JOB.lua, which has them in Lua
with what Python gave, and JOB.counts. JOB holds the seed, what to leave out, and numbers of sequences, each with the
calls that are kept of it (null: all).
"""

import collections
import json
import os
import socket
import sys
import tempfile

from generate import sequence
from normal import normal
from stage import Stage
from values import DISK, lua

# What may still be on its way when the call returns: a byte crosses the loopback behind it. All that files do may be.
MOVES = {"connect", "connect_ex", "send", "sendall", "sendto", "sendmsg", "shutdown", "close", "detach",
         "create_connection", "sendfile", "send_fds", "recv_fds"}


class Loopback:
    """Returns when the kernel has delivered all that was sent before."""

    def __init__(self):
        self.s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.s.bind(("127.0.0.1", 0))
        self.address = self.s.getsockname()

    def settle(self):
        self.s.sendto(b"?", self.address)
        self.s.recv(1)


def short(value):
    """Long data by its ends and its length."""
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogateescape")
    if isinstance(value, (bytes, bytearray)) and len(value) > 200:
        return b"%s...%s (%d)" % (value[:20], value[-20:], len(value))
    return [short(v) for v in value] if isinstance(value, (list, tuple)) else value


def outcome(stage, c, counts):
    counts["calls"][c.name] += 1
    try:
        result = normal(short(stage.call(c)))
        counts["succeeded"][c.name] += 1
        return stage.shown(result)
    except Exception as e:
        counts["errors"][type(e).__name__] += 1
        return stage.shown("!" + normal(e))


def play(number, calls, folder, loopback, counts):
    """The text of a Lua function that makes the same calls, each with what it must give."""
    stage, lines = Stage(folder, number), []
    for c in calls:
        if not stage.has(c):
            continue
        c = c._replace(arguments=[stage.present(a) for a in c.arguments])
        found = outcome(stage, c, counts)
        if c.name in MOVES or c.name.startswith("file."):
            loopback.settle()
        arguments, made = "".join(", " + lua(a) for a in c.arguments), ", ".join(map(str, c.made))
        lines.append('  call(%s, { %s }, %d, "%s"%s)' % (lua(found), made, c.on, c.name, arguments))
    stage.end()
    return "{ %s, function(call, of, path, object, descriptor, disk)\n%s\nend },\n" % (lua(number), "\n".join(lines))


def main():
    job = sys.argv[1]
    with open(job) as text:
        plan = json.load(text)
    counts = {name: collections.Counter() for name in ("calls", "succeeded", "errors")}
    folder, loopback = tempfile.mkdtemp(), Loopback()
    for name, content in DISK.items():
        with open(os.path.join(folder, name), "wb") as made:
            made.write(content)
    played = []
    for number, kept in plan["sequences"]:
        calls = sequence(plan["seed"], number, plan["without"])
        calls = calls if kept is None else [calls[i] for i in kept]
        played.append(play(str(number), calls, folder, loopback, counts))
    with open(job + ".lua", "w") as made:
        made.write('local socket = require "socket"\nreturn {\n%s}\n' % "".join(played))
    with open(job + ".counts", "w") as text:
        json.dump(counts, text)


main()
