-- How files of makefile() end, and what becomes of their socket: it is closed when close() was called and no file is open
-- on it any more, whichever comes last.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

local would_wait = "BlockingIOError: [Errno 11] Resource temporarily unavailable"

describe("close() of the socket", function()
  it("waits for the file: no end is sent, and the descriptor stays", {
    covers = { "eof.makefile_keeps_open", "makefile.socket_close_deferred" },
  }, function()
    local client, peer = connected()
    local file = client:makefile("rb")
    client:close()
    expect(client:fileno()):at_least(0)
    expect(tostring(client):sub(1, 24)):equals("<socket.socket [closed] ")
    expect(error_of(peer.recv, peer, 10, socket.MSG_DONTWAIT)):equals(would_wait)
    peer:send("x\n")
    expect(file:readline()):equals("x\n")
    file:close()
    expect(client:fileno()):equals(-1)
    expect(peer:recv(10)):equals("")
  end)

  it("leaves the socket usable meanwhile", { covers = { "makefile.recv_after_deferred_close" } }, function()
    local client, peer = connected()
    local file <close> = client:makefile("rb")
    client:close()
    peer:send("x")
    expect(client:recv(10)):equals("x")
    expect(file.closed):is_false()
  end)

  it("waits for the last of several files, of whatever kind", function()
    local client, peer = connected()
    local files = { client:makefile("r"), client:makefile("wb"), client:makefile("rwb", 0), client:makefile("rw") }
    do
      local _ <close> = client
    end
    for _, file in ipairs(files) do
      expect(client:fileno()):at_least(0)
      file:close()
      file:close()
    end
    expect(client:fileno()):equals(-1)
    expect(peer:recv(1)):equals("")
  end)
end)

describe("close() of a file", function()
  it("leaves the socket open", { covers = { "makefile.close_keeps_socket" } }, function()
    local client, peer = connected()
    client:makefile("rb"):close()
    peer:send("x")
    expect(client:recv(10)):equals("x")
  end)

  it("sends what was written, by <close>, too", function()
    local client, peer = connected()
    do
      local file <close> = client:makefile("w")
      file:write("a last word")
    end
    expect(peer:recv_exactly(11)):equals("a last word")
  end)

  it("closes even where the rest cannot be sent", function()
    local client, peer = connected()
    local file = client:makefile("wb")
    support.reset(peer)
    support.await_reset(client)
    file:write("x")
    expect(error_of(file.close, file)):equals("ConnectionResetError: [Errno 104] Connection reset by peer")
    expect(file.closed):is_true()
  end)

  it("is the end of every method, in Python's words", { covers = { "makefile.read_closed" } }, function()
    local client = connected()
    local raw, reader, writer, text = client:makefile("rb", 0), client:makefile("rb"), client:makefile("wb"),
      client:makefile("r")
    for _, file in ipairs { raw, reader, writer, text } do file:close() end
    local words = {
      { raw, "read", 1, "I/O operation on closed file." }, { raw, "readable", nil, "I/O operation on closed socket." },
      { reader, "read", 1, "read of closed file" }, { reader, "readline", nil, "readline of closed file" },
      { reader, "readlines", nil, "I/O operation on closed file." }, { reader, "peek", nil, "peek of closed file" },
      { writer, "write", "x", "write to closed file" }, { writer, "flush", nil, "flush of closed file" },
      { text, "read", nil, "I/O operation on closed file." }, { text, "fileno", nil, "I/O operation on closed file." },
    }
    for _, row in ipairs(words) do
      local file, method, argument, said = table.unpack(row, 1, 4)
      expect({ method, error_of(file[method], file, argument) }):equals { method, "ValueError: " .. said }
    end
  end)
end)

describe("detach()", function()
  it("gives what is below, and leaves the file without it", function()
    local client, peer = connected()
    local text = client:makefile("w")
    text:write("hello")
    local buffer = text:detach()
    expect(peer:recv_exactly(5)):equals("hello")
    expect(error_of(text.write, text, "x")):equals("ValueError: underlying buffer has been detached")
    local raw <close> = buffer:detach()
    expect(error_of(buffer.flush, buffer)):equals("ValueError: raw stream has been detached")
    expect(raw:write("raw")):equals(3)
    expect(peer:recv_exactly(3)):equals("raw")
  end)
end)
