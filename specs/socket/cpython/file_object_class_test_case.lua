-- After FileObjectClassTestCase of CPython's test_socket and the six classes below it, which do the same with other
-- buffers and with text: one end of a connection writes through a file, the other one reads through one.
local select = require "select"
local socket = require "socket"
local support = require "support"

local error_of, connected, message = support.error_of, support.connected, support.message

local text = { newline = "" } -- the ends of lines as they are
local variants = {
  { "FileObjectClassTestCase", "of bytes", { "rb" }, { "wb" } },
  { "LineBufferedFileObjectClassTestCase", "with a buffering of 1", { "rb", 1 }, { "wb", 1 } },
  { "SmallBufferedFileObjectClassTestCase", "with a buffer of two bytes", { "rb", 2 }, { "wb", 2 } },
  { "UnbufferedFileObjectClassTestCase", "without a buffer", { "rb", 0 }, { "wb", 0 } },
  { "UnicodeReadFileObjectClassTestCase", "read as text", { "r", text }, { "wb" } },
  { "UnicodeWriteFileObjectClassTestCase", "written as text", { "rb" }, { "w", text } },
  { "UnicodeReadWriteFileObjectClassTestCase", "of text", { "r", text }, { "w", text } },
}

-- The two files of a variant, and the sockets that they are of.
local function files_of(reads, writes)
  local sender, receiver = connected()
  return receiver:makefile(table.unpack(reads)), sender:makefile(table.unpack(writes)), receiver, sender
end

local function is_text(arguments) return not arguments[1]:find("b", 1, true) end

-- How many of read()'s units a string is: characters of a text, else bytes.
local function length(content, arguments) return is_text(arguments) and utf8.len(content) or #content end

-- Reading, from `source` what went into `sink`.
local function reading(tests, reads, writes)
  local function opened(last)
    local source, sink, receiver, sender = files_of(reads, writes)
    sink:write(message)
    sink[last](sink)
    return source, receiver, sender, sink
  end

  it("gives a part, then the rest", { segment = false, covers = tests "testSmallRead" }, function()
    local source <close> = opened "flush"
    local first = source:read(length(message, reads) - 3)
    expect(first .. source:read(3)):equals(message)
    expect(length(first, reads)):equals(length(message, reads) - 3)
  end)

  it("gives everything up to the end", { covers = tests "testFullRead" }, function()
    local source, _, sender = opened "close"
    sender:close()
    expect({ source:read(), source:read() }):equals { message, "" }
  end)

  it("gives one after the other", { covers = tests "testUnbufferedRead" }, function()
    local source, _, sender = opened "close"
    sender:close()
    local parts = {}
    for part in function() return source:read(1) end do
      if part == "" then break end
      parts[#parts + 1] = part
    end
    expect(#parts):equals(length(message, reads))
    expect(table.concat(parts)):equals(message)
  end)

  it("gives a line", { covers = tests "testReadline" }, function()
    local source <close> = opened "flush"
    expect(source:readline()):equals(message)
  end)

  it("goes on after the socket's close()", { covers = tests "testCloseAfterMakefile" }, function()
    local source, receiver, sender, sink = opened "flush"
    receiver:close()
    sink:close()
    sender:close()
    expect(source:read()):equals(message)
  end)

  it("leaves to the socket what it has not read, once it is closed", {
    covers = tests "testMakefileAfterMakefileClose",
  }, function()
    local source, receiver = opened "flush"
    source:close()
    expect(receiver:recv_exactly(#message)):equals(message)
  end)
end

-- What a file knows of itself, and how it ends.
local function living(tests, reads, writes)
  it("knows whether it is closed, its mode and its descriptor", {
    covers = tests("testClosedAttr", "testAttributes"),
  }, function()
    local source, sink, receiver, sender = files_of(reads, writes)
    expect({ source.closed, sink.closed }):equals { false, false }
    expect({ source.mode, sink.mode }):equals { reads[1], writes[1] }
    expect({ source.name, sink.name }):equals { receiver:fileno(), sender:fileno() }
    for _, file in ipairs { source, sink } do
      file:close()
      expect(file.closed):is_true()
    end
  end)

  it("is closed for good, as its socket is then", { covers = tests "testRealClose" }, function()
    local source, _, receiver = files_of(reads, writes)
    source:close()
    expect(error_of(source.fileno, source)):equals("ValueError: I/O operation on closed file.")
    receiver:close()
    expect(error_of(receiver.getsockname, receiver)):equals("OSError: [Errno 9] Bad file descriptor")
  end)

  it("cannot be read after a timeout, not even what comes later", {
    segment = false, covers = tests "testReadAfterTimeout",
  }, function()
    local source, sink, receiver = files_of(reads, writes)
    receiver:settimeout(0.02)
    sink:write("abc")
    sink:flush()
    expect(source:read(3)):equals("abc")
    expect(error_of(source.read, source, 1)):equals("TimeoutError: timed out")
    sink:write("d")
    sink:flush()
    expect(error_of(source.read, source, 1)):equals("OSError: cannot read from timed out object")
  end)
end

for _, variant in ipairs(variants) do
  local class, words, reads, writes = table.unpack(variant)
  describe("a file " .. words, function()
    reading(support.tests_of(class), reads, writes)
    living(support.tests_of(class), reads, writes)
  end)
end

describe("a file without a buffer, alone,", function()
  local tests = support.tests_of "UnbufferedFileObjectClassTestCase"

  it("reads a line and no more: the next file goes on behind it", {
    covers = tests "testUnbufferedReadline",
  }, function()
    local first, sink, receiver = files_of({ "rb", 0 }, { "wb", 0 })
    sink:write("A. " .. message)
    sink:write("B. " .. message)
    expect(first:readline()):equals("A. " .. message)
    local second <close> = receiver:makefile("rb", 0)
    expect(second:readline()):equals("B. " .. message)
  end)

  it("keeps its socket open, until it is closed itself", { covers = tests "testMakefileClose" }, function()
    local source, sink, receiver = files_of({ "rb", 0 }, { "wb", 0 })
    sink:write(message)
    receiver:close()
    expect(receiver:recv_exactly(#message)):equals(message)
    source:close()
    expect(error_of(receiver.recv, receiver, 1024)):equals("OSError: [Errno 9] Bad file descriptor")
  end)

  it("gives nil where its socket does not wait and nothing is there", {
    segment = false, covers = tests "testSmallReadNonBlocking",
  }, function()
    local source, sink, receiver = files_of({ "rb", 0 }, { "wb", 0 })
    local buffer = socket.bytearray(10)
    receiver:setblocking(false)
    expect({ source:readinto(buffer) == nil, source:read(5) == nil }):equals { true, true }
    sink:write(message)
    select.select({ receiver }, {}, {}) -- until it has come
    local first = source:read(#message - 3)
    expect(source:readinto(buffer)):equals(3)
    expect(first .. buffer:sub(1, 3)):equals(message)
    expect({ source:readinto(buffer) == nil, source:read(1) == nil }):equals { true, true }
  end)

  it("writes a part, then nothing, where its socket does not wait", {
    segment = false, covers = tests "testWriteNonBlocking",
  }, function()
    local _, sink, _, sender = files_of({ "rb", 0 }, { "wb", 0 })
    sender:setblocking(false)
    local much, counts = ("x"):rep(1 << 24), {}
    for i = 1, 10 do
      counts[i] = sink:write(much)
      if not counts[i] then break end
      expect(counts[i]):at_least(1)
    end
    expect(#counts):at_least(1)
    expect(#counts):at_most(9)
  end)
end)
