-- What the names in the Lua form of a case mean: words.environment(t) has Python's functions and modules as far as the
-- cases use them, and the names of the socket module without their module.
local socket = require "socket"
local sockets = require "sockets"
local values = require "values"

local M = {}

-- Text and bytes are one in Lua.
local function itself(text) return text end

local function class_name(value)
  local class = type(value) == "table" and getmetatable(value)
  if class and rawget(class, "__name") and class.__name ~= "address" then return class.__name end
  local names = { table = "tuple", string = "bytes", ["nil"] = "NoneType", userdata = "socket" }
  return names[type(value)] or type(value)
end

local function with(held, body)
  local ok, e = pcall(body)
  held:close()
  if not ok then error(e, 0) end
end

-- The form of Python's struct: native sizes, here those of 64 bits.
local function format(codes) return "=" .. codes:gsub("[il]", { i = "i4", l = "i8" }) end

local struct = {
  pack = function(codes, ...) return string.pack(format(codes), ...) end,
  unpack = function(codes, bytes)
    local found = table.pack(string.unpack(format(codes), bytes))
    found.n = found.n - 1
    found[found.n + 1] = nil
    return found
  end,
}

local array = {
  array = function(code, content)
    local one = code == "i" and "=i4" or "B"
    if type(content) == "table" then return string.pack(one:rep(#content):gsub("(.)=", "%1"), table.unpack(content)) end
    local numbers = {}
    for i = 1, #content, string.packsize(one) do numbers[#numbers + 1] = string.unpack(one, content, i) end
    return numbers
  end,
}

local basic = {
  bytearray = socket.bytearray, bytes = tostring, memoryview = itself, encode = itself, decode = itself, str = tostring,
  repr = repr, isinstance = socket.isinstance, class_name = class_name, with = with,
  struct = struct, array = array, socket = socket, pcall = pcall, error = error, rawequal = rawequal, string = string,
  len = values.len,
}

-- A call without capabilities: its scenario begins without any (live.lua).
function basic.nocap(fn) return fn() end

function basic.issubclass(class, base) return socket.isinstance(setmetatable({}, class), base) end
function basic.int(text) return math.tointeger(tonumber(text)) end
function basic.startswith(text, head) return text:sub(1, #head) == head end
function basic.float(text) return text == "inf" and math.huge or tonumber(text) end
function basic.bound(value, name) return function(...) return value[name](value, ...) end end
function basic.replace(text, old, new) return (text:gsub(old:gsub("%p", "%%%0"), (new:gsub("%%", "%%%%")))) end

-- The result of a call, or its error as a value.
function basic.E(fn, ...)
  local results = table.pack(pcall(fn, ...))
  if not results[1] or results.n <= 2 then return results[2] end
  return values.L(table.unpack(results, 2, results.n))
end

-- Descriptors as N; of the sockets that are named, their ports as PORT.
function basic.norm(text, ...)
  text = text:gsub("fd=%d+", "fd=N")
  for _, s in ipairs { ... } do
    text = text:gsub("%f[%d]" .. sockets.port(s) .. "%f[%D]", "PORT")
  end
  return (text:gsub("(raddr=%('127%.0%.0%.1', )%d+", "%1PORT"))
end

-- Python's "{}".format(...).
function basic.format(text, ...)
  local given, i = table.pack(...), 0
  return (text:gsub("{}", function()
    i = i + 1
    return tostring(given[i])
  end))
end

-- Modules that stand beside socket, where this parley has them.
local function modules()
  local found = {}
  for _, name in ipairs { "select", "selectors", "errno", "time" } do
    local ok, module = pcall(require, name)
    if ok then found[name] = module end
  end
  return found
end

function M.environment(t)
  local names = {}
  for _, from in ipairs { values, sockets, basic, modules(), require("tasks")(t), require("files")(t) } do
    for name, value in pairs(from) do names[name] = value end
  end
  -- What a program sees that runs among names of its own.
  function names.within(own) return setmetatable(own or {}, { __index = names }) end
  return setmetatable(names, { __index = socket })
end

return M
