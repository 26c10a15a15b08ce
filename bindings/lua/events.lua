-- t:event() and t:barrier(n): order between tasks that the exchange itself does not give. One thread runs all tasks,
-- so nothing here needs a lock. Who waited knows what those knew of conversations that it waited for (`mind`).
local core, import = ...

local nearest = import "nearest"

local M = {}

local Event = {}

-- event:set(): whoever waits goes on, and whoever comes later does not wait.
function Event:set()
  self.is_set_ = true
  self.mind = core.tell(self.mind) or false
  for _, task in ipairs(self.waiting) do core.wake(task) end
  self.waiting = {}
end

-- event:is_set() -> boolean.
function Event:is_set()
  if self.is_set_ then core.learn(self.mind) end
  return self.is_set_
end

-- event:wait(): until it is set.
function Event:wait()
  while not self.is_set_ do
    self.waiting[#self.waiting + 1] = core.current()
    core.park("event:wait")
  end
  core.learn(self.mind)
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
  local round, meeting = self.round, self.meeting
  meeting.mind = core.tell(meeting.mind)
  if #self.waiting + 1 == self.size then
    self.round = round + 1
    for _, task in ipairs(self.waiting) do core.wake(task) end
    self.waiting = {}
    self.meeting = {}
    core.learn(meeting.mind)
    return
  end
  local place <close> = setmetatable({ barrier = self, task = core.current() }, leaving)
  self.waiting[#self.waiting + 1] = place.task
  while self.round == round do core.park("barrier:wait") end
  core.learn(meeting.mind)
end

local function class(methods, what)
  return { __index = setmetatable(methods, { __index = nearest.strict(what, methods) }), __name = what }
end

local event_meta, barrier_meta = class(Event, "an event"), class(Barrier, "a barrier")

function M.event() return setmetatable({ is_set_ = false, waiting = {}, mind = false }, event_meta) end

function M.barrier(n)
  if math.type(n) ~= "integer" or n < 1 then error("t:barrier() takes how many tasks meet there: an integer from 1", 3) end
  return setmetatable({ size = n, round = 0, waiting = {}, meeting = {} }, barrier_meta)
end

return M
