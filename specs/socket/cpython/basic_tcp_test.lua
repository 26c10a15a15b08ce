-- After BasicTCPTest of CPython's test_socket: a connection between two ends.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected
local tests, message = support.tests_of "BasicTCPTest", support.message

describe("a connection", function()
  it("carries what is sent to whoever receives it", {
    segment = false, covers = tests("testRecv", "testRecvFrom"),
  }, function(t)
    for _, method in ipairs { "recv", "recvfrom" } do
      local client, accepted = connected()
      t:run("receiver", function()
        expect({ accepted[method](accepted, 1024) }):equals { message } -- without an address: who is there is known
      end, "sender", function() expect(client:send(message)):equals(#message) end)
    end
  end)

  it("keeps what recvfrom() has no room for", { segment = false, covers = tests "testOverFlowRecvFrom" }, function()
    local client, accepted = connected()
    client:send(message)
    local first = accepted:recvfrom(#message - 3)
    local rest = accepted:recvfrom(1024)
    expect({ first, rest }):equals { message:sub(1, -4), message:sub(-3) }
  end)

  it("carries all of sendall(), then its end, in however many pieces", { covers = tests "testSendAll" }, function(t)
    local client, accepted = connected()
    local much = ("f"):rep(2048)
    t:run("receiver", function()
      local parts = {}
      repeat parts[#parts + 1] = accepted:recv(1000) until parts[#parts] == ""
      expect(table.concat(parts)):equals(much)
      expect(#parts):at_least(4)
    end, "sender", function()
      expect(client:sendall(much)):is_nil()
      client:close()
    end)
  end)

  it("delivers what was sent before both directions were shut", { covers = tests "testShutdown" }, function()
    local client, accepted = connected()
    client:send(message)
    client:shutdown(socket.SHUT_RDWR)
    expect(accepted:recv_all()):equals(message)
  end)

  it("is not shut by a number that is none of C's", { covers = tests "testShutdown_overflow" }, function()
    local client, accepted = connected()
    for _, how in ipairs { 1 << 31, socket.SHUT_RDWR + (1 << 32) } do
      expect(error_of(client.shutdown, client, how)):equals("OverflowError: Python int too large to convert to C int")
    end
    client:send(message)
    expect(accepted:recv_exactly(#message)):equals(message)
  end)
end)
