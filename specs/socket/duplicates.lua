-- Several descriptors of one socket: dup(), fromfd(), and what a program that is started gets of it.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

local closed = "OSError: [Errno 9] Bad file descriptor"
local would_wait = "BlockingIOError: [Errno 11] Resource temporarily unavailable"

describe("dup()", function()
  it("is another object for the same connection", { covers = { "life.dup", "create.fromfd" } }, function()
    local client = connected()
    local tcp, kinds = support.tcp(), { socket.AF_INET, socket.SOCK_STREAM, 0 }
    local copies = {
      { client, client:dup() }, { tcp, socket.fromfd(tcp:fileno(), socket.AF_INET, socket.SOCK_STREAM) },
    }
    for _, pair in ipairs(copies) do
      local original, copy = pair[1], pair[2]
      expect(copy:fileno() ~= original:fileno()):is_true()
      expect({ copy.family, copy.type, copy.proto }):equals(kinds)
      expect(copy:getsockname()):equals(original:getsockname())
      expect(copy:get_inheritable()):is_false()
    end
  end)

  it("has the timeout of the first, and O_NONBLOCK in common with it", {
    covers = { "life.dup_shares_flags", "api-8.6" },
  }, function()
    local client = connected()
    client:settimeout(5)
    expect(client:dup():gettimeout()):equals(5.0)
    client:settimeout(nil)
    local copy = client:dup()
    copy:setblocking(false)
    expect(client:gettimeout()):is_nil()
    expect(error_of(client.recv, client, 1)):equals(would_wait) -- the file does not block, whatever the object believes
  end)

  it("keeps the connection open until the last is closed", {
    covers = {
      "eof.dup_keeps_open", "life.fork_like_refcount", "cpython:BasicTCPTest.testDup",
      "cpython:BasicTCPTest.testFromFd",
    },
  }, function(t)
    local client, accepted = connected()
    local copy = accepted:dup()
    local other = socket.fromfd(accepted:fileno(), socket.AF_INET, socket.SOCK_STREAM)
    accepted:close()
    expect(error_of(client.recv, client, 10, socket.MSG_DONTWAIT)):equals(would_wait)
    copy:send("x")
    copy:close()
    other:send("y")
    expect(client:recv_exactly(2)):equals("xy")
    other:close()
    expect(client:recv(10)):equals("")
    expect(t:conversation("main")):exchanged [[
      main > main  tcp 127.0.0.1:*
        < "xy"
        < EOF
    ]]
  end)

  it("does not outlive a shutdown()", { covers = { "life.shutdown_vs_dup" } }, function()
    local client, accepted = connected()
    local copy = accepted:dup()
    accepted:shutdown(socket.SHUT_WR)
    expect(client:recv(9)):equals("")
    expect(error_of(copy.send, copy, "x")):equals("BrokenPipeError: [Errno 32] Broken pipe")
  end)

  it("may be waited on while the other is closed", function(t)
    local client, accepted = connected()
    local copy = client:dup()
    t:run("reader", function() expect(copy:recv_exactly(4)):equals("late") end, "closer", function()
      client:close()
      accepted:send("late")
    end)
  end)

  it("of a listener accepts, too", function()
    local listener = support.listener()
    local copy, address = listener:dup(), listener:getsockname()
    listener:close()
    local client = support.tcp()
    client:connect(address)
    expect(copy:accept().type):equals(socket.SOCK_STREAM)
  end)

  it("needs an open descriptor", { covers = { "life.dup_closed", "create.dup_func_bad" } }, function()
    local s = support.tcp()
    s:close()
    expect(error_of(s.dup, s)):equals(closed)
    expect(error_of(socket.dup, 9999)):equals(closed)
    expect(error_of(socket.fromfd, 9999, socket.AF_INET, socket.SOCK_STREAM)):equals(closed)
    expect(error_of(socket.fromfd, 9999))
      :equals("TypeError: fromfd() missing 2 required positional arguments: 'family' and 'type'")
    expect(error_of(socket.dup)):equals("TypeError: _socket.dup() takes exactly one argument (0 given)")
  end)

  it("of the module gives a number, for another socket or for close()", function()
    local client, accepted = connected()
    local first, second = socket.dup(client:fileno()), socket.dup(client:fileno())
    client:close()
    local again = socket.socket { fileno = first }
    again:send("x")
    again:close()
    expect(accepted:recv_exactly(1)):equals("x")
    socket.close(second)
    expect(accepted:recv(1)):equals("")
  end)
end)

describe("a descriptor that was O_NONBLOCK", function()
  it("stays it for another object, which believes that it blocks", function()
    local client = connected()
    client:settimeout(5)
    local again = socket.socket { fileno = client:detach() }
    expect(again:gettimeout()):is_nil()
    expect(error_of(again.recv, again, 1)):equals(would_wait)
  end)
end)

describe("an inheritable descriptor", function()
  it("is what set_inheritable() says; none is to begin with", {
    covers = { "create.cloexec_flag", "life.inheritable_closed" },
  }, function()
    local s = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    expect({ s.type, s:get_inheritable() }):equals { socket.SOCK_STREAM, false }
    for _, flag in ipairs { true, false } do
      expect(s:set_inheritable(flag)):is_nil()
      expect(s:get_inheritable()):equals(flag)
    end
    expect(error_of(s.set_inheritable, s))
      :equals("TypeError: socket.set_inheritable() missing 1 required positional argument: 'inheritable'")
    expect(error_of(s.set_inheritable, s, "yes"))
      :equals("TypeError: 'str' object cannot be interpreted as an integer")
    s:close()
    expect(error_of(s.get_inheritable, s)):equals(closed)
    expect(error_of(s.set_inheritable, s, true)):equals(closed)
  end)
end)

describe("fromfd()", function()
  it("looks for the descriptor before it looks at the rest, which it asks for where that is -1", function()
    expect(error_of(socket.fromfd, 999, socket.AF_INET, "1")):equals(closed)
    local a <close> = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    expect(error_of(socket.fromfd, a:fileno(), -1, 1 << 40, "0"))
      :equals("OverflowError: Python int too large to convert to C int")
    local copy <close> = socket.fromfd(a:fileno(), -1, -1, -1)
    expect({ copy.family, copy.type, copy.proto }):equals { socket.AF_UNIX, socket.SOCK_DGRAM, 0 }
  end)
end)

describe("a duplicate", function()
  it("makes a socket that does not block connect as one that does", function()
    local s = support.tcp()
    s:setblocking(false)
    s:dup():settimeout(nil)
    expect(error_of(s.connect, s, { support.host, support.refusing_port() }))
      :equals("ConnectionRefusedError: [Errno 111] Connection refused")
  end)

  it("of a socket for datagrams ends when the other is shut down", function()
    local s = support.unix(socket.SOCK_DGRAM)
    local copy = s:dup()
    s:shutdown(socket.SHUT_RD)
    local buffer = socket.bytearray(5)
    expect({ copy:recvfrom(5) }):equals { "" }
    expect({ copy:recvfrom_into(buffer) }):equals { 0 }
    expect({ copy:recvmsg(5) }):equals { "", {}, 0 }
    expect(error_of(copy.recv, copy, 5, socket.MSG_DONTWAIT)):equals(would_wait)
  end)
end)

describe("every method of a closed socket", {
  covers = { "life.all_methods_after_close", "cpython:RecvmsgUDPTest.testRecvmsgAfterClose" },
}, function()
  it("that asks the kernel says EBADF, those of messages and duplicates too", function()
    local s, address = support.tcp(), { "127.0.0.1", 9 }
    s:close()
    local calls = {
      { "accept" }, { "bind", { "", 0 } }, { "connect", address }, { "getpeername" }, { "getsockname" },
      { "getsockopt", 1, 2 }, { "listen" }, { "recv", 1 }, { "recvfrom", 1 }, { "recv_into", socket.bytearray(1) },
      { "recvmsg", 1 }, { "recvmsg_into", { socket.bytearray(1) } }, { "send", "" }, { "sendall", "x" },
      { "sendto", "", address }, { "sendmsg", { "x" } }, { "setblocking", true }, { "settimeout", 1 },
      { "shutdown", 2 }, { "dup" }, { "get_inheritable" }, { "set_inheritable", true },
    }
    for _, call in ipairs(calls) do
      expect({ call[1], error_of(s[call[1]], s, table.unpack(call, 2)) }):equals { call[1], closed }
    end
  end)
end)
