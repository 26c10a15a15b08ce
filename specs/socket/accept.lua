-- accept(): a new socket for each connection that the kernel has taken.
local socket = require "socket"
local support = require "support"

local error_of, tcp = support.error_of, support.tcp

local function client_of(listener)
  local s = tcp()
  s:connect(listener:getsockname())
  return s
end

describe("accept()", function()
  it("gives a socket and the address of the client", { covers = { "accept.shape" } }, function()
    local listener = support.listener()
    local client = client_of(listener)
    local results = table.pack(listener:accept())
    expect(results.n):equals(2)
    local accepted, address = results[1], results[2]
    expect(address):equals(client:getsockname())
    expect(accepted:getpeername()):equals(address)
    expect(accepted:getsockname()):equals(listener:getsockname())
    expect(accepted:fileno()):not_equals(listener:fileno())
  end)

  it("gives a socket of the listener's kind that blocks, whatever the listener's timeout", {
    covers = {
      "accept.flags", "accept.conn_blocking_after_listener_timeout",
      "cpython:NonBlockingTCPTests.testInheritFlagsBlocking",
    },
  }, function()
    for _, timeout in ipairs { false, 5, 0 } do
      local listener = support.listener()
      client_of(listener)
      listener:settimeout(timeout or nil)
      local accepted <close> = listener:accept()
      expect({ accepted.family, accepted.type, accepted.proto }):equals { socket.AF_INET, socket.SOCK_STREAM, 0 }
      expect(accepted:gettimeout()):is_nil()
      expect(accepted:get_inheritable()):is_false()
    end
  end)

  it("is for listeners", { covers = { "accept.not_listening", "accept.udp", "accept.arg" } }, function()
    local stream, datagrams = tcp(), support.udp()
    stream:bind { support.host, 0 }
    expect(error_of(stream.accept, stream)):equals("OSError: [Errno 22] Invalid argument")
    expect(error_of(datagrams.accept, datagrams)):equals("OSError: [Errno 95] Operation not supported")
    local listener = support.listener()
    expect(error_of(listener.accept, listener, 5))
      :equals("TypeError: socket.accept() takes 1 positional argument but 2 were given")
  end)

  it("raises where it may not wait, or not any longer", {
    covers = {
      "accept.nonblocking", "accept.timeout", "cpython:TCPTimeoutTest.testTCPTimeout",
      "cpython:TCPTimeoutTest.testTimeoutZero",
    },
  }, function()
    local listener = support.listener()
    listener:setblocking(false)
    expect(error_of(listener.accept, listener)):equals("BlockingIOError: [Errno 11] Resource temporarily unavailable")
    listener:settimeout(0.02)
    expect(error_of(listener.accept, listener)):equals("TimeoutError: timed out")
  end)

  it("waits for a client", { covers = { "accept.blocks_until_connect" } }, function(t)
    local listener, order = support.listener(), {}
    t:run("server", function()
      order[#order + 1] = "waits"
      local _, address = listener:accept()
      order[#order + 1] = address.port
    end, "client", function()
      order[#order + 1] = "connects"
      order.port = support.port(client_of(listener))
    end)
    expect({ order[1], order[2], order[3] }):equals { "waits", "connects", order.port }
  end)

  it("shares the clients among those who wait", { covers = { "accept.two_acceptors" } }, function(t)
    local listener, ports, wanted = support.listener(), {}, {}
    local function serve()
      local _, address = listener:accept()
      ports[#ports + 1] = address.port
    end
    t:run("one", serve, "other", serve, "clients", function()
      for i = 1, 2 do wanted[i] = support.port(client_of(listener)) end
    end)
    table.sort(ports)
    table.sort(wanted)
    expect(ports):equals(wanted)
  end)
end)

describe("the queue of a listener", function()
  it("keeps what a client sent before it was accepted", { covers = { "accept.data_before_accept" } }, function()
    local listener = support.listener()
    client_of(listener):send("early")
    expect(listener:accept():recv_exactly(5)):equals("early")
  end)

  it("is no limit on the clients that are served", { covers = { "accept.backlog_is_not_client_limit" } }, function()
    local listener, accepted = support.listener(1), {}
    for i = 1, 5 do
      local client = client_of(listener)
      accepted[i] = listener:accept()
      expect(accepted[i]:send("x")):equals(1)
      expect(client:recv(1)):equals("x")
    end
  end)

  it("holds one more than its backlog", { covers = { "accept.backlog_full_0", "accept.backlog_full_2" } }, function()
    for backlog = 0, 2, 2 do
      local listener = support.listener(backlog)
      for _ = 0, backlog do client_of(listener) end
      local late = tcp()
      late:settimeout(0.05)
      expect(error_of(late.connect, late, listener:getsockname())):equals("TimeoutError: timed out")
    end
  end)

  it("is reset when the listener closes", { covers = { "accept.listener_closed_resets_pending" } }, function()
    local listener = support.listener()
    local client = client_of(listener)
    listener:close()
    expect(error_of(client.recv, client, 10)):equals("ConnectionResetError: [Errno 104] Connection reset by peer")
  end)

  it("keeps what has been accepted when the listener closes", {
    covers = { "life.close_listener_keeps_accepted" },
  }, function()
    local listener = support.listener()
    local client, name = client_of(listener), listener:getsockname()
    local accepted = listener:accept()
    listener:close()
    client:send("ok")
    expect(accepted:recv_exactly(2)):equals("ok")
    local late = tcp()
    expect(error_of(late.connect, late, name)):equals("ConnectionRefusedError: [Errno 111] Connection refused")
  end)
end)
