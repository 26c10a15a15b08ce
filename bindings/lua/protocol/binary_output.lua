-- Where binary layouts write to. It knows the name of the field that is being written, and the lies that are to be
-- told.
local core, import = ...

local nearest = import "nearest"
local path_text = import("binary_cursor").path_text

local Output = {}
local meta = { __index = Output }

local M = {}

local raw_meta = { __name = "binary.raw" }

-- raw(bytes) -> what stands for these bytes, in the place of any value.
function M.raw(bytes) return setmetatable({ bytes = bytes }, raw_meta) end

function M.is_raw(value) return getmetatable(value) == raw_meta end

-- new(lies) -> an output; `lies` are values by the path of a field: { ["payload.length"] = 99 }.
function M.new(lies)
  return setmetatable({ parts = {}, path = {}, scopes = {}, lies = lies or {}, seen = {} }, meta)
end

function Output:add(bytes) self.parts[#self.parts + 1] = bytes end

-- Raises ValueError, with the name of the field.
function Output:fail(words, ...)
  local where = #self.path == 0 and "a frame" or ("field '%s'"):format(path_text(self.path))
  core.raise("ValueError", where .. ": " .. words:format(...))
end

-- told(value) -> the value, or the lie that stands for it.
function Output:told(value)
  local path = path_text(self.path)
  self.seen[path] = true
  local lie = self.lies[path]
  if lie ~= nil then return lie end
  return value
end

-- put(type, value, name): the value of the field of that name.
function Output:put(type, value, name)
  local depth = #self.path
  self.path[depth + 1] = name
  value = self:told(value)
  if M.is_raw(value) then self:add(value.bytes) else type.put(self, value) end
  self.path[depth + 1] = nil
end

-- captured(fn) -> the bytes that fn() puts.
function Output:captured(fn)
  local parts = self.parts
  self.parts = {}
  fn()
  local bytes = table.concat(self.parts)
  self.parts = parts
  return bytes
end

-- bytes() -> all of them. Raises ValueError for a lie about a field that there is not.
function Output:bytes()
  for path in next, self.lies do
    if not self.seen[path] then
      local hint = nearest.hint(path, self.seen)
      local words = hint and "; " .. hint or ""
      core.raise("ValueError", ("there is no field '%s' to lie about%s"):format(tostring(path), words))
    end
  end
  return table.concat(self.parts)
end

return M
