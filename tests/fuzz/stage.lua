-- Where one sequence plays in parley, as stage.py is in Python: the sockets, files and pollers by slot, and the
-- descriptors that it was given.
local normal = require "normal"
local select_module = require "select"
local socket = require "socket"

local Stage = {}
Stage.__index = Stage

local modules = { [""] = socket, select = select_module, selectors = require "selectors" }
local attributes = {
  family = true, type = true, proto = true, timeout = true, nosuch = true, closed = true, mode = true, encoding = true,
  errors = true,
}
local of_module = { send_fds = true, recv_fds = true } -- functions that take a socket first
local wait = string.pack("=i8i8", 0, 1000) -- of the kernel's own, so that nothing waits without end
local nobody = 9999 -- a descriptor that is not open
local are_waited_for = 5000 -- bytes of a file that a socket may wait for which blocks: they find room

-- (the scenario's t, the sequence's number)
function Stage.new(t, number)
  return setmetatable({
    t = t, folder = t:tempdir(), number = number, hostname = socket.gethostname(), count = 0,
    slots = {}, descriptors = {}, ports = {}, port_count = 0, opened = {}, takes = false,
  }, Stage)
end

-- ---- Arguments.

function Stage:address(slot, peer)
  local s = self.slots[slot]
  local ok, address = pcall(function()
    if peer then return s:getpeername() end
    return s:getsockname()
  end)
  return ok and address or { "127.0.0.1", 1 }
end

function Stage:descriptor(slot, takes)
  if slot ~= 0 then return self.slots[slot] and self.slots[slot]:fileno() or nobody end
  self.takes = takes
  return self.descriptors[#self.descriptors] or nobody
end

function Stage:disk(name, mode)
  local file = self.t:open(self.folder .. "/" .. name, mode)
  self.opened[#self.opened + 1] = file
  return file
end

-- ---- Calls.

local function is_socket(value) return type(value) == "userdata" and tostring(value):find("^<socket") end

function Stage:keep(slot, made)
  self.slots[slot], self.count = made, math.max(self.count, slot)
  if not is_socket(made) then return end
  made:setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, wait)
  made:setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, wait)
end

-- CPython waits for room without a limit, whatever SO_SNDTIMEO says.
local function before_sendfile(s, file)
  if s:gettimeout() or s:fileno() < 0 then return end
  local size = file:seek(0, 2)
  file:seek(0)
  local _, writable = select_module.select({}, { s }, {}, 0)
  if size > are_waited_for or #writable == 0 then s:settimeout(0.001) end
end

-- Calls; an error is raised. What it gives for slots goes there.
function Stage:call(made, on, full_name, arguments)
  local prefix, name = full_name:match("^(.-)%.?([%w_]+)$")
  local owner = on == 0 and modules[prefix] or self.slots[on]
  if name == "repr" then return tostring(owner) end
  if on ~= 0 and attributes[name] then return owner[name] end
  if name == "sendfile" then before_sendfile(owner, arguments[1]) end
  local results
  if on == 0 then
    results = table.pack(owner[name](table.unpack(arguments, 1, arguments.n)))
  else
    local method = of_module[name] and socket[name] or owner[name]
    results = table.pack(method(owner, table.unpack(arguments, 1, arguments.n)))
  end
  return self:result(made, full_name, name, on, arguments, results)
end

local function by_normal_form(a, b) return normal.normal(a) < normal.normal(b) end

local function add_buffers(list, value)
  if type(value) == "userdata" and not is_socket(value) then list[#list + 1] = tostring(value) end
  if type(value) ~= "table" or getmetatable(value) then return end
  for _, item in ipairs(value) do add_buffers(list, item) end
end

function Stage:result(made, full_name, name, on, arguments, results)
  local result = results[1]
  for i, slot in ipairs(made) do self:keep(slot, results[i]) end
  if self.takes and on == 0 and (name == "close" or name == "socket") then table.remove(self.descriptors) end
  if name == "detach" and #made == 0 and result >= 0 or full_name == "dup" and on == 0 then
    table.insert(self.descriptors, result)
  end
  local gives_descriptor = name == "fileno" or name == "detach" or name == "dup"
  if gives_descriptor and math.type(result) == "integer" and result >= 0 then return "fd" end
  if name == "recv_fds" or name:find("^recvmsg") then self:without_descriptors(name, results) end
  if results.n > 1 then result = results end
  if full_name == "poll.poll" or full_name == "epoll.poll" then
    for i, pair in ipairs(result) do result[i] = { self:owner_of(pair[1]), pair[2] } end
  end
  if full_name == "select.select" then
    for _, ready in ipairs(result) do
      for i, object in ipairs(ready) do ready[i] = math.type(object) and self:owner_of(object) or object end
    end
  end
  result = self:by_name(result)
  if full_name == "epoll.poll" or full_name == "selector.select" then table.sort(result, by_normal_form) end
  local extra = {}
  for i = 1, arguments.n do add_buffers(extra, arguments[i]) end
  if name == "sendfile" then extra[1] = arguments[1]:tell() end
  return #extra > 0 and table.pack(result, extra) or result
end

-- ---- Results: what differs from run to run goes by name.

function Stage:without_descriptors(name, results)
  local items = results[2]
  if name == "recv_fds" then
    for i, fd in ipairs(items) do
      table.insert(self.descriptors, fd)
      items[i] = "fd"
    end
    return
  end
  for i, item in ipairs(items) do
    if item[1] == socket.SOL_SOCKET and item[2] == socket.SCM_RIGHTS then
      for at = 1, #item[3] - 3, 4 do table.insert(self.descriptors, (string.unpack("=i4", item[3], at))) end
      items[i] = { item[1], item[2], ("fd"):rep(#item[3] // 4) }
    end
  end
end

function Stage:owner_of(fd)
  for slot = 1, self.count do
    local made = self.slots[slot]
    if is_socket(made) and made:fileno() == fd then return "s" .. slot end
  end
  return "fd"
end

function Stage:by_name(value)
  if type(value) ~= "table" and type(value) ~= "userdata" or normal.is_error(value) then return value end
  for slot = 1, self.count do
    if rawequal(self.slots[slot], value) then return "s" .. slot end
  end
  if type(value) ~= "table" then return value end
  local class = getmetatable(value)
  if type(class) == "table" and class.__name == "SelectorKey" then
    local is_fd = math.type(value.fileobj) == "integer"
    value = table.pack(is_fd and "fd" or value.fileobj, value.events, value.data)
    value.n = 3
  end
  local copy = { n = rawget(value, "n") or #value }
  for i = 1, copy.n do copy[i] = self:by_name(rawget(value, i)) end
  return copy
end

function Stage:port(before, number)
  local port = tonumber(number)
  if port < 1024 or port == 65535 then return before .. number end
  if not self.ports[port] then
    self.ports[port] = "P" .. self.port_count
    self.port_count = self.port_count + 1
  end
  return before .. self.ports[port]
end

-- Descriptors, ports and paths by name; without the hints that are parley's own.
function Stage:shown(outcome)
  local prefix = (self.folder .. "/" .. self.number):gsub("%p", "%%%0")
  outcome = outcome:gsub(prefix, "TMP/"):gsub("fd=%d+", "fd=N"):gsub("FD %d+", "fd=N")
  outcome = outcome:gsub("; did you mean '[%w_]+'%?", "")
  outcome = outcome:gsub("(KeyError None \"'?)%d+", "%1fd=N")
  outcome = outcome:gsub("\\x00%x%x%x%x%x", "AUTOBOUND"):gsub("\\x5cx00%x%x%x%x%x", "AUTOBOUND")
  return (outcome:gsub("([\"'], )(%d+)", function(before, number) return self:port(before, number) end))
end

-- ---- The end.

function Stage:close()
  for slot = self.count, 1, -1 do
    local made = self.slots[slot]
    if made then pcall(function() made:close() end) end
  end
  for _, file in ipairs(self.opened) do file:close() end
  for _, fd in ipairs(self.descriptors) do pcall(socket.close, fd) end
  socket.setdefaulttimeout(nil)
  socket.sethostname(self.hostname)
end

return Stage
