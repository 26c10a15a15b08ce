-- A failed expectation counts, however late it comes and whatever catches its error.
local function fails() expect("late"):equals("in time") end

local function failing(metamethod) return setmetatable({}, { [metamethod] = fails }) end

local ways = {
  ["under pcall"] = function() pcall(fails) end,
  ["under xpcall, whose handler says nothing"] = function() xpcall(fails, function() end) end,
  ["in a coroutine of the script's own"] = function() pcall(coroutine.wrap(fails)) end,
  ["in a coroutine that is closed while it is suspended"] = function()
    local suspended = coroutine.create(function()
      local _ <close> = failing("__close")
      coroutine.yield()
    end)
    coroutine.resume(suspended)
    coroutine.close(suspended)
  end,
  ["where a block ends"] = function() pcall(function() local _ <close> = failing("__close") end) end,
  ["in a metamethod"] = function() pcall(tostring, failing("__tostring")) end,
  ["before a skip"] = function(t)
    pcall(fails)
    t:skip("this says nothing of what failed")
  end,
  ["in a task, when main has ended"] = function(t)
    t:spawn("late", function()
      t:sleep(0.01)
      pcall(fails)
    end)
  end,
  ["where a background task is cancelled"] = function(t)
    t:background("cancelled", function()
      local _ <close> = failing("__close")
      t:event():wait()
    end)
  end,
  ["in a deferred function"] = function(t) t:defer(function() pcall(fails) end) end,
  ["in a __gc while the scenario runs"] = function()
    failing("__gc")
    collectgarbage()
  end,
  ["in a __gc when it is over"] = function() failing("__gc") end,
  ["in a __gc of what is never garbage"] = function(t)
    local kept = failing("__gc")
    t:defer(function() return kept end)
  end,
}

scenario("a failed expectation counts", { assertions = false, cases = ways }, function(t, way) way(t) end)

describe("a scenario that shares its process", function()
  before_all(function() end)

  it("fails by a __gc of its own", function() failing("__gc") end)
  it("and not by that of the one before", function() expect(1):equals(1) end)
end)
