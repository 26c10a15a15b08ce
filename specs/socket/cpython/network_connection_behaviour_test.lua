-- After NetworkConnectionBehaviourTest of CPython's test_socket: a server that is slow to answer.
local socket = require "socket"
local support = require "support"

local tests = support.tests_of "NetworkConnectionBehaviourTest"

describe("a connection of create_connection() to a server that is slow", function()
  it("waits as long as it takes, where it has no timeout", { covers = tests "testInsideTimeout" }, function(t)
    local listener <close> = support.listener()
    t:run("server", function()
      local conn <close> = listener:accept()
      listener:settimeout(0.03)
      expect(function() listener:accept() end):raises(socket.TimeoutError) -- meanwhile the client waits
      conn:sendall("done!")
    end, "client", function()
      local s <close> = socket.create_connection(listener:getsockname())
      expect(s:recv_exactly(5)):equals("done!")
    end)
  end)

  it("waits no longer than its timeout, and may wait again", { covers = tests "testOutsideTimeout" }, function(t)
    local listener <close> = support.listener()
    local gave_up = t:event()
    t:run("server", function()
      local conn <close> = listener:accept()
      gave_up:wait()
      conn:sendall("done!")
    end, "client", function()
      local s <close> = socket.create_connection(listener:getsockname(), { timeout = 0.03 })
      expect(function() s:recv(5) end):raises(socket.TimeoutError)
      gave_up:set()
      s:settimeout(nil)
      expect(s:recv_exactly(5)):equals("done!")
    end)
  end)
end)
