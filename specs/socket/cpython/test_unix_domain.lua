-- After TestUnixDomain of CPython's test_socket: paths as addresses.
local socket = require "socket"
local support = require "support"

local tests = support.tests_of "TestUnixDomain"

local function unix() return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) end

describe("an AF_UNIX socket", function()
  it("has the path that it was bound to, given as a string or as a bytearray", {
    covers = tests("testStrAddr", "testBytesAddr"),
  }, function(t)
    for i, form in ipairs { tostring, socket.bytearray } do
      local path = t:tempdir() .. "/socket" .. i
      local s <close> = unix()
      s:bind(form(path))
      expect(s:getsockname()):equals(path)
    end
  end)

  it("may have any bytes in its path, text or not", { covers = tests "testSurrogateescapeBind" }, function(t)
    for _, name in ipairs { "caf\u{e9}", "\xff\xfe" } do
      local path = t:tempdir() .. "/" .. name
      local listener, client = unix(), unix()
      listener:bind(path)
      listener:listen()
      client:connect(path)
      expect({ listener:getsockname(), client:getpeername() }):equals { path, path }
    end
  end)
end)
