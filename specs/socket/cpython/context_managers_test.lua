-- After ContextManagersTest of CPython's test_socket: `<close>` is Python's `with`.
local socket = require "socket"
local support = require "support"

local error_of, tests = support.error_of, support.tests_of "ContextManagersTest"

-- What create_connection() gives is closed at the end of a block, in which `use` was called with it.
local function use_in_a_block(use, address)
  local s <close> = socket.create_connection(address)
  use(s)
  return s
end

local function echo(listener)
  local conn <close> = listener:accept()
  for part in function() return conn:recv(1024) end do
    if part == "" then return end
    conn:sendall(part)
  end
end

describe("a connection of create_connection() in a block", function()
  it("is open in it, and closed behind it", { covers = tests "testCreateConnectionBase" }, function(t)
    local listener <close> = support.listener()
    t:run("server", function() echo(listener) end, "client", function()
      local s = use_in_a_block(function(s)
        expect(s:fileno()):at_least(0)
        s:sendall("foo")
        expect(s:recv_exactly(3)):equals("foo")
      end, listener:getsockname())
      expect(s:fileno()):equals(-1)
    end)
  end)

  it("may be closed before its block ends", { covers = tests "testCreateConnectionClose" }, function(t)
    local listener <close> = support.listener()
    t:run("server", function() echo(listener) end, "client", function()
      local s = use_in_a_block(function(s) s:close() end, listener:getsockname())
      expect(s:fileno()):equals(-1)
      expect(error_of(s.sendall, s, "foo")):equals("OSError: [Errno 9] Bad file descriptor")
    end)
  end)
end)
