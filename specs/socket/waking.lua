-- Who waits in a call while another task closes the socket or shuts it down, and how long a call waits at most.
local process = require "process"
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

local closed = "OSError: [Errno 9] Bad file descriptor"

-- Runs a task that waits in s:method(...), then `act`; returns what the first one said.
local function said_by_waiter(t, act, s, method, ...)
  local arguments, said = table.pack(...), nil
  t:run("waiter", function()
    local ok, e = pcall(s[method], s, table.unpack(arguments, 1, arguments.n))
    said = ok and e or ("%s: %s"):format(getmetatable(e).__name, e)
  end, "actor", act)
  return said
end

describe("close() under a waiter", { covers = { "api-8.8" } }, function()
  -- CPython's blocking call goes on and owns the descriptor until it returns; here it ends, and the scenario with it.
  it("ends every call with EBADF, whatever the timeout", {
    segment = false, covers = { "close.other_thread_timeout_recv_data" },
  }, function(t)
    for _, timeout in ipairs { false, 5 } do
      local client, congested, crowded = connected(), support.congested(), support.crowded()
      local connecting, datagrams = support.tcp(), support.udp()
      datagrams:bind { support.host, 0 }
      local waits = {
        { client, "recv", 10 }, { congested, "send", "x" }, { support.listener(), "accept" },
        { connecting, "connect", crowded:getsockname() }, { datagrams, "recvfrom", 10 },
      }
      for _, wait in ipairs(waits) do
        local s, method = wait[1], wait[2]
        s:settimeout(timeout or nil)
        local said = said_by_waiter(t, function() s:close() end, s, table.unpack(wait, 2))
        expect({ method, said }):equals { method, closed }
      end
    end
  end)
end)

describe("shutdown() under a waiter", { covers = { "api-8.9" } }, function()
  it("gives recv() the end", { covers = { "close.recv_unblocked_by_shutdown_other_thread" } }, function(t)
    for _, make in ipairs { connected, socket.socketpair } do
      local client = make()
      expect(said_by_waiter(t, function() client:shutdown(socket.SHUT_RDWR) end, client, "recv", 10)):equals("")
    end
    local datagrams = support.datagram_pair()
    datagrams:connect(datagrams:getsockname())
    expect(said_by_waiter(t, function() datagrams:shutdown(socket.SHUT_RD) end, datagrams, "recv", 10)):equals("")
  end)

  it("ends accept()", { covers = { "accept.shutdown_wakes_blocked" } }, function(t)
    local listener = support.listener()
    expect(said_by_waiter(t, function() listener:shutdown(socket.SHUT_RDWR) end, listener, "accept"))
      :equals("OSError: [Errno 22] Invalid argument")
  end)

  it("breaks the pipe of send()", { segment = false }, function(t)
    local congested = support.congested()
    congested:setblocking(true)
    expect(said_by_waiter(t, function() congested:shutdown(socket.SHUT_WR) end, congested, "send", "x"))
      :equals("BrokenPipeError: [Errno 32] Broken pipe")
  end)
end)

describe("the deadline of a call", function()
  it("covers all of sendall(), however often the peer makes room", {
    segment = false, covers = { "sendall.timeout", "api-8.10" },
  }, function(t)
    local client, accepted = connected()
    client:settimeout(0.1)
    local over = false
    t:run("sender", function()
      expect(error_of(client.sendall, client, ("x"):rep(50000000))):equals("TimeoutError: timed out")
      over = true
    end, "slow reader", function()
      while not over do -- takes a little, again and again, and never waits for long
        accepted:recv(1000)
        t:sleep(0.01)
      end
    end)
  end)

  it("is each call's own", { covers = { "api-8.10" } }, function(t)
    local client, accepted = connected()
    client:settimeout(1)
    t:run("reader", function()
      for _ = 1, 2 do expect(client:recv(1)):equals("x") end
      client:settimeout(0.02)
      expect(error_of(client.recv, client, 1)):equals("TimeoutError: timed out")
    end, "writer", function()
      for _ = 1, 2 do accepted:send("x") end
    end)
  end)

  it("of 0 seconds is none: the call does not wait at all", { covers = { "api-8.11" } }, function()
    local client = connected()
    client:settimeout(0)
    local would_wait = "BlockingIOError: [Errno 11] Resource temporarily unavailable"
    expect(error_of(client.recv, client, 1)):equals(would_wait)
    local listener = support.listener()
    listener:settimeout(0)
    expect(error_of(listener.accept, listener)):equals(would_wait)
  end)
end)

describe("a waiter whose datagrams came from a task", function()
  it("takes those from outside, too, though another task never sleeps", function(t)
    local server, client, both_sent = support.udp(), support.udp(), t:event()
    server:bind { support.host, 0 }
    local address, taken = server:getsockname(), {}
    t:spawn("server", function()
      taken[1] = server:recv(10)
      both_sent:wait()
      for i = 2, 3 do taken[i] = server:recv(10) end
    end)
    t:sleep(0)
    client:sendto("first", address)
    t:sleep(0)
    client:sendto("inside", address)
    local sender = process.start {
      command = { "bash", "-c", ("printf outside > /dev/udp/127.0.0.1/%d"):format(address.port) },
    }
    expect(sender:wait()):equals { exit_code = 0 }
    both_sent:set()
    while #taken < 3 do t:sleep(0) end
    expect(taken):equals { "first", "inside", "outside" }
  end)
end)
