-- What the buffers of makefile() hold, and when they ask the socket: to be seen by whoever uses the socket beside its
-- file, and by the peer.
local socket = require "socket"
local support = require "support"

local connected, error_of = support.connected, support.error_of
local would_wait = "BlockingIOError: [Errno 11] Resource temporarily unavailable"

-- A file over a socket that does not block, the socket, and its peer.
local function non_blocking(...)
  local client, peer = connected()
  client:setblocking(false)
  return client:makefile(...), client, peer
end

local function nothing_came(s) expect(error_of(s.recv, s, 1, socket.MSG_DONTWAIT)):equals(would_wait) end

describe("a file of text", { segment = false }, function()
  it("holds 8192 bytes back, however small the buffer below", function()
    local client, peer = connected()
    local file <close> = client:makefile("w", 10)
    file:write(("x"):rep(100))
    nothing_came(peer)
    file:write(("y"):rep(8192))
    expect(peer:recv_exactly(8292)):equals(("x"):rep(100) .. ("y"):rep(8192))
  end)

  it("sends them at truncate(), too, which it cannot do", function()
    for _, mode in ipairs { "w", "wb" } do
      local client, peer = connected()
      local file <close> = client:makefile(mode)
      file:write("held")
      expect(error_of(file.truncate, file)):equals("UnsupportedOperation: truncate")
      expect(peer:recv(9)):equals("held")
    end
  end)

  it("loses with a write what it had received and not given", function()
    local client, peer = connected()
    local file <close> = client:makefile("rw")
    peer:send("one\ntwo\n")
    expect(file:readline()):equals("one\n")
    file:write("x")
    peer:send("three\n")
    expect(file:readline()):equals("three\n")
  end)

  it("asks once more for the end of a socket of packets only with the next call", function()
    local one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    local file <close> = one:makefile("r")
    other:send("")
    other:send("line\n")
    expect({ file:readline(), file:readline() }):equals { "", "line\n" }
  end)

  it("receives before it gives none of a line", function()
    local file, client, peer = non_blocking "r"
    peer:send("line\n")
    expect(file:readline(0)):equals("")
    expect(error_of(client.recv, client, 9)):equals(would_wait)
    expect(file:readline()):equals("line\n")
  end)
end)

describe("a file of bytes", { segment = false }, function()
  it("shares the room of its buffer among the receives of one read", function(t)
    local client, peer = connected()
    local file <close> = client:makefile("rb", 4)
    t:run("reader", function() expect(file:read(3)):equals("abc") end, "writer", function()
      peer:send("ab")
      t:sleep(0)
      peer:send("cdef")
    end)
    expect({ client:recv(9), file:read(1) }):equals { "ef", "d" }
  end)

  it("fills its buffer for readinto1(), not for read1()", function()
    local client, peer = connected()
    local file <close> = client:makefile("rb", 4)
    local buffer = socket.bytearray(2)
    peer:send("abcdef")
    expect({ file:readinto1(buffer), tostring(buffer), client:recv(9) }):equals { 2, "ab", "ef" }
    expect({ file:readinto1(buffer), tostring(buffer) }):equals { 2, "cd" }
    peer:send("abcdef")
    expect({ file:read1(2), client:recv(9) }):equals { "ab", "cdef" }
  end)

  it("lets more than it holds past its buffer", function()
    local client, peer = connected()
    local file <close> = client:makefile("rb", 4)
    local buffer = socket.bytearray(7)
    peer:send("abcdefghij")
    expect({ file:readinto(buffer), tostring(buffer), client:recv(9) }):equals { 7, "abcdefg", "hij" }
  end)

  it("has no line where nothing reads ahead and nothing is there", function()
    local none = "OSError: read() should have returned a bytes object, not 'NoneType'"
    for _, arguments in ipairs { { "rb", 0 }, { "rwb" } } do
      local file, _, peer = non_blocking(table.unpack(arguments))
      expect(error_of(file.readline, file)):equals(none)
      peer:send("part")
      expect(error_of(file.readline, file)):equals(none) -- and the part is gone
      peer:send("line\nmore")
      expect(file:readline()):equals("line\n")
      expect({ file:readline(2), file:readline(0) }):equals { "mo", "" }
    end
  end)
end)

describe("a file that only writes", { segment = false }, function()
  it("looks at what it is given, before it says that it does not read", function()
    local client, peer = connected()
    local file <close> = client:makefile("wb")
    expect(file:readline(0)):equals("")
    expect(error_of(file.readline, file, "5")):equals("TypeError: argument should be integer or None, not 'str'")
    expect(error_of(file.readline, file)):equals("UnsupportedOperation: read")
    for _, name in ipairs { "readinto", "readinto1" } do
      expect(error_of(file[name], file, 5))
        :equals(("TypeError: %s() argument must be read-write bytes-like object, not int"):format(name))
    end
    expect(error_of(file.readinto1, file, socket.bytearray(1))):equals("UnsupportedOperation: read1")
    local text <close> = client:makefile("w", 1)
    text:write("sent")
    expect(error_of(text.readline, text)):equals("UnsupportedOperation: not readable")
    expect(peer:recv(9)):equals("sent")
    expect(error_of(text.write, text, nil)):equals("TypeError: write() argument must be str, not None")
  end)
end)

describe("a file without its socket", function()
  it("says what is missing", function()
    local closed, detached = "ValueError: I/O operation on closed file.", "ValueError: raw stream has been detached"
    local said = {
      rb = { seek = "ValueError: seek of closed file", truncate = "ValueError: truncate of closed file",
        flush = closed },
      wb = { seek = "ValueError: seek of closed file", truncate = "ValueError: truncate of closed file",
        flush = "ValueError: flush of closed file" },
      r = { seek = closed, tell = closed, truncate = closed, flush = closed },
    }
    for mode, methods in pairs(said) do
      local file, other = connected():makefile(mode), connected():makefile(mode)
      file:close()
      other:detach()
      expect(error_of(file.detach, file)):equals(mode == "wb" and "ValueError: flush of closed file" or closed)
      for name, words in pairs(methods) do
        expect(error_of(file[name], file, name == "seek" and 0 or nil)):equals(words)
        local gone = mode == "r" and "ValueError: underlying buffer has been detached" or detached
        expect(error_of(other[name], other, name == "seek" and 0 or nil)):equals(gone)
      end
    end
  end)
end)
