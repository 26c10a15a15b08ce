-- Python's exception classes. A class is a table that can be called; an error is a table whose metatable is its
-- class, with errno, strerror and message, and prints as Python's str(e).
local core, import = ...

local nearest = import "nearest"

local classes = {}
local fields = { errno = true, strerror = true, message = true, args = true }

local C = {}

-- A field of an error that is none of the error's own: of its class, or of one that the class is made from. One that is
-- misspelt is told.
function C.__index(class, key)
  local base = rawget(class, "__base")
  if base then return base[key] end
  local hint = not fields[key] and nearest.hint(key, fields)
  if hint then core.raise("AttributeError", ("an error has no attribute '%s'; %s"):format(key, hint)) end
end

function C.__tostring(class) return "<class '" .. class.__name .. "'>" end

-- Class(errno, text) or Class(message), as in Python.
function C.__call(class, ...)
  local self = { args = { ... } }
  local first, second = ...
  if select("#", ...) >= 2 and class.__base and classes.isinstance(setmetatable({}, class), classes.OSError) then
    self.errno, self.strerror, self.message = first, second, second
  else
    self.message = select("#", ...) == 0 and "" or tostring(first)
  end
  return setmetatable(self, class)
end

local function text(self)
  if self.errno then return ("[Errno %s] %s"):format(self.errno, self.strerror) end
  return self.message
end

local function define(name, base)
  local class = { __name = name, __base = base, __tostring = text }
  class.__index = class
  classes[name] = setmetatable(class, C)
  return class
end

-- Python's str() of a KeyError is the repr of the key.
local function key_text(self)
  local key = self.args[1]
  if type(key) ~= "string" then return tostring(key) end
  local quote = key:find("'", 1, true) and not key:find('"', 1, true) and '"' or "'"
  return quote .. key:gsub("[\\" .. quote .. "]", "\\%0"):gsub("\n", "\\n") .. quote
end

-- Whether `e` is an instance of `class`, which may be a list of classes.
function classes.isinstance(e, class)
  if type(class) == "table" and rawget(class, "__name") == nil then
    for _, one in ipairs(class) do
      if classes.isinstance(e, one) then return true end
    end
    return false
  end
  local own = type(e) == "table" and getmetatable(e) or nil
  while type(own) == "table" do
    if own == class or rawget(own, "__second_base") == class then return true end
    own = rawget(own, "__base")
  end
  return false
end

for _, row in ipairs(core.exception_tree()) do
  define(row[1], row[1] ~= row[2] and classes[row[2]] or nil)
end
classes.KeyError.__tostring = key_text
classes.UnsupportedOperation.__second_base = classes.ValueError
-- A declared read that met the end of the stream; asyncio's name for it. `partial` is what came.
define("IncompleteReadError", classes.EOFError)

core.set_exception_classes(classes)
return classes
