-- Scenarios that never end by themselves, each in its own way; a good one after each shows that the run goes on.
local function endless() while true do end end

local ways = {
  { "in a loop", endless },
  { "in a loop under pcall", function() while true do pcall(endless) end end },
  { "in a coroutine", function() coroutine.wrap(endless)() end },
  { "in a coroutine under pcall, again and again", function()
    while true do pcall(coroutine.wrap(function() pcall(endless) end)) end
  end },
  { "in the comparison of table.sort", function() table.sort({ 3, 2, 1 }, endless) end },
  { "in a callback of string.gsub, under pcall", function()
    while true do pcall(string.gsub, "x", "x", endless) end
  end },
  { "in a metamethod", function() return setmetatable({}, { __index = endless }).x end },
  { "in a finalizer", function()
    setmetatable({}, { __gc = endless })
    collectgarbage()
  end },
  { "in a role beside one that waits", function(t)
    local never = t:event()
    t:run("waiting", function() never:wait() end, "busy", endless)
  end },
  { "in a deferred function", function(t) t:defer(endless) end },
  { "when it is cancelled", function(t)
    t:background("stubborn", function()
      local _ <close> = setmetatable({}, { __close = endless })
      t:event():wait()
    end)
  end },
  { "asleep", function(t) t:sleep(1000) end },
}

for _, way in ipairs(ways) do
  scenario(way[1], { timeout = 0.2 }, way[2])
  scenario("after: " .. way[1], function() expect(1):equals(1) end)
end
