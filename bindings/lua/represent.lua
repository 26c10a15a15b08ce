-- Values as failure messages show them: strings in C escapes, tables with their fields in a stable order.
local core = ...

local represent

local function by_type_and_name(a, b)
  if type(a) == type(b) and (type(a) == "string" or type(a) == "number") then return a < b end
  if type(a) == type(b) then return tostring(a) < tostring(b) end
  return type(a) < type(b)
end

local function fields_of(value, seen)
  local parts, length = {}, rawlen(value)
  for i = 1, length do parts[i] = represent(rawget(value, i), seen) end
  local keys = {}
  for key in next, value do
    if not (math.type(key) == "integer" and key >= 1 and key <= length) then keys[#keys + 1] = key end
  end
  table.sort(keys, by_type_and_name)
  for _, key in ipairs(keys) do
    local plain = type(key) == "string" and key:match("^[%a_][%w_]*$")
    local name = plain and key or "[" .. represent(key, seen) .. "]"
    parts[#parts + 1] = name .. " = " .. represent(rawget(value, key), seen)
  end
  return parts
end

function represent(value, seen)
  if type(value) == "string" then return core.quote(value) end
  if type(value) ~= "table" then return tostring(value) end
  if rawget(value, "__base") then return tostring(value) end -- a class of errors
  local class = getmetatable(value)
  if type(class) == "table" and rawget(class, "__base") then return class.__name .. "(" .. tostring(value) .. ")" end
  if seen[value] then return "{...}" end
  seen[value] = true
  local parts = fields_of(value, seen)
  seen[value] = nil
  return #parts == 0 and "{}" or "{ " .. table.concat(parts, ", ") .. " }"
end

return function(value) return represent(value, {}) end
