"""A sequence as a scenario that can be kept: what Python gave stands as the expectation."""

from generate import sequence
from values import Address, Buffer, Keywords, List, Of, Path, lua

HEAD = """-- sequence %d of seed %d: %s, parley %s
local socket = require "socket"
local support = require "support"

scenario("TELL THE STORY", function(t)
"""
ATTRIBUTES = {"family", "type", "proto", "timeout"}


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
    return "socket.bytearray(%d)" % value.length if isinstance(value, Buffer) else lua(value)


def call_of(c):
    arguments = ", ".join(map(argument, c.arguments))
    if c.name == "repr":
        return "tostring(s%d)" % c.on
    if c.name in ATTRIBUTES:
        return "s%d.%s" % (c.on, c.name)
    return "%s(%s)" % ("s%d:%s" % (c.on, c.name) if c.on else "socket." + c.name, arguments)


def line_of(c, is_last, python):
    if python.startswith("!<"):
        name, _, words = python[2:-1].split(" ", 2)
        return '  expect(support.error_of(function() return %s end)):equals("%s: %s")' % (call_of(c), name, words[1:-1])
    if c.made:
        return "  local %s = %s" % (", ".join("s%d" % slot for slot in c.made), call_of(c))
    if is_last:
        return "  expect(%s):equals(%s)" % (call_of(c), {"None": "nil", "True": "true", "False": "false"}.get(python, python))
    return "  " + call_of(c) if "(" in call_of(c) else "  local _ = " + call_of(c)


def as_scenario(machine, number, kept):
    calls = sequence(machine.seed, number, machine.without)
    lines = machine.play([[(number, kept)]])[0]
    if not lines:
        return "-- sequence %d of seed %d differed, and does no more\n" % (number, machine.seed)
    head, python, parley = lines[0].split("\t")
    played = [calls[i] for i in kept]
    text = HEAD % (number, machine.seed, head.split(" ", 4)[-1] + " gives " + python, parley)
    for i, c in enumerate(played):
        is_last = i == len(played) - 1
        text += line_of(c, is_last, python if is_last else "") + "\n"
    return text + "end)\n"
