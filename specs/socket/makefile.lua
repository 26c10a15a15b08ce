-- socket:makefile(): a file of text or of bytes over a socket. What it reads and writes; makefile_closing.lua has how it
-- ends, makefile_errors.lua what it refuses.
local socket = require "socket"
local support = require "support"
local time = require "time"

local connected = support.connected

-- A file in `mode` over a connection on which the peer has sent `bytes` and closed.
local function reading(mode, bytes, options)
  local client, peer = connected()
  peer:sendall(bytes)
  peer:close()
  return client:makefile(mode, options or {})
end

-- Sends each piece, and lets the reader have its turn before the next one.
local function send_in_pieces(s, pieces)
  for _, piece in ipairs(pieces) do
    s:send(piece)
    time.sleep(0)
  end
end

describe("a file of text", function()
  it("reads line by line, with \\n at their ends", {
    covers = { "makefile.readline", "makefile.types" },
  }, function()
    local file = reading("r", "one\ntwo\nlast")
    for _, line in ipairs { "one\n", "two\n", "last", "", "" } do expect(file:readline()):equals(line) end
    expect(tostring(file)):matches("^<_io.TextIOWrapper name=%d+ mode='r' encoding='UTF%-8'>$")
  end)

  it("gives its lines to a for", function()
    local by_call, by_lines = {}, {}
    for line in reading("r", "one\ntwo\n") do by_call[#by_call + 1] = line end
    for line in reading("r", "one\ntwo\n"):lines() do by_lines[#by_lines + 1] = line end
    expect({ by_call, by_lines }):equals { { "one\n", "two\n" }, { "one\n", "two\n" } }
  end)

  it("knows the ends of lines by `newline`", {
    covers = { "makefile.universal_newlines", "makefile.newline_empty" },
  }, function()
    expect(reading("r", "one\r\ntwo\r"):readlines()):equals { "one\n", "two\n" }
    local expected = {
      [""] = { "1\r\n", "2\n", "3\r", "4\r", "\r\n", "\r" },
      ["\n"] = { "1\r\n", "2\n", "3\r4\r\r\n", "\r" },
      ["\r"] = { "1\r", "\n2\n3\r", "4\r", "\r", "\n\r" },
      ["\r\n"] = { "1\r\n", "2\n3\r4\r\r\n", "\r" },
    }
    for newline, lines in pairs(expected) do
      expect(reading("r", "1\r\n2\n3\r4\r\r\n\r", { newline = newline }):readlines()):equals(lines)
    end
  end)

  it("sees one end of a line where \\r\\n was cut by the network", function(t)
    local client, peer = connected()
    t:run("reader", function()
      expect(client:makefile("r"):readlines()):equals { "one\n", "two\n" }
    end, "writer", function()
      send_in_pieces(peer, { "one\r", "\ntwo", "\r", "\n" })
      peer:close()
    end)
  end)

  it("counts characters, not bytes", function()
    local file = reading("r", "h\u{e9}llo w\u{f6}rld\nx")
    expect({ file:read(2), file:readline(4), file:read(0), file:read(1) }):equals { "h\u{e9}", "llo ", "", "w" }
    expect({ file:read(), file:read() }):equals { "\u{f6}rld\nx", "" }
  end)

  it("writes \\n as `newline` says, and counts what it was given", function()
    local sent = { [""] = "a\nb\r\n", ["\n"] = "a\nb\r\n", ["\r"] = "a\rb\r\r", ["\r\n"] = "a\r\nb\r\r\n" }
    for newline, bytes in pairs(sent) do
      local client, peer = connected()
      local file <close> = client:makefile("w", { newline = newline })
      expect(file:write("a\nb\r\n")):equals(5)
      file:flush()
      expect(peer:recv_exactly(#bytes)):equals(bytes)
    end
  end)

  it("keeps what it writes until flush()", { covers = { "makefile.write_flush" } }, function()
    local client, peer = connected()
    local file <close> = client:makefile("w")
    expect(file:write("hello\n")):equals(6)
    expect(support.error_of(peer.recv, peer, 10, socket.MSG_DONTWAIT))
      :equals("BlockingIOError: [Errno 11] Resource temporarily unavailable")
    file:flush()
    expect(peer:recv_exactly(6)):equals("hello\n")
  end)
end)

describe("a file of bytes", function()
  it("reads lines and the rest as they are", { covers = { "makefile.binary_readline" } }, function()
    local file = reading("rb", "one\r\ntwo")
    expect({ file:readline(), file:read(), file:read() }):equals { "one\r\n", "two", "" }
    expect(tostring(file)):matches("^<_io.BufferedReader name=%d+>$")
  end)

  it("waits for all of read(n), which the network may bring in pieces", {
    covers = { "makefile.read_n_blocks_for_all" },
  }, function(t)
    local client, peer = connected()
    t:run("reader", function() expect(client:makefile("rb"):read(4)):equals("abcd") end, "writer", function()
      send_in_pieces(peer, { "ab", "cd" })
    end)
  end)

  it("gives by read1() what is there, and by peek() without taking it", { segment = false }, function()
    local file = reading("rb", "abcdef\n")
    expect({ file:peek(), file:read1(2), file:read1(0), file:readline(2), file:read1() })
      :equals { "abcdef\n", "ab", "", "cd", "ef\n" }
    expect({ file:peek(), file:read1(), file:readline() }):equals { "", "", "" }
  end)

  it("fills a bytearray, or as much of it as there is", function()
    local file, buffer = reading("rb", "abcdefgh"), socket.bytearray(5)
    expect(file:readinto(buffer)):equals(5)
    expect(tostring(buffer)):equals("abcde")
    expect(file:readinto(buffer)):equals(3)
    expect(tostring(buffer)):equals("fghde")
  end)

  it("sends when its buffer is full, and never a part of what fits", { segment = false }, function()
    local client, peer = connected()
    local file <close> = client:makefile("wb", 16)
    file:write(("a"):rep(10))
    file:write(("b"):rep(10))
    expect(peer:recv(99)):equals(("a"):rep(10))
    file:write(("c"):rep(40))
    expect(peer:recv_exactly(50)):equals(("b"):rep(10) .. ("c"):rep(40))
    file:writelines { "d", "e" }
    file:close()
    expect(peer:recv(99)):equals("de")
  end)

  it("reads and writes through buffers of their own", function()
    local client, peer = connected()
    local file <close> = client:makefile("rwb")
    expect(tostring(file)):matches("^<_io.BufferedRWPair")
    file:write("ping\n")
    file:flush()
    expect(peer:recv_line()):equals("ping\n")
    peer:send("pong\n")
    expect(file:readline()):equals("pong\n")
  end)

  it("without a buffer is one send() or recv() a call", {
    segment = false, covers = { "makefile.rw_unbuffered" },
  }, function(t)
    local client, peer = connected()
    local file <close> = client:makefile("rwb", 0)
    expect(tostring(file)):matches("^<socket.SocketIO")
    expect(file:write("ping")):equals(4)
    expect(peer:recv(9)):equals("ping")
    peer:send("pong")
    expect(file:read(9)):equals("pong")
    expect(t:calls("main")):contains("makefile")
  end)
end)
