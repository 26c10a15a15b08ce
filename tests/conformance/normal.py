"""The normal form of a value: a line of text that Python and Lua print alike (normal.lua prints the same).

A string stands for text and for bytes, as in Lua; a tuple is a list; an error is its class, errno and text.
"""

import socket


def text(value):
    """As bytes: text in UTF-8, as Lua holds it."""
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else bytes(value)


def quoted(value):
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else "\\x%02x" % b for b in text(value)) + '"'


def number(value):
    if isinstance(value, int):
        return "%d" % value
    shown = "%.17g" % value
    return shown if any(c in shown for c in ".einf") else shown + ".0"


def error(e):
    """Class, errno and words; the words last, since those of fidelity M are compared apart."""
    number_of = getattr(e, "errno", None) if isinstance(e, OSError) else None
    return "%s %s %s" % (type(e).__name__, number_of, quoted(str(e)))


def normal(value):
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, (str, bytes, bytearray, memoryview)):
        return quoted(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(normal(v) for v in value) + "]"
    if isinstance(value, BaseException):
        return "<" + error(value) + ">"
    if isinstance(value, socket.socket):
        return "<socket>"
    return "<%s>" % type(value).__name__
