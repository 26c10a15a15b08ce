-- One role fails: the others are cancelled where they wait, at once, and their sockets are closed; clean-up runs.
local socket = require "socket"

local function leaving(words) return setmetatable({}, { __close = function() print(words) end }) end

describe("watched from outside", { timeout = 60 }, function()
  before_all(function(t)
    local listener = socket.create_server { "127.0.0.1", 7000 }
    t:background("observer", function()
      while true do
        local conn <close> = listener:accept()
        conn:sendall("welcome")
        print(("saw %q at the end"):format(conn:recv(100)))
      end
    end)
  end)
  after_each(function() print "after_each" end)

  it("the first failure cancels the others", function(t)
    local waiting = t:event()
    t:defer(function() print "deferred" end)
    t:run("holder", function()
      local held <close> = socket.create_connection { "127.0.0.1", 7000 }
      local _ <close> = leaving "holder is cancelled"
      held:recv(100)
      waiting:set()
      held:recv(100)
      print "never reached"
    end, "sleeper", function()
      local _ <close> = leaving "sleeper is cancelled"
      t:sleep(50)
    end, "failing", function()
      waiting:wait()
      error("this is the one")
    end)
    print "never reached either"
  end)

  it("the observer saw the holder's socket close", function(t)
    expect(t:output("main")):equals("")
  end)
end)

describe("what counts", function()
  after_each(function() error("third, in after_each") end)

  it("is the first error, whatever the clean-up says after it", function(t)
    t:defer(function() error("second, in a deferred function") end)
    t:run("role", function()
      local _ <close> = setmetatable({}, { __close = function() error("while the role is left") end })
      error("first")
    end)
  end)

  it("is also what the clean-up alone says", function(t)
    t:defer(function() error("second again") end)
  end)
end)

describe("what counts too", function()
  it("is an error of a cancelled task that closes its variables badly", function(t)
    t:background("bad closer", function()
      local _ <close> = setmetatable({}, { __close = function() error("in its __close") end })
      t:event():wait()
    end)
  end)

  it("is an error in a background task, while the body waits", function(t)
    t:background("failing", function() error("in the background") end)
    t:event():wait()
  end)

  it("is an error in a finalizer, where nobody could catch it", function()
    setmetatable({}, { __gc = function() error("in a __gc") end })
    collectgarbage()
  end)

  it("is an error object of any kind", function() error({ code = 7 }) end)

  it("is even no error at all", function() error() end)
end)
