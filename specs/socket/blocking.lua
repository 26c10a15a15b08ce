-- What the kernel does for a descriptor that blocks, as Python's are unless told otherwise: parley's never block, and
-- behave as if they did. And what it does not do, once a timeout is set.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

local would_wait = "BlockingIOError: [Errno 11] Resource temporarily unavailable"
local many = ("z"):rep(6000000)

local function both_kinds(check)
  for _, make in ipairs { connected, socket.socketpair } do check(make()) end
end

describe("send() of more than fits", { covers = { "api-8.1" } }, function()
  it("returns when all of it is queued, and sendto() too", {
    segment = false, covers = { "send.blocking_returns_full" },
  }, function(t)
    for _, method in ipairs { "send", "sendto" } do
      local client, accepted = connected()
      local count, received
      t:run("sender", function()
        local arguments = method == "sendto" and { client:getpeername() } or {}
        count = client[method](client, many, table.unpack(arguments))
      end, "receiver", function() received = #accepted:recv_exactly(#many) end)
      expect({ method, count, received }):equals { method, #many, #many }
    end
  end)

  it("returns a part of it where there is a timeout", { covers = { "send.timeout_mode_partial" } }, function()
    local client = connected()
    client:settimeout(5)
    local count = client:send(many .. many)
    expect(count):at_least(1)
    expect(count):at_most(2 * #many - 1)
  end)

  it("returns the part that was taken when SO_SNDTIMEO or a reset stops it", { segment = false }, function(t)
    both_kinds(function(client)
      client:setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, support.timeval(0.05))
      expect(client:send(many)):at_most(#many - 1)
    end)
    local client, accepted = connected()
    t:run("sender", function()
      expect(client:send(many)):at_most(#many - 1)
      expect(error_of(client.send, client, "x")):equals("ConnectionResetError: [Errno 104] Connection reset by peer")
    end, "peer", function() support.reset(accepted) end)
  end)
end)

describe("MSG_WAITALL", { covers = { "api-8.2" } }, function()
  local function pieces(s)
    return function()
      s:send("abc")
      s:send("def")
    end
  end

  it("waits for all that was asked for", { covers = { "recv.waitall" } }, function(t)
    both_kinds(function(client, accepted)
      t:run("reader", function() expect(client:recv(6, socket.MSG_WAITALL)):equals("abcdef") end,
        "writer", pieces(accepted))
      local buffer = socket.bytearray(6)
      t:run("reader", function() expect(client:recv_into(buffer, 0, socket.MSG_WAITALL)):equals(6) end,
        "writer", pieces(accepted))
      expect(tostring(buffer)):equals("abcdef")
    end)
  end)

  it("gives what came before the end, a reset or SO_RCVTIMEO, and these to the next call", {
    covers = { "recv.waitall_eof" },
  }, function(t)
    local client, accepted = connected()
    accepted:send("abc")
    accepted:close()
    expect({ client:recv(6, socket.MSG_WAITALL), client:recv(6, socket.MSG_WAITALL) }):equals { "abc", "" }
    local other, resetting = connected()
    t:run("reader", function()
      expect(other:recv(6, socket.MSG_WAITALL)):equals("abc")
      expect(error_of(other.recv, other, 6)):equals("ConnectionResetError: [Errno 104] Connection reset by peer")
    end, "writer", function()
      resetting:send("abc")
      support.reset(resetting)
    end)
    both_kinds(function(limited, writer)
      limited:setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, support.timeval(0.02))
      writer:send("abc")
      expect(limited:recv(6, socket.MSG_WAITALL)):equals("abc")
      expect(error_of(limited.recv, limited, 6, socket.MSG_WAITALL)):equals(would_wait)
    end)
  end)

  it("does not wait where there is a timeout: CPython's descriptor does not block then", { segment = false }, function()
    local client, accepted = connected()
    client:settimeout(5)
    accepted:send("abc")
    expect(client:recv(6, socket.MSG_WAITALL)):equals("abc")
  end)

  it("peeks at all of it and leaves it there", { segment = false, covers = { "recv.peek_waitall" } }, function(t)
    local client, accepted = connected()
    t:run("reader", function()
      expect(client:recv(4, socket.MSG_PEEK | socket.MSG_WAITALL)):equals("abcd")
      expect(client:recv(10)):equals("abcd")
    end, "writer", function()
      accepted:send("ab")
      accepted:send("cd")
    end)
  end)
end)

describe("MSG_DONTWAIT", { covers = { "api-8.3" } }, function()
  it("does not wait on a socket that blocks", {
    segment = false, covers = { "recv.dontwait", "send.dontwait_full" },
  }, function()
    local client = connected()
    expect(error_of(client.recv, client, 10, socket.MSG_DONTWAIT)):equals(would_wait)
    expect(error_of(client.recvfrom, client, 10, socket.MSG_DONTWAIT)):equals(would_wait)
    local congested = support.congested()
    congested:setblocking(true)
    expect(error_of(congested.send, congested, "x", socket.MSG_DONTWAIT)):equals(would_wait)
    local fresh = connected()
    expect(fresh:send(many .. many, socket.MSG_DONTWAIT)):at_most(2 * #many - 1)
  end)

  it("neither does MSG_ERRQUEUE: there is no waiting for errors", function()
    for _, s in ipairs { connected(), support.udp() } do
      expect(error_of(s.recv, s, 10, socket.MSG_ERRQUEUE)):equals(would_wait)
    end
  end)

  it("comes too late where there is a timeout, which is waited for first", { segment = false }, function(t)
    local client, accepted = connected()
    client:settimeout(0.02)
    expect(error_of(client.recv, client, 10, socket.MSG_DONTWAIT)):equals("TimeoutError: timed out")
    client:settimeout(5)
    t:run("reader", function() expect(client:recv(10, socket.MSG_DONTWAIT)):equals("late") end, "writer", function()
      accepted:send("late")
    end)
  end)
end)

describe("SO_RCVTIMEO and SO_SNDTIMEO", { covers = { "api-8.4" } }, function()
  local function limited(s)
    for _, option in ipairs { socket.SO_RCVTIMEO, socket.SO_SNDTIMEO } do
      s:setsockopt(socket.SOL_SOCKET, option, support.timeval(0.02))
    end
    return s
  end

  it("end a wait with EAGAIN, not with a timeout of Python's", {
    segment = false, covers = { "timeout.so_rcvtimeo_gives_eagain", "send.so_sndtimeo" },
  }, function()
    local client, congested, listener = limited(connected()), limited(support.congested()), limited(support.listener())
    congested:setblocking(true)
    expect(error_of(client.recv, client, 1)):equals(would_wait)
    expect(error_of(congested.send, congested, "x")):equals(would_wait)
    expect(error_of(listener.accept, listener)):equals(would_wait)
    expect(client:gettimeout()):is_nil()
  end)

  it("end a connect() that is in progress, and say so", function()
    local listener, client = support.crowded(), limited(support.tcp())
    expect(error_of(client.connect, client, listener:getsockname()))
      :equals("BlockingIOError: [Errno 115] Operation now in progress")
    local second = limited(support.tcp())
    expect(second:connect_ex(listener:getsockname())):equals(socket.EINPROGRESS)
  end)

  it("do nothing where there is a timeout of Python's", function(t)
    local client, accepted = connected()
    limited(client):settimeout(5)
    t:run("reader", function() expect(client:recv(1)):equals("x") end, "writer", function()
      t:sleep(0.05) -- longer than the limit
      accepted:send("x")
    end)
  end)
end)
