-- create_connection and create_server: Python's shortcuts for a client and a server of TCP.
local socket = require "socket"
local support = require "support"

local error_of, port = support.error_of, support.port
local HOST = support.host

describe("create_connection()", function()
  it("connects, with the timeout and the source address that it is given", {
    covers = {
      "create_connection.timeout_arg", "cpython:NetworkConnectionAttributesTest.testTimeoutValueNamed",
      "cpython:NetworkConnectionAttributesTest.testTimeoutValueNonamed",
    },
  }, function()
    local listener = support.listener()
    local address = listener:getsockname()
    local plain = socket.create_connection(address)
    expect(plain:gettimeout()):is_nil()
    expect({ plain.family, plain.type, plain.proto }):equals { socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP }
    expect(socket.create_connection(address, { timeout = 4 }):gettimeout()):equals(4.0)
    expect(socket.create_connection(address, 4):gettimeout()):equals(4.0)
    local from = socket.create_connection(address, { source_address = { "127.0.0.5", 0 } })
    expect(from:getsockname().host):equals("127.0.0.5")
  end)

  it("takes a port as text, too", function()
    local listener = support.listener()
    local s <close> = socket.create_connection { HOST, tostring(port(listener)) }
    expect(s:getpeername()):equals(listener:getsockname())
  end)

  it("tries each address of the host, and raises the last error", { covers = {
    "create_connection.refused_localhost_last_error", "create_connection.all_errors",
    "create_connection.all_errors_localhost", "cpython:NetworkConnectionNoServer.test_create_connection",
    "cpython:NetworkConnectionNoServer.test_create_connection_all_errors",
  } }, function()
    local refused = "[Errno 111] Connection refused"
    local address = { "localhost", support.refusing_port() }
    expect(error_of(socket.create_connection, address)):equals("ConnectionRefusedError: " .. refused)
    local group = expect(function()
      socket.create_connection(address, { all_errors = true })
    end):raises(socket.ExceptionGroup)
    expect(tostring(group)):equals("create_connection failed (2 sub-exceptions)")
    expect({ tostring(group.exceptions[1]), tostring(group.exceptions[2]) }):equals { refused, refused }
    local numeric = { HOST, address[2] }
    expect(error_of(socket.create_connection, numeric, { all_errors = true }))
      :equals("ExceptionGroup: create_connection failed (1 sub-exception)")
  end)

  it("finds a listener on the second address of the host", function()
    local listener = support.listener() -- localhost is ::1 first
    local s <close> = socket.create_connection { "localhost", port(listener) }
    expect(s:getpeername()):equals(listener:getsockname())
  end)

  it("gives up each attempt after the timeout", {
    covers = { "create_connection.timeout", "cpython:NetworkConnectionNoServer.test_create_connection_timeout" },
  }, function()
    local listener = support.crowded()
    expect(error_of(socket.create_connection, listener:getsockname(), { timeout = 0.02 }))
      :equals("TimeoutError: timed out")
  end)

  it("waits where the connection is not there at once", function(t)
    local listener = support.crowded()
    local address = listener:getsockname()
    t:run("late", function()
      local s <close> = socket.create_connection(address)
      expect(s:getpeername()):equals(address)
    end, "server", function()
      listener:accept()
      listener:accept()
    end)
    expect(t:calls("late")):equals { "socket", "connect", "getpeername", "close" }
  end)

  it("leaves no socket behind where it is cancelled", function(t)
    local listener = support.crowded()
    local late = t:spawn("late", socket.create_connection, listener:getsockname())
    t:sleep(0)
    late:cancel()
    expect(t:calls("late")):equals { "socket", "connect", "close" }
  end)

  it("has the default timeout", function()
    local listener = support.crowded()
    socket.setdefaulttimeout(0.02)
    local late = error_of(socket.create_connection, listener:getsockname())
    socket.setdefaulttimeout(0)
    local at_once = error_of(socket.create_connection, listener:getsockname())
    socket.setdefaulttimeout(nil)
    expect(late):equals("TimeoutError: timed out")
    expect(at_once):equals("BlockingIOError: [Errno 115] Operation now in progress")
  end)

  it("takes an address in each of its spellings", function()
    local listener = support.listener()
    local address, at = listener:getsockname(), port(listener)
    for _, spelling in ipairs { { "127.0.0.1", at }, { "127.1", at }, { "0x7f000001", at }, { "127.0.0.1", tostring(at) } } do
      local s <close> = socket.create_connection(spelling)
      expect(s:getpeername()):equals(address)
    end
    local long = setmetatable({ HOST, at }, { __len = function() return 3 end })
    expect(error_of(socket.create_connection, long)):equals("ValueError: too many values to unpack (expected 2)")
    local by_name = setmetatable({}, { __len = function() return 2 end, __index = { HOST, at } })
    expect(socket.create_connection(by_name):getpeername()):equals(address)
  end)

  it("wants a pair", function()
    expect(error_of(socket.create_connection))
      :equals("TypeError: create_connection() missing 1 required positional argument: 'address'")
    expect(error_of(socket.create_server))
      :equals("TypeError: create_server() missing 1 required positional argument: 'address'")
    expect(error_of(socket.create_connection, { HOST }))
      :equals("ValueError: not enough values to unpack (expected 2, got 1)")
    expect(error_of(socket.create_connection, { HOST, 1, 2 }))
      :equals("ValueError: too many values to unpack (expected 2)")
    expect(error_of(socket.create_connection, { HOST, 1 }, { retries = 3 }))
      :equals("TypeError: create_connection() got an unexpected keyword argument 'retries'")
  end)
end)

describe("create_server()", function()
  it("listens, with SO_REUSEADDR set", { covers = { "cpython:CreateServerTest.test_reuse_port" } }, function()
    local s <close> = socket.create_server { HOST, 0 }
    expect(s:getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)):equals(1)
    expect(s:getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)):equals(1)
    expect(s:getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT)):equals(0)
    local shared <close> = socket.create_server({ HOST, 0 }, { reuse_port = true })
    expect(shared:getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT)):equals(1)
    local second <close> = socket.create_server(shared:getsockname(), { reuse_port = true })
    expect(port(second)):equals(port(shared))
  end)

  it("names the address where it cannot be bound", {
    covers = { "create_server.in_use", "create_server.not_local" },
  }, function()
    local taken = support.listener():getsockname()
    local words = ("Address already in use (while attempting to bind on address %s)"):format(taken)
    local e = expect(function() socket.create_server(taken) end)
      :raises(socket.OSError, { errno = 98, strerror = words })
    expect(tostring(e)):equals("[Errno 98] " .. words)
    expect(error_of(socket.create_server, { "192.0.2.99", 0 }))
      :equals("OSError: [Errno 99] Cannot assign requested address"
      .. " (while attempting to bind on address ('192.0.2.99', 0))")
  end)

  it("serves IPv4 clients on an IPv6 socket, if told so", {
    covers = { "create_server.dualstack", "create_server.dualstack_needs_inet6" },
    requires = { "ipv6" },
  }, function()
    expect(socket.has_dualstack_ipv6()):is_true()
    local both = socket.create_server({ "", 0 }, { family = socket.AF_INET6, dualstack_ipv6 = true })
    expect(both:getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)):equals(0)
    socket.create_connection { HOST, port(both) }
    local _, address = both:accept()
    expect({ address.host, address.flowinfo, address.scope_id }):equals { "::ffff:127.0.0.1", 0, 0 }
    local only = socket.create_server({ "::1", 0 }, { family = socket.AF_INET6 })
    expect(only:getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)):equals(1)
    expect(error_of(socket.create_server, { "", 0 }, { dualstack_ipv6 = true }))
      :equals("ValueError: dualstack_ipv6 requires AF_INET6 family")
  end)

  it("takes its backlog by keyword", { covers = { "create_server.backlog" } }, function()
    local s <close> = socket.create_server({ HOST, 0 }, { backlog = 3 })
    local info = s:getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    expect((string.unpack("=I4", info, 29))):equals(3) -- tcpi_sacked of a listener
  end)
end)
