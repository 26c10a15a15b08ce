"""Random calls that take and give descriptors: what detach(), dup() and a message bring, and what is made of them."""

import socket

from values import Descriptor, Keywords, List


class DescriptorCalls:
    """What of a Sequence has to do with descriptors. No object is told another family or type than its file has."""

    def descriptor(self, rng, taken=False):
        """Mostly the one that came last; else that of a socket, or none. No socket's is taken: which number is given anew
        depends on what else a program has open."""
        if rng.random() < 0.06:
            return rng.choice([9999, -1, "x", 1.5])
        whose = 0 if rng.random() < 0.6 else rng.choice(self.open)
        return Descriptor(0 if taken else whose, taken)

    def do_detach(self, s, rng):
        self.add(s, "detach")
        if rng.random() < 0.7:
            self.do_of_descriptor(s, rng)

    def do_dup(self, s, rng):
        self.add(s, "dup", made=[self.slot(self.families[s])])

    def do_of_descriptor(self, s, rng):
        name = rng.choice(["dup", "fromfd", "socket", "close"])
        getattr(self, "descriptor_" + name)(self.families[s], rng)

    def descriptor_dup(self, _, rng):
        self.add(0, "dup", self.descriptor(rng))

    def descriptor_close(self, _, rng):
        self.add(0, "close", self.descriptor(rng, taken=True))

    def descriptor_fromfd(self, family, rng):
        more = rng.choice([(), (), (0,), (6,), (-1,)])  # nothing that is refused: CPython loses the descriptor then
        self.add(0, "fromfd", self.descriptor(rng), -1, -1, *more, made=[self.slot(family)])

    def descriptor_socket(self, family, rng):
        fd, made = self.descriptor(rng, taken=True), self.slot(family)
        if rng.random() < 0.6:
            return self.add(0, "socket", Keywords((("fileno", fd),)), made=[made])
        kind, proto = rng.choice([-1, -1, -1, "1", 1 << 40]), rng.choice([0, -1, -1, 6])
        self.add(0, "socket", -1, kind, proto, fd, made=[made])

    def do_send_fds(self, s, rng):
        data = List([rng.choice([b"x", b"hello", b"", b"y" * 300]) for _ in range(rng.choice([1, 1, 1, 0, 2]))])
        fds = List([self.descriptor(rng) for _ in range(rng.choice([1, 1, 1, 2, 3, 0]))])
        self.add(s, "send_fds", data, fds, *rng.choice([(), (), (), (0,), (0, None)]))

    def do_recv_fds(self, s, rng):
        size, most = rng.choice([1, 10, 100, 100, 0, -1, "1"]), rng.choice([1, 1, 2, 5, 0, -1, "1"])
        self.add(s, "recv_fds", size, most, *rng.choice([(), (), (0,)]))


def begin_passing(sequence):
    """Two ends of AF_UNIX, and something that goes from one to the other."""
    sequence.begin_pair()
    one, other = sequence.open[-2:]
    rng = sequence.rng
    sequence.socket(rng.choice([socket.AF_INET, socket.AF_UNIX]), rng.choice([socket.SOCK_STREAM, socket.SOCK_DGRAM]))
    for _ in range(rng.randrange(1, 4)):
        sequence.do_send_fds(one, rng)
    for _ in range(rng.randrange(1, 3)):
        rng.choice([sequence.do_recv_fds, sequence.do_recv_fds, sequence.do_recvmsg])(other, rng)
    sequence.do_of_descriptor(one, rng)
