-- sendfile(): the bytes of a file over a stream. A file is what t:open gives, or anything that can be read.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

-- A file that is none: bytes in memory, without a descriptor (Python's io.BytesIO).
local function in_memory(bytes)
  local file, position = {}, 0
  function file.read(_, n)
    local part = bytes:sub(position + 1, position + n)
    position = position + #part
    return part
  end
  function file.seek(_, offset) position = offset end
  function file.tell() return position end
  return file
end

local function digits(t)
  t:write("digits", "0123456789")
  return t:open("digits", "rb")
end

describe("sendfile()", function()
  it("sends a file, or a part of it, and moves its position", {
    covers = { "sendfile.offset_count", "sendfile.count_past_eof" },
  }, function(t)
    local client, accepted = connected()
    local file = digits(t)
    expect(client:sendfile(file, { offset = 2, count = 3 })):equals(3)
    expect(file:tell()):equals(5)
    expect(accepted:recv_exactly(3)):equals("234")
    expect(client:sendfile(file, 5, 100)):equals(5)
    expect(client:sendfile(file)):equals(10) -- from the beginning, wherever the position was
    expect(accepted:recv_exactly(15)):equals("567890123456789")
  end)

  it("reads what is no file in the system's sense", { covers = { "sendfile.bytesio" } }, function()
    local client, accepted = connected()
    local file = in_memory("abc")
    expect({ client:sendfile(file), file:tell(), accepted:recv_exactly(3) }):equals { 3, 3, "abc" }
    expect(client:sendfile(file)):equals(0) -- it is at its end
  end)

  it("of an empty file asks nobody", function(t)
    t:write("empty", "")
    expect(support.tcp():sendfile(t:open("empty"))):equals(0)
  end)

  it("sends more than fits, while the other end takes it", { segment = false }, function(t)
    local client, accepted = connected()
    local much = ("0123456789abcdef"):rep(1 << 16)
    t:write("much", much)
    t:run("sender", function()
      expect(client:sendfile(t:open("much"))):equals(#much)
      client:close()
    end, "receiver", function() expect(accepted:recv_all() == much):is_true() end)
  end)

  it("leaves the position behind what was sent before an error", { segment = false }, function(t)
    local client = support.congested()
    client:settimeout(0.02)
    local file = digits(t)
    expect(error_of(client.sendfile, client, file)):equals("TimeoutError: timed out")
    expect(file:tell() <= 10):is_true()
  end)

  it("refuses texts, sockets that do not block, datagrams and odd counts", {
    covers = { "sendfile.text_mode", "sendfile.nonblocking", "sendfile.bad_count" },
  }, function(t)
    local client = connected()
    local file = digits(t)
    local function refused(s, ...) return error_of(s.sendfile, s, ...) end
    expect(refused(client, t:open("digits", "r"))):equals("ValueError: file should be opened in binary mode")
    expect(refused(support.udp(), file)):equals("ValueError: only SOCK_STREAM type sockets are supported")
    local odd = { [0] = "ValueError", [-1] = "ValueError", ["1"] = "TypeError", [2.5] = "TypeError" }
    for count, class in pairs(odd) do
      local shown = type(count) == "string" and "'1'" or tostring(count)
      expect(refused(client, file, 0, count))
        :equals(("%s: count must be a positive integer (got %s)"):format(class, shown))
    end
    client:setblocking(false)
    expect(refused(client, file)):equals("ValueError: non-blocking sockets are not supported")
  end)
end)

describe("sendfile() of a file with a descriptor", function()
  it("asks for little where there is nothing to send", function(t)
    t:write("none", "")
    local s = support.tcp()
    s:setblocking(false)
    expect(s:sendfile(t:open("none"))):equals(0)
    s:close()
    expect(s:sendfile(t:open("none"))):equals(0)
    local closed = support.tcp()
    closed:close()
    expect(error_of(closed.sendfile, closed, digits(t))):equals("ValueError: Invalid file descriptor: -1")
  end)

  it("sends packets of what a pipe holds, by pages of the file", function(t)
    t:write("most", ("m"):rep(70000))
    local one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    expect(one:sendfile(t:open("most"), 100)):equals(69900)
    expect({ #other:recv(100000), #other:recv(100000) }):equals { 65436, 4464 }
  end)

  it("waits for room once more where a timeout is set, when all is sent", { segment = false }, function(t)
    t:write("most", ("m"):rep(70000))
    local one, other = socket.socketpair()
    one:settimeout(0.01)
    local file = t:open("most")
    expect(error_of(one.sendfile, one, file)):equals("TimeoutError: timed out")
    expect({ file:tell(), #other:recv_exactly(70000) }):equals { 70000, 70000 }
  end)

  it("leaves the position where nothing was sent", function(t)
    local client = connected()
    local file = digits(t)
    expect({ client:sendfile(file, 50), file:tell() }):equals { 0, 0 }
  end)

  it("tries once more by send() where the first attempt failed", function(t)
    local client, accepted = connected()
    client:send("unread")
    support.await(function() return pcall(accepted.recv, accepted, 1, socket.MSG_PEEK | socket.MSG_DONTWAIT) end)
    accepted:close() -- which resets
    support.await_reset(client)
    expect(error_of(client.sendfile, client, digits(t))):equals("BrokenPipeError: [Errno 32] Broken pipe")
  end)
end)

describe("a file of t:open()", function()
  it("is read and written without a buffer", function(t)
    local file <close> = t:open("notes", "wb")
    expect(file:write("one two")):equals(7)
    expect(t:read("notes")):equals("one two")
    local again <close> = t:open("notes", "r+b")
    again:seek(-3, 2)
    expect({ again:tell(), again:read(1), again:read(), again:read(1) }):equals { 4, "t", "wo", "" }
    again:seek(0)
    again:write("two")
    expect(t:read("notes")):equals("two two")
  end)

  it("says what cannot be", function(t)
    expect(error_of(t.open, t, "absent")):contains("FileNotFoundError: [Errno 2] No such file or directory")
    expect(error_of(t.open, t, "notes", "q")):equals("ValueError: invalid mode: 'q'")
    expect(error_of(t.open, t, "/etc/passwd", "ab")):contains("writes below the scenario's directory only")
    t:write("notes", "")
    local file = t:open("notes", "rb")
    file:close()
    file:close()
    expect(error_of(file.read, file, 1)):equals("ValueError: I/O operation on closed file.")
  end)

  it("can be passed in a message", function(t)
    local a, b = socket.socketpair()
    local file = digits(t)
    socket.send_fds(a, { "f" }, { file:fileno() })
    local _, fds = socket.recv_fds(b, 1, 1)
    expect(#fds):equals(1)
    expect(error_of(socket.socket, { fileno = fds[1] })):equals("OSError: [Errno 88] Socket operation on non-socket")
    socket.close(fds[1])
  end)
end)
