-- A deadline is fixed when a call begins; whatever comes in between never extends it. And a wait that ends by itself is
-- no deadlock.
local socket = require "socket"

local reads = {
  recv_exactly = function(s) s:recv_exactly(1000) end,
  recv_until = function(s) s:recv_until("\r\n") end,
  recv_line = function(s) s:recv_line() end,
  recv_all = function(s) s:recv_all() end,
}

describe("a socket's timeout", function()
  it("holds for all of sendall, however slowly the peer takes it", function(t)
    local a, b = socket.socketpair()
    local reading = true
    t:run("sender", function()
      a:settimeout(0.15)
      expect(function() a:sendall(("x"):rep(8 << 20)) end):raises(socket.TimeoutError)
      reading = false
      a:close()
    end, "slow reader", function()
      while reading do
        b:recv(65536)
        t:sleep(0.01)
      end
    end)
  end)

  it("holds for all of a declared read, however the bytes trickle in", function(t)
    for name, read in pairs(reads) do
      local a, b = socket.socketpair()
      local sending, e = true, nil
      t:run("reader", function()
        a:settimeout(0.05)
        e = expect(function() read(a) end):raises(socket.TimeoutError)
        sending = false
      end, "trickler", function()
        while sending do
          b:sendall("x")
          t:sleep(0.01)
        end
      end)
      expect({ name, tostring(e) }):equals { name, "timed out" }
    end
  end)

  it("begins anew with each call", function(t)
    local a, b = socket.socketpair()
    t:run("reader", function()
      a:settimeout(0.2)
      for _ = 1, 4 do expect(a:recv(1)):equals("x") end
    end, "sender", function()
      for _ = 1, 4 do
        t:sleep(0.07)
        b:sendall("x")
      end
    end)
  end)

  it("is no deadlock, though nobody else could end the wait", function()
    local a = socket.socketpair()
    a:settimeout(0.15)
    local e = expect(function() a:recv(1) end):raises(socket.TimeoutError)
    expect(e.errno):is_nil()
    expect(tostring(e)):equals("timed out")
  end)

  it("stands beside t:sleep, which is no deadlock either", function(t)
    local woken = false
    t:run("sleeper", function()
      t:sleep(0.15)
      woken = true
    end)
    expect(woken):is_true()
  end)
end)
