-- The normal form of a value: a line of text that Lua and Python print alike (normal.py prints the same).
local socket = require "socket"

local M = {}

local function quoted(text)
  local function escape(c) return ("\\x%02x"):format(c:byte()) end
  return '"' .. text:gsub('[%c\128-\255"\\]', escape) .. '"'
end

local function number(value)
  if math.type(value) == "integer" then return ("%d"):format(value) end
  local shown = ("%.17g"):format(value)
  return shown:find("[.einf]") and shown or shown .. ".0"
end

-- Class, errno and words. An error that is no object of Python's classes is Lua's own, and like nothing else.
local function error_of(e)
  local errno = socket.isinstance(e, socket.OSError) and e.errno or nil
  return ("%s %s %s"):format(getmetatable(e).__name, errno or "None", quoted(tostring(e)))
end

function M.is_error(value)
  return type(value) == "table" and socket.isinstance(value, socket.Exception)
end

local function list(value, n)
  local parts = {}
  for i = 1, n do parts[i] = M.normal(rawget(value, i)) end
  return "[" .. table.concat(parts, ", ") .. "]"
end

local plain = { ["nil"] = "None", ["true"] = "True", ["false"] = "False" }

function M.normal(value)
  if plain[tostring(value)] and type(value) ~= "string" then return plain[tostring(value)] end
  if type(value) == "number" then return number(value) end
  if type(value) == "string" then return quoted(value) end
  if M.is_error(value) then return "<" .. error_of(value) .. ">" end
  if type(value) == "table" then return list(value, rawget(value, "n") or #value) end
  local shown = tostring(value)
  if type(value) == "userdata" and shown:find("^<socket") then return "<socket>" end
  if type(value) == "userdata" then return quoted(shown) end -- a bytearray
  return "<" .. type(value) .. ">"
end

-- The error that a call raised, as Python's side shows it.
function M.raised(e)
  if M.is_error(e) then return "!" .. M.normal(e) end
  return "!<Lua's own: " .. tostring(e) .. ">"
end

return M
