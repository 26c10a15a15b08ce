"""Plays sequences in Python, in the network that it is started in: play.py JOB writes JOB.lua, which has them in Lua with
what Python gave, and JOB.counts. JOB holds the seed, what to leave out, and numbers of sequences, each with the calls that
are kept of it (null: all).
"""

import collections
import json
import os
import re
import socket
import struct
import sys
import tempfile

from generate import sequence
from normal import normal
from values import Address, Buffer, Keywords, List, Of, Path, lua

ATTRIBUTES = {"family", "type", "proto", "timeout"}
# What may still be on its way when the call returns: a byte crosses the loopback behind it.
MOVES = {"connect", "connect_ex", "send", "sendall", "sendto", "sendmsg", "shutdown", "close", "detach", "create_connection"}
WAIT = struct.pack("ll", 0, 5000)  # of the kernel's own, so that nothing waits without end


class Loopback:
    """Returns when the kernel has delivered all that was sent before."""

    def __init__(self):
        self.s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.s.bind(("127.0.0.1", 0))
        self.address = self.s.getsockname()

    def settle(self):
        self.s.sendto(b"?", self.address)
        self.s.recv(1)


class World:
    """The sockets of one sequence, by slot."""

    def __init__(self, folder, number):
        self.folder, self.number = folder, number
        self.slots, self.descriptors, self.ports = {}, [], {}

    def value(self, v):
        if isinstance(v, Address):
            return tuple(self.value(f) for f in v.fields)
        if isinstance(v, List):
            return [self.value(i) for i in v.items]
        if isinstance(v, Of):
            return self.address(v)
        if isinstance(v, Path):
            return "%s/%s%s" % (self.folder, self.number, v.name)
        if isinstance(v, Buffer):
            return bytearray(v.length)
        return v

    def address(self, of):
        s = self.slots.get(of.slot)
        try:
            return s.getpeername() if of.peer else s.getsockname()
        except (OSError, AttributeError):
            return ("127.0.0.1", 1)

    def call(self, c):
        """Calls; an error is raised. Sockets that it gives go to their slots."""
        if c.name == "repr":
            return repr(self.slots[c.on])
        if c.name in ATTRIBUTES:
            return getattr(self.slots[c.on], c.name)
        given = [self.value(a) for a in c.arguments if not isinstance(a, Keywords)]
        named = {k: self.value(v) for a in c.arguments if isinstance(a, Keywords) for k, v in a.named}
        result = getattr(self.slots[c.on] if c.on else socket, c.name)(*given, **named)
        for slot, made in zip(c.made, result if isinstance(result, tuple) else (result,)):
            self.keep(slot, made)
        buffers = [bytes(a) for a in given if isinstance(a, bytearray)]
        if c.name == "detach" and result >= 0:
            self.descriptors.append(result)
        if c.name in ("fileno", "detach") and result >= 0:
            return "fd"
        return [result, buffers] if buffers else result

    def keep(self, slot, made):
        self.slots[slot] = made
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            made.setsockopt(socket.SOL_SOCKET, option, WAIT)

    def shown(self, outcome):
        """With descriptors, ports and paths by name: a port by the order in which the sequence came to show it."""
        outcome = re.sub(r"fd=\d+", "fd=N", outcome.replace(self.folder + "/" + self.number, "TMP/"))
        outcome = re.sub(r"\\x(5cx)?00[0-9a-f]{5}", "AUTOBOUND", outcome)
        return re.sub(r"""(["'], )(\d+)""", self.port, outcome)

    def port(self, found):
        number = int(found[2])
        if number < 1024 or number == 65535:
            return found[0]
        return found[1] + "P%d" % self.ports.setdefault(number, len(self.ports))

    def end(self):
        for s in self.slots.values():
            try:
                s.close()
            except OSError:
                pass  # a reset that nobody had read; or a descriptor that the sequence closed
        for fd in self.descriptors:
            os.close(fd)
        socket.setdefaulttimeout(None)


def short(value):
    """Long data by its ends and its length."""
    if isinstance(value, (bytes, bytearray)) and len(value) > 200:
        return b"%s...%s (%d)" % (value[:20], value[-20:], len(value))
    return [short(v) for v in value] if isinstance(value, (list, tuple)) else value


def outcome(world, c, counts):
    counts["calls"][c.name] += 1
    try:
        result = normal(short(world.call(c)))
        counts["succeeded"][c.name] += 1
        return world.shown(result)
    except Exception as e:
        counts["errors"][type(e).__name__] += 1
        return world.shown("!" + normal(e))


def play(number, calls, folder, loopback, counts):
    """The text of a Lua function that makes the same calls, each with what it must give."""
    world, lines = World(folder, number), []
    for c in calls:
        if c.on and c.on not in world.slots:
            continue
        found = outcome(world, c, counts)
        if c.name in MOVES:
            loopback.settle()
        arguments = "".join(", " + lua(a) for a in c.arguments)
        lines.append('  call(%s, { %s }, %d, "%s"%s)' % (lua(found), ", ".join(map(str, c.made)), c.on, c.name, arguments))
    world.end()
    return "{ %s, function(call, of, path)\n%s\nend },\n" % (lua(number), "\n".join(lines))


def main():
    job = sys.argv[1]
    with open(job) as text:
        plan = json.load(text)
    counts = {name: collections.Counter() for name in ("calls", "succeeded", "errors")}
    folder, loopback = tempfile.mkdtemp(), Loopback()
    with open(job + ".lua", "w") as made:
        made.write('local socket = require "socket"\nreturn {\n')
        for number, kept in plan["sequences"]:
            calls = sequence(plan["seed"], number, plan["without"])
            calls = calls if kept is None else [calls[i] for i in kept]
            made.write(play(str(number), calls, folder, loopback, counts))
        made.write("}\n")
    with open(job + ".counts", "w") as text:
        json.dump(counts, text)


main()
