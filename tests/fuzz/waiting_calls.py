"""Random calls of select and selectors: which of the sockets are ready."""

import select

from values import Descriptor, List, Object

MAKERS = {"select.poll": "poll", "select.epoll": "epoll", "selectors.DefaultSelector": "selector",
          "selectors.PollSelector": "selector", "selectors.SelectSelector": "selector"}
METHODS = {
    "poll": ["register", "register", "modify", "unregister", "poll", "poll", "poll"],
    "epoll": ["register", "register", "modify", "unregister", "poll", "poll", "poll", "fileno", "close", "closed"],
    "selector": ["register", "register", "modify", "unregister", "select", "select", "select", "get_key", "close"],
}
WAITS = {"poll": "poll", "epoll": "poll", "selector": "select"}
POLL_EVENTS = [select.POLLIN, select.POLLIN, select.POLLOUT, select.POLLIN | select.POLLOUT, select.POLLPRI, 0,
               select.POLLIN | select.POLLRDHUP]
EPOLL_EVENTS = POLL_EVENTS + [select.EPOLLIN | select.EPOLLET, select.EPOLLIN | select.EPOLLONESHOT,
                              select.EPOLLOUT | select.EPOLLET]
ODD_EVENTS = [-1, "1", 1.5, 1 << 40]


class WaitingCalls:
    """What of a Sequence waits for several sockets. `pollers` has the slots of what does, each with its kind."""

    def waited_for(self, rng):
        if rng.random() < 0.06:
            return rng.choice([9999, -1, "x", 1.5])
        slot = rng.choice(self.open)
        return Object(slot) if rng.random() < 0.8 else Descriptor(slot, False)

    def do_select(self, _, rng):
        lists = [List([self.waited_for(rng) for _ in range(rng.choice([0, 1, 1, 2]))]) for _ in range(3)]
        if rng.random() < 0.04:
            lists[rng.randrange(3)] = rng.choice([None, 5])
        timeout = rng.choice([0, 0, 0.001]) if rng.random() < 0.95 else rng.choice([-1, "x", "0"])
        self.add(0, "select.select", *lists, timeout)

    def do_poller(self, _, rng):
        name, made = rng.choice(sorted(MAKERS)), self.number()
        self.pollers[made] = MAKERS[name]
        self.add(0, name, made=[made])
        for _ in range(rng.randrange(1, 3)):
            self.polling(made, "register", rng)
        self.polling(made, WAITS[MAKERS[name]], rng)

    def do_polling(self, s, rng):
        if not self.pollers:
            return self.do_poller(s, rng)
        poller = rng.choice(sorted(self.pollers))
        self.polling(poller, rng.choice(METHODS[self.pollers[poller]]), rng)

    def polling(self, poller, name, rng):
        kind = self.pollers[poller]
        if kind == "selector" and name == "close" and rng.random() < 0.6:
            self.add(poller, "selector.close")
            name = "get_key"
        self.add(poller, kind + "." + name, *getattr(self, "polling_" + kind)(name, rng))

    def polling_poll(self, name, rng, events=POLL_EVENTS):
        if name == "poll":
            return rng.choice([(0,), (0,), (1,), (0.5,), ("0",)])
        if name == "unregister":
            return (self.waited_for(rng),)
        mask = rng.choice(events) if rng.random() < 0.96 else rng.choice(ODD_EVENTS)
        return (self.waited_for(rng),) if name == "register" and rng.random() < 0.3 else (self.waited_for(rng), mask)

    def polling_epoll(self, name, rng):
        if name in ("fileno", "close", "closed"):
            return ()
        if name == "poll":
            return rng.choice([(0,), (0,), (0.001,), (0, 10), (0, -1), (0, 0), (0, -2), ("0",)])
        return self.polling_poll(name, rng, EPOLL_EVENTS)

    def polling_selector(self, name, rng):
        if name == "close":
            return ()
        if name == "select":
            return rng.choice([(0,), (0,), (0.001,), (-1,)])
        if name in ("unregister", "get_key"):
            return (self.waited_for(rng),)
        events = rng.choice([1, 1, 2, 3]) if rng.random() < 0.95 else rng.choice([0, 4, "1", None])
        return (self.waited_for(rng), events) + rng.choice([(), (), ("data",), (7,)])


def begin_waiting(sequence):
    """A connection, and somebody who waits for both of its ends."""
    sequence.rng.choice([sequence.begin_stream, sequence.begin_pair, sequence.begin_datagram])()
    sequence.do_poller(0, sequence.rng)
    for _ in range(sequence.rng.randrange(2, 8)):
        name = sequence.rng.choice(["polling", "polling", "polling", "send", "recv", "shutdown", "close", "dup"])
        getattr(sequence, "do_" + name)(sequence.rng.choice(sequence.open), sequence.rng)
