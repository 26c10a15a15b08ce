-- send() and sendall() on a connection: what they take, what they return, what stops them.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

local full = "BlockingIOError: [Errno 11] Resource temporarily unavailable"

describe("send()", function()
  it("returns how many bytes it took", { covers = { "send.count", "sendall.none_result" } }, function()
    local client, accepted = connected()
    expect(client:send("Hello World")):equals(11)
    expect(accepted:recv_exactly(11)):equals("Hello World")
    expect(client:sendall(("x"):rep(1000))):is_nil()
    expect(accepted:recv_exactly(1000)):equals(("x"):rep(1000))
  end)

  it("of nothing sends nothing, which is not an end", {
    covers = { "send.empty", "tut.003.mt_client_empty_input" },
  }, function()
    local client, accepted = connected()
    expect(client:send("")):equals(0)
    expect(client:sendall("")):is_nil()
    expect(error_of(accepted.recv, accepted, 10, socket.MSG_DONTWAIT)):equals(full)
    client:settimeout(0.02)
    expect(error_of(client.recv, client, 1024)):equals("TimeoutError: timed out") -- so nobody answers
  end)

  it("takes strings and bytearrays, and no other value", { covers = { "send.int", "send.none" } }, function()
    local client, accepted = connected()
    client:send("ab")
    client:send(socket.bytearray("cd"))
    client:sendall(socket.bytearray("\0f"))
    expect(accepted:recv_exactly(6)):equals("abcd\0f")
    for _, method in ipairs { "send", "sendall" } do
      local words = "TypeError: a bytes-like object is required, not '%s'"
      expect(error_of(client[method], client, 5)):equals(words:format("int"))
      expect(error_of(client[method], client, nil)):equals(words:format("NoneType"))
      expect(error_of(client[method], client, 1.5)):equals(words:format("float"))
      -- Lua has one kind of table; Python says 'list' to a list.
      expect(error_of(client[method], client, { "Hello World" })):equals(words:format("tuple"))
    end
  end)

  it("takes bytes and flags, nothing more", { covers = { "send.too_many", "send.bad_flags_type" } }, function()
    local client = connected()
    for _, method in ipairs { "send", "sendall" } do
      local call = client[method]
      expect(error_of(call, client)):equals(("TypeError: %s() takes at least 1 argument (0 given)"):format(method))
      expect(error_of(call, client, "a", 0, 0))
        :equals(("TypeError: %s() takes at most 2 arguments (3 given)"):format(method))
      expect(error_of(call, client, "a", "x")):equals("TypeError: 'str' object cannot be interpreted as an integer")
    end
  end)

  it("needs a connection", { covers = {
    "send.closed", "life.sendall_empty_closed", "unix.stream_send_unconnected", "sendto.tcp_unconnected",
  } }, function()
    local closed = connected()
    closed:close()
    expect(error_of(closed.send, closed, "x")):equals("OSError: [Errno 9] Bad file descriptor")
    expect(error_of(closed.sendall, closed, "")):equals("OSError: [Errno 9] Bad file descriptor")
    local stream, unix = support.tcp(), support.unix()
    expect(error_of(stream.send, stream, "x")):equals("BrokenPipeError: [Errno 32] Broken pipe")
    expect(error_of(stream.sendto, stream, "x", { support.host, 9 })):equals("BrokenPipeError: [Errno 32] Broken pipe")
    expect(error_of(unix.send, unix, "x")):equals("OSError: [Errno 107] Transport endpoint is not connected")
  end)
end)

describe("send() to a peer that does not read", function()
  it("takes a part, then nothing, where the socket does not wait", {
    segment = false, covers = { "send.partial_nonblocking", "send.full_nonblocking" },
  }, function()
    local client, many = connected(), ("x"):rep(50000000)
    client:setblocking(false)
    local taken = client:send(many)
    expect(taken):at_least(1)
    expect(taken):at_most(#many - 1)
    local congested = support.congested()
    expect(error_of(congested.send, congested, "x")):equals(full)
    expect(error_of(congested.sendall, congested, "x")):equals(full)
  end)

  it("times out", { segment = false, covers = { "send.timeout" } }, function()
    local client = support.congested()
    client:settimeout(0.02)
    expect(error_of(client.send, client, "x")):equals("TimeoutError: timed out")
  end)
end)

describe("what was sent before close()", function()
  it("still arrives", { covers = { "close.blocking_send_buffer_flushed" } }, function()
    local client, accepted = connected()
    client:sendall(("x"):rep(100000))
    client:close()
    expect(#accepted:recv_all()):equals(100000)
  end)
end)
