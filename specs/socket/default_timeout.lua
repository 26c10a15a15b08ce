-- setdefaulttimeout(): the timeout that a scenario's sockets begin with.
local socket = require "socket"
local support = require "support"

local error_of = support.error_of

local function timeouts_of(...)
  local timeouts = {}
  for i, s in ipairs { ... } do timeouts[i] = s:gettimeout() end
  return timeouts
end

describe("the default timeout", function()
  it("is none to begin with, in each scenario", {
    covers = { "defaulttimeout.set_get", "cpython:GeneralModuleTests.testDefaultTimeout" },
  }, function()
    expect(socket.getdefaulttimeout()):is_nil()
    expect(socket.setdefaulttimeout(2.5)):is_nil()
    expect(socket.getdefaulttimeout()):equals(2.5)
    local a, b = socket.socketpair()
    expect(timeouts_of(support.tcp(), a, b)):equals { 2.5, 2.5, 2.5 }
    socket.setdefaulttimeout(nil)
    expect(support.tcp():gettimeout()):is_nil()
  end)

  it("is that of whatever is accepted, connected or adopted from then on", {
    covers = {
      "accept.conn_default_timeout", "cpython:NetworkConnectionAttributesTest.testTimeoutDefault",
      "cpython:NetworkConnectionAttributesTest.testTimeoutNone",
      "cpython:NetworkConnectionAttributesTest.testTimeoutValueNonamed",
    },
  }, function()
    local listener = support.listener()
    local early <close> = support.tcp()
    early:connect(listener:getsockname())
    socket.setdefaulttimeout(7.5)
    local conn = listener:accept()
    expect({ conn:gettimeout(), listener:gettimeout() }):equals { 7.5 }
    local address = listener:getsockname()
    local plain, given = socket.create_connection(address), socket.create_connection(address, 3)
    local adopted = socket.socket { fileno = conn:detach() }
    expect(timeouts_of(plain, given, adopted)):equals { 7.5, 3.0, 7.5 }
    expect(socket.create_connection(address, nil):gettimeout()):is_nil()
  end)

  it("of 0 makes sockets that do not block", { covers = { "defaulttimeout.zero" } }, function()
    socket.setdefaulttimeout(0)
    local s = support.tcp()
    expect({ s:gettimeout(), s:getblocking() }):equals { 0.0, false }
    socket.setdefaulttimeout(5)
    expect(socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK):gettimeout()):equals(0.0)
  end)

  it("must be a number that is not negative, or None", {
    covers = { "defaulttimeout.negative", "defaulttimeout.str", "cpython:GeneralModuleTests.testDefaultTimeout" },
  }, function()
    expect(error_of(socket.setdefaulttimeout, -1)):equals("ValueError: Timeout value out of range")
    expect(error_of(socket.setdefaulttimeout, "x"))
      :equals("TypeError: 'str' object cannot be interpreted as an integer")
    expect(error_of(socket.setdefaulttimeout)):contains("takes exactly one argument (0 given)")
  end)
end)
