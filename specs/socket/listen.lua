-- listen(): from now on the kernel takes connections, as many as its queue holds.
local socket = require "socket"
local support = require "support"

local error_of, tcp = support.error_of, support.tcp

-- How many connections the queue of a listener holds, less one: the kernel says it in TCP_INFO's tcpi_sacked.
local function backlog_of(s)
  local info = s:getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
  return (string.unpack("=I4", info, 29))
end

local function bound()
  local s = tcp()
  s:bind { support.host, 0 }
  return s
end

describe("listen()", function()
  it("holds min(SOMAXCONN, 128) connections unless told, and at least none", { covers = {
    "listen.default", "listen.negative", "listen.huge_clamped", "cpython:GeneralModuleTests.test_listen_backlog",
  } }, function()
    local s = bound()
    expect(s:listen()):is_nil()
    expect(s:getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)):equals(1)
    expect(backlog_of(s)):equals(128)
    local none, many = bound(), bound()
    none:listen(-1)
    expect(backlog_of(none)):equals(0)
    many:listen(1 << 30)
    expect(backlog_of(many)):at_most(1 << 20) -- net.core.somaxconn
  end)

  it("may be repeated with another backlog", { covers = { "listen.twice" } }, function()
    local s = support.listener(3)
    expect(backlog_of(s)):equals(3)
    expect(s:listen(9)):is_nil()
    expect(backlog_of(s)):equals(9)
  end)

  it("takes a port of the kernel's choice on all addresses where the socket has none", {
    covers = { "listen.unbound" },
  }, function()
    local s <close> = tcp()
    s:listen(5)
    expect(s:getsockname().host):equals("0.0.0.0")
    expect(support.port(s)):at_least(1024)
  end)

  it("is not for every socket", { covers = { "listen.udp", "listen.unix_unbound" } }, function()
    local datagrams, connected = support.udp(), support.connected()
    local refused = {
      { datagrams, "OSError: [Errno 95] Operation not supported" },
      { support.unix(), "OSError: [Errno 22] Invalid argument" },
      { connected, "OSError: [Errno 22] Invalid argument" },
    }
    for _, case in ipairs(refused) do expect(error_of(case[1].listen, case[1], 5)):equals(case[2]) end
  end)

  it("takes one integer", {
    covers = { "listen.none", "listen.two_args", "cpython:GeneralModuleTests.test_listen_backlog_overflow" },
  }, function()
    local s <close> = tcp()
    local refused = {
      { "TypeError: 'NoneType' object cannot be interpreted as an integer", nil },
      { "TypeError: 'str' object cannot be interpreted as an integer", "5" },
      { "TypeError: 'float' object cannot be interpreted as an integer", 5.0 },
      { "OverflowError: signed integer is greater than maximum", 1 << 31 },
    }
    for _, case in ipairs(refused) do expect(error_of(s.listen, s, case[2])):equals(case[1]) end
    expect(error_of(s.listen, s, 1, 2)):equals("TypeError: listen() takes at most 1 argument (2 given)")
  end)
end)
