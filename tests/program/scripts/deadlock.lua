-- Tasks that wait for each other for ever. Each must fail at once, far below its time limit, and say who waits where.
local socket = require "socket"

describe("deadlock", { timeout = 60 }, function()
  it("both sides receive", function(t)
    local listener <close> = socket.create_server { "127.0.0.1", 7000 }
    t:run("server", function()
      local conn <close> = listener:accept()
      conn:recv(100)
    end, "client", function()
      local s <close> = socket.create_connection { "127.0.0.1", 7000 }
      s:recv_line()
    end)
  end)

  it("nobody connects", function()
    local listener <close> = socket.create_server { "127.0.0.1", 7000 }
    listener:accept()
  end)

  it("no datagram comes", function()
    local s <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s:bind { "127.0.0.1", 7000 }
    s:recvfrom(100)
  end)

  it("two tasks join each other", function(t)
    local other
    local one = t:spawn("one", function() other:join() end)
    other = t:spawn("other", function() one:join() end)
    one:join()
  end)

  it("nobody sets the event", function(t)
    local event = t:event()
    t:run("waiter", function() event:wait() end)
  end)

  it("the barrier waits for one more", function(t)
    local barrier = t:barrier(3)
    t:run("one", function() barrier:wait() end, "two", function() barrier:wait() end)
  end)

  it("a coroutine waits inside a coroutine", function()
    local a = socket.socketpair()
    coroutine.wrap(function()
      coroutine.wrap(function() a:recv(1) end)()
    end)()
  end)

  it("a spawned task waits when the body is done", function(t)
    local a = socket.socketpair()
    t:spawn("left behind", function() a:recv(1) end)
  end)

  it("the clean-up waits", function(t)
    local a = socket.socketpair()
    t:defer(function() a:recv(1) end)
  end)

  it("only the background could go on, and it waits too", function(t)
    local a, b = socket.socketpair()
    t:background("idle", function() b:recv(1) end)
    a:recv(1)
  end)
end)
