-- select.poll(): Python's poll object, a list of descriptors and what is wanted of each.
local core, import = ...

local native = core.select
local classes = import "exceptions"
local descriptor_of = import "descriptor"
local nearest = import "nearest"
local ready = import "ready"

local constants = native.constants
local everything = constants.POLLIN | constants.POLLPRI | constants.POLLOUT

local Poll = {}
local meta = { __index = Poll, __name = "select.poll" }
setmetatable(Poll, { __index = nearest.strict("'select.poll' object", Poll) })

local function check_mask(mask)
  if math.type(mask) ~= "integer" then core.raise("TypeError", "an integer is required") end
  if mask < 0 then core.raise("ValueError", "value must be positive") end
  if mask > 0xffff then core.raise("OverflowError", "Python int too large for C unsigned short") end
end

local function position_of(self, fd)
  for i, known in ipairs(self.fds) do
    if known == fd then return i end
  end
end

-- poll:register(fd[, eventmask]): POLLIN | POLLPRI | POLLOUT unless told. What is registered is changed.
function Poll:register(object, mask)
  local fd = descriptor_of(object)
  if mask == nil then mask = everything end
  check_mask(mask)
  local at = position_of(self, fd) or #self.fds + 1
  self.fds[at], self.masks[at] = fd, mask
end

-- poll:modify(fd, eventmask). Raises OSError ENOENT for what is not registered.
function Poll:modify(object, mask)
  local fd = descriptor_of(object)
  check_mask(mask)
  local at = position_of(self, fd)
  if not at then error(classes.FileNotFoundError(2, "No such file or directory"), 0) end
  self.masks[at] = mask
end

-- poll:unregister(fd). Raises KeyError for what is not registered.
function Poll:unregister(object)
  local fd = descriptor_of(object)
  local at = position_of(self, fd)
  if not at then error(classes.KeyError(fd), 0) end
  table.remove(self.fds, at)
  table.remove(self.masks, at)
end

-- poll:poll([milliseconds]) -> a list of { fd, event }. Waits for ever where nothing or a negative number is told.
function Poll:poll(timeout)
  if timeout ~= nil and type(timeout) ~= "number" then
    core.raise("TypeError", "timeout must be an integer or None")
  end
  local limit = timeout and timeout >= 0 and math.min(math.ceil(timeout), 1 << 40) * 1000000 or -1
  local found = {}
  for i, event in ipairs(native.poll(self.fds, self.masks, limit, "poll")) do
    if event ~= 0 then found[#found + 1] = { self.fds[i], event } end
  end
  return ready(found)
end

return function() return setmetatable({ fds = {}, masks = {} }, meta) end
