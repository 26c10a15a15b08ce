-- Open descriptors in a message (SCM_RIGHTS): a socket that one end sends is the other's to use, and lives on until
-- the last who has it closes it.
local process = require "process"
local socket = require "socket"
local support = require "support"

local error_of = support.error_of

-- The descriptors of the only item of ancillary data.
local function descriptors_of(ancillary)
  expect(#ancillary):equals(1)
  expect({ ancillary[1].level, ancillary[1].type }):equals { socket.SOL_SOCKET, socket.SCM_RIGHTS }
  local fds, data = {}, ancillary[1].data
  for at = 1, #data, 4 do fds[#fds + 1] = (string.unpack("=i4", data, at)) end
  return fds
end

local function rights(...)
  return { { socket.SOL_SOCKET, socket.SCM_RIGHTS, string.pack(("=i4"):rep(select("#", ...)), ...) } }
end

describe("a socket in a message", function()
  it("is another descriptor of the same connection", { covers = { "fds.pass_one", "fds.pass_socket" } }, function(t)
    local a, b = socket.socketpair()
    local client, server = support.connected()
    expect(a:sendmsg({ "F" }, rights(client:fileno()))):equals(1)
    local bytes, ancillary, flags, address = b:recvmsg(10, socket.CMSG_LEN(4))
    local fd = descriptors_of(ancillary)[1]
    expect({ bytes, flags, address, fd ~= client:fileno() }):equals { "F", 0, nil, true }
    client:close() -- which ends nothing: the connection has another descriptor
    local passed = socket.socket { fileno = fd }
    expect({ passed.family, passed.type, passed:get_inheritable() }):equals { socket.AF_INET, socket.SOCK_STREAM, true }
    passed:send("through")
    expect(server:recv_exactly(7)):equals("through")
    passed:close()
    expect(server:recv(20)):equals("")
    expect(t):exchanged [[
      main > main  unix socketpair
        > 1 descriptor
        > "F"
      main#2 > main  tcp 127.0.0.1:*
        > "through"
        > EOF
    ]]
  end)

  it("stays open while it is under way, whoever closes it", function()
    local a, b = socket.socketpair()
    local client, server = support.connected()
    socket.send_fds(a, { "x" }, { client:fileno() })
    client:close()
    expect(error_of(server.recv, server, 1, socket.MSG_DONTWAIT))
      :equals("BlockingIOError: [Errno 11] Resource temporarily unavailable")
    local _, fds = socket.recv_fds(b, 1, 1)
    socket.close(fds[1])
    expect(server:recv(1)):equals("")
  end)

  it("comes with others, in their order", { segment = false, covers = { "fds.send_recv_fds" } }, function()
    local a, b = socket.socketpair()
    local one, other = socket.socketpair()
    expect(socket.send_fds(a, { "hel", "lo" }, { one:fileno(), other:fileno() })):equals(5)
    local bytes, fds, flags, address = socket.recv_fds(b, 1024, 4)
    expect({ bytes, #fds, flags, address }):equals { "hello", 2, 0 }
    local first = socket.fromfd(fds[1], socket.AF_UNIX, socket.SOCK_STREAM)
    first:send("x")
    expect(other:recv_exactly(1)):equals("x")
    for _, fd in ipairs(fds) do socket.close(fd) end
  end)

  it("is closed for programs that are started, if the flags say so", { covers = { "fds.pass_cloexec_flag" } }, function()
    local a, b = socket.socketpair()
    socket.send_fds(a, { "F" }, { a:fileno() })
    local _, ancillary, flags = b:recvmsg(10, socket.CMSG_LEN(4), socket.MSG_CMSG_CLOEXEC)
    local passed <close> = socket.socket { fileno = descriptors_of(ancillary)[1] }
    expect(passed:get_inheritable()):is_false()
    expect(flags):equals(socket.MSG_CMSG_CLOEXEC)
  end)

  it("is lost where nobody asks for it", { covers = { "fds.no_ancbuf", "fds.plain_recv_loses" } }, function()
    local a, b = socket.socketpair()
    local one, other = socket.socketpair()
    socket.send_fds(a, { "x" }, { one:fileno() })
    expect({ b:recvmsg(10) }):equals { "x", {}, socket.MSG_CTRUNC }
    socket.send_fds(a, { "y" }, { one:fileno() })
    one:close()
    expect(b:recv(10)):equals("y")
    expect(other:recv(1)):equals("") -- it was the last
  end)

  it("must be open, and needs AF_UNIX to go anywhere", { covers = { "fds.bad_fd", "fds.over_inet" } }, function()
    local a = socket.socketpair()
    expect(error_of(socket.send_fds, a, { "x" }, { 9999 })):equals("OSError: [Errno 9] Bad file descriptor")
    local client, accepted = support.connected()
    expect(socket.send_fds(client, { "x" }, { a:fileno() })):equals(1)
    expect({ accepted:recvmsg(1, socket.CMSG_LEN(4)) }):equals { "x", {}, 0 }
  end)

  it("blocks or does not as its file does, whatever the new object believes", { covers = { "api-8.6" } }, function()
    local a, b = socket.socketpair()
    for _, timeout in ipairs { 5, 0 } do
      local client, server = support.connected()
      client:settimeout(timeout)
      socket.send_fds(a, { "x" }, { client:fileno() })
      local _, fds = socket.recv_fds(b, 1, 1)
      local passed <close> = socket.socket { fileno = fds[1] }
      expect(passed:gettimeout()):is_nil()
      expect(error_of(passed.recv, passed, 1)):equals("BlockingIOError: [Errno 11] Resource temporarily unavailable")
      passed:setblocking(true) -- for both
      server:send("y")
      expect(passed:recv(1)):equals("y")
    end
  end)

  it("goes with a datagram, too", function(t)
    local server, client = support.unix(socket.SOCK_DGRAM), support.unix(socket.SOCK_DGRAM)
    server:bind("\0server")
    client:bind("\0client")
    client:sendmsg({ "take" }, rights(client:fileno()), 0, "\0server")
    local _, fds = socket.recv_fds(server, 10, 1)
    local again <close> = socket.socket { fileno = fds[1] }
    expect(again:getsockname()):equals("\0client")
    expect(t:conversation("main")):contains('  > 1 descriptor\n  > "take"\n')
  end)

  it("goes from task to task, of which each then has an end of its own", function(t)
    local a, b = socket.socketpair()
    t:run("acceptor", function()
      local listener <close> = socket.create_server { "127.0.0.1", 80 }
      local conn <close> = listener:accept()
      socket.send_fds(a, { "work" }, { conn:fileno() })
    end, "worker", function()
      local _, fds = socket.recv_fds(b, 10, 1)
      local conn <close> = socket.socket { fileno = fds[1] }
      conn:sendall("from the worker")
    end, "client", function()
      local stream <close> = socket.create_connection { "127.0.0.1", 80 }
      expect(stream:recv_all()):equals("from the worker")
    end)
  end)
end)

-- Connects to the path, passes one end of a pair, says hello on the other and waits for the answer.
local giver = [[
import socket, sys
with socket.socket(socket.AF_UNIX) as giver:
    giver.connect(sys.argv[1])
    ours, theirs = socket.socketpair()
    socket.send_fds(giver, [b"here"], [theirs.fileno()])
    theirs.close()
    ours.sendall(b"hello")
    assert ours.recv(6, socket.MSG_WAITALL) == b"thanks"
]]

describe("send_fds() and recv_fds()", function()
  it("refuse in Python's words", function()
    local a, b = socket.socketpair()
    local no_integer = "object cannot be interpreted as an integer"
    expect(error_of(socket.send_fds, a, { "x" }, { "1" })):equals("TypeError: 'str' " .. no_integer)
    expect(error_of(socket.send_fds, a, { "x" }, { 1.5 })):equals("TypeError: 'float' " .. no_integer)
    expect(error_of(socket.send_fds, a, { "x" }, 5)):equals("TypeError: 'int' object is not iterable")
    expect(error_of(socket.send_fds, a, { "x" }, { 1 << 31 }))
      :equals("OverflowError: signed integer is greater than maximum")
    expect(error_of(socket.recv_fds, b, 1, "1")):equals("TypeError: 'str' " .. no_integer)
    expect(error_of(socket.recv_fds, b, -1, -1)):equals("OverflowError: CMSG_LEN() argument out of range")
  end)
end)

it("a program's socket can be received, and is a socket like any other", { requires = { "command:python3" } }, function(t)
  local listener <close> = support.unix()
  listener:bind(t:tempdir() .. "/giver")
  listener:listen()
  local program = process.start {
    name = "giver", command = { "python3", "-c", giver, t:tempdir() .. "/giver" },
  }
  local conn <close> = listener:accept()
  local bytes, fds = socket.recv_fds(conn, 10, 1)
  expect(bytes .. conn:recv_exactly(4 - #bytes)):equals("here")
  local given <close> = socket.socket { fileno = fds[1] }
  expect(given:recv_exactly(5)):equals("hello")
  given:sendall("thanks")
  expect(program:wait()):equals { exit_code = 0 }
  expect(t:conversation("giver")):contains('  > 1 descriptor\n  > "here"\n')
end)
