-- After RecvmsgUDPTest of CPython's test_socket: recvmsg() of a datagram.
local socket = require "socket"
local support = require "support"

local error_of = support.error_of
local tests, message = support.tests_of "RecvmsgUDPTest", support.message

-- A server to which a datagram is on its way, and the client that sent it.
local function with_datagram()
  local server, client = support.bound_udp(), support.bound_udp()
  client:sendto(message, server:getsockname())
  return server, client
end

describe("recvmsg()", function()
  it("gives bytes, ancillary data, flags and the sender's address", {
    covers = tests("testRecvmsg", "testRecvmsgExplicitDefaults", "testRecvmsgShorter"),
  }, function()
    for _, arguments in ipairs { { #message }, { #message, 0, 0 }, { #message + 42 } } do
      local server, client = with_datagram()
      expect({ server:recvmsg(table.unpack(arguments)) }):equals { message, {}, 0, client:getsockname() }
    end
  end)

  it("takes the pieces of a sendmsg() for one message", { covers = tests "testRecvmsgFromSendmsg" }, function()
    local server, client = support.bound_udp(), support.bound_udp()
    client:sendmsg({ message:sub(1, 3), message:sub(4) }, {}, 0, server:getsockname())
    expect({ server:recvmsg(#message) }):equals { message, {}, 0, client:getsockname() }
  end)

  it("takes any room for ancillary data, where there is none", {
    covers = tests("testRecvmsgShortAncillaryBuf", "testRecvmsgLongAncillaryBuf"),
  }, function()
    for _, room in ipairs { 1, 10240 } do
      local server, client = with_datagram()
      expect({ server:recvmsg(#message, room) }):equals { message, {}, 0, client:getsockname() }
    end
  end)

  it("leaves what it peeks at, a part or all of it", { covers = tests "testRecvmsgPeek" }, function()
    local server, client = with_datagram()
    local part, _, flags = server:recvmsg(#message - 3, 0, socket.MSG_PEEK)
    expect({ part, flags & ~socket.MSG_TRUNC }):equals { message:sub(1, -4), 0 }
    for _, how in ipairs { socket.MSG_PEEK, 0 } do
      expect({ server:recvmsg(#message, 0, how) }):equals { message, {}, 0, client:getsockname() }
    end
  end)

  it("takes three integers, of which none is negative", { covers = tests "testRecvmsgBadArgs" }, function()
    local server = with_datagram()
    local refused = {
      { "TypeError" }, { "ValueError", -1, 0, 0 }, { "ValueError", 100, -1, 0 }, { "TypeError", "100", 0, 0 },
      { "TypeError", 100, "0", 0 }, { "TypeError", 100, 0, "0" }, { "TypeError", { 100 }, 0, 0 },
    }
    for i, case in ipairs(refused) do
      local said = error_of(server.recvmsg, server, table.unpack(case, 2))
      expect({ i, said:match("^%a+") }):equals { i, case[1] }
    end
    expect((server:recvmsg(100))):equals(message)
  end)
end)
