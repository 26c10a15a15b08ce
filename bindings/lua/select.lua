-- require "select": Python's module, by the same loop that every other call waits by: the other tasks run meanwhile, and
-- deadlines and the deadlock detector know what is waited for.
local core, import = ...

local native = core.select
local classes = import "exceptions"
local descriptor_of = import "descriptor"
local nearest = import "nearest"

local M = { error = classes.OSError }
for name, value in next, native.constants do M[name] = value end

local for_ever = -1
local longest = 1 << 62

-- Seconds to nanoseconds, rounded up: no wait ends early.
local function nanoseconds(seconds)
  local wanted = math.ceil(seconds * 1e9)
  return math.type(wanted) == "integer" and wanted < longest and wanted or longest
end

-- Which events of poll(2) make a descriptor readable and so on for select(2), in the kernel's own definition.
local kinds = {
  { asked = M.POLLIN | M.POLLRDNORM | M.POLLRDBAND, also = M.POLLHUP | M.POLLERR },
  { asked = M.POLLOUT | M.POLLWRNORM | M.POLLWRBAND, also = M.POLLERR },
  { asked = M.POLLPRI, also = 0 },
}

local function add_all(list, kind, fds, events)
  if type(list) ~= "table" then core.raise("TypeError", "arguments 1-3 must be sequences") end
  for _, object in ipairs(list) do
    local fd = descriptor_of(object)
    if fd >= 1024 then core.raise("ValueError", "filedescriptor out of range in select()") end
    fds[#fds + 1] = fd
    events[#events + 1] = kind.asked | (kind.asked | kind.also) << 16
  end
end

local function ready_of(list, kind, came, before)
  local ready = {}
  for i, object in ipairs(list) do
    local event = came[before + i]
    if event & M.POLLNVAL ~= 0 then error(classes.OSError(9, "Bad file descriptor"), 0) end
    if event & (kind.asked | kind.also) ~= 0 then ready[#ready + 1] = object end
  end
  return ready
end

-- select(rlist, wlist, xlist[, timeout]) -> three lists: what of each is ready. Waits so many seconds at the most, for
-- ever where none are told. select(2).
function M.select(...)
  local lists = table.pack(...)
  local timeout = lists[4]
  if lists.n < 3 then
    core.raise("TypeError", ("select expected at least 3 arguments, got %d"):format(lists.n))
  end
  if timeout ~= nil and type(timeout) ~= "number" then core.raise("TypeError", "timeout must be a float or None") end
  if timeout and timeout < 0 then core.raise("ValueError", "timeout must be non-negative") end
  local fds, events = {}, {}
  for i, kind in ipairs(kinds) do add_all(lists[i], kind, fds, events) end
  local came = native.poll(fds, events, timeout and nanoseconds(timeout) or for_ever, "select")
  local readable, writable = #lists[1], #lists[1] + #lists[2]
  return ready_of(lists[1], kinds[1], came, 0), ready_of(lists[2], kinds[2], came, readable),
    ready_of(lists[3], kinds[3], came, writable)
end

-- poll() -> a poll object; epoll([sizehint[, flags]]) -> an epoll object.
M.poll = import "poll_object"
M.epoll = import "epoll_object"

return setmetatable(M, { __index = nearest.strict("module 'select'", M) })
