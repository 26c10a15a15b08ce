-- After UDPTimeoutTest of CPython's test_socket: how long recv() waits for a datagram.
local socket = require "socket"
local support = require "support"

local tests = support.tests_of "UDPTimeoutTest"

describe("recv() without a datagram", function()
  it("does not wait at all where the timeout is 0, which is no timeout", {
    covers = tests "testTimeoutZero",
  }, function()
    local server <close> = support.bound_udp()
    server:settimeout(0.0)
    local e = expect(function() server:recv(1024) end):raises(socket.BlockingIOError)
    expect(socket.isinstance(e, socket.TimeoutError)):is_false()
  end)
end)
