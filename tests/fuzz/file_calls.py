"""Random calls of makefile() and sendfile(), and of the files that makefile() gives."""

import values
from values import Buffer, Disk, Keywords, List

MODES = ["r", "w", "rw", "rb", "wb", "rwb", "rb", "wb"]
TEXTS = ["", "x", "hello\n", "one\ntwo\nrest", "\u00e9\u20ac\U0001f600\n", "a\r\nb\rc\n", "\n\n", "y" * 300,
         "line\n" * 40, "z" * 9000, "w" * 70000]
BYTES = [text.encode() for text in TEXTS] + [b"\xff\xfe\n", b"\xc3", b"\0\1\n\2"]
EVERY = ["close", "flush", "readline", "readlines", "write", "write", "write", "writelines", "read", "read", "readline",
         "closed", "fileno", "readable", "writable", "seekable", "isatty", "seek", "tell", "truncate"]
MORE = {
    "raw": ["readall", "readinto", "mode"],
    "reader": ["read1", "peek", "readinto", "readinto1", "detach", "mode"],
    "writer": ["read1", "readinto", "detach", "mode"],
    "pair": ["read1", "peek", "readinto", "readinto1", "detach"],
    "text": ["detach", "encoding", "errors", "mode"],
}
ENCODINGS = ["utf-8"] * 3 + ["UTF-8", "latin-1", "latin-1", "ascii", "ascii", "nosuch", 5]
HANDLERS = ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "nosuch"]
NEWLINES = ["", "\n", "\r", "\r\n", "x"]
ODD_MODES = [("x", None), ("ra", None), (5, None), ("", 0), ("rb", "1"), ("br", -5), ("wr", 1.5)]
SIZES = [(), (-1,), (None,), (0,), (1,), (5,), (5,), (100,), (10000,), (-2,), ("5",), (1.5,)]


def kind_of(mode, buffering):
    if "b" not in mode:
        return "text"
    if buffering == 0:
        return "raw"
    reads, writes = "r" in mode or "w" not in mode, "w" in mode
    return "pair" if reads and writes else "reader" if reads else "writer"


class FileCalls:
    """What of a Sequence has to do with files. `files` has their slots, each with its kind."""

    def do_makefile(self, s, rng):
        mode, buffering = rng.choice(MODES), rng.choice([None, None, None, -1, 0, 1, 2, 10, 100, 5000])
        if rng.random() < 0.06:
            mode, buffering = rng.choice(ODD_MODES)
        arguments = [(mode,), (mode, buffering)][buffering is not None or rng.random() < 0.3]
        if isinstance(mode, str) and "b" not in mode and rng.random() < 0.4:
            options = [("encoding", ENCODINGS), ("errors", HANDLERS), ("newline", NEWLINES)]
            named = tuple((name, rng.choice(values)) for name, values in rng.sample(options, rng.randrange(1, 3)))
            arguments += (Keywords(named),)
        made = self.number()
        self.files[made] = kind_of(mode, buffering) if isinstance(mode, str) else "text"
        self.add(s, "makefile", *arguments, made=[made])
        encoding = dict(arguments[-1].named).get("encoding") if isinstance(arguments[-1], Keywords) else None
        if encoding in ("ascii", "latin-1") and rng.random() < 0.7:
            self.add(made, "file.write", "\u00e9\u20ac")

    def do_file(self, s, rng):
        if not self.files:
            return self.do_makefile(s, rng)
        file = rng.choice(sorted(self.files))
        kind = self.files[file]
        name = rng.choice(EVERY + MORE[kind] * 2)
        if name == "detach":
            below = self.number()
            self.files[below] = "reader" if kind == "text" else "raw"
            return self.add(file, "file.detach", made=[below])
        self.add(file, "file." + name, *self.file_arguments(kind, name, rng))

    def do_fed_file(self, s, rng):
        """The peer sends something that a file may not like, and the file reads."""
        one, other = rng.choice(self.peers) if self.peers else (s, s)
        self.do_makefile(one, rng)
        self.add(other, "send", rng.choice(BYTES))
        file = max(self.files)
        for name in rng.sample(["read", "readline", "readlines", "write"], 2):
            self.add(file, "file." + name, *self.file_arguments(self.files[file], name, rng))

    def file_arguments(self, kind, name, rng):
        if name in ("read", "readline", "readlines", "read1"):
            size = rng.choice(SIZES)
            return () if size == (None,) and (kind == "raw" or name != "read") else size  # nil is an argument that is missing
        if name == "write":
            return (self.written(kind, rng),)
        if name == "writelines":
            return (List([self.written(kind, rng) for _ in range(rng.randrange(3))]) if rng.random() < 0.9 else 5,)
        if name in ("readinto", "readinto1"):
            return (Buffer(rng.choice([0, 1, 5, 100])) if rng.random() < 0.95 else 5,)
        return (0,) if name == "seek" else ()

    def written(self, kind, rng):
        if rng.random() < 0.03:
            return rng.choice([None, 5, 1.5])
        if kind == "text" and rng.random() < 0.2:
            return "\u00e9\u20ac"
        return rng.choice(TEXTS if kind == "text" else BYTES)

    def do_sendfile(self, s, rng):
        file = Disk(rng.choice(["none", "five", "many", "most"]), "rb" if rng.random() < 0.95 else "r")
        part = rng.choice([(), (), (0,), (2,), (100,), (0, 3), (2, 100), (0, None)])
        self.add(s, "sendfile", file, *(part if rng.random() < 0.9 else rng.choice([(0, 0), (0, -1), (0, "3"), (0, 1.5)])))


def begin_files(sequence):
    """Files at both ends of a stream."""
    sequence.rng.choice([sequence.begin_stream, sequence.begin_pair])()
    for s in sequence.open[-2:]:
        sequence.do_makefile(s, sequence.rng)
    for _ in range(sequence.rng.randrange(2, 8)):
        sequence.do_file(s, sequence.rng)
