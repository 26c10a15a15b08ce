-- The order in which tasks run: the program gives it, not the clock and not the kernel.
local socket = require "socket"

-- A list that remembers what was said, and a function that says something.
local function log()
  local said = {}
  return said, function(words) said[#said + 1] = words end
end

describe("the order of tasks", function()
  it("starts a task when its creator next waits, not before", function(t)
    local said, say = log()
    local task = t:spawn("task", function() say "the task runs" end)
    say "the creator goes on"
    task:join()
    say "the creator knows"
    expect(said):equals { "the creator goes on", "the task runs", "the creator knows" }
  end)

  it("starts the roles of one t:run in the order written", function(t)
    local said, say = log()
    t:run("zoe", function() say "zoe" end, "adam", function() say "adam" end, "mia", function() say "mia" end)
    expect(said):equals { "zoe", "adam", "mia" }
  end)

  it("lets a task run until it waits", { segment = false }, function(t)
    local said, say = log()
    local a, b = socket.socketpair()
    t:run("first", function()
      for i = 1, 3 do
        b:sendall("x") -- its reader could run now, but nobody takes the turn from this task
        say("sent " .. i)
      end
      t:sleep(0)
      say "first again"
    end, "second", function()
      expect(a:recv_exactly(3)):equals("xxx")
      say "received"
    end)
    expect(said):equals { "sent 1", "sent 2", "sent 3", "received", "first again" }
  end)

  it("wakes whoever waited longest first", function(t)
    local said, say = log()
    local event = t:event()
    local function waiter(name) return function() event:wait(); say(name) end end
    t:run("one", waiter "one", "two", waiter "two", "three", waiter "three", "setter", function() event:set() end)
    expect(said):equals { "one", "two", "three" }
  end)

  it("gives two readers of one socket their turns in the order in which they came", function(t)
    local said = {}
    local a, b = socket.socketpair()
    local function reader(name) return function() said[name] = a:recv(1) end end
    t:run("early", reader "early", "late", reader "late", "sender", function() b:sendall("12") end)
    expect(said):equals { early = "1", late = "2" }
  end)

  it("runs timers by their deadline, and equal ones in the order in which they began", function(t)
    local said, say = log()
    local function sleeper(name, seconds) return function() t:sleep(seconds); say(name) end end
    t:run("long", sleeper("long", 0.03), "short", sleeper("short", 0.01), "also short", sleeper("also short", 0.01))
    expect(said):equals { "short", "also short", "long" }
  end)

  it("makes way for the others in a long transfer, and in no short one", { segment = false }, function(t)
    local said, say = log()
    local a, b = socket.socketpair()
    local more = ("x"):rep(70000)
    t:run("sender", function()
      b:setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
      b:sendall("short")
      say "sent little"
      b:sendall(more)
      say "sent much"
    end, "receiver", function()
      expect(#a:recv_exactly(5)):equals(5)
      say "received"
      a:recv_exactly(#more)
    end)
    expect(said):equals { "sent little", "received", "sent much" }
  end)
end)
