-- select.epoll(): Python's epoll object, over a descriptor of the kernel's. Here is only noted what is registered, so
-- that the scheduler can watch it, too.
local core, import = ...

local native = core.select
local descriptor_of = import "descriptor"
local nearest = import "nearest"
local ready = import "ready"

local constants = native.constants
local everything = constants.EPOLLIN | constants.EPOLLPRI | constants.EPOLLOUT

local Epoll = {}
setmetatable(Epoll, { __index = nearest.strict("'select.epoll' object", Epoll) })

-- The end of the scenario that it was made in closes it, too.
local function is_open(self) return not self.closed and native.epoll_is_open(self.fd, self.generation) end

local function open_fd(self)
  if not is_open(self) then core.raise("ValueError", "I/O operation on closed epoll object") end
  return self.fd
end

local function close(self)
  local was_open = is_open(self)
  self.closed = true
  if was_open then native.epoll_close(self.fd) end
end

local meta = {
  __index = Epoll,
  __name = "select.epoll",
  __close = close,
  __gc = function(self) if is_open(self) then native.epoll_abandon(self.fd) end end,
}

local function note(self, fd, mask)
  for i, known in ipairs(self.fds) do
    if known == fd then
      if mask then
        self.masks[i] = mask
      else
        table.remove(self.fds, i)
        table.remove(self.masks, i)
      end
      return
    end
  end
  if mask then
    self.fds[#self.fds + 1] = fd
    self.masks[#self.masks + 1] = mask
  end
end

local function check_integer(value)
  if math.type(value) == "integer" then return end
  core.raise("TypeError", ("'%s' object cannot be interpreted as an integer"):format(core.type_name(value)))
end

local function control(self, operation, object, mask)
  local fd = descriptor_of(object)
  if mask ~= nil then check_integer(mask) end
  native.epoll_ctl(open_fd(self), operation, fd, mask)
  note(self, fd, mask)
end

-- epoll:register(fd[, eventmask]): EPOLLIN | EPOLLPRI | EPOLLOUT unless told. Raises FileExistsError for what is
-- registered, OSError EPERM for what cannot be.
function Epoll:register(object, mask) control(self, "add", object, mask == nil and everything or mask) end

-- epoll:modify(fd, eventmask). Raises FileNotFoundError for what is not registered.
function Epoll:modify(object, mask) control(self, "modify", object, mask or 0) end

-- epoll:unregister(fd). Raises as modify.
function Epoll:unregister(object) control(self, "remove", object) end

local function check_number(value)
  if type(value) ~= "number" then core.raise("TypeError", "timeout must be an integer or None") end
end

-- epoll:poll([seconds[, maxevents]]) -> a list of { fd, event }. Waits for ever where nothing or a negative number is
-- told.
function Epoll:poll(timeout, maxevents)
  local epoll, limit = open_fd(self), -1
  if timeout ~= nil then
    check_number(timeout)
    if timeout >= 0 then limit = math.min(math.ceil(timeout * 1000), 1 << 40) * 1000000 end
  end
  if maxevents == nil or maxevents == -1 then maxevents = 1023 end
  check_integer(maxevents)
  if maxevents <= 0 then
    core.raise("ValueError", ("maxevents must be greater than 0, got %d"):format(maxevents))
  end
  local flat, found = native.epoll_wait(epoll, maxevents, limit, self.fds, self.masks, "epoll.poll"), {}
  for i = 1, #flat, 2 do found[#found + 1] = { flat[i], flat[i + 1] } end
  return ready(found)
end

-- epoll:close(). Twice is no error.
function Epoll:close() close(self) end

-- epoll:fileno() -> int.
function Epoll:fileno() return open_fd(self) end

-- epoll([sizehint[, flags]]): as in Python both are only checked.
return function(sizehint)
  if sizehint ~= nil then check_integer(sizehint) end
  if sizehint and sizehint ~= -1 and sizehint <= 0 then core.raise("ValueError", "negative sizehint") end
  local fd, generation = native.epoll_create()
  return setmetatable({ fd = fd, generation = generation, fds = {}, masks = {}, closed = false }, meta)
end
