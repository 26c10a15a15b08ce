-- AF_INET6: addresses of two to four parts, and sockets that serve IPv4 as well.
local socket = require "socket"
local support = require "support"

local error_of, tcp, tcp6, udp6, port = support.error_of, support.tcp, support.tcp6, support.udp6, support.port

local options = { requires = { "ipv6" } }

local function covering(...)
  return { requires = options.requires, covers = { ... } }
end

local function listening(host, only)
  local s = tcp6()
  s:setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only and 1 or 0)
  s:bind { host, 0 }
  s:listen()
  return s
end

describe("an AF_INET6 address", options, function()
  it("has two to four parts, and comes back with four",
    covering("v6.bind_4tuple", "v6.bind_any", "v6.localhost_resolves_v6"), function()
      local forms = { { "::1", 0 }, { "::1", 0, 0 }, { "::1", 0, 0, 0 }, { "localhost", 0 } }
      for _, form in ipairs(forms) do
        local s = tcp6()
        s:bind(form)
        expect(s:getsockname()):equals { "::1", port(s), 0, 0 }
      end
      local anywhere = tcp6()
      anywhere:bind { "", 0 }
      expect(anywhere:getsockname().host):equals("::")
    end)

  it("is refused for its parts or its host", covering("v6.bind_1tuple", "v6.bind_brackets", "v6.bind_v4_literal",
    "v6.bind_broadcast_name", "v6.bind_not_local", "v6.linklocal_bad_zone"), function()
    local words = "TypeError: AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])"
    local cases = {
      { { "::1" }, words },
      { { "::1", 0, 0, 0, 0 }, words },
      { "::1", "TypeError: bind(): AF_INET6 address must be tuple, not str" },
      { { "::1", 65536 }, "OverflowError: bind(): port must be 0-65535." },
      { { "::1", 0, 0x100000 }, "OverflowError: bind(): flowinfo must be 0-1048575." },
      { { "[::1]", 0 }, "gaierror: [Errno -2] Name or service not known" },
      { { "fe80::1%nosuchif", 0 }, "gaierror: [Errno -2] Name or service not known" },
      { { "127.0.0.1", 0 }, "gaierror: [Errno -9] Address family for hostname not supported" },
      { { "<broadcast>", 0 }, "OSError: address family mismatched" },
      { { "2001:db8::1", 0 }, "OSError: [Errno 99] Cannot assign requested address" },
    }
    for _, case in ipairs(cases) do
      local s = tcp6()
      expect(error_of(s.bind, s, case[1])):equals(case[2])
    end
  end)

  it("gets its scope from its fourth part, not from the zone in its host",
    covering("v6.linklocal_scope_in_host"), function()
      local s = tcp6()
      expect(error_of(s.bind, s, { "fe80::1%lo", 0 })):equals("OSError: [Errno 22] Invalid argument")
    end)
end)

describe("a connection over IPv6", options, function()
  it("has addresses of four parts at both ends", function()
    local listener, client = listening("::1"), tcp6()
    client:connect(listener:getsockname())
    local accepted, address = listener:accept()
    expect(address):equals(client:getsockname())
    expect(accepted:getpeername()):equals { "::1", port(client), 0, 0 }
    client:send("x")
    expect(accepted:recv(1)):equals("x")
  end)

  it("is refused, or has no way to go", {
    covers = { "v6.refused", "v6.unreachable" }, requires = { "private" },
  }, function()
    local bound, client = tcp6(), tcp6()
    bound:bind { "::1", 0 }
    expect(error_of(client.connect, client, { "::1", port(bound) }))
      :equals("ConnectionRefusedError: [Errno 111] Connection refused")
    expect(error_of(client.connect, client, { "2001:db8::1", 9 })):equals("OSError: [Errno 101] Network is unreachable")
  end)
end)

describe("IPV6_V6ONLY", options, function()
  it("is off at first: the socket serves IPv4 and keeps its port from it",
    covering("v6.v6only_default", "v6.dual_blocks_v4_port"), function()
      expect(tcp6():getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)):equals(0)
      local both, client, other = listening("::"), tcp(), tcp()
      client:connect { "127.0.0.1", port(both) }
      expect(select(2, both:accept()).host):equals("::ffff:127.0.0.1")
      expect(error_of(other.bind, other, { "", port(both) })):equals("OSError: [Errno 98] Address already in use")
    end)

  it("refuses IPv4 clients and leaves their port", covering("v6.v6only_refuses_v4", "v6.v6only_shares_port"), function()
    local only, client, other = listening("::", true), tcp(), tcp()
    expect(error_of(client.connect, client, { "127.0.0.1", port(only) }))
      :equals("ConnectionRefusedError: [Errno 111] Connection refused")
    other:bind { "", port(only) }
    other:listen()
    expect(port(other)):equals(port(only))
  end)
end)

describe("UDP over IPv6", options, function()
  it("carries the sender's address", covering("v6.udp", "v6.udp_sendto_v4_tuple_host"), function()
    local receiver, sender = udp6(), udp6()
    receiver:bind { "::1", 0 }
    sender:sendto("x", receiver:getsockname())
    local data, address = receiver:recvfrom(10)
    expect({ data, address }):equals { "x", { "::1", port(sender), 0, 0 } }
    expect(error_of(sender.sendto, sender, "x", { "127.0.0.1", 9 }))
      :equals("gaierror: [Errno -9] Address family for hostname not supported")
  end)

  it("has a limit of hops", covering("v6.hops"), function()
    local s = udp6()
    expect(s:getsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS)):equals(64)
    s:setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, 3)
    expect(s:getsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS)):equals(3)
  end)
end)
