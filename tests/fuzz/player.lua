-- Plays one sequence of calls as play.py does, and compares: play(stage, loopback, calls) -> the first call whose
-- outcome is another one than Python's, as a line of text; nil where there is none.
local normal = require "normal"
local socket = require "socket"

local M = {}

-- What may still be on its way when the call returns: a byte crosses the loopback behind it. All that files do may be.
local moves = {
  connect = true, connect_ex = true, send = true, sendall = true, sendto = true, sendmsg = true, shutdown = true,
  close = true, detach = true, create_connection = true, sendfile = true, send_fds = true, recv_fds = true,
}

-- A UDP socket that sends to itself: the function that it gives returns when the kernel has delivered all that was sent
-- before.
function M.loopback()
  local s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  s:bind { "127.0.0.1", 0 }
  local address = s:getsockname()
  return function()
    s:sendto("?", address)
    s:recv(1)
  end
end

-- Long data by its ends and its length.
local function short(value)
  if type(value) == "string" and #value > 200 then
    return ("%s...%s (%d)"):format(value:sub(1, 20), value:sub(-20), #value)
  end
  if type(value) ~= "table" or normal.is_error(value) then return value end
  local copy = { n = rawget(value, "n") or #value }
  for i = 1, copy.n do copy[i] = short(rawget(value, i)) end
  return copy
end

function M.play(stage, loopback, calls)
  local difference, count = nil, 0
  local function call(python, made, on, name, ...)
    count = count + 1
    if difference or on ~= 0 and not stage.slots[on] then return end
    local ok, value = pcall(stage.call, stage, made, on, name, table.pack(...))
    local found = stage:shown(ok and normal.normal(short(value)) or normal.raised(value))
    stage.takes = false
    if moves[name] or name:find("^file%.") then loopback() end
    if found ~= python then
      difference = ("sequence %s call %d %s\t%s\t%s"):format(stage.number, count, name, python, found)
    end
  end
  local function of(slot, peer) return stage:address(slot, peer) end
  local function path(name) return stage.folder .. "/" .. stage.number .. name end
  local function object(slot) return stage.slots[slot] end
  local function descriptor(slot, takes) return stage:descriptor(slot, takes) end
  local function disk(name, mode) return stage:disk(name, mode) end
  calls(call, of, path, object, descriptor, disk)
  stage:close()
  return difference
end

return M
