-- After BasicUDPTest of CPython's test_socket: datagrams between two sockets.
local socket = require "socket"
local support = require "support"

local tests, message = support.tests_of "BasicUDPTest", support.message

describe("a datagram", function()
  it("arrives by recv() and by recvfrom(), which names its sender", {
    covers = tests("testSendtoAndRecv", "testRecvFrom"),
  }, function(t)
    local server, client = support.bound_udp(), support.bound_udp()
    t:run("server", function()
      expect(server:recv(#message)):equals(message)
      expect({ server:recvfrom(#message) }):equals { message, client:getsockname() }
    end, "client", function()
      for _ = 1, 2 do expect(client:sendto(message, 0, server:getsockname())):equals(#message) end
    end)
  end)

  it("is still there after a size that is none", { covers = tests "testRecvFromNegative" }, function()
    local server = support.bound_udp()
    server:sendto(message, server:getsockname())
    local e = expect(function() server:recvfrom(-1) end):raises(socket.ValueError)
    expect(tostring(e)):equals("negative buffersize in recvfrom")
    expect(server:recv(100)):equals(message)
  end)
end)
