-- Options by name, as parley's own functions and Python's keyword arguments take them.
local core, import = ...

local nearest = import "nearest"

local M = {}

-- Whether a value is a table of names, and no object: the keyword arguments of a call.
function M.are_keywords(value)
  return type(value) == "table" and getmetatable(value) == nil and rawget(value, 1) == nil
end

-- Raises a TypeError for a name that is not in `known`, with the one that may be meant.
function M.check(given, known, call)
  for name in next, given do
    if known[name] == nil then
      local hint = nearest.hint(name, known)
      core.raise("TypeError", ("%s got an unexpected keyword argument '%s'%s"):format(
        call, tostring(name), hint and "; " .. hint or ""))
    end
  end
end

-- The arguments of a call by the names in `order`: some by position, the rest in a table at the end.
function M.arguments(call, order, ...)
  local known = {}
  for _, name in ipairs(order) do known[name] = true end
  local count, values = select("#", ...), { ... }
  local given = {}
  if count > 0 and M.are_keywords(values[count]) then
    given = values[count]
    count = count - 1
    M.check(given, known, call)
  end
  if count > #order then
    core.raise("TypeError", ("%s takes at most %d arguments (%d given)"):format(call, #order, count))
  end
  local result = {}
  for name, value in next, given do result[name] = value end
  for i = 1, count do result[order[i]] = values[i] end
  return result
end

function M.check_integer(value)
  if type(value) == "boolean" then return value and 1 or 0 end
  if math.type(value) ~= "integer" then
    core.raise("TypeError", ("'%s' object cannot be interpreted as an integer"):format(core.type_name(value)))
  end
  return value
end

return M
