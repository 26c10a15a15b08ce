-- After NonBlockingTCPTests of CPython's test_socket: what waits, what does not, and who says so.
local select = require "select"
local socket = require "socket"
local support = require "support"

local error_of = support.error_of
local tests, message = support.tests_of "NonBlockingTCPTests", support.message

local would_wait = "BlockingIOError: [Errno 11] Resource temporarily unavailable"

-- Waits until the socket can be read.
local function await(s)
  local readable = select.select({ s }, {}, {}, 4)
  expect(#readable):equals(1)
end

local function client_of(listener)
  local s = socket.socket()
  s:connect(listener:getsockname())
  return s
end

describe("a socket that is accepted", function()
  it("has the default timeout, not the listener's", { covers = tests "testInheritFlagsTimeout" }, function()
    local listener <close> = support.listener()
    listener:settimeout(10)
    for _, default in ipairs { false, 20.0 } do
      local _ <close> = client_of(listener)
      socket.setdefaulttimeout(default or nil)
      local conn <close> = listener:accept()
      expect(conn:gettimeout() or false):equals(default)
    end
  end)
end)

describe("a call that does not wait", function()
  it("accepts nobody until select() says that somebody is there", { covers = tests "testAccept" }, function(t)
    local listener <close> = support.listener()
    listener:setblocking(false)
    local may_connect = t:event()
    t:run("server", function()
      expect(error_of(listener.accept, listener)):equals(would_wait)
      may_connect:set()
      await(listener)
      local conn <close> = listener:accept()
      expect(conn:gettimeout()):is_nil()
    end, "client", function()
      may_connect:wait()
      client_of(listener):close()
    end)
  end)

  it("receives nothing until select() says that there is something", {
    segment = false, covers = tests "testRecv",
  }, function(t)
    local client, conn = support.connected()
    conn:setblocking(false)
    local may_send = t:event()
    t:run("server", function()
      expect(error_of(conn.recv, conn, 100)):equals(would_wait)
      may_send:set()
      await(conn)
      expect(conn:recv(#message)):equals(message)
    end, "client", function()
      may_send:wait()
      client:sendall(message)
    end)
  end)
end)
