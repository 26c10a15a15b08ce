"""How often each method, each function and each class of errors was met, and what should have been met more often."""

import inspect
import socket

OFTEN = 100  # what is met so often has been tried
# The classes that a call can raise. IsADirectoryError is none of them: no call on these sockets ends with EISDIR; nor
# InterruptedError, for CPython makes such a call once more (PEP 475).
CLASSES = [
    "AttributeError", "BlockingIOError", "BrokenPipeError", "ConnectionAbortedError", "ConnectionRefusedError",
    "ConnectionResetError",
    "ExceptionGroup", "FileExistsError", "FileNotFoundError", "KeyError", "LookupError", "MemoryError",
    "NotADirectoryError", "OSError", "OverflowError", "PermissionError", "RuntimeError", "TimeoutError", "TypeError",
    "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeError", "UnsupportedOperation", "ValueError", "gaierror",
    "herror",
]


def expected():
    methods = [name for name in dir(socket.socket) if not name.startswith("_")]
    functions = [name for name in socket.__all__ if inspect.isroutine(getattr(socket, name))]
    return set(methods + functions), set(CLASSES)


def shown(counted):
    return ", ".join("%s %d" % one for one in sorted(counted.items()))


def print_counts(counts):
    """Whether half of the calls succeed."""
    total, succeeded = sum(counts["calls"].values()), sum(counts["succeeded"].values())
    print("\n%d calls, %d succeed (%d %%)" % (total, succeeded, 100 * succeeded // max(total, 1)))
    names, classes = expected()
    for kind, wanted in (("calls", names), ("errors", classes)):
        print("%s: %s" % (kind, shown(counts[kind])))
        rare = {name: counts[kind][name] for name in wanted | set(counts[kind]) if counts[kind][name] < OFTEN}
        if rare:
            print("met less than %d times: %s" % (OFTEN, shown(rare)))
    return succeeded * 2 >= total
