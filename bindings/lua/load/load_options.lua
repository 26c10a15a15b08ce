-- The options of t:load: what each takes, and what it means where it is not given.
local core, import = ...

local nearest = import "nearest"
local socket = import "socket"

local M = {}

local known = {
  name = true, to = true, connect = true, each = true, connections = true, processes = true, requests = true,
  duration = true, rate = true,
}

local function refuse(text, ...) core.raise("TypeError", "t:load(): " .. text:format(...)) end

local function check_names(given)
  for name in next, given do
    if not known[name] then
      local hint = nearest.hint(name, known)
      refuse("unknown option '%s'%s", tostring(name), hint and "; " .. hint or "")
    end
  end
end

-- An integer from 1 to `most`; `default` where there is none.
local function count(name, value, most, default)
  if value == nil then return default end
  if math.type(value) == "integer" and value >= 1 and value <= most then return value end
  refuse("%s takes an integer from 1 to %d", name, most)
end

local function above_zero(name, what, value)
  if value == nil or type(value) == "number" and value > 0 and value < 1e9 then return value end
  refuse("%s takes %s above 0", name, what)
end

-- What makes a connection: fn(number) -> what `each` is given. Without `to` and `connect` that is nil.
local function connector(to, connect)
  if connect ~= nil then
    if to ~= nil then refuse("to and connect are two ways to say the same: one of them") end
    if type(connect) ~= "function" then refuse("connect takes a function: function(number) return client end") end
    return connect
  end
  if to == nil then return function() end end
  if type(to) ~= "table" or type(to[1]) ~= "string" or math.type(to[2]) ~= "integer" then
    refuse('to takes an address, { "127.0.0.1", 80 }; connect is for all else')
  end
  return function()
    local s = socket.create_connection(to)
    s:setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return s
  end
end

-- One that cannot end in time is told before it begins, and not when the scenario's limit has stopped it.
local function check_time(duration)
  local left = core.time_left()
  if not duration or duration < left then return end
  core.raise("ValueError", ("t:load(): duration is %g s, and the scenario has %.1f s left: give it the option timeout"):format(
    duration, left))
end

-- checked(options) -> the same, made whole; raises TypeError for one that is wrong, and ValueError for a duration beyond
-- the scenario's time limit.
function M.checked(given)
  if type(given) ~= "table" then
    refuse('it takes a table: t:load { to = { "127.0.0.1", 80 }, requests = 1000, each = function(c) ... end }')
  end
  check_names(given)
  local name = given.name == nil and "load" or given.name
  if type(name) ~= "string" or name == "" then refuse("name takes what reports call the load: a string") end
  if type(given.each) ~= "function" then refuse("each takes a function, one request: function(c, number) ... end") end
  if given.requests == nil and given.duration == nil then
    refuse("when does it end? requests says how many there are, duration says for how many seconds they begin")
  end
  local duration = above_zero("duration", "a number of seconds", given.duration)
  check_time(duration)
  local connections = count("connections", given.connections, 100000, 1)
  return {
    name = name, each = given.each, connect = connector(given.to, given.connect), duration = duration,
    connections = connections,
    processes = math.min(count("processes", given.processes, 256, 1), connections), -- none has nothing to do
    requests = count("requests", given.requests, 1 << 53),
    rate = above_zero("rate", "a number of requests a second", given.rate),
  }
end

return M
