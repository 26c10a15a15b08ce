"""Random sequences of calls on a few sockets: sequence(seed, number) -> [Call]. The same seed gives the same ones.

A sequence begins with sockets that something can be done with (a listener and its client, two bound UDP sockets, a
socketpair, with files, descriptors under way or somebody who waits for them), and goes on with calls of which most make
sense there. Nothing in it waits for long: the players give each socket SO_RCVTIMEO and SO_SNDTIMEO.
"""

import random
import socket
import struct
from collections import namedtuple

import values
from descriptor_calls import DescriptorCalls, begin_passing
from file_calls import FileCalls, begin_files
from functions import function_call
from values import Address, Buffer, Keywords, List, Of
from waiting_calls import WaitingCalls, begin_waiting

# made: the slots that take the sockets it gives; on: the slot that it is a method of, 0 for the module's functions.
Call = namedtuple("Call", "made on name arguments")

INET, INET6, UNIX = socket.AF_INET, socket.AF_INET6, socket.AF_UNIX
STREAM, DGRAM = socket.SOCK_STREAM, socket.SOCK_DGRAM
HOME = {INET: Address(("127.0.0.1", 0)), INET6: Address(("::1", 0))}
FLAGS = [socket.MSG_PEEK, socket.MSG_DONTWAIT, socket.MSG_PEEK | socket.MSG_DONTWAIT, socket.MSG_WAITALL, socket.MSG_OOB,
         0]
OPTIONS = [
    (level, option) for level, options in (
        (socket.SOL_SOCKET, ("SO_REUSEADDR", "SO_TYPE", "SO_ERROR", "SO_BROADCAST", "SO_SNDBUF", "SO_RCVBUF", "SO_KEEPALIVE",
                             "SO_OOBINLINE", "SO_LINGER", "SO_REUSEPORT", "SO_ACCEPTCONN", "SO_PROTOCOL", "SO_DOMAIN")),
        (socket.IPPROTO_TCP, ("TCP_NODELAY", "TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_SYNCNT", "TCP_USER_TIMEOUT")),
        (socket.IPPROTO_IP, ("IP_TTL", "IP_TOS", "IP_MULTICAST_TTL", "IP_MULTICAST_LOOP")),
        (socket.IPPROTO_IPV6, ("IPV6_V6ONLY", "IPV6_UNICAST_HOPS")),
    ) for option in (getattr(socket, name) for name in options)
] + [(9999, 1), (socket.SOL_SOCKET, 9999)]
ANCILLARY = [Address((0, socket.IP_TTL, struct.pack("i", 64))), Address((socket.SOL_SOCKET, 9999, b"abcd")), 5,
             Address((1, 1)), Address((1, 1, 5)), Address(("1", 1, b"x")),
             Address((socket.SOL_SOCKET, socket.SCM_RIGHTS, b""))]
ODD_SOCKETS = [[9999], [2, 99], ["2"], [2.0], [1 << 40], [2, 1, 17], [2, 1, 0, -42], [2, 1, 0, 9999], [-1, -1, -1]]
VALUES = [0, 1, 1, 2, 30, 70000, True, struct.pack("i", 1), struct.pack("ii", 1, 0), b"\1", None, 1 << 40, -1]
PARTS = [(), (), (0,), (1,), (10,), (-1,), (5000,)]  # how much of a buffer is to be filled


class Sequence(FileCalls, DescriptorCalls, WaitingCalls):
    """One sequence as it grows. `families` has what each slot of a socket is thought to hold, `open` these slots."""

    def __init__(self, rng):
        self.rng, self.calls, self.families, self.open = rng, [], {}, []
        self.files, self.pollers, self.peers, self.slots = {}, {}, [], 0

    def add(self, on, name, *arguments, made=()):
        self.calls.append(Call(tuple(made), on, name, arguments))

    def number(self):
        self.slots += 1
        return self.slots

    def slot(self, family):
        number = self.number()
        self.families[number] = family
        self.open.append(number)
        return number

    def socket(self, family, kind):
        made = self.slot(family)
        self.add(0, "socket", family, kind, made=[made])
        return made

    def times(self, *slots):
        """Some of them do not wait at all, some for a moment, some for as long as the kernel's own timeout."""
        for slot in slots:
            self.add(slot, "settimeout", self.rng.choice([0, 0, 0.001, None]))

    def begin(self):
        own = [Sequence.begin_stream] * 3 + [Sequence.begin_datagram] * 2 + [Sequence.begin_pair, Sequence.begin_any]
        own.append(Sequence.begin_refused)
        self.rng.choice(own + [begin_files, begin_files, begin_passing, begin_waiting])(self)

    def begin_stream(self):
        family = self.rng.choice([INET, INET, INET, INET6, UNIX])
        listener, client, accepted = self.socket(family, STREAM), self.socket(family, STREAM), self.slot(family)
        self.add(listener, "bind", HOME.get(family, values.Path("a")))
        self.add(listener, "listen", *self.rng.choice([(), (1,), (5,), (-1,)]))
        self.add(client, "connect", Of(listener, False))
        self.add(listener, "accept", made=[accepted])
        self.peers.append((client, accepted))
        self.times(listener, client, accepted)

    def begin_datagram(self):
        family = self.rng.choice([INET, INET, INET6, UNIX])
        for name in "ab":
            slot = self.socket(family, DGRAM)
            self.add(slot, "bind", HOME.get(family, values.Path(name)))
            self.times(slot)
        if self.rng.random() < 0.5:
            one, other = self.open[-2:]
            self.add(one, "connect", Of(other, False))
            self.peers.append((one, other))

    def begin_pair(self):
        one, other = self.slot(UNIX), self.slot(UNIX)
        kind = self.rng.choice([STREAM, STREAM, DGRAM, socket.SOCK_SEQPACKET])
        self.add(0, "socketpair", UNIX, kind, made=[one, other])
        self.peers.append((one, other))
        self.times(one, other)

    def begin_refused(self):
        """An attempt that ends unseen, and one more."""
        s, nobody = self.socket(INET, STREAM), Address(("127.0.0.1", 1))
        self.add(s, "settimeout", self.rng.choice([0, 0, 0.001]))
        for _ in range(2):
            self.add(s, "connect", nobody)
            if self.rng.random() < 0.7:
                self.add(s, "getsockopt", socket.SOL_SOCKET, socket.SO_ERROR)

    def begin_any(self):
        self.times(self.socket(self.rng.choice([INET, INET6, UNIX]), self.rng.choice([STREAM, DGRAM])))

    def step(self):
        name = self.rng.choices(NAMES, WEIGHTS)[0]
        getattr(self, "do_" + name)(self.rng.choice(self.open), self.rng)

    def do_exchange(self, s, rng):
        """One end sends, and the other one takes some of it."""
        one, other = rng.choice(self.peers) if self.peers else (s, s)
        if rng.random() < 0.4:
            one, other = other, one
        getattr(self, "do_" + rng.choice(SENDING))(one, rng)
        getattr(self, "do_" + rng.choice(RECEIVING))(other, rng)

    def do_function(self, _, rng):
        name, arguments = function_call(rng)
        self.add(0, name, *arguments)

    def do_socket(self, _, rng):
        family, kind = rng.choice([INET, INET6, UNIX]), rng.choice([STREAM, DGRAM])
        arguments = [family, kind, rng.choice([0, 0, 0, 6, 17, -1])][:rng.choice([0, 2, 2, 3])]
        if rng.random() < 0.15:
            arguments = rng.choice(ODD_SOCKETS)
        self.add(0, "socket", *arguments, made=[self.slot(family)])

    def do_bind(self, s, rng):
        self.add(s, "bind", values.address(rng, self.families[s], []))

    def do_listen(self, s, rng):
        self.add(s, "listen", *rng.choice([(), (0,), (5,), (-1,), (1, 2), (values.odd_number(rng),)]))

    def do_accept(self, s, rng):
        self.add(s, "accept", made=[self.slot(self.families[s])])

    def do_connect(self, s, rng):
        self.add(s, "connect", values.address(rng, self.families[s], self.open))

    def do_connect_ex(self, s, rng):
        self.add(s, "connect_ex", values.address(rng, self.families[s], self.open))

    def do_send(self, s, rng):
        self.add(s, "send", values.data(rng), *self.sending_flags(rng))

    def do_sendall(self, s, rng):
        self.add(s, "sendall", values.data(rng), *self.sending_flags(rng))

    def do_sendto(self, s, rng):
        target = values.address(rng, self.families[s], self.open)
        self.add(s, "sendto", values.data(rng), *rng.choice([(target,), (target,), (0, target), ("f", target), ()]))

    def do_recv(self, s, rng):
        size = self.size(rng)
        self.add(s, "recv", size, *self.receiving_flags(rng, size))

    def do_recvfrom(self, s, rng):
        size = self.size(rng)
        self.add(s, "recvfrom", size, *self.receiving_flags(rng, size))

    def do_recv_into(self, s, rng):
        self.add(s, "recv_into", Buffer(rng.choice([0, 1, 10, 4000])), *rng.choice(PARTS))

    def do_recvfrom_into(self, s, rng):
        self.add(s, "recvfrom_into", Buffer(rng.choice([1, 10, 4000])), *rng.choice(PARTS))

    def do_shutdown(self, s, rng):
        self.add(s, "shutdown", rng.choice([0, 1, 1, 2, 2, 5, -1, None, "1"]))

    def do_settimeout(self, s, rng):
        self.add(s, "settimeout", rng.choice(values.TIMES if rng.random() < 0.9 else values.ODD_TIMES))
        if self.calls[-1].arguments == (True,):  # a second is too long to be waited for
            self.add(s, "settimeout", 0)

    def do_setblocking(self, s, rng):
        self.add(s, "setblocking", rng.choice([True, False, 0, 1, None, "x"]))

    def do_setsockopt(self, s, rng):
        level, option = rng.choice(OPTIONS)
        value = rng.choice(VALUES)
        if (level, option) == (socket.SOL_SOCKET, socket.SO_SNDBUF) and value != -1:
            value = 70000  # how much a smaller one takes depends on how the kernel cuts what is sent
        length = (4,) if value is None and rng.random() < 0.7 else ()
        self.add(s, "setsockopt", level, option, value, *length)

    def do_getsockopt(self, s, rng):
        length = rng.choice([(), (), (), (4,), (8,), (0,), (-1,), (1025,), ("x",)])
        self.add(s, "getsockopt", *rng.choice(OPTIONS), *length)

    def do_question(self, s, rng):
        names = ["getsockname", "getpeername", "gettimeout", "getblocking", "fileno", "get_inheritable"]
        self.add(s, rng.choice(names))

    def do_repr(self, s, rng):
        self.add(s, "repr")

    def do_attribute(self, s, rng):
        self.add(s, rng.choice(["family", "type", "proto", "timeout", "nosuch"]))

    def do_close(self, s, rng):
        self.add(s, "close")

    def do_set_inheritable(self, s, rng):
        self.add(s, "set_inheritable", rng.choice([True, False, 0, 1]))

    def do_sendmsg(self, s, rng):
        buffers = List([values.data(rng) for _ in range(rng.randrange(3))])
        target = values.address(rng, self.families[s], self.open)
        ancillary = List([rng.choice(ANCILLARY)])
        more = rng.choice([(), (), (List([]),), (List([]), 0), (List([]), 0, target), (ancillary,), (5,)])
        self.add(s, "sendmsg", buffers if rng.random() < 0.96 else rng.choice([None, b"x", 5]), *more)

    def do_recvmsg(self, s, rng):
        self.add(s, "recvmsg", self.size(rng), *rng.choice([(), (), (0,), (100,), (-1,), (0, socket.MSG_PEEK)]))

    def do_recvmsg_into(self, s, rng):
        buffers = List([Buffer(rng.choice([0, 1, 10, 10])) for _ in range(rng.randrange(3))])
        more = rng.choice([(), (), (0,), (100,), (-1,), (0, socket.MSG_PEEK), (0, "x")])
        self.add(s, "recvmsg_into", buffers if rng.random() < 0.96 else rng.choice([None, 5, List([5])]), *more)

    def do_sendmsg_afalg(self, s, rng):
        self.add(s, "sendmsg_afalg", List([b"x"]), Keywords((("op", 1),)))

    def do_create_connection(self, _, rng):
        target = values.address(rng, INET, [s for s in self.open if self.families[s] != UNIX])
        if isinstance(target, str):
            target = Address(("localhost", 1))  # Python would unpack the text
        named = (("timeout", rng.choice([0.002, 0.01])),) + rng.choice([(), (("all_errors", True),)])
        keywords = [Keywords(named)]
        self.add(0, "create_connection", target, *keywords, made=[self.slot(INET)])

    def do_create_server(self, _, rng):
        keywords = rng.choice([(), (("backlog", 3),), (("reuse_port", True),), (("family", INET6),)])
        family = INET6 if keywords == (("family", INET6),) else INET
        self.add(0, "create_server", values.address(rng, family, []), *([Keywords(keywords)] if keywords else []),
                 made=[self.slot(family)])

    def sending_flags(self, rng):
        return rng.choice([(), (), (), (0,), (socket.MSG_DONTWAIT,), (socket.MSG_OOB,), ("x",), (socket.MSG_NOSIGNAL,)])

    def receiving_flags(self, rng, size):
        """Not for 0 bytes: with MSG_OOB an AF_UNIX socket writes one all the same."""
        return (rng.choice(FLAGS),) if size != 0 and rng.random() < 0.3 else ()

    def size(self, rng):
        return rng.choice([0, 1, 4, 10, 1024, 100000]) if rng.random() < 0.94 else rng.choice(values.ODD_SIZES)


SENDING = ["send", "send", "sendall", "sendmsg", "sendfile", "send_fds", "shutdown"]
RECEIVING = ["recv", "recv", "recvfrom", "recv_into", "recvfrom_into", "recvmsg", "recvmsg_into", "recv_fds"]
COMMON = {"exchange": 12, "send": 10, "recv": 10, "sendto": 6, "recvfrom": 5, "sendall": 5, "recv_into": 4, "connect": 4,
          "accept": 3, "question": 10, "file": 7, "polling": 3, "setsockopt": 7, "getsockopt": 9, "settimeout": 5,
          "setblocking": 3, "shutdown": 3, "function": 14}
NAMES = [name[3:] for name in dir(Sequence) if name.startswith("do_")]
WEIGHTS = [COMMON.get(name, 2) for name in NAMES]


def sequence(seed, number, without=()):
    rng = random.Random("%s/%s" % (seed, number))
    made = Sequence(rng)
    made.begin()
    for _ in range(rng.randrange(3, 14)):
        made.step()
    return [c for c in made.calls if c.name not in without]
