-- Plays one sequence of calls as play.py does, and compares: Player.new(folder, number):play(fn) -> the first call whose
-- outcome is another one than Python's, as a line of text; nil where there is none.
local normal = require "normal"
local socket = require "socket"

local Player = {}
Player.__index = Player

local attributes = { family = true, type = true, proto = true, timeout = true }
-- What may still be on its way when the call returns: a byte crosses the loopback behind it.
local moves = {
  connect = true, connect_ex = true, send = true, sendall = true, sendto = true, sendmsg = true, shutdown = true,
  close = true, detach = true, create_connection = true,
}
local wait = string.pack("=i8i8", 0, 5000) -- of the kernel's own, so that nothing waits without end

function Player.new(folder, number, loopback)
  return setmetatable({
    folder = folder, number = number, loopback = loopback, slots = {}, descriptors = {}, ports = {}, port_count = 0,
  }, Player)
end

-- A UDP socket that sends to itself: settle() returns when the kernel has delivered all that was sent before.
function Player.loopback()
  local s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  s:bind { "127.0.0.1", 0 }
  local address = s:getsockname()
  return function()
    s:sendto("?", address)
    s:recv(1)
  end
end

local function short(value)
  if type(value) == "string" and #value > 200 then
    return ("%s...%s (%d)"):format(value:sub(1, 20), value:sub(-20), #value)
  end
  if type(value) ~= "table" or normal.is_error(value) then return value end
  local copy = { n = rawget(value, "n") or #value }
  for i = 1, copy.n do copy[i] = short(rawget(value, i)) end
  return copy
end

function Player:port(before, number)
  local port = tonumber(number)
  if port < 1024 or port == 65535 then return before .. number end
  if not self.ports[port] then
    self.ports[port] = "P" .. self.port_count
    self.port_count = self.port_count + 1
  end
  return before .. self.ports[port]
end

-- With descriptors, ports and paths by name.
function Player:shown(outcome)
  local prefix = (self.folder .. "/" .. self.number):gsub("%p", "%%%0")
  outcome = outcome:gsub(prefix, "TMP/"):gsub("fd=%d+", "fd=N")
  outcome = outcome:gsub("\\x00%x%x%x%x%x", "AUTOBOUND"):gsub("\\x5cx00%x%x%x%x%x", "AUTOBOUND")
  return (outcome:gsub("([\"'], )(%d+)", function(before, number) return self:port(before, number) end))
end

function Player:keep(slot, made)
  self.slots[slot] = made
  made:setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, wait)
  made:setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, wait)
end

-- The results of a call as one value; sockets go to their slots.
function Player:result(made, name, arguments, results)
  for i, slot in ipairs(made) do self:keep(slot, results[i]) end
  local result = results[1]
  if name == "detach" and result >= 0 then self.descriptors[#self.descriptors + 1] = result end
  if (name == "fileno" or name == "detach") and result >= 0 then return "fd" end
  if results.n > 1 then result = results end
  local buffers = {}
  for i = 1, arguments.n do
    if type(arguments[i]) == "userdata" then buffers[#buffers + 1] = tostring(arguments[i]) end
  end
  return #buffers > 0 and table.pack(result, buffers) or result
end

function Player:outcome(made, on, name, arguments)
  local owner = on == 0 and socket or self.slots[on]
  local ok, value = pcall(function()
    if name == "repr" then return tostring(owner) end
    if attributes[name] then return owner[name] end
    local results
    if on == 0 then
      results = table.pack(owner[name](table.unpack(arguments, 1, arguments.n)))
    else
      results = table.pack(owner[name](owner, table.unpack(arguments, 1, arguments.n)))
    end
    return self:result(made, name, arguments, results)
  end)
  return self:shown(ok and normal.normal(short(value)) or normal.raised(value))
end

function Player:address(slot, peer)
  local s = self.slots[slot]
  local ok, address = pcall(function()
    if peer then return s:getpeername() end
    return s:getsockname()
  end)
  return ok and address or { "127.0.0.1", 1 }
end

function Player:close()
  for _, s in pairs(self.slots) do pcall(s.close, s) end
  for _, fd in ipairs(self.descriptors) do socket.close(fd) end
  pcall(function() socket.setdefaulttimeout(nil) end)
end

function Player:play(calls)
  local difference, count = nil, 0
  local function call(python, made, on, name, ...)
    count = count + 1
    if difference or on ~= 0 and not self.slots[on] then return end
    local found = self:outcome(made, on, name, table.pack(...))
    if moves[name] then self.loopback() end
    if found ~= python then
      difference = ("sequence %s call %d %s\t%s\t%s"):format(self.number, count, name, python, found)
    end
  end
  calls(call, function(...) return self:address(...) end, function(name)
    return self.folder .. "/" .. self.number .. name
  end)
  self:close()
  return difference
end

return Player
