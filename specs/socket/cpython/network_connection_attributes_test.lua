-- After NetworkConnectionAttributesTest of CPython's test_socket: what a connection of create_connection() is.
local socket = require "socket"
local support = require "support"

local tests = support.tests_of "NetworkConnectionAttributesTest"

describe("a connection of create_connection()", function()
  it("has the family of its server's address, and the source that it is given", {
    covers = tests("testFamily", "testSourceAddress"),
  }, function()
    local listener <close> = support.listener()
    local port = support.refusing_port()
    local s <close> = socket.create_connection(listener:getsockname(), { source_address = { "", port } })
    expect(s.family):equals(socket.AF_INET)
    expect(s:getsockname().port):equals(port)
    expect((select(2, listener:accept()))):equals(s:getsockname())
  end)
end)
