"""Random calls of the functions of the module, those that need no socket."""

import socket

from values import Address

NAMES = ["127.0.0.1", "127.0.0.1", "localhost", "::1", "nosuchhost.invalid", "", "256.1.1.1", "127.1", "<broadcast>",
         "x" * 70 + ".invalid"]
NUMERIC = ["127.0.0.1", "::1", "127.1", "::ffff:1.2.3.4", "x", "1.2.3.4"]
PACKED = [b"\1\2\3\4", b"\0" * 16, b"abc", b"\xfe\x80" + b"\0" * 13 + b"\1"]
# Of these, 192.0.2.7 has no name.
TURNED_ROUND = ["127.0.0.1", "::1", "localhost", "nosuchhost.invalid", "192.0.2.7", "192.0.2.7", 5]
SERVICES = [80, 0, "http", None, "nosuch", 1.5]
NUMBERS = [0, 1, 80, 255, 0x1234, 65535]
WRONG = [-1, 1 << 16, 1 << 32, 1 << 40, "80", None, 1.5]


def number(rng):
    return rng.choice(NUMBERS) if rng.random() < 0.75 else rng.choice(WRONG)


def swapped(rng):
    return rng.choice(["htons", "ntohs", "htonl", "ntohl"]), (number(rng),)


def packed(rng):
    return rng.choice([
        ("inet_aton", (rng.choice(["127.0.0.1", "127.1", "0x7f.1", "1.2.3.4.5", "x", "", 5, None]),)),
        ("inet_ntoa", (rng.choice([b"\x7f\0\0\1", b"abcd", b"abc", b"", 5]),)),
        ("inet_pton", (rng.choice([2, 10, 1, "2"]), rng.choice(NUMERIC))),
        ("inet_ntop", (rng.choice([2, 10, 1]), rng.choice(PACKED))),
    ])


def looked_up(rng):
    host = rng.choice(NAMES)
    return rng.choice([
        ("gethostbyname", (host,)),
        ("gethostbyname_ex", (host,)),
        ("gethostbyaddr", (rng.choice(TURNED_ROUND),)),
        ("getaddrinfo", (rng.choice([host, None]), rng.choice(SERVICES), rng.choice([0, 2, 10, 99]), rng.choice([0, 1, 2, 7]))),
        ("getnameinfo", (Address((rng.choice(["127.0.0.1", "192.0.2.7", "x", "::1"]), rng.choice([80, 0, 65536, "80"]))),
                         rng.choice([0, 1, 2, 3, 8, "x"]))),
        ("getfqdn", (rng.choice(["localhost", "127.0.0.1", "nosuchhost.invalid"]),)),
    ])


def named(rng):
    protocol = rng.choice([(), ("tcp",), ("udp",), ("x",), (5,)])
    return rng.choice([
        ("getservbyname", (rng.choice(["http", "ssh", "nosuch", "", 5]),) + protocol),
        ("getservbyport", (rng.choice([80, 22, 1, -1, 65536, "80"]),) + protocol),
        ("getprotobyname", (rng.choice(["tcp", "udp", "icmp", "TCP", "nosuch", 5]),)),
        ("if_nametoindex", (rng.choice(["lo", "lo", "nosuchif"]),)),
        ("if_indextoname", (rng.choice([1, 1, 999, -1]),)),
        ("if_nameindex", ()),
        ("CMSG_LEN", (rng.choice([0, 4, 5, -1]),)),
        ("CMSG_SPACE", (rng.choice([0, 4, 9, -1]),)),
        ("has_dualstack_ipv6", ()),
        ("getdefaulttimeout", ()),
        ("setdefaulttimeout", (rng.choice([None, 0, 0.002, 0.001, -1, "x"]),)),
        ("gethostname", ()),
        ("sethostname", (rng.choice(["fuzz", "other", "", "x" * 65, 5]),)),
    ])


def function_call(rng):
    return rng.choice([swapped, packed, packed, looked_up, named, named])(rng)
