-- What is wrong with an address, in Python's order: its shape, the host, the port, and only then the kernel.
local socket = require "socket"
local support = require "support"

local error_of, tcp, udp = support.error_of, support.tcp, support.udp
local HOST = support.host

-- What `method` says to each address.
local function refuses(s, method, cases)
  for _, case in ipairs(cases) do
    expect(error_of(s[method], s, case[1])):equals(case[2])
  end
end

describe("an AF_INET address", function()
  it("is a table, not a string or a number; the text names the call", { covers = {
    "bind.addr_str", "bind.addr_int", "bind.addr_none", "connect_ex.bad_addr", "udp.sendto_str_addr",
  } }, function()
    local words = "TypeError: %s(): AF_INET address must be tuple, not %s"
    for _, method in ipairs { "bind", "connect", "connect_ex" } do
      refuses(tcp(), method, {
        { "127.0.0.1", words:format(method, "str") },
        { 8001, words:format(method, "int") },
        { 1.5, words:format(method, "float") },
        { true, words:format(method, "bool") },
        { tcp(), words:format(method, "socket") },
      })
    end
    local s = tcp()
    expect(error_of(s.bind, s, nil)):equals(words:format("bind", "NoneType"))
    local datagrams = udp()
    expect(error_of(datagrams.sendto, datagrams, "x", "127.0.0.1")):equals(words:format("sendto", "str"))
  end)

  it("has a host and a port, no less and no more", {
    covers = { "bind.one_tuple", "bind.three_tuple", "bind.empty_tuple", "bind.port_none" },
  }, function()
    local words = "TypeError: AF_INET address must be a pair (host, port)"
    local no_port = { HOST, nil } -- for Lua a list of one
    refuses(tcp(), "bind", { { {}, words }, { { HOST }, words }, { no_port, words }, { { HOST, 0, 0 }, words } })
  end)

  it("has a host of bytes and a port that is an integer", {
    covers = { "bind.swapped", "bind.host_none" },
  }, function()
    refuses(tcp(), "bind", {
      { { 8001, HOST }, "TypeError: str, bytes or bytearray expected, not int" },
      { { nil, 0 }, "TypeError: str, bytes or bytearray expected, not NoneType" },
      { { HOST, "80" }, "TypeError: 'str' object cannot be interpreted as an integer" },
      { { HOST, 80.0 }, "TypeError: 'float' object cannot be interpreted as an integer" },
    })
  end)

  it("has a port from 0 to 65535", {
    covers = { "connect.port_range", "connect_ex.bad_port", "cpython:GeneralModuleTests.test_getsockaddrarg" },
  }, function()
    for _, method in ipairs { "bind", "connect", "connect_ex" } do
      local words = ("OverflowError: %s(): port must be 0-65535."):format(method)
      for _, number in ipairs { -1, 65536, 70000, 1 << 40 } do
        refuses(tcp(), method, { { { HOST, number }, words } })
      end
    end
  end)

  it("has a host that can be a name", {
    covers = { "bind.host_nul_first", "bind.host_idna_too_long" },
  }, function()
    refuses(tcp(), "bind", {
      { { "\0", 0 }, "TypeError: host name must not contain null character" },
      { { "local\0host", 0 }, "TypeError: host name must not contain null character" },
      { { ("\u{e9}"):rep(80), 0 }, "TypeError: encoding of hostname failed" },
    })
  end)

  it("has a host that is an address or can be found", {
    covers = { "bind.host_256", "bind.host_space", "tut.003.tcp_client_unknown_host" },
  }, function()
    local unknown = "gaierror: [Errno -2] Name or service not known"
    refuses(tcp(), "bind", {
      { { "256.0.0.1", 0 }, unknown },
      { { " 127.0.0.1", 0 }, unknown },
      { { "no such host", 0 }, unknown },
      { { "::1", 0 }, "gaierror: [Errno -9] Address family for hostname not supported" },
    })
  end)
end)

describe("the first thing that is wrong is the one that is raised", function()
  it("an integer too large for C, then the host, then the range of the port", function()
    refuses(tcp(), "bind", {
      { { "256.0.0.1", 1 << 40 }, "OverflowError: bind(): port must be 0-65535." },
      { { "256.0.0.1", 70000 }, "gaierror: [Errno -2] Name or service not known" },
      { { 5, 1 << 40 }, "TypeError: str, bytes or bytearray expected, not int" },
    })
  end)

  it("the address before the closed socket", {
    covers = {
      "udp.closed_sendto_bad_addr_first", "life.closed_order_type_errors_first", "connect.closed", "udp.closed_sendto",
    },
  }, function()
    local s, datagrams = tcp(), udp()
    s:close()
    datagrams:close()
    refuses(s, "bind", { { "x", "TypeError: bind(): AF_INET address must be tuple, not str" } })
    refuses(s, "connect", {
      { { HOST, 70000 }, "OverflowError: connect(): port must be 0-65535." },
      { { HOST, 9 }, "OSError: [Errno 9] Bad file descriptor" },
    })
    expect(error_of(datagrams.sendto, datagrams, "x", "bad"))
      :equals("TypeError: sendto(): AF_INET address must be tuple, not str")
    expect(error_of(datagrams.sendto, datagrams, "x", { HOST, 9 })):equals("OSError: [Errno 9] Bad file descriptor")
    expect(error_of(s.recv, s, -1)):equals("ValueError: negative buffersize in recv")
    expect(error_of(s.send, s, 5)):equals("TypeError: a bytes-like object is required, not 'int'")
  end)
end)

describe("a method of one argument", function()
  it("says so to none or two of them", {
    covers = { "connect.two_args", "tut.004.bind_two_args", "timeout.no_arg" },
  }, function()
    local words = "TypeError: socket.%s() takes exactly one argument (%d given)"
    for _, method in ipairs { "bind", "connect", "connect_ex", "settimeout", "setblocking", "shutdown" } do
      local s <close> = tcp()
      expect(error_of(s[method], s, HOST, 80)):equals(words:format(method, 2))
      expect(error_of(s[method], s)):equals(words:format(method, 0))
    end
  end)
end)

it("a method whose arguments have no names says so to a table of them", {
  covers = { "bind.keyword", "recv.kw" },
}, function()
  local calls = {
    { "bind", { address = { HOST, 0 } } }, { "recv", { bufsize = 10 } }, { "recv", 10, { flags = 0 } },
    { "listen", { backlog = 5 } }, { "send", "x", { flags = 0 } }, { "settimeout", { value = 5 } },
    { "getsockname", { name = 5 } }, { "sendmsg", { "x" }, { flags = 0 } },
  }
  local s <close> = tcp()
  for _, call in ipairs(calls) do
    expect(error_of(s[call[1]], s, table.unpack(call, 2)))
      :equals(("TypeError: socket.%s() takes no keyword arguments"):format(call[1]))
  end
  expect(error_of(socket.getservbyname, { servicename = "http" }))
    :equals("TypeError: _socket.getservbyname() takes no keyword arguments")
end)

describe("a family without addresses of its own", function()
  it("binds to none and tells none", {
    covers = { "exotic.unknown_family_bind", "exotic.unknown_family_getsockname" },
  }, function()
    local s = socket.socket(12345, socket.SOCK_STREAM, 0, tcp():detach())
    expect(error_of(s.bind, s, { HOST, 0 })):equals("OSError: bind(): bad family")
    local asking = { { s.getsockname }, { s.getpeername }, { s.accept }, { s.recvfrom, 1 } }
    for _, call in ipairs(asking) do
      expect(error_of(call[1], s, table.unpack(call, 2))):equals("OSError: getsockaddrlen: bad family")
    end
  end)
end)
