-- What happens when a scenario's body returns, as its clean-up sees it.
local socket = require "socket"

-- Notes what a block did when it is left.
local function on_close(fn) return setmetatable({}, { __close = fn }) end

describe("when the body returns", function()
  it("its tasks run on until all of them wait", function(t)
    local got = {}
    local first, into = socket.socketpair()
    local from, second = socket.socketpair()
    t:background("one", function() second:sendall(first:recv_exactly(5):upper()) end)
    t:background("two", function()
      got[1] = from:recv_exactly(5)
      from:recv(10)
    end)
    t:defer(function() expect(got):equals { "WORDS" } end)
    into:sendall("words")
  end)

  it("spawned tasks are joined, and what they spawned", function(t)
    local ended = {}
    t:spawn("parent", function()
      t:spawn("child", function()
        t:sleep(0.02)
        ended[#ended + 1] = "child"
      end)
      t:sleep(0.01)
      ended[#ended + 1] = "parent"
    end)
    t:defer(function() expect(ended):equals { "parent", "child" } end)
  end)

  it("background tasks are cancelled where they wait, with whatever they spawned", function(t)
    local left = {}
    local never = t:event()
    t:background("server", function()
      local _ <close> = on_close(function() left[#left + 1] = "server" end)
      t:spawn("handler", function()
        local _ <close> = on_close(function() left[#left + 1] = "handler" end)
        never:wait()
      end)
      never:wait()
    end)
    t:defer(function()
      table.sort(left)
      expect(left):equals { "handler", "server" }
    end)
  end)

  it("background tasks stay while a spawned task still needs them", function(t)
    local a, b = socket.socketpair()
    t:background("echo", function()
      while true do b:sendall(b:recv_exactly(4)) end
    end)
    local answer
    t:spawn("late client", function()
      t:sleep(0.02)
      a:sendall("late")
      answer = a:recv_exactly(4)
    end)
    t:defer(function() expect(answer):equals("late") end)
  end)

  it("a cancelled task's sockets are closed, and its peer sees the end", function(t)
    local a, b = socket.socketpair()
    local task = t:spawn("holder", function()
      local held <close> = b
      held:recv(1)
    end)
    t:sleep(0)
    task:cancel()
    expect(b:fileno()):equals(-1)
    expect(a:recv(1)):equals("")
  end)

  it("deferred functions run, the last one first, and may wait", function(t)
    local order = {}
    local a, b = socket.socketpair()
    t:defer(function() expect(order):equals { "third", "second" } end)
    t:defer(function()
      t:spawn("helper", function() b:sendall("second") end)
      order[#order + 1] = a:recv_exactly(6)
    end)
    t:defer(function() order[#order + 1] = "third" end)
  end)
end)
