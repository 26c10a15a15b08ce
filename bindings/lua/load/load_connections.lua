-- The connections of a load: each is a task that makes one request after the other.
local core, import = ...

local classes = import "exceptions"
local ProtocolError = import("protocol_errors").ProtocolError

local M = {}

-- What a server or the network did, and not the script: such errors are counted, all others fail the scenario.
local counted = { classes.OSError, classes.EOFError, ProtocolError }

local function close(client)
  pcall(function() client:close() end)
end

-- A connection is { number, options, client, is_open }.
local function open(lane)
  lane.client = lane.options.connect(lane.number)
  lane.is_open = true
end

-- A request after one that failed has to connect first, which is a part of it.
local function reopen_and_request(lane, number)
  open(lane)
  lane.options.each(lane.client, number)
end

local function note_error(run, lane, e)
  if not classes.isinstance(e, counted) then error(e, 0) end
  core.load_failed(run, getmetatable(e).__name)
  if lane.is_open then close(lane.client) end
  lane.is_open, lane.client = false, nil
end

local function work(lane, run)
  core.load_joins()
  local each, next_request = lane.options.each, core.load_next
  local number, since = next_request(run)
  while number do
    local ok, e
    if lane.is_open then
      ok, e = pcall(each, lane.client, number)
    else
      ok, e = pcall(reopen_and_request, lane, number)
    end
    if not ok then note_error(run, lane, e) end
    number, since = next_request(run, ok and since or nil)
  end
  if lane.is_open then close(lane.client) end
end

local crew_meta = {
  __close = function(crew)
    for _, task in ipairs(crew) do core.cancel(task) end
  end,
}

-- together(list, name, fn, ...): plays fn(item, ...) for each of a list, all at once, each in a task of the role `name`,
-- and waits for them.
local function together(list, name, fn, ...)
  local crew <close> = setmetatable({}, crew_meta)
  for i, item in ipairs(list) do crew[i] = core.spawn("role", name, fn, item, ...) end
  for _, task in ipairs(crew) do core.join(task) end
end
M.together = together

-- open(options, first, count) -> connections, of which the first has that number. The first error is raised where the
-- load was called for: without a server there is nothing to measure.
function M.open(options, first, count)
  local lanes, failure = {}, nil
  for i = 1, count do lanes[i] = { number = first + i - 1, options = options, is_open = false } end
  together(lanes, options.name, function(lane)
    core.load_joins()
    local ok, e = pcall(open, lane)
    if not ok then failure = failure or e end
  end)
  if not failure then return lanes end
  if classes.isinstance(failure, counted) and not rawget(failure, "file") then
    failure.file, failure.line = core.place()
  end
  error(failure, 0)
end

-- work(lanes, run): they make all requests of the run, and are closed.
function M.work(lanes, run)
  together(lanes, lanes[1].options.name, work, run)
end

return M
