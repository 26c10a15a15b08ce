-- require "selectors": Python's module. A selector keeps a key for each file object, and asks one of the mechanisms of
-- require "select" which of them are ready.
local core, import = ...

local backends = import "selector_backends"
local classes = import "exceptions"
local descriptor_of = import "descriptor"
local nearest = import "nearest"
local ready = import "ready"

local M = { EVENT_READ = backends.EVENT_READ, EVENT_WRITE = backends.EVENT_WRITE }

local function text_of(object)
  if object == nil then return "None" end
  return type(object) == "string" and ("'%s'"):format(object) or tostring(object)
end

local key_meta = {
  __name = "SelectorKey",
  __tostring = function(key)
    return ("SelectorKey(fileobj=%s, fd=%d, events=%d, data=%s)"):format(
      text_of(key.fileobj), key.fd, key.events, text_of(key.data))
  end,
}

local Selector = {}
setmetatable(Selector, { __index = nearest.strict("a selector", Selector) })

-- Events go through Python's &.
local function check_operand(events)
  if math.type(events) == "integer" then return end
  core.raise("TypeError", ("unsupported operand type(s) for &: '%s' and 'int'"):format(core.type_name(events)))
end

local function invalid_object(object)
  core.raise("ValueError", "Invalid file object: " .. text_of(object))
end

-- The descriptor of an object; of one that was closed since, that under which it is registered.
local function lookup(self, object)
  local ok, fd = pcall(descriptor_of, object)
  if ok then return fd end
  for _, key in ipairs(self.keys) do
    if rawequal(key.fileobj, object) then return key.fd end
  end
  if not classes.isinstance(fd, classes.ValueError) then invalid_object(object) end
  core.raise("ValueError", "Invalid file descriptor: " .. (fd.message:match("%((.*)%)$")))
end

local function position_of(self, fd)
  for i, key in ipairs(self.keys) do
    if key.fd == fd then return i end
  end
end

local function registered(self, object)
  local at = position_of(self, lookup(self, object))
  if not at then core.raise("KeyError", text_of(object) .. " is not registered") end
  return at
end

local function new_key(fileobj, fd, events, data)
  return setmetatable({ fileobj = fileobj, fd = fd, events = events, data = data }, key_meta)
end

-- selector:register(fileobj, events[, data]) -> SelectorKey. Raises ValueError for bad events or a bad object, KeyError
-- for one that is registered.
function Selector:register(fileobj, events, data)
  if events and events ~= "" and events ~= 0 then check_operand(events) end
  if math.type(events) ~= "integer" or events < 1 or events > 3 then
    core.raise("ValueError", "Invalid events: " .. text_of(events))
  end
  local fd = lookup(self, fileobj)
  if position_of(self, fd) then
    core.raise("KeyError", ("%s (FD %d) is already registered"):format(text_of(fileobj), fd))
  end
  self.backend.register(fd, events)
  local key = new_key(fileobj, fd, events, data)
  table.insert(self.keys, key)
  return key
end

-- selector:unregister(fileobj) -> its SelectorKey. It may have been closed since. Raises KeyError for what is not
-- registered.
function Selector:unregister(fileobj)
  local key = table.remove(self.keys, registered(self, fileobj))
  local ok, e = pcall(self.backend.unregister, key.fd)
  if not ok and not classes.isinstance(e, classes.OSError) then error(e, 0) end
  return key
end

-- selector:modify(fileobj, events[, data]) -> the new SelectorKey.
function Selector:modify(fileobj, events, data)
  local at = registered(self, fileobj)
  local key = self.keys[at]
  if events ~= key.events and not self.backend.modify then
    self:unregister(fileobj)
    return self:register(fileobj, events, data)
  end
  if events ~= key.events then
    check_operand(events)
    local ok, e = pcall(self.backend.modify, key.fd, events)
    if not ok then
      table.remove(self.keys, at)
      error(e, 0)
    end
  end
  self.keys[at] = new_key(key.fileobj, key.fd, events, data)
  return self.keys[at]
end

-- selector:select([seconds]) -> a list of { key, events }. Waits for ever where nothing is told, and not at all for 0
-- or less. `for key, events in selector:select() do` goes through it.
function Selector:select(timeout)
  local found = {}
  for fd, events in self.backend.wait(timeout, math.max(#self.keys, 1)) do
    local key = self.keys[position_of(self, fd)]
    if key then found[#found + 1] = { key, events & key.events } end
  end
  return ready(found)
end

-- selector:get_key(fileobj) -> its SelectorKey. Raises KeyError for what is not registered, RuntimeError once closed.
function Selector:get_key(fileobj)
  if self.closed then core.raise("RuntimeError", "Selector is closed") end
  return self.keys[registered(self, fileobj)]
end

local map_meta = {
  __name = "_SelectorMapping",
  __index = function(map, fileobj) return rawget(map, 1):get_key(fileobj) end,
  __len = function(map) return #rawget(map, 1).keys end,
  __pairs = function(map)
    local i, keys = 0, rawget(map, 1).keys
    return function()
      i = i + 1
      if keys[i] then return keys[i].fd, keys[i] end
    end
  end,
}

-- selector:get_map() -> what is registered: map[fileobj] is its key, #map their number, pairs(map) gives descriptor and
-- key in the order of their registration. nil once closed.
function Selector:get_map() return not self.closed and self.map or nil end

-- selector:close(). What is registered stays open.
function Selector:close()
  self.closed, self.keys = true, {}
  self.backend.close()
end

-- selector:fileno() -> the descriptor of an EpollSelector.
function Selector:fileno() return self.backend.fileno() end

local selector_meta = { __index = Selector, __close = Selector.close, __name = "selector" }

for name, make in next, backends.makers do
  M[name] = function()
    local self = setmetatable({ backend = make(), keys = {}, closed = false }, selector_meta)
    self.map = setmetatable({ self }, map_meta)
    return self
  end
end
M.DefaultSelector = M.EpollSelector

return setmetatable(M, { __index = nearest.strict("module 'selectors'", M) })
