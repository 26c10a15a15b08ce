-- A connection that is not there at once: timeouts, sockets that do not wait, and the kernel's own patience.
local socket = require "socket"
local support = require "support"

local error_of, tcp = support.error_of, support.tcp

local in_progress = "BlockingIOError: [Errno 115] Operation now in progress"
local already = "BlockingIOError: [Errno 114] Operation already in progress"

describe("connect() to a listener whose queue is full", { covers = { "api-8.7" } }, function()
  it("ends with the socket's timeout", { covers = { "connect.timeout_full_backlog" } }, function()
    local listener, client = support.crowded(), tcp()
    client:settimeout(0.02)
    local e = expect(function() client:connect(listener:getsockname()) end):raises(socket.timeout)
    expect(tostring(e)):equals("timed out")
    expect(e.errno):is_nil()
  end)

  it("ends with the kernel's patience as an error that has an errno", {
    covers = { "connect.kernel_timeout" },
  }, function()
    local listener, client = support.crowded(), tcp()
    client:setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 300)
    expect(error_of(client.connect, client, listener:getsockname()))
      :equals("TimeoutError: [Errno 110] Connection timed out")
  end)

  it("is EAGAIN for connect_ex when the timeout passes", { covers = { "connect_ex.timeout" } }, function()
    local listener, client = support.crowded(), tcp()
    client:settimeout(0.02)
    expect(client:connect_ex(listener:getsockname())):equals(socket.EAGAIN)
  end)

  it("succeeds as soon as there is room", function(t)
    local listener, client = support.crowded(), tcp()
    t:run("late", function() expect(client:connect(listener:getsockname())):is_nil() end, "server", function()
      listener:accept()
      expect(select(2, listener:accept())):equals(client:getsockname())
    end)
  end)
end)

describe("connect() on a socket that does not wait", { covers = { "api-8.7" } }, function()
  it("is in progress, then already so", { covers = { "connect.alreadyinprogress_error" } }, function()
    local listener, client = support.crowded(), tcp()
    client:setblocking(false)
    expect(error_of(client.connect, client, listener:getsockname())):equals(in_progress)
    expect(error_of(client.connect, client, listener:getsockname())):equals(already)
    expect(client:connect_ex(listener:getsockname())):equals(socket.EALREADY)
  end)

  it("is connected once it has been in progress", { covers = { "connect.nonblocking_then_writable" } }, function()
    local listener, client = support.listener(), tcp()
    client:setblocking(false)
    expect(error_of(client.connect, client, listener:getsockname())):equals(in_progress)
    local accepted = listener:accept()
    expect(client:getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)):equals(0)
    expect(client:getpeername()):equals(listener:getsockname())
    expect(client:connect_ex(listener:getsockname())):equals(0)
    expect(client:connect_ex(listener:getsockname())):equals(socket.EISCONN)
    client:send("x")
    expect(accepted:recv(1)):equals("x")
  end)

  it("tells a refusal by SO_ERROR or by the next attempt", function()
    for _, asks in ipairs { true, false } do
      local client = tcp()
      client:setblocking(false)
      local address = { support.host, support.refusing_port() }
      expect(client:connect_ex(address)):equals(socket.EINPROGRESS)
      if asks then
        local code
        support.await(function()
          code = client:getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
          return code ~= 0
        end)
        expect(code):equals(socket.ECONNREFUSED)
      else
        client:setblocking(true)
        expect(client:connect_ex(address)):equals(socket.ECONNREFUSED)
      end
    end
  end)
end)

describe("an attempt that timed out", function()
  it("goes on in the kernel: the next one joins it", function(t)
    local listener, client = support.crowded(), tcp()
    client:settimeout(0.02)
    expect(client:connect_ex(listener:getsockname())):equals(socket.EAGAIN)
    expect(client:connect_ex(listener:getsockname())):equals(socket.EALREADY)
    client:settimeout(nil)
    t:run("late", function() expect(client:connect(listener:getsockname())):is_nil() end, "server", function()
      listener:accept()
      listener:accept()
    end)
  end)
end)

it("the time in which a name is looked up is no part of the timeout", {
  covers = { "api-8.12" }, dns = { ["slow.test"] = { A = "127.0.0.1", delay = 0.1 } },
}, function()
  local listener, client, datagrams = support.listener(), tcp(), support.udp()
  client:settimeout(0.03)
  expect(client:connect { "slow.test", support.port(listener) }):is_nil()
  datagrams:setblocking(false)
  expect(datagrams:sendto("x", { "slow.test", support.refusing_udp_port() })):equals(1)
end)
