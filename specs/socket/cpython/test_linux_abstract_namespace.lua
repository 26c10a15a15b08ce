-- After TestLinuxAbstractNamespace of CPython's test_socket: names that begin with a NUL, and are no files (unix(7)).
local socket = require "socket"
local support = require "support"

local tests = support.tests_of "TestLinuxAbstractNamespace"

local function unix() return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) end

describe("an abstract name", function()
  it("may be given as a string or as a bytearray", { covers = tests("testStrName", "testBytearrayName") }, function()
    for i, form in ipairs { tostring, socket.bytearray } do
      local name = ("\0specs\0form %d\0"):format(i)
      local s <close> = unix()
      s:bind(form(name))
      expect(s:getsockname()):equals(name)
    end
  end)
end)
