-- getsockopt and setsockopt: integers, bytes, and what is wrong with either.
local socket = require "socket"
local support = require "support"

local error_of, tcp, udp = support.error_of, support.tcp, support.udp
local SOL_SOCKET = socket.SOL_SOCKET

describe("an option", function()
  it("is an integer, a boolean or bytes, and reads back as an integer", { covers = {
    "opt.reuseaddr", "opt.bool_value", "opt.nonone_normalised", "opt.bytes_value", "opt.error_zero",
    "cpython:GeneralModuleTests.testGetSockOpt", "cpython:GeneralModuleTests.testSetSockOpt",
  } }, function()
    for _, value in ipairs { 1, true, 77, string.pack("=i4", 1), socket.bytearray(string.pack("=i4", 1)) } do
      local s = tcp()
      expect(s:getsockopt(SOL_SOCKET, socket.SO_REUSEADDR)):equals(0)
      expect(s:setsockopt(SOL_SOCKET, socket.SO_REUSEADDR, value)):is_nil()
      expect(s:getsockopt(SOL_SOCKET, socket.SO_REUSEADDR)):equals(1)
    end
    expect(tcp():getsockopt(SOL_SOCKET, socket.SO_ERROR)):equals(0)
  end)

  it("reads back as bytes where a size is given, cut to what the kernel has", { covers = {
    "opt.get_buflen_bytes", "opt.get_buflen_short", "opt.get_buflen_zero", "opt.linger_struct", "opt.timeval",
    "opt.congestion_bytes",
  } }, function()
    local s = tcp()
    expect(s:getsockopt(SOL_SOCKET, socket.SO_REUSEADDR, 4)):equals("\0\0\0\0")
    expect(s:getsockopt(SOL_SOCKET, socket.SO_REUSEADDR, 100)):equals("\0\0\0\0")
    s:setsockopt(SOL_SOCKET, socket.SO_REUSEADDR, 1)
    expect(s:getsockopt(SOL_SOCKET, socket.SO_REUSEADDR, 2)):equals("\1\0")
    expect(s:getsockopt(SOL_SOCKET, socket.SO_REUSEADDR, 0)):equals(1)
    local linger = string.pack("=i4i4", 1, 5)
    s:setsockopt(SOL_SOCKET, socket.SO_LINGER, linger)
    expect(s:getsockopt(SOL_SOCKET, socket.SO_LINGER, 8)):equals(linger)
    expect(s:getsockopt(SOL_SOCKET, socket.SO_LINGER)):equals(1)
    s:setsockopt(SOL_SOCKET, socket.SO_SNDTIMEO, support.timeval(1.5))
    expect(s:getsockopt(SOL_SOCKET, socket.SO_SNDTIMEO, 16)):equals(string.pack("=i8i8", 1, 500000))
    s:setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, "reno")
    expect(s:getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16)):equals("reno" .. ("\0"):rep(12))
  end)

  it("tells what a socket is", { covers = { "opt.type_domain_protocol" } }, function()
    local s = udp()
    expect(s:getsockopt(SOL_SOCKET, socket.SO_TYPE)):equals(socket.SOCK_DGRAM)
    expect(s:getsockopt(SOL_SOCKET, socket.SO_DOMAIN)):equals(socket.AF_INET)
    expect(s:getsockopt(SOL_SOCKET, socket.SO_PROTOCOL)):equals(socket.IPPROTO_UDP)
  end)

  it("of TCP's keepalive is kept", { covers = { "opt.keepidle" } }, function()
    local s = tcp()
    local values = { TCP_KEEPIDLE = 30, TCP_KEEPINTVL = 5, TCP_KEEPCNT = 3, TCP_NODELAY = 1 }
    for name, value in pairs(values) do
      s:setsockopt(socket.IPPROTO_TCP, socket[name], value)
      expect({ name, s:getsockopt(socket.IPPROTO_TCP, socket[name]) }):equals { name, value }
    end
  end)

  it("of a buffer's size reads back doubled, and has a least value", { covers = { "opt.sndbuf_minimum" } }, function()
    local s = tcp()
    s:setsockopt(SOL_SOCKET, socket.SO_RCVBUF, 50000)
    expect(s:getsockopt(SOL_SOCKET, socket.SO_RCVBUF)):equals(100000)
    s:setsockopt(SOL_SOCKET, socket.SO_SNDBUF, 1)
    expect(s:getsockopt(SOL_SOCKET, socket.SO_SNDBUF)):equals(4608)
  end)
end)

describe("setsockopt() raises", function()
  it("what the kernel says", { covers = {
    "opt.short_bytes", "opt.set_readonly", "opt.unknown_opt_set", "opt.tcp_opt_on_udp", "opt.ttl_range",
    "opt.keepidle_bad", "opt.bindtodevice_unknown", "opt.closed_set", "opt.value_none_len",
  } }, function()
    local closed = tcp()
    closed:close()
    local invalid, no_option = "OSError: [Errno 22] Invalid argument", "OSError: [Errno 92] Protocol not available"
    local cases = {
      { invalid, tcp(), SOL_SOCKET, socket.SO_REUSEADDR, "\1" },
      { invalid, udp(), socket.IPPROTO_IP, socket.IP_TTL, 300 },
      { invalid, tcp(), socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 0 },
      { no_option, tcp(), SOL_SOCKET, socket.SO_TYPE, 1 },
      { no_option, tcp(), SOL_SOCKET, 9999, 1 },
      { no_option, udp(), socket.IPPROTO_TCP, socket.TCP_NODELAY, 1 },
      { "OSError: [Errno 19] No such device", udp(), SOL_SOCKET, socket.SO_BINDTODEVICE, "nosuchif\0" },
      { "OSError: [Errno 9] Bad file descriptor", closed, SOL_SOCKET, socket.SO_REUSEADDR, 1 },
      { "OSError: [Errno 14] Bad address", tcp(), SOL_SOCKET, socket.SO_REUSEADDR, nil, 4 },
    }
    for _, case in ipairs(cases) do
      local n = case[2] and #case == 6 and 6 or 5
      expect(error_of(case[2].setsockopt, table.unpack(case, 2, n))):equals(case[1])
    end
  end)

  it("where its arguments are none", { covers = { "opt.value_overflow", "opt.missing_value" } }, function()
    local s = tcp()
    local cases = {
      { "TypeError: setsockopt() takes exactly 3 arguments (2 given)", SOL_SOCKET, socket.SO_REUSEADDR },
      { "TypeError: setsockopt() takes exactly 3 arguments (4 given)", SOL_SOCKET, socket.SO_REUSEADDR, 1, 4 },
      { "TypeError: a bytes-like object is required, not 'int'", SOL_SOCKET, socket.SO_REUSEADDR, 1 << 40 },
      { "TypeError: a bytes-like object is required, not 'float'", SOL_SOCKET, socket.SO_REUSEADDR, 1.0 },
      { "TypeError: 'str' object cannot be interpreted as an integer", "SOL_SOCKET", socket.SO_REUSEADDR, 1 },
    }
    for _, case in ipairs(cases) do expect(error_of(s.setsockopt, s, table.unpack(case, 2))):equals(case[1]) end
  end)
end)

describe("getsockopt() raises", function()
  it("what the kernel says, and what is wrong with its arguments", { covers = {
    "opt.unknown_level", "opt.unknown_level_udp", "opt.get_missing", "opt.get_str", "opt.get_buflen_negative",
    "opt.get_buflen_1025",
  } }, function()
    local no_level = "OSError: [Errno 95] Operation not supported"
    local no_size = "OSError: getsockopt buflen out of range"
    local cases = {
      { no_level, tcp(), 9999, 1 },
      { no_level, udp(), 9999, 1 },
      { "TypeError: getsockopt() takes at least 2 arguments (1 given)", tcp(), SOL_SOCKET },
      { "TypeError: 'str' object cannot be interpreted as an integer", tcp(), SOL_SOCKET, "x" },
      { no_size, tcp(), SOL_SOCKET, socket.SO_REUSEADDR, -1 },
      { no_size, tcp(), SOL_SOCKET, socket.SO_REUSEADDR, 1025 },
    }
    for _, case in ipairs(cases) do
      expect(error_of(case[2].getsockopt, table.unpack(case, 2))):equals(case[1])
    end
  end)
end)
