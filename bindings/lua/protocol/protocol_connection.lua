-- What the connections of the protocol modules have in common: the socket below, bytes as they are, the end.
local core, import = ...

local nearest = import "nearest"
local socket = import "socket"

local M = {}

-- Raises TypeError for a name that is not among `known`. The options may be nil.
function M.check_names(given, known, caller)
  if given == nil then return {} end
  if type(given) ~= "table" then
    core.raise("TypeError", ("%s: the options are a table, not a %s"):format(caller, core.type_name(given)))
  end
  for name in next, given do
    if not known[name] then
      local hint = nearest.hint(name, known)
      core.raise("TypeError", ("%s: unknown option '%s'%s"):format(caller, tostring(name), hint and "; " .. hint or ""))
    end
  end
  return given
end

-- Raises TypeError for what is no string.
function M.check_text(value, what)
  if type(value) ~= "string" then
    core.raise("TypeError", ("%s takes a string, not '%s'"):format(what, core.type_name(value)))
  end
  return value
end

-- names { "a", "b" } -> { a = true, b = true }
function M.names(list)
  local names = {}
  for _, name in ipairs(list) do names[name] = true end
  return names
end

-- Raises TypeError for what has no methods of a socket.
function M.check_socket(value, caller)
  local ok, method = pcall(function() return value.sendall and value.recv_exactly and value.recv_until end)
  if not ok or type(method) ~= "function" then
    core.raise("TypeError", ("%s takes a socket, not '%s'"):format(caller, core.type_name(value)))
  end
  return value
end

-- connect(address, timeout) -> a connected socket, whose messages are not held back (tcp(7), TCP_NODELAY). Raises what
-- socket.create_connection does.
function M.connect(address, timeout)
  local s = timeout ~= nil and socket.create_connection(address, { timeout = timeout })
    or socket.create_connection(address)
  s:setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
  return s
end

local Base = {}

-- Sends the bytes as they are.
function Base:send_raw(bytes) self.socket:sendall(bytes) end

-- Closes the socket.
function Base:close() self.socket:close() end

-- class(what, base, absent) -> methods, make: a class of connections with the methods of `base`, or none but those
-- above; `absent` are fields that may be nil. make(fields) -> an object; fields.socket is its socket.
function M.class(what, base, absent)
  local methods = {}
  for name, method in next, base or Base do methods[name] = method end
  local meta = {
    __name = what, __index = methods,
    __close = function(self) self:close() end,
    __tostring = function(self) return ("<%s over %s>"):format(what, tostring(self.socket)) end,
  }
  setmetatable(methods, { __index = nearest.strict(what, methods, absent) })
  return methods, function(fields) return setmetatable(fields, meta) end
end

return M
