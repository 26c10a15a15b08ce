-- connect() and connect_ex(): how an attempt ends, and what it leaves behind.
local socket = require "socket"
local support = require "support"

local error_of, tcp, port = support.error_of, support.tcp, support.port
local HOST = support.host

local refused = "ConnectionRefusedError: [Errno 111] Connection refused"

describe("connect()", function()
  it("gives both ends their names", {
    covers = { "connect.ok", "connect.localhost", "connect.bound_source" },
  }, function()
    local listener, client = support.listener(), tcp()
    expect(client:connect(listener:getsockname())):is_nil()
    expect(client:getpeername()):equals(listener:getsockname())
    expect(client:getsockname().host):equals(HOST)
    expect(port(client)):at_least(1024)
    local named, bound = tcp(), tcp()
    named:connect { "localhost", port(listener) }
    expect(named:getpeername()):equals(listener:getsockname())
    bound:bind { "127.0.0.5", 0 }
    bound:connect(listener:getsockname())
    local seen = {}
    for i = 1, 3 do seen[i] = select(2, listener:accept()).host end
    expect(seen):equals { HOST, HOST, "127.0.0.5" }
  end)

  it("takes the empty host for this one", { covers = { "connect.empty_host" } }, function()
    local listener, client = support.listener(5, ""), tcp()
    client:connect { "", port(listener) }
    expect(client:getpeername().host):equals(HOST)
  end)

  it("is refused where nobody listens", {
    covers = { "connect.port_0", "tut.001.client_without_server", "cpython:NetworkConnectionNoServer.test_connect" },
  }, function()
    local client = tcp()
    expect(error_of(client.connect, client, { HOST, support.refusing_port() })):equals(refused)
    expect(error_of(client.connect, client, { HOST, 0 })):equals(refused)
  end)

  it("with a timeout leaves a refused socket in the kernel's hands, which tells the next attempt once", {
    covers = { "connect.with_timeout_refused" },
  }, function()
    local client = tcp()
    client:settimeout(3)
    expect(error_of(client.connect, client, { HOST, support.refusing_port() })):equals(refused)
    expect(error_of(client.connect, client, { HOST, 0 }))
      :equals("ConnectionAbortedError: [Errno 103] Software caused connection abort")
    expect(error_of(client.connect, client, { HOST, 0 })):equals(refused)
  end)

  it("raises what the kernel says", {
    covers = { "connect.broadcast_tcp", "connect_ex.unreachable" }, requires = { "private" }, -- no way out of it
  }, function()
    local unreachable = "OSError: [Errno 101] Network is unreachable"
    local listener, client = support.listener(), support.connected()
    local cases = {
      { unreachable, tcp(), { "192.0.2.1", 9 } },
      { unreachable, tcp(), { "<broadcast>", 9 } },
      { "OSError: [Errno 106] Transport endpoint is already connected", client, listener:getsockname() },
      { "OSError: [Errno 106] Transport endpoint is already connected", listener, listener:getsockname() },
    }
    for _, case in ipairs(cases) do
      local wanted, s, address = table.unpack(case)
      expect(error_of(s.connect, s, address)):equals(wanted)
      expect(s:connect_ex(address)):equals(tonumber(wanted:match("Errno (%d+)")))
    end
  end)

  it("after a refusal may be tried again, but nothing else works", { covers = {
    "connect.refused_then_ok_same_socket", "connect.refused_then_recv", "tut.003.mt_client_refused_goes_on",
    "shutdown.refused",
  } }, function()
    local listener, client = support.listener(), tcp()
    expect(error_of(client.connect, client, { HOST, support.refusing_port() })):equals(refused)
    local unconnected = "OSError: [Errno 107] Transport endpoint is not connected"
    expect(error_of(client.recv, client, 2048)):equals(unconnected)
    expect(error_of(client.shutdown, client, socket.SHUT_RDWR)):equals(unconnected)
    expect(client:connect(listener:getsockname())):is_nil()
    expect(client:getpeername()):equals(listener:getsockname())
  end)

  it("connects a socket to itself, if that is what it is told", { covers = { "connect.self" } }, function()
    local s = tcp()
    s:bind { HOST, 0 }
    s:connect(s:getsockname())
    s:send("me")
    expect(s:recv_exactly(2)):equals("me")
    expect(s:getpeername()):equals(s:getsockname())
  end)

  it("keeps the timeout that it was made under", { covers = { "connect.with_timeout_ok" } }, function()
    local listener, client = support.listener(), tcp()
    client:settimeout(3)
    expect(client:connect(listener:getsockname())):is_nil()
    expect(client:gettimeout()):equals(3.0)
  end)
end)

describe("connect_ex()", function()
  it("returns the errno, and 0 where it worked", {
    covers = { "connect_ex.ok", "connect_ex.refused", "unix.connect_ex_missing" },
  }, function(t)
    local listener = support.listener()
    expect(tcp():connect_ex(listener:getsockname())):equals(0)
    expect(tcp():connect_ex { HOST, support.refusing_port() }):equals(socket.ECONNREFUSED)
    expect(support.unix():connect_ex(t:tempdir() .. "/nope")):equals(2)
    local closed = tcp()
    closed:close()
    expect(closed:connect_ex { HOST, 9 }):equals(socket.EBADF)
  end)

  it("raises what is not the kernel's", function()
    local client = tcp()
    expect(error_of(client.connect_ex, client, { "256.0.0.1", 80 }))
      :equals("gaierror: [Errno -2] Name or service not known")
  end)
end)
