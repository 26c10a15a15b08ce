"""Arguments of random calls, and how they are written in Lua. What depends on the run stands as a small object: the
address of another socket, a path of this sequence's own, a buffer to fill, a descriptor.
"""

import socket
from collections import namedtuple

Address = namedtuple("Address", "fields")  # a tuple in Python, a table in Lua
Of = namedtuple("Of", "slot peer")  # where a socket is bound, or whom it is connected to
Path = namedtuple("Path", "name")  # in the temporary directory; no other sequence has it
Buffer = namedtuple("Buffer", "length")
List = namedtuple("List", "items")
Keywords = namedtuple("Keywords", "named")
Object = namedtuple("Object", "slot")  # what the slot holds
# The descriptor of a slot; of slot 0 the last one that the sequence was given. Whoever takes it closes or owns it.
Descriptor = namedtuple("Descriptor", "slot taken")
Disk = namedtuple("Disk", "name mode")  # a file that is opened for this call; DISK has what is in it

DISK = {"none": b"", "five": b"five!", "many": b"0123456789" * 30, "most": b"m" * 70000}

HOSTS = ["127.0.0.1"] * 12 + ["", "127.0.0.2", "localhost", "0.0.0.0", "127.1", "<broadcast>", "192.0.2.1"]
ODD_HOSTS = ["nosuchhost.invalid", "256.0.0.1", "::1", None, 5, 1.5]
HOSTS6 = ["::1"] * 8 + ["", "::", "localhost", "2001:db8::1", "127.0.0.1"]
ODD_ADDRESSES = [None, 7, 1.5, "/dev/null/x", Address(()), Address(("127.0.0.1",)), Address(("127.0.0.1", 0, 0, 0, 0))]
ODD_NUMBERS = [None, "7", 1.5, -1, 1 << 31, 1 << 40, -(1 << 40), True]
ODD_SIZES = [None, "7", 1.5, -1, 1 << 62, True]  # between these, memory decides
TIMES = [0, 0.0, None, 0.001, 0.002, True]
ODD_TIMES = [-1, "5", 1e30, float("nan"), float("inf"), -0.5]


def odd_number(rng):
    return rng.choice(ODD_NUMBERS)


def address(rng, family, slots):
    """For a socket of a family: mostly one that makes sense, else anything."""
    if rng.random() < 0.06:
        return rng.choice(ODD_ADDRESSES)
    if slots and rng.random() < 0.55:
        return Of(rng.choice(slots), rng.random() < 0.05)
    if family == socket.AF_UNIX:
        return rng.choice([Path("a"), Path("b"), Path("b"), Path("missing/x"), Path("a/x"), "\0" + "abstract", "", "x" * 120])
    port = rng.choice([0, 0, 0, 0, 1, 2, 65535]) if rng.random() < 0.93 else rng.choice([-1, 65536, 1 << 60, "80", 1.5])
    if family == socket.AF_INET6:
        host = rng.choice(HOSTS6)
        more = rng.choice([(), (), (0,), (0, 0), (0, 1), (1 << 20,), (5, 0)])
        return Address((host, port) + more)
    return Address((rng.choice(HOSTS if rng.random() < 0.93 else ODD_HOSTS), port))


def data(rng):
    if rng.random() < 0.04:
        return rng.choice([None, 5, 1.5, True])
    return bytes(rng.choice([b"", b"x", b"hello", b"\0\xff\n", b"0123456789" * 30, b"y" * 5000, b"z" * 70000])
                 if rng.random() < 0.6 else bytes(rng.randrange(256) for _ in range(rng.randrange(20))))


def quoted(value):
    raw = value.encode() if isinstance(value, str) else value
    if len(raw) > 200 and raw == raw[:10] * (len(raw) // 10):
        return "(%s):rep(%d)" % (quoted(raw[:10]), len(raw) // 10)
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else "\\x%02x" % b for b in raw) + '"'


def number(value):
    if isinstance(value, int):
        return str(value)
    if value != value:
        return "(0 / 0)"
    return {float("inf"): "math.huge"}.get(value, repr(value))


def lua(value):
    """An argument as Lua has it, in the names that a sequence is given (player.lua)."""
    if value is None or isinstance(value, bool):
        return {None: "nil", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, (str, bytes)):
        return quoted(value)
    if isinstance(value, Address):
        return "{ %s }" % ", ".join(map(lua, value.fields)) if value.fields else "{}"
    if isinstance(value, List):
        return "{ %s }" % ", ".join(map(lua, value.items))
    if isinstance(value, Of):
        return "of(%d, %s)" % (value.slot, "true" if value.peer else "false")
    if isinstance(value, Keywords):
        return "{ %s }" % ", ".join("%s = %s" % (k, lua(v)) for k, v in value.named)
    if isinstance(value, Path):
        return "path(%s)" % quoted(value.name)
    if isinstance(value, Object):
        return "object(%d)" % value.slot
    if isinstance(value, Descriptor):
        return "descriptor(%d, %s)" % (value.slot, "true" if value.taken else "false")
    if isinstance(value, Disk):
        return "disk(%s, %s)" % (quoted(value.name), quoted(value.mode))
    return "socket.bytearray(%d)" % value.length
