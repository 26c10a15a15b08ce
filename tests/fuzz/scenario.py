"""A sequence as a scenario that can be kept: what Python gave stands as the expectation."""

from generate import sequence
from stage import ATTRIBUTES, OF_MODULE
from values import Address, Buffer, Descriptor, Disk, Keywords, List, Object, Of, Path, lua

HEAD = """-- sequence %d of seed %d: %s, parley %s
local socket = require "socket"
local support = require "support"

scenario("TELL THE STORY", function(t)
"""
MODULES = [("fds[", "local fds = {}"), ("select.", 'local select = require "select"'),
           ("selectors.", 'local selectors = require "selectors"')]
PLAIN = {"None": "nil", "True": "true", "False": "false"}


def argument(value):
    if isinstance(value, Of):
        return "s%d:%s()" % (value.slot, "getpeername" if value.peer else "getsockname")
    if isinstance(value, Path):
        return 't:tempdir() .. "/%s"' % value.name
    if isinstance(value, (Address, List)):
        items = value.fields if isinstance(value, Address) else value.items
        return "{ %s }" % ", ".join(map(argument, items))
    if isinstance(value, Keywords):
        return "{ %s }" % ", ".join("%s = %s" % (k, argument(v)) for k, v in value.named)
    if isinstance(value, Object):
        return "s%d" % value.slot
    if isinstance(value, Descriptor):
        return "s%d:fileno()" % value.slot if value.slot else "fds[#fds]"
    if isinstance(value, Disk):
        return 't:open(t:tempdir() .. "/%s", "%s")' % value
    return "socket.bytearray(%d)" % value.length if isinstance(value, Buffer) else lua(value)


def call_of(c):
    name = c.name.split(".")[-1]
    if c.on and name in ATTRIBUTES:
        return "s%d.%s" % (c.on, name)
    if name == "repr":
        return "tostring(s%d)" % c.on
    first = ["s%d" % c.on] if name in OF_MODULE else []
    arguments = ", ".join(first + [argument(a) for a in c.arguments])
    if c.on and not first:
        return "s%d:%s(%s)" % (c.on, name, arguments)
    return "%s(%s)" % (c.name if "." in c.name else "socket." + name, arguments)


def line_of(c, is_last, python):
    call = call_of(c)
    if python.startswith("!<"):
        name, _, words = python[2:-1].split(" ", 2)
        return '  expect(support.error_of(function() return %s end)):equals("%s: %s")' % (call, name, words[1:-1])
    if c.made:
        return "  local %s = %s" % (", ".join("s%d" % slot for slot in c.made), call)
    if is_last:
        return "  expect(%s):equals(%s)" % (call, PLAIN.get(python, python))
    if c.name in ("detach", "dup"):
        return "  fds[#fds + 1] = " + call
    return "  " + call if "(" in call else "  local _ = " + call


def as_scenario(machine, number, kept):
    calls = sequence(machine.seed, number, machine.without)
    lines = machine.play([[(number, kept)]])[0]
    if not lines:
        return "-- sequence %d of seed %d differed, and does no more\n" % (number, machine.seed)
    head, python, parley = lines[0].split("\t")
    played = [calls[i] for i in kept]
    text = "".join(line_of(c, c is played[-1], python if c is played[-1] else "") + "\n" for c in played)
    before = "".join("  %s\n" % line for word, line in MODULES if word in text)
    head = HEAD % (number, machine.seed, head.split(" ", 4)[-1] + " gives " + python, parley)
    return head + before + text + "end)\n"
