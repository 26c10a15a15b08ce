-- t:run, t:spawn, t:background, and what the exchange itself does not order: events and barriers.
local socket = require "socket"

describe("t:run", function()
  it("returns when all its roles have ended, however they take turns", function(t)
    local ended = {}
    local a, b = socket.socketpair()
    t:run("slow", function()
      expect(a:recv_exactly(2)):equals("go")
      ended.slow = true
    end, "quick", function()
      b:sendall("go")
      ended.quick = true
    end)
    expect(ended):equals { slow = true, quick = true }
  end)

  it("stands inside a role as well", function(t)
    local said = {}
    t:run("outer", function()
      t:run("inner", function() said[#said + 1] = "inner" end)
      said[#said + 1] = "outer"
    end)
    expect(said):equals { "inner", "outer" }
  end)

  it("hands t to each role", function(t)
    t:run("role", function(own) expect(rawequal(own, t)):is_true() end)
  end)

  it("says what it takes", function(t)
    expect(function() t:run() end):raises("t:run() takes at least one role")
    expect(function() t:run("server") end):raises("the role 'server' needs a function, not a nil")
    expect(function() t:run(print, "server") end):raises("takes the name of a role, then its function")
    expect(function() t:runn("server", print) end):raises("t has no attribute 'runn'; did you mean 'run'?")
  end)
end)

describe("t:spawn", function()
  it("passes arguments in and results out", function(t)
    local task = t:spawn("adder", function(a, b) return a + b, a - b end, 7, 3)
    expect({ task:join() }):equals { 10, 4 }
    expect({ task:join() }):equals { 10, 4 } -- as often as one asks
  end)

  it("can be joined by several tasks", function(t)
    local got = {}
    local gate = t:event()
    local task = t:spawn("worker", function()
      gate:wait()
      return "done"
    end)
    t:run("one", function() got.one = task:join() end, "two", function() got.two = task:join() end,
      "opener", function() gate:set() end)
    expect(got):equals { one = "done", two = "done" }
  end)

  it("can be cancelled: it runs no further, and whoever joins it goes on", function(t)
    local reached = false
    local a = socket.socketpair()
    local task = t:spawn("waiting", function()
      a:recv(1)
      reached = true
    end)
    t:run("joiner", function() expect((task:join())):is_nil() end, "canceller", function() task:cancel() end)
    task:cancel() -- twice is no error
    expect(reached):is_false()
  end)

  it("cancelled before its first turn never runs", function(t)
    local task = t:spawn("unlucky", function() error("it ran") end)
    task:cancel()
    expect((task:join())):is_nil()
  end)

  it("can neither join nor cancel itself", function(t)
    local own
    own = t:spawn("self", function()
      expect(function() own:join() end):raises("a task cannot join itself")
      expect(function() own:cancel() end):raises("a task cannot cancel itself")
    end)
    own:join()
  end)

  it("gives a task, which has no other methods", function(t)
    local task = t:spawn("task", function() end)
    expect(function() task:jion() end):raises("a task has no attribute 'jion'; did you mean 'join'?")
    task:join()
  end)
end)

describe("t:background", function()
  it("does not hold the scenario up", function(t)
    local never = t:event()
    local task = t:background("forever", function() never:wait() end)
    expect(type(task.join)):equals("function")
  end)
end)

describe("an event", function()
  it("holds its waiters until it is set, and nobody after that", function(t)
    local said = {}
    local event = t:event()
    expect(event:is_set()):is_false()
    t:run("waiter", function()
      event:wait()
      said[#said + 1] = "waited"
    end, "setter", function()
      said[#said + 1] = "sets"
      event:set()
      event:set()
    end)
    event:wait()
    expect(event:is_set()):is_true()
    expect(said):equals { "sets", "waited" }
  end)

  it("loses no waiter that is cancelled", function(t)
    local event = t:event()
    local passed = false
    local first = t:spawn("first", function() event:wait() end)
    t:spawn("second", function()
      event:wait()
      passed = true
    end)
    t:sleep(0)
    first:cancel()
    event:set()
    t:sleep(0)
    expect(passed):is_true()
  end)
end)

describe("a barrier", function()
  it("lets all go when the last one has come, round after round", function(t)
    local said = {}
    local barrier = t:barrier(3)
    local function member(name)
      return function()
        for round = 1, 2 do
          said[#said + 1] = name .. round
          barrier:wait()
        end
      end
    end
    t:run("a", member "a", "b", member "b", "c", member "c")
    table.sort(said, function(x, y) return x:sub(2) .. x < y:sub(2) .. y end)
    expect(table.concat(said, " ")):equals("a1 b1 c1 a2 b2 c2")
  end)

  it("keeps no place for a task that was cancelled while it waited", function(t)
    local barrier = t:barrier(2)
    local gone = t:spawn("gone", function() barrier:wait() end)
    t:sleep(0)
    gone:cancel()
    local met = 0
    local function member()
      barrier:wait()
      met = met + 1
    end
    t:run("one", member, "two", member)
    expect(met):equals(2)
  end)

  it("is for one task at least", function(t)
    t:barrier(1):wait()
    for _, size in ipairs { 0, 1.5, "2" } do
      expect(function() t:barrier(size) end):raises("an integer from 1")
    end
  end)
end)
