-- t:event() and t:barrier(n): order between tasks that the exchange itself does not give. One thread runs all tasks,
-- so nothing here needs a lock.
local core, import = ...

local nearest = import "nearest"

local M = {}

local Event = {}

-- event:set(): whoever waits goes on, and whoever comes later does not wait.
function Event:set()
  self.is_set_ = true
  for _, task in ipairs(self.waiting) do core.wake(task) end
  self.waiting = {}
end

-- event:is_set() -> boolean.
function Event:is_set() return self.is_set_ end

-- event:wait(): until it is set.
function Event:wait()
  while not self.is_set_ do
    self.waiting[#self.waiting + 1] = core.current()
    core.park("event:wait")
  end
end

local Barrier = {}

-- Leaves its place free where it is cancelled while it waits.
local leaving = {
  __close = function(place)
    local waiting = place.barrier.waiting
    for i, task in ipairs(waiting) do
      if task == place.task then return table.remove(waiting, i) end
    end
  end,
}

-- barrier:wait(): until as many tasks wait as the barrier was made for; then all go on.
function Barrier:wait()
  local round = self.round
  if #self.waiting + 1 == self.size then
    self.round = round + 1
    for _, task in ipairs(self.waiting) do core.wake(task) end
    self.waiting = {}
    return
  end
  local place <close> = setmetatable({ barrier = self, task = core.current() }, leaving)
  self.waiting[#self.waiting + 1] = place.task
  while self.round == round do core.park("barrier:wait") end
end

local function class(methods, what)
  return { __index = setmetatable(methods, { __index = nearest.strict(what, methods) }), __name = what }
end

local event_meta, barrier_meta = class(Event, "an event"), class(Barrier, "a barrier")

function M.event() return setmetatable({ is_set_ = false, waiting = {} }, event_meta) end

function M.barrier(n)
  if math.type(n) ~= "integer" or n < 1 then error("t:barrier() takes how many tasks meet there: an integer from 1", 3) end
  return setmetatable({ size = n, round = 0, waiting = {} }, barrier_meta)
end

return M
