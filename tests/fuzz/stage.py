"""Where one sequence plays in Python: the sockets, files and pollers by slot, and the descriptors that it was given."""

import os
import re
import select
import selectors
import socket
import struct

from normal import normal
from values import DISK, Address, Buffer, Descriptor, Disk, Keywords, List, Object, Of, Path

ATTRIBUTES = {"family", "type", "proto", "timeout", "nosuch", "closed", "mode", "encoding", "errors"}
OF_MODULE = {"send_fds", "recv_fds"}  # functions that take a socket first
MODULES = {"": socket, "select": select, "selectors": selectors}
WAIT = struct.pack("ll", 0, 1000)  # of the kernel's own, so that nothing waits without end
NOBODY = 9999  # a descriptor that is not open
ARE_WAITED_FOR = 5000  # bytes of a file that a socket may wait for which blocks: they find room


class Stage:
    """`folder` has the files of DISK, and the paths of all sequences by their number."""

    def __init__(self, folder, number):
        self.folder, self.number, self.hostname = folder, number, socket.gethostname()
        self.slots, self.descriptors, self.ports, self.opened = {}, [], {}, []

    def has(self, c):
        return not c.on or c.on in self.slots

    # ---- Arguments.

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
        if isinstance(v, Object):
            return self.slots.get(v.slot)
        if isinstance(v, Descriptor):
            return self.descriptor(v.slot)
        return self.disk(v) if isinstance(v, Disk) else v

    def present(self, v):
        """An argument without what its lists have of slots that hold nothing, and without None: Lua's have no holes."""
        if not isinstance(v, List):
            return v
        items = [i for i in v.items if not isinstance(i, Object) or i.slot in self.slots]
        return List([self.present(i) for i in items if i is not None])

    def address(self, of):
        s = self.slots.get(of.slot)
        try:
            return s.getpeername() if of.peer else s.getsockname()
        except (OSError, AttributeError):
            return ("127.0.0.1", 1)

    def descriptor(self, slot):
        if slot:
            return self.slots[slot].fileno() if slot in self.slots else NOBODY
        return self.descriptors[-1] if self.descriptors else NOBODY

    def disk(self, v):
        file = open(os.path.join(self.folder, v.name), v.mode, **({"buffering": 0} if "b" in v.mode else {}))
        self.opened.append(file)
        return file

    # ---- Calls.

    def call(self, c):
        """Calls; an error is raised. What it gives for slots goes there."""
        name = c.name.split(".")[-1]
        owner = self.slots[c.on] if c.on else MODULES[c.name.rpartition(".")[0]]
        if name == "repr":
            return repr(owner)
        if c.on and name in ATTRIBUTES:
            return getattr(owner, name)
        given = [self.value(a) for a in c.arguments if not isinstance(a, Keywords)]
        named = {k: self.value(v) for a in c.arguments if isinstance(a, Keywords) for k, v in a.named}
        if name in ("gethostbyaddr", "gethostbyname_ex"):
            self.set_h_errno()
        if name == "sendfile":
            self.before_sendfile(owner, c.arguments[0].name)
        if name in OF_MODULE:
            result = getattr(socket, name)(owner, *given, **named)
        else:
            result = getattr(owner, name)(*given, **named)
        return self.result(c, name, result, given)

    @staticmethod
    def set_h_errno():
        """CPython's herror is of h_errno, which gethostbyaddr_r does not set: whoever failed last did."""
        try:
            socket.getaddrinfo("nosuchhost.invalid", 1)
        except socket.gaierror:
            pass

    def before_sendfile(self, s, file):
        """CPython waits for room without a limit, whatever SO_SNDTIMEO says."""
        if s.gettimeout() is None and s.fileno() >= 0:
            if len(DISK[file]) > ARE_WAITED_FOR or not select.select([], [s], [], 0)[1]:
                s.settimeout(0.001)

    def result(self, c, name, result, given):
        for slot, made in zip(c.made, result if isinstance(result, tuple) else (result,)):
            self.keep(slot, made)
        if name in ("close", "socket") and not c.on and self.takes(c) and self.descriptors:
            self.descriptors.pop()
        if name == "detach" and not c.made and result >= 0 or c.name == "dup" and not c.on:
            self.descriptors.append(result)
        if name in ("fileno", "detach", "dup") and isinstance(result, int) and result >= 0:
            return "fd"
        if name in ("recv_fds", "recvmsg", "recvmsg_into"):
            result = self.without_descriptors(name, result)
        if c.name in ("poll.poll", "epoll.poll"):
            result = [(self.owner_of(fd), events) for fd, events in result]
        if c.name == "select.select":
            result = [[self.owner_of(o) if isinstance(o, int) else o for o in ready] for ready in result]
        result = self.by_name(result)
        if c.name in ("epoll.poll", "selector.select"):
            result.sort(key=normal)
        positions = [f.tell() for f in given if f in self.opened] if name == "sendfile" else []
        buffers = [bytes(b) for a in given for b in (a if isinstance(a, list) else [a]) if isinstance(b, bytearray)]
        return [result, buffers + positions] if buffers or positions else result

    @staticmethod
    def takes(c):
        values = [v for a in c.arguments for v in ([v for _, v in a.named] if isinstance(a, Keywords) else [a])]
        return any(isinstance(v, Descriptor) and v.taken and not v.slot for v in values)

    def keep(self, slot, made):
        self.slots[slot] = made
        if isinstance(made, socket.socket):
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                made.setsockopt(socket.SOL_SOCKET, option, WAIT)

    # ---- Results: what differs from run to run goes by name.

    def without_descriptors(self, name, result):
        first, brought, *rest = result
        if name == "recv_fds":
            self.descriptors.extend(brought)
            return [first, ["fd"] * len(brought), *rest]
        items = []
        for level, kind, content in brought:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                self.descriptors.extend(struct.unpack("%di" % (len(content) // 4), content))
                content = "fd" * (len(content) // 4)
            items.append((level, kind, content))
        return [first, items, *rest]

    def owner_of(self, fd):
        for slot, made in self.slots.items():
            if isinstance(made, socket.socket) and made.fileno() == fd:
                return "s%d" % slot
        return "fd"

    def by_name(self, value):
        for slot, made in self.slots.items():
            if made is value:
                return "s%d" % slot
        if isinstance(value, selectors.SelectorKey):
            value = (value.fileobj if not isinstance(value.fileobj, int) else "fd", value.events, value.data)
        return [self.by_name(v) for v in value] if isinstance(value, (list, tuple)) else value

    def shown(self, outcome):
        """Descriptors, ports and paths by name: a port by the order in which the sequence came to show it."""
        outcome = outcome.replace(self.folder + "/" + self.number, "TMP/")
        outcome = re.sub(r"fd=\d+|FD \d+|(?<=KeyError None \")\d+|(?<=KeyError None \"')\d+", "fd=N", outcome)
        outcome = re.sub(r"\\x(5cx)?00[0-9a-f]{5}", "AUTOBOUND", outcome)
        outcome = outcome.replace("must be tuple, not bytes", "must be tuple, not str")  # one type in Lua
        return re.sub(r"""(["'], )(\d+)""", self.port, outcome)

    def port(self, found):
        number = int(found[2])
        if number < 1024 or number == 65535:
            return found[0]
        return found[1] + "P%d" % self.ports.setdefault(number, len(self.ports))

    # ---- The end.

    def end(self):
        for made in [*reversed(self.slots.values()), *self.opened]:
            try:
                getattr(made, "close", lambda: None)()
            except (OSError, ValueError):
                pass  # a reset that nobody had read; what a file held, or had detached; a descriptor that was closed
        for fd in self.descriptors:
            try:
                os.close(fd)
            except OSError:
                pass
        socket.setdefaulttimeout(None)
        socket.sethostname(self.hostname)
