"""The names that the Python statements of cases.jsonl use: sockets, pairs, threads, paths."""

from socket import *  # noqa: the statements name constants without their module
import array, errno, fcntl, io, os, re, select, socket, struct, sys, tempfile, threading, time  # noqa

from privileges import nocap  # noqa

HOST = "127.0.0.1"
temporary = tempfile.mkdtemp()
kept = []  # sockets that a statement drops stay open until its result is printed


def keep(s):
    kept.append(s)
    return s


def tcp():
    return keep(socket.socket(AF_INET, SOCK_STREAM))


def udp():
    return keep(socket.socket(AF_INET, SOCK_DGRAM))


def tcp6():
    return keep(socket.socket(AF_INET6, SOCK_STREAM))


def udp6():
    return keep(socket.socket(AF_INET6, SOCK_DGRAM))


def ux(kind=SOCK_STREAM):
    return keep(socket.socket(AF_UNIX, kind))


def srv(backlog=5, host=HOST):
    s = tcp()
    s.bind((host, 0))
    s.listen(backlog)
    return s


def pair():
    listener = srv()
    client = tcp()
    client.connect(listener.getsockname())
    return client, keep(listener.accept()[0])


def full():
    """A pair whose first socket is non-blocking and has no room: none for a while, as TCP moves bytes on."""
    client, accepted = pair()
    client.setsockopt(SOL_SOCKET, SO_SNDBUF, 1 << 16)
    accepted.setsockopt(SOL_SOCKET, SO_RCVBUF, 1 << 16)
    while True:
        client.settimeout(0.05)
        while not isinstance(E(client.send, b"x" * (1 << 20)), Exception):
            pass
        client.setblocking(False)
        if isinstance(E(client.send, b"x" * (1 << 20)), Exception):
            return client, accepted


def upair():
    a, b = udp(), udp()
    a.bind((HOST, 0))
    b.bind((HOST, 0))
    return a, b


def port(s):
    return s.getsockname()[1]


def unused(s):
    s.bind((HOST, 0))
    found = port(s)
    s.close()
    return found


def closed_port():
    return unused(tcp())


def closed_udp_port():
    return unused(udp())


def T(name=None):
    return temporary if name is None else temporary + "/" + name


def E(f, *args, **keywords):
    """The result of a call, or its error as a value."""
    try:
        return f(*args, **keywords)
    except Exception as e:
        return e


def settle(seconds=0.03):
    time.sleep(seconds)


class Bg(threading.Thread):
    """A call in a thread of its own; join() gives its result, or its error as a value."""

    def __init__(self, f, *args):
        super().__init__(daemon=True)
        self.call, self.value = (f, args), None
        self.start()

    def run(self):
        self.value = E(self.call[0], *self.call[1])

    def alive(self):
        return self.is_alive()

    def join(self, timeout=5):
        super().join(timeout)
        return self.value


def norm(words, *sockets):
    """Descriptors as N; of the sockets that are named, their ports as PORT."""
    words = re.sub(r"fd=\d+", "fd=N", words)
    for s in sockets:
        words = re.sub(r"\b%d\b" % port(s), "PORT", words)
    return re.sub(r"(raddr=\('127\.0\.0\.1', )\d+", r"\1PORT", words)


def maxbacklog(s):
    """tcpi_sacked of struct tcp_info, which for a listener is the length of its queue (tcp(7))."""
    return struct.unpack_from("I", s.getsockopt(IPPROTO_TCP, TCP_INFO, 104), 28)[0]


def icmp_echo():
    head = struct.pack("!BBHHH", 8, 0, 0, 1, 1)
    total = sum(struct.unpack("!4H", head))
    return struct.pack("!BBHHH", 8, 0, ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF, 1, 1)


def runsrc(source, inputs=(), ns=None):
    """Runs a program: the lines that it prints, input()'s prompts among them, and the error that ended it."""
    lines, answers = [], iter(inputs)

    def ask(prompt=""):
        lines.append(str(prompt))
        return next(answers)

    names = {"print": lambda *words: lines.append(" ".join(map(str, words))), "input": ask, **(ns or {})}
    try:
        exec(compile(source, "program.py", "exec"), names)
    except BaseException as e:
        return [lines, e]
    return [lines, None]
