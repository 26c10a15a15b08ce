-- bind(): the names that a socket can take.
local socket = require "socket"
local support = require "support"

local error_of, tcp, udp, port = support.error_of, support.tcp, support.udp, support.port
local HOST = support.host

local function host_after_bind(s, host)
  expect(s:bind { host, 0 }):is_nil()
  return s:getsockname().host
end

local function reusable(s)
  s:setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
  return s
end

local in_use = "OSError: [Errno 98] Address already in use"

describe("bind()", function()
  it("gives a socket its address, and a port of the kernel's choice for 0", { covers = { "bind.ok" } }, function()
    local s <close> = tcp()
    expect(host_after_bind(s, HOST)):equals(HOST)
    expect(port(s)):at_least(1024)
  end)

  it("takes every form of a host that the C library knows", { covers = {
    "bind.any_text", "bind.localhost", "bind.dec_ip", "bind.octal_ip", "bind.broadcast_name",
  } }, function()
    local forms = {
      ["0.0.0.0"] = "0.0.0.0", [""] = "0.0.0.0", localhost = HOST, ["2130706433"] = HOST, ["0177.0.0.1"] = HOST,
      ["127.1"] = HOST, ["0x7f000001"] = HOST,
    }
    for form, host in pairs(forms) do expect({ form, host_after_bind(tcp(), form) }):equals { form, host } end
    expect(host_after_bind(udp(), "<broadcast>")):equals("255.255.255.255")
    expect(host_after_bind(tcp(), socket.bytearray("localhost"))):equals(HOST)
  end)

  it("raises what the kernel says", { covers = {
    "bind.not_local", "bind.connected", "bind.udp_in_use", "bind.any_vs_specific", "tut.002.second_server_in_use",
  } }, function()
    local listener, datagrams = support.listener(), udp()
    datagrams:bind { HOST, 0 }
    local connected = support.connected()
    local refused = {
      { in_use, tcp(), listener:getsockname() },
      { in_use, tcp(), { "", port(listener) } },
      { in_use, tcp(), { "localhost", port(listener) } },
      { in_use, udp(), datagrams:getsockname() },
      { "OSError: [Errno 99] Cannot assign requested address", tcp(), { "192.0.2.99", 0 } },
      { "OSError: [Errno 22] Invalid argument", connected, { HOST, 0 } },
      { "OSError: [Errno 22] Invalid argument", listener, { HOST, 0 } },
    }
    for _, case in ipairs(refused) do
      local wanted, s, address = table.unpack(case)
      expect(error_of(s.bind, s, address)):equals(wanted)
    end
  end)

  it("after an error leaves the socket usable: it then listens where the kernel likes", {
    covers = { "tut.003.mt_server_bind_error_goes_on" },
  }, function()
    local taken, s = support.listener(), tcp()
    expect(error_of(s.bind, s, taken:getsockname())):equals(in_use)
    s:listen(5)
    expect(s:getsockname().host):equals("0.0.0.0")
    expect(port(s)):not_equals(port(taken))
  end)
end)

describe("SO_REUSEADDR", function()
  it("lets no second socket listen", {
    covers = { "bind.reuseaddr_listening", "bind.reuseaddr_not_listening" },
  }, function()
    local first, second = reusable(tcp()), reusable(tcp())
    first:bind { HOST, 0 }
    expect(second:bind(first:getsockname())):is_nil() -- as long as neither of them listens
    first:listen()
    expect(error_of(second.listen, second)):equals(in_use)
    local third = reusable(tcp())
    expect(error_of(third.bind, third, first:getsockname())):equals(in_use)
  end)

  it("lets UDP sockets share a port", { covers = { "bind.udp_reuseaddr" } }, function()
    local first, second = reusable(udp()), reusable(udp())
    first:bind { HOST, 0 }
    expect(second:bind(first:getsockname())):is_nil()
    expect(port(second)):equals(port(first))
  end)
end)

-- One exchange in which the server, or else the client, closes first; what is left is its port.
local function port_after_exchange(listener, server_first)
  local client = tcp()
  client:connect(listener:getsockname())
  local accepted = listener:accept()
  local first, second = client, accepted
  if server_first then first, second = accepted, client end
  first:close()
  expect(second:recv(1)):equals("")
  second:close()
  local left = port(listener)
  listener:close()
  return left
end

describe("the port of a connection that has ended", function()
  it("stays in use where the server closed first", { covers = { "bind.time_wait" } }, function()
    local left = port_after_exchange(support.listener(), true)
    local s = tcp()
    expect(error_of(s.bind, s, { HOST, left })):equals(in_use)
  end)

  it("is free for a server with SO_REUSEADDR, if the first one had it too", {
    covers = { "bind.time_wait_reuseaddr_both" },
  }, function()
    local without = port_after_exchange(support.listener(), true)
    local s = reusable(tcp())
    expect(error_of(s.bind, s, { HOST, without })):equals(in_use)
    local listener = reusable(tcp())
    listener:bind { HOST, 0 }
    listener:listen()
    expect(reusable(tcp()):bind { HOST, port_after_exchange(listener, true) }):is_nil()
  end)

  it("is free at once where the client closed first", { covers = { "bind.client_closed_first" } }, function()
    local left, s = port_after_exchange(support.listener(), false), tcp()
    support.await(function() return (pcall(s.bind, s, { HOST, left })) end) -- the last ACK may be on its way
    expect(port(s)):equals(left)
  end)
end)
